//! Documents through the router.

use std::io::{Cursor, Read as _};

use axum::http::{Method, StatusCode};
use banli_shared::api::ProblemCode;
use http_body_util::BodyExt as _;
use serde_json::json;

use super::proposals::{Town, reviewed};
use crate::testing::{Database, on_both};

on_both!(
    a_letter_is_the_units_as_a_draft_and_the_members_once_it_is_out,
    the_letters_of_a_unit_come_as_one_archive,
    a_bulletin_says_where_things_stand,
    what_was_merged_before_it_was_filed_is_listed_by_its_intake_number,
    a_letter_says_whether_it_is_one_more_reply,
);

/// A file as somebody gets it: status, name and bytes.
async fn file(town: &Town, who: &str, path: &str) -> (StatusCode, String, Vec<u8>) {
    let response = town.ask(who, Method::GET, path).open().await;
    let status = response.status();
    let name = response.headers().get("content-disposition");
    let name = name.map_or("", |it| it.to_str().unwrap()).to_owned();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, name, bytes.to_vec())
}

/// The text of a part of a document.
fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

async fn a_letter_is_the_units_as_a_draft_and_the_members_once_it_is_out(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let path = format!("/api/v1/proposals/{id}/document");
    for (who, kind, expected) in [
        ("handler_a", "reply_letter", StatusCode::OK),
        ("auditor", "reply_letter", StatusCode::OK),
        ("member", "reply_letter", StatusCode::CONFLICT),
        ("other_member", "reply_letter", StatusCode::NOT_FOUND),
        ("liaison_b", "hand_over_sheet", StatusCode::NOT_FOUND),
        ("member", "hand_over_sheet", StatusCode::FORBIDDEN),
        ("liaison_a", "hand_over_sheet", StatusCode::OK),
        ("liaison_a", "feedback_form", StatusCode::CONFLICT),
        ("liaison_a", "bulletin", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (status, ..) = file(&town, who, &format!("{path}?kind={kind}")).await;
        assert_eq!(status, expected, "{who} {kind}");
    }
    let (_, name, draft) = file(&town, "handler_a", &path).await;
    assert_eq!(
        name,
        "attachment; filename=\"reply_letter-20230001-1.docx\""
    );
    assert!(part(&draft, "word/header.xml").contains("草稿"));
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    let (status, _, letter) = file(&town, "member", &path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!part(&letter, "word/header.xml").contains("草稿"));
    let text = part(&letter, "word/document.xml");
    for said in [
        "A类",
        "深函1号",
        "姓名member委员：",
        "站点已增设。",
        "延长线路",
        "2023年2月6日",
    ] {
        assert!(text.contains(said), "{said}");
    }
    // Whoever asks gets the same letter.
    assert_eq!(file(&town, "handler_a", &path).await.2, letter);
    town.get("member", &format!("{path}?assignment=2"))
        .await
        .problem(ProblemCode::Refused);
    town.get("member", &format!("{path}?kind=poem"))
        .await
        .problem(ProblemCode::BadField);
}

async fn the_letters_of_a_unit_come_as_one_archive(database: Database) {
    let town = Town::open(database).await;
    for answered in [true, false] {
        let id = town.in_review().await;
        for (who, command) in reviewed().into_iter().filter(|_| answered) {
            town.run(who, &id, command).await.ok();
        }
    }
    let names = async |kind: &str| {
        let path = format!("/api/v1/units/A/documents?kind={kind}");
        let (status, _, bytes) = file(&town, "liaison_a", &path).await;
        assert_eq!(status, StatusCode::OK);
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut names: Vec<String> = zip
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("reply_letter").await, ["答复函-20230001-A.docx"]);
    let sheets = names("hand_over_sheet").await;
    assert_eq!(sheets, ["交办单-20230001-A.docx", "交办单-20230002-A.docx"]);
    for (who, path, code) in [
        ("liaison_b", "A/documents", ProblemCode::Forbidden),
        ("handler_a", "A/documents", ProblemCode::Forbidden),
        ("auditor", "Z/documents", ProblemCode::NotFound),
        (
            "auditor",
            "A/documents?kind=bulletin",
            ProblemCode::BadField,
        ),
        ("auditor", "A/documents?session=1999", ProblemCode::BadField),
    ] {
        let answer = town.get(who, &format!("/api/v1/units/{path}")).await;
        answer.problem(code);
    }
}

async fn a_bulletin_says_where_things_stand(database: Database) {
    let town = Town::open(database).await;
    let answered = town.in_review().await;
    for (who, command) in reviewed() {
        town.run(who, &answered, command).await.ok();
    }
    town.handed_over().await;
    town.pass(100);
    for (who, query, status) in [
        ("auditor", "", StatusCode::OK),
        ("liaison_a", "?unit=A", StatusCode::OK),
        ("liaison_a", "", StatusCode::FORBIDDEN),
        ("liaison_a", "?unit=B", StatusCode::FORBIDDEN),
        ("member", "?unit=A", StatusCode::FORBIDDEN),
        ("auditor", "?unit=Z", StatusCode::NOT_FOUND),
        ("auditor", "?session=1999", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let (got, ..) = file(&town, who, &format!("/api/v1/bulletin{query}")).await;
        assert_eq!(got, status, "{who} {query}");
    }
    let (_, name, bytes) = file(&town, "auditor", "/api/v1/bulletin").await;
    assert_eq!(name, "attachment; filename=\"bulletin-2023.docx\"");
    let text = part(&bytes, "word/document.xml");
    for said in [
        "全部承办单位",
        "提案2件，应办答复件2件，已办1件；在办任务1件，其中逾期1件，临期0件。",
        "按时办复率",
        "50.00%",
        "注：百分比保留 2 位小数，尾数处理：四舍五入；",
        "得分仅在显示时四舍五入至两位小数",
        "逾期未办结（1件）",
        "20230002",
        "单位A",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(!text.contains("即将到期"));
}

async fn what_was_merged_before_it_was_filed_is_listed_by_its_intake_number(database: Database) {
    let town = Town::open(database).await;
    let host = town.handed_over().await;
    let guest = town.submitted().await;
    let merge = json!({ "merge": { "into": host } });
    town.run("coordinator", &guest, merge).await.ok();
    let path = format!("/api/v1/proposals/{host}/document?kind=hand_over_sheet");
    let (_, _, sheet) = file(&town, "liaison_a", &path).await;
    let text = part(&sheet, "word/document.xml");
    assert!(text.contains("20230001、2023-S0002"), "{text}");
    // The text behind it is of both.
    let guest_text = "并案提案《关于增设公交站点的提案》（第2023-S0002号）：";
    assert!(text.contains(guest_text), "{text}");
    assert_eq!(
        text.matches("建议在新区增设公交站点。").count(),
        2,
        "{text}"
    );
    // What it asks for says whose it is, in the sheet and in the letter; what the proposal itself does, does not.
    let whose = "（第2023-S0002号提案《关于增设公交站点的提案》）";
    assert!(text.contains("建议4"), "{text}");
    assert_eq!(text.matches(whose).count(), 2, "{text}");
    for command in [
        json!({ "accept": { "assignment": 1 } }),
        json!({ "dispatch": { "assignment": 1, "department": "A-1" } }),
    ] {
        town.run("liaison_a", &host, command).await.ok();
    }
    let answer = json!({ "answer_suggestion": {
        "assignment": 1, "suggestion": 4, "verdict": "adopted", "text": "末班车已延长"
    } });
    let draft = json!({ "save_draft": { "assignment": 1, "body": "线路已延长。", "class": "a" } });
    for command in [answer, draft] {
        town.run("handler_a", &host, command).await.ok();
    }
    let path = format!("/api/v1/proposals/{host}/document");
    let (_, _, letter) = file(&town, "handler_a", &path).await;
    let text = part(&letter, "word/document.xml");
    assert!(
        text.contains(&format!("四、关于“延长线路”的建议{whose}")),
        "{text}"
    );
    assert_eq!(text.matches(whose).count(), 2, "{text}");
    assert!(text.contains("末班车已延长"), "{text}");
    let received = "您提出的《关于增设公交站点的提案》（第20230001号）\
                    及并案办理的《关于增设公交站点的提案》（第2023-S0002号）收悉。经研究，现答复如下：";
    assert!(text.contains(received), "{text}");
}

async fn a_letter_says_whether_it_is_one_more_reply(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    let none = town
        .get("liaison_a", "/api/v1/units/A/documents?kind=reply_letter")
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{none:?}");
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    assert!(calls_itself(&town, &id, 1, "答复").await);
    let bad = json!({ "rate": {
        "assignment": 1, "work": "satisfied", "result": "dissatisfied", "comment": "未落实"
    } });
    town.run("member", &id, bad).await.ok();
    let draft = json!({ "save_draft": { "assignment": 1, "body": "再答。", "class": "a" } });
    town.run("handler_a", &id, draft).await.ok();
    assert!(calls_itself(&town, &id, 2, "再次答复").await);
}

/// Whether the letter of a round calls itself this, in its title and where the answer begins.
pub(super) async fn calls_itself(town: &Town, id: &str, round: u32, name: &str) -> bool {
    let path = format!("/api/v1/proposals/{id}/document?round={round}");
    let (_, _, letter) = file(town, "handler_a", &path).await;
    let text = part(&letter, "word/document.xml");
    text.contains(&format!("第20230001号提案{name}的函"))
        && text.contains(&format!("（第20230001号）收悉。经研究，现{name}如下："))
}
