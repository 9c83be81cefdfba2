//! Two rounds of one reply, compared.

use banli_shared::case::{Class, Closure, Content, Round, Supplement, Verdict};
use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::super::runtime::Msg;
use super::super::news::News;
use super::super::screens::case::CaseScreen;
use super::super::texts;
use super::{Client, cases_before, seen};
use crate::command::demo::on_paper::Paper;

/// The reply of a second handling, in which one paragraph was reworded and another added.
fn opened(paper: &Paper, lang: Lang, width: u16) -> Client {
    opened_with(paper, lang, Size { width, height: 48 }, |_| {})
}

/// The same, with rounds after it.
fn opened_with(paper: &Paper, lang: Lang, size: Size, further: impl Fn(&mut Vec<Round>)) -> Client {
    let signs = |command: &Command| matches!(command, Command::Sign(_));
    let (mut case, at_ms) = cases_before(paper, "b03.head", signs, 1).remove(0);
    let a = case
        .assignments
        .iter_mut()
        .find(|a| a.unit.as_str() == "B03");
    let a = a.unwrap();
    let no = a.no;
    let mut second = a.round().clone();
    let first = a.rounds.last_mut().unwrap();
    first.content.body =
        "尊敬的委员：\n一、计划增加班次10班。\n二、其他事项正在研究。\n此致".to_owned();
    second.no = 2;
    second.cause = "委员对办理结果不满意".to_owned();
    second.content.body = "尊敬的委员：\n一、已增加班次20班。\n此致\n附件：时刻表".to_owned();
    if let Some(answer) = second.content.answers.values_mut().next() {
        answer.verdict = Verdict::Adopted;
        answer.text = "已办结。".to_owned();
    }
    a.rounds.push(second);
    further(&mut a.rounds);
    let mut client = Client::new(paper, "b03.head", lang, size);
    let screen = CaseScreen::new(case.id.clone(), Some(no));
    client.state.screens.push(Box::new(screen));
    client.tell(Msg::Resized(size));
    let view = seen(paper, &case, "b03.head", at_ms);
    client.hear(News::Case(case.id.clone(), Ok(view)));
    client.press("tab tab tab tab");
    client
}

#[test]
fn what_changed_since_the_round_before_is_marked() {
    let paper = Paper::new();
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for width in [80, 140] {
            let client = opened(&paper, lang, width);
            let name = format!("rounds_{language}_{width}");
            insta::assert_snapshot!(name, client.text());
        }
    }
    let text = opened(&paper, Lang::Zh, 80).text();
    for line in [
        "+ 一、已增加班次20班。",
        "- 一、计划增加班次10班。",
        "+ 附件：时刻表",
    ] {
        assert!(
            text.lines().any(|it| it.starts_with(line)),
            "{line}: {text}"
        );
    }
    let text = opened(&paper, Lang::Zh, 140).text();
    let line = text
        .lines()
        .find(|it| it.starts_with("- 一、计划增加班次10班。"));
    assert!(
        line.is_some_and(|it| it.contains("| + 一、已增加班次20班。")),
        "{text}"
    );
}

#[test]
fn where_there_is_no_room_they_stand_one_under_the_other() {
    let paper = Paper::new();
    let mut client = opened(&paper, Lang::En, 140);
    let gone = |client: &Client| {
        let text = client.text();
        let line = text.lines().find(|line| line.starts_with("- "));
        line.unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    assert!(gone(&client).contains(" | + "), "{}", client.text());
    client.tell(Msg::Resized(Size {
        width: 139,
        height: 48,
    }));
    assert!(!gone(&client).contains(" | "), "{}", client.text());
}

/// A supplementary reply to both, and a round in which nothing is written yet.
fn two_more(rounds: &mut Vec<Round>) {
    let mut third = rounds[1].clone();
    third.no = 3;
    third.supplement = Some(Supplement {
        closed: Closure::Rated,
        class: Some(Class::B),
    });
    third.content.body = "尊敬的委员：\n一、已增加班次30班。\n此致\n附件：时刻表".to_owned();
    rounds.push(third);
    let mut empty = rounds[1].clone();
    empty.no = 4;
    empty.content = Content::default();
    rounds.push(empty);
}

#[test]
fn every_two_rounds_can_be_compared_and_it_is_said_which() {
    let paper = Paper::new();
    let size = Size::new(80, 24);
    for (lang, language, said) in [
        (
            Lang::Zh,
            "zh",
            [
                "第 3 轮（补充答复）对照第 2 轮（二次办理），共 4 轮",
                "第 3 轮（补充答复）对照第 1 轮（首次办理），共 4 轮",
                "第 2 轮（二次办理）对照第 1 轮（首次办理），共 4 轮",
            ],
        ),
        (
            Lang::En,
            "en",
            [
                "round 3 (supplementary reply) against round 2 (second handling), of 4 rounds",
                "round 3 (supplementary reply) against round 1 (first handling), of 4 rounds",
                "round 2 (second handling) against round 1 (first handling), of 4 rounds",
            ],
        ),
    ] {
        let mut client = opened_with(&paper, lang, size, two_more);
        let keys = |client: &Client| {
            let text = client.text();
            let last = text.lines().last().unwrap();
            [last.contains("[ "), last.contains("] ")]
        };
        let shows = |client: &Client, at: usize| {
            let text = client.text().replace('\n', " ");
            for (n, said) in said.iter().enumerate() {
                assert_eq!(text.contains(said), n == at, "{at}: {text}");
            }
        };
        shows(&client, 0);
        assert_eq!(keys(&client), [true, false]);
        client.press("G [");
        shows(&client, 1);
        assert_eq!(keys(&client), [true, true]);
        insta::assert_snapshot!(format!("rounds_older_{language}"), client.text());
        client.press("[");
        shows(&client, 2);
        assert_eq!(keys(&client), [false, true]);
        client.press("[");
        shows(&client, 2);
        let why = client.state.shared.notice.as_ref().unwrap();
        assert_eq!(why.text, texts::no_older_pair(lang));
        client.press("] ]");
        shows(&client, 0);
        // The keys mean nothing on another tab.
        client.press("tab");
        assert_eq!(keys(&client), [false, false]);
        client.press("[");
        let why = client.state.shared.notice.as_ref().unwrap();
        assert_eq!(why.text, texts::not_here(lang));
    }
}
