//! Numbered requests in one cell, read and written.

mod closing;
mod in_words;
mod line_numbers;
mod signs;
#[cfg(test)]
mod tests;

pub(super) use self::closing::is_formula;
use crate::text::{in_han, is_han_digit, of_han, tidy};

/// Most characters of a heading.
const HEADING_CHARS: usize = 16;
/// Characters around a number among which others of its kind are looked for.
const NEAR_CHARS: usize = 40;
/// What ends a cell whose texts are kept to the letter.
const END: &str = "完";

/// The numbered requests in one cell: each from its number to the next. A number at the beginning of a line counts as it
/// is; within a line numbers count only where they go on from the first without a gap (一、甲；二、乙). Text without
/// numbers is one request, and a lead-in before the first number belongs to none unless it says something of its own.
/// Neither does what closes a letter (此致, 以上建议，请…, who signed it).
pub(super) fn suggestions(text: &str) -> Vec<String> {
    if let Some(parts) = to_the_letter(text) {
        return parts;
    }
    let text = closing::without(text);
    let leads_in = |text: &str| text.ends_with(['：', ':']) || announces(text);
    if let Some((at, mut found)) = in_words::requests(text)
        && begins_numbered(text).is_none_or(|first| at < first)
    {
        let lead_in = text[..at].trim();
        if !lead_in.is_empty() && !leads_in(lead_in) && !in_words::introduces(lead_in) {
            found.insert(0, lead_in.to_owned());
        }
        return found;
    }
    let mut parts: Vec<(u32, String)> = Vec::new();
    let mut lead_in = String::new();
    let style = text
        .lines()
        .find_map(|line| marker(line.trim()).map(|(marker, _)| marker.style));
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        match marker(line).filter(|(found, _)| Some(found.style) == style) {
            Some((marker, rest)) => parts.push((marker.no, rest.trim().to_owned())),
            None => {
                let part = parts.last_mut().map_or(&mut lead_in, |(_, text)| text);
                if !part.is_empty() {
                    part.push('\n');
                }
                part.push_str(line);
            }
        }
    }
    let mut found: Vec<String> = match style {
        Some(style) if parts.first().is_some_and(|(no, _)| *no == 1) => within(style, &parts),
        _ => parts.into_iter().map(|(_, text)| text).collect(),
    };
    if found.is_empty()
        && let Some((before, inner)) =
            within_one(&lead_in).or_else(|| line_numbers::requests(&lead_in))
    {
        (lead_in, found) = (before, inner);
    }
    if found.is_empty() || !leads_in(&lead_in) {
        found.insert(0, lead_in);
    }
    found.retain(|part| !part.is_empty());
    found
}

/// Where the first number of a text stands, at the beginning of a line or within one.
fn begins_numbered(text: &str) -> Option<usize> {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        if marker(line.trim()).is_some() {
            return Some(from + line.len() - line.trim_start().len());
        }
        from += line.len();
    }
    let (before, _) = within_one(text)?;
    Some(before.len())
}

/// Writes requests into one cell, numbered so that reading it gives the same: as people do where that is unambiguous,
/// else in brackets that none of the texts has.
#[must_use]
pub fn numbered<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> String {
    let count = u32::try_from(texts.clone().count()).unwrap_or(u32::MAX);
    let usual = [
        Style::Digits,
        Style::Han,
        Style::HanInBrackets,
        Style::Sign('①'),
        Style::DigitsInBrackets,
    ];
    for style in usual {
        // Of those styles that number so many.
        if style.write(count).is_none() {
            continue;
        }
        let lines = (1..).zip(texts.clone());
        let lines = lines.filter_map(|(no, text)| Some(format!("{}{text}", style.write(no)?)));
        let cell = lines.collect::<Vec<_>>().join("\n");
        if suggestions(tidy(&cell).trim()).iter().eq(texts.clone()) {
            return cell;
        }
    }
    let longest = texts.clone().map(|text| {
        let runs = text.split(|c| c != '【').map(|run| run.chars().count());
        runs.max().unwrap_or(0)
    });
    let depth = 1 + longest.max().unwrap_or(0);
    let mark = |inner: &str| format!("{}{inner}{}", "【".repeat(depth), "】".repeat(depth));
    let lines = (1..).zip(texts);
    let lines = lines.map(|(no, text): (u32, _)| format!("{}{text}", mark(&no.to_string())));
    let mut lines: Vec<String> = lines.collect();
    lines.push(mark(END));
    lines.join("\n")
}

