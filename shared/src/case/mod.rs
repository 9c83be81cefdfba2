//! The aggregate: one proposal with everything that hangs on it.

mod assignment;
mod contact;
mod extension;
mod outcome;
mod promise;
mod proposal;
mod publication;
mod raters;
mod rating;
mod reply;
mod review;
mod round;
mod suggestion;
mod task;
mod urging;

pub use assignment::{
    Assignment, AssignmentRole, Closure, Dispatch, Ending, ReplyFormat, Stage, StageName, Waiver,
};
pub use contact::{Confirmation, Contact, Counterpart, Position, say_took_place};
pub use extension::{Extension, ExtensionAnswer};
pub use outcome::Outcome;
pub use promise::{PromiseState, PromiseStep, PromiseStepKind, TrackedPromise};
pub use proposal::{
    Absorbed, Forwarded, Intake, KeyMark, Kind, LeaderView, Proposal, ProposalStage, Proposer,
    Suggestion, Timing,
};
pub use publication::{Consent, Openness, OpennessMark, OwnConsent, Published, PublishedAs};
pub use raters::Rater;
pub use rating::{Rating, Satisfaction, Stated};
pub use reply::{Answer, Class, Content, Promise, Verdict};
pub use review::{Approval, ClassChange, Duty, Level, ReviewStep, SentBack, StepKind, Submission};
pub use round::{Issued, Round, Supplement, handling_name};
pub use suggestion::Asked;
pub use task::{Task, TaskDropped, TaskMove, TaskPart, TaskState, TaskStep, TaskStepKind};
pub use urging::{OfficeNote, SpotChecked, SpotFinding, Urging};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::ids::{AssignmentNo, CaseId, IntakeNumber, Millis, ProposalNumber, SessionId, Version};
use crate::text::normalise_name;

/// One proposal, its assignments, replies, reviews and ratings. The fold of its events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// Which one.
    pub id: CaseId,
    /// The session it belongs to; owns its rules and calendar.
    pub session: SessionId,
    /// How many events made it what it is.
    pub version: Version,
    /// Given at submission.
    pub intake_number: IntakeNumber,
    /// The revision of the session's rules it is handled under, from 1.
    pub rules: u32,
    /// Given at filing. Stays when a filing is undone, so that filing again gives the same.
    pub number: Option<ProposalNumber>,
    /// What was submitted.
    pub proposal: Proposal,
    /// What the committee office decided.
    pub intake: Intake,
    /// Since when that stands.
    pub intake_since_ms: Millis,
    /// Set on key proposals (重点提案).
    pub key: Option<KeyMark>,
    /// What supervising leaders said about it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leader_views: Vec<LeaderView>,
    /// Proposals handled under this one (并案).
    pub absorbed: Vec<Absorbed>,
    /// Notes of the offices that see everything, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<OfficeNote>,
    /// Every assignment ever made, ended ones too, by number from 1.
    pub assignments: Vec<Assignment>,
}

impl Case {
    /// Whether the leader who supervises it now has been heard; true where nobody does.
    #[must_use]
    pub fn leader_was_heard(&self) -> bool {
        self.key.as_ref().is_none_or(|key| {
            let mut views = self.leader_views.iter();
            views.any(|view| view.leader == key.leader)
        })
    }

    /// The assignment with this number.
    #[must_use]
    pub fn assignment(&self, no: AssignmentNo) -> Option<&Assignment> {
        self.assignments.get((no as usize).checked_sub(1)?)
    }

    /// Assignments that still count: not ended by return, reassignment or withdrawal.
    pub fn live(&self) -> impl Iterator<Item = &Assignment> {
        self.assignments.iter().filter(|a| a.is_live())
    }

    /// The deadline of the case: the nearest of those by which a lead, or one that has a part, still owes its reply. An
    /// opinion's is between the co-handler and the lead.
    #[must_use]
    pub fn reply_due(&self) -> Option<Date> {
        let open = self.reply_items().filter(|a| a.is_open());
        open.map(|a| a.due().date).min()
    }

    /// Whether the case was closed without this opinion, which was waived: it is too late for it.
    #[must_use]
    pub fn closed_without(&self, a: &Assignment) -> bool {
        a.is_open() && a.waived.is_some() && self.stage() == ProposalStage::Closed
    }

