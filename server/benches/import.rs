//! How long a large list takes to be taken in, and how long others wait meanwhile. Run by hand:
//!
//! `cargo bench -p banli-server --bench import -- [ROWS] [DATABASE]`
//!
//! 10,000 rows into a scratch SQLite file unless said otherwise; DATABASE is an empty PostgreSQL database
//! (`postgres://…`). The list is filed and handed over too. A second person gives small commands all the time, one after
//! the other: before the import, during a trial of it, during the import, and during its repetition. On SQLite the list is
//! taken in once more at the end by another server over a file of its own, with nobody beside it.

#[path = "common/begin.rs"]
mod begin;

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use banli_server::app::{App, Settings};
use banli_server::auth::Token;
use banli_server::http::Failure;
use banli_server::params;
use banli_server::routes;
use banli_server::store::Tx;
use banli_shared::api::units::UnitList;
use banli_shared::ids::UnitCode;
use http_body_util::BodyExt;
use tower::ServiceExt;

use begin::{Outcome, begin, run, told, unit};

/// Units there are.
const UNITS: usize = 80;
/// Characters of the text of each row: a file of 10,000 rows stays below the limit of 16 MB.
const TEXT: usize = 400;
/// A morning in February 2023: the calendar must reach as far as the deadlines.
const NOW_MS: i64 = 1_676_509_200_000;

fn main() -> Outcome<()> {
    run(bench)
}

