//! Long lists: taken in part by part, and still whole or not at all.

use std::fmt::Write as _;

use axum::http::Method;
use banli_shared::api::ProblemCode;
use banli_shared::case::Case;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::app::{search, world};
use crate::jobs;
use crate::store::{StoreError, Tx};
use crate::testing::{Answer, Ask, Database, on_both};

on_both!(
    a_list_left_on_its_way_is_finished_after_a_restart,
    a_fault_in_the_last_row_keeps_a_long_list_out,
    one_list_sent_by_many_at_once_is_taken_in_once,
    a_row_that_is_refused_on_its_way_ends_the_list_and_says_so,
);

const ROWS: usize = 630;

fn list(rows: usize) -> String {
    let mut list = String::from("提案号,案由,提案人,主办单位\n");
    for n in 1..=rows {
        // Every other row brings a number, among those that the server would give next.
        let number = if n % 2 == 0 {
            format!("2023{n:04}")
        } else {
            String::new()
        };
        let han = |from: u32, step: usize| {
            char::from_u32(from + u32::try_from(n * step % 0x4A00).unwrap()).unwrap()
        };
        let (one, two) = (han(0x4E00, 37), han(0x5500, 53));
        let _written = writeln!(list, "{number},关于{one}{two}{n}的提案,姓名member,单位A");
    }
    list
}

fn import(town: &Town, query: &str, key: &str, list: &str) -> Ask {
    let path = format!("/api/v1/imports?hand_over=true{query}");
    let ask = town.ask("coordinator", Method::POST, &path);
    let ask = if key.is_empty() {
        ask
    } else {
        ask.header("idempotency-key", key)
    };
    ask.bytes(list.as_bytes().to_vec())
}

async fn numbers(town: &Town) -> Vec<(String, Option<String>)> {
    let rows = town.office.app.store().read(async |tx: &mut Tx| {
        let sql = "SELECT intake_number, number FROM cases ORDER BY intake_number";
        let rows = tx.query(sql, &[]).await?;
        rows.iter()
            .map(|row| Ok::<_, StoreError>((row.get(0)?, row.get(1)?)))
            .collect()
    });
    rows.await.unwrap()
}

/// Every intake number from 1, and nobody has the number of another.
async fn is_whole(town: &Town, rows: usize) {
    let numbers = numbers(town).await;
    assert_eq!(numbers.len(), rows);
    for (n, (intake, _)) in numbers.iter().enumerate() {
        assert_eq!(*intake, format!("2023-S{:04}", n + 1));
    }
    let store = town.office.app.store();
    let left = store.read(async |tx: &mut Tx| {
        let sql =
            "SELECT (SELECT COUNT(*) FROM import_parts) + (SELECT COUNT(*) FROM import_numbers)";
        tx.query_one(sql, &[]).await?.int(0)
    });
    assert_eq!(left.await.unwrap(), 0);
    let without = store.read(async |tx: &mut Tx| {
        let sql = "SELECT body FROM cases";
        let mut without = 0;
        for row in tx.query(sql, &[]).await? {
            let case: Case = serde_json::from_str(row.text(0)?).unwrap();
            without += usize::from(!search::index::is_found(tx, &case).await?);
        }
        Ok::<_, StoreError>(without)
    });
    assert_eq!(without.await.unwrap(), 0, "searches find every one");
}

/// A list that was accepted by a server which stopped then.
async fn left_on_its_way(town: &Town, key: &str) -> Answer {
    town.office.app.begin_stop();
    import(town, "", key, &list(ROWS)).send().await
}

async fn a_list_left_on_its_way_is_finished_after_a_restart(database: Database) {
    let town = Town::open(database).await;
    let trial = import(&town, "&dry_run=true", "", &list(ROWS))
        .send()
        .await
        .ok();
    assert_eq!(
        (&trial["added"], &trial["kept"]),
        (&json!(ROWS), &json!(false))
    );
    assert!(numbers(&town).await.is_empty(), "a trial keeps nothing");

    let gone = left_on_its_way(&town, "k")
        .await
        .problem(ProblemCode::Unavailable);
    assert!(
        gone["detail"].as_str().unwrap().contains("accepted"),
        "{gone}"
    );
    assert!(
        numbers(&town).await.is_empty(),
        "it stopped before the first row"
    );

    let other = town.restarted();
    // Others go on meanwhile: they are given no number that the list brings, and the rules stay as they are.
    let id = other.submitted().await;
    let filed = other
        .run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    assert_eq!(filed["case"]["number"], "20230001");
    let id = other.submitted().await;
    let filed = other
        .run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    assert_eq!(
        filed["case"]["number"], "20230003",
        "20230002 is on its way"
    );
    let retired = json!({ "units": [{ "code": "B", "name": "单位B", "retired": true }] });
    let change = other
        .office
        .ask_as(&other.office.admin, Method::PUT, "/api/v1/units");
    change
        .json(&retired)
        .send()
        .await
        .problem(ProblemCode::Unavailable);

    // Whoever repeats the request is told when it is done, once.
    let replayed = import(&other, "", "k", &list(ROWS)).send().await;
    assert!(replayed.headers.contains_key("idempotent-replayed"));
    let report = replayed.ok();
    assert_eq!(
        (&report["added"], &report["kept"]),
        (&json!(ROWS), &json!(true))
    );
    assert_eq!(report["rows"][1]["number"], "20230002");
    assert_eq!(
        report["rows"][0]["number"], "20230005",
        "the first that was free then"
    );
    is_whole(&other, ROWS + 2).await;
    let again = import(&other, "", "k2", &list(ROWS)).send().await.ok();
    assert_eq!((&again["added"], &again["same"]), (&json!(0), &json!(ROWS)));
    let other_list = import(&other, "", "k", &list(ROWS - 1)).send().await;
    other_list.problem(ProblemCode::KeyReused);
    let change = other
        .office
        .ask_as(&other.office.admin, Method::PUT, "/api/v1/units");
    change.json(&retired).send().await.ok();
}

