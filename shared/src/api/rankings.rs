//! Rankings by points, and with them the candidates for commendation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::figures::FigureQuery;
use super::{Json, Nothing};
use crate::endpoint;
use crate::figures::{FigureName, Quarter, RankOf, Ranked};
use crate::ids::{SessionId, UnitCode};

/// What to rank.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct RankingQuery {
    /// Of this session, which is a year of work; the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Only reply items whose first deadline is in this quarter; of proposals those whose last reply item, or the one
    /// of the unit, is first due in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub quarter: Option<Quarter>,
    /// Only inside this unit; where left out, all units for who sees them all, and for others their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
    /// Who is ranked: units where left out, inside a unit departments. Proposals are those answered in time with a
    /// suggestion adopted and no rating form of any round dissatisfied.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub of: Option<RankOf>,
    /// Only those who owe at least so many reply items (default 1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// The first so many, up to 1000 (default 200).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}
crate::query!(RankingQuery);

impl RankingQuery {
    /// Who is ranked.
    #[must_use]
    pub fn of(&self) -> RankOf {
        self.of.unwrap_or(match self.unit {
            Some(_) => RankOf::Departments,
            None => RankOf::Units,
        })
    }

    /// What the figures of all of them are over.
    #[must_use]
    pub fn over(&self) -> FigureQuery {
        FigureQuery {
            session: self.session.clone(),
            quarter: self.quarter,
            unit: self.unit.clone(),
            ..FigureQuery::default()
        }
    }
}

/// A ranking, with what every score is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ranking {
    /// The session; none where none was added yet.
    pub session: Option<SessionId>,
    /// Inside which unit; none where all units are ranked. Whoever does not see all units is ranked their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    /// Who is ranked.
    pub of: RankOf,
    /// Points for a rate of 100 %, by figure, as the profile has them.
    pub weights: BTreeMap<FigureName, i32>,
    /// Those of them that are examples, no rule of the office.
    pub examples: Vec<FigureName>,
    /// How many are ranked in all.
    pub total: u64,
    /// The first of them.
    pub rows: Vec<Ranked>,
}

endpoint! {
    /// Units, departments, persons or proposals by points, each score explained line by line. Units against units are
    /// for those who see everything; inside a unit its own desks may look too.
    GetRankings = Get "/api/v1/rankings", "rankings", Read, "Rankings by points, with the evidence.";
    part (); query RankingQuery; body Nothing; reply Json<Ranking>
}
