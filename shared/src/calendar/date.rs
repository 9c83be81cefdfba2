//! A day of the civil calendar.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Weekday;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{Object, RefOr};

use super::written::written;

/// A day in the office's time zone, years 1900 to 2999. On the wire it is written `YYYY-MM-DD` and no other way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// The text is not a date written `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateFault;

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a date written YYYY-MM-DD")
    }
}

impl std::error::Error for DateFault {}

impl Date {
    /// The day, if there is such a day in the years 1900 to 2999.
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day)
            .ok()
            .and_then(Self::within)
    }

    /// The same day, if its year is in range.
    #[must_use]
    pub fn from_civil(date: jiff::civil::Date) -> Option<Self> {
        Self::within(date)
    }

    fn within(date: jiff::civil::Date) -> Option<Self> {
        (1900..=2999).contains(&date.year()).then_some(Self(date))
    }

    /// The same day as the date library has it.
    #[must_use]
    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// Saturday or Sunday.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        matches!(self.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The day after; `None` past the year 2999.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.plus_days(1)
    }

    /// So many days later, or earlier if negative; `None` out of range.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        self.0.checked_add(days.days()).ok().and_then(Self::within)
    }

    /// So many months later, clamped to the end of the month (January 31 and one month is February 28 or 29).
    /// `None` out of range.
    #[must_use]
    pub fn plus_months(self, months: u16) -> Option<Self> {
        self.0
            .checked_add(i32::from(months).months())
            .ok()
            .and_then(Self::within)
    }

    /// Days from this day to `other`; negative if `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// As people write it: `2023-03-31`, `2023/3/31`, `2023.3.31` or `2023年3月31日`, in full width too.
impl FromStr for Date {
    type Err = DateFault;

    fn from_str(text: &str) -> Result<Self, DateFault> {
        let (date, rest) = written(text).ok_or(DateFault)?;
        match rest.trim().is_empty() {
            true => Ok(date),
            false => Err(DateFault),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let date = text
            .parse()
            .ok()
            .filter(|date: &Self| date.to_string() == text);
        date.ok_or_else(|| de::Error::custom(DateFault))
    }
}

impl utoipa::PartialSchema for Date {
    fn schema() -> RefOr<Schema> {
        let object: Object = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .description(Some("A day, in the office's time zone."))
            .build();
        object.into()
    }
}

impl utoipa::ToSchema for Date {}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A day that the test knows to exist.
    pub(crate) fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_read_in_each_way_that_people_write_it() {
        for text in [
            "2023-09-30",
            "2023-9-30",
            "2023/9/30",
            "2023.9.30",
            "2023年9月30日",
            "2023年09月30号",
            "２０２３－０９－３０",
            "２０２３／９／３０",
            "２０２３年９月３０日",
            "　2023-09-30 ",
        ] {
            assert_eq!(text.parse(), Ok(day("2023-09-30")), "{text}");
        }
        for text in [
            "",
            "2023-02-29",
            "20230209",
            "2023-02/09",
            "2023年2-9",
            "2023-2-9日",
            "9/30/2023",
            "2023-13-01",
            "2023-00-10",
            "+023-01-01",
            "1899-12-31",
            "3000-01-01",
            "2023-01-01T00:00",
            "2023-01-01 10:00",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateFault), "{text}");
        }
    }

    #[test]
    fn the_wire_has_the_same_spelling() {
        let json = serde_json::to_string(&day("2023-03-31")).unwrap();
        assert_eq!(json, "\"2023-03-31\"");
        assert_eq!(
            serde_json::from_str::<Date>(&json).unwrap(),
            day("2023-03-31")
        );
        assert_eq!(
            serde_json::from_str::<Date>("\"2023\\u002d03-31\"").unwrap(),
            day("2023-03-31")
        );
        for other in [
            "20230331",
            "\"2023/03/31\"",
            "\"2023-3-31\"",
            "\" 2023-03-31\"",
        ] {
            assert!(serde_json::from_str::<Date>(other).is_err(), "{other}");
        }
    }

    #[test]
    fn months_clamp_to_the_end_of_the_month() {
        assert_eq!(day("2023-11-30").plus_months(3), Some(day("2024-02-29")));
        assert_eq!(day("2023-03-31").plus_months(3), Some(day("2023-06-30")));
        assert_eq!(day("2023-01-31").plus_months(1), Some(day("2023-02-28")));
        assert_eq!(day("2999-12-01").plus_months(1), None);
        assert_eq!(day("2023-01-31").plus_months(u16::MAX), None);
    }

    pub(crate) fn any_day() -> impl Strategy<Value = Date> {
        (0..2900i32).prop_map(|offset| day("2019-01-01").plus_days(offset).unwrap())
    }

    proptest! {
        #[test]
        fn text_and_day_are_the_same(date in any_day()) {
            prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
        }

        #[test]
        fn days_are_counted_both_ways(date in any_day(), days in -2000..2000i32) {
            let other = date.plus_days(days).unwrap();
            prop_assert_eq!(date.days_until(other), i64::from(days));
            prop_assert_eq!(other.days_until(date), -i64::from(days));
        }
    }
}
