//! What a list says that the committee office decided about a proposal.

use serde::{Deserialize, Serialize};

use crate::case::{Forwarded, ProposalStage as P};
use crate::lang::Lang;
use crate::lists::ProposalColumn;
use crate::profile::{Ground, Profile};
use crate::text::normalise_name;

/// What a list says of the decisions about one proposal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// How far it has come.
    pub stage: Option<P>,
    /// The ground on which it was not filed: its code, or its words.
    pub ground: Option<String>,
    /// As what it goes on where it was not filed.
    pub forwarded: Option<Forwarded>,
    /// What was said with the decision.
    pub note: Option<String>,
    /// The number of the proposal that it is merged into.
    pub merged_into: Option<String>,
    /// The how many-th it is of those merged into the same one.
    pub merge_order: Option<u32>,
}

impl Decided {
    /// What keeps it from units, as the list says it; none where they may have it.
    #[must_use]
    pub const fn stays(&self) -> Option<P> {
        match self.stage {
            _ if self.merged_into.is_some() => Some(P::Merged),
            Some(P::Filed | P::InHandling | P::Answered | P::Closed) | None => None,
            stays => stays,
        }
    }

    /// Columns that say what nothing is done with: a ground of what is filed, say.
    #[must_use]
    pub fn idle(&self) -> Vec<ProposalColumn> {
        let is_merged = self.merged_into.is_some();
        let declined = self.stage == Some(P::Declined) && !is_merged;
        let explained = matches!(self.stage, Some(P::NeedsRevision | P::Withdrawn)) && !is_merged;
        let says_other = !matches!(self.stage, Some(P::Merged) | None) && is_merged;
        let idle = [
            (ProposalColumn::Stage, says_other),
            (ProposalColumn::Ground, self.ground.is_some() && !declined),
            (
                ProposalColumn::Forwarded,
                self.forwarded.is_some() && !declined,
            ),
            (
                ProposalColumn::DecisionNote,
                self.note.is_some() && !declined && !explained,
            ),
            (
                ProposalColumn::MergeOrder,
                self.merge_order.is_some() && !is_merged,
            ),
        ];
        let idle = idle.into_iter().filter(|(_, is_idle)| *is_idle);
        idle.map(|(column, _)| column).collect()
    }

    /// The ground that the list names by its code or its words.
    #[must_use]
    pub fn known_ground<'p>(&self, profile: &'p Profile) -> Option<&'p Ground> {
        let key = |text: &str| {
            normalise_name(text)
                .to_lowercase()
                .replace(['，', '、'], ",")
        };
        let said = key(self.ground.as_deref()?);
        profile.grounds.iter().find(|it| {
            let words = [
                it.code.as_str(),
                it.text.say(Lang::Zh),
                it.text.say(Lang::En),
            ];
            words.into_iter().any(|word| key(word) == said)
        })
    }

    /// The column in which something is missing that its stage needs: then it is taken in as submitted.
    #[must_use]
    pub const fn lacks(&self) -> Option<ProposalColumn> {
        match self.stage {
            Some(P::Declined) if self.ground.is_none() => Some(ProposalColumn::Ground),
            Some(P::NeedsRevision | P::Withdrawn) if self.note.is_none() => {
                Some(ProposalColumn::DecisionNote)
            }
            Some(P::Merged) if self.merged_into.is_none() => Some(ProposalColumn::MergedInto),
            _ => None,
        }
    }

    /// Whether the other says the same decision: what follows a hand-over is all one.
    pub(super) fn is_as(&self, other: &Self) -> bool {
        let decision = |decided: &Self| match decided.stage {
            Some(P::InHandling | P::Answered | P::Closed) => Some(P::Filed),
            stage => stage,
        };
        self.merged_into == other.merged_into
            && (self.merged_into.is_some() || decision(self) == decision(other))
            && self.ground == other.ground
    }

    /// Whether its replies are out, which no list of proposals holds.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(self.stage, Some(P::Answered | P::Closed))
    }
}
