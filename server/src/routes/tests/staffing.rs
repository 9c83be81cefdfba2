//! Who comes and who leaves, and in whose inbox the work is then.

use std::sync::Mutex;

use axum::http::Method;
use banli_shared::api::ProblemCode;
use banli_shared::ids::CaseId;
use banli_shared::org::{Actor, Post, Role};
use banli_shared::workflow::Command;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::proposals::Town;
use crate::app::cases::Work;
use crate::audit::Progress;
use crate::audit::doctor::examine;
use crate::http::Failure;
use crate::store::{DbUrl, Tx};
use crate::testing::{Database, PASSWORD, on_both};

on_both!(
    what_a_handler_leaves_waits_for_the_desk,
    a_unit_whose_desk_is_empty_is_seen_by_the_office,
    a_level_without_anybody_waits_for_the_desk_until_somebody_comes,
    who_leaves_while_work_is_given_to_them_leaves_none_unseen,
    what_no_proposer_can_revise_waits_for_the_office_until_one_can,
);

/// Why what waits for somebody, sorted.
async fn waits(town: &Town, who: &str) -> Vec<String> {
    let page = town.get(who, "/api/v1/inbox?count=true").await.ok();
    let items = page["items"].as_array().unwrap();
    assert_eq!(page["total"], items.len());
    let whys = items.iter().map(|item| item["attention"]["why"].as_str());
    let mut whys: Vec<String> = whys.map(|why| why.unwrap().to_owned()).collect();
    whys.sort();
    whys
}

async fn edit(town: &Town, person: &str, change: &Value) -> Value {
    let path = format!("/api/v1/people/{person}");
    let put = town.office.ask_as(&town.office.admin, Method::PUT, &path);
    put.header("banli-now", &town.now().to_string())
        .json(change)
        .send()
        .await
        .ok()
}

/// What is kept of each case is what its rules and people make of it.
async fn is_whole(town: &Town) {
    let (store, worlds) = (town.office.app.store(), town.office.app.worlds());
    let examined = examine(store, &worlds, town.now(), &Progress::default()).await;
    assert_eq!(examined.unwrap().findings.told, []);
}

async fn what_a_handler_leaves_waits_for_the_desk(database: Database) {
    let mut town = Town::open(database).await;
    town.add("leaving", &[Post::at(Role::Handler, "A-1")]).await;
    let handler = town.id("leaving").await;
    let case = town.handed_over().await;
    let dispatch = async |to: &str| {
        let with = json!({ "assignment": 1, "department": "A-1", "leader": "王局", "handler": to });
        let run = town.run("liaison_a", &case, json!({ "dispatch": with }));
        run.await.ok();
    };
    let accept = json!({ "accept": { "assignment": 1 } });
    town.run("liaison_a", &case, accept).await.ok();
    dispatch(&handler).await;
    assert!(edit(&town, &handler, &json!({ "name": "将离任" })).await["left"].is_null());
    assert_eq!(waits(&town, "liaison_a").await, [""; 0]);

    let here = json!([{ "role": "handler", "place": "A-1" }]);
    let there = json!([{ "role": "handler", "place": "B-1" }]);
    let desk = json!([{ "post": { "role": "liaison", "place": "A" }, "items": 1 }]);
    for (leaves, is_back) in [
        (json!({ "disabled": true }), json!({ "disabled": false })),
        (json!({ "posts": there }), json!({ "posts": here })),
        (json!({ "posts": [] }), json!({ "posts": here })),
    ] {
        assert_eq!(
            edit(&town, &handler, &leaves).await["left"],
            desk,
            "{leaves}"
        );
        assert_eq!(
            waits(&town, "liaison_a").await,
            ["handler_left"],
            "{leaves}"
        );
        assert_eq!(waits(&town, "liaison_b").await, [""; 0], "{leaves}");
        assert_eq!(waits(&town, "coordinator").await, [""; 0], "{leaves}");
        // Whoever else is in the department may take it up.
        assert_eq!(waits(&town, "handler_a").await, ["draft"], "{leaves}");
        is_whole(&town).await;
        assert!(edit(&town, &handler, &is_back).await["left"].is_null());
        assert_eq!(waits(&town, "liaison_a").await, [""; 0], "{leaves}");
        assert_eq!(waits(&town, "handler_a").await, [""; 0], "{leaves}");
        is_whole(&town).await;
    }
    edit(&town, &handler, &json!({ "disabled": true })).await;
    dispatch(&town.id("handler_a").await).await;
    assert_eq!(waits(&town, "liaison_a").await, [""; 0]);
    assert_eq!(waits(&town, "handler_a").await, ["draft"]);
}

