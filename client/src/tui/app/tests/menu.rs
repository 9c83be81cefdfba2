//! The list of what can be done: each command once, however many assignments there are.

use std::collections::BTreeSet;

use banli_shared::api::proposals::CaseView;
use banli_shared::case::Case;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Action, Command, Gate, Missing, Refusal};
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::super::overlay::Overlay;
use super::super::screens::case::CaseScreen;
use super::super::state::Step;
use super::{Client, cases_before, seen};
use crate::command::demo::on_paper::Paper;

const SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// The office in front of a case that several units have.
fn on_several(paper: &Paper, lang: Lang) -> (Client, Case) {
    on_several_seen(paper, lang, |_| {})
}

/// The same, with something else in what the server says of the case.
fn on_several_seen(paper: &Paper, lang: Lang, change: impl Fn(&mut CaseView)) -> (Client, Case) {
    let cases = cases_before(paper, "", |c| matches!(c, Command::SubmitReply(_)), 40);
    let found = cases.into_iter().find(|(case, _)| case.live().count() > 1);
    let (case, at) = found.unwrap();
    let mut client = Client::new(paper, "coordinator", lang, SIZE);
    client.press("g a");
    client.state.screens.pop();
    let mut screen = CaseScreen::new(case.id.clone(), None);
    let room = client.state.room();
    let steps = super::super::state::Screen::fit(&mut screen, &mut client.state.shared, room);
    let jobs = steps.into_iter().filter_map(|step| match step {
        Step::Job(job) => Some(job),
        _ => None,
    });
    client.jobs.extend(jobs);
    client.state.screens.push(Box::new(screen));
    client.answer(|job| match job {
        Job::Case(id) => {
            let mut view = seen(paper, &case, "coordinator", at);
            change(&mut view);
            Some(News::Case(id.clone(), Ok(view)))
        }
        _ => None,
    });
    client.press("a");
    (client, case)
}

#[test]
fn a_command_stands_there_once_and_asks_on_which_of_several_assignments() {
    let paper = Paper::new();
    for (lang, many) in [(Lang::Zh, "承办任务"), (Lang::En, "assignments]")] {
        let (mut client, case) = on_several(&paper, lang);
        let Some(Overlay::Picker(picker)) = client.state.overlay.as_deref() else {
            panic!("{}", client.text())
        };
        let action = |code: &str| code.split(' ').next().unwrap_or_default().to_owned();
        let all: Vec<String> = picker.choices.iter().map(|it| action(&it.code)).collect();
        let each: BTreeSet<&String> = all.iter().collect();
        assert_eq!(each.len(), all.len(), "{all:?}");
        client.press("u r g e");
        assert!(client.text().contains(many), "{}", client.text());
        client.press("enter");
        let text = client.text();
        for a in case.live().filter(|a| a.is_open()) {
            let unit = client.state.shared.unit_name(&a.unit);
            assert!(text.contains(unit), "{unit}: {text}");
        }
        client.press("enter");
        let Some(Overlay::Form(form)) = client.state.overlay.as_deref() else {
            panic!("{}", client.text())
        };
        assert_eq!(form.action, Action::Urge);
        assert!(form.targets[0].assignment.is_some());
    }
}

#[test]
fn what_nothing_is_called_is_said() {
    let paper = Paper::new();
    for (lang, said) in [
        (Lang::Zh, "没有与“qqq”相符的"),
        (Lang::En, "nothing here is called qqq"),
    ] {
        let (mut client, _) = on_several(&paper, lang);
        client.press("q q q");
        assert!(client.text().contains(said), "{}", client.text());
        client.press("enter");
        assert!(client.state.overlay.is_some(), "nothing is chosen");
    }
}

#[test]
fn why_not_is_said_with_units_by_their_names() {
    let paper = Paper::new();
    for lang in [Lang::Zh, Lang::En] {
        let waits = |view: &mut CaseView| {
            let missing = Missing::Opinions {
                units: vec!["B18".into()],
            };
            let refusal = Refusal::new(Gate::CoHandlersIn, missing, &[]);
            view.offers.retain(|offer| offer.action == Action::Withdraw);
            view.offers[0].refusal = Some(refusal);
        };
        let (mut client, _) = on_several_seen(&paper, lang, waits);
        let name = client.state.shared.units[&"B18".into()].name.clone();
        let text = client.text();
        assert!(text.contains(&name) && !text.contains("B18"), "{text}");
        // The same where the choice is made nevertheless.
        client.press("enter");
        let text = client.text();
        assert!(text.contains(&name) && !text.contains("B18"), "{text}");
    }
}
