//! Units, departments and the names under which lists know them.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::units::{RetireUnit, UnitList, UnitsChanged};
use banli_shared::api::{FieldFault, ProblemCode};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
use banli_shared::org::{self, FormerName, Org, RetireFault, Unit};
use banli_shared::text::Bilingual;
use banli_shared::workflow::AttentionWhy;

use super::{field, world};
use crate::http::Failure;
use crate::params;
use crate::store::{Binds, StoreError, Tx};

const CODE: usize = 40;
const NAME: usize = 100;
const ALIASES: usize = 50;
const DUTIES: usize = 2000;
/// How deep the tree may be.
const DEPTH: usize = 6;

/// Every unit and department, by code.
///
/// # Errors
/// Those of the store.
pub async fn all(tx: &mut Tx) -> Result<Vec<Unit>, StoreError> {
    let rows = tx
        .query(
            "SELECT code, name, kind, parent, retired, duties, former, phone FROM units ORDER BY code",
            &[],
        )
        .await?;
    let mut units = BTreeMap::new();
    for row in &rows {
        let code = UnitCode::from(row.text(0)?);
        let unit = Unit {
            code: code.clone(),
            name: row.get(1)?,
            kind: row.get(2)?,
            parent: row.get::<Option<&str>>(3)?.map(UnitCode::from),
            aliases: vec![],
            former: serde_json::from_str(row.text(6)?)
                .map_err(|_fault| StoreError::Database("former names cannot be read".into()))?,
            duties: row.get(5)?,
            phone: row.get(7)?,
            retired: row.get(4)?,
        };
        units.insert(code, unit);
    }
    for row in &tx
        .query("SELECT unit, alias FROM unit_aliases ORDER BY alias", &[])
        .await?
    {
        if let Some(unit) = units.get_mut(&UnitCode::from(row.text(0)?)) {
            unit.aliases.push(row.get(1)?);
        }
    }
    Ok(units.into_values().collect())
}

/// Adds and changes units, all or none.
///
/// # Errors
/// Every bad field, and `taken` when two units would have one name.
pub async fn put(tx: &mut Tx, list: &UnitList) -> Result<UnitsChanged, Failure> {
    let before: BTreeMap<UnitCode, Unit> = all(tx)
        .await?
        .into_iter()
        .map(|unit| (unit.code.clone(), unit))
        .collect();
    let after = checked(&before, list)?;

    let mut changed = UnitsChanged::default();
    let mut touched = Vec::new();
    for code in list
        .units
        .iter()
        .map(|unit| &unit.code)
        .collect::<BTreeSet<_>>()
    {
        match (before.get(code), after.get(code)) {
            (Some(old), Some(new)) if old == new => changed.same += 1,
            (old, Some(new)) => {
                if old.is_some() {
                    changed.changed += 1;
                } else {
                    changed.added += 1;
                }
                touched.push(new);
            }
            (_, None) => {}
        }
    }
    let retired = touched.iter().filter(|unit| {
        let in_use = before.get(&unit.code).is_some_and(|it| !it.retired);
        unit.retired && in_use
    });
    let retired: Vec<&UnitCode> = retired.map(|unit| &unit.code).collect();
    nothing_open(tx, &retired).await?;
    // The parents in a second step: a list may name a department before its unit.
    for unit in &touched {
        let sql = "INSERT INTO units (code, name, kind, parent, retired, duties, former, phone)
                   VALUES ($1, $2, $3, NULL, $4, $5, $6, $7)
                   ON CONFLICT (code) DO UPDATE
                   SET name = $2, kind = $3, retired = $4, duties = $5, former = $6, phone = $7";
        let former = serde_json::to_string(&unit.former)
            .map_err(|fault| StoreError::Database(fault.to_string()))?;
        let values = params![
            unit.code.0,
            unit.name,
            unit.kind,
            unit.retired,
            unit.duties,
            former,
            unit.phone
        ];
        tx.execute(sql, values).await?;
        tx.execute(
            "DELETE FROM unit_aliases WHERE unit = $1",
            params![unit.code.0],
        )
        .await?;
    }
    for unit in &touched {
        let parent = unit.parent.as_ref().map(UnitCode::as_str);
        tx.execute(
            "UPDATE units SET parent = $2 WHERE code = $1",
            params![unit.code.0, parent],
        )
        .await?;
        for alias in &unit.aliases {
            let sql = "INSERT INTO unit_aliases (alias, unit) VALUES ($1, $2)";
            tx.execute(sql, params![alias, unit.code.0]).await?;
        }
    }
    if !touched.is_empty() {
        world::renew_rules(tx).await?;
    }
    Ok(changed)
}

