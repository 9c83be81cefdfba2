//! Decisions that lists tell of: what is filed, declined, withdrawn, merged.

use std::fmt::Write as _;

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    what_an_office_wrote_down_is_done_again,
    a_number_at_which_it_came_in_says_which_one_it_is,
    a_decision_that_lacks_something_is_left_to_the_office_and_told,
    what_cannot_be_merged_keeps_the_list_out,
    an_intake_number_that_another_has_is_not_given_twice,
    merged_rows_of_a_long_list_find_their_host_after_a_restart,
);

async fn import(town: &Town, query: &str, list: &str) -> Answer {
    let path = format!("/api/v1/imports{query}");
    let ask = town.ask("coordinator", Method::POST, &path);
    ask.bytes(list.as_bytes().to_vec()).send().await
}

/// Stage and shown number of each proposal, by title.
async fn stages(town: &Town) -> Vec<Value> {
    let path = "/api/v1/exports/proposals.json";
    let rows = town.get("coordinator", path).await.ok();
    let mut rows: Vec<Value> = serde_json::from_value(rows).unwrap();
    rows.sort_by_key(|row| row["title"].as_str().unwrap().to_owned());
    let each = rows.iter();
    each.map(|row| json!([row["title"], row["stage"], row["number"]]))
        .collect()
}

/// The codes of what a report remarks of each row.
fn remarked(report: &Value, of: &str) -> Vec<Vec<String>> {
    let rows = report["rows"].as_array().unwrap().iter();
    let codes = rows.map(|row| {
        let told = row[of].as_array().into_iter().flatten();
        let told = told.filter(|it| it["code"] != "alike");
        told.map(|it| it["code"].as_str().unwrap().to_owned())
            .collect()
    });
    codes.collect()
}

const OFFICE: &str = "提案号,案由,提案人,立案情况,不予立案理由,审查说明,并入提案号,主办单位\n\
    20230001,A案,姓名member,立案,,,,单位A\n\
    ,B案,姓名member,不立案,litigation,已在诉讼,,单位A\n\
    ,C案,姓名member,撤案,,本人要求,,\n\
    ,D案,姓名member,并案,,,20230001,单位B\n\
    ,E案,姓名member,退回修改,,请补充数据,,\n\
    ,F案,姓名member,立案,,,,\n\
    20230007,G案,姓名member,办结,,,,单位B\n";

async fn what_an_office_wrote_down_is_done_again(database: Database) {
    let town = Town::open(database).await;
    let report = import(&town, "?hand_over=true", OFFICE).await.ok();
    let remarks = remarked(&report, "warnings");
    assert_eq!(remarks[1], ["not_handed_over"], "{report}");
    assert_eq!(remarks[3], ["not_handed_over"], "{report}");
    assert_eq!(remarks[6], ["replies_not_in_list"], "{report}");
    assert_eq!(
        stages(&town).await,
        [
            json!(["A案", "in_handling", "20230001"]),
            json!(["B案", "declined", null]),
            json!(["C案", "withdrawn", null]),
            json!(["D案", "merged", null]),
            json!(["E案", "needs_revision", null]),
            json!(["F案", "filed", "20230002"]),
            json!(["G案", "in_handling", "20230007"]),
        ]
    );
    let host = town.see("coordinator", "20230001").await.ok();
    assert_eq!(host["case"]["absorbed"][0]["title"], "D案", "{host}");
    // Who is called by a number in the list is meant by it there, whatever the record calls so.
    let named =
        "来件编号,案由,提案人,并入提案\n2023-S0001,H案,其他人,\n,I案,姓名member,2023-S0001\n";
    let told = import(&town, "", named).await.ok();
    let host = told["rows"][0]["number"].as_str().unwrap();
    let host = town.see("coordinator", host).await.ok();
    assert_eq!(host["case"]["absorbed"][0]["title"], "I案", "{told}");
    // The same list says the same; what was decided otherwise since is told with the step that corrects it.
    let reopened = report["rows"][1]["number"].as_str().unwrap();
    town.run("coordinator", reopened, json!({ "reopen": {} }))
        .await
        .ok();
    let again = import(&town, "", OFFICE).await.ok();
    let differs = &again["rows"][1]["differs"];
    assert_eq!(
        (&differs[0]["field"], &differs[0]["correct_by"]),
        (&json!("stage"), &json!("decline")),
        "{again}"
    );
    assert_eq!(again["rows"][2]["differs"], Value::Null, "{again}");
    assert_eq!(again["rows"][3]["differs"], Value::Null, "{again}");
    let filed = OFFICE.replace("撤案", "立案").replace("本人要求", "");
    let again = import(&town, "", &filed).await.ok();
    let differs = &again["rows"][2]["differs"];
    assert_eq!(
        (&differs[0]["field"], &differs[0]["here"]),
        (&json!("stage"), &json!("withdrawn"))
    );
}

