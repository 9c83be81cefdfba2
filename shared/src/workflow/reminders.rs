//! Deadlines and promises that must be brought to somebody's notice today, and rating windows that have passed.

use super::attention::Holder;
use super::context::Context;
use super::guard::guard;
use super::{Action, rating};
use crate::calendar::{BeyondData, Date};
use crate::case::{Assignment, Case, Stage};
use crate::ids::{AssignmentNo, PromiseNo};
use crate::org::{Actor, Role};

/// A deadline or a promise to tell somebody of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The promise; none where it is the deadline of the assignment itself.
    pub promise: Option<PromiseNo>,
    /// Its deadline, or the day something was promised for.
    pub due: Date,
    /// Working days left today; negative when overdue.
    pub left: i32,
    /// The step of the profile that is reached, by its `left`.
    pub step: i16,
    /// Who is told.
    pub to: Vec<Holder>,
}

/// The furthest step that each open assignment has reached today. Steps before it need no telling any more.
#[must_use]
pub fn reminders(case: &Case, ctx: &Context<'_>) -> Vec<Reminder> {
    let open = case.live().filter(|a| a.is_open() && a.waived.is_none());
    open.filter_map(|a| reminder(a, None, a.due().date, ctx))
        .collect()
}

/// The same of each promise that is still to be kept, by the same steps: whatever became of the reply item since.
#[must_use]
pub fn promise_reminders(case: &Case, ctx: &Context<'_>) -> Vec<Reminder> {
    case.open_promises()
        .filter_map(|(a, promise)| reminder(a, Some(promise.no), promise.due, ctx))
        .collect()
}

fn reminder(
    a: &Assignment,
    promise: Option<PromiseNo>,
    due: Date,
    ctx: &Context<'_>,
) -> Option<Reminder> {
    let left = ctx
        .calendar
        .working_days_between(ctx.today, due, BeyondData::CountPlainWeekdays)
        .ok()?
        .value;
    let steps = &ctx.profile.reminders.steps;
    let reached = steps.iter().filter(|step| left <= i32::from(step.left));
    let step = reached.min_by_key(|step| step.left)?;
    let mut to: Vec<Holder> = step.to.iter().map(|role| holder(a, *role)).collect();
    to.sort();
    to.dedup();
    Some(Reminder {
        assignment: a.no,
        promise,
        due,
        left,
        step: step.left,
        to,
    })
}

/// Who holds a role for this assignment. Before a department has it, the unit's liaison stands for the department.
fn holder(a: &Assignment, role: Role) -> Holder {
    let post = |role: Role, place| Holder::Post { role, place };
    match (role, a.dispatch.as_ref()) {
        (Role::Handler, Some(dispatch)) if dispatch.handler.is_some() => match &dispatch.handler {
            Some(person) => Holder::Person {
                person: person.clone(),
            },
            None => post(role, Some(dispatch.department.clone())),
        },
        (Role::Handler | Role::DepartmentHead, Some(dispatch)) => {
            post(role, Some(dispatch.department.clone()))
        }
        (Role::Handler | Role::DepartmentHead, None) => post(Role::Liaison, Some(a.unit.clone())),
        (Role::Liaison | Role::UnitHead, _) => post(role, Some(a.unit.clone())),
        _ => post(role, None),
    }
}

/// Reply items whose rating window has passed without anything to settle: the server closes them by itself. Where a
/// proposer is dissatisfied, the committee office decides.
#[must_use]
pub fn passed_windows(case: &Case, server: &Actor, ctx: &Context<'_>) -> Vec<AssignmentNo> {
    case.reply_items()
        .filter(|a| matches!(a.stage, Stage::Issued | Stage::Rated))
        .filter(|a| !a.round().has_dissatisfied())
        .filter(|a| rating::window_end(a, ctx).is_some_and(|until| ctx.today > until))
        .filter(|a| guard(case, server, Action::Close, Some(a.no), ctx).is_ok())
        .map(|a| a.no)
        .collect()
}
