//! Cells of lists that are not as they should be: read all the same where that is certain, and told.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use banli_shared::org::{Post, Role};
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    a_remark_or_a_space_in_a_name_keeps_nobody_from_their_proposal,
    a_number_without_a_year_is_told_once_and_what_is_none_is_refused,
    a_list_without_known_headers_says_how_they_are_named,
);

async fn import(town: &Town, query: &str, list: &str) -> Answer {
    let path = format!("/api/v1/imports{query}");
    town.ask("coordinator", Method::POST, &path)
        .header("content-type", "application/octet-stream")
        .bytes(list.as_bytes().to_vec())
        .send()
        .await
}

fn codes(row: &Value) -> Vec<&str> {
    let warnings = row["warnings"].as_array().into_iter().flatten();
    warnings.map(|it| it["code"].as_str().unwrap()).collect()
}

async fn a_remark_or_a_space_in_a_name_keeps_nobody_from_their_proposal(database: Database) {
    let mut town = Town::open(database).await;
    let proposer = Post {
        role: Role::Proposer,
        place: None,
    };
    town.add("四光", &[proposer]).await;
    let list = "提案号,案由,提案人\n20230007,关于养老服务的提案,姓名四光（民盟）\n\
        20230008,关于托育服务的提案,姓 名四光\n20230009,关于公园的提案,赵六（钱七）\n";
    let report = import(&town, "", list).await.ok();
    let rows = [0, 1, 2].map(|at| &report["rows"][at]);
    assert_eq!(
        rows.map(codes),
        [["name_read_as"], ["name_read_as"], ["doubtful_name"]]
    );
    let said = rows[0]["warnings"][0]["text"].as_str().unwrap();
    assert!(said.contains("taken as 姓名四光"), "{said}");
    for number in ["20230007", "20230008"] {
        let case = town.see("coordinator", number).await.ok();
        let proposers = &case["case"]["proposal"]["proposers"];
        assert_eq!(proposers[0]["name"], "姓名四光");
        assert!(proposers[0]["person"].is_string(), "{proposers}");
        assert_eq!(proposers[1], Value::Null);
    }
    let again = import(&town, "", list).await.ok();
    assert_eq!(again["rows"][0]["differs"], Value::Null, "{again}");
    assert_eq!(codes(&again["rows"][0]), [""; 0], "{again}");
}

async fn a_number_without_a_year_is_told_once_and_what_is_none_is_refused(database: Database) {
    let town = Town::open(database).await;
    let list = "提案号,案由,提案人\n257,关于养老服务的提案,姓名member\n\
        20230008,关于托育服务的提案,姓名member\n98,关于公园的提案,姓名member\n";
    let report = import(&town, "", list).await.ok();
    assert_eq!(codes(&report["rows"][0]), ["short_number"]);
    assert_eq!(report["rows"][2]["warnings"], Value::Null);
    let said = report["rows"][0]["warnings"][0]["text"].as_str().unwrap();
    assert!(
        said.contains("(2: 257, 98)") && said.contains("20230257"),
        "{said}"
    );
    let again = import(&town, "", list).await.ok();
    assert_eq!(again["same"], 3);
    assert_eq!(codes(&again["rows"][0]), [""; 0], "{again}");
    for none in ["TRUE", "false"] {
        let list = list.replace("257", none);
        let refused = import(&town, "", &list).await.problem(ProblemCode::BadList);
        let fault = &refused["errors"][0];
        assert_eq!(
            (&fault["code"], &fault["at"]["column"]),
            (&json!("not_a_number"), &json!("A"))
        );
    }
}

async fn a_list_without_known_headers_says_how_they_are_named(database: Database) {
    let town = Town::open(database).await;
    let refused = import(&town, "", "编码,名目\n1,2\n").await;
    let problem = refused.problem(ProblemCode::BadList);
    let said = problem["detail_zh"].as_str().unwrap();
    assert!(said.contains("--map …=title,…=proposers"), "{said}");
}
