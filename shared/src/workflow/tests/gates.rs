//! The named requirements before a step, at their edges.

use super::kit::{LETTER, Play, answer, on, well_formed};
use crate::case::{AssignmentRole, Class, Promise, StageName as S, Verdict};
use crate::lang::Lang;
use crate::profile::ContactForm;
use crate::workflow::{
    Action, AnswerSuggestion, Command, Gate, GateState, HandTo, Missing, SaveDraft, gates,
};

fn drafting() -> Play {
    Play::new().filed().handed("A=lead").to(1, S::Drafting)
}

fn save(body: &str, class: Class, promises: &[&str]) -> Command {
    let promises = promises.iter().map(|by| Promise {
        text: "建成十个中心".into(),
        by: by.parse().unwrap(),
    });
    Command::SaveDraft(SaveDraft {
        assignment: 1,
        body: body.into(),
        class: Some(class),
        promises: promises.collect(),
    })
}

/// The draft with both suggestions answered so.
fn answered(play: Play, verdict: Verdict) -> Play {
    play.by("a1-hand", answer(1, 1, verdict))
        .by("a1-hand", answer(1, 2, Verdict::Adopted))
}

/// What is missing before it can be handed in; nothing where it can.
fn missing(play: &Play) -> Vec<Missing> {
    let asked = play.ask("a1-hand", &Command::SubmitReply(on(1)));
    asked.err().map_or_else(Vec::new, |no| no.missing)
}

fn state(play: &Play, gate: Gate) -> GateState {
    let a = play.case.assignment(1).unwrap();
    let all = gates(&play.case, a, &play.ctx());
    all.into_iter().find(|it| it.gate == gate).unwrap().state
}

#[test]
fn class_a_leaves_nothing_merely_planned_or_refused() {
    let with = |verdict| {
        let play = drafting().by("a1-hand", save(LETTER, Class::A, &[]));
        missing(&answered(play, verdict))
    };
    assert_eq!(with(Verdict::Adopted), []);
    assert_eq!(with(Verdict::PartlyAdopted), []);
    for open in [Verdict::Planned, Verdict::NotAdopted] {
        let suggestions = vec![1];
        let class = Class::A;
        assert_eq!(with(open), [Missing::LeftOpen { class, suggestions }]);
    }
}

#[test]
fn what_a_class_requires_is_of_the_profile() {
    use crate::profile::ClassRequirement as R;
    // Elsewhere "planned" is C: it promises, and says why in twenty characters.
    let elsewhere = || {
        drafting().with(|profile| {
            profile.class_requires.a = vec![];
            profile.class_requires.c = vec![R::DatedPromise, R::Reason];
            profile.class_requires.reason_characters = 20;
        })
    };
    let with = |body: &str, class, promises: &[&str]| {
        let play = elsewhere().by("a1-hand", save(body, class, promises));
        missing(&answered(play, Verdict::Planned))
    };
    assert_eq!(with("已办。", Class::A, &[]), []);
    let characters = 20;
    assert_eq!(
        with("列入计划。", Class::C, &[]),
        [
            Missing::DatedPromise,
            Missing::ReasonOfSubstance { characters }
        ]
    );
    assert_eq!(with(&"因".repeat(20), Class::C, &["2023-12-31"]), []);
}

#[test]
fn class_b_promises_something_by_a_date() {
    let with = |promises: &[&str]| {
        let play = drafting().by("a1-hand", save("正在办理。", Class::B, promises));
        missing(&answered(play, Verdict::Planned))
    };
    assert_eq!(with(&[]), [Missing::DatedPromise]);
    assert_eq!(with(&["2023-12-31"]), []);
    let past = save("正在办理。", Class::B, &["2023-03-30"]);
    assert!(
        drafting().ask("a1-hand", &past).is_err(),
        "a promise is for the future"
    );
}

