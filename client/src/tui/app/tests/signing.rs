//! Many signatures at once: what the question says, and what is said when only some of them pass.

use std::collections::BTreeMap;

use banli_shared::api::proposals::{ManyAnswers, OneAnswer, OneOfMany};
use banli_shared::api::{Problem, ProblemCode};
use banli_shared::both;
use banli_shared::case::Case;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Command, Gate, Missing, Refusal, attention, decide, evolve};
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::away::away;
use super::{Client, cases_before, inbox};
use crate::command::demo::on_paper::{Paper, numbers};

const SIZE: Size = Size {
    width: 100,
    height: 30,
};
const HEAD: &str = "b03.head";

/// The inbox of who signs for a unit, over replies that wait for it.
fn to_sign(paper: &Paper, lang: Lang) -> (Client, Vec<(Case, i64)>) {
    let cases = cases_before(paper, HEAD, |c| matches!(c, Command::Sign(_)), 3);
    assert!(cases.len() > 1);
    let mut client = Client::new(paper, HEAD, lang, SIZE);
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(wanted.clone(), Ok(inbox(paper, &cases, HEAD)))),
        _ => None,
    });
    (client, cases)
}

/// What the rules say to each; the last is refused where `refuses`.
fn answers(
    paper: &Paper,
    cases: &[(Case, i64)],
    commands: &[OneOfMany],
    refuses: bool,
) -> ManyAnswers {
    let numbers = numbers(1);
    let answers = commands.iter().map(|one| {
        let (case, at) = cases
            .iter()
            .find(|(case, _)| case.id.0 == one.proposal.0)
            .unwrap();
        let ctx = paper.world.at(*at, &numbers, None);
        let done = decide(case, &paper.actors[HEAD], &one.command, &ctx).unwrap();
        let after = done.own.iter().fold(case.clone(), evolve);
        let no = one.command.assignment();
        let mut waiting = attention(&after, &ctx);
        waiting.retain(|entry| entry.assignment == no);
        let last = cases.last().is_some_and(|(last, _)| last.id == case.id);
        let why = both!("文号已用，其后可用 7 号", "the number is taken; 7 is free");
        let problem = (refuses && last).then(|| Problem::new(ProblemCode::StaleVersion, why));
        OneAnswer {
            warning: None,
            proposal: one.proposal.clone(),
            number: case.shown_number().to_owned(),
            title: case.proposal.title.clone(),
            version: problem.is_none().then_some(after.version),
            due: None,
            began: vec![],
            class: no.and_then(|no| case.assignment(no)?.round().content.class),
            attention: if problem.is_some() { vec![] } else { waiting },
            problem,
        }
    });
    let people = paper.office.people.iter();
    let people: BTreeMap<_, _> = people
        .map(|person| (person.login.as_str().into(), person.name.clone()))
        .collect();
    ManyAnswers {
        kept: true,
        answers: answers.collect(),
        people,
    }
}

/// Answers the trial.
pub(super) fn try_them(client: &mut Client, paper: &Paper, cases: &[(Case, i64)], refuses: bool) {
    client.answer(|job| match job {
        Job::TryMany(commands) => {
            let answers = answers(paper, cases, commands, refuses);
            Some(News::TriedMany(commands.clone(), Ok(answers)))
        }
        _ => None,
    });
}

fn sent(client: &Client) -> Option<Vec<OneOfMany>> {
    client.jobs.iter().find_map(|job| match job {
        Job::RunMany(commands, _) => Some(commands.clone()),
        _ => None,
    })
}

fn document_numbers(commands: &[OneOfMany]) -> Vec<&str> {
    let numbers = commands.iter().filter_map(|one| match &one.command {
        Command::Sign(with) => Some(with.document_number.as_str()),
        _ => None,
    });
    numbers.collect()
}

#[test]
fn marked_replies_are_signed_after_one_question_that_says_all_of_each() {
    let paper = Paper::new();
    let (mut client, cases) = to_sign(&paper, Lang::En);
    // Nothing marked: one is signed where its text is read.
    client.press("S");
    assert!(client.state.overlay.is_none());
    assert!(
        client.text().contains("mark what waits"),
        "{}",
        client.text()
    );
    // The number of the first; what does not count up is said, and the form stays.
    client.press("V S n o ctrl-s");
    assert!(client.text().contains("counts up"), "{}", client.text());
    client.press("backspace backspace 9 9 ctrl-s");
    try_them(&mut client, &paper, &cases, false);
    let text = client.text();
    for ((case, _), number) in cases.iter().zip(99..) {
        assert!(text.contains(case.shown_number()), "{text}");
        assert!(text.contains(&case.proposal.title), "{text}");
        let live = case.live().find(|a| a.role.owes_reply()).unwrap();
        let class = live.round().content.class.unwrap().say(Lang::En);
        assert!(
            text.contains(&format!("{class}; document number: {number}; next: ")),
            "{text}"
        );
    }
    assert!(text.contains("(to rate)"), "who is next: {text}");
    // Neither the key that opened it nor enter confirms; a no leaves the marks.
    client.press("S enter n");
    assert!(sent(&client).is_none());
    // What was typed is there again.
    client.press("S ctrl-s");
    try_them(&mut client, &paper, &cases, false);
    client.press("y");
    let signed = sent(&client).expect("all in one request");
    assert_eq!(signed.len(), cases.len());
    assert!(signed.iter().all(|one| one.version.is_some()));
    assert_eq!(document_numbers(&signed)[..2], ["99", "100"]);
}

