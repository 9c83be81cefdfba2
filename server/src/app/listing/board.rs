//! The board: counts by stage and light. Proposals are those somebody may see, assignments those that count for them.

use std::collections::HashMap;

use banli_shared::api::figures::{Board, BoardQuery, LightCount, StageCount};
use banli_shared::case::{ProposalStage, StageName};
use banli_shared::ids::SessionId;
use banli_shared::lang::Word;
use banli_shared::org::Actor;
use banli_shared::profile::Light;
use banli_shared::workflow::may_count;

use super::{known, session};
use crate::app::cases::Scene;
use crate::app::lights::Lights;
use crate::app::scope::{Scope, own_items};
use crate::http::Failure;
use crate::store::{Binds, StoreError, Tx};

/// The board: every stage and light, also those where nothing is.
///
/// # Errors
/// When there is no such session, or the unit is not the actor's.
pub async fn board(tx: &mut Tx, scene: &Scene, query: &BoardQuery) -> Result<Board, Failure> {
    let world = scene.worlds.see(tx).await?;
    let Some(id) = session(&world, query.session.as_ref())? else {
        return Ok(Board {
            proposals: stages::<ProposalStage>(&HashMap::new()),
            assignments: stages::<StageName>(&HashMap::new()),
            lights: vec![],
            overdue: 0,
            today: world.today(scene.now)?,
        });
    };
    known::unit(&world, query.unit.as_ref())?;
    may_count(&scene.actor, world.org(), query.unit.as_ref(), None)?;
    let lights = Lights::of(&world.context(id, scene.now)?);
    let mut over = Over::new(id, query, &scene.actor);
    let sql = format!(
        "SELECT l.stage, COUNT(*) FROM {} GROUP BY l.stage",
        over.proposals
    );
    let proposals = counts(tx, &sql, &over.binds).await?;
    let sql = format!(
        "SELECT a.stage, COUNT(*) FROM {} GROUP BY a.stage",
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
        "SELECT {} FROM {} AND a.open = 1",
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
        today: world.today(scene.now)?,
    })
}

/// What to count over: `FROM` and `WHERE` for the row `l` of a case and for an assignment `a`, with one list of parameters.
/// Whoever sees only some cases sees few of them: those are found first. `CROSS JOIN` keeps SQLite to that order.
struct Over {
    proposals: String,
    assignments: String,
    binds: Binds,
}

impl Over {
    fn new(session: &SessionId, query: &BoardQuery, actor: &Actor) -> Self {
        let mut binds = Binds::default();
        let session = binds.add(session.as_str());
        let unit = query.unit.as_ref().map(|unit| binds.add(unit.as_str()));
        let visible = Scope::of(actor).cases(&mut binds);
        let of_unit = unit.map(|unit| {
            let holds = format!("u.unit = {unit} AND u.stage <> 'ended'");
            let cases = format!("SELECT DISTINCT u.case_id FROM assignments u WHERE {holds}");
            (cases, format!(" AND a.unit || '' = {unit}"))
        });
        let (cases, and_a) = match (of_unit, visible) {
            (None, visible) => (visible, String::new()),
            (Some((cases, unit)), None) => (Some(cases), unit),
            (Some((cases, unit)), Some(visible)) => {
                (Some(format!("{cases} AND u.case_id IN ({visible})")), unit)
            }
        };
        let own = own_items(actor, 'a', &mut binds);
        let own = own.map_or_else(String::new, |own| format!(" AND {own}"));
        // Joined to nothing, the session is no reason to look in an index that begins with it: that would be gone through
        // again for every case.
        let from = |table: &str, row: char| match &cases {
            Some(cases) => format!(
                "({cases}) v CROSS JOIN {table} {row}
                 WHERE {row}.case_id = v.case_id AND {row}.session || '' = {session}"
            ),
            None => format!("{table} {row} WHERE {row}.session = {session}"),
        };
        Self {
            proposals: from("listed", 'l'),
            assignments: from("assignments", 'a') + &and_a + &own,
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
