//! Pressing for the work to go on (催办), looking into it (抽查), and what the offices note beside it (督查备注).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{Millis, PersonId};
use crate::words;

/// Somebody pressed whoever had an assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Urging {
    /// What was said.
    pub note: String,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
    /// When the assignment next went on; none while it is where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went_on_ms: Option<Millis>,
}

words! {
    /// What a spot check came to.
    pub enum SpotFinding {
        /// Nothing is wrong.
        InOrder = "in_order", "符合要求", "in order";
        /// Something is, and is said.
        Wanting = "wanting", "存在问题", "wanting";
    }
}

/// Somebody of the offices looked into how an assignment is handled. It changes no gate and no figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpotChecked {
    /// What it came to.
    pub found: SpotFinding,
    /// What was said; never empty where something is wanting.
    pub note: String,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}

/// A note of the offices that see everything; nobody else reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfficeNote {
    /// What is noted.
    pub text: String,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}
