//! What only the record of a case tells: who put consent on record for all proposers, what was corrected, and why
//! assignments ended.

use banli_shared::api::events::{CaseEvents, Recorded};
use banli_shared::api::proposals::ProposalRef;
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::case::Case;
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::workflow::Happened;

use super::{Ctx, Failed};
use crate::output::{moment, said};

/// The record as the reader may read it, oldest first.
pub(super) async fn of(ctx: &Ctx, case: &Case) -> Result<Vec<Recorded>, Failed> {
    let reference = ProposalRef(case.id.0.clone());
    let page = ctx
        .client
        .call::<CaseEvents>(&reference, &NoQuery {}, &Nothing)
        .await;
    let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
    Ok(page.items)
}

/// What was last said for all proposers together, after the proposal was in: what, when, by whom and how.
pub(super) fn consent_of_all(lang: Lang, record: &[Recorded]) -> Option<String> {
    record.iter().rev().find_map(|recorded| {
        let Happened::ConsentChanged {
            publication,
            proposers,
            note,
        } = &recorded.event.what
        else {
            return None;
        };
        let event = &recorded.event;
        let said = format!(
            "{}  {}  {}  {}  {note}",
            lang.pick("全体提案人", "all proposers"),
            publication.say(lang),
            moment(event.at_ms),
            event.by.say(lang)
        );
        proposers.is_empty().then(|| said.trim_end().to_owned())
    })
}

/// What was corrected: when, by whom, what it was, what it is, and why.
pub(super) fn corrected(lang: Lang, record: &[Recorded]) -> Vec<String> {
    let events = record.iter().map(|recorded| &recorded.event);
    let corrected = events.filter(|event| matches!(event.what, Happened::Corrected { .. }));
    let lines = corrected.flat_map(|event| {
        let head = format!("{}  {}", moment(event.at_ms), event.by.say(lang));
        let details = event.what.details(None, lang).into_iter();
        std::iter::once(head).chain(details.map(|line| format!("  {line}")))
    });
    lines.collect()
}

/// Every assignment that ended before its time: how, when, by whom and why.
pub(super) fn ended(lang: Lang, org: &Org, case: &Case, record: &[Recorded]) -> Vec<String> {
    let ended = case.assignments.iter().filter_map(|a| {
        let how = said::ended(a, case, record, lang)?;
        let what = format!("[{}] {}  {}", a.no, org.name(&a.unit), a.role.say(lang));
        Some(lang.label(&what, &how))
    });
    ended.collect()
}
