//! One case from submission to the second rating, and what can be wrong with a single command.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, drafted, proposal, reviewed, reviewed_as};
use crate::testing::{Database, on_both};

on_both!(
    a_case_goes_from_submission_to_the_second_rating,
    out_of_order_is_refused_and_says_what_is_missing,
    a_stale_version_is_refused_with_the_newest,
    a_repeated_command_has_one_effect,
    a_case_of_others_is_not_there,
    a_trial_keeps_nothing,
    numbers_have_no_gaps,
    a_number_typed_in_full_width_is_the_number_that_is_meant,
    a_field_is_named_from_the_root_of_the_body,
    a_refusal_names_units_as_people_do,
);

async fn a_refusal_names_units_as_people_do(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let to = json!([{ "unit": "A", "role": "co_handler" }]);
    let again = json!({ "hand_over": { "to": to } });
    let refused = town.run("coordinator", &id, again).await.body;
    let said = |field: &str| refused[field].as_str().unwrap_or_default().to_owned();
    assert!(said("detail_zh").contains("单位A已在承办本件"), "{refused}");
    assert!(
        said("detail").contains("单位A has an assignment"),
        "{refused}"
    );
    // For programs it stays the code.
    let missing = &refused["refusal"]["missing"][0];
    assert_eq!(missing["unit_has_one"]["unit"], "A");
}

fn stage(view: &Value) -> (&str, &str) {
    (
        view["stage"].as_str().unwrap(),
        view["assignments"][0]["stage"].as_str().unwrap_or_default(),
    )
}

fn offered(view: &Value, action: &str) -> bool {
    let offers = view["offers"].as_array().unwrap();
    offers
        .iter()
        .any(|offer| offer["action"] == action && offer.get("refusal").is_none())
}

