//! What waits for people who are not there.

use super::kit::{CAST, Play, all_scenes, well_formed};
use crate::case::StageName as S;
use crate::lang::Lang;
use crate::org::{Actor, Role, Staff};
use crate::workflow::{
    Action, Attention, AttentionWhy, Command, Context, Missing, attention, guard,
};

/// Everybody but these.
fn without(gone: impl Fn(&str, &Actor) -> bool) -> Staff {
    let there = CAST.iter().filter(|(code, who)| !gone(code, who));
    Staff::new(there.flat_map(|(_, who)| {
        let posts = who.posts.iter().cloned();
        posts.map(|post| (who.person.clone(), post))
    }))
}

fn waits(play: &Play, staff: &Staff) -> Vec<Attention> {
    let ctx = Context {
        staff: Some(staff),
        ..play.ctx()
    };
    attention(&play.case, &ctx)
}

/// Why the case waits for these, each only as who holds it.
fn whys(play: &Play, staff: &Staff, code: &str) -> Vec<AttentionWhy> {
    let found = waits(play, staff).into_iter();
    let of = found.filter(|it| it.waits_for(&CAST[code]));
    of.map(|it| it.why).collect()
}

/// A case at the department, with this handler named.
fn named(handler: Option<&str>) -> Play {
    let play = Play::new().filed().handed("A=lead").to(1, S::Accepted);
    let dispatch = match well_formed(&play, "a-lia", Action::Dispatch, 1) {
        Command::Dispatch(mut with) => {
            with.handler = handler.map(Into::into);
            Command::Dispatch(with)
        }
        _ => unreachable!(),
    };
    play.by("a-lia", dispatch)
}

#[test]
fn where_everybody_is_there_nobody_is_missed() {
    let staff = without(|_, _| false);
    for scene in all_scenes() {
        let play = &scene.play;
        assert_eq!(
            waits(play, &staff),
            attention(&play.case, &play.ctx()),
            "{}",
            scene.name
        );
    }
}

/// Whoever leaves, each thing that waits in a unit is in the inbox of somebody who is there.
#[test]
fn whatever_waits_is_in_the_inbox_of_somebody() {
    let mut missed = 0;
    for gone in [
        &[Role::Handler][..],
        &[Role::DepartmentHead],
        &[Role::Liaison],
        &[Role::UnitHead],
        &[Role::Handler, Role::Liaison],
        &[
            Role::Handler,
            Role::DepartmentHead,
            Role::Liaison,
            Role::UnitHead,
        ],
    ] {
        let is_gone = |who: &Actor| who.posts.iter().any(|post| gone.contains(&post.role));
        let staff = without(|_, who| is_gone(who));
        for scene in all_scenes() {
            let found = waits(&scene.play, &staff);
            let in_inbox = |entry: &Attention| {
                let mut there = CAST.values().filter(|who| !is_gone(who));
                there.any(|who| entry.waits_for(who))
            };
            for entry in found.iter().filter(|it| it.assignment.is_some()) {
                if in_inbox(entry) {
                    continue;
                }
                let mut same = found
                    .iter()
                    .filter(|it| it.assignment == entry.assignment && it.why.is_unattended());
                let name = scene.name;
                assert!(same.any(in_inbox), "{name}, without {gone:?}: {entry:?}");
                missed += 1;
            }
            let all = AttentionWhy::ALL.iter().filter(|why| why.is_unattended());
            for why in all {
                let of = found.iter().filter(|it| it.why == *why);
                let mut seen: Vec<_> = of.map(|it| (it.assignment, &it.holder)).collect();
                let entries = seen.len();
                seen.dedup();
                assert_eq!(seen.len(), entries, "{}: {why} twice", scene.name);
            }
        }
    }
    assert!(missed > 50, "{missed}");
}