/// Retires a unit with its departments; all units that are others then.
///
/// # Errors
/// `not_found`; a bad field, or `refused`, also while something of it is open.
pub async fn retire(
    tx: &mut Tx,
    code: &UnitCode,
    how: &RetireUnit,
    today: Date,
) -> Result<Vec<Unit>, Failure> {
    let org = Org::new(all(tx).await?);
    if org.get(code).is_none() {
        return Err(Failure::not_found());
    }
    let on = how.on.unwrap_or(today);
    let units = org::retire(&org, code, how.successor.as_ref(), on).map_err(|fault| {
        let said = Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En));
        match fault {
            RetireFault::Successor => Failure::field("/successor", fault.code(), said),
            _ => Failure::new(ProblemCode::Refused, said),
        }
    })?;
    let list = UnitList {
        units,
        new_kinds: true,
    };
    put(tx, &list).await?;
    Ok(list.units)
}

/// That nobody waits for anything of these units and departments any more.
async fn nothing_open(tx: &mut Tx, units: &[&UnitCode]) -> Result<(), Failure> {
    if units.is_empty() {
        return Ok(());
    }
    let mut binds = Binds::default();
    let codes = binds.list(units.iter().map(|code| code.as_str()));
    let task = binds.add(AttentionWhy::DoTask.code());
    let sql = format!(
        "SELECT (SELECT COUNT(*) FROM assignments WHERE open = 1 AND (unit IN ({codes}) OR department IN ({codes}))),
                (SELECT COUNT(*) FROM attention WHERE why = {task} AND person = '' AND place IN ({codes}))"
    );
    let row = tx.query_one(&sql, &binds.params()).await?;
    let (assignments, tasks) = (row.int(0)?, row.int(1)?);
    if assignments + tasks == 0 {
        return Ok(());
    }
    let detail = both!(
        "该单位还有 {assignments} 件未答复的承办任务、{tasks} 项未完成的分解任务：请先办完，或由提案委改交其他单位（部门的由联络员改派），再停用",
        "the unit still owes an answer in {assignments} assignments and has {tasks} open tasks: finish them, or have the committee office give them to another unit (of a department: the liaison to another), then retire it"
    );
    Err(Failure::new(ProblemCode::Refused, detail))
}

/// All units as they would be.
///
/// # Errors
/// As [`put`]; nothing is written.
pub(crate) fn checked(
    before: &BTreeMap<UnitCode, Unit>,
    list: &UnitList,
) -> Result<BTreeMap<UnitCode, Unit>, Failure> {
    let mut after = before.clone();
    let mut faults = Vec::new();
    let mut given = BTreeSet::new();
    for (index, unit) in list.units.iter().enumerate() {
        faults.extend(check(unit, index).into_iter().filter_map(Result::err));
        if !given.insert(&unit.code) {
            let text = both!("此代码在列表中出现两次", "this code is in the list twice");
            faults.push(FieldFault::new(
                &format!("/units/{index}/code"),
                "twice",
                text,
            ));
        }
        after.insert(unit.code.clone(), normal(unit));
    }
    faults.extend(check_tree(list, &after));
    faults.extend(check_kinds(list, before));
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let clashes = check_names(&after);
    let Some(first) = clashes.first() else {
        return Ok(after);
    };
    let mut failure = Failure::new(ProblemCode::Taken, first.text.clone());
    for clash in &clashes {
        // Told of every unit of the list that has part in it.
        for (index, unit) in list.units.iter().enumerate() {
            if clash.units.contains(&unit.code) {
                let pointer = format!("/units/{index}/{}", clash.field);
                let fault = FieldFault::new(&pointer, "taken", clash.text.clone());
                failure.problem.errors.push(fault);
            }
        }
    }
    Err(failure)
}

/// As it is kept: aliases sorted, none of them twice or the name itself; former names by their day.
pub(crate) fn normal(unit: &Unit) -> Unit {
    let mut unit = unit.clone();
    unit.aliases.retain(|alias| *alias != unit.name);
    unit.aliases.sort();
    unit.aliases.dedup();
    unit.former.sort();
    unit.former.dedup();
    unit
}

