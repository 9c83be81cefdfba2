//! The words of a case in the full-text index, written in the transaction of its change.

use banli_shared::case::Case;
use banli_shared::text::{Searched, grams, head_word};

use crate::app::cases::load;
use crate::auth::sha256;
use crate::params;
use crate::store::{Known, StoreError, Tx, words};

/// The counter of documents.
const DOCS: &str = "searched";

/// What a search looks in, of a case.
#[must_use]
pub fn searched(case: &Case) -> Searched {
    let proposal = &case.proposal;
    let number = case.number.as_ref().map(|number| number.as_str());
    let names = proposal.proposers.iter().map(|it| it.name.as_str());
    let others = number.into_iter().chain([case.intake_number.as_str()]);
    let suggestions = proposal.suggestions.iter().map(|it| it.text.as_str());
    Searched::new(
        &proposal.title,
        others.chain(names),
        [proposal.body.as_str()].into_iter().chain(suggestions),
    )
}

/// When the words of a new case come into the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Words {
    /// In the transaction that begins it.
    #[default]
    Now,
    /// After it, by [`add`]: many cases at once are much cheaper. Until then no search finds it.
    Later,
}

/// What the index holds of a case.
pub(crate) struct Entry {
    case: String,
    digest: String,
    initials: String,
    words: String,
}

impl Entry {
    /// Of a case as it is.
    pub(crate) fn of(case: &Case) -> Self {
        let searched = searched(case);
        Self {
            case: case.id.0.clone(),
            digest: digest(&searched),
            words: searched.words(),
            initials: searched.initials,
        }
    }
}

fn digest(searched: &Searched) -> String {
    let mut digest = sha256(format!("{}\0{}", searched.head, searched.text).as_bytes());
    digest.truncate(16);
    digest
}

/// Brings the index up to cases whose own rows are there. Nothing is written of one whose text is the one that is indexed.
///
/// # Errors
/// Those of the store.
pub async fn write(tx: &mut Tx, cases: &[&Case], known: Known) -> Result<(), StoreError> {
    let (mut fresh, mut other) = (Vec::new(), Vec::new());
    for case in cases {
        let searched = searched(case);
        let digest = digest(&searched);
        let kept = match known {
            Known::New => None,
            Known::Perhaps => {
                let sql = "SELECT doc, digest FROM searched WHERE case_id = $1";
                tx.query_opt(sql, params![case.id.0]).await?
            }
        };
        let doc = match &kept {
            Some(row) if row.text(1)? == digest => continue,
            Some(row) => row.int(0)?,
            None => tx.next_number(DOCS).await?,
        };
        let sql = "INSERT INTO searched (doc, case_id, digest, initials) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (doc) DO UPDATE SET digest = $3, initials = $4";
        let values = params![doc, case.id.0, digest, searched.initials];
        tx.execute(sql, values).await?;
        let docs = if kept.is_none() {
            &mut fresh
        } else {
            &mut other
        };
        docs.push((doc, searched.words()));
    }
    tx.put_words(&fresh, Known::New).await?;
    tx.put_words(&other, Known::Perhaps).await
}

/// Gives new cases their places in the index, whose words come later.
///
/// # Errors
/// Those of the store.
pub(crate) async fn announce(tx: &mut Tx, cases: &[&Case]) -> Result<(), StoreError> {
    let many = i64::try_from(cases.len()).unwrap_or(i64::MAX);
    let last = tx.next_numbers(DOCS, many).await?;
    for (case, doc) in cases.iter().zip(last - many + 1..) {
        let sql = "INSERT INTO searched (doc, case_id, digest, initials) VALUES ($1, $2, '', '')";
        tx.execute(sql, params![doc, case.id.0]).await?;
    }
    Ok(())
}

/// Writes the words of cases that were announced. One whose words came since with a change of it is left as it is.
///
/// # Errors
/// Those of the store.
pub(crate) async fn add(tx: &mut Tx, entries: &[Entry]) -> Result<(), StoreError> {
    let mut docs = Vec::with_capacity(entries.len());
    for entry in entries {
        let sql = "UPDATE searched SET digest = $2, initials = $3
                   WHERE case_id = $1 AND digest = '' RETURNING doc";
        let values = params![entry.case, entry.digest, entry.initials];
        if let Some(row) = tx.query_opt(sql, values).await? {
            docs.push((row.int(0)?, entry.words.as_str()));
        }
    }
    tx.put_words(&docs, Known::New).await
}

/// Writes the words of some of the cases that were announced; whether there were any.
///
/// # Errors
/// Those of the store.
pub(crate) async fn add_left(tx: &mut Tx, most: usize) -> Result<bool, StoreError> {
    let sql = "SELECT c.body FROM searched s JOIN cases c ON c.id = s.case_id
               WHERE s.digest = '' ORDER BY s.case_id LIMIT $1";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = tx.query(sql, params![most]).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        entries.push(Entry::of(&load::parse(row.text(0)?)?));
    }
    add(tx, &entries).await?;
    Ok(!entries.is_empty())
}

/// Whether the index finds a case by the words of its title, numbers and names.
///
/// # Errors
/// Those of the store.
pub async fn is_found(tx: &mut Tx, case: &Case) -> Result<bool, StoreError> {
    let head = grams(&searched(case).head);
    if head.is_empty() {
        return Ok(true);
    }
    let head: Vec<String> = head.iter().map(|gram| head_word(gram)).collect();
    let (doc, has) = (words::doc(tx), words::has(tx, "$2"));
    let sql = format!(
        "SELECT 1 FROM grams WHERE {has} AND {doc} = (SELECT doc FROM searched WHERE case_id = $1)"
    );
    let asked = words::all(tx, &head);
    Ok(tx
        .query_opt(&sql, params![case.id.0, asked])
        .await?
        .is_some())
}
