//! Lists of units.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::ids::UnitCode;
use banli_shared::lists::{
    CellFault, CellProblem, ColumnUse, FileFault, PassedOver, PassedRow, UnitColumn,
};
use banli_shared::org::Unit;
use banli_shared::text::{TextFault, check, check_line, normalise_name};

use super::cell::{Cell, Row};
use super::header::Header;
use super::rows::{self, Problems};
use super::{ReadOptions, sniff, values};

/// Most characters of a code.
const CODE_CHARS: usize = 40;
/// Most characters of a name.
const NAME_CHARS: usize = 100;
/// Most characters of what a unit is there for.
const DUTIES_CHARS: usize = 2000;

/// One unit of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// The row of the sheet, counted from 1.
    pub row: u32,
    /// The unit; never retired.
    pub unit: Unit,
}

/// A list of units as read. It can be taken in if it has no problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadUnits {
    /// The row of the header, counted from 1.
    pub header_row: u32,
    /// Every column and what it was taken for.
    pub columns: Vec<ColumnUse>,
    /// The units, in order.
    pub rows: Vec<UnitRow>,
    /// Rows that hold no unit.
    pub passed_over: Vec<PassedRow>,
    /// What cannot be taken as it is, in order.
    pub problems: Vec<CellProblem>,
}

/// Reads a list of units. A parent is named by its code or, if it is in the same list, by its name; a code that is not
/// in the list is left as it is, for it may be known already.
///
/// # Errors
/// Where the file is not a list that can be read at all; what is wrong with single cells is in
/// [`ReadUnits::problems`].
pub fn read_units(bytes: &[u8], options: &ReadOptions<UnitColumn>) -> Result<ReadUnits, FileFault> {
    let sheets = sniff::read_sheets(bytes, options.sheet.as_deref())?;
    let (sheet, header) = rows::first_with_header(&sheets, &options.map)?;
    let code_digits = header
        .first_of(UnitColumn::Code)
        .map_or(0, |at| rows::lost_digits(sheet, header.first, at));
    let mut reader = Reader {
        header: &header,
        code_digits,
        problems: Problems::default(),
    };
    let mut list = ReadUnits {
        header_row: header.row,
        columns: header.uses(),
        rows: Vec::new(),
        passed_over: Vec::new(),
        problems: Vec::new(),
    };
    let mut read = Vec::new();
    let mut codes = BTreeSet::new();
    for row in &sheet.rows[header.first..] {
        if let Some(why) = reader.passes_over(row) {
            list.passed_over.push(PassedRow {
                sheet: None,
                row: row.number,
                why,
            });
            continue;
        }
        let unit = reader.unit(row);
        if !unit.code.as_str().is_empty() && !codes.insert(unit.code.clone()) {
            reader.note(
                row,
                UnitColumn::Code,
                CellFault::Repeated,
                unit.code.as_str(),
            );
        }
        read.push((row, unit));
    }
    let by_name: BTreeMap<String, UnitCode> = read
        .iter()
        .map(|(_, unit)| (unit.name.clone(), unit.code.clone()))
        .collect();
    for (row, unit) in &mut read {
        let Some(parent) = &unit.parent else { continue };
        if codes.contains(parent) {
            continue;
        }
        if let Some(code) = by_name.get(parent.as_str()) {
            unit.parent = Some(code.clone());
        } else if !is_code(parent.as_str()) {
            reader.note(
                row,
                UnitColumn::Parent,
                CellFault::UnknownUnit,
                parent.as_str(),
            );
        }
    }
    list.rows = read
        .into_iter()
        .map(|(row, unit)| UnitRow {
            row: row.number,
            unit,
        })
        .collect();
    list.problems = reader.problems.in_order();
    Ok(list)
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= CODE_CHARS
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

struct Reader<'a> {
    header: &'a Header<UnitColumn>,
    code_digits: usize,
    problems: Problems,
}

