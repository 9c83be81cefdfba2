//! More time, through the doors: asked for by the unit, decided by the office, seen where it matters.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::Town;
use crate::jobs::deadlines::look;
use crate::testing::{Database, on_both};

on_both!(
    the_office_decides_and_the_new_deadline_counts_everywhere,
    what_is_refused_is_said_to_the_unit,
    figures_and_lists_go_by_the_deadline_before_the_extension,
);

fn whys(inbox: &Value) -> Vec<&str> {
    let items = inbox["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["attention"]["why"].as_str().unwrap())
        .collect()
}

async fn inbox(town: &Town, who: &str) -> Value {
    town.get(who, "/api/v1/inbox").await.ok()
}

async fn asked(town: &Town) -> String {
    let id = town.handed_over().await;
    town.run("liaison_a", &id, json!({ "accept": { "assignment": 1 } }))
        .await
        .ok();
    let view = town.see("liaison_a", &id).await.ok();
    assert_eq!(view["assignments"][0]["due"], "2023-05-06");
    assert_eq!(view["assignments"][0]["extendable_until"], "2023-08-07");
    let ask =
        json!({ "assignment": 1, "until": "2023-07-31", "reason": "需会同交通、规划部门调研" });
    town.run("liaison_a", &id, json!({ "request_extension": ask }))
        .await
        .ok();
    id
}

async fn the_office_decides_and_the_new_deadline_counts_everywhere(database: Database) {
    let town = Town::open(database).await;
    let id = asked(&town).await;
    assert_eq!(
        whys(&inbox(&town, "coordinator").await),
        ["decide_extension"]
    );
    assert_eq!(whys(&inbox(&town, "liaison_a").await), ["dispatch"]);
    let late = json!({ "grant_extension": { "assignment": 1, "until": "2023-09-01" } });
    let answer = town.run("coordinator", &id, late).await;
    assert_eq!(answer.pointer(), "/grant_extension/until");
    let grant = json!({ "grant_extension": { "assignment": 1, "until": "2023-06-30", "note": "先答复部分" } });
    let view = town.run("coordinator", &id, grant).await.ok();
    let row = &view["assignments"][0];
    assert_eq!(row["due"], "2023-06-30");
    let a = &view["case"]["assignments"][0];
    assert_eq!(a["original_due"]["date"], "2023-05-06");
    assert_eq!(a["rounds"][0]["due"]["extends"], "2023-05-06");
    assert_eq!(whys(&inbox(&town, "coordinator").await), [""; 0]);
    let waiting = inbox(&town, "liaison_a").await;
    assert_eq!(waiting["items"][0]["attention"]["due"], "2023-06-30");
    let listed = town
        .get("liaison_a", "/api/v1/proposals?due_before=2023-06-01")
        .await
        .ok();
    assert_eq!(listed["items"], json!([]));
    // Told of as the first deadline would have been: 2023-05-04 is nothing yet, 2023-06-27 is near.
    const AT: i64 = 1_683_162_000_000;
    const DAY: i64 = 86_400_000;
    assert_eq!(look(&town.office.app, AT).await.unwrap().told, 0);
    assert_eq!(look(&town.office.app, AT + 54 * DAY).await.unwrap().told, 1);
    // A member sees the date, not what the offices wrote each other.
    let seen = town.see("member", &id).await.ok();
    let asked = &seen["case"]["assignments"][0]["rounds"][0]["extensions"][0];
    assert_eq!(asked["reason"], "");
    assert_eq!(asked["answer"]["granted"]["until"], "2023-06-30");
}

async fn what_is_refused_is_said_to_the_unit(database: Database) {
    let town = Town::open(database).await;
    let id = asked(&town).await;
    let twice = json!({ "request_extension": { "assignment": 1, "until": "2023-07-31", "reason": "再请延期" } });
    town.run("liaison_a", &id, twice)
        .await
        .problem(ProblemCode::Refused);
    let no = json!({ "refuse_extension": { "assignment": 1, "reason": "期限尚充裕" } });
    town.run("coordinator", &id, no).await.ok();
    let view = town.see("liaison_a", &id).await.ok();
    let asked = &view["case"]["assignments"][0]["rounds"][0]["extensions"][0];
    assert_eq!(asked["answer"]["refused"]["reason"], "期限尚充裕");
    assert_eq!(view["assignments"][0]["due"], "2023-05-06");
    let events = town.ask(
        "liaison_a",
        Method::GET,
        &format!("/api/v1/proposals/{id}/events"),
    );
    let events = events.send().await.ok().to_string();
    assert!(events.contains("extension_refused"), "{events}");
}

async fn figures_and_lists_go_by_the_deadline_before_the_extension(database: Database) {
    let town = Town::open(database).await;
    let id = asked(&town).await;
    let grant = json!({ "grant_extension": { "assignment": 1, "until": "2023-07-31" } });
    town.run("coordinator", &id, grant).await.ok();
    let exported = "/api/v1/exports/reply_items.json";
    let items = town.get("coordinator", exported).await.ok();
    let of = |name: &str| items[0][name].as_str().unwrap();
    assert_eq!(of("first_due"), "2023-05-06");
    assert_eq!((of("reply_due"), of("due")), ("2023-07-31", "2023-07-31"));
    let report = town
        .get("coordinator", "/api/v1/figures?by=quarter&unit=A")
        .await
        .ok();
    let groups = report["groups"].as_array().unwrap().iter();
    let quarters: Vec<&str> = groups.map(|it| it["value"].as_str().unwrap()).collect();
    assert_eq!(quarters, ["2023Q2"]);
}
