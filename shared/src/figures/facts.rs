//! What figures need to know of a case: one row for it, one for each reply item. Kept beside the case as an index.

use std::collections::BTreeMap;

use super::by::Dimension;
use super::conversion::Conversion;
use super::measure::{Level, Marks, Measure, Tallies, Tally};
use super::quarter::Quarter;
use crate::calendar::Date;
use crate::case::{Assignment, Case, Intake, Outcome, Rating, Satisfaction, Verdict};
use crate::ids::{AssignmentNo, Millis, SuggestionNo};

/// One row that figures are counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The number of the reply item; 0 is the proposal itself.
    pub no: AssignmentNo,
    /// The session.
    pub session: String,
    /// Of a proposal that of its submission, of a reply item that of its first deadline, which an extension does not
    /// move.
    pub quarter: String,
    /// The unit; empty for the proposal itself.
    pub unit: String,
    /// The department; empty before it is dispatched.
    pub department: String,
    /// The handler, by id; empty where none is named.
    pub handler: String,
    /// The code of the kind of proposal.
    pub kind: String,
    /// The subject group.
    pub category: String,
    /// The code of in session or between.
    pub timing: String,
    /// Whether it is a key proposal.
    pub key: bool,
    /// What holds of it.
    pub marks: Marks,
    /// How many of what.
    pub tallies: Tallies,
    /// Promises and outcomes, where a day was asked about.
    pub conversion: Conversion,
    /// Of a reply item what it says to each suggestion that another answers too.
    pub shared: Shared,
}

/// What a reply item says to suggestions that others answer too.
pub type Shared = Vec<(SuggestionNo, Tally)>;

impl Fact {
    /// Where it stands in this dimension, as text.
    #[must_use]
    pub fn at(&self, dimension: Dimension) -> &str {
        match dimension {
            Dimension::Session => &self.session,
            Dimension::Quarter => &self.quarter,
            Dimension::Unit => &self.unit,
            Dimension::Department => &self.department,
            Dimension::Handler => &self.handler,
            Dimension::Category => &self.category,
            Dimension::Kind => &self.kind,
            Dimension::Timing => &self.timing,
            Dimension::Key => Dimension::key(self.key),
        }
    }

    /// Sets the marks of the proposal at `level`.
    pub(super) fn mark_proposal(&mut self, level: Level, as_it_is: AsProposal) {
        for (measure, holds) in [
            (Measure::Submitted, true),
            (Measure::Filed, as_it_is.filed),
            (Measure::Answered, as_it_is.answered),
            (
                Measure::WithAdopted,
                as_it_is.answered && as_it_is.with_adopted,
            ),
        ] {
            self.mark(measure, level, holds);
        }
    }

    /// Sets what `measure` is kept as.
    pub(super) fn mark(&mut self, measure: Measure, level: Level, holds: bool) {
        if let Some(mark) = measure.mark(level) {
            self.marks.set(mark, holds);
        }
    }
}

/// A proposal at one level.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsProposal {
    pub(super) filed: bool,
    pub(super) answered: bool,
    pub(super) with_adopted: bool,
}

/// Whether a proposal was filed (a merged or withdrawn one counts where it was filed before).
#[must_use]
pub const fn is_filed(case: &Case) -> bool {
    match case.intake {
        Intake::Filed => true,
        Intake::Merged { filed, .. } | Intake::Withdrawn { filed, .. } => filed,
        Intake::Submitted | Intake::NeedsRevision { .. } | Intake::Declined { .. } => false,
    }
}

/// The same with promises and outcomes as they stand on `today`.
#[must_use]
pub fn facts_on(case: &Case, day: impl Fn(Millis) -> Date, today: Date) -> Vec<Fact> {
    let mut facts = facts(case, day);
    for fact in &mut facts {
        if let Some(a) = case.assignment(fact.no) {
            fact.conversion = Conversion::of(a, today);
        }
    }
    facts
}

/// The facts of a case: the proposal first, then each reply item that counts. `day` is the office's day at a moment.
#[must_use]
pub fn facts(case: &Case, day: impl Fn(Millis) -> Date) -> Vec<Fact> {
    let proposal = &case.proposal;
    let row = |no, on| Fact {
        no,
        session: case.session.0.clone(),
        quarter: Quarter::of(on).to_string(),
        unit: String::new(),
        department: String::new(),
        handler: String::new(),
        kind: proposal.kind.code().to_owned(),
        category: proposal.category.clone(),
        timing: proposal.timing.code().to_owned(),
        key: case.key.is_some(),
        marks: Marks::default(),
        tallies: Tallies::default(),
        conversion: Conversion::default(),
        shared: vec![],
    };
    let items: Vec<&Assignment> = case.reply_items().collect();
    let filed = is_filed(case);
    let mut facts = vec![row(0, day(proposal.submitted_ms))];
    facts[0].mark_proposal(Level::Whole, as_answered_by(filed, &items));
    let decided = decided_by(&items, case);
    for verdict in decided.values() {
        facts[0].tallies.add(Tally::of_verdict(*verdict), 1);
    }
    let raters = case.raters().count() as u64;
    let answered: Vec<_> = items.iter().map(|a| answers_of(a, case)).collect();
    for (a, answers) in items.iter().zip(&answered) {
        let mut fact = row(a.no, a.original_due.date);
        fact.unit = a.unit.0.clone();
        if let Some(dispatch) = &a.dispatch {
            fact.department = dispatch.department.0.clone();
            fact.handler = dispatch
                .handler
                .as_ref()
                .map_or_else(String::new, |it| it.0.clone());
        }
        item_marks(&mut fact, case, a, &day);
        item_tallies(&mut fact.tallies, case, a, raters);
        for (no, verdict) in answers {
            let tally = Tally::of_verdict(*verdict);
            fact.tallies.add(tally, 1);
            if answered.iter().filter(|it| it.contains_key(no)).count() > 1 {
                fact.shared.push((*no, tally));
            }
        }
        fact.mark_proposal(Level::Own, as_answered_by(filed, &[*a]));
        facts.push(fact);
    }
    facts
}

