//! The rules of a session, every revision of them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{DryRun, Json, NoQuery, Nothing, Page};
use crate::ids::{Millis, SessionId};
use crate::profile::{Profile, ProfileChange};
use crate::{endpoint, query};

/// One revision of the rules of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProfileRevision {
    /// Its number in the session, from 1.
    pub revision: u32,
    /// Why it was made, in the words of whoever made it.
    pub note: String,
    /// Who made it; none for the rules that a session begins with.
    pub by: Option<String>,
    /// When.
    pub at_ms: Millis,
    /// What it changed from the one before.
    pub changes: Vec<ProfileChange>,
    /// Cases handled under it.
    pub cases: u64,
}

/// The rules of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SessionProfile {
    /// The session.
    pub session: SessionId,
    /// Which revision of its rules these are.
    pub revision: u32,
    /// The rules.
    pub profile: Profile,
}

/// Which revision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RevisionQuery {
    /// The newest where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
}
query!(RevisionQuery);

/// New rules for a session.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProfile {
    /// The profile as TOML. What it leaves out is as in Shenzhen.
    pub toml: String,
    /// Why.
    pub note: String,
    /// The revision it was made from; refused as stale where there is a newer one.
    pub seen: u32,
}

/// What new rules changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProfileChanged {
    /// The rules as they are now.
    pub now: SessionProfile,
    /// What is not what it was; empty where nothing was changed, and then no revision was made.
    pub changes: Vec<ProfileChange>,
    /// Open cases of the session that stay under older rules until they are moved on record.
    pub under_older: u64,
}

endpoint! {
    /// The rules of a session, the newest or a named revision.
    GetProfile = Get "/api/v1/profiles/{session}", "get_profile", Read, "The rules of a session.";
    part SessionId; query RevisionQuery; body Nothing; reply Json<SessionProfile>
}
endpoint! {
    /// Every revision of the rules of a session, the newest first.
    ListProfileRevisions = Get "/api/v1/profiles/{session}/revisions", "list_profile_revisions", Read, "Every revision of the rules of a session.";
    part SessionId; query NoQuery; body Nothing; reply Json<Page<ProfileRevision>>
}
endpoint! {
    /// Makes a new revision of the rules of a session. Cases keep theirs until they are moved on record (`adopt_rules`).
    PutProfile = Put "/api/v1/profiles/{session}", "put_profile", Admin, "Change the rules of a session.";
    part SessionId; query DryRun; body Json<NewProfile>; reply Json<ProfileChanged>
}
