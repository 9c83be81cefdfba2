//! The due list, and what stays of a closed case that has promised something.

use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{each, hand_over, page};
use crate::app::world::{Worlds, usual_zone};
use crate::audit::Progress;
use crate::audit::doctor::examine;
use crate::routes::tests::documents::calls_itself;
use crate::routes::tests::proposals::{Town, drafted, reviewed_as};
use crate::testing::{Database, on_both};

on_both!(
    promises_are_tracked_after_everything_is_closed,
    the_due_list_goes_by_day_page_by_page,
    the_due_list_shows_only_what_one_may_see,
    the_due_list_of_a_unit_has_no_promise_of_another_on_a_shared_case,
    a_promise_before_its_reply_is_named,
    a_supplementary_reply_raises_the_class_and_no_figure,
    conversion_leads_to_the_cases_behind_it,
);

async fn due(town: &Town, who: &str, query: &str) -> Value {
    let path = format!("/api/v1/promises{query}");
    town.get(who, &path).await.ok()
}

/// A case of A, answered with these promises and closed; its id.
pub(in crate::routes::tests) async fn closed(town: &Town, promises: &[(&str, &str)]) -> String {
    let id = town.submitted().await;
    hand_over(town, &id, &[("A", "lead")]).await;
    answered(town, &id, promises).await;
    id
}

/// Assignment 1, of A, is answered with these promises and closed.
async fn answered(town: &Town, id: &str, promises: &[(&str, &str)]) {
    let accept = json!({ "accept": { "assignment": 1 } });
    town.run("liaison_a", id, accept).await.ok();
    let dispatch = json!({ "dispatch": { "assignment": 1, "department": "A-1" } });
    town.run("liaison_a", id, dispatch).await.ok();
    let promises: Vec<Value> = promises
        .iter()
        .map(|(text, by)| json!({ "text": text, "by": by }))
        .collect();
    for (who, mut command) in drafted("visit", "2023-02-06") {
        if let Some(draft) = command.get_mut("save_draft") {
            draft["class"] = json!("b");
            draft["promises"] = json!(promises);
        }
        town.run(who, id, command).await.ok();
    }
    for (who, command) in reviewed_as("") {
        town.run(who, id, command).await.ok();
    }
    let rate = json!({ "rate": { "assignment": 1, "work": "satisfied", "result": "satisfied" } });
    town.run("member", id, rate).await.ok();
}

pub(in crate::routes::tests) fn fulfil(promise: u32, on: &str) -> Value {
    json!({ "fulfil_promise": {
        "assignment": 1, "promise": promise, "evidence": "站点已启用", "document": "深函9号", "on": on,
    } })
}

async fn promises_are_tracked_after_everything_is_closed(database: Database) {
    let town = Town::open(database).await;
    let id = closed(&town, &[("增设三个站点", "2023-06-30")]).await;
    let view = town.see("auditor", &id).await.ok();
    assert_eq!(
        (&view["stage"], &view["tracking"]),
        (&json!("closed"), &json!(true))
    );
    let tracked = page(&town, "auditor", "?tracking=true").await;
    assert_eq!(each(&tracked, "/id"), [id.as_str()]);
    assert_eq!(tracked["items"][0]["tracking"], true);
    assert!(each(&page(&town, "auditor", "?tracking=false").await, "/id").is_empty());

    // Nobody is called before the first reminder; the desk is once the day has passed.
    let why = async |who: &str| {
        let inbox = town.get(who, "/api/v1/inbox").await.ok();
        each(&inbox, "/attention/why").join(" ")
    };
    assert_eq!(why("handler_a").await, "");
    town.pass(140);
    assert_eq!(
        (why("handler_a").await, why("liaison_a").await),
        ("keep_promise".into(), "".into())
    );
    town.pass(10);
    assert_eq!(why("liaison_a").await, "promise_overdue");
    let overdue = &due(&town, "auditor", "?state=open").await["items"][0];
    assert_eq!(overdue["light"], "red");
    assert!(overdue["days_left"].as_i64().unwrap() < 0);

    let report = json!({ "report_progress": { "assignment": 1, "promise": 1, "text": "已完成两个", "percent": 60 } });
    town.run("handler_a", &id, report).await.ok();
    assert_eq!(due(&town, "member", "").await["items"][0]["percent"], 60);
    let early = town.run("handler_a", &id, fulfil(1, "2023-02-05")).await;
    assert_eq!(early.pointer(), "/fulfil_promise/on");
    town.run("handler_b", &id, fulfil(1, "2023-06-20"))
        .await
        .problem(ProblemCode::NotFound);
    let view = town
        .run("handler_a", &id, fulfil(1, "2023-06-20"))
        .await
        .ok();
    assert_eq!(
        (&view["stage"], &view["tracking"]),
        (&json!("closed"), &json!(false))
    );
    assert_eq!(why("liaison_a").await, "");
    let kept = &due(&town, "member", "?state=kept").await["items"][0];
    assert_eq!(
        (&kept["kept_on"], &kept["days_left"]),
        (&json!("2023-06-20"), &Value::Null)
    );

    let reopen =
        json!({ "reopen_promise": { "assignment": 1, "promise": 1, "reason": "只有两个站点" } });
    let view = town.run("coordinator", &id, reopen).await.ok();
    assert_eq!(view["tracking"], true);
    let off = json!({ "postpone_promise": {
        "assignment": 1, "promise": 1, "to": "2023-09-28", "reason": "施工延后",
    } });
    town.run("liaison_a", &id, off).await.ok();
    let put_off = &due(&town, "member", "").await["items"][0];
    assert_eq!(
        (&put_off["due"], &put_off["first_due"], &put_off["percent"]),
        (&json!("2023-09-28"), &json!("2023-06-30"), &json!(60))
    );
}

