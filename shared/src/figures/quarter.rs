//! A quarter of a year, in which offices compare units.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

use crate::calendar::Date;

/// A quarter, written `2023Q2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    no: u8,
}

/// The text is not a quarter written `2023Q2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuarterFault;

impl fmt::Display for QuarterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a quarter written 2023Q2")
    }
}

impl std::error::Error for QuarterFault {}

impl Quarter {
    /// The quarter that this day is in.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            no: day.month().unsigned_abs().saturating_sub(1) / 3 + 1,
        }
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The four quarters of a year.
    #[must_use]
    pub fn of_year(year: i16) -> [Self; 4] {
        [1, 2, 3, 4].map(|no| Self { year, no })
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year, self.no)
    }
}

impl FromStr for Quarter {
    type Err = QuarterFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, no) = text.split_once('Q').ok_or(QuarterFault)?;
        let digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let year: i16 = year.parse().map_err(|_no_number| QuarterFault)?;
        match no {
            "1" | "2" | "3" | "4" if digits && (1900..=2999).contains(&year) => Ok(Self {
                year,
                no: no.as_bytes()[0] - b'0',
            }),
            _ => Err(QuarterFault),
        }
    }
}

impl Serialize for Quarter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quarter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Quarter {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9]{4}Q[1-4]$"))
            .examples(["2023Q2"])
            .into()
    }
}

impl utoipa::ToSchema for Quarter {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_in_quarters_and_quarters_are_text() {
        for (day, quarter) in [
            ("2023-01-01", "2023Q1"),
            ("2023-03-31", "2023Q1"),
            ("2023-04-01", "2023Q2"),
            ("2023-12-31", "2023Q4"),
        ] {
            let of = Quarter::of(day.parse().unwrap());
            assert_eq!(of.to_string(), quarter);
            assert_eq!(quarter.parse(), Ok(of));
        }
        for bad in ["", "2023", "2023Q5", "23Q1", "2023q1", "2023Q1 ", "+023Q1"] {
            assert_eq!(bad.parse::<Quarter>(), Err(QuarterFault), "{bad}");
        }
    }
}
