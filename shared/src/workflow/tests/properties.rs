//! Long histories by random people: whatever they try, what must hold holds.

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::inbox::assert_attention_is_exact;
use super::invariants::{assert_holds, assert_record_holds};
use super::kit::{CAST, Play, can_be_well_formed, well_formed};
use super::offered::{assert_offered_is_accepted, targets};
use crate::case::{
    AssignmentRole, Class, Openness, Promise, ProposalStage, Satisfaction, Stage, Verdict,
};
use crate::ids::AssignmentNo;
use crate::profile::{Combination, ContactForm};
use crate::workflow::{Action, Command, HandTo, ProposerNow, attention, guard, offers};

/// One thing somebody tries.
#[derive(Clone, Debug)]
struct Try {
    who: u16,
    what: u16,
    how: u16,
    /// Days that pass before it.
    days: u8,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let days = prop_oneof![20 => Just(0_u8), 4 => 1..6_u8, 1 => 20..45_u8];
    let one =
        (any::<u16>(), any::<u16>(), any::<u16>(), days).prop_map(|(who, what, how, days)| Try {
            who,
            what,
            how,
            days,
        });
    prop::collection::vec(one, 20..200)
}

fn pick<T: Clone>(from: &[T], by: u16) -> Option<T> {
    from.get(usize::from(by) % from.len().max(1)).cloned()
}

/// Ends a case or an assignment: seldom chosen, or no history would get anywhere.
const fn is_an_end(action: Action) -> bool {
    matches!(
        action,
        Action::Withdraw
            | Action::Decline
            | Action::Merge
            | Action::Reassign
            | Action::TakeBack
            | Action::LinkProposer
    )
}

/// Takes something back.
const fn is_a_turn(action: Action) -> bool {
    matches!(
        action,
        Action::RequestReturn
            | Action::Unfile
            | Action::Reopen
            | Action::Unaccept
            | Action::Undispatch
            | Action::CancelReturn
            | Action::RequestExtension
            | Action::CancelExtension
            | Action::UnwaiveOpinion
            | Action::GrantReturn
            | Action::AskRevision
            | Action::Recall
            | Action::RetractApproval
            | Action::ResumeReview
            | Action::StrikeContact
            | Action::CutTask
            | Action::PassTask
            | Action::ReportTask
            | Action::ReopenTask
            | Action::MoveTask
            | Action::DropTask
            | Action::DropSupplement
            | Action::StrikeOutcome
            | Action::ReopenPromise
            | Action::BreakOffPromise
            | Action::PostponePromise
    )
}

/// Changes what stands beside the work.
const fn is_beside(action: Action) -> bool {
    matches!(
        action,
        Action::Amend
            | Action::MarkKey
            | Action::UnmarkKey
            | Action::RecordLeaderView
            | Action::Urge
            | Action::SpotCheck
            | Action::ConfirmContact
            | Action::Note
            | Action::MarkOpenness
            | Action::ChangeConsent
            | Action::Correct
    )
}

/// Who tries: mostly somebody the case waits for, else whoever acted last, else anybody.
fn somebody(play: &Play, one: &Try) -> &'static str {
    let everybody: Vec<&'static str> = CAST.keys().copied().collect();
    if one.how.is_multiple_of(6) {
        let last = play.events.last().map(|event| event.by.person.as_str());
        if let Some((who, _)) = last.and_then(|who| CAST.get_key_value(who)) {
            return who;
        }
    } else if one.how % 6 != 3 {
        let waits = attention(&play.case, &play.ctx());
        let active: Vec<_> = waits
            .iter()
            .filter(|it| it.from.is_none_or(|from| from <= play.today))
            .collect();
        if let Some(it) = pick(&active, one.who / 7) {
            let able: Vec<_> = everybody
                .iter()
                .copied()
                .filter(|who| it.waits_for(&CAST[who]))
                .collect();
            if let Some(who) = pick(&able, one.who) {
                return who;
            }
        }
    }
    pick(&everybody, one.who).unwrap()
}

/// What is tried: mostly something offered.
fn something(play: &Play, who: &str, one: &Try) -> (Action, Option<AssignmentNo>) {
    let offered: Vec<_> = offers(&play.case, &CAST[who], &play.ctx())
        .into_iter()
        .filter(|offer| offer.allowed())
        .map(|offer| (offer.action, offer.assignment))
        .filter(|(action, _)| can_be_well_formed(play, *action))
        .collect();
    let those = |which: &dyn Fn(Action) -> bool| -> Vec<_> {
        let mut found = offered.clone();
        found.retain(|(action, _)| which(*action));
        found
    };
    match one.how / 5 % 16 {
        0 => None,
        1 => pick(&offered, one.what),
        2..=4 => pick(&those(&is_a_turn), one.what),
        5 => pick(&those(&is_beside), one.what),
        _ => {
            let usual = |it: Action| !is_an_end(it) && !is_a_turn(it) && !is_beside(it);
            pick(&those(&usual), one.what)
        }
    }
    .or_else(|| {
        pick(&targets(play), one.what).filter(|(action, _)| can_be_well_formed(play, *action))
    })
    .unwrap_or((Action::File, None))
}

