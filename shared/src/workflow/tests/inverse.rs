//! What is called reversible is: done and taken back, the case is what it was.

use std::collections::BTreeSet;

use super::kit::{CAST, Play, all_scenes, can_be_well_formed, well_formed};
use super::offered::targets;
use crate::case::{Case, ExtensionAnswer, Stage};
use crate::workflow::{Action, Danger, Taken, guard};

/// The case without what taking back does not take back: the record stays (version, trail, times, ended assignments,
/// struck contacts, the number once given), and a duty once had in a round is had.
fn essence(case: &Case) -> Case {
    let mut case = case.clone();
    case.version = 0;
    case.intake_since_ms = 0;
    case.number = None;
    case.assignments.retain(|a| a.is_live());
    for a in &mut case.assignments {
        a.since_ms = 0;
        if let Some(waiver) = &mut a.waived {
            // Waived again, it is waived by whoever did so, in their words.
            (waiver.by, waiver.why, waiver.at_ms) = ("".into(), String::new(), 0);
        }
        if let Some(dispatch) = &mut a.dispatch {
            dispatch.at_ms = 0;
        }
        for round in &mut a.rounds {
            round.trail.clear();
            round.duties.clear();
            round.contacts.retain(|contact| contact.counts());
            round
                .extensions
                .retain(|asked| asked.answer != Some(ExtensionAnswer::Cancelled));
            if let Some(submission) = &mut round.submission {
                submission.at_ms = 0;
            }
        }
    }
    case
}

/// Work that was begun is begun: a contact struck out leaves a dispatched assignment in drafting, and a send-back that
/// was worked over cannot be retracted any more.
fn is_begun(case: &Case) -> Case {
    let mut case = case.clone();
    for a in &mut case.assignments {
        if matches!(a.stage, Stage::Dispatched) {
            a.stage = Stage::Drafting;
        }
        if let Some(back) = a.rounds.last_mut().and_then(|it| it.sent_back.as_mut()) {
            back.submission = None;
            back.approvals.clear();
        }
    }
    case
}

#[test]
fn done_and_taken_back_the_case_is_what_it_was() {
    let mut tried = BTreeSet::new();
    for scene in all_scenes() {
        for who in CAST.keys() {
            for (action, no) in targets(&scene.play) {
                let Some(inverse) = action.inverse() else {
                    continue;
                };
                let at = no.and_then(|no| scene.play.case.assignment(no));
                // Given to another department, it is given back by giving it again.
                let again = action == Action::Dispatch && at.is_some_and(|a| a.dispatch.is_some());
                if again || !can_be_well_formed(&scene.play, action) {
                    continue;
                }
                let mut play = scene.play.clone();
                let command = well_formed(&play, who, action, no.unwrap_or_default());
                if play.attempt(who, &command).is_err() {
                    continue;
                }
                let place = format!("{}: {who}, {action} {no:?}", scene.name);
                let taken = Taken::last(&play.events).expect("an event");
                assert_eq!(taken.action, Some(action), "{place}");
                let back = taken.way_back(Some(&play.case));
                let back = back.unwrap_or_else(|| panic!("{place}: no way back"));
                // Known from the command, it is the same; but for what was said before it.
                let known = Taken::by(&command, &play.case).way_back(Some(&play.case));
                assert!(known.is_none_or(|known| known == back), "{place}");
                for back in back {
                    if let Err(no) = play.attempt(who, &back) {
                        panic!("{place}, then {inverse}: {no}");
                    }
                }
                let (mut before, mut after) = (essence(&scene.play.case), essence(&play.case));
                if matches!(action, Action::LogContact | Action::SubmitReply) {
                    (before, after) = (is_begun(&before), is_begun(&after));
                }
                assert_eq!(before, after, "{place}");
                assert_eq!(essence(&scene.play.other), essence(&play.other), "{place}");
                tried.insert(action);
            }
        }
    }
    let reversible: BTreeSet<Action> = Action::ALL
        .iter()
        .copied()
        .filter(|action| action.inverse().is_some())
        .collect();
    assert_eq!(tried, reversible);
}

#[test]
fn what_is_called_irreversible_has_no_way_back() {
    for action in Action::ALL {
        if action.danger() == Danger::Irreversible {
            assert_eq!(action.inverse(), None);
        }
    }
}

/// Reopening, taking back, releasing and the like are themselves inverses: each is offered once there is something to
/// take back.
#[test]
fn an_inverse_is_offered_only_where_there_is_something_to_take_back() {
    let fresh = Play::new();
    let settled = Play::new().filed().handed("A=lead");
    for action in Action::ALL.iter().filter_map(|action| action.inverse()) {
        let works = matches!(
            action,
            Action::File
                | Action::MarkKey
                | Action::TakeBack
                | Action::Unfile
                | Action::Accept
                | Action::Reopen
        );
        for (code, who) in CAST.iter() {
            for play in [&fresh, &settled] {
                let may = guard(&play.case, who, action, Some(1), &play.ctx()).is_ok();
                assert!(!may || works, "{code} may {action} what nobody has done");
            }
        }
    }
}
