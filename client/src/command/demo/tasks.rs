//! The tasks that a key proposal of the made-up year is cut into. No chance in it: what else happens stays as it is.

use banli_shared::ids::{Millis, TaskNo, UnitCode};
use banli_shared::workflow::{Command, CutTask, OnTask, PassTask};

use super::office::department_of;
use super::reply::{Plan, day_of};
use super::year::{Course, DAY_MS, Step, TAKES_RETURNS, login};

/// From the day the handler has it: a task for each suggestion, done by the own department and one other unit. Of some
/// proposals the last is never finished.
pub(super) fn write(plan: &Plan<'_>, begun: Millis, steps: &mut Course) {
    let others: Vec<&str> = TAKES_RETURNS
        .iter()
        .copied()
        .filter(|unit| *unit != plan.unit)
        .collect();
    let many = plan.asked;
    for (suggestion, other) in (1..).zip(others).take(many) {
        let task: TaskNo = suggestion;
        let own = department_of(plan.unit);
        let cut = CutTask {
            assignment: plan.no,
            suggestion,
            text: format!("落实第{suggestion}条建议：摸清现状，提出可行措施和时间表。"),
            units: vec![UnitCode(own), other.into()],
            due: day_of(begun + 30 * DAY_MS),
        };
        let mut does = |unit: &str, who: &str, days: Millis, command| {
            // A minute apart, so that several of one day follow each other.
            let at_ms = begun + days * DAY_MS + Millis::from(suggestion) * 60_000;
            steps.push(Step {
                at_ms,
                login: login(unit, who),
                command,
            });
        };
        let said = |text: &str| OnTask {
            assignment: plan.no,
            task,
            unit: None,
            text: text.to_owned(),
        };
        does(plan.unit, "handler", 0, Command::CutTask(cut));
        let pass = PassTask {
            assignment: plan.no,
            task,
            unit: None,
            department: UnitCode(department_of(other)),
        };
        does(other, "liaison", 1, Command::PassTask(pass));
        let report = said("已会同属地完成摸底，正在汇总数据。");
        does(other, "handler", 6, Command::ReportTask(report));
        let done = said("措施和时间表已报主办单位。");
        does(plan.unit, "handler", 12, Command::FinishTask(done.clone()));
        let is_left = many.is_multiple_of(3) && suggestion as usize == many;
        if !is_left {
            does(other, "handler", 14, Command::FinishTask(done));
        }
    }
}
