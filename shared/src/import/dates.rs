//! Days as lists write them.

use crate::calendar::Date;
use crate::calendar::written::written;
use unicode_normalization::UnicodeNormalization as _;

/// Reads `2023-03-31`, `2023/3/31`, `2023.3.31`, `2023年3月31日` and `20230331`, with or without a time of day behind.
pub(super) fn from_text(text: &str) -> Option<Date> {
    let text: String = text.nfkc().collect();
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == text.len() && (digits == 8 || digits == 5) {
        return from_number(text.parse().ok()?, false);
    }
    let (date, rest) = written(text)?;
    // What follows is a time of day, never part of the day.
    let ends = !rest.starts_with(|c: char| !(c.is_whitespace() || c == 'T'));
    ends.then_some(date)
}

/// A day as text or as the number that a spreadsheet keeps it as, with its time of day too.
pub(crate) fn day(text: &str, is_1904: bool) -> Option<Date> {
    let number = || from_number(text.trim().parse().ok()?, is_1904);
    number().or_else(|| from_text(text))
}

/// Reads a day from a number: `20230331`, or days since the beginning that a spreadsheet counts from.
pub(super) fn from_number(value: f64, is_1904: bool) -> Option<Date> {
    let whole = value.trunc();
    if !(whole.is_finite() && (1.0..100_000_000.0).contains(&whole)) {
        return None;
    }
    let whole: i32 = format!("{whole:.0}").parse().ok()?;
    if whole >= 19_000_101 {
        if value.fract() != 0.0 {
            return None;
        }
        let part = |divisor: i32, modulus: i32| whole / divisor % modulus;
        return Date::new(
            i16::try_from(part(10_000, 10_000)).ok()?,
            i8::try_from(part(100, 100)).ok()?,
            i8::try_from(part(1, 100)).ok()?,
        );
    }
    // Days from 1950 to 2149: smaller numbers in such a column are something else.
    let (year, month, day) = if is_1904 {
        (1904, 1, 1)
    } else {
        (1899, 12, 30)
    };
    let start = jiff::civil::Date::new(year, month, day).ok()?;
    let date = start
        .checked_add(jiff::Span::new().try_days(i64::from(whole)).ok()?)
        .ok()?;
    if (1950..2150).contains(&date.year()) {
        Date::from_civil(date)
    } else {
        None
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_day_is_read() {
        let day = Date::new(2023, 3, 31);
        for text in [
            "2023-03-31",
            "2023/3/31",
            "2023.3.31",
            "2023年3月31日",
            "2023年03月31号",
            "20230331",
            "２０２３－０３－３１",
            "2023-03-31 10:22",
            "2023-03-31T10:22:00",
            "2023/3/31 上午10:00",
            " 2023 年 3 月 31 日 ",
            "45016",
        ] {
            assert_eq!(from_text(text), day, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_not_guessed() {
        for text in [
            "",
            "3月31日",
            "2023年3月",
            "2023-02-29",
            "23-03-31",
            "31/3/2023",
            "2023-3-311",
            "上半年",
            "2023-03/31",
            "20231331",
            "2023",
        ] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    #[test]
    fn serials_count_from_where_the_workbook_says() {
        assert_eq!(from_number(45_016.0, false), Date::new(2023, 3, 31));
        assert_eq!(from_number(45_016.75, false), Date::new(2023, 3, 31));
        assert_eq!(from_number(43_554.0, true), Date::new(2023, 3, 31));
        assert_eq!(from_number(20_230_331.0, false), Date::new(2023, 3, 31));
        for number in [
            0.0,
            -1.0,
            12.0,
            f64::NAN,
            f64::INFINITY,
            1e300,
            20_230_331.5,
        ] {
            assert_eq!(from_number(number, false), None, "{number}");
        }
    }
}
