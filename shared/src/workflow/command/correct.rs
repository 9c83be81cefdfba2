//! Correcting what is on record of a proposal.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::case::{Kind, Timing};
use crate::ids::PersonId;

/// Correct what is on record of a proposal, at whatever stage it is; what is left out stays.
///
/// Body and suggestions are not among it: they are what units answer, so they are amended before the hand-over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correct {
    /// Why.
    pub reason: String,
    /// The title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The subject group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Who stands behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// In session or between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    /// The day it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<Date>,
    /// All proposers from now on, the lead proposer first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposers: Option<Vec<ProposerNow>>,
}

/// A proposer as it stands from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposerNow {
    /// The name.
    pub name: String,
    /// The person with a login. Left out, whoever is on record for this proposer stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The number, from 1, of the proposer on record that this one is, where the name is corrected. Left out, it is the one
    /// of the same person or name, and a new one where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<u32>,
}
