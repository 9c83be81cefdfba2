//! What a merged proposal asks for is answered in the case that took it in, suggestion by suggestion.

use std::collections::BTreeSet;

use super::kit::{
    CAST, Play, actor, answer, cut, drop_it, hand_over, on, rate, send_back, well_formed,
};
use crate::api::notices::NoticeKind as K;
use crate::case::{
    AssignmentRole, Ending, Satisfaction, Stage, StageName as S, TaskState, Verdict,
};
use crate::figures::answers_of;
use crate::lang::Lang;
use crate::workflow::{
    Action, Amend, Command, Event, Gate, HandTo, Happened, Missing, can_see, falls_away, replay,
    telling,
};

/// Each suggestion as it is answered here: its number, and what the proposal it is of is called.
fn asked(play: &Play) -> Vec<(u32, Option<String>)> {
    let asked = play.case.suggestions();
    let called = asked.map(|it| (it.no, it.of.map(|of| of.shown_number().to_owned())));
    called.collect()
}

fn numbers(play: &Play) -> Vec<u32> {
    play.case.suggestions().map(|it| it.no).collect()
}

/// Handed over to A and C, which split the work like this.
fn split(play: Play, a: &[u32], c: &[u32]) -> Play {
    let part = |unit: &str, suggestions: &[u32]| HandTo {
        unit: unit.into(),
        role: AssignmentRole::Split,
        suggestions: suggestions.to_vec(),
    };
    let to = vec![part("A", a), part("C", c)];
    play.by("c1", Command::HandOver(hand_over(to)))
}

fn unmerged(play: Play) -> Play {
    play.the_other_way_round()
        .by("c1", Command::Unmerge {})
        .the_other_way_round()
}

/// Who is told what of the events from this one on.
fn told(play: &Play, from: usize) -> BTreeSet<(&'static str, &'static str)> {
    let mut who = BTreeSet::new();
    for event in &play.events[from..] {
        for one in telling(&play.case, event, &play.ctx()) {
            for (code, actor) in CAST.iter() {
                if one.to.iter().any(|to| to.waits_for(actor)) {
                    who.insert((*code, one.kind.code()));
                }
            }
        }
    }
    who
}

#[test]
fn they_are_numbered_on_and_none_is_left_out_of_the_reply() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Drafting);
    let play = play.absorbing();
    let of = Some("2023case-m".to_owned());
    let all = [(1, None), (2, None), (3, of.clone()), (4, of)];
    assert_eq!(asked(&play), all);
    let mut play = play.ready(1);
    assert_eq!(play.case.assignments[0].round().content.answers.len(), 4);
    // One of them is not answered: the gate names it.
    let whole = play.clone();
    play.case.assignments[0].rounds[0]
        .content
        .answers
        .remove(&4);
    let no = play.ask("a1-hand", &Command::SubmitReply(on(1)));
    let no = no.unwrap_err();
    assert_eq!(no.gate, Gate::EverySuggestionAnswered);
    let suggestions = vec![4];
    assert_eq!(no.missing, [Missing::Answers { suggestions }]);
    let no = play.ask("a1-hand", &answer(1, 5, Verdict::Adopted));
    let missing = [Missing::NoSuchSuggestion {
        suggestion: 5,
        there: vec![1, 2, 3, 4],
    }];
    assert_eq!(no.unwrap_err().missing, missing);
    // A member of either proposal rates the reply to all.
    let issued = whole
        .to(1, S::Issued)
        .by("m", rate(1, Satisfaction::Satisfied));
    let told = answers_of(&issued.case.assignments[0], &issued.case);
    assert_eq!(told.len(), 4);
    assert!(told.values().all(|it| *it == Some(Verdict::Adopted)));
}

#[test]
fn work_is_cut_from_them_and_comes_of_them() {
    let play = Play::new().filed().handed("A=lead").absorbing();
    let play = play.to(1, S::Dispatched).by("a1-hand", cut(4, &["D"]));
    assert_eq!(play.case.assignments[0].tasks[0].suggestion, 4);
    assert!(play.ask("a1-hand", &cut(5, &["D"])).is_err());
    let play = play.by("a1-hand", drop_it(1)).to(1, S::Issued);
    let outcome = |suggestion| {
        let command = well_formed(&play, "a1-hand", Action::RecordOutcome, 1);
        let Command::RecordOutcome(mut with) = command else {
            unreachable!()
        };
        with.suggestions = vec![suggestion];
        play.ask("a1-hand", &Command::RecordOutcome(with))
    };
    assert!(outcome(4).is_ok());
    assert!(outcome(5).is_err());
}

#[test]
fn where_every_unit_has_a_part_the_first_answers_them() {
    let parts = |play: &Play| -> Vec<Vec<u32>> {
        let live = play.case.live();
        live.map(|a| a.suggestions.clone()).collect()
    };
    let play = split(Play::new().filed(), &[1], &[2]).absorbing();
    assert_eq!(parts(&play), [vec![1, 3, 4], vec![2]]);
    let back = unmerged(play);
    assert_eq!(parts(&back), [vec![1], vec![2]]);
    // Who answers the whole answers them too.
    let play = split(Play::new().filed(), &[], &[2]).absorbing();
    assert_eq!(parts(&play), [vec![], vec![2]]);
    // A hand-over after the merge names them like any other.
    let merged = || Play::new().filed().absorbing();
    assert_eq!(parts(&split(merged(), &[1, 4], &[2, 3])), [[1, 4], [2, 3]]);
    let to = vec![HandTo {
        unit: "A".into(),
        role: AssignmentRole::Lead,
        suggestions: vec![5],
    }];
    let no = merged().ask("c1", &Command::HandOver(hand_over(to)));
    let missing = [Missing::NoSuchSuggestion {
        suggestion: 5,
        there: vec![1, 2, 3, 4],
    }];
    assert_eq!(no.unwrap_err().missing, missing);
}

