//! Finding the header row, and what its columns are.

use std::collections::{BTreeMap, BTreeSet};

use crate::lang::{Lang, Word};
use crate::lists::{ColumnUse, FileFault};
use crate::text;
use unicode_normalization::UnicodeNormalization as _;

use super::cell::{Cell, Row, Sheet, column_of, letters};

/// Rows from the top among which the header is looked for.
const LOOKED_AT: usize = 30;

/// What a kind of list knows of its columns.
pub(super) trait Columns: Word + Ord {
    /// Headers under which it is known, besides its code and its words.
    fn headers(self) -> &'static [&'static str];
    /// Whether a list is of no use without it.
    fn is_needed(self) -> bool;
    /// Whether several columns together may be this one.
    fn may_repeat(self) -> bool;
}

/// Which columns are what, as somebody said: headers or letters. None for a column that is not to be used.
#[derive(Debug, Clone)]
pub struct ColumnMap<C> {
    said: Vec<(String, Option<C>)>,
    /// The same as it was said before, by the header as it is compared. It need not be there, and gives way.
    kept: BTreeMap<String, Option<C>>,
}

impl<C> Default for ColumnMap<C> {
    fn default() -> Self {
        Self {
            said: Vec::new(),
            kept: BTreeMap::new(),
        }
    }
}

/// Written in the place of a column that is not to be used.
const NOT_USED: &str = "-";

/// The headers of a mapping and what each is said to be; nothing for one that is not to be used.
///
/// # Errors
/// [`FileFault::BadMapping`] with the part that is not a header, `=`, and one of the `known` codes.
pub(crate) fn said_columns<T>(
    text: &str,
    known: impl Fn() -> Vec<String>,
    meaning: impl Fn(&str) -> Option<T>,
) -> Result<Vec<(String, Option<T>)>, FileFault> {
    let parts = text.split([',', '，']).map(str::trim);
    let read = |part: &str| {
        let (header, code) = part.rsplit_once(['=', '＝'])?;
        let (header, code) = (header.trim(), code.trim());
        let column = match code {
            NOT_USED => None,
            code => Some(meaning(code)?),
        };
        (!header.is_empty()).then(|| (header.to_owned(), column))
    };
    let parts = parts.filter(|part| !part.is_empty());
    let said = parts.map(|part| {
        read(part).ok_or_else(|| FileFault::BadMapping {
            part: text::truncate(&text::clean(part), 40),
            known: known(),
        })
    });
    said.collect()
}

impl<C: Word> ColumnMap<C> {
    /// Reads a mapping such as `提案号=number,案由=title,F=lead`.
    ///
    /// # Errors
    /// [`FileFault::BadMapping`] with the part that is not a header, `=`, and a known column.
    pub fn parse(text: &str) -> Result<Self, FileFault> {
        let known = || C::all().iter().map(|column| column.code().to_owned());
        let meaning = |code: &str| Self::meaning(code).flatten();
        let said = said_columns(text, || known().collect(), meaning)?;
        Ok(Self {
            said,
            kept: BTreeMap::new(),
        })
    }

    fn meaning(code: &str) -> Option<Option<C>> {
        if code == NOT_USED {
            return Some(None);
        }
        let mut all = C::all().iter();
        all.find(|column| column.code() == code)
            .map(|column| Some(*column))
    }

    /// With what was said of lists before: headers, and codes of columns. Codes that are no longer known are left out.
    #[must_use]
    pub fn remembering<'a>(mut self, kept: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let kept = kept.into_iter();
        self.kept = kept
            .filter_map(|(header, code)| Some((key(header), Self::meaning(code)?)))
            .collect();
        self
    }

    /// What was said now, to be remembered: headers, and codes of columns.
    pub fn said(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.said.iter().map(|(header, column)| {
            let code = column.map_or(NOT_USED, |column| column.code());
            (header.as_str(), code)
        })
    }
}

