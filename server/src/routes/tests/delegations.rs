//! Standing in for somebody, over the wire.

use axum::http::Method;
use banli_shared::org::{Post, Role};
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    a_lent_post_works_until_it_ends_and_both_names_go_on_record,
    nobody_lends_what_is_not_theirs_or_to_another_house,
    a_delegation_begins_and_ends_with_its_days,
    a_post_goes_to_one_person_at_a_time_and_never_in_a_circle,
    who_stands_in_at_level_2_is_told_that_nobody_could_sign_then,
    a_trial_of_many_approvals_says_of_each_that_nobody_could_sign_then,
);

const PATH: &str = "/api/v1/delegations";

async fn lend(town: &Town, who: &str, body: &Value) -> Answer {
    town.ask(who, Method::POST, PATH).json(body).send().await
}

async fn inbox(town: &Town, who: &str) -> Vec<Value> {
    let page = town.get(who, "/api/v1/inbox?count=true").await.ok();
    let items = page["items"].as_array().unwrap().clone();
    assert_eq!(page["total"], items.len());
    items
}

async fn a_lent_post_works_until_it_ends_and_both_names_go_on_record(database: Database) {
    let mut town = Town::open(database).await;
    town.add("deputy", &[Post::at(Role::Liaison, "A")]).await;
    let id = town.in_review().await;
    assert!(inbox(&town, "deputy").await.is_empty());

    let deputy = town.id("deputy").await;
    let lent = json!({ "taker": deputy, "until": "2023-02-10", "note": "出差" });
    let made = lend(&town, "head_a", &lent).await.ok();
    assert_eq!(made["giver_name"], "姓名head_a");
    let twice = lend(&town, "head_a", &lent).await;
    assert_eq!(twice.body["errors"][0]["code"], "already");
    let me = town.get("deputy", "/api/v1/me").await.ok();
    assert_eq!(me["stands_in"][0]["name"], "姓名head_a");
    assert_eq!(me["stands_in"][0]["posts"][0]["role"], "department_head");

    let waits = inbox(&town, "deputy").await;
    assert_eq!(waits.len(), 1);
    assert_eq!(waits[0]["on_behalf"], "姓名head_a");
    assert_eq!(waits[0]["attention"]["why"], "review1");
    assert!(inbox(&town, "chief_a").await.is_empty());

    let approve = json!({ "approve": { "assignment": 1, "level": "one" } });
    let view = town.run("deputy", &id, approve).await.ok();
    let yes = &view["case"]["assignments"][0]["rounds"][0]["approvals"][0];
    assert_eq!(yes["name"], "姓名deputy（代姓名head_a）");
    let events = town
        .get("auditor", &format!("/api/v1/proposals/{id}/events"))
        .await
        .ok();
    let last = events["items"].as_array().unwrap().last().unwrap();
    assert_eq!(last["event"]["by"]["on_behalf"]["name"], "姓名head_a");

    // Level 2 is the deputy's own post, but not after level 1.
    assert!(inbox(&town, "deputy").await.is_empty());
    let approve = json!({ "approve": { "assignment": 1, "level": "two" } });
    let no = town.run("deputy", &id, approve.clone()).await;
    assert_eq!(no.body["refusal"]["gate"], "separation_of_duties");
    town.run("liaison_a", &id, approve).await.ok();

    let end = format!("{PATH}/{}/end", made["id"].as_str().unwrap());
    let stranger = town.ask("chief_b", Method::POST, &end).send().await;
    assert_eq!(stranger.status, 404);
    town.ask("deputy", Method::POST, &end).send().await.ok();
    let again = town.ask("head_a", Method::POST, &end).send().await;
    assert_eq!(again.status, 409);
    let me = town.get("deputy", "/api/v1/me").await.ok();
    assert_eq!(me["stands_in"], Value::Null);
    let listed = |page: Value| page["items"].as_array().unwrap().len();
    assert_eq!(listed(town.get("head_a", PATH).await.ok()), 0);
    let past = town.get("head_a", &format!("{PATH}?past=true")).await.ok();
    assert_eq!(listed(past), 1);
}

