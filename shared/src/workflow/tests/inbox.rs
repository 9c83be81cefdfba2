//! `attention`: whom a case waits for.

use super::kit::{CAST, Play, all_scenes, proposed, send_back, well_formed};
use crate::case::StageName as S;
use crate::workflow::{
    Action, Attention, AttentionWhy, Command, With, WithReason, attention, guard, lies_with,
};

/// What one does about it.
const fn does(why: AttentionWhy) -> &'static [Action] {
    match why {
        AttentionWhy::Examine => &[Action::File],
        AttentionWhy::Revise => &[Action::Amend],
        AttentionWhy::HandOver => &[Action::HandOver],
        AttentionWhy::AssignSuggestions => &[Action::HandOver, Action::ExtendPart],
        AttentionWhy::DecideReturn => &[Action::GrantReturn],
        AttentionWhy::HearLeader => &[Action::RecordLeaderView],
        AttentionWhy::DecideExtension => &[Action::GrantExtension, Action::RefuseExtension],
        AttentionWhy::Accept => &[Action::Accept],
        AttentionWhy::Dispatch => &[Action::Dispatch],
        AttentionWhy::Draft
        | AttentionWhy::Rework
        | AttentionWhy::HandleAgain
        | AttentionWhy::Supplement
        | AttentionWhy::WriteOpinion => &[Action::SaveDraft],
        AttentionWhy::Review1 | AttentionWhy::Review2 => &[Action::Approve],
        // A head who waits for an opinion can still send back.
        AttentionWhy::Sign => &[Action::Sign, Action::GiveOpinion, Action::SendBack],
        AttentionWhy::Rate => &[Action::Rate],
        AttentionWhy::Settle => &[Action::Close],
        AttentionWhy::DecideSecondHandling => &[Action::SecondHandling, Action::Close],
        AttentionWhy::DoTask => &[Action::FinishTask],
        AttentionWhy::TaskOverdue => &[Action::DropTask],
        AttentionWhy::KeepPromise | AttentionWhy::PromiseOverdue => &[Action::FulfilPromise],
        // Here everybody is there; who is missed is tried in `unattended`.
        AttentionWhy::HandlerLeft
        | AttentionWhy::NoHandler
        | AttentionWhy::NoReviewer
        | AttentionWhy::NoLiaison
        | AttentionWhy::NoReviser => &[],
    }
}

fn is_active(play: &Play, it: &Attention) -> bool {
    it.from.is_none_or(|from| from <= play.today)
}

/// Everybody it waits for can act on it, there is somebody, and whoever's turn it is is waited for.
pub(super) fn assert_attention_is_exact(place: &str, play: &Play) {
    let (case, ctx) = (&play.case, play.ctx());
    let waits = attention(case, &ctx);
    for it in waits.iter().filter(|it| is_active(play, it)) {
        let called: Vec<_> = CAST.iter().filter(|(_, who)| it.waits_for(who)).collect();
        assert!(!called.is_empty(), "{place}: {:?} waits for nobody", it.why);
        for (code, who) in called {
            assert!(
                does(it.why)
                    .iter()
                    .any(|action| guard(case, who, *action, it.assignment, &ctx).is_ok()),
                "{place}: waits for {code} to {}, who cannot",
                it.why
            );
        }
    }
    for it in &waits {
        use AttentionWhy as W;
        let Some(a) = it.assignment.and_then(|no| case.assignment(no)) else {
            continue;
        };
        let lies = match it.why {
            W::DecideReturn | W::Rate | W::DecideSecondHandling | W::Settle => With::Office,
            W::Accept | W::Dispatch | W::Review1 | W::Review2 | W::Sign => With::Unit(&a.unit),
            W::Draft | W::Rework | W::HandleAgain | W::Supplement | W::WriteOpinion => {
                With::Unit(&a.unit)
            }
            _ => continue,
        };
        assert_eq!(lies_with(a), Some(lies), "{place}: {}", it.why);
    }
    for a in case.live().filter(|a| a.waived.is_none()) {
        for action in [
            Action::Accept,
            Action::GrantReturn,
            Action::Approve,
            Action::Sign,
            Action::GiveOpinion,
            Action::Rate,
            Action::Close,
        ] {
            for (code, who) in CAST.iter() {
                if guard(case, who, action, Some(a.no), &ctx).is_ok() {
                    let called = waits.iter().any(|it| {
                        it.assignment == Some(a.no)
                            && is_active(play, it)
                            && it.waits_for(who)
                            && does(it.why).contains(&action)
                    });
                    assert!(called, "{place}: {code} can {action} and is not waited for");
                }
            }
        }
    }
}

