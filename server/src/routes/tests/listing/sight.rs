//! What somebody may not see is neither listed nor counted, nor does it move what they see.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{hand_over, submit};
use crate::routes::tests::proposals::Town;
use crate::testing::{Database, on_both};

on_both!(
    cases_of_others_leave_no_trace,
    rights_that_change_count_at_once,
    figures_follow_the_work,
    a_list_of_what_another_units_handler_has_is_refused_as_figures_are,
);

/// Everything that is read of many cases.
const PATHS: &[&str] = &[
    "/api/v1/proposals?count=true",
    "/api/v1/proposals?count=true&limit=1",
    "/api/v1/proposals?count=true&limit=1&sort=due",
    "/api/v1/proposals?count=true&q=%E6%A1%88",
    "/api/v1/proposals?count=true&unit=B",
    "/api/v1/proposals?count=true&light=green",
    "/api/v1/inbox?count=true",
    "/api/v1/figures",
    "/api/v1/figures?unit=B",
    "/api/v1/board",
    "/api/v1/figures?by=unit",
    "/api/v1/figures?by=quarter&category=%E5%9F%8E%E5%BB%BA",
    "/api/v1/proposals?count=true&figure=completion&part=denominator",
    "/api/v1/rankings?unit=A",
];

async fn read(town: &Town, who: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for path in PATHS {
        let answer = town.get(who, path).await;
        // Figures, and what is behind them, are for those who have a desk; a ranking is for those who see all of it.
        let member = who.ends_with("member") && path.contains("figure");
        // Nor is anybody counted what another unit has.
        let others = path.contains("figures?unit=B") && who.ends_with("_a");
        if member || others || (path.contains("rankings") && who != "liaison_a") {
            answer.problem(ProblemCode::Forbidden);
            all.push(Value::Null);
        } else {
            all.push(answer.ok());
        }
    }
    all
}

async fn cases_of_others_leave_no_trace(database: Database) {
    let town = Town::open(database).await;
    let id = submit(&town, "member", "甲案", "城建").await;
    hand_over(&town, &id, &[("A", "lead")]).await;
    let people = [
        "liaison_a",
        "handler_a",
        "member",
        "liaison_b",
        "handler_b",
        "other_member",
    ];
    let mut before = Vec::new();
    for who in people {
        before.push(read(&town, who).await);
    }
    // A case of others: of unit A and `member` nothing changes.
    let other = submit(&town, "other_member", "乙案", "教育").await;
    hand_over(&town, &other, &[("B", "lead")]).await;
    for (who, before) in people.iter().zip(before) {
        let sees = matches!(*who, "liaison_b" | "other_member");
        let after = read(&town, who).await;
        assert_eq!(after != before, sees, "{who}");
        let listed = after[0]["items"].as_array().unwrap();
        let titles: Vec<&Value> = listed.iter().map(|row| &row["title"]).collect();
        let expected: &[&str] = match *who {
            "liaison_a" | "member" => &["甲案"],
            "liaison_b" | "other_member" => &["乙案"],
            // Nothing was given to their departments yet.
            _ => &[],
        };
        assert_eq!(titles, expected, "{who}");
        assert_eq!(after[0]["total"], expected.len());
        if !who.ends_with("member") {
            assert_eq!(after[7]["figures"]["submitted"], expected.len(), "{who}");
        }
    }
    // An administrator has no power over cases, and sees none.
    let page = town
        .office
        .ask_as(
            &town.office.admin,
            Method::GET,
            "/api/v1/proposals?count=true",
        )
        .header("banli-now", "1675645200000")
        .send()
        .await
        .ok();
    assert_eq!(page, json!({ "items": [], "total": 0 }));
    let all = town
        .get("auditor", "/api/v1/proposals?count=true")
        .await
        .ok();
    assert_eq!(all["total"], 2);
}

async fn rights_that_change_count_at_once(database: Database) {
    let town = Town::open(database).await;
    let id = submit(&town, "member", "甲案", "城建").await;
    hand_over(&town, &id, &[("A", "lead")]).await;
    let total = async |who: &str, path: &str| {
        let page = town.get(who, &format!("/api/v1/{path}?count=true")).await;
        page.ok()["total"].as_u64().unwrap()
    };
    assert_eq!(
        (
            total("liaison_b", "proposals").await,
            total("liaison_b", "inbox").await
        ),
        (0, 0)
    );
    let liaison = town.id("liaison_b").await;
    town.office
        .ask_as(
            &town.office.admin,
            Method::PUT,
            &format!("/api/v1/people/{liaison}"),
        )
        .json(&json!({ "posts": [{ "role": "liaison", "place": "A" }] }))
        .send()
        .await
        .ok();
    assert_eq!(
        (
            total("liaison_b", "proposals").await,
            total("liaison_b", "inbox").await
        ),
        (1, 1)
    );
    // A case given back is still known to who had it, and no longer waits for them.
    let ask = json!({ "request_return": { "assignment": 1, "reason": "不属我单位职责" } });
    town.run("liaison_a", &id, ask).await.ok();
    let back = json!({ "grant_return": { "assignment": 1 } });
    town.run("coordinator", &id, back).await.ok();
    assert_eq!(
        (
            total("liaison_a", "proposals").await,
            total("liaison_a", "inbox").await
        ),
        (1, 0)
    );
    let row = &town.get("liaison_a", "/api/v1/proposals").await.ok()["items"][0];
    assert_eq!(
        (&row["stage"], &row["assignments"]),
        (&json!("filed"), &json!([]))
    );
}

