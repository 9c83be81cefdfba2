//! Choices of a form: found by typing, and never made by opening it.

use banli_shared::api::similar::ListedUnit;
use banli_shared::case::{AssignmentRole, Case};
use banli_shared::lang::Lang;
use banli_shared::workflow::{Command, HandOver, HandTo};
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::desk::{similar, tell_similar, triage};
use super::{Client, cases_before, row, seen};
use crate::command::demo::on_paper::Paper;
use crate::tui::runtime::Msg;

const SIZE: Size = Size {
    width: 100,
    height: 30,
};

/// The hand-over that was sent; none where the form was not.
fn handed(client: &Client) -> Option<HandOver> {
    client.jobs.iter().find_map(|job| match job {
        Job::Run(_, command, _) | Job::Try(_, command) => match command.as_ref() {
            Command::HandOver(with) => Some(with.clone()),
            _ => None,
        },
        _ => None,
    })
}

fn units(with: &HandOver) -> Vec<&str> {
    with.to.iter().map(|to| to.unit.as_str()).collect()
}

#[test]
fn a_unit_is_handed_to_by_the_code_that_was_typed() {
    let paper = Paper::new();
    for (keys, expected) in [
        ("D 0 5", "D05"),
        ("B 0 3", "B03"),
        ("C 0 2", "C02"),
        ("b 0 x backspace 3", "B03"),
    ] {
        let (mut client, _) = triage(&paper, Lang::En, SIZE);
        client.press(&format!("o {keys}"));
        let text = client.text();
        let typed: String = keys.split(' ').filter(|key| key.len() == 1).collect();
        let typed = typed.replace('x', "");
        assert!(text.contains(&format!("typed: {typed}")), "{text}");
        assert!(text.contains(&format!("< {expected} ")), "{text}");
        client.press("tab B 0 5 space D 0 2 space ctrl-s");
        let with = handed(&client).expect("it is sent");
        assert_eq!(units(&with), [expected, "B05", "D02"]);
    }
}

#[test]
fn what_is_no_unit_selects_none_and_is_not_sent() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En, SIZE);
    client.press("o D 0 5 Z ctrl-s");
    let text = client.text();
    assert!(text.contains("nothing here is called D05Z"), "{text}");
    assert!(text.contains("< D05 "), "it has not moved: {text}");
    assert_eq!(handed(&client), None);
    // Nor from another field, nor where it stands in the list of several.
    client.press("tab ctrl-s");
    assert_eq!(handed(&client), None);
    client.press("backspace tab q q q space ctrl-s");
    assert_eq!(handed(&client), None);
    let text = client.text();
    assert!(text.contains("nothing here is called qqq"), "{text}");
    client.press("right ctrl-s");
    assert_eq!(units(&handed(&client).expect("it is sent")), ["D05"]);
}

#[test]
fn a_hand_over_opens_on_what_is_suggested_for_it_and_else_on_nothing() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::En, SIZE);
    client.press("o");
    assert!(
        client.text().contains("< not stated >"),
        "{}",
        client.text()
    );
    client.press("ctrl-s");
    assert_eq!(handed(&client), None);
    let text = client.text();
    let line = text.lines().find(|line| line.contains("choose one: "));
    let line = line.unwrap_or_else(|| panic!("the refusal is said: {text}"));
    assert!(line.contains("lead unit"), "with its field: {line}");
    let (mut client, _) = triage(&paper, Lang::En, SIZE);
    tell_similar(&mut client, &cases);
    client.press("o");
    assert!(client.text().contains("< B03 "), "{}", client.text());
    // What was begun with another unit goes on with that one, and with none where it was emptied.
    client.press("C 0 2 esc o");
    assert!(client.text().contains("< C02 "), "{}", client.text());
    let text = client.text();
    assert!(text.contains("backspace empties it"), "{text}");
    client.press("backspace esc o");
    assert!(
        client.text().contains("< not stated >"),
        "{}",
        client.text()
    );
    client.press("tab tab B 0 3 space B 0 4 space ctrl-s");
    let to = handed(&client).unwrap_or_else(|| panic!("{}", client.text()));
    assert_eq!(units(&to), ["B03", "B04"]);
}

