//! The coordinator's desk: merging into what is alike, many handed over at once, the sitting, saved views.

use std::collections::BTreeMap;

use banli_shared::api::Page;
use banli_shared::api::events::Change;
use banli_shared::api::proposals::{ManyAnswers, OneAnswer, OneOfMany, ProposalQuery};
use banli_shared::api::similar::{Similar, SimilarProposal, SuggestedUnit};
use banli_shared::api::sitting::{Sitting, Unassigned, UnitLoad};
use banli_shared::api::views::View;
use banli_shared::api::{Problem, ProblemCode};
use banli_shared::both;
use banli_shared::case::{Case, ProposalStage};
use banli_shared::lang::Lang;
use banli_shared::profile::Light;
use banli_shared::workflow::{Command, On};
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::away::away;
use super::looks::each_and_smallest;
use super::{Client, cases_before, row, seen};
use crate::command::demo::on_paper::Paper;

const SIZE: Size = Size {
    width: 100,
    height: 30,
};

/// A triage over cases that wait for the hand-over, the first of them read.
pub(super) fn triage(paper: &Paper, lang: Lang, size: Size) -> (Client, Vec<(Case, i64)>) {
    triage_of(paper, "coordinator", lang, size)
}

/// The same, of somebody else.
pub(super) fn triage_of(
    paper: &Paper,
    login: &str,
    lang: Lang,
    size: Size,
) -> (Client, Vec<(Case, i64)>) {
    let cases = cases_before(paper, "", |c| matches!(c, Command::HandOver(_)), 4);
    let mut client = Client::new(paper, login, lang, size);
    client.press("g t tab");
    client.answer(|job| match job {
        Job::Proposals(serial, query, wanted) if query.stage == Some(ProposalStage::Filed) => {
            let page = Page::whole(cases.iter().map(|(case, _)| row(case)).collect());
            Some(News::Proposals(*serial, wanted.clone(), Ok(page)))
        }
        _ => None,
    });
    client.answer(|job| match job {
        Job::Case(id) if *id == cases[0].0.id => {
            let view = seen(paper, &cases[0].0, login, cases[0].1);
            Some(News::Case(id.clone(), Ok(view)))
        }
        _ => None,
    });
    (client, cases)
}

/// What is like a case: these others, and the units B03 and B18.
pub(super) fn similar(others: &[(Case, i64)]) -> Similar {
    let alike = |(case, _): &(Case, i64)| SimilarProposal {
        id: case.id.clone(),
        session: case.session.clone(),
        number: case.shown_number().to_owned(),
        title: case.proposal.title.clone(),
        stage: case.stage(),
        percent: 64,
        shared: vec!["社区食堂".to_owned()],
        leads: vec!["B03".into()],
    };
    let unit = |code: &str, percent, like: &[&str], duties: &[&str]| SuggestedUnit {
        unit: code.into(),
        percent,
        proposals: like.len() as u32,
        like: like.iter().map(|it| (*it).to_owned()).collect(),
        duties: duties.iter().map(|it| (*it).to_owned()).collect(),
        listed: false,
    };
    Similar {
        proposals: others.iter().map(alike).collect(),
        units: vec![
            unit("B03", 70, &["20230002"], &["学校食堂"]),
            unit("B18", 30, &[], &["卫生"]),
        ],
        listed: vec![],
    }
}

pub(super) fn tell_similar(client: &mut Client, cases: &[(Case, i64)]) {
    for at in 0..cases.len() {
        let others: Vec<_> = cases
            .iter()
            .filter(|it| it.0.id != cases[at].0.id)
            .cloned()
            .collect();
        let id = cases[at].0.id.clone();
        client.hear(News::Similar(id, Ok(Box::new(similar(&others)))));
    }
}

#[test]
fn merging_offers_what_is_alike_with_what_it_shares() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::En, SIZE);
    tell_similar(&mut client, &cases);
    client.press("m");
    let text = client.text();
    assert!(text.contains("64% [社区食堂]"), "{text}");
    client.press("down enter");
    let into = &cases[2].0.id;
    let merged = client.jobs.iter().any(|job| match job {
        Job::Run(target, command, _) => {
            target.case == cases[0].0.id
                && matches!(command.as_ref(), Command::Merge(with) if with.into == *into)
        }
        _ => false,
    });
    assert!(merged, "{:?}", client.jobs);
    // Another one is still asked for by its number.
    client.press("m up up down down down enter");
    assert!(
        client.text().contains("into proposal number"),
        "{}",
        client.text()
    );
}

