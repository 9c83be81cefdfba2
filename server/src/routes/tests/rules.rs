//! Rules of a session and the calendar, changed while cases are under way.

use axum::http::Method;
use banli_shared::api::ProblemCode;
use serde_json::{Value, json};

use super::proposals::Town;
use crate::testing::{Answer, Database, on_both};

on_both!(
    a_case_keeps_its_rules_until_it_is_moved_on_record,
    rules_are_refused_by_their_path_and_by_their_revision,
    a_changed_calendar_shows_what_it_moves_and_moves_nothing,
    a_calendar_that_cannot_be_is_refused,
    a_clock_that_starts_with_the_close_of_the_session_needs_its_day_and_follows_it,
    a_session_closes_in_its_year_and_is_there_once,
);

const PROFILE: &str = "/api/v1/profiles/2023";
const CALENDAR: &str = "/api/v1/calendars";

async fn put(town: &Town, path: &str, toml: &str, seen: u32) -> Answer {
    let body = json!({ "toml": toml, "note": "常委会决定", "seen": seen });
    let ask = town.office.ask_as(&town.office.admin, Method::PUT, path);
    ask.json(&body).send().await
}

async fn a_case_keeps_its_rules_until_it_is_moved_on_record(database: Database) {
    let town = Town::open(database).await;
    let old = town.submitted().await;
    let two = "[deadlines]\nreply = { working_days = 20 }\n[lights]\nyellow = 12\n";
    let changed = put(&town, PROFILE, two, 1).await.ok();
    assert_eq!(changed["now"]["revision"], 2);
    assert_eq!(changed["under_older"], 1);
    let fields: Vec<&str> = changed["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "deadlines.reply.months",
            "deadlines.reply.working_days",
            "examples",
            "lights.yellow"
        ]
    );
    let new = town.submitted().await;
    let rules = async |id: &str| town.see("coordinator", id).await.ok()["case"]["rules"].clone();
    assert_eq!((rules(&old).await, rules(&new).await), (json!(1), json!(2)));

    let due = async |id: &str| {
        town.run("coordinator", id, json!({ "file": {} }))
            .await
            .ok();
        let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
        let view = town.run("coordinator", id, to).await.ok();
        view["assignments"][0]["due"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        due(&old).await,
        "2023-05-06",
        "three months, to a make-up workday"
    );
    assert_eq!(due(&new).await, "2023-03-06", "twenty working days");

    let adopt = json!({ "adopt_rules": {} });
    let refused = town.run("coordinator", &new, adopt.clone()).await;
    refused.problem(ProblemCode::Refused);
    town.run("coordinator", &old, adopt).await.ok();
    assert_eq!(rules(&old).await, json!(2));

    let history = town
        .get("auditor", &format!("{PROFILE}/revisions"))
        .await
        .ok();
    let of = |at: usize, what: &str| history["items"][at][what].clone();
    assert_eq!(
        [of(0, "revision"), of(0, "cases"), of(1, "cases")],
        [json!(2), json!(2), json!(0)]
    );
    assert_eq!(
        (of(0, "by"), of(1, "by")),
        (json!("姓名admin"), Value::Null)
    );
    let first = town
        .get("auditor", &format!("{PROFILE}?revision=1"))
        .await
        .ok();
    assert_eq!(first["profile"]["deadlines"]["reply"]["months"], 3);
}

async fn rules_are_refused_by_their_path_and_by_their_revision(database: Database) {
    let town = Town::open(database).await;
    let refused = put(&town, PROFILE, "[lights]\nred = 10\n", 1).await;
    let problem = refused.problem(ProblemCode::BadField);
    assert_eq!(problem["errors"][0]["pointer"], "/toml");
    assert!(
        problem["errors"][0]["text"]
            .as_str()
            .unwrap()
            .starts_with("lights.red: must be fewer"),
        "{problem:?}"
    );
    let fine = "[lights]\nyellow = 12\n";
    put(&town, PROFILE, fine, 7)
        .await
        .problem(ProblemCode::StaleVersion);
    put(&town, PROFILE, fine, 1).await.ok();
    let again = put(&town, PROFILE, fine, 2).await.ok();
    assert_eq!(
        (again["now"]["revision"].clone(), again["changes"].clone()),
        (json!(2), json!([])),
        "the same again makes no revision"
    );
    let body = json!({ "toml": fine, "note": "x", "seen": 2 });
    let other = town.ask("coordinator", Method::PUT, PROFILE).json(&body);
    other.send().await.problem(ProblemCode::Forbidden);
    let nowhere = put(&town, "/api/v1/profiles/1999", fine, 1).await;
    nowhere.problem(ProblemCode::NotFound);
}

