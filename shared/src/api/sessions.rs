//! Sessions (届次).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DryRun, Json, NoQuery, Nothing, Page};
use crate::calendar::Date;
use crate::endpoint;
use crate::ids::SessionId;

/// A session of the conference; owns a rule profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// A short id without spaces, e.g. `2023`.
    pub id: SessionId,
    /// The name, e.g. 七届三次会议.
    pub name: String,
    /// The year in proposal numbers.
    pub year: i16,
    /// The last day of the conference. Left out of a change, it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<Date>,
    /// Whether it is the one that is meant where none is named.
    #[serde(default)]
    pub current: bool,
}

endpoint! {
    /// Every session, the newest first.
    ListSessions = Get "/api/v1/sessions", "list_sessions", Read, "Every session.";
    part (); query NoQuery; body Nothing; reply Json<Page<Session>>
}
endpoint! {
    /// Adds a session, or changes one. `current: true` makes it the current one.
    PutSession = Put "/api/v1/sessions", "put_session", Admin, "Add or change a session.";
    part (); query DryRun; body Json<Session>; reply Json<Session>
}
