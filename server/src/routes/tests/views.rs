//! Saved views belong to one person, under names.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(a_view_is_saved_changed_and_forgotten_by_its_owner_alone);

async fn put(town: &Town, who: &str, view: &Value) -> Answer {
    let ask = town.ask(who, Method::PUT, "/api/v1/views");
    ask.json(view).send().await
}

async fn names(town: &Town, who: &str) -> Vec<String> {
    let page = town.get(who, "/api/v1/views").await.ok();
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|it| it["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn forget(town: &Town, who: &str, name: &str) -> Answer {
    let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let path = format!("/api/v1/views/{name}");
    town.ask(who, Method::DELETE, &path).send().await
}

async fn a_view_is_saved_changed_and_forgotten_by_its_owner_alone(database: Database) {
    let town = Town::open(database).await;
    let red = json!({ "name": "红灯/本周", "query": {
        "light": "red", "sort": "due", "limit": 7, "cursor": "x", "count": true,
    } });
    let saved = put(&town, "coordinator", &red).await.ok();
    assert_eq!(saved["query"], json!({ "light": "red", "sort": "due" }));
    let more = json!({ "name": "在办", "query": { "stage": "in_handling" } });
    put(&town, "coordinator", &more).await.ok();
    assert_eq!(names(&town, "coordinator").await, ["在办", "红灯/本周"]);
    assert_eq!(names(&town, "auditor").await, [""; 0]);
    let changed = json!({ "name": "在办", "query": { "stage": "answered" } });
    put(&town, "coordinator", &changed).await.ok();
    let page = town.get("coordinator", "/api/v1/views").await.ok();
    assert_eq!(page["items"][0]["query"], json!({ "stage": "answered" }));

    let bad = json!({ "name": "a\nb", "query": {} });
    assert_eq!(put(&town, "coordinator", &bad).await.pointer(), "/name");
    let unknown = json!({ "name": "x", "query": { "colour": "red" } });
    assert_eq!(
        put(&town, "coordinator", &unknown).await.pointer(),
        "/query/colour"
    );
    for (field, value) in [
        ("unit", "ZZ"),
        ("session", "1999"),
        ("handler", "nobody"),
        ("category", "无"),
    ] {
        let query: Value = std::iter::once((field.to_owned(), json!(value))).collect();
        let named = put(
            &town,
            "coordinator",
            &json!({ "name": "x", "query": query }),
        )
        .await;
        assert_eq!(named.pointer(), format!("?{field}"));
    }
    forget(&town, "auditor", "在办")
        .await
        .problem(ProblemCode::NotFound);
    assert_eq!(forget(&town, "coordinator", "红灯/本周").await.status, 204);
    assert_eq!(names(&town, "coordinator").await, ["在办"]);
}
