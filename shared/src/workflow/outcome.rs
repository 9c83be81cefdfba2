//! What came of a proposal, put on record once its reply is out.

use super::action::Action;
use super::guard::{holds, refuse};
use super::promise::may_report;
use super::refusal::{Gate, Missing, Refusal};
use crate::case::{Assignment, Outcome};
use crate::org::{Actor, Role};

pub(super) fn guard(a: &Assignment, actor: &Actor, action: Action) -> Result<(), Refusal> {
    if holds(actor, Role::Coordinator).is_err() && may_report(a, actor).is_err() {
        return refuse(
            Gate::Role,
            Missing::Post,
            &[
                Role::Handler,
                Role::DepartmentHead,
                Role::Liaison,
                Role::Coordinator,
            ],
        );
    }
    if !a.is_live() || !a.role.owes_reply() || a.issued_round().is_none() {
        return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
    }
    if action == Action::StrikeOutcome && !a.outcomes.iter().any(|it| may_strike(it, actor)) {
        return refuse(Gate::Stage, Missing::AnotherPersonsStep, &[]);
    }
    Ok(())
}

/// Who put it on record, and the committee office, which publishes it.
pub(super) fn may_strike(outcome: &Outcome, actor: &Actor) -> bool {
    outcome.counts() && (outcome.by == actor.person || actor.is(Role::Coordinator))
}
