//! Which proposal a number means where sessions that are over have it.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::{Town, proposal};
use crate::testing::{Database, on_both};

on_both!(
    a_number_of_several_older_sessions_is_refused_and_each_has_a_way_to_be_written,
    a_number_that_the_current_session_has_is_its_own,
    of_many_commands_only_the_unclear_one_is_refused,
    who_may_see_one_of_them_means_that,
    cases_of_every_session_are_listed_and_searched,
);

async fn session(town: &Town, id: &str, current: bool) {
    let put = town
        .office
        .ask_as(&town.office.admin, Method::PUT, "/api/v1/sessions");
    // Numbers begin with the year, so that they are the same in all of these.
    let session =
        json!({ "id": id, "name": format!("{id} 会议"), "year": 2023, "current": current });
    put.json(&session).send().await.ok();
}

/// A proposal of `who` in a session, filed as its first; its id.
async fn filed(town: &Town, who: &str, session: &str) -> String {
    let mut new = proposal();
    new["session"] = json!(session);
    new["proposal"]["title"] = json!(format!("{session} 届的提案"));
    new["proposal"]["proposers"] = json!([{ "name": format!("姓名{who}") }]);
    let made = town.ask(who, Method::POST, "/api/v1/proposals");
    let made = made.json(&new).send().await.ok();
    let id = made["case"]["id"].as_str().unwrap().to_owned();
    let file = json!({ "file": {} });
    let filed = town.run("coordinator", &id, file).await.ok();
    assert_eq!(filed["case"]["number"], "20230001");
    id
}

/// The sessions 2023 and B, each with a first proposal, and C, that is the current one.
async fn three(town: &Town) -> (String, String) {
    session(town, "B", false).await;
    session(town, "C", true).await;
    let old = filed(town, "member", "2023").await;
    (old, filed(town, "other_member", "B").await)
}

async fn id_of(town: &Town, by: &str) -> Value {
    town.see("coordinator", by).await.ok()["case"]["id"].clone()
}

async fn a_number_of_several_older_sessions_is_refused_and_each_has_a_way_to_be_written(
    database: Database,
) {
    let town = Town::open(database).await;
    session(&town, "B", true).await;
    let old = filed(&town, "member", "2023").await;
    // One older session alone.
    assert_eq!(id_of(&town, "20230001").await, old);
    let (newer, _) = (
        filed(&town, "member", "B").await,
        session(&town, "C", true).await,
    );

    for number in ["20230001", "2023-S0001", "２０２３０００１"] {
        let answer = town.see("coordinator", number).await;
        let problem = answer.problem(ProblemCode::Ambiguous);
        for said in ["detail", "detail_zh"] {
            let said = problem[said].as_str().unwrap();
            let plain = number.replace("２０２３０００１", "20230001");
            for way in [format!("2023:{plain}"), format!("B:{plain}")] {
                assert!(said.contains(&way), "{said}");
            }
            for title in ["2023 届的提案", "B 届的提案"] {
                assert!(said.contains(title), "{said}");
            }
        }
    }
    for (by, id) in [
        ("2023:20230001", &old),
        ("B:20230001", &newer),
        ("B%EF%BC%9A2023-S0001", &newer),
        (old.as_str(), &old),
    ] {
        assert_eq!(id_of(&town, by).await, *id, "{by}");
    }
    let nowhere = town.see("coordinator", "C:20230001").await;
    nowhere.problem(ProblemCode::NotFound);
    let events = town.get("coordinator", "/api/v1/proposals/20230001/events");
    events.await.problem(ProblemCode::Ambiguous);
}

async fn a_number_that_the_current_session_has_is_its_own(database: Database) {
    let town = Town::open(database).await;
    three(&town).await;
    let own = filed(&town, "member", "C").await;
    assert_eq!(id_of(&town, "20230001").await, own);
}

async fn of_many_commands_only_the_unclear_one_is_refused(database: Database) {
    let town = Town::open(database).await;
    let (old, newer) = three(&town).await;
    let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    let into = json!({ "merge": { "into": "20230001" } });
    let on = |by: &str, command: &Value| json!({ "proposal": by, "command": command });
    let commands = [on("20230001", &to), on("B:20230001", &to), on(&old, &into)];
    let ask = town.ask("coordinator", Method::POST, "/api/v1/commands");
    let body = json!({ "commands": commands, "partial": true });
    let answer = ask.json(&body).send().await.ok();
    let answers = answer["answers"].as_array().unwrap();
    assert_eq!(answers[0]["problem"]["code"], "ambiguous");
    assert!(answers[0]["title"].is_null());
    assert!(answers[1]["problem"].is_null());
    assert_eq!(answers[2]["problem"]["code"], "ambiguous");
    for (id, stage) in [(&newer, "in_handling"), (&old, "filed")] {
        let view = town.see("coordinator", id).await.ok();
        assert_eq!(view["stage"], stage);
    }

    let one = town.run("coordinator", "20230001", to).await;
    one.problem(ProblemCode::Ambiguous);
    let merged = town.run("coordinator", &old, into).await;
    merged.problem(ProblemCode::Ambiguous);
}

/// Titles of what one may not see are not told.
async fn who_may_see_one_of_them_means_that(database: Database) {
    let town = Town::open(database).await;
    let (old, newer) = three(&town).await;
    for (who, id) in [("member", &old), ("other_member", &newer)] {
        let seen = town.see(who, "20230001").await.ok();
        assert_eq!(seen["case"]["id"], **id);
    }
    let hidden = town.see("liaison_a", "20230001").await;
    hidden.problem(ProblemCode::NotFound);
}

async fn cases_of_every_session_are_listed_and_searched(database: Database) {
    let town = Town::open(database).await;
    let (old, newer) = three(&town).await;
    let own = filed(&town, "member", "C").await;
    let listed = async |who: &str, query: &str| -> Vec<(String, String)> {
        let (mut found, mut cursor) = (vec![], String::new());
        loop {
            let path = format!("/api/v1/proposals?limit=1&{query}{cursor}");
            let page = town.get(who, &path).await.ok();
            for row in page["items"].as_array().unwrap() {
                let text = |name: &str| row[name].as_str().unwrap().to_owned();
                found.push((text("id"), text("session")));
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    let row = |id: &String, session: &str| (id.clone(), session.to_owned());
    let (of_old, of_newer, of_own) = (row(&old, "2023"), row(&newer, "B"), row(&own, "C"));
    let all = [of_own.clone(), of_newer.clone(), of_old.clone()];
    assert_eq!(listed("coordinator", "q=20230001").await, all[..1]);
    for query in [
        "every_session=true",
        "every_session=true&sort=changed",
        "every_session=true&q=20230001",
        "every_session=true&q=提案",
    ] {
        assert_eq!(listed("coordinator", query).await, all, "{query}");
    }
    // All have one number.
    for query in ["sort=number", "sort=due", "sort=number&q=20230001"] {
        let mut found = listed("coordinator", &format!("every_session=true&{query}")).await;
        found.sort();
        let mut all = all.to_vec();
        all.sort();
        assert_eq!(found, all, "{query}");
    }
    let seen = listed("member", "every_session=true").await;
    assert_eq!(seen, [of_own, of_old]);
    assert_eq!(listed("liaison_a", "every_session=true").await, []);
    for with in ["session=B", "figure=completion"] {
        let path = format!("/api/v1/proposals?every_session=true&{with}");
        let problem = town.get("coordinator", &path).await;
        let problem = problem.problem(ProblemCode::BadField);
        assert_eq!(problem["errors"][0]["pointer"], "?every_session");
    }
}
