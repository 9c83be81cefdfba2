//! Promises after the reply: how far they are, kept, put off, reopened, broken off. Whatever stage the reply item and the
//! proposal have reached since: what was promised stays promised after everything is closed.

use super::action::Action;
use super::context::Context;
use super::guard::{holds, holds_in_department, holds_in_unit, refuse};
use super::refusal::{Gate, Missing, Refusal};
use super::urging::watches;
use crate::calendar::{BeyondData, Date};
use crate::case::{Assignment, PromiseState, TrackedPromise};
use crate::ids::PromiseNo;
use crate::org::{Actor, Role};

pub(super) fn guard(a: &Assignment, actor: &Actor, action: Action) -> Result<(), Refusal> {
    match action {
        Action::ReportProgress | Action::FulfilPromise => may_report(a, actor)?,
        // Who promised may not put it off alone: the desk or the head of the unit answers for it.
        Action::PostponePromise => {
            if holds_in_unit(actor, Role::Liaison, a).is_err()
                && holds_in_unit(actor, Role::UnitHead, a).is_err()
            {
                return refuse(Gate::Role, Missing::Post, &[Role::Liaison, Role::UnitHead]);
            }
        }
        Action::ReopenPromise => watches(actor)?,
        // BreakOffPromise
        _ => holds(actor, Role::Coordinator)?,
    }
    let states = states(action);
    if a.is_live() && a.promises.iter().any(|it| states.contains(&it.state)) {
        return Ok(());
    }
    let states = states.to_vec();
    refuse(Gate::Stage, Missing::PromiseAt { states }, &[])
}

/// Those in the unit who tell what became of a promise.
pub(super) fn may_report(a: &Assignment, actor: &Actor) -> Result<(), Refusal> {
    if holds_in_department(actor, Role::Handler, a)
        || holds_in_department(actor, Role::DepartmentHead, a)
        || holds_in_unit(actor, Role::Liaison, a).is_ok()
    {
        return Ok(());
    }
    refuse(
        Gate::Role,
        Missing::Post,
        &[Role::Handler, Role::DepartmentHead, Role::Liaison],
    )
}

/// The states of a promise in which `action` makes sense.
const fn states(action: Action) -> &'static [PromiseState] {
    match action {
        Action::ReopenPromise => &[PromiseState::Kept, PromiseState::BrokenOff],
        _ => &[PromiseState::Open],
    }
}

/// The promise that a command is on.
pub(super) fn meant(
    a: &Assignment,
    no: PromiseNo,
    action: Action,
) -> Result<&TrackedPromise, Refusal> {
    match a.promise(no) {
        Some(promise) if states(action).contains(&promise.state) => Ok(promise),
        Some(promise) => refuse(
            Gate::Stage,
            Missing::PromiseIs {
                promise: no,
                state: promise.state,
            },
            &[],
        ),
        None => refuse(Gate::Form, Missing::NoSuchPromise { promise: no }, &[]),
    }
}

/// Nothing is promised for a day that lies before the reply: by day, in the office's zone.
pub(super) fn after_the_reply(a: &Assignment, ctx: &Context<'_>) -> Result<(), Refusal> {
    let missing: Vec<Missing> = (1..)
        .zip(&a.round().content.promises)
        .filter(|(_, promise)| promise.by < ctx.today)
        .map(|(promise, it)| Missing::PromiseBeforeReply {
            promise,
            by: it.by,
            reply: ctx.today,
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        gate: Gate::Form,
        missing,
        who: vec![Role::Handler],
    })
}

/// The day from which a promise is brought to its unit's notice: that of the first reminder that the rules have.
pub(super) fn noticed_from(due: Date, ctx: &Context<'_>) -> Date {
    let steps = ctx.profile.reminders.steps.iter();
    let mut left = steps.map(|step| step.left).max().unwrap_or(0);
    let mut day = due;
    while left > 0 {
        let Some(before) = day.plus_days(-1) else {
            break;
        };
        let worked = ctx
            .calendar
            .kind_of(day, BeyondData::CountPlainWeekdays)
            .is_ok_and(|kind| kind.value.is_worked());
        left -= i16::from(worked);
        day = before;
    }
    day
}
