//! Whatever comes in, the answer is a clear problem, nothing is half done, and the server stays up.

use banli_tests::api::{Answer, Api};
use banli_tests::database::Database;
use banli_tests::office::Office;
use reqwest::Method;
use serde_json::{Value, json};

/// An office with one submitted proposal, and its id.
fn one_case(office: &Office) -> String {
    let member = office.api("member");
    let view = member
        .post(
            "/proposals",
            &Office::proposal(&member, "关于老旧小区加装电梯的提案"),
        )
        .ok();
    view["case"]["id"]
        .as_str()
        .expect("a case has an id")
        .to_owned()
}

/// What the record holds, as `banli-server verify` counts it beside the running server.
fn record(office: &Office) -> String {
    office.server.run(&["verify"]).ok().stdout
}

fn with(api: &Api, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    api.call(
        &Method::POST,
        path,
        headers,
        Some(body.to_string().into_bytes()),
    )
}

#[test]
fn bad_bodies_name_the_place_that_is_bad_and_keep_nothing() {
    let office = Office::open(Database::sqlite());
    let member = office.api("member");
    let good = Office::proposal(&member, "关于老旧小区加装电梯的提案");
    let changed = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).expect("the field is there") = value;
        body
    };
    let mut unknown = good.clone();
    unknown["proposal"]["colour"] = json!("red");
    for (body, pointer) in [
        (
            changed("/proposal/title", json!("长".repeat(10_000))),
            "title",
        ),
        (changed("/proposal/title", json!("")), "title"),
        (changed("/proposal/title", json!(7)), "title"),
        (
            changed("/proposal/title", json!("标题\u{1b}]0;owned\u{7}")),
            "title",
        ),
        (
            changed("/proposal/title", json!("标题\u{202e}反向")),
            "title",
        ),
        (changed("/proposal/body", json!("正文\u{9b}31m")), "body"),
        (changed("/proposal/kind", json!("duke")), "kind"),
        (
            changed("/proposal/proposers/0/name", json!("")),
            "proposers/0/name",
        ),
        (
            changed("/proposal/suggestions", json!(["好", "\u{0}"])),
            "suggestions/1",
        ),
        (unknown, "colour"),
    ] {
        let problem = member.post("/proposals", &body).problem(422, "bad_field");
        let said = problem.to_string();
        assert!(said.contains(pointer), "{pointer} is not named: {said}");
        assert!(
            !said.contains('\u{1b}') && !said.contains('\u{202e}'),
            "echoed raw: {said:?}"
        );
    }
    for body in ["", "{", "[]", "null", "\u{feff}{}", "{\"proposal\":"] {
        let answer = member.call(
            &Method::POST,
            "/proposals",
            &[],
            Some(body.as_bytes().to_vec()),
        );
        let _problem = answer.problem(422, "bad_field");
    }
    let huge = vec![b' '; 48 << 20];
    let _problem = member
        .call(&Method::POST, "/proposals", &[], Some(huge))
        .problem(413, "too_large");
    let said = record(&office);
    assert!(
        said.contains("0 events of 0 cases"),
        "nothing was kept: {said}"
    );
    let _created = member.post("/proposals", &good).ok();
    let said = record(&office);
    assert!(
        said.contains("1 events of 1 cases"),
        "the server still works: {said}"
    );
}

#[test]
fn someone_elses_case_does_not_exist_for_a_stranger_to_it() {
    let office = Office::open(Database::sqlite());
    let case = one_case(&office);
    let path = format!("/proposals/{case}");
    let other = office.api("member2");
    let _hidden = other.get(&path).problem(404, "not_found");
    let _missing = other
        .get("/proposals/no-such-case")
        .problem(404, "not_found");
    let _command = with(
        &other,
        &format!("{path}/commands"),
        &[],
        &json!({ "withdraw": { "reason": "我的" } }),
    )
    .problem(404, "not_found");
    let _nobody = Api::stranger(office.server.url())
        .get(&path)
        .problem(401, "unauthenticated");
    let member = office.api("member");
    let _gone = member.call(&Method::POST, "/logout", &[], None).ok();
    let _revoked = member.get(&path).problem(401, "unauthenticated");
}

#[test]
fn out_of_order_stale_and_repeated_requests_have_one_effect_at_most() {
    for database in Database::each() {
        let office = Office::open(database);
        let case = one_case(&office);
        let path = format!("/proposals/{case}");
        let commands = format!("{path}/commands");
        let coordinator = office.api("coordinator");

        let hand_over = json!({ "hand_over": { "to": [{ "unit": "jt", "role": "lead" }], "plain_weekdays": true } });
        let problem = coordinator
            .post(&commands, &hand_over)
            .problem(409, "refused");
        assert_eq!(problem["refusal"]["gate"], "stage", "{problem}");

        let seen = coordinator.get(&path);
        let etag = seen.header("etag").to_owned();
        assert!(etag.starts_with('"'), "an ETag is strong: {etag:?}");
        let file = json!({ "file": {} });
        let once = [
            ("if-match", etag.as_str()),
            ("idempotency-key", "file-once"),
        ];
        let first = with(&coordinator, &commands, &once, &file);
        let second = with(&coordinator, &commands, &once, &file);
        assert_eq!(
            first.ok(),
            second.ok(),
            "a repeated request has the same answer"
        );
        assert_eq!(
            (
                first.header("idempotent-replayed"),
                second.header("idempotent-replayed")
            ),
            ("", "true")
        );
        let reused = with(
            &coordinator,
            &commands,
            &[("idempotency-key", "file-once")],
            &json!({ "unfile": {} }),
        );
        let _problem = reused.problem(422, "key_reused");

        let stale = with(
            &coordinator,
            &commands,
            &[("if-match", &etag)],
            &json!({ "unfile": {} }),
        );
        let _problem = stale.problem(412, "stale_version");
        let view = coordinator.get(&path).ok();
        assert_eq!(
            (&view["stage"], &view["case"]["version"]),
            (&json!("filed"), &json!(2)),
            "{view}"
        );

        let trial = coordinator
            .post(
                &format!("{commands}?dry_run=true"),
                &json!({ "unfile": {} }),
            )
            .ok();
        assert_eq!(
            trial["stage"], "submitted",
            "a trial answers as the real thing"
        );
        assert_eq!(coordinator.get(&path).ok(), view, "and keeps nothing");
    }
}
