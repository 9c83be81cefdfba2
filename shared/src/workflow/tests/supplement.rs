//! Supplementary replies: they raise the class, and count for nothing else.

use super::kit::{
    CAST, LETTER, ORG, Play, draft, promised, promising, rate, supplement, supplemented,
    well_formed,
};
use crate::case::{Class, PromiseState, ProposalStage, Satisfaction as Sat, StageName as S};
use crate::figures::{FigureName, Level, count, facts};
use crate::profile::Profile;
use crate::workflow::{
    Action, AttentionWhy, Command, Gate, Missing, Reader, WithReasonOnPromise, attention, guard,
    redact,
};

fn of_day(play: &Play) -> Vec<crate::figures::Fact> {
    facts(&play.case, |_| "2023-03-01".parse().unwrap())
}

#[test]
fn the_first_class_stays_on_record_and_in_every_figure() {
    let begun = supplement();
    let play = supplemented();
    let a = &play.case.assignments[0];
    assert_eq!(
        (a.first_class(), a.class()),
        (Some(Class::B), Some(Class::A))
    );
    assert_eq!(a.rounds[0].content.class, Some(Class::B));
    assert_eq!(a.rounds[0].content.body, LETTER);
    assert_eq!(a.rounds.len(), 2);
    // Closed before, between and after: completion, on time, satisfaction, second handling are what they were.
    for play in [&begun, &play] {
        assert_eq!(play.case.stage(), ProposalStage::Closed);
        assert!(!play.case.assignments[0].is_open());
    }
    let before = {
        let play = promised()
            .by("p1", rate(1, Sat::Satisfied))
            .by("p2", rate(1, Sat::Satisfied))
            .at("2023-10-09");
        let fulfil = well_formed(&play, "a1-hand", Action::FulfilPromise, 1);
        play.by("a1-hand", fulfil)
    };
    assert_eq!(of_day(&before), of_day(&begun));
    let rules = Profile::shenzhen().figures;
    let figures = |play: &Play| {
        let counted = count(&of_day(play), &[], None, Level::Whole);
        counted.whole.figures(&rules)
    };
    let (before, after) = (figures(&before), figures(&play));
    for (name, rate) in before.named() {
        let raised = u64::from(name == FigureName::Raised);
        let is = after.rate(name).unwrap();
        assert_eq!(
            (is.numerator, is.denominator),
            (rate.numerator + raised, rate.denominator),
            "{name}"
        );
    }
}

#[test]
fn it_passes_every_level_and_never_lowers_the_class() {
    let lower = supplement().by("a1-hand", draft(1, Some(Class::C)));
    let submit = well_formed(&lower, "a1-hand", Action::SubmitReply, 1);
    let no = lower.ask("a1-hand", &submit).unwrap_err();
    assert_eq!(no.gate, Gate::ClassFitsContent);
    assert_eq!(no.missing, [Missing::ClassNotBelow { was: Class::B }]);
    // The same class needs no new promise while one that was made is open.
    let same = supplement()
        .by("a1-hand", promising(1, &[]))
        .to(1, S::Level1);
    for (level, who) in [(S::Level2, "a1-dh"), (S::Level3, "a-lia")] {
        assert!(
            guard(
                &same.case,
                &CAST["a-head"],
                Action::Sign,
                Some(1),
                &same.ctx()
            )
            .is_err()
        );
        let next = same.clone().to(1, level);
        assert_eq!(next.events.last().unwrap().by.person.as_str(), who);
    }
    let out = same.to(1, S::Closed);
    assert_eq!(out.case.assignments[0].class(), Some(Class::B));
}

#[test]
fn it_takes_no_promise_back_and_may_add_some() {
    let new = [("编制运营办法", "2023-12-01")];
    let play = supplement()
        .by("a1-hand", promising(1, &new))
        .to(1, S::Closed);
    let open: Vec<_> = play.case.open_promises().map(|(_, it)| it.no).collect();
    assert_eq!(open, [2, 3]);
    assert_eq!(play.case.assignments[0].promises[2].round, 2);
    assert!(play.case.is_tracked());
}

