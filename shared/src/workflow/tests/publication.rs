//! Who may read a reply in the end: consent, the unit's mark, the decision to publish.

use super::kit::{Play, on, proposed, rate, well_formed};
use crate::case::{Consent, Openness, PublishedAs, Satisfaction, StageName as S};
use crate::org::Role;
use crate::workflow::{
    Action, Amend, Command, Gate, GateState, MarkOpenness, Missing, Publish, gates,
};

fn with_consent(consent: Consent) -> Play {
    let mut what = proposed(&["p1", "p2"]);
    what.publication = consent;
    Play::submitted(&what).filed().handed("A=lead")
}

fn marked(openness: Openness) -> Command {
    Command::MarkOpenness(MarkOpenness {
        assignment: 1,
        openness,
        reason: match openness {
            Openness::Open => String::new(),
            _ => "涉及未公开的规划".into(),
        },
    })
}

fn publish(redact: bool) -> Command {
    Command::Publish(Publish {
        assignment: 1,
        redact,
        note: String::new(),
    })
}

#[test]
fn the_mark_is_no_content_and_voids_nothing() {
    let play = with_consent(Consent::Agreed).to(1, S::Level3);
    let before = play.case.assignment(1).unwrap().round().approvals.clone();
    let play = play.by("a1-hand", marked(Openness::OnRequest));
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.round().approvals, before);
    assert_eq!(a.stage.name(), S::Level3);
    // A reviewer may mark it as well: it is no draft.
    let play = play.by("a-lia", marked(Openness::Open));
    let mark = play.case.assignment(1).unwrap().round().openness.clone();
    assert_eq!(mark.unwrap().name, "名a-lia");
    assert!(
        play.to(1, S::Issued)
            .ask("a-lia", &marked(Openness::Open))
            .is_err()
    );
}

#[test]
fn it_is_published_only_with_consent_and_where_it_is_open() {
    for consent in [Consent::NotStated, Consent::Refused] {
        let play = with_consent(consent)
            .to(1, S::Level1)
            .by("a-lia", marked(Openness::Open))
            .to(1, S::Issued);
        let no = play.ask("c1", &publish(true)).unwrap_err();
        assert_eq!(
            (no.gate, &no.missing[0]),
            (
                Gate::Publication,
                &Missing::Consent {
                    consent,
                    number: play.case.shown_number().to_owned(),
                }
            )
        );
    }
    let agreed = with_consent(Consent::Agreed).to(1, S::Level1);
    for openness in [None, Some(Openness::NotOpen), Some(Openness::OnRequest)] {
        let play = match openness {
            Some(openness) => agreed.clone().by("a1-hand", marked(openness)),
            None => agreed.clone(),
        };
        let no = play.to(1, S::Issued).ask("c1", &publish(true)).unwrap_err();
        assert_eq!(no.missing, [Missing::MarkedOpen { openness }]);
    }
    let play = agreed
        .by("a1-hand", marked(Openness::Open))
        .to(1, S::Issued)
        .by("c1", publish(false));
    let round = play.case.assignment(1).unwrap().round();
    assert_eq!(
        round.published.as_ref().map(|it| it.form),
        Some(PublishedAs::Whole)
    );
    let play = play.by("c2", Command::Unpublish(on(1)));
    assert_eq!(play.case.assignment(1).unwrap().round().published, None);
}

#[test]
fn what_went_out_without_a_mark_is_still_marked_once() {
    let play = with_consent(Consent::Agreed).to(1, S::Issued);
    let no = play.ask("c1", &publish(false)).unwrap_err();
    assert_eq!(no.who, [Role::Handler, Role::Liaison]);
    assert!(play.ask("c1", &marked(Openness::Open)).is_err());
    let closed = play
        .clone()
        .at("2024-01-05")
        .by("c1", Command::Close(on(1)));
    for (out, who) in [(play, "a1-hand"), (closed, "a-lia")] {
        let marked_late = out.by(who, marked(Openness::Open));
        let published = marked_late.by("c1", publish(false));
        let round = published.case.assignment(1).unwrap().round();
        assert!(round.published.is_some());
    }
}

