//! Document numbers (文号): which are the same, and which follow each other.

use super::marks::is_han;
use super::names::search_key;
use super::typed::narrow_sign;

/// Digits of a year.
const YEAR: usize = 4;

/// Opening and closing marks around a year: what stands in them is not counted.
const BRACKETS: [(char, char); 7] = [
    ('〔', '〕'),
    ('［', '］'),
    ('[', ']'),
    ('(', ')'),
    ('（', '）'),
    ('【', '】'),
    ('﹝', '﹞'),
];

/// A document number as it is kept, however it was typed: letters and digits in half width, and where it has Chinese
/// characters 〔〕 around the year and no blanks (`深民函 ［２０２３］ ９号` is `深民函〔2023〕9号`).
#[must_use]
pub fn document_number(typed: &str) -> String {
    let narrow = |c: char| match narrow_sign(c) {
        sign if sign.is_ascii_alphanumeric() => sign,
        _ => c,
    };
    let mut signs: Vec<char> = typed.trim().chars().map(narrow).collect();
    if !signs.iter().any(|c| is_han(*c)) {
        return signs.into_iter().collect();
    }
    signs.retain(|c| !c.is_whitespace());
    for at in 0..signs.len().saturating_sub(YEAR + 1) {
        let opens = BRACKETS.iter().any(|(open, _)| *open == signs[at]);
        let year = signs[at + 1..=at + YEAR].iter().all(char::is_ascii_digit);
        let end = at + YEAR + 1;
        if opens && year && BRACKETS.iter().any(|(_, close)| *close == signs[end]) {
            (signs[at], signs[end]) = ('〔', '〕');
        }
    }
    signs.into_iter().collect()
}

/// The document number that comes `by` after `first`, as it is kept: its last digits outside brackets count up and keep
/// their width (`深民函〔2023〕09号` + 1 = `深民函〔2023〕10号`). None where there are none, or too many.
#[must_use]
pub fn count_up(first: &str, by: usize) -> Option<String> {
    let first = document_number(first);
    let mut depth = 0_u32;
    let mut last: Option<(usize, usize)> = None;
    for (at, c) in first.char_indices() {
        if BRACKETS.iter().any(|(open, _)| *open == c) {
            depth += 1;
        } else if BRACKETS.iter().any(|(_, close)| *close == c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && c.is_ascii_digit() {
            last = match last {
                Some((from, to)) if to == at => Some((from, at + 1)),
                _ => Some((at, at + 1)),
            };
        }
    }
    let (from, to) = last?;
    let width = to - from;
    let number = first[from..to]
        .parse::<u64>()
        .ok()?
        .checked_add(by as u64)?;
    Some(format!(
        "{}{number:0width$}{}",
        &first[..from],
        &first[to..]
    ))
}

/// What tells one document number from another. Spaces, the width of signs, the shape of brackets and zeros in front do
/// not: `深民函 [2023] ０９号` is `深民函〔2023〕9号`. Empty where there is no number.
#[must_use]
pub fn number_key(number: &str) -> String {
    let mut key = String::with_capacity(number.len());
    let folded = search_key(number);
    let mut rest = folded.chars().filter(|c| !c.is_whitespace()).peekable();
    while let Some(c) = rest.next() {
        let begins = !key.ends_with(|before: char| before.is_ascii_digit());
        let goes_on = rest.peek().is_some_and(char::is_ascii_digit);
        if c == '0' && begins && goes_on {
            continue;
        }
        let bracket = BRACKETS.iter().find_map(|(open, close)| match c {
            c if c == *open => Some('('),
            c if c == *close => Some(')'),
            _ => None,
        });
        key.push(bracket.unwrap_or(c));
    }
    key
}

/// The first number after `number` whose key is not `taken`; none where it does not count up.
#[must_use]
pub fn next_free(number: &str, taken: impl Fn(&str) -> bool) -> Option<String> {
    (1..)
        .map_while(|by| count_up(number, by))
        .find(|next| !taken(&number_key(next)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_may_be_written_in_several_ways() {
        let key = number_key("深民函〔2023〕9号");
        for same in [
            "深民函[2023]9号",
            "深民函（2023）9号",
            "深民函〔２０２３〕９号",
            " 深民函 ﹝2023﹞ 09 号",
        ] {
            assert_eq!(number_key(same), key, "{same}");
        }
        for other in [
            "深民函〔2023〕90号",
            "深民函〔2023〕19号",
            "深民函〔2024〕9号",
            "深民〔2023〕9号",
        ] {
            assert_ne!(number_key(other), key, "{other}");
        }
        assert_eq!(number_key("X100-0"), "x100-0");
        assert_eq!(number_key("  "), "");
    }

    #[test]
    fn it_is_kept_in_one_form_however_it_was_typed() {
        for typed in [
            "深民函〔2023〕9号",
            "深民函［２０２３］９号",
            "深民函(2023)9号",
            " 深民函 【2023】　９号　",
        ] {
            assert_eq!(document_number(typed), "深民函〔2023〕9号", "{typed}");
        }
        // Other brackets, and numbers that are not Chinese, stay as they are.
        for other in [
            "深民函（办）9号",
            "A2-17(2024)",
            "函（2023",
            "〔2023〕",
            "函)2023(",
        ] {
            assert_eq!(document_number(other), other);
        }
        assert_eq!(document_number("Ａ２－17"), "A2－17");
    }

    #[test]
    fn the_next_free_number_passes_over_what_is_taken() {
        let taken: Vec<String> = ["X〔2023〕7号", "X[2023]8号"].map(number_key).into();
        let next = |first| next_free(first, |key| taken.iter().any(|it| it == key));
        assert_eq!(next("X〔2023〕7号").as_deref(), Some("X〔2023〕9号"));
        assert_eq!(next("X〔2023〕006号").as_deref(), Some("X〔2023〕009号"));
        assert_eq!(
            next("X［２０２３］００６号").as_deref(),
            Some("X〔2023〕009号")
        );
        assert_eq!(next("X函"), None);
    }

    #[test]
    fn the_number_counts_up_and_the_year_does_not() {
        let next = |first| count_up(first, 1);
        assert_eq!(
            next("深民函〔2023〕9号").as_deref(),
            Some("深民函〔2023〕10号")
        );
        assert_eq!(
            next("深民函〔2023〕009号").as_deref(),
            Some("深民函〔2023〕010号")
        );
        assert_eq!(next("99").as_deref(), Some("100"));
        assert_eq!(next("A2-17(2024)").as_deref(), Some("A2-18(2024)"));
        assert_eq!(next("2023年第5号").as_deref(), Some("2023年第6号"));
        assert_eq!(
            next("深民函（２０２３）０１９号").as_deref(),
            Some("深民函〔2023〕020号")
        );
        assert_eq!(next("第1９号").as_deref(), Some("第20号"));
        assert_eq!(count_up("X7", 0).as_deref(), Some("X7"));
        assert_eq!(count_up("X7", 200).as_deref(), Some("X207"));
    }

    #[test]
    fn what_has_no_number_of_its_own_is_not_counted() {
        for first in [
            "",
            "深民函〔2023〕号",
            "函",
            "〔2023",
            "18446744073709551615",
        ] {
            assert_eq!(count_up(first, 1), None, "{first}");
        }
    }
}
