//! What a profile holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClassRequirement, Clock, Combination, Light, ReminderRules, Rounding, Scales};
use crate::calendar::{DeadlineRule, Term};
use crate::case::{Class, Satisfaction};
use crate::figures::FigureName;
use crate::text::Bilingual;

/// The rules of one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its short name: lower-case letters, digits, `-` and `_`.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
    /// Paths of values below that are examples, not rules known from anywhere.
    #[serde(default)]
    pub examples: Vec<String>,
    /// What the classes of a reply mean.
    pub classes: ClassRules,
    /// What a reply of each class must hold.
    pub class_requires: ClassRequirements,
    /// How long things may take.
    pub deadlines: DeadlineRules,
    /// When a deadline is near.
    pub lights: LightRules,
    /// Consulting the member.
    pub consultation: ConsultationRules,
    /// What key proposals need beyond others.
    pub key: KeyRules,
    /// Tasks cut out of suggestions.
    #[serde(default)]
    pub tasks: TaskRules,
    /// Publishing replies.
    pub publication: PublicationRules,
    /// Rating the reply.
    pub rating: RatingRules,
    /// Bringing deadlines to notice.
    pub reminders: ReminderRules,
    /// Showing figures.
    pub figures: FigureRules,
    /// Ranking: points for a rate of 100 %, by figure; what is below zero is taken off.
    pub points: BTreeMap<FigureName, i32>,
    /// The grounds on which a proposal may be declined.
    pub grounds: Vec<Ground>,
    /// Types of what comes of proposals (转化成果).
    pub outcomes: Vec<OutcomeType>,
    /// What a reply that is sent back can lack.
    pub defects: Vec<Defect>,
}

impl Profile {
    /// The ground with this code.
    #[must_use]
    pub fn ground(&self, code: &str) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.code == code)
    }

    /// The defect with this code, or called this.
    #[must_use]
    pub fn defect(&self, called: &str) -> Option<&Defect> {
        let by_code = self.defects.iter().find(|it| it.code == called);
        by_code.or_else(|| {
            let mut all = self.defects.iter();
            all.find(|it| it.text.zh == called || it.text.en == called)
        })
    }

    /// The type of outcome with this code.
    #[must_use]
    pub fn outcome(&self, code: &str) -> Option<&OutcomeType> {
        self.outcomes.iter().find(|outcome| outcome.code == code)
    }

    /// Whether the value at this path (such as `deadlines.returns`) is an example.
    #[must_use]
    pub fn is_example(&self, path: &str) -> bool {
        self.examples.iter().any(|example| example == path)
    }
}

/// The four classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassRules {
    /// Class A.
    pub a: ClassRule,
    /// Class B.
    pub b: ClassRule,
    /// Class C.
    pub c: ClassRule,
    /// Class D.
    pub d: ClassRule,
}

impl ClassRules {
    /// What this class is called and means.
    #[must_use]
    pub const fn of(&self, class: Class) -> &ClassRule {
        match class {
            Class::A => &self.a,
            Class::B => &self.b,
            Class::C => &self.c,
            Class::D => &self.d,
        }
    }
}

/// One class of replies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    /// What it is called.
    pub label: Bilingual,
    /// What it means.
    pub meaning: Bilingual,
}

/// What a reply must hold before it is handed in, by its class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassRequirements {
    /// Of class A.
    pub a: Vec<ClassRequirement>,
    /// Of class B.
    pub b: Vec<ClassRequirement>,
    /// Of class C.
    pub c: Vec<ClassRequirement>,
    /// Of class D.
    pub d: Vec<ClassRequirement>,
    /// How many characters make a reason of substance, white space not counted.
    pub reason_characters: u32,
}

impl ClassRequirements {
    /// What a reply of this class must hold.
    #[must_use]
    pub fn of(&self, class: Class) -> &[ClassRequirement] {
        match class {
            Class::A => &self.a,
            Class::B => &self.b,
            Class::C => &self.c,
            Class::D => &self.d,
        }
    }
}

