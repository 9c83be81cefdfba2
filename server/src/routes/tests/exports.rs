//! Lists out through the router.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::json;

use super::proposals::Town;
use crate::testing::{Database, on_both};

on_both!(what_is_exported_is_what_one_may_see,);

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
    assert_eq!(text.lines().count(), 3);
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
