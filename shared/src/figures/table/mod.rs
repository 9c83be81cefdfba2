//! Figures from a table: an export of ours, or what somebody published, so that it can be checked.

mod cells;
mod columns;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::columns::{Field, field};
use super::conversion::Conversion;
use super::facts::{AsProposal, Fact};
use super::measure::{Level, Marks, Measure, Tallies, Tally};
use super::named::FigureName;
use super::quarter::Quarter;
use crate::case::Verdict;

/// Rows from the top among which the column names are looked for.
const TOP: usize = 20;
/// Faults that are named.
const FAULTS: usize = 50;

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
    /// The row, from 1.
    pub row: usize,
    /// The column, as the table calls it.
    pub column: String,
    /// What stands there.
    pub cell: String,
}

/// Reads the rows of a table, titles above the column names included. A row is a reply item, or a proposal where there
/// are only columns about proposals; rows of one number are of one proposal. Of a table of reply items it is not known
/// what was submitted, so there is no filing rate; suggestions are counted as the reply items answer them.
///
/// # Errors
/// When there are no such columns, or some cells cannot be read: all of them are named, up to fifty.
pub fn read(rows: &[Vec<String>]) -> Result<FactTable, TableFault> {
    let known = |row: &Vec<String>| row.iter().filter_map(|cell| field(cell)).count();
    let header = (0..rows.len().min(TOP))
        .max_by_key(|at| (known(&rows[*at]), std::cmp::Reverse(*at)))
        .filter(|at| known(&rows[*at]) >= 2)
        .ok_or(TableFault::NoHeader)?;
    let mut columns: BTreeMap<Field, usize> = BTreeMap::new();
    let mut table = FactTable::default();
    for (at, head) in rows[header].iter().enumerate() {
        match field(head).filter(|field| !columns.contains_key(field)) {
            Some(field) => {
                columns.insert(field, at);
                table.columns.push(head.clone());
            }
            None if head.trim().is_empty() => {}
            None => table.ignored.push(head.clone()),
        }
    }
    let of_items = columns.keys().any(|field| field.is_of_items());
    let of_proposals = columns.contains_key(&Field::Filed);
    if !of_items && !of_proposals {
        return Err(TableFault::NoHeader);
    }
    let mut reader = Reader {
        columns,
        heads: &rows[header],
        row: 0,
        cells: &[],
        faults: vec![],
    };
    let mut proposals: BTreeMap<String, Fact> = BTreeMap::new();
    for (at, cells) in rows.iter().enumerate().skip(header + 1) {
        (reader.row, reader.cells) = (at + 1, cells);
        if cells.iter().all(|cell| cell.trim().is_empty()) || reader.is_total() {
            continue;
        }
        let mut whole = reader.places();
        let filed = reader.truth(Field::Filed).unwrap_or(!of_proposals);
        let number = reader.text(Field::Number);
        let key = if number.is_empty() {
            format!("\n{at}")
        } else {
            number
        };
        let item = (of_items && filed).then(|| reader.item(whole.clone()));
        let answered = item.as_ref().is_some_and(|item| has(item, Measure::Issued));
        let with_adopted = item
            .as_ref()
            .is_some_and(|item| item.tallies.get(Tally::Adopted) > 0);
        let entry = proposals.remove(&key);
        let (seen, was_answered, had_adopted) = match &entry {
            Some(fact) => (
                true,
                has(fact, Measure::Answered),
                fact.tallies.get(Tally::Adopted) > 0,
            ),
            None => (false, true, false),
        };
        whole.unit.clear();
        whole.department.clear();
        whole.handler.clear();
        let mut fact = entry.unwrap_or(Fact { no: 0, ..whole });
        if let Some(item) = &item {
            for tally in Tally::ALL.iter().filter(|tally| tally.is_of_suggestions()) {
                fact.tallies.add(*tally, item.tallies.get(*tally));
            }
        }
        // All of its reply items have to be out.
        fact.marks = Marks::default();
        let answered = (!seen || was_answered) && answered;
        let with_adopted = had_adopted || with_adopted;
        fact.mark(Measure::Submitted, Level::Whole, of_proposals);
        fact.mark(Measure::Filed, Level::Whole, of_proposals && filed);
        fact.mark(Measure::Answered, Level::Whole, answered);
        fact.mark(Measure::WithAdopted, Level::Whole, answered && with_adopted);
        proposals.insert(key, fact);
        table.facts.extend(item);
    }
    if !reader.faults.is_empty() {
        return Err(TableFault::Cells(reader.faults));
    }
    table.facts.extend(proposals.into_values());
    table.figures = reader.figures(of_items, of_proposals);
    Ok(table)
}

