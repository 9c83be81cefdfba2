//! What is merged into a case: read with it, and answered with it.

use banli_shared::api::proposals::MergedCase;
use banli_shared::case::{Absorbed, Case, Consent, Proposer, Suggestion, Verdict};
use banli_shared::ids::SuggestionNo;
use banli_shared::lang::Lang;
use banli_shared::workflow::{AnswerSuggestion, Command};
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
    assert!(text.contains("changed what is asked"), "{text}");
    assert!(!text.contains(&format!("{no}. ")), "{text}");
    client.press("tab ctrl-s");
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
