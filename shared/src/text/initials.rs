//! Pinyin initials: `fgw` for 发改委, as people type who know what they look for.

use pinyin::{ToPinyin, ToPinyinMulti};
use unicode_normalization::UnicodeNormalization;

/// How far the other reading of a character is written out to either side.
const AROUND: usize = 3;

/// The letters a character can be typed with: the first letter of its readings, the usual one first, or itself.
fn letters(c: char) -> Vec<char> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase()];
    }
    let first = |reading: pinyin::Pinyin| reading.first_letter().chars().next();
    let mut found: Vec<char> = c.to_pinyin().and_then(first).into_iter().collect();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        found.extend(first(reading).filter(|letter| !found.contains(letter)));
    }
    found
}

/// Each run of characters that can be typed with letters, as those letters. Signs part runs.
fn runs(text: &str) -> Vec<Vec<Vec<char>>> {
    let mut runs = vec![vec![]];
    for c in text.nfkc() {
        let letters = letters(c);
        match runs.last_mut() {
            Some(run) if !letters.is_empty() => run.push(letters),
            Some(run) if !run.is_empty() && !c.is_whitespace() => runs.push(vec![]),
            _ => {}
        }
    }
    runs
}

/// The initials of a text for an index: a line for each run of characters, and where one of them has another reading
/// (行 is `x` or `h`) a short line with that.
#[must_use]
pub fn initials(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for run in runs(text) {
        let usual: Vec<char> = run.iter().filter_map(|it| it.first().copied()).collect();
        for (at, readings) in run.iter().enumerate() {
            for other in readings.iter().skip(1) {
                let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(usual.len());
                let mut line = usual[around.clone()].to_vec();
                line[at - around.start] = *other;
                lines.push(line.into_iter().collect());
            }
        }
        if !usual.is_empty() {
            lines.insert(0, usual.into_iter().collect());
        }
    }
    lines.dedup();
    lines.join("\n")
}

/// What was typed, where it can be initials: two letters or more and nothing else.
pub(super) fn initials_of(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let may_be = typed.len() >= 2 && typed.chars().all(|c| c.is_ascii_alphabetic());
    may_be.then(|| typed.to_ascii_lowercase())
}

/// How well `typed` finds the name `name` in a list, the smaller the better: as a part of it, as the initials of
/// neighbouring characters in any of their readings, or as an abbreviation, where more stands between them (发改委 and `fgw`
/// for 发展和改革委员会). Whatever is typed word by word must all be there; nothing finds everything.
#[must_use]
pub fn finds(typed: &str, name: &str) -> Option<u8> {
    let key = super::search_key(name);
    let mut worst = 0;
    for word in typed.split_whitespace() {
        let word = super::search_key(word);
        if key.contains(&word) {
            continue;
        }
        let letters = initials_of(&word);
        let as_letters = |letters: &String| reads(letters, name);
        worst = worst.max(match letters.as_ref().and_then(as_letters) {
            Some(how) => how,
            None if abbreviates(&word, &key) => 2,
            None => return None,
        });
    }
    Some(worst)
}

/// Whether the characters of `short` stand in `long` in this order.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().count() > 1 && short.chars().all(|c| rest.any(|other| other == c))
}

/// How well letters read a name: 1 where its characters stand together, 2 where they do not.
fn reads(letters: &str, name: &str) -> Option<u8> {
    let letters: Vec<char> = letters.chars().collect();
    let runs = runs(name);
    let together = runs.iter().any(|run| {
        run.windows(letters.len()).any(|window| {
            let mut pairs = window.iter().zip(&letters);
            pairs.all(|(readings, letter)| readings.contains(letter))
        })
    });
    if together {
        return Some(1);
    }
    let mut rest = runs.iter().flatten();
    let mut letters = letters.iter();
    letters
        .all(|letter| rest.any(|readings| readings.contains(letter)))
        .then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_as_people_type() {
        for (typed, name, how) in [
            ("发改", "发改委", Some(0)),
            ("fgw", "市发改委", Some(1)),
            ("fgw", "市发展改革委（发改委）", Some(1)),
            ("FGW", "市发展和改革委员会", Some(2)),
            ("发改委", "市发展和改革委员会", Some(2)),
            ("yh", "建设银行", Some(1)),
            ("xz", "行政服务局", Some(1)),
            ("jtj", "市交通运输局", Some(2)),
            ("交通 局", "市交通运输局", Some(0)),
            ("", "交通局", Some(0)),
            ("5g", "５Ｇ基站", Some(0)),
            ("wgf", "市发改委", None),
            ("x", "交通局", None),
        ] {
            assert_eq!(finds(typed, name), how, "{typed} in {name}");
        }
    }

    #[test]
    fn other_readings_have_their_own_line() {
        assert_eq!(initials("发改委"), "fgw");
        let bank = initials("支持银行改革");
        let lines: Vec<&str> = bank.lines().collect();
        assert!(
            lines.contains(&"zcyxgg") || lines.contains(&"zcyhgg"),
            "{bank}"
        );
        assert!(lines.iter().any(|line| line.ends_with("yhgg")), "{bank}");
        let parted = initials("加强管理，方便出行");
        let lines: Vec<&str> = parted.lines().collect();
        assert!(
            lines.contains(&"jqgl") && !parted.contains("lf"),
            "{parted}"
        );
        assert_eq!(initials("。"), "");
    }
}
