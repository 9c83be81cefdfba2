//! What is submitted, and what the committee office decides about it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::publication::{Consent, OwnConsent};
use crate::ids::{CaseId, IntakeNumber, Millis, PersonId, ProposalNumber, SuggestionNo};
use crate::words;

words! {
    /// Who stands behind a proposal (提案类型).
    pub enum Kind {
        /// One member.
        Individual = "individual", "个人提案", "individual";
        /// Several members.
        Joint = "joint", "联名提案", "joint";
        /// A party.
        Party = "party", "党派提案", "party";
        /// A sector.
        Sector = "sector", "界别提案", "sector";
        /// A special committee.
        SpecialCommittee = "special_committee", "专委会提案", "special committee";
        /// An organisation.
        Organisation = "organisation", "团体提案", "organisation";
        /// A group of members.
        Group = "group", "委员小组提案", "group";
    }
}

words! {
    /// When it was submitted; the clock of the deadline differs.
    pub enum Timing {
        /// During the session (大会).
        InSession = "in_session", "大会", "in session";
        /// Between sessions (平时).
        BetweenSessions = "between_sessions", "平时", "between sessions";
    }
}

words! {
    /// The stage of a whole proposal.
    pub enum ProposalStage {
        /// Waits for the committee office.
        Submitted = "submitted", "待审查", "submitted";
        /// Back with the proposer.
        NeedsRevision = "needs_revision", "待修改", "needs revision";
        /// Filed, not handed over.
        Filed = "filed", "已立案", "filed";
        /// Some reply item is not issued, or only co-handlers have it.
        InHandling = "in_handling", "办理中", "in handling";
        /// Every reply item is issued.
        Answered = "answered", "已答复", "answered";
        /// Every reply item is closed.
        Closed = "closed", "已办结", "closed";
        /// Not filed, on a listed ground.
        Declined = "declined", "不予立案", "declined";
        /// Handled under another number.
        Merged = "merged", "已并案", "merged";
        /// Taken back by the proposer.
        Withdrawn = "withdrawn", "已撤案", "withdrawn";
    }
}

words! {
    /// As what a declined proposal goes on.
    pub enum Forwarded {
        /// A letter from a member (转来信).
        Letter = "letter", "转来信", "letter";
        /// A report of public opinion (社情民意).
        Opinion = "opinion", "转社情民意", "opinion report";
    }
}

/// Somebody who put forward a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposer {
    /// The name on the proposal.
    pub name: String,
    /// The person with a login, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

/// One numbered request inside a proposal (建议), answered on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Suggestion {
    /// Its number, from 1.
    pub no: SuggestionNo,
    /// What is asked for.
    pub text: String,
}

/// What was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Proposal {
    /// The title (案由).
    pub title: String,
    /// The body.
    pub body: String,
    /// Who put it forward, the lead proposer first.
    pub proposers: Vec<Proposer>,
    /// Who stands behind it.
    pub kind: Kind,
    /// The subject group it is listed in; free text of the office.
    pub category: String,
    /// In session or between.
    pub timing: Timing,
    /// Whether it may be published, and the reply with it: as all of them said together.
    #[serde(default)]
    pub publication: Consent,
    /// What single proposers have said since, in the order of their numbers: for each of them it takes the place of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<OwnConsent>,
    /// At least one. All that is answered with them: [`Case::suggestions`](super::Case::suggestions).
    pub suggestions: Vec<Suggestion>,
    /// When it came in.
    pub submitted_ms: Millis,
}

impl Proposal {
    /// What the proposer with this number, from 1, says about publication.
    #[must_use]
    pub fn consent_of(&self, proposer: u32) -> Consent {
        let own = self.consents.iter().find(|it| it.proposer == proposer);
        own.map_or(self.publication, |own| own.publication)
    }

    /// What they say together: that of the most careful of them.
    #[must_use]
    pub fn consent(&self) -> Consent {
        let each = self.proposers.iter().zip(1..);
        let each = each.map(|(_, no)| self.consent_of(no));
        each.max_by_key(|it| it.care()).unwrap_or(self.publication)
    }

    /// What they would say together if those with these numbers, all where none is named, said this.
    #[must_use]
    pub fn consent_with(&self, numbers: &[u32], said: Consent) -> Consent {
        let each = self.proposers.iter().zip(1..);
        let each = each.map(
            |(_, no)| match numbers.is_empty() || numbers.contains(&no) {
                true => said,
                false => self.consent_of(no),
            },
        );
        each.max_by_key(|it| it.care()).unwrap_or(said)
    }
}

/// What the committee office decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intake {
    /// Nothing yet.
    Submitted,
    /// The proposer is asked to change something.
    NeedsRevision {
        /// What.
        reason: String,
    },
    /// Filed (立案).
    Filed,
    /// Not filed (不予立案).
    Declined {
        /// The code of a ground listed in the profile.
        ground: String,
        /// What the proposer is told.
        note: String,
        /// Whether it goes on as something else.
        forwarded: Option<Forwarded>,
    },
    /// Handled under another number (并案).
    Merged {
        /// The case it is handled in.
        into: CaseId,
        /// The number of that case, as shown.
        number: String,
        /// Whether it was filed at that time.
        #[serde(default)]
        filed: bool,
    },
    /// Taken back (撤案).
    Withdrawn {
        /// Why.
        reason: String,
        /// Whether it was filed at that time.
        #[serde(default)]
        filed: bool,
    },
}

/// Marks a key proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KeyMark {
    /// The leader who supervises it (领衔督办).
    pub leader: String,
}

/// What the supervising leader of a key proposal said about it (领导督办意见).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeaderView {
    /// The leader who supervised it then.
    pub leader: String,
    /// What was said.
    pub text: String,
    /// Who put it on record.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
}

/// A proposal handled under this one. Its proposers get the reply and may rate it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Absorbed {
    /// Which.
    pub case: CaseId,
    /// Its own proposal number, if it was filed.
    pub number: Option<ProposalNumber>,
    /// Its intake number; none on records from before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intake_number: Option<IntakeNumber>,
    /// Its title.
    pub title: String,
    /// Its proposers.
    pub proposers: Vec<Proposer>,
    /// What they say about publication.
    pub publication: Consent,
    /// What it asks for, by the numbers under which it is answered here; none on records from before it was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
}

impl Absorbed {
    /// What people call it by: the proposal number, before filing the intake number.
    #[must_use]
    pub fn shown_number(&self) -> &str {
        let number = self.number.as_ref().map(ProposalNumber::as_str);
        number
            .or(self.intake_number.as_ref().map(IntakeNumber::as_str))
            .unwrap_or(&self.title)
    }
}
