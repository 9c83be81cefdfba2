//! Several proposers: what one says of a reply is not told to the others.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, drafting};
use crate::testing::{Database, on_both};

on_both!(
    what_one_proposer_rates_the_other_does_not_learn,
    a_linked_proposer_has_the_name_of_the_person,
);

async fn what_one_proposer_rates_the_other_does_not_learn(database: Database) {
    let town = Town::open(database).await;
    let mut joint = super::proposal();
    joint["proposal"]["kind"] = json!("joint");
    joint["proposal"]["proposers"] =
        json!([{ "name": "姓名member" }, { "name": "姓名other_member" }]);
    let ask = town.ask("coordinator", Method::POST, "/api/v1/proposals");
    let view = ask.json(&joint).send().await.ok();
    let id = view["case"]["id"].as_str().unwrap().to_owned();
    town.run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    town.run("coordinator", &id, to).await.ok();
    for (who, command) in drafting() {
        town.run(who, &id, command).await.ok();
    }
    for (who, command) in [
        (
            "head_a",
            json!({ "approve": { "assignment": 1, "level": "one" } }),
        ),
        (
            "liaison_a",
            json!({ "approve": { "assignment": 1, "level": "two" } }),
        ),
        ("chief_a", json!({ "sign": { "assignment": 1 } })),
        (
            "member",
            json!({ "rate": { "assignment": 1, "work": "satisfied", "result": "satisfied" } }),
        ),
    ] {
        town.run(who, &id, command).await.ok();
    }
    let rating = |view: &Value| view["assignments"][0]["rating"].clone();
    assert_eq!(
        rating(&town.see("coordinator", &id).await.ok()),
        "satisfied"
    );
    assert_eq!(
        rating(&town.see("member", &id).await.ok()),
        "satisfied",
        "one's own"
    );
    let other = town.see("other_member", &id).await.ok();
    assert_eq!(rating(&other), Value::Null);
    assert_eq!(
        other["case"]["assignments"][0]["rounds"][0]["outcome"],
        Value::Null
    );
    let listed = town.get("other_member", "/api/v1/proposals").await.ok();
    assert_eq!(rating(&listed["items"][0]), Value::Null);
    let listed = town.get("coordinator", "/api/v1/proposals").await.ok();
    assert_eq!(rating(&listed["items"][0]), "satisfied");
    town.get("other_member", "/api/v1/figures")
        .await
        .problem(ProblemCode::Forbidden);
}

async fn a_linked_proposer_has_the_name_of_the_person(database: Database) {
    let town = Town::open(database).await;
    let mut borrowed = super::proposal();
    let person = town.id("member").await;
    borrowed["proposal"]["proposers"] = json!([{ "name": "姓名other_member", "person": person }]);
    let ask = town.ask("member", Method::POST, "/api/v1/proposals");
    let pointer = ask.json(&borrowed).send().await.pointer();
    assert_eq!(pointer, "/proposal/proposers/0/name");
}
