//! The inbox: what a decision about many is about, and for whom one acts.

use banli_shared::api::Page;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Action, Command};
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::desk::answers;
use super::{Client, cases_before, inbox, seen};
use crate::command::demo::on_paper::Paper;

const LOGIN: &str = "b18.liaison";

fn opened(paper: &Paper, lang: Lang, width: u16, other: Option<&str>) -> Client {
    let mut cases = cases_before(paper, LOGIN, |c| matches!(c, Command::Accept(_)), 2);
    cases.extend(cases_before(
        paper,
        LOGIN,
        |c| matches!(c, Command::Dispatch(_)),
        1,
    ));
    let mut page = inbox(paper, &cases, LOGIN);
    for row in &mut page.items {
        row.on_behalf = other.map(str::to_owned);
    }
    let size = Size { width, height: 24 };
    let mut client = Client::new(paper, LOGIN, lang, size);
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(wanted.clone(), Ok(page.clone()))),
        _ => None,
    });
    client
}

#[test]
fn what_is_marked_is_signed_for_wherever_the_cursor_is() {
    let paper = Paper::new();
    let mut client = opened(&paper, Lang::En, 80, None);
    // The third is signed for already.
    client.press("v v s");
    let accepted = client.jobs.iter().find_map(|job| match job {
        Job::RunMany(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let accepted = accepted.unwrap_or_else(|| panic!("{}", client.text()));
    assert_eq!(accepted.len(), 2);
    let accepts = |action| action == Action::Accept;
    assert!(accepted.iter().all(|one| accepts(one.command.action())));
    // With nothing marked it is the selected one that counts.
    let mut client = opened(&paper, Lang::En, 80, None);
    client.press("j j s");
    assert!(
        client.text().contains("at stage \"accepted\""),
        "{}",
        client.text()
    );
    let mut client = opened(&paper, Lang::Zh, 80, None);
    client.press("j j s");
    assert!(
        client.text().contains("处于“已签收”阶段"),
        "{}",
        client.text()
    );
}

#[test]
fn of_what_is_signed_for_exactly_what_was_refused_stays_marked() {
    let paper = Paper::new();
    let accepted = |client: &Client| {
        client.jobs.iter().rev().find_map(|job| match job {
            Job::RunMany(commands, _) => Some(commands.clone()),
            _ => None,
        })
    };
    let mut client = opened(&paper, Lang::En, 80, None);
    client.press("v v s");
    let commands = accepted(&client).unwrap();
    let last = &commands[1].proposal.0;
    let marked = |client: &Client| {
        let text = client.text();
        text.lines()
            .filter(|line| line[..2.min(line.len())].contains('*'))
            .count()
    };
    assert_eq!(marked(&client), 2, "until it is done: {}", client.text());
    let refused = cases_before(&paper, LOGIN, |c| matches!(c, Command::Accept(_)), 2);
    let refused = refused.iter().find(|(case, _)| case.id.0 == *last).unwrap();
    let told = answers(&commands, &refused.0);
    client.hear(News::RanMany(commands.clone(), Ok(told)));
    client.press("enter");
    assert_eq!(marked(&client), 1, "{}", client.text());
    client.press("s");
    let again = client.jobs.iter().rev().find_map(|job| match job {
        Job::Run(target, command, _) => Some((target.clone(), command.clone())),
        _ => None,
    });
    let (target, command) = again.unwrap_or_else(|| panic!("{}", client.text()));
    assert_eq!(target.case, refused.0.id);
    let view = seen(&paper, &refused.0, LOGIN, refused.1);
    client.hear(News::Ran(target, command, Ok(view)));
    assert_eq!(marked(&client), 0, "{}", client.text());
}

#[test]
fn for_whom_one_stands_in_is_told_at_every_width() {
    let paper = Paper::new();
    for (lang, said) in [(Lang::Zh, "[代局长3]"), (Lang::En, "[for 局长3]")] {
        for width in [80, 120] {
            let client = opened(&paper, lang, width, Some("局长3"));
            let text = client.text();
            let rows = text.lines().filter(|line| line.matches(said).count() == 1);
            assert_eq!(rows.count(), 3, "{text}");
        }
    }
}

#[test]
fn marks_outlive_a_lost_connection_and_those_of_entries_that_are_gone_are_told() {
    let paper = Paper::new();
    let cases = cases_before(&paper, LOGIN, |c| matches!(c, Command::Accept(_)), 3);
    let page = inbox(&paper, &cases, LOGIN);
    for (lang, gone) in [
        (
            Lang::Zh,
            "待办：2 个已标记的事项不在列表中了，标记已取消，另 1 个仍标记",
        ),
        (
            Lang::En,
            "Inbox: 2 marked rows have left the list and lost their marks; 1 stay marked",
        ),
    ] {
        let mut client = Client::new(&paper, LOGIN, lang, Size::new(80, 24));
        let come = |client: &mut Client, from: usize| {
            let rows = Page::whole(page.items[from..].to_vec());
            client.answer(|job| match job {
                Job::Inbox(wanted) => Some(News::Inbox(wanted.clone(), Ok(rows.clone()))),
                _ => None,
            });
        };
        come(&mut client, 0);
        client.press("v v v");
        for from in [0, 2] {
            client.hear(News::Stream(Some(1)));
            client.hear(News::Stream(None));
            client.hear(News::Reset);
            come(&mut client, from);
            assert_eq!(client.text().contains(gone), from > 0, "{}", client.text());
        }
        let aside = client.state.front().aside(&client.state.shared);
        assert_eq!(aside, "*1  1/1");
    }
}
