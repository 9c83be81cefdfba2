//! A long list is taken in whole, whatever happens to the server meanwhile.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::office::{Office, PASSWORD};
use reqwest::Method;

const ROWS: u64 = 600;

fn list() -> Vec<u8> {
    let mut list = String::from("提案号,案由,提案人,主办单位\n");
    for n in 1..=ROWS {
        let _written = writeln!(list, "2023{n:04},第{n}件关于照明的提案,林小燕,市交通局");
    }
    list.into_bytes()
}

/// Asks until it is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < end, "never: {what}");
    }
}

fn count(api: &Api) -> u64 {
    let page = api.get("/proposals?limit=1&count=true").ok();
    page["total"].as_u64().expect("the total is asked for")
}

#[test]
fn a_server_killed_on_the_way_through_a_list_finishes_it_when_it_is_back() {
    for database in Database::each() {
        let kind = database.kind();
        let mut office = Office::open(database);
        let coordinator = office.api("coordinator");
        let token = coordinator.token().unwrap().to_owned();
        let import = |url: &str| {
            let caller = Api::stranger(url).with_token(&token);
            let kind = ("content-type", "application/octet-stream");
            let headers = [kind, ("idempotency-key", "the-list")];
            caller.call(&Method::POST, "/imports", &headers, Some(list()))
        };
        thread::scope(|scope| {
            let url = office.server.url().to_owned();
            let asking = scope.spawn(move || import(&url));
            until("the first rows", || {
                count(&coordinator) > 0 || asking.is_finished()
            });
            assert!(
                count(&coordinator) > 0,
                "{:?}",
                asking.join().map(|it| it.text())
            );
            office.server.kill();
            assert!(asking.join().is_err(), "{kind}: it was done too fast");
        });
        let mut before = 0;
        for _ in 0..2 {
            office.server.restart();
            let api = Api::stranger(office.server.url()).with_token(&token);
            until("more rows without being asked", || count(&api) > before);
            before = count(&api);
            office.server.kill();
        }
        assert!(before < ROWS, "{kind}: it was never killed on the way");
        office.server.restart();
        let api = Api::login(office.server.url(), "coordinator", PASSWORD);
        // The same request once more: it was done once, and this is its answer.
        let answer = import(office.server.url());
        assert_eq!(
            answer.header("idempotent-replayed"),
            "true",
            "{kind}: {}",
            answer.text()
        );
        let report = answer.ok();
        assert_eq!(report["added"], ROWS, "{kind}");
        assert_eq!(report["rows"][599]["number"], "20230600");
        assert_eq!(count(&api), ROWS, "{kind}");
        let verified = office.server.run(&["verify"]);
        assert!(verified.status.success(), "{kind}: {verified:?}");
        let examined = office.server.run(&["doctor"]);
        assert!(examined.status.success(), "{kind}: {examined:?}");
    }
}
