//! What is on record of a proposal is put right at any stage, and what follows from it is decided with it.

use super::kit::{CAST, ORG, Play, date, proposed, rate};
use crate::api::notices::NoticeKind;
use crate::case::{Consent, Kind, Satisfaction, StageName as S, Timing};
use crate::lang::Lang;
use crate::profile::{Clock, Combination};
use crate::workflow::{
    ChangeConsent, Command, Correct, Correction, Gate, Happened, Missing, ProposerNow, Reader,
    Refusal, RequestExtension, telling,
};

fn with(change: impl FnOnce(&mut Correct)) -> Command {
    let mut with = Correct {
        reason: "录入有误".into(),
        ..Correct::default()
    };
    change(&mut with);
    Command::Correct(with)
}

/// The proposers from now on: a name, or `2=name` for the second of those on record under this name.
fn proposers(names: &str) -> Command {
    let named = names.split_whitespace().map(|one| {
        let (was, name) = match one.split_once('=') {
            Some((was, name)) => (Some(was.parse().unwrap()), name),
            None => (None, one),
        };
        ProposerNow {
            name: name.into(),
            person: None,
            was,
        }
    });
    let named = named.collect();
    with(|it| it.proposers = Some(named))
}

fn name(it: &mut Correct, names: &[&str]) {
    let all = names.iter().map(|name| ProposerNow {
        name: (*name).to_owned(),
        ..ProposerNow::default()
    });
    it.proposers = Some(all.collect());
}

/// One alone put it forward.
fn alone(who: &str) -> Command {
    with(|it| {
        it.kind = Some(Kind::Individual);
        name(it, &[who]);
    })
}

fn names(play: &Play) -> Vec<&str> {
    let all = play.case.proposers();
    all.map(|it| it.proposer.name.as_str()).collect()
}

fn issued(proposers: &[&str], rule: Combination) -> Play {
    Play::of(proposers)
        .with(|profile| profile.rating.combination = rule)
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
}

#[track_caller]
fn is_about(no: &Refusal, field: &str) {
    let about = matches!(&no.missing[0], Missing::Field { pointer, .. } if pointer == field);
    assert!(no.gate == Gate::Form && about, "{no}");
}

#[test]
fn the_office_puts_the_record_right_after_the_reply_and_both_values_stay_on_record() {
    let play = issued(&["p1", "p2"], Combination::LeadOnly);
    let command = with(|it| {
        it.title = Some("关于加强养老服务的提案".into());
        it.category = Some("民生".into());
        it.kind = Some(Kind::Party);
        it.timing = Some(Timing::BetweenSessions);
        it.submitted_on = Some(date("2023-02-20"));
    });
    for who in ["p1", "sup", "adm", "aud", "a-lia"] {
        assert_eq!(play.ask(who, &command).unwrap_err().gate, Gate::Role);
    }
    let before = play.case.proposal.clone();
    let play = play.by("c1", command);
    let now = &play.case.proposal;
    assert_eq!(
        (now.kind, now.timing),
        (Kind::Party, Timing::BetweenSessions)
    );
    assert_eq!(now.category, "民生");
    let days = (before.submitted_ms - now.submitted_ms) / 86_400_000;
    assert_eq!(days, 9);
    let Happened::Corrected { changes, reason } = &play.events.last().unwrap().what else {
        panic!("it is not on record");
    };
    assert_eq!((changes.len(), reason.as_str()), (5, "录入有误"));
    assert!(changes.contains(&Correction::Kind {
        from: Kind::Joint,
        to: Kind::Party
    }));
    // The kit's cases came in on this day, whatever is corrected: so only the rest is the same.
    let again = with(|it| {
        it.kind = Some(Kind::Party);
        it.timing = Some(Timing::BetweenSessions);
    });
    is_about(&play.ask("c1", &again).unwrap_err(), "");
}

#[test]
fn units_that_work_on_it_are_told() {
    let play = Play::new()
        .filed()
        .handed("A=lead B=co")
        .by("c1", proposers("名p1 名p2 新"));
    let told = telling(&play.case, play.events.last().unwrap(), &play.ctx());
    let of: Vec<_> = told.iter().map(|it| (it.kind, it.assignment)).collect();
    assert_eq!(of, [(NoticeKind::Corrected, 1), (NoticeKind::Corrected, 2)]);
    assert_eq!(told[0].note, "录入有误");
}

#[test]
fn it_came_in_before_it_was_handed_over_and_not_after_today() {
    let play = Play::new().filed();
    let on = |day: &str| with(|it| it.submitted_on = Some(date(day)));
    is_about(
        &play.ask("c1", &on("2023-04-01")).unwrap_err(),
        "/submitted_on",
    );
    is_about(
        &play.ask("c1", &on("2013-01-01")).unwrap_err(),
        "/submitted_on",
    );
    let play = play
        .by("c1", on("2023-03-30"))
        .handed("A=lead")
        .at("2023-04-20");
    is_about(
        &play.ask("c1", &on("2023-04-03")).unwrap_err(),
        "/submitted_on",
    );
    assert!(play.ask("c1", &on("2023-03-31")).is_ok());
}

