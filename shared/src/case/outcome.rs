//! What came of a proposal (转化成果): a policy document, a project, a plan entry, funds.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::ids::{Millis, OutcomeNo, PersonId, SuggestionNo};

/// One outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// Its number in the assignment, from 1.
    pub no: OutcomeNo,
    /// The code of a type that the profile lists.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The number or address of a document.
    pub document: String,
    /// The day it came to be.
    pub on: Date,
    /// The suggestions it comes from; the whole proposal where the list is empty.
    pub suggestions: Vec<SuggestionNo>,
    /// Who put it on record.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When it was put on record.
    pub at_ms: Millis,
    /// Struck out as wrong, with the reason; stays visible, counts no longer.
    pub struck: Option<String>,
}

impl Outcome {
    /// Whether it counts.
    #[must_use]
    pub const fn counts(&self) -> bool {
        self.struck.is_none()
    }
}
