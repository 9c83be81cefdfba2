//! Databases that one test owns.

use std::hash::{BuildHasher, Hasher, RandomState};

use tempfile::TempDir;
use tokio_postgres::NoTls;

/// Names the cluster whose databases the tests create and drop, as a URL of a role that may:
/// `postgres://NAME:PASSWORD@127.0.0.1:PORT/postgres`.
pub const CLUSTER: &str = "BANLI_TEST_POSTGRES";

/// An empty database, gone when dropped.
#[derive(Debug)]
pub struct Database {
    url: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Sqlite { _directory: TempDir },
    Postgres { cluster: String, name: String },
}

impl Database {
    /// A SQLite database in a folder of its own.
    ///
    /// # Panics
    /// When the folder cannot be made.
    #[must_use]
    pub fn sqlite() -> Self {
        let directory = TempDir::with_prefix("banli-db-").expect("a scratch folder can be made");
        let url = format!("sqlite://{}", directory.path().join("banli.db").display());
        Self {
            url,
            kind: Kind::Sqlite {
                _directory: directory,
            },
        }
    }

    /// A new PostgreSQL database on the cluster named by [`CLUSTER`].
    ///
    /// # Panics
    /// When no cluster is named: a suite that skips half of itself proves nothing. Also when
    /// the cluster does not answer or the role may not create databases.
    #[must_use]
    pub fn postgres() -> Self {
        let cluster = std::env::var(CLUSTER).unwrap_or_else(|_| {
            panic!("{CLUSTER} is not set: use tests/run, or tests/with-postgres cargo test …")
        });
        let name = format!(
            "banli_test_{:016x}",
            RandomState::new().build_hasher().finish()
        );
        execute(&cluster, &format!("CREATE DATABASE {name}"))
            .unwrap_or_else(|error| panic!("cannot create a database on {CLUSTER}: {error}"));
        let url = with_database(&cluster, &name);
        Self {
            url,
            kind: Kind::Postgres { cluster, name },
        }
    }

    /// One empty database of each kind. A test that loops over them runs the same on both.
    #[must_use]
    pub fn each() -> [Self; 2] {
        [Self::sqlite(), Self::postgres()]
    }

    /// What `banli-server --db` takes.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `sqlite` or `postgres`, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Sqlite { .. } => "sqlite",
            Kind::Postgres { .. } => "postgres",
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Kind::Postgres { cluster, name } = &self.kind {
            // Left behind it costs space on a scratch cluster, nothing else.
            drop(execute(
                cluster,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            ));
        }
    }
}

/// The URL of another database on the same cluster.
fn with_database(cluster: &str, name: &str) -> String {
    let (address, settings) = match cluster.split_once('?') {
        Some((address, settings)) => (address, format!("?{settings}")),
        None => (cluster, String::new()),
    };
    let scheme_end = address.find("://").map_or(0, |at| at + "://".len());
    let host_end = address[scheme_end..]
        .find('/')
        .map_or(address.len(), |at| scheme_end + at);
    format!("{}/{name}{settings}", &address[..host_end])
}

/// Runs one statement outside any transaction, as `CREATE DATABASE` wants.
fn execute(url: &str, statement: &str) -> Result<(), tokio_postgres::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be started");
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        let connection = tokio::spawn(connection);
        let answer = client.batch_execute(statement).await;
        drop(client);
        drop(connection.await);
        answer
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_of_a_cluster_keeps_everything_but_the_name() {
        for (cluster, expected) in [
            (
                "postgres://u:p@127.0.0.1:5432/postgres",
                "postgres://u:p@127.0.0.1:5432/x",
            ),
            ("postgres://u@localhost", "postgres://u@localhost/x"),
            (
                "postgres://u@h/d?connect_timeout=3",
                "postgres://u@h/x?connect_timeout=3",
            ),
            ("postgres://u@%2Frun%2Fpg/d", "postgres://u@%2Frun%2Fpg/x"),
        ] {
            assert_eq!(with_database(cluster, "x"), expected);
        }
    }

    #[test]
    fn a_postgres_database_is_new_and_gone_afterwards() {
        let database = Database::postgres();
        let url = database.url().to_owned();
        execute(&url, "CREATE TABLE t (n BIGINT)").unwrap();
        let other = Database::postgres();
        execute(other.url(), "CREATE TABLE t (n BIGINT)").unwrap();
        drop(database);
        assert!(execute(&url, "SELECT 1").is_err());
    }
}