impl Reader<'_> {
    fn passes_over(&self, row: &Row) -> Option<PassedOver> {
        if self.header.is_again(row) {
            return Some(PassedOver::Header);
        }
        let name = self.header.first_of(UnitColumn::Name)?;
        let code = self.header.first_of(UnitColumn::Code)?;
        rows::is_no_entry(row, name, |row| !is_code(&row.text(code)))
    }

    fn note(&mut self, row: &Row, column: UnitColumn, fault: CellFault, found: &str) {
        if let Some(at) = self.header.first_of(column) {
            self.problems.add(row, at, column, fault, found, Vec::new());
        }
    }

    fn unit(&mut self, row: &Row) -> Unit {
        let code = self.text(row, UnitColumn::Code, CODE_CHARS);
        let code = rows::with_lost_zeros(&code, self.code_digits);
        if !code.is_empty() && !is_code(&code) {
            self.note(row, UnitColumn::Code, CellFault::NotACode, &code);
        }
        let name = self.text(row, UnitColumn::Name, NAME_CHARS);
        for (column, value) in [(UnitColumn::Code, &code), (UnitColumn::Name, &name)] {
            let is_blank = self
                .header
                .of(column)
                .all(|at| !row.cells.contains_key(&at));
            if value.is_empty() && is_blank {
                self.note(row, column, CellFault::Missing, "");
            }
        }
        let parent = self.text(row, UnitColumn::Parent, NAME_CHARS);
        let parent = rows::with_lost_zeros(&parent, self.code_digits);
        Unit {
            kind: self.text(row, UnitColumn::Kind, NAME_CHARS),
            parent: if parent.is_empty() {
                None
            } else {
                Some(UnitCode(parent))
            },
            aliases: self.aliases(row, &name),
            duties: self.duties(row),
            retired: false,
            code: UnitCode(code),
            name,
        }
    }

    /// The text of a column; empty, and noted, if it is not fit for the record.
    fn text(&mut self, row: &Row, column: UnitColumn, max_chars: usize) -> String {
        let Some(cell) = self
            .header
            .first_of(column)
            .and_then(|at| row.cells.get(&at))
        else {
            return String::new();
        };
        if let Cell::Fault(text) = cell {
            self.note(row, column, CellFault::CellError, text);
            return String::new();
        }
        let text = normalise_name(&cell.text());
        self.checked(row, column, text, max_chars)
            .unwrap_or_default()
    }

    fn checked(
        &mut self,
        row: &Row,
        column: UnitColumn,
        text: String,
        max_chars: usize,
    ) -> Option<String> {
        let fault = check_line(&text, max_chars).err();
        self.without(row, column, text, fault)
    }

    /// The text where nothing is wrong with it; else that is noted.
    fn without(
        &mut self,
        row: &Row,
        column: UnitColumn,
        text: String,
        fault: Option<TextFault>,
    ) -> Option<String> {
        let fault = match fault {
            None => return Some(text),
            Some(TextFault::TooLong { .. }) => CellFault::TooLong,
            Some(_) => CellFault::BadText,
        };
        self.note(row, column, fault, &text);
        None
    }

    /// What the unit is there for, in as many lines as the cell has.
    fn duties(&mut self, row: &Row) -> String {
        let column = UnitColumn::Duties;
        let Some(at) = self.header.first_of(column) else {
            return String::new();
        };
        let text = row.text(at).into_owned();
        if text.is_empty() {
            return text;
        }
        let fault = check(&text, DUTIES_CHARS).err();
        self.without(row, column, text, fault).unwrap_or_default()
    }

    fn aliases(&mut self, row: &Row, name: &str) -> Vec<String> {
        let mut aliases: Vec<String> = Vec::new();
        let columns: Vec<u32> = self.header.of(UnitColumn::Aliases).collect();
        for at in columns {
            let text = row.text(at).into_owned();
            for alias in values::unit_names(&text) {
                let alias = normalise_name(alias);
                if alias != name
                    && !aliases.contains(&alias)
                    && let Some(alias) = self.checked(row, UnitColumn::Aliases, alias, NAME_CHARS)
                {
                    aliases.push(alias);
                }
            }
        }
        aliases
    }
}
