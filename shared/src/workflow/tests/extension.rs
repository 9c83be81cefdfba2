//! More time: who asks, who decides, how far it goes, and what the deadline says then.

use super::kit::{Play, date, on, rate, well_formed};
use crate::calendar::{StepKind, Term};
use crate::case::{ExtensionAnswer, Satisfaction, StageName as S};
use crate::lang::Lang;
use crate::profile::Clock;
use crate::workflow::{
    Action, AttentionWhy, Command, Gate, GrantExtension, Missing, RequestExtension, WithReasonOn,
    attention, extendable_until, reminders,
};

fn ask(assignment: u32, until: &str) -> Command {
    Command::RequestExtension(RequestExtension {
        assignment,
        until: date(until),
        reason: "需会同多部门调研".into(),
    })
}

fn grant(assignment: u32, until: Option<&str>) -> Command {
    Command::GrantExtension(GrantExtension {
        assignment,
        until: until.map(date),
        note: "先答复能够明确的部分".into(),
        plain_weekdays: false,
    })
}

/// A leads, due on 2023-06-30, and B co-handles, due on 2023-05-04.
fn drafting() -> Play {
    Play::new()
        .filed()
        .handed("A=lead B=co")
        .to(1, S::Drafting)
        .to(2, S::Dispatched)
}

#[test]
fn the_office_may_grant_another_day_and_the_first_deadline_stays_on_record() {
    let play = drafting()
        .by("a-lia", ask(1, "2023-09-28"))
        .by("c1", grant(1, Some("2023-08-31")));
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.due().date, date("2023-08-31"));
    assert_eq!(a.original_due.date, date("2023-06-30"));
    assert_eq!(a.due().extends, Some(date("2023-06-30")));
    assert_eq!(a.due().from, a.original_due.from);
    let asked = &a.round().extensions[0];
    assert_eq!(asked.until, date("2023-09-28"));
    assert!(
        matches!(&asked.answer, Some(ExtensionAnswer::Granted { until, .. }) if *until == date("2023-08-31"))
    );
    assert_eq!(
        asked.say(Lang::Zh),
        "名a-lia申请延至2023-09-28：需会同多部门调研；名c1同意延至2023-08-31：先答复能够明确的部分"
    );
    // On time is by the deadline in force.
    let play = play
        .to(2, S::OpinionGiven)
        .at("2023-08-31")
        .to(1, S::Issued);
    assert_eq!(
        play.case.assignment(1).unwrap().round().on_time(),
        Some(true)
    );
}

#[test]
fn what_was_put_off_keeps_its_first_deadline_whatever_is_counted_again() {
    let recount = || Command::RecountDeadline(on(1));
    let mut play = Play::new().with(|profile| profile.deadlines.clock = Clock::SessionClose);
    play.session_closed_on = Some(date("2023-02-20"));
    let mut play = play
        .filed()
        .handed("A=lead")
        .to(1, S::Drafting)
        .by("a-lia", ask(1, "2023-06-30"))
        .by("c1", grant(1, None));
    // Neither another last day of the session nor a day off where it stands now is a reason to forget the first one.
    play.session_closed_on = Some(date("2023-02-27"));
    assert!(
        play.ask("c1", &recount()).is_err(),
        "it stands where it was put"
    );
    let play = play.with_a_day_off_more().by("c1", recount());
    let a = play.case.assignment(1).unwrap();
    assert_eq!(
        (a.original_due.date, a.due().date),
        (date("2023-05-22"), date("2023-07-03"))
    );
    // What nobody put off is its own first deadline.
    let play = drafting().with_a_day_off_more().by("c1", recount());
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.due().date, date("2023-07-03"));
    assert_eq!(a.original_due, *a.due());
}

#[test]
fn an_extended_deadline_is_explained_step_by_step_and_counted_again_from_its_steps() {
    // 2023-09-30 is a holiday; without a day granted it is the day asked for, moved on.
    let play = drafting().with(|profile| {
        profile.deadlines.extended_at_most = Term::Months(9);
    });
    let play = play
        .by("a-lia", ask(1, "2023-08-31"))
        .by("c1", grant(1, None))
        .by("a-lia", ask(1, "2023-09-30"))
        .by("c1", grant(1, None));
    let due = play.case.assignment(1).unwrap().due().clone();
    assert_eq!(
        due.date,
        date("2023-10-07"),
        "a make-up workday does not roll"
    );
    let kinds: Vec<_> = due.steps.iter().map(|step| step.kind).collect();
    assert_eq!(
        kinds,
        [
            StepKind::AddedClamped,
            StepKind::PutOff,
            StepKind::PutOff,
            StepKind::RolledOver
        ]
    );
    assert_eq!(
        due.steps[2].say(Lang::En).split("  ").nth(1),
        Some("extended (National Day and Mid-Autumn Festival)")
    );
    assert_eq!(play.ctx().calendar.reckon_again(&due), Ok(due));
}

#[test]
fn a_request_waits_for_the_office_and_the_work_stays_with_the_unit() {
    let play = drafting().by("a-lia", ask(1, "2023-09-28"));
    let whys = |play: &Play| -> Vec<AttentionWhy> {
        let found = attention(&play.case, &play.ctx());
        let of_lead = found.iter().filter(|it| it.assignment == Some(1));
        of_lead.map(|it| it.why).collect()
    };
    assert_eq!(
        whys(&play),
        [AttentionWhy::DecideExtension, AttentionWhy::Draft]
    );
    let refused = play.clone().by(
        "c1",
        Command::RefuseExtension(WithReasonOn {
            assignment: 1,
            reason: "期限尚充裕".into(),
        }),
    );
    assert_eq!(whys(&refused), [AttentionWhy::Draft]);
    let asked = &refused.case.assignment(1).unwrap().round().extensions[0];
    assert!(asked.say(Lang::Zh).ends_with("名c1不同意延期：期限尚充裕"));
    let cancelled = play.clone().by("a-lia2", Command::CancelExtension(on(1)));
    assert_eq!(whys(&cancelled), [AttentionWhy::Draft]);
    // Signed meanwhile: there is nothing to decide any more.
    let issued = play.to(2, S::OpinionGiven).to(1, S::Issued);
    assert!(!whys(&issued).contains(&AttentionWhy::DecideExtension));
}