async fn nobody_lends_what_is_not_theirs_or_to_another_house(database: Database) {
    let town = Town::open(database).await;
    let (chief_b, liaison_a, member) = (
        town.id("chief_b").await,
        town.id("liaison_a").await,
        town.id("member").await,
    );
    let until = "2023-02-10";
    for (who, body, pointer, code) in [
        (
            "chief_a",
            json!({ "taker": chief_b, "until": until }),
            "/taker",
            "elsewhere",
        ),
        (
            "chief_a",
            json!({ "taker": member, "until": until }),
            "/taker",
            "elsewhere",
        ),
        (
            "coordinator",
            json!({ "taker": liaison_a, "until": until }),
            "/taker",
            "elsewhere",
        ),
        (
            "member",
            json!({ "taker": liaison_a, "until": until }),
            "/post",
            "stays_with_person",
        ),
        (
            "member",
            json!({ "taker": "王委员", "until": until }),
            "/post",
            "stays_with_person",
        ),
        (
            "liaison_a",
            json!({ "taker": liaison_a, "until": until }),
            "/taker",
            "oneself",
        ),
        (
            "chief_a",
            json!({ "taker": "nobody", "until": until }),
            "/taker",
            "unknown_person",
        ),
        (
            "chief_a",
            json!({ "taker": liaison_a, "until": "2023-02-05" }),
            "/until",
            "period",
        ),
        (
            "chief_a",
            json!({ "taker": liaison_a, "from": "2023-02-05", "until": until }),
            "/from",
            "period",
        ),
        (
            "chief_a",
            json!({ "taker": liaison_a, "until": "2024-02-28" }),
            "/until",
            "period",
        ),
        (
            "chief_a",
            json!({ "taker": liaison_a, "until": until, "post": { "role": "unit_head", "place": "B" } }),
            "/post",
            "not_held",
        ),
        (
            "chief_a",
            json!({ "giver": chief_b, "taker": liaison_a, "until": until }),
            "/giver",
            "not_yours",
        ),
        (
            "chief_a",
            json!({ "taker": liaison_a, "until": until, "note": "a\u{1b}[2J" }),
            "/note",
            "text",
        ),
    ] {
        let no = lend(&town, who, &body).await;
        assert_eq!(no.status, 422, "{body}: {:?}", no.body);
        assert_eq!(no.body["errors"][0]["pointer"], pointer, "{body}");
        assert_eq!(no.body["errors"][0]["code"], code, "{body}");
    }
    let all = format!("{PATH}?all=true");
    assert_eq!(town.get("chief_a", &all).await.status, 403);
    assert_eq!(town.get("auditor", &all).await.ok()["items"], json!([]));

    // A token that does not reach so far sets up nobody's, whoever it is of.
    let token = json!({ "label": "script", "scopes": ["read", "write"], "days": 1 });
    let made = town
        .office
        .ask_as(&town.office.admin, Method::POST, "/api/v1/tokens");
    let made = made.json(&token).send().await.ok();
    let body = json!({ "giver": chief_b, "taker": chief_b, "until": until });
    let ask = town
        .office
        .ask_as(made["token"].as_str().unwrap(), Method::POST, PATH);
    let no = ask.json(&body).send().await;
    assert_eq!(no.body["errors"][0]["code"], "not_yours", "{:?}", no.body);
    assert_eq!(
        no.body["errors"][0]["text_zh"],
        "委托人：只能代理自己的职务（或由管理员设定）"
    );

    // An administrator sets one up for somebody who is ill.
    let chief_a = town.id("chief_a").await;
    let body = json!({ "giver": chief_a, "taker": liaison_a, "until": until });
    let ask = town.office.ask_as(
        &town.office.admin,
        Method::POST,
        &format!("{PATH}?dry_run=true"),
    );
    let now = "1675645200000";
    ask.header("banli-now", now).json(&body).send().await.ok();
    assert_eq!(
        town.get("auditor", &all).await.ok()["items"],
        json!([]),
        "a dry run keeps nothing"
    );
    let ask = town.office.ask_as(&town.office.admin, Method::POST, PATH);
    ask.header("banli-now", now).json(&body).send().await.ok();
    let me = town.get("liaison_a", "/api/v1/me").await.ok();
    assert_eq!(me["stands_in"][0]["name"], "姓名chief_a");
}

