//! How long searches and suggestions take over many cases. Run by hand:
//!
//! `cargo bench -p banli-server --bench search -- [CASES] [DATABASE]`
//!
//! 100,000 cases in a scratch SQLite file unless said otherwise; DATABASE is empty, or was filled by this bench before
//! (`postgres://…`, `sqlite://…`). Texts are made of some thousand words, few of them in most texts, as in a language. Times are those
//! of the use case with its way through the store's queue.

#[path = "../src/app/listing/tests/made.rs"]
mod made;

use std::error::Error;
use std::future::Future;
use std::time::{Duration, Instant};

use banli_server::app::cases::Scene;
use banli_server::app::listing::list;
use banli_server::app::search::similar;
use banli_server::app::{App, Settings, index, sessions, units};
use banli_server::http::Failure;
use banli_server::params;
use banli_server::store::{Access, DbUrl, Store, Tx};
use banli_shared::api::proposals::{ProposalQuery, ProposalRef};
use banli_shared::api::sessions::Session;
use banli_shared::api::units::UnitList;
use banli_shared::calendar::Calendar;
use banli_shared::case::Case;
use banli_shared::ids::{PersonId, UnitCode};
use banli_shared::org::{Actor, Post, Role, Unit};

use made::{BEGIN_MS, Dice, Town};

type Outcome<T> = Result<T, Box<dyn Error>>;

const NOW: i64 = BEGIN_MS + 100 * 24 * 60 * 60 * 1000;
const RUNS: usize = 100;
const BATCH: usize = 500;
/// Words there are, and characters they are made of.
const WORDS: usize = 8000;
const CHARACTERS: usize = 2500;

fn main() -> Outcome<()> {
    // `cargo test --all-targets` runs this too, to see that it builds.
    if !std::env::args().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run())
}

async fn run() -> Outcome<()> {
    // `cargo bench` adds flags of its own.
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with('-'));
    let cases: usize = args.next().map_or(Ok(100_000), |text| text.parse())?;
    let scratch = tempfile::tempdir()?;
    let file = scratch.path().join("bench.db");
    let url: DbUrl = match args.next() {
        Some(url) => url.parse()?,
        None => DbUrl::Sqlite(file.clone()),
    };
    let store = Store::open(&url, Access::Sole).await?;
    store.migrate(1).await?;
    let app = App::start(store, Settings::default())?;
    let mut dice = Dice(7);
    let language = Language::new(&mut dice);
    let begun = Instant::now();
    let there = app
        .store()
        .read(async |tx: &mut Tx| tx.query_opt("SELECT 1 FROM cases LIMIT 1", &[]).await)
        .await?;
    if there.is_none() {
        seed(&app, cases, &language, &mut dice).await?;
    }
    let each = begun.elapsed() / u32::try_from(cases.max(1))?;
    let megabytes = std::fs::metadata(&file).map_or(0, |it| it.len() / 1_000_000);
    println!(
        "{cases} cases on {}, written in {each:.1?} each, {megabytes} MB\n",
        app.store().kind()
    );
    println!("{:<52} {:>8} {:>10} {:>10}", "", "found", "p50", "p99");
    let coordinator = actor(&[Post::office(Role::Coordinator)]);
    let liaison = actor(&[Post::at(Role::Liaison, "U17")]);
    let word = |at: usize| language.words[at].clone();
    let texts = [
        ("a word of most texts", word(0)),
        ("a word of many", word(40)),
        ("a word of some", word(700)),
        ("a rare word", word(7000)),
        ("two words", format!("{} {}", word(30), word(900))),
        ("two words side by side", format!("{}{}", word(0), word(1))),
        (
            "four characters that are rare",
            format!("{}{}", word(900), word(2000)),
        ),
        ("one character", word(300).chars().take(1).collect()),
        ("a number", "20230777".to_owned()),
        ("initials", "gyjq".to_owned()),
        ("nothing", "没有的东西".to_owned()),
    ];
    for (who, actor) in [("all", &coordinator), ("one unit's", &liaison)] {
        for (what, text) in &texts {
            measure(&format!("search in {who}: {what}"), async || {
                let query = ProposalQuery {
                    q: Some(text.clone()),
                    ..ProposalQuery::default()
                };
                let scene = scene(&app, actor);
                let read = async move |tx: &mut Tx| list(tx, &scene, &query).await;
                let page = app.store().read(read).await.map_err(told)?;
                Ok(page.items.len())
            })
            .await?;
        }
    }
    let mut at = 0;
    let step = (cases / RUNS).max(1);
    let mut times = Vec::new();
    let mut found = 0;
    while at < cases {
        let by = ProposalRef(format!("{:026}", at + 1));
        let scene = scene(&app, &coordinator);
        let begun = Instant::now();
        let read = async move |tx: &mut Tx| similar::of(tx, &scene, &by).await;
        found += app.store().read(read).await.map_err(told)?.proposals.len();
        times.push(begun.elapsed());
        at += step;
    }
    print(
        "similar proposals and units",
        found / times.len().max(1),
        times,
    );
    Ok(())
}

/// Words, the frequent ones first.
struct Language {
    words: Vec<String>,
}

