//! A unit gives a document number once in a session.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, drafted, reviewed};
use crate::app::search::rebuild;
use crate::app::world::{Worlds, usual_zone};
use crate::audit::Progress;
use crate::audit::doctor::examine;
use crate::clock;
use crate::store::{StoreError, Tx};
use crate::testing::{Answer, Ask, Database, on_both};

on_both!(
    a_number_is_given_once_and_a_refusal_says_who_has_it,
    a_further_round_needs_a_number_of_its_own,
    of_two_who_sign_at_once_one_gets_the_number,
    many_at_once_are_held_to_numbers_of_their_own,
    what_was_signed_before_keeps_its_number,
);

/// A reply that waits for the signature.
async fn to_sign(town: &Town) -> String {
    let id = town.in_review().await;
    for (who, command) in reviewed().into_iter().take(2) {
        town.run(who, &id, command).await.ok();
    }
    id
}

fn sign(number: &str) -> Value {
    json!({ "sign": { "assignment": 1, "document_number": number } })
}

async fn signed(town: &Town, id: &str, number: &str) -> Answer {
    town.run("chief_a", id, sign(number)).await
}

/// The refusal names this, in English.
#[track_caller]
fn names(answer: Answer, what: &str) {
    let problem = answer.problem(ProblemCode::BadField);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(what), "{detail}");
}

async fn document_number(town: &Town, id: &str) -> Value {
    let view = town.see("chief_a", id).await.ok();
    let round = &view["case"]["assignments"][0]["rounds"][0];
    round["issued"]["document_number"].clone()
}

async fn a_number_is_given_once_and_a_refusal_says_who_has_it(database: Database) {
    let town = Town::open(database).await;
    let (first, second) = (to_sign(&town).await, to_sign(&town).await);
    let key = |ask: Ask| ask.header("idempotency-key", "signed-once");
    let view = town.see("chief_a", &first).await.ok();
    let mut with = sign("深函〔2023〕7号");
    with["sign"]["hash"] = view["texts"]["1"].clone();
    key(town.command("chief_a", &first, &with))
        .send()
        .await
        .ok();
    // The same request once more is no second signature.
    let again = key(town.command("chief_a", &first, &with)).send().await;
    assert!(again.headers.contains_key("idempotent-replayed"));
    again.ok();

    let answer = signed(&town, &second, "深函 [2023] 07号").await;
    let missing = &answer.body["refusal"]["missing"][0]["document_number_taken"];
    assert_eq!(missing["by"], "20230001");
    let problem = answer.problem(ProblemCode::BadField);
    for said in ["detail", "detail_zh"] {
        let said = problem[said].as_str().unwrap();
        assert!(
            said.contains("20230001") && said.contains("深函〔2023〕08号"),
            "{said}"
        );
    }
    assert_eq!(document_number(&town, &second).await, Value::Null);
    // It is kept in one form, however it was typed.
    signed(&town, &second, "深函［２０２３］８号").await.ok();
    assert_eq!(document_number(&town, &second).await, "深函〔2023〕8号");
    // What has no number is in nobody's way.
    for _ in 0..2 {
        let id = to_sign(&town).await;
        signed(&town, &id, "").await.ok();
    }
}

async fn a_further_round_needs_a_number_of_its_own(database: Database) {
    let town = Town::open(database).await;
    let id = to_sign(&town).await;
    signed(&town, &id, "深函1号").await.ok();
    town.pass(3);
    let bad = json!({ "rate": { "assignment": 1, "work": "satisfied", "result": "dissatisfied", "comment": "未落实" } });
    town.run("member", &id, bad).await.ok();
    let again = drafted("visit", "2023-02-09");
    for (who, command) in again.into_iter().chain(reviewed().into_iter().take(2)) {
        town.run(who, &id, command).await.ok();
    }
    let no = signed(&town, &id, "深函1号").await;
    names(no, "深函2号");
    signed(&town, &id, "深函2号").await.ok();
}

