//! While the server does not answer, and after it does again.

use std::collections::BTreeMap;

use banli_shared::api::Page;
use banli_shared::api::events::Change;
use banli_shared::api::proposals::{ManyAnswers, OneAnswer, OneOfMany, ProposalRef};
use banli_shared::case::{Approval, Case, Level, Stage};
use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::news::{Job, News, Trouble, TroubleKind};
use super::desk::triage;
use super::looks::with_inbox;
use super::typing::{HANDLER, writing};
use super::{Client, cases_before, row, seen};
use crate::command::demo::on_paper::Paper;

const SIZE: Size = Size {
    width: 100,
    height: 30,
};

/// Nothing answers.
pub(super) fn away(arrived: bool) -> Trouble {
    Trouble {
        kind: TroubleKind::Unreachable { arrived },
        text: ["连不上".to_owned(), "unreachable".to_owned()],
        faults: vec![],
    }
}

/// Says of every job that is waited for that nothing answers; how many there were.
pub(super) fn fail(client: &mut Client) -> usize {
    let jobs = std::mem::take(&mut client.jobs);
    let failed = jobs.iter().filter_map(|job| {
        Some(match job {
            Job::Begin => News::Begun(Err(away(false))),
            Job::Inbox(wanted) => News::Inbox(wanted.clone(), Err(away(false))),
            Job::Proposals(serial, _, wanted) => {
                News::Proposals(*serial, wanted.clone(), Err(away(false)))
            }
            Job::Promises(serial, _, wanted) => {
                News::Promises(*serial, wanted.clone(), Err(away(false)))
            }
            Job::Case(id) => News::Case(id.clone(), Err(away(false))),
            Job::Sitting => News::Sitting(Err(away(false))),
            Job::Desk(asked, _) => News::Desk(asked.clone(), Err(away(false))),
            Job::Figures(query, _) => News::Figures(query.clone(), Err(away(false))),
            _ => return None,
        })
    });
    let failed: Vec<News> = failed.collect();
    let many = failed.len();
    for news in failed {
        client.hear(news);
    }
    many
}

#[test]
fn a_client_opened_while_the_server_is_down_reads_its_inbox_as_soon_as_it_answers() {
    let paper = Paper::new();
    for (lang, unread, none) in [
        (Lang::Zh, "还没有读到", "没有待办事项"),
        (Lang::En, "not read yet", "nothing waits"),
    ] {
        let (mut client, begun) = Client::opened(&paper, "coordinator", lang, SIZE);
        client.tell(super::Msg::Started(SIZE));
        fail(&mut client);
        client.hear(News::Stream(Some(1)));
        let text = client.text();
        assert!(text.contains(unread) && !text.contains(none), "{text}");
        client.hear(News::Stream(None));
        client.answer(|job| matches!(job, Job::Begin).then(|| begun.clone()));
        client.answer(|job| match job {
            Job::Inbox(wanted) => Some(News::Inbox(wanted.clone(), Ok(Page::whole(vec![])))),
            _ => None,
        });
        assert!(!client.text().contains(unread), "{}", client.text());
        assert!(client.jobs.iter().all(|job| !matches!(job, Job::Inbox(_))));
    }
}

#[test]
fn what_could_not_be_read_is_read_whichever_answer_shows_that_the_server_is_back() {
    let paper = Paper::new();
    let cases = cases_before(&paper, "", |c| matches!(c, Command::Accept(_)), 1);
    for keys in ["g t", "g p", "g b", "g m", "g s", "/"] {
        let mut client = with_inbox(&paper, "coordinator", Lang::En, SIZE, &cases);
        client.jobs.clear();
        client.press(keys);
        assert!(fail(&mut client) > 0, "{keys}: nothing was asked for");
        assert!(client.jobs.is_empty(), "{keys}: it does not ask in a row");
        client.hear(News::Views(Ok(vec![])));
        assert!(!client.jobs.is_empty(), "{keys}: it is not read again");
    }
}

/// What a handler has sent of a reply, with its key.
fn sent(client: &Client) -> Option<(Vec<OneOfMany>, String)> {
    client.jobs.iter().rev().find_map(|job| match job {
        Job::RunTogether(commands, key) => Some((commands.clone(), key.clone())),
        _ => None,
    })
}

