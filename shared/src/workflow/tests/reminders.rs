//! Who is told of a deadline on which day.

use super::kit::{Play, promised, rate, well_formed};
use crate::case::{Satisfaction, StageName as S};
use crate::org::{Actor, Role};
use crate::workflow::{Action, Holder, passed_windows, promise_reminders, reminders};

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
