//! Searches see what a case says now, and only what one may see.

use serde_json::json;

use super::audit::examined;
use super::{Town, proposal};
use crate::app::search::rebuild;
use crate::app::world::{Worlds, usual_zone};
use crate::store::Tx;
use crate::testing::{Database, on_both};
use axum::http::Method;
use banli_shared::api::ProblemCode;

on_both!(
    a_case_is_found_by_what_it_says_now,
    a_unit_finds_what_it_has_and_a_name_by_its_initials_whose_it_is,
    nobody_finds_what_they_may_not_see,
    a_damaged_index_is_told_and_made_again,
    what_is_alike_tells_where_it_went,
    duties_speak_where_nothing_is_alike,
    the_unit_that_the_list_names_goes_first_for_the_office,
);

impl Town {
    /// The titles that somebody finds.
    async fn find(&self, who: &str, typed: &str) -> Vec<String> {
        let typed: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/api/v1/proposals?count=true&q={typed}");
        let page = self.get(who, &path).await.ok();
        let items = page["items"].as_array().unwrap();
        assert_eq!(page["total"], items.len());
        let titles = items
            .iter()
            .map(|row| row["title"].as_str().unwrap().to_owned());
        titles.collect()
    }

    async fn submit(&self, title: &str, body: &str) -> String {
        let mut new = proposal();
        new["proposal"]["title"] = json!(title);
        new["proposal"]["body"] = json!(body);
        let ask = self.ask("member", Method::POST, "/api/v1/proposals");
        let view = ask.json(&new).send().await.ok();
        view["case"]["id"].as_str().unwrap().to_owned()
    }
}

async fn a_case_is_found_by_what_it_says_now(database: Database) {
    let town = Town::open(database).await;
    town.submit("关于社区养老的提案", "建议把学校食堂向老人开放。")
        .await;
    let id = town.submit("关于学校食堂的提案", "建议明厨亮灶。").await;
    town.submit("关于食堂的提案", "每所学校都有。").await;
    let both = ["关于学校食堂的提案", "关于社区养老的提案"];
    // The title counts more than the text, the newest comes first.
    assert_eq!(town.find("auditor", "学校食堂").await, both);
    assert_eq!(
        town.find("auditor", "学校 食堂").await,
        ["关于学校食堂的提案", "关于食堂的提案", "关于社区养老的提案"]
    );
    assert_eq!(town.find("auditor", "明厨亮灶").await, [both[0]]);
    assert_eq!(town.find("auditor", "xxst").await, [both[0]]);
    assert_eq!(town.find("auditor", "增设站点").await.len(), 3);
    assert_eq!(town.find("auditor", "厨").await, [""; 0]);
    assert_eq!(town.find("auditor", "养").await, [both[1]]);
    let other = json!({ "amend": {
        "title": "关于托育机构的提案", "body": "建议增加托位。", "suggestions": ["增加"],
    } });
    town.run("member", &id, other).await.ok();
    assert_eq!(town.find("auditor", "明厨亮灶").await, [""; 0]);
    assert_eq!(town.find("auditor", "托位").await, ["关于托育机构的提案"]);
    assert_eq!(town.find("auditor", "tyjg").await, ["关于托育机构的提案"]);
}

async fn a_unit_finds_what_it_has_and_a_name_by_its_initials_whose_it_is(database: Database) {
    let town = Town::open(database).await;
    let mine = town.handed_over().await;
    town.submit("关于单位A的提案", "不归它办。").await;
    let has = "关于增设公交站点的提案";
    for typed in ["单位A", " a ", "A", "dwa", "DWA"] {
        assert_eq!(town.find("coordinator", typed).await, [has], "{typed}");
    }
    assert_eq!(town.find("liaison_b", "单位A").await, [""; 0]);
    let names = [json!({ "name": "欧阳琳" })];
    let correct = json!({ "correct": { "reason": "录入有误", "proposers": names } });
    town.run("coordinator", &mine, correct).await.ok();
    for typed in ["欧阳琳", "oyl"] {
        assert_eq!(town.find("coordinator", typed).await, [has], "{typed}");
    }
}

async fn nobody_finds_what_they_may_not_see(database: Database) {
    let town = Town::open(database).await;
    let id = town.submit("关于学校食堂的提案", "建议明厨亮灶。").await;
    for typed in ["食堂", "明厨亮灶", "xxst", "学", "·", "姓名member"] {
        let found = town.find("auditor", typed).await.len();
        assert_eq!(town.find("member", typed).await.len(), found, "{typed}");
        for stranger in ["other_member", "liaison_a", "head_b"] {
            assert_eq!(town.find(stranger, typed).await, [""; 0], "{typed}");
        }
    }
    town.run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    town.run("coordinator", &id, to).await.ok();
    assert_eq!(town.find("liaison_a", "明厨亮灶").await.len(), 1);
    assert_eq!(town.find("liaison_b", "明厨亮灶").await, [""; 0]);
}