async fn a_fault_in_the_last_row_keeps_a_long_list_out(database: Database) {
    let town = Town::open(database).await;
    let first = "提案号,案由,提案人\n20239999,关于停车的提案,姓名member\n";
    import(&town, "", "", first).send().await.ok();
    let clash = format!("{}20239999,关于养老的提案,姓名member,单位A\n", list(ROWS));
    let refused = import(&town, "", "k", &clash)
        .send()
        .await
        .problem(ProblemCode::Taken);
    let row = format!("row {}: ", ROWS + 2);
    assert!(
        refused["detail"].as_str().unwrap().starts_with(&row),
        "{refused}"
    );
    // The rules are asked for every row too: nobody is lead and helper at once.
    let twice = format!("{},关于养老的提案,姓名member,已撤单位\n", list(ROWS));
    let retired = json!({ "units": [{ "code": "B", "name": "已撤单位", "retired": true }] });
    let change = town
        .office
        .ask_as(&town.office.admin, Method::PUT, "/api/v1/units");
    change.json(&retired).send().await.ok();
    let refused = import(&town, "", "k", &twice).send().await;
    assert_eq!(refused.status.as_u16() / 100, 4, "{refused:?}");
    is_whole(&town, 1).await;
    // The key was not used up, and no number was.
    import(&town, "", "k", &list(ROWS)).send().await.ok();
    is_whole(&town, ROWS + 1).await;
}

async fn one_list_sent_by_many_at_once_is_taken_in_once(database: Database) {
    let town = Town::open(database).await;
    let (one, two) = (town.restarted(), town.restarted());
    let list = list(ROWS);
    let sending = (0..6).map(|n| {
        let town = if n % 2 == 0 { &one } else { &two };
        let key = if n < 3 {
            "same".to_owned()
        } else {
            format!("k{n}")
        };
        tokio::spawn(import(town, "", &key, &list).send())
    });
    let sending: Vec<_> = sending.collect();
    let mut answers = Vec::new();
    for answer in sending {
        answers.push(answer.await.unwrap());
    }
    let replayed = |answer: &Answer| answer.headers.contains_key("idempotent-replayed");
    let fresh: Vec<&Value> = answers
        .iter()
        .filter(|it| !replayed(it))
        .map(|it| &it.body)
        .collect();
    assert_eq!(fresh.len(), 4, "{answers:#?}");
    let added: u64 = fresh
        .iter()
        .map(|report| report["added"].as_u64().unwrap())
        .sum();
    assert_eq!(added, ROWS as u64);
    is_whole(&town, ROWS).await;
}

async fn a_row_that_is_refused_on_its_way_ends_the_list_and_says_so(database: Database) {
    let town = Town::open(database).await;
    // The rows before the last part are taken in, and what searches look in must not be lost with the list.
    let list = format!("{}20239998,关于养老的提案,姓名member,单位B\n", list(ROWS));
    town.office.app.begin_stop();
    import(&town, "", "k", &list)
        .send()
        .await
        .problem(ProblemCode::Unavailable);
    // What cannot be by any request: as if another version of the program had other rules.
    let retire = async |tx: &mut Tx, retired: &str| {
        tx.batch(&format!(
            "UPDATE units SET retired = {retired} WHERE code = 'B'"
        ))
        .await?;
        world::renew(tx).await
    };
    let other = town.restarted();
    let store = other.office.app.store();
    store
        .write(async move |tx: &mut Tx| retire(tx, "1").await)
        .await
        .unwrap();
    let finishing = tokio::spawn(jobs::finish_lists(other.office.app.clone()));
    let stopped = async |tx: &mut Tx| {
        let sql = "SELECT state FROM imports";
        Ok::<_, StoreError>(tx.query_one(sql, &[]).await?.text(0)? == "stopped")
    };
    while !store.read(stopped).await.unwrap() {
        tokio::task::yield_now().await;
    }
    finishing.abort();
    // Two parts, and nothing of the third.
    is_whole(&other, 500).await;
    store
        .write(async move |tx: &mut Tx| retire(tx, "0").await)
        .await
        .unwrap();
    // The key is free again, so the same request takes the rest in.
    let report = import(&other, "", "k", &list).send().await.ok();
    assert_eq!(report["added"], ROWS + 1 - 500);
    is_whole(&other, ROWS + 1).await;
}
