//! Figures from a table: an export of ours, or what somebody published, so that it can be checked.

mod cells;
mod columns;
mod merge;
#[cfg(test)]
mod tests;
mod told;

use std::collections::{BTreeMap, BTreeSet};

pub use self::cells::{say_answers, say_outcomes};
use self::columns::{Field, field};
use self::merge::{Merged, Row};
pub use self::told::NotTold;
use super::by::Dimension;
use super::conversion::Conversion;
use super::facts::{AsProposal, Fact};
use super::measure::{Level, Marks, Measure, Tallies, Tally};
use super::named::FigureName;
use super::quarter::Quarter;
use crate::case::Verdict;
use crate::ids::SuggestionNo;
use crate::import::is_footer;
use crate::text::restore;

/// Rows from the top among which the column names are looked for.
const TOP: usize = 20;
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
}

/// What a table holds for figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactTable {
    /// The facts, of proposals and of reply items.
    pub facts: Vec<Fact>,
    /// Columns that were understood, as the table calls them.
    pub columns: Vec<String>,
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
    /// Rows that say again what a row before them says.
    pub repeats: Vec<Repeat>,
    /// Whether suggestions are counted once for each reply item that answers them, because it does not say which one
    /// each answer is to: where several units answer one proposal these are too many.
    pub suggestions_by_item: bool,
}

impl FactTable {
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
    /// Cells that cannot be read.
    Cells(Vec<CellFault>),
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
}

