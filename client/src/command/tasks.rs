//! The tasks of a case, for people.

use banli_shared::api::proposals::{CaseView, TaskRow};
use banli_shared::case::{Task, TaskPart, TaskState};
use banli_shared::lang::Lang;

use crate::output::{self, moment};

/// The tasks that were cut out of a suggestion, those too that ended with their assignment.
pub(super) fn of_suggestion(lang: Lang, view: &CaseView, suggestion: u32) {
    for a in &view.case.assignments {
        for task in a.tasks.iter().filter(|it| it.suggestion == suggestion) {
            let of = |row: &&TaskRow| (row.assignment, row.no) == (a.no, task.no);
            let due = match view.tasks.iter().find(of) {
                Some(row) => lang.bracket(&task.due.to_string(), &lang.working_days(row.days_left)),
                None => task.due.to_string(),
            };
            output::lines(&format!(
                "   [{}] {} {}  {}  {due}  {}",
                a.no,
                lang.pick("分解任务", "task"),
                task.no,
                task.state().say(lang),
                task.text
            ));
            for moved in &task.moves {
                let (from, to) = (moved.from, moved.to);
                let said = format!("       {}  {from} -> {to}  {}", moved.name, moved.reason);
                output::lines(said.trim_end());
            }
            if let Some(dropped) = &task.dropped {
                let line = format!("       {}  {}", dropped.name, dropped.why(lang));
                output::lines(line.trim_end());
            }
            for part in &task.parts {
                of_part(lang, task, part);
            }
        }
    }
}

fn of_part(lang: Lang, task: &Task, part: &TaskPart) {
    let department = part.department.as_ref();
    let department = department.map_or_else(String::new, |it| format!(" / {it}"));
    let state = match (task.stands(), part.is_done()) {
        (_, true) => TaskState::Done,
        (true, false) => TaskState::Open,
        (false, false) => TaskState::Dropped,
    };
    output::line(&format!(
        "       - {}{department}  {}",
        part.unit,
        state.say(lang)
    ));
    for step in &part.steps {
        output::lines(&format!(
            "         {}  {}  {}  {}",
            moment(step.at_ms),
            step.kind.say(lang),
            step.name,
            step.text
        ));
    }
}
