//! The command line of `banli-server`: one subcommand a file.

mod backup;
mod chinese;
mod doctor;
mod init;
mod migrate;
mod openapi;
mod password;
mod progress;
mod reindex;
mod reset_password;
mod serve;
mod verify;

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, Said, clean_lines, system};
use chinese::WORDING;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::app::{App, Settings};
use crate::audit::Findings;
use crate::clock;
use crate::http::Failure;
use crate::log;
use crate::store::{Access, DbUrl, Store, StoreError};

#[derive(Parser)]
#[command(
    name = "banli-server",
    version,
    about = "The server of Banli: keeps proposals, assignments and replies."
)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the REST interface.
    Serve(serve::Serve),
    /// Make the database and its first administrator.
    Init(init::Init),
    /// Bring the schema of the database up to this program.
    Migrate(migrate::Migrate),
    /// Print the OpenAPI document of the REST interface.
    #[command(name = "openapi")]
    OpenApi(openapi::OpenApi),
    /// Give a person a new password and end their logins.
    ResetPassword(reset_password::ResetPassword),
    /// Copy the database to FILE, while the server runs.
    Backup(backup::Backup),
    /// Check that the record is whole and makes every case what it is.
    Verify(verify::Verify),
    /// Check everything that must hold over the whole database.
    Doctor(doctor::Doctor),
    /// Make lists, inbox and full-text index from the cases again, while no server runs.
    Reindex(reindex::Reindex),
    /// Put a backup in the place of the database, while no server runs.
    Restore(backup::Restore),
}

/// Which database.
#[derive(Args)]
struct Database {
    /// `sqlite://PATH` or `postgres://USER:PASSWORD@HOST/NAME`; without it, `banli.db` in the data directory.
    #[arg(
        long,
        env = "BANLI_DB",
        value_name = "URL",
        hide_env_values = true,
        global = true,
        value_parser = db_url
    )]
    db: Option<DbUrl>,
    /// Where the server keeps its files.
    #[arg(
        long,
        env = "BANLI_DATA",
        value_name = "DIR",
        default_value = "banli-data",
        global = true
    )]
    data: PathBuf,
}

fn db_url(text: &str) -> Result<DbUrl, Said> {
    text.parse().map_err(|fault: StoreError| Said(fault.both()))
}

impl Database {
    fn url(&self) -> DbUrl {
        self.db
            .clone()
            .unwrap_or_else(|| DbUrl::Sqlite(self.data.join("banli.db")))
    }

    /// Opens it and brings its schema up to date.
    async fn open(&self, access: Access) -> Result<Store, Stopped> {
        let store = Store::open(&self.url(), access).await?;
        let steps = store.migrate(clock::now_ms()).await?;
        if steps > 0 {
            tracing::info!(steps, "the schema is up to date now");
        }
        Ok(store)
    }

    /// Opens it as it is, for a tool that may run beside the server: where there is none, none is made.
    async fn open_beside(&self) -> Result<Store, Stopped> {
        let url = self.url();
        url.must_exist()?;
        let store = Store::open(&url, Access::Beside).await?;
        let (there, known) = (store.schema_version().await?, crate::store::NEWEST);
        if there != known {
            return Err(Stopped(both!(
                "数据库的结构版本是 {there}，本程序是 {known}：请先运行 banli-server migrate",
                "the database has schema {there}, this program has {known}: run `banli-server migrate` first"
            )));
        }
        Ok(store)
    }
}

/// Why a command ended without doing its work, for people.
struct Stopped(Bilingual);

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self(error.both())
    }
}

impl From<std::io::Error> for Stopped {
    fn from(error: std::io::Error) -> Self {
        Self(system(&error))
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self(Bilingual::new(
            failure.problem.say(Lang::Zh),
            failure.problem.say(Lang::En),
        ))
    }
}

/// The program: reads the command line, runs it, says how it ended. Exit codes: 0 done, 1 not done, 2 usage.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let lang = Lang::choose(None, |name| std::env::var(name).ok());
    let parsed = WORDING
        .speaking(lang, Line::command())
        .try_get_matches_from(words)
        .and_then(|matches| Line::from_arg_matches(&matches));
    let line = match parsed {
        Ok(line) => line,
        Err(fault) => return misread(&fault, lang),
    };
    log::start();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return stopped(&error.into(), lang),
    };
    match runtime.block_on(run(line.command, lang)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => stopped(&error, lang),
    }
}

#[expect(clippy::print_stderr, reason = "the command line speaks to people")]
fn stopped(Stopped(why): &Stopped, lang: Lang) -> ExitCode {
    let why = clean_lines(why.say(lang));
    eprintln!("banli-server: {why}");
    ExitCode::FAILURE
}

/// Columns of the terminal that standard output goes to; none where it goes elsewhere.
fn room() -> Option<usize> {
    let out = std::io::stdout();
    let size = out
        .is_terminal()
        .then(|| rustix::termios::tcgetwinsize(&out).ok())??;
    (size.ws_col > 0).then(|| usize::from(size.ws_col))
}

/// A command line that cannot be read, or one that asks for help.
#[expect(clippy::print_stderr, reason = "the command line speaks to people")]
fn misread(fault: &clap::Error, lang: Lang) -> ExitCode {
    match banli_cli::fault(fault, lang) {
        // What was typed stands in it, and may come from anywhere.
        Some(text) => eprintln!("{}", clean_lines(text.trim_end())),
        // Help and version come this way too, with code 0.
        None => match banli_cli::help(fault, lang, room()) {
            Some(page) if fault.use_stderr() => eprint!("{page}"),
            // Whoever closed the pipe has read enough.
            Some(page) => drop(std::io::stdout().write_all(page.as_bytes())),
            None => drop(fault.print()),
        },
    }
    ExitCode::from(u8::try_from(fault.exit_code()).unwrap_or(2))
}

async fn run(command: Command, lang: Lang) -> Result<(), Stopped> {
    match command {
        Command::Serve(command) => Box::pin(command.run(lang)).await,
        Command::Init(command) => command.run(lang).await,
        Command::Migrate(command) => command.run(lang).await,
        Command::OpenApi(command) => command.run(),
        Command::ResetPassword(command) => command.run(lang).await,
        Command::Backup(command) => command.run(lang),
        Command::Restore(command) => command.run(lang),
        Command::Verify(command) => command.run(lang).await,
        Command::Doctor(command) => command.run(lang).await,
        Command::Reindex(it) => it.run(lang).await,
    }
}

/// Says what is wrong, if anything is: then the command has failed.
fn tell(findings: &Findings, lang: Lang) -> Result<(), Stopped> {
    let mut out = std::io::stdout();
    for finding in &findings.told {
        writeln!(out, "{}", finding.say(lang))?;
    }
    match findings.count {
        0 => Ok(()),
        1 => Err(Stopped(both!("有 1 处问题", "1 thing is wrong"))),
        count => Err(Stopped(both!(
            "有 {count} 处问题",
            "{count} things are wrong"
        ))),
    }
}

/// An [`App`] over `store`, for the use cases a command needs.
fn app(store: Store, settings: Settings) -> Result<App, Stopped> {
    Ok(App::start(store, settings)?)
}
