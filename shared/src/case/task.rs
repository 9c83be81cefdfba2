//! A task (分解任务): work cut out of a suggestion and given to units with a day by which it is done.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::assignment::Ending;
use crate::calendar::Date;
use crate::ids::{Millis, PersonId, SuggestionNo, TaskNo, UnitCode};
use crate::lang::Lang;
use crate::words;

words! {
    /// Where a task stands.
    pub enum TaskState {
        /// Some unit has still to do its part.
        Open = "open", "进行中", "open";
        /// Every unit has said that its part is done.
        Done = "done", "已完成", "done";
        /// Nobody does it any more, for a reason on record.
        Dropped = "dropped", "已撤销", "dropped";
    }
}

words! {
    /// What was said of a unit's part of a task.
    pub enum TaskStepKind {
        /// How far it is.
        Progress = "progress", "报告进展", "progress";
        /// It is done.
        Finished = "finished", "完成", "finished";
        /// It is not: whoever cut the task wants more.
        Reopened = "reopened", "退回继续", "reopened";
    }
}

/// One thing said of a unit's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskStep {
    /// What.
    pub kind: TaskStepKind,
    /// When.
    pub at_ms: Millis,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// In words.
    pub text: String,
}

/// What one unit has to do of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskPart {
    /// The unit, or a department of the unit that cut the task.
    pub unit: UnitCode,
    /// The department to which the unit passed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<UnitCode>,
    /// When the unit said that it is done; none while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_ms: Option<Millis>,
    /// What was said of it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<TaskStep>,
}

impl TaskPart {
    /// Whether the unit has said that it is done.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.done_ms.is_some()
    }

    /// Where the people are who have it: the unit, and the department it was passed to.
    pub fn places(&self) -> impl Iterator<Item = &UnitCode> {
        std::iter::once(&self.unit).chain(&self.department)
    }
}

/// A task was taken back, or ended with the assignment that it was cut in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskDropped {
    /// Why, in words; empty where it ended with its assignment, or with a merge.
    pub reason: String,
    /// What ended the assignment, where that ended the task too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// The number of the proposal that is merged no longer, where the task was cut from what it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmerged: Option<String>,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}

/// The day of a task was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskMove {
    /// The day it had been due.
    pub from: Date,
    /// The day it was due from then on.
    pub to: Date,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Task {
    /// Its number in the assignment it was cut in, from 1, over all rounds.
    pub no: TaskNo,
    /// The suggestion it was cut out of.
    pub suggestion: SuggestionNo,
    /// What has to be done.
    pub text: String,
    /// By when.
    pub due: Date,
    /// How that day was moved, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<TaskMove>,
    /// The round in which it was cut.
    pub round: u32,
    /// Who cut it.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
    /// Each unit that was given it; at least one.
    pub parts: Vec<TaskPart>,
    /// Set once it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dropped: Option<TaskDropped>,
}

impl TaskDropped {
    /// Why, as a reader of `lang` is told.
    #[must_use]
    pub fn why(&self, lang: Lang) -> String {
        match (self.ending, &self.unmerged) {
            (Some(ending), _) => {
                lang.pick("随承办任务终止：", "ended with its assignment: ")
                    .to_owned()
                    + ending.say(lang)
            }
            (None, Some(number)) => match lang {
                Lang::Zh => format!("{number}号提案已撤销并案"),
                Lang::En => format!("proposal {number} is merged no longer"),
            },
            (None, None) => self.reason.clone(),
        }
    }
}

impl Task {
    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> TaskState {
        if self.dropped.is_some() {
            TaskState::Dropped
        } else if self.parts.iter().all(TaskPart::is_done) {
            TaskState::Done
        } else {
            TaskState::Open
        }
    }

    /// Whether it was not taken back.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.dropped.is_none()
    }

    /// Whether some unit has still to do its part.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state() == TaskState::Open
    }

    /// The parts that still have to be done.
    pub fn open_parts(&self) -> impl Iterator<Item = &TaskPart> {
        let open = self.is_open();
        self.parts.iter().filter(move |it| open && !it.is_done())
    }
}
