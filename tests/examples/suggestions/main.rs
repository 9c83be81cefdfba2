//! How often the right unit is among the first three that triage suggests, on a held-out tenth of made-up sessions.
//!
//! `cargo run --release -p banli-tests --example suggestions -- [SEEDS]` (5 unless said otherwise), with `banli` and
//! `banli-server` built beside it or in `BANLI_BIN_DIR`.
//!
//! Nine tenths of a session of 535 are handed over as they were; the rest come in without units, and what is suggested
//! for each is compared with the unit it was made for. Asked twice: as it came in, and reworded, its subject named
//! otherwise in title, text and suggestions and the title shaped unlike those of lists. The baseline suggests the three
//! units that lead most. The sessions are made up by the demo, whose words we chose: what is right for a real city is not
//! shown by this, only that the two kinds of evidence are read as they should be.

mod reworded;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::PASSWORD;
use banli_tests::server::{ADMIN, ADMIN_PASSWORD, Server};
use reqwest::Method;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One of so many is held out.
const ONE_OF: usize = 10;
/// Most commands in one call.
const BATCH: usize = 200;

fn main() -> Outcome<()> {
    let seeds = std::env::args()
        .nth(1)
        .map_or(Ok(5), |seeds| seeds.parse())?;
    println!(
        "{:<8}{:>6}{:>12}{:>12}{:>12}{:>12}{:>12}{:>12}",
        "seed", "cases", "as it came", "first", "reworded", "first", "most 3", "most 1"
    );
    let mut all = Tally::default();
    for seed in 0..seeds {
        let tally = measure(2023 + seed)?;
        tally.print(&(2023 + seed).to_string());
        all.add(&tally);
    }
    all.print("all");
    println!("\nshares with the 95 % interval of Wilson, over all seeds:");
    for (what, hits) in [
        ("as it came, among the first three", all.plain),
        ("reworded, among the first three", all.reworded),
        ("the three that lead most", all.most),
    ] {
        let (low, high) = wilson(hits[0], all.cases);
        println!(
            "{what:<36}{:>6.1} %  ({low:.1}-{high:.1} %)",
            percent(hits[0], all.cases)
        );
    }
    Ok(())
}

/// Of how many cases the unit was among the first three, and the first.
#[derive(Default)]
struct Tally {
    cases: u32,
    plain: [u32; 2],
    reworded: [u32; 2],
    most: [u32; 2],
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        for (own, others) in [
            (&mut self.plain, &other.plain),
            (&mut self.reworded, &other.reworded),
            (&mut self.most, &other.most),
        ] {
            own[0] += others[0];
            own[1] += others[1];
        }
    }

    fn print(&self, what: &str) {
        print!("{what:<8}{:>6}", self.cases);
        for hits in [self.plain, self.reworded, self.most] {
            for hits in hits {
                print!("{:>10.1} %", percent(hits, self.cases));
            }
        }
        println!();
    }
}

fn percent(hits: u32, of: u32) -> f64 {
    f64::from(hits) * 100.0 / f64::from(of.max(1))
}

/// The interval that holds the true share with a confidence of 95 %, in hundredths.
fn wilson(hits: u32, of: u32) -> (f64, f64) {
    let (n, z) = (f64::from(of.max(1)), 1.96_f64);
    let share = f64::from(hits) / n;
    let middle = share + z * z / (2.0 * n);
    let around = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 100.0 / (1.0 + z * z / n);
    ((middle - around) * scale, (middle + around) * scale)
}

/// One proposal of the list, by the names of its columns.
type Row = BTreeMap<String, String>;

