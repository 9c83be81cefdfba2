//! The admin screen: rows, questions, and what is asked of the server.

use banli_shared::api::account::TokenInfo;
use banli_shared::api::delegations::DelegationInfo;
use banli_shared::ids::PersonId;
use banli_shared::lang::Lang;
use banli_shared::org::{Left, Person, Post, Role};
use banli_shared::profile::Profile;
use ratatui::layout::Size;

use super::super::desk::{Ask, Entry, Loaded, Secret, Tab, Text, Told};
use super::super::forms::Fault;
use super::super::news::{Job, News, Trouble, TroubleKind};
use super::Client;
use super::looks::each;
use crate::command::demo::on_paper::Paper;

const SIZE: Size = Size {
    width: 80,
    height: 24,
};

fn person(id: &str, name: &str, posts: &[Post], disabled: bool) -> Person {
    Person {
        id: id.into(),
        login: format!("login.{id}"),
        name: name.to_owned(),
        posts: posts.to_vec(),
        stands_in: vec![],
        disabled,
        left: vec![],
    }
}

fn people() -> Vec<Person> {
    vec![
        person("p1", "王小明", &[Post::at(Role::Liaison, "B03")], false),
        person(
            "p2",
            "李芳",
            &[
                Post::at(Role::Handler, "B03"),
                Post::at(Role::DepartmentHead, "B03"),
            ],
            true,
        ),
        person("p3", "赵·阿不都", &[Post::office(Role::Coordinator)], false),
    ]
}

pub(super) fn load(client: &mut Client, tab: Tab, entries: Vec<Entry>) {
    let loaded = Loaded {
        entries,
        text: None,
        people: people(),
    };
    tell(client, tab, &loaded);
}

fn tell(client: &mut Client, tab: Tab, loaded: &Loaded) {
    client.answer(|job| match job {
        Job::Desk(asked, _) if **asked == Ask::Load(tab) => Some(News::Desk(
            asked.clone(),
            Ok(Told::Loaded(tab, Box::new(loaded.clone()))),
        )),
        _ => None,
    });
}

fn administrator(paper: &Paper, lang: Lang, size: Size) -> Client {
    let mut client = Client::new(paper, "coordinator", lang, size);
    let me = client.state.shared.me.as_mut().unwrap();
    me.posts = vec![Post::office(Role::Admin)];
    client
}

fn on_people(paper: &Paper, lang: Lang, size: Size) -> Client {
    let mut client = administrator(paper, lang, size);
    client.press("g m tab tab");
    let entries = people().into_iter().map(|it| Entry::Person(Box::new(it)));
    load(&mut client, Tab::People, entries.collect());
    client
}

fn asked(client: &Client) -> &Ask {
    let last = client.jobs.iter().rev().find_map(|job| match job {
        Job::Desk(asked, _) => Some(&**asked),
        _ => None,
    });
    last.expect("something was asked")
}

#[test]
fn people_and_a_form_over_them() {
    each("admin_people", |paper, lang, size| {
        let mut client = on_people(paper, lang, size);
        client.press("j");
        client
    });
    each("admin_person", |paper, lang, size| {
        let mut client = on_people(paper, lang, size);
        client.press("j e");
        client
    });
}

#[test]
fn delegations() {
    each("admin_delegations", |paper, lang, size| {
        let mut client = Client::new(paper, "b03.liaison", lang, size);
        client.press("g m");
        let info = |id: &str, post| {
            Entry::Delegation(Box::new(DelegationInfo {
                id: id.to_owned(),
                giver: "b03.liaison".into(),
                giver_name: "王小明".to_owned(),
                taker: "p2".into(),
                taker_name: "李芳".to_owned(),
                post,
                from: "2023-04-03".parse().unwrap(),
                until: "2023-04-14".parse().unwrap(),
                note: "外出学习".to_owned(),
                made_by: "p1".into(),
                ended_ms: None,
            }))
        };
        let post = Some(Post::at(Role::Liaison, "B03"));
        load(
            &mut client,
            Tab::Delegations,
            vec![info("2", post), info("1", None)],
        );
        client
    });
}

