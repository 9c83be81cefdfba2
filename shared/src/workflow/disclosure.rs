//! What of the record somebody may read. The same line as [`redact`](super::redact) draws through a case: work in
//! progress belongs to the units that do it, and a member reads replies, not how they came about.

use super::event::{Event, Happened};
use super::publication::own_numbers;
use super::visibility::{given_tasks, has_task, works_on};
use crate::case::{Assignment, Case, Rating};
use crate::ids::{AssignmentNo, PersonId, TaskNo, UnitCode};
use crate::org::{Actor, Org};

/// Somebody who may see a case, on their way through its events.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    case: &'a Case,
    everything: bool,
    /// Assignments whose work is the reader's own.
    inside: Vec<AssignmentNo>,
    /// Whether one of them still counts: else the reader is a member, or is told as much as one.
    works_on_it: bool,
    /// Parts of tasks that the reader's unit or department was given.
    given: Vec<(AssignmentNo, TaskNo, UnitCode)>,
    /// The reader's own numbers among those who rate.
    own: Vec<u32>,
    /// The reader.
    person: PersonId,
    /// Whether the reader is a proposer of this very proposal.
    proposes: bool,
}

impl<'a> Reader<'a> {
    /// `actor`, who may see `case` (see [`can_see`](super::can_see)).
    #[must_use]
    pub fn new(case: &'a Case, actor: &Actor, org: &Org) -> Self {
        let inside = works_on(case, actor, org);
        Self {
            everything: actor.sees_everything(),
            works_on_it: case.live().any(|a| inside.contains(&a.no)) || has_task(case, actor),
            given: given_tasks(case, actor),
            proposes: !own_numbers(case, actor).is_empty(),
            own: case
                .proposers()
                .filter(|rater| rater.proposer.person.as_ref() == Some(&actor.person))
                .map(|rater| rater.no)
                .collect(),
            person: actor.person.clone(),
            inside,
            case,
        }
    }

    /// The event as this reader may read it; none where nothing of it is theirs.
    #[must_use]
    pub fn read(&self, mut event: Event) -> Option<Event> {
        let own = event
            .what
            .assignment()
            .is_some_and(|no| self.inside.contains(&no));
        if self.everything || own {
            return Some(event);
        }
        if let Happened::ConsentChanged { note, .. } = &mut event.what
            && !self.proposes
        {
            note.clear();
        }
        let shown = if self.works_on_it {
            self.shown_of_tasks(&mut event.what) && shown_to_other_units(&mut event.what)
        } else {
            // What another proposer says of a contact is no more a member's to read than another's form.
            let others = matches!(event.what, Happened::ContactConfirmed { .. })
                && event.by.person != self.person;
            !others && self.shown_to_members(&mut event.what)
        };
        shown.then_some(event)
    }

    /// What was said of a part is for the unit that has it, that a task is done or taken back for all who work on the case.
    fn shown_of_tasks(&self, what: &mut Happened) -> bool {
        use Happened as H;
        let mut given = self.given.iter();
        match what {
            H::TaskPassed {
                assignment,
                task,
                unit,
                ..
            }
            | H::TaskReported {
                assignment,
                task,
                unit,
                ..
            } => given.any(|(no, of, part)| (no, of, part) == (assignment, task, unit)),
            H::TaskFinished {
                assignment,
                task,
                unit,
                text,
            } => {
                if !given.any(|(no, of, part)| (no, of, part) == (assignment, task, unit)) {
                    text.clear();
                }
                true
            }
            H::TaskReopened {
                assignment,
                task,
                reason,
                ..
            }
            | H::TaskMoved {
                assignment,
                task,
                reason,
                ..
            }
            | H::TaskDropped {
                assignment,
                task,
                reason,
                ..
            } => {
                if !given.any(|(no, of, _)| (no, of) == (assignment, task)) {
                    reason.clear();
                }
                true
            }
            _ => true,
        }
    }

    /// Whether a form on record is the reader's own. It is looked for on the case, as it was numbered among those who were
    /// proposers then.
    fn wrote(&self, assignment: AssignmentNo, form: &Rating) -> bool {
        let a = self.case.assignment(assignment).into_iter();
        let mut kept = a.flat_map(|a| &a.rounds).flat_map(|it| &it.ratings);
        kept.any(|it| {
            let rater = it.rater;
            self.own.contains(&rater)
                && *it
                    == Rating {
                        rater,
                        ..form.clone()
                    }
        })
    }

    fn shown_to_members(&self, what: &mut Happened) -> bool {
        use Happened as H;
        match what {
            H::HandedOver { goal, .. } => goal.clear(),
            H::Reassigned { reason, .. } => reason.clear(),
            // It quotes a form, which may be another's.
            H::SecondHandlingBegun { cause, .. } => cause.clear(),
            H::Rated {
                assignment, rating, ..
            } => return self.wrote(*assignment, rating),
            H::ContactLogged {
                assignment,
                contact,
            } => {
                return self
                    .case
                    .assignment(*assignment)
                    .is_some_and(|a| a.role.owes_reply() && counts(a, contact.no));
            }
            H::TaskCut { .. }
            | H::TaskPassed { .. }
            | H::TaskReported { .. }
            | H::TaskFinished { .. }
            | H::TaskReopened { .. }
            | H::TaskMoved { .. }
            | H::TaskDropped { .. }
            | H::Dispatched { .. }
            | H::Undispatched { .. }
            | H::ContactStruck { .. }
            | H::ExtensionRequested { .. }
            | H::ExtensionCancelled { .. }
            | H::ExtensionRefused { .. }
            | H::LeaderViewRecorded { .. }
            // It tells what stands on others' forms.
            | H::OutcomeReckoned { .. }
            | H::OpinionWaived { .. }
            | H::OpinionUnwaived { .. }
            | H::OpinionGiven { .. } => return false,
            _ => return shown_to_other_units(what),
        }
        true
    }
}

