//! Figures from a table: an export of ours, or what somebody published, so that it can be checked.

mod about;
mod cells;
mod columns;
mod item;
mod map;
mod merge;
#[cfg(test)]
mod tests;
mod told;

use std::collections::{BTreeMap, BTreeSet};

pub use self::about::About;
pub use self::cells::{say_answers, say_outcomes};
use self::columns::Field;
pub use self::map::FieldMap;
use self::merge::{Merged, Row};
pub use self::told::NotTold;
use super::by::Dimension;
use super::conversion::Conversion;
use super::facts::Fact;
use super::measure::{Level, Marks, Measure, Tallies};
use super::named::FigureName;
use super::quarter::Quarter;
use crate::calendar::Date;
use crate::case::{AssignmentRole, Verdict};
use crate::ids::SuggestionNo;
use crate::import::{is_footer, names_in};
use crate::lists::FileFault;
use crate::text::{Bilingual, restore, search_key};

/// Rows from the top among which the column names are looked for.
const TOP: usize = 20;
/// Most characters of a cell that says that its row is of means.
const MEAN_CHARS: usize = 6;
/// Faults that are named.
const FAULTS: usize = 50;

/// What a reply says to each suggestion; none where it does not say.
pub type Answers = BTreeMap<SuggestionNo, Option<Verdict>>;

/// One sheet of a workbook, or a table that is alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; none where it is alone.
    pub name: Option<String>,
    /// Its rows from the first, empty ones too, so that they count as a spreadsheet shows them.
    pub rows: Vec<Vec<String>>,
    /// Whether days that stand there as numbers are counted from 1904, as some workbooks do.
    pub is_1904: bool,
}

/// What a table holds for figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactTable {
    /// The facts, of proposals and of reply items.
    pub facts: Vec<Fact>,
    /// Columns that were understood, as the table calls them.
    pub columns: Vec<String>,
    /// Those of them that are called as subjects are, and are taken for the class, because no other column is and they hold
    /// nothing but classes.
    pub as_class: Vec<String>,
    /// Columns that tell figures nothing.
    pub ignored: Vec<String>,
    /// The figures that these columns are enough for.
    pub figures: BTreeSet<FigureName>,
    /// By what it can be broken down and filtered, by its columns.
    pub dimensions: BTreeSet<Dimension>,
    /// What units, departments and persons are called, where a column has their codes and another their names.
    pub names: BTreeMap<(Dimension, String), String>,
    /// Sheets that were read, where there are several.
    pub read: Vec<String>,
    /// Sheets that were not, because they name no columns that figures are counted from.
    pub passed: Vec<String>,
    /// What outcomes are called, by their codes, where the table says it.
    pub outcome_names: BTreeMap<String, String>,
    /// Rows that were left out, or counted otherwise than their columns alone would have it.
    pub about: BTreeMap<About, Vec<Place>>,
    /// Rows that say again what a row before them says.
    pub repeats: Vec<Repeat>,
    /// Whether suggestions are counted once for each reply item that answers them, because it does not say which one
    /// each answer is to: where several units answer one proposal these are too many.
    pub suggestions_by_item: bool,
}

impl FactTable {
    fn tell(&mut self, about: About, at: Place) {
        self.about.entry(about).or_default().push(at);
    }

    /// As what proposals are counted where `asked` would do: a table of one unit's reply items is counted as that unit
    /// answers them, as its own people are counted.
    #[must_use]
    pub fn level(&self, asked: Level) -> Level {
        let mut items = self.facts.iter().filter(|fact| fact.no > 0);
        let Some(unit) = items.next().map(|first| &first.unit) else {
            return asked;
        };
        let one = !unit.is_empty() && items.all(|other| other.unit == *unit);
        match one && !self.figures.contains(&FigureName::Filing) {
            true => Level::Own,
            false => asked,
        }
    }
}

/// Rows of one proposal number that may be one and the same. A unit owes one reply to a proposal, so that of several
/// rows with its number and unit the first counts; where no unit stands, of several that say the same. Others may be
/// replies of several units: each counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The number.
    pub number: String,
    /// The unit, as the table has it; empty where it has none.
    pub unit: String,
    /// The row that came first.
    pub first: Place,
    /// Those after it.
    pub again: Vec<Place>,
    /// Whether they are counted too.
    pub counted: bool,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The sheet, where there are several.
    pub sheet: Option<String>,
    /// The row, from 1.
    pub row: usize,
}

/// Why no figures can be counted from a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// No row near the top names columns that figures are counted from.
    NoHeader,
    /// A column that was spoken of is not there.
    Map(FileFault),
    /// Cells that cannot be read, and how many more than these there are.
    Cells(Vec<CellFault>, usize),
}

