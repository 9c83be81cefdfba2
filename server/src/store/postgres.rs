//! PostgreSQL: as many worker threads as connections, each running one job at a time.

use std::collections::HashMap;
use std::error::Error as _;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::{broadcast, mpsc};
use tokio::task::AbortHandle;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{AsyncMessage, Client, Config, NoTls, Statement};

use super::Signal;
use super::error::StoreError;
use super::job::Job;
use super::queue::Queue;
use super::tx::{Conn, Tx, Verdict};
use super::value::{Param, Row, Value};

/// The channel all servers on one database listen to.
const CHANNEL: &str = "banli";
const STATEMENTS: usize = 256;
/// How often a job is run again when others got in its way.
const ATTEMPTS: u32 = 8;

/// One connection with its prepared statements.
pub(super) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

/// Connects, and drives the connection on the current runtime.
pub(super) async fn connect(config: &Config) -> Result<Session, StoreError> {
    let (client, connection) = config
        .connect(NoTls)
        .await
        .map_err(|error| failure(&error))?;
    // Its end is seen by the next statement, which fails.
    tokio::spawn(connection);
    let session = Session {
        client,
        statements: HashMap::new(),
    };
    // What the program relies on, whatever the server's settings say.
    session
        .batch(
            "SET TIME ZONE 'UTC'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s';
             SET synchronous_commit = on; SET client_min_messages = warning",
        )
        .await?;
    Ok(session)
}

impl Session {
    pub(super) async fn batch(&self, sql: &str) -> Result<(), StoreError> {
        self.client
            .batch_execute(sql)
            .await
            .map_err(|error| failure(&error))
    }

