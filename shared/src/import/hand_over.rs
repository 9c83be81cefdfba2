//! Lists of who gets which proposal.

use std::collections::BTreeMap;

use super::bounds::LISTS;
use super::cell::{Row, Sheet};
use super::header::Header;
use super::list_row::Renamed;
use super::read_list::ReadList;
use super::rows::{self, Problems};
use super::unit_cell::Roles;
use super::{ReadOptions, no_entry, parts, sniff, values};
use crate::case::AssignmentRole;
use crate::lists::{CellDetail, CellFault, FileFault, HandOverColumn, PassedOver, PassedRow};
use crate::org::UnitNames;
use crate::text::{check_line, normalise_name};
use crate::workflow::HandTo;

/// Most characters of a number and of a title.
const LINE_CHARS: usize = 200;

/// One proposal of a list, and who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOverRow {
    /// Its sheet, where several were read.
    pub sheet: Option<String>,
    /// The row of the sheet, counted from 1.
    pub row: u32,
    /// The proposal number; empty where it is missing, which is a problem.
    pub number: String,
    /// The title, where the list has one.
    pub title: String,
    /// Who gets it, the lead first.
    pub to: Vec<HandTo>,
    /// Units that it calls by a name they no longer have.
    pub renamed: Vec<Renamed>,
}

/// Reads a list of who gets which proposal, from every sheet that has one.
///
/// # Errors
/// Where the file is not a list that can be read at all; what is wrong with single cells is in
/// [`ReadList::problems`].
pub fn read_hand_over(
    bytes: &[u8],
    options: &ReadOptions<HandOverColumn>,
    units: &UnitNames,
) -> Result<ReadList<HandOverRow>, FileFault> {
    read(bytes, options, units).map_err(|fault| rows::because_hidden(fault, bytes, options))
}

fn read(
    bytes: &[u8],
    options: &ReadOptions<HandOverColumn>,
    units: &UnitNames,
) -> Result<ReadList<HandOverRow>, FileFault> {
    let book = sniff::read_sheets(bytes, options.sheet.as_deref(), options.hidden, &LISTS)?;
    let lists = rows::all_with_header(&book.sheets, &options.map)?;
    let mut list = ReadList::of(&book, &lists);
    // By number: the list it is in, who gets it there, and its row.
    let mut seen: BTreeMap<String, (usize, Vec<HandTo>, u32)> = BTreeMap::new();
    let name_of = |index: usize| {
        let several = lists.len() > 1;
        lists[index].0.name.clone().filter(|_| several)
    };
    for (index, (sheet, header)) in lists.iter().enumerate() {
        let name = sheet.name.as_ref().filter(|_| lists.len() > 1);
        let mut reader = Reader::new(sheet, header, units, options.year);
        for (row, mut read) in reader.proposals(name, &mut list.passed_over) {
            match seen.get(&read.number) {
                // Workbooks hold a list as a whole and once more by unit.
                Some((before, to, _)) if *before != index && *to == read.to => {
                    list.passed_over.push(PassedRow {
                        sheet: name.cloned(),
                        row: row.number,
                        why: PassedOver::Elsewhere,
                    });
                    continue;
                }
                Some((before, _, there)) => {
                    reader.repeated(row, &read.number, (name_of(*before), *there));
                }
                None if read.number.is_empty() => {}
                None => {
                    let there = (index, read.to.clone(), row.number);
                    seen.insert(read.number.clone(), there);
                }
            }
            read.sheet = name.cloned();
            list.rows.push(read);
        }
        list.add_problems(reader.problems, name);
    }
    list.bounded()
}

struct Reader<'a> {
    sheet: &'a Sheet,
    header: &'a Header<HandOverColumn>,
    units: &'a UnitNames,
    number_digits: usize,
    /// That of the session.
    year: Option<i16>,
    problems: Problems,
}

/// What one proposal's rows hold so far: one row, or several under a merged number.
struct Parts<'a> {
    first: &'a Row,
    units: Roles,
}

impl<'a> Reader<'a> {
    fn new(
        sheet: &'a Sheet,
        header: &'a Header<HandOverColumn>,
        units: &'a UnitNames,
        year: Option<i16>,
    ) -> Self {
        let number = header.first_of(HandOverColumn::Number);
        Self {
            sheet,
            header,
            units,
            number_digits: number.map_or(0, |at| rows::lost_digits(sheet, header.first, at)),
            year,
            problems: Problems::default(),
        }
    }

    fn proposals(
        &mut self,
        sheet: Option<&String>,
        passed_over: &mut Vec<PassedRow>,
    ) -> Vec<(&'a Row, HandOverRow)> {
        let mut open: Option<Parts<'a>> = None;
        let mut done = vec![];
        let title = self.header.first_of(HandOverColumn::Title);
        let main = title.map_or(HandOverColumn::Number, |_| HandOverColumn::Title);
        let own = [
            HandOverColumn::Lead,
            HandOverColumn::Splits,
            HandOverColumn::CoHandlers,
        ];
        for (row, why) in no_entry::sift(self.sheet, self.header, main, &own) {
            if let Some(why) = why {
                passed_over.push(PassedRow {
                    sheet: sheet.cloned(),
                    row: row.number,
                    why,
                });
                continue;
            }
            if open.is_none() || !self.continues(row) {
                done.extend(open.take().map(|parts| self.finish(parts)));
                open = Some(Parts {
                    first: row,
                    units: Roles::default(),
                });
            }
            if let Some(parts) = &mut open {
                self.gather(row, parts);
            }
        }
        done.extend(open.map(|parts| self.finish(parts)));
        done
    }