#[test]
fn without_a_document_number_it_is_said_before_it_is_sent() {
    let paper = Paper::new();
    for (lang, said, each) in [
        (Lang::Zh, "件答复没有文号：签发后不能补", "无文号"),
        (
            Lang::En,
            "replies without a document number",
            "no document number",
        ),
    ] {
        let (mut client, cases) = to_sign(&paper, lang);
        client.press("V S ctrl-s");
        try_them(&mut client, &paper, &cases, false);
        let text = client.text();
        assert!(text.contains(said) && text.contains(each), "{text}");
        assert!(sent(&client).is_none());
    }
}

#[test]
fn what_would_be_refused_is_said_with_the_reason_and_left_out() {
    let paper = Paper::new();
    let (mut client, cases) = to_sign(&paper, Lang::Zh);
    client.press("V S 5 ctrl-s");
    try_them(&mut client, &paper, &cases, true);
    let text = client.text();
    assert!(text.contains("未通过 1 件"), "{text}");
    assert!(text.contains("文号已用，其后可用 7 号"), "{text}");
    client.press("y");
    let signed = sent(&client).unwrap();
    assert_eq!(signed.len(), cases.len() - 1);
    let last = &cases.last().unwrap().0;
    assert!(signed.iter().all(|one| one.proposal.0 != last.id.0));
    client.answer(|job| match job {
        Job::RunMany(commands, _) => {
            let answers = answers(&paper, &cases, commands, false);
            Some(News::RanMany(commands.clone(), Ok(answers)))
        }
        _ => None,
    });
    let said = format!("成功 {} 件，未成功 1 件", cases.len() - 1);
    assert!(client.text().contains(&said), "{}", client.text());
    // It is still marked, as was said.
    client.press("S backspace 7 ctrl-s");
    let again = client.jobs.iter().rev().find_map(|job| match job {
        Job::TryMany(commands) => Some(commands.clone()),
        _ => None,
    });
    let again: Vec<String> = again.unwrap().into_iter().map(|it| it.proposal.0).collect();
    assert_eq!(again, std::slice::from_ref(&last.id.0));
}

#[test]
fn a_unit_whose_opinion_is_missing_is_called_by_its_name() {
    let paper = Paper::new();
    for lang in [Lang::Zh, Lang::En] {
        let (mut client, cases) = to_sign(&paper, lang);
        let units = vec!["B18".into()];
        let refusal = Refusal::new(Gate::Stage, Missing::Opinions { units }, &[]);
        client.press("V S 5 ctrl-s");
        client.answer(|job| match job {
            Job::TryMany(commands) => {
                let mut answers = answers(&paper, &cases, commands, true);
                let last = answers.answers.last_mut().unwrap();
                last.problem = Some(Problem::refused(refusal.clone()));
                Some(News::TriedMany(commands.clone(), Ok(answers)))
            }
            _ => None,
        });
        let text = client.text();
        let unit = "B18".into();
        let name = paper.world.org.name(&unit);
        assert!(text.contains(name) && !text.contains("B18"), "{text}");
    }
}

#[test]
fn what_was_refused_stays_marked_and_what_passed_keeps_its_number() {
    let paper = Paper::new();
    for (lang, refused, passed) in [
        (Lang::Zh, "未通过 1 件", "已通过"),
        (Lang::En, "refused: 1", "passed: "),
    ] {
        let (mut client, cases) = to_sign(&paper, lang);
        client.press("V S 5 ctrl-s");
        try_them(&mut client, &paper, &cases, false);
        client.press("y");
        // Somebody took the last number meanwhile.
        client.answer(|job| match job {
            Job::RunMany(commands, _) => {
                let answers = answers(&paper, &cases, commands, true);
                Some(News::RanMany(commands.clone(), Ok(answers)))
            }
            _ => None,
        });
        let text = client.text();
        for part in [refused, passed, "7"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(
            text.contains(&format!("5  {}", cases[0].0.shown_number())),
            "{text}"
        );
        // It only tells: no question, and one key closes it.
        assert!(
            !text.contains("不了") && !text.contains("y confirm"),
            "{text}"
        );
        client.press("enter");
        assert!(client.state.overlay.is_none());
        // The one that was refused is still marked, and signed by itself under another number.
        client.press("S backspace 7 ctrl-s");
        let again = client.jobs.iter().rev().find_map(|job| match job {
            Job::TryMany(commands) => Some(commands.clone()),
            _ => None,
        });
        let again = again.unwrap();
        assert_eq!(document_numbers(&again), ["7"]);
        assert_eq!(again[0].proposal.0, cases.last().unwrap().0.id.0);
    }
}

#[test]
fn signatures_that_perhaps_arrived_are_sent_once_more_as_the_same_or_given_up() {
    let paper = Paper::new();
    let (mut client, cases) = to_sign(&paper, Lang::En);
    client.press("V S 5 ctrl-s");
    try_them(&mut client, &paper, &cases, false);
    client.press("y");
    let run = |client: &Client| {
        let of = |job: &&Job| matches!(job, Job::RunMany(..));
        client.jobs.iter().rev().find(of).cloned()
    };
    let first = run(&client).expect("it is sent");
    let Job::RunMany(commands, _) = &first else {
        panic!()
    };
    client.jobs.clear();
    client.hear(News::RanMany(commands.clone(), Err(away(true))));
    // Signed by then or not: they go out as they did, so that nothing is tried against what was done already.
    client.press("S");
    let text = client.text();
    assert!(text.contains("done once"), "{text}");
    assert!(text.contains("document number: 5"), "{text}");
    client.press("y");
    assert_eq!(run(&client), Some(first.clone()));
    client.jobs.clear();
    client.hear(News::RanMany(commands.clone(), Err(away(true))));
    // Given up, it is something else.
    client.press("S n S");
    assert!(
        client.text().contains("number of the first"),
        "{}",
        client.text()
    );
    client.press("ctrl-s");
    try_them(&mut client, &paper, &cases, false);
    client.press("y");
    assert_ne!(run(&client), Some(first));
}
