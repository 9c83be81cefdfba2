//! Lists through the router.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use banli_shared::api::lists::Difference;
use banli_shared::lang::Lang;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    a_list_is_taken_in_once_whole,
    a_bad_row_keeps_the_whole_list_out,
    a_list_with_numbers_and_units_is_filed_and_handed_over,
    a_title_that_is_nearly_there_already_is_warned_of,
    what_a_column_is_is_said_once,
    a_row_that_is_there_says_in_which_fields_it_differs,
    in_a_trial_every_row_is_compared_though_one_has_a_fault,
    every_conflict_has_its_row,
    a_row_that_is_there_carries_its_number_and_one_alike_names_the_other_row,
    names_of_columns_that_are_kept_can_be_read,
    a_list_that_cannot_be_handed_over_says_which_rows_it_is_about,
);

const LIST: &str = "市政协提案汇总表,,\n案由,提案人,类别,提交日期\n\
    关于增设公交站点的提案,姓名member,交通运输,2023-02-01\n=1+1号线建设的提案,姓名other_member,交通运输,2023-02-02\n";

async fn import(town: &Town, who: &str, query: &str, list: &str) -> Answer {
    let path = format!("/api/v1/imports{query}");
    town.ask(who, Method::POST, &path)
        .header("content-type", "application/octet-stream")
        .bytes(list.as_bytes().to_vec())
        .send()
        .await
}

async fn a_list_is_taken_in_once_whole(database: Database) {
    let town = Town::open(database).await;
    let trial = import(&town, "coordinator", "?dry_run=true", LIST)
        .await
        .ok();
    assert_eq!(
        (&trial["kept"], &trial["added"]),
        (&json!(false), &json!(2))
    );
    let first = import(&town, "coordinator", "", LIST).await.ok();
    assert_eq!(
        (&first["kept"], &first["added"], &first["header_row"]),
        (&json!(true), &json!(2), &json!(2))
    );
    let again = import(&town, "coordinator", "", LIST).await.ok();
    assert_eq!((&again["added"], &again["same"]), (&json!(0), &json!(2)));
    let number = first["rows"][0]["number"].as_str().unwrap();
    let case = town.see("member", number).await.ok();
    // The proposer is linked by name, and the day is the list's.
    assert_eq!(
        case["case"]["proposal"]["proposers"][0]["name"],
        "姓名member"
    );
    assert!(case["case"]["proposal"]["submitted_ms"].as_i64().unwrap() < 1_675_400_000_000);
    import(&town, "member", "", LIST)
        .await
        .problem(ProblemCode::Forbidden);
}

async fn a_bad_row_keeps_the_whole_list_out(database: Database) {
    let town = Town::open(database).await;
    let bad = format!("{LIST}没有提案人的提案,,交通运输,2023-02-30\n");
    let refused = import(&town, "coordinator", "", &bad)
        .await
        .problem(ProblemCode::BadList);
    let places: Vec<&str> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["pointer"].as_str().unwrap())
        .collect();
    assert!(
        places
            .iter()
            .all(|place| place.starts_with("row 5, column ")),
        "{places:?}"
    );
    assert!(
        refused["errors"][0]["text_zh"]
            .as_str()
            .unwrap()
            .contains("第 5 行")
    );
    let trial = import(&town, "coordinator", "?dry_run=true", &bad)
        .await
        .ok();
    assert_eq!(trial["rows"][2]["fate"], "bad");
    let good = import(&town, "coordinator", "", LIST).await.ok();
    assert_eq!(good["added"], 2, "nothing was kept of the bad list");
    for (list, what) in [("", "empty"), ("a,b\n1,2\n", "no header")] {
        assert!(
            import(&town, "coordinator", "", list)
                .await
                .status
                .is_client_error(),
            "{what}"
        );
    }
}

