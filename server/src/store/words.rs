//! Full-text search, as each database does it: contentless FTS5 on SQLite, `tsvector` under GIN on PostgreSQL. Both hold
//! for each document (a number) the words the application made of it, and give back the numbers of those that hold all
//! of some words. A word is made of letters, digits and signs beyond ASCII; neither engine takes it apart.

use super::error::StoreError;
use super::tx::{Conn, Tx};
use crate::params;

/// What stands in a migration for the creation of the index.
pub(super) const CREATE: &str = "CREATE WORDS grams;";

/// How the index is made on the database of `tx`.
pub(super) fn create(tx: &Tx) -> &'static str {
    match tx.conn {
        // No positions and no text are kept: hits are read again, and texts have their own table.
        Conn::Sqlite(_) => {
            "CREATE VIRTUAL TABLE grams USING fts5
             (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');"
        }
        Conn::Postgres(_) => {
            "CREATE TABLE grams (doc BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
             CREATE INDEX grams_words ON grams USING GIN (words);"
        }
    }
}

/// The number of a document in the index, as an expression of a query `FROM grams`.
pub(crate) fn doc(tx: &Tx) -> &'static str {
    match tx.conn {
        Conn::Sqlite(_) => "grams.rowid",
        Conn::Postgres(_) => "grams.doc",
    }
}

/// A condition of a query `FROM grams`: the document has what the parameter `asked` (made by [`all`] or [`any`]) asks for.
pub(crate) fn has(tx: &Tx, asked: &str) -> String {
    match tx.conn {
        Conn::Sqlite(_) => format!("grams MATCH {asked}"),
        Conn::Postgres(_) => format!("grams.words @@ CAST(CAST({asked} AS TEXT) AS tsquery)"),
    }
}

/// What asks for all of these words; there must be one at least.
pub(crate) fn all<S: AsRef<str>>(tx: &Tx, words: &[S]) -> String {
    let (sign, and) = match tx.conn {
        Conn::Sqlite(_) => ('"', " AND "),
        Conn::Postgres(_) => ('\'', " & "),
    };
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("{sign}{}{sign}", word.as_ref()))
        .collect();
    words.join(and)
}

/// What asks for one of these, each made by [`all`].
pub(crate) fn any(tx: &Tx, asked: &[String]) -> String {
    let or = match tx.conn {
        Conn::Sqlite(_) => " OR ",
        Conn::Postgres(_) => " | ",
    };
    let asked: Vec<String> = asked.iter().map(|one| format!("({one})")).collect();
    asked.join(or)
}

impl Tx {
    /// Makes `words`, separated by spaces, the words of a document.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn put_words(&mut self, doc: i64, words: &str) -> Result<(), StoreError> {
        let sql = match self.conn {
            Conn::Sqlite(_) => "INSERT OR REPLACE INTO grams (rowid, words) VALUES ($1, $2)",
            Conn::Postgres(_) => {
                "INSERT INTO grams (doc, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))
                 ON CONFLICT (doc) DO UPDATE SET words = excluded.words"
            }
        };
        self.execute(sql, params![doc, words]).await?;
        Ok(())
    }

    /// Takes every document out of the index.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn clear_words(&mut self) -> Result<(), StoreError> {
        self.execute("DELETE FROM grams", &[]).await?;
        Ok(())
    }
}
