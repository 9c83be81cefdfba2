//! Lists of units: one transaction, all rows or none.

use std::collections::BTreeMap;

use banli_shared::api::FieldFault;
use banli_shared::api::lists::{ImportReport, RowFate, RowReport};
use banli_shared::api::units::UnitList;
use banli_shared::both;
use banli_shared::ids::UnitCode;
use banli_shared::import::{UnitRow, unit_changes};
use banli_shared::lang::Lang;
use banli_shared::lists::UnitColumn;
use banli_shared::org::{Unit, with_former};
use banli_shared::text::Bilingual;

use super::read::{List, report};
use super::rows::place_of;
use crate::app::units;
use crate::http::Failure;
use crate::store::Tx;

/// Takes a list of units in, or tries it: then nothing is written, and rows with faults are told beside the others.
///
/// # Errors
/// What units refuse (a name twice, a parent that is not there), with the row; then nothing is kept.
pub async fn take_units(
    tx: &mut Tx,
    list: &List<UnitRow>,
    dry_run: bool,
) -> Result<ImportReport, Failure> {
    let mut report = report(&list.head);
    let before = units::all(tx).await?;
    let before: BTreeMap<UnitCode, Unit> = before
        .into_iter()
        .map(|unit| (unit.code.clone(), unit))
        .collect();
    let rows = list.rows.iter();
    let new: Vec<Unit> = rows.map(|row| as_kept(row, &before)).collect();
    let mut faults = list.faults.clone();
    let wanted = UnitList {
        units: new.clone(),
        new_kinds: true,
    };
    if dry_run {
        if let Err(failure) = units::checked(&before, &wanted) {
            for (index, fault) in in_rows(list, failure.problem.errors) {
                // What is wrong with a cell was said already.
                if !list.faults.contains_key(&index) {
                    faults.entry(index).or_default().push(fault);
                }
            }
        }
    } else {
        let put = units::put(tx, &wanted).await;
        put.map_err(|failure| with_rows(list, failure))?;
    }
    for (index, (row, unit)) in list.rows.iter().zip(&new).enumerate() {
        let faults = faults.remove(&index).unwrap_or_default();
        let (fate, count) = match before.get(&unit.code) {
            _ if !faults.is_empty() => (RowFate::Bad, &mut report.bad),
            None => (RowFate::Added, &mut report.added),
            Some(known) if *known == units::normal(unit) => (RowFate::Same, &mut report.same),
            Some(_) => (RowFate::Changed, &mut report.changed),
        };
        *count += 1;
        report.rows.push(RowReport {
            sheet: row.sheet.clone(),
            row: row.row,
            fate,
            number: unit.code.0.clone(),
            title: unit.name.clone(),
            case: None,
            suggestions: None,
            faults,
            differs: match (fate, before.get(&unit.code)) {
                (RowFate::Changed, Some(known)) => unit_changes(known, &units::normal(unit)),
                _ => vec![],
            },
            warnings: {
                let unread = list.warnings.get(&index).into_iter().flatten().cloned();
                let undated = row.undated.iter().map(|name| undated(row, name));
                unread.chain(undated).collect()
            },
        });
    }
    report.kept = !dry_run && report.added + report.changed > 0;
    Ok(report)
}

/// What a list has no column for stays as it is, and so does who is retired.
fn as_kept(row: &UnitRow, before: &BTreeMap<UnitCode, Unit>) -> Unit {
    let listed = row.unit.clone();
    let Some(known) = before.get(&listed.code) else {
        return listed;
    };
    let mut unit = Unit {
        code: listed.code.clone(),
        ..known.clone()
    };
    for column in &row.columns {
        match column {
            UnitColumn::Code => {}
            UnitColumn::Name => unit.name.clone_from(&listed.name),
            UnitColumn::Kind => unit.kind.clone_from(&listed.kind),
            UnitColumn::Parent => unit.parent.clone_from(&listed.parent),
            UnitColumn::Aliases => unit.aliases.clone_from(&listed.aliases),
            UnitColumn::Former => {
                // What a list does not say was so once stays: it is taken out by name.
                unit.former = with_former(&known.former, &listed.former);
                // One without a last day is an alias.
                for name in &row.undated {
                    if !unit.aliases.contains(name) {
                        unit.aliases.push(name.clone());
                    }
                }
            }
            UnitColumn::Duties => unit.duties.clone_from(&listed.duties),
            UnitColumn::Phone => unit.phone.clone_from(&listed.phone),
        }
    }
    unit
}

/// A former name without its last day.
fn undated(row: &UnitRow, name: &str) -> FieldFault {
    let text = both!(
        "曾用名 {name} 没有截止日期，按别名导入；写成“{name}（至 2024-03-31）”才是曾用名",
        "the former name {name} has no last day and is taken as an alias; write {name}（至 2024-03-31）"
    );
    let place = place_of(row.sheet.as_deref(), row.row);
    FieldFault::in_list(&place, "undated_name", text).at_row(row.sheet.as_deref(), row.row)
}

/// Faults of units of a list, each with the row it came from.
fn in_rows(list: &List<UnitRow>, faults: Vec<FieldFault>) -> Vec<(usize, FieldFault)> {
    let placed = faults.into_iter().filter_map(|fault| {
        let (index, field) = fault.pointer.strip_prefix("/units/")?.split_once('/')?;
        let index: usize = index.parse().ok()?;
        let row = list.rows.get(index)?;
        let zh = fault.text_zh.unwrap_or_default();
        let zh = zh.split_once('：').map_or(&*zh, |(_, text)| text);
        let text = Bilingual::new(zh, fault.text);
        let mut place = place_of(row.sheet.as_deref(), row.row);
        let field = field.split_once('/').map_or(field, |(field, _)| field);
        if let Ok(column) = field.parse::<UnitColumn>() {
            let Bilingual { zh, en } = &place;
            let (zh_name, en_name) = (column.say(Lang::Zh), column.say(Lang::En));
            place = both!("{zh}（{zh_name}）", "{en} ({en_name})");
        }
        let fault = FieldFault::in_list(&place, &fault.code, text);
        Some((index, fault.at_row(row.sheet.as_deref(), row.row)))
    });
    placed.collect()
}

fn with_rows(list: &List<UnitRow>, mut failure: Failure) -> Failure {
    let faults = std::mem::take(&mut failure.problem.errors);
    let faults = in_rows(list, faults);
    failure.problem.errors = faults.into_iter().map(|(_, fault)| fault).collect();
    failure
}
