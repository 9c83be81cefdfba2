//! Which suggestions each unit of a proposal answers, read and written: 市教育局：1、3；市公安局：2.

use std::collections::BTreeMap;

use super::suggestions::digit;
use crate::case::AssignmentRole;
use crate::ids::{SuggestionNo, UnitCode};
use crate::org::{Named, UnitNames};

/// Digits of a number of a suggestion.
const NO_DIGITS: usize = 4;
/// Most numbers in one stretch such as 1-3.
const STRETCH: u32 = 500;

/// A unit of a proposal and what it answers.
#[derive(Clone, Copy, Debug)]
pub struct UnitPart<'a> {
    /// Its name.
    pub name: &'a str,
    /// As what it has the proposal.
    pub role: AssignmentRole,
    /// The suggestions it answers; all where the list is empty.
    pub suggestions: &'a [SuggestionNo],
}

/// Writes what each unit answers of `all` there is, so that the same is read again; empty where each answers all. Beside a
/// unit that has a part, what a unit without one answers is written too. Numbers are the places in `all`, as whoever takes
/// the list in counts what it says: where a merge was undone, numbers are left out on record.
#[must_use]
pub fn said_parts(units: &[UnitPart<'_>], all: &[SuggestionNo]) -> String {
    let owes = |unit: &&UnitPart<'_>| unit.role.owes_reply();
    let is_split = units
        .iter()
        .filter(owes)
        .any(|it| !it.suggestions.is_empty());
    let parts = units.iter().filter_map(|unit| {
        let numbers = match unit.suggestions {
            [] if is_split && unit.role.owes_reply() => all,
            own => own,
        };
        let places = all.iter().zip(1..);
        let places = places.filter(|(no, _)| numbers.contains(no));
        let numbers: Vec<String> = places.map(|(_, place)| format!("{place}")).collect();
        (!numbers.is_empty()).then(|| format!("{}：{}", unit.name, numbers.join("、")))
    });
    parts.collect::<Vec<_>>().join("；")
}

/// Adds what a cell says of each unit to `parts`.
///
/// # Errors
/// The piece that is not a unit, a colon, and numbers of suggestions.
pub(super) fn read<'t>(
    known: &UnitNames,
    text: &'t str,
    parts: &mut BTreeMap<UnitCode, Vec<SuggestionNo>>,
) -> Result<(), &'t str> {
    let pieces = text.split(['；', ';', '\n']).map(str::trim);
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        let said = piece.rsplit_once(['：', ':']);
        let (name, said) = said.ok_or(piece)?;
        let numbers = numbers(said).ok_or(piece)?;
        match known.find(name.trim(), None) {
            Named::Unit(code) | Named::Former(code, _) => add(parts, code, &numbers),
            Named::Ambiguous(_) | Named::Unknown(_) => return Err(piece),
        }
    }
    Ok(())
}

/// Adds what a unit answers.
pub(super) fn add(
    parts: &mut BTreeMap<UnitCode, Vec<SuggestionNo>>,
    unit: UnitCode,
    numbers: &[SuggestionNo],
) {
    let part = parts.entry(unit).or_default();
    part.extend(numbers);
    part.sort_unstable();
    part.dedup();
}

/// What a remark behind a unit says of the suggestions it answers: 建议1、3, 第1-3条.
pub(super) fn in_remark(remark: &str) -> Option<Vec<SuggestionNo>> {
    let says_so = remark.contains("建议") || remark.ends_with('条');
    says_so.then(|| numbers(remark)).flatten()
}

/// 1、3 of 建议1、3, of 第1、3条 and of 第1条、第3条建议; none where anything else is said.
fn numbers(said: &str) -> Option<Vec<SuggestionNo>> {
    let mut found = vec![];
    let separators = |c: char| matches!(c, '、' | '，' | ',' | '及' | '和') || c.is_whitespace();
    for piece in said.split(separators) {
        let bare = piece
            .trim_end_matches("建议")
            .trim_end_matches(['条', '项']);
        let bare = bare.trim_start_matches("建议").trim_start_matches('第');
        if bare.is_empty() {
            if piece.is_empty() || piece == "建议" {
                continue;
            }
            return None;
        }
        let (from, to) = bare
            .split_once(['-', '－', '—', '~', '～', '至'])
            .unwrap_or((bare, bare));
        let (from, to) = (number(from)?, number(to)?);
        if from == 0 || to < from || to - from > STRETCH {
            return None;
        }
        found.extend(from..=to);
    }
    (!found.is_empty()).then_some(found)
}

fn number(text: &str) -> Option<SuggestionNo> {
    let digits: Option<Vec<u32>> = text.chars().map(digit).collect();
    let digits = digits.filter(|it| (1..=NO_DIGITS).contains(&it.len()))?;
    Some(digits.iter().fold(0, |no, digit| no * 10 + digit))
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (said, meant) in [
            ("1、3", &[1, 3][..]),
            ("建议1、3", &[1, 3]),
            ("建议 1、3", &[1, 3]),
            ("第1、3条", &[1, 3]),
            ("第1条、第3条建议", &[1, 3]),
            ("第1-3条", &[1, 2, 3]),
            ("１，２", &[1, 2]),
        ] {
            assert_eq!(numbers(said).as_deref(), Some(meant), "{said}");
        }
        for said in ["", "、", "全部", "0", "3-1", "1.5", "12345", "建议", "条"] {
            assert_eq!(numbers(said), None, "{said}");
        }
        assert_eq!(in_remark("1"), None, "what 1 counts is not said");
        assert_eq!(in_remark("建议1、3"), Some(vec![1, 3]));
        assert_eq!(in_remark("请重视该建议"), None);
    }

    #[test]
    fn beside_a_part_what_a_unit_without_one_answers_is_written_too() {
        let unit = |name, role, suggestions| UnitPart {
            name,
            role,
            suggestions,
        };
        let (lead, split, helper) = (
            AssignmentRole::Lead,
            AssignmentRole::Split,
            AssignmentRole::CoHandler,
        );
        let all = &[1, 2, 3];
        let whole = [unit("甲局", lead, &[]), unit("乙局", helper, &[])];
        assert_eq!(said_parts(&whole, all), "");
        let parts = [
            unit("甲局", lead, &[]),
            unit("乙局", split, &[2]),
            unit("丙局", helper, &[]),
        ];
        assert_eq!(said_parts(&parts, all), "甲局：1、2、3；乙局：2");
    }
}