/// The texts of a cell that was written in brackets of their own.
fn to_the_letter(text: &str) -> Option<Vec<String>> {
    let depth = text.chars().take_while(|c| *c == '【').count();
    if depth == 0 {
        return None;
    }
    let mark = |inner: &str| format!("{}{inner}{}", "【".repeat(depth), "】".repeat(depth));
    let mut rest = text.strip_prefix(&mark("1"))?;
    let mut parts = vec![];
    for no in 2_u32.. {
        let Some((part, after)) = rest.split_once(&format!("\n{}", mark(&no.to_string()))) else {
            break;
        };
        parts.push(part.to_owned());
        rest = after;
    }
    let last = rest.strip_suffix(&format!("\n{}", mark(END)));
    parts.push(last.unwrap_or(rest).to_owned());
    parts.retain(|part| !part.trim().is_empty());
    Some(parts)
}

/// The same parts, those taken apart that go on counting within a line up to the number of the next part.
fn within(style: Style, parts: &[(u32, String)]) -> Vec<String> {
    let mut found = vec![];
    for (index, (no, text)) in parts.iter().enumerate() {
        let next = parts.get(index + 1).map(|(no, _)| *no);
        // What counts from one again counts parts of this request.
        if *no > 1 && next.is_none() && starts_again(text, style) {
            found.push(text.clone());
            continue;
        }
        let (first, more) = counted_on(text, style, no + 1);
        let end = no + 1 + u32::try_from(more.len()).unwrap_or(0);
        if more.is_empty() || next.is_some_and(|next| next != end) {
            found.push(text.clone());
            continue;
        }
        found.push(first);
        found.extend(more);
    }
    found
}

/// What stands before the first request, and the requests that are counted within the lines of a text; at least two.
fn within_one(text: &str) -> Option<(String, Vec<String>)> {
    let places = text.char_indices().map(|(at, _)| at);
    let (at, style) = places.into_iter().find_map(|at| {
        let (marker, _) = marker(&text[at..])?;
        (marker.no == 1 && may_begin(&text[..at], marker.style)).then_some((at, marker.style))
    })?;
    let (_, rest) = marker(&text[at..])?;
    let (first, more) = counted_on(rest.trim_start(), style, 2);
    if more.is_empty() {
        return None;
    }
    let mut found = vec![first];
    found.extend(more);
    Some((text[..at].trim().to_owned(), found))
}

/// Whether a text counts from one somewhere after its beginning.
fn starts_again(text: &str, style: Style) -> bool {
    text.char_indices().skip(1).any(|(at, _)| {
        let found = marker(&text[at..]);
        found.is_some_and(|(marker, rest)| {
            marker.style == style
                && marker.no == 1
                && may_go_on(&text[..at], &text[at..], marker, rest)
        })
    })
}

/// What stands before the number `next`, and what stands at it and at those that follow. Each is looked for where a
/// sentence begins, and where none does, within one.
fn counted_on(text: &str, style: Style, next: u32) -> (String, Vec<String>) {
    let places: Vec<(usize, u32, usize, bool)> = text
        .char_indices()
        .filter(|(at, _)| *at > 0)
        .filter_map(|(at, _)| {
            let (marker, rest) = marker(&text[at..])?;
            let before = &text[..at];
            let begins = may_begin(before, style);
            let counts = begins || may_go_on(before, &text[at..], marker, rest);
            let after = text.len() - rest.len();
            (marker.style == style && counts).then_some((at, marker.no, after, begins))
        })
        .collect();
    let mut starts: Vec<(usize, usize)> = vec![];
    for wanted in next.. {
        let from = starts.last().map_or(0, |(_, after)| *after);
        let mut these = places
            .iter()
            .filter(|(at, no, ..)| *at >= from && *no == wanted);
        let first = these.clone().next();
        let Some((at, _, after, _)) = these.find(|(.., begins)| *begins).or(first) else {
            break;
        };
        starts.push((*at, *after));
    }
    let end = |index: usize| starts.get(index).map_or(text.len(), |(at, _)| *at);
    let bare = |part: &str, is_last: bool| {
        let part = part.trim();
        let part = if is_last {
            part
        } else {
            part.trim_end_matches(['；', ';', '，'])
        };
        part.trim_end().to_owned()
    };
    let first = bare(&text[..end(0)], starts.is_empty());
    let more = starts
        .iter()
        .enumerate()
        .map(|(index, (_, after))| bare(&text[*after..end(index + 1)], index + 1 == starts.len()));
    (first, more.collect())
}

