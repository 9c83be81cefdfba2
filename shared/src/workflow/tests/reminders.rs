//! Who is told of a deadline on which day.

use super::kit::{
    CAST, Play, all_done, date, drop_it, finish, pass, promised, rate, tasked, well_formed,
};
use crate::case::{Satisfaction, StageName as S};
use crate::org::{Actor, Role};
use crate::workflow::{
    Action, Holder, next_look, passed_windows, promise_reminders, reminders, task_reminders,
};

/// Lead A (1) and co-handler B (2); the reply is due on 2023-06-30, the opinion on 2023-05-04.
fn handed() -> Play {
    Play::new().filed().handed("A=lead B=co")
}

/// The steps of assignment 1 on a day, and the roles told.
fn told(play: Play, day: &str) -> Option<(i16, Vec<Role>)> {
    let play = play.at(day);
    let all = reminders(&play.case, &play.ctx());
    let one = all.into_iter().find(|reminder| reminder.assignment == 1)?;
    let roles = one.to.iter().filter_map(|holder| match holder {
        Holder::Post { role, .. } => Some(*role),
        Holder::Person { .. } => None,
    });
    Some((one.step, roles.collect()))
}

#[test]
fn each_step_is_reached_on_its_day_and_goes_higher() {
    let at = |day: &str| told(handed().to(1, S::Accepted), day);
    assert_eq!(at("2023-06-14"), None, "eleven working days are left");
    assert_eq!(
        at("2023-06-15"),
        Some((10, vec![Role::Liaison])),
        "no department has it yet, so the liaison stands for it"
    );
    assert_eq!(at("2023-06-27"), Some((3, vec![Role::Liaison])));
    assert_eq!(at("2023-06-30"), Some((3, vec![Role::Liaison])));
    assert_eq!(
        at("2023-07-03"),
        Some((-1, vec![Role::Liaison, Role::UnitHead]))
    );
    assert_eq!(
        at("2023-07-07"),
        Some((
            -5,
            vec![Role::Coordinator, Role::Supervisor, Role::UnitHead]
        ))
    );
}

#[test]
fn nobody_is_told_of_what_is_done() {
    let issued = handed()
        .to(2, S::OpinionGiven)
        .to(1, S::Issued)
        .at("2023-09-01");
    assert_eq!(reminders(&issued.case, &issued.ctx()), []);
}

#[test]
fn an_open_promise_is_told_by_the_same_steps_after_its_reply_is_out() {
    let at = |play: Play, day: &str| {
        let play = play.at(day);
        let told = promise_reminders(&play.case, &play.ctx());
        let told = told.iter().map(|it| (it.promise, it.left, it.step));
        told.collect::<Vec<_>>()
    };
    // Promised for 2023-09-28 and 2023-12-29; 2023-10-07 is a Saturday that was worked.
    assert_eq!(at(promised(), "2023-09-13"), [], "eleven working days");
    assert_eq!(at(promised(), "2023-09-14"), [(Some(1), 10, 10)]);
    assert_eq!(at(promised(), "2023-10-07"), [(Some(1), -1, -1)]);
    let last = at(promised(), "2023-12-29");
    assert_eq!(last[1], (Some(2), 0, 3));
    let play = promised().at("2023-09-14");
    let told = promise_reminders(&play.case, &play.ctx());
    let handler = Holder::Post {
        role: Role::Handler,
        place: Some("A-1".into()),
    };
    assert!(told[0].to.contains(&handler), "{told:?}");
    assert_eq!(reminders(&play.case, &play.ctx()), [], "the reply is out");
    let fulfil = well_formed(&play, "a1-hand", Action::FulfilPromise, 1);
    let kept = play.by("a1-hand", fulfil);
    assert_eq!(
        at(kept, "2023-12-28").len(),
        1,
        "what is kept is told no more"
    );
}

