//! Workbooks (`.xlsx`), behind bounds.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::lists::{FileFault, HiddenParts, Quantity};
use crate::text;
use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use super::bounds::{self, Bounds, damaged, too_large};
use super::cell::{Book, Cell, Row, Sheet};
use super::dates;
use super::hidden::{self, Hidden};

/// Sheets that are named where one is not found.
const SHEETS_NAMED: usize = 20;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the sheets of a workbook, or the one that is wanted.
pub(super) fn read(
    bytes: &[u8],
    wanted: Option<&str>,
    hidden: HiddenParts,
    bounds: &Bounds,
) -> Result<Book, FileFault> {
    bounds::check_workbook(bytes, bounds)?;
    // The bounds keep the parser from growing; what it does with nonsense inside them is its own affair, and a panic
    // there is a damaged file here.
    catch_unwind(AssertUnwindSafe(|| {
        read_bounded(bytes, wanted, hidden, bounds)
    }))
    .unwrap_or_else(|_| Err(damaged("its parts contradict each other")))
}

fn read_bounded(
    bytes: &[u8],
    wanted: Option<&str>,
    choice: HiddenParts,
    bounds: &Bounds,
) -> Result<Book, FileFault> {
    let hidden = hidden::of_workbook(bytes, bounds)?;
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_fault)?;
    let mut names = workbook.sheet_names();
    if let Some(wanted) = wanted {
        let sheet = shown(wanted);
        if !names.iter().any(|name| name == wanted) {
            let known = names.iter().take(SHEETS_NAMED).map(|name| shown(name));
            return Err(FileFault::NoSuchSheet {
                sheet,
                known: known.collect(),
            });
        }
        if choice == HiddenParts::Skip && hidden.get(wanted).is_some_and(Hidden::is_whole) {
            return Err(FileFault::HiddenSheet { sheet });
        }
        names.retain(|name| name == wanted);
    }
    let mut book = Book::default();
    let mut cells_left = bounds.cells;
    for name in &names {
        let hides = hidden.get(name);
        let left_out = choice == HiddenParts::Skip && hides.is_some_and(Hidden::is_whole);
        match read_sheet(&mut workbook, name, hides, &mut cells_left, bounds) {
            Ok((_, rows)) if rows.is_empty() => {}
            Ok((mut sheet, mut rows)) => {
                let shown = sheet.name.clone().unwrap_or_default();
                sheet.hidden = hides.and_then(|hides| hides.part(&shown, &rows));
                if left_out {
                    book.left_out.extend(sheet.hidden);
                    continue;
                }
                if let (HiddenParts::Skip, Some(hides)) = (choice, hides) {
                    hides.take_from(&mut rows);
                }
                sheet.rows = rows.into_values().collect();
                if !sheet.rows.is_empty() {
                    book.sheets.push(sheet);
                }
            }
            // A chart has no cells.
            Err(SheetFault::NotCells) => {}
            Err(SheetFault::File(fault)) => return Err(fault),
        }
    }
    if book.sheets.is_empty() {
        Err(FileFault::Empty)
    } else {
        Ok(book)
    }
}

/// The name of a sheet, safe to show.
fn shown(name: &str) -> String {
    text::truncate(&text::clean(name), 40)
}

enum SheetFault {
    NotCells,
    File(FileFault),
}

impl From<XlsxError> for SheetFault {
    fn from(fault: XlsxError) -> Self {
        match fault {
            XlsxError::NotAWorksheet(_) => Self::NotCells,
            other => Self::File(xlsx_fault(other)),
        }
    }
}