#[test]
fn several_units_each_answer_a_part() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::Zh, SIZE);
    // No lead; B05 gives an opinion, D05 and B02 reply, each to its part.
    client.press("o - tab B 0 5 space tab D 0 5 space B 0 2 space tab");
    client.tell(Msg::Paste("d05=1；B03=2".into()));
    client.press("ctrl-s");
    assert_eq!(handed(&client), None);
    let text = client.text();
    assert!(text.contains("没有选中单位 B03"), "{text}");
    client.press("ctrl-u");
    // As an input method for Chinese writes it.
    client.tell(Msg::Paste("d05=1；Ｂ０２：２、３".into()));
    client.press("tab");
    client.tell(Msg::Paste("２０２３年９月３０日".into()));
    client.press("ctrl-s");
    let with = handed(&client).expect("it is sent");
    let to = |unit: &str, role, suggestions: &[u32]| HandTo {
        unit: unit.into(),
        role,
        suggestions: suggestions.to_vec(),
    };
    let expected = [
        to("B02", AssignmentRole::Split, &[2, 3]),
        to("D05", AssignmentRole::Split, &[1]),
        to("B05", AssignmentRole::CoHandler, &[]),
    ];
    assert_eq!(with.to, expected);
    assert_eq!(with.due.unwrap().to_string(), "2023-09-30");
}

#[test]
fn a_suggestion_without_a_reason_has_no_brackets() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::Zh, SIZE);
    let mut found = similar(&cases[1..]);
    found.units[0].proposals = 0;
    found.units[0].duties.clear();
    let id = cases[0].0.id.clone();
    client.hear(News::Similar(id, Ok(Box::new(found))));
    let text = client.text();
    assert!(text.contains("70%") && !text.contains("（）"), "{text}");
}

#[test]
fn a_unit_that_only_the_list_names_says_so_without_a_share() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::Zh, SIZE);
    let mut found = similar(&cases[1..]);
    let unit = &mut found.units[1];
    (unit.percent, unit.listed) = (0, true);
    unit.duties.clear();
    let id = cases[0].0.id.clone();
    client.hear(News::Similar(id, Ok(Box::new(found))));
    let text = client.text();
    assert!(text.contains("（清单所列）"), "{text}");
    assert!(!text.contains(" 0%"), "{text}");
}

/// What is like the first case, in whose list these units stand: `B03:lead B05:co_handler`.
fn listed(client: &mut Client, cases: &[(Case, i64)], list: &str) {
    let mut found = similar(&cases[1..]);
    let named = list.split_whitespace().map(|it| {
        let (unit, role) = it.split_once(':').unwrap();
        ListedUnit {
            unit: unit.into(),
            role: role.parse().unwrap(),
        }
    });
    found.listed = named.collect();
    let mut answers = found.listed.iter().filter(|it| it.role.owes_reply());
    found.units[0].listed = answers.any(|it| it.unit.as_str() == "B03");
    let id = cases[0].0.id.clone();
    client.hear(News::Similar(id, Ok(Box::new(found))));
}

fn roles(to: &[HandTo]) -> String {
    let each = to.iter().map(|it| format!("{}:{}", it.unit, it.role));
    each.collect::<Vec<_>>().join(" ")
}

#[test]
fn who_stands_in_the_list_is_marked_in_the_form_as_it_says() {
    let paper = Paper::new();
    let helped = "B03:lead B05:co_handler D02:co_handler";
    for (list, keys, to) in [
        (helped, "o", helped),
        (helped, "2", "B18:lead B05:co_handler D02:co_handler"),
        (helped, "o tab D 0 2 space", "B03:lead B05:co_handler"),
        ("B03:split B05:split", "o", "B03:split B05:split"),
    ] {
        let (mut client, cases) = triage(&paper, Lang::Zh, SIZE);
        listed(&mut client, &cases, list);
        let text = client.text();
        let role = if list == helped {
            "会办："
        } else {
            "分办："
        };
        assert!(
            text.contains(role) && text.contains("（清单所列）"),
            "{text}"
        );
        client.press(&format!("{keys} ctrl-s"));
        let with = handed(&client).expect("it is sent");
        assert_eq!(roles(&with.to), to, "{keys}");
    }
}