async fn a_number_at_which_it_came_in_says_which_one_it_is(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let list = town
        .get("coordinator", "/api/v1/exports/proposals.json")
        .await;
    let list = list.ok().to_string();
    let amend = json!({ "amend": { "title": "关于另一个题目的提案" } });
    town.run("coordinator", &id, amend).await.ok();
    let again = import(&town, "", &list).await.ok();
    assert_eq!(again["same"], 1, "{again}");
    assert_eq!(again["rows"][0]["differs"][0]["field"], "title", "{again}");
    // What another brings as its own proposal number is given to nobody before.
    let list = "来件编号,提案号,案由,提案人\n20230002,,甲案,姓名member\n,20230002,乙案,姓名member\n20230001,,丙案,姓名member\n";
    let report = import(&town, "", list).await.ok();
    assert_eq!(
        remarked(&report, "warnings"),
        [vec!["intake_number_taken"], vec![], vec![]],
        "{report}"
    );
    let filed = town
        .run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    assert_eq!(filed["case"]["number"], "20230003");
}

async fn a_decision_that_lacks_something_is_left_to_the_office_and_told(database: Database) {
    let town = Town::open(database).await;
    let list = "案由,提案人,阶段,不予立案理由\n\
        甲案,姓名member,不予立案,\n乙案,姓名member,已并案,\n丙案,姓名member,第一阶段,\n";
    let report = import(&town, "", list).await.ok();
    assert_eq!(
        remarked(&report, "warnings"),
        [vec!["undecided"], vec!["undecided"], vec!["unknown_stage"]],
        "{report}"
    );
    let stages = stages(&town).await;
    assert!(stages.iter().all(|it| it[1] == "submitted"), "{stages:?}");
    // A ground alone says that it is declined; what still waits goes to no unit; a ground of what is filed is idle.
    let list = "案由,提案人,阶段,不予立案理由,转办方式,主办单位\n\
        戊案,姓名member,,litigation,转来信,单位A\n己案,姓名member,待审查,,,单位A\n庚案,姓名member,立案,litigation,,\n";
    let report = import(&town, "?hand_over=true", list).await.ok();
    assert_eq!(
        remarked(&report, "warnings"),
        [["not_handed_over"], ["not_handed_over"], ["idle_cells"]],
        "{report}"
    );
    let fates: Vec<Value> = self::stages(&town).await;
    let fate = |title: &str| fates.iter().find(|it| it[0] == title).unwrap()[1].clone();
    assert_eq!(
        ["戊案", "己案", "庚案"].map(fate),
        ["declined", "submitted", "filed"]
    );
    // A ground that the rules do not list is none.
    let list = "案由,提案人,阶段,不予立案理由\n丁案,姓名member,不予立案,没有理由\n";
    let refused = import(&town, "", list).await;
    let refused = refused.problem(ProblemCode::BadField);
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.contains("row 2") && detail.contains("litigation"),
        "{detail}"
    );
}

