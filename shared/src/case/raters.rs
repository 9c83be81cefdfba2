//! Who put a case forward, and who of them rates: each person once.

use super::{Case, Proposer, Rating, Round};
use crate::ids::PersonId;
use crate::text::normalise_name;

/// A proposer of a case or of a proposal merged into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rater<'a> {
    /// Number in this order, from 1.
    pub no: u32,
    /// Who.
    pub proposer: &'a Proposer,
    /// Whether it is the first proposer of the case itself.
    pub is_lead: bool,
}

impl Case {
    /// Everybody who is a proposer, numbered from 1: own proposers, then those of merged proposals. Whoever put forward
    /// several of them has a number in each.
    pub fn proposers(&self) -> impl Iterator<Item = Rater<'_>> {
        let own = self.proposal.proposers.iter();
        let absorbed = self
            .absorbed
            .iter()
            .flat_map(|other| other.proposers.iter());
        own.chain(absorbed).zip(1..).map(|(proposer, no)| Rater {
            no,
            proposer,
            is_lead: no == 1,
        })
    }

    /// Everybody who may rate: each proposer once (domain: per proposer and reply item), by the first number.
    pub fn raters(&self) -> impl Iterator<Item = Rater<'_>> {
        self.proposers().filter(|it| self.rates_as(it.no) == it.no)
    }

    /// The number under which the proposer with this one rates.
    #[must_use]
    pub fn rates_as(&self, no: u32) -> u32 {
        // Nobody stands twice under one proposal: two of one name there are two people.
        let own = self.proposal.proposers.len();
        if usize::try_from(no).is_ok_and(|no| no <= own) {
            return no;
        }
        let Some(this) = self.proposers().find(|it| it.no == no) else {
            return no;
        };
        self.proposers()
            .find(|it| it.no == no || is_same(it.proposer, this.proposer))
            .map_or(no, |first| first.no)
    }

    /// The forms for the reply of a round, one a rater: of several, from before they were known to be one, the first.
    pub fn forms<'a>(&'a self, round: &'a Round) -> impl Iterator<Item = &'a Rating> {
        (0..).zip(&round.ratings).filter_map(move |(at, form)| {
            let who = self.rates_as(form.rater);
            let mut before = round.ratings.iter().take(at);
            let again = before.any(|other| self.rates_as(other.rater) == who);
            (!again).then_some(form)
        })
    }

    /// Whether a rater, by the number of [`Case::raters`], has given a form for the reply of a round.
    #[must_use]
    pub fn has_rated(&self, round: &Round, rater: u32) -> bool {
        let mut forms = round.ratings.iter();
        forms.any(|form| self.rates_as(form.rater) == rater)
    }

    /// Whether `person` is a proposer of this case or of one merged into it.
    #[must_use]
    pub fn is_proposer(&self, person: &PersonId) -> bool {
        self.proposers()
            .any(|it| it.proposer.person.as_ref() == Some(person))
    }
}

/// Whether the proposers of two proposals are known to be one: by their login, or where neither has one by their name.
fn is_same(one: &Proposer, other: &Proposer) -> bool {
    match (&one.person, &other.person) {
        (Some(one), Some(other)) => one == other,
        (None, None) => normalise_name(&one.name) == normalise_name(&other.name),
        _ => false,
    }
}
