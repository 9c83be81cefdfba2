//! The rules of the work. `guard` is the one place that knows who may do what, when.

mod action;
mod attention;
mod command;
mod context;
mod correction;
mod decide;
mod disclosure;
mod event;
mod event_details;
mod event_words;
mod evolve;
mod extension;
mod gates;
mod guard;
mod handing;
mod handling;
mod intake;
mod offers;
mod outcome;
mod papers;
mod promise;
mod publication;
mod rating;
mod refusal;
mod reminders;
mod review;
mod stranding;
mod supplement;
mod task;
mod telling;
mod unattended;
mod undo;
mod urging;
mod visibility;

#[cfg(test)]
pub(crate) mod tests;

pub use action::{Action, Danger};
pub use attention::{Attention, AttentionWhy, Holder, With, attention, lies_with};
pub use command::{
    Amend, AnswerSuggestion, Approve, ChangeClass, ChangeConsent, Command, CommandField,
    ConfirmContact, Correct, CutTask, Decline, DispatchTo, ExtendPart, FulfilPromise, GiveOpinion,
    GrantExtension, HandOver, HandTo, KeyProposal, LinkProposer, LogContact, MarkOpenness, Merge,
    MoveTask, NamedPerson, Note, On, OnTask, PassTask, PostponePromise, Proposed, ProposerNow,
    Publish, Rate, Reassign, RecordOutcome, RecordRating, ReopenTask, ReportProgress,
    RequestExtension, SaveDraft, SendBack, Sign, SpotCheck, StrikeContact, StrikeOutcome, Urge,
    WithReason, WithReasonOn, WithReasonOnPromise, WithReasonOnTask, fields,
};
pub use context::{Context, DocumentNumbers, Numbers};
pub use correction::Correction;
pub use decide::{Decision, FallsAway, decide, falls_away, submit};
pub use disclosure::Reader;
pub use event::{By, Event, Happened};
pub use evolve::{begin, evolve, replay};
pub use extension::extendable_until;
pub use gates::{GateState, GateStatus, gates};
pub use guard::guard;
pub use handing::reckoned_today;
pub use intake::{
    decides_intake, has_desk, may_export_units, may_import, may_recount, needs_desk, office_can_at,
};
pub use offers::{Offer, offers};
pub use papers::{
    Standing, may_change_template, may_have_document, may_have_documents_of, no_document,
};
pub use publication::{own_numbers, speaks_for};
pub use rating::{to_confirm, window_end};
pub use refusal::{Gate, Missing, Refusal};
pub use reminders::{
    Reminder, next_look, passed_windows, promise_reminders, reminders, task_reminders,
};
pub use stranding::{Warning, warn, warning};
pub use task::parts_for;
pub use telling::{Telling, telling};
pub use undo::Taken;
pub use visibility::{
    Own, Sight, can_see, has_task, may_count, may_count_person, may_rank, own, own_units,
    ranked_inside, redact, sight, takes_back, works_on,
};
