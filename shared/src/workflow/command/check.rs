//! What is said of the work by people who do not do it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::SpotFinding;
use crate::ids::AssignmentNo;

/// Look into how an assignment is handled (抽查), and say what was found. It changes no gate and no figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpotCheck {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// What it came to.
    pub found: SpotFinding,
    /// What was looked at, or what is wanting; may be empty where all is in order.
    #[serde(default)]
    pub note: String,
}
