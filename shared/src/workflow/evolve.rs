//! What a case is after an event. Total: what happened is never refused.

mod reply;

use super::event::{Event, Happened};
use crate::case::{
    Absorbed, Assignment, Case, Dispatch, Ending, Intake, KeyMark, Round, Stage, Waiver,
};
use crate::ids::{AssignmentNo, Millis};

/// The case that a first event begins; none if it is not a submission.
#[must_use]
pub fn begin(event: &Event) -> Option<Case> {
    let Happened::Submitted {
        case,
        session,
        intake_number,
        proposal,
    } = &event.what
    else {
        return None;
    };
    Some(Case {
        id: case.clone(),
        session: session.clone(),
        version: 1,
        intake_number: intake_number.clone(),
        number: None,
        proposal: proposal.clone(),
        intake: Intake::Submitted,
        intake_since_ms: event.at_ms,
        key: None,
        absorbed: vec![],
        assignments: vec![],
    })
}

/// The case that these events make, first to last; none if the first is not a submission.
#[must_use]
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Case> {
    let mut events = events.into_iter();
    let first = begin(events.next()?)?;
    Some(events.fold(first, evolve))
}

/// The case after `event`.
#[must_use]
pub fn evolve(mut case: Case, event: &Event) -> Case {
    case.version += 1;
    match on_assignment(&event.what) {
        Some(no) => {
            let key = usize::try_from(no).unwrap_or_default().wrapping_sub(1);
            if let Some(assignment) = case.assignments.get_mut(key) {
                assignment_after(assignment, event);
            }
        }
        None => case_after(&mut case, event),
    }
    case
}