#[test]
fn exactly_those_are_named_who_can_act() {
    for scene in all_scenes() {
        assert_attention_is_exact(scene.name, &scene.play);
    }
}

#[test]
fn who_is_to_rate_is_told_until_when() {
    let mut seen = 0;
    for scene in all_scenes() {
        let (case, ctx) = (&scene.play.case, scene.play.ctx());
        let waits = attention(case, &ctx);
        let settles = |no| {
            let mut it = waits.iter().filter(move |it| it.assignment == no);
            it.find(|it| it.why == AttentionWhy::Settle)?.from
        };
        for it in waits.iter().filter(|it| it.why == AttentionWhy::Rate) {
            let due = it.due.unwrap_or_else(|| panic!("{}", scene.name));
            // The office waits for the day after it.
            if let Some(from) = settles(it.assignment) {
                assert_eq!(due.next(), Some(from), "{}", scene.name);
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn acting_takes_one_out() {
    let mut acted = std::collections::BTreeSet::new();
    for scene in all_scenes() {
        let play = &scene.play;
        for it in attention(&play.case, &play.ctx()) {
            // Saving a draft leaves it with the drafter; handing it in does not.
            let ends: &[Action] = match does(it.why) {
                [Action::SaveDraft] => &[Action::SubmitReply],
                ends => ends,
            };
            for (code, who) in CAST.iter().filter(|(_, who)| it.waits_for(who)) {
                for action in ends {
                    let no = it.assignment;
                    let mut after = play.clone();
                    let command = well_formed(play, code, *action, no.unwrap_or_default());
                    if !is_active(play, &it) || after.attempt(code, &command).is_err() {
                        continue;
                    }
                    acted.insert(it.why);
                    let still = attention(&after.case, &after.ctx())
                        .into_iter()
                        .any(|other| {
                            (other.assignment, other.why) == (no, it.why)
                                && is_active(&after, &other)
                                && other.waits_for(who)
                        });
                    let place = scene.name;
                    assert!(
                        !still,
                        "{place}: {code} did {action} and is still waited for"
                    );
                }
            }
        }
    }
    let all = AttentionWhy::ALL.iter().filter(|why| !why.is_unattended());
    assert_eq!(acted.len(), all.count(), "{acted:?}");
}

#[test]
fn where_no_proposer_can_log_in_the_office_brings_the_change() {
    let mut what = proposed(&["p1"]);
    what.proposers[0].person = None;
    let play = Play::submitted(&what).by(
        "c1",
        Command::AskRevision(WithReason {
            reason: "请补充".into(),
        }),
    );
    let waits = attention(&play.case, &play.ctx());
    assert_eq!(waits.len(), 1);
    assert_eq!(waits[0].why, AttentionWhy::NoReviser);
    assert!(waits[0].waits_for(&CAST["c2"]) && !waits[0].waits_for(&CAST["p1"]));
}

#[test]
fn the_named_handler_is_waited_for_unless_they_may_not_write() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Accepted);
    let dispatch = |handler: &str| match well_formed(&play, "a-lia", Action::Dispatch, 1) {
        Command::Dispatch(mut with) => {
            with.handler = Some(handler.into());
            Command::Dispatch(with)
        }
        _ => unreachable!(),
    };
    let named = play.clone().by("a-lia", dispatch("a1-hand2"));
    let waits = attention(&named.case, &named.ctx());
    let called: Vec<_> = CAST
        .iter()
        .filter(|(_, who)| {
            waits
                .iter()
                .any(|it| it.assignment == Some(1) && it.waits_for(who))
        })
        .map(|(code, _)| *code)
        .collect();
    assert_eq!(called, ["a1-hand2"]);
    // x was named, but reviewed instead; sent back, it is for the other handlers.
    let reviewed = play.clone().by("a-lia", dispatch("x")).to(1, S::Level1);
    let back = send_back(1);
    let reviewed = reviewed.by("x", back);
    let waits = attention(&reviewed.case, &reviewed.ctx());
    let rework = waits
        .iter()
        .find(|it| it.why == AttentionWhy::Rework)
        .unwrap();
    assert!(rework.waits_for(&CAST["a1-hand"]) && !rework.waits_for(&CAST["x"]));
}
