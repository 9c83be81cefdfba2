//! The hand-over sitting: what is unassigned, and what each unit has.

use banli_shared::api::ProblemCode;
use serde_json::json;

use super::proposals::Town;
use crate::testing::{Database, on_both};

on_both!(
    what_is_unassigned_and_the_load_of_units_are_told,
    a_deadline_is_that_of_the_reply_and_for_a_unit_its_own,
);

async fn what_is_unassigned_and_the_load_of_units_are_told(database: Database) {
    let town = Town::open(database).await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(town.submitted().await);
    }
    for id in &ids[..3] {
        town.run("coordinator", id, json!({ "file": {} }))
            .await
            .ok();
    }
    let see = async |who: &str| town.get(who, "/api/v1/sitting").await;
    let sitting = see("coordinator").await.ok();
    assert_eq!(sitting["to_examine"], 1);
    assert_eq!(
        (&sitting["unassigned"], &sitting["handed_over"]),
        (&json!(3), &json!(0))
    );
    let numbers: Vec<&str> = sitting["waiting"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["number"].as_str().unwrap())
        .collect();
    assert_eq!(numbers, ["20230001", "20230002", "20230003"]);
    assert_eq!(
        sitting["units"].as_array().unwrap().len(),
        2,
        "also those without anything"
    );

    let hand_over = |lead: &str, helper: &str| {
        json!({ "hand_over": { "to": [
            { "unit": lead, "role": "lead" }, { "unit": helper, "role": "co_handler" },
        ] } })
    };
    town.run("coordinator", &ids[0], hand_over("B", "A"))
        .await
        .ok();
    town.run("coordinator", &ids[1], hand_over("B", "A"))
        .await
        .ok();
    let sitting = see("auditor").await.ok();
    assert_eq!(
        (&sitting["unassigned"], &sitting["handed_over"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(
        sitting["units"],
        json!([
            { "unit": "B", "lead": 2, "split": 0, "co_handler": 0 },
            { "unit": "A", "lead": 0, "split": 0, "co_handler": 2 },
        ])
    );
    // What is taken back is unassigned again.
    let back = json!({ "take_back": { "assignment": 1 } });
    town.run("coordinator", &ids[0], back).await.ok();
    let sitting = see("coordinator").await.ok();
    assert_eq!(
        sitting["units"][0],
        json!({ "unit": "B", "lead": 1, "split": 0, "co_handler": 0 })
    );
    assert_eq!(
        (&sitting["unassigned"], &sitting["handed_over"]),
        (&json!(2), &json!(1)),
        "with a co-handler alone nobody answers"
    );
    let waiting = sitting["waiting"].as_array().unwrap();
    let waiting = waiting
        .iter()
        .map(|it| (&it["number"], &it["with_co_handlers"]));
    assert_eq!(
        waiting.collect::<Vec<_>>(),
        [
            (&json!("20230001"), &json!(true)),
            (&json!("20230003"), &json!(null))
        ]
    );
    // A unit sees what it has, and nothing that waits.
    let seen = see("liaison_a").await.ok();
    assert_eq!(seen["waiting"], json!([]));
    // Its own load, all of it, to a department too; nothing of those beside it on its cases.
    let of_a = json!([{ "unit": "A", "lead": 0, "split": 0, "co_handler": 2 }]);
    for who in ["liaison_a", "handler_a"] {
        assert_eq!(see(who).await.ok()["units"], of_a, "{who}");
    }
    see("member").await.problem(ProblemCode::Forbidden);
}

async fn a_deadline_is_that_of_the_reply_and_for_a_unit_its_own(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    town.run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    let to = json!([{ "unit": "A", "role": "lead" }, { "unit": "B", "role": "co_handler" }]);
    let many = json!({ "commands": [
        { "proposal": id, "command": { "hand_over": { "to": to } } },
    ]});
    let ask = town.ask("coordinator", axum::http::Method::POST, "/api/v1/commands");
    let answers = ask.json(&many).send().await.ok();
    let due = async |who: &str| {
        let list = town.get(who, "/api/v1/proposals").await.ok();
        list["items"][0]["due"].clone()
    };
    let (reply, opinion) = (json!("2023-05-06"), json!("2023-03-06"));
    // The opinion is due earlier, and that is between the two units.
    assert_eq!(answers["answers"][0]["due"], reply);
    assert_eq!(due("coordinator").await, reply);
    assert_eq!(due("liaison_a").await, reply);
    assert_eq!(due("liaison_b").await, opinion);
}
