//! Standing in for somebody: the post works, both names go on record, and one duty binds both.

use super::kit::{CAST, Play, all_scenes, on, well_formed};
use super::offered::targets;
use crate::case::{Duty, Level, StageName as S};
use crate::lang::Lang;
use crate::org::{Actor, StandIn};
use crate::workflow::{
    Action, Approve, Command, Gate, Missing, attention, can_see, decide, evolve, guard,
};

/// `who` of the cast, standing in for these of it.
fn standing_in(who: &str, principals: &[&str]) -> Actor {
    let lent = principals.iter().map(|code| {
        let principal = &CAST[code];
        StandIn {
            person: principal.person.clone(),
            name: principal.name.clone(),
            posts: principal.posts.clone(),
            through: vec![],
            until: "2023-12-31".parse().unwrap(),
        }
    });
    CAST[who].clone().standing_in(lent.collect())
}

fn run(play: &Play, actor: &Actor, command: &Command) -> Play {
    let mut play = play.clone();
    let decision = decide(&play.case, actor, command, &play.ctx()).unwrap();
    for event in decision.own {
        play.case = evolve(play.case, &event);
        play.events.push(event);
    }
    play
}

fn approve(play: &Play, level: Level) -> Command {
    Command::Approve(Approve {
        assignment: 1,
        level,
        hash: play.case.assignment(1).unwrap().round().content.hash(),
        note: String::new(),
    })
}

fn at(stage: S) -> Play {
    Play::new().filed().handed("A=lead").to(1, stage)
}

#[test]
fn a_lent_post_works_and_both_names_are_on_record() {
    let play = at(S::Level1);
    let actor = standing_in("a2-hand", &["a1-dh"]);
    let waits = attention(&play.case, &play.ctx());
    let as_whom = waits.iter().find_map(|it| it.waits_for_as(&actor)).unwrap();
    assert_eq!(as_whom.on_behalf.unwrap().name, "名a1-dh");
    let play = run(&play, &actor, &approve(&play, Level::One));
    let by = &play.events.last().unwrap().by;
    assert_eq!(by.say(Lang::Zh), "名a2-hand（代名a1-dh）");
    assert_eq!(by.say(Lang::En), "名a2-hand (for 名a1-dh)");
    let round = play.case.assignment(1).unwrap().round();
    assert_eq!(round.approvals[0].name, "名a2-hand（代名a1-dh）");
    assert_eq!(round.duties[&"a2-hand".into()], Duty::Level1);
    assert_eq!(round.duties[&"a1-dh".into()], Duty::Level1);
}

#[test]
fn one_duty_binds_who_acts_and_who_is_stood_in_for() {
    let play = at(S::Level1);
    // Who drafted approves for nobody, ...
    let drafter = standing_in("a1-hand", &["a1-dh"]);
    let no = guard(&play.case, &drafter, Action::Approve, Some(1), &play.ctx()).unwrap_err();
    assert_eq!(no.gate, Gate::SeparationOfDuties);
    assert_eq!(no.missing, [Missing::HasBeen { duty: Duty::Draft }]);
    assert!(
        !attention(&play.case, &play.ctx())
            .iter()
            .any(|it| it.waits_for(&drafter))
    );
    // ... and for who acted at level 1, also through another, nobody acts at level 2.
    let play = run(
        &play,
        &standing_in("a-lia", &["a1-dh"]),
        &approve(&play, Level::One),
    );
    for who in [CAST["a-lia"].clone(), standing_in("a2-hand", &["a-lia"])] {
        let no = guard(&play.case, &who, Action::Approve, Some(1), &play.ctx()).unwrap_err();
        assert_eq!(no.gate, Gate::SeparationOfDuties, "{who:?}");
    }
    assert!(
        guard(
            &play.case,
            &CAST["a-lia2"],
            Action::Approve,
            Some(1),
            &play.ctx()
        )
        .is_ok()
    );
}

#[test]
fn a_draft_named_to_somebody_waits_for_who_stands_in() {
    let play = at(S::Drafting);
    let mut entry = attention(&play.case, &play.ctx()).swap_remove(0);
    entry.holder = crate::workflow::Holder::Person {
        person: "a1-hand".into(),
    };
    let actor = standing_in("a2-hand", &["a1-hand"]);
    assert_eq!(
        entry.waits_for_as(&actor).unwrap().on_behalf.unwrap().name,
        "名a1-hand"
    );
    entry.why = crate::workflow::AttentionWhy::Rate;
    assert!(!entry.waits_for(&actor), "a rating is a person's own");
}

#[test]
fn what_one_may_do_oneself_is_done_in_ones_own_name() {
    let play = Play::new().filed().handed("A=lead");
    let actor = standing_in("a-lia", &["a-lia2"]);
    let play = run(&play, &actor, &Command::Accept(on(1)));
    assert!(play.events.last().unwrap().by.on_behalf.is_none());
}

#[test]
fn a_coordinator_of_the_unit_records_no_rating_in_anothers_name() {
    let play = at(S::Issued);
    let actor = standing_in("ca", &["c1"]);
    let no = guard(
        &play.case,
        &actor,
        Action::RecordRating,
        Some(1),
        &play.ctx(),
    )
    .unwrap_err();
    assert_eq!(no.gate, Gate::SeparationOfDuties);
}

#[test]
fn whoever_stands_in_may_do_what_one_of_both_may_and_sees_what_one_of_both_sees() {
    for scene in all_scenes() {
        let play = &scene.play;
        for (who, principal) in [
            ("a2-hand", "a-lia"),
            ("a1-hand2", "a1-dh"),
            ("c2", "c1"),
            ("a-head", "x"),
        ] {
            let actor = standing_in(who, &[principal]);
            let identities: Vec<Actor> = actor.identities().collect();
            let sees = |actor: &Actor| can_see(&play.case, actor);
            assert_eq!(
                sees(&actor),
                sees(&CAST[who]) || sees(&CAST[principal]),
                "{}",
                scene.name
            );
            for (action, no) in targets(play) {
                let may = |actor: &Actor| guard(&play.case, actor, action, no, &play.ctx()).is_ok();
                assert_eq!(
                    may(&actor),
                    identities.iter().any(may),
                    "{}: {action}",
                    scene.name
                );
                if may(&actor) && super::kit::can_be_well_formed(play, action) {
                    let command = well_formed(play, who, action, no.unwrap_or_default());
                    if let Ok(decision) = decide(&play.case, &actor, &command, &play.ctx()) {
                        let by = &decision.own[0].by;
                        let own = may(&CAST[who]);
                        assert_eq!(by.on_behalf.is_none(), own, "{}: {action}", scene.name);
                    }
                }
            }
        }
    }
}