/// The preview over all of them, tried: the last one would be refused.
fn preview(paper: &Paper, lang: Lang, size: Size) -> (Client, Vec<(Case, i64)>) {
    let (mut client, cases) = triage(paper, lang, size);
    client.press("V O");
    tell_similar(&mut client, &cases);
    answer_trial(&mut client, &cases);
    (client, cases)
}

pub(super) fn answers(commands: &[OneOfMany], refused: &Case) -> ManyAnswers {
    let answers = commands.iter().map(|one| {
        let bad = one.proposal.0 == refused.id.0;
        let problem = || {
            Problem::new(
                ProblemCode::StaleVersion,
                both!("有人更快", "somebody was faster"),
            )
        };
        OneAnswer {
            warning: None,
            proposal: one.proposal.clone(),
            number: "20230004".to_owned(),
            title: String::new(),
            began: if bad { vec![] } else { vec![1] },
            class: None,
            attention: vec![],
            version: (!bad).then_some(9),
            due: (!bad).then(|| "2023-06-30".parse().unwrap()),
            problem: bad.then(problem),
        }
    });
    ManyAnswers {
        kept: true,
        people: BTreeMap::new(),
        answers: answers.collect(),
    }
}

fn answer_trial(client: &mut Client, cases: &[(Case, i64)]) {
    let last = &cases.last().unwrap().0;
    client.answer(|job| match job {
        Job::TryMany(commands) => {
            let answers = answers(commands, last);
            Some(News::TriedMany(commands.clone(), Ok(answers)))
        }
        _ => None,
    });
}

#[test]
fn many_are_handed_over_after_one_look_and_one_yes() {
    let paper = Paper::new();
    let (mut client, cases) = preview(&paper, Lang::En, SIZE);
    let text = client.text();
    assert_eq!(text.matches("2023-06-30").count(), 3, "{text}");
    assert!(
        text.contains("1 similar: 20230002; duties: 学校食堂"),
        "{text}"
    );
    assert_eq!(text.matches("refused").count(), 1, "{text}");
    // The second suggestion for the first, the second is left out.
    client.press("2 d");
    answer_trial(&mut client, &cases);
    client.press("o");
    let text = client.text();
    assert!(
        text.contains("2 go to units: 2") && text.contains("1 more stay behind"),
        "{text}"
    );
    assert!(
        !client
            .jobs
            .iter()
            .any(|job| matches!(job, Job::RunMany(..)))
    );
    client.press("y");
    client.answer(|job| match job {
        Job::RunMany(commands, _) => {
            assert_eq!(commands.len(), 2);
            let first = &commands[0];
            assert_eq!(first.proposal.0, cases[0].0.id.0);
            assert!(matches!(&first.command, Command::HandOver(with) if with.to[0].unit.as_str() == "B18"));
            // Somebody was faster with the third.
            let answers = answers(commands, &cases[2].0);
            Some(News::RanMany(commands.clone(), Ok(answers)))
        }
        _ => None,
    });
    client.press("u");
    let back = client.jobs.iter().any(|job| match job {
        Job::Run(target, command, _) => {
            let first = On { assignment: 1 };
            target.case == cases[0].0.id && **command == Command::TakeBack(first)
        }
        _ => false,
    });
    assert!(back, "what went through can be taken back");
    let text = client.text();
    assert!(!text.contains(cases[0].0.shown_number()), "{text}");
    assert!(text.contains(cases[2].0.shown_number()), "{text}");
    assert_eq!(text.matches("refused").count(), 2, "{text}");
    client.press("d d");
    assert!(
        client.text().contains("Triage"),
        "nothing is left to hand over"
    );
    // What was left out, or refused before or after it was sent, is marked as it was.
    assert!(client.text().contains("*3"), "{}", client.text());
}

#[test]
fn a_hand_over_that_perhaps_arrived_goes_out_as_the_same() {
    let paper = Paper::new();
    let (mut client, cases) = preview(&paper, Lang::En, SIZE);
    client.press("o y");
    let sent = |client: &Client| {
        let run = |job: &&Job| matches!(job, Job::RunMany(..));
        client.jobs.iter().find(run).cloned()
    };
    let first = sent(&client).expect("it is sent");
    let Job::RunMany(commands, _) = &first else {
        panic!()
    };
    client.jobs.clear();
    client.hear(News::RanMany(commands.clone(), Err(away(true))));
    // The stream tells first that it was done: that is no reason to try it anew, and be refused.
    client.hear(News::Changed(vec![Change {
        seq: 1,
        case: cases[0].0.id.clone(),
        version: 99,
        kind: String::new(),
        at_ms: 0,
    }]));
    let tried = |job: &Job| matches!(job, Job::TryMany(_));
    assert!(!client.jobs.iter().any(tried), "{:?}", client.jobs);
    client.press("o y");
    assert_eq!(sent(&client), Some(first));
}

