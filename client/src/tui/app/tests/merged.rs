//! What is merged into a case: read with it, and answered with it.

use banli_shared::api::proposals::{HostCase, MergedCase};
use banli_shared::case::{Absorbed, Answer, Case, Consent, Proposer, Suggestion, Verdict};
use banli_shared::ids::SuggestionNo;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Action, AnswerSuggestion, Command, Offer};
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::desk::triage;
use super::typing::{HANDLER, writing};
use super::{Client, seen};
use crate::command::demo::on_paper::Paper;

/// Merges a proposal that asks for one thing into a case; the number under which it does.
fn merge(case: &mut Case) -> SuggestionNo {
    let last = case.suggestions().last().unwrap().no;
    case.absorbed.push(Absorbed {
        case: "other".into(),
        number: None,
        intake_number: Some("2023-S0002".into()),
        title: "末班车太早".into(),
        proposers: vec![Proposer {
            name: "刘强".into(),
            person: None,
        }],
        publication: Consent::default(),
        suggestions: vec![Suggestion {
            no: last + 1,
            text: "延至零时".into(),
        }],
    });
    case.version += 1;
    last + 1
}

fn hear(client: &mut Client, paper: &Paper, case: &Case, at: i64) {
    let view = seen(paper, case, HANDLER, at);
    client.hear(News::Case(case.id.clone(), Ok(view)));
}

