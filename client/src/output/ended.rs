//! How an assignment ended before its time.

use banli_shared::api::events::Recorded;
use banli_shared::case::{Assignment, Case, Ending, Intake, Stage};
use banli_shared::lang::Lang;
use banli_shared::workflow::Happened;

use super::moment;

/// How, when, by whom and why, the latter two as far as the record is at hand; none of one that did not end so.
pub(crate) fn ended(
    a: &Assignment,
    case: &Case,
    record: &[Recorded],
    lang: Lang,
) -> Option<String> {
    let Stage::Ended { how } = a.stage else {
        return None;
    };
    let by = record.iter().rev().find(|it| ends(a, how, &it.event.what));
    let by = by.map_or_else(String::new, |it| it.event.by.say(lang));
    let said = format!(
        "{}  {}  {by}  {}",
        how.say(lang),
        moment(a.since_ms),
        why(case, a, how, record).unwrap_or_default()
    );
    Some(said.trim_end().to_owned())
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
