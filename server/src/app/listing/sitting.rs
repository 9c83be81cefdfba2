//! The hand-over sitting: what is still unassigned, and how much each unit has, of what somebody may see.

use std::collections::BTreeMap;

use banli_shared::api::sitting::{Sitting, SittingQuery, Unassigned, UnitLoad};
use banli_shared::case::{AssignmentRole, ProposalStage};
use banli_shared::ids::UnitCode;
use banli_shared::workflow::{needs_desk, own_units};

use super::rows::word;
use super::session;
use crate::app::cases::Scene;
use crate::app::scope::Scope;
use crate::http::Failure;
use crate::store::{Binds, Tx};

/// Most proposals that are listed.
const LISTED: u32 = 200;

/// The sitting as it stands.
///
/// # Errors
/// When there is no such session, or the actor has no desk.
pub async fn sitting(tx: &mut Tx, scene: &Scene, query: &SittingQuery) -> Result<Sitting, Failure> {
    needs_desk(&scene.actor)?;
    let world = scene.worlds.see(tx).await?;
    let Some(id) = session(&world, query.session.as_ref())? else {
        return Ok(Sitting::default());
    };
    let mut binds = Binds::default();
    let asked = binds.add(id.as_str());
    let scope = Scope::of(&scene.actor);
    let seen = |case: &str, binds: &mut Binds| {
        let holds = scope.condition(case, binds);
        holds.map_or_else(String::new, |holds| format!(" AND {holds}"))
    };

    let mut sitting = Sitting {
        session: Some(id.clone()),
        ..Sitting::default()
    };
    let mut of_stages = binds.clone();
    let visible = seen("l.case_id", &mut of_stages);
    let sql = format!(
        "SELECT l.stage, COUNT(*) FROM listed l WHERE l.session = {asked}{visible} GROUP BY l.stage"
    );
    for row in tx.query(&sql, &of_stages.params()).await? {
        let many: u32 = row.get(1)?;
        match word::<ProposalStage>(row.text(0)?)? {
            ProposalStage::Submitted | ProposalStage::NeedsRevision => sitting.to_examine += many,
            ProposalStage::Filed => sitting.unassigned += many,
            ProposalStage::InHandling | ProposalStage::Answered | ProposalStage::Closed => {
                sitting.handed_over += many;
            }
            ProposalStage::Declined | ProposalStage::Merged | ProposalStage::Withdrawn => {}
        }
    }

    // Those of a unit see what it has: nobody waits there for another to answer.
    let own = own_units(&scene.actor, world.org());
    let mut unassigned = vec![];
    if own.is_none() {
        let handled = of_stages.add(ProposalStage::InHandling.code());
        let co = of_stages.add(AssignmentRole::CoHandler.code());
        let left = format!(
            "l.stage = {handled} AND NOT EXISTS (
                SELECT 1 FROM assignments a WHERE a.case_id = l.case_id AND a.stage <> 'ended' AND a.role <> {co})"
        );
        let sql =
            format!("SELECT COUNT(*) FROM listed l WHERE l.session = {asked}{visible} AND {left}");
        let many: u32 = tx.query_one(&sql, &of_stages.params()).await?.get(0)?;
        sitting.unassigned += many;
        sitting.handed_over -= many;
        unassigned.push(format!("({left})"));
    }
    let filed = of_stages.add(ProposalStage::Filed.code());
    unassigned.push(format!("l.stage = {filed}"));
    let unassigned = unassigned.join(" OR ");
    let most = of_stages.add(LISTED);
    let sql = format!(
        "SELECT l.case_id, COALESCE(l.number, l.intake_number), l.title, l.category, l.is_key, l.stage FROM listed l
         WHERE l.session = {asked}{visible} AND ({unassigned}) ORDER BY l.place LIMIT {most}"
    );
    for row in tx.query(&sql, &of_stages.params()).await? {
        sitting.waiting.push(Unassigned {
            id: row.text(0)?.into(),
            number: row.get(1)?,
            title: row.get(2)?,
            category: row.get(3)?,
            key: row.get(4)?,
            with_co_handlers: word::<ProposalStage>(row.text(5)?)? != ProposalStage::Filed,
        });
    }

    let mut loads: BTreeMap<UnitCode, UnitLoad> = BTreeMap::new();
    let load = |unit: &UnitCode| UnitLoad {
        unit: unit.clone(),
        lead: 0,
        split: 0,
        co_handler: 0,
    };
    // Those of a unit are told what it has, all of it, and nothing of the others beside it on its cases.
    let told = |unit: &UnitCode| own.as_ref().is_none_or(|own| own.contains(unit));
    let taking = world.org().iter().map(|unit| &unit.code);
    for unit in taking.filter(|code| told(code) && world.org().takes_assignments(code)) {
        loads.insert(unit.clone(), load(unit));
    }
    let whose = match &own {
        Some(own) if own.is_empty() => " AND 1 = 0".to_owned(),
        Some(own) => {
            let own = binds.list(own.iter().map(|unit| unit.as_str()));
            format!(" AND a.unit IN ({own})")
        }
        None => String::new(),
    };
    let sql = format!(
        "SELECT a.unit, a.role, COUNT(*) FROM assignments a
         WHERE a.session = {asked} AND a.stage <> 'ended'{whose} GROUP BY a.unit, a.role"
    );
    for row in tx.query(&sql, &binds.params()).await? {
        let unit = UnitCode::from(row.text(0)?);
        let of = loads.entry(unit.clone()).or_insert_with(|| load(&unit));
        let many = row.get(2)?;
        match word::<AssignmentRole>(row.text(1)?)? {
            AssignmentRole::Lead => of.lead = many,
            AssignmentRole::Split => of.split = many,
            AssignmentRole::CoHandler => of.co_handler = many,
        }
    }
    sitting.units = loads.into_values().collect();
    sitting
        .units
        .sort_by_key(|of| std::cmp::Reverse((of.replies(), of.co_handler)));
    Ok(sitting)
}
