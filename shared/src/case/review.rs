//! Three levels of review, and who did what in a round.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reply::Class;
use crate::ids::{Millis, PersonId};
use crate::lang::Lang;
use crate::org::Role;
use crate::profile::Defect;
use crate::words;

words! {
    /// A level of review (三级审核).
    pub enum Level {
        /// The department's head.
        One = "one", "一级", "level 1";
        /// The unit's supervision desk.
        Two = "two", "二级", "level 2";
        /// The unit's head, who signs.
        Three = "three", "三级", "level 3";
    }
}

impl Level {
    /// Whose level it is.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::One => Role::DepartmentHead,
            Self::Two => Role::Liaison,
            Self::Three => Role::UnitHead,
        }
    }

    /// The level after this one.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::One => Some(Self::Two),
            Self::Two => Some(Self::Three),
            Self::Three => None,
        }
    }

    /// The level before this one.
    #[must_use]
    pub const fn before(self) -> Option<Self> {
        match self {
            Self::One => None,
            Self::Two => Some(Self::One),
            Self::Three => Some(Self::Two),
        }
    }

    /// What somebody does at this level.
    #[must_use]
    pub const fn duty(self) -> Duty {
        match self {
            Self::One => Duty::Level1,
            Self::Two => Duty::Level2,
            Self::Three => Duty::Level3,
        }
    }
}

words! {
    /// What a person has been in a round: one of these, and no other in the same round.
    pub enum Duty {
        /// Wrote in the draft.
        Draft = "draft", "起草", "draft";
        /// Acted at level 1.
        Level1 = "level1", "一级审核", "level 1";
        /// Acted at level 2.
        Level2 = "level2", "二级审核", "level 2";
        /// Acted at level 3.
        Level3 = "level3", "三级审核", "level 3";
    }
}

/// The draft as handed in for review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Submission {
    /// By whom.
    pub by: PersonId,
    /// When: a handler's punctuality is measured here, not when a level gets to it.
    pub at_ms: Millis,
    /// The send-back it answers, to be put back if the submission is recalled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion)]
    pub reworks: Option<Box<SentBack>>,
    /// Since when it waited for whoever did it, for whom it waits again if it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_ms: Option<Millis>,
}

/// One level's yes, bound to the text it was given for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Approval {
    /// Which level.
    pub level: Level,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
    /// The hash of the content approved.
    pub hash: String,
    /// Since when it waited for whoever did it, for whom it waits again if it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_ms: Option<Millis>,
}

/// Why a reply went back to its drafters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SentBack {
    /// From which level.
    pub level: Level,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// At least one.
    pub defects: Vec<Defect>,
    /// The sentence that goes with them.
    pub note: String,
    /// When.
    pub at_ms: Millis,
    /// The hash of the content that was sent back.
    pub hash: String,
    /// The submission it undid, to be put back if the send-back is retracted; none once the drafters have acted.
    pub submission: Option<Submission>,
    /// The approvals it undid, likewise.
    pub approvals: Vec<Approval>,
    /// Since when it waited for whoever did it, for whom it waits again if it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_ms: Option<Millis>,
}

words! {
    /// A step in the trail of a review.
    pub enum StepKind {
        /// Handed in.
        Submitted = "submitted", "送审", "submitted";
        /// Taken back by the submitter.
        Recalled = "recalled", "撤回送审", "recalled";
        /// A level said yes.
        Approved = "approved", "通过", "approved";
        /// A yes taken back before the next level acted.
        Retracted = "retracted", "撤销通过", "approval retracted";
        /// A level said no.
        SentBack = "sent_back", "退回修改", "sent back";
        /// A no taken back before the drafters acted.
        Resumed = "resumed", "撤销退回", "send-back retracted";
        /// A level changed the class.
        ClassChanged = "class_changed", "改类", "class changed";
        /// The content changed under review: every yes is void.
        Voided = "voided", "内容改动审核作废", "approvals voided";
        /// Signed and issued.
        Signed = "signed", "签发", "signed";
    }
}

/// One step, as the trail shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewStep {
    /// What happened.
    pub kind: StepKind,
    /// At which level, where it was at one.
    pub level: Option<Level>,
    /// By whom.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
    /// Defects named.
    pub defects: Vec<Defect>,
    /// What was said with it.
    pub note: String,
    /// The class before and after, where it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassChange>,
}

/// A change of class in review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClassChange {
    /// What it was.
    pub from: Class,
    /// What it became.
    pub to: Class,
}

impl ReviewStep {
    /// What happened, with the classes where they changed.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let what = self.kind.say(lang);
        match self.class {
            Some(ClassChange { from, to }) => {
                format!("{what} {} -> {}", from.say(lang), to.say(lang))
            }
            None => what.to_owned(),
        }
    }
}