#[test]
fn a_window_that_passed_without_a_word_closes_and_one_with_a_grievance_does_not() {
    let server = Actor::server();
    let issued = || handed().to(2, S::OpinionGiven).to(1, S::Issued);
    let passed = |play: &Play| passed_windows(&play.case, &server, &play.ctx());
    let open = issued();
    assert_eq!(passed(&open), [0; 0]);
    let over = issued().at("2024-03-01");
    assert_eq!(passed(&over), [1]);
    // The second proposer is dissatisfied; the first decides and said nothing.
    let grievance = rate(1, Satisfaction::Dissatisfied);
    let flagged = issued().by("p2", grievance).at("2024-03-01");
    assert_eq!(passed(&flagged), [0; 0]);
}

/// The step that the task of [`tasked`] has reached on a day, and who of these is told.
fn told_of_task(play: Play, day: &str) -> Option<(i16, Vec<&'static str>)> {
    let play = play.at(day);
    let [one] = task_reminders(&play.case, &play.ctx()).try_into().ok()?;
    assert_eq!(
        (one.task, one.promise, one.due),
        (Some(1), None, date("2023-05-15"))
    );
    let hears = |who: &&str| one.to.iter().any(|to| to.is(&CAST[*who]));
    let asked = [
        "a1-hand", "a2-hand", "a-lia", "d-lia", "d-head", "d1-hand", "c1",
    ];
    Some((one.step, asked.into_iter().filter(hears).collect()))
}

#[test]
fn a_task_is_told_step_by_step_to_those_who_have_it_and_overdue_to_who_cut_it() {
    assert_eq!(told_of_task(tasked(), "2023-05-09"), None);
    let near = Some((3, vec!["a2-hand", "d-lia"]));
    assert_eq!(told_of_task(tasked(), "2023-05-10"), near);
    assert_eq!(told_of_task(tasked(), "2023-05-15"), near);
    let late = vec!["a1-hand", "a2-hand", "a-lia", "d-lia"];
    assert_eq!(told_of_task(tasked(), "2023-05-16"), Some((-1, late)));
    let far = vec!["a1-hand", "a2-hand", "a-lia", "d-lia", "d-head"];
    assert_eq!(told_of_task(tasked(), "2023-05-22"), Some((-5, far)));
    let passed = tasked()
        .by("d-lia", pass(1, "D-1"))
        .by("a2-hand", finish(1));
    assert_eq!(
        told_of_task(passed, "2023-05-10"),
        Some((3, vec!["d1-hand"]))
    );
    assert_eq!(told_of_task(all_done(), "2023-05-22"), None);
    assert_eq!(
        told_of_task(tasked().by("a-lia", drop_it(1)), "2023-05-22"),
        None
    );
}

#[test]
fn an_overdue_promise_is_told_to_its_unit_however_far_up_it_went() {
    let play = promised().at("2023-10-30");
    let told = promise_reminders(&play.case, &play.ctx());
    assert_eq!((told[0].promise, told[0].step), (Some(1), -5));
    for who in ["a1-hand", "a-lia", "a-head", "c1", "sup"] {
        assert!(told[0].to.iter().any(|to| to.is(&CAST[who])), "{who}");
    }
    assert!(!told[0].to.iter().any(|to| to.is(&CAST["b-lia"])));
}

#[test]
fn the_next_look_is_never_later_than_the_next_step() {
    for play in [handed(), tasked(), promised(), all_done()] {
        let mut day = play.today;
        let step_on = |day: crate::calendar::Date| {
            let play = play.clone().at(&day.to_string());
            let ctx = play.ctx();
            let mut all = reminders(&play.case, &ctx);
            all.extend(promise_reminders(&play.case, &ctx));
            all.extend(task_reminders(&play.case, &ctx));
            let steps = all
                .into_iter()
                .map(|it| (it.assignment, it.promise, it.task, it.step));
            (
                steps.collect::<Vec<_>>(),
                next_look(&play.case, true, &ctx),
                next_look(&play.case, false, &ctx),
            )
        };
        let (mut told, mut next, _) = step_on(day);
        let mut looks = 0;
        for _ in 0..400 {
            day = day.next().unwrap();
            let (reached, then, untold) = step_on(day);
            assert!(reached.is_empty() || untold == Some(day));
            if next.is_some_and(|next| next <= day) {
                (told, next) = (reached, then);
                looks += 1;
            } else {
                assert_eq!(reached, told, "nobody looks on {day}");
            }
        }
        assert!(next.is_none() && looks < 90, "{looks} looks");
    }
}