/// A cell that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFault {
    /// Where.
    pub at: Place,
    /// The column, as the table calls it.
    pub column: String,
    /// What stands there.
    pub cell: String,
    /// What such a column takes.
    pub accepted: Bilingual,
}

/// Reads sheets, titles above the column names included; a column is what `map` says, else what its name tells. A row is a reply item, or a proposal where there are only
/// columns about proposals; rows of one number are of one proposal, in whatever sheet. Of a table of reply items it is
/// not known what was submitted, so there is no filing rate. What several reply items say to one suggestion of a
/// proposal is one answer, the best of them, as the office counts; a table that does not tell suggestions apart is counted
/// as the reply items answer them.
///
/// # Errors
/// When there are no such columns, one that `map` speaks of is on no sheet, or some cells cannot be read: they are named, up to fifty,
/// and the others counted.
pub fn read(sheets: &[Sheet], map: &FieldMap) -> Result<FactTable, TableFault> {
    let mut table = FactTable::default();
    let mut merged = Merged::default();
    let mut faults = vec![];
    let mut of_items: Option<BTreeSet<FigureName>> = None;
    let mut readers = vec![];
    for sheet in sheets {
        let reader = Reader::of(sheet, map, &mut table);
        let list = match reader.is_some() {
            true => &mut table.read,
            false => &mut table.passed,
        };
        list.extend(sheet.name.clone());
        readers.extend(reader);
    }
    let headers = readers
        .iter()
        .map(|reader| &reader.sheet.rows[reader.header]);
    let headers: Vec<&Vec<String>> = headers.collect();
    if let Some(fault) = map.lost(&headers).filter(|_| !headers.is_empty()) {
        return Err(TableFault::Map(fault));
    }
    // Numbers begin anew each year; a sheet that does not name it is of the same proposals all the same.
    let mut of_year = vec![Field::Year, Field::Session];
    of_year.retain(|field| readers.iter().all(|reader| reader.has(*field)));
    for mut reader in readers {
        reader.rows(&mut merged, &mut table, &of_year);
        table.dimensions.extend(reader.dimensions());
        faults.append(&mut reader.faults);
        let told = reader.figures();
        table.figures.extend(told.get(&FigureName::Filing));
        if reader.of_items {
            // Counted together they tell what each of them tells.
            of_items = Some(match of_items {
                Some(before) => before.intersection(&told).copied().collect(),
                None => told,
            });
        }
    }
    if table.columns.is_empty() {
        return Err(TableFault::NoHeader);
    }
    if !faults.is_empty() {
        let more = faults.len().saturating_sub(FAULTS);
        faults.truncate(FAULTS);
        return Err(TableFault::Cells(faults, more));
    }
    let filing = of_items.into_iter().flatten();
    table
        .figures
        .extend(filing.filter(|it| *it != FigureName::Filing));
    merged.finish(&mut table);
    Ok(table)
}

fn has(fact: &Fact, measure: Measure) -> bool {
    measure
        .mark(Level::Whole)
        .is_some_and(|mark| fact.marks.has(mark))
}

/// 平均, 全市平均
fn is_mean(cell: &str) -> bool {
    let cell = search_key(cell);
    let is_short = cell.chars().count() <= MEAN_CHARS;
    is_short && (cell.contains("平均") || cell.contains("均值"))
        || cell == "average"
        || cell == "mean"
}

/// The column of 类别 or the like that holds what replies came to, not what proposals are about, where no other column is
/// the class and nobody said what it is.
fn as_class(header: &[String], below: &[Vec<String>], map: &FieldMap) -> Option<usize> {
    let is_class = |(at, head): (usize, &String)| map.field(at, head) == Some(Field::Class);
    if header.iter().enumerate().any(is_class) {
        return None;
    }
    let is_subject = |at: usize, head: &str| {
        map.meant(at, head).is_none() && map.field(at, head) == Some(Field::Category)
    };
    let mut heads = header.iter().enumerate();
    let found = heads.find(|(at, head)| is_subject(*at, head) && holds_classes(below, *at));
    found.map(|(at, _)| at)
}

/// Whether a column holds nothing but classes, one at least.
fn holds_classes(rows: &[Vec<String>], at: usize) -> bool {
    let is_entry = |row: &&Vec<String>| {
        let mut cells = row.iter().filter(|cell| !cell.trim().is_empty());
        let is_of_means = cells.next().is_some_and(|first| is_mean(first));
        !is_of_means && !is_footer(row.iter().map(String::as_str))
    };
    let cells = rows.iter().filter(is_entry).filter_map(|row| row.get(at));
    let mut filled = cells.filter(|cell| !cell.trim().is_empty()).peekable();
    filled.peek().is_some() && filled.all(|cell| cells::class(cell).is_ok())
}

