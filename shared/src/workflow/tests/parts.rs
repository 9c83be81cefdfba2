//! Parts of a proposal that several units split: every suggestion has a unit, and what has lost it gets one.

use super::kit::{Play, actor, on, rate};
use crate::api::notices::NoticeKind as K;
use crate::case::{ProposalStage, Satisfaction, StageName as S};
use crate::workflow::{
    Action, AttentionWhy, Command, ExtendPart, Gate, Missing, attention, guard, telling,
};

/// A answers suggestion 1 and C suggestion 2.
fn split() -> Play {
    Play::new().filed().handed("A=split:1 C=split:2")
}

fn extend(assignment: u32, suggestions: &[u32]) -> Command {
    Command::ExtendPart(ExtendPart {
        assignment,
        suggestions: suggestions.to_vec(),
    })
}

fn left(play: &Play) -> Vec<u32> {
    play.case.left_to_nobody().collect()
}

/// Why the case as a whole waits for the office.
fn waits(play: &Play) -> Vec<AttentionWhy> {
    let all = attention(&play.case, &play.ctx()).into_iter();
    let whole = all.filter(|it| it.assignment.is_none());
    whole.map(|it| it.why).collect()
}

#[test]
fn a_split_answers_its_own_part() {
    let play = split().to(1, S::Issued);
    let answers = &play.case.assignment(1).unwrap().round().content.answers;
    assert_eq!(answers.keys().collect::<Vec<_>>(), [&1]);
    assert_eq!(play.case.stage(), ProposalStage::InHandling);
    assert_eq!(play.to(2, S::Issued).case.stage(), ProposalStage::Answered);
}

#[test]
fn what_no_unit_answers_waits_for_the_office_and_is_not_answered() {
    let play = split();
    assert_eq!((left(&play), waits(&play)), (vec![], vec![]));
    let play = play.by("c1", Command::TakeBack(on(2))).to(1, S::Issued);
    assert_eq!(left(&play), [2]);
    assert_eq!(waits(&play), [AttentionWhy::AssignSuggestions]);
    // The one reply there is answers the half of it, and another unit can still be found.
    assert_eq!(play.case.stage(), ProposalStage::InHandling);
    let play = play.handed("C=split:2");
    assert_eq!((left(&play), waits(&play)), (vec![], vec![]));
    assert_eq!(play.to(3, S::Issued).case.stage(), ProposalStage::Answered);
}

#[test]
fn the_part_of_a_unit_grows_by_what_no_unit_answers() {
    let play = split()
        .by("c1", Command::TakeBack(on(2)))
        .to(1, S::Drafting);
    for wrong in [&[][..], &[1], &[3], &[1, 2]] {
        let no = play.ask("c1", &extend(1, wrong)).unwrap_err();
        assert_eq!(no.gate, Gate::Form, "{wrong:?}");
        assert!(no.to_string().contains("no unit answers: 2"), "{no}");
    }
    let play = play.by("c1", extend(1, &[2]));
    assert_eq!(play.case.assignment(1).unwrap().suggestions, [1, 2]);
    assert_eq!(waits(&play), []);
    let told = telling(&play.case, play.events.last().unwrap(), &play.ctx());
    let said: Vec<_> = told.iter().map(|it| (it.kind, it.note.as_str())).collect();
    assert_eq!(said, [(K::PartExtended, "2. 培训护理员")]);
    for code in ["a-lia", "a1-hand"] {
        let hears = told[0].to.iter().any(|to| to.waits_for(actor(code)));
        assert!(hears, "{code}");
    }
    let no = play.ask("c1", &extend(1, &[2])).unwrap_err();
    assert_eq!(no.missing, [Missing::EverySuggestionHasUnit]);
    // It is handed in only with both answered.
    let answered = play.to(1, S::Issued);
    let answers = &answered.case.assignment(1).unwrap().round().content.answers;
    assert_eq!(answers.keys().collect::<Vec<_>>(), [&1, &2]);
}

#[test]
fn who_comes_to_parts_without_one_answers_what_they_leave() {
    let part = |play: &Play, no| play.case.assignment(no).unwrap().suggestions.clone();
    let left = split().by("c1", Command::TakeBack(on(2)));
    assert_eq!(part(&left.handed("D=split"), 3), [2]);
    // With nothing left, or one of them answering everything, it is the whole.
    assert_eq!(part(&split().handed("D=split"), 3), [0; 0]);
    let whole = Play::new().filed().handed("A=split C=split");
    assert_eq!(part(&whole.handed("D=split"), 3), [0; 0]);
}

#[test]
fn a_part_grows_only_where_something_has_no_unit_and_nothing_is_under_review() {
    let refused = |play: &Play| {
        let (case, ctx) = (&play.case, play.ctx());
        guard(case, actor("c1"), Action::ExtendPart, Some(1), &ctx).unwrap_err()
    };
    let whole = split();
    assert_eq!(refused(&whole).missing, [Missing::EverySuggestionHasUnit]);
    // Under review the text answers what it answers: it goes back first.
    let reviewed = whole.to(1, S::Level1).by("c1", Command::TakeBack(on(2)));
    assert_eq!(refused(&reviewed).gate, Gate::Stage);
    // Another round answers a member who knows what the first one answered.
    let again = reviewed.to(1, S::Issued);
    let again = again
        .by("p1", rate(1, Satisfaction::Dissatisfied))
        .to(1, S::Drafting);
    let unit = "A".into();
    assert_eq!(refused(&again).missing, [Missing::UnitHasActed { unit }]);
}