    pub(super) async fn execute(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<u64, StoreError> {
        let statement = self.prepare(sql).await?;
        check(&statement, params)?;
        let answer = self
            .client
            .execute_raw(&statement, used(&statement, params))
            .await;
        answer.map_err(|error| failure(&error))
    }

    pub(super) async fn query(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let statement = self.prepare(sql).await?;
        check(&statement, params)?;
        let params: Vec<&(dyn ToSql + Sync)> = used(&statement, params)
            .map(|param| param as &(dyn ToSql + Sync))
            .collect();
        let rows = self
            .client
            .query(&statement, &params)
            .await
            .map_err(|error| failure(&error))?;
        rows.iter().map(row).collect()
    }

    pub(super) async fn notify(&mut self, message: &str) -> Result<(), StoreError> {
        self.query(
            "SELECT pg_notify($1, $2) IS NULL",
            &[Param::Text(CHANNEL), Param::Text(message)],
        )
        .await?;
        Ok(())
    }

    async fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self
            .client
            .prepare(sql)
            .await
            .map_err(|error| failure(&error))?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn check(statement: &Statement, params: &[Param<'_>]) -> Result<(), StoreError> {
    if statement.params().len() > params.len() {
        return Err(StoreError::Database(format!(
            "a statement asks for more than the {} parameters given",
            params.len()
        )));
    }
    Ok(())
}

/// SQLite lets a caller give more than the statement uses; so does this.
fn used<'p, 'v>(
    statement: &Statement,
    params: &'p [Param<'v>],
) -> impl ExactSizeIterator<Item = &'p Param<'v>> {
    params.iter().take(statement.params().len())
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(row.len());
    for (index, column) in row.columns().iter().enumerate() {
        let unreadable = |_error| StoreError::Column {
            index,
            expected: "a number, text or bytes",
            found: "a type the store does not read (cast it)",
        };
        let kind = column.type_();
        values.push(if *kind == Type::INT8 {
            row.try_get::<_, Option<i64>>(index)
                .map_err(unreadable)?
                .map_or(Value::Null, Value::Int)
        } else if *kind == Type::INT4 {
            let number = row.try_get::<_, Option<i32>>(index).map_err(unreadable)?;
            number.map_or(Value::Null, |number| Value::Int(number.into()))
        } else if *kind == Type::BOOL {
            let truth = row.try_get::<_, Option<bool>>(index).map_err(unreadable)?;
            truth.map_or(Value::Null, |truth| Value::Int(truth.into()))
        } else if *kind == Type::BYTEA {
            row.try_get::<_, Option<Vec<u8>>>(index)
                .map_err(unreadable)?
                .map_or(Value::Null, Value::Bytes)
        } else {
            row.try_get::<_, Option<String>>(index)
                .map_err(unreadable)?
                .map_or(Value::Null, Value::Text)
        });
    }
    Ok(Row(values))
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Param::Int(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Param::Int(number) if *kind == Type::BOOL => (*number != 0).to_sql(kind, out),
            Param::Text(text) if <&str as ToSql>::accepts(kind) => text.to_sql(kind, out),
            Param::Bytes(bytes) if *kind == Type::BYTEA => bytes.to_sql(kind, out),
            Param::Int(_) | Param::Text(_) | Param::Bytes(_) => Err(format!(
                "the parameter does not fit the type {kind} the statement expects"
            )
            .into()),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// The failure in the words of the store. The detail of an error holds values of rows and is left out.
fn failure(error: &tokio_postgres::Error) -> StoreError {
    let Some(told) = error.as_db_error() else {
        let source = error
            .source()
            .map(|source| format!(": {source}"))
            .unwrap_or_default();
        return if error.is_closed() || source_is_io(error) {
            StoreError::Unreachable(format!("{error}{source}"))
        } else {
            StoreError::Database(format!("{error}{source}"))
        };
    };
    let code = told.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return StoreError::Unique {
            table: told.table().unwrap_or_default().to_owned(),
            columns: told.detail().map(key_columns).unwrap_or_default(),
        };
    }
    if *code == SqlState::FOREIGN_KEY_VIOLATION {
        return StoreError::ForeignKey;
    }
    match code.code() {
        // Serialisation failure, deadlock, and a lock that did not come in time.
        "40001" | "40P01" | "55P03" => StoreError::Busy,
        state if state.starts_with("23") => StoreError::Constraint(format!(
            "{} {}",
            told.table().unwrap_or_default(),
            told.column().unwrap_or_default()
        )),
        // The server ends the connection, or does not let one in now.
        state if state.starts_with("08") || state.starts_with("57P") || state == "53300" => {
            StoreError::Unreachable(told.message().to_owned())
        }
        state => StoreError::Database(format!("{} ({state})", told.message())),
    }
}

fn source_is_io(error: &tokio_postgres::Error) -> bool {
    error
        .source()
        .is_some_and(|source| source.is::<std::io::Error>())
}

/// `Key (session, number)=(…) already exists.`
fn key_columns(detail: &str) -> Vec<String> {
    let names = detail
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(")="))
        .map_or("", |(names, _)| names);
    names.split(", ").map(str::to_owned).collect()
}

/// A worker: runs jobs one by one, each in a transaction opened by `begin`, until the queue is closed.
pub(super) fn work_loop(
    first: Session,
    config: &Config,
    runtime: &Runtime,
    queue: &Queue,
    begin: &str,
) {
    let mut tx = Tx::new(Conn::Postgres(first));
    while let Some(mut job) = queue.pop() {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(until_done(&mut tx, config, begin, job.as_mut()))
        }));
        let failure = outcome.unwrap_or_else(|_panic| {
            // Whatever the job had begun ends with the connection's next BEGIN failing or this ROLLBACK.
            let _ = runtime.block_on(control(&tx, "ROLLBACK"));
            Some(StoreError::Database(
                "a fault of the program ended this job".into(),
            ))
        });
        job.answer(failure);
    }
}

/// Runs a job, again when others were in its way. The store's failure to answer with, if any.
async fn until_done(
    tx: &mut Tx,
    config: &Config,
    begin: &str,
    job: &mut dyn Job,
) -> Option<StoreError> {
    let mut attempt = 0;
    loop {
        let failure = match once(tx, config, begin, job).await {
            Ok(()) => return None,
            Err(failure) => failure,
        };
        attempt += 1;
        let again = matches!(failure, Ended::Retry(_)) && attempt < ATTEMPTS;
        match failure {
            Ended::Retry(_) if again => {
                tokio::time::sleep(Duration::from_millis(1 << attempt)).await;
            }
            Ended::Retry(error) | Ended::Failed(error) => return Some(error),
            Ended::Answered => return None,
        }
    }
}

