//! Many at once on one case.

use std::collections::BTreeSet;

use axum::http::Method;
use serde_json::json;

use super::{Town, proposal};
use crate::testing::{Database, on_both};

on_both!(
    one_of_sixteen_approvals_wins,
    submissions_at_once_get_numbers_of_their_own
);

async fn one_of_sixteen_approvals_wins(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let view = town.see("head_a", &id).await.ok();
    let seen = view["case"]["version"].as_u64().unwrap();
    let approve =
        json!({ "approve": { "assignment": 1, "level": "one", "hash": view["texts"]["1"] } });
    let asks = (0..16).map(|_| {
        let ask = town.command("head_a", &id, &approve);
        tokio::spawn(ask.header("if-match", &format!("\"{seen}\"")).send())
    });
    let mut won = 0;
    for ask in asks.collect::<Vec<_>>() {
        let answer = ask.await.unwrap();
        if answer.status.is_success() {
            won += 1;
        } else {
            assert_eq!(answer.status, 412, "{answer:?}");
            assert_eq!(answer.body["current_version"], seen + 1);
        }
    }
    assert_eq!(won, 1);
    let view = town.see("head_a", &id).await.ok();
    assert_eq!(view["case"]["version"], seen + 1);
    assert_eq!(view["assignments"][0]["stage"], "level2");
}

async fn submissions_at_once_get_numbers_of_their_own(database: Database) {
    let town = Town::open(database).await;
    let asks = (0..16).map(|_| {
        let ask = town.ask("member", Method::POST, "/api/v1/proposals");
        tokio::spawn(ask.json(&proposal()).send())
    });
    let mut numbers = BTreeSet::new();
    for ask in asks.collect::<Vec<_>>() {
        let view = ask.await.unwrap().ok();
        numbers.insert(view["case"]["intake_number"].as_str().unwrap().to_owned());
    }
    let expected: BTreeSet<String> = (1..=16).map(|no| format!("2023-S{no:04}")).collect();
    assert_eq!(numbers, expected);
}