#[test]
fn what_a_handler_leaves_waits_for_the_desk_to_dispatch_it_anew() {
    let play = named(Some("a1-hand2"));
    assert_eq!(whys(&play, &without(|_, _| false), "a-lia"), []);
    // Kept out, or of another department: the same, for who is there no more.
    let staff = without(|code, _| code == "a1-hand2");
    assert_eq!(whys(&play, &staff, "a-lia"), [AttentionWhy::HandlerLeft]);
    assert_eq!(whys(&play, &staff, "b-lia"), []);
    assert_eq!(whys(&play, &staff, "a1-hand2"), [AttentionWhy::Draft]);
    // The others of the department may take it up as ever.
    assert_eq!(whys(&play, &staff, "a1-hand"), [AttentionWhy::Draft]);
    let may = guard(
        &play.case,
        &CAST["a-lia"],
        Action::Dispatch,
        Some(1),
        &play.ctx(),
    );
    assert_eq!(may, Ok(()));
    assert_eq!(whys(&named(Some("a1-hand")), &staff, "a-lia"), []);
}

#[test]
fn a_department_without_handlers_and_a_unit_without_a_desk_are_told_to_who_can_mend_it() {
    let of = |role: Role| move |_: &str, who: &Actor| who.posts.iter().any(|it| it.role == role);
    let play = named(None);
    let staff = without(of(Role::Handler));
    assert_eq!(whys(&play, &staff, "a-lia"), [AttentionWhy::NoHandler]);
    let staff = without(of(Role::Liaison));
    let handed = Play::new().filed().handed("A=lead");
    assert_eq!(whys(&handed, &staff, "c1"), [AttentionWhy::NoLiaison]);
    let gone = |_: &str, who: &Actor| {
        who.posts
            .iter()
            .any(|it| matches!(it.role, Role::Liaison | Role::Handler))
    };
    assert_eq!(whys(&play, &without(gone), "c1"), [AttentionWhy::NoHandler]);
}

#[test]
fn a_level_that_nobody_may_act_at_waits_for_the_desk() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Level1);
    let heads = |_: &str, who: &Actor| {
        let mut posts = who.posts.iter();
        posts.any(|post| post.role == Role::DepartmentHead)
    };
    assert_eq!(
        whys(&play, &without(heads), "a-lia"),
        [AttentionWhy::NoReviewer]
    );
    // The only head who is left has written the draft.
    let play = Play::new().filed().handed("A=lead").to(1, S::Dispatched);
    let x = CAST["x"].person.clone();
    let mut reviewed = play.to(1, S::Level1);
    if let Some(a) = reviewed.case.assignments.first_mut()
        && let Some(round) = a.rounds.last_mut()
    {
        round.duties.insert(x, crate::case::Duty::Draft);
    }
    let but_x = |code: &str, who: &Actor| code != "x" && heads(code, who);
    assert_eq!(
        whys(&reviewed, &without(but_x), "a-lia"),
        [AttentionWhy::NoReviewer]
    );
}

#[test]
fn what_no_proposer_can_revise_waits_for_the_office_which_can() {
    let asked = well_formed(&Play::new(), "c1", Action::AskRevision, 0);
    let play = Play::of(&["p1", "p2"]).by("c1", asked);
    let of = |staff: &Staff| ["p1", "p2", "c1"].map(|who| whys(&play, staff, who));
    let (revise, none) = (vec![AttentionWhy::Revise], vec![]);
    // One of them is enough.
    let staff = without(|code, _| code == "p1");
    assert_eq!(of(&staff), [revise.clone(), revise.clone(), none]);
    let staff = without(|code, _| ["p1", "p2"].contains(&code));
    let office = vec![AttentionWhy::NoReviser];
    assert_eq!(of(&staff), [revise.clone(), revise, office]);
    let ctx = Context {
        staff: Some(&staff),
        ..play.ctx()
    };
    let may = |play: &Play, action| guard(&play.case, &CAST["c1"], action, None, &play.ctx());
    for action in [Action::Reopen, Action::Withdraw, Action::LinkProposer] {
        assert_eq!(guard(&play.case, &CAST["c1"], action, None, &ctx), Ok(()));
    }
    // It is changed once it is the office's again, and the refusal says so.
    let no = may(&play, Action::Amend).unwrap_err();
    assert_eq!(no.missing, [Missing::SentBackToProposers]);
    for lang in [Lang::Zh, Lang::En] {
        assert!(no.say(lang).contains("reopen"), "{no}");
    }
    let reopened = play.by("c1", Command::Reopen {});
    assert_eq!(may(&reopened, Action::Amend), Ok(()));
    assert_eq!(whys(&reopened, &staff, "c1"), [AttentionWhy::Examine]);
}
