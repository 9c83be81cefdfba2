//! Dates, working days and deadlines.
//!
//! A deadline is a date, never an hour. Whether a day is worked on comes from the published holiday arrangements
//! ([`Calendar::published`]) and an office's own local days; a year without an arrangement is refused, unless somebody
//! said to count plain weekdays there ([`BeyondData`]), which then stands beside the result.

mod count;
mod date;
mod days;
mod deadline;
mod office;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod written;

pub use count::{BeyondData, Counted};
pub use date::{Date, DateFault};
pub use days::{Calendar, CalendarFault, Day, DayKind, DayReason};
pub use deadline::{Deadline, DeadlineRule, Step, StepKind, Term};
pub use office::OfficeCalendar;
pub use table::{CalendarTable, Holiday, LocalDay, Notice, TableFault};
