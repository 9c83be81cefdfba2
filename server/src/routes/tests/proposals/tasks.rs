//! Tasks through the doors: a key proposal with 21 tasks over 23 units, and who sees the case through them.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use banli_shared::lang::Lang;
use banli_shared::org::{Post, Role};
use banli_shared::workflow::Refusal;
use serde_json::{Value, json};

use super::Town;
use super::audit::examined;
use super::stream::Heard;
use crate::jobs::deadlines::look;
use crate::testing::{Answer, Database, on_both};

on_both!(
    a_key_proposal_has_twenty_one_tasks_over_twenty_three_units,
    a_unit_sees_a_case_through_its_task_and_only_so_long,
    a_unit_is_told_that_its_task_ended_with_its_assignment,
    a_task_is_told_of_once_a_step_and_anew_when_it_was_moved,
    a_farewell_keeps_the_title_that_the_unit_knew,
    what_is_no_task_is_refused_by_its_field_in_both_languages,
    figures_know_no_tasks,
    who_has_desks_in_two_units_has_a_row_for_the_part_of_each,
);

/// The desks of the units T01 to T23.
const DESKS: [&str; 23] = [
    "t01", "t02", "t03", "t04", "t05", "t06", "t07", "t08", "t09", "t10", "t11", "t12", "t13",
    "t14", "t15", "t16", "t17", "t18", "t19", "t20", "t21", "t22", "t23",
];

/// A town with these units more, and A's department at work on a proposal.
async fn at_work(database: Database) -> (Town, String) {
    let mut town = Town::open(database).await;
    let codes: Vec<String> = DESKS.iter().map(|desk| desk.to_uppercase()).collect();
    let mut units: Vec<(&str, Option<&str>)> =
        codes.iter().map(|code| (code.as_str(), None)).collect();
    units.push(("T01-1", Some("T01")));
    town.office.units(&units).await;
    for (desk, code) in DESKS.iter().zip(&codes) {
        town.add(desk, &[Post::at(Role::Liaison, code)]).await;
    }
    town.add("hand_t01", &[Post::at(Role::Handler, "T01-1")])
        .await;
    let id = town.handed_over().await;
    for (who, command) in [
        ("coordinator", json!({ "mark_key": { "leader": "副市长" } })),
        ("liaison_a", json!({ "accept": { "assignment": 1 } })),
        (
            "liaison_a",
            json!({ "dispatch": { "assignment": 1, "department": "A-1" } }),
        ),
    ] {
        town.run(who, &id, command).await.ok();
    }
    (town, id)
}

fn cut(suggestion: u32, units: &[String]) -> Value {
    json!({ "cut_task": {
        "assignment": 1, "suggestion": suggestion, "text": "查清可用场地", "units": units, "due": "2023-03-31",
    } })
}

fn said(command: &str, task: usize) -> Value {
    json!({ command: { "assignment": 1, "task": task, "text": "已落实" } })
}

async fn why(town: &Town, who: &str) -> Vec<String> {
    let inbox = town.get(who, "/api/v1/inbox").await.ok();
    let items = inbox["items"].as_array().unwrap().iter();
    items
        .map(|it| it["attention"]["why"].as_str().unwrap().to_owned())
        .collect()
}

async fn listed(town: &Town, who: &str) -> u64 {
    let page = town.get(who, "/api/v1/proposals?count=true").await.ok();
    page["total"].as_u64().unwrap()
}

/// Nothing that must hold is broken, and the rows of the lists are what the case says.
async fn assert_sound(town: &Town) {
    let found = examined(town).await;
    assert_eq!(found.findings.told, []);
}

