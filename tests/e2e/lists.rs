//! A long list is taken in whole, whatever happens to the server meanwhile.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{Office, PASSWORD};
use banli_tests::process::Output;
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

/// Takes a long list in by the client, with the server killed as soon as rows come in.
fn import_through_a_kill(office: &mut Office, home: &Home, wait: &str, restart: bool) -> Output {
    std::fs::write(home.path().join("list.csv"), list()).expect("the home can be written to");
    let coordinator = office.api("coordinator");
    thread::scope(|scope| {
        let arguments = ["import", "list.csv", "--wait", wait];
        let asking = scope.spawn(move || home.banli_within(&arguments, Duration::from_secs(120)));
        until("the first rows", || {
            count(&coordinator) > 0 || asking.is_finished()
        });
        office.server.kill();
        if restart {
            office.server.restart_there();
        }
        asking.join().expect("the client ends")
    })
}

#[test]
fn the_client_asks_what_became_of_a_list_when_the_server_is_back() {
    let mut office = Office::open(Database::sqlite());
    let token = office.api("coordinator").token().unwrap().to_owned();
    let home = Home::of(&office.server).with_token(&token);
    let done = import_through_a_kill(&mut office, &home, "60", true).ok();
    assert!(done.stderr.contains("may have been accepted"), "{done:?}");
    assert!(done.stdout.contains(&format!("added {ROWS}")), "{done:?}");
    let report = std::fs::read_to_string(home.path().join("list.report.csv")).unwrap();
    assert!(report.contains("20230600"));
}

#[test]
fn where_the_server_stays_away_the_client_says_that_the_list_may_be_in() {
    let mut office = Office::open(Database::sqlite());
    let token = office.api("coordinator").token().unwrap().to_owned();
    let home = Home::of(&office.server).with_token(&token);
    let lost = import_through_a_kill(&mut office, &home, "1", false);
    assert_eq!(lost.code(), Some(4), "{lost:?}");
    for said in ["may have been accepted", "--dry-run", "once more is safe"] {
        assert!(lost.stderr.contains(said), "{said}: {lost:?}");
    }
    assert!(!lost.stderr.contains("BANLI_SERVER"), "{lost:?}");
    office.server.restart_there();
    // What it said to do: the same once more, and nothing is there twice.
    let again = home.banli_within(&["import", "list.csv"], Duration::from_secs(120));
    assert!(again.ok().stdout.contains("there already"));
    assert_eq!(count(&office.api("coordinator")), ROWS);
    // What is sent to where nobody is was never accepted.
    office.server.kill();
    let nobody = home.banli(&["import", "list.csv"]);
    assert!(nobody.stderr.contains("BANLI_SERVER"), "{nobody:?}");
}
