//! The calendar as data: what was published, and what the office added.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Date;
use crate::both;
use crate::text::Bilingual;

/// Everything a [`Calendar`](super::Calendar) is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarTable {
    /// Names this state of the calendar; deadlines keep it.
    pub revision: String,
    /// The yearly arrangements, in any order.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// Days of the office's own, stronger than any notice.
    #[serde(default)]
    pub local: Vec<LocalDay>,
}

/// One yearly arrangement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HolidayNotice)]
pub struct Notice {
    /// The year in the notice's title. Its days can begin in the December before.
    pub year: i16,
    /// Addresses of the notice and of its changes.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What it arranges.
    pub holidays: Vec<Holiday>,
}

/// One holiday with the workdays that make up for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
    /// The first day off.
    pub from: Date,
    /// The last day off.
    pub to: Date,
    /// Weekend days that are worked on instead.
    #[serde(default)]
    pub make_up: Vec<Date>,
}

impl Holiday {
    /// Its name in both languages.
    #[must_use]
    pub fn name(&self) -> Bilingual {
        Bilingual::new(&*self.zh, &*self.en)
    }
}

/// A day that an office works on or not, whatever was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalDay {
    /// The day.
    pub date: Date,
    /// Whether it is worked on.
    pub works: bool,
    /// Why, in the office's words.
    pub name: Bilingual,
}

/// What is wrong with a [`CalendarTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableFault {
    /// Not a table at all: where, and what was expected.
    Syntax(Bilingual),
    /// The revision is empty.
    NoRevision,
    /// A notice that arranges nothing.
    NoHolidays(i16),
    /// Two notices for one year.
    YearTwice(i16),
    /// The first day off is after the last, or there are more than 31.
    Range {
        /// The notice's year.
        year: i16,
        /// The holiday's first day.
        from: Date,
        /// The holiday's last day.
        to: Date,
    },
    /// A day that a notice of this year cannot arrange.
    OutsideYear {
        /// The notice's year.
        year: i16,
        /// The day.
        date: Date,
    },
    /// A make-up workday that would have been worked on anyway.
    MakeUpOnWeekday(Date),
    /// A day said to be both off and worked on, or listed twice.
    DayTwice(Date),
}

impl TableFault {
    /// In both languages.
    #[must_use]
    pub fn both(&self) -> Bilingual {
        match self {
            Self::Syntax(said) => said.clone(),
            Self::NoRevision => both!(
                "日历的版本不能为空",
                "the calendar's revision must not be empty"
            ),
            Self::NoHolidays(year) => both!(
                "{year} 年的放假安排里没有一个假日",
                "the arrangement of {year} has no holiday"
            ),
            Self::YearTwice(year) => {
                both!("{year} 年有两份放假安排", "the year {year} has two notices")
            }
            Self::Range { year, from, to } => both!(
                "{year} 年的一个假期从 {from} 到 {to}：应为 1 至 31 天",
                "a holiday of {year} lasts from {from} to {to}: expected 1 to 31 days"
            ),
            Self::OutsideYear { year, date } => both!(
                "{date} 不能由 {year} 年的放假安排规定",
                "{date} cannot be arranged by the notice of {year}"
            ),
            Self::MakeUpOnWeekday(date) => both!(
                "{date} 不是周六或周日，不能作为调休上班日",
                "{date} is no weekend day, so it cannot be a make-up workday"
            ),
            Self::DayTwice(date) => both!("{date} 写了两次", "{date} is listed twice"),
        }
    }
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.both().en)
    }
}

impl std::error::Error for TableFault {}