#[test]
fn whoever_rated_stays_and_keeps_their_form_wherever_they_stand_then() {
    let play = issued(&["p1", "p2"], Combination::LeadOnly);
    let play = play.by("p2", rate(1, Satisfaction::Satisfied));
    let no = play.ask("c1", &proposers("名p1")).unwrap_err();
    is_about(&no, "/proposers");
    is_about(
        &play.ask("c1", &proposers("名p1 正名")).unwrap_err(),
        "/proposers",
    );
    // A new one before them, and their own name put right.
    let play = play.by("c1", proposers("名p1 漏登 2=正名"));
    assert_eq!(names(&play), ["名p1", "漏登", "正名"]);
    let round = play.case.assignment(1).unwrap().round();
    assert_eq!(
        round.ratings.iter().map(|it| it.rater).collect::<Vec<_>>(),
        [3]
    );
    assert!(play.case.is_proposer(&"p2".into()), "the login stays");
    // Each still reads their own form in the record, and nobody else's.
    for (who, reads) in [("p1", false), ("p2", true)] {
        let reader = Reader::new(&play.case, &CAST[who], &ORG);
        let events = play.events.iter().cloned().filter_map(|it| reader.read(it));
        let rated = events.filter(|it| matches!(it.what, Happened::Rated { .. }));
        assert_eq!(rated.count() > 0, reads, "{who}");
    }
}

#[test]
fn what_the_forms_come_to_is_reckoned_among_those_who_rate_now() {
    let play = issued(&["p1", "p2"], Combination::Worst);
    let play = play.by("p1", rate(1, Satisfaction::Satisfied));
    assert_eq!(play.case.assignment(1).unwrap().round().outcome, None);
    // The second was no proposer: nobody is waited for any longer.
    let play = play.by("c1", alone("名p1"));
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.round().outcome, Some(Satisfaction::Satisfied));
    assert_eq!(a.stage.name(), S::Closed);

    let play = issued(&["p1", "p2"], Combination::LeadOnly);
    let play = play.by("p2", rate(1, Satisfaction::Dissatisfied));
    assert_eq!(play.case.assignment(1).unwrap().round().outcome, None);
    // It was the second who led: their form decides.
    let play = play.by("c1", proposers("名p2 名p1"));
    assert_eq!(play.case.assignment(1).unwrap().rounds.len(), 2);
}

#[test]
fn somebody_forgotten_is_waited_for_before_it_closes() {
    let play = issued(&["p1"], Combination::Majority).by("c1", proposers("名p1 漏登"));
    let play = play.by("p1", rate(1, Satisfaction::Satisfied));
    assert_eq!(play.case.assignment(1).unwrap().stage.name(), S::Issued);
}

#[test]
fn a_deadline_that_the_rules_gave_follows_the_timing_and_no_other_does() {
    let handed = |day: Option<&str>| {
        let mut play = Play::new()
            .with(|profile| profile.deadlines.clock = Clock::SessionClose)
            .filed();
        play.session_closed_on = Some(date("2023-02-20"));
        let mut over = super::kit::hand_over(vec![crate::workflow::HandTo {
            unit: "A".into(),
            role: crate::case::AssignmentRole::Lead,
            suggestions: vec![],
        }]);
        over.due = day.map(date);
        play.by("c1", Command::HandOver(over))
    };
    let due = |play: &Play| play.case.assignment(1).unwrap().due().date.to_string();
    let between = || with(|it| it.timing = Some(Timing::BetweenSessions));
    let play = handed(None);
    assert_eq!(due(&play), "2023-05-22");
    let play = play.by("c1", between());
    assert_eq!(due(&play), "2023-06-30", "three months from the hand-over");
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.original_due, *a.due(), "it was never put off");
    let back = with(|it| it.timing = Some(Timing::InSession));
    assert_eq!(due(&play.clone().by("c1", back.clone())), "2023-05-22");
    // Nobody becomes late by it.
    let late = play.at("2023-05-22").by("c1", back);
    assert_eq!(due(&late), "2023-06-30");
    // What the office named stays, and so does what was put off.
    assert_eq!(
        due(&handed(Some("2023-06-01")).by("c1", between())),
        "2023-06-01"
    );
    let play = handed(None).to(1, S::Accepted);
    let asks = Command::RequestExtension(RequestExtension {
        assignment: 1,
        until: date("2023-06-20"),
        reason: "需补充调研".into(),
    });
    let grants = super::kit::well_formed(&play, "c1", crate::workflow::Action::GrantExtension, 1);
    let Command::GrantExtension(mut grants) = grants else {
        unreachable!()
    };
    grants.until = Some(date("2023-06-20"));
    let play = play
        .by("a-lia", asks)
        .by("c1", Command::GrantExtension(grants));
    assert_eq!(due(&play.by("c1", between())), "2023-06-20");
}

