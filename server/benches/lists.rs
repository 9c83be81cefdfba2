//! How long lists, the inbox, figures, the board and looks at deadlines take over many cases. Run by hand:
//!
//! `cargo bench -p banli-server --bench lists -- [CASES] [DATABASE]`
//!
//! 100,000 cases in a scratch SQLite file unless said otherwise; DATABASE is empty, or was filled by this bench before
//! (`postgres://…`, `sqlite://…`). Times are those of the use case with its way through the store's queue; the last lines
//! are whole requests through the router. The last column is processor time, which says more on a machine that is busy
//! with other things.

#[path = "common/begin.rs"]
mod begin;
#[path = "common/cases.rs"]
mod cases;
#[path = "../src/app/listing/tests/made.rs"]
mod made;

use std::future::Future;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use banli_server::app::listing::{board, figures, inbox, list};
use banli_server::app::{App, Settings, people};
use banli_server::auth::Token;
use banli_server::http::Failure;
use banli_server::jobs::deadlines;
use banli_server::params;
use banli_server::routes;
use banli_server::store::Tx;
use banli_shared::api::figures::{BoardQuery, FigureQuery};
use banli_shared::api::inbox::InboxQuery;
use banli_shared::api::people::{ChangePerson, NewPerson};
use banli_shared::api::proposals::{ProposalQuery, Sort};
use banli_shared::case::{AssignmentRole, Class, ProposalStage};
use banli_shared::figures::Dimension;
use banli_shared::org::{Post, Role};
use banli_shared::profile::Light;
use http_body_util::BodyExt;
use tower::ServiceExt;

use begin::{Outcome, begin, run, told};
use cases::{NOW, actor, fill, scene};

/// Runs of each query, and of those that go over everything.
const RUNS: usize = 300;
const HEAVY: usize = 20;

fn main() -> Outcome<()> {
    run(bench)
}

async fn bench() -> Outcome<()> {
    let begun = begin(100_000, Settings::default()).await?;
    fill(&begun, 1573, |case| case).await?;
    let app = &begun.app;
    println!("{:<44} {:>10} {:>10} {:>10}", "", "p50", "p99", "cpu");
    lists(app).await?;
    inboxes(app).await?;
    over_all(app).await?;
    requests(app).await?;
    looks(app).await?;
    leaving(app).await
}

/// Who holds the desk of a unit, and a handler of it, leave and come back: what waits there is looked at anew.
async fn leaving(app: &App) -> Outcome<()> {
    let admin = NewPerson {
        login: "admin".to_owned(),
        name: "admin".to_owned(),
        password: String::new(),
        posts: vec![Post::office(Role::Admin)],
    };
    let worlds = app.worlds();
    let come = async move |tx: &mut Tx| people::come(tx, &worlds, &admin, "", (NOW, NOW)).await;
    app.store().write(come).await.map_err(told)?;
    for (role, place) in [(Role::Liaison, "U17"), (Role::Handler, "U17-1")] {
        for disabled in [true, false] {
            let (worlds, begun) = (app.worlds(), Instant::now());
            let change = async move |tx: &mut Tx| {
                let sql = "SELECT person FROM posts WHERE role = $1 AND place = $2";
                let row = tx.query_one(sql, params![role.code(), place]).await?;
                let id = row.text(0)?.into();
                let change = ChangePerson {
                    disabled: Some(disabled),
                    ..ChangePerson::default()
                };
                people::change(tx, &worlds, &id, &change, None, (NOW, NOW)).await
            };
            let changed = app.store().write(change).await.map_err(told)?;
            let left: u64 = changed.left.iter().map(|left| left.items).sum();
            let how = match disabled {
                true => format!("leaves {left} pieces of work"),
                false => "comes back".to_owned(),
            };
            println!("{role} of {place} {how}: {:.0?}", begun.elapsed());
        }
    }
    Ok(())
}