async fn figures_follow_the_work(database: Database) {
    let town = Town::open(database).await;
    let figures = async |query: &str| {
        town.get("auditor", &format!("/api/v1/figures{query}"))
            .await
            .ok()
    };
    let id = submit(&town, "member", "甲案", "城建").await;
    submit(&town, "other_member", "乙案", "城建").await;
    let rate = |rate: &Value| (rate["numerator"].as_u64(), rate["denominator"].as_u64());
    assert_eq!(
        rate(&figures("").await["figures"]["filing"]),
        (Some(0), Some(2))
    );
    hand_over(&town, &id, &[("A", "lead"), ("B", "co_handler")]).await;
    let now = figures("").await["figures"].clone();
    assert_eq!(
        (rate(&now["filing"]), rate(&now["completion"])),
        ((Some(1), Some(2)), (Some(0), Some(1)))
    );
    assert_eq!(now["filing"]["percent"], "50.00");
    // A co-handler owes no reply.
    assert_eq!(figures("?unit=B").await["figures"]["due"], 0);
    assert_eq!(figures("?unit=A").await["figures"]["due"], 1);
    let board = town.get("auditor", "/api/v1/board").await.ok();
    let count = |rows: &Value, key: &str, what: &str| {
        let rows = rows.as_array().unwrap().iter();
        let mut rows = rows.filter(|row| row[key] == what);
        rows.next().unwrap()["count"].as_u64().unwrap()
    };
    assert_eq!(count(&board["proposals"], "stage", "in_handling"), 1);
    assert_eq!(count(&board["proposals"], "stage", "submitted"), 1);
    assert_eq!(count(&board["assignments"], "stage", "handed_over"), 2);
    assert_eq!(count(&board["lights"], "light", "green"), 2);
    assert_eq!(board["overdue"], 0);
    town.pass(200);
    let board = town.get("auditor", "/api/v1/board").await.ok();
    assert_eq!(
        (count(&board["lights"], "light", "red"), &board["overdue"]),
        (2, &json!(2))
    );
    town.get("auditor", "/api/v1/figures?session=1999")
        .await
        .problem(ProblemCode::BadField);
    // Broken down, listed, ranked.
    let by = figures("?by=unit").await;
    assert_eq!(by["groups"][0]["value"], "A");
    assert_eq!(by["groups"][0]["name"], "单位A");
    assert_eq!(by["groups"].as_array().map(Vec::len), Some(1));
    let behind = "/api/v1/proposals?figure=completion&part=denominator&count=true&unit=A";
    let behind = town.get("auditor", behind).await.ok();
    assert_eq!(
        (&behind["total"], &behind["counted"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(behind["items"][0]["id"], id);
    let ranked = town.get("auditor", "/api/v1/rankings").await.ok();
    assert_eq!(
        (&ranked["of"], &ranked["total"]),
        (&json!("units"), &json!(1))
    );
    let first = &ranked["rows"][0];
    assert_eq!((&first["value"], &first["place"]), (&json!("A"), &json!(1)));
    let lines = first["lines"].as_array().unwrap();
    assert!(
        lines
            .iter()
            .any(|line| line["figure"] == "on_time" && line["rate"]["denominator"] == 1)
    );
    // The people of a unit are ranked inside it, and not against others.
    let own = town.get("liaison_a", "/api/v1/rankings").await.ok();
    assert_eq!(
        (&own["of"], &own["unit"]),
        (&json!("departments"), &json!("A"))
    );
    town.get("liaison_a", "/api/v1/rankings?of=units")
        .await
        .problem(ProblemCode::Forbidden);
    // A refusal names the unit as people do, and for programs by its code.
    for path in ["rankings?unit=B", "bulletin?unit=B"] {
        let refused = town.get("liaison_a", &format!("/api/v1/{path}")).await;
        let problem = refused.problem(ProblemCode::Forbidden);
        for said in ["detail", "detail_zh"] {
            let said = problem[said].as_str().unwrap();
            assert!(said.contains("单位B"), "{path}: {said}");
        }
        let missing = &problem["refusal"]["missing"][0];
        assert_eq!(missing["post_inside"]["unit"], "B", "{path}");
    }
    town.get("auditor", "/api/v1/rankings?unit=A&of=units")
        .await
        .problem(ProblemCode::BadField);
    town.get("auditor", "/api/v1/figures?quarter=2023q1")
        .await
        .problem(ProblemCode::BadField);
}

async fn a_list_of_what_another_units_handler_has_is_refused_as_figures_are(database: Database) {
    let town = Town::open(database).await;
    let (own, other) = (town.id("handler_a").await, town.id("handler_b").await);
    for what in ["proposals", "figures"] {
        let ask = async |who: &str, handler: &str| {
            let path = format!("/api/v1/{what}?handler={handler}");
            town.get(who, &path).await
        };
        ask("liaison_a", &own).await.ok();
        ask("handler_a", &own).await.ok();
        ask("coordinator", &other).await.ok();
        ask("liaison_a", &other)
            .await
            .problem(ProblemCode::Forbidden);
    }
}