fn has(fact: &Fact, measure: Measure) -> bool {
    measure
        .mark(Level::Whole)
        .is_some_and(|mark| fact.marks.has(mark))
}

/// One row after the other.
struct Reader<'t> {
    columns: BTreeMap<Field, usize>,
    heads: &'t [String],
    row: usize,
    cells: &'t [String],
    faults: Vec<CellFault>,
}

impl Reader<'_> {
    fn has(&self, field: Field) -> bool {
        self.columns.contains_key(&field)
    }

    fn text(&self, field: Field) -> String {
        let cell = self.columns.get(&field).and_then(|at| self.cells.get(*at));
        cell.map_or_else(String::new, |cell| cell.trim().to_owned())
    }

    /// Reads a cell; one that cannot be read is a fault of the table.
    fn read<T>(&mut self, field: Field, as_a: impl Fn(&str) -> Result<Option<T>, ()>) -> Option<T> {
        let at = *self.columns.get(&field)?;
        let cell = self.cells.get(at).map_or("", String::as_str);
        as_a(cell).unwrap_or_else(|()| {
            if self.faults.len() < FAULTS {
                self.faults.push(CellFault {
                    row: self.row,
                    column: self.heads[at].clone(),
                    cell: cell.to_owned(),
                });
            }
            None
        })
    }

    fn truth(&mut self, field: Field) -> Option<bool> {
        self.read(field, cells::truth)
    }

    /// A row of totals under the list.
    fn is_total(&self) -> bool {
        let first = self
            .cells
            .iter()
            .map(|cell| cell.trim())
            .find(|cell| !cell.is_empty());
        first.is_some_and(|cell| matches!(cell, "合计" | "总计" | "小计" | "total" | "Total"))
    }

    fn places(&mut self) -> Fact {
        let unit = match self.text(Field::Unit) {
            code if code.is_empty() => self.text(Field::UnitName),
            code => code,
        };
        let day = self.read(Field::Submitted, cells::date);
        Fact {
            no: 0,
            session: self.text(Field::Session),
            quarter: day.map_or_else(String::new, |day| Quarter::of(day).to_string()),
            unit,
            department: self.text(Field::Department),
            handler: self.text(Field::Handler),
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
        ] {
            fact.mark(measure, Level::Own, holds);
        }
        if self.has(Field::Tally(Tally::Returned)) {
            for tally in Tally::ALL {
                let many = self.read(Field::Tally(*tally), cells::number);
                fact.tallies.add(*tally, many.unwrap_or(0));
            }
        } else {
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
            let verdict: Option<Verdict> = self.read(Field::Adopted, cells::verdict);
            if issued && self.has(Field::Adopted) {
                fact.tallies.add(Tally::of_verdict(verdict), 1);
            }
        }
        let as_it_is = AsProposal {
            filed: true,
            answered: issued,
            with_adopted: fact.tallies.get(Tally::Adopted) > 0,
        };
        fact.mark_proposal(Level::Own, as_it_is);
        fact
    }

    /// The figures that the columns are enough for.
    fn figures(&self, of_items: bool, of_proposals: bool) -> BTreeSet<FigureName> {
        let any = |fields: &[Field]| fields.iter().any(|field| self.has(*field));
        let forms = any(&[Field::FinalRating, Field::Tally(Tally::Returned)]);
        let adopted = any(&[Field::Adopted, Field::Tally(Tally::Adopted)]);
        let dates = any(&[Field::IssuedOn]) && any(&[Field::FirstDue]);
        let enough = |figure: &FigureName| {
            use FigureName as F;
            match figure {
                F::Filing => of_proposals,
                F::Completion => of_items && any(&[Field::IssuedOn, Field::Issued, Field::Class]),
                F::OnTime => dates || any(&[Field::OnTime]),
                F::ClassA | F::ClassB | F::ClassC | F::ClassD | F::Unclassified => {
                    any(&[Field::Class])
                }
                F::FirstSatisfaction => any(&[Field::FirstRating, Field::Tally(Tally::FirstForms)]),
                F::FinalSatisfaction
                | F::VerySatisfied
                | F::Satisfied
                | F::BasicallySatisfied
                | F::Understand
                | F::Dissatisfied
                | F::NotStated
                | F::Returned => forms,
                F::SatisfactionOfAll => any(&[Field::FinalRating]),
                F::Adoption
                | F::SuggestionsAdopted
                | F::PartlyAdopted
                | F::Planned
                | F::NotAdopted
                | F::Unanswered => adopted,
                F::FaceToFace => any(&[Field::FaceToFace]),
                F::SecondHandling => any(&[Field::Round, Field::Again]),
                // No table tells of these.
                F::Converted | F::PromisesKept | F::Raised => false,
            }
        };
        FigureName::ALL.iter().copied().filter(enough).collect()
    }
}