async fn a_key_proposal_has_twenty_one_tasks_over_twenty_three_units(database: Database) {
    let (town, id) = at_work(database).await;
    for task in 0..21 {
        let mut units = vec![DESKS[task].to_uppercase()];
        if task < 2 {
            units.push(DESKS[21 + task].to_uppercase());
        }
        let suggestion = u32::try_from(task % 2 + 1).unwrap();
        town.run("handler_a", &id, cut(suggestion, &units))
            .await
            .ok();
    }
    for desk in DESKS {
        assert_eq!(listed(&town, desk).await, 1, "{desk}");
        assert_eq!(why(&town, desk).await, ["do_task"], "{desk}");
    }
    let view = town.see("t23", &id).await.ok();
    let tasks = view["case"]["assignments"][0]["tasks"].as_array().unwrap();
    assert_eq!(
        (tasks.len(), view["tasks"].as_array().unwrap().len()),
        (21, 21)
    );
    assert_eq!(view["tasks"][0]["light"], "green");
    // The desk passes its part on; whoever got it says it is done.
    let pass = json!({ "pass_task": { "assignment": 1, "task": 1, "department": "T01-1" } });
    assert_eq!(listed(&town, "hand_t01").await, 0);
    town.run("t01", &id, pass).await.ok();
    assert_eq!(why(&town, "hand_t01").await, ["do_task"]);
    assert!(why(&town, "t01").await.is_empty());
    town.run("hand_t01", &id, said("report_task", 1)).await.ok();
    town.run("hand_t01", &id, said("finish_task", 1)).await.ok();
    for (at, desk) in DESKS.iter().enumerate().skip(1) {
        let task = if at < 21 { at + 1 } else { at - 20 };
        town.run(desk, &id, said("finish_task", task)).await.ok();
        assert!(why(&town, desk).await.is_empty(), "{desk}");
    }
    let view = town.see("handler_a", &id).await.ok();
    assert_eq!(view.get("tasks"), None, "nothing is open");
    let tasks = view["case"]["assignments"][0]["tasks"].as_array().unwrap();
    let parts = tasks.iter().flat_map(|it| it["parts"].as_array().unwrap());
    assert_eq!(parts.filter(|it| it["done_ms"].is_i64()).count(), 23);
    // Done is not gone: they see on what they had a part in.
    assert_eq!(listed(&town, "t05").await, 1);
    let events = town
        .get("t05", &format!("/api/v1/proposals/{id}/events"))
        .await
        .ok();
    let items = events["items"].as_array().unwrap();
    let of = |kind: &'static str| {
        items
            .iter()
            .filter(move |it| it["event"]["what"].get(kind).is_some())
    };
    assert_eq!(
        (of("task_cut").count(), of("task_finished").count()),
        (21, 23)
    );
    let told = of("task_finished").filter(|it| it["event"]["what"]["task_finished"]["text"] != "");
    assert_eq!(told.count(), 1, "what others said is not theirs to read");
    assert_sound(&town).await;
}

