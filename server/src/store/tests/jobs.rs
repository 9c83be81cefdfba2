//! Jobs: kept or dropped as one, alone or in a group, by one writer or many.

use super::{Database, on_both};
use crate::params;
use crate::store::{Signal, Store, StoreError, Tx};

on_both!(
    what_was_answered_is_there_after_reopening,
    a_failed_job_leaves_nothing_and_others_alone,
    a_second_row_with_the_same_key_is_a_typed_error,
    after_a_failed_statement_nothing_is_kept,
    a_panic_ends_one_job_only,
    sixteen_writers_count_to_the_sum,
    a_dry_run_answers_and_keeps_nothing,
    listeners_hear_what_was_committed_and_nothing_else,
    a_part_is_found_as_it_is_written,
    reading_sees_one_moment_and_changes_nothing,
    parameters_go_by_their_number,
    values_come_back_as_they_went_in,
    text_is_ordered_by_its_bytes,
);

async fn add_unit(tx: &mut Tx, code: &str) -> Result<u64, StoreError> {
    tx.execute(
        "INSERT INTO units (code, name, kind, parent) VALUES ($1, $2, '', NULL)",
        params![code, code],
    )
    .await
}

async fn count_units(store: &Store) -> i64 {
    store
        .read(async |tx: &mut Tx| {
            tx.query_one("SELECT COUNT(*) FROM units", &[])
                .await?
                .int(0)
        })
        .await
        .unwrap()
}

async fn what_was_answered_is_there_after_reopening(database: Database) {
    let store = database.migrated().await;
    store
        .write(async |tx: &mut Tx| add_unit(tx, "B01").await)
        .await
        .unwrap();
    drop(store);
    let store = database.open().await;
    assert_eq!(count_units(&store).await, 1);
}

async fn a_failed_job_leaves_nothing_and_others_alone(database: Database) {
    let store = database.migrated().await;
    let jobs = (0..50).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .write(async move |tx: &mut Tx| {
                    add_unit(tx, &format!("U{number:02}")).await?;
                    if number % 5 == 0 {
                        Err(StoreError::NoRow)
                    } else {
                        Ok(())
                    }
                })
                .await
        })
    });
    let mut failed = 0;
    for job in jobs.collect::<Vec<_>>() {
        failed += u32::from(job.await.unwrap().is_err());
    }
    assert_eq!((failed, count_units(&store).await), (10, 40));
}

async fn a_second_row_with_the_same_key_is_a_typed_error(database: Database) {
    let store = database.migrated().await;
    store
        .write(async |tx: &mut Tx| add_unit(tx, "B01").await)
        .await
        .unwrap();
    let error = store
        .write(async |tx: &mut Tx| add_unit(tx, "B01").await)
        .await
        .unwrap_err();
    assert!(error.is_duplicate_of("units", &["code"]), "{error:?}");
    let session = "INSERT INTO sessions (id, name, year, created_ms) VALUES ('s', 's', 2023, 1)";
    let case =
        "INSERT INTO cases (id, session, intake_number, number, version, changed_seq, hash, body)
                VALUES ($1, 's', $1, '20230001', 1, 1, '', '{}')";
    let error = store
        .write(async move |tx: &mut Tx| {
            tx.batch(session).await?;
            tx.execute(case, params!["a"]).await?;
            tx.execute(case, params!["b"]).await
        })
        .await
        .unwrap_err();
    assert!(
        error.is_duplicate_of("cases", &["session", "number"]),
        "{error:?}"
    );
    let error = store
        .write(async |tx: &mut Tx| {
            tx.execute(
                "INSERT INTO unit_aliases (alias, unit) VALUES ('x', 'none')",
                &[],
            )
            .await
        })
        .await
        .unwrap_err();
    assert_eq!(error, StoreError::ForeignKey);
}

