//! What of a workbook is hidden, and where it has formulas. The spreadsheet reader does not tell of these, so that the parts
//! of sheets are read once more; they were bounded before.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};

use crate::lists::{FileFault, HiddenPart};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::bounds::{Bounds, damaged, zip_fault};
use super::cell::{Row, letters};

/// What is hidden in a sheet, empty rows and columns included.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    whole: bool,
    /// Counted from 0.
    columns: BTreeSet<u32>,
    /// Counted from 0.
    rows: BTreeSet<u32>,
    /// Cells with a formula that may have no value, as row and column from 0.
    formulas: BTreeSet<(u32, u32)>,
}

/// Of each sheet that has something hidden or formulas, by its name.
pub(super) fn of_workbook(
    bytes: &[u8],
    bounds: &Bounds,
) -> Result<BTreeMap<String, Hidden>, FileFault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_fault)?;
    let names = archive.file_names().filter_map(Result::ok);
    let names: Vec<String> = names.map(|name| name.into_owned()).collect();
    // As the spreadsheet reader does: large and small letters are the same.
    let find = |wanted: &str| {
        let wanted = wanted.trim_start_matches('/').to_ascii_lowercase();
        let found = names
            .iter()
            .find(|name| name.replace('\\', "/").to_ascii_lowercase() == wanted);
        found.cloned()
    };
    let mut hidden = BTreeMap::new();
    let Some(book) = names
        .iter()
        .map(|name| name.replace('\\', "/"))
        .find(|name| name.to_ascii_lowercase().ends_with("workbook.xml"))
    else {
        return Ok(hidden);
    };
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
    let targets = match find(&format!("{folder}/_rels/{file}.rels")) {
        Some(part) => targets(&mut archive, &part, bounds)?,
        None => BTreeMap::new(),
    };
    let Some(book) = find(&book) else {
        return Ok(hidden);
    };
    for (name, is_hidden, id) in sheets(&mut archive, &book, bounds)? {
        let mut found = Hidden {
            whole: is_hidden,
            ..Hidden::default()
        };
        let part = targets
            .get(&id)
            .and_then(|target| match target.strip_prefix('/') {
                Some(absolute) => find(absolute),
                None => find(&format!("{folder}/{target}")),
            });
        if let Some(part) = part {
            rows_and_columns(&mut archive, &part, &mut found, bounds)?;
        }
        let hides = found.whole || !found.columns.is_empty() || !found.rows.is_empty();
        if hides || !found.formulas.is_empty() {
            hidden.insert(name, found);
        }
    }
    Ok(hidden)
}

impl Hidden {
    pub(super) const fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether a formula stands there: row and column, counted from 0.
    pub(super) fn has_formula(&self, at: (u32, u32)) -> bool {
        self.formulas.contains(&at)
    }

    /// What of it holds something.
    pub(super) fn part(&self, sheet: &str, rows: &BTreeMap<u32, Row>) -> Option<HiddenPart> {
        let columns = self.columns.iter().filter(|column| {
            let mut rows = rows.values();
            rows.any(|row| row.cells.contains_key(column))
        });
        let part = HiddenPart {
            sheet: sheet.to_owned(),
            whole: self.whole,
            columns: columns.map(|column| letters(*column)).collect(),
            rows: rows
                .keys()
                .filter(|row| self.rows.contains(row))
                .map(|row| row + 1)
                .collect(),
        };
        (part.whole || !part.columns.is_empty() || !part.rows.is_empty()).then_some(part)
    }