async fn a_unit_sees_a_case_through_its_task_and_only_so_long(database: Database) {
    let (town, id) = at_work(database).await;
    let other = town.submitted().await;
    let told = async |who: &str| -> Vec<(String, String)> {
        let page = town.get(who, "/api/v1/notices").await.ok();
        let items = page["items"].as_array().unwrap().iter();
        let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
        items
            .map(|it| (text(it, "kind"), text(it, "due")))
            .collect()
    };
    town.run("t01", &id, said("report_task", 1))
        .await
        .problem(ProblemCode::NotFound);
    let mut heard = Heard::open(&town, "t01", "").await;
    let mut outside = Heard::open(&town, "t02", "").await;
    town.run("handler_a", &id, cut(1, &["T01".into(), "A-1".into()]))
        .await
        .ok();
    assert_eq!(heard.kind().await, "task_cut");
    let given = ("task_given".to_owned(), "2023-03-31".to_owned());
    assert_eq!(told("t01").await, [given]);
    // Whoever did it knows of it.
    assert!(told("handler_a").await.is_empty());
    assert!(told("t02").await.is_empty());
    for path in [
        "/api/v1/proposals?count=true",
        "/api/v1/inbox?count=true",
        "/api/v1/proposals?count=true&q=%E5%85%AC%E4%BA%A4",
        "/api/v1/proposals?count=true&sort=due",
        "/api/v1/proposals?count=true&unit=A",
    ] {
        let total = async |who: &str| town.get(who, path).await.ok()["total"].as_u64();
        assert_eq!(total("t01").await, Some(1), "{path}");
        assert_eq!(total("t02").await, Some(0), "{path}");
    }
    // What is counted for a unit is what it answers itself.
    let counted = "/api/v1/proposals?count=true&figure=completion&part=denominator";
    assert_eq!(town.get("t01", counted).await.ok()["total"], 0);
    town.see("t01", &other).await.problem(ProblemCode::NotFound);
    town.see("t02", &id).await.problem(ProblemCode::NotFound);
    let draft = json!({ "save_draft": { "assignment": 1, "body": "秘密草稿", "class": "a" } });
    town.run("handler_a", &id, draft).await.ok();
    let view = town.see("t01", &id).await.ok();
    assert!(!view.to_string().contains("秘密草稿"));
    let offered: Vec<&str> = view["offers"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it.get("refusal").is_none())
        .map(|it| it["action"].as_str().unwrap())
        .collect();
    assert_eq!(offered, ["pass_task", "report_task", "finish_task"]);
    // It is neither in the lead nor does it answer.
    let letter = format!("/api/v1/proposals/{id}/documents/1/reply_letter");
    assert_ne!(town.get("t01", &letter).await.status, 200);
    let drop = json!({ "drop_task": { "assignment": 1, "task": 1, "reason": "另有安排" } });
    town.run("t01", &id, drop.clone())
        .await
        .problem(ProblemCode::Forbidden);
    town.run("handler_a", &id, drop).await.ok();
    // The last they hear of it; what was drafted in between they did not.
    assert_eq!(heard.kind().await, "task_dropped");
    town.run("handler_a", &id, cut(1, &["T02".into()]))
        .await
        .ok();
    assert_eq!(outside.kind().await, "task_cut");
    town.see("t01", &id).await.problem(ProblemCode::NotFound);
    assert_eq!(listed(&town, "t01").await, 0);
    assert!(why(&town, "t01").await.is_empty());
    // Of the case they are told nothing more, but that the task is theirs no longer; as it was called then.
    let gone = ("task_taken_back".to_owned(), "2023-03-31".to_owned());
    assert_eq!(told("t01").await, [gone]);
    let unread = "/api/v1/notices?unread=true";
    let farewell = town.get("t01", unread).await.ok()["items"][0].clone();
    assert_eq!(farewell["note"], "另有安排（查清可用场地）");
    let up_to = json!({ "up_to": farewell["id"] });
    let read = town.ask("t01", Method::POST, "/api/v1/notices/read");
    assert_eq!(read.json(&up_to).send().await.ok()["read"], 2);
    assert_eq!(town.get("t01", unread).await.ok()["items"], json!([]));
    let figures = town.get("t01", "/api/v1/figures").await.ok();
    assert_eq!(figures["figures"]["submitted"], 0);
    assert_sound(&town).await;
}

async fn a_unit_is_told_that_its_task_ended_with_its_assignment(database: Database) {
    let (town, id) = at_work(database).await;
    town.run("handler_a", &id, cut(1, &["T01".into(), "T02".into()]))
        .await
        .ok();
    town.run("t02", &id, said("finish_task", 1)).await.ok();
    let mut heard = Heard::open(&town, "t01", "").await;
    let told = async |who: &str| {
        let page = town.get(who, "/api/v1/notices").await.ok();
        let newest = page["items"][0].clone();
        (newest["kind"].clone(), newest["note"].clone())
    };
    let reassign = json!({ "reassign": { "assignment": 1, "unit": "B", "reason": "职责调整" } });
    town.run("coordinator", &id, reassign).await.ok();
    assert_eq!(heard.kind().await, "task_dropped");
    for desk in ["t01", "t02"] {
        let ended = (json!("task_ended"), json!("查清可用场地"));
        assert_eq!(told(desk).await, ended, "{desk}");
        town.see(desk, &id).await.problem(ProblemCode::NotFound);
        assert!(why(&town, desk).await.is_empty());
    }
    for who in ["liaison_a", "handler_a"] {
        let reassigned = (json!("reassigned"), json!("职责调整"));
        assert_eq!(told(who).await, reassigned, "{who}");
    }
    let view = town.see("coordinator", &id).await.ok();
    let dropped = &view["case"]["assignments"][0]["tasks"][0]["dropped"];
    assert_eq!(dropped["ending"], "reassigned");
    // The proposal goes back to what it was; what T01 has not seen it is not told.
    let withdraw = json!({ "withdraw": { "reason": "另行提出" } });
    town.run("coordinator", &id, withdraw).await.ok();
    assert_eq!(told("liaison_b").await.0, "withdrawn");
    assert_eq!(told("t01").await.0, "task_ended");
    assert_sound(&town).await;
}