fn check(unit: &Unit, index: usize) -> Vec<Result<(), FieldFault>> {
    let at = |field: &str| format!("/units/{index}/{field}");
    let mut checks = vec![
        field::code(unit.code.as_str(), CODE, &at("code")),
        field::line(&unit.name, NAME, &at("name")),
        field::optional_line(&unit.kind, NAME, &at("kind")),
        field::optional_text(&unit.duties, DUTIES, &at("duties")),
        field::optional_line(&unit.phone, NAME, &at("phone")),
    ];
    if unit.aliases.len() > ALIASES {
        checks.push(Err(FieldFault::new(
            &at("aliases"),
            "length",
            both!("最多 50 个别名", "at most 50 other names"),
        )));
    }
    if unit.former.len() > ALIASES {
        checks.push(Err(FieldFault::new(
            &at("former"),
            "length",
            both!("最多 50 个曾用名", "at most 50 former names"),
        )));
    }
    for (number, former) in unit.former.iter().enumerate() {
        checks.push(field::line(
            &former.name,
            NAME,
            &format!("/units/{index}/former/{number}/name"),
        ));
    }
    for (number, alias) in unit.aliases.iter().enumerate() {
        checks.push(field::line(
            alias,
            NAME,
            &format!("/units/{index}/aliases/{number}"),
        ));
    }
    checks
}

/// A kind that no unit has is taken for a slip, unless it is said that it is meant.
fn check_kinds(list: &UnitList, before: &BTreeMap<UnitCode, Unit>) -> Vec<FieldFault> {
    let org = Org::new(before.values().cloned());
    let mut faults = Vec::new();
    for (index, unit) in list.units.iter().enumerate() {
        let kind = unit.kind.as_str();
        if list.new_kinds || org.has_kind(kind) {
            continue;
        }
        let kinds: Vec<&str> = org.kinds().into_iter().collect();
        let (zh, en) = (kinds.join("、"), kinds.join(", "));
        let text = both!(
            "没有类别“{kind}”，已有：{zh}；确要另立类别时，加上 new_kinds",
            "no unit is of the kind \"{kind}\"; there are {en}; say new_kinds where a new one is meant"
        );
        faults.push(FieldFault::new(
            &format!("/units/{index}/kind"),
            "unknown_kind",
            text,
        ));
    }
    faults
}

fn check_tree(list: &UnitList, after: &BTreeMap<UnitCode, Unit>) -> Vec<FieldFault> {
    let org = Org::new(after.values().cloned());
    let mut faults = Vec::new();
    for (index, unit) in list.units.iter().enumerate() {
        let pointer = format!("/units/{index}/parent");
        let mut at = unit.parent.as_ref();
        let mut depth = 0;
        while let Some(parent) = at {
            let Some(above) = org.get(parent) else {
                let text = both!("没有代码为 {parent} 的单位", "there is no unit {parent}");
                faults.push(FieldFault::new(&pointer, "unknown_unit", text));
                break;
            };
            depth += 1;
            if depth > DEPTH {
                let text = both!(
                    "单位最多 6 级，且不能隶属于自身",
                    "a unit lies at most 6 levels deep, and never under itself"
                );
                faults.push(FieldFault::new(&pointer, "depth", text));
                break;
            }
            at = above.parent.as_ref();
        }
    }
    faults
}

/// A name that would mean two units.
struct Clash {
    units: [UnitCode; 2],
    field: &'static str,
    text: Bilingual,
}

/// A name means one unit: lists are read by names.
fn check_names(after: &BTreeMap<UnitCode, Unit>) -> Vec<Clash> {
    let mut clashes = vec![];
    // Departments of different units are called the same everywhere (办公室); their full names are given as aliases.
    let mut names: BTreeMap<&str, &UnitCode> = BTreeMap::new();
    for unit in after.values() {
        let own = unit.parent.is_none().then_some(&unit.name);
        let own = own.into_iter().map(|name| (name, "name"));
        let aliases = unit.aliases.iter().map(|name| (name, "aliases"));
        for (name, field) in aliases.chain(own) {
            if let Some(other) = names.insert(name, &unit.code) {
                let code = &unit.code;
                clashes.push(Clash {
                    units: [other.clone(), code.clone()],
                    field,
                    text: both!(
                        "名称“{name}”会同时指 {other} 和 {code}",
                        "{name} would mean both {other} and {code}"
                    ),
                });
            }
        }
    }
    // A former name may be another's today: the day of a list tells them apart. Not where both end on one day. Those of a
    // retired unit lead nowhere, or to the one it went into.
    let mut former: BTreeMap<&FormerName, &UnitCode> = BTreeMap::new();
    let in_use = |unit: &&Unit| unit.parent.is_none() && !unit.retired;
    for unit in after.values().filter(in_use) {
        for name in &unit.former {
            if let Some(other) = former.insert(name, &unit.code) {
                let code = &unit.code;
                clashes.push(Clash {
                    units: [other.clone(), code.clone()],
                    field: "former",
                    text: both!(
                        "曾用名“{name}”会同时指 {other} 和 {code}",
                        "{name} would mean both {other} and {code}"
                    ),
                });
            }
        }
    }
    clashes
}
