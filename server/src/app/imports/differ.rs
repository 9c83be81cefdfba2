//! Rows that are there already, looked at field by field.

use std::sync::Arc;

use banli_shared::api::lists::ImportQuery;
use banli_shared::ids::CaseId;
use banli_shared::import::differences;
use banli_shared::workflow::Context;

use super::trial::{SLICE, Tried};
use crate::app::cases::Scene;
use crate::app::cases::load::{Purpose, host_of, load};
use crate::app::{App, listed_units};
use crate::http::Failure;
use crate::store::Tx;

/// Notes in the report which cases rows are, and where they differ from them, a slice at a time: others read in between.
pub(super) async fn compare(
    app: &App,
    scene: &Scene,
    query: &ImportQuery,
    tried: &mut Tried,
    there: Vec<(usize, CaseId)>,
) -> Result<(), Failure> {
    let there = Arc::new(there);
    for from in (0..there.len()).step_by(SLICE) {
        let (there, list) = (Arc::clone(&there), Arc::clone(&tried.list));
        let (worlds, actor, now) = (scene.worlds.clone(), scene.actor.clone(), scene.now);
        let hands_over = query.hand_over;
        let slice = app.store().read(async move |tx: &mut Tx| {
            let world = worlds.see(tx).await?;
            let mut found = vec![];
            for (index, id) in there.iter().skip(from).take(SLICE) {
                let Some(kept) = load(tx, id, Purpose::Read).await? else {
                    continue;
                };
                let host = match host_of(&kept.case) {
                    Some(id) => load(tx, id, Purpose::Read).await?,
                    None => None,
                };
                let ctx = Context {
                    other: host.as_ref().map(|kept| &kept.case),
                    ..world.context_of(&kept.case, now)?
                };
                let units = match hands_over {
                    true => None,
                    false => Some(listed_units::of(tx, id).await?),
                };
                let row = &list.rows[*index];
                let differs = differences(row, &kept.case, units.as_deref(), &actor, &ctx);
                found.push((*index, kept.case, differs));
            }
            Ok::<_, Failure>(found)
        });
        for (index, case, differs) in slice.await? {
            let line = &mut tried.report.rows[index];
            line.number = case.shown_number().to_owned();
            line.case = Some(case.id);
            line.differs = differs;
        }
    }
    Ok(())
}
