//! What is done about a reply of the made-up year that will not come in time: the unit asks for more, or is pressed.

use banli_shared::ids::Millis;
use banli_shared::workflow::{Command, GrantExtension, RequestExtension, Urge, WithReasonOn};

use super::reply::{Plan, day_of, does};
use super::rng::Rng;
use super::year::{Course, DAY_MS, Step};

/// Of an item handed over at `from` whose reply is signed at `signed`, after the three months.
pub(super) fn write(
    rng: &mut Rng,
    plan: &Plan<'_>,
    from: Millis,
    signed: Millis,
    steps: &mut Course,
) {
    let office_does = |steps: &mut Course, login: &str, at_ms: Millis, command: Command| {
        steps.push(Step {
            at_ms,
            login: login.to_owned(),
            command,
        });
    };
    if rng.chance(60) {
        let asked = from + 76 * DAY_MS;
        let ask = RequestExtension {
            assignment: plan.no,
            until: day_of(from + 130 * DAY_MS),
            reason: "涉及多个单位职责，需要进一步会商。".to_owned(),
        };
        does(
            steps,
            plan,
            "liaison",
            asked,
            Command::RequestExtension(ask),
        );
        let decided = asked + 2 * DAY_MS;
        if rng.chance(75) {
            let grant = GrantExtension {
                assignment: plan.no,
                until: None,
                note: "同意延期，请抓紧办理。".to_owned(),
                plain_weekdays: false,
            };
            office_does(
                steps,
                plan.office_login,
                decided,
                Command::GrantExtension(grant),
            );
            return;
        }
        let refuse = WithReasonOn {
            assignment: plan.no,
            reason: "事项单一，请在原定期限内答复。".to_owned(),
        };
        office_does(
            steps,
            plan.office_login,
            decided,
            Command::RefuseExtension(refuse),
        );
    }
    let overdue = from + 93 * DAY_MS;
    if overdue < signed {
        let urge = Urge {
            assignment: plan.no,
            note: "已超过办理期限，请说明进展并尽快答复委员。".to_owned(),
        };
        office_does(steps, "supervisor", overdue, Command::Urge(urge));
    }
}
