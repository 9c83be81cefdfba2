//! A real `banli-server` on a port of its own.

use std::process::{Command, ExitStatus};

use tempfile::TempDir;

use crate::database::Database;
use crate::process::{Output, Process};
use crate::program::program;
use crate::wait::PATIENCE;

/// An address at which a free port is chosen.
const ANY_PORT: &str = "127.0.0.1:0";

/// The administrator every test server begins with.
pub const ADMIN: &str = "admin";
/// Its password: long enough for the rules, known to the tests.
pub const ADMIN_PASSWORD: &str = "correct horse battery staple";

/// A database with an administrator, and the server that serves it.
#[derive(Debug)]
pub struct Server {
    database: Database,
    data: TempDir,
    process: Process,
    url: String,
}

impl Server {
    /// On a scratch SQLite database.
    ///
    /// # Panics
    /// When the server does not come up.
    #[track_caller]
    #[must_use]
    pub fn start() -> Self {
        Self::start_on(Database::sqlite())
    }

    /// Makes the administrator in an empty `database`, and serves it.
    ///
    /// # Panics
    /// When the server does not come up.
    #[track_caller]
    #[must_use]
    pub fn start_on(database: Database) -> Self {
        let data = TempDir::with_prefix("banli-data-").expect("a scratch folder can be made");
        let password = data.path().join("admin-password");
        std::fs::write(&password, ADMIN_PASSWORD).expect("a scratch file can be written");
        let mut init = command(&database, &data, &["init", "--admin", ADMIN]);
        let _said = Process::run(init.arg("--password-file").arg(&password), b"").ok();
        let (process, url) = serve(&database, &data, ANY_PORT);
        Self {
            database,
            data,
            process,
            url,
        }
    }

    /// Its address as `BANLI_SERVER` takes it: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The database it serves.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// What it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        self.process.report()
    }

    /// Runs another subcommand of the server's program on the same database and data folder
    /// (`verify`, `doctor`, `backup FILE`).
    #[track_caller]
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        Process::run(&mut command(&self.database, &self.data, arguments), b"")
    }

    /// Asks it to stop (SIGTERM) and waits until it has.
    #[track_caller]
    pub fn stop(&self) -> ExitStatus {
        self.process.signal("TERM");
        self.process.wait_exit(PATIENCE)
    }

    /// Ends it as a power cut would end the process: `kill -9`.
    #[track_caller]
    pub fn kill(&self) {
        self.process.signal("KILL");
        self.process.wait_exit(PATIENCE);
    }

    /// Serves the same database again, on another port. Kills the old process if it still runs.
    #[track_caller]
    pub fn restart(&mut self) {
        self.kill();
        (self.process, self.url) = serve(&self.database, &self.data, ANY_PORT);
    }

    /// As [`Self::restart`], on the same port: whoever was talking to it finds it again.
    #[track_caller]
    pub fn restart_there(&mut self) {
        self.kill();
        let address = self.url.trim_start_matches("http://").to_owned();
        (self.process, self.url) = serve(&self.database, &self.data, &address);
    }
}

/// Runs `banli-server ARGUMENTS` on `database` while no server is up.
///
/// # Panics
/// When it has not ended in [`PATIENCE`].
#[track_caller]
#[must_use]
pub fn administer(database: &Database, arguments: &[&str]) -> Output {
    let data = TempDir::with_prefix("banli-data-").expect("a scratch folder can be made");
    Process::run(&mut command(database, &data, arguments), b"")
}

/// `banli-server ARGUMENTS --db … --data …`, free of what the developer's shell sets.
fn command(database: &Database, data: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(program("banli-server"));
    command
        .args(arguments)
        .args(["--db", database.url(), "--data"])
        .arg(data.path());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("BANLI_") {
            command.env_remove(name);
        }
    }
    command
}

#[track_caller]
fn serve(database: &Database, data: &TempDir, address: &str) -> (Process, String) {
    let mut serve = command(database, data, &["serve", "--listen", address]);
    let process = Process::start(&mut serve, b"");
    let url = process.wait_line("listening on ");
    assert!(
        url.starts_with("http://127.0.0.1:"),
        "`listening on {url}` is not an address"
    );
    (process, url)
}
