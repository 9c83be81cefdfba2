//! Proposers say anew whether they may be published, each for themselves, and what does not go with it is taken back.

use super::kit::{CAST, Play, proposed};
use crate::api::notices::NoticeKind;
use crate::case::{Consent, Openness, PublishedAs, StageName as S};
use crate::lang::Lang;
use crate::org::Role;
use crate::workflow::{
    Action, ChangeConsent, Command, Gate, Happened, MarkOpenness, Missing, Publish, Reader, guard,
    redact, telling,
};

fn says(publication: Consent, proposer: Option<u32>, note: &str) -> Command {
    Command::ChangeConsent(ChangeConsent {
        publication,
        proposer,
        note: note.into(),
    })
}

fn publish(redact: bool) -> Command {
    Command::Publish(Publish {
        assignment: 1,
        redact,
        note: String::new(),
    })
}

/// Answered and marked open.
fn issued(play: Play) -> Play {
    let open = Command::MarkOpenness(MarkOpenness {
        assignment: 1,
        openness: Openness::Open,
        reason: String::new(),
    });
    play.handed("A=lead")
        .to(1, S::Level1)
        .by("a-lia", open)
        .to(1, S::Issued)
}

/// Its proposers p1 and p2 said this together.
fn with(consent: Consent) -> Play {
    let mut what = proposed(&["p1", "p2"]);
    what.publication = consent;
    issued(Play::submitted(&what).filed())
}

fn form(play: &Play) -> Option<PublishedAs> {
    let round = play.case.assignment(1).unwrap().round();
    round.published.as_ref().map(|it| it.form)
}

#[test]
fn whom_the_refusal_to_publish_names_can_mend_it() {
    let play = with(Consent::Refused);
    let no = play.ask("c1", &publish(false)).unwrap_err();
    assert_eq!(no.gate, Gate::Publication);
    assert_eq!(no.who, [Role::Proposer, Role::Coordinator]);
    for who in ["p1", "c1"] {
        let may = guard(
            &play.case,
            &CAST[who],
            Action::ChangeConsent,
            None,
            &play.ctx(),
        );
        assert!(may.is_ok(), "{who}");
    }
    let play = play
        .by("p1", says(Consent::Agreed, None, ""))
        .by("c1", says(Consent::Agreed, Some(2), "电话告知"));
    assert!(play.ask("c1", &publish(false)).is_ok());
}

#[test]
fn each_says_it_for_themselves_and_the_most_careful_counts() {
    let play = with(Consent::Agreed).by("p2", says(Consent::Refused, None, ""));
    assert_eq!(play.case.proposal.consent(), Consent::Refused);
    assert_eq!(play.case.proposal.consent_of(1), Consent::Agreed);
    // Nobody says it for another, and what one says does not speak for the other.
    let no = play
        .ask("p1", &says(Consent::Agreed, Some(2), ""))
        .unwrap_err();
    assert!(no.say(Lang::Zh).contains("只能更改自己的公开意愿"), "{no}");
    let play = play.by("p1", says(Consent::NamesWithheld, None, ""));
    assert_eq!(play.case.proposal.consent(), Consent::Refused);
    let play = play.by("p2", says(Consent::Agreed, Some(2), ""));
    assert_eq!(play.case.proposal.consent(), Consent::NamesWithheld);
    // What is there already is no change.
    assert!(play.ask("p2", &says(Consent::Agreed, None, "")).is_err());
    let no = play.ask("q", &says(Consent::Agreed, None, "")).unwrap_err();
    assert_eq!((no.gate, no.missing), (Gate::Role, vec![Missing::Post]));
}

