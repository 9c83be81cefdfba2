//! A request that is repeated has one effect; a trial has none.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::json;

use crate::params;
use crate::store::{StoreError, Tx};
use crate::testing::{Database, Office, PASSWORD, on_both};

on_both!(
    twenty_at_once_have_one_effect_and_one_answer,
    a_key_belongs_to_one_request,
    a_request_that_failed_frees_its_key,
    a_trial_answers_the_same_and_keeps_nothing,
    a_token_is_made_once_and_told_again_though_it_is_not_kept,
    a_webhook_is_added_once_and_its_secret_told_again_until_it_is_removed,
);

fn person(login: &str) -> serde_json::Value {
    json!({ "login": login, "name": "张三", "password": PASSWORD, "posts": [{ "role": "coordinator" }] })
}

async fn count(office: &Office) -> usize {
    let list = office
        .ask_as(&office.admin, Method::GET, "/api/v1/people")
        .send()
        .await
        .ok();
    list["items"].as_array().unwrap().len()
}

async fn twenty_at_once_have_one_effect_and_one_answer(database: Database) {
    let office = Office::open(database).await;
    let sending = (0..20).map(|_| {
        let ask = office.ask_as(&office.admin, Method::POST, "/api/v1/people");
        tokio::spawn(
            ask.header("idempotency-key", "k1")
                .json(&person("zhang"))
                .send(),
        )
    });
    let mut answers = Vec::new();
    for answer in sending.collect::<Vec<_>>() {
        answers.push(answer.await.unwrap());
    }
    let replayed = answers
        .iter()
        .filter(|answer| answer.headers.contains_key("idempotent-replayed"));
    assert_eq!(replayed.count(), 19);
    let first = answers.remove(0).ok();
    assert!(answers.into_iter().all(|answer| answer.ok() == first));
    assert_eq!(count(&office).await, 2);
}

async fn a_key_belongs_to_one_request(database: Database) {
    let office = Office::open(database).await;
    let post = |login: &str, query: &str| {
        let path = format!("/api/v1/people{query}");
        let ask = office.ask_as(&office.admin, Method::POST, &path);
        ask.header("idempotency-key", "k1").json(&person(login))
    };
    post("zhang", "").send().await.ok();
    post("li", "").send().await.problem(ProblemCode::KeyReused);
    post("zhang", "?dry_run=false")
        .send()
        .await
        .problem(ProblemCode::KeyReused);
    let units = office.ask_as(&office.admin, Method::PUT, "/api/v1/units");
    let units = units
        .header("idempotency-key", "k1")
        .json(&json!({ "units": [] }));
    units.send().await.problem(ProblemCode::KeyReused);
    assert_eq!(count(&office).await, 2);
}

async fn a_request_that_failed_frees_its_key(database: Database) {
    let office = Office::open(database).await;
    let list = json!({ "units": [{ "code": "A-1", "name": "科室", "parent": "A" }] });
    let put = || {
        let ask = office.ask_as(&office.admin, Method::PUT, "/api/v1/units");
        ask.header("idempotency-key", "k1").json(&list)
    };
    assert_eq!(put().send().await.pointer(), "/units/0/parent");
    office.units(&[("A", None)]).await;
    let answer = put().send().await;
    assert!(!answer.headers.contains_key("idempotent-replayed"));
    assert_eq!(answer.ok()["added"], 1);
}

async fn a_trial_answers_the_same_and_keeps_nothing(database: Database) {
    let office = Office::open(database).await;
    let post = |path: &str, login: &str| {
        let ask = office
            .ask_as(&office.admin, Method::POST, path)
            .json(&person(login));
        ask.header("idempotency-key", "k1")
    };
    let tried = post("/api/v1/people?dry_run=true", "zhang")
        .send()
        .await
        .ok();
    assert_eq!(
        (tried["login"].as_str(), count(&office).await),
        (Some("zhang"), 1)
    );
    post("/api/v1/people?dry_run=true", "admin")
        .send()
        .await
        .problem(ProblemCode::Taken);
    post("/api/v1/people", "zhang").send().await.ok();
    assert_eq!(count(&office).await, 2);
}

