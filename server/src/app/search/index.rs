//! The words of a case in the full-text index, written in the transaction of its change.

use banli_shared::case::Case;
use banli_shared::text::{Searched, grams, head_word};

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

/// Brings the index up to cases whose own rows are there. Nothing is written of one whose text is the one that is indexed.
///
/// # Errors
/// Those of the store.
pub async fn write(tx: &mut Tx, cases: &[&Case], known: Known) -> Result<(), StoreError> {
    let (mut fresh, mut other) = (Vec::new(), Vec::new());
    for case in cases {
        let searched = searched(case);
        let digest = &sha256(format!("{}\0{}", searched.head, searched.text).as_bytes())[..16];
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
