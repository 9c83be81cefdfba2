//! Sessions that are over: what is typed is found in all of them, and lists and figures are of one that is chosen.

use banli_shared::api::Page;
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::ids::SessionId;
use banli_shared::lang::Lang;
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::looks::on_the_board;
use super::{Client, cases_before, row};
use crate::command::demo::on_paper::Paper;

const SIZE: Size = Size::new(80, 24);

fn asked(client: &Client) -> ProposalQuery {
    let asked = client.jobs.iter().rev().find_map(|job| match job {
        Job::Proposals(_, query, _) => Some(query.as_ref().clone()),
        _ => None,
    });
    asked.expect("a list is asked for")
}

#[test]
fn what_is_typed_is_found_in_every_session_and_the_older_one_is_named() {
    let paper = Paper::new();
    for lang in [Lang::Zh, Lang::En] {
        let mut client = Client::new(&paper, "coordinator", lang, SIZE);
        client.press("/");
        assert!(!asked(&client).every_session, "nothing is looked for yet");
        client.press("1 2");
        let query = asked(&client);
        assert!(query.every_session && query.session.is_none());
        let (case, _) = cases_before(&paper, "", |_| true, 1).remove(0);
        let (mut old, new) = (row(&case), row(&case));
        old.session = "2022".into();
        old.id = "old".into();
        let Some(Job::Proposals(serial, _, wanted)) = client.jobs.pop() else {
            panic!("{:?}", client.jobs)
        };
        let page = Page::whole(vec![new, old]);
        client.hear(News::Proposals(serial, wanted, Ok(page)));
        let text = client.text();
        let told = text.lines().filter(|line| line.contains("[2022] "));
        assert_eq!(told.count(), 1, "{text}");
        assert!(!text.contains("[2023]"), "{text}");
    }
}

#[test]
fn a_list_and_the_board_are_of_the_session_that_is_chosen() {
    let paper = Paper::new();
    let old: Option<SessionId> = Some("2022".into());
    let mut client = Client::new(&paper, "coordinator", Lang::Zh, SIZE);
    client.press("/ ctrl-g");
    assert!(
        client.text().contains("2022  七届二次会议"),
        "{}",
        client.text()
    );
    client.press("down enter");
    assert_eq!(asked(&client).session, old);
    assert!(
        client.text().contains("查找 - 七届二次会议"),
        "{}",
        client.text()
    );
    client.press("1");
    let query = asked(&client);
    assert!(query.session == old && !query.every_session);
    client.press("ctrl-g enter");
    let query = asked(&client);
    assert!(query.session.is_none() && query.every_session);

    let mut client = on_the_board(&paper, Lang::Zh, SIZE);
    client.press("ctrl-g down enter");
    let figures = client.jobs.iter().rev().find_map(|job| match job {
        Job::Figures(query, ranking) => Some((query.session.clone(), ranking.clone())),
        _ => None,
    });
    let (session, ranking) = figures.expect("it is counted anew");
    assert_eq!(session, old);
    assert_eq!(ranking.expect("units are ranked").session, old);
    assert!(
        client.text().contains("看板 - 七届二次会议"),
        "{}",
        client.text()
    );
}
