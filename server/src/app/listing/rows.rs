//! Rows of lists out of the database: one query for the cases, one for the assignments of all of them.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use banli_shared::api::proposals::{AssignmentRow, ProposalRow};
use banli_shared::calendar::Date;
use banli_shared::ids::{CaseId, SessionId, UnitCode};
use banli_shared::profile::Light;
use banli_shared::workflow::{Context, has_desk, own_units};

use crate::app::cases::Scene;
use crate::app::cases::view::light;
use crate::app::world::World;
use crate::store::{Binds, Row, StoreError, Tx};

/// What a query gives of the row `l` of a case.
pub(super) const COLUMNS: &[&str] = &[
    "l.case_id",
    "l.version",
    "l.intake_number",
    "l.number",
    "l.title",
    "l.proposers",
    "l.kind",
    "l.category",
    "l.timing",
    "l.stage",
    "l.is_key",
    "l.submitted_ms",
    "l.tracking",
    "l.publication",
    "l.session",
];

/// Rows that lack their assignments.
#[derive(Default)]
pub(super) struct Rows {
    found: Vec<(SessionId, ProposalRow)>,
}

impl Rows {
    /// Adds the case whose [`COLUMNS`] begin at `at`.
    pub(super) fn add(&mut self, row: &Row, at: usize) -> Result<(), StoreError> {
        let number: Option<&str> = row.get(at + 3)?;
        let proposers = serde_json::from_str(row.text(at + 5)?)
            .map_err(|_fault| unreadable("the proposers of a row"))?;
        let found = ProposalRow {
            id: row.text(at)?.into(),
            session: row.text(at + 14)?.into(),
            version: row.get(at + 1)?,
            intake_number: row.text(at + 2)?.into(),
            number: number.map(Into::into),
            title: row.get(at + 4)?,
            proposers,
            kind: word(row.text(at + 6)?)?,
            category: row.get(at + 7)?,
            timing: word(row.text(at + 8)?)?,
            stage: word(row.text(at + 9)?)?,
            key: row.get(at + 10)?,
            submitted_ms: row.int(at + 11)?,
            tracking: row.get(at + 12)?,
            publication: word(row.text(at + 13)?)?,
            due: None,
            assignments: vec![],
        };
        self.found.push((row.text(at + 14)?.into(), found));
        Ok(())
    }

    /// Adds the assignments that count, leads first, with the lights of today.
    pub(super) async fn finish(
        self,
        tx: &mut Tx,
        world: &World,
        scene: &Scene,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        let Self { mut found } = self;
        let own = own_units(&scene.actor, world.org());
        let tells_ratings = has_desk(&scene.actor);
        let ids = found.iter().map(|(_, row)| row.id.as_str());
        let mut by_case = of_cases(tx, ids).await?;
        let mut skies: BTreeMap<SessionId, Sky<'_>> = BTreeMap::new();
        for (session, row) in &mut found {
            let sky = match skies.get_mut(session) {
                Some(sky) => sky,
                None => {
                    let ctx = world.context(session, scene.now)?;
                    skies.entry(session.clone()).or_insert(Sky::of(ctx))
                }
            };
            for row_of in by_case.get(&row.id).into_iter().flatten() {
                let mut shown = assignment(row_of, sky)?;
                shown.rating = shown.rating.filter(|_| tells_ratings);
                row.assignments.push(shown);
            }
            row.assignments.sort_by_key(|a| (a.role, a.no));
            row.due = due(&row.assignments, own.as_deref());
        }
        by_case.clear();
        Ok(found.into_iter().map(|(_, row)| row).collect())
    }
}

/// By when it is due for whoever reads it.
fn due(assignments: &[AssignmentRow], own: Option<&[UnitCode]>) -> Option<Date> {
    let open = || assignments.iter().filter(|a| a.light.is_some());
    let is_own = |a: &AssignmentRow| own.is_some_and(|own| own.contains(&a.unit));
    let own = open().filter(|a| is_own(a)).map(|a| a.due).min();
    own.or_else(|| {
        let owed = open().filter(|a| a.role.owes_reply());
        owed.map(|a| a.due).min()
    })
}

/// The rows of the assignments that count, by case.
async fn of_cases(
    tx: &mut Tx,
    ids: impl Iterator<Item = &str>,
) -> Result<HashMap<CaseId, Vec<Row>>, StoreError> {
    let mut ids: Vec<&str> = ids.collect();
    let mut by_case: HashMap<CaseId, Vec<Row>> = HashMap::new();
    let Some(last) = ids.last().copied() else {
        return Ok(by_case);
    };
    // A few lengths, so that few statements are prepared.
    ids.resize(ids.len().next_power_of_two(), last);
    let mut binds = Binds::default();
    let ids = binds.list(ids);
    let sql = format!(
        "SELECT case_id, no, unit, role, stage, round, due, open, class, rating, first_class, openness,
                published, plain_weekdays FROM assignments
         WHERE case_id IN ({ids}) AND stage <> 'ended'"
    );
    for row in tx.query(&sql, &binds.params()).await? {
        by_case.entry(row.text(0)?.into()).or_default().push(row);
    }
    Ok(by_case)
}

fn assignment(row: &Row, sky: &mut Sky<'_>) -> Result<AssignmentRow, StoreError> {
    let due: Date = word(row.text(6)?)?;
    let open: bool = row.get(7)?;
    let near = open.then(|| sky.light(due));
    Ok(AssignmentRow {
        no: row.get(1)?,
        unit: row.text(2)?.into(),
        role: word(row.text(3)?)?,
        stage: word(row.text(4)?)?,
        round: row.get(5)?,
        due,
        plain_weekdays: row.get(13)?,
        light: near.map(|(light, _)| light),
        days_left: near.map(|(_, days)| days),
        overdue: open && sky.has_passed(due),
        class: row.get::<Option<&str>>(8)?.map(word).transpose()?,
        first_class: row.get::<Option<&str>>(10)?.map(word).transpose()?,
        rating: row.get::<Option<&str>>(9)?.map(word).transpose()?,
        openness: row.get::<Option<&str>>(11)?.map(word).transpose()?,
        published: row.get::<Option<&str>>(12)?.map(word).transpose()?,
        extendable_until: None,
    })
}

/// The lights of today in one session. Many deadlines of a page are the same day.
pub(super) struct Sky<'c> {
    ctx: Context<'c>,
    known: BTreeMap<Date, (Light, i32)>,
}

impl<'c> Sky<'c> {
    pub(super) const fn of(ctx: Context<'c>) -> Self {
        Self {
            ctx,
            known: BTreeMap::new(),
        }
    }

    /// Whether this day is over.
    pub(super) fn has_passed(&self, due: Date) -> bool {
        due < self.ctx.today
    }

    pub(super) fn light(&mut self, due: Date) -> (Light, i32) {
        *self
            .known
            .entry(due)
            .or_insert_with(|| light(due, &self.ctx))
    }
}

/// A word, or a day, as it is kept.
pub(in crate::app) fn word<T: FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse()
        .map_err(|_unknown| unreadable("a word of a row"))
}

pub(super) fn unreadable(what: &str) -> StoreError {
    StoreError::Database(format!("{what} cannot be read"))
}
