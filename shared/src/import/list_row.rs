//! One proposal of a list, as it was read.

use std::collections::BTreeMap;

use super::decided::Decided;
use super::values;
use crate::calendar::Date;
use crate::case::{AssignmentRole, Consent, Kind, Timing};
use crate::ids::{SuggestionNo, UnitCode};
use crate::workflow::HandTo;
use serde::{Deserialize, Serialize};

/// One proposal of a list. Kept as it is until its list is taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRow {
    /// Its sheet, where several were read.
    pub sheet: Option<String>,
    /// The row of the sheet, counted from 1.
    pub row: u32,
    /// The proposal number, where the list has one.
    pub number: Option<String>,
    /// The title.
    pub title: String,
    /// The text; empty where the list has none.
    pub body: String,
    /// Names, the first proposer first, each once.
    pub proposers: Vec<String>,
    /// Who stands behind it, where the list says so.
    pub kind: Option<Kind>,
    /// The subject it is filed under, where the list says so.
    pub category: Option<String>,
    /// When it was submitted, where the list says so.
    pub timing: Option<Timing>,
    /// What the proposers say about publication.
    pub publication: Option<Consent>,
    /// The day it was submitted, where the list says so.
    pub submitted: Option<Date>,
    /// The requests: from their column, else from the part of the body that is headed 建议, else the title as the one
    /// request. Never empty.
    pub suggestions: Vec<String>,
    /// Whether the requests stand in a column of their own.
    #[serde(default)]
    pub says_suggestions: bool,
    /// The unit that handles it, where the list says so.
    pub lead: Option<UnitCode>,
    /// Units that each answer for a part.
    pub splits: Vec<UnitCode>,
    /// Units that give an opinion.
    pub co_handlers: Vec<UnitCode>,
    /// Which suggestions a unit answers, where the list says so; also of those that are merged into the proposal.
    #[serde(default)]
    pub parts: BTreeMap<UnitCode, Vec<SuggestionNo>>,
    /// Units that it calls by a name they no longer have.
    pub renamed: Vec<Renamed>,
    /// What counts more proposers than the list names, as it is written: 等5人.
    #[serde(default)]
    pub unnamed: Option<String>,
    /// Who leads the supervision of it, where the list says so: it is a key proposal.
    #[serde(default)]
    pub leader: Option<String>,
    /// The number it was given when it came in, where the list says so.
    #[serde(default)]
    pub intake_number: Option<String>,
    /// What the list says that the committee office decided about it.
    #[serde(default)]
    pub decided: Decided,
}

impl ListRow {
    /// Who stands behind it: as the list says, else as the name of the first proposer tells, else as many as it names.
    #[must_use]
    pub fn kind(&self) -> Kind {
        let several = self.proposers.len() > 1 || self.unnamed.is_some();
        let usual = if several {
            Kind::Joint
        } else {
            Kind::Individual
        };
        self.kind.or(self.kind_by_name()).unwrap_or(usual)
    }

    /// The kind, where only the name of the first proposer tells it.
    #[must_use]
    pub fn kind_by_name(&self) -> Option<Kind> {
        let first = self.proposers.first().filter(|_| self.kind.is_none())?;
        values::kind_of_name(first)
    }

    /// The units that it names, the lead first, and as what.
    pub fn units(&self) -> impl Iterator<Item = (&UnitCode, AssignmentRole)> {
        let as_a = |role| move |unit| (unit, role);
        let lead = self.lead.iter().map(as_a(AssignmentRole::Lead));
        let splits = self.splits.iter().map(as_a(AssignmentRole::Split));
        let helpers = self.co_handlers.iter();
        let helpers = helpers.map(as_a(AssignmentRole::CoHandler));
        lead.chain(splits).chain(helpers)
    }

    /// Whether somebody answers it: it is not decided otherwise, and a unit owes a reply.
    #[must_use]
    pub fn is_handed_over(&self) -> bool {
        self.decided.stays().is_none() && self.units().any(|(_, role)| role.owes_reply())
    }

    /// To whom it hands over: nobody where nobody answers. Of suggestions that are not `asked` nothing is handed over; where
    /// a unit answers nothing else, each unit answers all.
    #[must_use]
    pub fn hand_over(&self, asked: &[SuggestionNo]) -> Vec<HandTo> {
        if !self.is_handed_over() {
            return vec![];
        }
        let is_own = |no: &&SuggestionNo| asked.contains(*no);
        let mut parts = self.parts.values();
        let is_split = parts.all(|part| part.iter().any(|no| is_own(&no)));
        let part = |unit| self.parts.get(unit).filter(|_| is_split);
        let each = self.units().map(|(unit, role)| HandTo {
            unit: unit.clone(),
            role,
            suggestions: part(unit).map_or_else(Vec::new, |part| {
                part.iter().filter(is_own).copied().collect()
            }),
        });
        each.collect()
    }

    pub(super) fn has_suggestion(&self, no: SuggestionNo) -> bool {
        usize::try_from(no).is_ok_and(|no| no <= self.suggestions.len())
    }

    /// How many requests were read; 0 where the title stands for them.
    #[must_use]
    pub fn requests(&self) -> u32 {
        match self.suggestions.as_slice() {
            [only] if *only == self.title => 0,
            requests => u32::try_from(requests.len()).unwrap_or(u32::MAX),
        }
    }
}

/// A unit under a name that it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renamed {
    /// The name that stands there.
    pub former: String,
    /// The last day of that name.
    pub until: Date,
    /// The name today.
    pub today: String,
}
