//! What was promised is tracked until it is done.

use super::kit::{CAST, Play, date, promised, promising, rate, well_formed};
use crate::case::{
    PromiseState, PromiseStepKind, ProposalStage, Satisfaction as Sat, StageName as S,
};
use crate::figures::Conversion;
use crate::lang::Lang;
use crate::workflow::{
    Action, AttentionWhy, Command, FulfilPromise, Gate, Missing, PostponePromise, RecordOutcome,
    ReportProgress, StrikeOutcome, WithReasonOnPromise, attention,
};

fn closed() -> Play {
    promised()
        .by("p1", rate(1, Sat::Satisfied))
        .by("p2", rate(1, Sat::Satisfied))
}

fn fulfil(promise: u32, on: &str) -> Command {
    Command::FulfilPromise(FulfilPromise {
        assignment: 1,
        promise,
        evidence: "均已启用".into(),
        document: String::new(),
        on: date(on),
    })
}

#[test]
fn what_a_reply_promises_is_tracked_once_it_is_out_and_after_everything_is_closed() {
    let drafted = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, S::Dispatched)
        .by("a1-hand", promising(1, &[("建成十个中心", "2023-09-28")]));
    assert!(drafted.case.assignments[0].promises.is_empty());
    let play = closed();
    assert_eq!(play.case.stage(), ProposalStage::Closed);
    assert!(play.case.is_tracked());
    let a = &play.case.assignments[0];
    assert_eq!(a.promises.len(), 2);
    assert_eq!((a.promises[0].no, a.promises[0].round), (1, 1));
    assert_eq!(a.promises[0].due, date("2023-09-28"));
    let report = Command::ReportProgress(ReportProgress {
        assignment: 1,
        promise: 1,
        text: "已建成六个".into(),
        percent: Some(60),
    });
    let play = play.at("2023-08-01").by("a1-dh", report);
    assert_eq!(play.case.assignments[0].promises[0].percent(), Some(60));
    let play = play
        .by("a-lia", fulfil(1, "2023-07-31"))
        .by("a1-hand", fulfil(2, "2023-08-01"));
    let promise = &play.case.assignments[0].promises[0];
    assert_eq!(promise.kept_on(), Some(date("2023-07-31")));
    assert!(!play.case.is_tracked());
}

#[test]
fn a_promise_dated_before_its_reply_is_refused_and_named() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Dispatched);
    let late = promising(1, &[("先行", "2023-04-10"), ("中心", "2023-03-30")]);
    let no = play.ask("a1-hand", &late).unwrap_err();
    let said = no.say(Lang::En);
    assert!(
        said.contains("promises, entry 2, by") && said.contains("promise 2"),
        "{said}"
    );
    assert!(
        said.contains("2023-03-30") && said.contains("2023-03-31"),
        "{said}"
    );
    let said = no.say(Lang::Zh);
    assert!(said.contains("第 2 项承诺的日期 2023-03-30 早于"), "{said}");
    // Due on the day of the reply is due then, not before.
    let play = play
        .by("a1-hand", promising(1, &[("先行", "2023-03-31")]))
        .ready(1);
    let submit = well_formed(&play, "a1-hand", Action::SubmitReply, 1);
    assert!(play.ask("a1-hand", &submit).is_ok());
    let stale = play.clone().at("2023-04-03");
    let no = stale.ask("a1-hand", &submit).unwrap_err();
    let passed = Missing::PromiseBeforeReply {
        promise: 1,
        by: date("2023-03-31"),
        reply: date("2023-04-03"),
    };
    assert_eq!((no.gate, no.missing), (Gate::Form, vec![passed.clone()]));
    let waiting = play.to(1, S::Level3).at("2023-04-03");
    let sign = well_formed(&waiting, "a-head", Action::Sign, 1);
    assert_eq!(waiting.ask("a-head", &sign).unwrap_err().missing, [passed]);
}

