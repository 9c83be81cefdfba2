//! The record of a case, as each may read it.

use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, reviewed};
use crate::testing::{Database, on_both};

on_both!(everybody_reads_the_part_of_the_record_that_is_theirs);

async fn kinds(town: &Town, who: &str, id: &str) -> Vec<String> {
    let path = format!("/api/v1/proposals/{id}/events");
    let page = town.get(who, &path).await.ok();
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let what = item["event"]["what"].as_object().unwrap();
            what.keys().next().unwrap().clone()
        })
        .collect()
}

async fn everybody_reads_the_part_of_the_record_that_is_theirs(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    let all = kinds(&town, "auditor", &id).await;
    assert_eq!(all.first().map(String::as_str), Some("submitted"));
    assert_eq!(kinds(&town, "handler_a", &id).await, all);
    let public = kinds(&town, "member", &id).await;
    assert_eq!(
        public,
        [
            "submitted",
            "filed",
            "handed_over",
            "accepted",
            "contact_logged",
            "signed"
        ]
    );
    let path = format!("/api/v1/proposals/{id}/events");
    town.get("liaison_b", &path)
        .await
        .problem(ProblemCode::NotFound);

    let page = town.get("auditor", &path).await.ok();
    let items = page["items"].as_array().unwrap();
    let field = |name: &str| {
        items
            .iter()
            .map(|item| item[name].clone())
            .collect::<Vec<Value>>()
    };
    let counted: Vec<Value> = (1..=all.len()).map(|number| json!(number)).collect();
    assert_eq!(field("version"), counted);
    assert_eq!(field("seq"), counted);
    assert!(
        field("hash")
            .iter()
            .all(|hash| hash.as_str().unwrap().len() == 64)
    );
}
