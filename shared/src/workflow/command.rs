//! What people send: each command with what it needs.

mod check;
mod correct;
mod fields;
mod named;
mod payload;
mod task;

pub use check::{ConfirmContact, SpotCheck};
pub use correct::{Correct, ProposerNow};
pub use fields::{CommandField, fields};
pub use named::NamedPerson;
pub use payload::{
    Amend, AnswerSuggestion, Approve, ChangeClass, ChangeConsent, Decline, DispatchTo, ExtendPart,
    FulfilPromise, GiveOpinion, GrantExtension, HandOver, HandTo, KeyProposal, LinkProposer,
    LogContact, MarkOpenness, Merge, Note, On, PostponePromise, Proposed, Publish, Rate, Reassign,
    RecordOutcome, RecordRating, ReportProgress, RequestExtension, SaveDraft, SendBack, Sign,
    StrikeContact, StrikeOutcome, Urge, WithReason, WithReasonOn, WithReasonOnPromise,
};
pub use task::{CutTask, MoveTask, OnTask, PassTask, ReopenTask, WithReasonOnTask};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::action::Action;
use crate::ids::AssignmentNo;

/// A command on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Change what was submitted.
    Amend(Amend),
    /// Ask the proposer to change something.
    AskRevision(WithReason),
    /// File it.
    File {},
    /// Undo a filing.
    Unfile {},
    /// Do not file it.
    Decline(Decline),
    /// Undo a decline or a request for revision.
    Reopen {},
    /// Handle it under another number.
    Merge(Merge),
    /// Undo a merge.
    Unmerge {},
    /// Mark it as a key proposal.
    MarkKey(KeyProposal),
    /// Take that mark off.
    UnmarkKey {},
    /// Put on record what the supervising leader says.
    RecordLeaderView(Note),
    /// Say which person a proposer is.
    LinkProposer(LinkProposer),
    /// Correct what is on record of it.
    Correct(Correct),
    /// Say anew whether it may be published.
    ChangeConsent(ChangeConsent),
    /// Go on under the newest rules of the session.
    AdoptRules {},
    /// Take the proposal back.
    Withdraw(WithReason),
    /// Note something for the offices that see everything.
    Note(Note),
    /// Hand it over.
    HandOver(HandOver),
    /// Undo a hand-over.
    TakeBack(On),
    /// Move a deadline to where the calendar of today has it.
    RecountDeadline(On),
    /// Give a unit that answers a part what no unit answers.
    ExtendPart(ExtendPart),
    /// Give the work to another unit.
    Reassign(Reassign),
    /// Grant a return; the assignment ends.
    GrantReturn(On),
    /// Refuse a return.
    RefuseReturn(WithReasonOn),
    /// No longer wait for a co-handler.
    WaiveOpinion(WithReasonOn),
    /// Wait for it again.
    UnwaiveOpinion(On),
    /// Sign for it.
    Accept(On),
    /// Undo that.
    Unaccept(On),
    /// Ask to give it back.
    RequestReturn(WithReasonOn),
    /// Undo that.
    CancelReturn(On),
    /// Ask for a later deadline.
    RequestExtension(RequestExtension),
    /// Undo that.
    CancelExtension(On),
    /// Grant a later deadline.
    GrantExtension(GrantExtension),
    /// Refuse it.
    RefuseExtension(WithReasonOn),
    /// Press for it to go on.
    Urge(Urge),
    /// Look into how it is handled.
    SpotCheck(SpotCheck),
    /// Give it to a department.
    Dispatch(DispatchTo),
    /// Undo that.
    Undispatch(On),
    /// Cut a task out of a suggestion.
    CutTask(CutTask),
    /// Pass a task on to a department.
    PassTask(PassTask),
    /// Say how far a task is.
    ReportTask(OnTask),
    /// Say that a unit's part of a task is done.
    FinishTask(OnTask),
    /// Say that it is not.
    ReopenTask(ReopenTask),
    /// Move the day by which a task is done.
    MoveTask(MoveTask),
    /// Take a task back.
    DropTask(WithReasonOnTask),
    /// Log a consultation.
    LogContact(LogContact),
    /// Strike out a contact.
    StrikeContact(StrikeContact),
    /// Say whether a contact took place.
    ConfirmContact(ConfirmContact),
    /// Answer one suggestion.
    AnswerSuggestion(AnswerSuggestion),
    /// Keep the draft.
    SaveDraft(SaveDraft),
    /// Hand in for review.
    SubmitReply(On),
    /// Take it back.
    Recall(On),
    /// Say yes at level 1 or 2.
    Approve(Approve),
    /// Take that back.
    RetractApproval(On),
    /// Send back with defects.
    SendBack(SendBack),
    /// Take that back.
    ResumeReview(On),
    /// Change the class of a reply under review.
    ChangeClass(ChangeClass),
    /// Say to whom the reply is open.
    MarkOpenness(MarkOpenness),
    /// Publish the reply that is out.
    Publish(Publish),
    /// Undo that.
    Unpublish(On),
    /// Sign and issue.
    Sign(Sign),
    /// Sign and give the opinion.
    GiveOpinion(GiveOpinion),
    /// Rate the reply.
    Rate(Rate),
    /// Record a paper rating.
    RecordRating(RecordRating),
    /// Order a second handling.
    SecondHandling(WithReasonOn),
    /// Close a reply item.
    Close(On),
    /// Begin a supplementary reply.
    BeginSupplement(WithReasonOn),
    /// Give that up.
    DropSupplement(On),
    /// Put on record what came of it.
    RecordOutcome(RecordOutcome),
    /// Strike out an outcome.
    StrikeOutcome(StrikeOutcome),
    /// Say how far a promise is.
    ReportProgress(ReportProgress),
    /// Say that a promise was kept.
    FulfilPromise(FulfilPromise),
    /// Put a promise off.
    PostponePromise(PostponePromise),
    /// Track a promise again.
    ReopenPromise(WithReasonOnPromise),
    /// Say that a promise will not be kept.
    BreakOffPromise(WithReasonOnPromise),
}

