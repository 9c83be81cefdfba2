//! The one store: every statement of the server goes through [`Store::read`] or [`Store::write`], on either database.
//!
//! A **worker thread owns one connection** and runs jobs to their end. A job is an async closure given a [`Tx`]:
//!
//! ```ignore
//! let title: String = store
//!     .read(async move |tx: &mut Tx| -> Result<_, StoreError> {
//!         tx.query_one("SELECT title FROM cases WHERE id = $1", params![id]).await?.get(0)
//!     })
//!     .await?;
//! ```
//!
//! A job may be run twice (when PostgreSQL asks for it), so it changes nothing but its transaction; and it waits for
//! nothing but its transaction, because others queue behind it.

mod backup;
mod error;
mod job;
mod migrate;
mod postgres;
mod queue;
mod sqlite;
#[cfg(test)]
pub(crate) mod tests;
mod tx;
mod url;
mod value;
pub(crate) mod words;

use banli_shared::both;
use banli_shared::text::system;
use std::fs::File;
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use tokio::runtime::Runtime;
use tokio::sync::{OnceCell, broadcast, oneshot};
use tokio::task::AbortHandle;

pub use self::backup::{Contents, backup, restore};
pub use self::error::StoreError;
pub use self::migrate::{Migration, NEWEST};
pub use self::tx::Tx;
pub use self::url::DbUrl;
pub(crate) use self::value::json;
pub use self::value::{Binds, FromValue, Param, Row, ToParam, Value};
pub use self::words::Known;

use self::job::Typed;
use self::queue::Queue;

/// How many messages a slow listener may be behind before it hears [`Signal::Gap`] instead.
const NEWS: usize = 1024;
/// Connections that write to PostgreSQL, and that read from it.
const POSTGRES_WRITERS: usize = 6;
const POSTGRES_READERS: usize = 4;

/// Whether a process wants a database for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Servers, and tools that change everything: the only process on an SQLite file.
    Sole,
    /// Small tools that may work while a server runs.
    Beside,
}

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// What a committed job told with [`Tx::notify`].
    Message(Arc<str>),
    /// Messages may have been missed; look at the data again.
    Gap,
}

/// Hears what is told on this database.
pub struct Listener(broadcast::Receiver<Signal>);

