//! What key proposals need beyond others, as the profile has it.

use super::kit::{Play, answer, draft, well_formed};
use crate::case::{Class, StageName as S, Verdict};
use crate::profile::{ContactForm, Profile};
use crate::workflow::{
    Action, AttentionWhy, Command, Gate, GateState, Holder, KeyProposal, Missing, On, attention,
    gates,
};

fn mark(leader: &str) -> Command {
    Command::MarkKey(KeyProposal {
        leader: leader.into(),
    })
}

fn handed() -> Play {
    Play::new()
        .filed()
        .handed("A=lead")
        .by("c1", mark("王副市长"))
}

fn state(play: &Play, gate: Gate) -> GateState {
    let a = play.case.assignment(1).unwrap();
    let list = gates(&play.case, a, &play.ctx());
    list.into_iter().find(|it| it.gate == gate).unwrap().state
}

#[test]
fn contacts_are_as_many_as_either_rule_asks_and_face_to_face_where_the_profile_says() {
    let by_phone = |play: Play| {
        let mut contact = play.contact(1);
        if let Command::LogContact(with) = &mut contact {
            with.form = ContactForm::Phone;
        }
        play.by("a1-hand", contact)
    };
    let play = by_phone(handed().to(1, S::Dispatched));
    let missing = |play: &Play| match state(play, Gate::ConsultFirst) {
        GateState::Unsatisfied { missing } => missing,
        _ => vec![],
    };
    assert_eq!(
        missing(&play),
        [Missing::Contacts { have: 1, need: 2 }, Missing::FaceToFace]
    );
    let three = play
        .clone()
        .with(|profile| profile.consultation.contacts_needed = 3);
    assert_eq!(missing(&three)[0], Missing::Contacts { have: 1, need: 3 });
    let elsewhere = by_phone(play.with(|profile| profile.key.face_to_face = false));
    assert_eq!(missing(&elsewhere), []);
}

#[test]
fn the_reply_is_not_signed_before_the_leader_was_heard_and_the_office_is_asked_to() {
    let play = handed().to(1, S::Level3);
    let sign = well_formed(&play, "a-head", Action::Sign, 1);
    let no = play.ask("a-head", &sign).unwrap_err();
    let missing = Missing::LeaderView {
        leader: "王副市长".into(),
    };
    assert_eq!((no.gate, &no.missing[0]), (Gate::LeaderHeard, &missing));
    assert!(no.to_string().contains("coordinator, supervisor"), "{no}");
    assert_eq!(
        state(&play, Gate::LeaderHeard),
        GateState::Unsatisfied {
            missing: vec![missing]
        }
    );
    let asked = |play: &Play| {
        let found = attention(&play.case, &play.ctx());
        let mut found = found.iter().filter(|it| it.holder == Holder::office());
        found.any(|it| it.why == AttentionWhy::HearLeader)
    };
    assert!(asked(&play));
    // What another leader said before the mark was moved does not count.
    let view = well_formed(&play, "sup", Action::RecordLeaderView, 0);
    let moved = play
        .clone()
        .by("sup", view.clone())
        .by("c1", Command::UnmarkKey {})
        .by("c1", mark("李副市长"));
    assert!(moved.ask("a-head", &sign).is_err());
    assert_eq!(moved.case.leader_views[0].leader, "王副市长");
    let heard = play.by("sup", view);
    assert!(!asked(&heard));
    assert_eq!(state(&heard, Gate::LeaderHeard), GateState::Satisfied);
    assert!(heard.ask("a-head", &sign).is_ok());
}

#[test]
fn where_the_profile_does_not_ask_for_it_and_for_other_proposals_it_is_no_gate() {
    let plain = Play::new().filed().handed("A=lead").to(1, S::Level3);
    assert_eq!(state(&plain, Gate::LeaderHeard), GateState::NotApplicable);
    let off = handed()
        .with(|profile| profile.key.leader_view = false)
        .to(1, S::Dispatched);
    assert_eq!(state(&off, Gate::LeaderHeard), GateState::NotApplicable);
    let contact = off.contact(1);
    let off = off
        .by("a1-hand", contact.clone())
        .by("a1-hand", contact)
        .by("a1-hand", draft(1, Some(Class::A)))
        .by("a1-hand", answer(1, 1, Verdict::Adopted))
        .by("a1-hand", answer(1, 2, Verdict::Adopted))
        .by("a1-hand", Command::SubmitReply(On { assignment: 1 }));
    for who in ["c1", "p1", "a-lia"] {
        let no = plain.ask(who, &well_formed(&plain, who, Action::RecordLeaderView, 0));
        assert!(no.is_err(), "{who}: it is no key proposal");
    }
    assert_eq!(off.case.assignment(1).unwrap().stage.name(), S::Level1);
}

#[test]
fn shipped_rules_say_what_is_an_example() {
    let shenzhen = Profile::shenzhen();
    assert!(shenzhen.key.face_to_face && shenzhen.key.leader_view);
    assert!(shenzhen.is_example("key.contacts_needed") && shenzhen.is_example("key.leader_view"));
    assert!(!shenzhen.is_example("key.face_to_face"));
}
