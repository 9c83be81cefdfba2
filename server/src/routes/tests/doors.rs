//! Bodies, queries and headers that are wrong, and what every answer carries.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::json;

use crate::testing::{Database, Office};

#[tokio::test]
async fn a_wrong_body_is_refused_with_the_place_that_is_wrong() {
    let office = Office::open(Database::sqlite()).await;
    let put = |body: &str| {
        office
            .ask_as(&office.admin, Method::PUT, "/api/v1/units")
            .text(body)
    };
    for (body, pointer) in [
        (r#"{"units":[{"code":"A"}]}"#, "/units/0"),
        (r#"{"units":[{"code":"A","name":1}]}"#, "/units/0/name"),
        (
            r#"{"units":[{"code":"A","name":"甲","colour":"red"}]}"#,
            "/units/0/colour",
        ),
        (
            r#"{"units":[{"code":"A","name":"甲\u0007"}]}"#,
            "/units/0/name",
        ),
        (
            r#"{"units":[{"code":"A","name":"\u202e甲"}]}"#,
            "/units/0/name",
        ),
        (r#"{"units":[]} {}"#, ""),
        (r#"{"units":["#, "/units"),
        ("", ""),
        ("[]", ""),
        ("\u{feff}{}", ""),
    ] {
        let answer = put(body).send().await;
        assert_eq!(answer.pointer(), pointer, "{body}");
    }
    let long = json!({ "units": [{ "code": "A", "name": "长".repeat(10_000) }] });
    assert_eq!(
        put(&long.to_string()).send().await.pointer(),
        "/units/0/name"
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    put(&deep).send().await.problem(ProblemCode::BadField);
    put(&"x".repeat(2 * 1024 * 1024))
        .send()
        .await
        .problem(ProblemCode::TooLarge);
    let units = office
        .ask_as(&office.admin, Method::GET, "/api/v1/units")
        .send()
        .await
        .ok();
    assert_eq!(units["items"], json!([]));
}

#[tokio::test]
async fn a_body_of_another_kind_or_where_none_belongs_is_refused() {
    let office = Office::open(Database::sqlite()).await;
    let ask = |method, path| office.ask_as(&office.admin, method, path);
    let bare = ask(Method::PUT, "/api/v1/units")
        .bytes(b"{\"units\":[]}".to_vec())
        .send()
        .await;
    bare.problem(ProblemCode::UnsupportedMediaType);
    let form = ask(Method::PUT, "/api/v1/units")
        .header("content-type", "application/x-www-form-urlencoded")
        .bytes(b"units=".to_vec());
    form.send().await.problem(ProblemCode::UnsupportedMediaType);
    let charset = ask(Method::PUT, "/api/v1/units")
        .header("content-type", "Application/JSON; charset=utf-8")
        .bytes(b"{\"units\":[]}".to_vec());
    charset.send().await.ok();
    assert_eq!(
        ask(Method::GET, "/api/v1/me")
            .bytes(b"x".to_vec())
            .send()
            .await
            .pointer(),
        ""
    );
}

#[tokio::test]
async fn a_wrong_query_or_header_names_itself() {
    let office = Office::open(Database::sqlite()).await;
    let ask = |path| office.ask_as(&office.admin, Method::GET, path);
    for (path, pointer) in [
        ("/api/v1/people?limit=x", "?limit"),
        ("/api/v1/people?limit=0", "?limit"),
        ("/api/v1/people?limit=201", "?limit"),
        ("/api/v1/people?role=king", "?role"),
        ("/api/v1/people?cursor=x", "?cursor"),
        ("/api/v1/people?colour=red", "?colour"),
        ("/api/v1/me?x=1", "?x"),
    ] {
        assert_eq!(ask(path).send().await.pointer(), pointer, "{path}");
    }
    for value in ["12", "\"a\"", "W/\"12\"", "\"1\", \"2\""] {
        let answer = ask("/api/v1/me").header("if-match", value).send().await;
        assert_eq!(answer.pointer(), "If-Match", "{value}");
    }
    let answer = ask("/api/v1/me").header("last-event-id", "x").send().await;
    assert_eq!(answer.pointer(), "Last-Event-ID");
    for value in ["", "a b", &"k".repeat(101)] {
        let answer = ask("/api/v1/me")
            .header("idempotency-key", value)
            .send()
            .await;
        assert_eq!(answer.pointer(), "Idempotency-Key", "{value}");
    }
}

#[tokio::test]
async fn strangers_learn_nothing_about_fields_or_paths() {
    let office = Office::open(Database::sqlite()).await;
    for token in [
        "",
        "Bearer",
        "Bearer x",
        "Bearer banli_x",
        "Basic YWRtaW46eA==",
        "bearer \u{7f}",
    ] {
        let mut ask = office.ask(Method::PUT, "/api/v1/units?x=1").text("{");
        if !token.is_empty() && token.is_ascii() && !token.contains('\u{7f}') {
            ask = ask.header("authorization", token);
        }
        ask.send().await.problem(ProblemCode::Unauthenticated);
    }
    let answer = office.ask(Method::GET, "/api/v1/nothing").send().await;
    answer.problem(ProblemCode::NotFound);
    let answer = office.ask(Method::PATCH, "/api/v1/me").send().await;
    answer.problem(ProblemCode::MethodNotAllowed);
}

#[tokio::test]
async fn every_answer_is_named_not_stored_and_not_guessed_at() {
    let office = Office::open(Database::sqlite()).await;
    for path in [
        "/healthz",
        "/readyz",
        "/api/v1/me",
        "/api/v1/units",
        "/nothing",
    ] {
        let answer = office.ask_as(&office.admin, Method::GET, path).send().await;
        assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
        assert_eq!(
            answer.headers["x-content-type-options"], "nosniff",
            "{path}"
        );
        assert_eq!(answer.headers["x-request-id"].len(), 16, "{path}");
    }
    let answer = office.ask(Method::GET, "/api/v1/me").send().await;
    let id = answer.headers["x-request-id"].to_str().unwrap().to_owned();
    assert_eq!(answer.body["request_id"], id);
}

#[tokio::test]
async fn ready_means_that_a_write_reaches_the_database() {
    let office = Office::open(Database::sqlite()).await;
    let ready = office.ask(Method::GET, "/readyz").send().await.ok();
    assert_eq!(ready["ready"], true);
    let newer = async |tx: &mut crate::store::Tx| {
        tx.execute(
            "INSERT INTO schema_migrations VALUES (99, 'later', '', 1)",
            &[],
        )
        .await
    };
    office.app.store().write(newer).await.unwrap();
    let answer = office.ask(Method::GET, "/readyz").send().await;
    answer.problem(ProblemCode::Unavailable);
    office.ask(Method::GET, "/healthz").send().await.ok();
}

#[tokio::test]
async fn the_document_describes_what_is_mounted() {
    let office = Office::open(Database::sqlite()).await;
    let path = "/api/v1/openapi.json";
    let document = office.ask(Method::GET, path).send().await.ok();
    for mounted in crate::routes::all().mounted() {
        let method = mounted.method.as_str().to_ascii_lowercase();
        let operation = &document["paths"][mounted.path][&method];
        assert_eq!(operation["operationId"], mounted.name, "{mounted:?}");
    }
}