fn measure(seed: u64) -> Outcome<Tally> {
    let server = Server::start_on(Database::sqlite());
    let home = Home::of(&server);
    let lists = home.path().join("lists").display().to_string();
    let seed = seed.to_string();
    let _written = home
        .banli(&["demo", "--seed", &seed, "--write", &lists])
        .ok();
    let coordinator = office(&server, &std::fs::read(format!("{lists}/units.csv"))?);
    let rows = read(&std::fs::read_to_string(format!("{lists}/proposals.csv"))?)?;
    let names = unit_names(&coordinator);
    let me = coordinator.get("/me").ok()["id"].clone();
    let (held_out, known): (Vec<_>, Vec<_>) = rows
        .iter()
        .enumerate()
        .partition(|(at, _)| at % ONE_OF == ONE_OF / 2);

    let mut led: BTreeMap<&str, u32> = BTreeMap::new();
    let mut commands = vec![];
    for (_, row) in &known {
        let case = coordinator.post("/proposals", &proposal(row, &me)).ok();
        let units = |column: &str| row[column].split('、').filter(|name| !name.is_empty());
        let mut to = vec![];
        for (column, role) in [
            ("主办单位", "lead"),
            ("分办单位", "split"),
            ("会办单位", "co_handler"),
        ] {
            to.extend(units(column).map(|name| json!({ "unit": names[name], "role": role })));
        }
        *led.entry(&row["主办单位"]).or_default() += 1;
        let case = &case["case"]["id"];
        let hand_over = json!({ "hand_over": { "to": to, "plain_weekdays": true } });
        commands.push(json!({ "proposal": case, "command": { "file": {} } }));
        commands.push(json!({ "proposal": case, "command": hand_over }));
    }
    for commands in commands.chunks(BATCH) {
        let answers = coordinator
            .post("/commands", &json!({ "commands": commands }))
            .ok();
        assert_eq!(answers["kept"], true, "{answers:#}");
    }
    let mut most: Vec<(&str, u32)> = led.into_iter().collect();
    most.sort_by_key(|(name, many)| (std::cmp::Reverse(*many), *name));
    let most: Vec<&str> = most.into_iter().map(|(name, _)| name).collect();

    let mut tally = Tally::default();
    for (at, row) in held_out {
        let right = row["主办单位"].as_str();
        let code = names[right].as_str();
        let case = coordinator.post("/proposals", &proposal(row, &me)).ok();
        let id = case["case"]["id"].as_str().unwrap_or_default();
        tally.cases += 1;
        count(&mut tally.plain, &suggested(&coordinator, id), code);
        let other = reworded::row(row, at);
        let other = &proposal(&other, &me)["proposal"];
        let amended = json!({ "amend": {
            "title": other["title"], "body": other["body"], "suggestions": other["suggestions"],
        } });
        let _amended = coordinator.command(id, &amended);
        count(&mut tally.reworded, &suggested(&coordinator, id), code);
        count(&mut tally.most, &most, right);
    }
    Ok(tally)
}

fn count<S: AsRef<str>>(hits: &mut [u32; 2], suggested: &[S], right: &str) {
    let place = suggested.iter().position(|unit| unit.as_ref() == right);
    hits[0] += u32::from(place.is_some_and(|place| place < 3));
    hits[1] += u32::from(place == Some(0));
}

/// The units that are suggested for a case, the likeliest first.
fn suggested(coordinator: &Api, id: &str) -> Vec<String> {
    let found = coordinator.get(&format!("/proposals/{id}/similar")).ok();
    let units = found["units"].as_array().cloned().unwrap_or_default();
    let codes = units.iter().filter_map(|unit| unit["unit"].as_str());
    codes.map(str::to_owned).collect()
}

/// Units, a session, and somebody who does the triage.
fn office(server: &Server, units: &[u8]) -> Api {
    let admin = Api::login(server.url(), ADMIN, ADMIN_PASSWORD);
    let session = json!({ "id": "2023", "name": "七届三次会议", "year": 2023, "current": true });
    let _session = admin.put("/sessions", &session).ok();
    let person = json!({ "login": "coordinator", "name": "顾文清", "password": PASSWORD,
        "posts": [{ "role": "coordinator" }, { "role": "proposer" }] });
    let _person = admin.post("/people", &person).ok();
    let list = Some(units.to_vec());
    let _units = admin
        .call(&Method::POST, "/imports?of=units", &[], list)
        .ok();
    Api::login(server.url(), "coordinator", PASSWORD)
}

fn unit_names(coordinator: &Api) -> BTreeMap<String, String> {
    let units = coordinator.get("/units").ok();
    let text = |unit: &Value, field: &str| unit[field].as_str().unwrap_or_default().to_owned();
    let units = units["items"].as_array().cloned().unwrap_or_default();
    let pairs = units
        .iter()
        .map(|unit| (text(unit, "name"), text(unit, "code")));
    pairs.collect()
}

/// The rows of a list with a title above its header.
fn read(list: &str) -> Outcome<Vec<Row>> {
    let (_title, list) = list.split_once('\n').ok_or("a list without a header")?;
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    let rows: Result<Vec<Row>, csv::Error> = reader.deserialize().collect();
    let rows = rows?;
    let titles: BTreeSet<&String> = rows.iter().map(|row| &row["案由"]).collect();
    assert_eq!(titles.len(), rows.len(), "no title is there twice");
    Ok(rows)
}

/// A proposal to submit, by the person who is logged in.
fn proposal(row: &Row, me: &Value) -> Value {
    let suggestions = row["建议"].lines();
    let suggestions = suggestions.map(|line| line.split_once(". ").map_or(line, |(_, text)| text));
    json!({ "proposal": {
        "title": row["案由"],
        "body": row["内容"],
        "proposers": [{ "name": "顾文清", "person": me }],
        "kind": "individual",
        "category": row["类别"],
        "timing": "in_session",
        "suggestions": suggestions.collect::<Vec<_>>(),
    }})
}
