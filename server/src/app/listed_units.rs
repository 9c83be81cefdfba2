//! The units that a list named for a proposal which it brought and did not hand over.

use banli_shared::ids::{CaseId, UnitCode};

use crate::params;
use crate::store::{StoreError, Tx};

/// Keeps what a list named, for a case that it has just begun.
///
/// # Errors
/// Those of the store.
pub(crate) async fn keep(
    tx: &mut Tx,
    case: &CaseId,
    units: impl Iterator<Item = &UnitCode>,
) -> Result<(), StoreError> {
    for (place, unit) in (0_i64..).zip(units) {
        let sql = "INSERT INTO listed_units (case_id, place, unit) VALUES ($1, $2, $3)";
        tx.execute(sql, params![case.0, place, unit.0]).await?;
    }
    Ok(())
}

/// What a list named, in its order.
///
/// # Errors
/// Those of the store.
pub(crate) async fn of(tx: &mut Tx, case: &CaseId) -> Result<Vec<UnitCode>, StoreError> {
    let sql = "SELECT unit FROM listed_units WHERE case_id = $1 ORDER BY place";
    let rows = tx.query(sql, params![case.0]).await?;
    rows.iter()
        .map(|row| row.text(0).map(UnitCode::from))
        .collect()
}
