//! What an event does to the case as a whole.

use super::{correct, merge};
use crate::case::{
    Assignment, Case, Ending, Intake, KeyMark, LeaderView, OfficeNote, OwnConsent, Proposer, Round,
    Stage,
};
use crate::workflow::event::{Event, Happened};

pub(super) fn after(case: &mut Case, event: &Event) {
    let at_ms = event.at_ms;
    let set = |case: &mut Case, intake: Intake| {
        case.intake = intake;
        case.intake_since_ms = at_ms;
    };
    match &event.what {
        Happened::Amended {
            title,
            body,
            category,
            publication,
            suggestions,
        } => {
            case.proposal.title.clone_from(title);
            case.proposal.body.clone_from(body);
            case.proposal.category.clone_from(category);
            case.proposal.publication = *publication;
            case.proposal.suggestions.clone_from(suggestions);
            merge::number_anew(case);
            if matches!(case.intake, Intake::NeedsRevision { .. }) {
                set(case, Intake::Submitted);
            }
        }
        Happened::RevisionAsked { reason } => set(
            case,
            Intake::NeedsRevision {
                reason: reason.clone(),
            },
        ),
        Happened::Filed { number } => {
            case.number = Some(number.clone());
            set(case, Intake::Filed);
        }
        Happened::Unfiled {} | Happened::Reopened {} => set(case, Intake::Submitted),
        Happened::Declined {
            ground,
            note,
            forwarded,
        } => set(
            case,
            Intake::Declined {
                ground: ground.clone(),
                note: note.clone(),
                forwarded: *forwarded,
            },
        ),
        Happened::MergedInto { into, number } => {
            let filed = matches!(case.intake, Intake::Filed);
            set(
                case,
                Intake::Merged {
                    into: into.clone(),
                    number: number.clone(),
                    filed,
                },
            );
        }
        Happened::Unmerged { filed } => {
            set(
                case,
                if *filed {
                    Intake::Filed
                } else {
                    Intake::Submitted
                },
            );
        }
        Happened::Absorbed { .. } => merge::absorbed(case, &event.what),
        Happened::Released { case: other, .. } => merge::released(case, other),
        Happened::KeyMarked { leader } => {
            case.key = Some(KeyMark {
                leader: leader.clone(),
            });
        }
        Happened::ConsentChanged {
            publication,
            proposers,
            note,
        } => {
            let said = &mut case.proposal.consents;
            if proposers.is_empty() {
                // What all say together takes the place of what each has said.
                said.clear();
                case.proposal.publication = *publication;
            } else {
                said.retain(|own| !proposers.contains(&own.proposer));
                said.extend(proposers.iter().map(|proposer| OwnConsent {
                    proposer: *proposer,
                    publication: *publication,
                    note: note.clone(),
                    by: event.by.person.clone(),
                    name: event.by.on_record(),
                    at_ms,
                }));
                said.sort_by_key(|own| own.proposer);
            }
        }
        Happened::Corrected { changes, .. } => correct::own(case, changes),
        Happened::MergedCorrected {
            case: other,
            title,
            proposers,
            were,
        } => correct::merged(case, other, title, proposers, were),
        Happened::MergedConsentChanged {
            case: other,
            publication,
        } => {
            for absorbed in case.absorbed.iter_mut().filter(|it| it.case == *other) {
                absorbed.publication = *publication;
            }
        }
        Happened::RulesAdopted { to, .. } => case.rules = *to,
        Happened::LeaderViewRecorded { leader, text } => case.leader_views.push(LeaderView {
            leader: leader.clone(),
            text: text.clone(),
            by: event.by.person.clone(),
            name: event.by.on_record(),
            at_ms,
        }),
        Happened::Noted { text } => case.notes.push(OfficeNote {
            text: text.clone(),
            by: event.by.person.clone(),
            name: event.by.on_record(),
            at_ms,
        }),
        Happened::KeyUnmarked {} => case.key = None,
        Happened::ProposerLinked { proposer, person } => {
            // Whoever put forward several of the merged proposals is one person in all of them.
            let who = case.rates_as(*proposer);
            let them = case.proposers().map(|it| it.no);
            let them: Vec<u32> = them.filter(|no| case.rates_as(*no) == who).collect();
            for no in them {
                if let Some(proposer) = proposer_mut(case, no) {
                    proposer.person = Some(person.clone());
                }
            }
        }
        Happened::Withdrawn { reason } => {
            for assignment in case.assignments.iter_mut().filter(|a| a.is_live()) {
                assignment.stage = Stage::Ended {
                    how: Ending::Withdrawn,
                };
                assignment.since_ms = at_ms;
            }
            let filed = matches!(case.intake, Intake::Filed);
            set(
                case,
                Intake::Withdrawn {
                    reason: reason.clone(),
                    filed,
                },
            );
        }
        Happened::HandedOver {
            assignment,
            to,
            on,
            due,
            goal,
            visit_required,
            reply_format,
        } => {
            case.assignments.push(Assignment {
                no: *assignment,
                role: to.role,
                unit: to.unit.clone(),
                handed_over_ms: at_ms,
                handed_over_on: *on,
                original_due: due.clone(),
                goal: goal.clone(),
                visit_required: *visit_required,
                reply_format: *reply_format,
                suggestions: to.suggestions.clone(),
                stage: Stage::HandedOver,
                since_ms: at_ms,
                dispatch: None,
                waived: None,
                urgings: vec![],
                spot_checks: vec![],
                rounds: vec![Round::begin(1, at_ms, "", due.clone())],
                tasks: vec![],
                promises: vec![],
                outcomes: vec![],
            });
        }
        // A submission begins a case; the rest is on an assignment.
        _ => {}
    }
}

/// The proposer with this number in the order of [`Case::proposers`].
fn proposer_mut(case: &mut Case, no: u32) -> Option<&mut Proposer> {
    let key = usize::try_from(no).ok()?.checked_sub(1)?;
    let own = case.proposal.proposers.iter_mut();
    let absorbed = case
        .absorbed
        .iter_mut()
        .flat_map(|other| other.proposers.iter_mut());
    own.chain(absorbed).nth(key)
}
