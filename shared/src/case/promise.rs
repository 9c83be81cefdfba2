//! A promise of a reply that is out: tracked until it is done (从“重答复”到“重落实”).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::ids::{Millis, PersonId, PromiseNo};
use crate::words;

words! {
    /// Where a promise stands.
    pub enum PromiseState {
        /// Still to be done.
        Open = "open", "落实中", "open";
        /// Done, with evidence.
        Kept = "kept", "已兑现", "kept";
        /// Will not be done, for a reason on record.
        BrokenOff = "broken_off", "已终止", "broken off";
    }
}

words! {
    /// What happened to a promise.
    pub enum PromiseStepKind {
        /// How far it is.
        Progress = "progress", "报告进展", "progress";
        /// It was done.
        Fulfilled = "fulfilled", "兑现", "fulfilled";
        /// It was not really done, or is to be done after all.
        Reopened = "reopened", "恢复跟踪", "reopened";
        /// Its day was moved; the first day stays on record.
        Postponed = "postponed", "延后", "postponed";
        /// It will not be done.
        BrokenOff = "broken_off", "终止", "broken off";
        /// A later reply says the same with another day.
        Renewed = "renewed", "再次承诺", "promised again";
        /// The reply of a later round does not hold to it.
        Replaced = "replaced", "新答复未再承诺", "not in the later reply";
    }
}

/// One thing that happened to a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromiseStep {
    /// What.
    pub kind: PromiseStepKind,
    /// When it was put on record.
    pub at_ms: Millis,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// What was said: how far it is, the evidence, the reason.
    pub text: String,
    /// How much of it is done, where a report says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// The number or address of a document that shows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// The day it was done, or the day it is put off to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// A promise that is tracked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrackedPromise {
    /// Its number in the assignment, from 1, over all rounds.
    pub no: PromiseNo,
    /// What will be done.
    pub text: String,
    /// By when, as it stands.
    pub due: Date,
    /// By when it was promised first; stays when it is put off.
    pub first_due: Date,
    /// The round whose reply made it.
    pub round: u32,
    /// When that reply went out.
    pub made_ms: Millis,
    /// The day of that, in the office's zone.
    pub made_on: Date,
    /// Where it stands.
    pub state: PromiseState,
    /// What happened to it, oldest first.
    pub steps: Vec<PromiseStep>,
}

impl TrackedPromise {
    /// Whether it is still to be done.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, PromiseState::Open)
    }

    /// Whether it is one that must be kept: not where a later reply took its place.
    #[must_use]
    pub fn counts(&self) -> bool {
        let replaced = |step: &PromiseStep| step.kind == PromiseStepKind::Replaced;
        self.state != PromiseState::BrokenOff || !self.steps.last().is_some_and(replaced)
    }

    /// How much of it is done, as last reported; all of it once it is kept.
    #[must_use]
    pub fn percent(&self) -> Option<u8> {
        match self.state {
            PromiseState::Kept => Some(100),
            _ => self.steps.iter().rev().find_map(|step| step.percent),
        }
    }

    /// The day it was done; none while it is not kept.
    #[must_use]
    pub fn kept_on(&self) -> Option<Date> {
        let done = |step: &&PromiseStep| step.kind == PromiseStepKind::Fulfilled;
        match self.state {
            PromiseState::Kept => self.steps.iter().rev().find(done)?.on,
            _ => None,
        }
    }
}
