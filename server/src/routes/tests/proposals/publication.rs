//! From the proposers' consent to a published reply, and the lists that show it.

use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, proposal, reviewed};
use crate::testing::{Database, on_both};

on_both!(
    consent_mark_and_decision_are_kept_listed_and_exported,
    without_consent_nothing_is_published,
);

async fn listed(town: &Town, filter: &str) -> usize {
    let path = format!("/api/v1/proposals?{filter}");
    let page = town.get("coordinator", &path).await.ok();
    page["items"].as_array().unwrap().len()
}

/// The case that `in_review` made, now issued and marked as open.
async fn issued(town: &Town) -> String {
    let id = town.in_review().await;
    let mark = json!({ "mark_openness": { "assignment": 1, "openness": "open" } });
    town.run("handler_a", &id, mark).await.ok();
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    id
}

async fn consent_mark_and_decision_are_kept_listed_and_exported(database: Database) {
    let town = Town::open(database).await;
    let id = issued(&town).await;
    let publish = json!({ "publish": { "assignment": 1 } });
    let problem = town
        .run("coordinator", &id, publish)
        .await
        .problem(ProblemCode::Refused);
    assert_eq!(problem["refusal"]["gate"], "publication");
    assert_eq!(
        problem["refusal"]["missing"][0]["consent"]["consent"],
        "not_stated"
    );

    let mut agreed = proposal();
    agreed["proposal"]["publication"] = json!("names_withheld");
    let made = town.ask("member", axum::http::Method::POST, "/api/v1/proposals");
    let made = made.json(&agreed).send().await.ok();
    assert_eq!(made["case"]["proposal"]["publication"], "names_withheld");
    let other = made["case"]["id"].as_str().unwrap();
    town.run("coordinator", other, json!({ "file": {} }))
        .await
        .ok();
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    town.run("coordinator", other, to).await.ok();
    for command in [
        json!({ "accept": { "assignment": 1 } }),
        json!({ "dispatch": { "assignment": 1, "department": "A-1" } }),
        json!({ "mark_openness": { "assignment": 1, "openness": "open" } }),
    ] {
        town.run("liaison_a", other, command).await.ok();
    }
    for (who, command) in super::drafted("visit", "2023-02-06")
        .into_iter()
        .chain(reviewed())
    {
        town.run(who, other, command).await.ok();
    }
    let whole = json!({ "publish": { "assignment": 1 } });
    assert_eq!(
        town.run("coordinator", other, whole).await.pointer(),
        "/publish/redact"
    );
    let redacted = json!({ "publish": { "assignment": 1, "redact": true, "note": "隐去姓名" } });
    let view = town.run("coordinator", other, redacted).await.ok();
    assert_eq!(view["assignments"][0]["published"], "redacted");
    assert_eq!(view["assignments"][0]["openness"], "open");
    assert_eq!(listed(&town, "publication=names_withheld").await, 1);
    assert_eq!(listed(&town, "openness=open").await, 2);
    assert_eq!(listed(&town, "published=true").await, 1);
    assert_eq!(listed(&town, "published=false").await, 1);
    let exported = async |what: &str| {
        let path = format!("/api/v1/exports/{what}.json");
        town.get("coordinator", &path).await.ok()
    };
    let rows: Value = exported("reply_items").await;
    let forms: Vec<&Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["published"])
        .collect();
    assert!(forms.contains(&&json!("redacted")), "{rows}");
    let rows: Value = exported("proposals").await;
    let consents: Vec<&Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["publication"])
        .collect();
    assert_eq!(consents, [&json!("not_stated"), &json!("names_withheld")]);
    // A member sees that it is published, not what the office wrote with it.
    let seen = town.see("member", other).await.ok();
    let round = &seen["case"]["assignments"][0]["rounds"][0];
    assert_eq!(round["published"]["note"], "");
    assert_eq!(round["openness"]["openness"], "open");
}

async fn without_consent_nothing_is_published(database: Database) {
    let town = Town::open(database).await;
    let id = issued(&town).await;
    let amend = json!({ "amend": { "publication": "agreed" } });
    town.run("member", &id, amend)
        .await
        .problem(ProblemCode::Refused);
    let view = town.see("coordinator", &id).await.ok();
    assert_eq!(view["case"]["proposal"]["publication"], "not_stated");
    assert_eq!(listed(&town, "published=true").await, 0);
}
