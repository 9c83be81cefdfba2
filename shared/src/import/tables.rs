//! Tables that are only counted and never taken in: every sheet as it stands.

use crate::figures::table;
use crate::lists::{FileFault, HiddenPart, HiddenParts};

use super::bounds::TABLES;
use super::cell::Sheet;
use super::{records, sniff};

/// What a file of tables holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ReadTables {
    /// Every sheet that has cells, or the one that was asked for.
    pub sheets: Vec<table::Sheet>,
    /// What of them is hidden and holds something.
    pub hidden: Vec<HiddenPart>,
    /// It is a list of objects: the first row has their names and stands in no file.
    pub are_items: bool,
}

/// Reads a file of tables, a workbook or plain text, whatever its columns are.
///
/// # Errors
/// With what keeps it from being read, as for lists; the bounds are wider.
pub fn read_tables(
    bytes: &[u8],
    sheet: Option<&str>,
    hidden: HiddenParts,
) -> Result<ReadTables, FileFault> {
    let book = sniff::read_sheets(bytes, sheet, hidden, &TABLES)?;
    let told = book.sheets.iter().filter_map(|sheet| sheet.hidden.clone());
    let hidden = told.chain(book.left_out.iter().cloned()).collect();
    let several = book.sheets.len() > 1;
    let sheets = book.sheets.into_iter().map(|sheet| rows(sheet, several));
    Ok(ReadTables {
        sheets: sheets.collect(),
        hidden,
        are_items: records::are_records(bytes),
    })
}

/// Empty rows are kept, so that rows count as the spreadsheet shows them.
fn rows(sheet: Sheet, named: bool) -> table::Sheet {
    let mut rows: Vec<Vec<String>> = vec![];
    for row in sheet.rows {
        rows.resize(row.number.saturating_sub(1) as usize, vec![]);
        let last = row.cells.keys().chain(row.held.keys()).max();
        let last = last.map_or(0, |last| last + 1);
        rows.push((0..last).map(|at| row.said(at).into_owned()).collect());
    }
    table::Sheet {
        name: sheet.name.filter(|_| named),
        rows,
        is_1904: sheet.is_1904,
    }
}
