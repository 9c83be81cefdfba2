//! What each command needs.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::case::{
    AssignmentRole, Class, Consent, Counterpart, Forwarded, Kind, Level, Openness, Promise,
    Proposer, ReplyFormat, Satisfaction, Timing, Verdict,
};
use crate::ids::{
    AssignmentNo, CaseId, ContactNo, OutcomeNo, PersonId, PromiseNo, SuggestionNo, UnitCode,
};
use crate::profile::ContactForm;
use crate::text::number_key;

/// A proposal to submit. Not a command on a case: it makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The title (案由).
    pub title: String,
    /// The body.
    pub body: String,
    /// Who puts it forward, the lead proposer first.
    pub proposers: Vec<Proposer>,
    /// Who stands behind it.
    pub kind: Kind,
    /// The subject group.
    #[serde(default)]
    pub category: String,
    /// In session or between.
    pub timing: Timing,
    /// The day it came in, where the office puts it down later; today where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<Date>,
    /// Whether it may be published, and the reply with it.
    #[serde(default)]
    pub publication: Consent,
    /// What is asked for, one by one. Left empty, the title is the one suggestion.
    #[serde(default)]
    pub suggestions: Vec<String>,
}

/// A change of what was submitted; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Amend {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The subject group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whether it may be published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication: Option<Consent>,
    /// All suggestions from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestions: Option<Vec<String>>,
}

/// Nothing but the assignment it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct On {
    /// The assignment.
    pub assignment: AssignmentNo,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithReason {
    /// Why.
    pub reason: String,
}

/// An assignment and a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithReasonOn {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// Why.
    pub reason: String,
}

/// Do not file, on a ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decline {
    /// The code of a ground listed in the profile.
    pub ground: String,
    /// What the proposer is told.
    #[serde(default)]
    pub note: String,
    /// Whether it goes on as something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Forwarded>,
}

/// Handle it under another number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The id or number of the case that will handle it.
    pub into: CaseId,
}

/// Mark as key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyProposal {
    /// The leader who supervises it (领衔督办).
    pub leader: String,
}

/// Which person a proposer is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkProposer {
    /// The number of the proposer, from 1: own proposers first, then those of merged proposals.
    pub proposer: u32,
    /// The person.
    pub person: PersonId,
    /// Says that this is right though the account bears another name than the proposer (a party's, a name that changed).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub other_name: bool,
}

/// One unit to hand over to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandTo {
    /// The unit.
    pub unit: UnitCode,
    /// Its role.
    pub role: AssignmentRole,
    /// The suggestions it answers; all where the list is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<SuggestionNo>,
}

/// Hand over: units with their roles, and what goes for all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The units.
    pub to: Vec<HandTo>,
    /// The deadline; left out, the profile's rule gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// What the office wants reached.
    #[serde(default)]
    pub goal: String,
    /// The ledger demands a face-to-face contact.
    #[serde(default)]
    pub visit_required: bool,
    /// How the member wants the answer.
    #[serde(default = "letter")]
    pub reply_format: ReplyFormat,
    /// Where the calendar has no data for a year: count plain weekdays, and say so beside the date.
    #[serde(default)]
    pub plain_weekdays: bool,
}

const fn letter() -> ReplyFormat {
    ReplyFormat::Letter
}

/// Give the work of one assignment to another unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reassign {
    /// The assignment that ends.
    pub assignment: AssignmentNo,
    /// The unit that takes it on, in the same role.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
    /// The deadline; left out, the profile's rule gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Where the calendar has no data for a year: count plain weekdays.
    #[serde(default)]
    pub plain_weekdays: bool,
}

/// Give a unit that answers a part what no unit answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendPart {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The suggestions that it answers from now on too.
    pub suggestions: Vec<SuggestionNo>,
}

/// Ask for a later deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestExtension {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The day asked for.
    pub until: Date,
    /// Why.
    pub reason: String,
}

/// Grant a later deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantExtension {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The day granted; the one asked for where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// What is said with it, such as why it is another day.
    #[serde(default)]
    pub note: String,
    /// Where the calendar has no data for a year: count plain weekdays, and say so beside the date.
    #[serde(default)]
    pub plain_weekdays: bool,
}

/// Press for it to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Urge {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// What is said to whoever has it.
    pub note: String,
}

/// A text to put on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// What.
    pub text: String,
}

/// Say anew whether a proposal may be published, and the reply with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeConsent {
    /// What is said from now on.
    pub publication: Consent,
    /// Which proposer says so, by number, from 1. Left out: a proposer for themselves, the committee office for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposer: Option<u32>,
    /// How it was said; the committee office must tell where it puts it on record for somebody.
    #[serde(default)]
    pub note: String,
}

/// Give it to a department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchTo {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The leader in charge, a name.
    #[serde(default)]
    pub leader: String,
    /// The department; the unit itself where it has none.
    pub department: UnitCode,
    /// The handler; any handler of the department where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<PersonId>,
    /// Steps and hints.
    #[serde(default)]
    pub note: String,
}

