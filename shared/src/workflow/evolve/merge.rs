//! What a merge, and its undoing, does to the case that answers for both.

use super::{round, somebody_acts};
use crate::case::{Absorbed, Assignment, Case};
use crate::ids::{CaseId, SuggestionNo};
use crate::workflow::event::Happened;

/// Another proposal is handled here.
pub(super) fn absorbed(case: &mut Case, what: &Happened) {
    let Happened::Absorbed {
        case: other,
        number,
        intake_number,
        title,
        proposers,
        publication,
        suggestions,
    } = what
    else {
        return;
    };
    case.absorbed.push(Absorbed {
        case: other.clone(),
        number: number.clone(),
        intake_number: intake_number.clone(),
        title: title.clone(),
        proposers: proposers.clone(),
        publication: *publication,
        suggestions: suggestions.clone(),
    });
    let numbers: Vec<SuggestionNo> = suggestions.iter().map(|one| one.no).collect();
    give_to_a_part(case, &numbers);
    // What was approved of a text that went back was approved of an answer to less.
    case.assignments.iter_mut().for_each(somebody_acts);
}

/// Where every unit has a part by number, what came is in none: then it is for the lead, or the first of those that split
/// the work.
fn give_to_a_part(case: &mut Case, numbers: &[SuggestionNo]) {
    let mut items: Vec<&mut Assignment> = case
        .assignments
        .iter_mut()
        .filter(|a| a.is_live() && a.role.owes_reply())
        .collect();
    if items.iter().any(|a| a.suggestions.is_empty()) {
        return;
    }
    items.sort_by_key(|a| (a.role, a.no));
    if let Some(first) = items.first_mut() {
        first.suggestions.extend(numbers);
    }
}

/// It is not any longer, and nobody answers what it asks for.
pub(super) fn released(case: &mut Case, other: &CaseId) {
    let gone = case.numbers_of(other);
    case.absorbed.retain(|absorbed| absorbed.case != *other);
    for a in case.assignments.iter_mut().filter(|a| a.is_live()) {
        let left = |no: &SuggestionNo| !gone.contains(no);
        // An empty part is the whole; who has none but these had its assignment ended before, or has given its opinion.
        if a.suggestions.iter().any(left) {
            a.suggestions.retain(left);
        }
        round(a).content.answers.retain(|no, _| left(no));
        // What was approved of a text that went back was approved of an answer to more.
        somebody_acts(a);
    }
}

/// What the merged proposals ask for comes after what the proposal itself does. That changes only while no unit has it.
pub(super) fn number_anew(case: &mut Case) {
    let own = case.proposal.suggestions.last().map_or(0, |one| one.no);
    let merged = case.absorbed.iter_mut().flat_map(|it| &mut it.suggestions);
    for (one, no) in merged.zip(own + 1..) {
        one.no = no;
    }
}
