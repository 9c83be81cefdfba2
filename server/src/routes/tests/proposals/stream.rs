//! The live stream: what it tells, to whom, and from where it goes on.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use banli_shared::api::ProblemCode;
use http_body_util::BodyExt;
use serde_json::{Value, json};

use super::Town;
use crate::testing::{Database, on_both};

on_both!(
    changes_are_told_as_they_happen,
    a_listener_that_comes_back_misses_nothing,
    each_hears_only_what_is_theirs,
    rights_that_change_count_at_once,
    a_number_that_is_not_here_resets,
    the_stream_ends_with_the_server,
);

/// A stream, read block by block.
pub(super) struct Heard {
    body: Body,
    text: String,
}

impl Heard {
    pub(super) async fn open(town: &Town, who: &str, query: &str) -> Self {
        let path = format!("/api/v1/events{query}");
        let response = town.ask(who, Method::GET, &path).open().await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self {
            body: response.into_body(),
            text: String::new(),
        }
    }

    /// The next block, without its end; none when the stream is over.
    pub(super) async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(block);
            }
            let frame = tokio::time::timeout(Duration::from_secs(20), self.body.frame());
            let frame = frame.await.expect("something comes within 20 s")?;
            let bytes = frame.unwrap().into_data().unwrap();
            self.text.push_str(str::from_utf8(&bytes).unwrap());
        }
    }

    /// The next event: its name and what it holds.
    async fn event(&mut self) -> (String, Value) {
        loop {
            let block = self.block().await.expect("the stream goes on");
            let field = |name: &str| {
                let mut lines = block.lines();
                lines.find_map(|line| {
                    line.strip_prefix(name)?
                        .strip_prefix(": ")
                        .map(str::to_owned)
                })
            };
            if let (Some(event), Some(data)) = (field("event"), field("data")) {
                let data: Value = serde_json::from_str(&data).unwrap();
                assert_eq!(field("id"), Some(data["seq"].to_string()));
                return (event, data);
            }
        }
    }

    pub(super) async fn kind(&mut self) -> String {
        let (event, data) = self.event().await;
        assert_eq!(event, "change");
        data["kind"].as_str().unwrap().to_owned()
    }
}

async fn changes_are_told_as_they_happen(database: Database) {
    let town = Town::open(database).await;
    let before = town.submitted().await;
    let mut heard = Heard::open(&town, "coordinator", "").await;
    assert_eq!(heard.block().await.unwrap(), ": from here on\nid: 1");
    town.run("coordinator", &before, json!({ "file": {} }))
        .await
        .ok();
    let (_, change) = heard.event().await;
    assert_eq!(change["case"], json!(before));
    assert_eq!(
        (&change["kind"], &change["version"], &change["seq"]),
        (&json!("filed"), &json!(2), &json!(2))
    );
    // What is only tried is not told.
    let path = format!("/api/v1/proposals/{before}/commands?dry_run=true");
    let trial = town.ask("coordinator", Method::POST, &path);
    trial.json(&json!({ "unfile": {} })).send().await.ok();
    town.submitted().await;
    assert_eq!(heard.kind().await, "submitted");
}

async fn a_listener_that_comes_back_misses_nothing(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let mut heard = Heard::open(&town, "handler_a", "?since=3").await;
    let mut missed = Vec::new();
    for _event in 4..=10 {
        missed.push(heard.event().await.1["seq"].as_i64().unwrap());
    }
    assert_eq!(missed, (4..=10).collect::<Vec<_>>());
    drop(heard);
    let retract = json!({ "recall": { "assignment": 1 } });
    town.run("handler_a", &id, retract).await.ok();
    let again = town.ask("handler_a", Method::GET, "/api/v1/events?since=1");
    let response = again.header("last-event-id", "10").open().await;
    let mut heard = Heard {
        body: response.into_body(),
        text: String::new(),
    };
    assert_eq!(heard.kind().await, "recalled");
}

async fn each_hears_only_what_is_theirs(database: Database) {
    let town = Town::open(database).await;
    let mut member = Heard::open(&town, "member", "").await;
    let mut stranger = Heard::open(&town, "liaison_b", "").await;
    let id = town.in_review().await;
    let mut public = Vec::new();
    for _event in 0..5 {
        public.push(member.kind().await);
    }
    assert_eq!(
        public,
        [
            "submitted",
            "filed",
            "handed_over",
            "accepted",
            "contact_logged"
        ]
    );
    // The first that the other unit hears of is the hand-over to itself.
    let to = json!({ "hand_over": { "to": [{ "unit": "B", "role": "co_handler" }] } });
    town.run("coordinator", &id, to).await.ok();
    assert_eq!(stranger.kind().await, "handed_over");
    assert_eq!(member.kind().await, "handed_over");
}

async fn rights_that_change_count_at_once(database: Database) {
    let town = Town::open(database).await;
    let mut heard = Heard::open(&town, "auditor", "").await;
    let id = town.submitted().await;
    assert_eq!(heard.kind().await, "submitted");
    let path = format!("/api/v1/people/{}", town.id("auditor").await);
    let posts = json!({ "posts": [{ "role": "liaison", "place": "B" }] });
    let change = town.office.ask_as(&town.office.admin, Method::PUT, &path);
    change.json(&posts).send().await.ok();
    town.run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    // Of another case, so that what was hidden above stays hidden.
    let theirs = town.handed_over().await;
    let to = json!({ "hand_over": { "to": [{ "unit": "B", "role": "co_handler" }] } });
    town.run("coordinator", &theirs, to).await.ok();
    let (_, change) = heard.event().await;
    assert_eq!(change["case"], json!(theirs));
}

async fn a_number_that_is_not_here_resets(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let mut heard = Heard::open(&town, "coordinator", "?since=900").await;
    assert_eq!(
        heard.event().await,
        ("reset".to_owned(), json!({ "seq": 1 }))
    );
    town.run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    assert_eq!(heard.kind().await, "filed");
    let bad = town.ask("coordinator", Method::GET, "/api/v1/events");
    let bad = bad.header("last-event-id", "then").send().await;
    bad.problem(ProblemCode::BadField);
}

async fn the_stream_ends_with_the_server(database: Database) {
    let town = Town::open(database).await;
    let mut heard = Heard::open(&town, "coordinator", "").await;
    assert!(heard.block().await.is_some());
    town.office.app.begin_stop();
    assert_eq!(heard.block().await, None);
}
