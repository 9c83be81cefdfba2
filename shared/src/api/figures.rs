//! Figures and the board.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Json, Nothing};
use crate::case::{ProposalStage, StageName};
use crate::endpoint;
use crate::figures::Figures;
use crate::ids::{SessionId, UnitCode};
use crate::profile::Light;

/// Over what to count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct FigureQuery {
    /// Of this session; the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Only assignments to this unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
}
crate::query!(FigureQuery);

/// How many are at one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StageCount<S> {
    /// The stage.
    pub stage: S,
    /// How many.
    pub count: u64,
}

/// How many show one light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LightCount {
    /// The light.
    pub light: Light,
    /// How many open assignments.
    pub count: u64,
}

/// What the board shows: counts by stage and light.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Board {
    /// Proposals by stage.
    pub proposals: Vec<StageCount<ProposalStage>>,
    /// Assignments that count, by stage.
    pub assignments: Vec<StageCount<StageName>>,
    /// Open assignments by light.
    pub lights: Vec<LightCount>,
    /// Open assignments past their deadline.
    pub overdue: u64,
}

endpoint! {
    /// The figures over what the caller may see.
    GetFigures = Get "/api/v1/figures", "figures", Read, "The figures.";
    part (); query FigureQuery; body Nothing; reply Json<Figures>
}
endpoint! {
    /// Counts by stage and light over what the caller may see.
    GetBoard = Get "/api/v1/board", "board", Read, "Counts by stage and light.";
    part (); query FigureQuery; body Nothing; reply Json<Board>
}
