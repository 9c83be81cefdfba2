//! What a merged proposal asks for, from the merge to the published reply, and back where the merge is undone.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::audit::examined;
use super::{Town, drafted, proposal, reviewed};
use crate::audit::invariants::broken;
use crate::testing::{Database, on_both};

on_both!(
    what_a_merged_proposal_asks_is_answered_rated_and_published,
    with_the_merge_undone_answers_and_tasks_are_gone_and_people_are_told,
);

/// A case that A has, with a proposal of another member merged into it that asks for two things more; both ids.
async fn merged(town: &Town) -> (String, String) {
    let host = town.handed_over().await;
    let mut other = proposal();
    other["proposal"]["title"] = json!("关于延长公交运营时间的提案");
    other["proposal"]["proposers"] = json!([{ "name": "姓名other_member" }]);
    other["proposal"]["suggestions"] = json!(["末班车延至零时", "开行夜班线"]);
    let made = town.ask("other_member", Method::POST, "/api/v1/proposals");
    let made = made.json(&other).send().await.ok();
    let guest = made["case"]["id"].as_str().unwrap().to_owned();
    let into = json!({ "merge": { "into": host } });
    town.run("coordinator", &guest, into).await.ok();
    for command in [
        json!({ "accept": { "assignment": 1 } }),
        json!({ "dispatch": { "assignment": 1, "department": "A-1" } }),
    ] {
        town.run("liaison_a", &host, command).await.ok();
    }
    (host, guest)
}

fn answer(no: u32) -> Value {
    json!({ "answer_suggestion": {
        "assignment": 1, "suggestion": no, "verdict": "adopted", "text": "已采纳"
    } })
}

async fn what_a_merged_proposal_asks_is_answered_rated_and_published(database: Database) {
    let town = Town::open(database).await;
    let (host, guest) = merged(&town).await;
    let view = town.see("handler_a", &host).await.ok();
    let asked = json!([{ "no": 3, "text": "末班车延至零时" }, { "no": 4, "text": "开行夜班线" }]);
    assert_eq!(view["case"]["absorbed"][0]["suggestions"], asked);
    let mut steps = drafted("visit", "2023-02-06");
    let (who, submit) = steps.pop().unwrap();
    for (who, command) in steps {
        town.run(who, &host, command).await.ok();
    }
    // The own ones are answered; that is not all.
    let refused = town.run(who, &host, submit.clone()).await;
    let refused = refused.problem(ProblemCode::Refused);
    let missing = json!([{ "answers": { "suggestions": [3, 4] } }]);
    assert_eq!(refused["refusal"]["missing"], missing);
    for command in [
        answer(3),
        answer(4),
        json!({ "mark_openness": { "assignment": 1, "openness": "open" } }),
        submit,
    ] {
        town.run(who, &host, command).await.ok();
    }
    for (who, command) in reviewed() {
        town.run(who, &host, command).await.ok();
    }
    for who in ["other_member", "member"] {
        let view = town.see(who, &host).await.ok();
        let answers = &view["case"]["assignments"][0]["rounds"][0]["content"]["answers"];
        assert_eq!(answers["4"]["text"], "已采纳", "{who}");
        let rate = json!({ "rate": {
            "assignment": 1, "work": "satisfied", "result": "satisfied", "contacted": true
        } });
        town.run(who, &host, rate).await.ok();
    }
    let agreed = || json!({ "change_consent": { "publication": "agreed" } });
    town.run("member", &host, agreed()).await.ok();
    let publish = || json!({ "publish": { "assignment": 1 } });
    let early = town.run("coordinator", &host, publish()).await;
    early.problem(ProblemCode::Refused);
    town.run("other_member", &guest, agreed()).await.ok();
    let view = town.run("coordinator", &host, publish()).await.ok();
    assert_eq!(view["stage"], "closed");
    assert_eq!(view["assignments"][0]["published"], "whole");
    let figures = town.get("coordinator", "/api/v1/figures").await.ok();
    let adopted = &figures["figures"]["suggestions"][0];
    assert_eq!(adopted["verdict"], "adopted", "{figures}");
    assert_eq!(adopted["share"]["denominator"], 4);
    assert_eq!(examined(&town).await.findings.told, []);
}

async fn with_the_merge_undone_answers_and_tasks_are_gone_and_people_are_told(database: Database) {
    let town = Town::open(database).await;
    let (host, guest) = merged(&town).await;
    let cut = json!({ "cut_task": {
        "assignment": 1, "suggestion": 4, "text": "查清可用车辆", "units": ["B"], "due": "2023-03-31",
    } });
    for command in [cut, answer(1), answer(3)] {
        town.run("handler_a", &host, command).await.ok();
    }
    town.see("liaison_b", &host).await.ok();
    assert_eq!(examined(&town).await.findings.told, []);
    let whole = town.see("auditor", &host).await.ok()["case"].clone();
    for (pointer, value, missed) in [
        (
            "/absorbed/0/suggestions/0/no",
            json!(2),
            "what merged proposals ask for is numbered on",
        ),
        (
            "/assignments/0/tasks/0/suggestion",
            json!(9),
            "a task is cut from what is asked",
        ),
        (
            "/assignments/0/rounds/0/content/answers",
            json!({ "9": { "verdict": "adopted", "text": "x" } }),
            "only what is asked is answered",
        ),
        (
            "/assignments/0/suggestions",
            json!([1, 2, 3, 9]),
            "only what is asked is answered",
        ),
    ] {
        let mut case = whole.clone();
        *case.pointer_mut(pointer).unwrap() = value;
        let found = broken(&serde_json::from_value(case).unwrap());
        assert!(found.contains(&missed), "{pointer}: {found:?}");
    }
    town.run("coordinator", &guest, json!({ "unmerge": {} }))
        .await
        .ok();
    town.see("liaison_b", &host)
        .await
        .problem(ProblemCode::NotFound);
    let view = town.see("handler_a", &host).await.ok();
    let a = &view["case"]["assignments"][0];
    let answers = a["rounds"][0]["content"]["answers"].as_object().unwrap();
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["1"]);
    assert_eq!(
        a["tasks"][0]["dropped"]["by"],
        json!(town.id("coordinator").await)
    );
    let told = async |who: &str| {
        let page = town.get(who, "/api/v1/notices").await.ok();
        let items = page["items"].as_array().unwrap().iter();
        let said = items.map(|it| (it["kind"].clone(), it["note"].to_string()));
        said.collect::<Vec<_>>()
    };
    for who in ["liaison_b", "handler_a"] {
        let told = told(who).await;
        let lost = told.iter().find(|(kind, _)| kind == "task_unmerged");
        let (_, note) = lost.unwrap_or_else(|| panic!("{who}: {told:?}"));
        assert!(
            note.contains("2023-S0002") && note.contains("查清可用车辆"),
            "{note}"
        );
    }
    town.run("handler_a", &host, answer(3))
        .await
        .problem(ProblemCode::BadField);
    assert_eq!(examined(&town).await.findings.told, []);
}
