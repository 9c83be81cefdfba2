//! Deadlines told of by the server itself, and rating windows that pass.

use axum::http::Method;
use banli_shared::calendar::{BeyondData, Calendar, Date};
use serde_json::json;

use super::listing::promises::{closed, fulfil};
use super::proposals::{Town, reviewed};
use crate::jobs::deadlines::{Done, look};
use crate::testing::{Database, on_both};

on_both!(
    each_step_is_told_once_however_many_look,
    a_notice_about_a_case_out_of_sight_is_not_shown,
    a_passed_rating_window_closes_and_the_office_is_told,
    a_promise_is_told_of_once_a_step_after_everything_is_closed,
    a_calendar_that_requests_move_tells_and_closes_by_itself,
    a_member_is_told_that_a_proposal_is_declined_and_why,
);

/// 2023-02-06, 09:00 in Shanghai: the morning on which the town hands over.
const MORNING: i64 = 1_675_645_200_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

async fn told(town: &Town, who: &str) -> Vec<(String, i64)> {
    let page = town.get(who, "/api/v1/notices").await.ok();
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| {
            let kind = item["kind"].as_str().unwrap().to_owned();
            (kind, item["days_left"].as_i64().unwrap())
        })
        .collect()
}

async fn each_step_is_told_once_however_many_look(database: Database) {
    let town = Town::open(database).await;
    town.handed_over().await;
    let at = async |days: i64| {
        let now = MORNING + days * DAY;
        let (one, other) = tokio::join!(look(&town.office.app, now), look(&town.office.app, now));
        one.unwrap().told + other.unwrap().told
    };
    assert_eq!(at(0).await, 0, "due on 2023-05-06, a long way off");
    assert_eq!(
        at(80).await,
        1,
        "2023-04-27: the liaison, as no department has it"
    );
    assert_eq!(at(80).await, 0, "once");
    assert_eq!(
        at(92).await,
        2,
        "2023-05-09: overdue, the unit's head as well"
    );
    assert_eq!(at(93).await, 0);
    assert_eq!(
        told(&town, "liaison_a").await,
        [("overdue".to_owned(), -2), ("deadline_near".to_owned(), 4)]
    );
    assert_eq!(told(&town, "chief_a").await.len(), 1);
    assert_eq!(told(&town, "liaison_b").await.len(), 0);

    let unread = town
        .get("liaison_a", "/api/v1/notices?unread=true")
        .await
        .ok();
    let older = unread["items"][1]["id"].clone();
    let read = town.ask("liaison_a", Method::POST, "/api/v1/notices/read");
    let read = read.json(&json!({ "up_to": older })).send().await.ok();
    assert_eq!(read["read"], 1);
    let unread = town
        .get("liaison_a", "/api/v1/notices?unread=true")
        .await
        .ok();
    assert_eq!(unread["items"].as_array().unwrap().len(), 1);
}

async fn a_notice_about_a_case_out_of_sight_is_not_shown(database: Database) {
    let town = Town::open(database).await;
    let id = town.handed_over().await;
    look(&town.office.app, MORNING + 80 * DAY).await.unwrap();
    assert_eq!(told(&town, "liaison_a").await.len(), 1);
    town.run(
        "coordinator",
        &id,
        json!({ "take_back": { "assignment": 1 } }),
    )
    .await
    .ok();
    assert_eq!(town.see("liaison_a", &id).await.status, 404);
    // But for the last one, which says that it is gone.
    let told = told(&town, "liaison_a").await;
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["taken_back"]);
}

async fn a_passed_rating_window_closes_and_the_office_is_told(database: Database) {
    let town = Town::open(database).await;
    let id = town.in_review().await;
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    let stage = async || town.see("coordinator", &id).await.ok()["stage"].clone();
    assert_eq!(stage().await, "answered");
    let early = look(&town.office.app, MORNING + 20 * DAY).await.unwrap();
    assert_eq!(early, Done::default());
    let late = look(&town.office.app, MORNING + 120 * DAY).await.unwrap();
    assert_eq!((late.closed, late.told), (1, 1));
    assert_eq!(stage().await, "closed");
    // Nothing is to be done by a day, but it says when the window ended: 30 days after the reply went out.
    let notices = town.get("coordinator", "/api/v1/notices").await.ok();
    let notices = notices["items"].as_array().unwrap();
    let view = town.see("coordinator", &id).await.ok();
    let out: Date =
        serde_json::from_value(view["case"]["assignments"][0]["rounds"][0]["issued"]["on"].clone())
            .unwrap();
    let mut ended = out.plus_days(30).unwrap();
    while !Calendar::published()
        .kind_of(ended, BeyondData::Refuse)
        .unwrap()
        .value
        .is_worked()
    {
        ended = ended.next().unwrap();
    }
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0]["kind"], "window_passed");
    assert_eq!(notices[0]["ended_on"], ended.to_string());
    assert_eq!(
        (notices[0].get("due"), notices[0].get("days_left")),
        (None, None)
    );
    let again = look(&town.office.app, MORNING + 121 * DAY).await.unwrap();
    assert_eq!(again, Done::default());
}

