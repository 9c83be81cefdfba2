//! Names on a proposal become people who can log in.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, proposal};
use crate::testing::{Database, PASSWORD, on_both};

on_both!(
    a_name_that_one_member_has_is_that_member,
    of_several_with_one_name_only_who_submits_is_known,
    the_office_links_a_name_later,
    an_account_of_another_name_is_linked_only_where_the_office_says_so,
    a_member_whom_the_office_forgot_is_put_on_record_and_reads_the_case,
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

async fn a_member_whom_the_office_forgot_is_put_on_record_and_reads_the_case(database: Database) {
    let town = Town::open(database).await;
    let case = submit(&town, "coordinator", &["姓名member"]).await;
    let id = case["id"].as_str().unwrap();
    town.run("coordinator", id, json!({ "file": {} }))
        .await
        .ok();
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    town.run("coordinator", id, to).await.ok();
    assert_eq!(town.see("other_member", id).await.status, 404);
    let correct = |names: &[&str]| {
        let names: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
        json!({ "correct": {
            "reason": "纸质件上有第二提案人", "kind": "joint", "timing": "between_sessions",
            "submitted_on": "2023-02-01", "proposers": names,
        } })
    };
    let two = correct(&["姓名member", "姓名other_member"]);
    let refused = town.run("member", id, two.clone()).await;
    refused.problem(ProblemCode::Forbidden);
    let view = town.run("coordinator", id, two.clone()).await.ok();
    assert_eq!(person(&view["case"], 1), town.id("other_member").await);
    town.see("other_member", id).await.ok();
    // Whoever lists by it finds it there.
    let list = "/api/v1/proposals?timing=between_sessions&kind=joint";
    let list = town.get("coordinator", list).await.ok();
    assert_eq!(list["items"][0]["id"], id);
    let events = format!("/api/v1/proposals/{id}/events");
    let events = town.get("liaison_a", &events).await.ok();
    let corrected = events["items"].as_array().unwrap().last().unwrap();
    let changes = &corrected["event"]["what"]["corrected"]["changes"];
    let day = json!({ "from": "2023-02-06", "to": "2023-02-01" });
    assert_eq!(changes[2]["submitted"]["from"], day["from"], "{changes}");
    assert_eq!(changes[2]["submitted"]["to"], day["to"], "{changes}");
    // The same once more changes nothing, and says so.
    let again = town.run("coordinator", id, two).await;
    again.problem(ProblemCode::BadField);
    let wrong = json!({ "correct": { "reason": "有误", "proposers": [
        { "name": "姓名member", "person": town.id("other_member").await }] } });
    let refused = town.run("coordinator", id, wrong).await;
    refused.problem(ProblemCode::BadField);
    let notices = town.get("liaison_a", "/api/v1/notices").await.ok();
    assert_eq!(notices["items"][0]["kind"], "corrected");
}

async fn an_account_of_another_name_is_linked_only_where_the_office_says_so(database: Database) {
    let town = Town::open(database).await;
    let case = submit(&town, "coordinator", &["民盟市委", "姓 名other_member"]).await;
    let id = case["id"].as_str().unwrap();
    let (one, other) = (town.id("member").await, town.id("other_member").await);
    let link = async |proposer: u32, person: &str, sure: bool| {
        let mut link = json!({ "proposer": proposer, "person": person });
        if sure {
            link["other_name"] = json!(true);
        }
        let link = json!({ "link_proposer": link });
        town.run("coordinator", id, link).await
    };
    let refused = link(1, &one, false).await;
    let said = refused.problem(ProblemCode::BadField).to_string();
    for part in ["民盟市委", "姓名member", "other_name"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(town.see("member", id).await.status, 404);
    link(1, &one, true).await.ok();
    assert_eq!(town.see("member", id).await.status, 200);
    // A space in a name makes no other name.
    link(2, &other, false).await.ok();
}
