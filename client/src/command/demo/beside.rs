//! What stands beside the work of the made-up year and moves nothing: members who confirm or deny a contact, and looks of
//! the supervision office into how a unit handles its assignment.

use banli_shared::case::SpotFinding;
use banli_shared::ids::Millis;
use banli_shared::workflow::{Command, ConfirmContact, SpotCheck};

use super::reply::Plan;
use super::rng::Rng;
use super::year::{Course, DAY_MS, Step};

/// Now and then the first proposer says, a day after the first contact of an item, whether it took place.
pub(super) fn confirmed(rng: &mut Rng, plan: &Plan<'_>, contact_ms: Millis, steps: &mut Course) {
    if !rng.chance(8) {
        return;
    }
    let took_place = rng.chance(80);
    let note = match took_place {
        true => "",
        false => "承办人员没有与我联系过。",
    };
    steps.push(Step {
        at_ms: contact_ms + DAY_MS / 8,
        login: plan.office.members[plan.raters[0]].login.clone(),
        command: Command::ConfirmContact(ConfirmContact {
            assignment: plan.no,
            contact: 1,
            took_place,
            note: note.to_owned(),
        }),
    });
}

/// Now and then the supervision office looks into it while it is handled.
pub(super) fn looked_into(rng: &mut Rng, plan: &Plan<'_>, begun: Millis, steps: &mut Course) {
    if !rng.chance(4) {
        return;
    }
    let wanting = rng.chance(40);
    let (found, note) = match wanting {
        true => (
            SpotFinding::Wanting,
            "台账未记沟通情况，请补齐并报送督查室。",
        ),
        false => (SpotFinding::InOrder, "台账齐全，进度与计划相符。"),
    };
    steps.push(Step {
        at_ms: begun + 20 * DAY_MS,
        login: "supervisor".to_owned(),
        command: Command::SpotCheck(SpotCheck {
            assignment: plan.no,
            found,
            note: note.to_owned(),
        }),
    });
}
