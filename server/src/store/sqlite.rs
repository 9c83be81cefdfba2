//! SQLite: one thread that writes, a few that read, each with its own connection.

use banli_shared::both;
use banli_shared::text::{Bilingual, system};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use tokio::runtime::Runtime;
use tokio::sync::broadcast;

use super::Signal;
use super::error::StoreError;
use super::job::Job;
use super::queue::Queue;
use super::tx::{Conn, Tx, Verdict};
use super::value::{Param, Row, Value};

/// Versions before this can corrupt their write-ahead log when a checkpoint meets a writer.
const OLDEST: i32 = 3_051_003;
/// How many jobs share one commit at most, and how long the first of them may wait for the others.
const GROUP: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(10);
const STATEMENTS: usize = 256;
/// From how many pages of the log on they are copied into the database beside the writer.
const LOG_PAGES: i64 = 2000;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Write,
    Read,
}

/// Opens one connection. The file must exist.
pub(super) fn connect(path: &Path, purpose: Use) -> Result<Connection, StoreError> {
    let version = rusqlite::version_number();
    if version < OLDEST {
        let found = rusqlite::version();
        return Err(StoreError::Open(both!(
            "本程序所带的 SQLite {found} 可能损坏其日志，须用 3.51.3 或更新的版本",
            "this program was built with SQLite {found}, which can damage its log; 3.51.3 or later is needed"
        )));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(|error| opening(path, &error))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.busy_timeout(Duration::from_secs(5))
        .map_err(|error| opening(path, &error))?;
    // The cache (in KiB): a list on its way touches more pages than the usual 2 MiB hold.
    // FULL: an answer goes out only when the log is on the disk. A long log costs little and saves checkpoints.
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA wal_autocheckpoint = 16000;
         PRAGMA cache_size = -65536;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;",
    )
    .map_err(|error| opening(path, &error))?;
    if purpose == Use::Read {
        conn.execute_batch("PRAGMA query_only = ON")
            .map_err(|error| opening(path, &error))?;
    }
    Ok(conn)
}

fn opening(path: &Path, error: &rusqlite::Error) -> StoreError {
    let path = path.display();
    if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
        return StoreError::Open(both!(
            "{path} 不是数据库文件：请检查路径",
            "{path} is no database: check the path"
        ));
    }
    let why = failure(error);
    let zh = why.both().zh;
    StoreError::Open(both!("无法打开 {path}：{zh}", "cannot open {path}: {why}"))
}

/// Makes the file and its directory where they are missing, readable by the owner alone.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    let cannot = |error: io::Error| {
        let (path, Bilingual { zh, en }) = (path.display(), system(&error));
        StoreError::Open(both!("无法新建 {path}：{zh}", "cannot create {path}: {en}"))
    };
    if let Some(directory) = path
        .parent()
        .filter(|directory| !directory.as_os_str().is_empty())
    {
        fs::create_dir_all(directory).map_err(cannot)?;
    }
    private(OpenOptions::new().append(true).create(true))
        .open(path)
        .map_err(cannot)?;
    Ok(())
}

#[cfg(unix)]
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}
#[cfg(not(unix))]
pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Takes the file for this process; another one is refused for as long as the answer lives.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push("-lock");
    let name = PathBuf::from(name);
    let cannot = |error: io::Error| {
        let (name, Bilingual { zh, en }) = (name.display(), system(&error));
        StoreError::Open(both!("无法锁定 {name}：{zh}", "cannot lock {name}: {en}"))
    };
    let file = private(OpenOptions::new().append(true).create(true))
        .open(&name)
        .map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(path.display().to_string())),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

/// A reader: runs jobs one by one, each on one snapshot, until the queue is closed.
pub(super) fn read_loop(conn: Connection, runtime: &Runtime, queue: &Queue) {
    let mut tx = Tx::new(Conn::Sqlite(conn));
    while let Some(mut job) = queue.pop() {
        tx.reset();
        if let Err(error) = control(&tx, "BEGIN") {
            job.answer(Some(error));
            continue;
        }
        let failure =
            run(&mut tx, runtime, job.as_mut()).map_or_else(Some, |verdict| match verdict {
                Verdict::Keep => None,
                Verdict::Drop(failure) => failure,
            });
        // Nothing was written, so either end will do, and neither can lose anything.
        let _ = control(&tx, "ROLLBACK");
        job.answer(failure);
    }
}

