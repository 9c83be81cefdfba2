//! One proposal of the preview, and who gets it.

use banli_shared::api::Problem;
use banli_shared::api::proposals::{OneOfMany, ProposalRef};
use banli_shared::api::similar::Similar;
use banli_shared::calendar::Date;
use banli_shared::case::{AssignmentRole, ReplyFormat};
use banli_shared::ids::UnitCode;
use banli_shared::workflow::{Command, HandOver, HandTo};

use super::super::super::news::Target;
use super::super::super::state::Shared;
use super::super::super::texts;
use super::super::alike;

/// What a trial of a row said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Trial {
    /// It was not tried as it is now.
    Open,
    /// It would be handed over, due then.
    Passes(Option<Date>),
    /// It would be refused, or was.
    Refused(Box<Problem>),
}

/// One proposal, and who gets it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) target: Target,
    pub(super) title: String,
    /// The unit that was chosen; the first of those suggested where none was.
    pub(super) chosen: Option<UnitCode>,
    /// Units that help with it; the same for every row.
    pub(super) co: Vec<UnitCode>,
    /// Of those that its list names, who does not help with it after all.
    pub(super) dropped: Vec<UnitCode>,
    pub(super) similar: Option<Box<Similar>>,
    pub(super) trial: Trial,
    /// Where the calendar has no data for a year, plain weekdays are counted.
    pub(super) plain_weekdays: bool,
}

impl Row {
    pub(super) const fn new(target: Target, title: String) -> Self {
        Self {
            target,
            title,
            chosen: None,
            co: vec![],
            dropped: vec![],
            similar: None,
            trial: Trial::Open,
            plain_weekdays: false,
        }
    }

    pub(super) fn unit(&self) -> Option<&UnitCode> {
        let first = || self.similar.as_ref()?.first();
        self.chosen.as_ref().or_else(|| first().map(|it| &it.unit))
    }

    /// Why this unit.
    pub(super) fn reason(&self, shared: &Shared) -> String {
        let unit = self.unit();
        let suggested = self.similar.iter().flat_map(|found| &found.units);
        match (
            unit,
            suggested.into_iter().find(|it| Some(&it.unit) == unit),
        ) {
            (Some(_), Some(it)) => alike::reason(shared, it),
            (Some(_), None) => texts::own_choice(shared.lang).to_owned(),
            (None, _) if self.similar.is_none() => texts::loading(shared.lang).to_owned(),
            (None, _) => texts::choose_a_unit(shared.lang).to_owned(),
        }
    }

    /// Who has it as its list and what is alike say.
    fn as_listed(&self) -> Vec<HandTo> {
        let chosen = self.chosen.as_ref();
        let none = Similar::default();
        self.similar.as_deref().unwrap_or(&none).handed(chosen)
    }

    /// Who helps with it as its list says.
    pub(super) fn listed(&self) -> Vec<UnitCode> {
        let helps = |it: &HandTo| it.role == AssignmentRole::CoHandler;
        let to = self.as_listed().into_iter().filter(helps);
        to.map(|it| it.unit).collect()
    }

    /// Who has it without those that help with every row.
    fn suggested(&self) -> Vec<HandTo> {
        let mut to = self.as_listed();
        to.retain(|it| it.role != AssignmentRole::CoHandler || !self.dropped.contains(&it.unit));
        to
    }

    /// Those of them that have it beside a lead.
    pub(super) fn beside(&self, shared: &Shared) -> Vec<String> {
        let to = self.suggested();
        alike::beside(shared, &to.iter().map(|it| (&it.unit, it.role)))
    }

    pub(super) fn command(&self) -> Option<OneOfMany> {
        let mut to = self.suggested();
        if to.is_empty() {
            return None;
        }
        for unit in &self.co {
            // Whoever has it already does not help beside, nor who was taken from this one.
            if to.iter().all(|it| it.unit != *unit) && !self.dropped.contains(unit) {
                to.push(HandTo {
                    unit: unit.clone(),
                    role: AssignmentRole::CoHandler,
                    suggestions: vec![],
                });
            }
        }
        let command = Command::HandOver(HandOver {
            to,
            due: None,
            goal: String::new(),
            visit_required: false,
            reply_format: ReplyFormat::Letter,
            plain_weekdays: self.plain_weekdays,
        });
        Some(OneOfMany {
            proposal: ProposalRef::from(&self.target.case),
            version: Some(self.target.version),
            command,
        })
    }

    pub(super) fn passes(&self) -> bool {
        matches!(self.trial, Trial::Passes(_))
    }
}
