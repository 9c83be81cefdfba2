//! The schema, and how it grows: numbered files, applied in order, never changed once released.

use super::Store;
use super::error::StoreError;
use super::tx::{Conn, Tx};
use super::words;
use crate::auth::sha256;
use crate::params;
use banli_shared::both;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number: 1, 2, 3, … without gaps.
    pub version: i64,
    /// Its file, for messages.
    pub name: &'static str,
    /// The statements, valid on both databases.
    pub sql: &'static str,
}

/// All steps, in order.
const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "0001_start.sql",
        sql: include_str!("../../migrations/0001_start.sql"),
    },
    Migration {
        version: 2,
        name: "0002_figures.sql",
        sql: include_str!("../../migrations/0002_figures.sql"),
    },
    Migration {
        version: 3,
        name: "0003_search.sql",
        sql: include_str!("../../migrations/0003_search.sql"),
    },
    Migration {
        version: 4,
        name: "0004_notices.sql",
        sql: include_str!("../../migrations/0004_notices.sql"),
    },
    Migration {
        version: 5,
        name: "0005_delegations.sql",
        sql: include_str!("../../migrations/0005_delegations.sql"),
    },
    Migration {
        version: 6,
        name: "0006_promises.sql",
        sql: include_str!("../../migrations/0006_promises.sql"),
    },
    Migration {
        version: 7,
        name: "0007_webhooks.sql",
        sql: include_str!("../../migrations/0007_webhooks.sql"),
    },
    Migration {
        version: 8,
        name: "0008_templates.sql",
        sql: include_str!("../../migrations/0008_templates.sql"),
    },
    Migration {
        version: 9,
        name: "0009_column_names.sql",
        sql: include_str!("../../migrations/0009_column_names.sql"),
    },
    Migration {
        version: 10,
        name: "0010_views.sql",
        sql: include_str!("../../migrations/0010_views.sql"),
    },
    Migration {
        version: 11,
        name: "0011_sights.sql",
        sql: include_str!("../../migrations/0011_sights.sql"),
    },
    Migration {
        version: 12,
        name: "0012_imports.sql",
        sql: include_str!("../../migrations/0012_imports.sql"),
    },
    Migration {
        version: 13,
        name: "0013_looks.sql",
        sql: include_str!("../../migrations/0013_looks.sql"),
    },
    Migration {
        version: 14,
        name: "0014_document_numbers.sql",
        sql: include_str!("../../migrations/0014_document_numbers.sql"),
    },
    Migration {
        version: 15,
        name: "0015_listed_units.sql",
        sql: include_str!("../../migrations/0015_listed_units.sql"),
    },
    Migration {
        version: 16,
        name: "0016_shared_answers.sql",
        sql: include_str!("../../migrations/0016_shared_answers.sql"),
    },
    Migration {
        version: 17,
        name: "0017_lists.sql",
        sql: include_str!("../../migrations/0017_lists.sql"),
    },
    Migration {
        version: 18,
        name: "0018_counted_groups.sql",
        sql: include_str!("../../migrations/0018_counted_groups.sql"),
    },
];

/// The version of the schema this program writes.
pub const NEWEST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

/// Any number, the same in all servers: one of them migrates, the others wait.
const LOCK: i64 = 0x62_61_6e_6c_69;

impl Store {
    /// Brings the schema up to this program's in one transaction. How many steps that took.
    ///
    /// # Errors
    /// [`StoreError::Schema`] when the data was written by a newer program, or a step that was applied is not the one
    /// this program knows; nothing is changed then.
    pub async fn migrate(&self, now_ms: i64) -> Result<usize, StoreError> {
        self.write(async move |tx: &mut Tx| migrate(tx, MIGRATIONS, now_ms).await)
            .await
    }

    /// The version of the schema in the database; 0 when it is empty.
    ///
    /// # Errors
    /// What the database says.
    pub async fn schema_version(&self) -> Result<i64, StoreError> {
        self.read(async |tx: &mut Tx| {
            if !has_table(tx, "schema_migrations").await? {
                return Ok(0);
            }
            tx.query_one(
                "SELECT COALESCE(MAX(version), 0) FROM schema_migrations",
                &[],
            )
            .await?
            .int(0)
        })
        .await
    }
}

pub(super) async fn migrate(
    tx: &mut Tx,
    known: &[Migration],
    now_ms: i64,
) -> Result<usize, StoreError> {
    if let Conn::Postgres(_) = tx.conn {
        tx.query("SELECT pg_advisory_xact_lock($1) IS NULL", params![LOCK])
            .await?;
    }
    let create = "CREATE TABLE IF NOT EXISTS schema_migrations (
        version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_ms BIGINT NOT NULL)";
    tx.batch(create).await?;
    let applied = tx
        .query(
            "SELECT version, checksum FROM schema_migrations ORDER BY version",
            &[],
        )
        .await?;
    for row in &applied {
        let version = row.int(0)?;
        let Some(step) = known.iter().find(|step| step.version == version) else {
            let newest = known.last().map_or(0, |step| step.version);
            return Err(StoreError::Schema(both!(
                "数据的结构版本是 {version}，本程序只认到 {newest}：请用写入它的新版 banli-server",
                "the data has schema {version}, this program knows up to {newest}: use the newer banli-server that wrote it"
            )));
        };
        if row.text(1)? != sha256(step.sql.as_bytes()) {
            let name = step.name;
            return Err(StoreError::Schema(both!(
                "升级步骤 {name} 的内容与本程序的不同：这些数据不是本程序生成的",
                "{name} was applied in another wording than this program's: it is not the program that made this data"
            )));
        }
    }
    let pending = known.get(applied.len()..).unwrap_or_default();
    for step in pending {
        let sql = dialect(tx, step.sql);
        tx.batch(&sql).await?;
        tx.execute(
            "INSERT INTO schema_migrations (version, name, checksum, applied_ms) VALUES ($1, $2, $3, $4)",
            params![step.version, step.name, sha256(step.sql.as_bytes()), now_ms],
        )
        .await?;
    }
    Ok(pending.len())
}

/// PostgreSQL orders text by the language of the database unless told otherwise; with this, `<` and `ORDER BY` mean the
/// same on both databases (bytes) and every index can serve them. In a migration `TEXT` is always the type of a column.
/// The full-text index is made as each of them does it.
fn dialect(tx: &Tx, sql: &str) -> String {
    let sql = sql.replace(words::CREATE, words::create(tx));
    match tx.conn {
        Conn::Sqlite(_) => sql,
        Conn::Postgres(_) => sql.replace(" TEXT", " TEXT COLLATE \"C\""),
    }
}

async fn has_table(tx: &mut Tx, name: &str) -> Result<bool, StoreError> {
    let sql = match tx.conn {
        Conn::Sqlite(_) => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1",
        Conn::Postgres(_) => {
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
        }
    };
    Ok(tx.query_opt(sql, params![name]).await?.is_some())
}