async fn a_list_with_numbers_and_units_is_filed_and_handed_over(database: Database) {
    let town = Town::open(database).await;
    let list = "提案号,案由,提案人,主办单位,会办单位\n20230007,关于养老服务的提案,姓名member,单位A,单位B\n";
    import(&town, "coordinator", "?hand_over=true", list)
        .await
        .ok();
    let case = town.see("coordinator", "20230007").await.ok();
    let roles: Vec<&Value> = case["case"]["assignments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["role"])
        .collect();
    assert_eq!(roles, [&json!("lead"), &json!("co_handler")]);
    // The server's own numbers go round those that lists bring.
    let other = list.replace("20230007", "20230001").replace("养老", "托育");
    import(&town, "coordinator", "", &other).await.ok();
    let id = town.submitted().await;
    let filed = town
        .run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    assert_eq!(filed["case"]["number"], "20230002");
    let clash = list.replace("养老", "停车");
    import(&town, "coordinator", "", &clash)
        .await
        .problem(ProblemCode::Taken);
}

async fn a_title_that_is_nearly_there_already_is_warned_of(database: Database) {
    let town = Town::open(database).await;
    let number = {
        let id = town.submitted().await;
        let view = town.see("coordinator", &id).await.ok();
        view["case"]["intake_number"].as_str().unwrap().to_owned()
    };
    let list = "案由,提案人,座位\n关于加快增设公交站点的建议,姓名other_member,A1\n关于社区食堂的提案,姓名member,A2\n合计,,\n";
    let report = import(&town, "coordinator", "", list).await.ok();
    assert_eq!(report["added"], 2, "a warning keeps nothing out: {report}");
    let warning = &report["rows"][0]["warnings"][0];
    assert_eq!(warning["code"], "alike");
    assert!(
        warning["text"].as_str().unwrap().contains(&number),
        "{report}"
    );
    assert_eq!(report["rows"][1]["warnings"], Value::Null);
    assert_eq!(report["passed_over"][0]["why"], "totals");
    assert_eq!(report["unused"], json!(["座位"]));
}

async fn a_row_that_is_there_says_in_which_fields_it_differs(database: Database) {
    let town = Town::open(database).await;
    let head = "提案号,案由,提案人,类别,内容,建议,提案类型,主办单位\n";
    let list = format!(
        "{head}20230007,关于养老服务的提案,姓名member,民政,正文,1. 甲；2. 乙,个人,单位A\n\
         20230008,关于托育服务的提案,姓名member,民政,正文,甲,个人,单位A\n"
    );
    let query = "?hand_over=true";
    import(&town, "coordinator", query, &list).await.ok();
    let same = import(&town, "coordinator", query, &list).await.ok();
    assert_eq!(
        (&same["same"], &same["rows"][0]["differs"]),
        (&json!(2), &Value::Null)
    );

    let other = list.replacen(
        "民政,正文,1. 甲；2. 乙,个人,单位A",
        "卫健,正文,甲,联名,单位B",
        1,
    );
    for query in ["?dry_run=true", ""] {
        let report = import(&town, "coordinator", query, &other).await.ok();
        assert_eq!(report["same"], 2, "{report}");
        assert_eq!(report["rows"][1]["differs"], Value::Null);
        let differs = report["rows"][0]["differs"].as_array().unwrap().iter();
        let keys = ["field", "listed", "here", "correct_by"];
        let told: Vec<_> = differs
            .map(|it| keys.map(|key| it[key].as_str().unwrap_or_default()))
            .collect();
        assert_eq!(
            told,
            [
                ["kind", "joint", "individual", "correct"],
                ["category", "卫健", "民政", "correct"],
                // With units it is amended no more.
                ["suggestions", "1. 甲", "1. 甲 2. 乙", ""],
                ["lead", "单位B", "单位A", "reassign"],
            ]
        );
    }
    let of = async |field: &str| {
        let report = import(&town, "coordinator", "?dry_run=true", &other).await;
        let report = report.ok();
        let mut differs = report["rows"][0]["differs"].as_array().unwrap().iter();
        differs.find(|it| it["field"] == field).unwrap().clone()
    };
    let said = of("suggestions").await;
    assert_eq!(
        said["refusal"]["missing"][0]["proposal_is_at"]["stage"], "in_handling",
        "{said}"
    );
    let said: Difference = serde_json::from_value(said).unwrap();
    for (lang, way) in [
        (Lang::Zh, "撤回交办"),
        (Lang::En, "take the hand-over back"),
    ] {
        let remedy = said.remedy("20230007", lang).unwrap();
        assert!(
            remedy.contains(way) && !remedy.contains("amend"),
            "{remedy}"
        );
    }
    // Back from the units it is amended.
    let take_back = json!({ "take_back": { "assignment": 1 } });
    town.command("coordinator", "20230007", &take_back)
        .send()
        .await
        .ok();
    for field in ["suggestions", "category"] {
        assert_eq!(of(field).await["correct_by"], "amend");
    }
    assert_eq!(of("lead").await["correct_by"], "hand_over");
    // What a list does not say is not compared, and long texts are cut to where they part.
    let long = "字".repeat(3000);
    let long = format!("提案号,案由,提案人,内容\n20230007,关于养老服务的提案,姓名member,{long}\n");
    let report = import(&town, "coordinator", "", &long).await.ok();
    let differs = report["rows"][0]["differs"].as_array().unwrap();
    assert_eq!(differs.len(), 1);
    assert!(differs[0]["listed"].as_str().unwrap().chars().count() < 60);
}

async fn in_a_trial_every_row_is_compared_though_one_has_a_fault(database: Database) {
    let town = Town::open(database).await;
    let head = "提案号,案由,提案人,类别,提交日期\n";
    let there = format!(
        "{head}20230007,关于养老服务的提案,姓名member,民政,\n20230008,关于绿道的提案,姓名member,城管,\n"
    );
    import(&town, "coordinator", "", &there).await.ok();
    let list = format!(
        "{head}20230007,关于养老服务的提案,姓名member,卫健,\n\
         20230008,关于停车的提案,姓名member,交通,\n\
         20230009,关于路灯的提案,姓名member,城管,\n\
         ,关于路灯的提案,姓名member,城管,\n\
         20230010,关于公园的提案,姓名member,城管,二月三十\n"
    );
    let trial = import(&town, "coordinator", "?dry_run=true", &list)
        .await
        .ok();
    let fates = trial["rows"].as_array().unwrap().iter();
    let fates: Vec<_> = fates.map(|row| row["fate"].as_str().unwrap()).collect();
    assert_eq!(fates, ["same", "bad", "added", "same", "bad"], "{trial}");
    assert_eq!(
        ["added", "same", "bad"].map(|count| trial[count].as_u64().unwrap()),
        [1, 2, 2]
    );
    assert_eq!(trial["rows"][0]["differs"][0]["field"], "category");
    let fault = &trial["rows"][1]["faults"][0];
    assert_eq!(
        (&fault["code"], &fault["at"]["row"]),
        (&json!("taken"), &json!(3))
    );
    let text = fault["text"].as_str().unwrap();
    assert!(text.contains("关于绿道的提案"), "{fault}");
    // An earlier row says the same: told, not dropped in silence.
    let twin = &trial["rows"][3]["warnings"][0];
    assert_eq!(
        (&twin["code"], &twin["at"]["row"]),
        (&json!("twin"), &json!(5))
    );
    let fault = &trial["rows"][4]["faults"][0];
    assert_eq!(
        (&fault["at"]["row"], &fault["at"]["column"]),
        (&json!(6), &json!("E"))
    );
}

async fn every_conflict_has_its_row(database: Database) {
    let town = Town::open(database).await;
    let head = "提案号,案由,提案人\n";
    let list = format!("{head}20230007,甲提案,姓名member\n20230008,乙提案,姓名member\n");
    import(&town, "coordinator", "", &list).await.ok();
    let clash = format!(
        "{head}20230007,丙提案,姓名member\n20230009,丁提案,姓名member\n20230008,戊提案,姓名member\n"
    );
    let refused = import(&town, "coordinator", "", &clash).await;
    let problem = refused.problem(ProblemCode::Taken);
    let rows = problem["errors"].as_array().unwrap().iter();
    let rows: Vec<_> = rows
        .map(|fault| fault["at"]["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [2, 4]);
    town.see("coordinator", "20230009")
        .await
        .problem(ProblemCode::NotFound);
}

async fn what_a_column_is_is_said_once(database: Database) {
    let town = Town::open(database).await;
    let list =
        |no: u32| format!("议题/方向,谁提的,处长批示\n关于第{no}条公交线路的提案,姓名member,阅\n");
    let refused = import(&town, "coordinator", "", &list(1)).await;
    let problem = refused.problem(ProblemCode::BadList);
    let pointers: Vec<_> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["pointer"])
        .collect();
    assert_eq!(
        pointers,
        ["/map/议题~1方向", "/map/谁提的", "/map/处长批示"]
    );

    let map = "map=%E8%AE%AE%E9%A2%98%2F%E6%96%B9%E5%90%91%3Dtitle%2C%E8%B0%81%E6%8F%90%E7%9A%84%3Dproposers%2C%E5%A4%84%E9%95%BF%E6%89%B9%E7%A4%BA%3D-";
    // A trial remembers nothing, nor does a list that was not asked to.
    import(
        &town,
        "coordinator",
        &format!("?{map}&remember=true&dry_run=true"),
        &list(1),
    )
    .await
    .ok();
    import(&town, "coordinator", &format!("?{map}"), &list(1))
        .await
        .ok();
    import(&town, "coordinator", "", &list(2))
        .await
        .problem(ProblemCode::BadList);
    let report = import(
        &town,
        "coordinator",
        &format!("?{map}&remember=true"),
        &list(2),
    )
    .await
    .ok();
    assert_eq!(
        report["unused"],
        Value::Null,
        "it was said that it is not used"
    );
    let report = import(&town, "coordinator", "", &list(3)).await.ok();
    assert_eq!(report["added"], 1);
    assert_eq!(report["columns"][0], json!(["议题/方向", "title"]));
    // What is remembered need not be there, and gives way to what is said.
    let other = "案由,谁提的\n关于增设路灯的提案,姓名member\n";
    import(&town, "coordinator", "", other).await.ok();
    let said = "?map=%E8%B0%81%E6%8F%90%E7%9A%84%3Dcategory";
    import(&town, "coordinator", said, other)
        .await
        .problem(ProblemCode::BadList);
}

async fn a_row_that_is_there_carries_its_number_and_one_alike_names_the_other_row(
    database: Database,
) {
    let town = Town::open(database).await;
    let list = "案由,提案人\n关于增设公交站点的提案,姓名member\n关于加快增设公交站点的建议,姓名other_member\n";
    let first = import(&town, "coordinator", "", list).await.ok();
    let warning = &first["rows"][1]["warnings"][0];
    assert_eq!(warning["code"], "alike");
    for (text, row) in [("text", "row 2, "), ("text_zh", "第 2 行")] {
        let text = warning[text].as_str().unwrap();
        assert!(
            text.contains(row) && text.contains("关于增设公交站点的提案"),
            "{text}"
        );
    }
    let given = |report: &Value| -> Vec<String> {
        let rows = report["rows"].as_array().unwrap().iter();
        rows.map(|row| row["number"].as_str().unwrap().to_owned())
            .collect()
    };
    let numbers = given(&first);
    assert!(numbers.iter().all(|number| !number.is_empty()), "{first}");
    for query in ["?dry_run=true", ""] {
        let again = import(&town, "coordinator", query, list).await.ok();
        assert_eq!(again["same"], 2);
        assert_eq!(given(&again), numbers, "{again}");
    }
}

async fn names_of_columns_that_are_kept_can_be_read(database: Database) {
    let town = Town::open(database).await;
    let list = "topic,who\n关于路灯的提案,姓名member\n";
    let query = "?map=topic%3Dtitle%2Cwho%3Dproposers&remember=true";
    import(&town, "coordinator", query, list).await.ok();
    let path = "/api/v1/column-names?of=proposals";
    let kept = town.ask("coordinator", Method::GET, path).send().await.ok();
    assert_eq!(
        kept["items"],
        json!([
            { "header": "topic", "field": "title" },
            { "header": "who", "field": "proposers" },
        ])
    );
    let others = town.ask("member", Method::GET, path).send().await;
    others.problem(ProblemCode::Forbidden);
}

/// As an export has it once a unit of two gave its part back, and where a part was never given.
async fn a_list_that_cannot_be_handed_over_says_which_rows_it_is_about(database: Database) {
    let town = Town::open(database).await;
    let list = "提案号,案由,提案人,建议,主办单位,分办单位\n\
                20230007,关于养老服务的提案,姓名member,甲,单位A,\n\
                20230008,关于托育机构的提案,姓名member,甲,,单位A\n\
                20230009,关于夜间公交的提案,姓名member,1. 甲；2. 乙,,单位A（建议1）、单位B（建议1）\n";
    let trial = import(&town, "coordinator", "?hand_over=true&dry_run=true", list).await;
    let trial = trial.ok();
    let fates: Vec<&Value> = (0..3).map(|row| &trial["rows"][row]["fate"]).collect();
    assert_eq!(fates, ["added", "bad", "bad"], "{trial}");
    let refused = import(&town, "coordinator", "?hand_over=true", list).await;
    assert!(refused.status.is_client_error());
    let errors = refused.body["errors"].as_array().unwrap().clone();
    let texts: Vec<&str> = errors
        .iter()
        .map(|it| it["text_zh"].as_str().unwrap())
        .collect();
    for row in ["第 3 行", "第 4 行"] {
        assert!(
            texts.iter().any(|text| text.contains(row)),
            "{row}: {texts:?}"
        );
    }
    assert!(
        !texts.iter().any(|text| text.contains("第 2 行")),
        "{texts:?}"
    );
    // Without the hand-over all of it comes in.
    let kept = import(&town, "coordinator", "", list).await.ok();
    assert_eq!(kept["added"], 3);
}
