//! Forms whose answers were refused, and answers that outlive the program.

use banli_shared::api::Problem;
use banli_shared::both;
use banli_shared::case::AssignmentRole;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Command, Gate, Missing, Refusal, decide};
use ratatui::layout::Size;

use super::super::super::runtime::{Facts, Msg};
use super::super::forms::faults_of;
use super::super::news::{Job, News, Trouble, TroubleKind};
use super::super::state::{Identity, Link};
use super::desk::triage;
use super::looks::{answer_case, rated, with_inbox};
use super::{Client, cases_before, inbox, seen};
use crate::command::demo::on_paper::{Paper, numbers};
use crate::drafts::Draft;

const SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// A member in front of an issued reply, with drafts from before.
fn before_rating(
    paper: &Paper,
    drafts: Vec<Draft>,
) -> (Client, banli_shared::case::Case, i64, String) {
    let (cases, login) = rated(paper);
    let mut client = Client::new(paper, &login, Lang::En, SIZE);
    client.hear(News::Drafts(drafts));
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(
            wanted.clone(),
            Ok(inbox(paper, &cases, &login)),
        )),
        _ => None,
    });
    client.press("enter");
    let (case, at) = cases[0].clone();
    client.answer(|job| match job {
        Job::Case(id) => Some(News::Case(id.clone(), Ok(seen(paper, &case, &login, at)))),
        _ => None,
    });
    (client, case, at, login)
}

#[test]
fn a_refused_form_stays_with_what_was_typed_and_shows_the_fault_at_its_field() {
    let paper = Paper::new();
    let (mut client, case, at, login) = before_rating(&paper, vec![]);
    client.press("R tab tab tab tab g o o d ctrl-s");
    client.answer(|job| match job {
        Job::Try(target, command) => {
            let numbers = numbers(1);
            let ctx = paper.world.at(at, &numbers, None);
            let refusal = decide(&case, &paper.actors[&login], command, &ctx).unwrap_err();
            let text = [Lang::Zh, Lang::En].map(|lang| refusal.say(lang));
            let problem = Problem::refused(refusal);
            let trouble = Trouble {
                kind: TroubleKind::Refused,
                text,
                faults: faults_of(&problem),
            };
            Some(News::Tried(target.clone(), command.clone(), Err(trouble)))
        }
        _ => None,
    });
    let text = client.text();
    assert!(text.contains("good"), "what was typed is there: {text}");
    let line = text
        .lines()
        .find(|line| line.contains("at least one of work and result"))
        .unwrap_or_else(|| panic!("the fault is said: {text}"));
    assert!(line.contains("esult"), "at its field: {line}");
    // The same form goes out once it is right.
    client.press("right ctrl-s");
    let again = client.jobs.iter().find_map(|job| match job {
        Job::Try(_, command) => Some(command.as_ref().clone()),
        _ => None,
    });
    let Some(Command::Rate(rate)) = again else {
        panic!("{again:?}")
    };
    assert!(rate.result.is_some() && rate.comment == "good");
}

#[test]
fn a_hand_over_to_split_units_alone_needs_no_lead() {
    let paper = Paper::new();
    for (lang, why) in [
        (Lang::Zh, "请选择：主办单位，或分办单位"),
        (Lang::En, "choose one: lead unit; or units that each reply"),
    ] {
        let (mut client, _) = triage(&paper, lang, SIZE);
        client.press("o ctrl-s");
        assert!(client.text().contains(why), "{}", client.text());
        client.press("tab tab B 0 3 space B 0 4 space ctrl-s");
        let sent = client.jobs.iter().find_map(|job| match job {
            Job::Run(_, command, _) => Some(command.as_ref().clone()),
            _ => None,
        });
        let Some(Command::HandOver(hand_over)) = sent else {
            panic!("{sent:?}: {}", client.text())
        };
        let to = hand_over.to.iter();
        let to: Vec<_> = to.map(|it| (it.unit.as_str(), it.role)).collect();
        let split = AssignmentRole::Split;
        assert_eq!(to, [("B03", split), ("B04", split)]);
    }
}

/// The form in front was sent, and is refused so.
fn refuse(client: &mut Client, refusal: &Refusal) {
    client.answer(|job| match job {
        Job::Run(target, command, _) => {
            let text = [Lang::Zh, Lang::En].map(|lang| refusal.say(lang));
            let trouble = Trouble {
                kind: TroubleKind::Refused,
                text,
                faults: faults_of(&Problem::refused(refusal.clone())),
            };
            Some(News::Ran(target.clone(), command.clone(), Err(trouble)))
        }
        _ => None,
    });
}

fn line_with<'t>(text: &'t str, part: &str) -> &'t str {
    let line = text.lines().find(|line| line.contains(part));
    line.unwrap_or_else(|| panic!("{part}: {text}"))
}