async fn after_a_failed_statement_nothing_is_kept(database: Database) {
    let store = database.migrated().await;
    let answer: Result<(), StoreError> = store
        .write(async |tx: &mut Tx| {
            add_unit(tx, "B01").await?;
            let _ = add_unit(tx, "B01").await;
            assert!(add_unit(tx, "B02").await.is_err());
            Ok(())
        })
        .await;
    assert!(answer.unwrap_err().is_duplicate_of("units", &["code"]));
    assert_eq!(count_units(&store).await, 0);
}

async fn a_panic_ends_one_job_only(database: Database) {
    let store = database.migrated().await;
    let answer: Result<(), StoreError> = store
        .write(async |tx: &mut Tx| {
            add_unit(tx, "B01").await?;
            panic!("a fault of a job, on purpose")
        })
        .await;
    assert!(matches!(answer, Err(StoreError::Database(_))), "{answer:?}");
    store
        .write(async |tx: &mut Tx| add_unit(tx, "B02").await)
        .await
        .unwrap();
    assert_eq!(count_units(&store).await, 1);
}

async fn sixteen_writers_count_to_the_sum(database: Database) {
    let store = database.migrated().await;
    let writers = (0..16).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut numbers = Vec::new();
            for _ in 0..25 {
                let number = store
                    .write(async |tx: &mut Tx| tx.next_number("test").await)
                    .await;
                numbers.push(number.unwrap());
            }
            numbers
        })
    });
    let mut numbers = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        numbers.extend(writer.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=400).collect::<Vec<i64>>());
}

async fn a_dry_run_answers_and_keeps_nothing(database: Database) {
    let store = database.migrated().await;
    let mut listener = store.listen().await.unwrap();
    let number = store
        .write(async |tx: &mut Tx| {
            tx.discard();
            add_unit(tx, "B01").await?;
            tx.notify("dry").await?;
            tx.next_number("test").await
        })
        .await;
    assert_eq!(number, Ok(1));
    assert_eq!(count_units(&store).await, 0);
    let real = async |tx: &mut Tx| {
        tx.notify("real").await?;
        tx.next_number("test").await
    };
    assert_eq!(store.write(real).await, Ok(1));
    assert_eq!(listener.next().await, Some(Signal::Message("real".into())));
}

async fn listeners_hear_what_was_committed_and_nothing_else(database: Database) {
    let store = database.migrated().await;
    let mut first = store.listen().await.unwrap();
    let mut second = store.listen().await.unwrap();
    let failed: Result<(), StoreError> = store
        .write(async |tx: &mut Tx| {
            tx.notify("dropped").await?;
            Err(StoreError::NoRow)
        })
        .await;
    assert!(failed.is_err());
    for message in ["one", "two"] {
        store
            .write(async move |tx: &mut Tx| tx.notify(message).await)
            .await
            .unwrap();
    }
    for listener in [&mut first, &mut second] {
        assert_eq!(listener.next().await, Some(Signal::Message("one".into())));
        assert_eq!(listener.next().await, Some(Signal::Message("two".into())));
    }
}

async fn reading_sees_one_moment_and_changes_nothing(database: Database) {
    let store = database.migrated().await;
    let error = store
        .read(async |tx: &mut Tx| add_unit(tx, "B01").await)
        .await;
    assert!(error.is_err());
    // The reader has looked once; a unit is added meanwhile; the same reader still sees what it saw.
    let (looked, has_looked) = std::sync::mpsc::channel();
    let (added, is_added) = tokio::sync::watch::channel(false);
    let reader = store.clone();
    let reading = tokio::spawn(async move {
        reader
            .read(async move |tx: &mut Tx| {
                let count = "SELECT COUNT(*) FROM units";
                let before = tx.query_one(count, &[]).await?.int(0)?;
                looked.send(()).unwrap();
                is_added.clone().wait_for(|added| *added).await.unwrap();
                Ok::<_, StoreError>((before, tx.query_one(count, &[]).await?.int(0)?))
            })
            .await
    });
    tokio::task::spawn_blocking(move || has_looked.recv().unwrap())
        .await
        .unwrap();
    store
        .write(async |tx: &mut Tx| add_unit(tx, "B01").await)
        .await
        .unwrap();
    added.send(true).unwrap();
    assert_eq!(reading.await.unwrap(), Ok((0, 0)));
    assert_eq!(count_units(&store).await, 1);
}

