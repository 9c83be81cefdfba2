//! Who stands in for whom (代理).

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{DryRun, Json, Nothing, Page};
use crate::calendar::Date;
use crate::ids::{Millis, PersonId};
use crate::org::Post;
use crate::{endpoint, query};

/// Which delegations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct DelegationsQuery {
    /// Of everybody, not only one's own: for administrators and those who see every case.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
    /// Also those that are over.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub past: bool,
    /// At most so many, up to 200 (default 100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// From where the page before ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}
query!(DelegationsQuery);
crate::paged!(DelegationsQuery);

/// One post, or all of them, lent for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DelegationInfo {
    /// Which one; later ones are greater.
    pub id: String,
    /// Whose post it is.
    pub giver: PersonId,
    /// The name of that person.
    pub giver_name: String,
    /// Who stands in.
    pub taker: PersonId,
    /// The name of that person.
    pub taker_name: String,
    /// The post; none for every post that can be lent.
    pub post: Option<Post>,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Why.
    pub note: String,
    /// Who set it up.
    pub made_by: PersonId,
    /// When it was ended early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<Millis>,
}

/// A post to lend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDelegation {
    /// Whose post; the caller's where left out. For somebody else only by an administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub giver: Option<PersonId>,
    /// Who stands in.
    pub taker: PersonId,
    /// Only this post; left out, every post that can be lent, also those the giver stands in with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Post>,
    /// The first day; today where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day, at most a year later.
    pub until: Date,
    /// Why.
    #[serde(default)]
    pub note: String,
}

endpoint! {
    /// Who stands in for whom.
    ListDelegations = Get "/api/v1/delegations", "list_delegations", Read, "Who stands in for whom, the newest first.";
    part (); query DelegationsQuery; body Nothing; reply Json<Page<DelegationInfo>>
}
endpoint! {
    /// Lends a post.
    Delegate = Post "/api/v1/delegations", "delegate", Write, "Let somebody stand in for you for some days.";
    part (); query DryRun; body Json<NewDelegation>; reply Json<DelegationInfo>
}
endpoint! {
    /// Ends a delegation before its last day: by who gave it, who has it, or an administrator.
    EndDelegation = Post "/api/v1/delegations/{id}/end", "end_delegation", Write, "End a delegation early.";
    part String; query DryRun; body Nothing; reply Json<DelegationInfo>
}