/// One row after the other.
struct Reader<'t> {
    sheet: &'t Sheet,
    columns: BTreeMap<Field, usize>,
    /// The row of the column names, from 0.
    header: usize,
    of_items: bool,
    of_proposals: bool,
    row: usize,
    cells: &'t [String],
    faults: Vec<CellFault>,
}

impl<'t> Reader<'t> {
    /// For a sheet with columns to count from, which `table` is told.
    fn of(sheet: &'t Sheet, map: &FieldMap, table: &mut FactTable) -> Option<Self> {
        let rows = &sheet.rows;
        let known = |row: &Vec<String>| {
            let cells = row.iter().enumerate();
            cells.filter_map(|(at, cell)| map.field(at, cell)).count()
        };
        let header = (0..rows.len().min(TOP))
            .max_by_key(|at| (known(&rows[*at]), std::cmp::Reverse(*at)))
            .filter(|at| known(&rows[*at]) >= 2)?;
        let as_class = as_class(&rows[header], &rows[header + 1..], map);
        let field_of = |at: usize, head: &str| match as_class == Some(at) {
            true => Some(Field::Class),
            false => map.field(at, head),
        };
        let mut columns: BTreeMap<Field, usize> = BTreeMap::new();
        let (mut used, mut ignored) = (vec![], vec![]);
        // What somebody said goes before what is called so by itself.
        for (at, head) in rows[header].iter().enumerate() {
            if let Some(Some(field)) = map.meant(at, head) {
                columns.entry(field).or_insert(at);
            }
        }
        for (at, head) in rows[header].iter().enumerate() {
            match field_of(at, head).filter(|field| *columns.entry(*field).or_insert(at) == at) {
                Some(_) => used.push(head),
                None if head.trim().is_empty() => {}
                None => ignored.push(head),
            }
        }
        let of_items = columns.keys().any(|field| field.is_of_items());
        let of_proposals = columns.contains_key(&Field::Filed);
        if !of_items && !of_proposals {
            return None;
        }
        let as_class = as_class.map(|at| &rows[header][at]).into_iter().collect();
        for (heads, all) in [
            (used, &mut table.columns),
            (as_class, &mut table.as_class),
            (ignored, &mut table.ignored),
        ] {
            for head in heads {
                if !all.contains(head) {
                    all.push(head.clone());
                }
            }
        }
        Some(Self {
            sheet,
            columns,
            header,
            of_items,
            of_proposals,
            row: 0,
            cells: &[],
            faults: vec![],
        })
    }

    fn rows(&mut self, merged: &mut Merged<'t>, table: &mut FactTable, of_year: &[Field]) {
        for (at, cells) in self.sheet.rows.iter().enumerate().skip(self.header + 1) {
            (self.row, self.cells) = (at + 1, cells);
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if self.is_footer() {
                table.tell(About::Skipped, self.place());
                continue;
            }
            let role = self.read(Field::Role, cells::role);
            let is_co_handler = role == Some(AssignmentRole::CoHandler);
            if is_co_handler {
                table.tell(About::CoHandlers, self.place());
                if !self.of_proposals {
                    continue;
                }
            }
            let whole = self.places();
            self.names(&whole, table);
            let filed = self.truth(Field::Filed).unwrap_or(!self.of_proposals);
            let is_item = self.of_items && filed && !is_co_handler;
            let (item, about) = match is_item.then(|| self.item(whole.clone(), table)) {
                Some((item, about)) => (Some(item), about),
                None => (None, vec![]),
            };
            let issued = item.as_ref().is_some_and(|it| has(it, Measure::Issued));
            let answers = self.read(Field::Answers, cells::answers);
            let answers = answers.filter(|_| issued).unwrap_or_default();
            let number = self.text(Field::Number);
            let of_year = of_year.iter().map(|field| self.text(*field));
            let row = Row {
                at: self.place(),
                identity: of_year.chain([number.clone()]).collect(),
                number,
                cells,
                whole,
                item,
                answers: self.has(Field::Answers).then_some(answers),
                filed: self.of_proposals.then_some(filed),
            };
            let (rows, of_units) = self.by_unit(row, role);
            let mut counted = false;
            for row in rows {
                let item = merged.add(row);
                counted |= item.is_some();
                table.facts.extend(item);
            }
            if counted {
                for about in about.into_iter().chain(of_units) {
                    table.tell(about, self.place());
                }
            }
        }
    }

