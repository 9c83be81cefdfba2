//! What proposers say of contacts: each for themselves, told where it is denied, and moving nothing.

use super::kit::{CAST, ORG, Play, confirm};
use crate::api::notices::NoticeKind;
use crate::case::{Satisfaction, StageName as S};
use crate::workflow::{Command, Gate, Missing, StrikeContact, attention, gates, telling};

fn drafting() -> Play {
    Play::new().filed().handed("A=lead B=co").to(1, S::Drafting)
}

/// What stands beside the first contact: who, whether it took place, and what they said of it.
fn beside(play: &Play) -> Vec<(&str, bool, &str)> {
    let contact = &play.case.assignment(1).unwrap().rounds[0].contacts[0];
    let all = contact.confirmations.iter();
    all.map(|it| (it.name.as_str(), it.took_place, it.note.as_str()))
        .collect()
}

#[test]
fn each_proposer_says_it_once_and_may_change_it_until_the_reply_is_out() {
    let before = drafting();
    let play = before
        .clone()
        .by("p1", confirm(1, 1, false, "没有接到电话"))
        .by("p2", confirm(1, 1, true, ""))
        .by("p1", confirm(1, 1, true, "想起来了"));
    let said = [("名p2", true, ""), ("名p1", true, "想起来了")];
    assert_eq!(beside(&play), said);
    // It moves nothing.
    let waits = |play: &Play| (attention(&play.case, &play.ctx()), play.case.stage());
    assert_eq!(waits(&play), waits(&before));
    let (a, b) = (&play.case.assignments[0], &before.case.assignments[0]);
    assert_eq!(a.stage, b.stage);
    assert_eq!(
        gates(&play.case, a, &play.ctx()),
        gates(&before.case, b, &before.ctx())
    );

    let issued = play.to(2, S::OpinionGiven).to(1, S::Issued);
    let no = issued.ask("p1", &confirm(1, 1, false, "不对")).unwrap_err();
    assert_eq!(no.missing, [Missing::NoContactToConfirm]);
    // Who said nothing until then still may, also on what is closed.
    let late = before.to(2, S::OpinionGiven).to(1, S::Issued);
    let late = late.by("p1", super::kit::rate(1, Satisfaction::Satisfied));
    let late = late.by("p2", super::kit::rate(1, Satisfaction::Satisfied));
    assert_eq!(late.case.assignments[0].stage.name(), S::Closed);
    let late = late.by("p2", confirm(1, 1, true, ""));
    assert_eq!(beside(&late), [("名p2", true, "")]);
    let again = late.ask("p2", &confirm(1, 1, true, "")).unwrap_err();
    assert_eq!(again.gate, Gate::Stage);
}

#[test]
fn only_proposers_say_it_and_only_of_a_contact_that_counts() {
    let play = drafting();
    for who in ["c1", "sup", "a1-hand", "a-lia", "m"] {
        let no = play.ask(who, &confirm(1, 1, true, "")).unwrap_err();
        assert_eq!(no.gate, Gate::Role, "{who}");
    }
    let no = play.ask("p1", &confirm(1, 9, true, "")).unwrap_err();
    assert_eq!(no.missing, [Missing::NoSuchContact { contact: 9 }]);
    let no = play.ask("p1", &confirm(1, 1, false, " ")).unwrap_err();
    assert!(
        matches!(&no.missing[0], Missing::Field { pointer, .. } if pointer == "/note"),
        "{no}"
    );
    let strike = Command::StrikeContact(StrikeContact {
        assignment: 1,
        contact: 1,
        reason: "误登".into(),
    });
    let struck = play.by("a1-hand", strike);
    let no = struck.ask("p1", &confirm(1, 1, true, "")).unwrap_err();
    assert_eq!(no.missing, [Missing::NoContactToConfirm]);
}

#[test]
fn of_several_contacts_one_that_was_confirmed_stands_once_the_reply_is_out() {
    let play = drafting();
    let second = play.contact(1);
    let play = play.by("a1-hand", second).by("p1", confirm(1, 1, true, ""));
    let issued = play.to(2, S::OpinionGiven).to(1, S::Issued);
    let no = issued.ask("p1", &confirm(1, 1, true, "")).unwrap_err();
    assert_eq!(no.missing, [Missing::ContactConfirmed]);
    assert!(issued.ask("p1", &confirm(1, 2, true, "")).is_ok());
}

#[test]
fn what_is_denied_is_told_to_the_desk_and_the_handler() {
    let told = |play: &Play| telling(&play.case, play.events.last().unwrap(), &play.ctx());
    let yes = drafting().by("p1", confirm(1, 1, true, "属实"));
    assert_eq!(told(&yes), []);
    let no = drafting().by("p1", confirm(1, 1, false, "没有接到电话"));
    let [one] = told(&no).try_into().unwrap();
    assert_eq!(
        (one.kind, one.note.as_str()),
        (NoticeKind::ContactDenied, "没有接到电话")
    );
    let heard = |who: &str| one.to.iter().any(|it| it.waits_for(&CAST[who]));
    assert!(heard("a-lia") && heard("a1-hand"));
    for who in ["p1", "p2", "b-lia", "a-head", "c1"] {
        assert!(!heard(who), "{who}");
    }
}

#[test]
fn a_member_reads_their_own_word_and_the_units_and_offices_everybodys() {
    let play = drafting()
        .by("p1", confirm(1, 1, false, "MINE"))
        .by("p2", confirm(1, 1, false, "THEIRS"));
    let read = |who: &str| {
        let actor = &CAST[who];
        let case = crate::workflow::redact(play.case.clone(), actor, &ORG);
        let mut text = serde_json::to_string(&case).unwrap();
        let reader = crate::workflow::Reader::new(&play.case, actor, &ORG);
        for event in play.events.iter().cloned().filter_map(|it| reader.read(it)) {
            text.push_str(&serde_json::to_string(&event).unwrap());
        }
        (text.matches("MINE").count(), text.matches("THEIRS").count())
    };
    assert_eq!(read("p1"), (2, 0));
    assert_eq!(read("p2"), (0, 2));
    for who in ["c1", "sup", "aud", "a-lia", "a1-hand"] {
        assert_eq!(read(who), (2, 2), "{who}");
    }
}
