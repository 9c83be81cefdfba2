//! What single cells of a list mean.

use super::list_row::Renamed;
use crate::calendar::Date;
use crate::case::{Consent, Kind, Timing};
use crate::ids::UnitCode;
use crate::lang::{Lang, Word};
use crate::lists::CellFault;
use crate::org::{Named, UnitNames};
use unicode_normalization::UnicodeNormalization as _;

/// Most characters of a heading.
const HEADING_CHARS: usize = 16;

/// The kind of proposal that a list names.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let key = key(text);
    if let Some(kind) = by_word(&key) {
        return Some(kind);
    }
    Some(match key.trim_end_matches("提案") {
        "个人" | "委员个人" | "委员" => Kind::Individual,
        "联名" | "委员联名" => Kind::Joint,
        "党派" | "民主党派" | "党派团体" => Kind::Party,
        "界别" => Kind::Sector,
        "专委会" | "专门委员会" | "专委" => Kind::SpecialCommittee,
        "团体" | "人民团体" | "组织" => Kind::Organisation,
        "委员小组" | "小组" | "界别小组" | "集体" => Kind::Group,
        _ => return None,
    })
}

/// What the proposers say about publication, as lists say it.
pub(super) fn consent(text: &str) -> Option<Consent> {
    let key = key(text);
    if let Some(consent) = by_word(&key) {
        return Some(consent);
    }
    Some(match key.as_str() {
        "是" | "同意" | "公开" | "可以公开" | "全文公开" | "yes" => Consent::Agreed,
        "不公开姓名" | "隐去姓名" | "匿名公开" | "仅公开内容" => {
            Consent::NamesWithheld
        }
        "否" | "不同意" | "不公开" | "不宜公开" | "no" => Consent::Refused,
        _ => return None,
    })
}

/// When a list says that a proposal was submitted.
pub(super) fn timing(text: &str) -> Option<Timing> {
    let key = key(text);
    if let Some(timing) = by_word(&key) {
        return Some(timing);
    }
    Some(match key.trim_end_matches("提案") {
        "大会" | "会上" | "会议期间" | "全会" | "大会期间" => Timing::InSession,
        "平时" | "会后" | "闭会" | "闭会期间" | "会外" => Timing::BetweenSessions,
        _ => return None,
    })
}

fn key(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The value whose code or word it is.
fn by_word<W: Word>(wanted: &str) -> Option<W> {
    W::all().iter().copied().find(|word| {
        [word.code(), word.say(Lang::Zh), word.say(Lang::En)]
            .iter()
            .any(|known| key(known) == wanted)
    })
}

/// Names of units in one cell.
pub(super) fn unit_names(text: &str) -> impl Iterator<Item = &str> {
    let separates =
        |c: char| matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '／') || c.is_whitespace();
    text.split(separates)
        .map(|name| name.strip_suffix('等').unwrap_or(name))
        .filter(|name| !name.is_empty())
}

/// Adds the units that a cell names to `units`, and to `renamed` those that it calls by an older name; `fault` is told
/// what is wrong with a name. The day of the list says what its units were called.
pub(super) fn units(
    known: &UnitNames,
    text: &str,
    on: Option<Date>,
    (units, renamed): (&mut Vec<UnitCode>, &mut Vec<Renamed>),
    mut fault: impl FnMut(&str, CellFault, Vec<String>),
) {
    for name in unit_names(text) {
        match known.find(name, on) {
            Named::Ambiguous(several) => fault(name, CellFault::AmbiguousUnit, several),
            Named::Unknown(like) => fault(name, CellFault::UnknownUnit, like),
            Named::Unit(code) | Named::Former(code, _) if units.contains(&code) => {
                fault(name, CellFault::UnitTwice, vec![]);
            }
            Named::Unit(code) => units.push(code),
            Named::Former(code, until) => {
                renamed.push(Renamed {
                    former: name.to_owned(),
                    until,
                    today: known.name(&code).to_owned(),
                });
                units.push(code);
            }
        }
    }
}

/// The numbered requests in one cell: each from its number to the next. Text without numbers is one request, and a
/// lead-in before the first number belongs to none unless it says something of its own.
pub(super) fn suggestions(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut lead_in = String::new();
    let style = text
        .lines()
        .find_map(|line| numbering(line.trim()).map(|(style, _)| style));
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        match numbering(line).filter(|(found, _)| Some(*found) == style) {
            Some((_, rest)) => parts.push(rest.trim().to_owned()),
            None => {
                let part = parts.last_mut().unwrap_or(&mut lead_in);
                if !part.is_empty() {
                    part.push('\n');
                }
                part.push_str(line);
            }
        }
    }
    if parts.is_empty() || !lead_in.is_empty() && !lead_in.ends_with(['：', ':']) {
        parts.insert(0, lead_in);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The requests in the part of a body that is headed 建议; none where no part is.
pub(super) fn suggestions_in_body(body: &str) -> Vec<String> {
    let is_heading = |line: &str| {
        let bare = numbering(line).map_or(line, |(_, rest)| rest);
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
            found = Some(end);
        }
    }
    found.map_or_else(Vec::new, |start| suggestions(&body[start..]))
}

