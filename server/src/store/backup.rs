//! Whole copies of an SQLite database, taken while it is in use, checked before they count.

use banli_shared::both;
use banli_shared::text::of_file;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use banli_shared::ids::Millis;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::migrate::NEWEST;
use super::sqlite;

/// What a copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// Proposals.
    pub cases: i64,
    /// Events of all proposals.
    pub events: i64,
}

/// Copies the database at `path` to `file`, which must not be there. A server may go on writing meanwhile; the copy is
/// of one moment. `file` appears only when the copy is whole, checked and on the disk.
///
/// # Errors
/// When either cannot be read or written, or the copy does not pass its checks.
pub fn backup(path: &Path, file: &Path) -> Result<Contents, StoreError> {
    if file.try_exists().unwrap_or(true) {
        let file = file.display();
        return Err(StoreError::Open(both!(
            "{file} 已存在，备份不会覆盖文件，请另选文件名",
            "{file} is there already; a backup replaces nothing"
        )));
    }
    // A slip of the keys makes no folder in which nobody looks for the copy.
    let folder = folder_of(file);
    if !folder.is_dir() {
        let folder = folder.display();
        return Err(StoreError::Open(both!(
            "没有目录 {folder}：请先新建该目录，或另选备份文件的位置",
            "there is no folder {folder}: make it first, or choose another place for the backup"
        )));
    }
    copy_to(path, file)
}

/// Puts the backup `file` in the place of the database at `path`, which no server may have open. What was there is kept
/// beside it, under the name that is returned.
///
/// # Errors
/// When the backup does not pass its checks, the database is in use, or a file cannot be written; the database is as it
/// was then.
pub fn restore(
    path: &Path,
    file: &Path,
    now: Millis,
) -> Result<(Contents, Option<PathBuf>), StoreError> {
    check(file)?;
    if let Some(directory) = path
        .parent()
        .filter(|directory| !directory.as_os_str().is_empty())
    {
        fs::create_dir_all(directory).map_err(|error| told(directory, &error))?;
    }
    let _lock = sqlite::lock(path)?;
    let fresh = beside(path, ".restoring");
    remove(&fresh)?;
    let contents = copy_to(file, &fresh)?;
    let mut before = None;
    if path.exists() {
        // The last connection to close takes the log into the file, so that the file alone is whole.
        drop(sqlite::connect(path, sqlite::Use::Write)?);
        let aside = beside(path, &format!(".before-restore-{now}"));
        fs::rename(path, &aside).map_err(|error| told(path, &error))?;
        before = Some(aside);
    }
    for rest in ["-wal", "-shm"] {
        remove(&beside(path, rest))?;
    }
    fs::rename(&fresh, path).map_err(|error| told(path, &error))?;
    sync_directory(path)?;
    Ok((contents, before))
}

fn copy_to(from: &Path, to: &Path) -> Result<Contents, StoreError> {
    let part = beside(to, ".part");
    remove(&part)?;
    sqlite::create(&part)?;
    let copied = copy(from, &part).and_then(|()| check(&part));
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    let contents = copied?;
    let synced = File::open(&part).and_then(|file| file.sync_all());
    synced.map_err(|error| told(&part, &error))?;
    fs::rename(&part, to).map_err(|error| told(to, &error))?;
    sync_directory(to)?;
    Ok(contents)
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let source = open(from)?;
    let mut target = Connection::open(to).map_err(|error| sqlite::failure(&error))?;
    let backup = Backup::new(&source, &mut target).map_err(|error| sqlite::failure(&error))?;
    // All pages in one step: that is one read transaction, which hinders no writer and sees one moment.
    let step = backup.step(-1).map_err(|error| sqlite::failure(&error))?;
    drop(backup);
    if step != StepResult::Done {
        return Err(StoreError::Busy);
    }
    // Without a log beside it, the copy is one file that opens from anywhere, also where nothing can be written.
    let alone = target.execute_batch("PRAGMA journal_mode = DELETE");
    alone.map_err(|error| sqlite::failure(&error))
}

/// Whether the file is a whole database of this program.
fn check(path: &Path) -> Result<Contents, StoreError> {
    let damaged = |error: rusqlite::Error| {
        let path = path.display();
        StoreError::Open(both!(
            "{path} 不是完整的数据库：{error}",
            "{path} is no whole database: {error}"
        ))
    };
    let conn = open(path)?;
    let found: String = conn
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(damaged)?;
    if found != "ok" {
        let path = path.display();
        return Err(StoreError::Open(both!(
            "{path} 已损坏：{found}",
            "{path} is damaged: {found}"
        )));
    }
    let one = |sql: &str| {
        conn.query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(damaged)
    };
    let schema = one("SELECT COALESCE(MAX(version), 0) FROM schema_migrations")?;
    if schema > NEWEST {
        let path = path.display();
        return Err(StoreError::Schema(both!(
            "{path} 的结构版本是 {schema}，本程序只认到 {NEWEST}：请用写入它的新版 banli-server",
            "{path} has schema {schema}, this program knows up to {NEWEST}: use the newer banli-server that wrote it"
        )));
    }
    Ok(Contents {
        cases: one("SELECT COUNT(*) FROM cases")?,
        events: one("SELECT COUNT(*) FROM events")?,
    })
}

/// Opens for reading. A file that is not there is an error, not a new database.
fn open(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = Connection::open_with_flags(path, flags).and_then(|conn| {
        conn.execute_batch("PRAGMA query_only = ON; PRAGMA busy_timeout = 10000")?;
        Ok(conn)
    });
    opened.map_err(|error| {
        let path = path.display();
        StoreError::Open(both!(
            "无法打开 {path}：{error}",
            "cannot open {path}: {error}"
        ))
    })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(told(path, &error)),
        _ => Ok(()),
    }
}

fn folder_of(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// A new name is on the disk when its directory is.
fn sync_directory(path: &Path) -> Result<(), StoreError> {
    let directory = folder_of(path);
    File::open(directory)
        .and_then(|opened| opened.sync_all())
        .map_err(|error| told(directory, &error))
}

fn told(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Open(of_file(path, error))
}
