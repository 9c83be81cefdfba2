//! Every screen in both languages at both sizes.

use banli_shared::api::Page;
use banli_shared::api::promises::PromiseRow;
use banli_shared::case::{Case, PromiseState};
use banli_shared::figures::RankOf;
use banli_shared::lang::Lang;
use banli_shared::profile::Light;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::signing::try_them;
use super::{Client, cases_before, figures, inbox, ranking, row, seen};
use crate::command::demo::on_paper::Paper;
use crate::tui::runtime::Msg;

const SIZES: [(Size, &str); 2] = [
    (
        Size {
            width: 80,
            height: 24,
        },
        "80x24",
    ),
    (
        Size {
            width: 120,
            height: 40,
        },
        "120x40",
    ),
];

/// The smallest window that is promised.
const SMALLEST: (Size, &str) = (
    Size {
        width: 60,
        height: 20,
    },
    "60x20",
);

pub(super) fn each(screen: &str, show: impl Fn(&Paper, Lang, Size) -> Client) {
    at_sizes(screen, &SIZES, show);
}

pub(super) fn each_and_smallest(screen: &str, show: impl Fn(&Paper, Lang, Size) -> Client) {
    at_sizes(screen, &SIZES, &show);
    at_sizes(screen, &[SMALLEST], show);
}

fn at_sizes(screen: &str, sizes: &[(Size, &str)], show: impl Fn(&Paper, Lang, Size) -> Client) {
    let paper = Paper::new();
    for (lang, language) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (size, name) in sizes.iter().copied() {
            let client = show(&paper, lang, size);
            insta::assert_snapshot!(format!("{screen}_{language}_{name}"), client.text());
        }
    }
}

/// A client whose inbox holds these cases.
pub(super) fn with_inbox(
    paper: &Paper,
    login: &str,
    lang: Lang,
    size: Size,
    cases: &[(Case, i64)],
) -> Client {
    let mut client = Client::new(paper, login, lang, size);
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(wanted.clone(), Ok(inbox(paper, cases, login)))),
        _ => None,
    });
    client
}

pub(super) fn answer_case(client: &mut Client, paper: &Paper, cases: &[(Case, i64)], login: &str) {
    client.answer(|job| match job {
        Job::Case(id) => cases
            .iter()
            .find(|(case, _)| case.id == *id)
            .map(|(case, at)| News::Case(id.clone(), Ok(seen(paper, case, login, *at)))),
        _ => None,
    });
}

#[test]
fn the_inbox() {
    each_and_smallest("inbox", |paper, lang, size| {
        let cases = cases_before(paper, "b18.liaison", |c| matches!(c, Command::Accept(_)), 6);
        with_inbox(paper, "b18.liaison", lang, size, &cases)
    });
}

#[test]
fn triage() {
    each_and_smallest("triage", |paper, lang, size| {
        let cases = cases_before(paper, "", |c| matches!(c, Command::File {}), 12);
        let mut client = Client::new(paper, "coordinator", lang, size);
        client.press("g t");
        client.answer(|job| match job {
            Job::Proposals(serial, _, wanted) => {
                let page = Page::whole(cases.iter().map(|(case, _)| row(case)).collect());
                Some(News::Proposals(*serial, wanted.clone(), Ok(page)))
            }
            _ => None,
        });
        answer_case(&mut client, paper, &cases, "coordinator");
        client.press("v");
        client
    });
}

#[test]
fn a_case() {
    each("case", |paper, lang, size| {
        let cases = cases_before(
            paper,
            "b03.handler",
            |c| matches!(c, Command::SubmitReply(_)),
            1,
        );
        let mut client = with_inbox(paper, "b03.handler", lang, size, &cases);
        client.press("enter");
        answer_case(&mut client, paper, &cases, "b03.handler");
        client.press("tab");
        client
    });
}

