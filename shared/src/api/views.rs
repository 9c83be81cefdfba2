//! Saved views: filters and an order of proposals under a name, kept for one person.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::proposals::ProposalQuery;
use super::{DryRun, Json, NoQuery, Nothing, Page};
use crate::endpoint;

/// Filters and an order under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Its name, unique for its owner.
    pub name: String,
    /// Which proposals, in which order. Not kept: how many at once, from where, whether to count them.
    pub query: ProposalQuery,
}

endpoint! {
    /// The saved views of the caller, by name.
    ListViews = Get "/api/v1/views", "list_views", Read, "Your saved views.";
    part (); query NoQuery; body Nothing; reply Json<Page<View>>
}
endpoint! {
    /// Saves a view of the caller, in the place of one of that name.
    PutView = Put "/api/v1/views", "put_view", Write, "Save a view.";
    part (); query DryRun; body Json<View>; reply Json<View>
}
endpoint! {
    /// Forgets a view of the caller.
    DropView = Delete "/api/v1/views/{name}", "drop_view", Write, "Forget a saved view.";
    part String; query DryRun; body Nothing; reply Nothing
}
