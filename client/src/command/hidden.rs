//! Which rows and columns of a workbook are hidden. The spreadsheet reader does not tell, so their parts are read once
//! more; they were bounded before.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::{BufReader, Cursor};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// What is hidden in a sheet, empty rows and columns included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    pub(super) whole: bool,
    /// Counted from 0.
    pub(super) columns: BTreeSet<u32>,
    /// Counted from 0.
    pub(super) rows: BTreeSet<u32>,
}

/// The last column that anything may stand in.
const COLUMNS: u32 = 512;

/// Of each sheet, by its name.
pub(super) fn of_workbook(bytes: &[u8]) -> Result<BTreeMap<String, Hidden>, Box<dyn Error>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let names = archive.file_names().filter_map(Result::ok);
    let names: Vec<String> = names.map(|name| name.into_owned()).collect();
    // As the spreadsheet reader does: large and small letters are the same.
    let find = |wanted: &str| {
        let wanted = wanted.trim_start_matches('/').to_ascii_lowercase();
        let same = |name: &&String| name.replace('\\', "/").to_ascii_lowercase() == wanted;
        names.iter().find(same).cloned()
    };
    let is_book = |name: &&String| name.to_ascii_lowercase().ends_with("workbook.xml");
    let mut hidden = BTreeMap::new();
    let Some(book) = names.iter().find(is_book) else {
        return Ok(hidden);
    };
    let path = book.replace('\\', "/");
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let mut targets = BTreeMap::new();
    if let Some(part) = find(&format!("{folder}/_rels/{file}.rels")) {
        elements(&mut archive, &part, "Relationship", |start| {
            let [id, target] = values(start, ["Id", "Target"])?;
            targets.insert(id, target);
            Ok(())
        })?;
    }
    let mut sheets = vec![];
    elements(&mut archive, book, "sheet", |start| {
        sheets.push(values(start, ["name", "state", "id"])?);
        Ok(())
    })?;
    for [name, state, id] in sheets {
        let mut found = Hidden {
            whole: matches!(&*state, "hidden" | "veryHidden"),
            ..Hidden::default()
        };
        let target = targets
            .get(&id)
            .map(|target| match target.starts_with('/') {
                true => target.clone(),
                false => format!("{folder}/{target}"),
            });
        if let Some(part) = target.and_then(|target| find(&target)) {
            columns(&mut archive, &part, &mut found.columns)?;
            rows(&mut archive, &part, &mut found.rows)?;
        }
        hidden.insert(name, found);
    }
    Ok(hidden)
}

fn columns(
    archive: &mut Archive<'_>,
    part: &str,
    hidden: &mut BTreeSet<u32>,
) -> Result<(), Box<dyn Error>> {
    elements(archive, part, "col", |start| {
        let [min, max, is_hidden] = values(start, ["min", "max", "hidden"])?;
        if let (true, Ok(min), Ok(max)) = (is_yes(&is_hidden), min.parse(), max.parse::<u32>()) {
            // From 1 to the last: a whole sheet of columns is one element.
            let (min, max): (u32, u32) = (min, max.min(COLUMNS));
            hidden.extend((min.max(1)..=max).map(|at| at - 1));
        }
        Ok(())
    })
}

fn rows(
    archive: &mut Archive<'_>,
    part: &str,
    hidden: &mut BTreeSet<u32>,
) -> Result<(), Box<dyn Error>> {
    let mut next = 0_u32;
    elements(archive, part, "row", |start| {
        let [number, is_hidden] = values(start, ["r", "hidden"])?;
        // A row without a number is the one after the one before.
        next = number.parse().unwrap_or(next.saturating_add(1));
        if is_yes(&is_hidden) && next > 0 {
            hidden.insert(next - 1);
        }
        Ok(())
    })
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Calls `found` with every element of this name.
fn elements(
    archive: &mut Archive<'_>,
    part: &str,
    name: &str,
    mut found: impl FnMut(&BytesStart<'_>) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(archive.by_name(part)?));
    xml.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == name => {
                found(&start)?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The attributes with these names, empty where they are missing.
fn values<const N: usize>(
    start: &BytesStart<'_>,
    wanted: [&str; N],
) -> Result<[String; N], Box<dyn Error>> {
    let mut values = [const { String::new() }; N];
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        let mut names = wanted.iter();
        if let Some(at) = names.position(|name| attribute.key.local_name().as_ref() == *name) {
            let value = attribute.normalized_value(XmlVersion::Explicit1_0)?;
            values[at] = value.into_owned();
        }
    }
    Ok(values)
}

fn is_yes(value: &str) -> bool {
    matches!(value, "1" | "true")
}
