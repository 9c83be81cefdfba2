//! Text on its way into a spreadsheet, where some first characters make a cell run.

use std::borrow::Cow;

use super::marks::{Mark, mark};

/// What a spreadsheet takes as the start of a formula or a way around looking for one.
fn starts_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

/// True when the first character that counts would start a formula. Quotes, spaces and invisible characters before it
/// do not count: programs differ in whether they look past them.
fn is_active(text: &str) -> bool {
    text.chars()
        .find(|&c| {
            !(matches!(c, '\'' | ' ' | '\u{A0}' | '\u{3000}') || mark(c) == Some(Mark::Invisible))
        })
        .is_some_and(starts_formula)
}

/// Makes a text cell harmless for spreadsheets by putting `'` before what would start a formula.
///
/// [`restore`] takes exactly that back, so an exported list can be imported again.
#[must_use]
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if is_active(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Takes back what [`neutralise`] did.
#[must_use]
pub fn restore(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_active(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_quoted_and_plain_text_is_not() {
        for text in [
            "=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠a",
            " =1", "'=1",
        ] {
            assert_eq!(neutralise(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "关于=的提案", "'quoted'", "a-b", "1-2", " 张三"] {
            assert_eq!(neutralise(text), text);
            assert_eq!(restore(text), text);
        }
    }

    proptest! {
        #[test]
        fn restoring_takes_back_exactly_that(text in "[ '=+@＝\u{3000}\u{200b}a-]{0,8}|\\PC*") {
            let safe = neutralise(&text);
            prop_assert_eq!(restore(&safe), text.as_str());
            prop_assert!(!safe.starts_with(starts_formula));
        }
    }
}