async fn bench() -> Outcome<()> {
    let settings = Settings {
        simulated_time: true,
        ..Settings::default()
    };
    let begun = begin(10_000, settings).await?;
    let (app, rows) = (begun.app.clone(), begun.count);
    let caller = office(&app).await?;
    let list = list(rows);
    println!(
        "{rows} rows, {:.1} MB, on {}\n",
        list.len() as f64 / 1e6,
        app.store().kind()
    );
    println!(
        "{:<24} {:>9}   others: {:>6} {:>10} {:>10} {:>10}",
        "", "import", "done", "p50", "p99", "longest"
    );
    caller
        .beside("nothing", async |_| {
            tokio::time::sleep(Duration::from_secs(2)).await;
            Ok(())
        })
        .await?;
    for (what, query) in [
        ("a trial", "?hand_over=true&dry_run=true"),
        ("the import", "?hand_over=true"),
        ("the same again", "?hand_over=true"),
    ] {
        let list = list.clone();
        caller
            .beside(what, async move |caller| {
                let path = format!("/api/v1/imports{query}");
                caller.send(Method::POST, &path, list.clone()).await?;
                Ok(())
            })
            .await?;
    }
    if app.store().kind() == "sqlite" {
        let settings = Settings {
            simulated_time: true,
            ..Settings::default()
        };
        let alone = begin(10_000, settings).await?;
        let caller = office(&alone.app).await?;
        let begun = Instant::now();
        let path = "/api/v1/imports?hand_over=true";
        caller.send(Method::POST, path, list).await?;
        println!(
            "{:<24} {:>7.2} s",
            "with nobody else",
            begun.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// Somebody who may do everything.
#[derive(Clone)]
struct Caller {
    router: Router,
    token: Arc<Token>,
    /// The case that small commands are about.
    case: String,
}

impl Caller {
    async fn send(&self, method: Method, path: &str, body: Vec<u8>) -> Outcome<serde_json::Value> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token.reveal()))
            .header("banli-now", NOW_MS)
            .header("content-type", "application/json")
            .body(Body::from(body))?;
        let answer = self.router.clone().oneshot(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        if status.is_success() {
            Ok(serde_json::from_slice(&body)?)
        } else {
            Err(format!("{path}: {status} {}", String::from_utf8_lossy(&body)).into())
        }
    }

    /// Small commands until `done`, and how long each took.
    async fn commands(self, done: Arc<AtomicBool>) -> Outcome<Vec<Duration>> {
        let path = format!("/api/v1/proposals/{}/commands", self.case);
        let mut times = Vec::new();
        while !done.load(Ordering::Relaxed) {
            for command in [
                r#"{"mark_key":{"leader":"李主席"}}"#,
                r#"{"unmark_key":{}}"#,
            ] {
                let begun = Instant::now();
                self.send(Method::POST, &path, command.into()).await?;
                times.push(begun.elapsed());
            }
            // As people do: not without a breath.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(times)
    }

    async fn beside(&self, what: &str, work: impl AsyncFn(&Self) -> Outcome<()>) -> Outcome<()> {
        let done = Arc::new(AtomicBool::new(false));
        let others = tokio::spawn(self.clone().commands(Arc::clone(&done)));
        let begun = Instant::now();
        work(self).await?;
        let took = begun.elapsed();
        done.store(true, Ordering::Relaxed);
        let mut times = others.await??;
        times.sort_unstable();
        let at = |permille: usize| times[(times.len() - 1) * permille / 1000].as_secs_f64() * 1e3;
        println!(
            "{what:<24} {:>7.2} s           {:>6} {:>7.1} ms {:>7.1} ms {:>7.1} ms",
            took.as_secs_f64(),
            times.len(),
            at(500),
            at(990),
            at(1000)
        );
        Ok(())
    }
}

/// Units, a session, a coordinator, and a case.
async fn office(app: &App) -> Outcome<Caller> {
    let units = (1..=UNITS).map(|n| unit(&UnitCode(format!("U{n:02}")), format!("第{n}局"), None));
    let list = UnitList {
        units: units.collect(),
        new_kinds: true,
    };
    let token = Token::new();
    let hash = token.hash();
    let office = async move |tx: &mut Tx| -> Result<(), Failure> {
        begin::office(tx, &list).await?;
        let sql = "INSERT INTO people (id, login, name, name_key, password_hash, created_ms)
                   VALUES ('p1', 'p1', '某', '某', '', 1)";
        tx.execute(sql, &[]).await?;
        let sql = "INSERT INTO posts (person, role, place) VALUES ('p1', 'coordinator', '')";
        tx.execute(sql, &[]).await?;
        let sql = "INSERT INTO tokens (id, hash, person, label, scopes, created_ms, expires_ms)
                   VALUES ('1', $1, 'p1', 'bench', '[\"read\",\"write\"]', 1, $2)";
        tx.execute(sql, params![hash, i64::MAX]).await?;
        Ok(())
    };
    app.store().write(office).await.map_err(told)?;
    let mut caller = Caller {
        router: routes::all().into_router(app),
        token: Arc::new(token),
        case: String::new(),
    };
    let one = r#"{"proposal":{"title":"关于照明的提案","body":"内容","kind":"individual","timing":"in_session",
                  "proposers":[{"name":"某"}],"suggestions":["增加"]}}"#;
    let begun = caller
        .send(Method::POST, "/api/v1/proposals", one.into())
        .await?;
    begun["case"]["id"]
        .as_str()
        .unwrap_or_default()
        .clone_into(&mut caller.case);
    let path = format!("/api/v1/proposals/{}/commands", caller.case);
    caller
        .send(Method::POST, &path, r#"{"file":{}}"#.into())
        .await?;
    Ok(caller)
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn text(&mut self, characters: usize) -> String {
        let one = |dice: &mut Self| {
            // Few characters make up most of a text.
            let limit = dice.roll(2500) + 1;
            let at = u32::try_from(dice.roll(limit)).unwrap_or(0);
            char::from_u32(0x4E00 + at * 7).unwrap_or('一')
        };
        (0..characters).map(|_| one(self)).collect()
    }
}

/// A list as an office sends it.
fn list(rows: usize) -> Vec<u8> {
    let mut dice = Dice(5);
    let mut csv = String::from("案由,内容,提案人,提案类型,类别,提交日期,建议,主办单位,会办单位\n");
    for n in 1..=rows {
        let (title, body) = (dice.text(14), dice.text(TEXT));
        let (one, two) = (dice.text(24), dice.text(30));
        let (lead, first) = (dice.roll(UNITS as u64) + 1, dice.roll(UNITS as u64 / 2) + 1);
        let helpers: Vec<String> = [first, first + 7, first + 30]
            .into_iter()
            .filter(|helper| *helper != lead)
            .map(|helper| format!("第{helper}局"))
            .collect();
        let helpers = helpers.join("、");
        let _written = writeln!(
            csv,
            "关于加强{title}的提案,{body},委员{n},个人,城建,2023-02-16,1. {one}；2. {two},第{lead}局,{helpers}"
        );
    }
    csv.into_bytes()
}
