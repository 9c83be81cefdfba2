//! The marks and tallies of a row of facts as one short text, by which alike rows are grouped: the marks as a number, and
//! then for each tally that is not zero its letter (`a` for the first, in their order), with the number where it is not
//! one: `4711ac2`.

use banli_shared::figures::{Marks, Tallies, Tally};

use crate::store::StoreError;

/// The text of a row.
pub(crate) fn write(marks: Marks, tallies: &Tallies) -> String {
    let mut text = marks.bits().to_string();
    for (letter, tally) in ('a'..='z').zip(Tally::ALL) {
        match tallies.get(*tally) {
            0 => {}
            1 => text.push(letter),
            many => text.push_str(&format!("{letter}{many}")),
        }
    }
    text
}

/// The marks of each of `many` rows with this text, and what their tallies come to.
///
/// # Errors
/// When it is no text of [`write`].
pub(super) fn sum(text: &str, many: u64) -> Result<(Marks, Tallies), StoreError> {
    read(text, many)
        .ok_or_else(|| StoreError::Database(format!("`{text}` in counted.tallied cannot be read")))
}

fn read(text: &str, many: u64) -> Option<(Marks, Tallies)> {
    let (marks, mut rest) = number(text);
    let mut tallies = Tallies::default();
    while let Some(letter) = rest.chars().next() {
        let tally = ('a'..='z').position(|it| it == letter)?;
        let (each, after) = number(&rest[1..]);
        tallies.add(
            *Tally::ALL.get(tally)?,
            each.unwrap_or(1).checked_mul(many)?,
        );
        rest = after;
    }
    Some((Marks::from_bits(u32::try_from(marks?).ok()?), tallies))
}

/// The number that a text begins with, and the rest of it.
fn number(text: &str) -> (Option<u64>, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    (number.parse().ok(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_one_text_come_to_the_sum_of_their_numbers() {
        let mut tallies = Tallies::default();
        tallies.add(Tally::Asked, 12);
        tallies.add(Tally::Understand, 1);
        tallies.add(Tally::Unanswered, 3);
        let text = write(Marks::from_bits(0b101), &tallies);
        assert_eq!(text, "5a12ho3");
        let (marks, sums) = sum(&text, 4).unwrap();
        assert_eq!(marks.bits(), 0b101);
        for tally in Tally::ALL {
            assert_eq!(sums.get(*tally), 4 * tallies.get(*tally), "{tally}");
        }
        for wrong in ["", "a1", "5x", "5a-1", "5 a", "99999999999"] {
            assert!(sum(wrong, 1).is_err(), "{wrong}");
        }
    }
}