fn promise(no: u32, text: &str, due: &str, days_left: i32, percent: Option<u8>) -> PromiseRow {
    PromiseRow {
        case: format!("case-{no}").as_str().into(),
        number: format!("2023{no:04}"),
        title: "关于加强社区养老服务的提案".to_owned(),
        assignment: 1,
        promise: no,
        unit: "B03".into(),
        department: None,
        text: text.to_owned(),
        state: PromiseState::Open,
        due: due.parse().unwrap(),
        first_due: due.parse().unwrap(),
        round: 1,
        percent,
        kept_on: None,
        light: Some(if days_left < 3 {
            Light::Red
        } else {
            Light::Green
        }),
        days_left: Some(days_left),
        overdue: days_left < 0,
    }
}

#[test]
fn the_due_list() {
    each_and_smallest("promises", |paper, lang, size| {
        let mut client = Client::new(paper, "supervisor", lang, size);
        client.press("g p");
        client.answer(|job| match job {
            Job::Promises(serial, query, wanted) => {
                assert_eq!(query.state, Some(PromiseState::Open));
                let page = Page::whole(vec![
                    promise(12, "建成十个社区日间照料中心", "2023-09-28", -7, Some(60)),
                    promise(107, "完成护理员培训五百人次", "2023-12-29", 55, None),
                ]);
                Some(News::Promises(*serial, wanted.clone(), Ok(page)))
            }
            _ => None,
        });
        client
    });
}

#[test]
fn a_review() {
    each_and_smallest("review", |paper, lang, size| {
        let cases = cases_before(paper, "b03.chief", |c| matches!(c, Command::Approve(_)), 3);
        let mut client = with_inbox(paper, "b03.chief", lang, size, &cases);
        client.press("enter");
        answer_case(&mut client, paper, &cases, "b03.chief");
        client
    });
}

#[test]
fn the_reply_editor() {
    each("editor", |paper, lang, size| {
        let cases = cases_before(
            paper,
            "b03.handler",
            |c| matches!(c, Command::SubmitReply(_)),
            1,
        );
        let mut client = with_inbox(paper, "b03.handler", lang, size, &cases);
        client.press("enter");
        answer_case(&mut client, paper, &cases, "b03.handler");
        client.press("e tab");
        client
    });
}

#[test]
fn a_rating_and_its_form() {
    each("rating", |paper, lang, size| {
        let (cases, login) = rated(paper);
        let mut client = with_inbox(paper, &login, lang, size, &cases);
        client.press("enter");
        answer_case(&mut client, paper, &cases, &login);
        client.press("R");
        client
    });
}

/// A case that a member is about to rate, and the member.
pub(super) fn rated(paper: &Paper) -> (Vec<(Case, i64)>, String) {
    (0..super::SEARCHED)
        .find_map(|n| paper.before(n, |c| matches!(c, Command::Rate(_))))
        .map(|(case, step)| (vec![(case, step.at_ms)], step.login))
        .unwrap()
}

pub(super) fn on_the_board(paper: &Paper, lang: Lang, size: Size) -> Client {
    let mut cases = cases_before(paper, "", |c| matches!(c, Command::Rate(_)), 20);
    cases.extend(cases_before(
        paper,
        "",
        |c| matches!(c, Command::File {}),
        10,
    ));
    let mut client = Client::new(paper, "supervisor", lang, size);
    client.press("g b");
    client.hear(figures(&cases, paper));
    client
}

#[test]
fn the_board() {
    each("board", on_the_board);
}

#[test]
fn the_ranking_on_the_board() {
    each("board_ranking", |paper, lang, size| {
        let mut client = on_the_board(paper, lang, size);
        client.press("G");
        client
    });
}