fn as_answered_by(filed: bool, items: &[&Assignment]) -> AsProposal {
    let adopts = |a: &&Assignment| {
        a.handled_round().is_some_and(|round| {
            let mut answers = round.content.answers.values();
            answers.any(|answer| answer.verdict == Verdict::Adopted)
        })
    };
    AsProposal {
        filed,
        answered: !items.is_empty() && items.iter().all(|a| a.issued_round().is_some()),
        with_adopted: items.iter().any(adopts),
    }
}

/// What a reply that is out says to each suggestion that it answers for; none where it does not say.
#[must_use]
pub fn answers_of(a: &Assignment, case: &Case) -> BTreeMap<SuggestionNo, Option<Verdict>> {
    decided_by(&[a], case)
}

/// Takes the better of what two say to one suggestion; none is no answer.
pub(super) fn better(kept: &mut Option<Verdict>, said: Option<Verdict>) {
    *kept = match (*kept, said) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
}

/// What is decided on each suggestion that a reply that is out answers for: the best of what several say.
fn decided_by(items: &[&Assignment], case: &Case) -> BTreeMap<SuggestionNo, Option<Verdict>> {
    let mut decided: BTreeMap<SuggestionNo, Option<Verdict>> = BTreeMap::new();
    for a in items {
        let Some(round) = a.handled_round() else {
            continue;
        };
        for no in case.asked_of(a).map(|asked| asked.no) {
            let verdict = round.content.answers.get(&no).map(|answer| answer.verdict);
            better(decided.entry(no).or_default(), verdict);
        }
    }
    decided
}

fn item_marks(fact: &mut Fact, case: &Case, a: &Assignment, day: impl Fn(Millis) -> Date) {
    let first = a.rounds.first();
    let issued = first.is_some_and(|round| round.issued.is_some());
    let met = a
        .rounds
        .iter()
        .filter(|round| !round.is_supplement())
        .flat_map(|round| round.contacts_that_count())
        .any(|contact| contact.form.is_face_to_face() && case.meets_a_proposer(contact));
    let final_rating = final_rating(a);
    for (measure, holds) in [
        (Measure::Owed, true),
        (Measure::Issued, issued),
        (
            Measure::InTime,
            first.is_some_and(|round| round.on_time() == Some(true)),
        ),
        (
            Measure::HandedIn,
            first.is_some_and(|round| round.handed_in_on_time(&day)),
        ),
        (Measure::OfClass(a.first_class()), issued),
        (Measure::FaceToFace, issued && met),
        (Measure::Again, issued && a.handling().no >= 2),
        (
            Measure::SatisfiedInTheEnd,
            issued && final_rating.is_some_and(Satisfaction::is_satisfied),
        ),
        (Measure::Met, met),
        (
            Measure::Converted,
            issued && a.outcomes.iter().any(Outcome::counts),
        ),
        (Measure::Raised, issued && a.class() != a.first_class()),
    ] {
        fact.mark(measure, Level::Whole, holds);
    }
}

/// What the ratings of the first reply come to.
#[must_use]
pub fn first_rating(a: &Assignment) -> Option<Satisfaction> {
    a.rounds.first().and_then(|round| round.outcome)
}

/// What the ratings of the latest rated reply come to.
#[must_use]
pub fn final_rating(a: &Assignment) -> Option<Satisfaction> {
    a.rounds.iter().rev().find_map(|round| round.outcome)
}

fn item_tallies(tallies: &mut Tallies, case: &Case, a: &Assignment, raters: u64) {
    let replies = || {
        let out = a.rounds.iter().filter(|round| round.issued.is_some());
        out.filter(|round| !round.is_supplement())
    };
    tallies.add(Tally::Asked, raters * replies().count() as u64);
    let mut latest: BTreeMap<u32, &Rating> = BTreeMap::new();
    for round in replies() {
        tallies.add(Tally::Returned, case.forms(round).count() as u64);
        latest.extend(
            case.forms(round)
                .map(|form| (case.rates_as(form.rater), form)),
        );
    }
    for form in a
        .rounds
        .first()
        .into_iter()
        .flat_map(|round| case.forms(round))
    {
        let good = form.overall().is_some_and(Satisfaction::is_satisfied);
        tallies.add(Tally::FirstForms, 1);
        tallies.add(Tally::FirstGood, u64::from(good));
    }
    for form in latest.values() {
        tallies.add(Tally::of_rating(form.overall()), 1);
    }
}