async fn a_task_is_told_of_once_a_step_and_anew_when_it_was_moved(database: Database) {
    let (town, id) = at_work(database).await;
    town.run("handler_a", &id, cut(1, &["T01".into()]))
        .await
        .ok();
    let told = async |who: &str| -> Vec<String> {
        let page = town.get(who, "/api/v1/notices").await.ok();
        let items = page["items"].as_array().unwrap().iter();
        let of_task = items.filter(|it| it["note"].as_str().unwrap().contains("查清可用场地"));
        of_task
            .map(|it| it["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    let looked = async |days: i64| {
        let now = super::MORNING + days * super::DAY;
        look(&town.office.app, now).await.unwrap();
    };
    // Due on Friday, 2023-03-31; today is Monday, 2023-02-06.
    looked(49).await;
    assert_eq!(told("t01").await, ["task_given"]);
    for _ in 0..2 {
        looked(50).await;
        assert_eq!(told("t01").await, ["task_near", "task_given"]);
    }
    assert!(told("handler_a").await.is_empty());
    let moved = json!({ "move_task": {
        "assignment": 1, "task": 1, "due": "2023-04-14", "reason": "场地移交推迟",
    } });
    town.run("t01", &id, moved.clone())
        .await
        .problem(ProblemCode::Forbidden);
    town.pass(50);
    town.run("liaison_a", &id, moved).await.ok();
    assert_eq!(told("t01").await[0], "task_moved");
    assert_eq!(told("handler_a").await, ["task_moved"]);
    let newest = town.get("t01", "/api/v1/notices").await.ok()["items"][0].clone();
    assert_eq!(newest["note"], "场地移交推迟（查清可用场地）");
    assert_eq!(newest["due"], "2023-04-14");
    looked(54).await;
    assert_eq!(
        told("t01").await[0],
        "task_moved",
        "it is not overdue any more"
    );
    looked(64).await;
    assert_eq!(told("t01").await[..2], ["task_near", "task_moved"]);
    looked(70).await;
    assert_eq!(told("t01").await[0], "task_overdue");
    assert_eq!(told("handler_a").await, ["task_overdue", "task_moved"]);
    assert_sound(&town).await;
}

async fn a_farewell_keeps_the_title_that_the_unit_knew(database: Database) {
    let (town, id) = at_work(database).await;
    town.run("handler_a", &id, cut(1, &["T01".into()]))
        .await
        .ok();
    let title =
        async |who: &str, path: &str| town.get(who, path).await.ok()["items"][0]["title"].clone();
    let known = title("t01", "/api/v1/notices").await;
    for (who, command) in [
        ("liaison_a", json!({ "undispatch": { "assignment": 1 } })),
        ("liaison_a", json!({ "unaccept": { "assignment": 1 } })),
        ("coordinator", json!({ "take_back": { "assignment": 1 } })),
        (
            "coordinator",
            json!({ "amend": { "title": "关于另一件事的提案" } }),
        ),
    ] {
        town.run(who, &id, command).await.ok();
    }
    for who in ["t01", "liaison_a"] {
        assert_eq!(title(who, "/api/v1/notices").await, known, "{who}");
        town.see(who, &id).await.problem(ProblemCode::NotFound);
        let listed = town.get(who, "/api/v1/proposals").await.ok();
        assert_eq!(listed["items"], json!([]), "{who}");
    }
    let farewell = town.get("liaison_a", "/api/v1/notices").await.ok();
    assert_eq!(farewell["items"][0]["kind"], "taken_back");
    assert_sound(&town).await;
}

async fn what_is_no_task_is_refused_by_its_field_in_both_languages(database: Database) {
    let (town, id) = at_work(database).await;
    let with = |field: &str, value: Value| {
        let mut command = cut(1, &["T01".into()]);
        command["cut_task"][field] = value;
        command
    };
    let many: Vec<String> = (0..101).map(|_| "T01".to_owned()).collect();
    for (command, zh, en) in [
        (
            with("suggestion", json!(9)),
            "没有第9条建议",
            "no suggestion 9",
        ),
        (
            with("units", json!(["Z99"])),
            "Z99不是可以承办的单位",
            "Z99 is not a unit",
        ),
        (
            with("units", json!(["T01-1"])),
            "T01-1不属于本单位",
            "T01-1 is not part of the unit",
        ),
        (
            with("units", json!([])),
            "至少写一个",
            "must name at least one",
        ),
        (
            with("units", json!(many)),
            "最多 100 项",
            "at most 100 are allowed",
        ),
        (
            with("due", json!("2023-02-05")),
            "不得早于今天",
            "must not lie before today",
        ),
        (
            with("due", json!("2024-01-01")),
            "不得晚于答复期限",
            "after the deadline of the reply",
        ),
        (with("text", json!("")), "不能为空", "must not be empty"),
    ] {
        let refusal = |answer: Answer| -> Refusal {
            serde_json::from_value(answer.body["refusal"].clone()).unwrap()
        };
        let no = refusal(town.run("handler_a", &id, command.clone()).await);
        let said = no.say(Lang::Zh);
        assert!(said.contains(zh), "{command}: {said}");
        let said = no.say(Lang::En);
        assert!(said.contains(en), "{command}: {said}");
    }
    for unread in [
        with("due", json!("2023-02-30")),
        with("units", json!("T01")),
    ] {
        let answer = town.run("handler_a", &id, unread).await;
        assert_eq!(answer.status, 422, "{:?}", answer.body);
    }
    let view = town.see("handler_a", &id).await.ok();
    assert_eq!(
        view["case"]["assignments"][0].get("tasks"),
        None,
        "nothing was kept"
    );
}

async fn figures_know_no_tasks(database: Database) {
    let (town, id) = at_work(database).await;
    let figures = async || {
        let mut all = Vec::new();
        for path in [
            "/api/v1/figures",
            "/api/v1/figures?by=unit",
            "/api/v1/figures?unit=T01",
            "/api/v1/rankings",
        ] {
            all.push(town.get("auditor", path).await.ok());
        }
        all
    };
    let before = figures().await;
    town.run("handler_a", &id, cut(1, &["T01".into(), "T02".into()]))
        .await
        .ok();
    town.run("t01", &id, said("finish_task", 1)).await.ok();
    assert_eq!(figures().await, before);
}

async fn who_has_desks_in_two_units_has_a_row_for_the_part_of_each(database: Database) {
    let (mut town, id) = at_work(database).await;
    let both = ["T01", "T02"].map(|unit| Post::at(Role::Liaison, unit));
    town.add("two_desks", &both).await;
    let command = cut(1, &["T01".into(), "T02".into()]);
    town.run("handler_a", &id, command).await.ok();
    // A page ends between the two: the next one begins with the other.
    let mut whose = vec![];
    let mut next = String::new();
    loop {
        let path = format!("/api/v1/inbox?limit=1{next}");
        let page = town.get("two_desks", &path).await.ok();
        let holder = &page["items"][0]["attention"]["holder"]["post"];
        whose.push(holder["place"].as_str().unwrap().to_owned());
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(whose, ["T01", "T02"]);
}