async fn lists(app: &App) -> Outcome<()> {
    let coordinator = actor(&[Post::office(Role::Coordinator)]);
    let liaison = actor(&[Post::at(Role::Liaison, "U17")]);
    let handler = actor(&[Post::at(Role::Handler, "U17-1")]);
    let member = actor(&[Post::office(Role::Proposer)]);
    let all = ProposalQuery::default;
    let by = |sort| ProposalQuery {
        sort: Some(sort),
        ..all()
    };
    let text = |text: &str| ProposalQuery {
        q: Some(text.to_owned()),
        ..all()
    };
    let queries = [
        ("all, by number", &coordinator, all()),
        ("all, by deadline", &coordinator, by(Sort::Due)),
        ("all, by change", &coordinator, by(Sort::Changed)),
        (
            "to examine",
            &coordinator,
            ProposalQuery {
                stage: Some(ProposalStage::Submitted),
                ..all()
            },
        ),
        (
            "red",
            &coordinator,
            ProposalQuery {
                light: Some(Light::Red),
                ..all()
            },
        ),
        (
            "yellow",
            &coordinator,
            ProposalQuery {
                light: Some(Light::Yellow),
                ..all()
            },
        ),
        (
            "one unit as lead, class A, by deadline",
            &coordinator,
            ProposalQuery {
                unit: Some("U33".into()),
                role: Some(AssignmentRole::Lead),
                class: Some(Class::A),
                sort: Some(Sort::Due),
                ..all()
            },
        ),
        ("text in many", &coordinator, text("教育")),
        ("text in one", &coordinator, text("第777项")),
        ("text in none", &coordinator, text("没有的")),
        (
            "all, counted",
            &coordinator,
            ProposalQuery {
                count: true,
                ..all()
            },
        ),
        ("what a unit sees", &liaison, all()),
        ("what a unit sees, by deadline", &liaison, by(Sort::Due)),
        ("what a department sees", &handler, all()),
        ("what a member sees", &member, all()),
    ];
    for (what, who, query) in &queries {
        let heavy = query.count || query.q.is_some();
        let runs = if heavy { HEAVY } else { RUNS };
        measure(&format!("list: {what}"), runs, async || {
            let (scene, query) = (scene(app, who), query.clone());
            let read = async move |tx: &mut Tx| list(tx, &scene, &query).await.map(|_page| ());
            app.store().read(read).await.map_err(told)
        })
        .await?;
    }
    // From page to page.
    let mut query = all();
    let mut times = Vec::new();
    let before = cpu();
    for _ in 0..RUNS {
        let (scene, asked) = (scene(app, &coordinator), query.clone());
        let begun = Instant::now();
        let read = async move |tx: &mut Tx| list(tx, &scene, &asked).await;
        let page = app.store().read(read).await.map_err(told)?;
        times.push(begun.elapsed());
        query.cursor = page.next;
    }
    let cpu = (cpu() - before) / u32::try_from(RUNS)?;
    print("list: all, page after page", times, cpu);
    Ok(())
}

async fn inboxes(app: &App) -> Outcome<()> {
    let liaison = actor(&[Post::at(Role::Liaison, "U17")]);
    let many: Vec<Post> = (1..=20)
        .map(|n| Post::at(Role::Liaison, &format!("U{n:02}")))
        .collect();
    let query = InboxQuery::default;
    let counted = || InboxQuery {
        count: true,
        ..query()
    };
    let coordinator = actor(&[Post::office(Role::Coordinator)]);
    let queries = [
        ("coordinator", &coordinator, query()),
        ("coordinator, counted", &coordinator, counted()),
        ("liaison", &liaison, query()),
        ("liaison, counted", &liaison, counted()),
        ("twenty posts", &actor(&many), query()),
        ("member", &actor(&[Post::office(Role::Proposer)]), query()),
    ];
    for (what, who, query) in &queries {
        let runs = if query.count { HEAVY } else { RUNS };
        measure(&format!("inbox: {what}"), runs, async || {
            let (scene, query) = (scene(app, who), query.clone());
            let read =
                async move |tx: &mut Tx| inbox::inbox(tx, &scene, &query).await.map(|_page| ());
            app.store().read(read).await.map_err(told)
        })
        .await?;
    }
    Ok(())
}

async fn over_all(app: &App) -> Outcome<()> {
    let of = |unit: Option<&str>| FigureQuery {
        unit: unit.map(Into::into),
        ..FigureQuery::default()
    };
    let by = |by: Dimension| FigureQuery {
        by: Some(by),
        ..FigureQuery::default()
    };
    let auditor = actor(&[Post::office(Role::Auditor)]);
    let liaison = actor(&[Post::at(Role::Liaison, "U17")]);
    let of_two = actor(&["U17", "U18"].map(|unit| Post::at(Role::Liaison, unit)));
    for (what, who, query) in [
        ("all", &auditor, of(None)),
        ("what those of two units see", &of_two, of(None)),
        (
            "by kind, what those of two units see",
            &of_two,
            by(Dimension::Kind),
        ),
        ("one unit", &auditor, of(Some("U33"))),
        ("what a unit sees", &liaison, of(None)),
        ("what a unit sees, its own", &liaison, of(Some("U17"))),
        ("by unit", &auditor, by(Dimension::Unit)),
        ("by department", &auditor, by(Dimension::Department)),
        ("by quarter", &auditor, by(Dimension::Quarter)),
        ("by category", &auditor, by(Dimension::Category)),
        ("by kind", &auditor, by(Dimension::Kind)),
        ("by kind, what a unit sees", &liaison, by(Dimension::Kind)),
    ] {
        measure(&format!("figures: {what}"), HEAVY, async || {
            let (scene, query) = (scene(app, who), query.clone());
            let read =
                async move |tx: &mut Tx| figures::figures(tx, &scene, &query).await.map(|_| ());
            app.store().read(read).await.map_err(told)
        })
        .await?;
    }
    for (what, who, unit) in [
        ("all", &auditor, None),
        ("one unit", &auditor, Some("U33")),
        ("what a unit sees", &liaison, None),
    ] {
        measure(&format!("board: {what}"), HEAVY, async || {
            let scene = scene(app, who);
            let query = BoardQuery {
                session: None,
                unit: unit.map(Into::into),
            };
            let read = async move |tx: &mut Tx| board::board(tx, &scene, &query).await.map(|_| ());
            app.store().read(read).await.map_err(told)
        })
        .await?;
    }
    Ok(())
}