#[test]
fn evidence_lies_between_the_reply_and_today() {
    let play = closed().at("2023-06-01");
    for (on, ok) in [
        ("2023-03-30", false),
        ("2023-03-31", true),
        ("2023-06-01", true),
        ("2023-06-02", false),
    ] {
        assert_eq!(play.ask("a1-hand", &fulfil(1, on)).is_ok(), ok, "{on}");
    }
    let kept = play.by("a1-hand", fulfil(1, "2023-06-01"));
    let no = kept.ask("a1-hand", &fulfil(1, "2023-06-01")).unwrap_err();
    let is = Missing::PromiseIs {
        promise: 1,
        state: PromiseState::Kept,
    };
    assert_eq!(no.missing, [is]);
}

#[test]
fn what_was_not_really_kept_is_tracked_again() {
    let play = closed()
        .at("2023-06-01")
        .by("a1-hand", fulfil(1, "2023-06-01"));
    let again = Command::ReopenPromise(WithReasonOnPromise {
        assignment: 1,
        promise: 1,
        reason: "只建成九个".into(),
    });
    let play = play.by("sup", again);
    let promise = &play.case.assignments[0].promises[0];
    assert!(promise.is_open() && promise.kept_on().is_none());
    assert_eq!(promise.steps.last().unwrap().text, "只建成九个");
}

#[test]
fn put_off_a_promise_keeps_its_first_day() {
    let off = |to: &str| {
        Command::PostponePromise(PostponePromise {
            assignment: 1,
            promise: 1,
            to: date(to),
            reason: "用地未批".into(),
        })
    };
    let play = closed().at("2023-10-09");
    assert!(play.ask("a-lia", &off("2023-10-09")).is_err());
    assert_eq!(
        play.ask("a1-hand", &off("2023-12-01")).unwrap_err().gate,
        Gate::Role
    );
    for (slip, fits) in [
        ("2099-12-01", false),
        ("2028-10-10", false),
        ("2028-10-09", true),
    ] {
        assert_eq!(play.ask("a-lia", &off(slip)).is_ok(), fits, "{slip}");
    }
    let no = play.ask("a-lia", &off("2099-12-01")).unwrap_err();
    assert!(no.say(Lang::Zh).contains("2028-10-09"), "{no}");
    let play = play.by("a-lia", off("2023-12-01"));
    let promise = &play.case.assignments[0].promises[0];
    assert_eq!(
        (promise.first_due, promise.due),
        (date("2023-09-28"), date("2023-12-01"))
    );
}

#[test]
fn the_reply_of_the_second_handling_says_what_holds() {
    let play = promised()
        .at("2023-05-08")
        .by("p1", rate(1, Sat::Dissatisfied));
    // Until the new reply is out, the old promises stand.
    assert_eq!(play.case.open_promises().count(), 2);
    let new = [
        ("建成十个日间照料中心", "2023-10-31"),
        ("发放补贴", "2023-11-30"),
    ];
    let play = play.by("a1-hand", promising(1, &new)).to(1, S::Issued);
    let of = &play.case.assignments[0].promises;
    let stand: Vec<_> = of.iter().map(|it| (it.no, it.round, it.state)).collect();
    assert_eq!(
        stand,
        [
            (1, 1, PromiseState::Open),
            (2, 1, PromiseState::BrokenOff),
            (3, 2, PromiseState::Open)
        ]
    );
    assert_eq!(of[0].due, date("2023-10-31"));
    assert_eq!(of[0].first_due, date("2023-09-28"));
    assert_eq!(of[1].steps[0].kind, PromiseStepKind::Replaced);
}

#[test]
fn a_promise_comes_to_notice_before_its_day_and_to_the_desk_once_overdue() {
    let waits = |day: &str, who: &str| {
        let play = closed().at(day);
        attention(&play.case, &play.ctx()).iter().any(|it| {
            matches!(
                it.why,
                AttentionWhy::KeepPromise | AttentionWhy::PromiseOverdue
            ) && it.from.is_some_and(|from| from <= play.today)
                && it.waits_for(&CAST[who])
        })
    };
    let steps = &closed().profile.reminders.steps;
    let left = steps.iter().map(|step| step.left).max().unwrap();
    assert_eq!(left, 10, "ten working days before 2023-09-28 is 2023-09-14");
    assert!(!waits("2023-09-13", "a1-hand"));
    assert!(waits("2023-09-14", "a1-hand") && !waits("2023-09-14", "a-lia"));
    assert!(!waits("2023-09-28", "a-lia"));
    assert!(waits("2023-09-29", "a-lia") && waits("2023-09-29", "a1-hand"));
    assert!(!waits("2023-09-29", "a2-hand"));
}

