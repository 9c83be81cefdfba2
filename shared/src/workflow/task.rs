//! Tasks: work cut out of a suggestion by the unit that answers it, and given to units with a day by which it is done.
//! They are the work of the unit that cut them, whatever others do for it: they count in no figure, and go on after the
//! reply is out until they are done or taken back.

use super::action::Action;
use super::attention::{Attention, AttentionWhy, Holder};
use super::command::Command;
use super::context::Context;
use super::gates::GateState;
use super::guard::{at_stage, holds_in_department, holds_in_unit, refuse};
use super::refusal::{Gate, Missing, Refusal};
use super::unattended::is_there;
use crate::calendar::Date;
use crate::case::{Assignment, AssignmentRole, Case, StageName as S, Task, TaskPart, TaskState};
use crate::ids::{Millis, TaskNo, UnitCode};
use crate::org::{Actor, Role};

/// Most tasks of one assignment that stand at a time: more than anybody would cut by hand.
pub(super) const MOST: usize = 200;

/// Those in a unit who see to a task that it was given.
const HANDS: [Role; 4] = [
    Role::Handler,
    Role::DepartmentHead,
    Role::Liaison,
    Role::UnitHead,
];

pub(super) fn guard(
    a: &Assignment,
    actor: &Actor,
    action: Action,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    match action {
        Action::CutTask => {
            cuts(a, actor)?;
            if a.role == AssignmentRole::CoHandler {
                return refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[]);
            }
            at_stage(
                a,
                &[
                    S::Accepted,
                    S::Dispatched,
                    S::Drafting,
                    S::Level1,
                    S::Level2,
                    S::Level3,
                ],
            )?;
            // A supplementary reply tells of work that is done.
            if !a.is_open() {
                return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
            }
            if a.tasks.iter().filter(|task| task.stands()).count() >= MOST {
                let most = u32::try_from(MOST).unwrap_or(u32::MAX);
                return refuse(Gate::Form, Missing::TooManyTasks { most }, &[]);
            }
            Ok(())
        }
        Action::MoveTask | Action::DropTask | Action::ReopenTask => {
            cuts(a, actor)?;
            let (states, any): (_, fn(&Task) -> bool) = match action {
                Action::MoveTask | Action::DropTask => (vec![TaskState::Open], Task::is_open),
                _ => (vec![TaskState::Done], |task| {
                    task.stands() && task.parts.iter().any(TaskPart::is_done)
                }),
            };
            if a.is_live() && a.tasks.iter().any(any) {
                Ok(())
            } else {
                refuse(Gate::Stage, Missing::TaskAt { states }, &[])
            }
        }
        // ReportTask, FinishTask, PassTask
        _ => {
            // Where there is nobody to pass it to, nobody is shown that they could.
            let inside = |part: &TaskPart| {
                let mut under = ctx.org.under(&part.unit);
                part.department.is_some() || under.any(|unit| !unit.retired)
            };
            let has = |part: &TaskPart| {
                has(a, part, actor, action) && (action != Action::PassTask || inside(part))
            };
            let theirs = |task: &&Task| task.parts.iter().any(has);
            let mut given = a.tasks.iter().filter(|task| task.stands()).filter(theirs);
            let first = given.next();
            if first.is_none() || !a.is_live() {
                return refuse(Gate::Role, Missing::Post, who(action));
            }
            let open = |task: &Task| task.open_parts().any(has);
            if first.into_iter().chain(given).any(open) {
                return Ok(());
            }
            let states = vec![TaskState::Open];
            refuse(Gate::Stage, Missing::TaskAt { states }, &[])
        }
    }
}

/// Those who cut tasks and see to them: whoever handles the reply, and the unit's desk.
fn cuts(a: &Assignment, actor: &Actor) -> Result<(), Refusal> {
    if holds_in_department(actor, Role::Handler, a)
        || holds_in_unit(actor, Role::Liaison, a).is_ok()
    {
        return Ok(());
    }
    refuse(Gate::Role, Missing::Post, &[Role::Handler, Role::Liaison])
}

