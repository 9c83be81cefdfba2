//! Full-text search, as each database does it: contentless FTS5 on SQLite, `tsvector` under GIN on PostgreSQL. Both hold
//! for each document (a number) the words the application made of it, and give back the numbers of those that hold all
//! of some words. A word is made of letters, digits and signs beyond ASCII; neither engine takes it apart.

use super::error::StoreError;
use super::tx::{Conn, Tx};
use super::value::Binds;

/// Documents in one statement.
const DOCS: usize = 250;

/// What stands in a migration for the creation of the index.
pub(super) const CREATE: &str = "CREATE WORDS grams;";

/// How the index is made on the database of `tx`.
pub(super) fn create(tx: &Tx) -> &'static str {
    match tx.conn {
        // No positions and no text are kept: hits are read again, and texts have their own table. Parts of the index are put
        // together in eights, not fours: every word is written a third less often, and a search looks in a few more parts.
        Conn::Sqlite(_) => {
            "CREATE VIRTUAL TABLE grams USING fts5
             (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
             INSERT INTO grams (grams, rank) VALUES ('automerge', 8);"
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

/// Whether documents may be in the index already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// They are not.
    New,
    /// They may be, and are replaced then.
    Perhaps,
}

impl Tx {
    /// Makes these words, separated by spaces, the words of their documents, each named once. Many at once are much
    /// cheaper than one by one, and new ones than those that may be there: FTS5 writes what it holds to the database at
    /// every statement, and before it looks for what is to be replaced.
    ///
    /// # Errors
    /// What the database refuses; the transaction is lost then.
    pub async fn put_words<S: AsRef<str>>(
        &mut self,
        docs: &[(i64, S)],
        known: Known,
    ) -> Result<(), StoreError> {
        for docs in docs.chunks(DOCS) {
            let mut binds = Binds::default();
            let mut rows = Vec::with_capacity(docs.len());
            for (doc, words) in docs {
                let (doc, words) = (binds.add(*doc), binds.add(words.as_ref()));
                rows.push(match self.conn {
                    Conn::Sqlite(_) => format!("({doc}, {words})"),
                    Conn::Postgres(_) => format!(
                        "(CAST({doc} AS BIGINT), array_to_tsvector(string_to_array({words}, ' ')))"
                    ),
                });
            }
            let rows = rows.join(", ");
            let sql = match self.conn {
                Conn::Sqlite(_) => {
                    let verb = match known {
                        Known::New => "INSERT",
                        Known::Perhaps => "INSERT OR REPLACE",
                    };
                    format!("{verb} INTO grams (rowid, words) VALUES {rows}")
                }
                Conn::Postgres(_) => format!(
                    "INSERT INTO grams (doc, words) VALUES {rows}
                     ON CONFLICT (doc) DO UPDATE SET words = excluded.words"
                ),
            };
            self.execute(&sql, &binds.params()).await?;
        }
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