    /// The stage of an assignment as it is listed and counted: one that the case was closed without is done too.
    #[must_use]
    pub fn stage_of(&self, a: &Assignment) -> StageName {
        if self.closed_without(a) {
            StageName::Closed
        } else {
            a.stage.name()
        }
    }

    /// Assignments that owe the member a reply (答复件) and still count.
    pub fn reply_items(&self) -> impl Iterator<Item = &Assignment> {
        self.live().filter(|a| a.role.owes_reply())
    }

    /// Co-handlers' assignments that still count.
    pub fn co_handlers(&self) -> impl Iterator<Item = &Assignment> {
        self.live().filter(|a| a.role == AssignmentRole::CoHandler)
    }

    /// The stage of the whole proposal, derived from the intake and the assignments: nobody sets it.
    #[must_use]
    pub fn stage(&self) -> ProposalStage {
        match &self.intake {
            Intake::Submitted => return ProposalStage::Submitted,
            Intake::NeedsRevision { .. } => return ProposalStage::NeedsRevision,
            Intake::Declined { .. } => return ProposalStage::Declined,
            Intake::Merged { .. } => return ProposalStage::Merged,
            Intake::Withdrawn { .. } => return ProposalStage::Withdrawn,
            Intake::Filed => {}
        }
        let mut any = false;
        let mut answered = true;
        let mut closed = true;
        for item in self.reply_items() {
            any = true;
            answered &= item.is_closed() || matches!(item.stage, Stage::Issued | Stage::Rated);
            closed &= item.is_closed();
        }
        // What nobody is to answer is not answered.
        if answered && self.left_to_nobody().next().is_some() {
            return ProposalStage::InHandling;
        }
        match (any, answered, closed) {
            // Co-handlers whose lead is gone keep their work while the office looks for another.
            (false, ..) if self.live().next().is_some() => ProposalStage::InHandling,
            (false, ..) => ProposalStage::Filed,
            (true, _, true) => ProposalStage::Closed,
            (true, true, false) => ProposalStage::Answered,
            (true, false, false) => ProposalStage::InHandling,
        }
    }

    /// Promises of replies that are out, still to be done, with their assignments.
    pub fn open_promises(&self) -> impl Iterator<Item = (&Assignment, &TrackedPromise)> {
        self.reply_items().flat_map(|a| {
            let open = a.promises.iter().filter(|promise| promise.is_open());
            open.map(move |promise| (a, promise))
        })
    }

    /// Tasks that were not taken back, with the assignments they were cut in.
    pub fn standing_tasks(&self) -> impl Iterator<Item = (&Assignment, &Task)> {
        self.live().flat_map(|a| {
            let standing = a.tasks.iter().filter(|task| task.stands());
            standing.map(move |task| (a, task))
        })
    }

    /// Whether it is closed and something promised in it is still to be done (跟踪).
    #[must_use]
    pub fn is_tracked(&self) -> bool {
        self.stage() == ProposalStage::Closed && self.open_promises().next().is_some()
    }

    /// What the proposers say about publication, with the number of their proposal: of this one, then of those merged into
    /// it.
    pub fn consents(&self) -> impl Iterator<Item = (&str, Consent)> {
        let merged = self
            .absorbed
            .iter()
            .map(|other| (other.shown_number(), other.publication));
        std::iter::once((self.shown_number(), self.proposal.consent())).chain(merged)
    }

    /// Whether a contact names, on the member side, a proposer of this case or of one merged into it: only such a contact
    /// is a consultation. Names are compared as lists compare them (`张　三` is 张三).
    #[must_use]
    pub fn meets_a_proposer(&self, contact: &Contact) -> bool {
        let members: Vec<String> = contact
            .members
            .iter()
            .map(|it| normalise_name(it))
            .collect();
        self.proposers()
            .any(|it| members.contains(&normalise_name(&it.proposer.name)))
    }

    /// The number people use: the proposal number, before filing the intake number.
    #[must_use]
    pub fn shown_number(&self) -> &str {
        self.number
            .as_ref()
            .map_or(self.intake_number.as_str(), ProposalNumber::as_str)
    }
}
