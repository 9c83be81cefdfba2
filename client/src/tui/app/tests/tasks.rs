//! Tasks on the screen of a case, and what commands on them ask.

use banli_shared::case::Case;
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::news::Job;
use super::looks::{answer_case, each, with_inbox};
use super::{Client, cases_before};
use crate::command::demo::on_paper::Paper;

/// A handler who has a task of another unit's key proposal in front of them.
fn with_a_task(paper: &Paper, lang: Lang, size: Size) -> (Client, Case) {
    let login = "b01.handler";
    let cases = cases_before(paper, login, |c| matches!(c, Command::ReportTask(_)), 1);
    let mut client = with_inbox(paper, login, lang, size, &cases);
    client.press("enter");
    answer_case(&mut client, paper, &cases, login);
    (client, cases[0].0.clone())
}

/// Whoever handles that proposal.
fn cutting(paper: &Paper, lang: Lang) -> (Client, Case) {
    let is_cut = |command: &Command| matches!(command, Command::CutTask(_));
    let cases = cases_before(paper, "", is_cut, 1);
    let unit = cases[0].0.assignments[0].unit.as_str().to_ascii_lowercase();
    let login = format!("{unit}.handler");
    let size = Size {
        width: 80,
        height: 24,
    };
    let mut client = with_inbox(paper, &login, lang, size, &cases);
    client.press("enter");
    answer_case(&mut client, paper, &cases, &login);
    (client, cases[0].0.clone())
}

/// What was sent.
fn sent(client: &Client) -> Command {
    let command = client.jobs.iter().find_map(|job| match job {
        Job::Run(_, command, _) | Job::Try(_, command) => Some(command.as_ref().clone()),
        _ => None,
    });
    command.unwrap_or_else(|| panic!("nothing was sent: {}", client.text()))
}

/// Opens the form of an action by its place among those that are offered.
fn act(client: &mut Client, action: &str) {
    client.press("a");
    for _ in 0..40 {
        let text = client.text();
        let chosen = text.lines().find(|line| line.contains('>'));
        if chosen.is_some_and(|line| line.contains(action)) {
            return client.press("enter");
        }
        client.press("down");
    }
    panic!("{action} is not offered: {}", client.text());
}

#[test]
fn suggestions_with_their_tasks() {
    each("tasks", |paper, lang, size| {
        with_a_task(paper, lang, size).0
    });
}

#[test]
fn a_report_is_on_the_task_that_is_ones_own() {
    let paper = Paper::new();
    let size = Size {
        width: 80,
        height: 24,
    };
    let (mut client, case) = with_a_task(&paper, Lang::En, size);
    act(&mut client, "report on task");
    client.press("tab o k ctrl-s");
    let Command::ReportTask(with) = sent(&client) else {
        panic!("{}", client.text())
    };
    assert_eq!((with.assignment, with.task), (1, 1));
    assert_eq!(with.unit, Some(UnitCode::from("B01")));
    assert_eq!(with.text, "ok");
    assert_ne!(case.assignments[0].unit, UnitCode::from("B01"));
}

#[test]
fn a_task_is_cut_for_several_units() {
    let paper = Paper::new();
    let (mut client, case) = cutting(&paper, Lang::En);
    act(&mut client, "cut task");
    // The suggestion, the text, two units (the own one stands first, then its department), the day as it stands.
    client.press("tab g o tab space right space ctrl-s");
    let text = client.text();
    assert!(
        text.contains("choose one: suggestion"),
        "none by itself: {text}"
    );
    client.press("right ctrl-s");
    let Command::CutTask(with) = sent(&client) else {
        panic!("{}", client.text())
    };
    let a = &case.assignments[0];
    assert_eq!((with.suggestion, with.text.as_str()), (1, "go"));
    let department = format!("{}-01", a.unit);
    assert_eq!(with.units, [a.unit.clone(), department.as_str().into()]);
    assert_eq!(with.due, a.due().date);
}
