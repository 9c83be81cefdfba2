//! `attention`: whom a case waits for.

use super::kit::{CAST, Play, scenes};
use crate::workflow::{Action, Attention, AttentionWhy, attention, guard};

/// What one does about it.
const fn does(why: AttentionWhy) -> &'static [Action] {
    match why {
        AttentionWhy::Examine => &[Action::File],
        AttentionWhy::Revise => &[Action::Amend, Action::Reopen],
        AttentionWhy::HandOver => &[Action::HandOver],
        AttentionWhy::DecideReturn => &[Action::GrantReturn],
        AttentionWhy::Accept => &[Action::Accept],
        AttentionWhy::Dispatch => &[Action::Dispatch],
        AttentionWhy::Draft
        | AttentionWhy::Rework
        | AttentionWhy::HandleAgain
        | AttentionWhy::WriteOpinion => &[Action::SaveDraft],
        AttentionWhy::Review1 | AttentionWhy::Review2 => &[Action::Approve],
        // A head who waits for an opinion can still send back.
        AttentionWhy::Sign => &[Action::Sign, Action::GiveOpinion, Action::SendBack],
        AttentionWhy::Rate => &[Action::Rate],
        AttentionWhy::Settle => &[Action::Close, Action::SecondHandling],
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
    for scene in scenes() {
        assert_attention_is_exact(scene.name, &scene.play);
    }
}
