//! Which unit has given which document number (文号): each once in a session, also to two who sign at once.

use banli_shared::case::{Assignment, Case};
use banli_shared::text::number_key;
use banli_shared::workflow::{DocumentNumbers, Sign};

use crate::params;
use crate::store::{StoreError, Tx};

/// What the unit has signed in the session, where the number of `sign` is among it; else there is nothing to know.
///
/// # Errors
/// Those of the store.
pub(crate) async fn in_the_way(
    tx: &mut Tx,
    case: &Case,
    sign: &Sign,
) -> Result<Option<DocumentNumbers>, StoreError> {
    let Some(a) = case.assignment(sign.assignment) else {
        return Ok(None);
    };
    let key = number_key(&sign.document_number);
    let sql = "SELECT 1 FROM document_numbers WHERE session = $1 AND unit = $2 AND number_key = $3";
    let (session, unit) = (case.session.as_str(), a.unit.as_str());
    let there = tx.query_opt(sql, params![session, unit, key]).await?;
    if there.is_none() {
        return Ok(None);
    }
    let sql = "SELECT d.number_key, COALESCE(c.number, c.intake_number)
               FROM document_numbers d JOIN cases c ON c.id = d.case_id
               WHERE d.session = $1 AND d.unit = $2";
    let rows = tx.query(sql, params![session, unit]).await?;
    let signed = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
    signed.collect::<Result<_, StoreError>>().map(Some)
}

/// Gives the number of `sign` to the round in progress; false where it was given to another meanwhile.
///
/// # Errors
/// Those of the store.
pub(crate) async fn claim(tx: &mut Tx, case: &Case, sign: &Sign) -> Result<bool, StoreError> {
    match case.assignment(sign.assignment) {
        Some(a) => {
            let taken = "(session, unit, number_key)";
            put(tx, case, a, a.round().no, &sign.document_number, taken).await
        }
        None => Ok(true),
    }
}

/// Makes the rows of a case that are not there.
///
/// # Errors
/// Those of the store.
pub(crate) async fn write(tx: &mut Tx, case: &Case) -> Result<(), StoreError> {
    for a in &case.assignments {
        for round in &a.rounds {
            if let Some(issued) = &round.issued {
                put(tx, case, a, round.no, &issued.document_number, "").await?;
            }
        }
    }
    Ok(())
}

/// One row; false where there is one already, by the key `on` or, where none is named, by any. What has no number is in
/// nobody's way.
async fn put(
    tx: &mut Tx,
    case: &Case,
    a: &Assignment,
    round: u32,
    number: &str,
    on: &str,
) -> Result<bool, StoreError> {
    let key = number_key(number);
    if key.is_empty() {
        return Ok(true);
    }
    let sql = format!(
        "INSERT INTO document_numbers (case_id, assignment, round, session, unit, number_key)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT {on} DO NOTHING"
    );
    let (session, unit) = (case.session.as_str(), a.unit.as_str());
    let values = params![case.id.0, a.no, round, session, unit, key];
    Ok(tx.execute(&sql, values).await? == 1)
}
