//! Letters saved from a case.

use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::{Client, cases_before, inbox, seen};
use crate::command::demo::on_paper::Paper;

const HANDLER: &str = "b03.handler";

/// A handler in front of a case whose reply their unit owes, just before this step.
fn case_before(paper: &Paper, until: fn(&Command) -> bool) -> Client {
    let mut cases = cases_before(paper, HANDLER, until, 20);
    cases.retain(|(case, _)| case.reply_items().any(|a| a.unit.as_str() == "B03"));
    cases.truncate(1);
    let size = Size::new(100, 30);
    let mut client = Client::new(paper, HANDLER, Lang::En, size);
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(
            wanted.clone(),
            Ok(inbox(paper, &cases, HANDLER)),
        )),
        _ => None,
    });
    client.press("enter");
    client.answer(|job| match job {
        Job::Case(id) => {
            let (case, at) = &cases[0];
            Some(News::Case(id.clone(), Ok(seen(paper, case, HANDLER, *at))))
        }
        _ => None,
    });
    client
}

#[test]
fn a_key_saves_the_letter_and_the_screen_says_where() {
    let paper = Paper::new();
    let mut client = case_before(&paper, |c| matches!(c, Command::SubmitReply(_)));
    client.press("w");
    client.answer(|job| match job {
        Job::SaveLetter(target, stem) => {
            assert!(
                stem.starts_with("答复函-2023") && stem.ends_with("-B03"),
                "{stem}"
            );
            assert!(target.assignment.is_some());
            let path = format!("letters/{stem}.docx");
            Some(News::LetterSaved(target.case.clone(), Ok(path)))
        }
        _ => None,
    });
    let text = client.text();
    assert!(text.contains("saved as letters/"), "{text}");
}

#[test]
fn before_anything_is_written_the_key_says_why_not() {
    let paper = Paper::new();
    let mut client = case_before(&paper, |c| matches!(c, Command::LogContact(_)));
    client.press("w");
    assert!(
        !client
            .jobs
            .iter()
            .any(|job| matches!(job, Job::SaveLetter(..)))
    );
    assert!(
        client.text().contains("the text is empty"),
        "{}",
        client.text()
    );
}
