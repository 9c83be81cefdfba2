//! Facts and figures of cases that were played.

use crate::case::{Case, Class, Satisfaction as Sat, StageName as S};
use crate::figures::{Figures, count, item_facts, proposal_facts};
use crate::profile::Profile;
use crate::workflow::tests::kit::{Play, draft, on, rate, well_formed};
use crate::workflow::{Action, Command, Merge, WithReason, WithReasonOn};

fn withdraw() -> Command {
    Command::Withdraw(WithReason {
        reason: "已解决".into(),
    })
}

fn merge() -> Command {
    Command::Merge(Merge {
        into: "case-m".into(),
    })
}

fn figures(cases: &[&Case]) -> Figures {
    let proposals: Vec<_> = cases.iter().map(|case| proposal_facts(case)).collect();
    let items: Vec<_> = cases.iter().flat_map(|case| item_facts(case)).collect();
    count(&proposals, &items, &Profile::shenzhen().figures)
}

#[test]
fn filed_is_what_was_filed_when_it_ended() {
    let filed = |play: &Play| proposal_facts(&play.case).filed;
    assert!(!filed(&Play::new()));
    assert!(filed(&Play::new().filed()));
    assert!(filed(&Play::new().filed().by("c1", merge())));
    assert!(!filed(&Play::new().by("c1", merge())));
    assert!(filed(&Play::new().filed().by("p1", withdraw())));
    assert!(!filed(&Play::new().by("p1", withdraw())));
    // The number stays when a filing is undone; the filing does not.
    let undone = || Play::new().filed().by("c1", Command::Unfile {});
    assert!(!filed(&undone()));
    assert!(!filed(&undone().by("p1", withdraw())));
    assert!(!filed(&undone().by("c1", merge())));
}

#[test]
fn an_item_is_a_reply_that_is_still_owed() {
    let play = Play::new().filed().handed("A=split C=split B=co");
    let units = |play: &Play| {
        let items = item_facts(&play.case);
        let units: Vec<_> = items.iter().map(|item| item.unit.0.clone()).collect();
        units.join(" ")
    };
    assert_eq!(units(&play), "A C");
    let ask = Command::RequestReturn(WithReasonOn {
        assignment: 1,
        reason: "不属本单位".into(),
    });
    let returned = play.by("a-lia", ask).by("c1", Command::GrantReturn(on(1)));
    assert_eq!(units(&returned), "C");
    let given = well_formed(&returned, "c1", Action::Reassign, 2);
    assert_eq!(units(&returned.by("c1", given)), "D");
}

#[test]
fn the_first_reply_is_on_time_or_late_whatever_comes_after() {
    let play = Play::of(&["p1"]).filed().handed("A=lead").to(1, S::Level3);
    let issue = |day: &str| play.clone().at(day).to(1, S::Issued);
    let rate_of = |play: &Play| figures(&[&play.case]).on_time.percent.unwrap();
    assert_eq!(rate_of(&issue("2023-06-30")), "100.00");
    assert_eq!(rate_of(&issue("2023-07-01")), "0.00");
    let again = issue("2023-06-30")
        .at("2023-07-20")
        .by("p1", rate(1, Sat::Dissatisfied))
        .at("2023-12-01")
        .to(1, S::Issued);
    let facts = &item_facts(&again.case)[0];
    assert_eq!(facts.issued_on.unwrap().to_string(), "2023-06-30");
    assert_eq!(facts.due.to_string(), "2023-06-30");
    assert_eq!(rate_of(&again), "100.00");
}

#[test]
fn first_and_final_class_and_rating_of_a_second_handling() {
    let play = Play::of(&["p1"])
        .filed()
        .handed("A=lead")
        .ready(1)
        .by("a1-hand", draft(1, Some(Class::C)))
        .to(1, S::Issued)
        .by("p1", rate(1, Sat::Dissatisfied));
    let between = &item_facts(&play.case)[0];
    assert_eq!(
        (between.round, between.class),
        (2, Some(Class::C)),
        "C is what is out"
    );
    assert_eq!(between.final_rating, Some(Sat::Dissatisfied));
    let play = play.to(1, S::Issued).by("p1", rate(1, Sat::Satisfied));
    let facts = &item_facts(&play.case)[0];
    assert_eq!(facts.class, Some(Class::A));
    assert_eq!(facts.first_rating, Some(Sat::Dissatisfied));
    assert_eq!(facts.final_rating, Some(Sat::Satisfied));
    assert_eq!((facts.forms_asked, facts.forms_returned), (2, 2));
    let shown = figures(&[&play.case]);
    assert_eq!(shown.second_handling.percent.as_deref(), Some("100.00"));
    assert_eq!(shown.first_satisfaction.percent.as_deref(), Some("0.00"));
    assert_eq!(shown.final_satisfaction.percent.as_deref(), Some("100.00"));
}

#[test]
fn forms_are_asked_of_everybody_who_may_rate() {
    let play = Play::new()
        .absorbing()
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
        .by("m", rate(1, Sat::Satisfied));
    let facts = &item_facts(&play.case)[0];
    assert_eq!((facts.forms_asked, facts.forms_returned), (4, 1));
    assert_eq!(
        facts.first_rating, None,
        "the first proposer has not spoken"
    );
}

#[test]
fn a_struck_visit_is_no_visit() {
    let visited = Play::new().filed().handed("A=lead").to(1, S::Drafting);
    assert!(item_facts(&visited.case)[0].face_to_face);
    let strike = well_formed(&visited, "a1-hand", Action::StrikeContact, 1);
    let struck = visited.by("a1-hand", strike);
    assert!(!item_facts(&struck.case)[0].face_to_face);
}

#[test]
fn a_small_session_adds_up() {
    let open = Play::new().filed().handed("A=lead B=co");
    let split = Play::new()
        .filed()
        .handed("A=split C=split")
        .to(1, S::Issued);
    let done = Play::of(&["p1"])
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
        .by("p1", rate(1, Sat::Satisfied));
    let fresh = Play::new();
    let all = figures(&[&open.case, &split.case, &done.case, &fresh.case]);
    assert_eq!((all.submitted, all.due), (4, 4));
    assert_eq!((all.filing.numerator, all.filing.denominator), (3, 4));
    assert_eq!(
        (all.completion.numerator, all.completion.denominator),
        (2, 4)
    );
    let classes: u64 = all.classes.iter().map(|row| row.share.numerator).sum();
    assert_eq!(
        classes, all.completion.numerator,
        "every reply has its class"
    );
    assert_eq!(all.final_satisfaction.denominator, 1);
    assert_eq!(all.satisfaction_of_all.percent.as_deref(), Some("50.00"));
    assert_eq!((all.returned.numerator, all.returned.denominator), (1, 3));
}