/// What reminders and passed rating windows cost: once for all that has piled up, then as every ten minutes. Last, because
/// it changes what is there.
async fn looks(app: &App) -> Outcome<()> {
    let open = "SELECT COUNT(DISTINCT case_id) FROM assignments WHERE open = 1";
    let open = app
        .store()
        .read(async move |tx: &mut Tx| tx.query_one(open, &[]).await?.int(0))
        .await?;
    let (begun, before) = (Instant::now(), cpu());
    let done = deadlines::look(app, NOW).await?;
    let (took, spent) = (begun.elapsed(), cpu() - before);
    let (told, closed) = (done.told, done.closed);
    println!("\n{open} open cases; the first look gives {told} notices and closes {closed}");
    print("deadlines: the first look", vec![took], spent);
    measure("deadlines: the next look", HEAVY, async || {
        let look = deadlines::look(app, NOW).await;
        look.map(|_done| ()).map_err(|error| error.to_string())
    })
    .await
}

/// Whole requests, decoded, admitted, answered as JSON.
async fn requests(app: &App) -> Outcome<()> {
    let token = Token::new();
    let hash = token.hash();
    let admit = async move |tx: &mut Tx| -> Result<(), Failure> {
        let sql = "INSERT INTO posts (person, role, place) VALUES ('p007', 'coordinator', '') ON CONFLICT DO NOTHING";
        tx.execute(sql, &[]).await?;
        let sql = "INSERT INTO tokens (id, hash, person, label, scopes, created_ms, expires_ms)
                   VALUES ('1', $1, 'p007', 'bench', '[\"read\"]', 1, $2) ON CONFLICT (id) DO UPDATE SET hash = $1";
        tx.execute(sql, params![hash, i64::MAX]).await?;
        Ok(())
    };
    app.store().write(admit).await.map_err(told)?;
    let router: Router = routes::all().into_router(app);
    for path in ["/api/v1/proposals", "/api/v1/inbox", "/api/v1/figures"] {
        let runs = if path.ends_with("figures") {
            HEAVY
        } else {
            RUNS
        };
        measure(&format!("GET {path}"), runs, async || {
            let request = Request::get(path)
                .header("authorization", format!("Bearer {}", token.reveal()))
                .body(Body::empty())
                .map_err(|fault| fault.to_string())?;
            let answer = router.clone().oneshot(request).await;
            let answer = answer.map_err(|fault| fault.to_string())?;
            let status = answer.status();
            let body = answer.into_body().collect().await;
            body.map_err(|fault| fault.to_string())?;
            if status.is_success() {
                Ok(())
            } else {
                Err(format!("{path}: {status}"))
            }
        })
        .await?;
    }
    Ok(())
}

async fn measure<F: Future<Output = Result<(), String>>>(
    what: &str,
    runs: usize,
    job: impl Fn() -> F,
) -> Outcome<()> {
    let mut times = Vec::with_capacity(runs);
    job().await?;
    let before = cpu();
    for _ in 0..runs {
        let begun = Instant::now();
        job().await?;
        times.push(begun.elapsed());
    }
    let cpu = (cpu() - before) / u32::try_from(runs.max(1))?;
    print(what, times, cpu);
    Ok(())
}

/// Processor time of this process so far.
fn cpu() -> Duration {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let (seconds, nanos) = (spent.tv_sec, spent.tv_nsec);
    Duration::new(
        u64::try_from(seconds).unwrap_or(0),
        u32::try_from(nanos).unwrap_or(0),
    )
}

fn print(what: &str, mut times: Vec<Duration>, cpu: Duration) {
    times.sort_unstable();
    let at = |percent: usize| times.get((times.len() - 1) * percent / 100).copied();
    let shown = |time: Option<Duration>| {
        format!("{:.2} ms", time.unwrap_or_default().as_secs_f64() * 1000.0)
    };
    println!(
        "{what:<44} {:>10} {:>10} {:>10}",
        shown(at(50)),
        shown(at(99)),
        shown(Some(cpu))
    );
}
