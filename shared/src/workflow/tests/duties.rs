//! Separation of duties: every short history of a review by people who hold several posts.

use super::kit::{Play, draft};
use crate::case::{Class, Duty, Level, StageName as S};
use crate::workflow::{Action, Command, Gate, Missing};

use super::kit::well_formed;

/// Who may try what. `x` holds every post of the unit, `pa` writes and is a member, the rest hold one post.
const TRIES: &[(&str, Action)] = &[
    ("a1-hand", Action::SaveDraft),
    ("x", Action::SaveDraft),
    ("pa", Action::AnswerSuggestion),
    ("a1-hand", Action::SubmitReply),
    ("x", Action::SubmitReply),
    ("a1-hand", Action::Recall),
    ("a1-dh", Action::Approve),
    ("x", Action::Approve),
    ("a-lia", Action::Approve),
    ("ca", Action::Approve),
    ("x", Action::RetractApproval),
    ("a1-dh", Action::SendBack),
    ("x", Action::SendBack),
    ("a-lia", Action::SendBack),
    ("x", Action::ResumeReview),
    ("a1-dh", Action::ChangeClass),
    ("x", Action::ChangeClass),
    ("a-head", Action::Sign),
    ("x", Action::Sign),
];

/// Longer than any way to a signature with a detour; states that were met before are not gone on from again.
const LONGEST: usize = 12;

struct Search {
    /// Where a state was reached with so many steps left: no need to go on from there with fewer.
    seen: std::collections::HashMap<String, usize>,
    histories: usize,
    issued: usize,
}

impl Search {
    fn go(&mut self, play: &Play, left: usize) {
        self.histories += 1;
        assert_each_is_one_thing(play);
        let a = play.case.assignment(1).unwrap();
        if a.round().issued.is_some() {
            self.issued += 1;
            return;
        }
        if left == 0 {
            return;
        }
        let state = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            a.stage,
            a.round().duties,
            a.round()
                .approvals
                .iter()
                .map(|it| &it.by)
                .collect::<Vec<_>>(),
            a.round().submission.as_ref().map(|it| &it.by),
            a.round()
                .sent_back
                .as_ref()
                .map(|it| (&it.by, it.submission.is_some())),
        );
        match self.seen.get(&state) {
            Some(before) if *before >= left => return,
            _ => self.seen.insert(state, left),
        };
        for (who, action) in TRIES {
            let mut next = play.clone();
            let command = well_formed(play, who, *action, 1);
            if next.attempt(who, &command).is_ok() {
                self.go(&next, left - 1);
            }
        }
    }
}

/// Drafters, told from the record, are not among those who said yes or no; and no one is at two levels.
fn assert_each_is_one_thing(play: &Play) {
    let round = play.case.assignment(1).unwrap().round();
    let wrote = |who: &str| round.duties.get(&who.into()) == Some(&Duty::Draft);
    let levels: Vec<_> = round
        .trail
        .iter()
        .filter_map(|step| Some((step.level?, step.by.as_str())))
        .collect();
    for (level, who) in &levels {
        assert!(!wrote(who), "{who} wrote and acted at {level}");
        assert!(
            levels.iter().all(|(other, by)| by != who || other == level),
            "{who} acted at two levels"
        );
    }
}

#[test]
fn in_no_short_history_is_anybody_two_things() {
    let start = Play::new().filed().handed("A=lead").ready(1);
    let mut search = Search {
        seen: std::collections::HashMap::new(),
        histories: 0,
        issued: 0,
    };
    search.go(&start, LONGEST);
    assert!(search.histories > 3_000, "{}", search.histories);
    assert!(search.issued > 150, "{}", search.issued);
}

#[test]
fn everyone_who_wrote_is_a_drafter_not_only_the_last() {
    let play = Play::new().filed().handed("A=lead").ready(1);
    let play = play
        .by("x", draft(1, Some(Class::B)))
        .by("a1-hand", draft(1, Some(Class::A)))
        .to(1, S::Level1);
    let no = play
        .ask("x", &well_formed(&play, "x", Action::Approve, 1))
        .unwrap_err();
    assert_eq!(no.gate, Gate::SeparationOfDuties);
    assert_eq!(no.missing, [Missing::HasBeen { duty: Duty::Draft }]);
}

#[test]
fn a_reviewer_writes_nothing_and_a_second_level_is_not_theirs() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Level1);
    let play = play
        .clone()
        .by("x", well_formed(&play, "x", Action::Approve, 1));
    for action in [
        Action::Approve,
        Action::SendBack,
        Action::SaveDraft,
        Action::AnswerSuggestion,
    ] {
        let no = play
            .ask("x", &well_formed(&play, "x", action, 1))
            .unwrap_err();
        assert_eq!(
            no.missing,
            [Missing::HasBeen { duty: Duty::Level1 }],
            "{action}"
        );
    }
    let at_three = play.to(1, S::Level3);
    let no = at_three
        .ask("x", &well_formed(&at_three, "x", Action::Sign, 1))
        .unwrap_err();
    assert_eq!(no.gate, Gate::SeparationOfDuties);
}

#[test]
fn a_yes_taken_back_was_still_a_level() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Level1);
    let play = play
        .clone()
        .by("x", well_formed(&play, "x", Action::Approve, 1));
    let play = play.by("x", Command::RetractApproval(super::kit::on(1)));
    let round = play.case.assignment(1).unwrap().round();
    assert_eq!(round.duties.get(&"x".into()), Some(&Level::One.duty()));
}

#[test]
fn a_new_round_is_a_new_division_of_work() {
    let play = Play::new().filed().handed("A=lead").to(1, S::Level1);
    let play = play
        .clone()
        .by("x", well_formed(&play, "x", Action::Approve, 1));
    let play = play.to(1, S::Issued).by(
        "p1",
        super::kit::rate(1, crate::case::Satisfaction::Dissatisfied),
    );
    assert_eq!(play.case.assignment(1).unwrap().stage.name(), S::Drafting);
    let play = play.by("x", draft(1, Some(Class::B)));
    assert_eq!(
        play.case
            .assignment(1)
            .unwrap()
            .round()
            .duties
            .get(&"x".into()),
        Some(&Duty::Draft)
    );
}
