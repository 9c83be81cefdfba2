//! Lists of units.

use std::collections::BTreeMap;

use crate::ids::UnitCode;
use crate::lists::{CellDetail, CellFault, FileFault, PassedOver, PassedRow, UnitColumn};
use crate::org::{FormerName, Named, Unit, UnitNames};
use crate::text::{TextFault, check, check_line, normalise_name};

use super::bounds::LISTS;
use super::cell::{Row, Sheet};
use super::header::Header;
use super::read_list::ReadList;
use super::rows::{self, Problems};
use super::{ReadOptions, no_entry, sniff, values};

/// Most characters of a code.
const CODE_CHARS: usize = 40;
/// Most characters of a name.
const NAME_CHARS: usize = 100;
/// Most characters of what a unit is there for.
const DUTIES_CHARS: usize = 2000;

/// One unit of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// Its sheet, where several were read.
    pub sheet: Option<String>,
    /// The row of the sheet, counted from 1.
    pub row: u32,
    /// The unit; never retired.
    pub unit: Unit,
    /// Former names without a last day, which are kept as aliases.
    pub undated: Vec<String>,
    /// The columns that its sheet has: of everything else the list says nothing.
    pub columns: Vec<UnitColumn>,
}

/// Reads a list of units, from every sheet that has one. A parent is named by its code or by its name, in the same file
/// or among the units that are `known`; a code that is in neither is left as it is.
///
/// # Errors
/// Where the file is not a list that can be read at all; what is wrong with single cells is in
/// [`ReadList::problems`].
pub fn read_units(
    bytes: &[u8],
    options: &ReadOptions<UnitColumn>,
    known: &UnitNames,
) -> Result<ReadList<UnitRow>, FileFault> {
    read(bytes, options, known).map_err(|fault| rows::because_hidden(fault, bytes, options))
}

