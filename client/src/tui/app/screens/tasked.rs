//! Suggestions with the tasks that were cut out of them, as text to read.

use std::collections::BTreeSet;

use banli_shared::api::proposals::{CaseView, TaskRow};
use banli_shared::case::{Assignment, Task, TaskPart, TaskState};
use banli_shared::ids::SuggestionNo;
use banli_shared::lang::Lang;
use banli_shared::profile::Light;

use super::super::super::theme::Role;
use super::super::texts;
use super::paper::{self, Paper};
use crate::output::{moment, said};

/// Every suggestion, with the answer of one assignment where it is asked for one, and the tasks of all.
pub(super) fn suggestions(paper: &mut Paper<'_>, view: &CaseView, told: Option<&Assignment>) {
    let lang = paper.lang();
    // Those of an assignment that ended went with it.
    let standing = view.case.standing_tasks();
    let (all, done) = standing.fold((0, 0), |(all, done), (_, task)| {
        (all + 1, done + usize::from(!task.is_open()))
    });
    paper.heading(lang.pick("建议", "Suggestions"));
    if all > 0 {
        paper.faint(&texts::tasks_done(lang, done, all));
    }
    for suggestion in view.case.suggestions() {
        let content = told.map(|a| (a, &a.round().content));
        let content = content.filter(|(a, content)| paper::is_answered(a, content, suggestion.no));
        paper::suggestion(paper, &suggestion, content.map(|(_, content)| content));
        answered_by(paper, view, suggestion.no);
        of_suggestion(paper, view, suggestion.no);
    }
    let live = view.case.live().flat_map(|a| &a.tasks);
    let cut: BTreeSet<SuggestionNo> = live.map(|task| task.suggestion).collect();
    for no in cut.into_iter().filter(|no| !view.case.has_suggestion(*no)) {
        paper.faint(&said::asked_no_longer(no, lang));
        of_suggestion(paper, view, no);
    }
}

/// Which units answer it, where they have parts.
fn answered_by(paper: &mut Paper<'_>, view: &CaseView, no: SuggestionNo) {
    let lang = paper.lang();
    if view.case.left_to_nobody().any(|left| left == no) {
        let nobody = lang.pick("   [无单位答复]", "   [no unit answers this]");
        return paper.in_role(nobody, Role::Warning);
    }
    let items = || view.case.reply_items();
    if items().all(|a| a.suggestions.is_empty()) {
        return;
    }
    let units = items().filter(|a| a.covers(no));
    let units: Vec<&str> = units.map(|a| paper.unit_name(&a.unit)).collect();
    let units = units.join(lang.pick("、", ", "));
    paper.faint(&lang.label(lang.pick("   答复单位", "   answered by"), &units));
}

fn of_suggestion(paper: &mut Paper<'_>, view: &CaseView, no: SuggestionNo) {
    for a in view.case.live() {
        for task in a.tasks.iter().filter(|it| it.suggestion == no) {
            of_task(paper, view, a, task);
        }
    }
}

/// What is not finished, beside the checklist of whoever drafts or reviews.
pub(super) fn left_open(paper: &mut Paper<'_>, a: &Assignment) {
    let open = a.tasks.iter().filter(|task| task.is_open());
    let open: Vec<String> = open.map(|task| task.no.to_string()).collect();
    if !open.is_empty() {
        let lang = paper.lang();
        let which = open.join(lang.pick("、", ", "));
        paper.in_role(&texts::tasks_open(lang, &which), Role::Warning);
    }
}

fn of_task(paper: &mut Paper<'_>, view: &CaseView, a: &Assignment, task: &Task) {
    let lang = paper.lang();
    let of = |row: &&TaskRow| (row.assignment, row.no) == (a.no, task.no);
    let row = view.tasks.iter().find(of);
    let near = row.map_or_else(String::new, |row| {
        lang.bracket("", &lang.working_days(row.days_left, row.overdue))
    });
    let role = match (task.state(), row.map(|row| row.light)) {
        (TaskState::Done, _) => Role::Good,
        (TaskState::Dropped, _) => Role::Removed,
        (TaskState::Open, Some(Light::Red)) => Role::Bad,
        (TaskState::Open, Some(Light::Yellow)) => Role::Warning,
        (TaskState::Open, _) => Role::Text,
    };
    // Numbers begin anew in each assignment: where several answer, the unit is told with it.
    let several = view.case.live().filter(|a| !a.tasks.is_empty());
    let of = match several.count() {
        0 | 1 => String::new(),
        _ => format!("{} ", paper.unit_name(&a.unit)),
    };
    let head = format!(
        "   {of}{} {}  {}  {}{near}",
        texts::task(lang),
        task.no,
        task.state().say(lang),
        task.due
    );
    paper.in_role(&head, role);
    paper.line(&format!("      {}", task.text));
    for moved in &task.moves {
        let said = format!(
            "      {}  {} -> {}  {}",
            moved.name, moved.from, moved.to, moved.reason
        );
        paper.faint(said.trim_end());
    }
    if let Some(dropped) = &task.dropped {
        let why = format!("      {}  {}", dropped.name, dropped.why(lang));
        paper.in_role(why.trim_end(), Role::Removed);
    }
    for part in &task.parts {
        of_part(paper, lang, task, part);
    }
}

/// Who has a part, whether it is done, and the last that was said of it.
fn of_part(paper: &mut Paper<'_>, lang: Lang, task: &Task, part: &TaskPart) {
    let mut text = format!("      - {}", paper.unit_name(&part.unit));
    if let Some(department) = &part.department {
        text.push_str(&format!(" / {}", paper.unit_name(department)));
    }
    let (state, role) = match (task.stands(), part.is_done()) {
        (_, true) => (TaskState::Done, Role::Good),
        (true, false) => (TaskState::Open, Role::Text),
        (false, false) => (TaskState::Dropped, Role::Faint),
    };
    text.push_str(&format!("  {}", state.say(lang)));
    if let Some(at_ms) = part.done_ms {
        text.push_str(&format!(" {}", moment(at_ms)));
    }
    paper.in_role(&text, role);
    if let Some(step) = part.steps.last() {
        paper.faint(&format!(
            "        {}  {}  {}  {}",
            moment(step.at_ms),
            step.kind.say(lang),
            step.name,
            step.text
        ));
    }
}