/// Between the units of one case: who has it and what went out, not the drafts and reviews of the others.
fn shown_to_other_units(what: &mut Happened) -> bool {
    use Happened as H;
    match what {
        H::SupplementBegun { .. }
        | H::SupplementDropped { .. }
        | H::Noted { .. }
        | H::OpennessMarked { .. }
        | H::Urged { .. }
        | H::SpotChecked { .. }
        | H::SuggestionAnswered { .. }
        | H::DraftSaved { .. }
        | H::ReplySubmitted { .. }
        | H::Recalled { .. }
        | H::Approved { .. }
        | H::ApprovalRetracted { .. }
        | H::SentBack { .. }
        | H::ClassChanged { .. }
        | H::ReviewResumed { .. } => false,
        H::ReturnRequested { reason, .. }
        | H::ReturnRefused { reason, .. }
        | H::ExtensionRequested { reason, .. }
        | H::ExtensionRefused { reason, .. } => {
            reason.clear();
            true
        }
        H::Dispatched { note, .. }
        | H::ExtensionGranted { note, .. }
        | H::Published { note, .. } => {
            note.clear();
            true
        }
        _ => true,
    }
}

fn counts(a: &Assignment, no: u32) -> bool {
    let mut contacts = a.rounds.iter().flat_map(|round| &round.contacts);
    contacts.any(|contact| contact.no == no && contact.counts())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Class, Kind, Proposal, Proposer, Suggestion, Timing};
    use crate::org::{Post, Role};
    use crate::workflow::{By, begin, evolve};

    fn event(what: Happened) -> Event {
        let by = By {
            person: "p".into(),
            name: "甲".into(),
            on_behalf: None,
        };
        Event { at_ms: 1, by, what }
    }

    fn case() -> Case {
        let proposal = Proposal {
            title: "案由".into(),
            body: "正文".into(),
            proposers: vec![Proposer {
                name: "乙".into(),
                person: Some("member".into()),
            }],
            kind: Kind::Individual,
            category: String::new(),
            timing: Timing::InSession,
            publication: crate::case::Consent::default(),
            consents: vec![],
            suggestions: vec![Suggestion {
                no: 1,
                text: "建议".into(),
            }],
            submitted_ms: 1,
        };
        let first = begin(&event(Happened::Submitted {
            case: "c".into(),
            session: "2023".into(),
            intake_number: crate::ids::IntakeNumber("2023-S0001".into()),
            rules: 1,
            proposal,
        }));
        ["A", "B"]
            .iter()
            .zip(1..)
            .fold(first.unwrap(), |case, (unit, no)| {
                evolve(case, &event(handed_over(no, unit)))
            })
    }

    fn handed_over(assignment: u32, unit: &str) -> Happened {
        let calendar = crate::calendar::Calendar::published();
        let rules = &crate::profile::Profile::shenzhen().deadlines;
        let on = "2023-02-06".parse().unwrap();
        let beyond = crate::calendar::BeyondData::Refuse;
        Happened::HandedOver {
            assignment,
            to: crate::workflow::HandTo {
                unit: unit.into(),
                role: crate::case::AssignmentRole::Split,
                suggestions: vec![],
            },
            on,
            due: calendar
                .deadline(on, rules.rule(rules.reply), beyond)
                .unwrap(),
            goal: "目标".into(),
            visit_required: false,
            reply_format: crate::case::ReplyFormat::Letter,
        }
    }

    #[test]
    fn drafts_are_read_where_they_are_written_and_by_those_who_see_everything() {
        let case = case();
        let draft = event(Happened::DraftSaved {
            assignment: 1,
            body: "草稿".into(),
            class: Some(Class::A),
            promises: vec![],
        });
        let reads = |post: Post| {
            let actor = Actor::new("member".into(), "乙".into(), vec![post]);
            Reader::new(&case, &actor, &Org::default())
                .read(draft.clone())
                .is_some()
        };
        assert!(reads(Post::at(Role::Liaison, "A")));
        assert!(reads(Post::office(Role::Auditor)));
        assert!(!reads(Post::at(Role::Liaison, "B")));
        assert!(!reads(Post::office(Role::Proposer)));
    }

    #[test]
    fn a_member_is_not_told_what_the_office_wants_reached() {
        let case = case();
        let member = Actor::new(
            "member".into(),
            "乙".into(),
            vec![Post::office(Role::Proposer)],
        );
        let reader = Reader::new(&case, &member, &Org::default());
        let read = reader.read(event(handed_over(1, "A"))).unwrap();
        assert!(matches!(read.what, Happened::HandedOver { goal, .. } if goal.is_empty()));
    }
}