/// The header of a list.
#[derive(Debug, Clone)]
pub(super) struct Header<C> {
    /// Its row, counted from 1.
    pub(super) row: u32,
    /// Index of the first row below it.
    pub(super) first: usize,
    /// What the columns are.
    pub(super) columns: BTreeMap<u32, C>,
    /// The text above each column.
    pub(super) texts: BTreeMap<u32, String>,
    /// Columns that somebody said are not to be used.
    unwanted: BTreeSet<u32>,
    /// Columns into which the header of another one reaches.
    covered: BTreeSet<u32>,
    /// How many fields its line has; none in a workbook.
    fields: Option<u32>,
}

impl<C: Columns> Header<C> {
    /// The columns of one meaning, from the left.
    pub(super) fn of(&self, wanted: C) -> impl Iterator<Item = u32> + '_ {
        self.columns
            .iter()
            .filter(move |(_, column)| **column == wanted)
            .map(|(at, _)| *at)
    }

    /// The first column of one meaning.
    pub(super) fn first_of(&self, wanted: C) -> Option<u32> {
        self.of(wanted).next()
    }

    /// Every column of the sheet and what it was taken for.
    pub(super) fn uses(&self) -> Vec<ColumnUse> {
        self.texts
            .iter()
            .filter(|(at, _)| !self.unwanted.contains(at))
            .map(|(at, header)| ColumnUse {
                column: letters(*at),
                header: text::truncate(&text::clean(header), 40),
                field: self.columns.get(at).map(|column| column.code().to_owned()),
            })
            .collect()
    }

    /// The cells of an entry that stand under no header, and so are not read. A number before all columns that are read
    /// is the serial number of the row.
    pub(super) fn strays<'r>(&self, row: &'r Row) -> impl Iterator<Item = (u32, &'r Cell)> {
        let first = self.columns.keys().next().copied().unwrap_or_default();
        let is_headed = |at: &u32| self.texts.contains_key(at) || self.covered.contains(at);
        let is_serial = move |at: u32, cell: &Cell| at < first && is_serial_number(&cell.text());
        let cells = row.cells.iter().filter(move |(at, _)| !is_headed(at));
        cells
            .map(|(at, cell)| (*at, cell))
            .filter(move |(at, cell)| !is_serial(*at, cell))
    }

    /// Whether a column is beyond the end of the line of the header.
    pub(super) fn is_beyond(&self, at: u32) -> bool {
        self.fields.is_some_and(|fields| at >= fields)
    }

    /// Gives columns that have no header what somebody said of their letters, and those into which the header of another
    /// one reaches what that one is, where it may be several.
    fn widen(&mut self, rows: &[Row], below: &[Row], map: &ColumnMap<C>) {
        for (said, column) in &map.said {
            let at = column_of(said).filter(|at| !self.texts.contains_key(at));
            let Some(at) = at.filter(|at| below.iter().any(|row| row.cells.contains_key(at)))
            else {
                continue;
            };
            self.texts.insert(at, letters(at));
            match column {
                Some(column) => drop(self.columns.insert(at, *column)),
                None => drop(self.unwanted.insert(at)),
            }
        }
        for (depth, row) in rows.iter().enumerate() {
            for (first, last) in &row.across {
                // What stands below it in the header says what the column is.
                let is_over = |row: &Row| row.cells.contains_key(first);
                if !row.cells.contains_key(first) || rows[depth + 1..].iter().any(is_over) {
                    continue;
                }
                let column = self.columns.get(first).copied();
                if column.is_some_and(|column| !column.may_repeat()) {
                    continue;
                }
                for at in (first + 1)..=*last {
                    if !self.texts.contains_key(&at) {
                        self.covered.insert(at);
                        self.columns.extend(column.map(|column| (at, column)));
                    }
                }
            }
        }
    }

    /// Whether a row says the header once more.
    pub(super) fn is_again(&self, row: &Row) -> bool {
        let mut same = 0;
        for at in self.columns.keys() {
            let text = row.text(*at);
            if text.is_empty() {
                continue;
            }
            if self.texts.get(at).is_none_or(|header| *header != text) {
                return false;
            }
            same += 1;
        }
        same > 0
    }
}

