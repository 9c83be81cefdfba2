//! What is said of the work by people who do not do it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::SpotFinding;
use crate::ids::{AssignmentNo, ContactNo};

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

/// Say, as a proposer, whether a contact took place as it is on record. Once for each contact; it may be said again
/// until the reply of that round is issued. It changes no gate and no figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmContact {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The contact.
    pub contact: ContactNo,
    /// Whether it did.
    pub took_place: bool,
    /// What there is to say; needed where it did not take place.
    #[serde(default)]
    pub note: String,
}
