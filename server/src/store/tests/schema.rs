//! Opening, migrating, refusing.

use super::{Database, on_both};
use crate::params;
use crate::store::migrate::{Migration, migrate};
use crate::store::{Access, DbUrl, NEWEST, Store, StoreError, Tx};

on_both!(
    migrating_twice_changes_nothing,
    a_newer_schema_is_refused,
    an_altered_step_is_refused,
    a_step_that_fails_leaves_nothing,
);

async fn migrating_twice_changes_nothing(database: Database) {
    let store = database.open().await;
    assert_eq!(store.schema_version().await, Ok(0));
    assert!(store.migrate(1).await.unwrap() >= 1);
    assert_eq!(store.schema_version().await, Ok(NEWEST));
    assert_eq!(store.migrate(2).await, Ok(0));
}

async fn a_newer_schema_is_refused(database: Database) {
    let store = database.migrated().await;
    store
        .write(async |tx: &mut Tx| {
            let sql = "INSERT INTO schema_migrations VALUES ($1, 'later', '', 1)";
            tx.execute(sql, params![NEWEST + 1]).await
        })
        .await
        .unwrap();
    let error = store.migrate(2).await.unwrap_err();
    assert!(
        matches!(&error, StoreError::Schema(why) if why.en.contains("newer")),
        "{error}"
    );
}

async fn an_altered_step_is_refused(database: Database) {
    const ONE: &[Migration] = &[Migration {
        version: 1,
        name: "1",
        sql: "CREATE TABLE one (id TEXT)",
    }];
    const OTHER: &[Migration] = &[Migration {
        version: 1,
        name: "1",
        sql: "CREATE TABLE other (id TEXT)",
    }];
    let store = database.open().await;
    store
        .write(async |tx: &mut Tx| migrate(tx, ONE, 1).await)
        .await
        .unwrap();
    let error = store
        .write(async |tx: &mut Tx| migrate(tx, OTHER, 1).await)
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Schema(_)), "{error}");
}

async fn a_step_that_fails_leaves_nothing(database: Database) {
    const STEPS: &[Migration] = &[
        Migration {
            version: 1,
            name: "1",
            sql: "CREATE TABLE one (id TEXT)",
        },
        Migration {
            version: 2,
            name: "2",
            sql: "CREATE TABLE two (id TEXT); CREATE TABLE two (id TEXT)",
        },
    ];
    let store = database.open().await;
    let failed = store
        .write(async |tx: &mut Tx| migrate(tx, STEPS, 1).await)
        .await;
    assert!(failed.is_err());
    assert_eq!(store.schema_version().await, Ok(0));
    let table = store
        .read(async |tx: &mut Tx| tx.query("SELECT id FROM one", &[]).await)
        .await;
    assert!(table.is_err());
}

#[tokio::test]
async fn a_second_server_on_the_same_file_is_refused_and_a_tool_is_not() {
    let database = Database::sqlite();
    let store = database.migrated().await;
    let second = Store::open(&database.url, Access::Sole).await.err();
    assert!(matches!(second, Some(StoreError::Locked(_))), "{second:?}");
    let tool = Store::open(&database.url, Access::Beside).await.unwrap();
    assert_eq!(
        tool.write(async |tx: &mut Tx| tx.next_number("tool").await)
            .await,
        Ok(1)
    );
    drop((store, tool));
    database.open().await;
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let database = Database::sqlite();
    std::fs::write(database.url.file().unwrap(), "案由,提案人\n".repeat(500)).unwrap();
    let error = Store::open(&database.url, Access::Sole).await.err();
    let Some(StoreError::Open(said)) = error else {
        panic!("{error:?}")
    };
    assert!(said.zh.contains("不是数据库文件"), "{said:?}");
    assert!(said.en.contains("is no database"), "{said:?}");
}

#[test]
fn what_only_looks_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let url = DbUrl::Sqlite(folder.path().join("none/none.db"));
    let said = url.must_exist().unwrap_err().both();
    assert!(
        said.zh.contains("没有数据库") && said.en.contains("no database"),
        "{said:?}"
    );
    assert!(!folder.path().join("none").exists());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let url: DbUrl = "postgres://nobody@127.0.0.1:1/none".parse().unwrap();
    let error = Store::open(&url, Access::Sole).await.err();
    assert!(
        matches!(error, Some(StoreError::Unreachable(_))),
        "{error:?}"
    );
}

#[test]
fn addresses_are_read_and_shown_without_their_password() {
    let url: DbUrl = "sqlite:///var/lib/banli/banli.db".parse().unwrap();
    assert_eq!(url.to_string(), "sqlite:///var/lib/banli/banli.db");
    let url: DbUrl = "postgres://banli:se%40cret@db:5432/banli?password=x"
        .parse()
        .unwrap();
    assert_eq!(url.to_string(), "postgres://db:5432/banli");
    for bad in ["", "sqlite://", "mysql://x", "postgres://host:port:x/"] {
        assert!(bad.parse::<DbUrl>().is_err(), "{bad}");
    }
}
