//! An empty database for one test, gone after it.

use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::store::{Access, DbUrl, Store, postgres};

pub(crate) struct Database {
    pub(crate) url: DbUrl,
    drop: Drops,
}

enum Drops {
    Directory(#[expect(dead_code, reason = "removed when it is dropped")] TempDir),
    Database {
        server: Box<tokio_postgres::Config>,
        name: String,
    },
}

impl Database {
    pub(crate) fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = DbUrl::Sqlite(directory.path().join("banli.db"));
        Self {
            url,
            drop: Drops::Directory(directory),
        }
    }

    /// A database of its own on the server of `BANLI_TEST_POSTGRES`. Without one these tests fail: a suite that skips
    /// what it cannot run says nothing.
    pub(crate) async fn postgres() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("BANLI_TEST_POSTGRES").expect(
            "these tests need a PostgreSQL server they may create databases on: run `tests/run`, which starts one, \
             or set BANLI_TEST_POSTGRES=postgres://user:password@host:port/postgres",
        );
        let config: tokio_postgres::Config = server.parse().unwrap();
        let name = format!(
            "banli_unit_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let session = postgres::connect(&config).await.unwrap();
        session
            .batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .await
            .unwrap();
        session
            .batch(&format!("CREATE DATABASE {name} TEMPLATE template0"))
            .await
            .unwrap();
        let (address, query) = server
            .split_once('?')
            .map_or((server.as_str(), ""), |(a, q)| (a, q));
        let (host, _) = address.rsplit_once('/').unwrap();
        let url = format!("{host}/{name}?{query}");
        Self {
            url: url.parse().unwrap(),
            drop: Drops::Database {
                server: Box::new(config),
                name,
            },
        }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url, Access::Sole).await.unwrap()
    }

    pub(crate) async fn migrated(&self) -> Store {
        let store = self.open().await;
        store.migrate(1).await.unwrap();
        store
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Drops::Database { server, name } = &self.drop {
            let (server, name) = (server.clone(), name.clone());
            let task = async move {
                if let Ok(session) = postgres::connect(&server).await {
                    let _ = session
                        .batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                        .await;
                }
            };
            // Another thread: this one belongs to the runtime of the test.
            let thread = std::thread::spawn(move || {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap()
                    .block_on(task);
            });
            let _ = thread.join();
        }
    }
}