/// The writer: one transaction for all jobs that wait, a savepoint for each after the first, one commit, then the answers.
pub(super) fn write_loop(
    conn: Connection,
    runtime: &Runtime,
    queue: &Queue,
    news: &broadcast::Sender<Signal>,
    committed: &SyncSender<()>,
) {
    let mut tx = Tx::new(Conn::Sqlite(conn));
    let mut broken: Option<StoreError> = None;
    while let Some(first) = queue.pop() {
        if let Some(error) = &broken {
            first.answer(Some(error.clone()));
            continue;
        }
        let group = Group::begin(&mut tx, first, runtime, queue);
        broken = group.end(&tx, news);
        // Full: the one that is there tells of this commit too.
        let _ = committed.try_send(());
        if let Some(error) = &broken {
            tracing::error!(%error, "writing stops until the server is started again");
        }
    }
}

/// Copies the log into the database beside the writer, who must copy what is left of it when it is long: then little is.
/// Until there are no more commits.
pub(super) fn checkpoint_loop(conn: &Connection, commits: &Receiver<()>) {
    while commits.recv().is_ok() {
        let left = conn.query_row("PRAGMA wal_checkpoint(NOOP)", [], |row| {
            Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?)
        });
        let done = match left {
            Ok(left) if left < LOG_PAGES => continue,
            Ok(_) => conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_row| Ok(())),
            Err(error) => Err(error),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "could not copy the log into the database; the writer will");
        }
    }
}

/// The jobs of one commit that have run and wait for it.
struct Group {
    done: Vec<(Box<dyn Job>, Option<StoreError>)>,
    messages: Vec<String>,
    failure: Option<StoreError>,
    keep: bool,
}

impl Group {
    fn begin(tx: &mut Tx, first: Box<dyn Job>, runtime: &Runtime, queue: &Queue) -> Self {
        let mut group = Self {
            done: Vec::new(),
            messages: Vec::new(),
            failure: None,
            keep: false,
        };
        if let Err(error) = control(tx, "BEGIN IMMEDIATE") {
            group.failure = Some(error);
            group.done.push((first, None));
            return group;
        }
        let begun = Instant::now();
        let mut next = Some(first);
        while let Some(job) = next {
            group.run(tx, job, runtime);
            let full = group.done.len() >= GROUP || begun.elapsed() >= GROUP_TIME;
            next = if full || group.failure.is_some() {
                None
            } else {
                queue.try_pop()
            };
        }
        group
    }

    fn run(&mut self, tx: &mut Tx, mut job: Box<dyn Job>, runtime: &Runtime) {
        tx.reset();
        // While nothing is kept there is nothing to go back to but the beginning: a savepoint would copy every page that
        // the job changes.
        let (begin, keep, drop) = if self.keep {
            let drop = "ROLLBACK TO job; RELEASE job";
            (Some("SAVEPOINT job"), Some("RELEASE job"), drop)
        } else {
            (None, None, "ROLLBACK; BEGIN IMMEDIATE")
        };
        let begun = begin.map_or(Ok(()), |sql| control(tx, sql));
        let verdict = begun.and_then(|()| run(tx, runtime, job.as_mut()));
        if is_autocommit(tx) {
            // A full disk or a fault made SQLite drop the whole transaction: nobody's changes are there any more.
            let error = tx.failed.clone();
            self.failure = Some(
                error.unwrap_or_else(|| StoreError::Database("the transaction was lost".into())),
            );
            self.done.push((job, None));
            return;
        }
        let (end, failure) = match verdict {
            Ok(Verdict::Keep) => {
                self.keep = true;
                self.messages.append(&mut tx.messages);
                (keep, None)
            }
            Ok(Verdict::Drop(failure)) => (Some(drop), failure),
            Err(error) => (Some(drop), Some(error)),
        };
        if let Some(Err(error)) = end.map(|sql| control(tx, sql)) {
            self.failure = Some(error);
        }
        self.done.push((job, failure));
    }

    /// Commits and answers. The failure after which nothing may be written, if there was one.
    fn end(mut self, tx: &Tx, news: &broadcast::Sender<Signal>) -> Option<StoreError> {
        let mut broken = None;
        if self.failure.is_none() && self.keep {
            self.failure = control(tx, "COMMIT").err();
            // After a failed sync nobody knows what the disk holds; going on could confirm what is not there.
            if let Some(error @ StoreError::Stopped(_)) = &self.failure {
                broken = Some(error.clone());
            }
        }
        if !is_autocommit(tx) {
            let _ = control(tx, "ROLLBACK");
        }
        if self.failure.is_none() {
            for message in self.messages {
                // No listener is no error.
                let _ = news.send(Signal::Message(Arc::from(message)));
            }
        }
        for (job, failure) in self.done {
            job.answer(self.failure.clone().or(failure));
        }
        broken
    }
}

