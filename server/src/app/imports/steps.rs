//! The order in which the rows of a list are taken in. What a row is merged into begins before it, and is handed over
//! after it: then its units answer for both.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::ids::{CaseId, Millis};
use banli_shared::import::ListRow;
use serde::{Deserialize, Serialize};

use crate::random;

/// One step of taking a list in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Step {
    /// The place of its row in the report.
    pub(super) index: usize,
    /// The case that the row makes.
    pub(super) case: CaseId,
    /// The case that it is merged into.
    pub(super) into: Option<CaseId>,
    /// Whether the number at which it came in is free, so that it keeps it.
    pub(super) keeps_intake: bool,
    pub(super) does: Does,
}

impl Step {
    /// The numbers that its row brings along; nobody else gets them.
    pub(super) fn brings<'r>(&self, row: &'r ListRow) -> impl Iterator<Item = &'r String> {
        let intake = row.intake_number.as_ref().filter(|_| self.keeps_intake);
        let is_begun = self.does != Does::Finish;
        row.number.iter().chain(intake).filter(move |_| is_begun)
    }

    /// The cases that earlier steps made, or that were there: they are held before anything else.
    pub(super) fn goes_back_to(&self) -> impl Iterator<Item = &CaseId> {
        let own = Some(&self.case).filter(|_| self.does == Does::Finish);
        self.into.iter().chain(own)
    }
}

/// What a step does with its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Does {
    /// Everything.
    All,
    /// All but what can only be done once others are merged into it.
    Begin,
    /// That: handing it over, sending it back.
    Finish,
}

/// Into what a row is merged.
#[derive(Debug, Clone)]
pub(super) enum Host {
    /// A case on record.
    Case(CaseId),
    /// What another row makes, by its place in the report.
    Row(usize),
}

/// What is known of a new row before its steps are laid out.
pub(super) struct NewRow<'r> {
    pub(super) index: usize,
    pub(super) row: &'r ListRow,
    pub(super) host: Option<Host>,
    pub(super) keeps_intake: bool,
}

/// The steps of the new rows of a list.
pub(super) fn steps(new: &[NewRow<'_>], hands_over: bool, now: Millis) -> Vec<Step> {
    let cases: BTreeMap<usize, CaseId> = new
        .iter()
        .map(|new| (new.index, CaseId(random::id(now))))
        .collect();
    let hosts: BTreeSet<usize> = new
        .iter()
        .filter_map(|new| match new.host {
            Some(Host::Row(host)) => Some(host),
            _ => None,
        })
        .collect();
    let step = |new: &NewRow<'_>, does| {
        let into = match &new.host {
            Some(Host::Case(id)) => Some(id.clone()),
            Some(Host::Row(host)) => cases.get(host).cloned(),
            None => None,
        };
        Some(Step {
            index: new.index,
            case: cases.get(&new.index)?.clone(),
            into,
            keeps_intake: new.keeps_intake,
            does,
        })
    };
    let (mut merged, own): (Vec<&NewRow<'_>>, Vec<_>) =
        new.iter().partition(|new| new.host.is_some());
    // Their suggestions are numbered as they come; without an order, as they stand in the list.
    merged.sort_by_key(|new| new.row.decided.merge_order.unwrap_or(u32::MAX));
    let is_late = |new: &NewRow<'_>| {
        let waits = new.row.is_sent_back() || hands_over && new.row.is_handed_over();
        hosts.contains(&new.index) && waits
    };
    let begun = own.iter().filter_map(|new| {
        let does = match is_late(new) {
            true => Does::Begin,
            false => Does::All,
        };
        step(new, does)
    });
    let mut laid_out: Vec<Step> = begun.collect();
    // Host by host, so that each waits no longer than it must.
    let own: BTreeMap<usize, &NewRow<'_>> = own.iter().map(|new| (new.index, *new)).collect();
    let mut of_host: BTreeMap<Option<usize>, Vec<&NewRow<'_>>> = BTreeMap::new();
    for new in merged {
        let host = match new.host {
            Some(Host::Row(host)) => Some(host),
            _ => None,
        };
        of_host.entry(host).or_default().push(new);
    }
    for (host, merged) in of_host {
        laid_out.extend(merged.iter().filter_map(|new| step(new, Does::All)));
        let host = host.and_then(|host| own.get(&host));
        let late = host.filter(|host| is_late(host));
        laid_out.extend(late.and_then(|host| step(host, Does::Finish)));
    }
    laid_out
}
