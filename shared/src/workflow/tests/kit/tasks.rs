//! Cases with tasks.

use super::commands::well_formed;
use super::play::{Play, date};
use crate::case::StageName as S;
use crate::ids::{AssignmentNo, TaskNo};
use crate::workflow::{
    Action, Command, CutTask, On, OnTask, PassTask, WithReasonOn, WithReasonOnTask,
};

/// A task of assignment 1, due in the middle of its time.
pub(crate) fn cut(suggestion: u32, units: &[&str]) -> Command {
    Command::CutTask(CutTask {
        assignment: 1,
        suggestion,
        text: "查清可用场地".into(),
        units: units.iter().map(|unit| (*unit).into()).collect(),
        due: date("2023-05-15"),
    })
}

fn said(task: TaskNo, text: &str) -> OnTask {
    OnTask {
        assignment: 1,
        task,
        unit: None,
        text: text.into(),
    }
}

pub(crate) fn report(task: TaskNo, text: &str) -> Command {
    Command::ReportTask(said(task, text))
}

pub(crate) fn finish(task: TaskNo) -> Command {
    Command::FinishTask(said(task, "场地已落实"))
}

pub(crate) fn pass(task: TaskNo, department: &str) -> Command {
    Command::PassTask(PassTask {
        assignment: 1,
        task,
        unit: None,
        department: department.into(),
    })
}

pub(crate) fn drop_it(task: TaskNo) -> Command {
    Command::DropTask(WithReasonOnTask {
        assignment: 1,
        task,
        reason: "建议已另有安排".into(),
    })
}

/// A leads and gives D, which has nothing else to do with the case, a task, and one to its own department A-2.
pub(crate) fn tasked() -> Play {
    Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Dispatched)
        .by("a1-hand", cut(1, &["D", "A-2"]))
}

/// Both are done.
pub(crate) fn all_done() -> Play {
    tasked().by("d-lia", finish(1)).by("a2-dh", finish(1))
}

fn usual(play: Play, who: &str, action: Action, no: AssignmentNo) -> Play {
    let command = well_formed(&play, who, action, no);
    play.by(who, command)
}

pub(super) fn with_tasks() -> Vec<(&'static str, Play)> {
    vec![
        ("task_cut", tasked()),
        ("task_passed", tasked().by("d-lia", pass(1, "D-1"))),
        ("task_done_in_part", tasked().by("d-lia", finish(1))),
        ("task_done", all_done()),
        (
            "task_reopened",
            usual(all_done(), "a-lia", Action::ReopenTask, 1),
        ),
        (
            "task_asked_for",
            tasked()
                .ready(1)
                .with(|profile| profile.tasks.finished_before_review = true),
        ),
        ("task_overdue", tasked().at("2023-05-16")),
        ("task_dropped", tasked().by("a-lia", drop_it(1))),
        (
            "task_left_open",
            tasked().to(2, S::OpinionGiven).to(1, S::Issued),
        ),
        (
            "task_kept",
            Play::new()
                .filed()
                .handed("A=lead B=co")
                .to(1, S::Dispatched)
                .by("a1-hand", cut(2, &["A"])),
        ),
        (
            "task_given_back",
            Play::new()
                .filed()
                .handed("A=lead B=co")
                .to(1, S::Accepted)
                .by("a-lia", cut(1, &["D", "B"]))
                .by(
                    "a-lia",
                    Command::RequestReturn(WithReasonOn {
                        assignment: 1,
                        reason: "不属本单位职责".into(),
                    }),
                )
                .by("c1", Command::GrantReturn(On { assignment: 1 })),
        ),
    ]
}
