//! The full-text index gives the same documents on both databases.

use super::{Database, on_both};
use crate::store::{Binds, Store, StoreError, Tx, words};

on_both!(
    documents_are_found_by_all_of_some_words,
    words_are_kept_or_dropped_with_their_transaction,
);

async fn found(store: &Store, asked: &'static [&'static [&'static str]]) -> Vec<i64> {
    let read = async move |tx: &mut Tx| -> Result<Vec<i64>, StoreError> {
        let asked: Vec<String> = asked.iter().map(|one| words::all(tx, one)).collect();
        let mut binds = Binds::default();
        let asked = binds.add(words::any(tx, &asked));
        let (doc, has) = (words::doc(tx), words::has(tx, &asked));
        let sql = format!("SELECT {doc} FROM grams WHERE {has} ORDER BY {doc} DESC");
        let rows = tx.query(&sql, &binds.params()).await?;
        rows.iter().map(|row| row.int(0)).collect()
    };
    store.read(read).await.unwrap()
}

async fn put(store: &Store, documents: &'static [(i64, &'static str)]) {
    let write = async move |tx: &mut Tx| -> Result<(), StoreError> {
        tx.put_words(documents, words::Known::Perhaps).await
    };
    store.write(write).await.unwrap();
}

async fn documents_are_found_by_all_of_some_words(database: Database) {
    let store = database.migrated().await;
    put(
        &store,
        &[
            (1, "学校 校食 食堂 ¶食堂 ai 5g §st"),
            (2, "学校 校门"),
            (3, "\u{20BB7}田 \u{E815}三 食堂 or and not"),
        ],
    )
    .await;
    assert_eq!(found(&store, &[&["学校"]]).await, [2, 1]);
    assert_eq!(found(&store, &[&["学校", "食堂"]]).await, [1]);
    assert_eq!(found(&store, &[&["食堂"]]).await, [3, 1]);
    assert_eq!(found(&store, &[&["校门"], &["食堂", "ai"]]).await, [2, 1]);
    for (word, doc) in [
        ("¶食堂", 1),
        ("§st", 1),
        ("5g", 1),
        ("\u{20BB7}田", 3),
        ("\u{E815}三", 3),
        ("or", 3),
        ("not", 3),
    ] {
        let word: &'static [&'static str] = Box::leak(Box::new([word]));
        let asked: &'static [&'static [&'static str]] = Box::leak(Box::new([word]));
        assert_eq!(found(&store, asked).await, [doc], "{word:?}");
    }
    // A part of a word is no word, and the words of before are gone when there are others.
    assert_eq!(found(&store, &[&["堂"]]).await, [0; 0]);
    put(&store, &[(1, "医院")]).await;
    assert_eq!(found(&store, &[&["食堂"]]).await, [3]);
    assert_eq!(found(&store, &[&["医院"]]).await, [1]);
    store
        .write(async |tx: &mut Tx| tx.clear_words().await)
        .await
        .unwrap();
    assert_eq!(found(&store, &[&["学校"], &["医院"]]).await, [0; 0]);
}

async fn words_are_kept_or_dropped_with_their_transaction(database: Database) {
    let store = database.migrated().await;
    let dropped = async |tx: &mut Tx| -> Result<(), StoreError> {
        tx.put_words(&[(1, "食堂")], words::Known::New).await?;
        Err(StoreError::NoRow)
    };
    store.write(dropped).await.unwrap_err();
    let tried = async |tx: &mut Tx| -> Result<(), StoreError> {
        tx.discard();
        tx.put_words(&[(2, "食堂")], words::Known::New).await
    };
    store.write(tried).await.unwrap();
    assert_eq!(found(&store, &[&["食堂"]]).await, [0; 0]);
    put(&store, &[(3, "食堂")]).await;
    assert_eq!(found(&store, &[&["食堂"]]).await, [3]);
}