async fn who_leaves_while_work_is_given_to_them_leaves_none_unseen(database: Database) {
    let writes_alone = matches!(database.url, DbUrl::Sqlite(_));
    let mut town = Town::open(database).await;
    town.add("leaving", &[Post::at(Role::Handler, "A-1")]).await;
    let (handler, desk) = (town.id("leaving").await, town.id("liaison_a").await);
    let case = CaseId(town.handed_over().await);
    let accept = json!({ "accept": { "assignment": 1 } });
    town.run("liaison_a", &case.0, accept).await.ok();
    let dispatch = json!({ "dispatch": {
        "assignment": 1, "department": "A-1", "leader": "王局", "handler": handler,
    } });
    let dispatch: Command = serde_json::from_value(dispatch).unwrap();
    let desk = Actor::new(
        desk.as_str().into(),
        "联络员".into(),
        vec![Post::at(Role::Liaison, "A")],
    );
    let (store, worlds, now) = (
        town.office.app.store(),
        town.office.app.worlds(),
        town.now(),
    );
    let (begun, has_begun) = oneshot::channel();
    let (go, goes_on) = oneshot::channel();
    let giving = tokio::spawn({
        let store = store.clone();
        async move {
            let channels = Mutex::new(Some((begun, goes_on)));
            let give = async move |tx: &mut Tx| {
                let mut work = Work::begin(tx, &worlds, now).await?;
                let channels = channels.lock().unwrap().take();
                if let Some((begun, goes_on)) = channels {
                    begun.send(()).unwrap();
                    goes_on.await.unwrap();
                }
                work.hold(vec![case.clone()]).await?;
                work.run(&desk, &case, &dispatch, None).await?;
                work.keep().await?;
                Ok::<_, Failure>(())
            };
            store.write(give).await
        }
    });
    has_begun.await.unwrap();
    let leaves = json!({ "disabled": true });
    let path = format!("/api/v1/people/{handler}");
    let leave = town.office.ask_as(&town.office.admin, Method::PUT, &path);
    let leave = leave.header("banli-now", &now.to_string()).json(&leaves);
    let leaving = tokio::spawn(leave.send());
    // Where two can write at once, the second waits for the first.
    if !writes_alone {
        let waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        let is_waiting = async move |tx: &mut Tx| tx.query_opt(waits, &[]).await;
        while !leaving.is_finished() && store.read(is_waiting).await.unwrap().is_none() {
            tokio::task::yield_now().await;
        }
    }
    go.send(()).unwrap();
    giving.await.unwrap().unwrap();
    leaving.await.unwrap().ok();
    assert_eq!(waits(&town, "liaison_a").await, ["handler_left"]);
    is_whole(&town).await;
}

async fn a_unit_whose_desk_is_empty_is_seen_by_the_office(database: Database) {
    let town = Town::open(database).await;
    let liaison = town.id("liaison_a").await;
    let before = town.handed_over().await;
    assert_eq!(waits(&town, "liaison_a").await, ["accept"]);
    let gone = edit(&town, &liaison, &json!({ "disabled": true })).await;
    let office = json!([{ "post": { "role": "coordinator" }, "items": 1 }]);
    assert_eq!(gone["left"], office);
    // Whoever hands over to nobody is told in the answer.
    let case = town.handed_over().await;
    let seen = town.see("coordinator", &case).await.ok();
    let whys = seen["attention"].as_array().unwrap().iter();
    let whys: Vec<&str> = whys.map(|it| it["why"].as_str().unwrap()).collect();
    assert_eq!(whys, ["accept", "no_liaison"]);
    assert_eq!(
        waits(&town, "coordinator").await,
        ["no_liaison", "no_liaison"]
    );
    is_whole(&town).await;
    // Another one comes.
    let new = json!({
        "login": "liaison_c", "name": "新联络员", "password": PASSWORD,
        "posts": [{ "role": "liaison", "place": "A" }],
    });
    let path = "/api/v1/people";
    let add = town.office.ask_as(&town.office.admin, Method::POST, path);
    add.header("banli-now", &town.now().to_string())
        .json(&new)
        .send()
        .await
        .ok();
    assert_eq!(waits(&town, "coordinator").await, [""; 0]);
    is_whole(&town).await;
    let seen = town.see("coordinator", &before).await.ok();
    assert_eq!(seen["attention"].as_array().unwrap().len(), 1);
}