/// How a run ended that was not committed.
enum Ended {
    /// Nothing was kept, and another run may do better.
    Retry(StoreError),
    /// Nothing was kept (or nobody knows), and this is the answer.
    Failed(StoreError),
    /// Nothing was kept, and the job has its own answer.
    Answered,
}

async fn once(tx: &mut Tx, config: &Config, begin: &str, job: &mut dyn Job) -> Result<(), Ended> {
    tx.reset();
    if is_closed(tx) {
        tx.conn = Conn::Postgres(connect(config).await.map_err(Ended::Failed)?);
    }
    control(tx, begin).await.map_err(retryable)?;
    let succeeded = job.run(tx).await;
    match tx.verdict(succeeded) {
        Verdict::Keep => control(tx, "COMMIT").await.map_err(|error| match error {
            StoreError::Unreachable(_) => Ended::Failed(StoreError::Unknown),
            error => retryable(error),
        }),
        Verdict::Drop(told) => {
            // When even this fails the connection is gone, and the transaction with it.
            let _ = control(tx, "ROLLBACK").await;
            match (tx.failed.take(), told) {
                (Some(error @ (StoreError::Busy | StoreError::Unreachable(_))), _) => {
                    Err(Ended::Retry(error))
                }
                (_, Some(error)) => Err(Ended::Failed(error)),
                (_, None) => Err(Ended::Answered),
            }
        }
    }
}

fn retryable(error: StoreError) -> Ended {
    match error {
        StoreError::Busy | StoreError::Unreachable(_) => Ended::Retry(error),
        error => Ended::Failed(error),
    }
}

async fn control(tx: &Tx, sql: &str) -> Result<(), StoreError> {
    match &tx.conn {
        Conn::Postgres(session) => session.batch(sql).await,
        Conn::Sqlite(_) => unreachable!("the threads of PostgreSQL hold connections of PostgreSQL"),
    }
}

fn is_closed(tx: &Tx) -> bool {
    match &tx.conn {
        Conn::Postgres(session) => session.client.is_closed(),
        Conn::Sqlite(_) => unreachable!("the threads of PostgreSQL hold connections of PostgreSQL"),
    }
}

/// Listens for what all servers on this database tell. Returns once listening has begun, with the task that goes on;
/// after a lost connection it listens again and says that something may have been missed.
pub(super) async fn listen(
    config: Config,
    news: broadcast::Sender<Signal>,
) -> Result<AbortHandle, StoreError> {
    let mut ear = Ear::open(&config).await?;
    let task = tokio::spawn(async move {
        loop {
            while let Some(message) = ear.messages.recv().await {
                // No listener is no error.
                let _ = news.send(Signal::Message(Arc::from(message)));
            }
            ear = loop {
                match Ear::open(&config).await {
                    Ok(ear) => break ear,
                    Err(error) => {
                        tracing::warn!(%error, "cannot listen to the database; trying again");
                    }
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            };
            let _ = news.send(Signal::Gap);
        }
    });
    Ok(task.abort_handle())
}

/// One listening connection and what it has heard. It ends when this is dropped.
struct Ear {
    messages: mpsc::Receiver<String>,
    _client: Client,
}

impl Ear {
    async fn open(config: &Config) -> Result<Self, StoreError> {
        let (client, mut connection) = config
            .connect(NoTls)
            .await
            .map_err(|error| failure(&error))?;
        let (send, messages) = mpsc::channel(1024);
        tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
                if let AsyncMessage::Notification(told) = message
                    && send.send(told.payload().to_owned()).await.is_err()
                {
                    return;
                }
            }
        });
        client
            .batch_execute(&format!("LISTEN {CHANNEL}"))
            .await
            .map_err(|error| failure(&error))?;
        Ok(Self {
            messages,
            _client: client,
        })
    }
}
