//! The moment from which a list is certain to be taken in.

use std::collections::BTreeSet;
use std::sync::Arc;

use banli_shared::api::Json;
use banli_shared::api::lists::{ImportQuery, ImportReport};
use banli_shared::ids::{Millis, SessionId};
use banli_shared::org::Actor;
use banli_shared::text::normalise_name;
use serde::{Deserialize, Serialize};

use super::finish;
use super::trial::Tried;
use crate::app::cases::{Scene, lock_numbers};
use crate::app::{App, column_names, world};
use crate::http::{Answer, Failure, Keyed};
use crate::params;
use crate::random;
use crate::store::{StoreError, Tx};

/// Rows that are taken in at once: others wait for so many at most. The indexes by unit are all over the database, and
/// are written once for a part.
const PART: usize = 250;

/// What became of the wish.
pub(super) enum Accepted {
    /// There was nothing to do, or it was done before.
    Answered(Box<Answer<Json<ImportReport>>>),
    /// It is accepted under this name.
    Begun(String),
    /// What it was tried on is no longer so.
    Changed,
    /// Another list is being taken in.
    Behind(String),
}

/// In whose name, when and how: all that deciding a row needs besides it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) actor: Actor,
    pub(super) now: Millis,
    pub(super) session: SessionId,
    pub(super) query: ImportQuery,
}

/// A list as it is kept until it is done.
struct Kept {
    order: String,
    report: String,
    parts: Vec<String>,
    numbers: BTreeSet<String>,
    titles: BTreeSet<String>,
    /// Cases that others of the list are merged into.
    hosts: BTreeSet<String>,
}

impl Kept {
    fn of(order: &Order, tried: &Tried) -> Result<Self, Failure> {
        let new: Vec<_> = tried.steps().collect();
        let parts: Result<_, _> = new.chunks(PART).map(|part| json(&part)).collect();
        let rows = || new.iter().map(|(_, row)| row);
        let numbers = new.iter().flat_map(|(step, row)| step.brings(row));
        Ok(Self {
            order: json(order)?,
            report: json(&tried.report)?,
            parts: parts?,
            numbers: numbers.cloned().collect(),
            titles: rows().map(|row| normalise_name(&row.title)).collect(),
            hosts: new
                .iter()
                .filter_map(|(step, _)| Some(step.into.as_ref()?.0.clone()))
                .collect(),
        })
    }
}

pub(super) fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|fault| Failure::internal(fault.to_string()))
}

pub(super) async fn run(
    app: &App,
    scene: &Scene,
    query: &ImportQuery,
    tried: &Tried,
    keyed: Option<Keyed>,
) -> Result<Accepted, Failure> {
    let order = Order {
        actor: scene.actor.clone(),
        now: scene.now,
        session: tried.session.clone(),
        query: query.clone(),
    };
    let kept = Kept::of(&order, tried)?;
    let mut report = tried.report.clone();
    report.kept = report.added > 0;
    let (revision, newest, now) = (tried.revision, tried.newest, app.now());
    let order = Arc::new(order);
    app.store()
        .write(async move |tx: &mut Tx| {
            // Whoever comes second waits here, and then sees what the first has done.
            let here = world::lock_revision(tx).await?;
            lock_numbers(tx, &order.session).await?;
            if let Some(other) = finish::running(tx).await?.into_iter().next() {
                tx.discard();
                return Ok(Accepted::Behind(other));
            }
            if let Some(keyed) = &keyed
                && let Some(answer) = keyed.earlier(tx).await?
            {
                tx.discard();
                return Ok(Accepted::Answered(Box::new(answer)));
            }
            if here != revision || meets(tx, &order.session, newest, &kept).await? {
                tx.discard();
                return Ok(Accepted::Changed);
            }
            if order.query.remember {
                column_names::keep(tx, &order.actor, &order.query, order.now).await?;
            }
            if kept.parts.is_empty() {
                let answer = Answer::new(Json(report.clone()));
                if let Some(keyed) = &keyed {
                    keyed.keep(tx, &answer).await?;
                }
                return Ok(Accepted::Answered(Box::new(answer)));
            }
            let id = random::id(now);
            keep(tx, &id, &order, &kept, keyed.as_ref(), now).await?;
            Ok(Accepted::Begun(id))
        })
        .await
}

/// Whether somebody has begun or filed what the list brings, or changed what it merges into, since it was tried.
async fn meets(
    tx: &mut Tx,
    session: &SessionId,
    newest: i64,
    kept: &Kept,
) -> Result<bool, StoreError> {
    let sql = "SELECT l.number, l.title, l.intake_number, l.case_id FROM cases c JOIN listed l ON l.case_id = c.id
               WHERE c.session = $1 AND c.changed_seq > $2";
    let changed = tx.query(sql, params![session.0, newest]).await?;
    if changed.is_empty() {
        return Ok(false);
    }
    for row in &changed {
        let number: Option<String> = row.get(0)?;
        if number.is_some_and(|number| kept.numbers.contains(&number))
            || kept.titles.contains(&normalise_name(row.text(1)?))
            || kept.numbers.contains(row.text(2)?)
            || kept.hosts.contains(row.text(3)?)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn keep(
    tx: &mut Tx,
    id: &str,
    order: &Order,
    kept: &Kept,
    keyed: Option<&Keyed>,
    now: Millis,
) -> Result<(), Failure> {
    let sql = "INSERT INTO imports (id, session, person, key, state, how, report, parts, done, created_ms)
               VALUES ($1, $2, $3, $4, 'running', $5, $6, $7, 0, $8)";
    let parts = i64::try_from(kept.parts.len()).unwrap_or(i64::MAX);
    let key = keyed.map(Keyed::key);
    let person = &order.actor.person.0;
    let values = params![
        id,
        order.session.0,
        person,
        key,
        kept.order,
        kept.report,
        parts,
        now
    ];
    tx.execute(sql, values).await?;
    for (part, rows) in (0_i64..).zip(&kept.parts) {
        let sql = "INSERT INTO import_parts (import, part, body) VALUES ($1, $2, $3)";
        tx.execute(sql, params![id, part, rows]).await?;
    }
    for number in &kept.numbers {
        let sql = "INSERT INTO import_numbers (session, number, import) VALUES ($1, $2, $3)";
        tx.execute(sql, params![order.session.0, number, id])
            .await?;
    }
    Ok(())
}
