//! What is read from the rows made of cases, through the router.

mod inbox;
mod pages;
pub(super) mod promises;
mod sight;

use axum::http::Method;
use serde_json::{Value, json};

use super::proposals::{Town, proposal};

/// A page as somebody gets it.
async fn page(town: &Town, who: &str, query: &str) -> Value {
    town.get(who, &format!("/api/v1/proposals{query}"))
        .await
        .ok()
}

/// One text of each item.
fn each<'v>(page: &'v Value, pointer: &str) -> Vec<&'v str> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item.pointer(pointer).and_then(Value::as_str).unwrap())
        .collect()
}

/// The titles of a page.
fn titles(page: &Value) -> Vec<&str> {
    each(page, "/title")
}

/// A proposal of somebody with this title; its id.
async fn submit(town: &Town, who: &str, title: &str, category: &str) -> String {
    let mut body = proposal();
    body["proposal"]["title"] = json!(title);
    body["proposal"]["category"] = json!(category);
    body["proposal"]["proposers"] = json!([{ "name": format!("姓名{who}") }]);
    let ask = town.ask(who, Method::POST, "/api/v1/proposals");
    let view = ask.json(&body).send().await.ok();
    view["case"]["id"].as_str().unwrap().to_owned()
}

/// Files a case and hands it over: each `(unit, role)`.
async fn hand_over(town: &Town, id: &str, to: &[(&str, &str)]) {
    town.run("coordinator", id, json!({ "file": {} }))
        .await
        .ok();
    let to: Vec<Value> = to
        .iter()
        .map(|(unit, role)| json!({ "unit": unit, "role": role }))
        .collect();
    let to = json!({ "hand_over": { "to": to } });
    town.run("coordinator", id, to).await.ok();
}