#[test]
fn with_the_merge_undone_answers_and_tasks_go_and_who_loses_a_task_is_told() {
    let play = Play::new().filed().handed("A=lead").absorbing();
    let play = play
        .to(1, S::Dispatched)
        .by("a1-hand", cut(2, &["B"]))
        .by("a1-hand", cut(3, &["D"]))
        .ready(1);
    assert!(can_see(&play.case, actor("d-lia")));
    let begun = play.events.len();
    let away = falls_away(&play.case, &play.case.absorbed[0].case);
    let answers = play.case.assignments[0].round().content.answers.keys();
    let to_theirs = answers.filter(|no| **no > 2).count();
    let play = unmerged(play);
    assert_eq!((away.tasks, away.answers), (1, to_theirs));
    assert!(away.parts.is_empty() && away.answers > 0);
    assert_eq!(asked(&play), [(1, None), (2, None)]);
    let a = &play.case.assignments[0];
    let answered: Vec<u32> = a.round().content.answers.keys().copied().collect();
    assert_eq!(answered, [1, 2]);
    let states: Vec<TaskState> = a.tasks.iter().map(|task| task.state()).collect();
    assert_eq!(states, [TaskState::Open, TaskState::Dropped]);
    let dropped = a.tasks[1].dropped.as_ref().unwrap();
    assert_eq!(dropped.why(Lang::Zh), "2023case-m号提案已撤销并案");
    assert_eq!(
        dropped.why(Lang::En),
        "proposal 2023case-m is merged no longer"
    );
    assert!(!can_see(&play.case, actor("d-lia")));
    let told = told(&play, begun);
    assert!(told.contains(&("d-lia", K::TaskUnmerged.code())));
    assert!(told.contains(&("a1-hand", K::TaskUnmerged.code())));
    assert!(told.contains(&("a-lia", K::MergeUndone.code())));
    assert!(!told.iter().any(|(who, _)| *who == "b-lia"), "{told:?}");
    // The rest is answered, so it can be handed in.
    assert!(play.ask("a1-hand", &Command::SubmitReply(on(1))).is_ok());
    assert_eq!(replay(&play.events).as_ref(), Some(&play.case));
    // What is on record of a number is never taken for what another asks.
    assert_eq!(numbers(&play.absorbing()), [1, 2, 4, 5]);
}

#[test]
fn who_has_nothing_else_to_answer_has_no_assignment_once_the_merge_is_undone() {
    let play = split(Play::new().filed().absorbing(), &[1, 2], &[3, 4]);
    let play = play.to(2, S::Dispatched).by("c1-hand", {
        let Command::CutTask(mut with) = cut(3, &["D"]) else {
            unreachable!()
        };
        with.assignment = 2;
        Command::CutTask(with)
    });
    let begun = play.events.len();
    let play = unmerged(play);
    let ended = Stage::Ended {
        how: Ending::TakenBack,
    };
    assert_eq!(play.case.assignments[1].stage, ended);
    let told = told(&play, begun);
    assert!(told.contains(&("c-lia", K::TakenBack.code())));
    assert!(told.contains(&("d-lia", K::TaskEnded.code())));
    assert!(told.contains(&("a-lia", K::MergeUndone.code())));
    let left: Vec<&str> = play.case.live().map(|a| a.unit.as_str()).collect();
    assert_eq!(left, ["A"]);
}

#[test]
fn what_went_back_is_not_taken_up_again_once_it_answers_less() {
    let back = Play::new().filed().handed("A=lead").absorbing();
    let back = back.to(1, S::Level2).by("a-lia", send_back(1));
    let resume = well_formed(&back, "a-lia", Action::ResumeReview, 1);
    assert!(back.ask("a-lia", &resume).is_ok());
    let refused = unmerged(back).ask("a-lia", &resume).unwrap_err();
    assert_eq!(refused.missing, [Missing::ActedSince]);
}

#[test]
fn they_stand_behind_what_the_host_asks_for_however_that_is_amended() {
    let amended = |play: Play, texts: &[&str]| {
        let suggestions = texts.iter().map(|it| (*it).to_owned()).collect();
        play.by(
            "c1",
            Command::Amend(Amend {
                suggestions: Some(suggestions),
                ..Amend::default()
            }),
        )
    };
    let play = Play::new().absorbing();
    let more = amended(play.clone(), &["一", "二", "三"]);
    assert_eq!(numbers(&more), [1, 2, 3, 4, 5]);
    assert_eq!(numbers(&amended(more, &["一"])), [1, 2, 3]);
    let untouched = play.by(
        "c1",
        Command::Amend(Amend {
            category: Some("民生".into()),
            ..Amend::default()
        }),
    );
    assert_eq!(numbers(&untouched), [1, 2, 3, 4]);
}

#[test]
fn on_records_from_before_only_the_own_ones_are_answered() {
    let play = Play::new().filed().handed("A=lead").absorbing();
    let event = play.events.last().unwrap();
    let mut json = serde_json::to_value(event).unwrap();
    let absorbed = json["what"]["absorbed"].as_object_mut().unwrap();
    assert!(absorbed.remove("suggestions").is_some());
    let event: Event = serde_json::from_value(json).unwrap();
    assert!(matches!(
        &event.what,
        Happened::Absorbed { suggestions, .. } if suggestions.is_empty()
    ));
    let events = play.events.iter().take(play.events.len() - 1);
    let case = replay(events.chain([&event])).unwrap();
    let asked: Vec<u32> = case.suggestions().map(|it| it.no).collect();
    assert_eq!(asked, [1, 2]);
}
