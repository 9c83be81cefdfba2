//! What is wrong with an answer, and which one it is.

use banli_shared::api::Problem;
use banli_shared::workflow::Missing;

/// An answer that will not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadAnswer {
    /// The field; empty where it is none of them or not known.
    pub field: String,
    /// What is wrong, for the person.
    pub text: String,
}

impl BadAnswer {
    pub(in crate::tui::app) fn at(field: &str, text: &str) -> Self {
        Self {
            field: field.to_owned(),
            text: text.to_owned(),
        }
    }
}

/// The names, likeliest first, that a form may have for what a problem is about.
#[must_use]
pub(in crate::tui::app) fn fields_of(problem: &Problem) -> Vec<String> {
    let pointers = problem.errors.iter().map(|fault| fault.pointer.as_str());
    let mut names: Vec<String> = pointers.flat_map(steps).collect();
    let missing = problem.refusal.iter().flat_map(|refusal| &refusal.missing);
    for one in missing {
        let known: &[&str] = match one {
            Missing::Field { pointer, .. } => {
                names.extend(steps(pointer));
                &[]
            }
            Missing::DocumentNumberTaken { .. } => &["document_number"],
            Missing::Defect => &["defects"],
            Missing::Sentence => &["note", "reason"],
            Missing::ListedGround => &["ground"],
            Missing::ListedOutcome => &["type"],
            Missing::IntoItself
            | Missing::OtherIsAt { .. }
            | Missing::OtherUnderReview { .. }
            | Missing::NoSuchOther => &["into"],
            Missing::NoSuchUnit { .. } | Missing::UnitHasOne { .. } => &["unit", "units", "lead"],
            Missing::LeadOrSplits | Missing::LeadTwice => &["lead"],
            Missing::DepartmentElsewhere { .. } => &["department", "units"],
            Missing::NoSuchTask { .. } | Missing::TaskIs { .. } | Missing::TaskNotGiven { .. } => {
                &["task"]
            }
            Missing::NoSuchRater { .. } | Missing::AlreadyRated => &["rater"],
            Missing::NotOnForm { .. } => &["work"],
            Missing::NoSuchSuggestion { .. } => &["suggestion"],
            Missing::NoSuchContact { .. } => &["contact"],
            Missing::SensibleDate => &["due", "on"],
            Missing::HolidaysOf { .. } => &["plain"],
            _ => &[],
        };
        names.extend(known.iter().map(|name| (*name).to_owned()));
    }
    names
}

/// The steps of a pointer, the innermost first.
fn steps(pointer: &str) -> Vec<String> {
    let steps = pointer.split(['/', '.', '?']).rev();
    steps
        .filter(|step| !step.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use banli_shared::workflow::{Gate, Refusal};

    use super::*;

    #[test]
    fn a_taken_document_number_is_said_at_its_field() {
        let missing = Missing::DocumentNumberTaken {
            document_number: "深函1号".to_owned(),
            by: "20230001".to_owned(),
            next: None,
        };
        let problem = Problem::refused(Refusal::new(Gate::Form, missing, &[]));
        assert_eq!(fields_of(&problem), ["document_number"]);
    }
}