#[test]
fn a_unit_that_was_not_suggested_can_be_chosen() {
    let paper = Paper::new();
    let (mut client, cases) = preview(&paper, Lang::En, SIZE);
    client.press("c B 2 0 enter");
    client.answer(|job| match job {
        Job::TryMany(commands) => {
            assert_eq!(commands.len(), 1, "only what was changed is tried again");
            assert!(matches!(&commands[0].command, Command::HandOver(with) if with.to[0].unit.as_str() == "B20"));
            let answers = answers(commands, &cases[3].0);
            Some(News::TriedMany(commands.clone(), Ok(answers)))
        }
        _ => None,
    });
    client.press("k");
    assert!(client.text().contains("(your choice)"), "{}", client.text());
}

#[test]
fn one_set_of_co_handlers_is_for_all_of_them() {
    let paper = Paper::new();
    let (mut client, cases) = preview(&paper, Lang::Zh, SIZE);
    // B03 leads the first, so it does not help there; B18 leads none of those that pass as they are.
    for unit in ["B 0 5", "B 0 3"] {
        client.press("b");
        client.press(unit);
        client.press("enter");
        answer_trial(&mut client, &cases);
    }
    assert!(client.text().contains("各件会办单位"), "{}", client.text());
    client.press("2");
    answer_trial(&mut client, &cases);
    client.press("o");
    let text = client.text();
    let said = text.lines().find(|line| line.contains("各件会办单位："));
    let names = ["B05", "B03"].map(|unit| paper.world.org.name(&unit.into()).to_owned());
    let said = said.unwrap_or_else(|| panic!("{text}"));
    assert!(names.iter().all(|name| said.contains(name)), "{text}");
    client.press("y");
    let sent = client.jobs.iter().find_map(|job| match job {
        Job::RunMany(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let to = sent.unwrap().into_iter().map(|one| match one.command {
        Command::HandOver(with) => {
            let to = with.to.iter();
            to.map(|to| format!("{} {}", to.unit, to.role))
                .collect::<Vec<_>>()
                .join(", ")
        }
        other => panic!("{other:?}"),
    });
    let to: Vec<String> = to.collect();
    assert_eq!(to[0], "B18 lead, B05 co_handler, B03 co_handler");
    assert_eq!(to[1], "B03 lead, B05 co_handler");
    // Chosen once more it is none of them.
    let (mut client, cases) = preview(&paper, Lang::En, SIZE);
    for _ in 0..2 {
        client.press("b B 0 5 enter");
        answer_trial(&mut client, &cases);
    }
    assert!(
        !client.text().contains("co-handlers of each"),
        "{}",
        client.text()
    );
}

#[test]
fn where_the_calendar_ends_plain_weekdays_can_be_counted() {
    let paper = Paper::new();
    let (mut client, cases) = preview(&paper, Lang::En, SIZE);
    client.press("w");
    client.answer(|job| match job {
        Job::TryMany(commands) => {
            assert_eq!(commands.len(), cases.len(), "all are tried again");
            let plain = |one: &OneOfMany| matches!(&one.command, Command::HandOver(with) if with.plain_weekdays);
            assert!(commands.iter().all(plain));
            let answers = answers(commands, &cases[3].0);
            Some(News::TriedMany(commands.clone(), Ok(answers)))
        }
        _ => None,
    });
    assert!(
        client.text().contains("plain weekdays"),
        "{}",
        client.text()
    );
}

#[test]
fn the_preview_of_many() {
    each_and_smallest("handing", |paper, lang, size| preview(paper, lang, size).0);
}

fn sitting(cases: &[(Case, i64)]) -> Sitting {
    let load = |unit: &str, lead, split, co_handler| UnitLoad {
        unit: unit.into(),
        lead,
        split,
        co_handler,
    };
    Sitting {
        session: Some("2023".into()),
        to_examine: 7,
        unassigned: cases.len() as u32,
        handed_over: 31,
        waiting: cases
            .iter()
            .map(|(case, _)| Unassigned {
                id: case.id.clone(),
                number: case.shown_number().to_owned(),
                title: case.proposal.title.clone(),
                category: case.proposal.category.clone(),
                key: case.key.is_some(),
                with_co_handlers: false,
            })
            .collect(),
        units: vec![
            load("B03", 12, 2, 6),
            load("B18", 9, 0, 1),
            load("B20", 0, 0, 0),
        ],
    }
}

fn at_sitting(paper: &Paper, lang: Lang, size: Size) -> (Client, Vec<(Case, i64)>) {
    let cases = cases_before(paper, "", |c| matches!(c, Command::HandOver(_)), 4);
    let mut client = Client::new(paper, "coordinator", lang, size);
    client.press("g s");
    client.answer(|job| match job {
        Job::Sitting => Some(News::Sitting(Ok(Box::new(sitting(&cases))))),
        _ => None,
    });
    (client, cases)
}

#[test]
fn the_sitting() {
    each_and_smallest("sitting", |paper, lang, size| {
        at_sitting(paper, lang, size).0
    });
}

#[test]
fn the_sitting_follows_what_is_assigned() {
    let paper = Paper::new();
    let (mut client, cases) = at_sitting(&paper, Lang::En, SIZE);
    assert!(client.text().contains("unassigned 4"), "{}", client.text());
    client.press("j");
    client.hear(News::Reset);
    client.hear(News::Reset);
    let asked = |client: &Client| {
        client
            .jobs
            .iter()
            .filter(|job| **job == Job::Sitting)
            .count()
    };
    assert_eq!(asked(&client), 1, "one question at a time");
    let fewer = sitting(&cases[1..]);
    client.answer(|job| match job {
        Job::Sitting => Some(News::Sitting(Ok(Box::new(fewer.clone())))),
        _ => None,
    });
    assert_eq!(
        asked(&client),
        1,
        "what changed meanwhile is asked for again"
    );
    let text = client.text();
    assert!(text.contains("unassigned 3"), "{text}");
    // The one that was looked at is still the one that opens.
    client.press("enter");
    let opened = client.jobs.iter().any(|job| {
        matches!(job, Job::Proposals(_, query, _) if query.stage == Some(ProposalStage::Filed))
    });
    assert!(opened, "{:?}", client.jobs);
}

#[test]
fn the_filters_of_a_saved_view_are_told_in_words() {
    let paper = Paper::new();
    for (lang, said) in [
        (Lang::Zh, "红灯  亮灯：红灯  阶段：已立案  单位：市教育局"),
        (Lang::En, "红灯  light: red  stage: filed  unit: 市教育局"),
    ] {
        let mut client = Client::new(&paper, "coordinator", lang, SIZE);
        client.press("/ ctrl-o");
        let view = View {
            name: "红灯".to_owned(),
            query: ProposalQuery {
                light: Some(Light::Red),
                stage: Some(ProposalStage::Filed),
                unit: Some("B03".into()),
                ..ProposalQuery::default()
            },
        };
        client.hear(News::Views(Ok(vec![view])));
        let text = client.text();
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn filters_are_saved_under_a_name_and_come_back() {
    let paper = Paper::new();
    let mut client = Client::new(&paper, "coordinator", Lang::En, SIZE);
    client.press("/ 食 堂 ctrl-s");
    client.hear(News::Views(Ok(vec![])));
    client.press("食 enter");
    let saved = client.jobs.iter().find_map(|job| match job {
        Job::SaveView(view) => Some(view.as_ref().clone()),
        _ => None,
    });
    let saved = saved.expect("it is saved under the name that was typed");
    assert_eq!(
        (saved.name.as_str(), saved.query.q.as_deref()),
        ("食", Some("食堂"))
    );
    let red = View {
        name: "红灯".to_owned(),
        query: ProposalQuery {
            light: Some(Light::Red),
            ..ProposalQuery::default()
        },
    };
    client.press("ctrl-o");
    client.hear(News::Views(Ok(vec![red])));
    assert!(
        client.text().contains("红灯  light: red"),
        "{}",
        client.text()
    );
    client.press("enter");
    let asked = client.jobs.iter().rev().find_map(|job| match job {
        Job::Proposals(_, query, _) => Some(query.clone()),
        _ => None,
    });
    let asked = asked.expect("the list is read anew");
    assert_eq!((asked.light, asked.q.as_deref()), (Some(Light::Red), None));
    assert!(client.text().contains("Search - 红灯"), "{}", client.text());
}