#[test]
fn a_person_is_changed_and_a_refusal_stands_at_its_field() {
    let paper = Paper::new();
    let mut client = on_people(&paper, Lang::En, SIZE);
    // An escape by mistake costs nothing, and pressing twice sends once.
    client.press("enter tab end , h a n d l e r @ B 0 4 esc enter ctrl-s");
    let sent = client.jobs.len();
    client.press("ctrl-s");
    assert_eq!(client.jobs.len(), sent);
    let Ask::EditPerson {
        id,
        name,
        posts,
        password,
        disabled,
    } = asked(&client)
    else {
        panic!("{:?}", asked(&client))
    };
    // What was not changed is not sent: somebody else may have changed it since.
    assert_eq!((id, name), (&PersonId::from("p1"), &None));
    assert_eq!(
        posts.as_deref(),
        Some(
            &[
                Post::at(Role::Liaison, "B03"),
                Post::at(Role::Handler, "B04")
            ][..]
        )
    );
    assert!(password.is_none() && disabled.is_none());
    let text = "there is no unit with this code".to_owned();
    let trouble = Trouble {
        kind: TroubleKind::Refused,
        text: [text.clone(), text.clone()],
        faults: vec![Fault {
            names: ["place", "1", "posts"].map(str::to_owned).to_vec(),
            text: [text.clone(), text.clone()],
            units: vec![],
        }],
    };
    let asked = Box::new(asked(&client).clone());
    client.hear(News::Desk(asked.clone(), Err(trouble)));
    let shown = client.text();
    assert!(
        shown.contains(&text) && shown.contains("handler@B04"),
        "{shown}"
    );
    // What will not do at all is not sent.
    let sent = client.jobs.len();
    client.press("end , x ctrl-s");
    assert_eq!(client.jobs.len(), sent);
    assert!(
        client.text().contains("no such role: x"),
        "{}",
        client.text()
    );
    client.press("backspace backspace ctrl-s");
    let left = Left {
        post: Post::at(Role::Liaison, "B04"),
        items: 2,
    };
    client.hear(News::Desk(asked, Ok(Told::Left(vec![left]))));
    let shown = client.text();
    assert!(!shown.contains("handler@B04"), "{shown}");
    assert!(shown.contains("2 entries wait for"), "{shown}");
    assert_eq!(*self::asked(&client), Ask::Load(Tab::People), "read again");
}

#[test]
fn a_post_is_typed_by_the_code_or_the_name_of_its_role() {
    let paper = Paper::new();
    let mut client = on_people(&paper, Lang::Zh, SIZE);
    client.press("enter tab end , 承 办 人 @ B 0 3 - 1 ctrl-s");
    let Ask::EditPerson { posts, .. } = asked(&client) else {
        panic!("{:?}", asked(&client))
    };
    let posts = posts.as_ref().expect("they have changed");
    assert_eq!(posts[1], Post::at(Role::Handler, "B03-1"));
    let mut client = on_people(&paper, Lang::Zh, SIZE);
    client.press("enter tab end , 主 任 @ B 0 3 ctrl-s");
    let shown = client.text();
    assert!(shown.contains("没有此角色：主任"), "{shown}");
    assert!(shown.contains("承办人、部门负"), "the roles: {shown}");
}

#[test]
fn the_example_of_a_post_is_one_that_there_is_in_this_office() {
    let paper = Paper::new();
    for lang in [Lang::Zh, Lang::En] {
        let mut client = on_people(&paper, lang, SIZE);
        client.press("n");
        let text = client.text();
        let words = text.split([' ', '：', '、', ',', '│', '\n']);
        let posts: Vec<Post> = words
            .filter(|word| !word.starts_with("岗位@") && !word.starts_with("role@"))
            .filter(|word| word.contains('@'))
            .filter_map(Post::typed)
            .collect();
        assert_eq!(posts.len(), 2, "{text}");
        for post in posts {
            let place = post.place.unwrap();
            assert!(
                client.state.shared.units.contains_key(&place),
                "{place}: {text}"
            );
        }
    }
}