    /// Whether the row goes on with the proposal above: its number reaches down into it.
    fn continues(&self, row: &Row) -> bool {
        let mut at = self.header.of(HandOverColumn::Number);
        at.any(|at| row.continued.contains(&at))
    }

    fn note(&mut self, row: &Row, column: HandOverColumn, fault: CellFault, found: &str) {
        // Who helps may be named in the column of the lead.
        let at = self.header.first_of(column);
        if let Some(at) = at.or(self.header.first_of(HandOverColumn::Lead)) {
            self.problems.add(row, at, column, fault, found, vec![]);
        }
    }

    fn repeated(&mut self, row: &Row, number: &str, earlier: (Option<String>, u32)) {
        let column = HandOverColumn::Number;
        if let Some(at) = self.header.first_of(column) {
            let place = (row, at);
            self.problems.add_repeated(place, column, number, earlier);
        }
    }

    fn gather(&mut self, row: &Row, open: &mut Parts<'_>) {
        // What reaches down within one proposal was said in its first row.
        let is_first = std::ptr::eq(row, open.first);
        self.problems.add_strays(self.header, row);
        for (at, column) in &self.header.columns {
            let own = row.cells.get(at);
            let Some(cell) = own.or_else(|| row.cell(*at).filter(|_| is_first)) else {
                continue;
            };
            if let Some(fault) = cell.fault() {
                self.problems
                    .add(row, *at, *column, fault, &cell.text(), vec![]);
                continue;
            }
            let role = match column {
                HandOverColumn::Number | HandOverColumn::Title => continue,
                HandOverColumn::Lead => AssignmentRole::Lead,
                HandOverColumn::Splits => AssignmentRole::Split,
                HandOverColumn::CoHandlers => AssignmentRole::CoHandler,
                HandOverColumn::Parts => {
                    let said = cell.text();
                    if values::says_nothing(&said) {
                        continue;
                    }
                    if let Err(piece) = parts::read(self.units, &said, &mut open.units.parts) {
                        self.problems
                            .add(row, *at, *column, CellFault::BadPart, piece, vec![]);
                    }
                    continue;
                }
            };
            let cell = cell.text();
            if values::says_nothing(&cell) {
                continue;
            }
            let problems = &mut self.problems;
            let mut fault = |name: &str, fault, like| {
                problems.add(row, *at, *column, fault, name, like);
            };
            open.units.add(self.units, (&cell, role), None, &mut fault);
        }
    }

    fn finish(&mut self, mut parts: Parts<'a>) -> (&'a Row, HandOverRow) {
        let row = parts.first;
        let listed = self.line(row, HandOverColumn::Number);
        let at = self.header.first_of(HandOverColumn::Number);
        if let Some(fault) = at.and_then(|at| rows::no_number(row.cell(at)?)) {
            self.note(row, HandOverColumn::Number, fault, &listed);
        }
        let number = rows::number_in(&listed, self.year, self.number_digits);
        if number.is_err() {
            let (column, fault) = (HandOverColumn::Number, CellFault::OtherYear);
            self.note(row, column, fault, &listed);
        }
        let number = number.unwrap_or_default();
        if number.is_empty() && !self.problems.is_said(row, HandOverColumn::Number) {
            self.note(row, HandOverColumn::Number, CellFault::Missing, "");
        }
        if parts.units.lead.len() > 1 {
            let at = self.header.first_of(HandOverColumn::Lead);
            let found = at.map_or_else(String::new, |at| row.said(at).into_owned());
            self.note(row, HandOverColumn::Lead, CellFault::SeveralUnits, &found);
        }
        let roles = [
            (HandOverColumn::Lead, AssignmentRole::Lead, parts.units.lead),
            (
                HandOverColumn::Splits,
                AssignmentRole::Split,
                parts.units.splits,
            ),
            (
                HandOverColumn::CoHandlers,
                AssignmentRole::CoHandler,
                parts.units.co_handlers,
            ),
        ];
        let mut to: Vec<HandTo> = vec![];
        for (column, role, units) in roles {
            for unit in units {
                if to.iter().any(|before| before.unit == unit) {
                    let name = self.units.name(&unit).to_owned();
                    self.note(row, column, CellFault::UnitTwice, &name);
                    continue;
                }
                let part = parts.units.parts.remove(&unit);
                to.push(HandTo {
                    unit,
                    role,
                    suggestions: part.unwrap_or_default(),
                });
            }
        }
        for unit in parts.units.parts.keys() {
            let name = self.units.name(unit).to_owned();
            self.note(row, HandOverColumn::Parts, CellFault::BadPart, &name);
        }
        if to.is_empty() && !self.problems.is_said(row, HandOverColumn::Lead) {
            self.note(row, HandOverColumn::Lead, CellFault::Missing, "");
        }
        let read = HandOverRow {
            sheet: None,
            row: row.number,
            number,
            title: self.line(row, HandOverColumn::Title),
            to,
            renamed: parts.units.renamed,
        };
        (row, read)
    }

    /// A line of text; empty, and noted, where it is not fit to be one.
    fn line(&mut self, row: &Row, column: HandOverColumn) -> String {
        let at = self.header.first_of(column);
        let cell = at.and_then(|at| row.cell(at));
        let Some(cell) = cell.filter(|cell| cell.fault().is_none()) else {
            return String::new();
        };
        let text = normalise_name(&cell.text());
        match check_line(&text, LINE_CHARS) {
            Ok(()) => text,
            Err(fault) => {
                if let Some(at) = self.header.first_of(column) {
                    let detail = CellDetail::Text { text: fault };
                    self.problems.add_text((row, at), column, &text, detail);
                }
                String::new()
            }
        }
    }
}
