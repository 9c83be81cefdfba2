//! What a decision needs besides the case and the actor.

use std::collections::BTreeMap;

use crate::calendar::{Calendar, Date};
use crate::case::Case;
use crate::ids::{IntakeNumber, Millis, ProposalNumber};
use crate::org::{Org, Staff};
use crate::profile::Profile;

/// Numbers that the server has set aside for this decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// For a submission.
    pub intake: IntakeNumber,
    /// For a filing.
    pub proposal: ProposalNumber,
}

/// Document numbers by their [key](crate::text::number_key), each with the number of the proposal that has it.
pub type DocumentNumbers = BTreeMap<String, String>;

/// The world around a decision, as values.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Now.
    pub now_ms: Millis,
    /// The day of now, in the office's zone.
    pub today: Date,
    /// The rules that hold: those of the case, where there is one.
    pub profile: &'a Profile,
    /// The revision of the newest rules of the session.
    pub rules: u32,
    /// Those, which a case goes on under once it adopts them.
    pub newest: &'a Profile,
    /// The calendar.
    pub calendar: &'a Calendar,
    /// The last day of the conference, where the clock of in-session proposals starts then.
    pub session_closed_on: Option<Date>,
    /// The day the case came in, in the office's zone; none where there is no case yet.
    pub submitted_on: Option<Date>,
    /// The units.
    pub org: &'a Org,
    /// Who is there; none where that is not known, and then nobody is missed.
    pub staff: Option<&'a Staff>,
    /// Set aside where the command may need one.
    pub numbers: Option<&'a Numbers>,
    /// The other case, where the command names one (merge, and taking a merge back).
    pub other: Option<&'a Case>,
    /// What the unit has signed in the session so far, where the command gives a document number.
    pub documents: Option<&'a DocumentNumbers>,
}