#[test]
fn nobody_is_asked_to_rate_again_and_no_deadline_runs() {
    let begun = supplement();
    let waits = attention(&begun.case, &begun.ctx());
    let draft = waits
        .iter()
        .find(|it| it.why == AttentionWhy::Supplement)
        .unwrap();
    assert!(draft.waits_for(&CAST["a1-hand"]) && draft.due.is_none());
    let play = supplemented();
    let waits = attention(&play.case, &play.ctx());
    assert!(waits.iter().all(|it| matches!(
        it.why,
        AttentionWhy::KeepPromise | AttentionWhy::PromiseOverdue
    )));
    for action in [Action::Rate, Action::RecordRating, Action::SecondHandling] {
        for who in CAST.values() {
            assert!(guard(&play.case, who, action, Some(1), &play.ctx()).is_err());
        }
    }
}

#[test]
fn proposers_read_it_once_it_is_out() {
    let seen = |play: &Play| {
        let case = redact(play.case.clone(), &CAST["p2"], &ORG);
        case.assignments[0].rounds[1].content.body.clone()
    };
    let written = supplement().by("a1-hand", draft(1, Some(Class::A)));
    assert_eq!(seen(&written), "");
    assert_eq!(seen(&supplemented()), LETTER);
    let reader = Reader::new(&written.case, &CAST["p2"], &ORG);
    let read = written
        .events
        .iter()
        .cloned()
        .filter_map(|event| reader.read(event));
    assert!(
        !read
            .into_iter()
            .any(|event| event.what.kind() == "supplement_begun")
    );
}

#[test]
fn it_cannot_be_signed_once_nothing_is_kept_any_more() {
    let play = supplement().by("a1-hand", draft(1, Some(Class::A)));
    let play = play.to(1, S::Level3);
    assert!(
        guard(
            &play.case,
            &CAST["a-head"],
            Action::Sign,
            Some(1),
            &play.ctx()
        )
        .is_ok()
    );
    let kept = play.case.assignments[0]
        .promises
        .iter()
        .filter(|it| it.state == PromiseState::Kept);
    let kept: Vec<u32> = kept.map(|it| it.no).collect();
    let play = kept.iter().fold(play, |play, no| {
        play.by(
            "sup",
            Command::ReopenPromise(WithReasonOnPromise {
                assignment: 1,
                promise: *no,
                reason: "未见实效".into(),
            }),
        )
    });
    let no = guard(
        &play.case,
        &CAST["a-head"],
        Action::Sign,
        Some(1),
        &play.ctx(),
    )
    .unwrap_err();
    let states = vec![PromiseState::Kept];
    assert_eq!(no.missing, [Missing::PromiseAt { states }]);
}

#[test]
fn a_class_that_rests_on_a_promise_made_before_is_not_signed_once_that_is_kept_too() {
    let play = supplement()
        .by("a1-hand", promising(1, &[]))
        .to(1, S::Level3);
    let signs = |play: &Play| play.ask("a-head", &well_formed(play, "a-head", Action::Sign, 1));
    assert!(signs(&play).is_ok());
    let fulfil = well_formed(&play, "a1-hand", Action::FulfilPromise, 1);
    let play = play.by("a1-hand", fulfil);
    // Nor is such a text written under review; another class, or another promise, brings it on.
    let as_it_is = play.ask("a1-hand", &promising(1, &[]));
    for no in [signs(&play), as_it_is].map(Result::unwrap_err) {
        assert_eq!(no.gate, Gate::ClassFitsContent);
        assert_eq!(no.missing, [Missing::DatedPromise]);
    }
    let new = [("编制运营办法", "2023-12-01")];
    let promised = play.clone().by("a1-hand", promising(1, &new));
    let raised = play.by("a1-hand", draft(1, Some(Class::A)));
    for play in [promised, raised] {
        assert!(signs(&play.to(1, S::Level3)).is_ok());
    }
}

#[test]
fn what_a_level_said_of_it_is_not_dropped_and_why_it_is_written_is_not_told_before_it_is_out() {
    let play = supplement().by("a1-hand", draft(1, Some(Class::A)));
    let cause = |who: &str| {
        redact(play.case.clone(), &CAST[who], &ORG).assignments[0]
            .round()
            .cause
            .clone()
    };
    assert!(cause("p2").is_empty() && !cause("a1-hand").is_empty());
    let play = play.to(1, S::Level1).by("a1-dh", super::kit::send_back(1));
    let no = guard(
        &play.case,
        &CAST["a1-hand"],
        Action::DropSupplement,
        Some(1),
        &play.ctx(),
    );
    assert_eq!(no.unwrap_err().missing, [Missing::ActedSince]);
}