impl Command {
    /// The kind of command.
    #[must_use]
    pub const fn action(&self) -> Action {
        match self {
            Self::Amend(_) => Action::Amend,
            Self::AskRevision(_) => Action::AskRevision,
            Self::File {} => Action::File,
            Self::Unfile {} => Action::Unfile,
            Self::Decline(_) => Action::Decline,
            Self::Reopen {} => Action::Reopen,
            Self::Merge(_) => Action::Merge,
            Self::Unmerge {} => Action::Unmerge,
            Self::MarkKey(_) => Action::MarkKey,
            Self::UnmarkKey {} => Action::UnmarkKey,
            Self::RecordLeaderView(_) => Action::RecordLeaderView,
            Self::LinkProposer(_) => Action::LinkProposer,
            Self::Correct(_) => Action::Correct,
            Self::ChangeConsent(_) => Action::ChangeConsent,
            Self::AdoptRules {} => Action::AdoptRules,
            Self::Withdraw(_) => Action::Withdraw,
            Self::Note(_) => Action::Note,
            Self::HandOver(_) => Action::HandOver,
            Self::TakeBack(_) => Action::TakeBack,
            Self::RecountDeadline(_) => Action::RecountDeadline,
            Self::ExtendPart(_) => Action::ExtendPart,
            Self::Reassign(_) => Action::Reassign,
            Self::GrantReturn(_) => Action::GrantReturn,
            Self::RefuseReturn(_) => Action::RefuseReturn,
            Self::WaiveOpinion(_) => Action::WaiveOpinion,
            Self::UnwaiveOpinion(_) => Action::UnwaiveOpinion,
            Self::Accept(_) => Action::Accept,
            Self::Unaccept(_) => Action::Unaccept,
            Self::RequestReturn(_) => Action::RequestReturn,
            Self::CancelReturn(_) => Action::CancelReturn,
            Self::RequestExtension(_) => Action::RequestExtension,
            Self::CancelExtension(_) => Action::CancelExtension,
            Self::GrantExtension(_) => Action::GrantExtension,
            Self::RefuseExtension(_) => Action::RefuseExtension,
            Self::Urge(_) => Action::Urge,
            Self::SpotCheck(_) => Action::SpotCheck,
            Self::Dispatch(_) => Action::Dispatch,
            Self::Undispatch(_) => Action::Undispatch,
            Self::CutTask(_) => Action::CutTask,
            Self::PassTask(_) => Action::PassTask,
            Self::ReportTask(_) => Action::ReportTask,
            Self::FinishTask(_) => Action::FinishTask,
            Self::ReopenTask(_) => Action::ReopenTask,
            Self::MoveTask(_) => Action::MoveTask,
            Self::DropTask(_) => Action::DropTask,
            Self::LogContact(_) => Action::LogContact,
            Self::StrikeContact(_) => Action::StrikeContact,
            Self::ConfirmContact(_) => Action::ConfirmContact,
            Self::AnswerSuggestion(_) => Action::AnswerSuggestion,
            Self::SaveDraft(_) => Action::SaveDraft,
            Self::SubmitReply(_) => Action::SubmitReply,
            Self::Recall(_) => Action::Recall,
            Self::Approve(_) => Action::Approve,
            Self::RetractApproval(_) => Action::RetractApproval,
            Self::SendBack(_) => Action::SendBack,
            Self::ResumeReview(_) => Action::ResumeReview,
            Self::ChangeClass(_) => Action::ChangeClass,
            Self::MarkOpenness(_) => Action::MarkOpenness,
            Self::Publish(_) => Action::Publish,
            Self::Unpublish(_) => Action::Unpublish,
            Self::Sign(_) => Action::Sign,
            Self::GiveOpinion(_) => Action::GiveOpinion,
            Self::Rate(_) => Action::Rate,
            Self::RecordRating(_) => Action::RecordRating,
            Self::SecondHandling(_) => Action::SecondHandling,
            Self::Close(_) => Action::Close,
            Self::BeginSupplement(_) => Action::BeginSupplement,
            Self::DropSupplement(_) => Action::DropSupplement,
            Self::RecordOutcome(_) => Action::RecordOutcome,
            Self::StrikeOutcome(_) => Action::StrikeOutcome,
            Self::ReportProgress(_) => Action::ReportProgress,
            Self::FulfilPromise(_) => Action::FulfilPromise,
            Self::PostponePromise(_) => Action::PostponePromise,
            Self::ReopenPromise(_) => Action::ReopenPromise,
            Self::BreakOffPromise(_) => Action::BreakOffPromise,
        }
    }

