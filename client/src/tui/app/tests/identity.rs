//! Changing who acts, and a board that is refused.

use banli_shared::lang::Lang;
use banli_shared::text::Bilingual;

use super::super::news::{Trouble, TroubleKind};
use super::super::state::Identity;
use super::*;

const SIZE: Size = Size {
    width: 100,
    height: 30,
};

fn two_people(paper: &Paper) -> Client {
    let mut client = Client::new(paper, "supervisor", Lang::En, SIZE);
    client.state.shared.identities = ["督查员", "承办人"]
        .map(|label| Identity {
            label: [label.to_owned(), label.to_owned()],
            login: label.to_owned(),
        })
        .into();
    client
}

#[test]
fn what_is_opened_after_a_change_of_person_stays_and_hears_nothing_of_before() {
    let paper = Paper::new();
    let cases = cases_before(&paper, "", |c| matches!(c, Command::Rate(_)), 3);
    let mut client = two_people(&paper);
    client.press("g b g w down enter");
    assert!(client.jobs.contains(&Job::Become(1)), "{:?}", client.jobs);
    client.press("g b");
    // An answer to the person before comes late.
    client.hear(figures(&cases, &paper));
    assert!(!client.text().contains("Lights"), "{}", client.text());
    client.jobs.clear();
    client.hear(News::Became(1));
    assert!(client.text().contains("Board"), "{}", client.text());
    let asked = client
        .jobs
        .iter()
        .any(|job| matches!(job, Job::Figures(..)));
    assert!(asked, "asked as the new person: {:?}", client.jobs);
    client.hear(figures(&cases, &paper));
    assert!(client.text().contains("Lights"), "{}", client.text());
}

#[test]
fn a_change_that_another_overtook_is_no_news() {
    let paper = Paper::new();
    let mut client = two_people(&paper);
    client.press("g w down enter g w enter");
    client.hear(News::Became(1));
    assert!(client.state.shared.changing);
    client.hear(News::Became(0));
    assert!(!client.state.shared.changing);
}

#[test]
fn a_board_that_is_refused_says_why_and_what_can_be_done() {
    let paper = Paper::new();
    let mut client = Client::new(&paper, "supervisor", Lang::En, SIZE);
    client.press("g b");
    let asked = client.jobs.iter().find_map(|job| match job {
        Job::Figures(query, _) => Some(query.clone()),
        _ => None,
    });
    let Bilingual { zh, en } =
        banli_shared::both!("您的岗位不能", "none of your posts may do this");
    let refused = Trouble {
        kind: TroubleKind::Refused,
        text: [zh, en],
        faults: vec![],
    };
    client.hear(News::Figures(asked.unwrap(), Err(refused)));
    let shown = client.text();
    assert!(!shown.contains("loading"), "{shown}");
    for part in ["none of your posts may do this", "asks again", "goes back"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}
