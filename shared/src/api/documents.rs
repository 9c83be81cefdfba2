//! Documents for office programs (`.docx`).

use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::proposals::ProposalRef;
use super::{Bytes, Nothing};
use crate::documents::DocumentKind;
use crate::ids::{AssignmentNo, SessionId, UnitCode};
use crate::{endpoint, query};

/// Which document of a proposal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentQuery {
    /// What it is; the reply letter where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub kind: Option<DocumentKind>,
    /// Of this assignment; may be left out where the caller can have it of only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub assignment: Option<AssignmentNo>,
    /// Of this round; where left out, of the latest reply that is out, and where none is, of the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
}

/// Which documents of a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct UnitDocumentsQuery {
    /// What they are: reply letters and feedback forms of replies that are out, or hand-over sheets. Reply letters where
    /// left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub kind: Option<DocumentKind>,
    /// Of this session; the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
}
/// Which bulletin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
pub struct BulletinQuery {
    /// Of this session; the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Of this unit; of all of them where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
}
query!(DocumentQuery, UnitDocumentsQuery, BulletinQuery);

impl DocumentQuery {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.kind.unwrap_or(DocumentKind::ReplyLetter)
    }
}

impl UnitDocumentsQuery {
    /// What they are.
    #[must_use]
    pub fn kind(&self) -> DocumentKind {
        self.kind.unwrap_or(DocumentKind::ReplyLetter)
    }
}

endpoint! {
    /// A document of a proposal as `.docx`: the reply letter, the opinion feedback form, the hand-over sheet. A letter
    /// that is not out yet says on every page that it is a draft.
    GetDocument = Get "/api/v1/proposals/{ref}/document", "get_document", Read, "A document of a proposal.";
    part ProposalRef; query DocumentQuery; body Nothing; reply Bytes
}
endpoint! {
    /// The documents of everything a unit handles in a session, as a `.zip` with a `.docx` for each.
    GetDocumentsOfUnit = Get "/api/v1/units/{code}/documents", "get_documents_of_unit", Read, "The documents of a unit.";
    part UnitCode; query UnitDocumentsQuery; body Nothing; reply Bytes
}
endpoint! {
    /// Where a session or a unit stands, as `.docx`: figures, rankings, what is overdue and what soon will be.
    GetBulletin = Get "/api/v1/bulletin", "get_bulletin", Read, "The bulletin of a session or a unit.";
    part (); query BulletinQuery; body Nothing; reply Bytes
}
