use axum::http::Method;
use banli_shared::api::ProblemCode;
use banli_shared::api::account::Scope;
use banli_shared::org::{Post, Role};
use serde_json::json;

use crate::app::housekeeping;
use crate::params;
use crate::store::Tx;
use crate::testing::{Database, Office, PASSWORD, on_both};

on_both!(
    a_person_changes_their_own_password_and_every_other_token_ends,
    a_password_is_changed_once_however_often_it_is_asked_for,
);

async fn log_in(office: &Office, login: &str, password: &str) -> crate::testing::Answer {
    let body = json!({ "login": login, "password": password });
    office
        .ask(Method::POST, "/api/v1/login")
        .json(&body)
        .send()
        .await
}

#[tokio::test]
async fn a_login_gives_a_token_that_works_until_the_logout() {
    let office = Office::open(Database::sqlite()).await;
    let body = log_in(&office, "Admin", PASSWORD).await.ok();
    let token = body["token"].as_str().unwrap();
    assert!(token.starts_with("banli_"));
    assert_eq!(body["person"]["posts"], json!([{ "role": "admin" }]));
    let me = office
        .ask_as(token, Method::GET, "/api/v1/me")
        .send()
        .await
        .ok();
    assert_eq!(me, body["person"]);
    office
        .ask_as(token, Method::POST, "/api/v1/logout")
        .send()
        .await
        .ok();
    let after = office.ask_as(token, Method::GET, "/api/v1/me").send().await;
    assert_eq!(after.headers["www-authenticate"], "Bearer");
    after.problem(ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn unknown_wrong_and_kept_out_are_answered_the_same() {
    let office = Office::open(Database::sqlite()).await;
    office.person("out", &[]).await;
    let disable = async |tx: &mut Tx| {
        tx.execute("UPDATE people SET disabled = 1 WHERE login = 'out'", &[])
            .await
    };
    office.app.store().write(disable).await.unwrap();
    let mut answers = vec![
        log_in(&office, "nobody", PASSWORD).await,
        log_in(&office, "admin", "wrong password").await,
        log_in(&office, "out", PASSWORD).await,
        log_in(&office, "admin' OR '1'='1", "\u{1b}[31m").await,
        log_in(&office, "", "").await,
    ]
    .into_iter()
    .map(|answer| {
        let mut body = answer.problem(ProblemCode::WrongLogin);
        body["request_id"].take();
        body
    });
    let first = answers.next().unwrap();
    assert!(answers.all(|answer| answer == first));
}

#[tokio::test]
async fn guessing_is_slowed_down_and_working_logins_are_not() {
    let office = Office::open(Database::sqlite()).await;
    for _ in 0..12 {
        log_in(&office, "admin", PASSWORD).await.ok();
    }
    for _ in 0..10 {
        log_in(&office, "admin", "guess")
            .await
            .problem(ProblemCode::WrongLogin);
    }
    let slowed = log_in(&office, "admin", PASSWORD).await;
    let wait: u32 = slowed.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=31).contains(&wait), "{wait}");
    slowed.problem(ProblemCode::TooMany);
}

