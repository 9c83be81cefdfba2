//! Proposals that are like one, and the units that suggests.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::proposals::ProposalRef;
use super::{Json, NoQuery, Nothing};
use crate::case::{AssignmentRole, ProposalStage};
use crate::endpoint;
use crate::ids::{CaseId, SessionId, UnitCode};
use crate::workflow::HandTo;

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
    /// Whether the list that the proposal came in with has it answer. Such units go first; only who sees everything is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub listed: bool,
}

/// What is like a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Similar {
    /// The most alike first, at most ten.
    pub proposals: Vec<SimilarProposal>,
    /// Those that its list has answer, then the likeliest first, at most nine.
    pub units: Vec<SuggestedUnit>,
    /// Everyone whom the list names that it came in with, as it does; only who sees everything is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listed: Vec<ListedUnit>,
}

/// A unit that a list names for a proposal which it does not hand over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ListedUnit {
    /// The unit.
    pub unit: UnitCode,
    /// As what.
    pub role: AssignmentRole,
}

impl Similar {
    /// The unit to think of first: who answers by the list, else the likeliest that does not merely help by it.
    #[must_use]
    pub fn first(&self) -> Option<&SuggestedUnit> {
        let helps = |unit: &UnitCode| self.listed.iter().any(|it| it.unit == *unit);
        let mut units = self.units.iter();
        units.find(|it| it.listed || !helps(&it.unit))
    }

    /// Whom to hand it to as suggested: those whom its list names, with the likeliest unit as lead where that names nobody
    /// who answers. A unit that was `chosen` leads; then those who answer parts by the list do so under its own lead only.
    /// Nobody where there is nobody to answer.
    #[must_use]
    pub fn handed(&self, chosen: Option<&UnitCode>) -> Vec<HandTo> {
        let is_lead = |it: &&ListedUnit| it.role == AssignmentRole::Lead;
        let lead = self.listed.iter().find(is_lead).map(|it| &it.unit);
        let answers = self.listed.iter().any(|it| it.role.owes_reply());
        let (leads, whole) = match chosen {
            Some(chosen) => (Some(chosen), lead == Some(chosen)),
            None if answers => (lead, true),
            None => (self.first().map(|it| &it.unit), false),
        };
        let with = self.listed.iter().filter(|it| {
            let part = it.role == AssignmentRole::Split && whole;
            (part || it.role == AssignmentRole::CoHandler) && Some(&it.unit) != leads
        });
        let with = with.map(|it| (&it.unit, it.role));
        let leads = leads.map(|unit| (unit, AssignmentRole::Lead));
        let to: Vec<HandTo> = leads
            .into_iter()
            .chain(with)
            .map(|(unit, role)| HandTo {
                unit: unit.clone(),
                role,
                suggestions: vec![],
            })
            .collect();
        match to.iter().any(|it| it.role.owes_reply()) {
            true => to,
            false => vec![],
        }
    }
}

endpoint! {
    /// Proposals of any session whose title is like this one's, among those the caller may see; and the units they went
    /// to, or whose duties it names.
    GetSimilar = Get "/api/v1/proposals/{ref}/similar", "get_similar", Read, "Similar proposals, and the units they suggest.";
    part ProposalRef; query NoQuery; body Nothing; reply Json<Similar>
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `B03:lead B04:split`: what a list names; the units that are suggested, those of the list first.
    fn similar(listed: &str, suggested: &[&str]) -> Similar {
        let listed = listed.split_whitespace().map(|it| {
            let (unit, role) = it.split_once(':').unwrap();
            ListedUnit {
                unit: unit.into(),
                role: role.parse().unwrap(),
            }
        });
        let listed: Vec<ListedUnit> = listed.collect();
        let units = suggested.iter().map(|unit| SuggestedUnit {
            unit: (*unit).into(),
            percent: 10,
            proposals: 1,
            like: vec![],
            duties: vec![],
            listed: listed
                .iter()
                .any(|it| it.unit.as_str() == *unit && it.role.owes_reply()),
        });
        Similar {
            proposals: vec![],
            units: units.collect(),
            listed,
        }
    }

    #[track_caller]
    fn hands(listed: &str, suggested: &[&str], chosen: Option<&str>, to: &str) {
        let chosen = chosen.map(UnitCode::from);
        let handed = similar(listed, suggested).handed(chosen.as_ref());
        let handed = handed.iter().map(|it| format!("{}:{}", it.unit, it.role));
        assert_eq!(handed.collect::<Vec<_>>().join(" "), to);
    }

    #[test]
    fn what_a_list_names_is_handed_to_as_it_says() {
        let list = "A:lead B:split C:co_handler";
        hands(list, &["A", "B", "X"], None, list);
        hands("B:split C:split", &["B", "C"], None, "B:split C:split");
        hands("", &["X", "Y"], None, "X:lead");
        hands("", &[], None, "");
    }

    #[test]
    fn who_merely_helps_by_the_list_does_not_lead_unless_chosen() {
        hands("C:co_handler", &["C", "X"], None, "X:lead C:co_handler");
        hands("C:co_handler", &["C"], None, "");
        hands("C:co_handler", &["C", "X"], Some("C"), "C:lead");
    }

    #[test]
    fn a_unit_that_was_chosen_leads_with_the_helpers_of_the_list() {
        let list = "A:lead B:split C:co_handler";
        hands(list, &["A", "B"], Some("A"), list);
        hands(list, &["A", "B"], Some("X"), "X:lead C:co_handler");
        hands(list, &["A", "B"], Some("B"), "B:lead C:co_handler");
        hands("B:split D:split", &["B", "D"], Some("D"), "D:lead");
    }
}
