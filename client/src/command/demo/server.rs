//! A scratch server of one's own: started for the demo, gone after it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use banli_shared::both;
use banli_shared::text::Bilingual;

use banli_shared::text::{of_file, system};

use crate::account::private_file;

/// A running `banli-server` on a database of its own.
pub struct Scratch {
    child: Child,
    /// Where it listens.
    pub address: String,
    /// Dropped after the server was stopped.
    directory: Directory,
}

/// What a server does by the calendar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ByCalendar {
    /// Nothing: the year is played a proposal after the other, each with days of its own.
    Nothing,
    /// What there is to do on the day that requests say it is.
    All,
}

/// A directory that is removed with this, unless it was named by the person.
struct Directory {
    path: PathBuf,
    keep: bool,
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !self.keep {
            drop(std::fs::remove_dir_all(&self.path));
        }
    }
}

/// What stands in the directory.
const DATABASE: &str = "demo.db";
const LOG: &str = "server.log";

/// The password of everybody in the demo.
pub(super) const PASSWORD: &str = "banli-demo";

impl Scratch {
    /// Starts a server beside this program on an empty SQLite database, in `keep` or in a directory that is removed
    /// again.
    ///
    /// # Errors
    /// In words: what is missing and what to do.
    pub fn start(keep: Option<&Path>) -> Result<Self, Bilingual> {
        let program = beside("banli-server")?;
        let home = Directory {
            path: keep.map_or_else(
                || std::env::temp_dir().join(format!("banli-demo-{}", crate::api::fresh_key())),
                Path::to_owned,
            ),
            keep: keep.is_some(),
        };
        let directory = &home.path;
        make_private(directory).map_err(|fault| of_file(directory, &fault))?;
        let database = directory.join(DATABASE);
        if database.exists() {
            let directory = directory.display();
            return Err(both!(
                "{directory} 中已有演示数据，请另选目录",
                "{directory} holds a demo already: name another directory"
            ));
        }
        let url = url_of(&database);
        let password = directory.join("password");
        private_file(&password, PASSWORD.as_bytes()).map_err(|fault| of_file(&password, &fault))?;
        let init = Command::new(&program)
            .args(["init", "--admin", "admin", "--db", &url, "--password-file"])
            .arg(&password)
            .stdin(Stdio::null())
            .output()
            .map_err(|fault| of_file(&program, &fault))?;
        if !init.status.success() {
            let said = String::from_utf8_lossy(&init.stderr);
            let said = said.trim();
            return Err(both!(
                "演示服务器未能建立：{said}",
                "the scratch server could not be set up: {said}"
            ));
        }
        let log = directory.join(LOG);
        private_file(&log, b"").map_err(|fault| of_file(&log, &fault))?;
        let (child, address) = serve(&program, directory, ByCalendar::Nothing)?;
        Ok(Self {
            child,
            address,
            directory: home,
        })
    }

    /// Once all is played: the same database on a server, elsewhere, that gives the notices of the calendar and closes what
    /// it closes.
    ///
    /// # Errors
    /// In words: why it did not start.
    pub fn goes_by_calendar(&mut self) -> Result<(), Bilingual> {
        self.stop();
        let program = beside("banli-server")?;
        let (child, address) = serve(&program, &self.directory.path, ByCalendar::All)?;
        (self.child, self.address) = (child, address);
        Ok(())
    }

    fn stop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// The most memory the server has used so far, in bytes, where the system tells (Linux).
    #[must_use]
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kib * 1024)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Whatever is not stopped now would outlive the demo.
        self.stop();
    }
}

fn url_of(database: &Path) -> String {
    format!("sqlite://{}", database.display())
}

/// A server on the database in this directory, and where it listens.
fn serve(
    program: &Path,
    directory: &Path,
    by_calendar: ByCalendar,
) -> Result<(Child, String), Bilingual> {
    let log = directory.join(LOG);
    let errors = std::fs::OpenOptions::new()
        .append(true)
        .open(&log)
        .map_err(|fault| of_file(&log, &fault))?;
    let mut command = Command::new(program);
    command
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--simulated-time",
            "--db",
        ])
        .arg(url_of(&directory.join(DATABASE)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(errors);
    if by_calendar == ByCalendar::Nothing {
        command.arg("--still-calendar");
    }
    let mut child = command.spawn().map_err(|fault| of_file(program, &fault))?;
    let address = child.stdout.take().and_then(|out| {
        let lines = BufReader::new(out).lines();
        lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned))
    });
    if let Some(address) = address {
        return Ok((child, address));
    }
    // It ended before it listened; its log says why.
    drop(child.wait());
    let log = std::fs::read_to_string(log).unwrap_or_default();
    let said = log.lines().last().unwrap_or("?");
    Err(both!(
        "演示服务器未能启动：{said}",
        "the scratch server did not start: {said}"
    ))
}

fn make_private(directory: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
}

/// The program that stands in the same directory as this one.
fn beside(name: &str) -> Result<PathBuf, Bilingual> {
    let own = std::env::current_exe().map_err(|fault| system(&fault))?;
    let found = own.parent().map(|directory| directory.join(name));
    match found {
        Some(path) if path.exists() => Ok(path),
        Some(path) => {
            let path = path.display();
            Err(both!(
                "没有 {path}：请先用 cargo build --release 编译",
                "{path} is not there: build it with `cargo build --release`"
            ))
        }
        None => Err(both!(
            "本程序旁没有 {name}",
            "{name} was not found beside this program"
        )),
    }
}