#[test]
fn a_draft_that_did_not_arrive_is_sent_as_the_same_once_the_server_is_back() {
    let paper = Paper::new();
    let (mut client, ..) = writing(&paper, |_| {});
    client.press("e tab ! ctrl-s");
    let first = sent(&client).expect("it is sent");
    client.jobs.clear();
    client.hear(News::RanTogether(first.0.clone(), Err(away(true))));
    let text = client.text();
    assert!(text.contains("sent when the server answers"), "{text}");
    assert_eq!(sent(&client), None);
    client.hear(News::Stream(None));
    assert_eq!(sent(&client), Some(first.clone()));
    client.jobs.clear();
    // Somebody was faster: it says so, and does not go on by itself.
    let stale = Trouble {
        kind: TroubleKind::Stale,
        ..away(true)
    };
    client.hear(News::RanTogether(first.0, Err(stale)));
    let text = client.text();
    assert!(text.contains("look, and save again"), "{text}");
    client.hear(News::Stream(Some(1)));
    client.hear(News::Stream(None));
    assert_eq!(sent(&client), None);
}

#[test]
fn a_form_that_comes_back_is_sent_under_the_same_key_until_it_is_changed() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En, SIZE);
    client.press("o D 0 5 ctrl-s");
    let mut keys = vec![];
    for change in ["", "", "tab B 0 5 space"] {
        if !change.is_empty() {
            client.press(change);
        }
        if !keys.is_empty() {
            client.press("ctrl-s");
        }
        client.answer(|job| match job {
            Job::Run(target, command, _) => {
                Some(News::Ran(target.clone(), command.clone(), Err(away(true))))
            }
            _ => None,
        });
        keys.push(client.state.shared.serial);
    }
    assert_eq!(keys[0], keys[1], "no other key is given");
    assert_ne!(keys[1], keys[2], "it is something else now");
}

#[test]
fn a_change_under_review_says_first_that_approvals_become_void() {
    let paper = Paper::new();
    let (mut client, mut case, at) = writing(&paper, |_| {});
    client.press("e tab");
    for a in &mut case.assignments {
        a.stage = Stage::Reviewing { level: Level::Two };
        let round = a.rounds.last_mut().unwrap();
        round.approvals.push(Approval {
            level: Level::One,
            by: "b03.chief".into(),
            name: "科长".to_owned(),
            at_ms: at,
            hash: round.content.hash(),
            since_ms: None,
        });
    }
    case.version += 1;
    let view = seen(&paper, &case, HANDLER, at);
    client.hear(News::Case(case.id.clone(), Ok(view)));
    let said = "save again to make the approvals void";
    // The words break over two lines.
    let shown = client.text().replace('\n', " ");
    assert!(shown.contains("approvals"), "{}", client.text());
    client.press("! ctrl-s");
    assert_eq!(sent(&client), None);
    let notice = client.state.shared.notice.as_ref().unwrap();
    assert!(notice.text.contains(said), "{}", notice.text);
    assert!(notice.text.contains(Level::One.say(Lang::En)));
    client.press("ctrl-s");
    assert!(sent(&client).is_some());
}

/// What the server says to commands that all pass.
fn passed(commands: &[OneOfMany]) -> ManyAnswers {
    let answers = commands.iter().map(|one| OneAnswer {
        warning: None,
        proposal: one.proposal.clone(),
        number: String::new(),
        title: String::new(),
        version: None,
        due: None,
        began: vec![],
        class: None,
        attention: vec![],
        problem: None,
    });
    ManyAnswers {
        kept: true,
        answers: answers.collect(),
        people: BTreeMap::new(),
    }
}

fn said(client: &Client) -> &str {
    let notice = client.state.shared.notice.as_ref();
    notice.map_or("", |notice| notice.text.as_str())
}

#[test]
fn a_draft_that_is_left_before_it_arrived_is_sent_as_the_same_and_then_is_none() {
    let paper = Paper::new();
    // The answer comes before it is left, or after.
    for early in [true, false] {
        let (mut client, case, _) = writing(&paper, |_| {});
        client.press("e tab ! ctrl-s");
        let first = sent(&client).expect("it is sent");
        client.jobs.clear();
        let lost = News::RanTogether(first.0.clone(), Err(away(true)));
        if early {
            client.hear(lost);
            client.press("esc");
        } else {
            client.press("esc");
            client.hear(lost);
        }
        assert_eq!(sent(&client), None);
        client.hear(News::Stream(None));
        assert_eq!(sent(&client), Some(first.clone()));
        client.jobs.clear();
        client.hear(News::RanTogether(first.0.clone(), Ok(passed(&first.0))));
        assert!(said(&client).contains("has arrived"), "{}", said(&client));
        let dropped =
            |job: &Job| matches!(job, Job::DropDraft(key) if key.what.contains(&case.id.0));
        assert!(client.jobs.iter().any(dropped), "{:?}", client.jobs);
        client.hear(News::Stream(Some(1)));
        client.hear(News::Stream(None));
        assert_eq!(sent(&client), None, "once");
    }
}

