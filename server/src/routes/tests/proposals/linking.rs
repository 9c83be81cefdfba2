//! Names on a proposal become people who can log in.

use axum::http::Method;
use serde_json::{Value, json};

use super::{Town, proposal};
use crate::testing::{Database, PASSWORD, on_both};

on_both!(
    a_name_that_one_member_has_is_that_member,
    of_several_with_one_name_only_who_submits_is_known,
    the_office_links_a_name_later,
);

async fn submit(town: &Town, who: &str, names: &[&str]) -> Value {
    let mut body = proposal();
    body["proposal"]["proposers"] = names.iter().map(|name| json!({ "name": name })).collect();
    let ask = town.ask(who, Method::POST, "/api/v1/proposals");
    let view = ask.json(&body).send().await.ok();
    view["case"].clone()
}

fn person(case: &Value, index: usize) -> &str {
    case["proposal"]["proposers"][index]["person"]
        .as_str()
        .unwrap_or_default()
}

/// Another member with the name of `member`.
async fn namesake(town: &Town) {
    let ask = town
        .office
        .ask_as(&town.office.admin, Method::POST, "/api/v1/people");
    let person = json!({
        "login": "namesake", "name": "姓名member", "password": PASSWORD, "posts": [{ "role": "proposer" }],
    });
    ask.json(&person).send().await.ok();
}

async fn a_name_that_one_member_has_is_that_member(database: Database) {
    let town = Town::open(database).await;
    let names = [
        "姓　名member",
        "姓名other_member",
        "姓名liaison_a",
        "不在册的人",
    ];
    let case = submit(&town, "coordinator", &names).await;
    let known = [town.id("member").await, town.id("other_member").await];
    assert_eq!(
        (person(&case, 0), person(&case, 1)),
        (known[0].as_str(), known[1].as_str())
    );
    // A handler is no member, whatever the name.
    assert_eq!((person(&case, 2), person(&case, 3)), ("", ""));
    let id = case["id"].as_str().unwrap();
    town.see("other_member", id).await.ok();
}

async fn of_several_with_one_name_only_who_submits_is_known(database: Database) {
    let town = Town::open(database).await;
    namesake(&town).await;
    let case = submit(&town, "coordinator", &["姓名member"]).await;
    assert_eq!(person(&case, 0), "");
    let case = submit(&town, "member", &["姓名member"]).await;
    assert_eq!(person(&case, 0), town.id("member").await);
}

async fn the_office_links_a_name_later(database: Database) {
    let town = Town::open(database).await;
    namesake(&town).await;
    let case = submit(&town, "coordinator", &["姓名member"]).await;
    let id = case["id"].as_str().unwrap();
    assert_eq!(town.see("member", id).await.status, 404);
    let link = json!({ "link_proposer": { "proposer": 1, "person": town.id("member").await } });
    town.run("coordinator", id, link).await.ok();
    assert_eq!(town.see("member", id).await.status, 200);
}