async fn a_level_without_anybody_waits_for_the_desk_until_somebody_comes(database: Database) {
    let town = Town::open(database).await;
    let _case = town.in_review().await;
    let head = town.id("head_a").await;
    let gone = edit(&town, &head, &json!({ "posts": [] })).await;
    assert_eq!(gone["left"][0]["items"], 1);
    assert_eq!(waits(&town, "liaison_a").await, ["no_reviewer"]);
    is_whole(&town).await;
    // With the desk gone too it is the office's.
    let liaison = town.id("liaison_a").await;
    let gone = edit(&town, &liaison, &json!({ "disabled": true })).await;
    assert_eq!(gone["left"][0]["post"], json!({ "role": "coordinator" }));
    assert_eq!(waits(&town, "coordinator").await, ["no_reviewer"]);
    is_whole(&town).await;
    let back = json!({ "posts": [{ "role": "department_head", "place": "A-1" }] });
    edit(&town, &head, &back).await;
    assert_eq!(waits(&town, "coordinator").await, [""; 0]);
    assert_eq!(waits(&town, "head_a").await, ["review1"]);
    is_whole(&town).await;
}

async fn what_no_proposer_can_revise_waits_for_the_office_until_one_can(database: Database) {
    let town = Town::open(database).await;
    let case = town.submitted().await;
    let ask = json!({ "ask_revision": { "reason": "请补充数据" } });
    town.run("coordinator", &case, ask).await.ok();
    assert_eq!(waits(&town, "member").await, ["revise"]);
    assert_eq!(waits(&town, "coordinator").await, [""; 0]);

    let member = town.id("member").await;
    let office = json!([{ "post": { "role": "coordinator" }, "items": 1 }]);
    let is_member = json!([{ "role": "proposer" }]);
    for (leaves, is_back) in [
        (json!({ "posts": [] }), json!({ "posts": is_member })),
        (json!({ "disabled": true }), json!({ "disabled": false })),
    ] {
        let gone = edit(&town, &member, &leaves).await;
        assert_eq!(gone["left"], office, "{leaves}");
        assert_eq!(waits(&town, "coordinator").await, ["no_reviser"]);
        is_whole(&town).await;
        assert!(edit(&town, &member, &is_back).await["left"].is_null());
        assert_eq!(waits(&town, "coordinator").await, [""; 0], "{leaves}");
        is_whole(&town).await;
    }

    // Another account is that of the proposer, until it is kept out too.
    edit(&town, &member, &json!({ "disabled": true })).await;
    let other = town.id("other_member").await;
    let link = json!({ "link_proposer": { "proposer": 1, "person": other, "other_name": true } });
    town.run("coordinator", &case, link).await.ok();
    assert_eq!(waits(&town, "coordinator").await, [""; 0]);
    assert_eq!(waits(&town, "other_member").await, ["revise"]);
    is_whole(&town).await;
    edit(&town, &other, &json!({ "posts": [] })).await;
    assert_eq!(waits(&town, "coordinator").await, ["no_reviser"]);

    let amend = json!({ "amend": { "title": "关于增设夜间公交站点的提案" } });
    let refused = town.run("coordinator", &case, amend.clone()).await;
    let problem = refused.problem(ProblemCode::Refused);
    let said = problem["detail"].as_str().unwrap();
    assert!(said.contains("reopen it first"), "{said}");
    let reopen = json!({ "reopen": {} });
    town.run("coordinator", &case, reopen).await.ok();
    town.run("coordinator", &case, amend).await.ok();
    assert_eq!(waits(&town, "coordinator").await, ["examine"]);
    is_whole(&town).await;
}