/// Runs one job; a panic in it is that job's failure alone.
fn run(tx: &mut Tx, runtime: &Runtime, job: &mut dyn Job) -> Result<Verdict, StoreError> {
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(job.run(tx))));
    outcome
        .map(|succeeded| tx.verdict(succeeded))
        .map_err(|_panic| StoreError::Database("a fault of the program ended this job".into()))
}

fn control(tx: &Tx, sql: &str) -> Result<(), StoreError> {
    match &tx.conn {
        Conn::Sqlite(conn) if sql.contains(';') => batch(conn, sql),
        Conn::Sqlite(conn) => execute(conn, sql, &[]).map(|_count| ()),
        Conn::Postgres(_) => unreachable!("the threads of SQLite hold connections of SQLite"),
    }
}

fn is_autocommit(tx: &Tx) -> bool {
    match &tx.conn {
        Conn::Sqlite(conn) => conn.is_autocommit(),
        Conn::Postgres(_) => unreachable!("the threads of SQLite hold connections of SQLite"),
    }
}

pub(super) fn batch(conn: &Connection, sql: &str) -> Result<(), StoreError> {
    conn.execute_batch(sql).map_err(|error| failure(&error))
}

pub(super) fn execute(
    conn: &Connection,
    sql: &str,
    params: &[Param<'_>],
) -> Result<u64, StoreError> {
    let mut statement = prepare(conn, sql, params)?;
    statement
        .raw_execute()
        .map(|count| count as u64)
        .map_err(|error| failure(&error))
}

pub(super) fn query(
    conn: &Connection,
    sql: &str,
    params: &[Param<'_>],
) -> Result<Vec<Row>, StoreError> {
    let mut statement = prepare(conn, sql, params)?;
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next().map_err(|error| failure(&error))? {
        let mut values = Vec::with_capacity(width);
        for index in 0..width {
            values.push(value(
                row.get_ref(index).map_err(|error| failure(&error))?,
                index,
            )?);
        }
        answer.push(Row(values));
    }
    Ok(answer)
}

fn value(value: ValueRef<'_>, index: usize) -> Result<Value, StoreError> {
    let unreadable = |found| StoreError::Column {
        index,
        expected: "a number, text or bytes",
        found,
    };
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(text) => match str::from_utf8(text) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(_not_utf8) => Err(unreadable("text that is not UTF-8")),
        },
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes.to_vec())),
        ValueRef::Real(_) => Err(unreadable("a fraction")),
    }
}

/// Prepares and binds. SQLite numbers `$1`, `$2` by their first appearance, not by their digits, so they are bound by name.
fn prepare<'c>(
    conn: &'c Connection,
    sql: &str,
    params: &[Param<'_>],
) -> Result<rusqlite::CachedStatement<'c>, StoreError> {
    let mut statement = conn.prepare_cached(sql).map_err(|error| failure(&error))?;
    for index in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(index)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let param = number
            .and_then(|number| params.get(number.checked_sub(1)?))
            .ok_or_else(|| {
                StoreError::Database(format!(
                    "a statement asks for more than the {} parameters given",
                    params.len()
                ))
            })?;
        statement
            .raw_bind_parameter(index, param)
            .map_err(|error| failure(&error))?;
    }
    Ok(statement)
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(number) => ValueRef::Integer(*number),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
            Param::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The failure in the words of the store. SQLite's messages name tables and columns, not values.
pub(super) fn failure(error: &rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return StoreError::Database(error.to_string());
    };
    let message = message.as_deref().unwrap_or_default();
    match (code.extended_code, code.code) {
        (ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY, _) => unique(message),
        (ffi::SQLITE_CONSTRAINT_FOREIGNKEY, _) => StoreError::ForeignKey,
        (_, ErrorCode::ConstraintViolation) => StoreError::Constraint(message.to_owned()),
        (_, ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        (_, ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Stopped(error.to_string())
        }
        _ => StoreError::Database(error.to_string()),
    }
}

/// `UNIQUE constraint failed: cases.session, cases.number`
fn unique(message: &str) -> StoreError {
    let names = message.split_once(": ").map_or(message, |(_, names)| names);
    let mut table = String::new();
    let mut columns = Vec::new();
    for name in names.split(", ") {
        let (at, column) = name.split_once('.').unwrap_or(("", name));
        at.clone_into(&mut table);
        columns.push(column.to_owned());
    }
    StoreError::Unique { table, columns }
}
