//! Cells that name persons: several in a cell, with labels, counts and remarks beside them.

mod remarks;

pub(crate) use remarks::PARTIES;

use unicode_normalization::UnicodeNormalization;

use super::han::of_han;
use super::marks::is_han;
use super::names::{is_name_dot, normalise_name};

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '、' | '，'
            | ','
            | '；'
            | ';'
            | '/'
            | '／'
            | '|'
            | '｜'
            | '+'
            | '＋'
            | '&'
            | '＆'
            | '\n'
            | '\r'
            | '\t'
    ) || matches!(
        c,
        '\u{FE10}' | '\u{FE11}' | '\u{FE14}' | '\u{FE50}' | '\u{FE51}' | '\u{FE54}' | '\u{FF64}'
    )
}

/// What stands before names, with whether it is the first proposer's; longer ones before those they begin with.
const LABELS: [(&str, bool); 23] = [
    ("第一提案人", true),
    ("领衔提案人", true),
    ("联名提案人", false),
    ("附议提案人", false),
    ("其他提案人", false),
    ("共同提案人", false),
    ("第一提案者", true),
    ("提案人", true),
    ("提案者", true),
    ("提案委员", true),
    ("政协委员", false),
    ("领衔委员", true),
    ("第一联名人", false),
    ("领衔人", true),
    ("领衔", true),
    ("联名委员", false),
    ("附议委员", false),
    ("联名人", false),
    ("联名者", false),
    ("联名", false),
    ("附议人", false),
    ("附议", false),
    ("委员", false),
];
/// Labels of fewer characters stand at the beginning or behind a mark only.
const LABEL_CHARS: usize = 3;
/// What the names of bodies end with: a 和 in them joins no persons.
const BODIES: &str = "局委会部组党社界别团室处科盟联司院校办中心站所队协企业厂店街镇乡村区市县省";
/// What joins names without a mark.
const JOINS: [&str; 4] = ["以及", "和", "及", "与"];
/// Most characters of a text that is taken apart at such words.
const JOINED_CHARS: usize = 24;

/// Whom a cell names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Persons {
    /// Their names, each once, as [`normalise_name`] gives them: in order, but whoever is called the first proposer first.
    pub names: Vec<String>,
    /// Where it counts people and does not name all of them.
    pub counted: Option<Counted>,
    /// What was not read as it stands there, with the name it was taken for: 张三（民盟）, 李 四光.
    pub read_as: Vec<(String, String)>,
    /// Names of which nobody can be sure: of one character, or with a bracket that may be a remark.
    pub doubtful: Vec<String>,
}

/// 等5人 and the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// As it is written.
    pub said: String,
    /// How many there are with those that are named; none where it does not say.
    pub all: Option<u32>,
}

/// Splits a cell that names one or more persons, in order, each once, as [`normalise_name`] gives them; as [`persons`].
#[must_use]
pub fn split_persons(cell: &str) -> Vec<String> {
    persons(cell, |_| false).names
}

/// Whom a cell names.
///
/// Separators are 、 ， , ； ; / | + & and line breaks, outside of brackets. White space separates Han names (`张三　李四`) but
/// not the padded characters of one name (`张　三`), a single character from the rest of its name (`李 四光`), the parts of a
/// Latin name, or what stands beside the dot of a minority name. 和, 及 and 与 separate where there is one way to read names on
/// both sides, or one with most names that `is_known`. Labels (`联名：`), remarks of the office (`（执笔）`), what somebody belongs
/// to (`（民盟）`) and a count at the end (`张三、李四等5人`) are no names.
#[must_use]
pub fn persons(cell: &str, is_known: impl Fn(&str) -> bool) -> Persons {
    let mut found = Persons::default();
    let mut first: Vec<String> = vec![];
    for (of_first, text) in labelled(cell) {
        for part in split_at_separators(text) {
            let (part, counted) = without_count(part.trim(), &is_known);
            found.counted = counted.or(found.counted);
            for Named { name, apart } in split_at_spaces(part, &is_known) {
                let whole = normalise_name(&name);
                let bare = remarks::without_remarks(&whole, &is_known);
                let names = split_at_joins(bare.name, &is_known);
                if apart.is_some() || bare.left_out {
                    let said = apart.unwrap_or(name);
                    found.read_as.push((said, bare.name.to_owned()));
                }
                let doubtful = names
                    .iter()
                    .filter(|name| is_single(name) || remarks::is_doubtful(name, &is_known));
                found.doubtful.extend(doubtful.cloned());
                let put = match of_first || bare.is_first {
                    true => &mut first,
                    false => &mut found.names,
                };
                put.extend(names);
            }
        }
    }
    first.append(&mut found.names);
    for name in first {
        if !name.is_empty() && !found.names.contains(&name) {
            found.names.push(name);
        }
    }
    found
}