const fn who(action: Action) -> &'static [Role] {
    match action {
        Action::PassTask => &[Role::Liaison],
        _ => &HANDS,
    }
}

/// Whether this part is for `actor` to do `action` to. It is the desk of the unit that passes a part on.
fn has(a: &Assignment, part: &TaskPart, actor: &Actor, action: Action) -> bool {
    if action == Action::PassTask {
        return actor.is_at(Role::Liaison, &part.unit);
    }
    // What the unit that cut it keeps for itself is for its department that handles the assignment.
    let own = part.unit == a.unit && part.department.is_none();
    if own && holds_in_department(actor, Role::Handler, a) {
        return true;
    }
    part.places()
        .any(|place| HANDS.iter().any(|role| actor.is_at(*role, place)))
}

/// The task that a command is on.
pub(super) fn meant(a: &Assignment, no: TaskNo) -> Result<&Task, Refusal> {
    match a.tasks.iter().find(|task| task.no == no) {
        Some(task) if task.stands() => Ok(task),
        Some(task) => {
            let state = task.state();
            refuse(Gate::Stage, Missing::TaskIs { task: no, state }, &[])
        }
        None => refuse(Gate::Form, Missing::NoSuchTask { task: no }, &[]),
    }
}

/// The parts of tasks that `actor` could do `action` to now: those that are open and theirs; for what only whoever cut a
/// task does, every part to which it makes sense. For forms that ask which one.
#[must_use]
pub fn parts_for<'a>(
    a: &'a Assignment,
    actor: &Actor,
    action: Action,
) -> Vec<(&'a Task, &'a TaskPart)> {
    let wanted = |task: &Task, part: &TaskPart| match action {
        Action::ReopenTask => part.is_done(),
        Action::MoveTask | Action::DropTask => task.is_open(),
        _ => !part.is_done() && has(a, part, actor, action),
    };
    let tasks = a.tasks.iter().filter(|task| task.stands());
    let parts = tasks.flat_map(|task| task.parts.iter().map(move |part| (task, part)));
    parts.filter(|(task, part)| wanted(task, part)).collect()
}

/// The part of a task that `actor` does `action` to: that of the unit named, else the first open one of theirs.
pub(super) fn part<'t>(
    a: &Assignment,
    task: &'t Task,
    unit: Option<&UnitCode>,
    actor: &Actor,
    action: Action,
) -> Result<&'t TaskPart, Refusal> {
    let named = |it: &&TaskPart| unit.is_none_or(|unit| it.unit == *unit);
    if let Some(unit) = unit
        && !task.parts.iter().any(|it| named(&it))
    {
        let (task, unit) = (task.no, unit.clone());
        return refuse(Gate::Form, Missing::TaskNotGiven { task, unit }, &[]);
    }
    let mut theirs = task
        .parts
        .iter()
        .filter(named)
        .filter(|it| has(a, it, actor, action));
    match theirs.clone().find(|it| !it.is_done()).or(theirs.next()) {
        Some(part) if !part.is_done() => Ok(part),
        Some(_) => {
            let missing = Missing::TaskIs {
                task: task.no,
                state: TaskState::Done,
            };
            refuse(Gate::Stage, missing, &[])
        }
        None => refuse(Gate::Role, Missing::Post, who(action)),
    }
}

/// Whether `identity` is one in whose name this very command can be given. A person may have one task themselves and
/// another for somebody they stand in for; about other commands there is nothing to choose.
pub(super) fn is_meant(case: &Case, identity: &Actor, command: &Command) -> bool {
    let (no, unit) = match command {
        Command::ReportTask(with) | Command::FinishTask(with) => (with.task, with.unit.as_ref()),
        Command::PassTask(with) => (with.task, with.unit.as_ref()),
        _ => return true,
    };
    let assignment = command.assignment().and_then(|no| case.assignment(no));
    assignment.is_some_and(|a| {
        let task = meant(a, no);
        task.is_ok_and(|task| part(a, task, unit, identity, command.action()).is_ok())
    })
}