/// One consultation with the member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogContact {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The day.
    pub on: Date,
    /// How.
    pub form: ContactForm,
    /// Members who took part.
    pub members: Vec<String>,
    /// Who took part for the unit.
    pub unit_side: Vec<Counterpart>,
    /// What was said.
    pub said: String,
    /// What came of it.
    #[serde(default)]
    pub outcome: String,
}

/// Strike out a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StrikeContact {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The contact.
    pub contact: ContactNo,
    /// Why.
    pub reason: String,
}

/// The answer to one suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSuggestion {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The suggestion.
    pub suggestion: SuggestionNo,
    /// What is decided.
    pub verdict: Verdict,
    /// How, or why not.
    #[serde(default)]
    pub text: String,
}

/// The text, class and promises of the draft, all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The letter, or the opinion.
    pub body: String,
    /// The class; none yet, or none because it is an opinion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// What is promised.
    #[serde(default)]
    pub promises: Vec<Promise>,
}

/// A yes at one level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approve {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The level the giver means; refused where it is another's turn.
    pub level: Level,
    /// The hash of the text that was read: `texts` of the case as shown has it. Refused where the text has changed since.
    #[serde(default)]
    #[schema(required = true)]
    pub hash: String,
    /// What is said with it.
    #[serde(default)]
    pub note: String,
}

/// A no, with defects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBack {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The codes of at least one that the profile lists.
    pub defects: Vec<String>,
    /// The sentence that goes with them.
    pub note: String,
}

/// Change the class of a reply under review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeClass {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The class from now on.
    pub class: Class,
    /// Why.
    pub reason: String,
    /// The hash of the text that was read: `texts` of the case as shown has it. Refused where the text has changed since.
    #[serde(default)]
    #[schema(required = true)]
    pub hash: String,
}

/// Say to whom the reply is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkOpenness {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// To whom.
    pub openness: Openness,
    /// Why, where it is not open to everybody.
    #[serde(default)]
    pub reason: String,
}

/// Publish the reply that is out, with its proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Publish {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// With names or passages taken out; must be so where the proposers withhold their names.
    #[serde(default)]
    pub redact: bool,
    /// What is said with it, such as what is taken out.
    #[serde(default)]
    pub note: String,
}

/// Sign and issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The number on the letter.
    #[serde(default)]
    pub document_number: String,
    /// The hash of the text that was read: `texts` of the case as shown has it. Refused where the text has changed since.
    #[serde(default)]
    #[schema(required = true)]
    pub hash: String,
}

impl Sign {
    /// Whether the letter bears a number; once it is signed none can be given.
    #[must_use]
    pub fn is_numbered(&self) -> bool {
        !number_key(&self.document_number).is_empty()
    }
}

/// Sign the opinion and give it to the lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveOpinion {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The hash of the text that was read: `texts` of the case as shown has it. Refused where the text has changed since.
    #[serde(default)]
    #[schema(required = true)]
    pub hash: String,
}

/// Rate a reply. A scale left out is a question left blank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The work (办理工作).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Satisfaction>,
    /// The result (办理结果).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Satisfaction>,
    /// Whether the unit got in touch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacted: Option<bool>,
    /// How it did; empty where not stated, as it must be where the unit did not get in touch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact_forms: Vec<ContactForm>,
    /// What else there is to say.
    #[serde(default)]
    pub comment: String,
}

/// Record a paper rating.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRating {
    /// The number of the rater in the case, from 1: own proposers first, then those of merged proposals.
    pub rater: u32,
    /// What the form says.
    pub form: Rate,
}

/// How far a promise is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportProgress {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The promise.
    pub promise: PromiseNo,
    /// What was done since, what is next.
    pub text: String,
    /// How much of it is done, 0 to 100; not said where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
}

/// A promise was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FulfilPromise {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The promise.
    pub promise: PromiseNo,
    /// What shows that it was kept.
    pub evidence: String,
    /// The number or address of a document that shows it.
    #[serde(default)]
    pub document: String,
    /// The day it was done: from the reply to today.
    pub on: Date,
}

/// Put a promise off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostponePromise {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The promise.
    pub promise: PromiseNo,
    /// The new day; later than the one that stands.
    pub to: Date,
    /// Why.
    pub reason: String,
}

/// A promise and a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithReasonOnPromise {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The promise.
    pub promise: PromiseNo,
    /// Why.
    pub reason: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOutcome {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The code of a type that the rules of the session list.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The number or address of a document.
    #[serde(default)]
    pub document: String,
    /// The day it came to be: from the hand-over to today.
    pub on: Date,
    /// The suggestions it comes from; the whole proposal where the list is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<SuggestionNo>,
}

/// Strike out an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StrikeOutcome {
    /// The assignment.
    pub assignment: AssignmentNo,
    /// The outcome.
    pub outcome: OutcomeNo,
    /// Why.
    pub reason: String,
}
