//! What numbers of the board count, and what is listed behind them.

use banli_shared::api::Page;
use banli_shared::api::events::Change;
use banli_shared::figures::{Part, Points};
use banli_shared::lang::Lang;
use ratatui::layout::Size;

use super::super::super::runtime::Msg;
use super::super::news::{Job, News};
use super::looks::on_the_board;
use super::{Client, cases_before, figures, row};
use crate::command::demo::on_paper::Paper;

const NARROW: Size = Size {
    width: 80,
    height: 40,
};
const WIDE: Size = Size {
    width: 120,
    height: 40,
};

/// Down to the line called so.
fn go_to(client: &mut Client, name: &str) {
    client.press("g g");
    for _ in 0..60 {
        let text = client.text();
        let at = text
            .lines()
            .find(|line| line.starts_with('>'))
            .unwrap_or("");
        if at.contains(name) {
            return;
        }
        client.press("j");
    }
    panic!("{name}: {}", client.text());
}

/// The list that was opened gets these many proposals, of more than a page.
fn listed(client: &mut Client, paper: &Paper, total: u64) -> (Option<Part>, bool) {
    let cases = cases_before(paper, "", |_| true, 3);
    let mut asked = None;
    let job = client
        .jobs
        .iter()
        .rposition(|job| matches!(job, Job::Proposals(..)));
    if let Job::Proposals(serial, query, wanted) = client.jobs.remove(job.unwrap()) {
        asked = Some((query.part, wanted.count));
        let page = Page {
            items: cases.iter().map(|(case, _)| row(case)).collect(),
            next: Some("more".to_owned()),
            total: Some(total),
            counted: None,
        };
        client.hear(News::Proposals(serial, wanted, Ok(page)));
    }
    asked.unwrap()
}

#[test]
fn a_figure_says_what_it_counts_and_how_it_is_rounded_short_where_there_is_little_room() {
    let paper = Paper::new();
    for (lang, size, parts) in [
        (
            Lang::Zh,
            NARROW,
            ["19/21 答复", "20/30 提案", "办理指标（四舍五入）"],
        ),
        (
            Lang::Zh,
            WIDE,
            ["19/21 答复件", "20/30 提案", "办理指标（四舍五入）"],
        ),
        (
            Lang::En,
            NARROW,
            ["19/21 reply", "20/30 prop.", "Figures (half up)"],
        ),
        (
            Lang::En,
            WIDE,
            ["19/21 reply items", "20/30 proposals", "Figures (half up)"],
        ),
    ] {
        let text = on_the_board(&paper, lang, size).text();
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}

#[test]
fn behind_a_figure_is_what_was_found_or_what_it_was_counted_out_of_and_it_is_said_which() {
    let paper = Paper::new();
    for (lang, name, found, of) in [
        (
            Lang::Zh,
            "按时办复率",
            "按时办复率，分子：19 个答复件（19/21，90.48%，四舍五入）；以下 17 件提案",
            "按时办复率，分母：21 个答复件（19/21，90.48%，四舍五入）；以下 18 件提案",
        ),
        (
            Lang::En,
            "on time",
            "on time, numerator: 19 reply items (19/21, 90.48%, half up); in 17 proposals",
            "on time, denominator: 21 reply items (19/21, 90.48%, half up); in 18 proposals",
        ),
    ] {
        let mut client = on_the_board(&paper, lang, NARROW);
        go_to(&mut client, name);
        let hint = lang.pick("d 看分母", "d out of which");
        assert!(client.text().contains(hint), "{}", client.text());
        client.press("enter");
        assert_eq!(
            listed(&mut client, &paper, 17),
            (Some(Part::Numerator), true)
        );
        assert!(client.text().contains(found), "{}", client.text());
        // The other number of the same figure, from the list and from the board.
        client.press("ctrl-t");
        assert_eq!(
            listed(&mut client, &paper, 18),
            (Some(Part::Denominator), true)
        );
        assert!(client.text().contains(of), "{}", client.text());
        client.press("esc d");
        assert_eq!(
            listed(&mut client, &paper, 18),
            (Some(Part::Denominator), true)
        );
        assert!(client.text().contains(of), "{}", client.text());
    }
}

#[test]
fn behind_assignments_it_is_said_that_proposals_are_listed() {
    let paper = Paper::new();
    let mut client = on_the_board(&paper, Lang::Zh, NARROW);
    go_to(&mut client, "起草中");
    client.press("d");
    assert!(client.text().contains("没有分母可看"), "{}", client.text());
    client.press("enter");
    assert_eq!(listed(&mut client, &paper, 9), (None, true));
    let text = client.text();
    assert!(
        text.contains("起草中：12 个承办任务；以下 9 件提案"),
        "{text}"
    );
    assert!(!text.contains("ctrl-t"), "{text}");
}

#[test]
fn the_name_of_a_part_follows_the_language() {
    let paper = Paper::new();
    let mut client = on_the_board(&paper, Lang::En, NARROW);
    go_to(&mut client, "Ranking of persons");
    client.press("enter");
    let title = |client: &Client| client.text().lines().next().unwrap().to_owned();
    assert!(title(&client).starts_with("Board - Ranking of persons"));
    client.press("ctrl-l");
    assert!(
        title(&client).starts_with("看板 - 承办人排名"),
        "{}",
        title(&client)
    );
}

#[test]
fn rankings_say_how_points_are_rounded() {
    let paper = Paper::new();
    for lang in [Lang::Zh, Lang::En] {
        let mut client = on_the_board(&paper, lang, NARROW);
        client.press("G");
        let text = client.text();
        assert!(text.contains(Points::rounding(lang)), "{text}");
    }
}

#[test]
fn what_changes_while_it_is_counted_is_counted_once_more() {
    let paper = Paper::new();
    let mut client = on_the_board(&paper, Lang::En, NARROW);
    let cases = cases_before(&paper, "", |_| true, 3);
    client.jobs.clear();
    let asked = |client: &Client| {
        let asked = client.jobs.iter();
        asked.filter(|job| matches!(job, Job::Figures(..))).count()
    };
    let change = || {
        News::Changed(vec![Change {
            seq: 1,
            case: cases[0].0.id.clone(),
            version: 9,
            kind: String::new(),
            at_ms: 0,
        }])
    };
    client.hear(change());
    client.hear(change());
    // Told while the count is on its way.
    client.state.shared.waiting = 0;
    client.tell(Msg::Tick);
    assert_eq!(asked(&client), 1, "one count at a time");
    for left in [1, 0] {
        client.answer(|job| match job {
            Job::Figures(query, _) => match figures(&cases, &paper) {
                News::Figures(_, counted) => Some(News::Figures(query.clone(), counted)),
                _ => None,
            },
            _ => None,
        });
        assert_eq!(asked(&client), left);
    }
}