/// The parts of a cell behind labels, each with whether its label is the first proposer's.
fn labelled(cell: &str) -> Vec<(bool, &str)> {
    let mut parts = vec![];
    let (mut start, mut of_first) = (0, false);
    let mut held_until = 0;
    for (at, _) in cell.char_indices() {
        if at < held_until {
            continue;
        }
        if let Some(length) = bracket_length(&cell[at..]) {
            held_until = at + length;
            continue;
        }
        let before = cell[..at].chars().next_back();
        let is_apart = before.is_none_or(|c| !c.is_alphanumeric());
        let may_stand = |label: &str| is_apart || label.chars().count() >= LABEL_CHARS;
        let mut labels = LABELS.iter().filter(|(label, _)| may_stand(label));
        let found = labels.find_map(|(label, is_first)| {
            let rest = cell[at..].strip_prefix(label)?.trim_start();
            let rest = rest.strip_prefix(['：', ':'])?;
            Some((cell.len() - rest.len(), *is_first))
        });
        if let Some((after, is_first)) = found {
            parts.push((of_first, &cell[start..at]));
            (start, of_first) = (after, is_first);
            held_until = after;
        }
    }
    parts.push((of_first, &cell[start..]));
    parts
}

/// Cuts off `等5人`, `等 12 名委员` and the like, and `等` behind the name of a member.
fn without_count<'t>(
    part: &'t str,
    is_known: &impl Fn(&str) -> bool,
) -> (&'t str, Option<Counted>) {
    if let Some(names) = part.strip_suffix('等')
        && is_known(&normalise_name(
            names.rsplit(char::is_whitespace).next().unwrap_or(names),
        ))
    {
        let counted = Counted {
            said: "等".to_owned(),
            all: None,
        };
        return (names.trim_end(), Some(counted));
    }
    let rest = ["联名", "委员", "人", "名", "位"]
        .iter()
        .fold(part, |rest, tail| rest.trim_end_matches(tail));
    if rest.len() == part.len() {
        return (part, None);
    }
    let is_number =
        |c: char| c.is_numeric() || "〇零一二三四五六七八九十百两".contains(c) || c.is_whitespace();
    let head = rest.trim_end_matches(is_number);
    let number = rest[head.len()..].trim();
    let Some(names) = head.strip_suffix('等') else {
        return (part, None);
    };
    let names = names.trim_end();
    // 王等人 may be a name.
    if number.is_empty() && names.chars().count() == 1 {
        return (part, None);
    }
    let digits: String = number.nfkc().collect();
    let counted = Counted {
        said: part[names.len()..].trim().to_owned(),
        all: digits.parse().ok().or_else(|| of_han(number)),
    };
    (names, Some(counted))
}

/// The names in 张三和李四, where that is the one way to read it.
fn split_at_joins(text: &str, is_known: &impl Fn(&str) -> bool) -> Vec<String> {
    let whole = || vec![text.to_owned()];
    let is_joined = JOINS.iter().any(|join| text.contains(join));
    let is_body = text.ends_with(|c| BODIES.contains(c));
    if !is_joined || is_body || text.chars().count() > JOINED_CHARS || is_known(text) {
        return whole();
    }
    let mut readings = readings(text, is_known);
    readings.retain(|names| names.len() > 1);
    let known = |names: &Vec<&str>| names.iter().filter(|name| is_known(name)).count();
    let most = readings.iter().map(known).max().unwrap_or(0);
    readings.retain(|names| known(names) == most);
    match readings.as_slice() {
        [names] => names.iter().map(|name| (*name).to_owned()).collect(),
        _ => whole(),
    }
}

/// Every way to read a text as names with words between them.
fn readings<'t>(text: &'t str, is_known: &impl Fn(&str) -> bool) -> Vec<Vec<&'t str>> {
    let is_name = |text: &str| may_be_name(text) || is_known(text);
    let mut found = vec![];
    if is_name(text) {
        found.push(vec![text]);
    }
    for (at, _) in text.char_indices() {
        let join = JOINS.iter().find(|join| text[at..].starts_with(**join));
        let Some(join) = join.filter(|_| !text[..at].ends_with('以') && is_name(&text[..at]))
        else {
            continue;
        };
        for mut more in readings(&text[at + join.len()..], is_known) {
            more.insert(0, &text[..at]);
            found.push(more);
        }
    }
    found
}

/// Whether a text looks like one name: two to four Han characters, or such parts with the dot between them.
fn may_be_name(text: &str) -> bool {
    let says_more = ["委员", "其他", "全体", "等"];
    if says_more.iter().any(|word| text.contains(word)) {
        return false;
    }
    let mut parts = text.split(is_name_dot);
    let is_part = |part: &str, most: usize| {
        (2..=most).contains(&part.chars().count()) && part.chars().all(is_han)
    };
    match text.contains(is_name_dot) {
        true => parts.all(|part| is_part(part, 8)),
        false => is_part(text, 4),
    }
}

/// The length of the bracket that `text` starts with, without its closing character. A bracket that nobody closes holds
/// nothing together.
fn bracket_length(text: &str) -> Option<usize> {
    if text.starts_with(['（', '(']) {
        text.find(['）', ')'])
    } else {
        None
    }
}

