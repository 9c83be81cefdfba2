//! What the proposer thinks of a reply.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{Millis, PersonId};
use crate::profile::ContactForm;
use crate::words;

words! {
    /// A rating, from best to worst. Which of them are on the form is the profile's.
    pub enum Satisfaction {
        /// 非常满意
        VerySatisfied = "very_satisfied", "非常满意", "very satisfied";
        /// 满意
        Satisfied = "satisfied", "满意", "satisfied";
        /// 基本满意
        BasicallySatisfied = "basically_satisfied", "基本满意", "basically satisfied";
        /// 理解
        Understand = "understand", "理解", "understand";
        /// 不满意: begins a second handling.
        Dissatisfied = "dissatisfied", "不满意", "dissatisfied";
    }
}

impl Satisfaction {
    /// Whether it counts as satisfied in the rates and closes the reply item.
    #[must_use]
    pub const fn is_satisfied(self) -> bool {
        matches!(
            self,
            Self::VerySatisfied | Self::Satisfied | Self::BasicallySatisfied
        )
    }
}

/// What a form says on one scale. A blank is not the same as a question that was not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stated {
    /// The form has no such question.
    NotAsked,
    /// The question was left blank.
    NotStated,
    /// The answer.
    Said(Satisfaction),
}

impl Stated {
    /// The answer, where there is one.
    #[must_use]
    pub const fn said(self) -> Option<Satisfaction> {
        match self {
            Self::Said(value) => Some(value),
            Self::NotAsked | Self::NotStated => None,
        }
    }
}

/// One proposer's form for one reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rating {
    /// The number of the rater in the case.
    pub rater: u32,
    /// The name of the rater.
    pub name: String,
    /// The work (办理工作).
    pub work: Stated,
    /// The result (办理结果).
    pub result: Stated,
    /// Whether the unit got in touch; none where not stated.
    pub contacted: Option<bool>,
    /// How it did, each form once, in the order of the words; empty where not stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact_forms: Vec<ContactForm>,
    /// What else was said.
    pub comment: String,
    /// When it was given.
    pub at_ms: Millis,
    /// The coordinator who recorded a paper form.
    pub recorded_by: Option<PersonId>,
}

impl Rating {
    /// The form as one word: the worse of the two scales; none where neither is stated.
    #[must_use]
    pub fn overall(&self) -> Option<Satisfaction> {
        self.work.said().max(self.result.said())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(work: Stated, result: Stated) -> Rating {
        Rating {
            rater: 1,
            name: "甲".into(),
            work,
            result,
            contacted: None,
            contact_forms: vec![],
            comment: String::new(),
            at_ms: 0,
            recorded_by: None,
        }
    }

    #[test]
    fn the_worse_scale_speaks_for_the_form() {
        use Satisfaction::{Dissatisfied, Satisfied};
        assert_eq!(
            form(Stated::Said(Satisfied), Stated::Said(Dissatisfied)).overall(),
            Some(Dissatisfied)
        );
        assert_eq!(
            form(Stated::NotStated, Stated::Said(Satisfied)).overall(),
            Some(Satisfied)
        );
        assert_eq!(form(Stated::NotAsked, Stated::NotStated).overall(), None);
    }
}