    /// The row once for each unit that owes a reply by it: in the column of split units, and where it is said that those
    /// in one cell are. A lead is one, so that several without such a word are counted as one, and told.
    fn by_unit(&self, row: Row<'t>, role: Option<AssignmentRole>) -> (Vec<Row<'t>>, Option<About>) {
        if row.item.is_none() {
            return (vec![row], None);
        }
        let field = match self.text(Field::Unit).is_empty() {
            true => Field::UnitName,
            false => Field::Unit,
        };
        let named = row.whole.unit.clone();
        let here = names_in(&named);
        let head = self.columns.get(&field);
        let head = head.map_or("", |at| self.sheet.rows[self.header][*at].as_str());
        let is_split = role == Some(AssignmentRole::Split) || head.contains("分办");
        let splits = self.text(Field::Splits);
        let mut units = match is_split {
            true => here.clone(),
            false => Some(named.as_str())
                .filter(|it| !it.is_empty())
                .into_iter()
                .collect(),
        };
        for unit in names_in(&splits) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        let about = match units.len() {
            0 | 1 if here.len() > 1 => Some(About::SeveralUnits),
            0 | 1 => None,
            _ => Some(About::SplitUnits),
        };
        let rows = units.iter().enumerate().map(|(nth, unit)| {
            let mut row = row.clone();
            row.of_unit(unit, nth == 0, self.has_counts());
            row
        });
        match units.is_empty() {
            true => (vec![row], about),
            false => (rows.collect(), about),
        }
    }

    /// Whether it says how many forms or answers there were.
    fn has_counts(&self) -> bool {
        let mut fields = self.columns.keys();
        fields.any(|field| matches!(field, Field::Tally(_)))
    }

    fn place(&self) -> Place {
        Place {
            sheet: self.sheet.name.clone(),
            row: self.row,
        }
    }

    /// Remembers what those of this row are called.
    fn names(&self, fact: &Fact, table: &mut FactTable) {
        for (dimension, value, name) in [
            (Dimension::Unit, &fact.unit, Field::UnitName),
            (
                Dimension::Department,
                &fact.department,
                Field::DepartmentName,
            ),
            (Dimension::Handler, &fact.handler, Field::HandlerName),
        ] {
            let name = self.text(name);
            if !name.is_empty() && !value.is_empty() {
                let key = (dimension, value.clone());
                table.names.entry(key).or_insert(name);
            }
        }
    }

    fn has(&self, field: Field) -> bool {
        self.columns.contains_key(&field)
    }

    fn text(&self, field: Field) -> String {
        let cell = self.columns.get(&field).and_then(|at| self.cells.get(*at));
        cell.map_or_else(String::new, |cell| restore(cell.trim()).to_owned())
    }

    /// Reads a cell; one that cannot be read is a fault of the table.
    fn read<T>(&mut self, field: Field, as_a: impl Fn(&str) -> Result<Option<T>, ()>) -> Option<T> {
        let at = *self.columns.get(&field)?;
        let cell = self.cells.get(at).map_or("", String::as_str);
        as_a(cell).unwrap_or_else(|()| {
            let fault = CellFault {
                at: self.place(),
                column: self.sheet.rows[self.header][at].clone(),
                cell: cell.to_owned(),
                accepted: cells::accepted(field),
            };
            // Some cells are read for two things, one after the other.
            let row = self.faults.iter().rev().take_while(|it| it.at == fault.at);
            if !row.into_iter().any(|it| *it == fault) {
                self.faults.push(fault);
            }
            None
        })
    }

    fn date(&mut self, field: Field) -> Option<Date> {
        let is_1904 = self.sheet.is_1904;
        self.read(field, |cell| cells::date(cell, is_1904))
    }

    fn truth(&mut self, field: Field) -> Option<bool> {
        self.read(field, cells::truth)
    }

    /// A row of totals or means, or a note under the list.
    fn is_footer(&self) -> bool {
        let cells = || self.cells.iter().map(String::as_str);
        let number = self.text(Field::Number);
        let first = cells().find(|cell| !cell.trim().is_empty());
        is_footer(cells())
            || is_footer(std::iter::once(number.as_str()))
            || first.into_iter().chain([number.as_str()]).any(is_mean)
    }

    fn places(&mut self) -> Fact {
        let coded = |code, name| match self.text(code) {
            code if code.is_empty() => self.text(name),
            code => code,
        };
        let unit = coded(Field::Unit, Field::UnitName);
        let department = coded(Field::Department, Field::DepartmentName);
        let handler = coded(Field::Handler, Field::HandlerName);
        let day = self.date(Field::Submitted);
        Fact {
            no: 0,
            session: self.text(Field::Session),
            quarter: day.map_or_else(String::new, |day| Quarter::of(day).to_string()),
            unit,
            department,
            handler,
            kind: self
                .read(Field::Kind, cells::kind)
                .map_or_else(String::new, |kind| kind.code().to_owned()),
            category: self.text(Field::Category),
            timing: self
                .read(Field::Timing, cells::timing)
                .map_or_else(String::new, |timing| timing.code().to_owned()),
            key: self.truth(Field::Key).unwrap_or(false),
            marks: Marks::default(),
            tallies: Tallies::default(),
            conversion: Conversion::default(),
            shared: vec![],
        }
    }
}