async fn a_token_is_made_once_and_told_again_though_it_is_not_kept(database: Database) {
    let office = Office::open(database).await;
    let new = json!({ "label": "脚本", "scopes": ["read"], "days": 7 });
    let make = |key: &str| {
        let ask = office.ask_as(&office.admin, Method::POST, "/api/v1/tokens");
        ask.header("idempotency-key", key).json(&new)
    };
    let first = make("k1").send().await.ok();
    let again = make("k1").send().await;
    assert!(again.headers.contains_key("idempotent-replayed"));
    assert_eq!(again.ok(), first);
    assert_ne!(make("k2").send().await.ok()["token"], first["token"]);
    let token = first["token"].as_str().unwrap();
    let listed = office.ask_as(token, Method::GET, "/api/v1/tokens").send();
    let listed = listed.await.ok();
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.iter().filter(|it| it["label"] == "脚本").count(), 2);
    let current = items.iter().filter(|it| it["current"] == true);
    let current: Vec<_> = current.map(|it| &it["id"]).collect();
    assert_eq!(current, [&first["info"]["id"]]);
    // Neither the database nor whoever knows the key has the token.
    let store = office.app.store();
    let kept = store.read(async move |tx: &mut Tx| -> Result<_, StoreError> {
        let rows = tx
            .query("SELECT answer FROM idempotency", params![])
            .await?;
        let answers = rows.iter().map(|row| Ok(row.text(0)?.to_owned()));
        answers.collect::<Result<Vec<String>, StoreError>>()
    });
    let kept = kept.await.unwrap();
    assert_eq!(kept.len(), 2);
    assert!(
        kept.iter()
            .all(|it| !it.contains("banli_") && !it.contains(token))
    );
    let other = office.person("other", &[]).await;
    let ask = office.ask_as(&other, Method::POST, "/api/v1/tokens");
    let others = ask.header("idempotency-key", "k1").json(&new).send();
    assert_ne!(others.await.ok()["token"], first["token"]);
    // Revoked twice under one key it is gone once.
    let path = format!("/api/v1/tokens/{}", first["info"]["id"].as_str().unwrap());
    for _ in 0..2 {
        let ask = office.ask_as(&office.admin, Method::DELETE, &path);
        ask.header("idempotency-key", "k3").send().await.ok();
    }
}

async fn a_webhook_is_added_once_and_its_secret_told_again_until_it_is_removed(database: Database) {
    let office = Office::open(database).await;
    let new = json!({ "url": "https://example.org/banli" });
    let add = |key: &str| {
        let ask = office.ask_as(&office.admin, Method::POST, "/api/v1/webhooks");
        ask.header("idempotency-key", key).json(&new)
    };
    let first = add("k1").send().await.ok();
    assert_eq!(add("k1").send().await.ok(), first);
    add("k2").send().await.problem(ProblemCode::Taken);
    // The secret is kept in one place.
    let secret = first["secret"].as_str().unwrap().to_owned();
    assert!(!secret.is_empty());
    let store = office.app.store();
    let kept = store.read(async move |tx: &mut Tx| -> Result<_, StoreError> {
        let rows = tx.query("SELECT answer FROM idempotency", params![]);
        let rows = rows.await?;
        Ok(rows
            .iter()
            .any(|row| row.text(0).is_ok_and(|it| it.contains(&secret))))
    });
    assert!(!kept.await.unwrap());
    let path = format!(
        "/api/v1/webhooks/{}",
        first["webhook"]["id"].as_str().unwrap()
    );
    let gone = office.ask_as(&office.admin, Method::DELETE, &path);
    gone.send().await.ok();
    add("k1").send().await.problem(ProblemCode::NotFound);
}
