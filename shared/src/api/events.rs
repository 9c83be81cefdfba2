//! The record of a case, and the live stream of changes.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::proposals::ProposalRef;
use super::{Json, NoQuery, Nothing, Page, Stream};
use crate::endpoint;
use crate::ids::{CaseId, Millis, Version};
use crate::workflow::Event;

/// One event as it is kept, with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recorded {
    /// Its number over all cases.
    pub seq: i64,
    /// The version of the case it made.
    pub version: Version,
    /// What happened.
    pub event: Event,
    /// The hash over it and the one before in its case, in hex.
    pub hash: String,
}

/// Something changed: enough to know what to read again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Change {
    /// The number of the event over all cases; the id of the event on the stream.
    pub seq: i64,
    /// The case.
    pub case: CaseId,
    /// Its version after the event.
    pub version: Version,
    /// The kind of event.
    pub kind: String,
    /// When.
    pub at_ms: Millis,
}

/// From where to stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct StreamQuery {
    /// Only what came after this number; the `Last-Event-ID` header says the same. From now on where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
}
crate::query!(StreamQuery);

endpoint! {
    /// The record of a case, oldest first.
    CaseEvents = Get "/api/v1/proposals/{ref}/events", "case_events", Read, "The record of a case.";
    part ProposalRef; query NoQuery; body Nothing; reply Json<Page<Recorded>>
}
endpoint! {
    /// Changes as they happen, of cases that the caller may see: `event: change` with a [`Change`]. The first block is an
    /// `id` without data, from where on the stream tells. `event: reset` says: too much happened, or the number is of
    /// another database; read everything again. A comment line every 25 s keeps the connection.
    Changes = Get "/api/v1/events", "changes", Read, "Changes as they happen (server-sent events).";
    part (); query StreamQuery; body Nothing; reply Stream<Change>
}