#[test]
fn nobody_stands_in_who_was_not_chosen() {
    let paper = Paper::new();
    let mut client = Client::new(&paper, "b03.liaison", Lang::En, SIZE);
    client.press("g m");
    load(&mut client, Tab::Delegations, vec![]);
    client.press("n tab tab tab 2 0 2 3 - 0 4 - 1 4 ctrl-s");
    let delegated = |client: &Client| {
        client.jobs.iter().find_map(|job| match job {
            Job::Desk(asked, _) => match &**asked {
                Ask::Delegate(new) => Some((**new).clone()),
                _ => None,
            },
            _ => None,
        })
    };
    assert_eq!(delegated(&client), None);
    let shown = client.text();
    assert!(shown.contains("choose one: who stands in"), "{shown}");
    // By initials; which post is a choice of its own.
    assert!(!shown.contains("赵·阿不都"), "not of the unit: {shown}");
    client.press("w x m ctrl-s");
    assert_eq!(delegated(&client), None);
    assert!(
        client.text().contains("choose one: which post"),
        "{}",
        client.text()
    );
    client.press("right ctrl-s");
    let new = delegated(&client).expect("it is sent");
    assert_eq!((new.taker, new.post), (PersonId::from("p1"), None));
}

#[test]
fn a_secret_is_shown_once_and_ending_asks_first() {
    let paper = Paper::new();
    let mut client = Client::new(&paper, "b03.liaison", Lang::En, SIZE);
    client.press("g m tab");
    load(&mut client, Tab::Tokens, vec![]);
    client.press("n s c r i p t tab space ctrl-s");
    let Ask::MakeToken(new) = asked(&client) else {
        panic!("{:?}", asked(&client))
    };
    assert_eq!(
        (new.label.as_str(), new.scopes.len(), new.days),
        ("script", 1, 90)
    );
    let made = Box::new(asked(&client).clone());
    client.hear(News::Desk(
        made,
        Ok(Told::Done(Some("bt_secret".to_owned()))),
    ));
    assert!(client.text().contains("bt_secret"));
    // It only shows: nothing is asked.
    let shown = client.text();
    assert!(
        shown.contains("esc close") && !shown.contains("y confirm"),
        "{shown}"
    );
    client.press("enter");
    assert!(!client.text().contains("bt_secret"));
    let entry = Entry::Token(Box::new(token("t1", "script", false)));
    load(&mut client, Tab::Tokens, vec![entry]);
    let before = client.jobs.len();
    client.press("D");
    assert_eq!(client.jobs.len(), before, "asked first");
    client.press("y");
    assert_eq!(*asked(&client), revoked("t1", false));
}

/// A token as it is listed.
pub(super) fn token(id: &str, label: &str, current: bool) -> TokenInfo {
    TokenInfo {
        id: id.to_owned(),
        label: label.to_owned(),
        scopes: vec![],
        created_ms: 0,
        expires_ms: 0,
        current,
    }
}

pub(super) fn revoked(id: &str, current: bool) -> Ask {
    Ask::RevokeToken {
        id: id.to_owned(),
        current,
    }
}

#[test]
fn rules_are_edited_outside_and_kept_only_after_their_changes_were_read() {
    let paper = Paper::new();
    let mut client = administrator(&paper, Lang::En, SIZE);
    client.press("g m tab tab tab tab");
    let text = Text {
        toml: toml::to_string(&Profile::shenzhen()).unwrap(),
        seen: 3,
        session: Some("2023".into()),
    };
    let loaded = Loaded {
        entries: vec![Entry::Line(0, "name = \"x\"".to_owned())],
        text: Some(text.clone()),
        people: vec![],
    };
    tell(&mut client, Tab::Rules, &loaded);
    client.press("e");
    assert!(client.jobs.contains(&Job::EditOutside(text.toml.clone())));
    // Left without a change there is nothing to give a reason for.
    client.hear(News::Edited(Ok(text.toml)));
    let shown = client.text();
    assert!(
        shown.contains("nothing differs") && !shown.contains("reason"),
        "{shown}"
    );
    client.press("e");
    client.hear(News::Edited(Ok("name = \"y\"".to_owned())));
    client.press("l a w ctrl-s");
    let Ask::Put { text, note, keep } = asked(&client).clone() else {
        panic!("{:?}", asked(&client))
    };
    assert_eq!(
        (text.toml.as_str(), text.seen, note.as_str(), keep),
        ("name = \"y\"", 3, "law", false)
    );
    let lines = vec!["name: x -> y".to_owned()];
    let asked_for = Box::new(asked(&client).clone());
    client.hear(News::Desk(
        asked_for,
        Ok(Told::Would([lines.clone(), lines])),
    ));
    assert!(client.text().contains("name: x -> y"), "{}", client.text());
    client.press("y");
    assert!(matches!(asked(&client), Ask::Put { keep: true, .. }));
}