async fn parameters_go_by_their_number(database: Database) {
    let store = database.migrated().await;
    let sql = "SELECT CAST($2 AS TEXT), CAST($1 AS BIGINT), CAST($2 AS TEXT)";
    let row = store
        .read(async move |tx: &mut Tx| tx.query_one(sql, params![7_i64, "b"]).await)
        .await
        .unwrap();
    assert_eq!(
        (row.text(0), row.int(1), row.text(2)),
        (Ok("b"), Ok(7), Ok("b"))
    );
    let missing = store
        .read(async move |tx: &mut Tx| tx.query(sql, params![7_i64]).await)
        .await;
    assert!(
        matches!(missing, Err(StoreError::Database(_))),
        "{missing:?}"
    );
}

async fn values_come_back_as_they_went_in(database: Database) {
    let store = database.migrated().await;
    let row =
        store
            .write(async move |tx: &mut Tx| {
                tx.batch(
                    "CREATE TABLE kinds (number BIGINT, words TEXT, bytes BYTEA, absent TEXT)",
                )
                .await?;
                tx.query_one(
                "INSERT INTO kinds VALUES ($1, $2, $3, $4) RETURNING number, words, bytes, absent",
                params![i64::MIN, "提案\u{20BB7}'\";--", vec![0_u8, 255], None::<String>],
            )
            .await
            })
            .await
            .unwrap();
    assert_eq!(row.int(0), Ok(i64::MIN));
    assert_eq!(row.text(1), Ok("提案\u{20BB7}'\";--"));
    assert_eq!(row.get::<Vec<u8>>(2), Ok(vec![0, 255]));
    assert_eq!(row.get::<Option<&str>>(3), Ok(None));
    assert!(matches!(
        row.text(0),
        Err(StoreError::Column { index: 0, .. })
    ));
    assert!(matches!(
        row.int(9),
        Err(StoreError::Column { index: 9, .. })
    ));
}

async fn text_is_ordered_by_its_bytes(database: Database) {
    let store = database.migrated().await;
    let codes = store
        .write(async |tx: &mut Tx| {
            for code in ["b", "A", "办", "a", "B", "a b", "a-b"] {
                add_unit(tx, code).await?;
            }
            let rows = tx
                .query(
                    "SELECT code FROM units WHERE code > $1 ORDER BY code",
                    params!["A"],
                )
                .await?;
            rows.iter()
                .map(|row| row.get::<String>(0))
                .collect::<Result<Vec<_>, _>>()
        })
        .await
        .unwrap();
    assert_eq!(codes, ["B", "a", "a b", "a-b", "b", "办"]);
}

async fn a_part_is_found_as_it_is_written(database: Database) {
    let store = database.migrated().await;
    let found = async |whole: &'static str, part: &'static str| {
        let job = async move |tx: &mut Tx| -> Result<bool, StoreError> {
            let sql = format!("SELECT 1 FROM counters WHERE {}", tx.contains("name", "$1"));
            let sql = format!("WITH counters (name) AS (SELECT CAST($2 AS TEXT)) {sql}");
            Ok(tx.query_opt(&sql, params![part, whole]).await?.is_some())
        };
        store.read(job).await.unwrap()
    };
    assert!(found("关于加强社区养老服务的提案", "养老").await);
    assert!(found("100%", "0%").await && !found("1000", "0%").await);
    assert!(!found("abc", "B").await && !found("a", "aa").await);
    assert!(found("𠮷野", "𠮷").await);
}