/// Two times in five, the next step in the usual course of things, so that histories get somewhere.
fn usual(play: &Play, one: &Try) -> Option<(&'static str, Command)> {
    if one.how % 5 > 1 {
        return None;
    }
    let going: Vec<AssignmentNo> = play
        .case
        .live()
        .filter(|a| a.is_open() || matches!(a.stage, Stage::Issued | Stage::Rated))
        .map(|a| a.no)
        .collect();
    let (who, command) = play.next_step(pick(&going, one.what)?);
    let (who, _) = CAST.get_key_value(who.as_str())?;
    Some((who, command))
}

/// What people write differs; some of it will be refused.
fn vary(play: &Play, command: Command, one: &Try) -> Command {
    let by = one.how / 16;
    match command {
        Command::AnswerSuggestion(mut with) => {
            with.suggestion = u32::from(by % 2) + 1;
            with.verdict = pick(Verdict::ALL, by / 2 % 9).unwrap();
            Command::AnswerSuggestion(with)
        }
        Command::SaveDraft(mut with) => {
            let owes = play
                .case
                .assignment(with.assignment)
                .is_some_and(|a| a.role.owes_reply());
            with.class = if owes { pick(Class::ALL, by / 5) } else { None };
            if owes && by.is_multiple_of(2) {
                with.promises = vec![Promise {
                    text: "年内建成".into(),
                    by: play.today,
                }];
            }
            if by.is_multiple_of(5) {
                with.body.truncate(3);
            }
            Command::SaveDraft(with)
        }
        Command::LogContact(mut with) => {
            with.form = pick(ContactForm::ALL, by).unwrap();
            with.unit_side
                .truncate(1 + usize::from(!by.is_multiple_of(3)));
            Command::LogContact(with)
        }
        Command::Rate(mut with) => {
            with.result = pick(Satisfaction::ALL, by);
            with.comment = "还需努力".into();
            Command::Rate(with)
        }
        Command::RecordRating(mut with) => {
            with.form.work = None;
            with.form.result = pick(Satisfaction::ALL, by).filter(|_| !by.is_multiple_of(4));
            Command::RecordRating(with)
        }
        Command::HandOver(mut with) if play.case.live().next().is_none() => {
            let part = |unit: &str, role, suggestions| HandTo {
                unit: unit.into(),
                role,
                suggestions,
            };
            let unit = |unit: &str, role| part(unit, role, vec![]);
            let asked = || play.case.suggestions().map(|it| it.no);
            let shares = |which: u32| asked().filter(|no| no % 2 == which).collect();
            let rest = || asked().filter(|no| *no > 2).collect();
            with.to = match by % 4 {
                0 if by.is_multiple_of(8) && asked().count() > 1 => vec![
                    part("A", AssignmentRole::Split, shares(1)),
                    part("C", AssignmentRole::Split, shares(0)),
                ],
                0 if by.is_multiple_of(3) && asked().count() > 2 => vec![
                    part("A", AssignmentRole::Split, vec![1, 2]),
                    part("C", AssignmentRole::Split, rest()),
                ],
                0 => vec![
                    unit("A", AssignmentRole::Split),
                    unit("C", AssignmentRole::Split),
                ],
                1 => vec![unit("A", AssignmentRole::Lead)],
                _ => vec![
                    unit("A", AssignmentRole::Lead),
                    unit("B", AssignmentRole::CoHandler),
                ],
            };
            with.visit_required = by.is_multiple_of(3);
            Command::HandOver(with)
        }
        Command::Correct(mut with) => {
            let numbered = (1..).zip(&play.case.proposal.proposers);
            let numbered = numbered.map(|(no, it)| ProposerNow {
                name: it.name.clone(),
                person: None,
                was: Some(no),
            });
            let mut proposers: Vec<ProposerNow> = numbered.collect();
            match by % 4 {
                0 => return Command::Correct(with),
                1 if proposers.len() < 5 => proposers.push(ProposerNow {
                    name: format!("名{by}"),
                    ..ProposerNow::default()
                }),
                2 => proposers.reverse(),
                _ => {
                    proposers.pop();
                }
            }
            with.proposers = Some(proposers);
            Command::Correct(with)
        }
        Command::MarkOpenness(mut with) => {
            with.openness = pick(Openness::ALL, by / 4 * u16::from(by.is_multiple_of(4))).unwrap();
            Command::MarkOpenness(with)
        }
        Command::Dispatch(mut with) if by.is_multiple_of(4) => {
            with.department = match with.department.as_str() {
                "A-1" => "A-2".into(),
                "B-1" => "B-2".into(),
                other => other.into(),
            };
            Command::Dispatch(with)
        }
        other => other,
    }
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value, "{json}");
}

