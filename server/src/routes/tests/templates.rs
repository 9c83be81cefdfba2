//! Templates through the router: whose they are, what is said of a bad one, and what documents say then.

use std::io::{Cursor, Read as _};

use axum::http::Method;
use banli_shared::api::ProblemCode;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    an_office_says_it_in_its_own_words,
    a_bad_template_is_named_by_its_line_and_changes_nothing,
);

const LETTER: &str = "/api/v1/templates/reply_letter";

async fn put(town: &Town, who: &str, path: &str, toml: &str, seen: u32) -> Answer {
    let new = json!({ "toml": toml, "note": "换个说法", "seen": seen });
    town.ask(who, Method::PUT, path).json(&new).send().await
}

async fn put_as_admin(town: &Town, toml: &str, seen: u32) -> Value {
    let office = &town.office;
    let ask = office.ask_as(&office.admin, Method::PUT, LETTER);
    let new = json!({ "toml": toml, "note": "全市统一", "seen": seen });
    ask.json(&new).send().await.ok()
}

/// The text of the letter of a case.
async fn letter(town: &Town, id: &str) -> String {
    let path = format!("/api/v1/proposals/{id}/document");
    let response = town.ask("liaison_a", Method::GET, &path).open().await;
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut part = zip.by_name("word/document.xml").unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

async fn an_office_says_it_in_its_own_words(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    assert!(letter(&town, &id).await.contains("答复的函"));
    let toml = |words: &str| {
        format!("[[paragraph]]\nstyle = \"正文\"\ntext = \"{words}{{案由}}{{答复正文}}\"\n")
    };
    let found = put_as_admin(&town, &toml("通用："), 0).await;
    assert_eq!(
        (&found["revision"], &found["source"]),
        (&json!(1), &json!("office"))
    );
    assert!(
        letter(&town, &id)
            .await
            .contains("通用：关于增设公交站点的提案")
    );

    let own = format!("{LETTER}?unit=A");
    let found = put(&town, "liaison_a", &own, &toml("甲局："), 0).await.ok();
    assert_eq!(found["source"], "unit");
    assert!(letter(&town, &id).await.contains("甲局：关于"));
    // Another unit's, and the one for all, are not theirs to change.
    for path in [LETTER, "/api/v1/templates/reply_letter?unit=B"] {
        let refused = put(&town, "liaison_a", path, &toml(""), 0).await;
        refused.problem(ProblemCode::Forbidden);
    }
    // Somebody else was quicker; and what says the same makes no revision.
    put(&town, "liaison_a", &own, &toml("乙："), 0)
        .await
        .problem(ProblemCode::StaleVersion);
    let same = put(&town, "liaison_a", &own, &toml("甲局："), 1).await.ok();
    assert_eq!(same["revision"], 1);
    // Empty gives back the one for all.
    let back = put(&town, "liaison_a", &own, "", 1).await.ok();
    assert_eq!(
        (&back["revision"], &back["source"]),
        (&json!(2), &json!("office"))
    );
    assert!(letter(&town, &id).await.contains("通用：关于"));

    let history = town
        .get(
            "liaison_b",
            "/api/v1/templates/reply_letter/revisions?unit=A",
        )
        .await
        .ok();
    let first = &history["items"][1];
    assert_eq!(
        (&first["note"], &first["by"]),
        (&json!("换个说法"), &json!("姓名liaison_a"))
    );
    let old = town
        .get("liaison_b", &format!("{own}&revision=1"))
        .await
        .ok();
    assert_eq!(old["toml"], toml("甲局："));
    town.get("liaison_b", &format!("{own}&revision=7"))
        .await
        .problem(ProblemCode::NotFound);
    town.get("liaison_b", "/api/v1/templates/poem")
        .await
        .problem(ProblemCode::NotFound);
    town.get("liaison_b", &format!("{LETTER}?unit=Z"))
        .await
        .problem(ProblemCode::BadField);
}

async fn a_bad_template_is_named_by_its_line_and_changes_nothing(database: Database) {
    let town = Town::open(database).await;
    let bad = "[[paragraph]]\nstyle = \"正文\"\ntext = \"{案号}\"\n[[paragraph]]\nstyle = \"x\"\n";
    let path = format!("{LETTER}?unit=A");
    let problem = put(&town, "liaison_a", &path, bad, 0)
        .await
        .problem(ProblemCode::BadField);
    let said: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["text_zh"].as_str().unwrap())
        .collect();
    assert!(
        said[0].starts_with("第3行：没有占位符“{案号}”；可用：届次（session）"),
        "{said:?}"
    );
    assert!(said[1].starts_with("第5行：不认识“x”"), "{said:?}");
    let shown = town.get("liaison_a", &path).await.ok();
    assert_eq!(
        (&shown["revision"], &shown["source"]),
        (&json!(0), &json!("shipped"))
    );
    let trial = "[[paragraph]]\nstyle = \"正文\"\ntext = \"好{答复正文}\"\n";
    let tried = put(
        &town,
        "liaison_a",
        &format!("{path}&dry_run=true"),
        trial,
        0,
    )
    .await
    .ok();
    assert_eq!(tried["revision"], 1);
    assert_eq!(town.get("liaison_a", &path).await.ok()["revision"], 0);
}
