//! A row read as a reply item.

use super::columns::Field;
use super::{About, FactTable, Reader, cells};
use crate::calendar::Date;
use crate::case::Verdict;
use crate::figures::conversion::Conversion;
use crate::figures::facts::{AsProposal, Fact};
use crate::figures::measure::{Level, Measure, Tallies, Tally};
use crate::figures::quarter::Quarter;

impl Reader<'_> {
    /// The reply item of this row, and what is to be said about the row. Where a column tells whether or when it was
    /// answered, what came of a reply that is not out is not counted.
    pub(super) fn item(&mut self, places: Fact, table: &mut FactTable) -> (Fact, Vec<About>) {
        let mut fact = Fact { no: 1, ..places };
        let mut about = vec![];
        let round = self.read(Field::Round, cells::round).unwrap_or(1);
        let (due, in_force) = self.deadlines(round);
        let on = self.date(Field::IssuedOn);
        let class = self.read(Field::Class, cells::class);
        let now = self.read(Field::ClassNow, cells::class).or(class);
        let final_rating = self.read(Field::FinalRating, cells::rating);
        let first_rating = match self.has(Field::FirstRating) {
            true => self.read(Field::FirstRating, cells::rating),
            false => final_rating,
        };
        let said = self.truth(Field::Issued);
        // Where nothing else tells it, what has a class is out, and so is what was rated.
        let told = said.is_some() || self.has(Field::IssuedOn);
        let returned = self.read(Field::Tally(Tally::Returned), cells::number);
        let rated = first_rating.or(final_rating).is_some() || returned.is_some_and(|it| it > 0);
        let issued = said.unwrap_or(match self.has(Field::IssuedOn) {
            true => on.is_some(),
            false => class.is_some() || rated || !self.has(Field::Class),
        });
        if !told && rated && class.is_none() && self.has(Field::Class) {
            about.push(About::RatedOnly);
        }
        let in_time = self
            .truth(Field::OnTime)
            .or_else(|| on.zip(in_force).map(|(on, due)| on <= due));
        let untimed = issued && in_time.is_none();
        let handed_in = self.truth(Field::HandedIn).unwrap_or(false);
        let again = self.truth(Field::Again).unwrap_or(round >= 2);
        let met = self.truth(Field::FaceToFace).unwrap_or(false);
        let outcomes = self.read(Field::Outcomes, cells::outcomes);
        let outcomes = outcomes.map(|outcomes| {
            table.outcome_names.extend(outcomes.names);
            outcomes.counts
        });
        fact.conversion = Conversion {
            due: self.read(Field::PromisesDue, cells::number).unwrap_or(0),
            kept: self.read(Field::PromisesKept, cells::number).unwrap_or(0),
            outcomes: outcomes.unwrap_or_default(),
        };
        if due.is_none() {
            about.push(match (on, fact.quarter.is_empty()) {
                (Some(_), _) => About::ByAnswer,
                (None, false) => About::BySubmission,
                (None, true) => About::NoQuarter,
            });
        }
        if let Some(day) = due.or(on) {
            fact.quarter = Quarter::of(day).to_string();
        }
        let good =
            |rating: Option<crate::case::Satisfaction>| rating.is_some_and(|it| it.is_satisfied());
        for (measure, holds) in [
            (Measure::Owed, true),
            (Measure::Issued, issued),
            (Measure::InTime, issued && in_time == Some(true)),
            (Measure::Untimed, untimed),
            (Measure::HandedIn, handed_in),
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
        let mut came = Tallies::default();
        for tally in Tally::ALL {
            let told = if tally.is_of_suggestions() {
                suggestions
            } else {
                forms
            };
            if told {
                let many = self.read(Field::Tally(*tally), cells::number);
                came.add(*tally, many.unwrap_or(0));
            }
        }
        let counts = issued || !told;
        if !forms {
            // One form a reply item, asked for with the reply.
            came.add(Tally::Asked, u64::from(issued || rated));
            if let Some(rating) = final_rating {
                came.add(Tally::Returned, 1);
                came.add(Tally::of_rating(Some(rating)), 1);
            }
            if let Some(rating) = first_rating {
                came.add(Tally::FirstForms, 1);
                came.add(Tally::FirstGood, u64::from(rating.is_satisfied()));
            }
        }
        let verdict: Option<Verdict> = self.read(Field::Adopted, cells::verdict);
        if counts {
            fact.tallies = came;
        } else if class.is_some() || came != Tallies::default() {
            about.push(About::NotIssued);
        }
        if untimed {
            about.push(About::NoDeadline);
        }
        let as_it_is = AsProposal {
            filed: true,
            answered: issued,
            // One word on the whole proposal says nothing of how many suggestions it has.
            with_adopted: match suggestions {
                true => fact.tallies.get(Tally::Adopted) > 0,
                false => verdict == Some(Verdict::Adopted),
            },
        };
        fact.mark_proposal(Level::Own, as_it_is);
        (fact, about)
    }

    /// The first deadline and the one in force of the first reply, of an item in this round. In a later one the current
    /// deadline is that of its reply.
    fn deadlines(&mut self, round: u64) -> (Option<Date>, Option<Date>) {
        let (first, now) = (self.date(Field::FirstDue), self.date(Field::Due));
        let extended = self.date(Field::ReplyDue);
        let in_force = match round {
            0 | 1 => extended.or(now).or(first),
            _ => extended.or(first).or(now),
        };
        (first.or(in_force), in_force)
    }
}
