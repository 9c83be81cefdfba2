//! Offered = accepted: `guard` says yes exactly where `decide` takes a well-formed command, and `offers` says what
//! `guard` says.

use super::kit::{CAST, Play, all_scenes, bare, can_be_well_formed, well_formed};
use crate::case::Assignment;
use crate::ids::{AssignmentNo, UnitCode};
use crate::org::Role;
use crate::workflow::{Action, Gate, guard, offers};

/// Every action with every assignment it could be about, also ended ones and one that is not there.
pub(super) fn targets(play: &Play) -> Vec<(Action, Option<AssignmentNo>)> {
    let mut found = vec![];
    for action in Action::ALL.iter().copied() {
        if action.is_on_assignment() {
            let beyond = play.case.assignments.len() as AssignmentNo + 1;
            found.extend((0..=beyond).map(|no| (action, Some(no))));
        } else {
            found.push((action, None));
        }
    }
    found
}

/// Holds `guard`, `decide` and `offers` against each other for one person.
pub(super) fn assert_offered_is_accepted(place: &str, play: &Play, who: &str) {
    let (case, actor, ctx) = (&play.case, &CAST[who], play.ctx());
    let offered = offers(case, actor, &ctx);
    for (action, no) in targets(play) {
        if !can_be_well_formed(play, action) {
            continue;
        }
        let says = guard(case, actor, action, no, &ctx);
        let command = well_formed(play, who, action, no.unwrap_or_default());
        assert_eq!(command.action(), action);
        let does = play.ask(who, &command);
        assert_eq!(
            says.as_ref().err(),
            does.as_ref().err(),
            "{place}: {who}, {action} {no:?}"
        );
        assert!(
            does.is_err() || !does.unwrap().own.is_empty(),
            "{place}: {who}, {action} {no:?} is accepted and does nothing"
        );
        if let Err(no) = &says {
            assert!(!no.missing.is_empty(), "{place}: {who}, {action}");
        }
        let live = no.is_none_or(|no| case.assignment(no).is_some_and(|a| a.is_live()));
        let offer = offered
            .iter()
            .find(|offer| offer.action == action && offer.assignment == no);
        match offer {
            Some(offer) => assert_eq!(
                offer.refusal.as_ref(),
                says.as_ref().err(),
                "{place}: {who}, {action} {no:?}"
            ),
            None => assert!(
                !live || says.is_err_and(|no| no.gate == Gate::Role),
                "{place}: {who} is not offered {action} {no:?}"
            ),
        }
    }
}

#[test]
fn what_is_offered_is_accepted_and_the_rest_refused() {
    for scene in all_scenes() {
        for who in CAST.keys() {
            assert_offered_is_accepted(scene.name, &scene.play, who);
        }
    }
}

#[test]
fn a_command_that_lacks_what_it_must_say_is_refused_and_says_what() {
    let mut tried = std::collections::BTreeSet::new();
    for scene in all_scenes() {
        for who in CAST.keys() {
            for (action, no) in targets(&scene.play) {
                if guard(&scene.play.case, &CAST[who], action, no, &scene.play.ctx()).is_err() {
                    continue;
                }
                let Some(command) = bare(&scene.play, who, action, no.unwrap_or_default()) else {
                    continue;
                };
                let no = scene.play.ask(who, &command).unwrap_err();
                assert!(
                    matches!(
                        no.gate,
                        Gate::Form
                            | Gate::Calendar
                            | Gate::InOrder
                            | Gate::SendBackSaysWhy
                            | Gate::RatingBelongs
                    ),
                    "{}: {who}, {action}: {no}",
                    scene.name
                );
                tried.insert(action);
            }
        }
    }
    assert_eq!(tried.len(), 47, "{tried:?}");
}

/// Whose work an action is, wherever the case stands.
const fn whose(action: Action) -> &'static [Role] {
    use Role::{Coordinator, DepartmentHead, Handler, Liaison, Proposer, Supervisor, UnitHead};
    match action {
        Action::Amend | Action::Withdraw | Action::ChangeConsent => &[Proposer, Coordinator],
        Action::Urge | Action::SpotCheck | Action::Note | Action::RecordLeaderView => {
            &[Coordinator, Supervisor]
        }
        Action::Accept
        | Action::Unaccept
        | Action::RequestReturn
        | Action::CancelReturn
        | Action::RequestExtension
        | Action::CancelExtension
        | Action::Dispatch
        | Action::Undispatch
        | Action::PassTask => &[Liaison],
        Action::CutTask | Action::ReopenTask | Action::MoveTask | Action::DropTask => {
            &[Handler, Liaison]
        }
        Action::ReportTask | Action::FinishTask => &[Handler, DepartmentHead, Liaison, UnitHead],
        Action::LogContact | Action::StrikeContact => &[Handler, DepartmentHead, UnitHead],
        Action::AnswerSuggestion | Action::SaveDraft | Action::SubmitReply | Action::Recall => {
            &[Handler]
        }
        Action::Approve | Action::RetractApproval => &[DepartmentHead, Liaison],
        Action::MarkOpenness => &[Handler, Liaison],
        Action::SendBack | Action::ResumeReview | Action::ChangeClass => {
            &[DepartmentHead, Liaison, UnitHead]
        }
        Action::Sign | Action::GiveOpinion => &[UnitHead],
        Action::Rate | Action::ConfirmContact => &[Proposer],
        Action::BeginSupplement
        | Action::DropSupplement
        | Action::ReportProgress
        | Action::FulfilPromise => &[Handler, DepartmentHead, Liaison],
        Action::PostponePromise => &[Liaison, UnitHead],
        Action::ReopenPromise => &[Coordinator, Supervisor],
        Action::RecordOutcome | Action::StrikeOutcome => {
            &[Handler, DepartmentHead, Liaison, Coordinator]
        }
        _ => &[Coordinator],
    }
}

/// Where the posts are that the action is for: those of the assignment, or those of the units that have a task of it.
fn places(a: &Assignment, action: Action) -> Vec<UnitCode> {
    let theirs = matches!(
        action,
        Action::PassTask | Action::ReportTask | Action::FinishTask
    );
    if !theirs {
        return std::iter::once(a.unit.clone())
            .chain(a.department().cloned())
            .collect();
    }
    let mut found = vec![];
    for part in a
        .tasks
        .iter()
        .filter(|it| it.stands())
        .flat_map(|it| &it.parts)
    {
        found.extend(part.places().cloned());
        found.extend(a.department().filter(|_| part.unit == a.unit).cloned());
    }
    found
}

/// Nobody is shown, not even as refused, what is another post's work or another place's.
#[test]
fn without_the_post_the_refusal_is_for_want_of_it() {
    for scene in all_scenes() {
        let case = &scene.play.case;
        for (code, actor) in CAST.iter() {
            for (action, no) in targets(&scene.play) {
                let a = no.map(|no| case.assignment(no));
                let has_post = actor.posts.iter().any(|post| {
                    let place = post.place.as_ref();
                    let here = match a.flatten().filter(|_| post.role.has_place()) {
                        Some(a) => place.is_some_and(|place| places(a, action).contains(place)),
                        None => true,
                    };
                    here && (place.is_some() || !post.role.has_place())
                        && whose(action).contains(&post.role)
                });
                if has_post || a == Some(None) {
                    continue;
                }
                let no = guard(case, actor, action, no, &scene.play.ctx()).unwrap_err();
                assert_eq!(
                    no.gate,
                    Gate::Role,
                    "{}: {code}, {action}: {no}",
                    scene.name
                );
            }
        }
    }
}
