//! What is decided at triage: which cases a decision is about, and what it still needs.

use banli_shared::api::similar::{Similar, SimilarProposal, SuggestedUnit};
use banli_shared::case::AssignmentRole;
use banli_shared::ids::CaseId;
use banli_shared::text::truncate;
use banli_shared::workflow::{Action, Command, HandTo, Merge};

use super::super::super::super::keys::table::CommandId;
use super::super::super::act;
use super::super::super::forms::Form;
use super::super::super::news::Target;
use super::super::super::overlay::{Choice, Overlay, Picker, Then};
use super::super::super::state::{Shared, Step};
use super::super::super::texts;
use super::super::handing::Handing;
use super::{Triage, number};

/// The tag of the choice of a proposal to merge into.
pub(super) const HOST: &str = "host";
/// What stands for a proposal that is not among those offered.
const ANOTHER: &str = "#";

pub(super) const fn action_of(id: CommandId) -> Option<Action> {
    Some(match id {
        CommandId::File => Action::File,
        CommandId::Decline => Action::Decline,
        CommandId::Merge => Action::Merge,
        CommandId::HandOver => Action::HandOver,
        CommandId::MarkKey => Action::MarkKey,
        CommandId::AskRevision => Action::AskRevision,
        _ => return None,
    })
}

impl Triage {
    /// What a decision is about: the marked rows, else the one on the screen.
    pub(super) fn targets(&self) -> Vec<Target> {
        let keys = self.list.targets();
        self.list
            .pages
            .iter()
            .filter(|(_, row)| keys.contains(&row.id))
            .map(|(_, row)| {
                // The text on the screen may be newer than the row.
                let read = self
                    .cases
                    .get(&row.id)
                    .and_then(|view| view.as_ref())
                    .map(|view| view.case.version);
                Target {
                    case: row.id.clone(),
                    version: read.map_or(row.version, |read| read.max(row.version)),
                    number: number(row).to_owned(),
                    assignment: None,
                }
            })
            .collect()
    }

    pub(super) fn decide(&mut self, shared: &mut Shared, action: Action) -> Vec<Step> {
        let targets = self.targets();
        if action == Action::Merge
            && let Some(choice) = self.hosts(shared, &targets)
        {
            return vec![Step::Overlay(Box::new(Overlay::Picker(choice)))];
        }
        // The unit that fits best is the likeliest to be meant, for the one on the screen.
        let likely = match (action, targets.len()) {
            (Action::HandOver, 1) => self.found().map(|found| found.handed(None)),
            _ => None,
        };
        let mut steps = self.begin(shared, action, targets);
        for form in forms(&mut steps).filter(|form| !form.is_touched()) {
            fill(form, likely.as_deref().unwrap_or_default());
        }
        steps
    }

    fn begin(&mut self, shared: &mut Shared, action: Action, targets: Vec<Target>) -> Vec<Step> {
        let one = targets.len() == 1;
        let view = if one { self.current().cloned() } else { None };
        act::begin(shared, action, targets, view.as_ref())
    }

    /// The unit that stands at this place among those suggested for the case on the screen.
    pub(super) fn suggested(&self, place: usize) -> Option<&SuggestedUnit> {
        self.found()?.units.get(place)
    }

    /// What is known to be like the case on the screen.
    fn found(&self) -> Option<&Similar> {
        let row = self.list.current()?;
        self.similar.get(&row.id).map(|found| &**found)
    }

    /// Begins the hand-over with a suggested unit as lead; the form is still open to be changed.
    pub(super) fn hand_over_to(&mut self, shared: &mut Shared, place: usize) -> Vec<Step> {
        let Some(unit) = self.suggested(place).map(|it| it.unit.clone()) else {
            return vec![];
        };
        let targets = self.targets();
        let to = match targets.len() {
            1 => self.found().map(|found| found.handed(Some(&unit))),
            _ => None,
        };
        let mut steps = self.begin(shared, Action::HandOver, targets);
        for form in forms(&mut steps) {
            if !form.is_touched() {
                fill(form, to.as_deref().unwrap_or_default());
            }
            form.prefill("lead", unit.as_str());
        }
        steps
    }

    /// Opens the preview of a hand-over of all that is marked, or of the one on the screen.
    pub(super) fn hand_over_many(&self) -> Vec<Step> {
        let title = |target: &Target| {
            let mut rows = self.list.pages.iter();
            let row = rows.find(|(_, row)| row.id == target.case);
            row.map_or_else(String::new, |(_, row)| row.title.clone())
        };
        let targets = self.targets().into_iter();
        let proposals = targets.map(|target| {
            let title = title(&target);
            (target, title)
        });
        vec![Step::Open(Box::new(Handing::new(proposals.collect())))]
    }

    /// The proposals to merge into, of those that are like the one on the screen; none where nothing is like it.
    fn hosts(&self, shared: &Shared, targets: &[Target]) -> Option<Picker> {
        let row = self.list.current()?;
        let found = self.similar.get(&row.id)?;
        // Merging stays within a session.
        let session = self.current().map(|view| &view.case.session);
        let here = |one: &SimilarProposal| session.is_none_or(|session| *session == one.session);
        let others = found.proposals.iter().filter(|one| {
            let itself = targets.iter().any(|target| target.case == one.id);
            !itself && here(one)
        });
        let mut choices: Vec<Choice> = others.map(|one| host(shared, one)).collect();
        if targets.is_empty() || choices.is_empty() {
            return None;
        }
        choices.push(Choice::new(ANOTHER, texts::another_number(shared.lang)));
        let numbers: Vec<&str> = targets.iter().map(|it| it.number.as_str()).collect();
        let title = texts::merge_into(shared.lang, &numbers.join(shared.pick("、", ", ")));
        Some(Picker::new(title, choices, Then::Screen(HOST)))
    }

    /// Merges into the chosen proposal, or asks for the number of another.
    pub(super) fn merge_into(&mut self, shared: &mut Shared, code: &str) -> Vec<Step> {
        let targets = self.targets();
        if code == ANOTHER {
            return self.begin(shared, Action::Merge, targets);
        }
        let into = CaseId(code.to_owned());
        let merge = |target| (target, Command::Merge(Merge { into: into.clone() }));
        let key = shared.next_key();
        act::carry_out(shared, targets.into_iter().map(merge).collect(), key)
    }
}

/// The forms that are about to open.
fn forms(steps: &mut [Step]) -> impl Iterator<Item = &mut Form> {
    steps.iter_mut().filter_map(|step| match step {
        Step::Overlay(overlay) => match &mut **overlay {
            Overlay::Form(form) => Some(&mut **form),
            _ => None,
        },
        _ => None,
    })
}

/// Marks in a form who it is handed to.
fn fill(form: &mut Form, to: &[HandTo]) {
    for it in to {
        let name = match it.role {
            AssignmentRole::Lead => "lead",
            AssignmentRole::Split => "split",
            AssignmentRole::CoHandler => "co",
        };
        form.prefill(name, it.unit.as_str());
    }
}

/// A proposal to merge into: what it is, and behind it what it shares and where it stands.
fn host(shared: &Shared, one: &SimilarProposal) -> Choice {
    let parts = one.shared.join(shared.pick("、", ", "));
    let stage = one.stage.say(shared.lang);
    let aside = truncate(&format!("{}% [{parts}]", one.percent), EVIDENCE);
    Choice {
        aside: format!("{aside} {stage}"),
        ..Choice::new(one.id.as_str(), format!("{} {}", one.number, one.title))
    }
}

/// Cells of what is shared: the title matters more.
const EVIDENCE: usize = 26;
