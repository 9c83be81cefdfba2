//! What is wrong with an answer, and which one it is.

use banli_shared::api::Problem;
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
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

/// What a problem says of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What a form may call the answer, the likeliest first; of a list, the places before the list.
    pub names: Vec<String>,
    /// What is wrong with it, in both languages: Chinese, English. The answer itself is not named.
    pub text: [String; 2],
    /// Units that stand in the text by their codes.
    pub units: Vec<UnitCode>,
}

impl Fault {
    fn at(pointer: &str, say: impl Fn(Lang) -> String) -> Self {
        Self {
            names: steps(pointer),
            text: [Lang::Zh, Lang::En].map(say),
            units: vec![],
        }
    }
}

/// What a problem says of each answer.
#[must_use]
pub(in crate::tui::app) fn faults_of(problem: &Problem) -> Vec<Fault> {
    match &problem.refusal {
        Some(refusal) => refusal.missing.iter().map(of_missing).collect(),
        None => {
            let errors = problem.errors.iter();
            errors
                .map(|it| Fault::at(&it.pointer, |lang| it.bare(lang).to_owned()))
                .collect()
        }
    }
}

fn of_missing(missing: &Missing) -> Fault {
    let (names, units): (&[&str], Vec<&UnitCode>) = match missing {
        Missing::Field {
            pointer,
            expected,
            expected_zh,
        } => {
            return Fault::at(pointer, |lang| match lang {
                Lang::Zh => expected_zh.clone(),
                Lang::En => expected.clone(),
            });
        }
        Missing::DocumentNumberTaken { .. } => (&["document_number"], vec![]),
        Missing::Defect | Missing::ListedDefect { .. } => (&["defects"], vec![]),
        Missing::Sentence => (&["note", "reason"], vec![]),
        Missing::ListedGround { .. } => (&["ground"], vec![]),
        Missing::ListedOutcome { .. } => (&["type"], vec![]),
        Missing::IntoItself | Missing::OtherIsAt { .. } | Missing::NoSuchOther => {
            (&["into"], vec![])
        }
        Missing::OtherUnderReview { unit, .. } | Missing::OtherAnswered { unit } => {
            (&["into"], vec![unit])
        }
        Missing::NoSuchUnit { unit, .. }
        | Missing::UnitHasOne { unit }
        | Missing::UnitHasActed { unit } => (&["unit", "units", "lead"], vec![unit]),
        Missing::LeadOrSplits | Missing::LeadTwice => (&["lead"], vec![]),
        Missing::SuggestionsLeft { .. } => (&["parts"], vec![]),
        Missing::DepartmentElsewhere { department } => (&["department", "units"], vec![department]),
        Missing::NoSuchTask { .. } | Missing::TaskIs { .. } => (&["task"], vec![]),
        Missing::TaskNotGiven { unit, .. } => (&["task"], vec![unit]),
        Missing::NoSuchRater { .. } | Missing::AlreadyRated => (&["rater", "proposer"], vec![]),
        Missing::NotOnForm { .. } => (&["work"], vec![]),
        Missing::NoSuchSuggestion { .. } | Missing::SuggestionElsewhere { .. } => {
            (&["suggestion", "parts"], vec![])
        }
        Missing::NoSuchContact { .. } => (&["contact"], vec![]),
        Missing::SensibleDate | Missing::TermPassed { .. } => (&["due", "on"], vec![]),
        Missing::HolidaysOf { .. } => (&["plain"], vec![]),
        _ => (&[], vec![]),
    };
    Fault {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        text: [Lang::Zh, Lang::En].map(|lang| missing.say(lang)),
        units: units.into_iter().cloned().collect(),
    }
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
        assert_eq!(faults_of(&problem)[0].names, ["document_number"]);
    }

    #[test]
    fn suggestions_in_no_part_are_said_where_the_parts_are_given() {
        let missing = Missing::SuggestionsLeft {
            suggestions: vec![2, 3],
        };
        let problem = Problem::refused(Refusal::new(Gate::Form, missing, &[]));
        assert_eq!(faults_of(&problem)[0].names, ["parts"]);
    }
}