#[test]
fn it_is_asked_for_in_time_and_never_goes_beyond_the_profile() {
    let play = drafting();
    let due = date("2023-06-30");
    let no = play
        .clone()
        .at("2023-07-03")
        .ask("a-lia", &ask(1, "2023-09-28"))
        .unwrap_err();
    assert_eq!(
        (no.gate, &no.missing[0]),
        (Gate::Extension, &Missing::DeadlinePassed { on: due })
    );
    // Six months from the hand-over on 2023-03-31 end on 2023-09-30, which rolls on to 2023-10-07.
    let latest = date("2023-10-07");
    let a = play.case.assignment(1).unwrap();
    assert_eq!(extendable_until(&play.case, a, &play.ctx()), Some(latest));
    for (day, says) in [
        ("2023-10-08", "must not lie after 2023-10-07"),
        ("2023-06-30", "must lie after the deadline in force"),
    ] {
        let no = play.ask("a-lia", &ask(1, day)).unwrap_err();
        assert!(no.to_string().contains(says), "{no}");
    }
    let full = play
        .by("a-lia", ask(1, "2023-10-07"))
        .by("c1", grant(1, None));
    let again = full
        .at("2023-10-07")
        .ask("a-lia", &ask(1, "2023-10-31"))
        .unwrap_err();
    assert_eq!(again.missing, [Missing::NoLaterDay { latest }]);
}

#[test]
fn where_deadlines_do_not_roll_none_is_put_off_to_a_day_off() {
    let play = drafting().with(|profile| profile.deadlines.roll_forward = false);
    let no = play.ask("a-lia", &ask(1, "2023-09-02")).unwrap_err();
    assert!(no.to_string().contains("is a day off"), "{no}");
    assert!(
        no.say(Lang::Zh).contains("是休息日"),
        "{}",
        no.say(Lang::Zh)
    );
    assert!(play.ask("a-lia", &ask(1, "2023-09-01")).is_ok());
    // The last day is no day off either: 2023-09-30 is one.
    let a = play.case.assignment(1).unwrap();
    assert_eq!(
        extendable_until(&play.case, a, &play.ctx()),
        Some(date("2023-09-28"))
    );
}

#[test]
fn a_year_without_holidays_is_refused_until_the_office_says_how_to_count() {
    let play = Play::new()
        .at("2026-09-18")
        .filed()
        .handed("A=lead")
        .to(1, S::Drafting)
        .by("a-lia", ask(1, "2027-03-01"));
    let no = play.ask("c1", &grant(1, None)).unwrap_err();
    assert_eq!(no.missing, [Missing::HolidaysOf { year: 2027 }]);
    let plain = Command::GrantExtension(GrantExtension {
        assignment: 1,
        until: None,
        note: String::new(),
        plain_weekdays: true,
    });
    let due = play.by("c1", plain).case.assignments[0].due().clone();
    assert!(due.plain_weekdays);
}

#[test]
fn an_opinion_goes_no_further_than_the_reply_it_is_for() {
    let usual = drafting();
    let b = usual.case.assignment(2).unwrap();
    assert_eq!(
        extendable_until(&usual.case, b, &usual.ctx()),
        Some(date("2023-05-31"))
    );
    let longer = usual.with(|profile| {
        profile.deadlines.opinion_extended_at_most = Term::Months(5);
    });
    let b = longer.case.assignment(2).unwrap();
    assert_eq!(
        extendable_until(&longer.case, b, &longer.ctx()),
        Some(date("2023-06-30"))
    );
}

#[test]
fn a_second_handling_has_a_last_day_of_its_own() {
    let play = Play::new()
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
        .at("2023-07-03")
        .by("p1", rate(1, Satisfaction::Dissatisfied));
    let a = play.case.assignment(1).unwrap();
    assert_eq!(a.due().date, date("2023-08-03"));
    assert_eq!(
        extendable_until(&play.case, a, &play.ctx()),
        Some(date("2023-09-04")),
        "two months from the rating, rolled on from a Sunday"
    );
}

#[test]
fn reminding_starts_anew_with_the_new_date() {
    let play = drafting().at("2023-06-27");
    let reached = |play: &Play| -> Option<i16> {
        let found = reminders(&play.case, &play.ctx());
        found.iter().find(|it| it.assignment == 1).map(|it| it.step)
    };
    assert_eq!(reached(&play), Some(3));
    let play = play
        .by("a-lia", ask(1, "2023-08-31"))
        .by("c1", grant(1, None));
    assert_eq!(reached(&play), None);
    assert_eq!(reached(&play.at("2023-08-29")), Some(3));
}

#[test]
fn only_the_liaison_asks_and_only_the_office_decides() {
    let play = drafting();
    for who in ["a1-hand", "a-head", "b-lia", "c1", "p1"] {
        let no = play.ask(who, &ask(1, "2023-08-31")).unwrap_err();
        assert_eq!(no.gate, Gate::Role, "{who}");
    }
    let play = play.by("a-lia", ask(1, "2023-08-31"));
    for who in ["a-lia", "sup", "adm", "p1"] {
        let command = well_formed(&play, who, Action::GrantExtension, 1);
        assert_eq!(play.ask(who, &command).unwrap_err().gate, Gate::Role);
    }
}