async fn a_changed_calendar_shows_what_it_moves_and_moves_nothing(database: Database) {
    let town = Town::open(database).await;
    let id = town.handed_over().await;
    let due = async || {
        let view = town.see("coordinator", &id).await.ok();
        view["assignments"][0]["due"].as_str().unwrap().to_owned()
    };
    assert_eq!(due().await, "2023-05-06");
    let day = "[[local]]\ndate = \"2023-05-06\"\nworks = false\nname = { zh = \"停电\", en = \"power cut\" }\n";
    let changed = put(&town, CALENDAR, day, 0).await.ok();
    let expected = json!([{ "case": id, "number": changed["moves"][0]["number"], "assignment": 1, "unit": "A",
        "old": "2023-05-06", "new": "2023-05-08" }]);
    assert_eq!(changed["moves"], expected);
    assert_eq!(due().await, "2023-05-06", "nothing moves by itself");

    let moves = format!("{CALENDAR}/moves");
    let refused = town.get("liaison_a", &moves).await;
    refused.problem(ProblemCode::Forbidden);
    assert_eq!(
        town.get("coordinator", &moves).await.ok()["items"],
        expected
    );
    let recount = json!({ "recount_deadline": { "assignment": 1 } });
    town.run("coordinator", &id, recount.clone()).await.ok();
    assert_eq!(due().await, "2023-05-08");
    assert_eq!(
        town.get("coordinator", &moves).await.ok()["items"],
        json!([])
    );
    let again = town.run("coordinator", &id, recount).await;
    again.problem(ProblemCode::Refused);

    let calendar = town.get("auditor", CALENDAR).await.ok();
    assert_eq!(calendar["revision"], 1);
    assert!(
        calendar["table"]["revision"]
            .as_str()
            .unwrap()
            .ends_with("+1")
    );
}

async fn a_calendar_that_cannot_be_is_refused(database: Database) {
    let town = Town::open(database).await;
    for (toml, says) in [
        (
            "[[local]]\ndate = \"2023-02-30\"\nworks = true\nname = { zh = \"甲\", en = \"a\" }",
            "line 2",
        ),
        (
            "[[notices]]\nyear = 2027\nholidays = []\n[[notices]]\nyear = 2027\nholidays = []",
            "2027 has two notices",
        ),
        (
            "[[notices]]\nyear = 2027\nholidays = [{ zh = \"元旦\", en = \"New Year\", from = \"2027-01-03\", to = \"2027-01-01\" }]",
            "expected 1 to 31 days",
        ),
    ] {
        let refused = put(&town, CALENDAR, toml, 0).await;
        let problem = refused.problem(ProblemCode::BadField);
        assert!(
            problem["errors"][0]["text"]
                .as_str()
                .unwrap()
                .contains(says),
            "{problem:?}"
        );
    }
    put(&town, CALENDAR, "", 3)
        .await
        .problem(ProblemCode::StaleVersion);
    let nothing = put(&town, CALENDAR, "", 0).await.ok();
    assert_eq!(
        (nothing["changed"].clone(), nothing["revision"].clone()),
        (json!(false), json!(0))
    );
}

async fn a_clock_that_starts_with_the_close_of_the_session_needs_its_day_and_follows_it(
    database: Database,
) {
    let town = Town::open(database).await;
    let rules = "[deadlines]\nreply = { months = 3 }\nclock = \"session_close\"\n";
    put(&town, PROFILE, rules, 1).await.ok();
    let session = async |closed_on: Option<&str>| {
        let mut body = json!({ "id": "2023", "name": "七届三次会议", "year": 2023 });
        if let Some(day) = closed_on {
            body["closed_on"] = json!(day);
        }
        let ask = (town.office).ask_as(&town.office.admin, Method::PUT, "/api/v1/sessions");
        ask.json(&body).send().await.ok()["closed_on"].clone()
    };
    let id = town.submitted().await;
    town.run("coordinator", &id, json!({ "file": {} }))
        .await
        .ok();
    let over = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
    let refused = town.run("coordinator", &id, over.clone()).await;
    let said = refused.problem(ProblemCode::Refused);
    assert!(said.to_string().contains("--closed-on"), "{said}");
    assert_eq!(session(Some("2023-01-13")).await, "2023-01-13");
    assert_eq!(session(None).await, "2023-01-13", "left out it stays");
    let view = town.run("coordinator", &id, over).await.ok();
    assert_eq!(view["assignments"][0]["due"], "2023-04-13");
    let moves = async || {
        town.get("coordinator", &format!("{CALENDAR}/moves"))
            .await
            .ok()
    };
    assert_eq!(moves().await["items"], json!([]));
    session(Some("2023-01-16")).await;
    let found = moves().await;
    assert_eq!(
        found["items"][0]["new"], "2023-04-17",
        "the 16th is a Sunday"
    );
    let recount = json!({ "recount_deadline": { "assignment": 1 } });
    let view = town.run("coordinator", &id, recount).await.ok();
    assert_eq!(view["assignments"][0]["due"], "2023-04-17");
    assert_eq!(moves().await["items"], json!([]));
}

async fn a_session_closes_in_its_year_and_is_there_once(database: Database) {
    let town = Town::open(database).await;
    let put = async |body: Value| {
        let ask = (town.office).ask_as(&town.office.admin, Method::PUT, "/api/v1/sessions");
        ask.json(&body).send().await
    };
    let third = |id: &str, year: i16| json!({ "id": id, "name": "七届三次会议", "year": year });
    let closes = |year: i16, day: &str| {
        let mut body = third("2023", year);
        body["closed_on"] = json!(day);
        body
    };
    for day in ["2032-01-13", "2021-01-13"] {
        let refused = put(closes(2023, day)).await;
        assert_eq!(refused.status, 422, "{day}");
        assert_eq!(refused.body["errors"][0]["pointer"], "/closed_on");
    }
    put(closes(2023, "2023-01-13")).await.ok();
    // Nor does the year move away from the day that is kept.
    let moved = put(third("2023", 2025)).await;
    assert_eq!(moved.body["errors"][0]["pointer"], "/closed_on");
    let twice = put(third("s3", 2023)).await;
    let said = twice.problem(ProblemCode::Taken).to_string();
    assert!(said.contains("2023"), "{said}");
    put(third("s3", 2024)).await.ok();
    let fourth = json!({ "id": "s4", "name": "七届四次会议", "year": 2023 });
    put(fourth).await.ok();
}