    /// Leaves out what is hidden.
    pub(super) fn take_from(&self, rows: &mut BTreeMap<u32, Row>) {
        rows.retain(|row, _| !self.rows.contains(row));
        for row in rows.values_mut() {
            row.cells.retain(|column, _| !self.columns.contains(column));
            row.held.retain(|column, _| !self.columns.contains(column));
        }
        rows.retain(|_, row| !row.cells.is_empty());
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Calls `found` with every element that begins, until it says that this is enough.
fn elements(
    archive: &mut Archive<'_>,
    part: &str,
    bounds: &Bounds,
    mut found: impl FnMut(&BytesStart<'_>) -> Result<bool, FileFault>,
) -> Result<(), FileFault> {
    let part = archive.by_name(part).map_err(zip_fault)?;
    let bounded = part.take(bounds.unfolded_bytes as u64);
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(bounded));
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(start) | Event::Empty(start) if found(&start)? => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The attributes with these names, empty where they are missing.
fn values<const N: usize>(
    start: &BytesStart<'_>,
    wanted: [&str; N],
) -> Result<[String; N], FileFault> {
    let mut values = [const { String::new() }; N];
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(damaged)?;
        let at = wanted
            .iter()
            .position(|name| attribute.key.local_name().as_ref() == *name);
        if let Some(at) = at {
            let value = attribute.normalized_value(XmlVersion::Explicit1_0);
            values[at] = value.map_err(damaged)?.into_owned();
        }
    }
    Ok(values)
}

fn is_yes(value: &str) -> bool {
    matches!(value, "1" | "true")
}

/// Name, whether it is hidden, and the id of its part.
fn sheets(
    archive: &mut Archive<'_>,
    part: &str,
    bounds: &Bounds,
) -> Result<Vec<(String, bool, String)>, FileFault> {
    let mut sheets = Vec::new();
    elements(archive, part, bounds, |start| {
        if start.local_name().as_ref() == "sheet" {
            let [name, state, id] = values(start, ["name", "state", "id"])?;
            sheets.push((name, matches!(&*state, "hidden" | "veryHidden"), id));
        }
        Ok(false)
    })?;
    Ok(sheets)
}

/// Where parts are, by id.
fn targets(
    archive: &mut Archive<'_>,
    part: &str,
    bounds: &Bounds,
) -> Result<BTreeMap<String, String>, FileFault> {
    let mut targets = BTreeMap::new();
    elements(archive, part, bounds, |start| {
        if start.local_name().as_ref() == "Relationship" {
            let [id, target] = values(start, ["Id", "Target"])?;
            targets.insert(id, target);
        }
        Ok(false)
    })?;
    Ok(targets)
}

fn rows_and_columns(
    archive: &mut Archive<'_>,
    part: &str,
    hidden: &mut Hidden,
    bounds: &Bounds,
) -> Result<(), FileFault> {
    let mut next = 0;
    // The column of the next cell, and the place of this one if a formula may have no value there.
    let (mut column, mut cell) = (0, None);
    elements(archive, part, bounds, |start| {
        match start.local_name().as_ref() {
            "col" => {
                let [min, max, is_hidden] = values(start, ["min", "max", "hidden"])?;
                if let (true, Ok(min), Ok(max)) =
                    (is_yes(&is_hidden), min.parse::<u32>(), max.parse::<u32>())
                {
                    // From 1 to the last: a whole sheet of columns is one element.
                    let last = max.min(bounds.columns);
                    hidden.columns.extend((min.max(1)..=last).map(|at| at - 1));
                }
            }
            "row" => {
                let [number, is_hidden] = values(start, ["r", "hidden"])?;
                // A row without a number is the one after the one before.
                let row = number.parse().unwrap_or(next + 1);
                next = row;
                column = 0;
                if row > bounds.last_row {
                    return Ok(true);
                }
                if is_yes(&is_hidden) && row > 0 {
                    hidden.rows.insert(row - 1);
                }
            }
            "c" => {
                let [place, kind] = values(start, ["r", "t"])?;
                let at = column_of(&place).unwrap_or(column);
                column = at + 1;
                // The text of a formula may be empty, which is a value.
                let may_lack = kind != "str" && next > 0 && hidden.formulas.len() < bounds.cells;
                cell = may_lack.then(|| (next - 1, at));
            }
            "f" => hidden.formulas.extend(cell),
            _ => {}
        }
        Ok(false)
    })
}

/// The column of a place such as `AB12`, counted from 0.
fn column_of(place: &str) -> Option<u32> {
    let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
    let known =
        (1..=3).contains(&letters.len()) && letters.bytes().all(|it| it.is_ascii_alphabetic());
    let digits = letters
        .bytes()
        .map(|it| u32::from(it.to_ascii_uppercase() - b'A') + 1);
    known.then(|| digits.fold(0, |column, digit| column * 26 + digit) - 1)
}