#[test]
fn a_case_shows_text_and_suggestions_of_what_is_merged_into_it() {
    let paper = Paper::new();
    let size = Size {
        width: 100,
        height: 30,
    };
    for (lang, what) in [(Lang::Zh, "并案提案"), (Lang::En, "Merged proposal")] {
        let (mut client, cases) = triage(&paper, lang, size);
        let mut case = cases[0].0.clone();
        case.proposal.body = "正文".into();
        let no = merge(&mut case);
        client.press("enter");
        client.answer(|job| match job {
            Job::Case(id) if *id == case.id => {
                let mut view = seen(&paper, &case, "coordinator", cases[0].1);
                view.merged = vec![MergedCase {
                    case: "other".into(),
                    number: "2023-S0002".into(),
                    title: "末班车太早".into(),
                    body: "夜班职工无车可乘。".into(),
                }];
                Some(News::Case(id.clone(), Ok(view)))
            }
            _ => None,
        });
        let text = client.text();
        for part in [what, "2023-S0002  末班车太早", "夜班职工无车可乘。"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        // Past the ledger to the suggestions.
        client.press("tab tab");
        let text = client.text();
        let asked = format!("{no}. [2023-S0002  末班车太早] 延至零时");
        assert!(text.contains(&asked), "{asked}: {text}");
    }
}

#[test]
fn who_writes_is_asked_for_an_answer_more_once_something_is_merged_and_for_less_once_not() {
    let paper = Paper::new();
    let (mut client, mut case, at) = writing(&paper, |_| {});
    client.press("e tab !");
    let no = merge(&mut case);
    hear(&mut client, &paper, &case, at);
    let text = client.text();
    assert!(text.contains("changed what is asked"), "{text}");
    assert!(text.contains(&format!("{no}. -")), "{text}");
    // From the text round to the last part, which says whose suggestion it is.
    client.press("shift-tab shift-tab");
    let text = client.text();
    let asked = format!("{no}. [2023-S0002  末班车太早] 延至零时");
    assert!(text.contains(&asked), "{text}");
    client.press("o k shift-tab right ctrl-s");
    let sent = client.jobs.iter().find_map(|job| match job {
        Job::RunTogether(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let sent = sent.unwrap_or_else(|| panic!("nothing is sent: {}", client.text()));
    let commands: Vec<&Command> = sent.iter().map(|one| &one.command).collect();
    let answer = Command::AnswerSuggestion(AnswerSuggestion {
        assignment: case.live().next().unwrap().no,
        suggestion: no,
        verdict: Verdict::ALL[0],
        text: "ok".into(),
    });
    assert!(commands.contains(&&answer), "{commands:?}");

    // With the merge undone it is not asked any more, and the rest stays.
    let (mut client, own, at) = writing(&paper, |_| {});
    let mut case = own.clone();
    let no = merge(&mut case);
    client.press("e tab !");
    hear(&mut client, &paper, &case, at);
    client.press("shift-tab shift-tab o k");
    let mut back = own;
    back.version = case.version + 1;
    hear(&mut client, &paper, &back, at);
    let text = client.text();
    assert!(text.contains("stays at the left"), "{text}");
    assert!(
        text.contains(&format!("{no}. not asked any more")),
        "{text}"
    );
    // What was written to it can be read, is kept on this machine, and goes nowhere unasked.
    client.press("shift-tab");
    assert!(client.text().contains("this is not sent"));
    assert!(client.text().contains("ok"), "{}", client.text());
    let kept = client.jobs.iter().rev().find_map(|job| match job {
        Job::KeepDraft(draft) => Some(draft.text.clone()),
        _ => None,
    });
    assert!(kept.is_some_and(|text| text.contains(r#""ok""#)));
    client.press("tab tab ctrl-s");
    assert!(client.text().contains("copy it first"), "{}", client.text());
    let sends = |job: &Job| matches!(job, Job::RunTogether(..));
    assert!(!client.jobs.iter().any(sends));
    client.press("ctrl-s");
    let sent = client.jobs.iter().find_map(|job| match job {
        Job::RunTogether(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let sent = sent.unwrap_or_else(|| panic!("nothing is sent: {}", client.text()));
    let drafts = sent.iter().map(|one| match &one.command {
        Command::SaveDraft(with) => with.body.contains('!'),
        _ => false,
    });
    assert_eq!(drafts.collect::<Vec<_>>(), [true]);
}

#[test]
fn undoing_a_merge_asks_first_and_names_what_falls_away() {
    let paper = Paper::new();
    let size = Size {
        width: 100,
        height: 30,
    };
    for (lang, words, menu) in [
        (
            Lang::Zh,
            ["其中已写的答复：1 项", "不可撤销", "不能再撤回"],
            "撤销并案",
        ),
        (
            Lang::En,
            [
                "answers written: 1",
                "This cannot be undone.",
                "this cannot be taken back",
            ],
            "undo merge",
        ),
    ] {
        let mut host = writing(&paper, |_| {}).1;
        let no = merge(&mut host);
        let on = host.live().next().unwrap().no;
        let answer = Answer {
            verdict: Verdict::ALL[0],
            text: "ok".into(),
        };
        let rounds = host.assignments.iter_mut().filter(|a| a.no == on);
        for a in rounds {
            let round = a.rounds.last_mut().unwrap();
            round.content.answers.insert(no, answer.clone());
        }
        let (mut client, cases) = triage(&paper, lang, size);
        let (mut case, at) = cases[0].clone();
        let opened = case.id.clone();
        client.press("enter");
        case.id = "other".into();
        let view = |case: &Case| {
            let mut view = seen(&paper, case, "coordinator", at);
            view.offers = vec![Offer {
                action: Action::Unmerge,
                assignment: None,
                refusal: None,
                warning: None,
            }];
            view.host = Some(HostCase {
                case: host.id.clone(),
                number: host.shown_number().to_owned(),
                title: host.proposal.title.clone(),
            });
            view
        };
        client.hear(News::Case(opened.clone(), Ok(view(&case))));
        client.jobs.clear();
        client.press("a");
        assert!(client.text().contains(menu), "{}", client.text());
        client.press("enter");
        let runs = |job: &Job| matches!(job, Job::Run(..));
        assert!(!client.jobs.iter().any(runs), "{:?}", client.jobs);
        client.answer(|job| match job {
            Job::Case(id) if *id == host.id => {
                let view = seen(&paper, &host, "coordinator", at);
                Some(News::Case(id.clone(), Ok(view)))
            }
            _ => None,
        });
        client.answer(|job| match job {
            Job::Try(target, command) => Some(News::Tried(
                target.clone(),
                command.clone(),
                Ok(view(&case)),
            )),
            _ => None,
        });
        let text = client.text();
        for word in &words[..2] {
            assert!(text.contains(word), "{word}: {text}");
        }
        assert!(!client.jobs.iter().any(runs), "{:?}", client.jobs);
        client.press("y");
        client.answer(|job| match job {
            Job::Run(target, command, _) => {
                Some(News::Ran(target.clone(), command.clone(), Ok(view(&case))))
            }
            _ => None,
        });
        assert!(client.text().contains(words[2]), "{}", client.text());
    }
}
