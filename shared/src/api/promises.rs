//! Promises of replies that are out: the due list.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Json, Nothing, Page};
use crate::calendar::Date;
use crate::case::PromiseState;
use crate::endpoint;
use crate::ids::{AssignmentNo, CaseId, PromiseNo, SessionId, UnitCode};
use crate::profile::Light;

/// Which promises. Filters hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct PromiseQuery {
    /// Of this session (届次); the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Of this unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
    /// At this state; all of them where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub state: Option<PromiseState>,
    /// Due before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub due_before: Option<Date>,
    /// At most so many, up to 200 (default 50).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// From where the page before ended. Holds the filters: it fits no other query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Also count all of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub count: bool,
}
crate::query!(PromiseQuery);
crate::paged!(PromiseQuery);

/// One promise in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PromiseRow {
    /// The case.
    pub case: CaseId,
    /// The number people use for it.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The assignment whose reply promised it.
    pub assignment: AssignmentNo,
    /// The number of the promise in the assignment.
    pub promise: PromiseNo,
    /// The unit.
    pub unit: UnitCode,
    /// The department; none where it was not dispatched to one.
    pub department: Option<UnitCode>,
    /// What was promised.
    pub text: String,
    /// Where it stands.
    pub state: PromiseState,
    /// By when, as it stands.
    pub due: Date,
    /// By when it was promised first.
    pub first_due: Date,
    /// The round whose reply made it.
    pub round: u32,
    /// How much of it is done, as last reported.
    pub percent: Option<u8>,
    /// The day it was done; none while it is not kept.
    pub kept_on: Option<Date>,
    /// How near its day is; none once it is not open any more.
    pub light: Option<Light>,
    /// Working days left today, negative when overdue; none once it is not open any more.
    pub days_left: Option<i32>,
    /// Whether its day has passed: also where no working day has passed since, which `days_left` cannot say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
}

endpoint! {
    /// Promises of replies that are out, of the cases that the caller may see: what is due first comes first.
    ListPromises = Get "/api/v1/promises", "list_promises", Read, "What replies have promised, by due day.";
    part (); query PromiseQuery; body Nothing; reply Json<Page<PromiseRow>>
}
