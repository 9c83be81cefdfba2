//! Small numbers in Han characters.

const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Whether a number in Han is written with it.
pub(crate) fn is_han_digit(c: char) -> bool {
    c == '十' || DIGITS.contains(&c)
}

/// A number from 1 to 99 in Han: 二十一.
pub(crate) fn in_han(no: u32) -> Option<String> {
    let digit = |digit: u32| DIGITS.get(digit.checked_sub(1)? as usize);
    if no == 0 || no > 99 {
        return None;
    }
    let tens = match no / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", digit(tens)?),
    };
    let ones = digit(no % 10).map_or_else(String::new, char::to_string);
    Some(tens + &ones)
}

/// The number from 1 to 99 that is written so.
pub(crate) fn of_han(text: &str) -> Option<u32> {
    (1..=99).find(|no| in_han(*no).is_some_and(|said| said == text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_numbers_go_to_99() {
        for (no, said) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (99, "九十九"),
        ] {
            assert_eq!(in_han(no).as_deref(), Some(said));
            assert_eq!(of_han(said), Some(no));
        }
        assert_eq!(in_han(100), None);
        assert_eq!(of_han("十十"), None);
    }
}