/// Parts between separators that stand outside of brackets.
fn split_at_separators(cell: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut held_until = 0;
    for (at, c) in cell.char_indices() {
        if at < held_until {
            continue;
        }
        if let Some(length) = bracket_length(&cell[at..]) {
            held_until = at + length;
        } else if is_separator(c) {
            parts.push(&cell[start..at]);
            start = at + c.len_utf8();
        }
    }
    parts.push(&cell[start..]);
    parts
}

/// A run without white space and how much white space stands before it.
struct Run<'a> {
    text: &'a str,
    gap: usize,
}

fn runs(part: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    let mut gap = 0;
    let mut start = None;
    let mut held_until = 0;
    for (at, c) in part.char_indices() {
        if let Some(length) = bracket_length(&part[at..]) {
            held_until = held_until.max(at + length);
        }
        if c.is_whitespace() && at >= held_until {
            if let Some(from) = start.take() {
                found.push(Run {
                    text: &part[from..at],
                    gap,
                });
                gap = 0;
            }
            // Two half-width spaces pad as much as one full-width space.
            gap += if c == '\u{3000}' { 2 } else { 1 };
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        found.push(Run {
            text: &part[from..],
            gap,
        });
    }
    found
}

/// A name between gaps of white space.
struct Named {
    name: String,
    /// As it stands there, where its parts were put together though they are not of one character each: 李 四光.
    apart: Option<String>,
}

impl Named {
    const fn of(name: String) -> Self {
        Self { name, apart: None }
    }

    fn together(one: &Run<'_>, other: &Run<'_>) -> Self {
        Self {
            name: format!("{}{}", one.text, other.text),
            apart: Some(format!("{} {}", one.text, other.text)),
        }
    }
}

/// Decides at each gap of white space whether it separates names or pads one.
fn split_at_spaces(part: &str, is_known: &impl Fn(&str) -> bool) -> Vec<Named> {
    let runs = runs(part);
    if let Some(name) = one_name(&runs, is_known) {
        return vec![name];
    }
    let mut names: Vec<Named> = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let singles = runs[at..]
            .iter()
            .enumerate()
            .take_while(|(index, run)| {
                is_single(run.text) && (*index == 0 || run.gap == runs[at + 1].gap)
            })
            .count();
        if singles >= 2 && joins_as_pairs(&runs, at, singles) {
            // 张　三 is one person, 张　三　李　四 are two, 欧　阳　修 is one again.
            let mut left = singles;
            while left > 0 {
                let take = if left == 3 { 3 } else { left.min(2) };
                let from = at + singles - left;
                let name = runs[from..from + take].iter().map(|run| run.text).collect();
                names.push(Named::of(name));
                left -= take;
            }
            at += singles;
            continue;
        }
        if let Some(name) = runs
            .get(at..at + 2)
            .and_then(|two| known_together(two, is_known))
        {
            names.push(name);
            at += 2;
            continue;
        }
        let run = &runs[at];
        match names.last_mut() {
            Some(last) if at > 0 && belongs_together(&last.name, run.text) => {
                last.name.push(' ');
                last.name.push_str(run.text);
            }
            _ => names.push(Named::of(run.text.to_owned())),
        }
        at += 1;
    }
    names
}

/// Most characters of a name that is put together from one character and the rest of it.
const PUT_TOGETHER: usize = 3;

/// 李 四光 and 欧阳 修: nobody is called by one character alone.
fn one_name(runs: &[Run<'_>], is_known: &impl Fn(&str) -> bool) -> Option<Named> {
    let [one, other] = runs else { return None };
    let is_part = |text: &str| text.chars().all(is_han) && !is_known(text);
    let together = Named::together(one, other);
    let is_odd = is_single(one.text) != is_single(other.text);
    let is_short = together.name.chars().count() <= PUT_TOGETHER;
    (is_odd && is_short && is_part(one.text) && is_part(other.text)).then_some(together)
}

/// The name of a member that two parts make, where they are not members both.
fn known_together(two: &[Run<'_>], is_known: &impl Fn(&str) -> bool) -> Option<Named> {
    let [one, other] = two else { return None };
    let together = Named::together(one, other);
    let name = &together.name;
    let are_both = is_known(one.text) && is_known(other.text);
    let may = name.chars().all(is_han) && is_known(name) && !are_both;
    may.then_some(together)
}

/// Whether the gap inside these single characters may be padding: one with a wider gap after it than inside is
/// surely, and so are single characters, for which there is no other reading.
fn joins_as_pairs(runs: &[Run<'_>], at: usize, singles: usize) -> bool {
    runs.get(at + singles)
        .is_none_or(|next| !is_single(next.text) || next.gap >= runs[at + 1].gap)
}

/// One Han character alone.
fn is_single(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// True where white space between two runs is inside one name: beside the dot, a bracket, or anything that is not Han.
fn belongs_together(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let is_latin = |c: char| c.is_alphanumeric() && !is_han(c);
    is_name_dot(last)
        || is_name_dot(first)
        || matches!(first, '（' | '(')
        || is_latin(last) && is_latin(first)
}

#[cfg(test)]
mod tests;