#[test]
fn who_stands_in_the_list_is_in_the_preview_of_many() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::Zh, SIZE);
    client.press("O");
    let list = "B03:lead B05:co_handler";
    listed(&mut client, &cases, list);
    let text = client.text();
    assert!(text.contains("会办："), "{text}");
    let tried = client.jobs.iter().find_map(|job| match job {
        Job::TryMany(commands) => Some(commands[0].command.clone()),
        _ => None,
    });
    let Some(Command::HandOver(with)) = tried else {
        panic!("{:?}", client.jobs)
    };
    assert_eq!(roles(&with.to), list);
    let last = |client: &Client| {
        let tried = client.jobs.iter().rev().find_map(|job| match job {
            Job::TryMany(commands) => Some(commands.clone()),
            _ => None,
        });
        let each = tried.unwrap().into_iter().map(|one| match one.command {
            Command::HandOver(with) => roles(&with.to),
            other => panic!("{other:?}"),
        });
        each.collect::<Vec<String>>()
    };
    // One that the list names is taken from this proposal alone, and given back.
    client.press("b");
    assert!(
        client.text().contains("清单所列，仅本件"),
        "{}",
        client.text()
    );
    client.press("enter");
    assert_eq!(last(&client)[0], "B03:lead");
    assert!(!client.text().contains("会办："), "{}", client.text());
    client.press("b enter");
    assert_eq!(last(&client)[0], list);
}

#[test]
fn a_proposal_is_declined_on_no_ground_that_was_not_chosen() {
    let paper = Paper::new();
    for keys in ["d ctrl-s", "v v d ctrl-s"] {
        let cases = cases_before(&paper, "", |c| matches!(c, Command::File {}), 4);
        let mut client = Client::new(&paper, "coordinator", Lang::Zh, SIZE);
        client.press("g t");
        client.answer(|job| match job {
            Job::Proposals(serial, _, wanted) => {
                let rows = cases.iter().map(|(case, _)| row(case)).collect();
                let page = banli_shared::api::Page::whole(rows);
                Some(News::Proposals(*serial, wanted.clone(), Ok(page)))
            }
            _ => None,
        });
        client.answer(|job| match job {
            Job::Case(id) => cases.iter().find(|(case, _)| case.id == *id).map(|it| {
                let view = seen(&paper, &it.0, "coordinator", it.1);
                News::Case(id.clone(), Ok(view))
            }),
            _ => None,
        });
        client.press(keys);
        let text = client.text();
        assert_eq!(text.matches("< 未填 >").count(), 1, "the ground: {text}");
        assert!(text.contains("请选择：不予立案理由"), "{text}");
        // It need not go on as anything.
        assert!(text.contains("< 不转办 >"), "{text}");
        let sent = |job: &Job| {
            matches!(
                job,
                Job::Run(..) | Job::Try(..) | Job::RunMany(..) | Job::TryMany(..)
            )
        };
        assert!(!client.jobs.iter().any(sent), "nothing goes out");
        client.press("ctrl-l");
        let text = client.text();
        assert!(text.contains("what is open keeps its language"), "{text}");
        client.press("ctrl-l right ctrl-s");
        assert!(client.jobs.iter().any(sent), "{}", client.text());
    }
}

#[test]
fn what_found_nothing_is_no_answer_to_come_back_to() {
    let paper = Paper::new();
    for (lang, none) in [
        (Lang::Zh, "没有与“D05Z”相符的"),
        (Lang::En, "nothing here is called D05Z"),
    ] {
        let (mut client, _) = triage(&paper, lang, SIZE);
        client.press("o D 0 5 Z ctrl-s");
        assert!(client.text().contains(none), "{}", client.text());
        client.press("ctrl-u");
        assert!(!client.text().contains(none), "{}", client.text());
        client.press("D 0 5 Z ctrl-s esc o");
        assert!(!client.text().contains(none), "{}", client.text());
    }
}