async fn the_due_list_goes_by_day_page_by_page(database: Database) {
    let town = Town::open(database).await;
    closed(&town, &[("甲", "2023-07-03"), ("乙", "2023-05-04")]).await;
    closed(&town, &[("丙", "2023-06-01"), ("丁", "2023-08-01")]).await;
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = due(&town, "auditor", &format!("?limit=1&count=true{cursor}")).await;
        assert_eq!(page["total"], 4);
        found.extend(each(&page, "/text").into_iter().map(str::to_owned));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(found, ["乙", "丙", "甲", "丁"]);
    let before = due(&town, "auditor", "?due_before=2023-07-03&unit=A").await;
    assert_eq!(each(&before, "/text"), ["乙", "丙"]);
    assert!(each(&due(&town, "auditor", "?unit=B").await, "/text").is_empty());
    assert!(each(&due(&town, "auditor", "?state=kept").await, "/text").is_empty());
}

async fn the_due_list_shows_only_what_one_may_see(database: Database) {
    let town = Town::open(database).await;
    closed(&town, &[("甲", "2023-07-03")]).await;
    for (who, sees) in [
        ("auditor", 1),
        ("member", 1),
        ("chief_a", 1),
        ("handler_a", 1),
        ("other_member", 0),
        ("liaison_b", 0),
        ("handler_b", 0),
    ] {
        let page = due(&town, who, "?count=true").await;
        assert_eq!(page["total"], sees, "{who}");
        assert_eq!(page["items"].as_array().unwrap().len(), sees, "{who}");
    }
}

async fn a_promise_before_its_reply_is_named(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let draft = json!({ "save_draft": {
        "assignment": 1, "body": "站点将增设。", "class": "b",
        "promises": [{ "text": "甲", "by": "2023-12-01" }, { "text": "乙", "by": "2023-02-05" }],
    } });
    let no = town.run("handler_a", &id, draft).await;
    let body = no.problem(ProblemCode::BadField);
    let fault = &body["errors"][0];
    assert_eq!(fault["pointer"], "/save_draft/promises/1/by");
    let text = fault["text"].as_str().unwrap();
    assert!(text.contains("promise 2 is dated 2023-02-05"), "{text}");
}

async fn a_supplementary_reply_raises_the_class_and_no_figure(database: Database) {
    let town = Town::open(database).await;
    let id = closed(&town, &[("增设三个站点", "2023-06-30")]).await;
    let figures = async || town.get("auditor", "/api/v1/figures").await.ok();
    let before = figures().await;
    town.pass(30);
    town.run("handler_a", &id, fulfil(1, "2023-03-06"))
        .await
        .ok();
    let begin = json!({ "begin_supplement": { "assignment": 1, "reason": "站点已全部启用" } });
    town.run("handler_a", &id, begin).await.ok();
    let draft = json!({ "save_draft": { "assignment": 1, "body": "站点已启用。", "class": "a" } });
    town.run("handler_a", &id, draft).await.ok();
    let hidden = town.see("member", &id).await.ok();
    assert_eq!(hidden["stage"], "closed");
    assert_eq!(
        hidden["case"]["assignments"][0]["rounds"][1]["content"]["body"],
        ""
    );
    let submit = json!({ "submit_reply": { "assignment": 1 } });
    town.run("handler_a", &id, submit).await.ok();
    for (who, command) in reviewed_as("") {
        town.run(who, &id, command).await.ok();
    }
    assert!(calls_itself(&town, &id, 2, "补充答复").await);
    let seen = town.see("member", &id).await.ok();
    let content = &seen["case"]["assignments"][0]["rounds"][1]["content"];
    assert_eq!(
        (&content["body"], &content["class"]),
        (&json!("站点已启用。"), &json!("a"))
    );
    let row = &page(&town, "auditor", "?class=a").await["items"][0]["assignments"][0];
    assert_eq!(
        (
            &row["class"],
            &row["first_class"],
            &row["round"],
            &row["rating"]
        ),
        (&json!("a"), &json!("b"), &json!(1), &json!("satisfied"))
    );
    assert!(each(&page(&town, "auditor", "?class=b").await, "/id").is_empty());
    let after = figures().await;
    for name in [
        "classes",
        "completion",
        "on_time",
        "second_handling",
        "final_satisfaction",
        "returned",
        "adoption",
    ] {
        assert_eq!(before["figures"][name], after["figures"][name], "{name}");
    }
    // What must hold for a case holds, and its rows are those that its record makes.
    let (store, worlds) = (town.office.app.store(), Worlds::new(usual_zone()));
    let examined = examine(store, &worlds, 1_683_000_000_000, &Progress::default()).await;
    assert_eq!(examined.unwrap().findings.told, []);
}

