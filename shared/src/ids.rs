//! Names of things: each its own type, so that one cannot be passed for another.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::narrow;

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
        )]
        #[serde(transparent)]
        #[schema(value_type = String)]
        pub struct $name(pub String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A proposal with everything that hangs on it. Given by the server, sortable by time.
    CaseId
}
text_id! {
    /// A person who can log in.
    PersonId
}
text_id! {
    /// A unit or department, by the code the office uses (`B03`, `B03-02`). Stays when it is renamed.
    UnitCode
}
impl UnitCode {
    /// The code that somebody typed, in full width perhaps.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self(narrow(text))
    }
}

text_id! {
    /// A session (届次) of the conference, e.g. `2023`.
    SessionId
}
text_id! {
    /// The proposal number (提案号) given at filing: year and four digits, a string. Unique in its session.
    ProposalNumber
}
text_id! {
    /// The intake number given at submission, e.g. `2023-S0012`. Unique in its session.
    IntakeNumber
}

/// The number of an assignment within its case, from 1.
pub type AssignmentNo = u32;
/// The number of a suggestion within its proposal, from 1.
pub type SuggestionNo = u32;
/// The number of a contact within its assignment, from 1, over all rounds.
pub type ContactNo = u32;
/// The number of a promise within its assignment, from 1, over all rounds.
pub type PromiseNo = u32;
/// The number of an outcome within its assignment, from 1.
pub type OutcomeNo = u32;
/// The number of a task within its assignment, from 1, over all rounds.
pub type TaskNo = u32;
/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;
/// Counts the changes of one case; the ETag on the wire.
pub type Version = u64;
