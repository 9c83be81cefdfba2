//! What an event does to the tasks of an assignment.

use crate::case::{Assignment, Task, TaskDropped, TaskMove, TaskPart, TaskStep, TaskStepKind};
use crate::ids::{TaskNo, UnitCode};
use crate::workflow::event::{Event, Happened};

pub(super) fn after(a: &mut Assignment, event: &Event) {
    use Happened as H;
    match &event.what {
        H::TaskCut {
            task,
            suggestion,
            text,
            units,
            due,
            ..
        } => {
            let round = a.round().no;
            let part = |unit: &UnitCode| TaskPart {
                unit: unit.clone(),
                department: None,
                done_ms: None,
                steps: vec![],
            };
            a.tasks.push(Task {
                no: *task,
                suggestion: *suggestion,
                text: text.clone(),
                due: *due,
                moves: vec![],
                round,
                by: event.by.person.clone(),
                name: event.by.on_record(),
                at_ms: event.at_ms,
                parts: units.iter().map(part).collect(),
                dropped: None,
            });
        }
        H::TaskPassed {
            task,
            unit,
            department,
            ..
        } => {
            for part in parts(a, *task, std::slice::from_ref(unit)) {
                part.department.clone_from(department);
            }
        }
        H::TaskReported {
            task, unit, text, ..
        } => {
            for part in parts(a, *task, std::slice::from_ref(unit)) {
                part.steps.push(step(event, TaskStepKind::Progress, text));
            }
        }
        H::TaskFinished {
            task, unit, text, ..
        } => {
            for part in parts(a, *task, std::slice::from_ref(unit)) {
                part.done_ms = Some(event.at_ms);
                part.steps.push(step(event, TaskStepKind::Finished, text));
            }
        }
        H::TaskReopened {
            task,
            units,
            reason,
            ..
        } => {
            for part in parts(a, *task, units) {
                part.done_ms = None;
                part.steps.push(step(event, TaskStepKind::Reopened, reason));
            }
        }
        H::TaskMoved {
            task,
            from,
            due,
            reason,
            ..
        } => {
            if let Some(found) = a.tasks.iter_mut().find(|it| it.no == *task) {
                found.due = *due;
                found.moves.push(TaskMove {
                    from: *from,
                    to: *due,
                    reason: reason.clone(),
                    by: event.by.person.clone(),
                    name: event.by.on_record(),
                    at_ms: event.at_ms,
                });
            }
        }
        H::TaskDropped {
            task,
            reason,
            ending,
            unmerged,
            ..
        } => {
            if let Some(found) = a.tasks.iter_mut().find(|it| it.no == *task) {
                found.dropped = Some(TaskDropped {
                    reason: reason.clone(),
                    ending: *ending,
                    unmerged: unmerged.clone(),
                    by: event.by.person.clone(),
                    name: event.by.on_record(),
                    at_ms: event.at_ms,
                });
            }
        }
        _ => {}
    }
}

/// What these units have of a task.
fn parts<'a>(
    a: &'a mut Assignment,
    task: TaskNo,
    units: &'a [UnitCode],
) -> impl Iterator<Item = &'a mut TaskPart> {
    let task = a.tasks.iter_mut().filter(move |it| it.no == task);
    let parts = task.flat_map(|task| &mut task.parts);
    parts.filter(|part| units.contains(&part.unit))
}

fn step(event: &Event, kind: TaskStepKind, text: &str) -> TaskStep {
    TaskStep {
        kind,
        at_ms: event.at_ms,
        by: event.by.person.clone(),
        name: event.by.on_record(),
        text: text.to_owned(),
    }
}