#[tokio::test]
async fn a_token_reaches_as_far_as_its_scopes_and_no_further_than_its_maker() {
    let office = Office::open(Database::sqlite()).await;
    let new = json!({ "label": "脚本", "scopes": ["read"], "days": 7 });
    let made = office
        .ask_as(&office.admin, Method::POST, "/api/v1/tokens")
        .json(&new)
        .send()
        .await
        .ok();
    let reader = made["token"].as_str().unwrap();
    office
        .ask_as(reader, Method::GET, "/api/v1/me")
        .send()
        .await
        .ok();
    let units = json!({ "units": [] });
    let put = office
        .ask_as(reader, Method::PUT, "/api/v1/units")
        .json(&units)
        .send()
        .await;
    put.problem(ProblemCode::OutOfScope);
    let more = office
        .ask_as(reader, Method::POST, "/api/v1/tokens")
        .json(&new)
        .send()
        .await;
    more.problem(ProblemCode::OutOfScope);

    let writer = json!({ "label": "w", "scopes": ["read", "write"], "days": 1 });
    let writer = office
        .ask_as(&office.admin, Method::POST, "/api/v1/tokens")
        .json(&writer)
        .send()
        .await
        .ok();
    let wider = json!({ "label": "a", "scopes": ["admin"], "days": 1 });
    let writer = writer["token"].as_str().unwrap();
    let wider = office
        .ask_as(writer, Method::POST, "/api/v1/tokens")
        .json(&wider)
        .send()
        .await;
    wider.problem(ProblemCode::OutOfScope);

    let listed = office
        .ask_as(&office.admin, Method::GET, "/api/v1/tokens")
        .send()
        .await;
    let listed = listed.ok()["items"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert!(!listed.to_string().contains("banli_"));

    let id = made["info"]["id"].as_str().unwrap();
    let path = format!("/api/v1/tokens/{id}");
    let other = office.person("other", &[]).await;
    office
        .ask_as(&other, Method::DELETE, &path)
        .send()
        .await
        .problem(ProblemCode::NotFound);
    office
        .ask_as(&office.admin, Method::DELETE, &path)
        .send()
        .await
        .ok();
    office
        .ask_as(reader, Method::GET, "/api/v1/me")
        .send()
        .await
        .problem(ProblemCode::Unauthenticated);
}

#[tokio::test]
async fn bad_tokens_to_make_name_their_field() {
    let office = Office::open(Database::sqlite()).await;
    for (new, pointer) in [
        (
            json!({ "label": "a\u{1b}[0m", "scopes": ["read"], "days": 1 }),
            "/label",
        ),
        (json!({ "label": "a", "scopes": [], "days": 1 }), "/scopes"),
        (
            json!({ "label": "a", "scopes": ["all"], "days": 1 }),
            "/scopes/0",
        ),
        (
            json!({ "label": "a", "scopes": ["read"], "days": 0 }),
            "/days",
        ),
        (
            json!({ "label": "a", "scopes": ["read"], "days": -1 }),
            "/days",
        ),
    ] {
        let answer = office
            .ask_as(&office.admin, Method::POST, "/api/v1/tokens")
            .json(&new)
            .send()
            .await;
        assert_eq!(answer.pointer(), pointer);
    }
}

#[tokio::test]
async fn what_has_expired_does_not_work_and_is_dropped() {
    let office = Office::open(Database::sqlite()).await;
    let me = office
        .ask_as(&office.admin, Method::GET, "/api/v1/me")
        .send()
        .await
        .ok();
    let person = me["id"].as_str().unwrap();
    let old = office.token(person, Scope::ALL, office.app.now() - 1).await;
    let answer = office.ask_as(&old, Method::GET, "/api/v1/me").send().await;
    answer.problem(ProblemCode::Unauthenticated);
    let keyed = async |tx: &mut Tx| {
        let sql = "INSERT INTO idempotency VALUES ($1, 'k', '', 0, '', 1)";
        tx.execute(sql, params!["p"]).await
    };
    office.app.store().write(keyed).await.unwrap();
    let now = office.app.now();
    assert_eq!(housekeeping::sweep(&office.app, now).await, Ok(2));
    assert_eq!(housekeeping::sweep(&office.app, now).await, Ok(0));
    office
        .ask_as(&office.admin, Method::GET, "/api/v1/me")
        .send()
        .await
        .ok();
}

#[tokio::test]
async fn only_administrators_administer() {
    let office = Office::open(Database::sqlite()).await;
    for role in [
        Role::Coordinator,
        Role::Supervisor,
        Role::Auditor,
        Role::Proposer,
    ] {
        let token = office.person(role.code(), &[Post::office(role)]).await;
        let body = json!({ "units": [] });
        let answer = office
            .ask_as(&token, Method::PUT, "/api/v1/units")
            .json(&body)
            .send()
            .await;
        answer.problem(ProblemCode::Forbidden);
        office
            .ask_as(&token, Method::GET, "/api/v1/units")
            .send()
            .await
            .ok();
    }
}

/// What somebody says who wants another password.
async fn set_password(
    office: &Office,
    token: &str,
    (old, new): (&str, &str),
    key: &str,
) -> crate::testing::Answer {
    let put = office.ask_as(token, Method::PUT, "/api/v1/me/password");
    let put = put.header("idempotency-key", key);
    put.json(&json!({ "old": old, "new": new })).send().await
}

async fn a_person_changes_their_own_password_and_every_other_token_ends(database: Database) {
    const NEW: &str = "另一个密码 2023";
    let office = Office::open(database).await;
    office.person("own", &[]).await;
    let of_other = office.person("other", &[]).await;
    let token = log_in(&office, "own", PASSWORD).await.ok()["token"].clone();
    let token = token.as_str().unwrap();
    let of_phone = log_in(&office, "own", PASSWORD).await.ok()["token"].clone();
    let reader = json!({ "label": "脚本", "scopes": ["read"], "days": 7 });
    let make = office.ask_as(token, Method::POST, "/api/v1/tokens");
    let reader = make.json(&reader).send().await.ok()["token"].clone();

    for (old, new, pointer) in [
        ("not mine", NEW, "/old"),
        (PASSWORD, "short", "/new"),
        (PASSWORD, PASSWORD, "/new"),
    ] {
        let refused = set_password(&office, token, (old, new), "a").await;
        assert_eq!(refused.pointer(), pointer);
    }
    // Who may only read may not.
    let reads = set_password(&office, reader.as_str().unwrap(), (PASSWORD, NEW), "b").await;
    reads.problem(ProblemCode::OutOfScope);
    log_in(&office, "own", PASSWORD).await.ok();

    // What was made at the back door, two more logins, and the token of the script.
    let changed = set_password(&office, token, (PASSWORD, NEW), "c").await;
    assert_eq!(changed.ok(), json!({ "ended": 4 }));
    let me = async |token: &str| {
        let me = office.ask_as(token, Method::GET, "/api/v1/me");
        me.send().await
    };
    me(token).await.ok();
    me(&of_other).await.ok();
    for ended in [&of_phone, &reader] {
        let ended = me(ended.as_str().unwrap()).await;
        ended.problem(ProblemCode::Unauthenticated);
    }
    let old = log_in(&office, "own", PASSWORD).await;
    old.problem(ProblemCode::WrongLogin);
    log_in(&office, "own", NEW).await.ok();
}

async fn a_password_is_changed_once_however_often_it_is_asked_for(database: Database) {
    let office = Office::open(database).await;
    let token = office.person("own", &[]).await;
    let change = async || set_password(&office, &token, (PASSWORD, "the next one"), "k").await;
    assert_eq!(change().await.ok(), json!({ "ended": 0 }));
    log_in(&office, "own", "the next one").await.ok();
    // The answer got lost: the old password is not asked for again, and no login ends.
    let again = change().await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.ok(), json!({ "ended": 0 }));
    log_in(&office, "own", "the next one").await.ok();
}

#[tokio::test]
async fn guessing_at_the_old_password_is_slowed_down_like_a_login() {
    let office = Office::open(Database::sqlite()).await;
    let guess = async |n: usize| {
        let wanted = (&*format!("guess {n}"), "another one");
        set_password(&office, &office.admin, wanted, &n.to_string()).await
    };
    for n in 0..10 {
        assert_eq!(guess(n).await.pointer(), "/old");
    }
    let slowed = guess(10).await;
    assert!(slowed.headers.contains_key("retry-after"));
    slowed.problem(ProblemCode::TooMany);
    log_in(&office, "admin", PASSWORD)
        .await
        .problem(ProblemCode::TooMany);
}
