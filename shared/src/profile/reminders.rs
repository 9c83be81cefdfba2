//! When a deadline is brought to somebody's notice, and to whose.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::org::Role;

/// Reminding, and telling others above when that did not help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderRules {
    /// Each step once for a deadline, the earliest first.
    pub steps: Vec<ReminderStep>,
    /// The same for the day of a task, in the unit that has it.
    pub tasks: Vec<ReminderStep>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReminderStep {
    /// Working days left on the day of the step; negative when overdue by so many.
    pub left: i16,
    /// Who is told: `handler` and `department_head` of the department, `liaison` and `unit_head` of the unit,
    /// `coordinator` and `supervisor` of the office.
    pub to: Vec<Role>,
}

/// Roles a reminder can go to.
pub(super) const TOLD: [Role; 6] = [
    Role::Handler,
    Role::DepartmentHead,
    Role::Liaison,
    Role::UnitHead,
    Role::Coordinator,
    Role::Supervisor,
];