async fn a_delegation_begins_and_ends_with_its_days(database: Database) {
    let town = Town::open(database).await;
    let liaison = town.id("liaison_a").await;
    let lent = json!({ "taker": liaison, "from": "2023-02-08", "until": "2023-02-09" });
    lend(&town, "chief_a", &lent).await.ok();
    let stands_in = async || {
        let me = town.get("liaison_a", "/api/v1/me").await.ok();
        me["stands_in"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(stands_in().await, 0, "2023-02-06");
    town.pass(2);
    assert_eq!(stands_in().await, 1, "2023-02-08");
    town.pass(1);
    assert_eq!(stands_in().await, 1, "2023-02-09, the last day");
    town.pass(1);
    assert_eq!(stands_in().await, 0, "2023-02-10");
}

async fn a_post_goes_to_one_person_at_a_time_and_never_in_a_circle(database: Database) {
    let town = Town::open(database).await;
    let id = async |who: &str| town.id(who).await;
    let (chief, head, liaison) = (
        id("chief_a").await,
        id("head_a").await,
        id("liaison_a").await,
    );
    let to = |taker: &str, until: &str| json!({ "taker": taker, "until": until });
    let first = lend(&town, "chief_a", &to(&head, "2023-02-10")).await.ok();
    let no = async |who: &str, body: Value, pointer: &str, code: &str| {
        let no = lend(&town, who, &body).await;
        let fault = &no.body["errors"][0];
        assert_eq!(no.status, 422, "{body}: {:?}", no.body);
        assert_eq!(
            (&fault["pointer"], &fault["code"]),
            (&json!(pointer), &json!(code))
        );
        fault["text_zh"].as_str().unwrap().to_owned()
    };
    let said = no(
        "chief_a",
        to(&liaison, "2023-02-08"),
        "/from",
        "another_stands_in",
    )
    .await;
    assert!(
        said.contains("2023-02-10 已由姓名head_a代理姓名chief_a"),
        "{said}"
    );
    let said = no("head_a", to(&chief, "2023-02-08"), "/taker", "circle").await;
    assert!(
        said.contains("姓名chief_a→姓名head_a→姓名chief_a"),
        "{said}"
    );
    lend(&town, "head_a", &to(&liaison, "2023-02-10"))
        .await
        .ok();
    no("liaison_a", to(&chief, "2023-02-08"), "/taker", "circle").await;
    // After its last day, or once it is ended, there is no circle.
    let later = json!({ "taker": chief, "from": "2023-02-11", "until": "2023-02-12" });
    lend(&town, "liaison_a", &later).await.ok();
    let end = format!("{PATH}/{}/end", first["id"].as_str().unwrap());
    town.ask("chief_a", Method::POST, &end).send().await.ok();
    lend(&town, "liaison_a", &to(&chief, "2023-02-08"))
        .await
        .ok();
}

async fn who_stands_in_at_level_2_is_told_that_nobody_could_sign_then(database: Database) {
    let mut town = Town::open(database).await;
    let id = town.in_review().await;
    let approve = json!({ "approve": { "assignment": 1, "level": "one" } });
    town.run("head_a", &id, approve).await.ok();
    let chief = town.id("chief_a").await;
    let lent = json!({ "taker": chief, "until": "2023-02-10" });
    lend(&town, "liaison_a", &lent).await.ok();
    let path = format!("/api/v1/proposals/{id}");
    let warning = async |town: &Town, who: &str| {
        let view = town.get(who, &path).await.ok();
        let offers = view["offers"].as_array().unwrap().clone();
        let approve = offers.iter().find(|it| it["action"] == "approve").unwrap();
        assert_eq!(approve["refusal"], Value::Null);
        approve["warning"].clone()
    };
    let nobody = json!({ "nobody_left": { "level": "three", "unit": "A" } });
    assert_eq!(warning(&town, "chief_a").await, nobody);
    assert_eq!(warning(&town, "liaison_a").await, Value::Null);
    // A second head can sign, as long as they can log in.
    town.add("chief_a2", &[Post::at(Role::UnitHead, "A")]).await;
    assert_eq!(warning(&town, "chief_a").await, Value::Null);
}

async fn a_trial_of_many_approvals_says_of_each_that_nobody_could_sign_then(database: Database) {
    let mut town = Town::open(database).await;
    let (first, second) = (town.in_review().await, town.in_review().await);
    let approve = json!({ "approve": { "assignment": 1, "level": "one" } });
    town.run("head_a", &first, approve).await.ok();
    let chief = town.id("chief_a").await;
    for giver in ["liaison_a", "head_a"] {
        let lent = json!({ "taker": chief, "until": "2023-02-10" });
        lend(&town, giver, &lent).await.ok();
    }
    // At level 2 it leaves nobody to sign; at level 1 somebody can act at level 2; a wrong text is refused.
    let mut commands = vec![];
    for (id, level, hash) in [
        (&first, "two", None),
        (&second, "one", None),
        (&first, "two", Some("another text")),
    ] {
        let view = town.see("chief_a", id).await.ok();
        let read = view["texts"]["1"].as_str().unwrap();
        let with = json!({ "assignment": 1, "level": level, "hash": hash.unwrap_or(read) });
        commands.push(json!({ "proposal": id, "command": { "approve": with } }));
    }
    let warnings = async |town: &Town, commands: &[Value]| {
        let path = "/api/v1/commands?dry_run=true";
        let body = json!({ "partial": true, "commands": commands });
        let ask = town.ask("chief_a", Method::POST, path).json(&body);
        let answers = ask.send().await.ok()["answers"].as_array().unwrap().clone();
        let mut said = vec![];
        for answer in answers {
            said.push((answer["warning"].clone(), answer["problem"].is_null()));
        }
        said
    };
    let nobody = json!({ "nobody_left": { "level": "three", "unit": "A" } });
    assert_eq!(
        warnings(&town, &commands).await,
        [(nobody, true), (Value::Null, true), (Value::Null, false)]
    );
    town.add("chief_a2", &[Post::at(Role::UnitHead, "A")]).await;
    assert_eq!(warnings(&town, &commands[..1]).await, [(Value::Null, true)]);
}