#[test]
fn only_administrators_change_people_and_see_where_notices_go() {
    let paper = Paper::new();
    let mut client = Client::new(&paper, "b03.liaison", Lang::En, SIZE);
    client.press("g m tab tab");
    load(&mut client, Tab::People, vec![]);
    client.press("n");
    assert!(
        client.text().contains("only administrators"),
        "{}",
        client.text()
    );
    assert!(!client.text().contains("Webhooks"));
    // They see who there is, without logins, and no key is offered that opens nothing.
    let mut client = Client::new(&paper, "b03.liaison", Lang::En, SIZE);
    client.press("g m tab tab");
    let entries = people().into_iter().map(|it| Entry::Person(Box::new(it)));
    load(&mut client, Tab::People, entries.collect());
    let shown = client.text();
    assert!(shown.contains("王小明"), "{shown}");
    assert!(
        !shown.contains("login") && !shown.contains("enter open"),
        "{shown}"
    );
    let mut client = on_people(&paper, Lang::En, SIZE);
    client.press("j");
    let shown = client.text();
    assert!(
        shown.contains("login.p2") && shown.contains("enter open"),
        "{shown}"
    );
}

#[test]
fn answers_that_are_left_are_kept_for_each_kind_of_question_and_secrets_for_none() {
    let paper = Paper::new();
    let mut client = on_people(&paper, Lang::En, SIZE);
    client.press("n w a n g 6 tab W a n g tab tab s e c r e t esc");
    client.press("tab n Z 9 9 esc shift-tab");
    let entries = people().into_iter().map(|it| Entry::Person(Box::new(it)));
    load(&mut client, Tab::People, entries.collect());
    client.press("n");
    let shown = client.text();
    assert!(
        shown.contains("wang6") && !shown.contains("******"),
        "{shown}"
    );
    client.press("esc tab n");
    assert!(client.text().contains("Z99"), "{}", client.text());
}

#[test]
fn an_address_is_typed_whole_or_without_what_every_one_begins_with() {
    let paper = Paper::new();
    let on_webhooks = |lang| {
        let mut client = administrator(&paper, lang, SIZE);
        client.press("g m shift-tab shift-tab");
        load(&mut client, Tab::Webhooks, vec![]);
        client.press("n");
        client
    };
    for (typed, sent) in [
        ("o a . e x / h", "https://oa.ex/h"),
        ("h t t p s : / / o a . e x / h", "https://oa.ex/h"),
        ("h t t p : / / l o c a l h o s t : 9", "http://localhost:9"),
    ] {
        let mut client = on_webhooks(Lang::En);
        client.press(typed);
        client.press("ctrl-s");
        let Ask::AddWebhook(new) = asked(&client) else {
            panic!("{typed}: {:?}", asked(&client))
        };
        assert_eq!(new.url, sent);
    }
    // What is none is said at its field and not sent.
    for (lang, said) in [
        (Lang::Zh, "应为 https://"),
        (Lang::En, "https://, or http://"),
    ] {
        let mut client = on_webhooks(lang);
        let before = client.jobs.len();
        client.press("f t p : / / o a . e x ctrl-s");
        assert_eq!(client.jobs.len(), before);
        assert!(client.text().contains(said), "{}", client.text());
    }
}