#[test]
fn a_fault_is_said_at_its_field_in_the_words_of_the_form_until_that_is_changed() {
    let paper = Paper::new();
    for (lang, label, why) in [
        (Lang::Zh, "办理目标", "最多 20 个字"),
        (Lang::En, "goal", "at most 20 characters"),
    ] {
        let (mut client, _) = triage(&paper, lang, SIZE);
        client.press("o B 0 3 tab B 0 4 space B 0 5 space ctrl-s");
        let zh_en = both!("最多 20 个字", "at most 20 characters");
        refuse(&mut client, &Refusal::field("/hand_over/goal", zh_en));
        let text = client.text();
        assert!(line_with(&text, why).contains(label), "{text}");
        assert!(
            !text.contains("填写：") && !text.contains("form: "),
            "{text}"
        );
        // It is gone with the first change of that answer, and not of another.
        client.press("tab space shift-tab");
        assert!(client.text().contains(why), "{}", client.text());
        client.press("x");
        assert!(!client.text().contains(why), "{}", client.text());
    }
}

#[test]
fn a_unit_that_is_refused_is_called_by_its_name_where_it_was_chosen() {
    let paper = Paper::new();
    for (lang, label, why) in [
        (Lang::Zh, "会办单位", "已在承办本件"),
        (
            Lang::En,
            "co-handlers",
            "has an assignment on this case already",
        ),
    ] {
        let (mut client, _) = triage(&paper, lang, SIZE);
        client.press("o B 0 3 tab B 0 4 space B 0 5 space ctrl-s");
        let unit = "B05".into();
        let refusal = Refusal::new(Gate::Stage, Missing::UnitHasOne { unit }, &[]);
        refuse(&mut client, &refusal);
        let text = client.text();
        let name = client.state.shared.units[&"B05".into()].name.as_str();
        let line = line_with(&text, why);
        assert!(line.contains(label) && line.contains(name), "{text}");
        assert!(
            !text.contains("阶段：") && !text.contains("stage: "),
            "{text}"
        );
    }
}

#[test]
fn an_entry_of_several_is_named_and_not_counted() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::Zh, SIZE);
    client.press("o B 0 3 tab B 0 4 space B 0 5 space ctrl-s");
    let why = both!("不能承办", "takes nothing");
    refuse(&mut client, &Refusal::field("/hand_over/co/1", why));
    let text = client.text();
    let name = client.state.shared.units[&"B05".into()].name.as_str();
    let line = line_with(&text, "不能承办");
    assert!(line.contains(name) && !line.contains("第"), "{text}");
}

#[test]
fn answers_of_a_form_outlive_the_program_until_they_have_arrived() {
    let paper = Paper::new();
    let (mut client, ..) = before_rating(&paper, vec![]);
    client.press("R right tab tab tab tab w e l l");
    let kept = client.jobs.iter().rev().find_map(|job| match job {
        Job::KeepDraft(draft) => Some((**draft).clone()),
        _ => None,
    });
    let kept = kept.expect("every change is kept");
    // The journal may be read after the form was opened.
    let (mut quick, ..) = before_rating(&paper, vec![]);
    quick.press("R");
    quick.hear(News::Drafts(vec![kept.clone()]));
    assert!(quick.text().contains("well"), "{}", quick.text());
    let (mut client, case, at, login) = before_rating(&paper, vec![kept]);
    client.press("R");
    assert!(client.text().contains("well"), "{}", client.text());
    client.press("ctrl-s");
    let sent = client.jobs.iter().find_map(|job| match job {
        Job::Try(target, command) => Some((target.clone(), command.clone())),
        _ => None,
    });
    let (target, command) = sent.expect("the form goes out");
    let Command::Rate(rate) = command.as_ref() else {
        panic!()
    };
    assert!(rate.work.is_some() && rate.comment == "well");
    client.hear(News::Ran(
        target,
        command,
        Ok(seen(&paper, &case, &login, at)),
    ));
    let dropped =
        |job: &Job| matches!(job, Job::DropDraft(key) if key.what.starts_with("form/rate/"));
    assert!(client.jobs.iter().any(dropped));
}

