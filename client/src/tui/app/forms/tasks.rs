//! What commands on tasks ask, and how they are built.

use banli_shared::case::{Assignment, Task, TaskPart};
use banli_shared::ids::{TaskNo, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::workflow::{
    Action, Command, CutTask, MoveTask, OnTask, PassTask, ReopenTask, WithReasonOnTask, parts_for,
};

use super::super::state::Shared;
use super::super::texts;
use super::field::{FormField, line, many, text, the_one_or};
use super::{BadAnswer, Form};

/// The questions of an action on tasks of this assignment; `suggestions` are those of its proposal, by number.
pub(super) fn questions(
    shared: &Shared,
    action: Action,
    a: Option<&Assignment>,
    suggestions: Vec<(u32, String)>,
) -> Vec<FormField> {
    let lang = shared.lang;
    if action == Action::CutTask {
        let answers = |no: &u32| a.is_none_or(|a| a.covers(*no));
        let suggestions = suggestions.into_iter().filter(|(no, _)| answers(no));
        let suggestions = suggestions
            .map(|(no, text)| (no.to_string(), text))
            .collect();
        let due = a.map_or_else(String::new, |a| a.due().date.to_string());
        return vec![
            the_one_or("suggestion", texts::suggestion(lang), suggestions),
            text("text", texts::task_text(lang)),
            many("units", texts::task_units(lang), takers(shared, a)),
            line("due", texts::task_due(lang), &due),
        ];
    }
    let actor = shared.actor();
    let parts = a
        .zip(actor.as_ref())
        .map_or_else(Vec::new, |(a, actor)| parts_for(a, actor, action));
    let which = |of: fn(&Shared, &Task, &TaskPart) -> (String, String)| {
        let mut options: Vec<_> = parts
            .iter()
            .map(|(task, part)| of(shared, task, part))
            .collect();
        options.dedup();
        the_one_or("task", texts::task(lang), options)
    };
    match action {
        Action::PassTask => {
            let units: Vec<&UnitCode> = parts.iter().map(|(_, part)| &part.unit).collect();
            let inside = |unit: &&banli_shared::org::Unit| {
                let under = unit.parent.as_ref().is_some_and(|it| units.contains(&it));
                !unit.retired && (under || units.contains(&&unit.code))
            };
            let mut places: Vec<_> = shared.units.values().filter(inside).collect();
            // Departments first: the unit itself takes it back.
            places.sort_by_key(|unit| (unit.parent.is_none(), unit.code.clone()));
            let places = places.into_iter();
            let places = places.map(|unit| (unit.code.0.clone(), unit.name.clone()));
            vec![
                which(of_part),
                the_one_or("department", texts::department(lang), places.collect()),
            ]
        }
        Action::ReportTask | Action::FinishTask => {
            vec![which(of_part), text("text", texts::progress(lang))]
        }
        Action::ReopenTask => vec![which(of_part), text("reason", texts::reason(lang))],
        Action::MoveTask => vec![
            which(of_task),
            line("due", texts::task_due(lang), ""),
            text("reason", texts::reason(lang)),
        ],
        _ => vec![which(of_task), text("reason", texts::reason(lang))],
    }
}

/// Units, and the departments of the own unit: those first, as they are near.
fn takers(shared: &Shared, a: Option<&Assignment>) -> Vec<(String, String)> {
    let own = a.map(|a| &a.unit);
    let near = |unit: &banli_shared::org::Unit| {
        Some(&unit.code) == own || (own.is_some() && unit.parent.as_ref() == own)
    };
    let units = shared.units.values().filter(|unit| !unit.retired);
    let mut units: Vec<_> = units
        .filter(|unit| unit.parent.is_none() || near(unit))
        .collect();
    units.sort_by_key(|unit| (!near(unit), unit.code.clone()));
    let named = units.into_iter();
    named
        .map(|unit| (unit.code.0.clone(), format!("{} {}", unit.code, unit.name)))
        .collect()
}

fn of_task(_: &Shared, task: &Task, _: &TaskPart) -> (String, String) {
    let label = format!("{}. {} {}", task.no, task.due, task.text);
    (task.no.to_string(), label)
}

/// The value names task and unit.
fn of_part(shared: &Shared, task: &Task, part: &TaskPart) -> (String, String) {
    let unit = shared.unit_name(&part.unit);
    let label = format!("{}. {unit} {} {}", task.no, task.due, task.text);
    (format!("{} {}", task.no, part.unit), label)
}

impl Form {
    /// The task chosen, and the unit where the choice names one.
    fn task(&self) -> (TaskNo, Option<UnitCode>) {
        let chosen = self.get("task");
        match chosen.split_once(' ') {
            Some((no, unit)) => (no.parse().unwrap_or_default(), Some(unit.into())),
            None => (chosen.parse().unwrap_or_default(), None),
        }
    }

    fn on_task(&self, assignment: u32) -> OnTask {
        let (task, unit) = self.task();
        OnTask {
            assignment,
            task,
            unit,
            text: self.get("text"),
        }
    }

    /// The command on a task for one assignment.
    ///
    /// # Errors
    /// What is wrong with an answer, for the person.
    pub(super) fn on_tasks(&self, lang: Lang, assignment: u32) -> Result<Command, BadAnswer> {
        let (task, unit) = self.task();
        Ok(match self.action {
            Action::CutTask => Command::CutTask(CutTask {
                assignment,
                suggestion: self.get("suggestion").parse().unwrap_or_default(),
                text: self.get("text"),
                units: self.all("units").into_iter().map(UnitCode).collect(),
                due: self.day(lang, "due")?,
            }),
            Action::PassTask => Command::PassTask(PassTask {
                assignment,
                task,
                unit,
                department: UnitCode(self.get("department")),
            }),
            Action::ReportTask => Command::ReportTask(self.on_task(assignment)),
            Action::FinishTask => Command::FinishTask(self.on_task(assignment)),
            Action::ReopenTask => Command::ReopenTask(ReopenTask {
                assignment,
                task,
                unit,
                reason: self.get("reason"),
            }),
            Action::MoveTask => Command::MoveTask(MoveTask {
                assignment,
                task,
                due: self.day(lang, "due")?,
                reason: self.get("reason"),
            }),
            _ => Command::DropTask(WithReasonOnTask {
                assignment,
                task,
                reason: self.get("reason"),
            }),
        })
    }
}
