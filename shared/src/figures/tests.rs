//! Facts and figures of cases that were played.

mod published;

use crate::case::{Case, Class, Satisfaction as Sat, StageName as S};
use crate::figures::{
    Broken, Dimension, Fact, FigureName, Figures, Joined, Level, Marks, Measure, Shared, Tallies,
    Tally, count, facts, is_filed,
};
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

fn all_facts(cases: &[&Case]) -> Vec<Fact> {
    let day = "2023-02-06".parse().unwrap();
    cases.iter().flat_map(|case| facts(case, |_| day)).collect()
}

fn figures(cases: &[&Case]) -> Figures {
    let broken = count(&all_facts(cases), &[], None, Level::Whole);
    broken.whole.figures(&Profile::shenzhen().figures)
}

/// The facts of the first reply item.
fn item(play: &Play) -> Fact {
    all_facts(&[&play.case]).remove(1)
}

fn holds(fact: &Fact, measure: Measure) -> bool {
    fact.marks.has(measure.mark(Level::Whole).unwrap())
}

#[test]
fn filed_is_what_was_filed_when_it_ended() {
    let filed = |play: &Play| is_filed(&play.case);
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
        let facts = all_facts(&[&play.case]);
        let units: Vec<_> = facts[1..].iter().map(|item| item.unit.clone()).collect();
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
    assert_eq!(rate_of(&again), "100.00");
    assert_eq!(item(&again).quarter, "2023Q2", "that of its first deadline");
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
    let between = item(&play);
    assert!(holds(&between, Measure::Again));
    assert!(
        holds(&between, Measure::OfClass(Some(Class::C))),
        "C is what is out"
    );
    assert_eq!(between.tallies.get(Tally::Dissatisfied), 1);
    let play = play.to(1, S::Issued).by("p1", rate(1, Sat::Satisfied));
    let fact = item(&play);
    assert!(holds(&fact, Measure::OfClass(Some(Class::A))));
    assert!(!holds(&fact, Measure::OfClass(Some(Class::C))));
    let forms = |tally| fact.tallies.get(tally);
    assert_eq!((forms(Tally::FirstForms), forms(Tally::FirstGood)), (1, 0));
    assert_eq!(
        (forms(Tally::Satisfied), forms(Tally::Dissatisfied)),
        (1, 0)
    );
    assert_eq!((forms(Tally::Asked), forms(Tally::Returned)), (2, 2));
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
    let shown = figures(&[&play.case]);
    assert_eq!(
        (shown.returned.numerator, shown.returned.denominator),
        (1, 4)
    );
    let (first, of_all) = (&shown.first_satisfaction, &shown.satisfaction_of_all);
    assert_eq!(
        (first.numerator, first.denominator),
        (1, 1),
        "by form returned"
    );
    assert_eq!(
        of_all.numerator, 0,
        "the first proposer decides, and has not spoken"
    );
}

#[test]
fn forms_of_a_round_that_another_handling_ended_stay_asked_for() {
    // Four may rate; the first is dissatisfied before the others have said anything.
    let again = Play::new()
        .absorbing()
        .filed()
        .handed("A=lead")
        .to(1, S::Issued)
        .by("p1", rate(1, Sat::Dissatisfied));
    let returned = |play: &Play| {
        let rate = figures(&[&play.case]).returned;
        (rate.numerator, rate.denominator)
    };
    assert_eq!(returned(&again), (1, 4));
    let out = again.to(1, S::Issued);
    assert_eq!(
        returned(&out),
        (1, 8),
        "the next reply asks all of them again"
    );
    let all = ["p1", "p2", "m", "m2"];
    let rated = all
        .iter()
        .fold(out, |play, who| play.by(who, rate(1, Sat::Satisfied)));
    assert_eq!(returned(&rated), (5, 8));
}