/// Whether a number may stand after this: behind the end of a sentence, or apart from it.
fn may_begin(before: &str, style: Style) -> bool {
    let bare = before.trim_end();
    let Some(last) = bare.chars().next_back() else {
        return true;
    };
    let is_apart = bare.len() < before.len();
    "；;。！!？?：:，".contains(last)
        || announces(bare)
        || is_apart && !last.is_ascii_alphanumeric()
        || matches!(style, Style::Sign(_)) && signs::read(last).is_none() && last != '、'
}

/// Whether a text says that requests follow.
fn announces(text: &str) -> bool {
    let is_short = text.chars().nth(HEADING_CHARS).is_none();
    is_short && (text.ends_with("建议") || text.ends_with("如下"))
}

/// Whether a number that goes on counting may stand within a sentence: in brackets, or as digits; not where it refers to
/// something (第（二）条, 附件2、附件3).
fn may_go_on(before: &str, at: &str, found: Marker, rest: &str) -> bool {
    let may = match found.style {
        Style::HanInBrackets | Style::Digits => true,
        // The end of a bracket that holds more than the number counts nothing.
        Style::DigitsInBrackets => at.starts_with(['（', '(']),
        Style::Han | Style::Sign(_) => false,
    };
    let Some(last) = before.chars().next_back().filter(|_| may) else {
        return false;
    };
    let refers = last.is_ascii()
        || last.is_numeric()
        || "、和及与或至到～—－第条款项目章节号件表图例见按照据由周期月日年路楼栋室班级）（"
            .contains(last);
    let is_referred_to =
        rest.starts_with(|c: char| "、和及与或至到～—－条款项目的中所规".contains(c));
    // 类别1、类别2、类别3
    let beside = |text: &str, no: u32| text.contains(&format!("{last}{no}"));
    let near: String = before.chars().rev().take(NEAR_CHARS).collect();
    let near: String = near.chars().rev().collect();
    let behind: String = rest.chars().take(NEAR_CHARS).collect();
    let is_one_of_several =
        beside(&near, found.no.saturating_sub(1)) || beside(&behind, found.no + 1);
    !(refers || is_referred_to || is_one_of_several)
}

/// The requests in the part of a body that is headed 建议, up to the heading of the next part; where no part is, those
/// that are counted 建议一：, or that are counted behind 建议：; else none.
pub(super) fn suggestions_in_body(body: &str) -> Vec<String> {
    let is_heading = |line: &str| {
        let bare = marker(line).map_or(line, |(_, rest)| rest);
        let bare = bare
            .trim()
            .trim_start_matches('【')
            .trim_end_matches(['】', '：', ':', '。']);
        bare.ends_with("建议") && bare.chars().count() <= HEADING_CHARS
    };
    let mut found = None;
    let mut end = 0;
    for line in body.split_inclusive('\n') {
        end += line.len();
        if is_heading(line.trim()) {
            found = Some((end, marker(line.trim()).map(|(marker, _)| marker)));
        }
    }
    match found {
        Some((start, heading)) => suggestions(part_headed(heading, &body[start..])),
        None => {
            let found = in_words::in_body(closing::without(body));
            match found.is_empty() {
                true => introduced(body),
                false => found,
            }
        }
    }
}

