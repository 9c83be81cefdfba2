//! Parts of a case as both the screens and the command line say them.

use banli_shared::api::proposals::CaseView;
use banli_shared::case::{Absorbed, Case, Intake};
use banli_shared::lang::Lang;

use super::moment;

/// What single proposers have said for themselves about publication, a line each.
pub(crate) fn own_consents(case: &Case, lang: Lang) -> Vec<String> {
    let said = case.proposal.consents.iter().filter_map(|own| {
        let key = usize::try_from(own.proposer).ok()?.checked_sub(1)?;
        let proposer = case.proposal.proposers.get(key)?;
        let (what, when) = (own.publication.say(lang), moment(own.at_ms));
        let mut line = format!("{}  {what}  {when}", proposer.name);
        if own.name != proposer.name {
            line.push_str("  ");
            line.push_str(&own.name);
        }
        if !own.note.is_empty() {
            line.push_str("  ");
            line.push_str(&own.note);
        }
        Some(line)
    });
    said.collect()
}

/// Into which proposal a merged one went: its number, and its title where the reader may see it.
pub(crate) fn merged_into(view: &CaseView) -> Option<String> {
    match (&view.case.intake, &view.host) {
        (Intake::Merged { .. }, Some(host)) => Some(format!("{}  {}", host.number, host.title)),
        (Intake::Merged { number, .. }, None) => Some(number.clone()),
        _ => None,
    }
}

/// One that was merged into a case: its number where it was filed, its title, and what its proposers say about publication.
pub(crate) fn merged_in(other: &Absorbed, lang: Lang) -> String {
    let number = other.number.as_ref().map(|number| format!("{number}  "));
    format!(
        "{}{}  [{}]",
        number.unwrap_or_default(),
        other.title,
        other.publication.say(lang)
    )
}
