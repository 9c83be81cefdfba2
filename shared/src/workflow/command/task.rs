//! What commands on tasks need.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::ids::{AssignmentNo, SuggestionNo, TaskNo, UnitCode};

/// Cut a task out of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CutTask {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The suggestion; one that the assignment answers.
    pub suggestion: SuggestionNo,
    /// What has to be done.
    pub text: String,
    /// The units that have to do it, each its part; of the own unit also departments.
    pub units: Vec<UnitCode>,
    /// By when: from today to the deadline of the assignment.
    pub due: Date,
}

/// A task and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OnTask {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The task.
    pub task: TaskNo,
    /// The unit whose part it is; left out, the first part that is open and the sender's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    /// What was done.
    pub text: String,
}

/// Pass a task on to a department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PassTask {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The task.
    pub task: TaskNo,
    /// The unit whose part it is; left out, the first part that is open and the sender's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    /// The department; the unit itself takes it back to its desk.
    pub department: UnitCode,
}

/// A task is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenTask {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The task.
    pub task: TaskNo,
    /// The unit that has to go on; left out, all that said they were done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    /// Why.
    pub reason: String,
}

/// Move the day by which a task is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveTask {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The task.
    pub task: TaskNo,
    /// By when it is done from now on.
    pub due: Date,
    /// Why.
    pub reason: String,
}

/// A task and a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithReasonOnTask {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The task.
    pub task: TaskNo,
    /// Why.
    pub reason: String,
}
