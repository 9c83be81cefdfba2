//! What an event does to the promises of an assignment, and to what came of them.

use crate::calendar::Date;
use crate::case::{
    Assignment, Promise, PromiseState, PromiseStep, PromiseStepKind, TrackedPromise,
};
use crate::ids::PromiseNo;
use crate::workflow::event::{Event, Happened};

/// The reply of the round in progress is out: what it promises is tracked from now on. Of what earlier replies promised
/// and is still open, it says what holds.
pub(super) fn track(a: &mut Assignment, event: &Event, on: Date) {
    let (round, supplement) = (a.round().no, a.round().is_supplement());
    let mut made: Vec<Promise> = a.round().content.promises.clone();
    let said = |made: &[Promise], text: &str| {
        let same = |promise: &Promise| promise.text.trim() == text.trim();
        made.iter().position(same)
    };
    for tracked in &mut a.promises {
        match (tracked.state, said(&made, &tracked.text)) {
            // A further handling that promises what was said to be kept says that it was not.
            (PromiseState::Open, Some(at)) | (PromiseState::Kept, Some(at))
                if tracked.is_open() || !supplement =>
            {
                let promise = made.remove(at);
                let again = tracked.state != PromiseState::Open;
                tracked.state = PromiseState::Open;
                if again || promise.by != tracked.due {
                    let mut step = step(event, PromiseStepKind::Renewed, "");
                    step.on = Some(promise.by);
                    tracked.steps.push(step);
                    tracked.due = promise.by;
                }
            }
            // A supplementary reply adds to what was said; it takes nothing back.
            (PromiseState::Open, None) if !supplement => {
                tracked.state = PromiseState::BrokenOff;
                tracked
                    .steps
                    .push(step(event, PromiseStepKind::Replaced, ""));
            }
            // What is kept already a supplementary reply only repeats.
            (PromiseState::Kept, Some(at)) => drop(made.remove(at)),
            _ => {}
        }
    }
    for promise in made {
        a.promises.push(TrackedPromise {
            no: PromiseNo::try_from(a.promises.len()).unwrap_or(PromiseNo::MAX - 1) + 1,
            text: promise.text,
            due: promise.by,
            first_due: promise.by,
            round,
            made_ms: event.at_ms,
            made_on: on,
            state: PromiseState::Open,
            steps: vec![],
        });
    }
}

pub(super) fn after(a: &mut Assignment, event: &Event) {
    use Happened as H;
    match &event.what {
        H::OutcomeRecorded { outcome, .. } => return a.outcomes.push(outcome.clone()),
        H::OutcomeStruck {
            outcome, reason, ..
        } => {
            if let Some(found) = a.outcomes.iter_mut().find(|it| it.no == *outcome) {
                found.struck = Some(reason.clone());
            }
            return;
        }
        _ => {}
    }
    let (no, state, step) = match &event.what {
        H::ProgressReported {
            promise,
            text,
            percent,
            ..
        } => {
            let mut step = step(event, PromiseStepKind::Progress, text);
            step.percent = *percent;
            (*promise, None, step)
        }
        H::PromiseFulfilled {
            promise,
            evidence,
            document,
            on,
            ..
        } => {
            let mut step = step(event, PromiseStepKind::Fulfilled, evidence);
            step.document.clone_from(document);
            step.on = Some(*on);
            (*promise, Some(PromiseState::Kept), step)
        }
        H::PromisePostponed {
            promise,
            to,
            reason,
            ..
        } => {
            let mut step = step(event, PromiseStepKind::Postponed, reason);
            step.on = Some(*to);
            (*promise, None, step)
        }
        H::PromiseReopened {
            promise, reason, ..
        } => (
            *promise,
            Some(PromiseState::Open),
            step(event, PromiseStepKind::Reopened, reason),
        ),
        H::PromiseBrokenOff {
            promise, reason, ..
        } => (
            *promise,
            Some(PromiseState::BrokenOff),
            step(event, PromiseStepKind::BrokenOff, reason),
        ),
        _ => return,
    };
    let Some(tracked) = a.promises.iter_mut().find(|promise| promise.no == no) else {
        return;
    };
    if let Some(state) = state {
        tracked.state = state;
    }
    if let (PromiseStepKind::Postponed, Some(to)) = (step.kind, step.on) {
        tracked.due = to;
    }
    tracked.steps.push(step);
}

fn step(event: &Event, kind: PromiseStepKind, text: &str) -> PromiseStep {
    PromiseStep {
        kind,
        at_ms: event.at_ms,
        by: event.by.person.clone(),
        name: event.by.on_record(),
        text: text.to_owned(),
        percent: None,
        document: String::new(),
        on: None,
    }
}