async fn a_case_goes_from_submission_to_the_second_rating(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let view = town.see("head_a", &id).await.ok();
    assert_eq!(stage(&view), ("in_handling", "level1"));
    assert_eq!(view["case"]["number"], "20230001");
    assert_eq!(view["case"]["intake_number"], "2023-S0001");
    // A Saturday, but a make-up workday.
    assert_eq!(view["assignments"][0]["due"], "2023-05-06");
    assert_eq!(view["assignments"][0]["light"], "green");
    assert!(offered(&view, "approve") && !offered(&view, "sign"));
    assert!(view["gates"].as_array().unwrap().len() >= 5);
    let handler = town.id("handler_a").await;
    assert_eq!(view["people"][&handler], "姓名handler_a");

    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    let view = town.see("member", "20230001").await.ok();
    assert_eq!(stage(&view), ("answered", "issued"));
    assert!(view["gates"].as_array().unwrap().is_empty());
    town.pass(3);
    let bad = json!({ "rate": { "assignment": 1, "work": "satisfied", "result": "dissatisfied", "comment": "未落实" } });
    let view = town.run("member", &id, bad).await.ok();
    assert_eq!(stage(&view), ("in_handling", "drafting"));
    assert_eq!(view["assignments"][0]["round"], 2);

    for (who, command) in drafted("meeting", "2023-02-09")
        .into_iter()
        .chain(reviewed_as("深函2号"))
    {
        town.run(who, &id, command).await.ok();
    }
    let good = json!({ "rate": { "assignment": 1, "work": "satisfied", "result": "basically_satisfied" } });
    let view = town.run("member", &id, good).await.ok();
    assert_eq!(stage(&view), ("closed", "closed"));
    let view = town.see("auditor", "2023-S0001").await.ok();
    assert_eq!(
        view["case"]["assignments"][0]["rounds"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(view["attention"], json!([]));
}

async fn out_of_order_is_refused_and_says_what_is_missing(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    let problem = town
        .run("coordinator", &id, to)
        .await
        .problem(ProblemCode::Refused);
    assert_eq!(problem["refusal"]["gate"], "stage");
    let problem = town
        .run("member", &id, json!({ "file": {} }))
        .await
        .problem(ProblemCode::Forbidden);
    assert_eq!(problem["refusal"]["who"], json!(["coordinator"]));

    let id = town.handed_over().await;
    for command in [
        json!({ "accept": { "assignment": 1 } }),
        json!({ "dispatch": { "assignment": 1, "department": "A-1" } }),
    ] {
        town.run("liaison_a", &id, command).await.ok();
    }
    let draft = json!({ "save_draft": { "assignment": 1, "body": "站点已增设。", "class": "a" } });
    town.run("handler_a", &id, draft).await.ok();
    let problem = town
        .run(
            "handler_a",
            &id,
            json!({ "submit_reply": { "assignment": 1 } }),
        )
        .await
        .problem(ProblemCode::Refused);
    assert_eq!(problem["refusal"]["gate"], "consult_first");
    assert_eq!(problem["refusal"]["who"], json!(["handler"]));
}

async fn a_stale_version_is_refused_with_the_newest(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let seen = town.see("coordinator", &id).await;
    assert_eq!(seen.headers["etag"], "\"1\"");
    let file = town.command("coordinator", &id, &json!({ "file": {} }));
    let filed = file.header("if-match", "\"1\"").send().await;
    assert_eq!(filed.headers["etag"], "\"2\"");
    filed.ok();
    let key = json!({ "mark_key": { "leader": "李主席" } });
    let stale = town
        .command("coordinator", &id, &key)
        .header("if-match", "\"1\"");
    let problem = stale.send().await.problem(ProblemCode::StaleVersion);
    assert_eq!(problem["current_version"], 2);
    // Somebody who may not see the case does not learn its version either.
    let blind = town
        .command("liaison_a", &id, &key)
        .header("if-match", "\"1\"");
    blind.send().await.problem(ProblemCode::NotFound);
}

async fn a_repeated_command_has_one_effect(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let key = json!({ "mark_key": { "leader": "李主席" } });
    let mut answers = Vec::new();
    for _time in 0..3 {
        let ask = town.command("coordinator", &id, &key);
        answers.push(ask.header("idempotency-key", "k1").send().await);
    }
    assert_eq!(answers[2].headers["idempotent-replayed"], "true");
    assert_eq!(answers[2].headers["etag"], "\"2\"");
    let first = answers.remove(0).ok();
    assert!(answers.into_iter().all(|answer| answer.ok() == first));
    town.run("coordinator", &id, key)
        .await
        .problem(ProblemCode::Refused);
}

async fn a_case_of_others_is_not_there(database: Database) {
    let town = Town::open(database).await;
    let id = town.handed_over().await;
    let nowhere = town
        .see("liaison_b", "20239999")
        .await
        .problem(ProblemCode::NotFound);
    for who in [
        "liaison_b",
        "handler_b",
        "chief_b",
        "other_member",
        "handler_a",
    ] {
        for by in [id.as_str(), "20230001", "2023-S0001"] {
            let hidden = town.see(who, by).await.problem(ProblemCode::NotFound);
            assert_eq!(hidden["detail"], nowhere["detail"]);
            let accept = json!({ "accept": { "assignment": 1 } });
            town.run(who, by, accept)
                .await
                .problem(ProblemCode::NotFound);
        }
    }
    // The administrator has no power over cases.
    let path = format!("/api/v1/proposals/{id}");
    let ask = town.office.ask_as(&town.office.admin, Method::GET, &path);
    ask.send().await.problem(ProblemCode::NotFound);
    town.see("auditor", &id).await.ok();
}

async fn a_trial_keeps_nothing(database: Database) {
    let town = Town::open(database).await;
    let path = "/api/v1/proposals?dry_run=true";
    let tried = town
        .ask("member", Method::POST, path)
        .json(&proposal())
        .send()
        .await
        .ok();
    assert_eq!(tried["case"]["intake_number"], "2023-S0001");
    let gone = tried["case"]["id"].as_str().unwrap();
    town.see("coordinator", gone)
        .await
        .problem(ProblemCode::NotFound);

    let id = town.submitted().await;
    let path = format!("/api/v1/proposals/{id}/commands?dry_run=true");
    let ask = town.ask("coordinator", Method::POST, &path);
    let filed = ask.json(&json!({ "file": {} })).send().await.ok();
    assert_eq!(
        (&filed["stage"], &filed["case"]["version"]),
        (&json!("filed"), &json!(2))
    );
    let view = town.see("coordinator", &id).await.ok();
    assert_eq!(
        (&view["stage"], &view["case"]["version"]),
        (&json!("submitted"), &json!(1))
    );
    let ask = town.ask("coordinator", Method::POST, &path);
    let close = json!({ "close": { "assignment": 1 } });
    ask.json(&close).send().await.problem(ProblemCode::BadField);
}

async fn a_number_typed_in_full_width_is_the_number_that_is_meant(database: Database) {
    let town = Town::open(database).await;
    let (host, other) = (town.submitted().await, town.submitted().await);
    town.run("coordinator", &host, json!({ "file": {} }))
        .await
        .ok();
    let typed = "%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%93%EF%BC%90%EF%BC%90%EF%BC%90%EF%BC%91";
    let view = town.see("coordinator", typed).await.ok();
    assert_eq!(view["case"]["id"], host);
    let merge = json!({ "merge": { "into": "２０２３０００１" } });
    let view = town.run("coordinator", &other, merge).await.ok();
    assert_eq!(view["case"]["intake"]["merged"]["into"], host);
}

async fn numbers_have_no_gaps(database: Database) {
    let town = Town::open(database).await;
    let bad = town.ask("coordinator", Method::POST, "/api/v1/proposals");
    let mut empty = proposal();
    empty["proposal"]["title"] = json!("");
    bad.json(&empty).send().await.problem(ProblemCode::BadField);
    let mut ids = Vec::new();
    for number in 1..=3 {
        let id = town.submitted().await;
        let view = town.see("member", &id).await.ok();
        assert_eq!(view["case"]["intake_number"], format!("2023-S000{number}"));
        ids.push(id);
    }
    let file = json!({ "file": {} });
    town.run("coordinator", &ids[2], file.clone()).await.ok();
    town.run("coordinator", &ids[2], file.clone())
        .await
        .problem(ProblemCode::Refused);
    town.run("coordinator", &ids[2], json!({ "unfile": {} }))
        .await
        .ok();
    let second = town.run("coordinator", &ids[0], file.clone()).await.ok();
    assert_eq!(second["case"]["number"], "20230002");
    let again = town.run("coordinator", &ids[2], file).await.ok();
    assert_eq!(again["case"]["number"], "20230001");
}

async fn a_field_is_named_from_the_root_of_the_body(database: Database) {
    let town = Town::open(database).await;
    let mut named = proposal();
    named["proposal"]["proposers"][0]["person"] = json!("nobody");
    let post = || town.ask("coordinator", Method::POST, "/api/v1/proposals");
    let answer = post().json(&named).send().await;
    assert_eq!(answer.pointer(), "/proposal/proposers/0/person");
    let mut elsewhere = proposal();
    elsewhere["session"] = json!("1999");
    assert_eq!(post().json(&elsewhere).send().await.pointer(), "/session");

    let id = town.handed_over().await;
    let link = json!({ "link_proposer": { "proposer": 1, "person": town.id("liaison_a").await } });
    assert_eq!(
        town.run("coordinator", &id, link).await.pointer(),
        "/link_proposer/person"
    );
    town.run("liaison_a", &id, json!({ "accept": { "assignment": 1 } }))
        .await
        .ok();
    let stranger = town.id("handler_b").await;
    let dispatch =
        json!({ "dispatch": { "assignment": 1, "department": "A-1", "handler": stranger } });
    assert_eq!(
        town.run("liaison_a", &id, dispatch).await.pointer(),
        "/dispatch/handler"
    );
    let unknown = json!({ "accept": { "assignment": 1, "colour": "red" } });
    assert_eq!(
        town.run("liaison_a", &id, unknown).await.pointer(),
        "/accept/colour"
    );
}
