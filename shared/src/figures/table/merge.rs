//! Rows of one number made into one proposal.

use std::collections::BTreeMap;

use super::{Answers, FactTable, Place, Repeat, has};
use crate::figures::conversion::Conversion;
use crate::figures::facts::{Fact, better};
use crate::figures::measure::{Level, Marks, Measure, Tallies, Tally};

/// A row, read.
#[derive(Clone)]
pub(super) struct Row<'t> {
    pub(super) at: Place,
    /// The number; empty where none stands.
    pub(super) number: String,
    /// The number, with the year or session where all sheets have it.
    pub(super) identity: Vec<String>,
    pub(super) cells: &'t [String],
    /// Where it stands in each dimension.
    pub(super) whole: Fact,
    /// The reply item, where the row is of one.
    pub(super) item: Option<Fact>,
    /// What is said to each suggestion; none where no column tells that.
    pub(super) answers: Option<Answers>,
    /// Whether it was filed; none where no column tells that.
    pub(super) filed: Option<bool>,
}

impl Row<'_> {
    /// Makes it the row of this unit. Numbers are counted once, with the first unit; `has_counts` says whether forms and
    /// answers stand there as such.
    pub(super) fn of_unit(&mut self, unit: &str, first: bool, has_counts: bool) {
        self.whole.unit = unit.to_owned();
        let Some(item) = &mut self.item else { return };
        item.unit = unit.to_owned();
        if first {
            return;
        }
        item.conversion = Conversion::default();
        if has_counts {
            item.tallies = Tallies::default();
        }
    }
}

/// What the rows came to.
#[derive(Default)]
pub(super) struct Merged<'t> {
    proposals: BTreeMap<Vec<String>, Proposal>,
    /// What was seen of each number and unit: where, and what stood there.
    seen: BTreeMap<(Vec<String>, String, bool), Vec<Seen<'t>>>,
    repeats: Vec<Repeat>,
}

/// A row that was seen: where, and its cells.
type Seen<'t> = (Place, &'t [String]);

/// One proposal.
struct Proposal {
    fact: Fact,
    /// None where it is not known what was submitted.
    filed: Option<bool>,
    items: u32,
    answered: u32,
    with_adopted: bool,
    /// What is decided on each suggestion, as far as rows tell them apart.
    decided: Answers,
    apart: bool,
}

impl<'t> Merged<'t> {
    /// Adds a row; gives its reply item, where it counts.
    pub(super) fn add(&mut self, row: Row<'t>) -> Option<Fact> {
        if !row.number.is_empty() && self.repeats(&row) {
            return None;
        }
        let Row {
            at,
            number,
            identity,
            mut whole,
            item,
            answers,
            filed,
            ..
        } = row;
        let key = match number.is_empty() {
            // Nobody knows of what it is: of a proposal of its own.
            true => vec![format!("\n{}\n{}", at.sheet.unwrap_or_default(), at.row)],
            false => identity,
        };
        whole.unit.clear();
        whole.department.clear();
        whole.handler.clear();
        let proposal = self.proposals.entry(key).or_insert_with(|| Proposal {
            fact: Fact { no: 0, ..whole },
            filed: None,
            items: 0,
            answered: 0,
            with_adopted: false,
            decided: Answers::new(),
            apart: true,
        });
        proposal.filed = proposal.filed.or(filed);
        let item = item?;
        proposal.items += 1;
        proposal.answered += u32::from(has(&item, Measure::Issued));
        let adopted = Measure::WithAdopted.mark(Level::Own);
        proposal.with_adopted |= adopted.is_some_and(|mark| item.marks.has(mark));
        for tally in Tally::ALL.iter().filter(|tally| tally.is_of_suggestions()) {
            proposal.fact.tallies.add(*tally, item.tallies.get(*tally));
        }
        match answers {
            Some(answers) => {
                for (no, said) in answers {
                    better(proposal.decided.entry(no).or_default(), said);
                }
            }
            None => proposal.apart = false,
        }
        Some(item)
    }

    /// Whether the row says again what a row before it says, and is not to be counted.
    fn repeats(&mut self, row: &Row<'t>) -> bool {
        let (number, unit) = (row.number.clone(), row.whole.unit.clone());
        let of_item = row.item.is_some();
        let seen = self
            .seen
            .entry((row.identity.clone(), unit.clone(), of_item))
            .or_default();
        seen.push((row.at.clone(), row.cells));
        let Some((_, before)) = seen.split_last().filter(|(_, before)| !before.is_empty()) else {
            return false;
        };
        let same = before.iter().any(|(_, cells)| *cells == row.cells);
        // Without a unit they may be replies of several.
        let counted = of_item && unit.is_empty() && !same;
        let first = before[0].0.clone();
        let found = self.repeats.iter_mut().find(|it| {
            (&it.number, &it.unit, it.counted, &it.first) == (&number, &unit, counted, &first)
        });
        match found {
            Some(repeat) => repeat.again.push(row.at.clone()),
            None => self.repeats.push(Repeat {
                number,
                unit,
                first,
                again: vec![row.at.clone()],
                counted,
            }),
        }
        !counted
    }

    /// Tells the table what the proposals come to.
    pub(super) fn finish(self, table: &mut FactTable) {
        table.repeats = self.repeats;
        for mut proposal in self.proposals.into_values() {
            let fact = &mut proposal.fact;
            if proposal.apart {
                let mut tallies = Tallies::default();
                for said in proposal.decided.values() {
                    tallies.add(Tally::of_verdict(*said), 1);
                }
                fact.tallies = tallies;
            } else {
                let answers = Tally::ALL.iter().filter(|it| it.is_of_suggestions());
                let answers: u64 = answers.map(|it| fact.tallies.get(*it)).sum();
                table.suggestions_by_item |= proposal.items > 1 && answers > 1;
            }
            fact.marks = Marks::default();
            // All of its reply items have to be out.
            let answered = proposal.items > 0 && proposal.answered == proposal.items;
            for (measure, holds) in [
                (Measure::Submitted, proposal.filed.is_some()),
                (Measure::Filed, proposal.filed == Some(true)),
                (Measure::Answered, answered),
                (Measure::WithAdopted, answered && proposal.with_adopted),
            ] {
                fact.mark(measure, Level::Whole, holds);
            }
            table.facts.push(proposal.fact);
        }
    }
}
