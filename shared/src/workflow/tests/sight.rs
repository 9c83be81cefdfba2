//! Who sees a case, and how much of it.

use super::kit::{CAST, LETTER, ORG, Play, on, rate, send_back};
use crate::case::{Assignment, Case, Content, Satisfaction as Sat, Stage, StageName as S};
use crate::lang::Lang;
use crate::org::{Post, Role};
use crate::workflow::{
    Command, Missing, Refusal, WithReason, WithReasonOn, can_see, may_count, may_export_units,
    may_rank, needs_desk, ranked_inside, redact, takes_back,
};

fn seen(play: &Play, who: &str) -> Case {
    assert!(can_see(&play.case, &CAST[who]), "{who}");
    redact(play.case.clone(), &CAST[who], &ORG)
}

fn nothing_of_the_work(a: &Assignment) -> bool {
    a.rounds.iter().all(|round| {
        round.duties.is_empty()
            && round.trail.is_empty()
            && round.approvals.is_empty()
            && round.sent_back.is_none()
            && round.submission.is_none()
    })
}

fn level3() -> Play {
    Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(2, S::OpinionGiven)
        .to(1, S::Level2)
        .by("a-lia", send_back(1))
        .to(1, S::Level3)
}

fn who_sees(play: &Play) -> Vec<&'static str> {
    let sees = CAST.iter().filter(|(_, who)| can_see(&play.case, who));
    sees.map(|(code, _)| *code).collect()
}

#[test]
fn before_hand_over_only_the_offices_that_see_all_and_the_proposers_know_of_it() {
    assert_eq!(
        who_sees(&Play::new().filed()),
        ["aud", "c1", "c2", "ca", "p1", "p2", "sup"]
    );
}

#[test]
fn a_unit_knows_what_was_handed_to_it_and_a_department_what_was_dispatched_to_it() {
    let handed = Play::new().filed().handed("A=lead");
    let office = ["aud", "c1", "c2", "ca", "p1", "p2", "sup"];
    let of_unit = ["a-head", "a-head2", "a-lia", "a-lia2", "x"];
    let mut expected: Vec<&str> = office.into_iter().chain(of_unit).collect();
    expected.sort_unstable();
    assert_eq!(who_sees(&handed), expected);
    let dispatched = handed.to(1, S::Dispatched);
    expected.extend(["a1-hand", "a1-hand2", "a1-dh", "a1-dh2", "pa"]);
    expected.sort_unstable();
    assert_eq!(who_sees(&dispatched), expected);
}

#[test]
fn what_was_taken_back_before_it_was_signed_for_is_as_if_it_had_never_been_handed_over() {
    let back = |play: Play| play.by("c1", Command::TakeBack(on(1)));
    let filed = Play::new().filed();
    let handed = filed.clone().handed("A=lead B=co");
    let taken = back(handed.clone());
    // Whoever lost it hears that they did.
    let event = handed
        .ask("c1", &Command::TakeBack(on(1)))
        .unwrap()
        .own
        .remove(0);
    let hears = |who: &str| takes_back(&taken.case, &event, &CAST[who]);
    assert!(hears("a-lia") && !hears("b-lia") && !hears("p1"));
    // (the play, whether A's desk, whether B's desk sees it)
    let given_back = filed.clone().handed("A=lead").by(
        "a-lia",
        Command::RequestReturn(WithReasonOn {
            assignment: 1,
            reason: "人手不足".into(),
        }),
    );
    let withdrawn = |play: Play| {
        let reason = "已另行解决".into();
        play.by("p1", Command::Withdraw(WithReason { reason }))
    };
    for (what, play, a, b) in [
        ("taken back", taken.clone(), false, true),
        (
            "handed to it again",
            taken.clone().handed("A=lead"),
            true,
            true,
        ),
        ("handed to another", taken.handed("C=lead"), false, true),
        (
            "taken back, nobody has it",
            back(filed.clone().handed("A=lead")),
            false,
            false,
        ),
        (
            "given back",
            given_back.by("c1", Command::GrantReturn(on(1))),
            true,
            false,
        ),
        ("withdrawn", withdrawn(filed.handed("A=lead")), true, false),
    ] {
        let sees = |who: &str| can_see(&play.case, &CAST[who]);
        assert_eq!((sees("a-lia"), sees("b-lia")), (a, b), "{what}");
        assert!(sees("c1") && sees("p1"), "{what}");
    }
}