/// Where the rules ask for it, every task is finished or dropped before a reply is handed in. What a supplementary reply
/// tells of was done after the first one.
pub(super) fn finished(a: &Assignment, ctx: &Context<'_>) -> GateState {
    let asked = ctx.profile.tasks.finished_before_review && !a.round().is_supplement();
    if !asked || a.tasks.is_empty() {
        return GateState::NotApplicable;
    }
    let open = a.tasks.iter().filter(|task| task.is_open());
    let tasks: Vec<TaskNo> = open.map(|task| task.no).collect();
    if tasks.is_empty() {
        return GateState::Satisfied;
    }
    GateState::Unsatisfied {
        missing: vec![Missing::OpenTasks { tasks }],
    }
}

/// What waits for the units that have a task, by the day it is due; and once one is overdue, for whoever cut it. Of
/// several that wait for the same people the first due is told.
pub(super) fn waiting(a: &Assignment, ctx: &Context<'_>) -> Vec<Attention> {
    let mut found: Vec<Attention> = vec![];
    let mut tell = |holder: Holder, why, due: Date, since_ms: Millis, from| match found
        .iter_mut()
        .find(|it| it.holder == holder && it.why == why)
    {
        Some(before) if before.due <= Some(due) => {}
        Some(before) => (before.due, before.since_ms, before.from) = (Some(due), since_ms, from),
        None => found.push(Attention {
            assignment: Some(a.no),
            holder,
            except: vec![],
            why,
            since_ms,
            due: Some(due),
            text: None,
            urged: None,
            from,
        }),
    };
    for task in a.tasks.iter().filter(|task| task.is_open()) {
        for part in task.open_parts() {
            let holder = who_has(a, part, ctx);
            tell(holder, AttentionWhy::DoTask, task.due, task.at_ms, None);
        }
        let overdue = task.due.next().unwrap_or(task.due);
        let why = AttentionWhy::TaskOverdue;
        tell(
            handler_there(a, ctx),
            why,
            task.due,
            task.at_ms,
            Some(overdue),
        );
    }
    found
}

/// Whom a part of a task waits for.
pub(super) fn who_has(a: &Assignment, part: &TaskPart, ctx: &Context<'_>) -> Holder {
    let post = |role, place: &UnitCode| Holder::Post {
        role,
        place: Some(place.clone()),
    };
    match &part.department {
        Some(department) => post(Role::Handler, department),
        None if part.unit == a.unit => handler_there(a, ctx),
        None if ctx.org.root_of(&part.unit) == &part.unit => post(Role::Liaison, &part.unit),
        None => post(Role::Handler, &part.unit),
    }
}

/// As [`handler`]; any of the department where the one who is named is no handler there any more.
pub(super) fn handler_there(a: &Assignment, ctx: &Context<'_>) -> Holder {
    match (handler(a), a.department()) {
        (Holder::Person { person }, Some(department)) if !is_there(&person, a, ctx) => {
            Holder::Post {
                role: Role::Handler,
                place: Some(department.clone()),
            }
        }
        (holder, _) => holder,
    }
}

/// Whoever handles the assignment: the handler named, else any of the department, and the desk before it has one.
pub(super) fn handler(a: &Assignment) -> Holder {
    match &a.dispatch {
        Some(dispatch) => match &dispatch.handler {
            Some(person) => Holder::Person {
                person: person.clone(),
            },
            None => Holder::Post {
                role: Role::Handler,
                place: Some(dispatch.department.clone()),
            },
        },
        None => Holder::Post {
            role: Role::Liaison,
            place: Some(a.unit.clone()),
        },
    }
}
