//! Days as people write them.

use unicode_normalization::UnicodeNormalization as _;

use super::Date;

/// The day that a text begins with, and what stands behind it: `2023-03-31`, `2023/3/31`, `2023.3.31` or
/// `2023年3月31日`, in full width too.
pub(crate) fn written(text: &str) -> Option<(Date, String)> {
    let text: String = text.trim_start().nfkc().collect();
    let (year, rest) = number(&text, 4..=4)?;
    let rest = rest.trim_start();
    let mark = rest.chars().next()?;
    let rest = &rest[mark.len_utf8()..];
    let month_mark = match mark {
        '-' | '/' | '.' => mark,
        '年' => '月',
        _ => return None,
    };
    let (month, rest) = number(rest.trim_start(), 1..=2)?;
    let rest = rest.trim_start().strip_prefix(month_mark)?;
    let (day, rest) = number(rest.trim_start(), 1..=2)?;
    let day_mark = rest.trim_start().strip_prefix(['日', '号']);
    let rest = day_mark.filter(|_| mark == '年').unwrap_or(rest);
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )?;
    Some((date, rest.to_owned()))
}

fn number(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !length.contains(&digits) {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}
