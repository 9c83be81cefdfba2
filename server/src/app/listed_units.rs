//! The units that a list named for a proposal which it brought and did not hand over.

use banli_shared::api::similar::ListedUnit;
use banli_shared::case::AssignmentRole;
use banli_shared::ids::{CaseId, UnitCode};

use crate::params;
use crate::store::{Binds, StoreError, Tx};

/// Keeps what a list named, for a case that it has just begun.
///
/// # Errors
/// Those of the store.
pub(crate) async fn keep(
    tx: &mut Tx,
    case: &CaseId,
    units: impl Iterator<Item = (&UnitCode, AssignmentRole)>,
) -> Result<(), StoreError> {
    let mut binds = Binds::default();
    let case = binds.add(case.as_str());
    let rows: Vec<String> = (0_i64..)
        .zip(units)
        .map(|(place, (unit, role))| {
            let place = binds.add(place);
            let named = binds.list([unit.as_str(), role.code()]);
            format!("({case}, {place}, {named})")
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.join(", ");
    let sql = format!("INSERT INTO listed_units (case_id, place, unit, role) VALUES {rows}");
    tx.execute(&sql, &binds.params()).await?;
    Ok(())
}

/// What a list named, in its order.
///
/// # Errors
/// Those of the store.
pub(crate) async fn of(tx: &mut Tx, case: &CaseId) -> Result<Vec<ListedUnit>, StoreError> {
    let sql = "SELECT unit, role FROM listed_units WHERE case_id = $1 ORDER BY place";
    let rows = tx.query(sql, params![case.0]).await?;
    let unknown = |_fault| StoreError::Database("a role is unknown".into());
    let each = rows.iter().map(|row| {
        Ok(ListedUnit {
            unit: UnitCode::from(row.text(0)?),
            role: row.text(1)?.parse().map_err(unknown)?,
        })
    });
    each.collect()
}
