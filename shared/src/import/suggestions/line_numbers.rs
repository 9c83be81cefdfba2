//! Requests whose lines begin with a number and a blank (1 甲) or with a number of two (1.1 甲).
//!
//! Years and quantities begin lines too. So they count only from the first, without a gap, and at least two of them.

use super::digit;

/// Most digits of a number.
const NO_DIGITS: usize = 2;

/// The number that a line begins with: its own, or that of the part it is of and its own there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    One(u32),
    Two(u32, u32),
}

impl Number {
    const fn is_first(self) -> bool {
        matches!(self, Self::One(1) | Self::Two(1, 1))
    }

    fn follows(self, before: Self) -> bool {
        match (before, self) {
            (Self::One(before), Self::One(no)) => no == before + 1,
            (Self::Two(part, before), Self::Two(of, no)) => {
                of == part && no == before + 1 || of == part + 1 && no == 1
            }
            _ => false,
        }
    }
}

/// What stands before the first request, and the requests; at least two.
pub(super) fn requests(text: &str) -> Option<(String, Vec<String>)> {
    let mut before: Vec<&str> = vec![];
    let mut last: Option<Number> = None;
    let mut found: Vec<String> = vec![];
    for line in text.lines() {
        match (number(line), last) {
            (Some((no, rest)), None) if no.is_first() => {
                last = Some(no);
                found.push(rest.to_owned());
            }
            (Some((no, rest)), Some(earlier)) if no.follows(earlier) => {
                last = Some(no);
                found.push(rest.to_owned());
            }
            (Some(_), _) => return None,
            (None, _) => match found.last_mut() {
                Some(request) => {
                    request.push('\n');
                    request.push_str(line);
                }
                None => before.push(line),
            },
        }
    }
    (found.len() > 1).then(|| (before.join("\n"), found))
}

/// The number that a line begins with, and what follows it.
fn number(line: &str) -> Option<(Number, &str)> {
    let (first, rest) = digits(line)?;
    if let Some((second, rest)) = rest.strip_prefix(['.', '．']).and_then(digits) {
        let rest = rest
            .strip_prefix(['、', '.', '．'])
            .unwrap_or(rest)
            .trim_start();
        let goes_on = rest.starts_with(|c: char| !c.is_alphabetic() && !"（(“《【".contains(c));
        return (!rest.is_empty() && !goes_on).then_some((Number::Two(first, second), rest));
    }
    let text = rest.trim_start();
    let says = text.starts_with(|c: char| c.is_alphabetic() || "（(“《【".contains(c));
    (says && text.len() < rest.len()).then_some((Number::One(first), text))
}

fn digits(text: &str) -> Option<(u32, &str)> {
    let rest = text.trim_start_matches(|c| digit(c).is_some());
    let said = &text[..text.len() - rest.len()];
    let is_short = (1..=NO_DIGITS).contains(&said.chars().count());
    let value = said.chars().filter_map(digit);
    is_short.then(|| (value.fold(0, |no, digit| no * 10 + digit), rest))
}
