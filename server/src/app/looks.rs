//! When each case is looked at again for what must be told of it: most looks find nothing to do, and read nothing.

use banli_shared::calendar::Date;
use banli_shared::case::Case;
use banli_shared::ids::CaseId;
use banli_shared::workflow::{Context, next_look};

use super::index::NEVER;
use crate::params;
use crate::store::{StoreError, Tx};

/// Puts down when `case` is looked at next; `told` where everything that is due by now was told.
///
/// # Errors
/// Those of the store.
pub(crate) async fn put(
    tx: &mut Tx,
    case: &Case,
    told: bool,
    ctx: &Context<'_>,
) -> Result<(), StoreError> {
    let on = next_look(case, told, ctx).map_or_else(|| NEVER.to_owned(), |on| on.to_string());
    let sql = "INSERT INTO looks (case_id, look_on) VALUES ($1, $2)
               ON CONFLICT (case_id) DO UPDATE SET look_on = $2 WHERE looks.look_on <> $2";
    tx.execute(sql, params![case.id.0, on]).await?;
    Ok(())
}

/// The first so many cases after `after` that are looked at today.
///
/// # Errors
/// Those of the store.
pub(crate) async fn due(
    tx: &mut Tx,
    today: Date,
    after: &str,
    most: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let sql =
        "SELECT case_id FROM looks WHERE look_on <= $1 AND case_id > $2 ORDER BY case_id LIMIT $3";
    let rows = tx
        .query(sql, params![today.to_string(), after, most])
        .await?;
    rows.iter()
        .map(|row| Ok(CaseId::from(row.text(0)?)))
        .collect()
}

/// Every case is looked at once more: rules or calendar have changed.
///
/// # Errors
/// Those of the store.
pub(crate) async fn at_all(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("UPDATE looks SET look_on = ''", &[]).await?;
    Ok(())
}
