//! A form whose step is tried before it is taken, on a case that somebody else changed meanwhile.

use banli_shared::case::Case;
use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::news::{Job, News, Trouble, TroubleKind};
use super::super::overlay::Overlay;
use super::looks::{answer_case, rated, with_inbox};
use super::{Client, cases_before};
use crate::command::demo::on_paper::Paper;

const SIZE: Size = Size {
    width: 100,
    height: 30,
};

/// What is tried, and on which version of the case.
fn tried(client: &Client) -> Option<(Command, u64)> {
    client.jobs.iter().find_map(|job| match job {
        Job::Try(target, command) => Some((command.as_ref().clone(), target.version)),
        _ => None,
    })
}

/// The first of the cases, opened from the inbox.
fn opened(paper: &Paper, login: &str, lang: Lang, cases: &[(Case, i64)]) -> Client {
    let mut client = with_inbox(paper, login, lang, SIZE, cases);
    client.press("enter");
    answer_case(&mut client, paper, cases, login);
    client
}

/// Sends the form in front, which somebody was faster than, and sends it once more.
fn sent_again(client: &mut Client, paper: &Paper, login: &str, cases: &[(Case, i64)]) {
    assert!(
        matches!(client.state.overlay.as_deref(), Some(Overlay::Form(_))),
        "{}",
        client.text()
    );
    client.press("ctrl-s");
    let (typed, version) = tried(client).expect("it is tried");
    assert_eq!(version, cases[0].0.version);
    let mut changed = cases.to_vec();
    changed[0].0.version += 1;
    client.answer(|job| match job {
        Job::Try(target, command) => {
            let stale = Trouble {
                kind: TroubleKind::Stale,
                text: [String::new(), String::new()],
                faults: vec![],
            };
            Some(News::Tried(target.clone(), command.clone(), Err(stale)))
        }
        _ => None,
    });
    answer_case(client, paper, &changed, login);
    client.press("ctrl-s");
    let again = tried(client).unwrap_or_else(|| panic!("{}", client.text()));
    assert_eq!(again, (typed, changed[0].0.version));
}

#[test]
fn a_rating_that_was_outrun_goes_out_with_the_next_try() {
    let paper = Paper::new();
    let (cases, login) = rated(&paper);
    for lang in [Lang::Zh, Lang::En] {
        let mut client = opened(&paper, &login, lang, &cases);
        client.press("R right tab right tab tab tab g o o d");
        sent_again(&mut client, &paper, &login, &cases);
        assert!(
            matches!(tried(&client), Some((Command::Rate(rate), _)) if rate.comment == "good"),
            "what was typed is kept"
        );
    }
}

#[test]
fn a_signature_that_was_outrun_goes_out_with_the_next_try() {
    let paper = Paper::new();
    let login = "b03.head";
    let cases = cases_before(&paper, login, |c| matches!(c, Command::Sign(_)), 1);
    let mut client = opened(&paper, login, Lang::Zh, &cases);
    client.press("S 7");
    sent_again(&mut client, &paper, login, &cases);
}

#[test]
fn a_step_on_the_whole_case_that_was_outrun_goes_out_with_the_next_try() {
    let paper = Paper::new();
    let (cases, login) = rated(&paper);
    let mut client = opened(&paper, &login, Lang::En, &cases);
    // From the reply to the case.
    client.press("enter");
    answer_case(&mut client, &paper, &cases, &login);
    client.press("a r a t e enter right tab right");
    sent_again(&mut client, &paper, &login, &cases);
}
