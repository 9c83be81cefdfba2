//! Lists out through the router.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Database, on_both};

on_both!(
    what_is_exported_is_what_one_may_see,
    an_export_that_is_imported_gives_the_same_data,
    a_list_of_units_comes_back_as_it_went_out,
    plain_weekdays_are_told_wherever_the_deadline_is,
);

/// Proposals of every kind of fate: with units, merged in another order than they came in, declined, sent back, withdrawn,
/// and one that waits.
async fn every_fate(town: &Town) {
    let ask = |path: &'static str, body: Value| {
        town.ask("coordinator", Method::POST, path)
            .json(&body)
            .send()
    };
    let mut ids = vec![];
    for (title, suggestion) in [
        ("关于共享停车的提案", "第一条"),
        ("=1+1号线、“快线”建设的提案", "@第一条,\n分两行"),
        ("'=加引号的提案", "-5 度以下停课"),
        ("关于不予立案的提案", "不办"),
        ("关于退回修改的提案", "再写"),
        ("关于撤案的提案", "撤回"),
        ("关于待审查的提案", "等待"),
        // Once more by the same member, and what is merged into it and out again.
        ("关于待审查的提案", "另一件"),
        ("关于分开的提案", "其一"),
        ("关于仍并入的提案", "其二"),
        ("关于待修改主案的提案", "主案"),
        ("关于并入待修改的提案", "并入"),
    ] {
        let made = json!({ "proposal": {
            "title": title, "body": "一、现状\n\t正文，“引号”\n二、建议\n+1", "kind": "joint",
            "proposers": [{ "name": "姓名member" }, { "name": "阿依古丽·买买提" }],
            "timing": "between_sessions", "category": "=SUM(A1)", "suggestions": [suggestion, "第二条"],
        } });
        let made = ask("/api/v1/proposals", made).await.ok();
        ids.push(made["case"]["id"].as_str().unwrap().to_owned());
    }
    let host = &ids[0];
    for (id, command) in [
        (host, json!({ "file": {} })),
        (host, json!({ "mark_key": { "leader": "王副市长" } })),
        (&ids[2], json!({ "merge": { "into": host } })),
        (&ids[1], json!({ "file": {} })),
        (&ids[1], json!({ "merge": { "into": host } })),
        (
            host,
            json!({ "hand_over": { "to": [
                { "unit": "A", "role": "split", "suggestions": [1, 4, 5] },
                { "unit": "B", "role": "split", "suggestions": [2, 3, 6] },
            ] } }),
        ),
        (
            &ids[3],
            json!({ "decline": { "ground": "litigation", "note": "已进入诉讼\n另告", "forwarded": "opinion" } }),
        ),
        (&ids[4], json!({ "ask_revision": { "reason": "=请补充" } })),
        (&ids[5], json!({ "file": {} })),
        (&ids[5], json!({ "withdraw": { "reason": "无" } })),
        (&ids[8], json!({ "merge": { "into": &ids[7] } })),
        (&ids[9], json!({ "merge": { "into": &ids[7] } })),
        (&ids[8], json!({ "unmerge": {} })),
        (&ids[7], json!({ "file": {} })),
        (
            &ids[7],
            json!({ "hand_over": { "to": [
                { "unit": "A", "role": "split", "suggestions": [1, 5] },
                { "unit": "B", "role": "split", "suggestions": [2, 6] },
            ] } }),
        ),
        (&ids[11], json!({ "merge": { "into": &ids[10] } })),
        (
            &ids[10],
            json!({ "ask_revision": { "reason": "再写一次" } }),
        ),
    ] {
        town.run("coordinator", id, command).await.ok();
    }
}

/// The list of a session as programs get it, as it came in.
async fn exported(town: &Town, session: &str) -> Vec<Value> {
    let path = format!("/api/v1/exports/proposals.json{session}");
    let mut rows: Vec<Value> =
        serde_json::from_value(town.get("coordinator", &path).await.ok()).unwrap();
    rows.sort_by_key(|row| row["intake_number"].as_str().unwrap().to_owned());
    rows
}