/// How long things may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRules {
    /// Where the clock of a proposal submitted in session starts; one submitted between sessions starts at hand-over.
    pub clock: Clock,
    /// From the start of the clock to the reply.
    pub reply: Term,
    /// From the same start, with every extension.
    pub extended_at_most: Term,
    /// From hand-over to the request to return it.
    pub returns: Term,
    /// From hand-over to a co-handler's opinion.
    pub opinion: Term,
    /// From hand-over to a co-handler's opinion, with every extension; never beyond the reply it is for.
    pub opinion_extended_at_most: Term,
    /// From the dissatisfied rating to the second reply.
    pub second_handling: Term,
    /// From the dissatisfied rating to the second reply, with every extension.
    pub second_handling_extended_at_most: Term,
    /// Whether a deadline on a day off moves to the next working day.
    pub roll_forward: bool,
}

impl DeadlineRules {
    /// A term of this profile as a rule for the calendar.
    #[must_use]
    pub const fn rule(&self, term: Term) -> DeadlineRule {
        DeadlineRule {
            term,
            roll_forward: self.roll_forward,
        }
    }
}

/// When a deadline is near, in working days left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LightRules {
    /// Yellow with so many left, or fewer.
    pub yellow: u16,
    /// Red with so many left, or fewer.
    pub red: u16,
}

impl LightRules {
    /// The light for so many working days left; negative is overdue.
    #[must_use]
    pub fn light(self, working_days_left: i32) -> Light {
        if working_days_left <= i32::from(self.red) {
            Light::Red
        } else if working_days_left <= i32::from(self.yellow) {
            Light::Yellow
        } else {
            Light::Green
        }
    }
}

/// Consulting the member before the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsultationRules {
    /// Contacts in a round before the reply may be submitted for review.
    pub contacts_needed: u8,
}

/// What key proposals (重点提案) need beyond others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyRules {
    /// Contacts in a round before the reply may be submitted for review; never fewer than for others.
    pub contacts_needed: u8,
    /// Whether one of them must be face to face.
    pub face_to_face: bool,
    /// Whether the supervising leader's view must be on record before the reply is signed.
    pub leader_view: bool,
}

/// Tasks cut out of suggestions (分解任务).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskRules {
    /// Whether every task must be finished or dropped before the reply may be submitted for review.
    pub finished_before_review: bool,
}

/// Publishing replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationRules {
    /// Whether the unit must say to whom a reply is open before it is signed.
    pub openness_needed: bool,
}

/// Rating the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingRules {
    /// What the form asks about.
    pub scales: Scales,
    /// Whether the form also offers *very satisfied*.
    pub very_satisfied: bool,
    /// Whether the form also offers *understand*.
    pub understand: bool,
    /// From issue to the day after which a reply item closes unrated.
    pub window: Term,
    /// Who decides when joint proposers differ.
    pub combination: Combination,
}

impl RatingRules {
    /// Whether the form of this profile has this value.
    #[must_use]
    pub const fn offers(&self, value: Satisfaction) -> bool {
        match value {
            Satisfaction::VerySatisfied => self.very_satisfied,
            Satisfaction::Understand => self.understand,
            Satisfaction::Satisfied
            | Satisfaction::BasicallySatisfied
            | Satisfaction::Dissatisfied => true,
        }
    }
}

/// Showing figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureRules {
    /// How a percentage is rounded.
    pub rounding: Rounding,
    /// Digits after the point of a percentage.
    pub decimals: u8,
}

/// A ground on which a proposal may be declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// Its stable code: lower-case letters, digits, `-` and `_`.
    pub code: String,
    /// What the proposer is told.
    pub text: Bilingual,
}

/// What is wrong with a reply that is sent back. On record as it was called then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Defect {
    /// Its stable code: lower-case letters, digits, `-` and `_`.
    pub code: String,
    /// What it is called.
    pub text: Bilingual,
}

/// A type of outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OutcomeType {
    /// Its stable code: lower-case letters, digits, `-` and `_`.
    pub code: String,
    /// What it is called.
    pub text: Bilingual,
}
