//! Rows that are no entry of a list: totals, notes and signatures below it, headings between its parts, and what a printed
//! page says again.

mod label;
mod totals;

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use self::label::{Label, label};
use self::totals::{is_count, is_totals};
use super::cell::{Cell, Row, Sheet};
use super::dates;
use super::header::{Columns, Header};
use super::suggestions::is_formula;
use crate::lists::PassedOver;

/// Most characters of a heading.
const HEADING_CHARS: usize = 12;
/// Characters of a cell that are looked at: texts of proposals are long.
const COMPARED_CHARS: usize = 160;
/// Most characters of a value beside a label that has no colon.
const VALUE_CHARS: usize = 12;

/// The rows below a header, each with the reason why it is no entry, if it is none. `main` is the column that names an
/// entry, and `own` are the others that hold something of its own.
pub(super) fn sift<'a, C: Columns>(
    sheet: &'a Sheet,
    header: &Header<C>,
    main: C,
    own: &[C],
) -> Vec<(&'a Row, Option<PassedOver>)> {
    let rows = sheet.rows.get(header.first..).unwrap_or_default();
    let sieve = Sieve {
        known: header.columns.keys().copied().collect(),
        main: header.of(main).collect(),
        own: own.iter().flat_map(|column| header.of(*column)).collect(),
    };
    let last = header.texts.keys().next_back().copied();
    let mut after_note = false;
    let sifted = rows.iter().enumerate().map(|(index, row)| {
        // A line such as 单位：件 may stand between them.
        let below = |index: usize| rows.iter().skip(index + 1).take(2);
        let repeats_header = |row: &Row| header.is_again(row);
        let is_title = || is_page_title(row) && below(index).any(repeats_header);
        let why = if repeats_header(row) || is_title() {
            Some(PassedOver::Header)
        } else if after_note && sieve.goes_on_with_note(row) {
            Some(PassedOver::Note)
        } else {
            sieve.why(row)
        };
        after_note = why == Some(PassedOver::Note);
        (row, why)
    });
    let mut sifted: Vec<(&Row, Option<PassedOver>)> = sifted.collect();
    for index in (0..sifted.len()).rev() {
        let (row, why) = sifted[index];
        if why.is_none() {
            let above = sifted[..index].iter().map(|(row, _)| *row);
            if !sieve.is_remark(row, last, above) {
                // What stands between entries is one that lacks something.
                break;
            }
            sifted[index].1 = Some(PassedOver::Note);
        }
    }
    sifted
}

/// Whether a row of a table begins as totals or a note below it does.
pub(crate) fn is_footer<'a>(mut cells: impl Iterator<Item = &'a str>) -> bool {
    let first = cells.find(|cell| !cell.trim().is_empty());
    first.is_some_and(|first| {
        let first = plain_text(first);
        is_totals(&first) || label(&first).is_some()
    })
}

/// The columns of a list, by what they tell of a row.
struct Sieve {
    known: BTreeSet<u32>,
    main: BTreeSet<u32>,
    own: BTreeSet<u32>,
}

/// What a cell may say in a row that is no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// 合计, 共 2 件
    Totals,
    /// 填表人：王五, or what stands beside such a label.
    Note,
    /// 2, 2件
    Count,
    /// 2023年4月10日
    Day,
    /// Anything else: what an entry says.
    Own,
}

impl Sieve {
    fn why(&self, row: &Row) -> Option<PassedOver> {
        let said = said(row);
        let (_, says_first, text) = said.first()?;
        let is_own = |at: &u32| self.main.contains(at) || self.own.contains(at);
        let has_own = said
            .iter()
            .any(|(at, says, _)| *says == Says::Own && is_own(at));
        if said.len() == 1 {
            if *says_first == Says::Day || is_signed_on_day(text) {
                return Some(PassedOver::Note);
            }
            if *says_first == Says::Own && is_heading(text) {
                return Some(PassedOver::Heading);
            }
        }
        if has_own {
            return self.is_signature(&said).then_some(PassedOver::Note);
        }
        // A serial number begins an entry, whatever it is called.
        let begins = match says_first {
            Says::Count => None,
            Says::Own | Says::Day => said.iter().find(|(at, ..)| self.main.contains(at)),
            Says::Totals | Says::Note => said.first(),
        };
        match begins.map(|(_, says, _)| says) {
            Some(Says::Totals) => return Some(PassedOver::Totals),
            Some(Says::Note) => return Some(PassedOver::Note),
            _ => {}
        }
        let touches = |at: &u32| row.cells.contains_key(at) || row.continued.contains(at);
        let is_blank = !self.known.iter().any(touches);
        is_blank.then_some(PassedOver::Blank)
    }

    /// Who made the list, without a colon (制表人张三), or which office (市政协提案委), and beside it nothing but a day,
    /// where an entry says who it is of.
    fn is_signature(&self, said: &[(u32, Says, String)]) -> bool {
        let mut own = said.iter().filter(|(_, says, _)| *says == Says::Own);
        let (Some((_, _, text)), None) = (own.next(), own.next()) else {
            return false;
        };
        let is_day_for_a_name = |(at, says, _): &(u32, Says, String)| {
            let dated =
                self.known.contains(at) && !self.own.contains(at) && !self.main.contains(at);
            *says == Says::Day && !dated
        };
        said.iter().any(is_day_for_a_name)
            && said
                .iter()
                .all(|(_, says, _)| matches!(says, Says::Own | Says::Day))
            && (label::begins_as_field(text) || is_office(text))
    }