/// The requests behind the last 建议： that is followed by them, in its line or in the lines after it; two at least.
fn introduced(body: &str) -> Vec<String> {
    let colons = body.char_indices().rev();
    let mut colons = colons.filter(|(_, c)| matches!(c, '：' | ':'));
    let found = colons.find_map(|(at, colon)| {
        let before = body[..at].trim_end();
        let announces = ["建议", "建议如下", "建议是", "建议有"];
        if !announces.iter().any(|end| before.ends_with(end)) {
            return None;
        }
        let rest = body[at + colon.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
        let line = rest.lines().next().unwrap_or_default().trim();
        let text = match line.is_empty() {
            true => rest.trim_start(),
            false => line,
        };
        let begins = marker(text).is_some_and(|(marker, _)| marker.no == 1);
        let found = match begins || in_words::begins(text) {
            true => suggestions(text),
            false => vec![],
        };
        (found.len() > 1).then_some(found)
    });
    found.unwrap_or_default()
}

/// What follows a heading with this number, up to the next of its kind.
fn part_headed(heading: Option<Marker>, text: &str) -> &str {
    let Some(heading) = heading else { return text };
    let mut end = 0;
    let mut has_own = false;
    for line in text.split_inclusive('\n') {
        let found = marker(line.trim()).filter(|(found, _)| found.style == heading.style);
        // Requests that are counted like the headings begin at one again.
        has_own |= found.is_some_and(|(found, _)| found.no == 1);
        if found.is_some_and(|(found, _)| found.no == heading.no + 1) && !has_own && end > 0 {
            return &text[..end];
        }
        end += line.len();
    }
    text
}

/// Whether a text begins with a number such as 2. or （二）.
pub(super) fn is_numbered(text: &str) -> bool {
    marker(text).is_some()
}

/// What follows the number that a text begins with.
pub(super) fn without_number(text: &str) -> Option<&str> {
    marker(text).map(|(_, rest)| rest)
}

/// How requests are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 一、
    Han,
    /// （一）
    HanInBrackets,
    /// 1. 1、
    Digits,
    /// (1) 1)
    DigitsInBrackets,
    /// ① ⑴ ⒈ ㈠: a sign of its own for each number, of the row that begins with this one.
    Sign(char),
}

impl Style {
    /// The number as it is written; none where the style does not reach so far.
    fn write(self, no: u32) -> Option<String> {
        Some(match self {
            Self::Han => format!("{}、", in_han(no)?),
            Self::HanInBrackets => format!("（{}）", in_han(no)?),
            Self::Digits => format!("{no}. "),
            Self::DigitsInBrackets => format!("({no}) "),
            Self::Sign(row) => signs::write(row, no).map(String::from)?,
        })
    }
}

/// The number that a text begins with.
#[derive(Debug, Clone, Copy)]
struct Marker {
    style: Style,
    no: u32,
}

/// A digit, narrow or wide.
pub(super) fn digit(c: char) -> Option<u32> {
    let wide = u32::from(c).checked_sub(u32::from('０'));
    c.to_digit(10).or(wide.filter(|digit| *digit < 10))
}

/// The number that a text begins with, and what follows it.
fn marker(text: &str) -> Option<(Marker, &str)> {
    let found = |style, no, rest| Some((Marker { style, no }, rest));
    let first = text.chars().next()?;
    if let Some((row, no)) = signs::read(first) {
        let rest = &text[first.len_utf8()..];
        let rest = rest.strip_prefix(['、', '.', '．']).unwrap_or(rest);
        return found(Style::Sign(row), no, rest);
    }
    let (bracket, inner) = match text.strip_prefix(['（', '(']) {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let by_han = digit(inner.chars().next()?).is_none();
    let rest = inner.trim_start_matches(|c: char| match by_han {
        true => is_han_digit(c),
        false => digit(c).is_some(),
    });
    let number = &inner[..inner.len() - rest.len()];
    if !(1..=3).contains(&number.chars().count()) {
        return None;
    }
    let no = match by_han {
        true => of_han(number)?,
        false => number
            .chars()
            .filter_map(digit)
            .fold(0, |no, digit| no * 10 + digit),
    };
    let after = |marks: &[char]| rest.strip_prefix(marks);
    match (bracket, by_han) {
        (true, true) => found(Style::HanInBrackets, no, after(&['）', ')'])?),
        (true, false) => found(Style::DigitsInBrackets, no, after(&['）', ')'])?),
        (false, true) => {
            let rest = after(&['、', '.', '．', '，'])?;
            // 一、二级医院 counts hospitals, not requests.
            if rest.starts_with(is_han_digit) {
                return None;
            }
            found(Style::Han, no, rest)
        }
        (false, false) => {
            if let Some(rest) = after(&['）', ')']) {
                return found(Style::DigitsInBrackets, no, rest);
            }
            let rest = after(&['、', '.', '．'])?;
            // 1.5 is a number, not the first point.
            if rest.starts_with(|c: char| digit(c).is_some()) {
                return None;
            }
            found(Style::Digits, no, rest)
        }
    }
}