fn case_after(case: &mut Case, event: &Event) {
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
            suggestions,
        } => {
            case.proposal.title.clone_from(title);
            case.proposal.body.clone_from(body);
            case.proposal.category.clone_from(category);
            case.proposal.suggestions.clone_from(suggestions);
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
            set(
                case,
                Intake::Merged {
                    into: into.clone(),
                    number: number.clone(),
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
        Happened::Absorbed {
            case: other,
            number,
            title,
            proposers,
        } => case.absorbed.push(Absorbed {
            case: other.clone(),
            number: number.clone(),
            title: title.clone(),
            proposers: proposers.clone(),
        }),
        Happened::Released { case: other } => {
            case.absorbed.retain(|absorbed| absorbed.case != *other);
        }
        Happened::KeyMarked { leader } => {
            case.key = Some(KeyMark {
                leader: leader.clone(),
            });
        }
        Happened::KeyUnmarked {} => case.key = None,
        Happened::ProposerLinked { proposer, person } => {
            let key = usize::try_from(*proposer)
                .unwrap_or_default()
                .wrapping_sub(1);
            if let Some(proposer) = case.proposal.proposers.get_mut(key) {
                proposer.person = Some(person.clone());
            }
        }
        Happened::Withdrawn { reason } => {
            for assignment in case.assignments.iter_mut().filter(|a| a.is_live()) {
                assignment.stage = Stage::Ended {
                    how: Ending::Withdrawn,
                };
                assignment.since_ms = at_ms;
            }
            set(
                case,
                Intake::Withdrawn {
                    reason: reason.clone(),
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
                rounds: vec![Round::begin(1, at_ms, "", due.clone())],
            });
        }
        // A submission begins a case; the rest is on an assignment.
        _ => {}
    }
}

/// The assignment an event is on, for those that change one that exists.
fn on_assignment(what: &Happened) -> Option<AssignmentNo> {
    use Happened as H;
    Some(match what {
        H::TakenBack { assignment }
        | H::Reassigned { assignment, .. }
        | H::ReturnGranted { assignment }
        | H::ReturnRefused { assignment, .. }
        | H::OpinionWaived { assignment, .. }
        | H::OpinionUnwaived { assignment }
        | H::Accepted { assignment }
        | H::Unaccepted { assignment }
        | H::ReturnRequested { assignment, .. }
        | H::ReturnCancelled { assignment }
        | H::Dispatched { assignment, .. }
        | H::Undispatched { assignment }
        | H::ContactLogged { assignment, .. }
        | H::ContactStruck { assignment, .. }
        | H::SuggestionAnswered { assignment, .. }
        | H::DraftSaved { assignment, .. }
        | H::ReplySubmitted { assignment }
        | H::Recalled { assignment }
        | H::Approved { assignment, .. }
        | H::ApprovalRetracted { assignment, .. }
        | H::SentBack { assignment, .. }
        | H::ReviewResumed { assignment, .. }
        | H::Signed { assignment, .. }
        | H::OpinionGiven { assignment, .. }
        | H::Rated { assignment, .. }
        | H::SecondHandlingBegun { assignment, .. }
        | H::Closed { assignment, .. } => *assignment,
        _ => return None,
    })
}

fn assignment_after(a: &mut Assignment, event: &Event) {
    use Happened as H;
    let at_ms = event.at_ms;
    match &event.what {
        H::TakenBack { .. } => move_to(
            a,
            Stage::Ended {
                how: Ending::TakenBack,
            },
            at_ms,
        ),
        H::Reassigned { .. } => move_to(
            a,
            Stage::Ended {
                how: Ending::Reassigned,
            },
            at_ms,
        ),
        H::ReturnGranted { .. } => move_to(
            a,
            Stage::Ended {
                how: Ending::Returned,
            },
            at_ms,
        ),
        H::ReturnRefused { .. } | H::ReturnCancelled { .. } => {
            let accepted = matches!(a.stage, Stage::ReturnRequested { accepted: true, .. });
            move_to(
                a,
                if accepted {
                    Stage::Accepted
                } else {
                    Stage::HandedOver
                },
                at_ms,
            );
        }
        H::OpinionWaived { reason, .. } => {
            a.waived = Some(Waiver {
                by: event.by.person.clone(),
                why: reason.clone(),
                at_ms,
            });
        }
        H::OpinionUnwaived { .. } => a.waived = None,
        H::Accepted { .. } => move_to(a, Stage::Accepted, at_ms),
        H::Unaccepted { .. } => move_to(a, Stage::HandedOver, at_ms),
        H::ReturnRequested { reason, .. } => {
            let accepted = matches!(a.stage, Stage::Accepted);
            let by = event.by.person.clone();
            move_to(
                a,
                Stage::ReturnRequested {
                    reason: reason.clone(),
                    by,
                    accepted,
                },
                at_ms,
            );
        }
        H::Dispatched {
            leader,
            department,
            handler,
            note,
            ..
        } => {
            a.dispatch = Some(Dispatch {
                leader: leader.clone(),
                department: department.clone(),
                handler: handler.clone(),
                note: note.clone(),
                at_ms,
            });
            if matches!(a.stage, Stage::Accepted) {
                move_to(a, Stage::Dispatched, at_ms);
            }
        }
        H::Undispatched { .. } => {
            a.dispatch = None;
            move_to(a, Stage::Accepted, at_ms);
        }
        H::SecondHandlingBegun { cause, due, .. } => {
            let no = a.round().no + 1;
            a.rounds.push(Round::begin(no, at_ms, cause, due.clone()));
            move_to(a, Stage::Drafting, at_ms);
        }
        H::Closed { how, .. } => move_to(a, Stage::Closed { how: *how }, at_ms),
        H::ContactLogged { contact, .. } => {
            round(a).contacts.push(contact.clone());
            begin_drafting(a, at_ms);
        }
        H::ContactStruck {
            contact, reason, ..
        } => {
            if let Some(found) = round(a).contacts.iter_mut().find(|c| c.no == *contact) {
                found.struck = Some(reason.clone());
            }
        }
        _ => reply::reply_after(a, event),
    }
}

fn begin_drafting(a: &mut Assignment, at_ms: Millis) {
    if matches!(a.stage, Stage::Dispatched) {
        move_to(a, Stage::Drafting, at_ms);
    }
}

fn move_to(a: &mut Assignment, stage: Stage, at_ms: Millis) {
    a.stage = stage;
    a.since_ms = at_ms;
}

fn round(a: &mut Assignment) -> &mut Round {
    a.rounds
        .last_mut()
        .expect("an assignment begins with round 1 and rounds are never removed")
}