async fn an_export_that_is_imported_gives_the_same_data(database: Database) {
    let town = Town::open(database).await;
    town.handed_over().await;
    every_fate(&town).await;
    let before = exported(&town, "").await;
    let of = |title: &str| {
        let mut rows = before.iter();
        rows.find(|row| row["title"] == title).unwrap()
    };
    let host = of("关于共享停车的提案");
    assert_eq!(
        (&host["parts"], &host["leader"], &host["stage"]),
        (
            &json!("单位A：1、4、5；单位B：2、3、6"),
            &json!("王副市长"),
            &json!("in_handling")
        )
    );
    let merged = ["'=加引号的提案", "=1+1号线、“快线”建设的提案"].map(of);
    let merged = merged.map(|row| [&row["merged_into"], &row["merge_order"], &row["filed"]]);
    let into = &host["number"];
    assert_eq!(
        merged,
        [
            [into, &json!(1), &json!(false)],
            [into, &json!(2), &json!(true)]
        ]
    );
    let declined = of("关于不予立案的提案");
    assert_eq!(
        [
            &declined["ground"],
            &declined["forwarded"],
            &declined["decision_note"]
        ],
        [
            &json!("litigation"),
            &json!("opinion"),
            &json!("已进入诉讼\n另告")
        ]
    );
    for (session, file) in [
        ("csv", "proposals.csv"),
        ("plain", "proposals.csv?no_bom=true"),
        ("json", "proposals.json"),
        ("xlsx", "proposals.xlsx"),
        ("units", "proposals.xlsx?by_unit=true"),
    ] {
        let put = json!({ "id": session, "name": session, "year": 2023 });
        let office = &town.office;
        office
            .ask_as(&office.admin, Method::PUT, "/api/v1/sessions")
            .json(&put)
            .send()
            .await
            .ok();
        let path = format!("/api/v1/exports/{file}");
        let bytes = town.ask("coordinator", Method::GET, &path).open().await;
        let bytes = bytes.into_body().collect().await.unwrap().to_bytes();
        let marked = bytes.starts_with("\u{feff}".as_bytes());
        assert_eq!(marked, session == "csv");
        for (query, added) in [("&dry_run=true", 13), ("", 13), ("", 0)] {
            let into = format!("/api/v1/imports?hand_over=true&session={session}{query}");
            let report = town
                .ask("coordinator", Method::POST, &into)
                .header("content-type", "application/octet-stream")
                .bytes(bytes.to_vec())
                .send()
                .await
                .ok();
            assert_eq!(report["added"], added, "{file}: {report}");
            for row in report["rows"].as_array().unwrap() {
                assert_eq!(row["differs"], Value::Null, "{file}: {report}");
                let odd = row["warnings"].as_array().into_iter().flatten();
                let odd = odd.filter(|it| it["code"] != "alike");
                assert_eq!(odd.count(), 0, "{file}: {report}");
            }
        }
        let after = exported(&town, &format!("?session={session}")).await;
        assert_eq!(before, after, "{file}");
    }
}

async fn what_is_exported_is_what_one_may_see(database: Database) {
    let town = Town::open(database).await;
    town.handed_over().await;
    let hostile = json!({ "proposal": {
        "title": "=1+1", "body": "正文", "proposers": [{ "name": "姓名member" }],
        "kind": "individual", "timing": "in_session",
    } });
    town.ask("coordinator", Method::POST, "/api/v1/proposals")
        .json(&hostile)
        .send()
        .await
        .ok();
    let csv = town
        .get("coordinator", "/api/v1/exports/proposals.csv")
        .await;
    let disposition = csv.headers["content-disposition"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        disposition.starts_with("attachment") && disposition.contains("proposals.csv"),
        "{disposition}"
    );
    let text = csv.ok().as_str().unwrap().to_owned();
    let records = csv::Reader::from_reader(text.as_bytes()).into_records();
    assert_eq!(records.count(), 2);
    assert!(text.contains(",'=1+1,") && text.contains("单位A"), "{text}");
    let items = town
        .get("liaison_a", "/api/v1/exports/reply_items.json")
        .await
        .ok();
    assert_eq!(items.as_array().unwrap().len(), 1);
    assert_eq!(
        (&items[0]["role"], &items[0]["asked"]),
        (&json!("lead"), &json!(0))
    );
    let report = town
        .get("coordinator", "/api/v1/exports/figures.json")
        .await
        .ok();
    let owed = |row: &&Value| row["figure"] == "completion" && row["by"] == "unit";
    let row = report.as_array().unwrap().iter().find(owed).unwrap();
    assert_eq!(
        (&row["value"], &row["denominator"]),
        (&json!("A"), &json!(1))
    );
    let book = town
        .get("coordinator", "/api/v1/exports/figures.xlsx")
        .await;
    assert_eq!(book.status, 200);
    town.get("member", "/api/v1/exports/figures.json")
        .await
        .problem(ProblemCode::Forbidden);
    // Another unit sees nothing of it, a member takes out no lists, and what is no list is said.
    let none = town
        .get("liaison_b", "/api/v1/exports/reply_items.json")
        .await
        .ok();
    assert_eq!(none, json!([]));
    town.get("member", "/api/v1/exports/proposals.json")
        .await
        .problem(ProblemCode::Forbidden);
    assert!(
        town.get("auditor", "/api/v1/exports/secrets.csv")
            .await
            .status
            .is_client_error()
    );
}