#[test]
fn the_office_says_for_whom_and_how_it_knows() {
    let play = with(Consent::Agreed).by("p2", says(Consent::Refused, None, ""));
    let silent = says(Consent::Agreed, Some(2), " ");
    assert!(play.ask("c1", &silent).is_err());
    let none = play
        .ask("c1", &says(Consent::Agreed, Some(3), "来电"))
        .unwrap_err();
    let missing = Missing::NoSuchRater { rater: 3, last: 2 };
    assert_eq!(none.missing, [missing]);
    let none = play
        .ask("c1", &says(Consent::Agreed, Some(0), "来电"))
        .unwrap_err();
    assert_eq!(none.say(Lang::Zh), "没有第0号提案人：编号从1起，到2为止");
    assert_eq!(
        none.say(Lang::En),
        "there is no proposer 0: they are numbered from 1 to 2"
    );
    let own = &play
        .clone()
        .by("c1", says(Consent::Agreed, Some(2), "来电"))
        .case
        .proposal
        .consents;
    assert_eq!(
        (own[0].proposer, own[0].note.as_str(), own[0].name.as_str()),
        (2, "来电", "名c1")
    );
    // For all of them it takes the place of what each has said.
    let all = play.by("c1", says(Consent::NamesWithheld, None, "三人联名来函"));
    assert!(all.case.proposal.consents.is_empty());
    assert_eq!(all.case.proposal.consent(), Consent::NamesWithheld);
}

#[test]
fn how_it_was_said_is_between_the_proposers_and_the_office() {
    let play = with(Consent::Agreed).by("p2", says(Consent::Refused, None, "涉及个人隐私"));
    for (who, reads) in [("p1", true), ("c1", true), ("aud", true), ("a-lia", false)] {
        let seen = redact(play.case.clone(), &CAST[who], play.ctx().org);
        assert_eq!(!seen.proposal.consents[0].note.is_empty(), reads, "{who}");
        assert_eq!(seen.proposal.consent(), Consent::Refused, "{who}");
        let reader = Reader::new(&play.case, &CAST[who], play.ctx().org);
        let event = reader.read(play.events.last().unwrap().clone()).unwrap();
        let Happened::ConsentChanged { note, .. } = event.what else {
            panic!("{event:?}")
        };
        assert_eq!(!note.is_empty(), reads, "{who}");
    }
}

#[test]
fn a_publication_that_does_not_go_with_it_is_taken_back_and_the_office_told() {
    for (now, taken) in [
        (Consent::NamesWithheld, true),
        (Consent::Refused, true),
        (Consent::NotStated, true),
    ] {
        let play = with(Consent::Agreed).by("c1", publish(false));
        let decision = play.ask("p2", &says(now, None, "")).unwrap();
        let after = play.by("p2", says(now, None, ""));
        assert_eq!(form(&after).is_none(), taken, "{now}");
        let event = decision.own.last().unwrap();
        let [told] = telling(&after.case, event, &after.ctx())
            .try_into()
            .unwrap();
        assert_eq!(told.kind, NoticeKind::PublicationEnded);
        assert!(told.to.iter().any(|it| it.waits_for(&CAST["c1"])));
        assert!(!told.to.iter().any(|it| it.waits_for(&CAST["a-lia"])));
    }
    let redacted = with(Consent::Agreed)
        .by("c1", publish(true))
        .by("p2", says(Consent::NamesWithheld, None, ""));
    assert_eq!(
        form(&redacted),
        Some(PublishedAs::Redacted),
        "it goes with it"
    );
}

#[test]
fn those_merged_in_say_it_on_their_own_proposal_and_it_counts_where_they_are_answered() {
    // That of m and m2 is handled in that of p1 and p2.
    let play = issued(Play::new().absorbing().filed()).by("c1", publish(false));
    assert!(form(&play).is_some());
    assert!(play.ask("m", &says(Consent::Refused, None, "")).is_err());
    let merged = play.the_other_way_round();
    let mut merged = merged.by("m", says(Consent::Refused, None, ""));
    let host = &merged.other;
    assert_eq!(host.consents().last().unwrap().1, Consent::Refused);
    assert!(host.assignments[0].round().published.is_none());
    assert!(matches!(
        merged.other_events.last().unwrap().what,
        Happened::Unpublished {
            consent: Some(Consent::Refused),
            ..
        }
    ));
    // Where it is handled cannot be found: nothing is said by halves.
    merged.other = Play::new().other;
    merged.other.id = "elsewhere".into();
    let no = merged
        .ask("m2", &says(Consent::Refused, None, ""))
        .unwrap_err();
    assert_eq!(no.missing, [Missing::NoSuchOther]);
}
