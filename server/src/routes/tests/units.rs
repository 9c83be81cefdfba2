use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, Office, on_both};

on_both!(
    a_list_is_taken_whole_and_repeating_it_changes_nothing,
    a_trial_says_of_each_row_what_would_become_of_it,
    what_changes_in_a_unit_is_named,
    a_unit_goes_into_another_once_nothing_of_it_is_open,
);

async fn import(office: &Office, query: &str, list: &str) -> Answer {
    let path = format!("/api/v1/imports?of=units{query}");
    let ask = office.ask_as(&office.admin, Method::POST, &path);
    ask.bytes(list.as_bytes().to_vec()).send().await
}

async fn a_trial_says_of_each_row_what_would_become_of_it(database: Database) {
    let office = Office::open(database).await;
    let head = "单位代码,单位名称,别名,曾用名\n";
    let good = format!("{head}X1,某甲局,甲局、局甲,老甲局\nX2,某乙局,,\n");
    let report = import(&office, "", &good).await.ok();
    // A former name without its day becomes an alias: told.
    let warning = &report["rows"][0]["warnings"][0];
    assert_eq!(
        (&warning["code"], &warning["at"]["row"]),
        (&json!("undated_name"), &json!(2))
    );
    let trial = import(&office, "&dry_run=true", &good).await.ok();
    assert_eq!(
        (&trial["same"], &trial["rows"][0]["fate"]),
        (&json!(2), &json!("same"))
    );

    let clash = format!("{head}X1,某甲局,甲局,\nX3,某丙局,某乙局,\na b,坏,,\n");
    let trial = import(&office, "&dry_run=true", &clash).await.ok();
    let fates = trial["rows"].as_array().unwrap().iter();
    let fates: Vec<_> = fates.map(|row| row["fate"].as_str().unwrap()).collect();
    // What is wrong with one row hides what is wrong with the whole list.
    assert_eq!(fates, ["changed", "added", "bad"], "{trial}");
    let clash = clash.replace("a b,坏,,\n", "");
    let trial = import(&office, "&dry_run=true", &clash).await.ok();
    assert_eq!(trial["rows"][1]["fate"], "bad");
    let refused = import(&office, "", &clash).await;
    let problem = refused.problem(ProblemCode::Taken);
    let fault = &problem["errors"][0];
    assert_eq!(fault["at"]["row"], 3, "{problem}");
    let text = fault["text_zh"].as_str().unwrap();
    assert!(text.contains("第 3 行（别名）"), "{fault}");
}

