//! While the server does not answer, and after it does again.

use banli_shared::api::Page;
use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::news::{Job, News, Trouble, TroubleKind};
use super::{Client, cases_before, inbox};
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
        let mut client = Client::new(&paper, "coordinator", Lang::En, SIZE);
        client.answer(|job| match job {
            Job::Inbox(wanted) => Some(News::Inbox(
                wanted.clone(),
                Ok(inbox(&paper, &cases, "coordinator")),
            )),
            _ => None,
        });
        client.jobs.clear();
        client.press(keys);
        assert!(fail(&mut client) > 0, "{keys}: nothing was asked for");
        assert!(client.jobs.is_empty(), "{keys}: it does not ask in a row");
        client.hear(News::Views(Ok(vec![])));
        assert!(!client.jobs.is_empty(), "{keys}: it is not read again");
    }
}