/// Reads sheets, titles above the column names included. A row is a reply item, or a proposal where there are only
/// columns about proposals; rows of one number are of one proposal, in whatever sheet. Of a table of reply items it is
/// not known what was submitted, so there is no filing rate. What several reply items say to one suggestion of a
/// proposal is one answer, the best of them, as the office counts; a table that does not tell suggestions apart is counted
/// as the reply items answer them.
///
/// # Errors
/// When there are no such columns, or some cells cannot be read: all of them are named, up to fifty.
pub fn read(sheets: &[Sheet]) -> Result<FactTable, TableFault> {
    let mut table = FactTable::default();
    let mut merged = Merged::default();
    let mut faults = vec![];
    let mut of_items: Option<BTreeSet<FigureName>> = None;
    for sheet in sheets {
        let Some(mut reader) = Reader::of(sheet, &mut table) else {
            table.passed.extend(sheet.name.clone());
            continue;
        };
        table.read.extend(sheet.name.clone());
        reader.rows(&mut merged, &mut table);
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
        faults.truncate(FAULTS);
        return Err(TableFault::Cells(faults));
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
    fn of(sheet: &'t Sheet, table: &mut FactTable) -> Option<Self> {
        let rows = &sheet.rows;
        let known = |row: &Vec<String>| row.iter().filter_map(|cell| field(cell)).count();
        let header = (0..rows.len().min(TOP))
            .max_by_key(|at| (known(&rows[*at]), std::cmp::Reverse(*at)))
            .filter(|at| known(&rows[*at]) >= 2)?;
        let mut columns: BTreeMap<Field, usize> = BTreeMap::new();
        let (mut used, mut ignored) = (vec![], vec![]);
        for (at, head) in rows[header].iter().enumerate() {
            match field(head).filter(|field| !columns.contains_key(field)) {
                Some(field) => {
                    columns.insert(field, at);
                    used.push(head);
                }
                None if head.trim().is_empty() => {}
                None => ignored.push(head),
            }
        }
        let of_items = columns.keys().any(|field| field.is_of_items());
        let of_proposals = columns.contains_key(&Field::Filed);
        if !of_items && !of_proposals {
            return None;
        }
        for (heads, all) in [(used, &mut table.columns), (ignored, &mut table.ignored)] {
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

    fn rows(&mut self, merged: &mut Merged<'t>, table: &mut FactTable) {
        for (at, cells) in self.sheet.rows.iter().enumerate().skip(self.header + 1) {
            (self.row, self.cells) = (at + 1, cells);
            if cells.iter().all(|cell| cell.trim().is_empty()) || self.is_footer() {
                continue;
            }
            let whole = self.places();
            self.names(&whole, table);
            let filed = self.truth(Field::Filed).unwrap_or(!self.of_proposals);
            let item = (self.of_items && filed).then(|| self.item(whole.clone()));
            let answers = match self.has(Field::Answers) {
                true => Some(
                    self.read(Field::Answers, cells::answers)
                        .unwrap_or_default(),
                ),
                false => None,
            };
            let row = Row {
                at: self.place(),
                number: self.text(Field::Number),
                cells,
                whole,
                item,
                answers,
                filed: self.of_proposals.then_some(filed),
            };
            table.facts.extend(merged.add(row));
        }
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
            if self.faults.len() < FAULTS {
                self.faults.push(CellFault {
                    at: self.place(),
                    column: self.sheet.rows[self.header][at].clone(),
                    cell: cell.to_owned(),
                });
            }
            None
        })
    }

    fn truth(&mut self, field: Field) -> Option<bool> {
        self.read(field, cells::truth)
    }

    /// A row of totals or a note under the list.
    fn is_footer(&self) -> bool {
        is_footer(self.cells.iter().map(String::as_str))
    }

    fn places(&mut self) -> Fact {
        let coded = |code, name| match self.text(code) {
            code if code.is_empty() => self.text(name),
            code => code,
        };
        let unit = coded(Field::Unit, Field::UnitName);
        let department = coded(Field::Department, Field::DepartmentName);
        let handler = coded(Field::Handler, Field::HandlerName);
        let day = self.read(Field::Submitted, cells::date);
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
        }
    }

    fn item(&mut self, places: Fact) -> Fact {
        let mut fact = Fact { no: 1, ..places };
        let due = self.read(Field::FirstDue, cells::date);
        let on = self.read(Field::IssuedOn, cells::date);
        let class = self.read(Field::Class, cells::class);
        let now = self.read(Field::ClassNow, cells::class).or(class);
        let said = self.truth(Field::Issued);
        let issued = said.unwrap_or(match self.has(Field::IssuedOn) {
            true => on.is_some(),
            false => class.is_some() || !self.has(Field::Class),
        });
        let in_time = self
            .truth(Field::OnTime)
            .unwrap_or_else(|| on.zip(due).is_some_and(|(on, due)| on <= due));
        let round = self.read(Field::Round, cells::number).unwrap_or(1);
        let again = self.truth(Field::Again).unwrap_or(round >= 2);
        let met = self.truth(Field::FaceToFace).unwrap_or(false);
        let outcomes = self.read(Field::Outcomes, cells::outcomes);
        fact.conversion = Conversion {
            due: self.read(Field::PromisesDue, cells::number).unwrap_or(0),
            kept: self.read(Field::PromisesKept, cells::number).unwrap_or(0),
            outcomes: outcomes.unwrap_or_default(),
        };
        let final_rating = self.read(Field::FinalRating, cells::rating);
        let first_rating = match self.has(Field::FirstRating) {
            true => self.read(Field::FirstRating, cells::rating),
            false => final_rating,
        };
        if let Some(day) = due.or(on) {
            fact.quarter = Quarter::of(day).to_string();
        }
        let good =
            |rating: Option<crate::case::Satisfaction>| rating.is_some_and(|it| it.is_satisfied());
        for (measure, holds) in [
            (Measure::Owed, true),
            (Measure::Issued, issued),
            (Measure::InTime, issued && in_time),
            (Measure::OfClass(class), issued),
            (Measure::Met, met),
            (Measure::FaceToFace, issued && met),
            (Measure::Again, issued && again),
            (Measure::SatisfiedInTheEnd, issued && good(final_rating)),
            (
                Measure::Converted,
                issued && !fact.conversion.outcomes.is_empty(),
            ),
            (Measure::Raised, issued && now != class),
        ] {
            fact.mark(measure, Level::Own, holds);
        }
        let forms = self.has(Field::Tally(Tally::Returned));
        let mut of_suggestions = Tally::ALL.iter().filter(|it| it.is_of_suggestions());
        let suggestions = of_suggestions.any(|tally| self.has(Field::Tally(*tally)));
        for tally in Tally::ALL {
            let told = if tally.is_of_suggestions() {
                suggestions
            } else {
                forms
            };
            if told {
                let many = self.read(Field::Tally(*tally), cells::number);
                fact.tallies.add(*tally, many.unwrap_or(0));
            }
        }
        if !forms {
            // One form a reply item, asked for with the reply.
            let forms = &mut fact.tallies;
            forms.add(Tally::Asked, u64::from(issued));
            if let Some(rating) = final_rating {
                forms.add(Tally::Returned, 1);
                forms.add(Tally::of_rating(Some(rating)), 1);
            }
            if let Some(rating) = first_rating {
                forms.add(Tally::FirstForms, 1);
                forms.add(Tally::FirstGood, u64::from(rating.is_satisfied()));
            }
        }
        let verdict: Option<Verdict> = self.read(Field::Adopted, cells::verdict);
        if !suggestions && issued && self.has(Field::Adopted) {
            fact.tallies.add(Tally::of_verdict(verdict), 1);
        }
        let as_it_is = AsProposal {
            filed: true,
            answered: issued,
            with_adopted: fact.tallies.get(Tally::Adopted) > 0,
        };
        fact.mark_proposal(Level::Own, as_it_is);
        fact
    }
}
