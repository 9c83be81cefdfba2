//! What waits for the caller.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::proposals::{AssignmentRow, ProposalRow};
use super::{Json, Nothing, Page};
use crate::endpoint;
use crate::ids::UnitCode;
use crate::profile::Light;
use crate::workflow::Attention;

/// Which page of the inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct InboxQuery {
    /// At most so many, up to 200 (default 50).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// From where the page before ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Also count all of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub count: bool,
}
crate::query!(InboxQuery);
crate::paged!(InboxQuery);

/// One entry: a case that waits for the caller, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InboxRow {
    /// Why, since when, by when.
    pub attention: Attention,
    /// The name of the person stood in for, where it waits for the caller only in that person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<String>,
    /// How near the deadline is.
    pub light: Option<Light>,
    /// Working days left today, negative when overdue.
    pub days_left: Option<i32>,
    /// Whether its day has passed: also where no working day has passed since, which `days_left` cannot say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// The case.
    pub proposal: ProposalRow,
}

impl InboxRow {
    /// Whether plain weekdays were counted to the deadline by which it waits, in a year without published holidays.
    #[must_use]
    pub fn counts_plain_weekdays(&self) -> bool {
        let entry = &self.attention;
        let of = |a: &&AssignmentRow| entry.assignment.is_none_or(|no| no == a.no);
        let mut those = self.proposal.assignments.iter().filter(of);
        those.any(|a| a.plain_weekdays && Some(a.due) == entry.due)
    }

    /// The unit whose part of the case it is about, where several owe a reply and the line does not say so otherwise.
    #[must_use]
    pub fn of_which_unit(&self) -> Option<&UnitCode> {
        let no = self.attention.assignment?;
        let owes = self
            .proposal
            .assignments
            .iter()
            .filter(|it| it.role.owes_reply());
        let several = owes.count() > 1 && self.attention.is_across_units();
        let found = self.proposal.assignments.iter().find(|it| it.no == no);
        found.filter(|_| several).map(|it| &it.unit)
    }
}

endpoint! {
    /// What waits for the caller, the most urgent first: overdue and nearest deadlines, then the longest waiting.
    Inbox = Get "/api/v1/inbox", "inbox", Read, "What waits for you, the most urgent first.";
    part (); query InboxQuery; body Nothing; reply Json<Page<InboxRow>>
}
