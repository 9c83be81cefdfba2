//! One transaction, as a job sees it: the same calls on both databases.

use super::error::StoreError;
use super::value::{Param, Row};
use super::{postgres, sqlite};

/// The connection of a worker, of either kind.
pub(super) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Session),
}

/// An open transaction. A job gets it, and everything the job did is kept or dropped as one.
///
/// SQL is written once, with `$1`, `$2`, … (a number may be used twice, in any order), in the part of the language
/// both databases share: `ON CONFLICT`, `RETURNING` and common table expressions are; `LIKE` and text order are the
/// same because text is compared by its bytes; sums are cast (`CAST(SUM(x) AS BIGINT)`).
///
/// **After the first failed statement the transaction is lost** on both databases: later calls fail, and the job's
/// changes are dropped even if it returns `Ok`. Expect a conflict with `ON CONFLICT DO NOTHING` and look at the count.
pub struct Tx {
    pub(super) conn: Conn,
    /// The first failure of a statement.
    pub(super) failed: Option<StoreError>,
    pub(super) discarded: bool,
    /// Messages to give out when this is committed (SQLite; PostgreSQL keeps its own).
    pub(super) messages: Vec<String>,
}

impl Tx {
    pub(super) fn new(conn: Conn) -> Self {
        Self {
            conn,
            failed: None,
            discarded: false,
            messages: Vec::new(),
        }
    }

    /// Ready for the next job.
    pub(super) fn reset(&mut self) {
        self.failed = None;
        self.discarded = false;
        self.messages.clear();
    }

    fn usable(&self) -> Result<(), StoreError> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    fn note<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &result {
            self.failed = Some(error.clone());
        }
        result
    }

    /// Runs a statement that returns no rows; how many rows it changed.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.usable()?;
        let result = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::execute(conn, sql, params),
            Conn::Postgres(session) => session.execute(sql, params).await,
        };
        self.note(result)
    }

    /// Runs a statement and returns all its rows: ask for a page, not for a table.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>, StoreError> {
        self.usable()?;
        let result = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::query(conn, sql, params),
            Conn::Postgres(session) => session.query(sql, params).await,
        };
        self.note(result)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub async fn query_opt(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// [`StoreError::NoRow`] when there is none (the transaction goes on), else as [`Tx::query`].
    pub async fn query_one(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Row, StoreError> {
        self.query_opt(sql, params).await?.ok_or(StoreError::NoRow)
    }

    /// Runs several statements without parameters, separated by semicolons.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.usable()?;
        let result = match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::batch(conn, sql),
            Conn::Postgres(session) => session.batch(sql).await,
        };
        self.note(result)
    }

    /// The next number of the counter `name`, from 1. Numbers of transactions that are dropped are given again,
    /// so the counter has no gaps; on PostgreSQL its row stays locked until the end: ask for it late.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn next_number(&mut self, name: &str) -> Result<i64, StoreError> {
        self.next_numbers(name, 1).await
    }

    /// The last of the next `many` numbers of the counter `name`, as [`Tx::next_number`] gives one.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn next_numbers(&mut self, name: &str, many: i64) -> Result<i64, StoreError> {
        let sql = "INSERT INTO counters (name, value) VALUES ($1, $2)
                   ON CONFLICT (name) DO UPDATE SET value = counters.value + $2 RETURNING value";
        let values = [Param::Text(name), Param::Int(many)];
        self.query_one(sql, &values).await?.int(0)
    }

    /// What to append to a `SELECT` whose row this job will change: a row lock, where the database does not already
    /// let one writer in at a time.
    #[must_use]
    pub fn for_update(&self) -> &'static str {
        match self.conn {
            Conn::Sqlite(_) => "",
            Conn::Postgres(_) => " FOR UPDATE",
        }
    }

    /// Shares a thing of this name with other jobs until this one ends; waits for one that has it
    /// [`alone`](Self::alone). Where the database lets one writer in at a time there is nothing to do.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn share(&mut self, name: i64) -> Result<(), StoreError> {
        self.lock("pg_advisory_xact_lock_shared", name).await
    }

    /// Has a thing of this name alone until this job ends; waits for all who [`share`](Self::share) it.
    ///
    /// # Errors
    /// As [`execute`](Self::execute).
    pub async fn alone(&mut self, name: i64) -> Result<(), StoreError> {
        self.lock("pg_advisory_xact_lock", name).await
    }

    async fn lock(&mut self, function: &str, name: i64) -> Result<(), StoreError> {
        if let Conn::Postgres(_) = self.conn {
            let sql = format!("SELECT {function}($1)");
            self.execute(&sql, &[Param::Int(name)]).await?;
        }
        Ok(())
    }

    /// What to append to a `SELECT` whose rows must still be there when this job ends.
    #[must_use]
    pub fn for_share(&self) -> &'static str {
        match self.conn {
            Conn::Sqlite(_) => "",
            Conn::Postgres(_) => " FOR KEY SHARE",
        }
    }

    /// A condition that holds where the text `whole` has the text `part` in it, byte by byte; both are expressions.
    /// No `LIKE`: the databases differ in what they take for the same letter, and `%` in `part` is just a sign.
    #[must_use]
    pub fn contains(&self, whole: &str, part: &str) -> String {
        match self.conn {
            Conn::Sqlite(_) => format!("instr({whole}, {part}) > 0"),
            Conn::Postgres(_) => format!("strpos({whole}, {part}) > 0"),
        }
    }

    /// Tells all listeners of all servers on this database, once this is committed. At most 7,000 bytes: say where the
    /// news is, not what it is.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn notify(&mut self, message: &str) -> Result<(), StoreError> {
        self.usable()?;
        let result = match &mut self.conn {
            Conn::Sqlite(_) => {
                self.messages.push(message.to_owned());
                Ok(())
            }
            Conn::Postgres(session) => session.notify(message).await,
        };
        self.note(result)
    }

    /// Nothing this job did will be kept, yet its answer is given as if it were: the dry run.
    pub fn discard(&mut self) {
        self.discarded = true;
    }

    /// Whether what `job` did may be kept, after it ended with `succeeded`.
    pub(super) fn verdict(&self, succeeded: bool) -> Verdict {
        match (&self.failed, succeeded) {
            (Some(error), true) => Verdict::Drop(Some(error.clone())),
            (None, true) if !self.discarded => Verdict::Keep,
            (Some(_), false) | (None, _) => Verdict::Drop(None),
        }
    }
}

/// What becomes of a job's changes.
pub(super) enum Verdict {
    Keep,
    /// Dropped. The job's own answer goes out, unless the store has a failure to tell instead.
    Drop(Option<StoreError>),
}