impl Language {
    fn new(dice: &mut Dice) -> Self {
        let words = (0..WORDS).map(|_| {
            let character = |dice: &mut Dice| {
                let at = skewed(dice, CHARACTERS);
                char::from_u32(0x4E00 + u32::try_from(at * 7).unwrap_or(0)).unwrap_or('一')
            };
            [character(dice), character(dice)].iter().collect()
        });
        Self {
            words: words.collect(),
        }
    }

    /// About so many characters of text.
    fn text(&self, characters: usize, dice: &mut Dice) -> String {
        let mut text = String::new();
        for n in 0..characters / 2 {
            text.push_str(&self.words[skewed(dice, WORDS)]);
            if n % 9 == 8 {
                text.push('，');
            }
        }
        text
    }
}

/// A number below `sides`, small ones more often: about as often as one over itself.
fn skewed(dice: &mut Dice, sides: usize) -> usize {
    let limit = dice.roll(sides) + 1;
    dice.roll(limit)
}

fn varied(mut case: Case, language: &Language, dice: &mut Dice) -> Case {
    let length = 8 + dice.roll(14);
    case.proposal.title = format!("关于加强{}的提案", language.text(length, dice));
    case.proposal.body = language.text(1573, dice);
    case
}

async fn seed(app: &App, count: usize, language: &Language, dice: &mut Dice) -> Outcome<()> {
    let town = Town {
        units: (1..=80)
            .map(|n| {
                let departments = (1..=2).map(|d| UnitCode(format!("U{n:02}-{d}")));
                (UnitCode(format!("U{n:02}")), departments.collect())
            })
            .collect(),
        people: (0..600).map(|n| PersonId(format!("p{n:03}"))).collect(),
        calendar: Calendar::published(),
        text: 10,
    };
    let unit = |code: &UnitCode, parent: Option<&UnitCode>| Unit {
        code: code.clone(),
        name: format!("单位{code}"),
        kind: String::new(),
        parent: parent.cloned(),
        aliases: vec![],
        duties: String::new(),
        retired: false,
    };
    let mut list = UnitList { units: vec![] };
    for (code, departments) in &town.units {
        list.units.push(unit(code, None));
        list.units
            .extend(departments.iter().map(|it| unit(it, Some(code))));
    }
    let people = town.people.clone();
    let office = async move |tx: &mut Tx| -> Result<(), Failure> {
        units::put(tx, &list).await?;
        let session = Session {
            id: "2023".into(),
            name: "七届三次会议".into(),
            year: 2023,
            closed_on: None,
            current: true,
        };
        sessions::put(tx, &session, 1).await?;
        for person in &people {
            let sql = "INSERT INTO people (id, login, name, name_key, password_hash, created_ms)
                       VALUES ($1, $1, $1, $1, '', 1)";
            tx.execute(sql, params![person.0]).await?;
        }
        Ok(())
    };
    app.store().write(office).await.map_err(told)?;
    for first in (1..=count).step_by(BATCH) {
        let cases: Vec<Case> = (first..=count.min(first + BATCH - 1))
            .map(|n| varied(town.case(n, dice), language, dice))
            .collect();
        let worlds = app.worlds();
        let write = async move |tx: &mut Tx| -> Result<(), Failure> {
            let world = worlds.see(tx).await?;
            for (case, seq) in cases.iter().zip(i64::try_from(first).unwrap_or(1)..) {
                let number = case.number.as_ref().map(|number| number.as_str());
                let body = serde_json::to_string(case).unwrap_or_default();
                let sql = "INSERT INTO cases (id, session, intake_number, number, version, changed_seq, hash, body)
                           VALUES ($1, $2, $3, $4, 1, $5, '', $6)";
                let (id, session, intake) = (&case.id.0, &case.session.0, &case.intake_number.0);
                tx.execute(sql, params![id, session, intake, number, seq, body])
                    .await?;
                index::write(tx, case, &world, NOW).await?;
            }
            Ok(())
        };
        app.store().write(write).await.map_err(told)?;
    }
    Ok(())
}

fn actor(posts: &[Post]) -> Actor {
    Actor::new("p007".into(), "p007".into(), posts.to_vec())
}

fn scene(app: &App, actor: &Actor) -> Scene {
    Scene {
        worlds: app.worlds(),
        actor: actor.clone(),
        now: NOW,
    }
}

async fn measure<F: Future<Output = Result<usize, String>>>(
    what: &str,
    job: impl Fn() -> F,
) -> Outcome<()> {
    let mut times = Vec::with_capacity(RUNS);
    let found = job().await?;
    for _ in 0..RUNS {
        let begun = Instant::now();
        job().await?;
        times.push(begun.elapsed());
    }
    print(what, found, times);
    Ok(())
}

fn print(what: &str, found: usize, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| times.get((times.len() - 1) * percent / 100).copied();
    let shown = |time: Option<Duration>| {
        format!("{:.2} ms", time.unwrap_or_default().as_secs_f64() * 1000.0)
    };
    println!(
        "{what:<52} {found:>8} {:>10} {:>10}",
        shown(at(50)),
        shown(at(99))
    );
}

fn told(failure: Failure) -> String {
    let problem = *failure.problem;
    problem.detail
}
