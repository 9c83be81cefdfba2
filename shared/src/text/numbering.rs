//! Document numbers (文号) that follow each other.

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
/// (`深民函〔2023〕09号` + 1 = `深民函〔2023〕10号`). None where there are none, or too many.
#[must_use]
pub fn count_up(first: &str, by: usize) -> Option<String> {
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
    let digits = &first[from..to];
    let number = digits.parse::<u64>().ok()?.checked_add(by as u64)?;
    let width = digits.len();
    Some(format!(
        "{}{number:0width$}{}",
        &first[..from],
        &first[to..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

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