fn read(
    bytes: &[u8],
    options: &ReadOptions<UnitColumn>,
    known: &UnitNames,
) -> Result<ReadList<UnitRow>, FileFault> {
    let book = sniff::read_sheets(bytes, options.sheet.as_deref(), options.hidden, &LISTS)?;
    let lists = rows::all_with_header(&book.sheets, &options.map)?;
    let mut list = ReadList::of(&book, &lists);
    let mut read = Vec::new();
    // By code: the list it is in, its name, and its row.
    let mut codes: BTreeMap<UnitCode, (usize, String, u32)> = BTreeMap::new();
    let mut readers: Vec<Reader<'_>> = lists
        .iter()
        .map(|(sheet, header)| Reader::new(sheet, header))
        .collect();
    let name_of = |index: usize| {
        let several = lists.len() > 1;
        lists[index].0.name.clone().filter(|_| several)
    };
    for (index, (sheet, header)) in lists.iter().enumerate() {
        let reader = &mut readers[index];
        let own = [UnitColumn::Code];
        for (row, why) in no_entry::sift(sheet, header, UnitColumn::Name, &own) {
            let passed = |why| PassedRow {
                sheet: name_of(index),
                row: row.number,
                why,
            };
            if let Some(why) = why {
                list.passed_over.push(passed(why));
                continue;
            }
            reader.problems.add_strays(header, row);
            let (unit, undated) = reader.unit(row);
            if !unit.code.as_str().is_empty() {
                match codes.get(&unit.code) {
                    // Workbooks hold a list as a whole and once more by group.
                    Some((before, name, _)) if *before != index && *name == unit.name => {
                        list.passed_over.push(passed(PassedOver::Elsewhere));
                        continue;
                    }
                    Some((before, _, there)) => {
                        let there = (name_of(*before), *there);
                        reader.repeated(row, unit.code.as_str(), there);
                    }
                    None => {
                        let there = (index, unit.name.clone(), row.number);
                        codes.insert(unit.code.clone(), there);
                    }
                }
            }
            read.push((index, row, unit, undated));
        }
    }
    let by_name: BTreeMap<String, UnitCode> = read
        .iter()
        .map(|(_, _, unit, _)| (unit.name.clone(), unit.code.clone()))
        .collect();
    for (index, row, unit, _) in &mut read {
        let Some(parent) = &unit.parent else { continue };
        if codes.contains_key(parent) {
            continue;
        }
        if let Some(code) = by_name.get(parent.as_str()) {
            unit.parent = Some(code.clone());
        } else if let Named::Unit(code) | Named::Former(code, _) = known.find(parent.as_str(), None)
        {
            unit.parent = Some(code);
        } else if !is_code(parent.as_str()) {
            readers[*index].note(
                row,
                UnitColumn::Parent,
                CellFault::UnknownUnit,
                parent.as_str(),
            );
        }
    }
    list.rows = read
        .into_iter()
        .map(|(index, row, unit, undated)| UnitRow {
            sheet: name_of(index),
            row: row.number,
            unit,
            undated,
            columns: UnitColumn::ALL
                .iter()
                .copied()
                .filter(|column| lists[index].1.first_of(*column).is_some())
                .collect(),
        })
        .collect();
    for (index, reader) in readers.into_iter().enumerate() {
        list.add_problems(reader.problems, name_of(index).as_ref());
    }
    list.bounded()
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

impl<'a> Reader<'a> {
    fn new(sheet: &Sheet, header: &'a Header<UnitColumn>) -> Self {
        let code = header.first_of(UnitColumn::Code);
        Self {
            header,
            code_digits: code.map_or(0, |at| rows::lost_digits(sheet, header.first, at)),
            problems: Problems::default(),
        }
    }

    fn note(&mut self, row: &Row, column: UnitColumn, fault: CellFault, found: &str) {
        if let Some(at) = self.header.first_of(column) {
            self.problems.add(row, at, column, fault, found, Vec::new());
        }
    }

    /// Notes that a code stands in an earlier row.
    fn repeated(&mut self, row: &Row, code: &str, earlier: (Option<String>, u32)) {
        let column = UnitColumn::Code;
        if let Some(at) = self.header.first_of(column) {
            self.problems.add_repeated((row, at), column, code, earlier);
        }
    }

    /// The unit, and its former names without a day.
    fn unit(&mut self, row: &Row) -> (Unit, Vec<String>) {
        let code = self.text(row, UnitColumn::Code, CODE_CHARS);
        let code = rows::with_lost_zeros(&code, self.code_digits);
        if !code.is_empty() && !is_code(&code) {
            self.note(row, UnitColumn::Code, CellFault::NotACode, &code);
        }
        let name = self.text(row, UnitColumn::Name, NAME_CHARS);
        for (column, value) in [(UnitColumn::Code, &code), (UnitColumn::Name, &name)] {
            let is_blank = self.header.of(column).all(|at| row.cell(at).is_none());
            if value.is_empty() && is_blank {
                self.note(row, column, CellFault::Missing, "");
            }
        }
        let parent = self.text(row, UnitColumn::Parent, NAME_CHARS);
        let parent = rows::with_lost_zeros(&parent, self.code_digits);
        let (former, undated) = self.former(row);
        let mut aliases = self.aliases(row, &name);
        for alias in &undated {
            if *alias != name && !aliases.contains(alias) {
                aliases.push(alias.clone());
            }
        }
        let unit = Unit {
            kind: self.text(row, UnitColumn::Kind, NAME_CHARS),
            parent: if parent.is_empty() {
                None
            } else {
                Some(UnitCode(parent))
            },
            aliases,
            former,
            duties: self.duties(row),
            phone: self.text(row, UnitColumn::Phone, NAME_CHARS),
            retired: false,
            code: UnitCode(code),
            name,
        };
        (unit, undated)
    }

    /// The text of a column; empty, and noted, if it is not fit for the record.
    fn text(&mut self, row: &Row, column: UnitColumn, max_chars: usize) -> String {
        let Some(cell) = self.header.first_of(column).and_then(|at| row.cell(at)) else {
            return String::new();
        };
        if let Some(fault) = cell.fault() {
            self.note(row, column, fault, &cell.text());
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
        let Some(fault) = fault else {
            return Some(text);
        };
        if let Some(at) = self.header.first_of(column) {
            let detail = CellDetail::Text { text: fault };
            self.problems.add_text((row, at), column, &text, detail);
        }
        None
    }

    /// What the unit is there for, in as many lines as the cell has.
    fn duties(&mut self, row: &Row) -> String {
        let column = UnitColumn::Duties;
        let Some(at) = self.header.first_of(column) else {
            return String::new();
        };
        let text = row.said(at).into_owned();
        if text.is_empty() {
            return text;
        }
        let fault = check(&text, DUTIES_CHARS).err();
        self.without(row, column, text, fault).unwrap_or_default()
    }

    /// What it was called before. A name without a day is just another name.
    fn former(&mut self, row: &Row) -> (Vec<FormerName>, Vec<String>) {
        let column = UnitColumn::Former;
        let columns: Vec<u32> = self.header.of(column).collect();
        let (mut former, mut undated) = (vec![], vec![]);
        for at in columns {
            let text = row.said(at).into_owned();
            for said in text.split(['、', '，', ',', '；', ';', '\n']) {
                let said = said.trim();
                let has_day = said.contains(['(', '（']) && said.contains(char::is_numeric);
                match FormerName::read(said) {
                    _ if said.is_empty() => {}
                    Some(read) if check_line(&read.name, NAME_CHARS).is_ok() => former.push(read),
                    None if !has_day => {
                        let name = normalise_name(said);
                        undated.extend(self.checked(row, column, name, NAME_CHARS));
                    }
                    _ => self.note(row, column, CellFault::NotAFormerName, said),
                }
            }
        }
        former.sort();
        former.dedup();
        (former, undated)
    }

    fn aliases(&mut self, row: &Row, name: &str) -> Vec<String> {
        let mut aliases: Vec<String> = Vec::new();
        let columns: Vec<u32> = self.header.of(UnitColumn::Aliases).collect();
        for at in columns {
            let text = row.said(at).into_owned();
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
