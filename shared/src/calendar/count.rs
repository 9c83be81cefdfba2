//! Counting days.

use serde::{Deserialize, Serialize};

use super::{Calendar, CalendarFault, Date, DayKind};

/// What to do in a year whose holidays are not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BeyondData {
    /// Refuse to count.
    #[default]
    Refuse,
    /// Count Monday to Friday as workdays and say so in the result.
    CountPlainWeekdays,
}

/// A count and how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<T> {
    /// The count.
    pub value: T,
    /// True when a day without published data was taken for what its day of the week says.
    pub plain_weekdays: bool,
}

impl Calendar {
    /// The day's kind.
    ///
    /// # Errors
    /// [`CalendarFault::YearWithoutData`] where nothing is published and `beyond` says to refuse.
    pub fn kind_of(
        &self,
        date: Date,
        beyond: BeyondData,
    ) -> Result<Counted<DayKind>, CalendarFault> {
        let (kind, known) = self.kind(date);
        match (known, beyond) {
            (true, _) => Ok(Counted {
                value: kind,
                plain_weekdays: false,
            }),
            (false, BeyondData::CountPlainWeekdays) => Ok(Counted {
                value: kind,
                plain_weekdays: true,
            }),
            (false, BeyondData::Refuse) => {
                Err(CalendarFault::YearWithoutData { year: date.year() })
            }
        }
    }

    /// The last of `count` working days after `from`; `from` itself is never counted.
    ///
    /// # Errors
    /// Where a needed year has no data and `beyond` says to refuse, or the calendar ends.
    pub fn add_working_days(
        &self,
        from: Date,
        count: u16,
        beyond: BeyondData,
    ) -> Result<Counted<Date>, CalendarFault> {
        let mut found = Counted {
            value: from,
            plain_weekdays: false,
        };
        let mut left = count;
        while left > 0 {
            found.value = found.value.next().ok_or(CalendarFault::OutOfRange)?;
            let day = self.kind_of(found.value, beyond)?;
            found.plain_weekdays |= day.plain_weekdays;
            if day.value.is_worked() {
                left -= 1;
            }
        }
        Ok(found)
    }

    /// `date` itself if it is worked on (a make-up workday is), else the next day that is.
    ///
    /// # Errors
    /// Where a needed year has no data and `beyond` says to refuse, or the calendar ends.
    pub fn roll_forward(
        &self,
        date: Date,
        beyond: BeyondData,
    ) -> Result<Counted<Date>, CalendarFault> {
        let mut found = Counted {
            value: date,
            plain_weekdays: false,
        };
        loop {
            let day = self.kind_of(found.value, beyond)?;
            found.plain_weekdays |= day.plain_weekdays;
            if day.value.is_worked() {
                return Ok(found);
            }
            found.value = found.value.next().ok_or(CalendarFault::OutOfRange)?;
        }
    }

    /// Working days after `from` up to and including `to`: what is left on the evening of `from`. Negative when `to`
    /// has passed, as many as have passed since.
    ///
    /// # Errors
    /// Where a needed year has no data and `beyond` says to refuse.
    pub fn working_days_between(
        &self,
        from: Date,
        to: Date,
        beyond: BeyondData,
    ) -> Result<Counted<i32>, CalendarFault> {
        if to < from {
            let back = self.working_days_between(to, from, beyond)?;
            return Ok(Counted {
                value: -back.value,
                ..back
            });
        }
        let mut found = Counted {
            value: 0,
            plain_weekdays: false,
        };
        let mut date = from;
        while date < to {
            date = date.next().ok_or(CalendarFault::OutOfRange)?;
            let day = self.kind_of(date, beyond)?;
            found.plain_weekdays |= day.plain_weekdays;
            found.value += i32::from(day.value.is_worked());
        }
        Ok(found)
    }
}
