//! Backups, and what was there before a restore.

use std::path::Path;

use super::Database;
use crate::store::{Store, StoreError, Tx, backup, restore};

async fn unit(store: &Store, code: &'static str) {
    let add = async move |tx: &mut Tx| {
        let sql = "INSERT INTO units (code, name, kind) VALUES ($1, $1, '')";
        tx.execute(sql, crate::params![code]).await
    };
    store.write(add).await.unwrap();
}

async fn codes(database: &Database) -> Vec<String> {
    let store = database.open().await;
    let read = async |tx: &mut Tx| -> Result<_, StoreError> {
        let rows = tx
            .query("SELECT code FROM units ORDER BY code", &[])
            .await?;
        rows.iter()
            .map(|row| row.get(0))
            .collect::<Result<Vec<String>, _>>()
    };
    store.read(read).await.unwrap()
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_while_others_write_is_restored_as_it_was() {
    let database = Database::sqlite();
    let path = database.url.file().unwrap();
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy.db");
    let store = database.migrated().await;
    unit(&store, "A").await;
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            loop {
                store
                    .write(async |tx: &mut Tx| tx.next_number("busy").await)
                    .await
                    .unwrap();
            }
        })
    };
    let (from, to) = (path.to_owned(), copy.clone());
    let contents = tokio::task::spawn_blocking(move || backup(&from, &to))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((contents.cases, contents.events), (0, 0));
    writing.abort();
    let _ = writing.await;
    unit(&store, "B").await;
    let refused = restore(path, &copy, 5).unwrap_err();
    assert!(matches!(refused, StoreError::Locked(_)), "{refused}");
    drop(store);

    let (_, before) = restore(path, &copy, 5).unwrap();
    assert_eq!(codes(&database).await, ["A"]);
    restore(path, &before.unwrap(), 6).unwrap();
    assert_eq!(codes(&database).await, ["A", "B"]);
    assert_eq!(names(copies.path()), ["copy.db"]);
}

#[tokio::test]
async fn a_copy_that_is_not_whole_replaces_nothing() {
    let database = Database::sqlite();
    let path = database.url.file().unwrap();
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy.db");
    let store = database.migrated().await;
    unit(&store, "A").await;
    drop(store);
    backup(path, &copy).unwrap();
    let nowhere = copies.path().join("none/copy.db");
    let said = backup(path, &nowhere).unwrap_err().both();
    assert!(said.zh.contains("没有目录"), "{said:?}");
    assert!(!copies.path().join("none").exists());
    let twice = backup(path, &copy).unwrap_err();
    assert!(twice.to_string().contains("there already"), "{twice}");

    let whole = std::fs::read(&copy).unwrap();
    let cut = copies.path().join("cut.db");
    let mut damaged = whole.clone();
    damaged[4096 * 3..4096 * 6].fill(7);
    for bytes in [
        &whole[..whole.len() / 2],
        &damaged,
        b"no database at all",
        b"",
    ] {
        std::fs::write(&cut, bytes).unwrap();
        assert!(restore(path, &cut, 5).is_err());
    }
    assert!(restore(path, &copies.path().join("none.db"), 5).is_err());
    assert!(
        backup(
            &copies.path().join("none.db"),
            &copies.path().join("new.db")
        )
        .is_err()
    );
    assert_eq!(names(copies.path()), ["copy.db", "cut.db"]);
    assert_eq!(codes(&database).await, ["A"]);
}
