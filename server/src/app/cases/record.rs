//! The record of a case, and of all cases in the order of their numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use banli_shared::api::Page;
use banli_shared::api::events::{Change, Recorded};
use banli_shared::api::proposals::ProposalRef;
use banli_shared::case::Case;
use banli_shared::ids::{CaseId, Version};
use banli_shared::workflow::{Event, Reader};

use super::load::{Purpose, load};
use super::{Scene, seen};
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};

/// What happened to a case, as far as the actor may read it, oldest first.
///
/// # Errors
/// `not_found` also where the actor may not know of the case.
pub async fn events(
    tx: &mut Tx,
    scene: &Scene,
    by: &ProposalRef,
) -> Result<Page<Recorded>, Failure> {
    let world = scene.worlds.see(tx).await?;
    let case = seen(tx, scene, by).await?;
    let reader = Reader::new(&case, &scene.actor, world.org());
    let sql = "SELECT seq, version, body, hash FROM events WHERE case_id = $1 ORDER BY version";
    let mut items = Vec::new();
    for row in tx.query(sql, params![case.id.0]).await? {
        if let Some(event) = reader.read(parse(row.text(2)?)?) {
            items.push(Recorded {
                seq: row.int(0)?,
                version: row.get::<Version>(1)?,
                event,
                hash: row.get(3)?,
            });
        }
    }
    Ok(Page::whole(items))
}

/// An event from the text of its row.
pub(crate) fn parse(body: &str) -> Result<Event, StoreError> {
    serde_json::from_str(body)
        .map_err(|_fault| StoreError::Database("the row of an event cannot be read".into()))
}

/// An event with the case it happened to, as that is now.
pub(crate) struct Heard {
    pub(crate) change: Change,
    pub(crate) event: Event,
    pub(crate) case: Arc<Case>,
}

/// The number of the newest event.
pub(crate) async fn newest(tx: &mut Tx) -> Result<i64, StoreError> {
    let sql = "SELECT COALESCE(MAX(seq), 0) FROM events";
    tx.query_one(sql, &[]).await?.int(0)
}

/// The events after `after` in the order of their numbers, at most `most` of them.
pub(crate) async fn after(tx: &mut Tx, after: i64, most: u32) -> Result<Vec<Heard>, StoreError> {
    let sql = "SELECT seq, case_id, version, body FROM events WHERE seq > $1 ORDER BY seq LIMIT $2";
    let rows = tx.query(sql, params![after, most]).await?;
    let mut cases: BTreeMap<CaseId, Arc<Case>> = BTreeMap::new();
    let mut heard = Vec::with_capacity(rows.len());
    for row in &rows {
        let id = CaseId::from(row.text(1)?);
        if !cases.contains_key(&id) {
            let kept = load(tx, &id, Purpose::Read)
                .await?
                .ok_or(StoreError::NoRow)?;
            cases.insert(id.clone(), Arc::new(kept.case));
        }
        let Some(case) = cases.get(&id) else { continue };
        let event = parse(row.text(3)?)?;
        heard.push(Heard {
            change: Change {
                seq: row.int(0)?,
                case: id,
                version: row.get(2)?,
                kind: event.what.kind().to_owned(),
                at_ms: event.at_ms,
            },
            event,
            case: Arc::clone(case),
        });
    }
    Ok(heard)
}