fn read_sheet(
    workbook: &mut Workbook<'_>,
    name: &str,
    hidden: Option<&Hidden>,
    cells_left: &mut usize,
    bounds: &Bounds,
) -> Result<(Sheet, BTreeMap<u32, Row>), SheetFault> {
    let is_1904 = workbook.has_1904_epoch();
    let over = |what, limit: usize| SheetFault::File(too_large(what, limit));
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    {
        let mut cells = workbook.worksheet_cells_reader(name)?;
        while let Some((cell, style)) = cells.next_cell_with_style_id()? {
            *cells_left = cells_left
                .checked_sub(1)
                .ok_or_else(|| over(Quantity::Cells, bounds.cells))?;
            let (row, column) = cell.get_position();
            let digits = || {
                let format = cells
                    .styles()
                    .get(style)
                    .and_then(|style| style.number_format.as_ref());
                format.map_or(0, |format| padded_digits(&format.format_code))
            };
            let value = match cell.get_value() {
                DataRef::Empty if hidden.is_some_and(|it| it.has_formula((row, column))) => {
                    Some(Cell::NoValue)
                }
                value => value_of(value, digits, is_1904),
            };
            let Some(value) = value else {
                continue;
            };
            if row >= bounds.last_row {
                return Err(SheetFault::File(too_large(Quantity::Rows, bounds.last_row)));
            }
            if column >= bounds.columns {
                return Err(SheetFault::File(too_large(
                    Quantity::Columns,
                    bounds.columns,
                )));
            }
            if rows.len() == bounds.rows + bounds::ABOVE && !rows.contains_key(&row) {
                return Err(over(Quantity::Rows, bounds.rows));
            }
            let entry = rows.entry(row).or_insert_with(|| Row {
                number: row + 1,
                ..Row::default()
            });
            entry.cells.insert(column, value);
        }
    }
    mark_merged(workbook, name, &mut rows, bounds)?;
    let sheet = Sheet {
        name: Some(shown(name)),
        is_1904,
        ..Sheet::default()
    };
    Ok((sheet, rows))
}

/// Notes where a merged cell reaches over columns, and where it reaches down into rows below its own, and what it holds.
fn mark_merged(
    workbook: &mut Workbook<'_>,
    name: &str,
    rows: &mut BTreeMap<u32, Row>,
    bounds: &Bounds,
) -> Result<(), SheetFault> {
    let mut left = bounds.cells;
    for region in workbook.merge_cells_by_sheet_name(name)? {
        let (top, column) = region.start;
        let last_column = region.end.1.min(bounds.columns);
        if last_column > column
            && let Some(row) = rows.get_mut(&top)
        {
            row.across.push((column, last_column));
        }
        if top >= region.end.0 || column > last_column {
            continue;
        }
        let value = rows.get(&top).and_then(|row| row.cells.get(&column));
        let value = value.map(|cell| Arc::new(cell.clone()));
        for (_, row) in rows.range_mut(top + 1..=region.end.0) {
            if let Some(value) = &value {
                row.held.insert(column, Arc::clone(value));
            }
            for column in column..=last_column {
                left = left
                    .checked_sub(1)
                    .ok_or_else(|| SheetFault::File(too_large(Quantity::Cells, bounds.cells)))?;
                row.continued.insert(column);
            }
        }
    }
    Ok(())
}

fn value_of(value: &DataRef<'_>, digits: impl Fn() -> usize, is_1904: bool) -> Option<Cell> {
    match value {
        DataRef::Empty => None,
        DataRef::String(text) => Cell::from_text(text),
        DataRef::SharedString(text) => Cell::from_text(text),
        DataRef::DurationIso(text) => Cell::from_text(text),
        DataRef::DateTimeIso(text) => dates::from_text(text)
            .map_or_else(|| Cell::from_text(text), |date| Some(Cell::Date(date))),
        DataRef::Bool(value) => Some(Cell::of_switch(*value)),
        DataRef::Int(value) => Cell::from_text(&value.to_string()),
        DataRef::Float(value) => Some(Cell::Number {
            value: *value,
            digits: digits(),
        }),
        DataRef::DateTime(moment) => {
            let value = moment.as_f64();
            let date = if moment.is_datetime() {
                dates::from_number(value, is_1904)
            } else {
                None
            };
            Some(date.map_or(Cell::Number { value, digits: 0 }, Cell::Date))
        }
        DataRef::Error(fault) => Some(Cell::Fault(fault.to_string())),
    }
}

/// The digits of a number format such as `00000000`, which shows zeros that the number has lost; 0 for other formats.
fn padded_digits(format: &str) -> usize {
    let zeros = format.len();
    if (2..=20).contains(&zeros) && format.bytes().all(|byte| byte == b'0') {
        zeros
    } else {
        0
    }
}

fn xlsx_fault(fault: XlsxError) -> FileFault {
    match fault {
        XlsxError::Password => FileFault::OldOrLocked,
        other => damaged(other),
    }
}
