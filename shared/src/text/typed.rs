//! What is typed with an input method that writes letters, digits and signs in full width, read as what is meant.

use std::str::FromStr;

/// A code or a number as it is kept: what was typed in full width (`Ｂ０３－１`) as the signs of ASCII, without blanks around.
#[must_use]
pub fn narrow(typed: &str) -> String {
    typed.trim().chars().map(narrow_sign).collect()
}

/// Numbers typed one behind another (`1、3 5`), in full width too; none where anything else stands among them.
#[must_use]
pub fn numbers<N: FromStr>(typed: &str) -> Option<Vec<N>> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
    let words = typed.split(apart).filter(|word| !word.is_empty());
    words.map(|word| narrow(word).parse().ok()).collect()
}

/// The sign of ASCII that is meant by one in full width.
pub(super) fn narrow_sign(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_in_full_width_is_what_is_meant() {
        assert_eq!(narrow("　Ｂ０３－１ "), "B03-1");
        assert_eq!(narrow("２０２３０００１"), "20230001");
        assert_eq!(narrow("市教育局"), "市教育局");
    }

    #[test]
    fn numbers_stand_apart_by_commas_and_blanks() {
        assert_eq!(
            numbers::<u32>("１、2，３ 4,５　6"),
            Some(vec![1, 2, 3, 4, 5, 6])
        );
        assert_eq!(numbers::<u32>(" 、"), Some(vec![]));
        assert_eq!(numbers::<u32>("1 第2条"), None);
    }
}
