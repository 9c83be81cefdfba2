//! Handling a proposal under another number, and taking that back: both cases change together.

use super::task::dropped_with;
use crate::case::{Assignment, Case, Intake, ProposalStage, StageName};
use crate::ids::{CaseId, SuggestionNo, UnitCode};
use crate::workflow::command::Command;
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::intake::can_absorb;
use crate::workflow::refusal::{Gate, Missing, Refusal};

/// What happens here, which other case, and what happens there.
pub(super) fn decide(
    case: &Case,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<(Happened, CaseId, Vec<Happened>), Refusal> {
    let host = ctx
        .other
        .ok_or_else(|| Refusal::new(Gate::Form, Missing::NoSuchOther, &[]))?;
    if matches!(command, Command::Unmerge {}) {
        let filed = matches!(case.intake, Intake::Merged { filed: true, .. });
        return Ok((
            Happened::Unmerged { filed },
            host.id.clone(),
            released(case, host),
        ));
    }
    can_absorb(case, host)?;
    debug_assert!(matches!(
        case.stage(),
        ProposalStage::Submitted | ProposalStage::Filed
    ));
    debug_assert!(matches!(host.intake, Intake::Submitted | Intake::Filed));
    Ok((
        Happened::MergedInto {
            into: host.id.clone(),
            number: host.shown_number().to_owned(),
        },
        host.id.clone(),
        vec![Happened::Absorbed {
            case: case.id.clone(),
            number: case.number.clone(),
            intake_number: Some(case.intake_number.clone()),
            title: case.proposal.title.clone(),
            proposers: case.proposal.proposers.clone(),
            publication: case.proposal.consent(),
            suggestions: host.numbered_on(&case.proposal.suggestions),
        }],
    ))
}

/// What falls away in a case when a proposal is merged into it no longer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FallsAway {
    /// Units that have nothing else to answer: their assignment is taken back.
    pub parts: Vec<UnitCode>,
    /// Standing tasks that are cut from what the proposal asks for.
    pub tasks: usize,
    /// Answers that are written to what it asks for, in the rounds that run.
    pub answers: usize,
}

/// What would fall away in `host` with the merge of this proposal undone, as far as this sight of `host` shows it: who does
/// not see the drafts of a unit finds no answers in them.
#[must_use]
pub fn falls_away(host: &Case, merged: &CaseId) -> FallsAway {
    let gone = host.numbers_of(merged);
    let mut away = FallsAway::default();
    for a in host.live() {
        let answers = a.round().content.answers.keys();
        away.answers += answers.filter(|no| gone.contains(no)).count();
        let tasks = a.tasks.iter().filter(|task| task.stands());
        away.tasks += tasks.filter(|task| gone.contains(&task.suggestion)).count();
        if goes_with(a, &gone) {
            away.parts.push(a.unit.clone());
        }
    }
    away
}

/// Whether an assignment answers nothing but these. An opinion that is given stands.
fn goes_with(a: &Assignment, gone: &[SuggestionNo]) -> bool {
    let mut part = a.suggestions.iter();
    let all = !a.suggestions.is_empty() && part.all(|no| gone.contains(no));
    all && a.stage.name() != StageName::OpinionGiven
}

/// What goes with the proposal: the work that was cut from what it asks for, and whoever had nothing else to answer.
fn released(case: &Case, host: &Case) -> Vec<Happened> {
    let gone = host.numbers_of(&case.id);
    let number = case.shown_number();
    let mut happened = vec![];
    for a in host.live() {
        if goes_with(a, &gone) {
            happened.push(Happened::TakenBack { assignment: a.no });
            continue;
        }
        let tasks = a.tasks.iter().filter(|task| task.stands());
        let theirs = tasks.filter(|task| gone.contains(&task.suggestion));
        happened.extend(theirs.map(|task| Happened::TaskDropped {
            assignment: a.no,
            task: task.no,
            reason: String::new(),
            ending: None,
            unmerged: Some(number.to_owned()),
        }));
    }
    let mut all = dropped_with(host, &happened);
    all.append(&mut happened);
    all.push(Happened::Released {
        case: case.id.clone(),
        number: number.to_owned(),
        title: case.proposal.title.clone(),
    });
    all
}