/// Somebody can always do something that brings the case on.
fn assert_no_dead_end(play: &Play) {
    let case = &play.case;
    if matches!(
        case.stage(),
        ProposalStage::Closed
            | ProposalStage::Declined
            | ProposalStage::Merged
            | ProposalStage::Withdrawn
    ) {
        return;
    }
    // An issued reply waits for its rating, at the latest until the window has passed.
    let mut later = play.clone();
    later.today = later.today.plus_days(60).unwrap();
    let ctx = later.ctx();
    let leads_on = |action: Action, no: Option<AssignmentNo>| {
        CAST.values()
            .any(|actor| guard(case, actor, action, no, &ctx).is_ok())
    };
    if case.live().next().is_none() {
        let whole = [Action::File, Action::HandOver, Action::Reopen];
        assert!(whole.iter().any(|action| leads_on(*action, None)));
    }
    for a in case.live().filter(|a| a.is_open() || a.role.owes_reply()) {
        let steps = [
            Action::Accept,
            Action::Dispatch,
            Action::GrantReturn,
            Action::LogContact,
            Action::SaveDraft,
            Action::Approve,
            Action::Sign,
            Action::GiveOpinion,
            Action::Rate,
            Action::Close,
        ];
        let done = matches!(a.stage, Stage::Closed { .. });
        assert!(
            done || steps.iter().any(|action| leads_on(*action, Some(a.no))),
            "{:?}",
            a.stage
        );
    }
}

fn play_out(rule: Combination, tries: &[Try]) -> Play {
    const DAY_MS: i64 = 86_400_000;
    let mut play = Play::new().with(|profile| {
        profile.rating.combination = rule;
        profile.rating.understand = true;
    });
    // One history in four is that of a case with another merged into it.
    if tries[0].who.is_multiple_of(4) {
        play = play.absorbing();
    }
    for (i, one) in tries.iter().enumerate() {
        play.today = play.today.plus_days(i32::from(one.days)).unwrap();
        play.now_ms += i64::from(one.days) * DAY_MS;
        if one.how.is_multiple_of(61) {
            play = play.the_other_way_round();
        }
        let (who, plain) = usual(&play, one).unwrap_or_else(|| {
            let who = somebody(&play, one);
            let (action, no) = something(&play, who, one);
            let plain = well_formed(&play, who, action, no.unwrap_or_default());
            (who, plain)
        });
        let (action, no) = (plain.action(), plain.assignment());
        let says = guard(&play.case, &CAST[who], action, no, &play.ctx());
        assert_eq!(
            says.is_ok(),
            play.ask(who, &plain).is_ok(),
            "{who} {action}"
        );
        let command = vary(&play, plain, one);
        round_trip(&command);
        let before = play.case.clone();
        match play.attempt(who, &command) {
            Ok(()) => assert_holds(&play),
            Err(no) => {
                assert_eq!(play.case, before);
                round_trip(&no);
            }
        }
        if i % 10 == 0 {
            assert_offered_is_accepted("history", &play, who);
            assert_no_dead_end(&play);
            assert_attention_is_exact("history", &play);
        }
    }
    play
}

fn assert_history_holds(rule: Combination, tries: &[Try]) {
    let mut play = play_out(rule, tries);
    for _ in 0..2 {
        assert_record_holds(&play);
        round_trip(&play.case);
        for event in &play.events {
            round_trip(event);
        }
        play = play.the_other_way_round();
    }
}

/// A short run every time; a long one with `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let long = ProptestConfig::default();
    ProptestConfig {
        cases: match std::env::var_os("PROPTEST_CASES") {
            Some(_) => long.cases,
            None => 64,
        },
        failure_persistence: None,
        ..long
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_people_try_what_must_hold_holds(tries in tries()) {
        assert_history_holds(Combination::LeadOnly, &tries);
    }

    #[test]
    fn whatever_joint_proposers_say_what_must_hold_holds(tries in tries(), worst in any::<bool>()) {
        let rule = if worst { Combination::Worst } else { Combination::Majority };
        assert_history_holds(rule, &tries);
    }
}

/// The histories above must reach what they are about.
#[test]
fn random_histories_reach_every_event() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..600 {
        let tries = tries().new_tree(&mut runner).unwrap().current();
        let play = play_out(Combination::LeadOnly, &tries);
        for event in play.events.iter().chain(&play.other_events) {
            *seen.entry(event.what.kind()).or_insert(0) += 1;
        }
    }
    // All but those that need other rules, another calendar, or a rating and then a correction of who proposed.
    assert_eq!(seen.len(), 77, "{seen:?}");
}