#[test]
fn classes_c_and_d_give_a_reason_of_substance() {
    for class in [Class::C, Class::D] {
        let with = |body: &str| {
            let play = drafting().by("a1-hand", save(body, class, &[]));
            missing(&answered(play, Verdict::NotAdopted))
        };
        assert_eq!(with(&"因".repeat(50)), []);
        let short = format!("{}\n \u{3000}{}", "因".repeat(25), "果".repeat(24));
        assert_eq!(
            with(&short),
            [Missing::ReasonOfSubstance { characters: 50 }]
        );
    }
}

#[test]
fn every_suggestion_has_an_answer_and_a_refused_one_a_reason() {
    let play = drafting().by("a1-hand", save(LETTER, Class::D, &[]));
    let suggestions = vec![1, 2];
    assert_eq!(missing(&play), [Missing::Answers { suggestions }]);
    let silent = |suggestion, verdict| {
        Command::AnswerSuggestion(AnswerSuggestion {
            assignment: 1,
            suggestion,
            verdict,
            text: String::new(),
        })
    };
    let play = play
        .by("a1-hand", silent(1, Verdict::NotAdopted))
        .by("a1-hand", silent(2, Verdict::Adopted));
    let suggestions = vec![1];
    assert_eq!(missing(&play), [Missing::Reasons { suggestions }]);
    assert_eq!(
        missing(&play.by("a1-hand", answer(1, 1, Verdict::NotAdopted))),
        []
    );
}

#[test]
fn the_member_is_consulted_as_often_and_as_closely_as_is_asked() {
    let call = |play: &Play| match play.contact(1) {
        Command::LogContact(mut with) => {
            with.form = ContactForm::Phone;
            Command::LogContact(with)
        }
        _ => unreachable!(),
    };
    let fresh = || Play::new().filed().handed("A=lead").to(1, S::Dispatched);
    assert_eq!(missing(&fresh()), [Missing::Contacts { have: 0, need: 1 }]);
    let play = fresh();
    let called = play.clone().by("a1-hand", call(&play));
    assert_eq!(state(&called, Gate::ConsultFirst), GateState::Satisfied);
    let twice = called
        .clone()
        .with(|profile| profile.consultation.contacts_needed = 2);
    assert_eq!(missing(&twice), [Missing::Contacts { have: 1, need: 2 }]);
    let ready = twice.ready(1);
    assert_eq!(missing(&ready), [Missing::Contacts { have: 1, need: 2 }]);
    assert_eq!(missing(&ready.by("a1-hand", call(&called))), []);

    // The ledger demands a visit.
    let mut over = super::kit::hand_over(vec![HandTo {
        unit: "A".into(),
        role: AssignmentRole::Lead,
        suggestions: vec![],
    }]);
    over.visit_required = true;
    let play = Play::new()
        .filed()
        .by("c1", Command::HandOver(over))
        .to(1, S::Dispatched);
    let called = play.clone().by("a1-hand", call(&play));
    assert_eq!(missing(&called), [Missing::FaceToFace]);
    let met = called.contact(1);
    assert_eq!(
        state(&called.by("a1-hand", met), Gate::ConsultFirst),
        GateState::Satisfied
    );
}

#[test]
fn a_contact_counts_where_it_names_a_proposer_of_this_or_a_merged_proposal() {
    let with = |play: &Play, members: &[&str]| match play.contact(1) {
        Command::LogContact(mut with) => {
            with.members = members.iter().map(|name| (*name).to_owned()).collect();
            Command::LogContact(with)
        }
        _ => unreachable!(),
    };
    let fresh = Play::new()
        .absorbing()
        .filed()
        .handed("A=lead")
        .to(1, S::Dispatched);
    let other = fresh.clone().by("a1-hand", with(&fresh, &["名q", "秘书"]));
    let contacts = vec![1];
    let none = [
        Missing::Contacts { have: 0, need: 1 },
        Missing::NamesNoProposer { contacts },
    ];
    assert_eq!(missing(&other), none);
    for members in [
        &["名p2"][..],
        &["秘书", "名m2"],
        &["名　p1"],
        &["　ｐ1", "名 p1 "],
    ] {
        let met = other.clone().by("a1-hand", with(&other, members));
        let counts = members != ["名　p1"] && members[0] != "　ｐ1";
        let state = state(&met, Gate::ConsultFirst);
        assert_eq!(
            state == GateState::Satisfied,
            counts,
            "{members:?} {state:?}"
        );
    }
    // A head who met somebody else has not met the member.
    let again = Play::new().filed().handed("A=lead").to(1, S::Issued).by(
        "p1",
        super::kit::rate(1, crate::case::Satisfaction::Dissatisfied),
    );
    let missed = again.clone().by("a1-hand", with(&again, &["名q"]));
    assert!(matches!(
        state(&missed, Gate::LeaderMeetsMember),
        GateState::Unsatisfied { missing } if missing.len() == 2
    ));
    let met = missed.clone().by("a1-hand", with(&missed, &["名p1"]));
    assert_eq!(state(&met, Gate::LeaderMeetsMember), GateState::Satisfied);
}