#[test]
fn conversion_counts_what_was_due_by_its_first_day() {
    let on = |play: &Play, day: &str| {
        let found = Conversion::of(&play.case.assignments[0], date(day));
        (found.kept, found.due)
    };
    let play = closed();
    assert_eq!(on(&play, "2023-09-27"), (0, 0));
    assert_eq!(on(&play, "2023-09-28"), (0, 1));
    // Put off, it was due all the same; kept early, it counts from its day on, on both sides.
    let off = well_formed(&play, "a-lia", Action::PostponePromise, 1);
    let put_off = play.clone().by("a-lia", off);
    assert_eq!(on(&put_off, "2023-09-28"), (0, 1));
    let early = play.at("2023-06-01").by("a1-hand", fulfil(2, "2023-06-01"));
    assert_eq!(on(&early, "2023-06-01"), (0, 0));
    assert_eq!(on(&early, "2023-12-31"), (1, 2));
    // Broken off by the office it was still promised; what a second reply took the place of was not.
    let gone = well_formed(&early, "c1", Action::BreakOffPromise, 1);
    assert_eq!(on(&early.by("c1", gone), "2023-12-31"), (1, 2));
    let again = promised()
        .at("2023-05-08")
        .by("p1", rate(1, Sat::Dissatisfied));
    let again = again
        .by("a1-hand", promising(1, &[("发放补贴", "2023-11-30")]))
        .to(1, S::Issued);
    assert_eq!(on(&again, "2023-12-31"), (0, 1));
}

#[test]
fn an_outcome_is_of_a_listed_type_and_on_a_day_of_the_handling() {
    let play = closed().at("2023-10-09");
    let outcome = |kind: &str, on: &str, suggestion: u32| {
        Command::RecordOutcome(RecordOutcome {
            assignment: 1,
            kind: kind.into(),
            title: "社区养老服务条例".into(),
            document: String::new(),
            on: date(on),
            suggestions: vec![suggestion],
        })
    };
    let types = play.ctx().profile.outcomes.clone();
    let unknown = play.ask("a1-hand", &outcome("song", "2023-10-09", 1));
    let said = unknown.unwrap_err().say(Lang::En);
    assert!(types.iter().all(|it| said.contains(&it.code)), "{said}");
    for (command, missing) in [
        (
            outcome("song", "2023-10-09", 1),
            Some(Missing::ListedOutcome { types }),
        ),
        (
            outcome("policy", "2023-10-09", 9),
            Some(Missing::NoSuchSuggestion {
                suggestion: 9,
                there: vec![1, 2],
            }),
        ),
        (outcome("policy", "2023-10-10", 1), None),
        (outcome("policy", "2023-03-30", 1), None),
    ] {
        let no = play.ask("a1-hand", &command).unwrap_err();
        assert!(missing.is_none_or(|it| no.missing == [it]), "{no}");
    }
    let play = play
        .by("a1-hand", outcome("policy", "2023-08-01", 1))
        .by("c1", outcome("project", "2023-09-01", 2));
    let strike = |outcome| {
        Command::StrikeOutcome(StrikeOutcome {
            assignment: 1,
            outcome,
            reason: "误登".into(),
        })
    };
    assert!(play.ask("a1-hand", &strike(2)).is_err());
    // It counts once, by whoever and on whatever day it is recorded; struck out it may come again.
    let again = outcome("policy", "2023-08-02", 2);
    let no = play.ask("c1", &again).unwrap_err();
    assert!(matches!(&no.missing[0], Missing::Field { pointer, .. } if pointer == "/title"));
    assert!(no.say(Lang::En).contains("no. 1"), "{no}");
    let play = play.by("a1-hand", strike(1));
    assert!(play.ask("c1", &again).is_ok());
    let counted = Conversion::of(&play.case.assignments[0], play.today).outcomes;
    assert_eq!(
        counted.into_iter().collect::<Vec<_>>(),
        [("project".to_owned(), 1)]
    );
    assert_eq!(play.case.assignments[0].outcomes.len(), 2);
}