/// 12, and not a number that says something.
fn is_serial_number(text: &str) -> bool {
    text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Finds the header of a sheet, which has every column that somebody named.
pub(super) fn find<C: Columns>(sheet: &Sheet, map: &ColumnMap<C>) -> Result<Header<C>, FileFault> {
    let header = best(sheet, map)?;
    all_there(map, &std::iter::once(&header))?;
    complete(header)
}

/// As [`find`], of a sheet on which a column that somebody named may be missing: another sheet has it.
pub(super) fn find_own<C: Columns>(
    sheet: &Sheet,
    map: &ColumnMap<C>,
) -> Result<Header<C>, FileFault> {
    complete(best(sheet, map)?)
}

/// Whether each column that somebody named is in one of these headers.
pub(super) fn all_there<'h, C: Columns + 'h>(
    map: &ColumnMap<C>,
    headers: &(impl Iterator<Item = &'h Header<C>> + Clone),
) -> Result<(), FileFault> {
    let is_there = |said: &str| {
        let mut headers = headers.clone();
        headers.any(|header| {
            let mut texts = header.texts.iter();
            texts.any(|(at, text)| is_said(said, *at, text))
        })
    };
    match map.said.iter().find(|(said, _)| !is_there(said)) {
        Some((said, _)) => Err(FileFault::NoSuchColumn {
            header: text::truncate(&text::clean(said), 40),
        }),
        None => Ok(()),
    }
}

/// The row that knows most columns, or two rows where one stands under the other.
fn best<C: Columns>(sheet: &Sheet, map: &ColumnMap<C>) -> Result<Header<C>, FileFault> {
    let known = known_headers::<C>();
    let mut best: Option<(usize, Header<C>)> = None;
    for index in 0..sheet.rows.len().min(LOOKED_AT) {
        let single = header_at(sheet, index, 1, &known, map);
        let double = header_at(sheet, index, 2, &known, map);
        for found in [single, double].into_iter().flatten() {
            if best.as_ref().is_none_or(|(most, _)| found.0 > *most) {
                best = Some(found);
            }
        }
    }
    let all_missing = || FileFault::NoHeader {
        missing: needed::<C>().map(name_of).collect(),
        found: fullest(sheet),
    };
    let (_, header) = best.ok_or_else(all_missing)?;
    Ok(header)
}

/// The header, if it has what is needed, and nothing twice.
fn complete<C: Columns>(header: Header<C>) -> Result<Header<C>, FileFault> {
    let missing: Vec<String> = needed::<C>()
        .filter(|column| header.first_of(*column).is_none())
        .map(name_of)
        .collect();
    if !missing.is_empty() {
        let unknown = header.uses().into_iter().filter(|it| it.field.is_none());
        return Err(FileFault::NoHeader {
            missing,
            found: unknown.map(|it| it.header).collect(),
        });
    }
    for column in C::all().iter().filter(|column| !column.may_repeat()) {
        let headers: Vec<String> = header
            .of(*column)
            .map(|at| {
                text::truncate(
                    &text::clean(header.texts.get(&at).map_or("", String::as_str)),
                    40,
                )
            })
            .collect();
        if headers.len() > 1 {
            return Err(FileFault::ColumnTwice {
                field: name_of(*column),
                headers,
            });
        }
    }
    Ok(header)
}

/// The texts of the row that looks most like a header where none is known: the first with the most of them.
fn fullest(sheet: &Sheet) -> Vec<String> {
    let texts = |row: &Row| -> Vec<String> {
        let texts = row.cells.values().map(|cell| cell.text());
        texts
            .filter(|text| !text.trim().is_empty())
            .map(|text| text::truncate(&text::clean(&text), 40))
            .collect()
    };
    let rows = sheet.rows.iter().take(LOOKED_AT).map(texts);
    rows.fold(
        vec![],
        |best: Vec<String>, row| {
            if row.len() > best.len() { row } else { best }
        },
    )
}

fn needed<C: Columns>() -> impl Iterator<Item = C> {
    C::all().iter().copied().filter(|column| column.is_needed())
}

fn name_of<C: Columns>(column: C) -> String {
    format!("{} ({})", column.say(Lang::Zh), column.code())
}

/// The header made of `height` rows from `index`, with how much it knows; `None` where it knows nothing.
fn header_at<C: Columns>(
    sheet: &Sheet,
    index: usize,
    height: usize,
    known: &BTreeMap<String, C>,
    map: &ColumnMap<C>,
) -> Option<(usize, Header<C>)> {
    let rows = sheet.rows.get(index..index + height)?;
    let mut header = Header {
        row: rows[0].number,
        first: index + height,
        columns: BTreeMap::new(),
        texts: BTreeMap::new(),
        unwanted: BTreeSet::new(),
        covered: BTreeSet::new(),
        fields: rows.iter().filter_map(|row| row.fields).max(),
    };
    for (depth, row) in rows.iter().enumerate() {
        if depth > 0 && header.columns.is_empty() {
            // What stands above names no column: a title, not the upper half of a header.
            return None;
        }
        for (at, cell) in &row.cells {
            let text = cell.text();
            let said = map
                .said
                .iter()
                .find(|(said, _)| is_said(said, *at, &text))
                .map(|(_, column)| *column);
            let meaning = said
                .or_else(|| map.kept.get(&key(&text)).copied())
                .or_else(|| lookup(&text, known).map(Some));
            // The second row of a header holds nothing but names of columns.
            if depth > 0 && meaning.is_none() {
                return None;
            }
            header.texts.insert(*at, text.into_owned());
            header.columns.remove(at);
            header.unwanted.remove(at);
            match meaning {
                Some(Some(column)) => drop(header.columns.insert(*at, column)),
                Some(None) => drop(header.unwanted.insert(*at)),
                None => {}
            }
        }
    }
    // What somebody said stands alone: what was guessed to be the same gives way, where it is there.
    let texts = &header.texts;
    let is_there = |said: &str| texts.iter().any(|(at, text)| is_said(said, *at, text));
    let said = map.said.iter().filter(|(said, _)| is_there(said));
    let said: BTreeSet<C> = said.filter_map(|(_, column)| *column).collect();
    header.columns.retain(|at, column| {
        !said.contains(column)
            || texts.get(at).is_some_and(|text| {
                map.said
                    .iter()
                    .any(|(said, meant)| *meant == Some(*column) && is_said(said, *at, text))
            })
    });
    if !header.columns.is_empty() {
        header.widen(rows, &sheet.rows[index + height..], map);
    }
    let distinct: BTreeSet<C> = header.columns.values().copied().collect();
    if distinct.is_empty() {
        None
    } else {
        Some((distinct.len(), header))
    }
}

/// Whether somebody's name for a column is this one: its header, or its letters.
pub(crate) fn is_said(said: &str, at: u32, header: &str) -> bool {
    key(said) == key(header) || said.eq_ignore_ascii_case(&letters(at))
}

fn known_headers<C: Columns>() -> BTreeMap<String, C> {
    let mut known = BTreeMap::new();
    for column in C::all() {
        let words = [column.code(), column.say(Lang::Zh), column.say(Lang::En)];
        for header in words.iter().chain(column.headers()) {
            known.entry(key(header)).or_insert(*column);
        }
    }
    known
}

/// A header as it is compared: without spaces, marks of needed fields, and differences of width and case.
fn key(header: &str) -> String {
    header
        .nfkc()
        .filter(|c| !(c.is_whitespace() || matches!(c, '*' | ':' | '_' | '-')))
        .flat_map(char::to_lowercase)
        .collect()
}

fn lookup<C: Columns>(header: &str, known: &BTreeMap<String, C>) -> Option<C> {
    let full = key(header);
    if let Some(column) = known.get(&full) {
        return Some(*column);
    }
    // 提交日期（年月日） and 会办单位2.
    let bare = match full.split_once('(') {
        Some((before, _)) => before,
        None => full.trim_end_matches(|c: char| c.is_ascii_digit()),
    };
    known.get(bare).copied()
}
