//! Whether a proposal and the reply to it may be read by everybody.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{Millis, PersonId};
use crate::words;

words! {
    /// What the proposers say about publishing the proposal and the reply.
    #[derive(Default)]
    pub enum Consent {
        /// Nothing: it is not published until they do.
        #[default]
        NotStated = "not_stated", "未表态", "not stated";
        /// It may be published.
        Agreed = "agreed", "同意公开", "agreed";
        /// It may be published without their names.
        NamesWithheld = "names_withheld", "同意公开（不公开姓名）", "agreed, names withheld";
        /// It may not.
        Refused = "refused", "不同意公开", "refused";
    }
}

impl Consent {
    /// How much it keeps back: of several that differ, the one that keeps back most counts.
    #[must_use]
    pub const fn care(self) -> u8 {
        match self {
            Self::Agreed => 0,
            Self::NamesWithheld => 1,
            Self::NotStated => 2,
            Self::Refused => 3,
        }
    }

    /// Whether what one of these agrees to may be published in this form.
    #[must_use]
    pub const fn allows(self, form: PublishedAs) -> bool {
        match self {
            Self::Agreed => true,
            Self::NamesWithheld => matches!(form, PublishedAs::Redacted),
            Self::NotStated | Self::Refused => false,
        }
    }
}

/// What one proposer said for themselves, after the proposal was in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OwnConsent {
    /// The number of the proposer, from 1.
    pub proposer: u32,
    /// What.
    pub publication: Consent,
    /// How it was said, where the committee office put it on record; else what was added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who put it on record.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}

words! {
    /// To whom a reply is open, as the unit marks it (公开属性).
    pub enum Openness {
        /// Published by itself.
        Open = "open", "主动公开", "open";
        /// Given to who asks for it.
        OnRequest = "on_request", "依申请公开", "on request";
        /// Not given out.
        NotOpen = "not_open", "不予公开", "not open";
    }
}

/// How a unit marked a reply. No part of its content: it can change under review and voids nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpennessMark {
    /// To whom it is open.
    pub openness: Openness,
    /// Why, where it is not open to everybody.
    pub reason: String,
    /// Who marked it.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}

words! {
    /// In what form something is published.
    pub enum PublishedAs {
        /// As it is.
        Whole = "whole", "全文公开", "whole";
        /// With names or passages taken out.
        Redacted = "redacted", "隐去部分内容后公开", "redacted";
    }
}

/// The committee office's decision to publish a reply with its proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Published {
    /// In what form.
    pub form: PublishedAs,
    /// What was said with it, such as what is taken out.
    pub note: String,
    /// Who decided.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}
