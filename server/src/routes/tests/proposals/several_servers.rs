//! Several servers on one PostgreSQL database are one server to those who use them.

use axum::http::Method;
use serde_json::json;

use super::Town;
use super::stream::Heard;
use crate::testing::Database;

async fn two() -> (Town, Town) {
    let here = Town::open(Database::postgres().await).await;
    let there = here.beside().await;
    (here, there)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_are_heard_from_the_other_server() {
    let (here, there) = two().await;
    let mut heard = Heard::open(&there, "coordinator", "").await;
    assert!(heard.block().await.is_some());
    let id = here.submitted().await;
    assert_eq!(heard.kind().await, "submitted");
    there
        .run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    assert_eq!(heard.kind().await, "filed");
    assert_eq!(here.see("member", &id).await.ok()["stage"], "filed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_office_keeps_in_memory_is_renewed_everywhere() {
    let (here, there) = two().await;
    let id = there.submitted().await;
    there
        .run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    let to = json!({ "hand_over": { "to": [{ "unit": "C", "role": "lead" }] } });
    let unknown = there.run("coordinator", &id, to.clone()).await;
    assert_eq!(unknown.status, 422);
    here.office.units(&[("C", None)]).await;
    there.run("coordinator", &id, to).await.ok();

    let member = here.id("member").await;
    assert_eq!(
        there.see("member", &id).await.ok()["people"][&member],
        "姓名member"
    );
    let path = format!("/api/v1/people/{member}");
    let rename = here.office.ask_as(&here.office.admin, Method::PUT, &path);
    rename.json(&json!({ "name": "新名" })).send().await.ok();
    assert_eq!(
        there.see("member", &id).await.ok()["people"][&member],
        "新名"
    );
}

/// Numbers rise in the order of commits, so a listener that goes on from one has seen all before it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listener_misses_nothing_that_two_servers_write_at_once() {
    let (here, there) = two().await;
    let mut heard = Heard::open(&here, "coordinator", "").await;
    let mut asks = Vec::new();
    for town in [&here, &there].repeat(20) {
        let ask = town.ask("member", Method::POST, "/api/v1/proposals");
        asks.push(tokio::spawn(ask.json(&super::proposal()).send()));
    }
    for ask in asks {
        ask.await.unwrap().ok();
    }
    for _submission in 0..40 {
        assert_eq!(heard.kind().await, "submitted");
    }
}
