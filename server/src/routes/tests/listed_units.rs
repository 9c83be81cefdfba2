//! Units that lists name, and what each of them answers.

use axum::http::Method;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    which_unit_answers_which_suggestion_comes_back,
    what_merged_proposals_ask_for_is_answered_too,
    units_that_are_kept_are_what_the_same_list_is_compared_with,
);

async fn import(town: &Town, query: &str, list: &[u8]) -> Answer {
    let path = format!("/api/v1/imports{query}");
    town.ask("coordinator", Method::POST, &path)
        .header("content-type", "application/octet-stream")
        .bytes(list.to_vec())
        .send()
        .await
}

async fn export(town: &Town, file: &str) -> Vec<u8> {
    let path = format!("/api/v1/exports/{file}");
    let file = town.ask("coordinator", Method::GET, &path).open().await;
    file.into_body()
        .collect()
        .await
        .unwrap()
        .to_bytes()
        .to_vec()
}

async fn add_session(town: &Town, id: &str) {
    let put = json!({ "id": id, "name": id, "year": 2023 });
    let office = &town.office;
    let put = office
        .ask_as(&office.admin, Method::PUT, "/api/v1/sessions")
        .json(&put);
    put.send().await.ok();
}

async fn parts(town: &Town, number: &str) -> Vec<Value> {
    let case = town.see("coordinator", number).await.ok();
    let assignments = case["case"]["assignments"].as_array().unwrap().iter();
    assignments.map(|it| it["suggestions"].clone()).collect()
}

const LIST: &str = "提案号,案由,提案人,建议,分办单位,承办建议\n\
    20230007,关于养老服务的提案,姓名member,1. 甲；2. 乙；3. 丙,单位A、单位B,单位A：1、3；单位B：2\n";

async fn which_unit_answers_which_suggestion_comes_back(database: Database) {
    let town = Town::open(database).await;
    import(&town, "?hand_over=true", LIST.as_bytes()).await.ok();
    assert_eq!(parts(&town, "20230007").await, [json!([1, 3]), json!([2])]);
    let json: Value = serde_json::from_slice(&export(&town, "proposals.json").await).unwrap();
    assert_eq!(json[0]["parts"], "单位A：1、3；单位B：2");
    for file in ["proposals.csv", "proposals.xlsx"] {
        add_session(&town, file).await;
        let bytes = export(&town, file).await;
        let into = format!("?hand_over=true&session={file}");
        import(&town, &into, &bytes).await.ok();
        let again = format!("proposals.json?session={file}");
        let again: Value = serde_json::from_slice(&export(&town, &again).await).unwrap();
        assert_eq!(again[0]["parts"], json[0]["parts"], "{file}");
        let same = import(&town, &into, &bytes).await.ok();
        assert_eq!(same["rows"][0]["differs"], Value::Null, "{same}");
    }
    // Nothing of it is kept without a hand-over, and that is said.
    add_session(&town, "later").await;
    let report = import(&town, "?session=later", LIST.as_bytes()).await.ok();
    let warnings = &report["rows"][0]["warnings"];
    assert_eq!(warnings[0]["code"], "parts_not_kept", "{report}");
    // Said behind the unit it is the same, and what differs is told.
    let behind = LIST
        .replace("单位A、单位B", "单位A（建议1、3）、单位B（第2条）")
        .replace(",单位A：1、3；单位B：2", ",");
    let same = import(&town, "", behind.as_bytes()).await.ok();
    assert_eq!(same["rows"][0]["differs"], Value::Null, "{same}");
    let other = LIST.replace("单位A：1、3；单位B：2", "单位A：1；单位B：2、3");
    let differs = import(&town, "", other.as_bytes()).await.ok()["rows"][0]["differs"].clone();
    assert_eq!(
        (&differs[0]["field"], &differs[0]["here"]),
        (&json!("parts"), &json!("单位A：1、3；单位B：2"))
    );
    assert_eq!(differs[1], Value::Null);
    for wrong in ["单位A：1、4", "单位C：1", "单位A", "单位A：全部"] {
        let wrong = LIST.replace("单位A：1、3；单位B：2", wrong);
        let trial = import(&town, "?dry_run=true", wrong.as_bytes()).await.ok();
        assert_eq!(trial["rows"][0]["faults"][0]["code"], "bad_part", "{trial}");
    }
}

async fn what_merged_proposals_ask_for_is_answered_too(database: Database) {
    let town = Town::open(database).await;
    let list = LIST
        .replace("单位B：2", "单位B：2、4")
        .replace(",承办建议\n", ",承办建议,并入提案\n");
    let merged = "20230008,关于托育服务的提案,姓名member,甲,,,20230007\n";
    let whole = format!("{list}{merged}");
    let report = import(&town, "?hand_over=true", whole.as_bytes()).await;
    assert_eq!(report.ok()["rows"][0]["warnings"], Value::Null);
    assert_eq!(
        parts(&town, "20230007").await,
        [json!([1, 3]), json!([2, 4])]
    );
    // A number that nothing in the list has is left out, and told.
    add_session(&town, "more").await;
    let more = whole.replace("单位B：2、4", "单位B：2、4、5");
    let report = import(&town, "?hand_over=true&session=more", more.as_bytes()).await;
    let warnings = report.ok()["rows"][0]["warnings"].clone();
    assert_eq!(warnings[0]["code"], "part_of_merged", "{warnings}");
    let again = export(&town, "proposals.json?session=more").await;
    let again: Value = serde_json::from_slice(&again).unwrap();
    assert_eq!(again[0]["parts"], "单位A：1、3；单位B：2、4");
}

async fn units_that_are_kept_are_what_the_same_list_is_compared_with(database: Database) {
    let town = Town::open(database).await;
    let list = "提案号,案由,提案人,主办单位,会办单位\n\
        20230007,关于养老服务的提案,姓名member,单位A,单位B\n\
        20230008,关于托育服务的提案,姓名member,,单位B\n";
    import(&town, "", list.as_bytes()).await.ok();
    for query in ["?dry_run=true", ""] {
        let same = import(&town, query, list.as_bytes()).await.ok();
        let rows = [&same["rows"][0], &same["rows"][1]];
        assert_eq!(rows.map(|row| &row["differs"]), [&Value::Null; 2], "{same}");
    }
    let other = list.replace("单位A,单位B", "单位B,");
    let report = import(&town, "", other.as_bytes()).await.ok();
    let differs = &report["rows"][0]["differs"];
    let told = [0, 1].map(|at| [&differs[at]["field"], &differs[at]["correct_by"]]);
    assert_eq!(
        told,
        [
            [&json!("lead"), &json!("hand_over")],
            [&json!("co_handlers"), &json!("hand_over")]
        ]
    );
    // Asked to hand over, nobody has it yet.
    let report = import(&town, "?hand_over=true", list.as_bytes()).await.ok();
    assert_eq!(report["rows"][0]["differs"][0]["field"], "lead");
}
