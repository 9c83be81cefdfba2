//! What members rate: of which unit, until when, and what was said in the forms.

use banli_shared::case::{Closure, Rating, Round, Satisfaction, Stage, Stated, Supplement};
use banli_shared::lang::Lang;
use banli_shared::profile::ContactForm;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::super::overlay::Overlay;
use super::looks::{answer_case, rated};
use super::{Client, inbox};
use crate::command::demo::on_paper::Paper;

fn size(width: u16) -> Size {
    Size { width, height: 40 }
}

/// A member with these cases in the inbox.
fn member(
    paper: &Paper,
    login: &str,
    lang: Lang,
    width: u16,
    cases: &[(banli_shared::case::Case, i64)],
) -> Client {
    let mut client = Client::new(paper, login, lang, size(width));
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(wanted.clone(), Ok(inbox(paper, cases, login)))),
        _ => None,
    });
    client
}

#[test]
fn of_two_replies_to_rate_each_names_its_unit_and_until_when() {
    let paper = Paper::new();
    let (mut cases, login) = rated(&paper);
    let lang = Lang::Zh;
    let shown = member(&paper, &login, lang, 80, &cases).text();
    let unit = |code: &str| paper.world.org.name(&code.into()).to_owned();
    let first = cases[0].0.live().next().unwrap().clone();
    let own = unit(first.unit.as_str());
    assert!(shown.contains("[评价至 2023-"), "{shown}");
    assert!(!shown.contains(&own), "there is but one: {shown}");
    let mut second = first;
    (second.no, second.unit) = (9, "C02".into());
    let other = unit("C02");
    assert_ne!(own, other);
    cases[0].0.assignments.push(second);
    for width in [80, 120] {
        let shown = member(&paper, &login, lang, width, &cases).text();
        for name in [&own, &other] {
            let lines = shown.lines().filter(|line| line.contains(name.as_str()));
            assert_eq!(lines.count(), 1, "{name}: {shown}");
        }
    }
}

#[test]
fn only_what_a_unit_was_asked_is_shown_as_unanswered() {
    let paper = Paper::new();
    let (mut cases, login) = rated(&paper);
    let a = cases[0].0.assignments.first_mut().unwrap();
    assert!(a.round().content.answers.len() > 1);
    a.suggestions = vec![1];
    for round in &mut a.rounds {
        round.content.answers.retain(|no, _| *no == 1);
    }
    let mut client = member(&paper, &login, Lang::En, 120, &cases);
    client.press("enter");
    answer_case(&mut client, &paper, &cases, &login);
    let shown = client.text();
    assert!(
        shown.contains("1. ") && !shown.contains("not answered yet"),
        "{shown}"
    );
    // It still says so of what it was asked and has not answered.
    cases[0].0.assignments[0].suggestions = vec![1, 2];
    let mut client = member(&paper, &login, Lang::En, 120, &cases);
    client.press("enter");
    answer_case(&mut client, &paper, &cases, &login);
    let shown = client.text();
    assert_eq!(shown.matches("not answered yet").count(), 1, "{shown}");
}

#[test]
fn ratings_say_whether_the_unit_got_in_touch_and_who_recorded_them_and_none_waits_for_a_supplement()
{
    let paper = Paper::new();
    let (mut cases, _) = rated(&paper);
    let (case, at) = &mut cases[0];
    let a = case.assignments.first_mut().unwrap();
    let rating = |rater, contacted, by: Option<&str>| Rating {
        rater,
        name: format!("甲{rater}"),
        work: Stated::Said(Satisfaction::Satisfied),
        result: Stated::NotStated,
        contacted,
        contact_forms: match contacted {
            Some(true) => vec![ContactForm::Phone, ContactForm::Visit],
            _ => vec![],
        },
        comment: String::new(),
        at_ms: *at,
        recorded_by: by.map(Into::into),
    };
    let round = a.rounds.last_mut().unwrap();
    round.ratings = vec![
        rating(1, Some(true), None),
        rating(2, Some(false), Some("coordinator")),
        rating(3, None, None),
    ];
    let closed = Closure::Rated;
    let supplement = Supplement {
        closed,
        class: None,
    };
    let due = a.due().clone();
    a.rounds.push(Round {
        supplement: Some(supplement),
        ..Round::begin(2, *at, "", due)
    });
    a.stage = Stage::Closed { how: closed };
    let recorder = paper.office.people.iter();
    let mut recorder = recorder.filter(|it| it.login == "coordinator");
    let recorder = recorder.next().unwrap().name.clone();
    for (lang, got, not, unrated, by) in [
        (
            Lang::Zh,
            "单位已与本人沟通（电话、走访面商）",
            "单位未与本人沟通",
            "尚未评价",
            "纸质评价，由",
        ),
        (
            Lang::En,
            "contact: the unit got in touch (phone, visit)",
            "contact: the unit did not get in touch",
            "not rated yet",
            "on paper, recorded by ",
        ),
    ] {
        let mut client = Client::new(&paper, "coordinator", lang, size(100));
        client.press("g a");
        client.answer(|job| match job {
            Job::Proposals(serial, _, wanted) => {
                let page = banli_shared::api::Page::whole(vec![super::row(&cases[0].0)]);
                Some(News::Proposals(*serial, wanted.clone(), Ok(page)))
            }
            _ => None,
        });
        client.press("enter");
        answer_case(&mut client, &paper, &cases, "coordinator");
        while !client.text().contains("甲1") {
            client.press("tab");
        }
        let shown = client.text();
        assert_eq!(shown.matches(got).count(), 1, "{shown}");
        assert_eq!(shown.matches(not).count(), 1, "{shown}");
        assert_eq!(shown.matches(by).count(), 1, "{shown}");
        assert!(shown.contains(&format!("{by}{recorder}")), "{shown}");
        assert!(!shown.contains(unrated), "{shown}");
    }
}

#[test]
fn the_form_asks_how_the_unit_got_in_touch() {
    let paper = Paper::new();
    let (cases, login) = rated(&paper);
    let mut client = member(&paper, &login, Lang::Zh, 100, &cases);
    client.press("enter");
    answer_case(&mut client, &paper, &cases, &login);
    client.press("R");
    client.press("tab tab right tab space down down space");
    let Some(Overlay::Form(form)) = client.state.overlay.as_deref() else {
        panic!("{}", client.text());
    };
    let target = form.targets[0].clone();
    let Ok(Command::Rate(rate)) = form.build(Lang::Zh, &target) else {
        panic!("{}", client.text());
    };
    assert_eq!(rate.contacted, Some(true));
    assert_eq!(rate.contact_forms, [ContactForm::Phone, ContactForm::Visit]);
}