#[test]
fn a_co_handler_passes_no_gate_and_a_first_round_needs_no_leader() {
    let play = Play::new().filed().handed("B=lead A=co").ready(2);
    let a = play.case.assignment(2).unwrap();
    for line in gates(&play.case, a, &play.ctx()) {
        assert_eq!(line.state, GateState::NotApplicable, "{}", line.gate);
    }
    assert_eq!(
        state(&drafting(), Gate::LeaderMeetsMember),
        GateState::NotApplicable
    );
    assert_eq!(
        state(&drafting(), Gate::CoHandlersIn),
        GateState::NotApplicable
    );
}

#[test]
fn who_was_consulted_may_turn_out_in_review_to_be_no_proposer() {
    use crate::workflow::{Correct, LogContact, ProposerNow, StrikeContact};
    let play = Play::of(&["p1", "p2"])
        .filed()
        .handed("A=lead")
        .to(1, S::Drafting);
    // Only p2 was consulted, whom the office had put down by mistake.
    let own: Vec<u32> = play.case.assignments[0]
        .round()
        .contacts
        .iter()
        .map(|it| it.no)
        .collect();
    let Command::LogContact(usual) = well_formed(&play, "a1-hand", Action::LogContact, 1) else {
        unreachable!()
    };
    let mut play = play.by(
        "a1-hand",
        Command::LogContact(LogContact {
            members: vec!["名p2".into()],
            ..usual
        }),
    );
    for contact in own {
        play = play.by(
            "a1-hand",
            Command::StrikeContact(StrikeContact {
                assignment: 1,
                contact,
                reason: "记错".into(),
            }),
        );
    }
    let play = play
        .ready(1)
        .by("a1-hand", Command::SubmitReply(on(1)))
        .to(1, S::Level3);
    let sign = well_formed(&play, "a-head", Action::Sign, 1);
    assert!(play.ask("a-head", &sign).is_ok());
    let one = ProposerNow {
        name: "名p1".into(),
        ..ProposerNow::default()
    };
    let corrected = play.by(
        "c1",
        Command::Correct(Correct {
            reason: "多录一人".into(),
            kind: Some(crate::case::Kind::Individual),
            proposers: Some(vec![one]),
            ..Correct::default()
        }),
    );
    let no = corrected.ask("a-head", &sign).unwrap_err();
    assert_eq!(no.gate, Gate::ConsultFirst);
    assert!(
        no.missing
            .iter()
            .any(|it| matches!(it, Missing::NamesNoProposer { .. }))
    );
    assert!(
        no.say(Lang::Zh).contains("请先退回修改"),
        "{}",
        no.say(Lang::Zh)
    );
    assert!(no.say(Lang::En).contains("send it back first"), "{no}");
    let back = well_formed(&corrected, "a-head", Action::SendBack, 1);
    let again = corrected.by("a-head", back);
    let usual = well_formed(&again, "a1-hand", Action::LogContact, 1);
    let again = again
        .by("a1-hand", usual)
        .by("a1-hand", Command::SubmitReply(on(1)))
        .to(1, S::Level3);
    let sign = well_formed(&again, "a-head", Action::Sign, 1);
    assert!(again.ask("a-head", &sign).is_ok());
}
