//! Tasks cut out of suggestions.

use super::fields;
use crate::both;
use crate::calendar::Date;
use crate::case::{Assignment, Case, Ending, TaskState};
use crate::ids::{TaskNo, UnitCode};
use crate::org::Actor;
use crate::workflow::command::{Command, CutTask};
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::refusal::{Gate, Missing, Refusal};
use crate::workflow::task::{meant, part};

/// Most units that one task is given to: as many as a city has, and some.
const UNITS: usize = 100;
/// How far ahead a task can be due where the deadline of the reply has passed, in days.
const AHEAD: i32 = 365;

pub(super) fn decide(
    case: &Case,
    actor: &Actor,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    let no = command.assignment().unwrap_or_default();
    let a = case.assignment(no).ok_or_else(|| {
        let missing = Missing::NoSuchAssignment { assignment: no };
        Refusal::new(Gate::Form, missing, &[])
    })?;
    let action = command.action();
    Ok(match command {
        Command::CutTask(with) => cut(case, a, with, ctx)?,
        Command::PassTask(with) => {
            let part = part(a, meant(a, with.task)?, with.unit.as_ref(), actor, action)?;
            let department = department(&part.unit, &with.department, ctx)?;
            if department == part.department {
                let fault = both!("分解任务已在此处", "has it already");
                return Err(Refusal::field("/department", fault));
            }
            Happened::TaskPassed {
                assignment: no,
                task: with.task,
                unit: part.unit.clone(),
                department,
                from: part.department.clone(),
            }
        }
        Command::ReportTask(with) => {
            let part = part(a, meant(a, with.task)?, with.unit.as_ref(), actor, action)?;
            fields::some("/text", &with.text, fields::NOTE)?;
            Happened::TaskReported {
                assignment: no,
                task: with.task,
                unit: part.unit.clone(),
                text: with.text.clone(),
            }
        }
        Command::FinishTask(with) => {
            let part = part(a, meant(a, with.task)?, with.unit.as_ref(), actor, action)?;
            fields::some("/text", &with.text, fields::NOTE)?;
            Happened::TaskFinished {
                assignment: no,
                task: with.task,
                unit: part.unit.clone(),
                text: with.text.clone(),
            }
        }
        Command::ReopenTask(with) => {
            let units = done(a, with.task, with.unit.as_ref())?;
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::TaskReopened {
                assignment: no,
                task: with.task,
                units,
                reason: with.reason.clone(),
            }
        }
        Command::MoveTask(with) => {
            let task = meant(a, with.task)?;
            if !task.is_open() {
                return Err(is(with.task, task.state()));
            }
            if with.due == task.due {
                let fault = both!("分解任务本就此日到期", "it is due on that day already");
                return Err(Refusal::field("/due", fault));
            }
            in_time(a, with.due, ctx)?;
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::TaskMoved {
                assignment: no,
                task: with.task,
                from: task.due,
                due: with.due,
                reason: with.reason.clone(),
            }
        }
        Command::DropTask(with) => {
            let task = meant(a, with.task)?;
            if !task.is_open() {
                return Err(is(with.task, task.state()));
            }
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::TaskDropped {
                assignment: no,
                task: with.task,
                reason: with.reason.clone(),
                ending: None,
                unmerged: None,
            }
        }
        _ => {
            return Err(Refusal::field(
                "",
                both!("不是关于分解任务的操作", "not a command on a task"),
            ));
        }
    })
}

/// The open tasks that go with the assignments that these events end: nobody works on for a unit that has nothing to answer
/// any more. What was done stays on record as done.
pub(super) fn dropped_with(case: &Case, happened: &[Happened]) -> Vec<Happened> {
    use Happened as H;
    let ended = |what: &Happened| match what {
        H::TakenBack { assignment } => vec![(*assignment, Ending::TakenBack)],
        H::Reassigned { assignment, .. } => vec![(*assignment, Ending::Reassigned)],
        H::ReturnGranted { assignment } => vec![(*assignment, Ending::Returned)],
        H::Withdrawn { .. } => case.live().map(|a| (a.no, Ending::Withdrawn)).collect(),
        _ => vec![],
    };
    let ended = happened.iter().flat_map(ended);
    let dropped = ended.flat_map(|(assignment, ending)| {
        let tasks = case.assignment(assignment).map_or(&[][..], |a| &a.tasks);
        let open = tasks.iter().filter(|task| task.is_open());
        open.map(move |task| H::TaskDropped {
            assignment,
            task: task.no,
            reason: String::new(),
            ending: Some(ending),
            unmerged: None,
        })
    });
    dropped.collect()
}