#[test]
fn a_mark_made_late_is_corrected_with_a_reason_until_it_is_published() {
    let out = with_consent(Consent::Agreed).to(1, S::Issued);
    let slip = out.by("a1-hand", marked(Openness::NotOpen));
    let no = slip.ask("a-lia", &marked(Openness::Open)).unwrap_err();
    assert_eq!(no.gate, Gate::Form, "why is it another now: {no}");
    let open = Command::MarkOpenness(MarkOpenness {
        assignment: 1,
        openness: Openness::Open,
        reason: "误标，应主动公开".into(),
    });
    let right = slip.by("a-lia", open).by("c1", publish(false));
    let no = right.ask("a-lia", &marked(Openness::NotOpen)).unwrap_err();
    assert_eq!(no.missing, [Missing::PublishedAlready { published: true }]);
    let back = right.by("c1", Command::Unpublish(on(1)));
    assert!(back.ask("a-lia", &marked(Openness::NotOpen)).is_ok());
    // What went out with the reply was signed with it.
    let signed = with_consent(Consent::Agreed)
        .to(1, S::Level3)
        .by("a-lia", marked(Openness::NotOpen))
        .to(1, S::Issued);
    let no = signed
        .ask("a-lia", &marked(Openness::OnRequest))
        .unwrap_err();
    assert_eq!(no.gate, Gate::Stage);
}

#[test]
fn where_names_are_withheld_it_goes_out_redacted() {
    let play = with_consent(Consent::NamesWithheld)
        .to(1, S::Level1)
        .by("a1-hand", marked(Openness::Open))
        .to(1, S::Issued);
    let no = play.ask("c1", &publish(false)).unwrap_err();
    assert!(no.to_string().contains("redact: "), "{no}");
    let play = play.by("c1", publish(true));
    let round = play.case.assignment(1).unwrap().round();
    assert_eq!(
        round.published.as_ref().map(|it| it.form),
        Some(PublishedAs::Redacted)
    );
}

#[test]
fn the_office_can_take_down_what_the_proposers_said_later() {
    let play = Play::submitted(&proposed(&["p1"]));
    let amend = Command::Amend(Amend {
        publication: Some(Consent::Refused),
        ..Amend::default()
    });
    let play = play.by("p1", amend);
    assert_eq!(play.case.proposal.publication, Consent::Refused);
    let title = Command::Amend(Amend {
        title: Some("关于加强托育服务的提案".into()),
        ..Amend::default()
    });
    let play = play.by("p1", title);
    assert_eq!(play.case.proposal.publication, Consent::Refused, "it stays");
}

#[test]
fn the_profile_can_ask_for_the_mark_before_the_signature() {
    let play = with_consent(Consent::Agreed)
        .with(|profile| profile.publication.openness_needed = true)
        .to(1, S::Level3);
    let sign = well_formed(&play, "a-head", Action::Sign, 1);
    let no = play.ask("a-head", &sign).unwrap_err();
    assert_eq!(
        (no.gate, &no.missing[0]),
        (Gate::OpennessMarked, &Missing::Openness)
    );
    let play = play.by("a1-hand", marked(Openness::NotOpen));
    assert!(play.ask("a-head", &sign).is_ok());
    let a = play.case.assignment(1).unwrap();
    let line = gates(&play.case, a, &play.ctx());
    let line = line
        .iter()
        .find(|it| it.gate == Gate::OpennessMarked)
        .unwrap();
    assert_eq!(line.state, GateState::Satisfied);
}

#[test]
fn a_published_reply_stays_published_through_a_second_handling() {
    let play = with_consent(Consent::Agreed)
        .to(1, S::Level1)
        .by("a1-hand", marked(Openness::Open))
        .to(1, S::Issued)
        .by("c1", publish(false))
        .by("p1", rate(1, Satisfaction::Dissatisfied));
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.rounds.len(), 2);
    assert!(a.rounds[0].published.is_some() && a.rounds[1].openness.is_none());
    let play = play.by("c1", Command::Unpublish(on(1)));
    assert!(
        play.case.assignment(1).unwrap().rounds[0]
            .published
            .is_none()
    );
}

/// One that agreed, with another merged into it whose proposers say this; marked open and issued.
fn with_merged(consent: Consent) -> Play {
    let mut what = proposed(&["p1", "p2"]);
    what.publication = Consent::Agreed;
    let mut play = Play::submitted(&what).filed();
    play.other.proposal.publication = consent;
    play.absorbing()
        .handed("A=lead")
        .to(1, S::Level1)
        .by("a-lia", marked(Openness::Open))
        .to(1, S::Issued)
}

#[test]
fn proposers_of_what_was_merged_have_their_say_and_the_most_careful_counts() {
    for consent in [Consent::NotStated, Consent::Refused] {
        let play = with_merged(consent);
        let no = play.ask("c1", &publish(true)).unwrap_err();
        let number = play.case.consents().last().unwrap().0.to_owned();
        assert_eq!(no.missing, [Missing::Consent { consent, number }]);
    }
    let withheld = with_merged(Consent::NamesWithheld);
    let no = withheld.ask("c1", &publish(false)).unwrap_err();
    assert!(no.to_string().contains("redact: "), "{no}");
    assert!(withheld.ask("c1", &publish(true)).is_ok());
    assert!(
        with_merged(Consent::Agreed)
            .ask("c1", &publish(false))
            .is_ok()
    );
}
