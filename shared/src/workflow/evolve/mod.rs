//! What a case is after an event. Total: what happened is never refused.

mod assignment;
mod correct;
mod merge;
mod promise;
mod reply;
mod task;
mod whole;

use super::event::{Event, Happened};
use crate::case::{Assignment, Case, Intake, Round, Stage};
use crate::ids::Millis;

/// The case that a first event begins; none if it is not a submission.
#[must_use]
pub fn begin(event: &Event) -> Option<Case> {
    let Happened::Submitted {
        case,
        session,
        intake_number,
        rules,
        proposal,
    } = &event.what
    else {
        return None;
    };
    Some(Case {
        id: case.clone(),
        session: session.clone(),
        version: 1,
        intake_number: intake_number.clone(),
        rules: *rules,
        number: None,
        proposal: proposal.clone(),
        intake: Intake::Submitted,
        intake_since_ms: event.at_ms,
        key: None,
        leader_views: vec![],
        absorbed: vec![],
        notes: vec![],
        assignments: vec![],
    })
}

/// The case that these events make, first to last; none if the first is not a submission.
#[must_use]
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Case> {
    let mut events = events.into_iter();
    let first = begin(events.next()?)?;
    Some(events.fold(first, evolve))
}

/// The case after `event`.
#[must_use]
pub fn evolve(mut case: Case, event: &Event) -> Case {
    case.version += 1;
    match event.what.assignment() {
        Some(no) if !matches!(event.what, Happened::HandedOver { .. }) => {
            let key = usize::try_from(no).unwrap_or_default().wrapping_sub(1);
            if let Some(assignment) = case.assignments.get_mut(key) {
                assignment::after(assignment, event);
            }
        }
        _ => whole::after(&mut case, event),
    }
    case
}

fn move_to(a: &mut Assignment, stage: Stage, at_ms: Millis) {
    a.stage = stage;
    a.since_ms = at_ms;
    // Whoever was pressed has acted.
    for urging in &mut a.urgings {
        urging.went_on_ms.get_or_insert(at_ms);
    }
}

/// Back to where it stood before a step that is undone: of when that was, and since when it had waited. Whoever was pressed
/// then is pressed again.
fn move_back(
    a: &mut Assignment,
    stage: Stage,
    undone: Option<(Millis, Option<Millis>)>,
    at_ms: Millis,
) {
    let (undone_ms, since_ms) = undone.unzip();
    a.stage = stage;
    a.since_ms = since_ms.flatten().unwrap_or(at_ms);
    for urging in &mut a.urgings {
        if undone_ms.is_some() && urging.went_on_ms == undone_ms {
            urging.went_on_ms = None;
        } else {
            // Of whoever had it since it is asked no more.
            urging.went_on_ms.get_or_insert(at_ms);
        }
    }
}

fn round(a: &mut Assignment) -> &mut Round {
    a.rounds
        .last_mut()
        .expect("an assignment begins with round 1 and rounds are never removed")
}

fn begin_drafting(a: &mut Assignment, at_ms: Millis) {
    if matches!(a.stage, Stage::Dispatched) {
        move_to(a, Stage::Drafting, at_ms);
    }
}

/// After a send-back: the drafters have begun to work it over, so it can no longer be taken back.
fn somebody_acts(a: &mut Assignment) {
    if let Some(back) = &mut round(a).sent_back {
        back.submission = None;
        back.approvals.clear();
    }
}