#[test]
fn what_is_handled_in_another_case_is_put_right_in_both() {
    // m and m2 are merged into the case of p1 and p2; m2 has rated.
    let play = Play::new()
        .filed()
        .absorbing()
        .handed("A=lead")
        .to(1, S::Issued);
    let play = play
        .by("m2", rate(1, Satisfaction::Satisfied))
        .the_other_way_round();
    is_about(
        &play.ask("c1", &proposers("名m")).unwrap_err(),
        "/proposers",
    );
    let command = with(|it| {
        it.title = Some("关于养老的另一件提案".into());
        it.proposers = Some(
            vec!["漏登", "名m", "名m2"]
                .into_iter()
                .map(|name| ProposerNow {
                    name: name.into(),
                    ..ProposerNow::default()
                })
                .collect(),
        );
    });
    let host = play.by("c1", command).the_other_way_round();
    assert_eq!(names(&host), ["名p1", "名p2", "漏登", "名m", "名m2"]);
    assert_eq!(host.case.absorbed[0].title, "关于养老的另一件提案");
    let round = host.case.assignment(1).unwrap().round();
    assert_eq!(round.ratings[0].rater, 5);
    let event = host.events.last().unwrap();
    let told = telling(&host.case, event, &host.ctx());
    assert_eq!(told[0].kind, NoticeKind::Corrected);
    // The host's own proposers come first: one more of them, and the others move on.
    let host = host.by("c1", proposers("名p1 名p2 再漏登"));
    assert_eq!(host.case.assignment(1).unwrap().round().ratings[0].rater, 6);
}

#[test]
fn each_proposer_keeps_what_they_said_of_publication() {
    let mut what = proposed(&["p1", "p2"]);
    what.publication = Consent::Agreed;
    let says = Command::ChangeConsent(ChangeConsent {
        publication: Consent::Refused,
        proposer: None,
        note: String::new(),
    });
    let play = Play::submitted(&what).filed().by("p2", says);
    let moved = play.clone().by("c1", proposers("名p2 名p1"));
    assert_eq!(moved.case.proposal.consent_of(1), Consent::Refused);
    assert_eq!(moved.case.proposal.consent_of(2), Consent::Agreed);
    // Who was none says nothing any longer.
    let gone = play.by("c1", alone("名p1"));
    assert_eq!(gone.case.proposal.consent(), Consent::Agreed);
    assert_eq!(gone.case.proposal.consents, []);
}

#[test]
fn an_individual_proposal_is_of_one() {
    let joint = issued(&["p1", "p2"], Combination::LeadOnly);
    let kind = with(|it| it.kind = Some(Kind::Individual));
    let no = joint.ask("c1", &kind).unwrap_err();
    is_about(&no, "/kind");
    assert!(no.say(Lang::Zh).contains("kind=joint"), "{no}");
    let one = joint.by("c1", alone("名p1"));
    let more = with(|it| name(it, &["名p1", "张三"]));
    is_about(&one.ask("c1", &more).unwrap_err(), "/kind");
    // What else is corrected does not ask for it.
    let title = with(|it| it.title = Some("关于养老服务的提案".into()));
    assert!(one.ask("c1", &title).is_ok());
}

#[test]
fn a_joint_proposal_is_not_left_with_one_name_while_it_stays_joint() {
    let joint = issued(&["p1", "p2"], Combination::LeadOnly);
    let to_one = with(|it| name(it, &["名p1"]));
    let no = joint.ask("c1", &to_one).unwrap_err();
    is_about(&no, "/proposers");
    for lang in [Lang::Zh, Lang::En] {
        assert!(no.say(lang).contains("kind=individual"), "{no}");
    }
    // Nor where it becomes a joint one by the same command.
    let party = with(|it| it.kind = Some(Kind::Party));
    let party = joint.clone().by("c1", party);
    assert!(party.ask("c1", &to_one).is_ok());
    let to_joint = with(|it| {
        it.kind = Some(Kind::Joint);
        name(it, &["名p1"]);
    });
    is_about(&party.ask("c1", &to_joint).unwrap_err(), "/proposers");
    let other = with(|it| name(it, &["名p1", "张三"]));
    assert!(joint.ask("c1", &other).is_ok());
    assert!(joint.ask("c1", &alone("名p1")).is_ok());
}

#[test]
fn a_joint_proposal_of_which_one_is_named_can_be_corrected() {
    let mut counted = proposed(&["p1"]);
    counted.kind = Kind::Joint;
    let play = Play::submitted(&counted);
    let title = with(|it| it.title = Some("关于养老服务的提案".into()));
    // The one name that is known may be spelt wrong.
    let spelt = with(|it| name(it, &["张三"]));
    let more = with(|it| name(it, &["名p1", "张三"]));
    for command in [title, spelt, more] {
        assert!(play.ask("c1", &command).is_ok(), "{command:?}");
    }
    // Of one that is named it can be found that others put it forward with them.
    let mut alone = proposed(&["p1"]);
    alone.kind = Kind::Individual;
    let kind = with(|it| it.kind = Some(Kind::Joint));
    assert!(Play::submitted(&alone).ask("c1", &kind).is_ok());
}
