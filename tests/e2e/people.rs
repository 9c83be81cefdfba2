//! People as the command line takes them: by name, by login, by id; and where they are listed for whoever names them.

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{LEAD, LEAD_DEPARTMENT, Office, PASSWORD};
use banli_tests::server::{ADMIN, ADMIN_PASSWORD};
use serde_json::{Value, json};

fn home(office: &Office, api: &Api) -> Home {
    let token = api.token().expect("a login has a token");
    Home::of(&office.server).with_token(token)
}

/// An office where two people have one name, and a case that the lead has accepted.
fn office() -> (Office, String) {
    let office = Office::open(Database::sqlite());
    let admin = Api::login(office.server.url(), ADMIN, ADMIN_PASSWORD);
    let post = |role: &str, place: &str| json!([{ "role": role, "place": place }]);
    for (login, name, posts) in [
        ("wu2", "吴倩", post("handler", "cg-1")),
        ("gu2", "顾铭", post("handler", LEAD_DEPARTMENT)),
        ("gu3", "顾铭", post("handler", LEAD_DEPARTMENT)),
    ] {
        let person = json!({ "login": login, "name": name, "password": PASSWORD, "posts": posts });
        let _person = admin.post("/people", &person).ok();
    }
    let coordinator = office.api("coordinator");
    let mut proposal = Office::proposal(&office.api("member"), "关于夜班公交的提案");
    let proposers = json!([{ "name": "陈·阿依古丽" }, { "name": "林小燕（女）" }]);
    proposal["proposal"]["proposers"] = proposers;
    proposal["proposal"]["kind"] = json!("joint");
    let case = coordinator.post("/proposals", &proposal).ok();
    let case = case["case"]["id"].as_str().expect("an id").to_owned();
    let _filed = coordinator.command(&case, &json!({ "file": {} }));
    let to = json!([{ "unit": LEAD, "role": "lead" }]);
    let hand_over = json!({ "hand_over": { "to": to, "plain_weekdays": true } });
    let _handed = coordinator.command(&case, &hand_over);
    let accept = json!({ "accept": { "assignment": 1 } });
    let _accepted = office.api("liaison").command(&case, &accept);
    (office, case)
}

#[test]
fn a_command_names_people_as_people_do() {
    let (office, case) = office();
    let liaison = home(&office, &office.api("liaison"));
    let dispatch = |called: &str| {
        let department = format!("department={LEAD_DEPARTMENT}");
        let handler = format!("handler={called}");
        liaison.banli(&["do", &case, "dispatch", &department, &handler])
    };
    let unknown = dispatch("吴大");
    assert_eq!(unknown.code(), Some(1), "{unknown:?}");
    let list = format!("banli user list --role handler --unit {LEAD_DEPARTMENT}");
    for said in ["nobody has \"吴大\" as name or id", &list] {
        assert!(unknown.stderr.contains(said), "{said}: {unknown:?}");
    }
    // The list that it names is one that they may have.
    let listed = liaison.shell(&list).ok().stdout;
    assert!(
        listed.contains("吴倩") && !listed.contains("卫东"),
        "{listed}"
    );
    let several = dispatch("顾铭");
    assert_eq!(several.code(), Some(2), "{several:?}");
    let lines: Vec<&str> = several
        .stderr
        .lines()
        .filter(|it| it.starts_with("  "))
        .collect();
    assert_eq!(lines.len(), 2, "{several:?}");
    assert!(
        lines
            .iter()
            .all(|it| it.contains("handler at") && it.contains(LEAD_DEPARTMENT)),
        "{lines:?}"
    );
    // Who has the name and not the post is refused for that, with those who have it.
    let elsewhere = dispatch("卫东");
    assert!(
        elsewhere
            .stderr
            .contains("must be a handler of this department"),
        "{elsewhere:?}"
    );
    assert!(elsewhere.stderr.contains(&list), "{elsewhere:?}");
    // One of two who are called so has the post.
    let _done = dispatch("吴倩").ok();
    let view = office
        .api("liaison")
        .get(&format!("/proposals/{case}"))
        .ok();
    let handler = view["case"]["assignments"][0]["stage"].to_string();
    let people = &view["people"];
    let named = |it: &Value| it.as_str() == Some("吴倩");
    assert!(
        people.as_object().is_some_and(|it| it.values().any(named)),
        "{handler} {people}"
    );
    let id = lines[0].split_whitespace().next().expect("an id");
    let _undone = liaison.banli(&["do", &case, "undispatch"]).ok();
    let _by_id = dispatch(id).ok();
    // Where it is not theirs at all, that is said first.
    let words = ["do", &case, "dispatch", "department=x", "handler=吴大"];
    let not_theirs = home(&office, &office.api("handler")).banli(&words);
    assert!(
        not_theirs.stderr.contains("none of your posts"),
        "{not_theirs:?}"
    );
    assert!(!not_theirs.stderr.contains("吴大"), "{not_theirs:?}");
}