async fn what_cannot_be_merged_keeps_the_list_out(database: Database) {
    let town = Town::open(database).await;
    for (into, own, fault) in [
        (
            "20239999",
            "",
            "row 3: merged into: neither the list nor the session",
        ),
        ("20230002", "20230002", "20230002 (row 3) is merged itself"),
        ("20230003", "", "20230003 (row 4) is merged itself"),
    ] {
        let list = format!(
            "提案号,案由,提案人,并入提案\n20230001,甲案,姓名member,\n{own},乙案,姓名member,{into}\n\
             20230003,丙案,姓名member,20230001\n"
        );
        let trial = import(&town, "?dry_run=true", &list).await.ok();
        assert_eq!(trial["rows"][1]["fate"], "bad", "{trial}");
        let refused = import(&town, "", &list).await;
        assert_eq!(refused.status.as_u16() / 100, 4, "{refused:?}");
        let said = refused.body["detail"].to_string();
        assert!(said.contains(fault), "{into}: {said}");
        assert!(stages(&town).await.is_empty());
    }
    // What is merged into a row with a fault has none for that.
    let list = "提案号,案由,提案人,提交日期,并入提案\n20230001,甲案,姓名member,昨天,\n,乙案,姓名member,,20230001\n";
    let trial = import(&town, "?dry_run=true", list).await.ok();
    assert_eq!(
        remarked(&trial, "faults"),
        [vec!["not_a_date"], vec![]],
        "{trial}"
    );
}

async fn an_intake_number_that_another_has_is_not_given_twice(database: Database) {
    let town = Town::open(database).await;
    let list = "来件编号,案由,提案人\n2023-S0002,甲案,姓名member\n2023-S0002,乙案,姓名member\n\
        老编号7,丙案,姓名member\n";
    let report = import(&town, "", list).await.ok();
    assert_eq!(
        remarked(&report, "warnings"),
        [vec![], vec!["intake_number_taken"], vec![]],
        "{report}"
    );
    let given = report["rows"].as_array().unwrap().iter();
    let given: Vec<&Value> = given.map(|row| &row["number"]).collect();
    assert_eq!(given, ["2023-S0002", "2023-S0001", "老编号7"]);
    // What comes in afterwards goes round those that are there.
    let id = town.submitted().await;
    let next = town.see("coordinator", &id).await.ok();
    assert_eq!(next["case"]["intake_number"], "2023-S0003");
}

async fn merged_rows_of_a_long_list_find_their_host_after_a_restart(database: Database) {
    const ROWS: usize = 620;
    let town = Town::open(database).await;
    let mut list = String::from("提案号,案由,提案人,主办单位,并入提案\n");
    for n in 1..=ROWS {
        // Two near the beginning and one at the end go into the one in the middle.
        let into = if [3, 40, ROWS].contains(&n) {
            "20230300"
        } else {
            ""
        };
        let _written = writeln!(
            list,
            "2023{n:04},第{n}件关于各处的提案,姓名member,单位A,{into}"
        );
    }
    let trial = import(&town, "?hand_over=true&dry_run=true", &list)
        .await
        .ok();
    assert_eq!((&trial["added"], &trial["bad"]), (&json!(ROWS), &json!(0)));
    town.office.app.begin_stop();
    let gone = import(&town, "?hand_over=true", &list).await;
    gone.problem(ProblemCode::Unavailable);
    let other = town.restarted();
    let report = import(&other, "?hand_over=true", &list).await.ok();
    assert_eq!(report["same"], ROWS, "the first request is finished before");
    let host = other.see("coordinator", "20230300").await.ok();
    let absorbed = host["case"]["absorbed"].as_array().unwrap();
    let numbers: Vec<&Value> = absorbed.iter().map(|it| &it["number"]).collect();
    assert_eq!(numbers, ["20230003", "20230040", "20230620"]);
    assert_eq!(host["case"]["assignments"][0]["unit"], "A");
    let stages = stages(&other).await;
    let merged = stages.iter().filter(|it| it[1] == "merged").count();
    let handed = stages.iter().filter(|it| it[1] == "in_handling").count();
    assert_eq!((merged, handed), (3, ROWS - 3));
}
