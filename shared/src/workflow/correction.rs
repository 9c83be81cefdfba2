//! What was corrected in the record of a proposal: as it stood, and as it stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::case::{Kind, Proposer, Timing};
use crate::ids::Millis;
use crate::lang::Lang;

/// One thing that was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "`from` is what stood on record, `to` what stands there now"
)]
pub enum Correction {
    /// The title.
    Title { from: String, to: String },
    /// The subject group.
    Category { from: String, to: String },
    /// Who stands behind it.
    Kind { from: Kind, to: Kind },
    /// In session or between.
    Timing { from: Timing, to: Timing },
    /// The day it came in, and the time that is kept for it.
    Submitted { from: Date, to: Date, to_ms: Millis },
    /// The proposers; `were` holds for each of them now the number that they had, none where they are new.
    Proposers {
        from: Vec<Proposer>,
        to: Vec<Proposer>,
        were: Vec<Option<u32>>,
    },
}

impl Correction {
    /// In words: what it was, and what it is.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let (what, from, to) = match self {
            Self::Title { from, to } => (lang.pick("案由", "title"), from.clone(), to.clone()),
            Self::Category { from, to } => {
                (lang.pick("分类", "category"), from.clone(), to.clone())
            }
            Self::Kind { from, to } => (
                lang.pick("提案类型", "kind"),
                from.say(lang).to_owned(),
                to.say(lang).to_owned(),
            ),
            Self::Timing { from, to } => (
                lang.pick("时段", "timing"),
                from.say(lang).to_owned(),
                to.say(lang).to_owned(),
            ),
            Self::Submitted { from, to, .. } => (
                lang.pick("提交日期", "submitted"),
                from.to_string(),
                to.to_string(),
            ),
            Self::Proposers { from, to, .. } => (
                lang.pick("提案人", "proposers"),
                names(from, lang),
                names(to, lang),
            ),
        };
        lang.label(what, &format!("{from} -> {to}"))
    }
}

fn names(proposers: &[Proposer], lang: Lang) -> String {
    let names: Vec<&str> = proposers.iter().map(|it| it.name.as_str()).collect();
    names.join(lang.pick("、", ", "))
}

/// The number that a rater with this number has after those of one proposal changed, where `skip` raters stand before
/// that proposal's `len`; none for one who is a proposer no longer.
#[must_use]
pub(super) fn number_now(no: u32, skip: usize, len: usize, were: &[Option<u32>]) -> Option<u32> {
    let at = no as usize;
    let now = if at <= skip {
        at
    } else if at <= skip + len {
        let own = u32::try_from(at - skip).ok()?;
        skip + 1 + were.iter().position(|was| *was == Some(own))?
    } else {
        at - len + were.len()
    };
    u32::try_from(now).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_those_who_have_them() {
        // Two stand before; of three the second goes and a new one comes last.
        let were = [Some(1), Some(3), None];
        let now: Vec<Option<u32>> = (1..=7).map(|no| number_now(no, 2, 3, &were)).collect();
        let expected = [Some(1), Some(2), Some(3), None, Some(4), Some(6), Some(7)];
        assert_eq!(now, expected);
    }

    #[test]
    fn a_correction_says_what_it_was_and_what_it_is() {
        let kind = Correction::Kind {
            from: Kind::Individual,
            to: Kind::Joint,
        };
        assert_eq!(kind.say(Lang::Zh), "提案类型：个人提案 -> 联名提案");
        assert_eq!(kind.say(Lang::En), "kind: individual -> joint");
    }
}