#[test]
fn a_lost_connection_is_said_whole_and_no_longer_than_it_lasts() {
    let paper = Paper::new();
    for (lang, arrived, said) in [
        (Lang::Zh, false, "服务器没有应答，未能办成，请稍后再试"),
        (Lang::Zh, true, "连接中断，可能已经办成，请先查看再重试"),
        (Lang::En, false, "no answer: not done, try again later"),
        (
            Lang::En,
            true,
            "the connection broke: look whether it was done",
        ),
    ] {
        let mut client = Client::new(&paper, "coordinator", lang, SIZE);
        let text = "a long story of addresses and options ".repeat(4);
        let lost = Trouble {
            kind: TroubleKind::Unreachable { arrived },
            text: [text.clone(), text],
            faults: vec![],
        };
        client.hear(News::Sitting(Err(lost)));
        client.hear(News::Stream(Some(12)));
        let shown = client.text();
        assert!(
            line_with(&shown, said).contains("12"),
            "with the next try: {shown}"
        );
        client.hear(News::Stream(None));
        assert!(!client.text().contains(said), "{}", client.text());
        // What else is said stays.
        client.state.shared.complain("no");
        client.hear(News::Stream(None));
        assert!(client.state.shared.notice.is_some());
    }
}

#[test]
fn a_long_notice_gives_way_to_the_state_of_the_link() {
    let paper = Paper::new();
    let mut client = Client::new(&paper, "coordinator", Lang::En, SIZE);
    client
        .state
        .shared
        .complain("a very long notice ".repeat(6));
    client.state.shared.link = Link::Down { next_try_s: 7 };
    let text = client.text();
    let line = text
        .lines()
        .find(|line| line.contains("no answer, next try in 7 s"))
        .unwrap_or_else(|| panic!("{text}"));
    assert!(line.contains("  no answer"), "a gap between: {line}");
    // The demo's server does not come back: what to do is said.
    let identity = |login: &str| Identity {
        label: [login.to_owned(), login.to_owned()],
        login: login.to_owned(),
    };
    client.state.shared.identities = vec![identity("a"), identity("b")];
    assert!(
        client.text().contains("run banli demo again"),
        "{}",
        client.text()
    );
}

#[test]
fn a_refusal_that_is_longer_than_a_line_is_told_whole_above_the_keys() {
    let paper = Paper::new();
    let size = Size {
        width: 80,
        height: 24,
    };
    let words = |text: &str| text.split_whitespace().collect::<String>();
    for (lang, said) in [
        (
            Lang::Zh,
            "不能送审：尚缺与提案人当面沟通的记录、第三条建议的答复、牵头领导的意见以及两项分解任务的办结，请先补齐后再送；尚缺的各项见检查项页签，也可以用命令行查看。",
        ),
        (
            Lang::En,
            "this cannot be handed in: what is missing is a contact face to face, the answer to the third suggestion, the leader's view, and two tasks to be finished; look at the checklist first.",
        ),
    ] {
        for down in [false, true] {
            let mut client = Client::new(&paper, "coordinator", lang, size);
            client.state.shared.complain(said);
            client.state.shared.waiting = 0;
            if down {
                client.state.shared.link = Link::Down { next_try_s: 7 };
            }
            let shown = client.text();
            assert!(words(&shown).contains(&words(said)), "{shown}");
            assert_eq!(
                shown.contains("7 秒后") || shown.contains("in 7 s"),
                down,
                "{shown}"
            );
            let keys = shown.lines().last().unwrap();
            assert!(keys.contains("? "), "the keys stay: {shown}");
            client.press("j");
            assert!(!words(&client.text()).contains(&words(said)));
        }
    }
}

#[test]
fn low_bandwidth_is_told_when_it_begins_and_shown_while_it_lasts() {
    let paper = Paper::new();
    for (lang, mark, on, off) in [
        (Lang::Zh, "[省流量]", "已开启省流量", "已关闭省流量"),
        (
            Lang::En,
            "[low bandwidth]",
            "low bandwidth is on",
            "low bandwidth is off",
        ),
    ] {
        let mut client = Client::new(&paper, "coordinator", lang, SIZE);
        assert!(!client.text().contains(mark));
        client.press("ctrl-b");
        let shown = client.text();
        assert!(shown.contains(mark) && shown.contains(on), "{shown}");
        client.press("j");
        assert!(client.text().contains(mark), "{}", client.text());
        client.press("ctrl-b");
        let shown = client.text();
        assert!(!shown.contains(mark) && shown.contains(off), "{shown}");
        client.tell(Msg::Terminal(Facts {
            wide_lines: false,
            round_trip: std::time::Duration::from_millis(200),
        }));
        assert!(client.text().contains(mark), "{}", client.text());
    }
}

#[test]
fn a_day_that_is_filled_in_is_today_and_not_the_day_of_the_last_step() {
    let paper = Paper::new();
    let login = "b03.handler";
    let until = |c: &Command| matches!(c, Command::LogContact(_));
    let cases = cases_before(&paper, login, until, 1);
    let mut client = with_inbox(&paper, login, Lang::En, SIZE, &cases);
    client.press("enter");
    answer_case(&mut client, &paper, &cases, login);
    client.press("c");
    assert!(client.text().contains("2023-06-12"), "{}", client.text());
}
