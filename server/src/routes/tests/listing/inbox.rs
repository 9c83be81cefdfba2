//! The inbox.

use serde_json::{Value, json};

use super::{each, hand_over, submit};
use crate::routes::tests::proposals::{Town, reviewed};
use crate::testing::{Database, on_both};

on_both!(
    acting_takes_one_out_and_brings_the_next_in,
    the_most_urgent_comes_first_on_every_page,
    a_day_off_after_the_deadline_is_overdue_though_no_working_day_has_passed,
    what_nobody_needs_to_look_at_yet_waits_for_its_day,
    whoever_was_something_else_in_the_round_is_not_called,
);

async fn inbox(town: &Town, who: &str, query: &str) -> Value {
    let page = town.get(who, &format!("/api/v1/inbox{query}")).await.ok();
    assert!(page["items"].as_array().unwrap().len() <= 200);
    page
}

/// Why what waits for somebody.
async fn waiting(town: &Town, who: &str) -> String {
    each(&inbox(town, who, "").await, "/attention/why").join(" ")
}

async fn acting_takes_one_out_and_brings_the_next_in(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    assert_eq!(waiting(&town, "coordinator").await, "examine");
    assert_eq!(waiting(&town, "liaison_a").await, "");
    hand_over(&town, &id, &[("A", "lead")]).await;
    assert_eq!(waiting(&town, "coordinator").await, "");
    assert_eq!(waiting(&town, "liaison_a").await, "accept");
    assert_eq!(waiting(&town, "liaison_b").await, "");
    let entry = &inbox(&town, "liaison_a", "?count=true").await;
    assert_eq!(entry["total"], 1);
    let entry = &entry["items"][0];
    assert_eq!(entry["attention"]["due"], "2023-05-06");
    assert_eq!(
        entry["attention"]["holder"],
        json!({ "post": { "role": "liaison", "place": "A" } })
    );
    assert_eq!(
        (&entry["light"], &entry["days_left"]),
        (&json!("green"), &json!(62))
    );
    assert_eq!(entry["proposal"]["number"], "20230001");
    assert_eq!(entry["proposal"]["assignments"][0]["unit"], "A");

    for (command, who, why) in [
        (
            json!({ "accept": { "assignment": 1 } }),
            "liaison_a",
            "dispatch",
        ),
        (
            json!({ "dispatch": { "assignment": 1, "department": "A-1" } }),
            "handler_a",
            "draft",
        ),
    ] {
        town.run("liaison_a", &id, command).await.ok();
        assert_eq!(waiting(&town, who).await, why);
    }
    assert_eq!(waiting(&town, "liaison_a").await, "");
    let id = town.in_review().await;
    for ((who, command), why) in reviewed().into_iter().zip(["review1", "review2", "sign"]) {
        let before = waiting(&town, who).await;
        assert!(before.contains(why), "{who} {before}");
        town.run(who, &id, command).await.ok();
        assert!(!waiting(&town, who).await.contains(why));
    }
    assert_eq!(waiting(&town, "member").await, "rate");
    let rate = json!({ "rate": { "assignment": 1, "work": "satisfied", "result": "satisfied" } });
    town.run("member", &id, rate).await.ok();
    assert_eq!(waiting(&town, "member").await, "");
}

async fn the_most_urgent_comes_first_on_every_page(database: Database) {
    let town = Town::open(database).await;
    // Handed over on different days: later ones are due later. What has no deadline comes last, longest waiting first.
    let mut titles = Vec::new();
    for n in 0..5 {
        let title = format!("案{n}");
        let id = submit(&town, "member", &title, "城建").await;
        hand_over(&town, &id, &[("A", "lead")]).await;
        titles.push(title);
        town.pass(1);
    }
    for n in 0..3 {
        submit(&town, "other_member", &format!("新{n}"), "城建").await;
        town.pass(1);
    }
    // The case due first is worked on last, so that deadlines and changes differ in order.
    for number in ["20230005", "20230003", "20230001"] {
        town.run(
            "liaison_a",
            number,
            json!({ "accept": { "assignment": 1 } }),
        )
        .await
        .ok();
    }
    let walk = async |who: &str| {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = inbox(&town, who, &format!("?limit=2{cursor}")).await;
            found.extend(
                each(&page, "/proposal/title")
                    .into_iter()
                    .map(str::to_owned),
            );
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    assert_eq!(walk("liaison_a").await, titles);
    assert_eq!(walk("coordinator").await, ["新0", "新1", "新2"]);
    let first = &inbox(&town, "liaison_a", "?limit=1&count=true").await;
    assert_eq!(
        (&first["total"], &first["items"][0]["attention"]["why"]),
        (&json!(5), &json!("dispatch"))
    );
    town.pass(100);
    let late = &inbox(&town, "liaison_a", "?limit=1").await["items"][0];
    assert_eq!(late["light"], "red");
    assert!(late["days_left"].as_i64().unwrap() < 0);
}

async fn a_day_off_after_the_deadline_is_overdue_though_no_working_day_has_passed(
    database: Database,
) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    hand_over(&town, &id, &[("A", "lead")]).await;
    let entry = async || inbox(&town, "liaison_a", "").await["items"][0].clone();
    let mut today = entry().await;
    while today["days_left"] != 0 {
        assert_eq!(today.get("overdue"), None);
        town.pass(1);
        today = entry().await;
    }
    // A make-up workday, a Saturday.
    assert_eq!(today["attention"]["due"], "2023-05-06");
    assert_eq!(today.get("overdue"), None);
    town.pass(1);
    let path = format!("/api/v1/proposals/{id}");
    let case = town.get("liaison_a", &path).await.ok();
    let sunday = entry().await;
    let listed = town.get("liaison_a", "/api/v1/proposals").await.ok();
    for shown in [
        &sunday,
        &sunday["proposal"]["assignments"][0],
        &case["assignments"][0],
        &listed["items"][0]["assignments"][0],
    ] {
        assert_eq!(
            (&shown["light"], &shown["days_left"], &shown["overdue"]),
            (&json!("red"), &json!(0), &json!(true))
        );
    }
}

async fn what_nobody_needs_to_look_at_yet_waits_for_its_day(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    assert_eq!(waiting(&town, "coordinator").await, "");
    assert_eq!(inbox(&town, "coordinator", "?count=true").await["total"], 0);
    town.pass(100);
    assert_eq!(waiting(&town, "coordinator").await, "settle");
    let page = inbox(&town, "coordinator", "?count=true").await;
    assert_eq!(page["total"], 1);
    assert!(page["items"][0]["attention"]["from"].is_string());
}

async fn whoever_was_something_else_in_the_round_is_not_called(database: Database) {
    let town = Town::open(database).await;
    // The handler also heads the department.
    let handler = town.id("handler_a").await;
    let posts = json!({ "posts": [
        { "role": "handler", "place": "A-1" }, { "role": "department_head", "place": "A-1" },
    ] });
    town.office
        .ask_as(
            &town.office.admin,
            axum::http::Method::PUT,
            &format!("/api/v1/people/{handler}"),
        )
        .json(&posts)
        .send()
        .await
        .ok();
    town.in_review().await;
    assert_eq!(waiting(&town, "head_a").await, "review1");
    assert_eq!(
        waiting(&town, "handler_a").await,
        "",
        "who drafted does not review"
    );
    assert_eq!(inbox(&town, "handler_a", "?count=true").await["total"], 0);
}
