//! Document numbers (文号): which are the same, and which follow each other.

use super::names::search_key;

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

/// The document number that comes `by` after `first`: its last digits outside brackets count up and keep their width
/// (`深民函〔2023〕09号` + 1 = `深民函〔2023〕10号`), full-width ones (`０９号`) too. None where there are none, or too many.
#[must_use]
pub fn count_up(first: &str, by: usize) -> Option<String> {
    let mut depth = 0_u32;
    let mut last: Option<(usize, usize)> = None;
    for (at, c) in first.char_indices() {
        if BRACKETS.iter().any(|(open, _)| *open == c) {
            depth += 1;
        } else if BRACKETS.iter().any(|(_, close)| *close == c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && digit(c).is_some() {
            let end = at + c.len_utf8();
            last = match last {
                Some((from, to)) if to == at => Some((from, end)),
                _ => Some((at, end)),
            };
        }
    }
    let (from, to) = last?;
    let digits = &first[from..to];
    let number: String = digits.chars().filter_map(digit).collect();
    let width = number.len();
    let number = number.parse::<u64>().ok()?.checked_add(by as u64)?;
    let number = format!("{number:0width$}");
    // As they were written: wide where all of them are.
    let number = match digits.chars().any(|c| c.is_ascii_digit()) {
        true => number,
        false => number.chars().map(wide).collect(),
    };
    Some(format!("{}{number}{}", &first[..from], &first[to..]))
}

/// The digit that is meant, also by a full-width one.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

/// A digit in full width.
fn wide(digit: char) -> char {
    let value = digit.to_digit(10).unwrap_or(0);
    char::from_u32(u32::from('０') + value).unwrap_or(digit)
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
    fn the_next_free_number_passes_over_what_is_taken() {
        let taken: Vec<String> = ["X〔2023〕7号", "X[2023]8号"].map(number_key).into();
        let next = |first| next_free(first, |key| taken.iter().any(|it| it == key));
        assert_eq!(next("X〔2023〕7号").as_deref(), Some("X〔2023〕9号"));
        assert_eq!(next("X〔2023〕006号").as_deref(), Some("X〔2023〕009号"));
        assert_eq!(
            next("X〔２０２３〕００６号").as_deref(),
            Some("X〔２０２３〕００９号")
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
            next("深民函〔２０２３〕０１９号").as_deref(),
            Some("深民函〔２０２３〕０２０号")
        );
        assert_eq!(next("第９号").as_deref(), Some("第１０号"));
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