impl Listener {
    /// The next signal. `None` when the store is closed.
    pub async fn next(&mut self) -> Option<Signal> {
        match self.0.recv().await {
            Ok(signal) => Some(signal),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Signal::Gap),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

/// Which database it is, with what only that one needs.
enum Db {
    Sqlite {
        _lock: Option<File>,
    },
    Postgres {
        config: Box<tokio_postgres::Config>,
        listening: OnceCell<AbortHandle>,
    },
}

struct Inner {
    db: Db,
    reads: Arc<Queue>,
    writes: Arc<Queue>,
    news: broadcast::Sender<Signal>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// The database, shared by all of the server. Cheap to clone; closed when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

impl Store {
    /// Opens the database and starts its workers. An SQLite file that is not there is made, for its owner alone.
    /// The schema is left as it is: see [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has the file, [`StoreError::Open`] or
    /// [`StoreError::Unreachable`] when it cannot be opened.
    pub async fn open(url: &DbUrl, access: Access) -> Result<Self, StoreError> {
        match url {
            DbUrl::Sqlite(path) => Self::open_sqlite(path, access),
            DbUrl::Postgres(url) => Self::open_postgres(url).await,
        }
    }

    fn open_sqlite(path: &Path, access: Access) -> Result<Self, StoreError> {
        sqlite::create(path)?;
        let lock = match access {
            Access::Sole => Some(sqlite::lock(path)?),
            Access::Beside => None,
        };
        let store = Self::new(Db::Sqlite { _lock: lock });
        let inner = &store.inner;
        let conn = sqlite::connect(path, sqlite::Use::Write)?;
        let (queue, news) = (Arc::clone(&inner.writes), inner.news.clone());
        let (committed, commits) = mpsc::sync_channel(1);
        store.start("store-write", move |runtime| {
            sqlite::write_loop(conn, runtime, &queue, &news, &committed);
        })?;
        let conn = sqlite::connect(path, sqlite::Use::Write)?;
        store.start("store-log", move |_runtime| {
            sqlite::checkpoint_loop(&conn, &commits);
        })?;
        let readers = thread::available_parallelism()
            .map_or(2, usize::from)
            .clamp(2, 8);
        for _reader in 0..readers {
            let conn = sqlite::connect(path, sqlite::Use::Read)?;
            let queue = Arc::clone(&inner.reads);
            store.start("store-read", move |runtime| {
                sqlite::read_loop(conn, runtime, &queue);
            })?;
        }
        Ok(store)
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let config = tokio_postgres::Config::from_str(url)
            .map_err(|error| StoreError::Open(both!("postgres:// 地址有误：{error}", "{error}")))?;
        let store = Self::new(Db::Postgres {
            config: Box::new(config.clone()),
            listening: OnceCell::new(),
        });
        let writers = (
            POSTGRES_WRITERS,
            &store.inner.writes,
            "store-write",
            "BEGIN ISOLATION LEVEL READ COMMITTED",
        );
        // Repeatable: all queries of one reading job see the same moment, as they do on SQLite.
        let readers = (
            POSTGRES_READERS,
            &store.inner.reads,
            "store-read",
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        );
        for (count, queue, name, begin) in [writers, readers] {
            for _worker in 0..count {
                let (config, queue) = (config.clone(), Arc::clone(queue));
                let (connected, ready) = oneshot::channel();
                store.start(name, move |runtime| {
                    match runtime.block_on(postgres::connect(&config)) {
                        Ok(session) => {
                            let _ = connected.send(Ok(()));
                            postgres::work_loop(session, &config, runtime, &queue, begin);
                        }
                        Err(error) => {
                            let _ = connected.send(Err(error));
                        }
                    }
                })?;
                ready
                    .await
                    .map_err(|_gone| StoreError::Stopped("a worker ended at its start".into()))??;
            }
        }
        Ok(store)
    }

    fn new(db: Db) -> Self {
        let (news, _) = broadcast::channel(NEWS);
        let inner = Inner {
            db,
            reads: Queue::new(),
            writes: Queue::new(),
            news,
            threads: Mutex::new(Vec::new()),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    fn start(
        &self,
        name: &str,
        work: impl FnOnce(&Runtime) + Send + 'static,
    ) -> Result<(), StoreError> {
        let cannot = |error: std::io::Error| StoreError::Open(system(&error));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(cannot)?;
        let thread = thread::Builder::new()
            .name(name.into())
            .spawn(move || work(&runtime))
            .map_err(cannot)?;
        self.inner
            .threads
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(thread);
        Ok(())
    }

    /// Runs `job` on one consistent view of the data. What it would change is refused or dropped.
    ///
    /// # Errors
    /// The job's own, or the store's in its type.
    pub async fn read<T, E>(
        &self,
        job: impl AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        ask(&self.inner.reads, job).await
    }

    /// Runs `job` in a transaction. When this returns `Ok`, its changes are on the disk (unless the job asked to
    /// [`discard`](Tx::discard) them); when it returns an error, none of them is.
    ///
    /// # Errors
    /// The job's own, or the store's in its type.
    pub async fn write<T, E>(
        &self,
        job: impl AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        ask(&self.inner.writes, job).await
    }

    /// Hears from now on what jobs tell with [`Tx::notify`], on this server or another on the same database.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] when the database cannot be listened to.
    pub async fn listen(&self) -> Result<Listener, StoreError> {
        let listener = Listener(self.inner.news.subscribe());
        if let Db::Postgres { config, listening } = &self.inner.db {
            let news = self.inner.news.clone();
            listening
                .get_or_try_init(|| postgres::listen((**config).clone(), news))
                .await?;
        }
        Ok(listener)
    }

    /// The name of the database, for logs and `/readyz`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.inner.db {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres { .. } => "postgresql",
        }
    }
}

async fn ask<T, E>(
    queue: &Queue,
    work: impl AsyncFn(&mut Tx) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (job, answer) = Typed::new(work);
    queue.push(Box::new(job)).await.map_err(E::from)?;
    match answer.await {
        Ok(answer) => answer,
        Err(_gone) => Err(E::from(StoreError::Stopped("a worker ended".into()))),
    }
}

impl Drop for Inner {
    /// Finishes the jobs that were taken in, and ends the workers: the file is free when this returns.
    fn drop(&mut self) {
        self.reads.close();
        self.writes.close();
        if let Db::Postgres { listening, .. } = &self.db
            && let Some(task) = listening.get()
        {
            task.abort();
        }
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // A job that holds the last clone is dropped on a worker, which cannot wait for itself.
            if thread.thread().id() != thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}