fn cut(
    case: &Case,
    a: &Assignment,
    with: &CutTask,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    if !case.asked_of(a).any(|asked| asked.no == with.suggestion) {
        let missing = Missing::no_such_suggestion(case, Some(a), with.suggestion);
        return Err(Refusal::new(Gate::Form, missing, &[]));
    }
    fields::some("/text", &with.text, fields::NOTE)?;
    fields::at_most("/units", &with.units, UNITS)?;
    let mut units: Vec<UnitCode> = vec![];
    for unit in &with.units {
        takes_tasks(a, unit, ctx)?;
        if !units.contains(unit) {
            units.push(unit.clone());
        }
    }
    if units.is_empty() {
        return Err(Refusal::field(
            "/units",
            both!("至少写一个", "must name at least one"),
        ));
    }
    in_time(a, with.due, ctx)?;
    Ok(Happened::TaskCut {
        assignment: a.no,
        task: TaskNo::try_from(a.tasks.len()).unwrap_or(TaskNo::MAX - 1) + 1,
        suggestion: with.suggestion,
        text: with.text.clone(),
        units,
        due: with.due,
    })
}

/// Tasks are given to units, as assignments are; inside the own unit also to its departments.
fn takes_tasks(a: &Assignment, unit: &UnitCode, ctx: &Context<'_>) -> Result<(), Refusal> {
    let known = ctx.org.get(unit).is_some_and(|it| !it.retired);
    let takes =
        |code: &UnitCode| ctx.org.takes_assignments(code) || ctx.org.is_within(code, &a.unit);
    let missing = if !known {
        Missing::no_such_unit(unit, ctx, |it| takes(&it.code))
    } else if takes(unit) {
        return Ok(());
    } else {
        Missing::DepartmentElsewhere {
            department: unit.clone(),
        }
    };
    Err(Refusal::new(Gate::Form, missing, &[]))
}

/// A task serves the reply, so it is due before that is. On the last day of the reply and after it, and once the reply is
/// out, the work has still to be done: then within a year.
fn in_time(a: &Assignment, due: Date, ctx: &Context<'_>) -> Result<(), Refusal> {
    let (today, deadline) = (ctx.today, a.due().date);
    if due < today {
        let fault = both!("不得早于今天", "must not lie before today");
        return Err(Refusal::field("/due", fault));
    }
    let before_reply = today < deadline && a.is_open();
    let last = match before_reply {
        true => deadline,
        false => today.plus_days(AHEAD).unwrap_or(today),
    };
    if due > last {
        let fault = match before_reply {
            true => both!(
                "不得晚于答复期限 {last}",
                "must not lie after the deadline of the reply, {last}"
            ),
            false => both!(
                "不得晚于 {last}（自今天起一年）",
                "must not lie after {last}, a year from today"
            ),
        };
        return Err(Refusal::field("/due", fault));
    }
    Ok(())
}

/// The department of `unit` that is meant; none where it is the unit itself.
fn department(
    unit: &UnitCode,
    to: &UnitCode,
    ctx: &Context<'_>,
) -> Result<Option<UnitCode>, Refusal> {
    if to == unit {
        return Ok(None);
    }
    let known = ctx.org.get(to).is_some_and(|it| !it.retired);
    if known && ctx.org.is_within(to, unit) {
        return Ok(Some(to.clone()));
    }
    let department = to.clone();
    let missing = Missing::DepartmentElsewhere { department };
    Err(Refusal::new(Gate::Form, missing, &[]))
}

/// The units that said they were done, or the one named.
fn done(a: &Assignment, no: TaskNo, unit: Option<&UnitCode>) -> Result<Vec<UnitCode>, Refusal> {
    let task = meant(a, no)?;
    let named = |it: &UnitCode| unit.is_none_or(|unit| it == unit);
    if let Some(unit) = unit
        && !task.parts.iter().any(|it| named(&it.unit))
    {
        let missing = Missing::TaskNotGiven {
            task: no,
            unit: unit.clone(),
        };
        return Err(Refusal::new(Gate::Form, missing, &[]));
    }
    let parts = task
        .parts
        .iter()
        .filter(|it| it.is_done() && named(&it.unit));
    let units: Vec<UnitCode> = parts.map(|it| it.unit.clone()).collect();
    if units.is_empty() {
        return Err(is(no, TaskState::Open));
    }
    Ok(units)
}

fn is(task: TaskNo, state: TaskState) -> Refusal {
    Refusal::new(Gate::Stage, Missing::TaskIs { task, state }, &[])
}