async fn a_damaged_index_is_told_and_made_again(database: Database) {
    let town = Town::open(database).await;
    town.submit("关于学校食堂的提案", "建议明厨亮灶。").await;
    town.submit("关于食堂的提案", "每所学校都有。").await;
    assert_eq!(examined(&town).await.findings.told, []);
    let store = town.office.app.store();
    let hurt = async |tx: &mut Tx| tx.clear_words().await;
    store.write(hurt).await.unwrap();
    assert_eq!(town.find("auditor", "食堂").await, [""; 0]);
    let told = examined(&town).await.findings.told;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|it| it.en.contains("reindex")), "{told:?}");
    let worlds = Worlds::new(usual_zone());
    let done = rebuild::all(store, &worlds, super::MORNING).await.unwrap();
    assert_eq!(done, 2);
    assert_eq!(town.find("auditor", "食堂").await.len(), 2);
    assert_eq!(examined(&town).await.findings.told, []);
}

async fn what_is_alike_tells_where_it_went(database: Database) {
    let town = Town::open(database).await;
    let mut handed = Vec::new();
    for (title, unit) in [
        ("关于加强校园食品安全的提案", "A"),
        ("关于完善校园食品安全监管的提案", "A"),
        ("关于公交线网优化的提案", "B"),
    ] {
        let id = town.submit(title, "内容").await;
        town.run("coordinator", &id, json!({ "file": {} }))
            .await
            .ok();
        let to = json!({ "hand_over": { "to": [{ "unit": unit, "role": "lead" }] } });
        town.run("coordinator", &id, to).await.ok();
        handed.push(id);
    }
    let id = town.submit("关于校园食品安全问题的建议", "内容").await;
    let similar = async |who: &str, id: &str| {
        let path = format!("/api/v1/proposals/{id}/similar");
        town.get(who, &path).await
    };
    let found = similar("coordinator", &id).await.ok();
    let titles: Vec<&str> = found["proposals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles.len(), 2, "{found:#}");
    assert!(titles.iter().all(|title| title.contains("校园食品安全")));
    assert_eq!(found["proposals"][0]["shared"][0], "校园食品安全");
    assert_eq!(found["proposals"][0]["leads"], json!(["A"]));
    assert_eq!(found["units"].as_array().unwrap().len(), 1);
    assert_eq!(found["units"][0]["unit"], "A");
    assert_eq!(found["units"][0]["proposals"], 2);
    assert_eq!(found["units"][0]["like"].as_array().unwrap().len(), 2);
    // A unit compares only with what it may see, and asks only about that.
    let seen = similar("liaison_a", &handed[0]).await.ok();
    assert_eq!(seen["proposals"].as_array().unwrap().len(), 1, "{seen:#}");
    similar("liaison_a", &id)
        .await
        .problem(ProblemCode::NotFound);
    similar("liaison_b", &handed[0])
        .await
        .problem(ProblemCode::NotFound);
}

async fn the_unit_that_the_list_names_goes_first_for_the_office(database: Database) {
    let town = Town::open(database).await;
    let list = "提案号,案由,提案人,主办单位,会办单位\n20230007,关于路灯的提案,姓名member,单位B,单位A\n20230008,关于公园的提案,姓名member,,\n";
    let import = town.ask("coordinator", Method::POST, "/api/v1/imports");
    let import = import.header("content-type", "application/octet-stream");
    import.bytes(list.as_bytes().to_vec()).send().await.ok();
    let similar = async |number: &str| {
        let path = format!("/api/v1/proposals/{number}/similar");
        town.get("coordinator", &path).await.ok()
    };
    let found = similar("20230007").await;
    let units = &found["units"];
    assert_eq!(
        (&units[0]["unit"], &units[0]["listed"]),
        (&json!("B"), &json!(true)),
        "{units}"
    );
    let named = json!([
        { "unit": "B", "role": "lead" },
        { "unit": "A", "role": "co_handler" },
    ]);
    assert_eq!(found["listed"], named);
    let others = similar("20230008").await;
    assert!(!others.to_string().contains("listed"), "{others}");
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    town.run("coordinator", "20230007", to).await.ok();
    let path = "/api/v1/proposals/20230007/similar";
    let seen = town.get("liaison_a", path).await.ok();
    assert!(!seen.to_string().contains("listed"), "{seen}");
}

async fn duties_speak_where_nothing_is_alike(database: Database) {
    let town = Town::open(database).await;
    let units = json!({ "units": [
        { "code": "A", "name": "单位A", "duties": "公共交通、停车管理" },
        { "code": "B", "name": "单位B", "duties": "学校管理" },
        { "code": "B-1", "name": "食堂科", "parent": "B", "duties": "学校食堂卫生" },
    ] });
    let office = &town.office;
    let put = office.ask_as(&office.admin, Method::PUT, "/api/v1/units");
    put.json(&units).send().await.ok();
    let id = town.submit("关于加强学校食堂监督的提案", "内容").await;
    let path = format!("/api/v1/proposals/{id}/similar");
    let found = town.get("coordinator", &path).await.ok();
    assert_eq!(found["proposals"], json!([]));
    assert_eq!(found["units"][0]["unit"], "B", "{found:#}");
    assert_eq!(found["units"][0]["proposals"], 0);
    assert_eq!(found["units"][0]["duties"], json!(["学校食堂"]));
}
