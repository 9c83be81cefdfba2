//! Pressing for the work to go on, through the doors: in the inbox of whoever has it, and as a notice.

use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::Town;
use crate::testing::{Database, on_both};

on_both!(
    who_has_it_now_sees_it_in_the_inbox_and_is_told_once,
    what_the_offices_note_is_theirs,
    a_spot_check_is_on_record_and_what_is_wanting_is_told,
);

async fn first(town: &Town, who: &str) -> Value {
    let inbox = town.get(who, "/api/v1/inbox").await.ok();
    inbox["items"][0]["attention"].clone()
}

async fn told(town: &Town, who: &str) -> Vec<String> {
    let page = town.get(who, "/api/v1/notices").await.ok();
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|it| {
            format!(
                "{}: {}",
                it["kind"].as_str().unwrap(),
                it["note"].as_str().unwrap_or("")
            )
        })
        .collect()
}

async fn who_has_it_now_sees_it_in_the_inbox_and_is_told_once(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    assert_eq!(first(&town, "head_a").await.get("urged"), None);
    let urge = json!({ "urge": { "assignment": 1, "note": "请今日内审核" } });
    town.run("coordinator", &id, urge).await.ok();
    let waiting = first(&town, "head_a").await;
    assert_eq!(waiting["urged"]["note"], "请今日内审核");
    assert_eq!(waiting["urged"]["name"], "姓名coordinator");
    assert_eq!(told(&town, "head_a").await, ["urged: 请今日内审核"]);
    for who in ["liaison_a", "chief_a", "liaison_b", "member"] {
        assert!(told(&town, who).await.is_empty(), "{who}");
    }
    // A trial tells nobody.
    let path = format!("/api/v1/proposals/{id}/commands?dry_run=true");
    let again = json!({ "urge": { "assignment": 1, "note": "再催" } });
    let trial = town.ask("coordinator", axum::http::Method::POST, &path);
    trial.json(&again).send().await.ok();
    assert_eq!(told(&town, "head_a").await.len(), 1);

    let view = town.see("head_a", &id).await.ok();
    let hash = view["texts"]["1"].as_str().unwrap();
    let yes = json!({ "approve": { "assignment": 1, "level": "one", "hash": hash } });
    town.run("head_a", &id, yes).await.ok();
    assert_eq!(first(&town, "liaison_a").await.get("urged"), None);
    let view = town.see("coordinator", &id).await.ok();
    let kept = &view["case"]["assignments"][0]["urgings"][0];
    assert!(kept["went_on_ms"].is_i64(), "{kept}");
}

async fn what_the_offices_note_is_theirs(database: Database) {
    let town = Town::open(database).await;
    let id = town.handed_over().await;
    let note = json!({ "note": { "text": "已约谈承办单位" } });
    town.run("liaison_a", &id, note.clone())
        .await
        .problem(ProblemCode::Forbidden);
    town.run("coordinator", &id, note).await.ok();
    let view = town.see("auditor", &id).await.ok();
    assert_eq!(view["case"]["notes"][0]["text"], "已约谈承办单位");
    for who in ["liaison_a", "member"] {
        let view = town.see(who, &id).await.ok();
        assert_eq!(view["case"].get("notes"), None, "{who}");
    }
}

async fn a_spot_check_is_on_record_and_what_is_wanting_is_told(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let check = |found: &str, note: &str| json!({ "spot_check": { "assignment": 1, "found": found, "note": note } });
    for who in ["liaison_a", "member"] {
        let refused = town.run(who, &id, check("in_order", "")).await;
        refused.problem(ProblemCode::Forbidden);
    }
    let silent = town.run("coordinator", &id, check("wanting", "")).await;
    silent.problem(ProblemCode::BadField);
    town.run("coordinator", &id, check("in_order", ""))
        .await
        .ok();
    assert!(told(&town, "liaison_a").await.is_empty());
    let before = first(&town, "head_a").await;
    let wanting = check("wanting", "台账未记沟通情况");
    let view = town.run("coordinator", &id, wanting).await.ok();
    let kept = view["case"]["assignments"][0]["spot_checks"].clone();
    assert_eq!(kept[0]["found"], "in_order");
    assert_eq!(
        (&kept[1]["note"], &kept[1]["name"]),
        (&json!("台账未记沟通情况"), &json!("姓名coordinator"))
    );
    assert_eq!(first(&town, "head_a").await, before, "it moves nothing");
    for who in ["liaison_a", "handler_a"] {
        assert_eq!(
            told(&town, who).await,
            ["spot_check_wanting: 台账未记沟通情况"],
            "{who}"
        );
    }
    assert!(told(&town, "liaison_b").await.is_empty());
    // What an office finds inside a unit is nothing for the member.
    let view = town.see("member", &id).await.ok();
    assert!(!view.to_string().contains("台账未记"), "{view}");
}