#[test]
fn a_struck_visit_is_no_visit() {
    let visited = Play::new().filed().handed("A=lead").to(1, S::Drafting);
    assert!(holds(&item(&visited), Measure::Met));
    let strike = well_formed(&visited, "a1-hand", Action::StrikeContact, 1);
    let struck = visited.by("a1-hand", strike);
    assert!(!holds(&item(&struck), Measure::Met));
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

#[test]
fn a_unit_is_counted_by_what_it_answers_itself() {
    let split = Play::new()
        .filed()
        .handed("A=split C=split")
        .to(1, S::Issued);
    let done = Play::of(&["p1"]).filed().handed("A=lead").to(1, S::Issued);
    let open = Play::new().filed().handed("C=lead B=co");
    let facts = all_facts(&[&split.case, &done.case, &open.case]);
    let by_unit = count(&facts, &[], Some(Dimension::Unit), Level::Whole);
    let units: Vec<&str> = by_unit.groups.keys().map(String::as_str).collect();
    assert_eq!(units, ["A", "C"], "a co-handler owes no reply");
    let of = |unit: &str, measure| by_unit.groups[unit].of(measure);
    assert_eq!(
        (of("A", Measure::Submitted), of("A", Measure::Answered)),
        (2, 2)
    );
    assert_eq!(
        (of("C", Measure::Submitted), of("C", Measure::Answered)),
        (2, 0)
    );
    let whole = |measure| by_unit.whole.of(measure);
    assert_eq!(
        (whole(Measure::Submitted), whole(Measure::Answered)),
        (3, 1)
    );
    // A suggestion that two answer is one suggestion of the proposal.
    let suggestions = split.case.proposal.suggestions.len() + done.case.proposal.suggestions.len();
    let covered = split.case.assignments[0].suggestions.len();
    let one_sided = if covered == 0 {
        0
    } else {
        split.case.proposal.suggestions.len() - covered
    };
    assert_eq!(
        whole(Measure::SUGGESTIONS),
        (suggestions - one_sided) as u64
    );
    // Asked for one unit alone, it comes to the same.
    let only_a = [(Dimension::Unit, "A".to_owned())];
    assert_eq!(
        count(&facts, &only_a, None, Level::Own).whole,
        by_unit.groups["A"]
    );
}

#[test]
fn every_part_of_a_dimension_adds_up_to_the_whole() {
    let cases = [
        Play::new().filed().handed("A=lead").to(1, S::Issued),
        Play::new()
            .filed()
            .handed("A=split C=split")
            .to(2, S::Issued),
        Play::new(),
    ];
    let cases: Vec<&Case> = cases.iter().map(|play| &play.case).collect();
    let facts = all_facts(&cases);
    for by in Dimension::ALL
        .iter()
        .filter(|by| by.level() == Level::Whole)
    {
        let broken = count(&facts, &[], Some(*by), Level::Whole);
        for figure in FigureName::ALL {
            for measure in [figure.numerator(), figure.denominator()] {
                let parts: u64 = broken.groups.values().map(|sums| sums.of(measure)).sum();
                assert_eq!(parts, broken.whole.of(measure), "{figure} by {by}");
            }
        }
    }
}

#[test]
fn what_a_figure_divides_it_divides_by_the_same_unit_of_count() {
    for figure in FigureName::ALL {
        assert_eq!(
            figure.numerator().unit(),
            figure.denominator().unit(),
            "{figure}"
        );
    }
}

#[test]
fn what_two_units_of_one_person_say_to_one_suggestion_is_one_answer_the_better() {
    let mut marks = Marks::default();
    marks.set(Measure::Owed.mark(Level::Own).unwrap(), true);
    let said: [(&str, Shared); 2] = [
        ("A", vec![(1, Tally::Planned), (2, Tally::Adopted)]),
        ("B", vec![(1, Tally::PartlyAdopted), (2, Tally::Unanswered)]),
    ];
    let mut broken = Broken::new(Level::Own);
    for (unit, shared) in &said {
        let mut tallies = Tallies::default();
        // Each answers another one alone.
        tallies.add(Tally::NotAdopted, 1);
        for (_, tally) in shared {
            tallies.add(*tally, 1);
        }
        broken.add(Some((Dimension::Unit, unit)), marks, 1, &tallies);
    }
    let whole = |broken: &Broken| Tally::OF_SUGGESTIONS.map(|it| broken.whole.of(Measure::one(it)));
    assert_eq!(whole(&broken), [1, 1, 1, 2, 1]);
    let by_unit = broken.groups.clone();
    let rows = said.iter().map(|(at, shared)| Joined { at, marks, shared });
    broken.join(&rows.collect::<Vec<_>>());
    assert_eq!(whole(&broken), [1, 1, 0, 2, 0]);
    assert_eq!(broken.whole.of(Measure::SUGGESTIONS), 4);
    assert_eq!(broken.groups, by_unit, "each has answered it all the same");
}
