//! The working-day calendar: what is published, and what the office added.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DryRun, Json, NoQuery, Nothing, Page};
use crate::calendar::{CalendarTable, Date, OfficeCalendar};
use crate::endpoint;
use crate::ids::{AssignmentNo, CaseId, Millis, UnitCode};

/// The calendar in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarView {
    /// How often the office changed its part.
    pub revision: u32,
    /// Everything days are counted by.
    pub table: CalendarTable,
    /// The office's part of it.
    pub office: OfficeCalendar,
    /// Why it was changed last; empty where it never was.
    pub note: String,
    /// Who changed it last.
    pub by: Option<String>,
    /// When.
    pub at_ms: Option<Millis>,
}

/// A new office's part of the calendar.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCalendar {
    /// The whole office's part as TOML: `[[notices]]` and `[[local]]`.
    pub toml: String,
    /// Why.
    pub note: String,
    /// The revision it was made from; refused as stale where there is a newer one.
    pub seen: u32,
}

/// An open deadline that the calendar of today has on another day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeadlineMove {
    /// The case.
    pub case: CaseId,
    /// Its number, or its intake number.
    pub number: String,
    /// The assignment.
    pub assignment: AssignmentNo,
    /// Its unit.
    pub unit: UnitCode,
    /// The deadline in force.
    pub old: Date,
    /// Where the calendar has it; none where the year it needs has no data any more.
    pub new: Option<Date>,
}

/// What a change of the calendar does. No deadline moves by itself: the committee office recounts each on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarChanged {
    /// How often the office changed its part.
    pub revision: u32,
    /// Whether anything is other than it was.
    pub changed: bool,
    /// Open deadlines that would be on another day.
    pub moves: Vec<DeadlineMove>,
}

endpoint! {
    /// The calendar in force.
    GetCalendar = Get "/api/v1/calendars", "get_calendar", Read, "The calendar in force.";
    part (); query NoQuery; body Nothing; reply Json<CalendarView>
}
endpoint! {
    /// Replaces the office's part of the calendar, and says which open deadlines it would move.
    PutCalendar = Put "/api/v1/calendars", "put_calendar", Admin, "Change the office's part of the calendar.";
    part (); query DryRun; body Json<NewCalendar>; reply Json<CalendarChanged>
}
endpoint! {
    /// Open deadlines that the calendar of today has on another day, for whoever may recount them.
    ListMoves = Get "/api/v1/calendars/moves", "list_moves", Read, "Open deadlines that the calendar has on another day.";
    part (); query NoQuery; body Nothing; reply Json<Page<DeadlineMove>>
}
