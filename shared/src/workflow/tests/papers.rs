//! Who may have which document, by hand.

use super::kit::{CAST, ORG, Play, rate};
use crate::case::{Satisfaction as Sat, StageName as S};
use crate::documents::DocumentKind;
use crate::lang::Lang;
use crate::org::Role;
use crate::workflow::{
    Missing, can_see, may_change_template, may_have_document, may_have_documents_of, no_document,
};

/// A letter for each way somebody may have it: `I` as it went out, `D` as a draft, `.` not at all.
fn has(play: &Play, who: &str, kind: DocumentKind, no: u32, round: Option<u32>) -> char {
    let actor = &CAST[who];
    if !can_see(&play.case, actor) {
        return '.';
    }
    match may_have_document(&play.case, no, kind, round, actor, &ORG) {
        Ok(standing) if standing.is_draft => 'D',
        Ok(_) => 'I',
        Err(_) => '.',
    }
}

/// The office, the unit's desk, its handler, a department that has no part in it, the co-handler's desk, a proposer, a
/// member who is none, an administrator.
const WHO: [&str; 8] = [
    "c1", "a-lia", "a1-hand", "a2-hand", "b-lia", "p1", "q", "adm",
];

fn row(play: &Play, kind: DocumentKind, no: u32, round: Option<u32>) -> String {
    WHO.iter()
        .map(|who| has(play, who, kind, no, round))
        .collect()
}

#[test]
fn the_table() {
    let handed = Play::new().filed().handed("A=lead B=co");
    let drafting = handed.clone().to(1, S::Level1);
    let issued = handed.clone().to(2, S::OpinionGiven).to(1, S::Issued);
    let again = issued
        .clone()
        .by("p1", rate(1, Sat::Dissatisfied))
        .to(1, S::Level2);
    let (letter, form, sheet) = (
        DocumentKind::ReplyLetter,
        DocumentKind::FeedbackForm,
        DocumentKind::HandOverSheet,
    );
    for (name, play, kind, no, round, expected) in [
        ("before dispatch", &handed, sheet, 1, None, "II......"),
        ("the co-handler's", &handed, sheet, 2, None, "I...I..."),
        ("nothing written", &handed, letter, 1, None, "........"),
        ("under review", &drafting, letter, 1, None, "DDD....."),
        ("no form yet", &drafting, form, 1, None, "........"),
        ("dispatched", &drafting, sheet, 1, None, "III....."),
        ("out", &issued, letter, 1, None, "III.II.."),
        (
            "an opinion is no letter",
            &issued,
            letter,
            2,
            None,
            "........",
        ),
        ("the form goes with it", &issued, form, 1, None, "III..I.."),
        ("the first again", &again, letter, 1, None, "III.II.."),
        ("the second", &again, letter, 1, Some(2), "DDD....."),
        ("the second's form", &again, form, 1, Some(2), "........"),
        ("the first's form", &again, form, 1, Some(1), "III..I.."),
        ("no third", &again, letter, 1, Some(3), "........"),
        ("no such", &again, sheet, 9, None, "........"),
        (
            "of no case",
            &again,
            DocumentKind::Bulletin,
            1,
            None,
            "........",
        ),
    ] {
        assert_eq!(row(play, kind, no, round), expected, "{name}");
    }
}

#[test]
fn a_unit_has_its_own_at_once_and_changes_its_own_templates() {
    let whole = |who: &str, unit: Option<&str>| {
        may_have_documents_of(&CAST[who], unit.map(Into::into).as_ref()).is_ok()
    };
    let changes = |who: &str, unit: Option<&str>| {
        may_change_template(&CAST[who], unit.map(Into::into).as_ref()).is_ok()
    };
    for (who, own, other, all) in [
        ("c1", true, true, true),
        ("aud", true, true, true),
        ("a-lia", true, false, false),
        ("a-head", true, false, false),
        ("a1-hand", false, false, false),
        ("p1", false, false, false),
        ("adm", false, false, false),
    ] {
        let found = (
            whole(who, Some("A")),
            whole(who, Some("B")),
            whole(who, None),
        );
        assert_eq!(found, (own, other, all), "{who}");
    }
    for (who, own, other, all) in [
        ("adm", true, true, true),
        ("a-lia", true, false, false),
        ("a-head", false, false, false),
        ("c1", false, false, false),
    ] {
        let found = (
            changes(who, Some("A")),
            changes(who, Some("B")),
            changes(who, None),
        );
        assert_eq!(found, (own, other, all), "{who}");
    }
}

#[test]
fn a_liaison_who_names_no_unit_is_told_to_and_others_that_it_is_not_theirs() {
    let missing = |who: &str, unit: Option<&str>| {
        let no = may_change_template(&CAST[who], unit.map(Into::into).as_ref()).unwrap_err();
        (no.missing, no.who)
    };
    let other = (vec![Missing::Post], vec![Role::Admin, Role::Liaison]);
    assert_eq!(
        missing("a-lia", None),
        (vec![Missing::OwnUnitNamed], vec![])
    );
    assert_eq!(missing("a-lia", Some("B")), other);
    assert_eq!(missing("c1", None), other);
}

#[test]
fn a_round_that_is_not_there_is_refused_with_those_that_one_may_know_of() {
    let issued = Play::new().filed().handed("A=lead").to(1, S::Issued);
    let again = issued.by("p1", rate(1, Sat::Dissatisfied)).to(1, S::Level2);
    let kind = DocumentKind::ReplyLetter;
    let said = |who: &str| {
        let no = may_have_document(&again.case, 1, kind, Some(9), &CAST[who], &ORG).unwrap_err();
        no.say(Lang::En)
    };
    assert!(said("c1").ends_with("there are: 1, 2"), "{}", said("c1"));
    assert!(said("p1").ends_with("there are: 1"), "{}", said("p1"));
}

#[test]
fn a_proposal_that_no_unit_has_is_said_to_be_at_its_stage() {
    let said = no_document(&Play::new().case).say(Lang::En);
    assert!(said.contains("\"submitted\""), "{said}");
}
