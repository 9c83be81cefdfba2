//! Draft, review and rating: what an event does to the reply of the round in progress.

use super::{begin_drafting, move_back, move_to, promise, round, somebody_acts};
use crate::calendar::Date;
use crate::case::{
    Approval, Assignment, Class, ClassChange, Duty, Issued, Level, OpennessMark, Published,
    ReviewStep, Round, SentBack, Stage, StepKind, Submission, Supplement,
};
use crate::ids::Millis;
use crate::profile::Defect;
use crate::workflow::event::{By, Event, Happened};

pub(super) fn after(a: &mut Assignment, event: &Event) {
    use Happened as H;
    let at_ms = event.at_ms;
    match &event.what {
        H::SuggestionAnswered {
            suggestion, answer, ..
        } => {
            let before = round(a).content.hash();
            round(a).content.answers.insert(*suggestion, answer.clone());
            written(a, event, &before);
        }
        H::DraftSaved {
            body,
            class,
            promises,
            ..
        } => {
            let content = &mut round(a).content;
            let before = content.hash();
            content.body.clone_from(body);
            content.class = *class;
            content.promises.clone_from(promises);
            written(a, event, &before);
        }
        H::ReplySubmitted { .. } => {
            somebody_acts(a);
            let since_ms = Some(a.since_ms);
            let round = round(a);
            bind(round, &event.by, Duty::Draft);
            round.submission = Some(Submission {
                by: event.by.person.clone(),
                at_ms,
                reworks: round.sent_back.take().map(Box::new),
                since_ms,
            });
            round
                .trail
                .push(step(StepKind::Submitted, None, &event.by, at_ms, &[], ""));
            move_to(a, Stage::Reviewing { level: Level::One }, at_ms);
        }
        H::Recalled { .. } => {
            let round = round(a);
            let taken_back = round.submission.take();
            let undone = taken_back.as_ref().map(|it| (it.at_ms, it.since_ms));
            round.sent_back = taken_back.and_then(|it| it.reworks).map(|back| *back);
            round
                .trail
                .push(step(StepKind::Recalled, None, &event.by, at_ms, &[], ""));
            move_back(a, Stage::Drafting, undone, at_ms);
        }
        H::Approved {
            level, hash, note, ..
        } => {
            let since_ms = a.since_ms;
            let round = round(a);
            bind(round, &event.by, level.duty());
            round
                .approvals
                .push(approval(*level, &event.by, (at_ms, since_ms), hash));
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
            let yes = round.approvals.iter().rfind(|yes| yes.level == *level);
            let undone = yes.map(|yes| (yes.at_ms, yes.since_ms));
            round.approvals.retain(|yes| yes.level != *level);
            round.trail.push(step(
                StepKind::Retracted,
                Some(*level),
                &event.by,
                at_ms,
                &[],
                "",
            ));
            move_back(a, Stage::Reviewing { level: *level }, undone, at_ms);
        }
        H::SentBack {
            level,
            defects,
            note,
            ..
        } => {
            let since_ms = Some(a.since_ms);
            let round = round(a);
            bind(round, &event.by, level.duty());
            round.sent_back = Some(SentBack {
                level: *level,
                by: event.by.person.clone(),
                name: event.by.on_record(),
                defects: defects.clone(),
                note: note.clone(),
                at_ms,
                hash: round.content.hash(),
                submission: round.submission.take(),
                approvals: std::mem::take(&mut round.approvals),
                since_ms,
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
            let mut undone = None;
            if let Some(back) = round.sent_back.take() {
                undone = Some((back.at_ms, back.since_ms));
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
            move_back(a, Stage::Reviewing { level: *level }, undone, at_ms);
        }
        H::ClassChanged {
            level,
            from,
            to,
            reason,
            ..
        } => {
            let round = round(a);
            bind(round, &event.by, level.duty());
            round.content.class = Some(*to);
            round.trail.push(ReviewStep {
                class: Some(ClassChange {
                    from: *from,
                    to: *to,
                }),
                ..step(
                    StepKind::ClassChanged,
                    Some(*level),
                    &event.by,
                    at_ms,
                    &[],
                    reason,
                )
            });
            void_approvals(a, event);
        }
        H::OpennessMarked {
            openness, reason, ..
        } => {
            round(a).openness = Some(OpennessMark {
                openness: *openness,
                reason: reason.clone(),
                by: event.by.person.clone(),
                name: event.by.on_record(),
                at_ms,
            });
        }
        H::Published { form, note, .. } => publish(
            a,
            Some(Published {
                form: *form,
                note: note.clone(),
                by: event.by.person.clone(),
                name: event.by.on_record(),
                at_ms,
            }),
        ),
        H::Unpublished { consent: None, .. } => publish(a, None),
        H::Unpublished {
            consent: Some(now), ..
        } => {
            let kept = |it: &Published| now.allows(it.form);
            for round in &mut a.rounds {
                round.published = round.published.take().filter(kept);
            }
        }
        H::Signed {
            document_number,
            on,
            hash,
            ..
        } => {
            let class = round(a).content.class;
            signed(a, event, class, document_number, *on, hash);
            promise::track(a, event, *on);
            let stage = match a.round().supplement {
                Some(Supplement { closed, .. }) => Stage::Closed { how: closed },
                None => Stage::Issued,
            };
            move_to(a, stage, at_ms);
        }
        H::OpinionGiven { on, hash, .. } => {
            signed(a, event, None, "", *on, hash);
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
        H::OutcomeReckoned { outcome, .. } => {
            round(a).outcome = *outcome;
            match (&a.stage, outcome) {
                (Stage::Issued, Some(_)) => move_to(a, Stage::Rated, at_ms),
                (Stage::Rated, None) => move_to(a, Stage::Issued, at_ms),
                _ => {}
            }
        }
        _ => promise::after(a, event),
    }
}

/// The reply that is out.
fn publish(a: &mut Assignment, published: Option<Published>) {
    let mut rounds = a.rounds.iter_mut().rev();
    if let Some(round) = rounds.find(|round| round.issued.is_some()) {
        round.published = published;
    }
}

/// Level 3 says yes, and it is out.
fn signed(
    a: &mut Assignment,
    event: &Event,
    class: Option<Class>,
    document_number: &str,
    on: Date,
    hash: &str,
) {
    let (at_ms, since_ms) = (event.at_ms, a.since_ms);
    let round = round(a);
    bind(round, &event.by, Level::Three.duty());
    round
        .approvals
        .push(approval(Level::Three, &event.by, (at_ms, since_ms), hash));
    round.issued = Some(Issued {
        class,
        document_number: document_number.to_owned(),
        by: event.by.person.clone(),
        name: event.by.on_record(),
        at_ms,
        on,
        hash: hash.to_owned(),
    });
    round.trail.push(step(
        StepKind::Signed,
        Some(Level::Three),
        &event.by,
        at_ms,
        &[],
        "",
    ));
}

/// Writing makes one a drafter; if it changed the content under review, every yes is void and review starts again
/// at level 1.
fn written(a: &mut Assignment, event: &Event, before: &str) {
    let at_ms = event.at_ms;
    let under_review = matches!(a.stage, Stage::Reviewing { .. });
    let round = round(a);
    bind(round, &event.by, Duty::Draft);
    let changed = round.content.hash() != before;
    if !under_review {
        if changed {
            somebody_acts(a);
        }
        begin_drafting(a, at_ms);
    } else if changed {
        void_approvals(a, event);
    }
}

/// One duty in a round: for who acted, and for whom they stood in.
fn bind(round: &mut Round, by: &By, duty: Duty) {
    for person in by.persons() {
        round.duties.insert(person.clone(), duty);
    }
}

fn void_approvals(a: &mut Assignment, event: &Event) {
    let round = round(a);
    if round.approvals.is_empty() {
        return;
    }
    round.approvals.clear();
    round.trail.push(step(
        StepKind::Voided,
        None,
        &event.by,
        event.at_ms,
        &[],
        "",
    ));
    move_to(a, Stage::Reviewing { level: Level::One }, event.at_ms);
}

fn approval(level: Level, by: &By, (at_ms, since_ms): (Millis, Millis), hash: &str) -> Approval {
    Approval {
        level,
        by: by.person.clone(),
        name: by.on_record(),
        at_ms,
        hash: hash.to_owned(),
        since_ms: Some(since_ms),
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
        name: by.on_record(),
        at_ms,
        defects: defects.to_vec(),
        note: note.to_owned(),
        class: None,
    }
}
