use axum::http::Method;
use banli_shared::api::ProblemCode;
use banli_shared::org::{Post, Role};
use serde_json::{Value, json};

use crate::testing::{Database, Office, PASSWORD, on_both};

on_both!(
    people_come_page_by_page_by_role_and_unit,
    logins_are_told_to_who_administers,
    an_added_person_can_log_in_and_a_changed_one_must_again,
);

async fn people_come_page_by_page_by_role_and_unit(database: Database) {
    let office = Office::open(database).await;
    office
        .units(&[("B", None), ("B-1", Some("B")), ("C", None)])
        .await;
    for number in 0..5 {
        let posts = [Post::at(Role::Handler, "B-1"), Post::at(Role::Liaison, "C")];
        office
            .person(&format!("h{number}"), &posts[..1 + number % 2])
            .await;
    }
    office
        .person("head", &[Post::at(Role::UnitHead, "B")])
        .await;
    let logins = |body: &Value| -> Vec<String> {
        let items = body["items"].as_array().unwrap();
        items
            .iter()
            .map(|item| item["login"].as_str().unwrap().to_owned())
            .collect()
    };
    let ask = async |query: &str| {
        let path = format!("/api/v1/people?{query}");
        office
            .ask_as(&office.admin, Method::GET, &path)
            .send()
            .await
    };
    assert_eq!(
        logins(&ask("").await.ok()),
        ["admin", "h0", "h1", "h2", "h3", "h4", "head"]
    );
    assert_eq!(
        logins(&ask("unit=B").await.ok()),
        ["h0", "h1", "h2", "h3", "h4", "head"]
    );
    assert_eq!(logins(&ask("unit=B-1&role=unit_head").await.ok()), [""; 0]);
    assert_eq!(logins(&ask("unit=C").await.ok()), ["h1", "h3"]);
    assert_eq!(logins(&ask("role=liaison").await.ok()), ["h1", "h3"]);
    assert_eq!(logins(&ask("role=handler&unit=C").await.ok()), [""; 0]);

    let mut seen = Vec::new();
    let mut query = "unit=B&limit=4".to_owned();
    loop {
        let page = ask(&query).await.ok();
        seen.extend(logins(&page));
        match page["next"].as_str() {
            Some(next) => query = format!("unit=B&limit=4&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["h0", "h1", "h2", "h3", "h4", "head"]);
    let next = ask("unit=B&limit=4").await.ok()["next"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        ask(&format!("unit=C&cursor={next}")).await.pointer(),
        "?cursor"
    );
    assert_eq!(ask("unit=B&limit=6").await.ok()["next"], Value::Null);
}

async fn logins_are_told_to_who_administers(database: Database) {
    let office = Office::open(database).await;
    office.units(&[("B", None)]).await;
    let liaison = office
        .person("liaison-login", &[Post::at(Role::Liaison, "B")])
        .await;
    office
        .person("handler-login", &[Post::at(Role::Handler, "B")])
        .await;
    let member = office
        .person("member-login", &[Post::office(Role::Proposer)])
        .await;
    let mut path = "/api/v1/people?limit=1".to_owned();
    let mut seen = 0;
    loop {
        let page = office
            .ask_as(&liaison, Method::GET, &path)
            .send()
            .await
            .ok();
        let items = page["items"].as_array().unwrap();
        assert!(items.iter().all(|it| it.get("login").is_none()), "{page}");
        seen += items.len();
        match page["next"].as_str() {
            Some(next) => path = format!("/api/v1/people?limit=1&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, 4);
    let refused = office
        .ask_as(&member, Method::GET, "/api/v1/people")
        .send()
        .await;
    assert_eq!(refused.status, 403);
    // One's own is told.
    let me = office
        .ask_as(&member, Method::GET, "/api/v1/me")
        .send()
        .await
        .ok();
    assert_eq!(me["login"], "member-login");
}

async fn an_added_person_can_log_in_and_a_changed_one_must_again(database: Database) {
    let office = Office::open(database).await;
    let new =
        json!({ "login": "Zhang.San", "name": "张三", "password": "first password", "posts": [] });
    let added = office
        .ask_as(&office.admin, Method::POST, "/api/v1/people")
        .json(&new)
        .send()
        .await
        .ok();
    assert_eq!(added["login"], "zhang.san");
    let log_in = async |password: &str| {
        let body = json!({ "login": "zhang.san", "password": password });
        office
            .ask(Method::POST, "/api/v1/login")
            .json(&body)
            .send()
            .await
    };
    let token = log_in("first password").await.ok()["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/api/v1/people/{}", added["id"].as_str().unwrap());
    let edit = async |change: Value| {
        office
            .ask_as(&office.admin, Method::PUT, &path)
            .json(&change)
            .send()
            .await
    };

    let renamed = edit(json!({ "name": "张三丰", "posts": [{ "role": "auditor" }] }))
        .await
        .ok();
    assert_eq!(renamed["posts"], json!([{ "role": "auditor" }]));
    let me = office
        .ask_as(&token, Method::GET, "/api/v1/me")
        .send()
        .await
        .ok();
    assert_eq!(me["name"], "张三丰");

    edit(json!({ "password": "second password" })).await.ok();
    let after = office
        .ask_as(&token, Method::GET, "/api/v1/me")
        .send()
        .await;
    after.problem(ProblemCode::Unauthenticated);
    log_in("first password")
        .await
        .problem(ProblemCode::WrongLogin);
    let token = log_in("second password").await.ok()["token"]
        .as_str()
        .unwrap()
        .to_owned();
    edit(json!({ "disabled": true })).await.ok();
    let after = office
        .ask_as(&token, Method::GET, "/api/v1/me")
        .send()
        .await;
    after.problem(ProblemCode::Unauthenticated);
    log_in("second password")
        .await
        .problem(ProblemCode::WrongLogin);
    edit(json!({ "disabled": false })).await.ok();
    log_in("second password").await.ok();
}

#[tokio::test]
async fn bad_people_name_every_bad_field() {
    let office = Office::open(Database::sqlite()).await;
    let post = |body: &Value| {
        office
            .ask_as(&office.admin, Method::POST, "/api/v1/people")
            .json(body)
    };
    let bad = json!({ "login": "张三", "name": "", "password": "short", "posts": [{ "role": "handler" }] });
    let body = post(&bad).send().await.problem(ProblemCode::BadField);
    let pointers: Vec<&str> = body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/login", "/name", "/password", "/posts/0/place"]);
    assert!(
        !body.to_string().contains("short"),
        "a password must not come back"
    );
    for (posts, pointer) in [
        (
            json!([{ "role": "handler", "place": "none" }]),
            "/posts/0/place",
        ),
        (json!([{ "role": "admin", "place": "B" }]), "/posts/0/place"),
        (json!([{ "role": "king" }]), "/posts/0/role"),
    ] {
        let body = json!({ "login": "a", "name": "a", "password": PASSWORD, "posts": posts });
        assert_eq!(post(&body).send().await.pointer(), pointer);
    }
    let taken = json!({ "login": "ADMIN", "name": "a", "password": PASSWORD, "posts": [] });
    post(&taken).send().await.problem(ProblemCode::Taken);
    let nobody = office
        .ask_as(&office.admin, Method::PUT, "/api/v1/people/none")
        .json(&json!({}));
    nobody.send().await.problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let office = Office::open(Database::sqlite()).await;
    let me = office
        .ask_as(&office.admin, Method::GET, "/api/v1/me")
        .send()
        .await
        .ok();
    let path = format!("/api/v1/people/{}", me["id"].as_str().unwrap());
    let edit = async |change: Value| {
        office
            .ask_as(&office.admin, Method::PUT, &path)
            .json(&change)
            .send()
            .await
    };
    edit(json!({ "posts": [] }))
        .await
        .problem(ProblemCode::Refused);
    edit(json!({ "disabled": true }))
        .await
        .problem(ProblemCode::Refused);
    office.person("second", &[Post::office(Role::Admin)]).await;
    edit(json!({ "posts": [] })).await.ok();
    edit(json!({ "posts": [] }))
        .await
        .problem(ProblemCode::Forbidden);
}

#[tokio::test]
async fn a_batch_of_people_is_added_whole_or_not_at_all() {
    let office = Office::open(Database::sqlite()).await;
    office.units(&[("B", None)]).await;
    let add = async |people: Value| {
        let body = json!({ "people": people, "password": PASSWORD });
        office
            .ask_as(&office.admin, Method::POST, "/api/v1/people/batch")
            .json(&body)
            .send()
            .await
    };
    let two = json!([
        { "login": "a", "name": "甲", "posts": [{ "role": "handler", "place": "B" }] },
        { "login": "b", "name": "乙", "posts": [{ "role": "handler", "place": "X" }] },
    ]);
    assert_eq!(add(two.clone()).await.pointer(), "/people/1/posts/0/place");
    let mut good = two;
    good[1]["posts"][0]["place"] = json!("B");
    assert_eq!(add(good.clone()).await.ok()["items"][1]["login"], "b");
    add(good).await.problem(ProblemCode::Taken);
}
