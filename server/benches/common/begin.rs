//! What every benchmark begins with: a database, a server over it, units and a session.

use std::error::Error;
use std::future::Future;

use banli_server::app::{App, Settings, sessions, units};
use banli_server::http::Failure;
use banli_server::store::{Access, DbUrl, Store, Tx};
use banli_shared::api::sessions::Session;
use banli_shared::api::units::UnitList;
use banli_shared::ids::UnitCode;
use banli_shared::org::Unit;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Runs a benchmark, where it is asked for: `cargo test --all-targets` only wants to see that it builds.
pub(crate) fn run<F: Future<Output = Outcome<()>>>(bench: impl FnOnce() -> F) -> Outcome<()> {
    if !std::env::args().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(bench())
}

/// A server over the database that the command line names, or over a scratch file.
pub(crate) struct Begun {
    pub app: App,
    /// How many the command line asks for.
    pub count: usize,
    _scratch: tempfile::TempDir,
}

/// Reads `[COUNT] [DATABASE]` and opens the database.
pub(crate) async fn begin(usual: usize, settings: Settings) -> Outcome<Begun> {
    // `cargo bench` adds flags of its own.
    let mut args = std::env::args().skip(1).filter(|arg| !arg.starts_with('-'));
    let count: usize = args.next().map_or(Ok(usual), |text| text.parse())?;
    let scratch = tempfile::tempdir()?;
    let url: DbUrl = match args.next() {
        Some(url) => url.parse()?,
        None => DbUrl::Sqlite(scratch.path().join("bench.db")),
    };
    let store = Store::open(&url, Access::Sole).await?;
    store.migrate(1).await?;
    Ok(Begun {
        app: App::start(store, settings)?,
        count,
        _scratch: scratch,
    })
}

/// A unit, or a department of `parent`.
pub(crate) fn unit(code: &UnitCode, name: String, parent: Option<&UnitCode>) -> Unit {
    Unit {
        code: code.clone(),
        name,
        kind: String::new(),
        parent: parent.cloned(),
        aliases: vec![],
        former: vec![],
        duties: String::new(),
        phone: String::new(),
        retired: false,
    }
}

/// Keeps units, and the session 2023.
pub(crate) async fn office(tx: &mut Tx, list: &UnitList) -> Result<(), Failure> {
    units::put(tx, list).await?;
    let session = Session {
        id: "2023".into(),
        name: "七届三次会议".into(),
        year: 2023,
        closed_on: None,
        current: true,
    };
    sessions::put(tx, &session, 1).await?;
    Ok(())
}

/// What a failure says.
pub(crate) fn told(failure: Failure) -> String {
    failure.problem.detail
}