async fn conversion_leads_to_the_cases_behind_it(database: Database) {
    let town = Town::open(database).await;
    let first = closed(&town, &[("甲", "2023-03-01"), ("乙", "2023-12-01")]).await;
    let second = closed(&town, &[("丙", "2023-03-02")]).await;
    let outcome = |kind: &str| {
        json!({ "record_outcome": {
            "assignment": 1, "type": kind, "title": "公交专项规划", "on": "2023-02-06", "suggestions": [2],
        } })
    };
    let wrong = town.run("handler_a", &first, outcome("song")).await;
    assert_eq!(wrong.status.as_u16(), 422);
    town.run("handler_a", &first, outcome("plan")).await.ok();
    town.run("coordinator", &first, outcome("policy"))
        .await
        .ok();
    town.pass(30);
    town.run("handler_a", &first, fulfil(1, "2023-02-28"))
        .await
        .ok();
    let figures = town.get("liaison_a", "/api/v1/figures").await.ok()["figures"].clone();
    let of = |name: &str| {
        (
            figures[name]["numerator"].as_u64(),
            figures[name]["denominator"].as_u64(),
        )
    };
    assert_eq!(of("promises_kept"), (Some(1), Some(2)));
    assert_eq!(of("converted"), (Some(1), Some(2)));
    let outcomes = figures["outcomes"].as_array().unwrap();
    let said = outcomes.iter().map(|row| {
        let text = |at: &str| row.pointer(at).unwrap().as_str().unwrap().to_owned();
        (
            text("/type"),
            text("/name/zh"),
            text("/name/en"),
            text("/share/percent"),
        )
    });
    let row = |kind: &str, zh: &str, en: &str| {
        (
            kind.to_owned(),
            zh.to_owned(),
            en.to_owned(),
            "50.00".to_owned(),
        )
    };
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            row("plan", "规划计划", "plan entry"),
            row("policy", "政策文件", "policy document"),
        ]
    );
    let exported = town
        .get("liaison_a", "/api/v1/exports/figures.json")
        .await
        .ok();
    let rows = exported.as_array().unwrap().iter();
    let mut rows = rows.filter(|row| row["figure"] == "outcomes" && row["by"] == "unit");
    assert_eq!(
        rows.next()
            .map(|row| (&row["value"], &row["outcome_name"], &row["numerator"])),
        Some((&json!("A"), &json!("规划计划"), &json!(1)))
    );
    for (query, ids) in [
        ("?figure=promises_kept", vec![&first]),
        (
            "?figure=promises_kept&part=denominator",
            vec![&first, &second],
        ),
        ("?figure=converted", vec![&first]),
        ("?outcome=plan", vec![&first]),
        ("?outcome=funds", vec![]),
    ] {
        let listed = page(&town, "liaison_a", query).await;
        assert_eq!(each(&listed, "/id"), ids, "{query}");
    }
    let strike = json!({ "strike_outcome": { "assignment": 1, "outcome": 2, "reason": "重复" } });
    town.run("coordinator", &first, strike).await.ok();
    assert!(each(&page(&town, "auditor", "?outcome=policy").await, "/id").is_empty());
}

async fn the_due_list_of_a_unit_has_no_promise_of_another_on_a_shared_case(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    hand_over(&town, &id, &[("A", "lead"), ("B", "co_handler")]).await;
    town.pass(60);
    let waive = json!({ "waive_opinion": { "assignment": 2, "reason": "逾期未提交" } });
    town.run("coordinator", &id, waive).await.ok();
    answered(&town, &id, &[("增设三个站点", "2023-12-29")]).await;
    let units = async |who: &str, query: &str| {
        let listed = due(&town, who, query).await;
        each(&listed, "/unit").join(" ")
    };
    // Who helps with the case sees what its reply promised: it is the other unit's.
    assert_eq!(units("liaison_b", "").await, "A");
    assert_eq!(units("liaison_b", "?unit=A").await, "A");
    assert_eq!(units("liaison_b", "?unit=B").await, "");
}
