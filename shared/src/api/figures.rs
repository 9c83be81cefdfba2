//! Figures and the board.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::proposals::ProposalQuery;
use super::{Json, Nothing};
use crate::calendar::Date;
use crate::case::{Kind, ProposalStage, StageName, Timing};
use crate::endpoint;
use crate::figures::{Dimension, FigureName, Figures, Level, Part, Quarter, with_unit};
use crate::ids::{PersonId, SessionId, UnitCode};
use crate::lang::Lang;
use crate::profile::Light;

/// Over what to count. What is said holds together; a proposal counts for a unit that owes it a reply. Those of a unit or
/// department are counted what it has, and nothing that others have on the same proposals; to name others is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct FigureQuery {
    /// Of this session; the current one where left out, and all of them where figures are broken down by session.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Of this quarter: proposals submitted in it, reply items whose first deadline is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub quarter: Option<Quarter>,
    /// Only reply items of this unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
    /// Only reply items of this department.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub department: Option<UnitCode>,
    /// Only reply items handled by this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub handler: Option<PersonId>,
    /// Only in this subject group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Only of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub kind: Option<Kind>,
    /// Only submitted in session, or between sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub timing: Option<Timing>,
    /// Only key proposals, or all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<bool>,
    /// Broken down by this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub by: Option<Dimension>,
}
crate::query!(FigureQuery);

impl FigureQuery {
    /// What the facts that count must have in each dimension. The session is as it is said here.
    #[must_use]
    pub fn wanted(&self) -> Vec<(Dimension, String)> {
        let text = |word: Option<&str>| word.map(ToOwned::to_owned);
        let wanted = [
            (
                Dimension::Session,
                text(self.session.as_ref().map(|it| it.as_str())),
            ),
            (Dimension::Quarter, self.quarter.map(|it| it.to_string())),
            (
                Dimension::Unit,
                text(self.unit.as_ref().map(|it| it.as_str())),
            ),
            (
                Dimension::Department,
                text(self.department.as_ref().map(|it| it.as_str())),
            ),
            (
                Dimension::Handler,
                text(self.handler.as_ref().map(|it| it.as_str())),
            ),
            (Dimension::Category, self.category.clone()),
            (Dimension::Kind, text(self.kind.map(Kind::code))),
            (Dimension::Timing, text(self.timing.map(Timing::code))),
            (Dimension::Key, text(self.key.map(Dimension::key))),
        ];
        let wanted = wanted.into_iter();
        wanted
            .filter_map(|(dimension, value)| Some((dimension, value?)))
            .collect()
    }

    /// As what proposals are counted.
    #[must_use]
    pub fn level(&self) -> Level {
        let own = self.unit.is_some() || self.department.is_some() || self.handler.is_some();
        if own { Level::Own } else { Level::Whole }
    }

    /// The same, only at this value of `by`, which is written as in [`FigureGroup::value`]; none where it cannot be.
    #[must_use]
    pub fn at(&self, by: Dimension, value: &str) -> Option<Self> {
        let mut at = Self {
            by: None,
            ..self.clone()
        };
        match by {
            Dimension::Session => at.session = Some(value.into()),
            Dimension::Quarter => at.quarter = Some(value.parse().ok()?),
            Dimension::Unit => at.unit = Some(value.into()),
            Dimension::Department => at.department = Some(value.into()),
            Dimension::Handler => at.handler = Some(value.into()),
            Dimension::Category => at.category = Some(value.to_owned()),
            Dimension::Kind => at.kind = Some(value.parse().ok()?),
            Dimension::Timing => at.timing = Some(value.parse().ok()?),
            Dimension::Key => at.key = Some(value.parse().ok()?),
        }
        Some(at)
    }

    /// The proposals behind one number of a figure: what a list of them is asked for.
    #[must_use]
    pub fn behind(&self, figure: FigureName, part: Part) -> ProposalQuery {
        ProposalQuery {
            session: self.session.clone(),
            quarter: self.quarter,
            unit: self.unit.clone(),
            department: self.department.clone(),
            handler: self.handler.clone(),
            category: self.category.clone(),
            kind: self.kind,
            timing: self.timing,
            key: self.key,
            figure: Some(figure),
            part: Some(part),
            ..ProposalQuery::default()
        }
    }
}

/// Figures of those at one value of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureGroup {
    /// The value: a code, a quarter, a name; empty where there is none yet. As a filter it is written the same.
    pub value: String,
    /// What the office calls it; the value where it has no other name.
    pub name: String,
    /// Of a department or a person the unit, by its name; of a person in several each of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Its figures.
    pub figures: Figures,
}

impl FigureGroup {
    /// What it is called, with its unit.
    #[must_use]
    pub fn say(&self, by: Dimension, lang: Lang) -> String {
        let called = match by.name(&self.value, lang) {
            called if called == self.value => self.name.clone(),
            called => called,
        };
        with_unit(called, self.unit.as_deref(), lang)
    }
}

/// Figures, and what they are broken down into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FigureReport {
    /// The session; none where there are several, or none was added yet.
    pub session: Option<SessionId>,
    /// Of all that is asked for.
    pub figures: Figures,
    /// By what it is broken down.
    pub by: Option<Dimension>,
    /// Each part, in the order of its value. A proposal that several units answer is in the part of each.
    pub groups: Vec<FigureGroup>,
}

/// Over what the board counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct BoardQuery {
    /// Of this session; the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Only assignments to this unit; those of a unit may name no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
}
crate::query!(BoardQuery);

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
    /// Open assignments past their deadline: those due before `today`.
    pub overdue: u64,
    /// The day, in the office's time zone.
    pub today: Date,
}

endpoint! {
    /// The figures over what the caller may see, for those of a unit over what that has, with `by=` also of each part. The proposals behind a number are
    /// listed by `GET /proposals?figure=…&part=…` with the same filters.
    GetFigures = Get "/api/v1/figures", "figures", Read, "The figures.";
    part (); query FigureQuery; body Nothing; reply Json<FigureReport>
}
endpoint! {
    /// Counts by stage and light: of proposals over what the caller may see, of assignments for those of a unit over their
    /// own.
    GetBoard = Get "/api/v1/board", "board", Read, "Counts by stage and light.";
    part (); query BoardQuery; body Nothing; reply Json<Board>
}
