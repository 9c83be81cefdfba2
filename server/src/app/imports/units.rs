//! Lists of units: one transaction, all rows or none.

use std::collections::BTreeSet;

use banli_shared::api::lists::{ImportReport, RowFate, RowReport};
use banli_shared::api::units::UnitList;
use banli_shared::org::Unit;

use super::read::{Head, report};
use crate::app::units;
use crate::http::Failure;
use crate::store::Tx;
use banli_shared::import::UnitRow;

/// Takes a list of units in.
///
/// # Errors
/// What units refuse (a name twice, a parent that is not there); then nothing is kept.
pub async fn take_units(
    tx: &mut Tx,
    head: &Head,
    rows: &[UnitRow],
) -> Result<ImportReport, Failure> {
    let mut report = report(head);
    let before = units::all(tx).await?;
    let codes: BTreeSet<&str> = before.iter().map(|unit| unit.code.as_str()).collect();
    // A list says nothing of who is retired, and some lists nothing of duties, telephones or former names: that stays as it is.
    let list: Vec<Unit> = rows
        .iter()
        .map(|row| {
            let mut unit = row.unit.clone();
            if let Some(known) = before.iter().find(|known| known.code == unit.code) {
                unit.retired = known.retired;
                if !row.says_duties {
                    unit.duties.clone_from(&known.duties);
                }
                if !row.says_phone {
                    unit.phone.clone_from(&known.phone);
                }
                if !row.says_former {
                    unit.former.clone_from(&known.former);
                }
            }
            unit
        })
        .collect();
    let changed = units::put(
        tx,
        &UnitList {
            units: list.clone(),
        },
    )
    .await?;
    for (row, unit) in rows.iter().zip(&list) {
        let fate = if !codes.contains(unit.code.as_str()) {
            RowFate::Added
        } else if before.contains(unit) {
            RowFate::Same
        } else {
            RowFate::Changed
        };
        report.rows.push(RowReport {
            sheet: row.sheet.clone(),
            row: row.row,
            fate,
            number: unit.code.0.clone(),
            title: unit.name.clone(),
            faults: vec![],
            warnings: vec![],
        });
    }
    (report.added, report.changed, report.same) = (changed.added, changed.changed, changed.same);
    report.kept = changed.added + changed.changed > 0;
    Ok(report)
}
