//! What the reply of the round in progress is after an event.

use super::super::event::{By, Event, Happened};
use super::{begin_drafting, move_to, round};
use crate::case::{
    Approval, Assignment, Issued, Level, ReviewStep, SentBack, Stage, StepKind, Submission,
};
use crate::ids::Millis;
use crate::profile::Defect;

/// Draft, review and rating: what happens to the reply of the round in progress.
pub(super) fn reply_after(a: &mut Assignment, event: &Event) {
    use Happened as H;
    let at_ms = event.at_ms;
    match &event.what {
        H::SuggestionAnswered {
            suggestion, answer, ..
        } => {
            round(a).content.answers.insert(*suggestion, answer.clone());
            content_changed(a, event);
        }
        H::DraftSaved {
            body,
            class,
            promises,
            ..
        } => {
            let content = &mut round(a).content;
            content.body.clone_from(body);
            content.class = *class;
            content.promises.clone_from(promises);
            content_changed(a, event);
        }
        H::ReplySubmitted { .. } => {
            let round = round(a);
            round
                .duties
                .insert(event.by.person.clone(), crate::case::Duty::Draft);
            round.submission = Some(Submission {
                by: event.by.person.clone(),
                at_ms,
            });
            round.sent_back = None;
            round
                .trail
                .push(step(StepKind::Submitted, None, &event.by, at_ms, &[], ""));
            move_to(a, Stage::Reviewing { level: Level::One }, at_ms);
        }
        H::Recalled { .. } => {
            let round = round(a);
            round.submission = None;
            round
                .trail
                .push(step(StepKind::Recalled, None, &event.by, at_ms, &[], ""));
            move_to(a, Stage::Drafting, at_ms);
        }
        H::Approved {
            level, hash, note, ..
        } => {
            let round = round(a);
            round.duties.insert(event.by.person.clone(), level.duty());
            round
                .approvals
                .push(approval(*level, &event.by, at_ms, hash));
            round.trail.push(step(
                StepKind::Approved,
                Some(*level),
                &event.by,
                at_ms,
                &[],
                note,
            ));
            if let Some(next) = level.next() {
                move_to(a, Stage::Reviewing { level: next }, at_ms);
            }
        }
        H::ApprovalRetracted { level, .. } => {
            let round = round(a);
            round.approvals.retain(|yes| yes.level != *level);
            round.trail.push(step(
                StepKind::Retracted,
                Some(*level),
                &event.by,
                at_ms,
                &[],
                "",
            ));
            move_to(a, Stage::Reviewing { level: *level }, at_ms);
        }
        H::SentBack {
            level,
            defects,
            note,
            ..
        } => {
            let round = round(a);
            round.duties.insert(event.by.person.clone(), level.duty());
            round.sent_back = Some(SentBack {
                level: *level,
                by: event.by.person.clone(),
                name: event.by.name.clone(),
                defects: defects.clone(),
                note: note.clone(),
                at_ms,
                hash: round.content.hash(),
                submission: round.submission.take(),
                approvals: std::mem::take(&mut round.approvals),
            });
            round.trail.push(step(
                StepKind::SentBack,
                Some(*level),
                &event.by,
                at_ms,
                defects,
                note,
            ));
            move_to(a, Stage::Drafting, at_ms);
        }
        H::ReviewResumed { level, .. } => {
            let round = round(a);
            if let Some(back) = round.sent_back.take() {
                round.submission = back.submission;
                round.approvals = back.approvals;
            }
            round.trail.push(step(
                StepKind::Resumed,
                Some(*level),
                &event.by,
                at_ms,
                &[],
                "",
            ));
            move_to(a, Stage::Reviewing { level: *level }, at_ms);
        }
        H::Signed {
            document_number,
            on,
            hash,
            ..
        } => {
            let round = round(a);
            round
                .duties
                .insert(event.by.person.clone(), Level::Three.duty());
            round
                .approvals
                .push(approval(Level::Three, &event.by, at_ms, hash));
            round.issued = Some(Issued {
                class: round.content.class,
                document_number: document_number.clone(),
                by: event.by.person.clone(),
                name: event.by.name.clone(),
                at_ms,
                on: *on,
                hash: hash.clone(),
            });
            round.trail.push(step(
                StepKind::Signed,
                Some(Level::Three),
                &event.by,
                at_ms,
                &[],
                "",
            ));
            move_to(a, Stage::Issued, at_ms);
        }
        H::OpinionGiven { on, hash, .. } => {
            let round = round(a);
            round
                .duties
                .insert(event.by.person.clone(), Level::Three.duty());
            round
                .approvals
                .push(approval(Level::Three, &event.by, at_ms, hash));
            round.issued = Some(Issued {
                class: None,
                document_number: String::new(),
                by: event.by.person.clone(),
                name: event.by.name.clone(),
                at_ms,
                on: *on,
                hash: hash.clone(),
            });
            round.trail.push(step(
                StepKind::Signed,
                Some(Level::Three),
                &event.by,
                at_ms,
                &[],
                "",
            ));
            move_to(a, Stage::OpinionGiven, at_ms);
        }
        H::Rated {
            rating, outcome, ..
        } => {
            let round = round(a);
            round.ratings.push(rating.clone());
            round.outcome = *outcome;
            if outcome.is_some() && matches!(a.stage, Stage::Issued) {
                move_to(a, Stage::Rated, at_ms);
            }
        }
        _ => {}
    }
}

/// Writing makes one a drafter; under review it voids every yes and starts again at level 1.
fn content_changed(a: &mut Assignment, event: &Event) {
    let at_ms = event.at_ms;
    let under_review = matches!(a.stage, Stage::Reviewing { .. });
    let round = round(a);
    round
        .duties
        .insert(event.by.person.clone(), crate::case::Duty::Draft);
    if under_review {
        let changed = {
            let hash = round.content.hash();
            round.approvals.iter().any(|yes| yes.hash != hash)
        };
        if changed {
            round.approvals.clear();
            round
                .trail
                .push(step(StepKind::Voided, None, &event.by, at_ms, &[], ""));
            move_to(a, Stage::Reviewing { level: Level::One }, at_ms);
        }
        return;
    }
    begin_drafting(a, at_ms);
}

fn approval(level: Level, by: &By, at_ms: Millis, hash: &str) -> Approval {
    Approval {
        level,
        by: by.person.clone(),
        name: by.name.clone(),
        at_ms,
        hash: hash.to_owned(),
    }
}

fn step(
    kind: StepKind,
    level: Option<Level>,
    by: &By,
    at_ms: Millis,
    defects: &[Defect],
    note: &str,
) -> ReviewStep {
    ReviewStep {
        kind,
        level,
        by: by.person.clone(),
        name: by.name.clone(),
        at_ms,
        defects: defects.to_vec(),
        note: note.to_owned(),
    }
}
