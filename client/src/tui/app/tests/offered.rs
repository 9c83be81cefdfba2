//! What is offered to whom: a key that somebody may not use is neither in the hint bar nor does anything.

use banli_shared::api::delegations::DelegationInfo;
use banli_shared::lang::Lang;
use banli_shared::org::{Post, Role};
use ratatui::layout::Size;

use super::Client;
use super::admin::load;
use super::desk::{tell_similar, triage_of};
use crate::command::demo::on_paper::Paper;
use crate::tui::app::desk::{Entry, Tab};

const SIZE: Size = Size {
    width: 120,
    height: 40,
};

#[test]
fn who_does_not_decide_about_proposals_is_offered_no_decision() {
    let paper = Paper::new();
    for (lang, suggested, many, why) in [
        (Lang::Zh, "建议承办单位", "批量交办", "提案委"),
        (Lang::En, "Suggested units", "hand over many", "coordinator"),
    ] {
        let shown = |login| {
            let (mut client, cases) = triage_of(&paper, login, lang, SIZE);
            tell_similar(&mut client, &cases);
            client
        };
        let text = shown("coordinator").text();
        assert!(text.contains(lang.pick("v 标记", "v mark")), "{text}");
        assert!(text.contains(many) && text.contains(suggested), "{text}");
        for login in ["auditor", "member001"] {
            let mut client = shown(login);
            let text = client.text();
            assert!(!text.contains(many) && !text.contains(suggested), "{text}");
            let mark = lang.pick("v 标记", "v mark");
            assert!(!text.contains(mark), "{text}");
            let jobs = client.jobs.len();
            for key in ["v", "V", "O", "1", "f"] {
                client.press(key);
                assert!(client.text().contains(why), "{key}: {}", client.text());
            }
            assert_eq!(client.jobs.len(), jobs);
        }
    }
}

#[test]
fn a_delegation_is_offered_to_who_has_something_to_lend_and_ended_by_whose_it_is() {
    let paper = Paper::new();
    let of_others = || {
        Entry::Delegation(Box::new(DelegationInfo {
            id: "1".to_owned(),
            giver: "p1".into(),
            giver_name: "王小明".to_owned(),
            taker: "p2".into(),
            taker_name: "李芳".to_owned(),
            post: None,
            from: "2023-04-03".parse().unwrap(),
            until: "2023-04-14".parse().unwrap(),
            note: String::new(),
            made_by: "p1".into(),
            ended_ms: None,
        }))
    };
    let shown = |posts: Vec<Post>| {
        let mut client = Client::new(&paper, "b03.liaison", Lang::Zh, SIZE);
        client.state.shared.me.as_mut().unwrap().posts = posts;
        client.press("g m");
        load(&mut client, Tab::Delegations, vec![of_others()]);
        client
    };
    let text = shown(vec![Post::at(Role::Liaison, "B03")]).text();
    assert!(
        text.contains("n 新增") && !text.contains("D 终止"),
        "{text}"
    );
    let mut client = shown(vec![Post::office(Role::Admin)]);
    let text = client.text();
    assert!(
        !text.contains("n 新增") && text.contains("D 终止"),
        "{text}"
    );
    client.press("n");
    assert!(client.state.overlay.is_none());
    assert!(
        client.text().contains("管理员的职务不能代理"),
        "{}",
        client.text()
    );
}