async fn what_changes_in_a_unit_is_named(database: Database) {
    let office = Office::open(database).await;
    let head = "单位代码,单位名称,别名,曾用名,电话\n";
    let list = format!("{head}X1,某甲局,甲局,,1\nX2,某乙局,,,2\n");
    import(&office, "", &list).await.ok();
    let other = format!("{head}X1,某甲委员会,甲局、甲委,某甲局（至2024-03-31）,1\nX2,某乙局,,,2\n");
    for query in ["&dry_run=true", ""] {
        let report = import(&office, query, &other).await.ok();
        assert_eq!(
            (&report["changed"], &report["same"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(report["rows"][1]["differs"], Value::Null);
        let differs = report["rows"][0]["differs"].as_array().unwrap().iter();
        let keys = ["of", "field", "listed", "here"];
        let told: Vec<_> = differs
            .map(|it| keys.map(|key| it[key].as_str().unwrap_or_default()))
            .collect();
        assert_eq!(
            told,
            [
                ["units", "name", "某甲委员会", "某甲局"],
                ["units", "aliases", "甲委、甲局", "甲局"],
                ["units", "former", "某甲局（至 2024-03-31）", ""],
            ]
        );
    }
}

async fn put(office: &Office, units: Value) -> Answer {
    let body = json!({ "units": units });
    office
        .ask_as(&office.admin, Method::PUT, "/api/v1/units")
        .json(&body)
        .send()
        .await
}

async fn list(office: &Office) -> Value {
    office
        .ask_as(&office.admin, Method::GET, "/api/v1/units")
        .send()
        .await
        .ok()["items"]
        .clone()
}

async fn a_list_is_taken_whole_and_repeating_it_changes_nothing(database: Database) {
    let office = Office::open(database).await;
    let units = json!([
        { "code": "B03-02", "name": "规划处", "kind": "", "parent": "B03", "aliases": [], "duties": "", "retired": false },
        { "code": "B03", "name": "市发展和改革委员会", "kind": "政府", "aliases": ["市发改委", "发改委"],
          "duties": "价格管理\n能源", "retired": false },
    ]);
    assert_eq!(
        put(&office, units.clone()).await.ok(),
        json!({ "added": 2, "changed": 0, "same": 0 })
    );
    assert_eq!(
        put(&office, units.clone()).await.ok(),
        json!({ "added": 0, "changed": 0, "same": 2 })
    );
    let listed = list(&office).await;
    assert_eq!(listed[1], units[0]);
    assert_eq!(listed[0]["aliases"], json!(["发改委", "市发改委"]));
    assert_eq!(listed[0]["duties"], "价格管理\n能源");

    // A kind that no unit has is a slip, unless it is said that it is meant.
    let other = json!([{ "code": "B04", "name": "市教育局", "kind": "正府" }]);
    let no = put(&office, other.clone()).await;
    assert_eq!(no.status, 422);
    assert_eq!(no.body["errors"][0]["pointer"], "/units/0/kind");
    let ask = office.ask_as(&office.admin, Method::PUT, "/api/v1/units");
    let body = json!({ "units": other, "new_kinds": true });
    assert_eq!(ask.json(&body).send().await.ok()["added"], 1);

    let renamed =
        json!([{ "code": "B03", "name": "市发展改革局", "aliases": ["市发展和改革委员会"] }]);
    assert_eq!(
        put(&office, renamed).await.ok(),
        json!({ "added": 0, "changed": 1, "same": 0 })
    );
    let listed = list(&office).await;
    assert_eq!(listed[0]["aliases"], json!(["市发展和改革委员会"]));

    // A list that says nothing of duties leaves them, one that does changes them.
    let import = async |list: &str| {
        let ask = office.ask_as(&office.admin, Method::POST, "/api/v1/imports?of=units");
        ask.bytes(list.as_bytes().to_vec()).send().await.ok()
    };
    import("单位代码,单位名称,职责\nB03,市发展改革局,\"价格管理；能源\"\n").await;
    let renamed = import("单位代码,单位名称\nB03,市发展和改革局\n").await;
    assert_eq!(renamed["changed"], 1);
    let listed = list(&office).await;
    assert_eq!(listed[0]["duties"], "价格管理；能源");
    assert_eq!(
        listed[0]["aliases"],
        json!(["市发展和改革委员会"]),
        "a column that it lacks changes nothing"
    );
    let below = import("单位代码,单位名称\nB03-02,规划二处\n").await;
    assert_eq!(below["changed"], 1);
    let listed = list(&office).await;
    assert_eq!(listed[1]["parent"], "B03");
    import("单位代码,单位名称,上级单位,别名\nB03,市发展和改革局,,\n").await;
    let listed = list(&office).await;
    assert_eq!(listed[0]["aliases"], json!([]), "an empty cell does");

    let half = json!([{ "code": "C01", "name": "好" }, { "code": "C02", "name": "" }]);
    assert_eq!(put(&office, half).await.pointer(), "/units/1/name");
    assert_eq!(list(&office).await, listed);
}

#[tokio::test]
async fn a_tree_stays_a_tree_and_a_name_means_one_unit() {
    let office = Office::open(Database::sqlite()).await;
    office.units(&[("A", None), ("A-1", Some("A"))]).await;
    for (units, pointer) in [
        (
            json!([{ "code": "A", "name": "单位A", "parent": "A-1" }]),
            "/units/0/parent",
        ),
        (
            json!([{ "code": "A", "name": "单位A", "parent": "A" }]),
            "/units/0/parent",
        ),
        (
            json!([{ "code": "B", "name": "乙", "parent": "none" }]),
            "/units/0/parent",
        ),
        (
            json!([{ "code": "B", "name": "乙" }, { "code": "B", "name": "丙" }]),
            "/units/1/code",
        ),
        (json!([{ "code": "../B", "name": "乙" }]), "/units/0/code"),
    ] {
        assert_eq!(put(&office, units).await.pointer(), pointer);
    }
    let twice = json!([{ "code": "B", "name": "乙", "aliases": ["单位A"] }]);
    put(&office, twice).await.problem(ProblemCode::Taken);
    let same_office = json!([
        { "code": "A-2", "name": "办公室", "parent": "A" },
        { "code": "B", "name": "乙" },
        { "code": "B-1", "name": "办公室", "parent": "B" },
    ]);
    put(&office, same_office).await.ok();
}

async fn a_unit_goes_into_another_once_nothing_of_it_is_open(database: Database) {
    let town = Town::open(database).await;
    let admin = |method: Method, path: &str| {
        let ask = town.office.ask_as(&town.office.admin, method, path);
        ask.header("banli-now", &town.now().to_string())
    };
    let retire = async |code: &str, how: Value| {
        let ask = admin(Method::POST, &format!("/api/v1/units/{code}/retire"));
        ask.json(&how).send().await
    };
    let into_b = || json!({ "successor": "B" });
    let older = json!({ "name": "老A局", "until": "2009-09-30" });
    let known = json!({ "units": [{ "code": "A", "name": "单位A", "former": [older] }] });
    let put = admin(Method::PUT, "/api/v1/units").json(&known);
    put.send().await.ok();
    let id = town.handed_over().await;
    // What it owes is counted, and by whichever way it is to be retired.
    let refused = retire("A", into_b()).await.problem(ProblemCode::Refused);
    let said = refused["detail_zh"].as_str().unwrap();
    assert!(said.contains("1 件") && said.contains("改交"), "{said}");
    let mut switched = known.clone();
    switched["units"][0]["retired"] = true.into();
    let put = admin(Method::PUT, "/api/v1/units").json(&switched);
    put.send().await.problem(ProblemCode::Refused);
    for (how, pointer) in [
        (json!({ "successor": "A" }), "/successor"),
        (json!({ "successor": "B-1" }), "/successor"),
        (json!({ "successor": "B", "on": "2023-02-30" }), "/on"),
    ] {
        assert_eq!(retire("A", how).await.pointer(), pointer);
    }
    retire("Z", json!({})).await.problem(ProblemCode::NotFound);
    let path = "/api/v1/units/A/retire";
    let ask = town.ask("coordinator", Method::POST, path);
    ask.json(&into_b())
        .send()
        .await
        .problem(ProblemCode::Forbidden);

    let to = json!({ "reassign": { "assignment": 1, "unit": "B", "reason": "机构改革" } });
    town.run("coordinator", &id, to).await.ok();
    let changed = retire("A", into_b()).await.ok();
    let codes = changed["items"].as_array().unwrap().iter();
    let codes: Vec<_> = codes.map(|unit| unit["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["A", "A-1", "B"]);
    retire("A", into_b()).await.problem(ProblemCode::Refused);

    // A list that calls it by the old name means the other, with a word about it; what was, keeps its name.
    let list = "案由,提案人,主办单位\n关于物业的提案,姓名member,单位A\n";
    let ask = town.ask(
        "coordinator",
        Method::POST,
        "/api/v1/imports?hand_over=true",
    );
    let report = ask.bytes(list.as_bytes().to_vec()).send().await.ok();
    let warning = &report["rows"][0]["warnings"][0];
    assert_eq!(warning["code"], "former_name", "{report}");
    let found = town.get("coordinator", "/api/v1/proposals?unit=B").await;
    assert_eq!(found.ok()["items"].as_array().unwrap().len(), 2);
    let units = list_of(&town).await;
    assert_eq!(
        (&units[0]["name"], &units[0]["retired"]),
        (&json!("单位A"), &json!(true))
    );
    assert_eq!(
        units[2]["former"],
        json!([older, { "name": "单位A", "until": "2023-02-06" }])
    );
}

async fn list_of(town: &Town) -> Value {
    let listed = town.get("coordinator", "/api/v1/units").await.ok();
    listed["items"].clone()
}
