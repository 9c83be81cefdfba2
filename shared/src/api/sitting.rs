//! The hand-over sitting (交办会): what is still unassigned, and how much each unit has.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Json, Nothing};
use crate::endpoint;
use crate::ids::{CaseId, SessionId, UnitCode};

/// Which sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct SittingQuery {
    /// Of this session (届次); the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
}
crate::query!(SittingQuery);

/// A proposal that is filed and that nobody is to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Unassigned {
    /// Which.
    pub id: CaseId,
    /// The number people know it by.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The subject group.
    pub category: String,
    /// Whether it is a key proposal.
    pub key: bool,
    /// Whether co-handlers have it, and who was to answer it does no more: it was returned or taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_co_handlers: bool,
}

/// What a unit has in the session, by role; what was taken back or returned does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnitLoad {
    /// The unit.
    pub unit: UnitCode,
    /// As the one that leads.
    pub lead: u32,
    /// Parts that it answers for.
    pub split: u32,
    /// Opinions that it gives.
    pub co_handler: u32,
}

impl UnitLoad {
    /// Replies that it owes or owed.
    #[must_use]
    pub const fn replies(&self) -> u32 {
        self.lead + self.split
    }

    /// All of them.
    #[must_use]
    pub const fn all(&self) -> u32 {
        self.lead + self.split + self.co_handler
    }
}

/// The sitting as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sitting {
    /// The session; none where there is no session yet.
    pub session: Option<SessionId>,
    /// Proposals that are not examined yet.
    pub to_examine: u32,
    /// Proposals that are filed and that no unit is to answer.
    pub unassigned: u32,
    /// Proposals that were handed over.
    pub handed_over: u32,
    /// Those that no unit is to answer, by number, at most 200.
    pub waiting: Vec<Unassigned>,
    /// Every unit that can be handed something, and others that have something: the most replies first. For those of a
    /// unit only their own, with all that it has.
    pub units: Vec<UnitLoad>,
}

endpoint! {
    /// What is still unassigned, and the load of each unit, of what the caller may see.
    GetSitting = Get "/api/v1/sitting", "get_sitting", Read, "The hand-over sitting: what is unassigned, and the load per unit.";
    part (); query SittingQuery; body Nothing; reply Json<Sitting>
}