/// How a line is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    /// 一、
    Han,
    /// （一）
    HanInBrackets,
    /// 1. 1、
    Digits,
    /// (1) 1)
    DigitsInBrackets,
    /// ①
    Circled,
}

/// The number that a line begins with, and what follows it.
fn numbering(line: &str) -> Option<(Numbering, &str)> {
    if let Some(rest) = line.strip_prefix(|c| ('①'..='⑳').contains(&c)) {
        return Some((Numbering::Circled, rest));
    }
    let (bracket, inner) = match line.strip_prefix(['（', '(']) {
        Some(inner) => (true, inner),
        None => (false, line),
    };
    let is_han = |c: char| "一二三四五六七八九十".contains(c);
    let han = !inner.starts_with(|c: char| c.is_ascii_digit());
    let rest = inner.trim_start_matches(|c: char| if han { is_han(c) } else { c.is_ascii_digit() });
    let length = inner[..inner.len() - rest.len()].chars().count();
    if !(1..=3).contains(&length) {
        return None;
    }
    let after = |marks: &[char]| rest.strip_prefix(marks);
    match (bracket, han) {
        (true, true) => after(&['）', ')']).map(|rest| (Numbering::HanInBrackets, rest)),
        (true, false) => after(&['）', ')']).map(|rest| (Numbering::DigitsInBrackets, rest)),
        (false, true) => after(&['、', '.', '．', '，']).map(|rest| (Numbering::Han, rest)),
        (false, false) => {
            if let Some(rest) = after(&['）', ')']) {
                return Some((Numbering::DigitsInBrackets, rest));
            }
            // 1.5 is a number, not the first point.
            after(&['、', '.', '．'])
                .filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
                .map(|rest| (Numbering::Digits, rest))
        }
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn kinds_and_timings_are_known_by_their_usual_names() {
        for (text, kind_meant) in [
            ("个人提案", Kind::Individual),
            ("个人", Kind::Individual),
            ("委员联名提案", Kind::Joint),
            ("联名", Kind::Joint),
            ("民主党派", Kind::Party),
            ("界别", Kind::Sector),
            ("专门委员会提案", Kind::SpecialCommittee),
            ("人民团体", Kind::Organisation),
            ("委员小组", Kind::Group),
            ("special_committee", Kind::SpecialCommittee),
            ("Special Committee", Kind::SpecialCommittee),
            ("个 人", Kind::Individual),
        ] {
            assert_eq!(kind(text), Some(kind_meant), "{text}");
        }
        assert_eq!(kind("其他"), None);
        assert_eq!(timing("大会提案"), Some(Timing::InSession));
        assert_eq!(timing("闭会期间"), Some(Timing::BetweenSessions));
        assert_eq!(timing("in session"), Some(Timing::InSession));
        assert_eq!(timing("2023"), None);
    }

    #[test]
    fn numbered_requests_come_apart_with_their_paragraphs() {
        assert_eq!(
            suggestions("一、加强规划。\n细则如下。\n二、增加投入。"),
            ["加强规划。\n细则如下。", "增加投入。"]
        );
        assert_eq!(suggestions("1. 甲\n2. 乙\n10、丙"), ["甲", "乙", "丙"]);
        assert_eq!(
            suggestions("（一）甲\n1. 甲之一\n（二）乙"),
            ["甲\n1. 甲之一", "乙"]
        );
        assert_eq!(suggestions("① 甲\n② 乙"), ["甲", "乙"]);
        assert_eq!(suggestions("为此，建议：\n1、甲\n2、乙"), ["甲", "乙"]);
        assert_eq!(
            suggestions("应当重视此事。\n1、甲"),
            ["应当重视此事。", "甲"]
        );
        assert_eq!(
            suggestions("加强管理\n并加大投入"),
            ["加强管理\n并加大投入"]
        );
        assert_eq!(suggestions("一是加强规划"), ["一是加强规划"]);
        assert_eq!(suggestions("1.5亿元应当落实"), ["1.5亿元应当落实"]);
        assert!(suggestions(" \n ").is_empty());
    }

    #[test]
    fn requests_are_found_in_the_body_under_their_heading() {
        let body = "一、基本情况\n老龄化加快。\n二、存在问题\n1. 设施不足\n三、具体建议\n1. 加强规划\n2. 增加投入";
        assert_eq!(suggestions_in_body(body), ["加强规划", "增加投入"]);
        assert_eq!(
            suggestions_in_body("情况\n建议：\n（一）甲\n（二）乙"),
            ["甲", "乙"]
        );
        assert_eq!(suggestions_in_body("【建议】\n加强管理"), ["加强管理"]);
        assert!(suggestions_in_body("我建议加强管理").is_empty());
    }

    #[test]
    fn units_in_a_cell_come_apart() {
        let split: Vec<&str> =
            unit_names("市教育局、市财政局，市民政局;市水务局\n市公安局 市统计局等").collect();
        assert_eq!(
            split,
            [
                "市教育局",
                "市财政局",
                "市民政局",
                "市水务局",
                "市公安局",
                "市统计局"
            ]
        );
    }
}