    /// Whether a row below all entries holds nothing but who signed or what is remarked, in the last column: nothing that
    /// a row above says there, nor what an entry says that lacks the rest.
    fn is_remark<'a>(
        &self,
        row: &Row,
        last: Option<u32>,
        mut above: impl Iterator<Item = &'a Row>,
    ) -> bool {
        let mut cells = row.cells.iter();
        let (Some((at, cell)), None) = (cells.next(), cells.next()) else {
            return false;
        };
        let is_last = last.is_some_and(|last| *at >= last) && !self.main.contains(at);
        if !is_last || self.main.iter().any(|at| row.continued.contains(at)) {
            return false;
        }
        let text = plain(cell);
        let signs = is_formula(&text)
            || label::begins_as_field(&text)
            || ["政协", "提案委", "提案办"]
                .iter()
                .any(|it| text.contains(it))
                && is_office(&text);
        let names_a_unit = [
            "局", "委", "办", "厅", "院", "区", "中心", "公司", "政府", "集团",
        ]
        .iter()
        .any(|end| text.ends_with(end));
        let remarks = !self.own.contains(at)
            && !names_a_unit
            && !above.any(|row| row.cells.get(at).is_some_and(|cell| plain(cell) == text));
        signs || remarks
    }

    /// Whether it is the next point of a note in several rows.
    fn goes_on_with_note(&self, row: &Row) -> bool {
        let mut cells = row.cells.iter();
        let (Some((at, cell)), None) = (cells.next(), cells.next()) else {
            return false;
        };
        (self.main.contains(at) || !self.known.contains(at))
            && super::suggestions::is_numbered(&plain(cell))
    }
}

/// What the cells of a row say, from the left.
fn said(row: &Row) -> Vec<(u32, Says, String)> {
    let mut beside = Beside::Nothing;
    let cells = row.cells.iter().map(|(at, cell)| {
        let text = plain(cell);
        let is_value = match beside {
            Beside::Nothing => false,
            Beside::Label => true,
            Beside::BareLabel => text.chars().count() <= VALUE_CHARS,
        };
        let label = label(&text);
        beside = match label {
            Some(Label {
                has_value: true, ..
            })
            | None => Beside::Nothing,
            Some(Label { colon: true, .. }) => Beside::Label,
            Some(_) => Beside::BareLabel,
        };
        let says = if label.is_some() || is_value {
            Says::Note
        } else if matches!(cell, Cell::Date(_)) || is_day(&text) {
            Says::Day
        } else if is_totals(&text) {
            Says::Totals
        } else if is_count(&text) {
            Says::Count
        } else {
            Says::Own
        };
        (*at, says, text)
    });
    cells.collect()
}

/// What stands to the left of a cell.
enum Beside {
    Nothing,
    Label,
    BareLabel,
}

/// The beginning of a cell as it is compared: without spaces, and without differences of width and case.
fn plain(cell: &Cell) -> String {
    plain_text(&cell.text())
}

fn plain_text(text: &str) -> String {
    text.chars()
        .take(COMPARED_CHARS)
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_day(text: &str) -> bool {
    let has_marks = text.contains(['年', '-', '/', '.']);
    has_marks && (is_written_day(text) || dates::from_text(text).is_some())
}

/// 2023年4月, 二〇二三年四月十日
pub(super) fn is_written_day(text: &str) -> bool {
    let is_of_day = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十年月日".contains(c);
    text.contains('年') && text.contains('月') && text.chars().all(is_of_day)
}

/// 市政协提案委2023年4月10日
fn is_signed_on_day(text: &str) -> bool {
    let text = text.trim_end_matches(')');
    let is_of_day = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十年月日".contains(c);
    let name = text.trim_end_matches(is_of_day);
    let day = &text[name.len()..];
    !name.contains("关于") && !name.is_empty() && is_written_day(day) && day.ends_with('日')
}

/// 市政协提案委
fn is_office(text: &str) -> bool {
    let ends = [
        "委",
        "委员会",
        "办公室",
        "办",
        "局",
        "处",
        "科",
        "室",
        "政协",
        "中心",
    ];
    text.chars().count() <= VALUE_CHARS && ends.iter().any(|end| text.ends_with(end))
}

/// A heading between the parts of a list: 一、经济建设类（12件）.
fn is_heading(text: &str) -> bool {
    let unnumbered = super::suggestions::without_number(text);
    let after_part = text.strip_prefix('第').and_then(|rest| {
        let (no, rest) = rest.split_once("部分")?;
        (no.chars().count() <= 2).then_some(rest)
    });
    let bare = after_part.or(unnumbered).unwrap_or(text);
    let inner = bare.trim_end_matches([')', '。', ':']);
    let counted = inner
        .strip_suffix('件')
        .map(|rest| (rest.trim_end_matches(|c: char| c.is_ascii_digit()), rest))
        .filter(|(name, rest)| name.len() < rest.len())
        .map(|(name, _)| {
            name.trim_end_matches('共')
                .trim_end_matches(['(', ':', ',', '，'])
        });
    let name = counted.unwrap_or(inner).trim_start_matches([':', '、']);
    if name.chars().count() > HEADING_CHARS || name.contains("关于") {
        return false;
    }
    let is_part = [
        "类", "提案", "部分", "组", "界", "部门", "系统", "机关", "单位", "团体", "企业",
    ]
    .iter()
    .any(|end| name.ends_with(end));
    after_part.is_some()
        || counted.is_some() && (is_part || unnumbered.is_some())
        || unnumbered.is_some() && is_part
}

/// The title of a list, as every printed page has it above the header.
fn is_page_title(row: &Row) -> bool {
    let mut cells = row.cells.values();
    let (Some(cell), None) = (cells.next(), cells.next()) else {
        return false;
    };
    let text = plain(cell);
    let bare = text.split_once('(').map_or(&*text, |(before, _)| before);
    ["表", "汇总", "目录", "清单", "一览", "名册", "台账"]
        .iter()
        .any(|end| bare.ends_with(end))
}
