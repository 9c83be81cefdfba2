//! Deadlines, promises and tasks that must be brought to somebody's notice today, and rating windows that have passed.

use super::attention::Holder;
use super::context::Context;
use super::guard::guard;
use super::{Action, rating, task};
use crate::calendar::{BeyondData, Date};
use crate::case::{Assignment, Case, Stage, TaskPart};
use crate::ids::{AssignmentNo, PromiseNo, TaskNo, UnitCode};
use crate::org::{Actor, Role};
use crate::profile::ReminderStep;

/// A deadline or a promise to tell somebody of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The promise; none where it is the deadline of the assignment itself.
    pub promise: Option<PromiseNo>,
    /// The task; none where it is about none.
    pub task: Option<TaskNo>,
    /// Its deadline, or the day something was promised for or a task is due.
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
    let open = case.live().filter(|a| a.is_owed());
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

/// The same of each task that is open, by the steps for tasks: to those whose part is not done, in the places of their unit,
/// and once it is overdue to whoever handles the assignment it was cut in.
#[must_use]
pub fn task_reminders(case: &Case, ctx: &Context<'_>) -> Vec<Reminder> {
    let open = case.standing_tasks().filter(|(_, task)| task.is_open());
    let reminders = open.filter_map(|(a, task)| {
        let (left, step) = reached(&ctx.profile.reminders.tasks, task.due, ctx)?;
        let parts = task.open_parts();
        let mut to: Vec<Holder> = parts
            .flat_map(|part| step.to.iter().map(|role| part_holder(a, part, *role, ctx)))
            .collect();
        to.extend((left < 0).then(|| task::handler(a)));
        Some(Reminder {
            task: Some(task.no),
            ..told(a, task.due, left, step, to)
        })
    });
    reminders.collect()
}

fn reminder(
    a: &Assignment,
    promise: Option<PromiseNo>,
    due: Date,
    ctx: &Context<'_>,
) -> Option<Reminder> {
    let (left, step) = reached(&ctx.profile.reminders.steps, due, ctx)?;
    let mut to: Vec<Holder> = step.to.iter().map(|role| holder(a, *role)).collect();
    // However far up an overdue promise has gone, it is for its unit to keep it.
    if promise.is_some() && left < 0 {
        to.extend([Role::Handler, Role::Liaison].map(|role| holder(a, role)));
    }
    Some(Reminder {
        promise,
        ..told(a, due, left, step, to)
    })
}

fn told(
    a: &Assignment,
    due: Date,
    left: i32,
    step: &ReminderStep,
    mut to: Vec<Holder>,
) -> Reminder {
    to.sort();
    to.dedup();
    Reminder {
        assignment: a.no,
        promise: None,
        task: None,
        due,
        left,
        step: step.left,
        to,
    }
}

/// The working days left until `due`, and the furthest of these steps that is reached with them.
fn reached<'s>(
    steps: &'s [ReminderStep],
    due: Date,
    ctx: &Context<'_>,
) -> Option<(i32, &'s ReminderStep)> {
    let left = ctx
        .calendar
        .working_days_between(ctx.today, due, BeyondData::CountPlainWeekdays)
        .ok()?
        .value;
    let reached = steps.iter().filter(|step| left <= i32::from(step.left));
    Some((left, reached.min_by_key(|step| step.left)?))
}

/// The day on which somebody should look at the case again: a step may be reached then, and none is before. Today where one
/// is reached that was perhaps not `told`; none where there is nothing more to tell. As long as calendar and rules stay, a
/// working day less is left at most with each day.
#[must_use]
pub fn next_look(case: &Case, told: bool, ctx: &Context<'_>) -> Option<Date> {
    let rules = &ctx.profile.reminders;
    let open = case.live().filter(|a| a.is_owed());
    let deadlines = open.map(|a| (a.due().date, &rules.steps));
    let promises = case
        .open_promises()
        .map(|(_, promise)| (promise.due, &rules.steps));
    let tasks = case.standing_tasks().filter(|(_, task)| task.is_open());
    let tasks = tasks.map(|(_, task)| (task.due, &rules.tasks));
    let days = deadlines
        .chain(promises)
        .chain(tasks)
        .flat_map(|(due, steps)| {
            let counted =
                ctx.calendar
                    .working_days_between(ctx.today, due, BeyondData::CountPlainWeekdays);
            let left = counted.ok().map(|counted| counted.value);
            steps.iter().filter_map(move |step| {
                let ahead = left? - i32::from(step.left);
                match ahead {
                    ..=0 if told => None,
                    ..=0 => Some(ctx.today),
                    ahead => ctx.today.plus_days(ahead),
                }
            })
        });
    days.min()
}

/// Who holds a role for a part of a task: of its department where it has one, else of its unit.
fn part_holder(a: &Assignment, part: &TaskPart, role: Role, ctx: &Context<'_>) -> Holder {
    let at = |place: &UnitCode| Holder::Post {
        role,
        place: Some(place.clone()),
    };
    match role {
        Role::Handler => task::who_has(a, part, ctx),
        Role::DepartmentHead => match &part.department {
            Some(department) => at(department),
            None if ctx.org.root_of(&part.unit) != &part.unit => at(&part.unit),
            None => task::who_has(a, part, ctx),
        },
        Role::Liaison | Role::UnitHead => at(ctx.org.root_of(&part.unit)),
        _ => Holder::Post { role, place: None },
    }
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
