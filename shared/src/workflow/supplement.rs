//! Supplementary replies (补充答复): what was promised has been kept, and the unit says so in a reply that passes every
//! level again and may raise the class. The item stays closed: nobody is asked to rate again, nothing is due.

use super::action::Action;
use super::gates::GateState;
use super::guard::{at_stage, refuse};
use super::promise::may_report;
use super::refusal::{Gate, Missing, Refusal};
use crate::case::{Assignment, PromiseState, StageName as S};
use crate::org::Actor;

pub(super) fn guard(a: &Assignment, actor: &Actor, action: Action) -> Result<(), Refusal> {
    may_report(a, actor)?;
    if matches!(action, Action::DropSupplement) {
        at_stage(a, &[S::Drafting])?;
        if a.is_supplemented() {
            // What a level said of it stays on the case.
            if !a.round().trail.is_empty() {
                return refuse(Gate::Stage, Missing::ActedSince, &[]);
            }
            return Ok(());
        }
        return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
    }
    at_stage(a, &[S::Closed])?;
    something_kept(a)
}

/// A supplementary reply says what was kept.
pub(super) fn something_kept(a: &Assignment) -> Result<(), Refusal> {
    if a.promises.iter().any(|it| it.state == PromiseState::Kept) {
        return Ok(());
    }
    let states = vec![PromiseState::Kept];
    refuse(Gate::Stage, Missing::PromiseAt { states }, &[])
}

/// A supplementary reply never lowers the class.
pub(super) fn not_lower(a: &Assignment) -> GateState {
    let round = a.round();
    let before = round.supplement.and_then(|it| it.class);
    match (before, round.content.class) {
        (Some(was), Some(class)) if class > was => GateState::Unsatisfied {
            missing: vec![Missing::ClassNotBelow { was }],
        },
        _ => GateState::Satisfied,
    }
}
