//! PostgreSQL goes away and comes back.

use super::Database;
use crate::store::{Signal, Store, StoreError, Tx};

/// Ends every other connection to this database, as a restart of the server would.
async fn cut(store: &Store) {
    let sql = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    store
        .write(async move |tx: &mut Tx| tx.query_one(sql, &[]).await)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_connections_are_made_again_and_listeners_are_told() {
    let database = Database::postgres().await;
    let store = database.migrated().await;
    let mut listener = store.listen().await.unwrap();
    for round in 1..=3 {
        cut(&store).await;
        for _ in 0..20 {
            store
                .write(async |tx: &mut Tx| tx.next_number("test").await)
                .await
                .unwrap();
            let count = async |tx: &mut Tx| {
                tx.query_one("SELECT COUNT(*) FROM counters", &[])
                    .await?
                    .int(0)
            };
            assert_eq!(store.read(count).await, Ok(1));
        }
        assert_eq!(listener.next().await, Some(Signal::Gap));
        store
            .write(async |tx: &mut Tx| tx.notify("back").await)
            .await
            .unwrap();
        assert_eq!(
            listener.next().await,
            Some(Signal::Message("back".into())),
            "{round}"
        );
    }
    assert_eq!(
        store
            .write(async |tx: &mut Tx| tx.next_number("test").await)
            .await,
        Ok(61)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_wait_for_each_other_both_get_through() {
    let database = Database::postgres().await;
    let store = database.migrated().await;
    let set_up = async |tx: &mut Tx| -> Result<_, StoreError> {
        tx.next_number("a").await?;
        tx.next_number("b").await
    };
    store.write(set_up).await.unwrap();
    let meet = std::sync::Arc::new(tokio::sync::Barrier::new(2));
    let jobs = [["a", "b"], ["b", "a"]].map(|[first, second]| {
        let (store, meet) = (store.clone(), meet.clone());
        let met = std::sync::atomic::AtomicBool::new(false);
        tokio::spawn(async move {
            store
                .write(async move |tx: &mut Tx| {
                    tx.next_number(first).await?;
                    // Both hold one row before either asks for the other; only the first time, or nobody would come.
                    if !met.swap(true, std::sync::atomic::Ordering::Relaxed) {
                        meet.wait().await;
                    }
                    tx.next_number(second).await
                })
                .await
        })
    });
    for job in jobs {
        job.await.unwrap().unwrap();
    }
    let next = async |tx: &mut Tx| tx.next_number("a").await;
    assert_eq!(store.write(next).await, Ok(4));
}