#[test]
fn a_proposer_is_linked_by_name_and_counting_starts_at_one() {
    let (office, case) = office();
    let coordinator = home(&office, &office.api("coordinator"));
    let link = |proposer: &str, person: &str| {
        let (proposer, person) = (format!("proposer={proposer}"), format!("person={person}"));
        coordinator.banli(&["do", &case, "link_proposer", &proposer, &person])
    };
    let offered = coordinator.banli(&["show", &case]).ok().stdout;
    assert!(
        offered.contains("person=NAME: see banli user list --role proposer"),
        "{offered}"
    );
    let zero = link("0", "林小燕");
    assert!(zero.stderr.contains("numbered from 1 to 2"), "{zero:?}");
    let handler = link("2", "吴倩");
    assert_eq!(
        handler.code(),
        Some(2),
        "there are two of them: {handler:?}"
    );
    let handler = link("2", "褚卫");
    assert!(
        handler
            .stderr
            .contains("must be a person who is a proposer"),
        "{handler:?}"
    );
    assert!(
        handler.stderr.contains("banli user list --role proposer"),
        "{handler:?}"
    );
    let other = link("2", "林小燕");
    assert!(other.stderr.contains("other_name=true"), "{other:?}");
    let sure = ["proposer=2", "person=林小燕", "other_name=true"];
    let sure = [&["do", &case, "link_proposer"], &sure[..]].concat();
    let _linked = coordinator.banli(&sure).ok();
    // An administrator is told of logins, and uses them.
    let admin = Api::login(office.server.url(), ADMIN, ADMIN_PASSWORD);
    let admin = home(&office, &admin);
    let listed = admin
        .banli(&["user", "list", "--role", "handler"])
        .ok()
        .stdout;
    assert!(listed.contains("wu2") && listed.contains("id"), "{listed}");
    let several = admin.banli(&["user", "edit", "顾铭", "--name", "顾名"]);
    assert!(
        several.stderr.contains("gu2") && several.stderr.contains("gu3"),
        "{several:?}"
    );
    let _kept_out = admin
        .banli(&["user", "edit", "GU3", "--disabled", "true"])
        .ok();
    let listed = admin
        .banli(&["user", "list", "--role", "handler"])
        .ok()
        .stdout;
    let row = listed.lines().find(|it| it.contains("gu3")).expect("a row");
    assert!(row.contains("disabled"), "{listed}");
    let posts = format!("handler@{LEAD_DEPARTMENT}");
    let moved = admin.banli(&["user", "edit", "wu2", "--post", &posts]).ok();
    assert!(
        moved.stderr.contains("posts taken away: handler at"),
        "{moved:?}"
    );
    let more = ["user", "edit", "wu2", "--post", &posts, "--post", "auditor"];
    assert_eq!(admin.banli(&more).ok().stderr, "");
    let _one_left = admin
        .banli(&["user", "edit", "顾铭", "--name", "顾名"])
        .ok();
}

#[test]
fn lists_and_figures_take_a_handler_by_name() {
    let (office, case) = office();
    let dispatch = json!({ "assignment": 1, "department": LEAD_DEPARTMENT });
    let _dispatched = office
        .api("liaison")
        .command(&case, &json!({ "dispatch": dispatch }));
    let coordinator = home(&office, &office.api("coordinator"));
    let _figures = coordinator.banli(&["figures", "--handler", "褚卫"]).ok();
    let _list = coordinator.banli(&["list", "--handler", "褚卫"]).ok();
    let unknown = coordinator.banli(&["list", "--handler", "无此人"]);
    assert!(unknown.stderr.contains("banli user list"), "{unknown:?}");
}