async fn a_list_of_units_comes_back_as_it_went_out(database: Database) {
    let town = Town::open(database).await;
    let admin = |method, path: &str| town.office.ask_as(&town.office.admin, method, path);
    let units = json!({ "units": [
        { "code": "B05", "name": "市住房和建设局", "kind": "政府", "aliases": ["住建局"], "duties": "保障房\n物业",
          "former": [{ "name": "市规划局", "until": "2012-05-31" }, { "name": "市建设局", "until": "2009-09-01" }] },
        { "code": "B05-1", "name": "=法规处", "parent": "B05" },
        { "code": "B07", "name": "市规划局" },
    ]});
    admin(Method::PUT, "/api/v1/units")
        .json(&units)
        .send()
        .await
        .ok();
    let listed = async || admin(Method::GET, "/api/v1/units").send().await.ok();
    let before = listed().await;
    let of = |list: &Value, code: &str| {
        let mut items = list["items"].as_array().unwrap().iter();
        items.find(|unit| unit["code"] == code).unwrap().clone()
    };
    assert_eq!(
        of(&before, "B05")["former"][0]["name"],
        "市建设局",
        "the oldest first"
    );
    // Who keeps the units has them as a file too, and no other list.
    let file = async |file: &str| {
        let path = format!("/api/v1/exports/{file}");
        admin(Method::GET, &path).open().await.status().as_u16()
    };
    assert_eq!(
        (file("units.csv").await, file("proposals.csv").await),
        (200, 403)
    );
    for file in ["units.csv", "units.xlsx"] {
        let path = format!("/api/v1/exports/{file}");
        let exported = town.ask("coordinator", Method::GET, &path).open().await;
        let bytes = exported
            .into_body()
            .collect()
            .await
            .unwrap()
            .to_bytes()
            .to_vec();
        let import = "/api/v1/imports?of=units";
        let report = admin(Method::POST, import).bytes(bytes).send().await.ok();
        assert_eq!(
            (&report["changed"], &report["added"]),
            (&json!(0), &json!(0)),
            "{report}"
        );
        assert_eq!(listed().await, before, "{file}");
    }
    // A list that says nothing of former names leaves them; one that does adds to them.
    let import = async |list: &str| {
        let ask = admin(Method::POST, "/api/v1/imports?of=units");
        ask.bytes(list.as_bytes().to_vec()).send().await.ok();
        of(&listed().await, "B05")["former"].clone()
    };
    assert_eq!(
        import("代码,名称\nB05,市住建局\n")
            .await
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let one = import("代码,名称,曾用名\nB05,市住建局,市住房和建设局（至2024年3月）\n").await;
    let names = one.as_array().unwrap().iter().map(|it| &it["name"]);
    let names: Vec<_> = names.collect();
    assert_eq!(names, ["市建设局", "市规划局", "市住房和建设局"]);
    // No day would tell these two apart.
    let clash = json!({ "units": [{ "code": "B07", "name": "市规划局",
        "former": [{ "name": "市住房和建设局", "until": "2024-03-31" }] }]});
    let ask = admin(Method::PUT, "/api/v1/units").json(&clash);
    ask.send().await.problem(ProblemCode::Taken);
    // An old name in a list of proposals is its unit, with a word about it.
    let list = "案由,提案人,主办单位\n关于物业的提案,姓名member,市住房和建设局\n";
    let ask = town.ask(
        "coordinator",
        Method::POST,
        "/api/v1/imports?hand_over=true",
    );
    let report = ask.bytes(list.as_bytes().to_vec()).send().await.ok();
    let warning = &report["rows"][0]["warnings"][0];
    assert_eq!(warning["code"], "former_name", "{report}");
    assert!(
        warning["text_zh"]
            .as_str()
            .unwrap()
            .contains("按 市住建局 导入"),
        "{report}"
    );
}

async fn plain_weekdays_are_told_wherever_the_deadline_is(database: Database) {
    let town = Town::open(database).await;
    town.handed_over().await;
    // The holidays of these years are not published.
    town.pass(3650);
    let id = town.submitted().await;
    let to = json!([{ "unit": "A", "role": "lead" }]);
    for command in [
        json!({ "file": {} }),
        json!({ "hand_over": { "to": to, "plain_weekdays": true } }),
    ] {
        town.run("coordinator", &id, command).await.ok();
    }
    let told = |assignment: &Value| assignment["plain_weekdays"] == true;
    let list = town.get("coordinator", "/api/v1/proposals").await.ok();
    let list = list["items"].as_array().unwrap().iter();
    let list: Vec<bool> = list.map(|row| told(&row["assignments"][0])).collect();
    assert_eq!(list, [false, true]);
    let inbox = town.get("liaison_a", "/api/v1/inbox").await.ok();
    let inbox = inbox["items"].as_array().unwrap().iter();
    let rows = inbox.map(|row| &row["proposal"]);
    let told_in = rows.filter(|row| row["id"] == *id && told(&row["assignments"][0]));
    assert_eq!(told_in.count(), 1);
    let seen = town.see("coordinator", &id).await.ok();
    assert!(told(&seen["assignments"][0]), "{seen}");
    let out = "/api/v1/exports/reply_items.json";
    let out = town.get("coordinator", out).await.ok();
    let out: Vec<&Value> = out.as_array().unwrap().iter().collect();
    let out: Vec<bool> = out.iter().map(|row| told(row)).collect();
    assert_eq!(out, [false, true]);
}