#[test]
fn the_proposer_of_a_merged_proposal_sees_the_case_it_is_in() {
    let play = Play::new().absorbing();
    assert!(can_see(&play.case, &CAST["m"]));
    assert!(!can_see(&play.case, &CAST["q"]));
    assert!(!can_see(&Play::new().case, &CAST["m"]));
}

#[test]
fn a_member_sees_no_unissued_draft_no_opinion_and_no_review() {
    let play = level3();
    for member in ["p1", "p2"] {
        let case = seen(&play, member);
        assert!(case.assignments.iter().all(nothing_of_the_work));
        for a in &case.assignments {
            assert_eq!(a.round().content, Content::default());
            assert_eq!((a.goal.as_str(), &a.dispatch), ("", &None));
        }
        assert_eq!(
            case.assignments[0].round().contacts.len(),
            1,
            "they were there"
        );
    }
    let issued = play.to(1, S::Issued);
    let case = seen(&issued, "p1");
    assert_eq!(case.assignments[0].round().content.body, LETTER);
    assert!(case.assignments.iter().all(nothing_of_the_work));
    assert_eq!(case.assignments[1].round().content, Content::default());
}

#[test]
fn a_member_who_works_in_another_department_of_the_unit_sees_no_more() {
    let play = Play::of(&["p1", "pa"]).filed().handed("A=lead");
    let elsewhere = match play.clone().to(1, S::Accepted).next_step(1).1 {
        Command::Dispatch(mut with) => {
            with.department = "A-2".into();
            Command::Dispatch(with)
        }
        _ => unreachable!(),
    };
    let play = play
        .to(1, S::Accepted)
        .by("a-lia", elsewhere)
        .to(1, S::Level3);
    let case = seen(&play, "pa");
    assert_eq!(case.assignments[0].round().content, Content::default());
    assert!(case.assignments.iter().all(nothing_of_the_work));
}

#[test]
fn a_member_reads_their_own_form_and_nobody_elses_words() {
    let mut no = super::kit::form(1, Sat::Dissatisfied);
    no.comment = "答非所问".into();
    let play = level3()
        .to(1, S::Issued)
        .by("p2", rate(1, Sat::Satisfied))
        .by("p1", Command::Rate(no));
    assert_eq!(play.case.assignments[0].round().cause, "答非所问");
    let other = seen(&play, "p2");
    let names: Vec<_> = other.assignments[0].rounds[0]
        .ratings
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, ["名p2"]);
    let json = serde_json::to_string(&other).unwrap();
    assert!(!json.contains("答非所问"));
    // The unit that must do better reads it all.
    let unit = serde_json::to_string(&seen(&play, "a1-hand")).unwrap();
    assert!(unit.contains("答非所问") && unit.contains("名p2"));
}

#[test]
fn a_co_handler_sees_no_draft_of_the_lead_and_the_lead_sees_opinions_once_given() {
    let play = level3();
    let case = seen(&play, "b1-hand");
    assert_eq!(case.assignments[0].round().content, Content::default());
    assert!(nothing_of_the_work(&case.assignments[0]));
    assert_eq!(
        case.assignments[1], play.case.assignments[1],
        "its own is whole"
    );
    assert_eq!(
        seen(&play, "a1-hand").assignments[1].round().content.body,
        LETTER
    );

    let writing = Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Dispatched)
        .ready(2);
    let lead = seen(&writing, "a1-hand");
    assert_eq!(lead.assignments[1].round().content, Content::default());
    let issued = play.to(1, S::Issued);
    assert_eq!(
        seen(&issued, "b-lia").assignments[0].round().content.body,
        LETTER
    );
}

