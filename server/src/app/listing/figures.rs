//! Figures and the board, counted over what somebody may see.

use std::collections::HashMap;

use banli_shared::api::figures::{Board, FigureQuery, LightCount, StageCount};
use banli_shared::case::{ProposalStage, StageName};
use banli_shared::figures::{Figures, ItemTraits, count_alike};
use banli_shared::ids::SessionId;
use banli_shared::lang::Word;
use banli_shared::org::Actor;
use banli_shared::profile::{Light, Profile};
use banli_shared::workflow::needs_desk;

use super::rows::unreadable;
use super::session;
use crate::app::cases::Scene;
use crate::app::lights::Lights;
use crate::app::scope::Scope;
use crate::http::Failure;
use crate::store::{Binds, StoreError, Tx};

/// The figures. Those of a unit are over the assignments it has, and the proposals that these are of.
///
/// # Errors
/// When there is no such session, or the actor has no desk to count for.
pub async fn figures(tx: &mut Tx, scene: &Scene, query: &FigureQuery) -> Result<Figures, Failure> {
    needs_desk(&scene.actor)?;
    let world = scene.worlds.see(tx).await?;
    let Some(id) = session(&world, query.session.as_ref())? else {
        return Ok(count_alike(0, 0, &[], &Profile::shenzhen().figures));
    };
    let over = Over::new(id, query, &scene.actor);
    let sql = format!(
        "SELECT COUNT(*), COALESCE(CAST(SUM(l.filed) AS BIGINT), 0) FROM listed l WHERE {}",
        over.proposals
    );
    let row = tx.query_one(&sql, &over.binds.params()).await?;
    let (submitted, filed) = (row.get(0)?, row.get(1)?);
    let sql = format!(
        "SELECT a.facts, COUNT(*) FROM assignments a WHERE a.facts IS NOT NULL AND {} GROUP BY a.facts",
        over.assignments
    );
    let mut items: Vec<(ItemTraits, u64)> = Vec::new();
    for row in tx.query(&sql, &over.binds.params()).await? {
        let traits = serde_json::from_str(row.text(0)?)
            .map_err(|_fault| unreadable("the facts of an assignment"))?;
        items.push((traits, row.get(1)?));
    }
    let rules = world.context(id, scene.now)?.profile.figures;
    Ok(count_alike(submitted, filed, &items, &rules))
}

/// The board: every stage and light, also those where nothing is.
///
/// # Errors
/// When there is no such session.
pub async fn board(tx: &mut Tx, scene: &Scene, query: &FigureQuery) -> Result<Board, Failure> {
    let world = scene.worlds.see(tx).await?;
    let Some(id) = session(&world, query.session.as_ref())? else {
        return Ok(Board {
            proposals: stages::<ProposalStage>(&HashMap::new()),
            assignments: stages::<StageName>(&HashMap::new()),
            lights: vec![],
            overdue: 0,
        });
    };
    let lights = Lights::of(&world.context(id, scene.now)?);
    let mut over = Over::new(id, query, &scene.actor);
    let sql = format!(
        "SELECT l.stage, COUNT(*) FROM listed l WHERE {} GROUP BY l.stage",
        over.proposals
    );
    let proposals = counts(tx, &sql, &over.binds).await?;
    let sql = format!(
        "SELECT a.stage, COUNT(*) FROM assignments a WHERE {} GROUP BY a.stage",
        over.assignments
    );
    let mut assignments = counts(tx, &sql, &over.binds).await?;
    assignments.remove(StageName::Ended.code());

    let mut before = |from: &str, before: &str| {
        let (from, before) = (over.binds.add(from), over.binds.add(before));
        let within = format!("a.due >= {from} AND a.due < {before}");
        format!("COALESCE(CAST(SUM(CASE WHEN {within} THEN 1 ELSE 0 END) AS BIGINT), 0)")
    };
    let mut sums: Vec<String> = Light::ALL
        .iter()
        .map(|light| lights.range(*light))
        .map(|(from, to)| before(from, to))
        .collect();
    sums.push(before("", &lights.today));
    let sql = format!(
        "SELECT {} FROM assignments a WHERE a.open = 1 AND {}",
        sums.join(", "),
        over.assignments
    );
    let row = tx.query_one(&sql, &over.binds.params()).await?;
    let light = |(index, light): (usize, &Light)| {
        let count = row.get(index)?;
        Ok(LightCount {
            light: *light,
            count,
        })
    };
    Ok(Board {
        proposals: stages::<ProposalStage>(&proposals),
        assignments: stages::<StageName>(&assignments),
        lights: Light::ALL
            .iter()
            .enumerate()
            .map(light)
            .collect::<Result<_, StoreError>>()?,
        overdue: row.get(Light::ALL.len())?,
    })
}

/// What to count over: a condition on the row `l` of a case, and one on an assignment `a`, with one list of parameters.
struct Over {
    proposals: String,
    assignments: String,
    binds: Binds,
}

impl Over {
    fn new(session: &SessionId, query: &FigureQuery, actor: &Actor) -> Self {
        let mut binds = Binds::default();
        let session = binds.add(session.as_str());
        let mut proposals = format!("l.session = {session}");
        let mut assignments = format!("a.session = {session}");
        if let Some(unit) = &query.unit {
            let unit = binds.add(unit.as_str());
            assignments.push_str(&format!(" AND a.unit = {unit}"));
            proposals.push_str(&format!(
                " AND l.case_id IN (SELECT u.case_id FROM assignments u
                                    WHERE u.unit = {unit} AND u.stage <> 'ended')"
            ));
        }
        if let Some(visible) = Scope::of(actor).cases(&mut binds) {
            proposals.push_str(&format!(" AND l.case_id IN ({visible})"));
            assignments.push_str(&format!(" AND a.case_id IN ({visible})"));
        }
        Self {
            proposals,
            assignments,
            binds,
        }
    }
}

async fn counts(tx: &mut Tx, sql: &str, binds: &Binds) -> Result<HashMap<String, u64>, StoreError> {
    let rows = tx.query(sql, &binds.params()).await?;
    let counts = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
    counts.collect()
}

fn stages<S: Word>(counts: &HashMap<String, u64>) -> Vec<StageCount<S>> {
    let count = |stage: &S| StageCount {
        stage: *stage,
        count: counts.get(stage.code()).copied().unwrap_or(0),
    };
    S::all().iter().map(count).collect()
}
