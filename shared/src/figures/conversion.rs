//! Conversion (转化): what came of proposals, and of what was promised.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::case::{Assignment, PromiseState};
use crate::lang::Lang;
use crate::text::Bilingual;

use super::rate::Rate;

/// Promises kept and due, and outcomes by type, of some reply items on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// Promises that have to be kept by now: whose first day has come. One that is kept before it counts from that day on,
    /// as one that is not does: else those kept early alone would come before their time.
    pub due: u64,
    /// Those of them that are kept.
    pub kept: u64,
    /// Outcomes that count, by the code of their type.
    pub outcomes: BTreeMap<String, u64>,
}

/// How many outcomes of one type there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutcomeCount {
    /// The code of the type, as the profile has it.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the rules of the session call it; none where they list it no longer.
    pub name: Option<Bilingual>,
    /// How many.
    pub count: u64,
    /// Of this type ÷ all outcomes.
    pub share: Rate,
}

impl OutcomeCount {
    /// What it is called: by its code where the rules list it no longer.
    #[must_use]
    pub fn say(&self, lang: Lang) -> &str {
        self.name.as_ref().map_or(&self.kind, |name| name.say(lang))
    }
}

impl Conversion {
    /// That of one reply item on this day. To put a promise off does not make it due later here; what a later reply took
    /// the place of is not counted.
    #[must_use]
    pub fn of(a: &Assignment, today: Date) -> Self {
        let mut found = Self::default();
        for promise in a.promises.iter().filter(|promise| promise.counts()) {
            if promise.first_due <= today {
                found.due += 1;
                found.kept += u64::from(promise.state == PromiseState::Kept);
            }
        }
        for outcome in a.outcomes.iter().filter(|outcome| outcome.counts()) {
            *found.outcomes.entry(outcome.kind.clone()).or_default() += 1;
        }
        found
    }

    /// Adds another.
    pub fn add(&mut self, other: &Self) {
        self.due += other.due;
        self.kept += other.kept;
        for (kind, many) in &other.outcomes {
            *self.outcomes.entry(kind.clone()).or_default() += many;
        }
    }
}