#[test]
fn why_a_unit_wants_to_give_it_back_is_for_it_and_the_office() {
    let play = Play::new().filed().handed("A=lead B=co").by(
        "a-lia",
        Command::RequestReturn(WithReasonOn {
            assignment: 1,
            reason: "人手不足".into(),
        }),
    );
    let reason = |who: &str| match &seen(&play, who).assignments[0].stage {
        Stage::ReturnRequested { reason, .. } => reason.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(reason("c1"), "人手不足");
    assert_eq!(reason("a-head"), "人手不足");
    assert_eq!(reason("p1"), "");
    assert_eq!(reason("b-lia"), "");
}

#[test]
fn a_unit_that_gave_it_back_sees_what_it_did_and_no_more_of_the_others() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .by(
            "a-lia",
            Command::RequestReturn(WithReasonOn {
                assignment: 1,
                reason: "人手不足".into(),
            }),
        )
        .by("c1", Command::GrantReturn(on(1)))
        .handed("C=lead")
        .to(3, S::Drafting);
    let case = seen(&play, "a-lia");
    assert_eq!(case.assignments[2].round().content, Content::default());
    assert_eq!(
        (
            case.assignments[2].goal.as_str(),
            &case.assignments[2].dispatch
        ),
        ("", &None)
    );
}

#[test]
fn those_who_see_all_see_it_whole() {
    let play = level3();
    for who in ["c1", "sup", "aud"] {
        assert_eq!(seen(&play, who), play.case);
    }
}

/// Whom a refusal names may, with a post in the unit that is asked about; whom it does not name may not.
#[test]
fn a_refusal_of_what_is_counted_names_all_who_may_and_nobody_else() {
    let unit = "A".into();
    type Asks<'a> = &'a dyn Fn(&crate::org::Actor) -> Result<(), Refusal>;
    let asked: [Asks<'_>; 5] = [
        &|actor| may_rank(actor, None),
        &|actor| may_rank(actor, Some(&unit)),
        &|actor| ranked_inside(actor, None).map(drop),
        &needs_desk,
        &may_export_units,
    ];
    for (at, may) in asked.iter().enumerate() {
        let mut no = may(&CAST["none"]).err();
        let mut may_all = vec![];
        for role in Role::ALL.iter().copied() {
            let post = match role {
                Role::Handler | Role::DepartmentHead => Post::at(role, "A-1"),
                _ if role.has_place() => Post::at(role, "A"),
                _ => Post::office(role),
            };
            let actor = crate::org::Actor::new("x".into(), "某".into(), vec![post]);
            match may(&actor) {
                Ok(()) => may_all.push(role),
                Err(refusal) => no = Some(refusal),
            }
        }
        assert_eq!(no.unwrap().who, may_all, "{at}");
    }
    let no = may_count(&CAST["a-lia"], &ORG, Some(&"B".into()), None).unwrap_err();
    assert_eq!(no.who, [Role::Coordinator, Role::Supervisor, Role::Auditor]);
}

#[test]
fn the_people_of_a_unit_are_ranked_inside_it_where_they_name_none() {
    let inside = |who: &str| ranked_inside(&CAST[who], None);
    assert_eq!(inside("aud").unwrap(), None);
    assert_eq!(inside("a-lia").unwrap(), Some("A".into()));
    assert!(inside("a1-hand").is_err());
    // A liaison is told that it takes one of that unit, and not that a liaison may.
    let no = ranked_inside(&CAST["a-lia"], Some(&"B".into())).unwrap_err();
    assert_eq!(no.missing, [Missing::PostInside { unit: "B".into() }]);
    for lang in [Lang::Zh, Lang::En] {
        let named = no.with_names(|_| "市乙局".to_owned()).say(lang);
        assert!(named.contains("市乙局"), "{named}");
    }
    let no = ranked_inside(&CAST["a1-hand"], Some(&"B".into())).unwrap_err();
    assert_eq!(no.missing, [Missing::Post]);
}