#[test]
fn a_line_of_the_board_opens_what_is_behind_it() {
    let paper = Paper::new();
    let mut client = on_the_board(&paper, Lang::En, SIZES[0].0);
    client.jobs.clear();
    // The last unit of the ranking has a board of its own; its score leads to the cases.
    client.press("G enter");
    let unit = client.jobs.iter().find_map(|job| match job {
        Job::Figures(query, _) => query.unit.clone(),
        _ => None,
    });
    assert!(unit.is_some(), "{:?}", client.jobs);
    client.press("esc g g");
    client.jobs.clear();
    client.press("j enter");
    let asked = client.jobs.iter().find_map(|job| match job {
        Job::Proposals(_, query, _) => query.stage,
        _ => None,
    });
    assert!(asked.is_some(), "{:?}", client.jobs);
}

/// The rated cases that are ranked, and the board with so many lines up from its end chosen: above the ranking of units
/// stands what else is ranked.
fn above_the_ranking(paper: &Paper, client: &mut Client, up: usize) -> Vec<(Case, i64)> {
    let cases = cases_before(paper, "", |c| matches!(c, Command::Rate(_)), 20);
    client.press("G");
    // Below the heading stands how points are rounded.
    for _ in 0..=ranking(&cases, paper, RankOf::Units).rows.len() + up {
        client.press("k");
    }
    client.jobs.clear();
    client.press("enter");
    cases
}

#[test]
fn candidates_for_commendation_are_shown_with_the_evidence() {
    each("commendation", |paper, lang, size| {
        let mut client = on_the_board(paper, lang, size);
        let cases = above_the_ranking(paper, &mut client, 1);
        let Some(Job::Rankings(queries)) = client.jobs.last().cloned() else {
            panic!("{:?}", client.jobs)
        };
        let of: Vec<RankOf> = queries.iter().map(|query| query.of()).collect();
        assert_eq!(of, [RankOf::Proposals, RankOf::Units, RankOf::Persons]);
        let ranked = of.iter().map(|of| ranking(&cases, paper, *of)).collect();
        client.hear(News::Rankings(queries, Ok(ranked)));
        client
    });
}

#[test]
fn persons_are_ranked_and_each_score_is_explained() {
    let paper = Paper::new();
    let mut client = on_the_board(&paper, Lang::En, SIZES[0].0);
    let cases = above_the_ranking(&paper, &mut client, 2);
    let Some(Job::Rankings(queries)) = client.jobs.last().cloned() else {
        panic!("{:?}", client.jobs)
    };
    let ranked = ranking(&cases, &paper, RankOf::Persons);
    let first = ranked.rows[0].clone();
    client.hear(News::Rankings(queries, Ok(vec![ranked])));
    client.press("j j enter");
    let Some(Job::Figures(query, None)) = client.jobs.last().cloned() else {
        panic!("{:?}", client.jobs)
    };
    assert_eq!(query.handler, Some(first.value.as_str().into()));
    let News::Figures(_, Ok(mut counted)) = figures(&cases, &paper) else {
        panic!()
    };
    (counted.board, counted.ranking) = (None, None);
    client.hear(News::Figures(query, Ok(counted)));
    let text = client.text();
    let points = format!("Place 1 with {} points", first.points);
    assert!(
        text.contains(&points) && text.contains("on time x "),
        "{text}"
    );
}

#[test]
fn many_signatures_are_one_question() {
    each_and_smallest("sign_all", |paper, lang, size| {
        let cases = cases_before(paper, "b03.head", |c| matches!(c, Command::Sign(_)), 4);
        let mut client = with_inbox(paper, "b03.head", lang, size, &cases);
        client.press("V S");
        client
    });
    each_and_smallest("sign_all_numbered", |paper, lang, size| {
        let cases = cases_before(paper, "b03.head", |c| matches!(c, Command::Sign(_)), 4);
        let mut client = with_inbox(paper, "b03.head", lang, size, &cases);
        client.press("V S");
        client.tell(Msg::Paste("深民函〔2023〕98号".into()));
        client.press("ctrl-s");
        try_them(&mut client, paper, &cases, true);
        client
    });
}

#[test]
fn help() {
    each("help", |paper, lang, size| {
        let mut client = Client::new(paper, "coordinator", lang, size);
        client.press("g t ?");
        client
    });
}
