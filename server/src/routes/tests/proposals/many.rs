//! Many commands at once: all or none, or those that pass.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    all_or_none_is_kept_and_every_command_is_answered,
    those_that_pass_are_kept_where_that_is_asked_for,
    commands_on_one_case_build_on_each_other,
    a_trial_of_many_keeps_nothing,
    what_many_began_can_be_taken_back_where_nobody_has_signed_for_it,
);

async fn send(town: &Town, query: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/commands{query}");
    let ask = town.ask("coordinator", Method::POST, &path);
    ask.json(body).send().await
}

fn on(id: &str, command: &Value) -> Value {
    json!({ "proposal": id, "command": command })
}

async fn version(town: &Town, id: &str) -> Value {
    town.see("coordinator", id).await.ok()["case"]["version"].clone()
}

async fn all_or_none_is_kept_and_every_command_is_answered(database: Database) {
    let town = Town::open(database).await;
    let (first, second) = (town.submitted().await, town.submitted().await);
    let body = json!({ "commands": [
        on(&first, &json!({ "file": {} })),
        on(&second, &json!({ "decline": { "ground": "no_such_ground" } })),
        on("20239999", &json!({ "file": {} })),
        on(&second, &json!({ "ask_revision": { "reason": "" } })),
    ] });
    let answer = send(&town, "", &body).await.ok();
    assert_eq!(answer["kept"], false);
    let answers = answer["answers"].as_array().unwrap();
    assert_eq!(answers[0]["version"], 2);
    assert_eq!(answers[1]["problem"]["refusal"]["gate"], "form");
    assert_eq!(answers[2]["problem"]["code"], "not_found");
    assert_eq!(
        answers[3]["problem"]["errors"][0]["pointer"],
        "/commands/3/command/ask_revision/reason"
    );
    assert_eq!(version(&town, &first).await, 1);

    let body = json!({ "commands": [
        on(&first, &json!({ "file": {} })),
        on(&second, &json!({ "file": {} })),
    ] });
    assert_eq!(send(&town, "", &body).await.ok()["kept"], true);
    // The number that was given in vain is given again.
    let filed = town.see("coordinator", &first).await.ok();
    assert_eq!(filed["case"]["number"], "20230001");
    let many: Vec<Value> = (0..501)
        .map(|_| on(&first, &json!({ "unfile": {} })))
        .collect();
    let answer = send(&town, "", &json!({ "commands": many })).await;
    assert_eq!(answer.pointer(), "/commands");
}

async fn those_that_pass_are_kept_where_that_is_asked_for(database: Database) {
    let town = Town::open(database).await;
    let (first, second) = (town.submitted().await, town.submitted().await);
    let stale = json!({ "proposal": first, "version": 7, "command": { "file": {} } });
    let body = json!({ "partial": true, "commands": [stale, on(&second, &json!({ "file": {} }))] });
    let answer = send(&town, "", &body).await.ok();
    assert_eq!(answer["kept"], true);
    assert_eq!(
        answer["answers"][0]["problem"]["code"],
        ProblemCode::StaleVersion.code()
    );
    assert_eq!(answer["answers"][0]["problem"]["current_version"], 1);
    assert_eq!(version(&town, &first).await, 1);
    let filed = town.see("coordinator", &second).await.ok();
    assert_eq!(filed["case"]["number"], "20230001");
}

async fn commands_on_one_case_build_on_each_other(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let at = |command: Value| json!({ "proposal": id, "version": 1, "command": command });
    let body = json!({ "commands": [
        at(json!({ "file": {} })),
        at(json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }, { "unit": "B", "role": "co_handler" }] } })),
    ] });
    let answer = send(&town, "", &body).await.ok();
    assert_eq!(answer["answers"][1]["version"], 4);
    assert_eq!(town.see("liaison_b", &id).await.ok()["case"]["version"], 4);
}

async fn a_trial_of_many_keeps_nothing(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let body = json!({ "commands": [on(&id, &json!({ "file": {} }))] });
    let answer = send(&town, "?dry_run=true", &body).await.ok();
    assert_eq!(
        (&answer["kept"], &answer["answers"][0]["version"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(version(&town, &id).await, 1);
}

async fn what_many_began_can_be_taken_back_where_nobody_has_signed_for_it(database: Database) {
    let town = Town::open(database).await;
    let (first, second) = (town.submitted().await, town.submitted().await);
    let mut commands = vec![];
    for id in [&first, &second] {
        town.run("coordinator", id, json!({ "file": {} }))
            .await
            .ok();
        let to = json!([{ "unit": "A", "role": "lead" }, { "unit": "B", "role": "co_handler" }]);
        commands.push(on(id, &json!({ "hand_over": { "to": to } })));
    }
    let answer = send(&town, "", &json!({ "commands": commands })).await.ok();
    assert_eq!(answer["answers"][1]["began"], json!([1, 2]));
    town.run(
        "liaison_a",
        &first,
        json!({ "accept": { "assignment": 1 } }),
    )
    .await
    .ok();
    let back: Vec<Value> = [&first, &second]
        .into_iter()
        .zip(answer["answers"].as_array().unwrap())
        .flat_map(|(id, answer)| {
            let began = answer["began"].as_array().unwrap().iter();
            began.map(|no| on(id, &json!({ "take_back": { "assignment": no } })))
        })
        .collect();
    let body = json!({ "partial": true, "commands": back });
    let answer = send(&town, "", &body).await.ok();
    let refused = |at: usize| !answer["answers"][at]["problem"].is_null();
    assert_eq!(
        [0, 1, 2, 3].map(refused),
        [true, false, false, false],
        "{answer}"
    );
    let stage = town.see("coordinator", &second).await.ok()["case"].clone();
    assert!(
        stage["assignments"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["stage"] != "handed_over")
    );
    // What is handed over after that counts on.
    let again = json!({ "hand_over": { "to": [{ "unit": "B", "role": "lead" }] } });
    let answer = send(&town, "", &json!({ "commands": [on(&second, &again)] }))
        .await
        .ok();
    assert_eq!(answer["answers"][0]["began"], json!([3]));
}