#[test]
fn the_kind_of_a_unit_is_one_that_units_have_or_said_to_be_new() {
    let paper = Paper::new();
    let on_units = || {
        let mut client = administrator(&paper, Lang::Zh, SIZE);
        client.press("g m tab tab tab");
        let unit = client.state.shared.units[&"B03".into()].clone();
        let mut other = unit.clone();
        (other.code, other.kind) = ("A01".into(), "党委".to_owned());
        client.state.shared.units.insert("A01".into(), other);
        load(&mut client, Tab::Units, vec![Entry::Unit(Box::new(unit))]);
        client
    };
    let mut client = on_units();
    // As it is; another by its initials; one that is new.
    client.press("e");
    assert!(client.text().contains("< 政府 >"), "{}", client.text());
    client.press("tab d w ctrl-s");
    let Ask::PutUnit { unit, new_kind } = asked(&client) else {
        panic!("{}", client.text())
    };
    assert_eq!((unit.kind.as_str(), *new_kind), ("党委", false));
    let mut client = on_units();
    client.press("e tab tab 高 校 ctrl-s");
    let Ask::PutUnit { unit, new_kind } = asked(&client) else {
        panic!("{:?}", asked(&client))
    };
    assert_eq!((unit.kind.as_str(), *new_kind), ("高校", true));
    // What it is part of is chosen among the others: by code, or by name.
    let called = on_units().state.shared.units[&"B18".into()].name.clone();
    let typed: Vec<String> = called.chars().map(String::from).collect();
    for (typed, parent) in [("A 0 1", "A01"), (&typed.join(" "), "B18")] {
        let mut client = on_units();
        client.press(&format!("e tab tab tab {typed} ctrl-s"));
        let Ask::PutUnit { unit, .. } = asked(&client) else {
            panic!("{}", client.text())
        };
        assert_eq!(unit.parent, Some(parent.into()));
    }
    let mut client = on_units();
    client.press("e tab tab tab B 0 3");
    assert!(client.text().contains("B03"), "{}", client.text());
    client.press("ctrl-s");
    assert!(client.state.overlay.is_some(), "nothing is part of itself");
}

#[test]
fn what_was_done_is_said_for_what_it_was() {
    let paper = Paper::new();
    for (lang, read, ended) in [
        (Lang::Zh, "已标为已读", "已终止"),
        (Lang::En, "marked as read", "ended"),
    ] {
        let mut client = Client::new(&paper, "b03.liaison", lang, SIZE);
        let done = |asked| News::Desk(Box::new(asked), Ok(Told::Done(None)));
        client.hear(done(Ask::Read("n1".to_owned())));
        assert!(client.text().contains(read), "{}", client.text());
        client.hear(done(Ask::EndDelegation("d1".to_owned())));
        assert!(client.text().contains(ended), "{}", client.text());
    }
}

#[test]
fn somebody_is_kept_out_after_a_question_but_not_twice_and_not_the_last_administrator() {
    let paper = Paper::new();
    let mut all = people();
    all[2].posts = vec![Post::office(Role::Admin)];
    for (lang, twice, last) in [
        (Lang::Zh, "此人已停用", "将没有管理员可用"),
        (
            Lang::En,
            "kept out already",
            "nobody would be left to administer",
        ),
    ] {
        let mut client = administrator(&paper, lang, SIZE);
        client.press("g m tab tab");
        let entries = all.iter().cloned().map(|it| Entry::Person(Box::new(it)));
        load(&mut client, Tab::People, entries.collect());
        let before = client.jobs.len();
        for (key, why) in [("j", twice), ("j", last)] {
            client.press(key);
            let hint = lang.pick("D 终止", "D end");
            assert!(!client.text().contains(hint), "{}", client.text());
            client.press("D");
            assert!(client.text().contains(why), "{}", client.text());
        }
        client.press("k k D");
        assert!(client.text().contains("王小明"), "{}", client.text());
        assert_eq!(client.jobs.len(), before, "asked first");
        client.press("y");
        let Ask::EditPerson {
            id, disabled, name, ..
        } = asked(&client)
        else {
            panic!("{:?}", asked(&client))
        };
        assert_eq!((id.as_str(), *disabled, name), ("p1", Some(true), &None));
    }
}

/// The tab of tokens is where one's own password is changed.
#[test]
fn ones_own_password_is_typed_twice_and_shown_nowhere() {
    let paper = Paper::new();
    let mut client = Client::new(&paper, "b03.liaison", Lang::En, SIZE);
    client.press("g m tab");
    load(&mut client, Tab::Tokens, vec![]);
    client.press("e o l d 1 2 3 4 5 tab n e w 1 2 3 4 5 tab n e w 1 2 3 4 ctrl-s");
    let shown = client.text();
    assert!(shown.contains("the new passwords differ"), "{shown}");
    assert!(
        !shown.contains("new1") && !shown.contains("old1"),
        "{shown}"
    );
    client.press("5 ctrl-s");
    let wanted = Ask::ChangePassword {
        old: Secret("old12345".to_owned()),
        new: Secret("new12345".to_owned()),
    };
    assert_eq!(*asked(&client), wanted);
}
