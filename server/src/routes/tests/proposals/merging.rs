//! A proposal handled under another number: both change together.

use banli_shared::api::ProblemCode;
use serde_json::json;

use super::{Town, proposal};
use crate::testing::{Database, on_both};

on_both!(
    a_merge_and_its_undoing_change_both_cases,
    merges_across_each_other_end,
    a_unit_reads_what_is_merged_into_its_case_and_is_told,
);

async fn a_merge_and_its_undoing_change_both_cases(database: Database) {
    let town = Town::open(database).await;
    let (host, guest) = (town.submitted().await, town.submitted().await);
    town.run("coordinator", &host, json!({ "file": {} }))
        .await
        .ok();
    // By its number, as an office would type it.
    let merge = json!({ "merge": { "into": "20230001" } });
    let merged = town.run("coordinator", &guest, merge).await.ok();
    assert_eq!(merged["stage"], "merged");
    let offers = merged["offers"].as_array().unwrap();
    let unmerge = offers.iter().find(|offer| offer["action"] == "unmerge");
    assert!(unmerge.unwrap().get("refusal").is_none());
    let view = town.see("coordinator", &host).await.ok();
    assert_eq!(view["case"]["absorbed"][0]["case"], json!(guest));
    assert_eq!(view["case"]["version"], 3);

    let unmerged = town
        .run("coordinator", &guest, json!({ "unmerge": {} }))
        .await
        .ok();
    assert_eq!(unmerged["stage"], "submitted");
    let view = town.see("coordinator", &host).await.ok();
    assert_eq!(view["case"]["absorbed"], json!([]));
}

/// Each into the other, many times at once: locks are taken in one order, so nobody waits for ever, and one wins.
async fn merges_across_each_other_end(database: Database) {
    let town = Town::open(database).await;
    let (one, two) = (town.submitted().await, town.submitted().await);
    let asks = (0..8).map(|index| {
        let (from, into) = if index % 2 == 0 {
            (&one, &two)
        } else {
            (&two, &one)
        };
        let merge = json!({ "merge": { "into": into } });
        tokio::spawn(town.command("coordinator", from, &merge).send())
    });
    let mut won = 0;
    for ask in asks.collect::<Vec<_>>() {
        won += u32::from(ask.await.unwrap().status.is_success());
    }
    assert_eq!(won, 1);
}

async fn a_unit_reads_what_is_merged_into_its_case_and_is_told(database: Database) {
    let town = Town::open(database).await;
    let host = town.handed_over().await;
    let mut other = proposal();
    other["proposal"]["title"] = json!("关于延长公交运营时间的提案");
    other["proposal"]["body"] = json!("末班车过早，夜班职工无车可乘。");
    other["proposal"]["suggestions"] = json!(["末班车延至零时", "开行夜班线"]);
    let made = town.ask("member", axum::http::Method::POST, "/api/v1/proposals");
    let made = made.json(&other).send().await.ok();
    let guest = made["case"]["id"].as_str().unwrap();
    assert_eq!(made["case"]["intake_number"], "2023-S0002");
    let before = town.see("liaison_a", &host).await.ok();
    assert_eq!(before.get("merged"), None);
    let into = json!({ "merge": { "into": host } });
    town.run("coordinator", guest, into).await.ok();

    for who in ["liaison_a", "chief_a", "member", "coordinator", "auditor"] {
        let view = town.see(who, &host).await.ok();
        let read = json!([{
            "case": guest, "number": "2023-S0002",
            "title": "关于延长公交运营时间的提案", "body": "末班车过早，夜班职工无车可乘。",
        }]);
        assert_eq!(view["merged"], read, "{who}");
        let asked = json!([
            { "no": 3, "text": "末班车延至零时" }, { "no": 4, "text": "开行夜班线" },
        ]);
        assert_eq!(view["case"]["absorbed"][0]["suggestions"], asked, "{who}");
    }
    for who in ["liaison_b", "chief_b", "other_member"] {
        for case in [host.as_str(), guest] {
            town.see(who, case).await.problem(ProblemCode::NotFound);
        }
    }
    let told = async |who: &str| {
        let page = town.get(who, "/api/v1/notices").await.ok();
        let items = page["items"].as_array().unwrap().clone();
        let said = |key: &str, it: &serde_json::Value| it[key].as_str().unwrap().to_owned();
        let all = items.iter().map(|it| (said("kind", it), said("note", it)));
        all.collect::<Vec<_>>()
    };
    let which = "2023-S0002  关于延长公交运营时间的提案".to_owned();
    let merged = ("merged_in".to_owned(), which.clone());
    assert_eq!(told("liaison_a").await, std::slice::from_ref(&merged));

    town.run("coordinator", guest, json!({ "unmerge": {} }))
        .await
        .ok();
    let view = town.see("liaison_a", &host).await.ok();
    assert_eq!(view.get("merged"), None);
    let undone = ("merge_undone".to_owned(), which);
    assert_eq!(told("liaison_a").await, [undone, merged]);
    assert_eq!(told("liaison_b").await, []);
}
