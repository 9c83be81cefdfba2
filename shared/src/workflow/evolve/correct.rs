//! What a correction does to a case: the record, and the numbers of those who rate.

use crate::case::{Case, Proposer};
use crate::ids::CaseId;
use crate::workflow::correction::{Correction, number_now};

/// The proposal's own record was corrected.
pub(super) fn own(case: &mut Case, changes: &[Correction]) {
    for change in changes {
        let proposal = &mut case.proposal;
        match change {
            Correction::Title { to, .. } => proposal.title.clone_from(to),
            Correction::Category { to, .. } => proposal.category.clone_from(to),
            Correction::Kind { to, .. } => proposal.kind = *to,
            Correction::Timing { to, .. } => proposal.timing = *to,
            Correction::Submitted { to_ms, .. } => proposal.submitted_ms = *to_ms,
            Correction::Proposers { to, were, .. } => {
                let len = proposal.proposers.len();
                proposal.proposers.clone_from(to);
                let now = |no: u32| number_now(no, 0, len, were);
                let said = std::mem::take(&mut proposal.consents).into_iter();
                proposal.consents = said
                    .filter_map(|mut own| {
                        own.proposer = now(own.proposer)?;
                        Some(own)
                    })
                    .collect();
                proposal.consents.sort_by_key(|own| own.proposer);
                renumber(case, 0, len, were);
            }
        }
    }
}

/// That of a proposal that is handled here was.
pub(super) fn merged(
    case: &mut Case,
    of: &CaseId,
    title: &str,
    proposers: &[Proposer],
    were: &[Option<u32>],
) {
    let Some(at) = case.absorbed.iter().position(|it| it.case == *of) else {
        return;
    };
    let earlier = case.absorbed[..at].iter().map(|it| it.proposers.len());
    let skip = case.proposal.proposers.len() + earlier.sum::<usize>();
    let absorbed = &mut case.absorbed[at];
    let len = absorbed.proposers.len();
    title.clone_into(&mut absorbed.title);
    absorbed.proposers = proposers.to_vec();
    renumber(case, skip, len, were);
}

fn renumber(case: &mut Case, skip: usize, len: usize, were: &[Option<u32>]) {
    let rounds = case.assignments.iter_mut().flat_map(|a| &mut a.rounds);
    for rating in rounds.flat_map(|round| &mut round.ratings) {
        // Whoever rated stays a proposer, so there always is a number.
        rating.rater = number_now(rating.rater, skip, len, were).unwrap_or(rating.rater);
    }
}