async fn a_promise_is_told_of_once_a_step_after_everything_is_closed(database: Database) {
    let town = Town::open(database).await;
    let id = closed(&town, &[("增设三个站点", "2023-06-30")]).await;
    let look_on = async |day: i64| {
        let now = MORNING + day * DAY;
        let (one, other) = tokio::join!(look(&town.office.app, now), look(&town.office.app, now));
        one.unwrap().told + other.unwrap().told
    };
    assert_eq!(look_on(100).await, 0, "2023-05-17: a long way off");
    let near = look_on(134).await;
    assert!(near > 0, "2023-06-20: due soon");
    assert_eq!(look_on(134).await, 0, "once, however many look");
    let late = look_on(147).await;
    assert!(late > 0, "2023-07-03: overdue");
    assert_eq!(look_on(147).await, 0);
    let page = town.get("liaison_a", "/api/v1/notices").await.ok();
    let notice = &page["items"][0];
    assert_eq!(
        (
            &notice["kind"],
            &notice["promise"],
            &notice["note"],
            &notice["due"]
        ),
        (
            &json!("promise_overdue"),
            &json!(1),
            &json!("增设三个站点"),
            &json!("2023-06-30")
        )
    );
    assert_eq!(notice["days_left"], -1);
    // Put off, it is another day to be told of; kept, it is none.
    town.pass(147);
    let later = json!({ "postpone_promise": {
        "assignment": 1, "promise": 1, "to": "2023-07-10", "reason": "设备未到",
    } });
    town.run("liaison_a", &id, later).await.ok();
    assert!(look_on(148).await > 0);
    town.run("handler_a", &id, fulfil(1, "2023-07-03"))
        .await
        .ok();
    assert_eq!(look_on(170).await, 0);
}

async fn a_calendar_that_requests_move_tells_and_closes_by_itself(database: Database) {
    let town = Town::moving(database).await;
    let id = town.in_review().await;
    for (who, command) in reviewed() {
        town.run(who, &id, command).await.ok();
    }
    let stage = async || town.see("coordinator", &id).await.ok()["stage"].clone();
    assert_eq!(stage().await, "answered");
    town.handed_over().await;
    assert_eq!(told(&town, "liaison_a").await, []);
    town.pass(80);
    // The very request that comes at that day finds it told.
    let near = [("deadline_near".to_owned(), 4)];
    assert_eq!(told(&town, "liaison_a").await, near);
    assert_eq!(stage().await, "closed", "its window has passed");
    // A request of an earlier day moves nothing, and a later one of the same day tells nothing again.
    town.pass(-30);
    assert_eq!(told(&town, "liaison_a").await, near);
    town.pass(30);
    assert_eq!(told(&town, "liaison_a").await, near);
    town.pass(12);
    let late = [("overdue".to_owned(), -2), near[0].clone()];
    assert_eq!(told(&town, "liaison_a").await, late);
}

async fn a_member_is_told_that_a_proposal_is_declined_and_why(database: Database) {
    let town = Town::open(database).await;
    let id = town.submitted().await;
    let decline =
        json!({ "decline": { "ground": "litigation", "note": "已起诉", "forwarded": "letter" } });
    town.run("coordinator", &id, decline).await.ok();
    let page = town.get("member", "/api/v1/notices").await.ok();
    let notice = &page["items"][0];
    assert_eq!(notice["kind"], "declined");
    assert_eq!((notice.get("due"), notice.get("days_left")), (None, None));
    assert_eq!(notice["assignment"], 0, "the proposal as a whole");
    let note = notice["note"].as_str().unwrap();
    assert!(note.contains("goes on as: letter; told: 已起诉"), "{note}");
    let zh = notice["note_zh"].as_str().unwrap();
    assert!(zh.contains("另行处理：转来信；告知：已起诉"), "{zh}");
    assert_eq!(told(&town, "coordinator").await, []);
}
