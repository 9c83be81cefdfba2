//! Proposals that are like one, and the units that suggests.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::proposals::ProposalRef;
use super::{Json, NoQuery, Nothing};
use crate::case::ProposalStage;
use crate::endpoint;
use crate::ids::{CaseId, SessionId, UnitCode};

/// A proposal that is like another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SimilarProposal {
    /// Which.
    pub id: CaseId,
    /// Its session (届次), which may be an earlier one.
    pub session: SessionId,
    /// The number people know it by.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub stage: ProposalStage,
    /// How much of what is particular in the title it shares, in hundredths.
    pub percent: u32,
    /// What it shares.
    pub shared: Vec<String>,
    /// The units that owe or owed the reply.
    pub leads: Vec<UnitCode>,
}

/// A unit that a proposal may belong to, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SuggestedUnit {
    /// The unit.
    pub unit: UnitCode,
    /// Its share of what similar proposals and duties say, in hundredths.
    pub percent: u32,
    /// How many of the similar proposals went there.
    pub proposals: u32,
    /// The numbers of those that are the most alike, at most three.
    pub like: Vec<String>,
    /// The words it shares with the duties of the unit, the most particular first, at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<String>,
    /// Whether the list that the proposal came in with names it. Such units go first; only who sees everything is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub listed: bool,
}

/// What is like a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Similar {
    /// The most alike first, at most ten.
    pub proposals: Vec<SimilarProposal>,
    /// Those that its list names, then the likeliest first, at most nine.
    pub units: Vec<SuggestedUnit>,
}

endpoint! {
    /// Proposals of any session whose title is like this one's, among those the caller may see; and the units they went
    /// to, or whose duties it names.
    GetSimilar = Get "/api/v1/proposals/{ref}/similar", "get_similar", Read, "Similar proposals, and the units they suggest.";
    part ProposalRef; query NoQuery; body Nothing; reply Json<Similar>
}
