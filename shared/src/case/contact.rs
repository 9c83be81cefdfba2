//! One consultation with the member (沟通记录).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::ids::{ContactNo, Millis, PersonId};
use crate::lang::Lang;
use crate::profile::ContactForm;
use crate::words;

words! {
    /// What somebody on the unit's side is.
    pub enum Position {
        /// Handles it.
        Handler = "handler", "承办人员", "handler";
        /// Heads the department.
        DepartmentHead = "department_head", "部门负责人", "department head";
        /// Heads the unit, or is one of its leaders.
        UnitHead = "unit_head", "单位负责人", "unit head";
    }
}

/// Somebody on the unit's side of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Counterpart {
    /// The name.
    pub name: String,
    /// What they are.
    pub position: Position,
}

/// One consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    /// Its number in the assignment.
    pub no: ContactNo,
    /// The day.
    pub on: Date,
    /// How.
    pub form: ContactForm,
    /// Members who took part, by name.
    pub members: Vec<String>,
    /// Who took part for the unit.
    pub unit_side: Vec<Counterpart>,
    /// What was said.
    pub said: String,
    /// What came of it.
    pub outcome: String,
    /// Who logged it.
    pub by: PersonId,
    /// When it was logged.
    pub at_ms: Millis,
    /// Struck out as wrong, with the reason; stays visible, counts no longer.
    pub struck: Option<String>,
    /// What the proposers say of it, each once, in the order in which they said it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmations: Vec<Confirmation>,
}

/// What a proposer says of a contact. It changes no gate and no figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Confirmation {
    /// Who.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// Whether it took place as it is on record.
    pub took_place: bool,
    /// What was said; never empty where it did not take place.
    pub note: String,
    /// When.
    pub at_ms: Millis,
}

/// That a contact took place, or did not, as a proposer says it.
#[must_use]
pub const fn say_took_place(took_place: bool, lang: Lang) -> &'static str {
    match took_place {
        true => lang.pick("属实", "took place"),
        false => lang.pick("不属实", "did not take place"),
    }
}

impl Contact {
    /// Whether it counts.
    #[must_use]
    pub const fn counts(&self) -> bool {
        self.struck.is_none()
    }

    /// What this person says of it.
    #[must_use]
    pub fn confirmation(&self, by: &PersonId) -> Option<&Confirmation> {
        self.confirmations.iter().find(|it| it.by == *by)
    }

    /// Whether the head of the department or of the unit took part.
    #[must_use]
    pub fn with_a_head(&self) -> bool {
        self.unit_side
            .iter()
            .any(|p| matches!(p.position, Position::DepartmentHead | Position::UnitHead))
    }
}
