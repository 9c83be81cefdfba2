//! The record can be checked while the server works, and time is the clock's unless a server says otherwise.

use banli_tests::database::Database;
use banli_tests::office::Office;
use reqwest::Method;
use serde_json::{Value, json};

fn proposal(title: &str) -> Value {
    json!({ "proposal": {
        "title": title, "body": "建议在新区增设公交站点。", "proposers": [{ "name": "张三" }],
        "kind": "individual", "timing": "in_session",
    } })
}

#[test]
fn the_record_is_verified_beside_the_running_server() {
    for database in Database::each() {
        let office = Office::open(database);
        let coordinator = office.api("coordinator");
        for number in 0..20 {
            let body = proposal(&format!("提案{number}"));
            let view = coordinator.post("/proposals", &body).ok();
            let case = view["case"]["id"].as_str().expect("a case has an id");
            let _filed = coordinator.command(case, &json!({ "file": {} }));
        }
        let verified = office.server.run(&["verify"]).ok().stdout;
        assert!(verified.contains("40 events of 20 cases"), "{verified}");
        let record = verified
            .lines()
            .find_map(|line| line.strip_prefix("record "));
        let record = record.expect("the record has a digest").to_owned();
        let examined = office.server.run(&["doctor"]).ok().stdout;
        assert!(examined.contains("hold over 20 cases"), "{examined}");

        let _later = coordinator.post("/proposals", &proposal("后来的提案")).ok();
        let published = ["verify", "--published", &record];
        let later = office.server.run(&published).ok().stdout;
        assert!(later.contains("41 events of 21 cases"), "{later}");
        let other = record.replace(|c: char| c.is_ascii_lowercase(), "0");
        let broken = office.server.run(&["verify", "--published", &other]);
        assert!(!broken.status.success());
        assert!(
            broken.stdout.contains("as it was published"),
            "{}",
            broken.stdout
        );
    }
}

#[test]
fn a_server_that_keeps_real_time_does_not_take_another() {
    let office = Office::open(Database::sqlite());
    let now = [("banli-now", "1675645200000")];
    let body = proposal("提案").to_string().into_bytes();
    let answer = office
        .api("coordinator")
        .call(&Method::POST, "/proposals", &now, Some(body));
    let problem = answer.problem(422, "bad_field");
    assert_eq!(problem["errors"][0]["pointer"], "Banli-Now");
}