async fn of_two_who_sign_at_once_one_gets_the_number(database: Database) {
    let town = Town::open(database).await;
    let mut asks = vec![];
    for _ in 0..6 {
        let id = to_sign(&town).await;
        let view = town.see("chief_a", &id).await.ok();
        let mut with = sign("深函1号");
        with["sign"]["hash"] = view["texts"]["1"].clone();
        asks.push(town.command("chief_a", &id, &with));
    }
    let sent: Vec<_> = asks
        .into_iter()
        .map(|ask| tokio::spawn(ask.send()))
        .collect();
    let mut won = 0;
    for answer in sent {
        let answer = answer.await.unwrap();
        if answer.status.is_success() {
            won += 1;
        } else {
            names(answer, "深函2号");
        }
    }
    assert_eq!(won, 1);
}

async fn many_at_once_are_held_to_numbers_of_their_own(database: Database) {
    let town = Town::open(database).await;
    let mut commands = vec![];
    for number in ["深函1号", "深函2号", "深函01号", "深函2号"] {
        let id = to_sign(&town).await;
        let view = town.see("chief_a", &id).await.ok();
        let mut with = sign(number);
        with["sign"]["hash"] = view["texts"]["1"].clone();
        commands.push(json!({ "proposal": id, "command": with }));
    }
    let send = async |partial: bool, key: &str| {
        let ask = town.ask("chief_a", Method::POST, "/api/v1/commands");
        let body = json!({ "partial": partial, "commands": commands });
        let ask = ask.header("idempotency-key", key);
        ask.json(&body).send().await.ok()
    };
    let answer = send(false, "k1").await;
    assert_eq!(answer["kept"], false);
    // What was refused with the others has taken no number.
    let answer = send(true, "k2").await;
    // Sent again over a broken line, nothing is signed twice or refused for having been.
    assert_eq!(send(true, "k2").await, answer);
    let answers = answer["answers"].as_array().unwrap();
    for (at, by) in [(2, "20230001"), (3, "20230002")] {
        let said = answers[at]["problem"]["detail"].as_str().unwrap();
        assert!(said.contains(by) && said.contains("深函"), "{said}");
    }
    assert!(answers[0]["problem"].is_null() && answers[1]["problem"].is_null());
    // What was signed, and whose turn it is; of what was refused only what it is.
    assert_eq!(answers[0]["class"], "a");
    let next = &answers[0]["attention"][0];
    assert_eq!(next["why"], "rate");
    let member = next["holder"]["person"]["person"].as_str().unwrap();
    assert!(answer["people"][member].is_string(), "{answer}");
    assert_eq!(answers[2]["class"], "a");
    assert!(answers[2]["attention"].is_null());
}

async fn what_was_signed_before_keeps_its_number(database: Database) {
    let town = Town::open(database).await;
    let (first, second) = (to_sign(&town).await, to_sign(&town).await);
    signed(&town, &first, "深函1号").await.ok();
    signed(&town, &second, "深函2号").await.ok();
    // As it was before numbers were kept apart: two replies have one.
    let store = town.office.app.store();
    store
        .write(async |tx: &mut Tx| -> Result<(), StoreError> {
            tx.execute("DELETE FROM document_numbers", &[]).await?;
            let sql = "UPDATE cases SET body = REPLACE(body, '深函2号', '深函1号')";
            tx.execute(sql, &[]).await?;
            Ok(())
        })
        .await
        .unwrap();
    let third = to_sign(&town).await;
    let worlds = Worlds::new(usual_zone());
    let now = clock::now_ms();
    assert_eq!(rebuild::all(store, &worlds, now).await, Ok(3));
    names(signed(&town, &third, "深函1号").await, "20230001");
    // Both can go on, and nothing is found wrong with that.
    for id in [&first, &second] {
        let good =
            json!({ "rate": { "assignment": 1, "work": "satisfied", "result": "satisfied" } });
        town.run("member", id, good).await.ok();
    }
    let examined = examine(store, &worlds, now, &Progress::default()).await;
    let findings = examined.unwrap().findings.told;
    let about = |it: &&banli_shared::text::Bilingual| it.en.contains("document_numbers");
    assert_eq!(findings.iter().find(about), None);
}
