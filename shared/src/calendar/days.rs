//! Which days are worked on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{CalendarTable, Date, Notice, TableFault};
use crate::lang::Lang;
use crate::text::{Bilingual, of_toml};

/// Whether a day is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// An ordinary workday.
    Workday,
    /// A day off: weekend or holiday.
    Rest,
    /// A weekend day that is worked on to make up for a holiday.
    MakeUp,
}

impl DayKind {
    /// True for workdays of both kinds.
    #[must_use]
    pub fn is_worked(self) -> bool {
        match self {
            Self::Workday | Self::MakeUp => true,
            Self::Rest => false,
        }
    }
}

/// Where a day's kind comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum DayReason {
    /// The day of the week.
    Week,
    /// A published holiday, or the make-up workday for it.
    Holiday {
        /// The holiday.
        name: Bilingual,
    },
    /// The office's own calendar.
    Local {
        /// What the office calls it.
        name: Bilingual,
    },
    /// The day of the week, because nothing is published yet for the year.
    NoData,
}

/// A day with its kind and the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Whether it is worked on.
    pub kind: DayKind,
    /// Why.
    pub reason: DayReason,
}

/// Why a count has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum CalendarFault {
    /// The count reaches a year whose holidays are not published.
    YearWithoutData {
        /// The year.
        year: i16,
    },
    /// The count leaves the years 1900 to 2999.
    OutOfRange,
    /// The term ends on a fixed day, and that is not after the start.
    NotAfter {
        /// The fixed day.
        date: Date,
        /// The start.
        start: Date,
    },
}

impl CalendarFault {
    /// In words, with the next step.
    #[must_use]
    pub fn say(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::YearWithoutData { year }, Lang::Zh) => {
                format!("日历中没有{year}年的放假安排；请补录，或按周一至周五计")
            }
            (Self::YearWithoutData { year }, Lang::En) => format!(
                "the holidays of {year} are not in the calendar; add them, or count plain weekdays"
            ),
            (Self::OutOfRange, Lang::Zh) => "日期超出1900年至2999年".to_owned(),
            (Self::OutOfRange, Lang::En) => {
                "the date would leave the years 1900 to 2999".to_owned()
            }
            (Self::NotAfter { date, start }, Lang::Zh) => {
                format!("固定日期{date}不晚于起始日{start}")
            }
            (Self::NotAfter { date, start }, Lang::En) => {
                format!("the fixed date {date} is not after the start {start}")
            }
        }
    }
}

impl fmt::Display for CalendarFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Lang::En))
    }
}

impl std::error::Error for CalendarFault {}

/// Knows which days are worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    revision: String,
    years: BTreeSet<i16>,
    /// Days that differ from their day of the week.
    marked: BTreeMap<Date, Day>,
}

static PUBLISHED: LazyLock<CalendarTable> = LazyLock::new(|| {
    toml::from_str(include_str!("data/holidays.toml"))
        .expect("the table in this crate is read by its tests")
});

impl Calendar {
    /// The table of published holidays that comes with the program.
    #[must_use]
    pub fn published_table() -> &'static CalendarTable {
        &PUBLISHED
    }

    /// The calendar of published holidays that comes with the program.
    #[must_use]
    pub fn published() -> Self {
        Self::new(&PUBLISHED).expect("the table in this crate is checked by its tests")
    }

    /// Reads a table written as TOML.
    ///
    /// # Errors
    /// The first thing wrong with it.
    pub fn from_toml(text: &str) -> Result<Self, TableFault> {
        let table: CalendarTable =
            toml::from_str(text).map_err(|fault| TableFault::Syntax(of_toml(text, &fault)))?;
        Self::new(&table)
    }

    /// Builds the calendar that a table describes.
    ///
    /// # Errors
    /// The first thing wrong with the table.
    pub fn new(table: &CalendarTable) -> Result<Self, TableFault> {
        if table.revision.trim().is_empty() {
            return Err(TableFault::NoRevision);
        }
        let mut calendar = Self {
            revision: table.revision.clone(),
            years: BTreeSet::new(),
            marked: BTreeMap::new(),
        };
        for notice in &table.notices {
            calendar.add_notice(notice)?;
        }
        let mut seen = BTreeSet::new();
        for local in &table.local {
            if !seen.insert(local.date) {
                return Err(TableFault::DayTwice(local.date));
            }
            let kind = match (local.works, local.date.is_weekend()) {
                (false, _) => DayKind::Rest,
                (true, false) => DayKind::Workday,
                (true, true) => DayKind::MakeUp,
            };
            calendar.marked.insert(
                local.date,
                Day {
                    kind,
                    reason: DayReason::Local {
                        name: local.name.clone(),
                    },
                },
            );
        }
        Ok(calendar)
    }

    fn add_notice(&mut self, notice: &Notice) -> Result<(), TableFault> {
        let year = notice.year;
        if !self.years.insert(year) {
            return Err(TableFault::YearTwice(year));
        }
        for holiday in &notice.holidays {
            if !(0..31).contains(&holiday.from.days_until(holiday.to)) {
                return Err(TableFault::Range {
                    year,
                    from: holiday.from,
                    to: holiday.to,
                });
            }
            let mut off = Some(holiday.from);
            while let Some(date) = off.filter(|date| *date <= holiday.to) {
                self.mark(year, date, DayKind::Rest, &holiday.name())?;
                off = date.next();
            }
            for &date in &holiday.make_up {
                if !date.is_weekend() {
                    return Err(TableFault::MakeUpOnWeekday(date));
                }
                self.mark(year, date, DayKind::MakeUp, &holiday.name())?;
            }
        }
        Ok(())
    }

    fn mark(
        &mut self,
        year: i16,
        date: Date,
        kind: DayKind,
        name: &Bilingual,
    ) -> Result<(), TableFault> {
        let in_year = date.year() == year || (date.year() == year - 1 && date.month() == 12);
        if !in_year {
            return Err(TableFault::OutsideYear { year, date });
        }
        let day = Day {
            kind,
            reason: DayReason::Holiday { name: name.clone() },
        };
        match self.marked.insert(date, day) {
            None => Ok(()),
            Some(_) => Err(TableFault::DayTwice(date)),
        }
    }

    /// Names this state of the calendar.
    #[must_use]
    pub fn revision(&self) -> &str {
        &self.revision
    }

    /// Years whose holidays are known.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.iter().copied()
    }

    /// The day's kind and why, going by the day of the week ([`DayReason::NoData`]) where nothing is published.
    #[must_use]
    pub fn day(&self, date: Date) -> Day {
        if let Some(day) = self.marked.get(&date) {
            return day.clone();
        }
        let reason = if self.years.contains(&date.year()) {
            DayReason::Week
        } else {
            DayReason::NoData
        };
        Day {
            kind: by_week(date),
            reason,
        }
    }

    /// The day's kind, and whether it is known rather than taken from the day of the week.
    pub(super) fn kind(&self, date: Date) -> (DayKind, bool) {
        match self.marked.get(&date) {
            Some(day) => (day.kind, true),
            None => (by_week(date), self.years.contains(&date.year())),
        }
    }
}

fn by_week(date: Date) -> DayKind {
    if date.is_weekend() {
        DayKind::Rest
    } else {
        DayKind::Workday
    }
}