#[test]
fn a_draft_that_meets_another_is_not_sent_over_it_and_one_that_was_not_saved_is_offered() {
    let paper = Paper::new();
    let (mut client, case, _) = writing(&paper, |_| {});
    client.press("e tab ! ctrl-s");
    let first = sent(&client).expect("it is sent");
    client.hear(News::RanTogether(first.0.clone(), Err(away(true))));
    client.press("esc");
    client.hear(News::Stream(None));
    let stale = Trouble {
        kind: TroubleKind::Stale,
        ..away(true)
    };
    client.hear(News::RanTogether(first.0, Err(stale)));
    assert!(said(&client).contains("was not sent"), "{}", said(&client));
    assert!(said(&client).contains(case.shown_number()));
    client.jobs.clear();
    client.press("e");
    assert!(said(&client).contains("here again"), "{}", said(&client));
    // Nobody saved this one.
    client.hear(News::Stream(Some(1)));
    client.press("tab ! esc");
    client.hear(News::Stream(None));
    assert!(
        said(&client).contains("wait to be sent"),
        "{}",
        said(&client)
    );
    assert!(said(&client).contains(case.shown_number()));
    assert_eq!(sent(&client), None);
}

#[test]
fn a_draft_that_is_opened_again_goes_on_where_it_was_left() {
    let paper = Paper::new();
    let (mut client, ..) = writing(&paper, |_| {});
    client.press("e tab ! ctrl-s");
    let first = sent(&client).expect("it is sent");
    client.jobs.clear();
    client.hear(News::RanTogether(first.0.clone(), Err(away(true))));
    client.press("esc e ctrl-s");
    assert_eq!(sent(&client), Some(first), "under its key");
    assert!(client.state.shared.unsent.is_empty());
}

/// Answers what is asked for of the filed proposals with these.
fn filed(client: &mut Client, cases: &[(Case, i64)]) {
    let page = Page::whole(cases.iter().map(|(case, _)| row(case)).collect());
    client.answer(|job| match job {
        Job::Proposals(serial, _, wanted) => {
            Some(News::Proposals(*serial, wanted.clone(), Ok(page.clone())))
        }
        _ => None,
    });
}

#[test]
fn marks_outlive_a_lost_connection_and_those_of_rows_that_are_gone_are_told() {
    let paper = Paper::new();
    let size = Size {
        width: 80,
        height: 24,
    };
    for (lang, gone) in [
        (
            Lang::Zh,
            "分办：1 个已标记的事项不在列表中了，标记已取消，另 1 个仍标记",
        ),
        (
            Lang::En,
            "Triage: 1 marked rows have left the list and lost their marks; 1 stay marked",
        ),
    ] {
        let (mut client, cases) = triage(&paper, lang, size);
        client.press("v v");
        client.jobs.clear();
        let marked = |client: &Client, many: usize| {
            let text = client.text();
            let aside = format!("*{many}  ");
            assert!(text.lines().next().unwrap().contains(&aside), "{text}");
        };
        let lost = |client: &mut Client| {
            client.hear(News::Stream(Some(1)));
            client.hear(News::Stream(None));
            client.hear(News::Reset);
            marked(client, 2);
        };
        lost(&mut client);
        filed(&mut client, &cases);
        marked(&client, 2);
        assert!(!said(&client).contains('2'), "{}", said(&client));
        lost(&mut client);
        filed(&mut client, &cases[1..]);
        marked(&client, 1);
        assert!(client.text().contains(gone), "{}", client.text());
        let left = client.state.front().aside(&client.state.shared);
        assert_eq!(left, "*1  2/3");
    }
}

#[test]
fn what_somebody_else_decides_loses_its_mark_and_what_one_decides_oneself_is_not_told() {
    let paper = Paper::new();
    for own in [false, true] {
        let (mut client, cases) = triage(&paper, Lang::En, SIZE);
        client.press("v v");
        client.jobs.clear();
        if own {
            let commands = cases[..2].iter().map(|(case, _)| OneOfMany {
                proposal: ProposalRef::from(&case.id),
                version: None,
                command: Command::File {},
            });
            let job = Job::RunMany(commands.collect(), "key".to_owned());
            client.state.shared.unsure.push(job);
        }
        client.hear(News::Changed(vec![Change {
            seq: 1,
            case: cases[0].0.id.clone(),
            version: cases[0].0.version + 1,
            kind: String::new(),
            at_ms: cases[0].1,
        }]));
        filed(&mut client, &cases[1..]);
        let aside = client.state.front().aside(&client.state.shared);
        let (marks, told) = if own { ("*2", false) } else { ("*1", true) };
        assert!(aside.starts_with(marks), "{own}: {aside}");
        assert_eq!(said(&client).contains("left the list"), told, "{own}");
    }
}
