//! The ledger of a case: parts, checklists, and how an assignment ended.

use banli_shared::case::{AssignmentRole, Case, Ending, SpotFinding, Stage};
use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::super::runtime::Msg;
use super::super::news::{Job, News};
use super::super::screens::case::CaseScreen;
use super::looks::each;
use super::{Client, cases_before, seen};
use crate::command::demo::on_paper::Paper;

/// The coordinator before a case of which the first unit answers suggestion 1 alone, and a second one has ended.
fn opened(paper: &Paper, lang: Lang) -> (Client, Case) {
    let is_cut = |command: &Command| matches!(command, Command::CutTask(_));
    let (mut case, at_ms) = cases_before(paper, "", is_cut, 1).remove(0);
    assert!(case.suggestions().count() > 1);
    case.assignments.truncate(1);
    case.assignments[0].role = AssignmentRole::Split;
    case.assignments[0].suggestions = vec![1];
    for (no, unit) in [(7, "B03"), (8, "B04")] {
        let mut other = case.assignments[0].clone();
        (other.no, other.unit, other.tasks) = (no, unit.into(), vec![]);
        other.role = AssignmentRole::CoHandler;
        other.suggestions.clear();
        case.assignments.push(other);
    }
    case.assignments[2].stage = Stage::Ended {
        how: Ending::TakenBack,
    };
    let size = Size {
        width: 80,
        height: 120,
    };
    let mut client = Client::new(paper, "coordinator", lang, size);
    let screen = CaseScreen::new(case.id.clone(), None);
    client.state.screens.push(Box::new(screen));
    client.tell(Msg::Resized(size));
    let view = seen(paper, &case, "coordinator", at_ms);
    client.hear(News::Case(case.id.clone(), Ok(view)));
    client.press("tab");
    (client, case)
}

#[test]
fn the_ledger_tells_parts_checklists_and_endings() {
    let paper = Paper::new();
    for (lang, part, list, left, ended) in [
        (
            Lang::Zh,
            "答复建议：1",
            "检查项：",
            "建议无单位答复：2",
            "终止：",
        ),
        (
            Lang::En,
            "suggestions: 1",
            "Checklist: ",
            "suggestions without unit: 2",
            "ended: ",
        ),
    ] {
        let (client, case) = opened(&paper, lang);
        let text = client.text();
        assert!(text.contains(part) && text.contains(left), "{text}");
        for (no, listed) in [(case.assignments[0].no, true), (7, true), (8, false)] {
            let mut all = case.assignments.iter();
            let a = all.find(|a| a.no == no).unwrap();
            let head = format!("{list}{no}. {}", paper.world.org.name(&a.unit));
            assert_eq!(text.contains(&head), listed, "{head}: {text}");
        }
        let how = format!("{ended}{}", Ending::TakenBack.say(lang));
        assert!(text.contains(&how), "{text}");
        // No deadline of what has ended; by whom is in the record, which is asked for.
        let of_ended = text.split("8. ").nth(1).unwrap();
        let of_ended = of_ended.lines().take(4).collect::<String>();
        let due = lang.pick("期限：", "due: ");
        assert!(!of_ended.contains(due), "{of_ended}");
        let record = |job: &Job| matches!(job, Job::Events(id) if *id == case.id);
        assert!(client.jobs.iter().any(record));
    }
}

#[test]
fn each_suggestion_is_told_with_the_unit_that_answers_it() {
    let paper = Paper::new();
    for (lang, by, nobody) in [
        (Lang::Zh, "答复单位：", "[无单位答复]"),
        (Lang::En, "answered by: ", "[no unit answers this]"),
    ] {
        let (mut client, case) = opened(&paper, lang);
        client.press("tab");
        let text = client.text();
        let by = format!("{by}{}", paper.world.org.name(&case.assignments[0].unit));
        assert_eq!(text.matches(&by).count(), 1, "{text}");
        let left = case.left_to_nobody().count();
        assert_eq!(text.matches(nobody).count(), left, "{text}");
    }
}

/// A case with a spot check that found something wanting, before somebody who reads of it.
fn looked_into(paper: &Paper, login: &str, lang: Lang, size: Size) -> Client {
    let cases = (0..).filter_map(|n| paper.before(n, |c| matches!(c, Command::Approve(_))));
    let found = cases
        .map(|(case, step)| (case, step.at_ms))
        .find(|(case, _)| {
            let mut checks = case.assignments.iter().flat_map(|a| &a.spot_checks);
            checks.any(|it| it.found == SpotFinding::Wanting)
        });
    shown(paper, login, lang, size, &found.unwrap(), 1)
}

/// A case of which a proposer has denied a contact.
fn denied(paper: &Paper, login: &str, lang: Lang, size: Size) -> Client {
    let cases = (0..).filter_map(|n| paper.before(n, |c| matches!(c, Command::Approve(_))));
    let found = cases
        .map(|(case, step)| (case, step.at_ms))
        .find(|(case, _)| {
            let rounds = case.assignments.iter().flat_map(|a| &a.rounds);
            let mut said = rounds
                .flat_map(|it| &it.contacts)
                .flat_map(|it| &it.confirmations);
            said.any(|it| !it.took_place)
        });
    shown(paper, login, lang, size, &found.unwrap(), 3)
}

/// The case on its screen, so many tabs on.
fn shown(
    paper: &Paper,
    login: &str,
    lang: Lang,
    size: Size,
    (case, at_ms): &(Case, i64),
    tabs: usize,
) -> Client {
    let mut client = Client::new(paper, login, lang, size);
    let screen = CaseScreen::new(case.id.clone(), None);
    client.state.screens.push(Box::new(screen));
    client.tell(Msg::Resized(size));
    let view = seen(paper, case, login, *at_ms);
    client.hear(News::Case(case.id.clone(), Ok(view)));
    for _ in 0..tabs {
        client.press("tab");
    }
    client
}

#[test]
fn a_spot_check_in_the_ledger() {
    each("spot_check", |paper, lang, size| {
        let client = looked_into(paper, "supervisor", lang, size);
        let text = client.text();
        assert!(text.contains(SpotFinding::Wanting.say(lang)), "{text}");
        client
    });
}

#[test]
fn a_denied_contact_among_the_contacts() {
    each("contact_denied", |paper, lang, size| {
        let client = denied(paper, "supervisor", lang, size);
        let text = client.text();
        assert!(text.contains("没有与我联系"), "{text}");
        client
    });
}