    /// The command of an action that says nothing but what it is on; none of one that has more to say.
    #[must_use]
    pub const fn bare(action: Action, assignment: AssignmentNo) -> Option<Self> {
        let on = On { assignment };
        Some(match action {
            Action::File => Self::File {},
            Action::Unfile => Self::Unfile {},
            Action::Reopen => Self::Reopen {},
            Action::Unmerge => Self::Unmerge {},
            Action::UnmarkKey => Self::UnmarkKey {},
            Action::AdoptRules => Self::AdoptRules {},
            Action::RecountDeadline => Self::RecountDeadline(on),
            Action::TakeBack => Self::TakeBack(on),
            Action::GrantReturn => Self::GrantReturn(on),
            Action::UnwaiveOpinion => Self::UnwaiveOpinion(on),
            Action::Accept => Self::Accept(on),
            Action::Unaccept => Self::Unaccept(on),
            Action::CancelReturn => Self::CancelReturn(on),
            Action::Unpublish => Self::Unpublish(on),
            Action::CancelExtension => Self::CancelExtension(on),
            Action::Undispatch => Self::Undispatch(on),
            Action::SubmitReply => Self::SubmitReply(on),
            Action::Recall => Self::Recall(on),
            Action::RetractApproval => Self::RetractApproval(on),
            Action::ResumeReview => Self::ResumeReview(on),
            Action::Close => Self::Close(on),
            Action::DropSupplement => Self::DropSupplement(on),
            _ => return None,
        })
    }

    /// The assignment it is on.
    #[must_use]
    pub const fn assignment(&self) -> Option<AssignmentNo> {
        Some(match self {
            Self::TakeBack(on)
            | Self::RecountDeadline(on)
            | Self::GrantReturn(on)
            | Self::UnwaiveOpinion(on)
            | Self::Accept(on)
            | Self::Unaccept(on)
            | Self::CancelReturn(on)
            | Self::CancelExtension(on)
            | Self::Unpublish(on)
            | Self::Undispatch(on)
            | Self::SubmitReply(on)
            | Self::Recall(on)
            | Self::RetractApproval(on)
            | Self::ResumeReview(on)
            | Self::Close(on) => on.assignment,
            Self::RefuseReturn(on)
            | Self::RefuseExtension(on)
            | Self::WaiveOpinion(on)
            | Self::RequestReturn(on)
            | Self::SecondHandling(on) => on.assignment,
            Self::ExtendPart(with) => with.assignment,
            Self::Reassign(with) => with.assignment,
            Self::RequestExtension(with) => with.assignment,
            Self::GrantExtension(with) => with.assignment,
            Self::Urge(with) => with.assignment,
            Self::SpotCheck(with) => with.assignment,
            Self::Dispatch(with) => with.assignment,
            Self::CutTask(with) => with.assignment,
            Self::PassTask(with) => with.assignment,
            Self::ReportTask(with) | Self::FinishTask(with) => with.assignment,
            Self::ReopenTask(with) => with.assignment,
            Self::MoveTask(with) => with.assignment,
            Self::DropTask(with) => with.assignment,
            Self::LogContact(with) => with.assignment,
            Self::StrikeContact(with) => with.assignment,
            Self::ConfirmContact(with) => with.assignment,
            Self::AnswerSuggestion(with) => with.assignment,
            Self::SaveDraft(with) => with.assignment,
            Self::Approve(with) => with.assignment,
            Self::SendBack(with) => with.assignment,
            Self::ChangeClass(with) => with.assignment,
            Self::MarkOpenness(with) => with.assignment,
            Self::Publish(with) => with.assignment,
            Self::Sign(with) => with.assignment,
            Self::GiveOpinion(with) => with.assignment,
            Self::Rate(with) => with.assignment,
            Self::RecordRating(with) => with.form.assignment,
            Self::BeginSupplement(with) => with.assignment,
            Self::DropSupplement(on) => on.assignment,
            Self::RecordOutcome(with) => with.assignment,
            Self::StrikeOutcome(with) => with.assignment,
            Self::ReportProgress(with) => with.assignment,
            Self::FulfilPromise(with) => with.assignment,
            Self::PostponePromise(with) => with.assignment,
            Self::ReopenPromise(with) | Self::BreakOffPromise(with) => with.assignment,
            _ => return None,
        })
    }
}
