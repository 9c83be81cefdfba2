//! What only the record of a case tells: who put consent on record for all proposers, what was corrected, and why
//! assignments ended.

use banli_shared::api::events::{CaseEvents, Recorded};
use banli_shared::api::proposals::ProposalRef;
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::case::{Assignment, Case, Ending, Intake, Stage};
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::workflow::Happened;

use super::{Ctx, Failed};
use crate::output::moment;

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
        let details = event.what.details(lang).into_iter();
        std::iter::once(head).chain(details.map(|line| format!("  {line}")))
    });
    lines.collect()
}

/// Every assignment that ended before its time: how, when, by whom and why.
pub(super) fn ended(lang: Lang, org: &Org, case: &Case, record: &[Recorded]) -> Vec<String> {
    let ended = case.assignments.iter().filter_map(|a| match a.stage {
        Stage::Ended { how } => Some((a, how)),
        _ => None,
    });
    let lines = ended.map(|(a, how)| {
        let what = format!("[{}] {}  {}", a.no, org.name(&a.unit), a.role.say(lang));
        let by = record.iter().rev().find(|it| ends(a, how, &it.event.what));
        let by = by.map_or_else(String::new, |it| it.event.by.say(lang));
        let said = format!(
            "{}  {}  {by}  {}",
            how.say(lang),
            moment(a.since_ms),
            why(case, a, how, record).unwrap_or_default()
        );
        lang.label(&what, said.trim_end())
    });
    lines.collect()
}

fn ends(a: &Assignment, how: Ending, what: &Happened) -> bool {
    match how {
        Ending::Withdrawn => matches!(what, Happened::Withdrawn { .. }),
        Ending::Returned => {
            matches!(what, Happened::ReturnGranted { assignment } if *assignment == a.no)
        }
        Ending::Reassigned => {
            matches!(what, Happened::Reassigned { assignment, .. } if *assignment == a.no)
        }
        Ending::TakenBack => {
            matches!(what, Happened::TakenBack { assignment } if *assignment == a.no)
        }
    }
}

/// The reason that was given. A return is granted for the reason for which the unit asked; none is given for taking back.
fn why<'a>(case: &'a Case, a: &Assignment, how: Ending, record: &'a [Recorded]) -> Option<&'a str> {
    if let (Ending::Withdrawn, Intake::Withdrawn { reason, .. }) = (how, &case.intake) {
        return Some(reason);
    }
    record.iter().rev().find_map(|it| match &it.event.what {
        Happened::ReturnRequested { assignment, reason } if how == Ending::Returned => {
            (*assignment == a.no).then_some(reason.as_str())
        }
        Happened::Reassigned { assignment, reason } if how == Ending::Reassigned => {
            (*assignment == a.no).then_some(reason.as_str())
        }
        _ => None,
    })
}
