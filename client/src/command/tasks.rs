//! The tasks of a case, for people.

use std::collections::BTreeSet;

use banli_shared::api::proposals::{CaseView, TaskRow};
use banli_shared::case::{Task, TaskPart, TaskState};
use banli_shared::ids::SuggestionNo;
use banli_shared::lang::Lang;
use banli_shared::org::Org;

use super::units::with_code;
use crate::output::{self, moment, said};

/// The tasks that were cut out of a suggestion, those too that ended with their assignment.
pub(super) fn of_suggestion(lang: Lang, org: &Org, view: &CaseView, suggestion: u32) {
    for a in &view.case.assignments {
        for task in a.tasks.iter().filter(|it| it.suggestion == suggestion) {
            let of = |row: &&TaskRow| (row.assignment, row.no) == (a.no, task.no);
            let due = match view.tasks.iter().find(of) {
                Some(row) => lang.bracket(
                    &task.due.to_string(),
                    &lang.working_days(row.days_left, row.overdue),
                ),
                None => task.due.to_string(),
            };
            output::prose(&format!(
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
                output::prose(said.trim_end());
            }
            if let Some(dropped) = &task.dropped {
                let line = format!("       {}  {}", dropped.name, dropped.why(lang));
                output::prose(line.trim_end());
            }
            for part in &task.parts {
                of_part(lang, org, task, part);
            }
        }
    }
}

/// Those that were cut out of a suggestion which is not in the case any longer, as after a merge that was undone.
pub(super) fn of_what_is_gone(lang: Lang, org: &Org, view: &CaseView) {
    let tasks = view.case.assignments.iter().flat_map(|a| &a.tasks);
    let cut: BTreeSet<SuggestionNo> = tasks.map(|task| task.suggestion).collect();
    for no in cut.into_iter().filter(|no| !view.case.has_suggestion(*no)) {
        output::line("");
        output::prose(&said::asked_no_longer(no, lang));
        of_suggestion(lang, org, view, no);
    }
}

fn of_part(lang: Lang, org: &Org, task: &Task, part: &TaskPart) {
    let department = part.department.as_ref();
    let department = department.map_or_else(String::new, |it| format!("  {}", org.name(it)));
    let state = match (task.stands(), part.is_done()) {
        (_, true) => TaskState::Done,
        (true, false) => TaskState::Open,
        (false, false) => TaskState::Dropped,
    };
    output::prose(&format!(
        "       - {}{department}  {}",
        with_code(lang, org, &part.unit),
        state.say(lang)
    ));
    for step in &part.steps {
        output::prose(&format!(
            "         {}  {}  {}  {}",
            moment(step.at_ms),
            step.kind.say(lang),
            step.name,
            step.text
        ));
    }
}
