//! Taking a step back: the commands that do it, known from the command that was run or from the record of the case.

use super::action::Action;
use super::command::{Command, KeyProposal, On, StrikeContact, WithReasonOn};
use super::event::{Event, Happened as H};
use crate::case::Case;
use crate::ids::AssignmentNo;

/// A step that was taken on a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Of what kind; none is not known to be taken back.
    pub action: Option<Action>,
    /// The assignment it was on.
    pub assignment: Option<AssignmentNo>,
    /// Assignments that began with it.
    pub began: Vec<AssignmentNo>,
    /// What was said with the step that this one took back: who supervises it, why an opinion was waived.
    pub before: Option<String>,
}

impl Taken {
    /// The step that `command` was, with the case as it is after it.
    #[must_use]
    pub fn by(command: &Command, after: &Case) -> Self {
        let began = match command {
            Command::HandOver(with) => {
                let all = after.assignments.iter().rev().take(with.to.len());
                let mut began: Vec<AssignmentNo> = all.map(|a| a.no).collect();
                began.reverse();
                began
            }
            _ => vec![],
        };
        Self {
            action: Some(command.action()),
            assignment: command.assignment(),
            began,
            before: None,
        }
    }

    /// The newest step on this record, oldest event first; none where there is none.
    #[must_use]
    pub fn last(record: &[Event]) -> Option<Self> {
        let (last, earlier) = record.split_last()?;
        let action = action_of(&last.what);
        let mut began = vec![];
        if action == Some(Action::HandOver) {
            // Each unit of one hand-over is an event of its own.
            let together = record.iter().rev().take_while(|it| {
                let same = it.at_ms == last.at_ms && it.by == last.by;
                same && matches!(it.what, H::HandedOver { .. })
            });
            began = together.filter_map(|it| it.what.assignment()).collect();
            began.reverse();
        }
        let before = earlier
            .iter()
            .rev()
            .find_map(|it| match (&last.what, &it.what) {
                (H::KeyUnmarked {}, H::KeyMarked { leader }) => Some(leader.clone()),
                (
                    H::OpinionUnwaived { assignment },
                    H::OpinionWaived {
                        assignment: of,
                        reason,
                    },
                ) if assignment == of => Some(reason.clone()),
                _ => None,
            });
        Some(Self {
            action,
            assignment: last.what.assignment(),
            began,
            before,
        })
    }

    /// What this step took back; none where it did something of its own.
    #[must_use]
    pub const fn took_back(&self) -> Option<Action> {
        Some(match self.action {
            Some(Action::Unfile) => Action::File,
            Some(Action::UnmarkKey) => Action::MarkKey,
            Some(Action::UnwaiveOpinion) => Action::WaiveOpinion,
            Some(Action::Unaccept) => Action::Accept,
            Some(Action::Recall) => Action::SubmitReply,
            _ => return None,
        })
    }

    /// What takes it back, with the case as it is after it where that is known; none where nothing does.
    #[must_use]
    pub fn way_back(&self, after: Option<&Case>) -> Option<Vec<Command>> {
        let inverse = self.action?.inverse()?;
        let assignment = self.assignment.unwrap_or_default();
        let back = match inverse {
            Action::TakeBack => {
                let began = self.began.iter();
                let back = began.map(|no| Command::TakeBack(On { assignment: *no }));
                return Some(back.collect()).filter(|back: &Vec<_>| !back.is_empty());
            }
            Action::StrikeContact => {
                let contacts = &after?.assignment(assignment)?.round().contacts;
                Command::StrikeContact(StrikeContact {
                    assignment,
                    contact: contacts.last()?.no,
                    reason: "误登 / logged by mistake".to_owned(),
                })
            }
            Action::MarkKey => Command::MarkKey(KeyProposal {
                leader: self.before.clone()?,
            }),
            Action::WaiveOpinion => Command::WaiveOpinion(WithReasonOn {
                assignment,
                reason: self.before.clone()?,
            }),
            bare => Command::bare(bare, assignment)?,
        };
        Some(vec![back])
    }
}

/// The action that has an inverse, by what came of it.
const fn action_of(what: &H) -> Option<Action> {
    Some(match what {
        H::Filed { .. } => Action::File,
        H::Unfiled {} => Action::Unfile,
        H::Declined { .. } => Action::Decline,
        H::RevisionAsked { .. } => Action::AskRevision,
        H::MergedInto { .. } => Action::Merge,
        H::KeyMarked { .. } => Action::MarkKey,
        H::KeyUnmarked {} => Action::UnmarkKey,
        H::HandedOver { .. } => Action::HandOver,
        H::OpinionWaived { .. } => Action::WaiveOpinion,
        H::OpinionUnwaived { .. } => Action::UnwaiveOpinion,
        H::Accepted { .. } => Action::Accept,
        H::Unaccepted { .. } => Action::Unaccept,
        H::ReturnRequested { .. } => Action::RequestReturn,
        H::ExtensionRequested { .. } => Action::RequestExtension,
        H::Dispatched { .. } => Action::Dispatch,
        H::ContactLogged { .. } => Action::LogContact,
        H::Published { .. } => Action::Publish,
        H::ReplySubmitted { .. } => Action::SubmitReply,
        H::Recalled { .. } => Action::Recall,
        H::Approved { .. } => Action::Approve,
        H::SentBack { .. } => Action::SendBack,
        H::SupplementBegun { .. } => Action::BeginSupplement,
        _ => return None,
    })
}
