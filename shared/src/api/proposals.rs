//! Proposals: lists, one case, and commands on it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{DryRun, Json, NoQuery, Nothing, Page, Problem};
use crate::calendar::Date;
use crate::case::{
    AssignmentRole, Case, Class, Consent, Kind, Openness, ProposalStage, PublishedAs, Satisfaction,
    StageName, Timing,
};
use crate::endpoint;
use crate::figures::{FigureName, Part, Quarter};
use crate::ids::{
    AssignmentNo, CaseId, IntakeNumber, Millis, PersonId, ProposalNumber, SessionId, TaskNo,
    UnitCode, Version,
};
use crate::lang::Lang;
use crate::profile::Light;
use crate::words;
use crate::workflow::{Attention, Command, GateStatus, Offer, Proposed, Warning};

/// A case by its id, its proposal number or its intake number; `2022:001` is the number 001 of the session 2022. Without a
/// session it is that of the current one, else of the only one that has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String)]
pub struct ProposalRef(pub String);

impl From<&CaseId> for ProposalRef {
    fn from(id: &CaseId) -> Self {
        Self(id.0.clone())
    }
}

words! {
    /// In what order a list comes.
    pub enum Sort {
        /// By proposal number, those without one last by intake number.
        Number = "number", "提案号", "number";
        /// The nearest deadline of a reply first, those without one last.
        Due = "due", "期限", "deadline";
        /// The latest change first.
        Changed = "changed", "最近变动", "latest change";
    }
}

/// Which proposals. Filters hold together; those about assignments hold for one and the same assignment, for those of a
/// unit or department one of their own unless `unit` or `department` names another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProposalQuery {
    /// Of this session (届次); the current one where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub session: Option<SessionId>,
    /// Of every session, not together with `session` or `figure`. Lights are those of the current rules.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub every_session: bool,
    /// The stage of the proposal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub stage: Option<ProposalStage>,
    /// The stage of an assignment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub assignment_stage: Option<StageName>,
    /// With an assignment to this unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub unit: Option<UnitCode>,
    /// In this role.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub role: Option<AssignmentRole>,
    /// Answered with this class.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub class: Option<Class>,
    /// Of this kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub kind: Option<Kind>,
    /// In this subject group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Key proposals, or all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<bool>,
    /// With an open assignment whose deadline shows this light.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub light: Option<Light>,
    /// With an open assignment due before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub due_before: Option<Date>,
    /// Closed, with something promised that is still to be done (跟踪); or all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking: Option<bool>,
    /// With an outcome of this type (a code of the profile); with `unit`, of that unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Whose proposers say this about publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub publication: Option<Consent>,
    /// With a reply that is out and marked as open to these.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub openness: Option<Openness>,
    /// With a reply that is published, or all without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<bool>,
    /// Submitted in session, or between sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub timing: Option<Timing>,
    /// Behind this figure: those that `part` of it counts. The filters then hold as they do for figures, `outcome` with
    /// `converted` of what is counted, and a count also says how many are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub figure: Option<FigureName>,
    /// Which number of the figure; the numerator where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub part: Option<Part>,
    /// Submitted in this quarter; behind a figure, a reply item whose first deadline is in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub quarter: Option<Quarter>,
    /// With an assignment dispatched to this department.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub department: Option<UnitCode>,
    /// With a reply item handled by this person; for those of a unit or department one of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub handler: Option<PersonId>,
    /// With this text: words between spaces, each in title, numbers, proposers' names or (two characters or more) in the
    /// text; or letters that are pinyin initials in the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The order. Where left out: by number, of every session by the latest change; with a text, the best place first and the newest first in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<Sort>,
    /// At most so many, up to 200 (default 50).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// From where the page before ended. Holds the filters: it fits no other query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Also count all of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub count: bool,
}
crate::query!(ProposalQuery);
crate::paged!(ProposalQuery);

/// One assignment in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AssignmentRow {
    /// Its number in the case.
    pub no: AssignmentNo,
    /// The unit.
    pub unit: UnitCode,
    /// Its role.
    pub role: AssignmentRole,
    /// Where it stands.
    pub stage: StageName,
    /// The round in progress.
    pub round: u32,
    /// The deadline in force.
    pub due: Date,
    /// Whether that was counted by plain weekdays, in a year without published holidays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain_weekdays: bool,
    /// How near that is; none once nothing is owed any more.
    pub light: Option<Light>,
    /// Working days left today, negative when overdue; none once nothing is owed any more.
    pub days_left: Option<i32>,
    /// Whether its day has passed: also where no working day has passed since, which `days_left` cannot say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// The class of the reply that is out.
    pub class: Option<Class>,
    /// The class before supplementary replies raised it: what figures count.
    pub first_class: Option<Class>,
    /// What the ratings of the latest reply come to.
    pub rating: Option<Satisfaction>,
    /// To whom the reply that is out is open, as the unit has marked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openness: Option<Openness>,
    /// How the reply that is out is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PublishedAs>,
    /// The last day to which the deadline can be put off, for whoever works on it; only with the case as shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extendable_until: Option<Date>,
}

/// Why a case waits for somebody, where its assignments stand as these rows say.
#[must_use]
pub fn why_waiting(entry: &Attention, rows: &[AssignmentRow], lang: Lang) -> String {
    let row = rows.iter().find(|row| Some(row.no) == entry.assignment);
    match row {
        Some(row) => entry.why.say_in(row.round, lang),
        None => entry.why.say(lang).to_owned(),
    }
}

/// One proposal in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProposalRow {
    /// Which.
    pub id: CaseId,
    /// Its session (届次).
    pub session: SessionId,
    /// Its version.
    pub version: Version,
    /// Given at submission.
    pub intake_number: IntakeNumber,
    /// Given at filing.
    pub number: Option<ProposalNumber>,
    /// The title.
    pub title: String,
    /// The proposers' names.
    pub proposers: Vec<String>,
    /// Who stands behind it.
    pub kind: Kind,
    /// The subject group.
    pub category: String,
    /// In session or between.
    pub timing: Timing,
    /// What the proposers say about publication.
    pub publication: Consent,
    /// The stage of the whole.
    pub stage: ProposalStage,
    /// Whether it is a key proposal.
    pub key: bool,
    /// Whether it is closed and something promised is still to be done (跟踪).
    pub tracking: bool,
    /// When it came in.
    pub submitted_ms: Millis,
    /// The nearest deadline of an open assignment of the reader's own unit; where that has none there, and for those who see
    /// everything, that of the case: the nearest by which a reply is still owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Its assignments that count, leads first.
    pub assignments: Vec<AssignmentRow>,
}

impl ProposalRow {
    /// Whether plain weekdays were counted to the day on which it is due, in a year without published holidays.
    #[must_use]
    pub fn counts_plain_weekdays(&self) -> bool {
        let open = self.assignments.iter().filter(|a| a.light.is_some());
        let mut those = open.filter(|a| Some(a.due) == self.due);
        those.any(|a| a.plain_weekdays)
    }
}

/// How near an open task is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskRow {
    /// The assignment it was cut in.
    pub assignment: AssignmentNo,
    /// Its number there.
    pub no: TaskNo,
    /// Its light today.
    pub light: Light,
    /// Working days left; negative when overdue.
    pub days_left: i32,
    /// Whether its day has passed: also where no working day has passed since, which `days_left` cannot say.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
}

/// One case as the caller may see it, with what the caller may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// Its stage.
    pub stage: ProposalStage,
    /// Whether it is closed and something promised is still to be done (跟踪).
    pub tracking: bool,
    /// The case in which this one is handled, where it is merged and the caller may see that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<HostCase>,
    /// What is merged into this case, in the order of its `absorbed`: the reply answers it too, so whoever reads this case
    /// reads it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<MergedCase>,
    /// What the caller may do, and why not the rest.
    pub offers: Vec<Offer>,
    /// The checklist of each assignment that the caller works on.
    pub gates: Vec<GateStatus>,
    /// Who must act now.
    pub attention: Vec<Attention>,
    /// Assignments as lists show them, with lights.
    pub assignments: Vec<AssignmentRow>,
    /// How near the open tasks among them are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<TaskRow>,
    /// By assignment, the hash of the text that waits for review: what `approve`, `sign` and `give_opinion` must name.
    pub texts: BTreeMap<AssignmentNo, String>,
    /// Names of the people that the case mentions.
    pub people: BTreeMap<PersonId, String>,
}

/// The case in which a merged one is handled (并案).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HostCase {
    /// Its id.
    pub case: CaseId,
    /// Its number, before it is filed its intake number.
    pub number: String,
    /// What it is called.
    pub title: String,
}

/// A proposal handled in another case (并案), as it is read there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MergedCase {
    /// Its id.
    pub case: CaseId,
    /// Its number, before it is filed its intake number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Its text. What it asks for is answered here, and stands in `absorbed` with the numbers for that.
    pub body: String,
}

/// A proposal to submit, and to which session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitProposal {
    /// The session (届次); the current one where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// What is submitted.
    pub proposal: Proposed,
}

/// One of many commands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OneOfMany {
    /// The case.
    pub proposal: ProposalRef,
    /// The version it must have; any where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// The command.
    pub command: Command,
}

/// Many commands at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManyCommands {
    /// At most 500.
    pub commands: Vec<OneOfMany>,
    /// Keep those that pass although others do not; else all or none.
    #[serde(default)]
    pub partial: bool,
}

/// What became of one of many commands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OneAnswer {
    /// The case as it was named.
    pub proposal: ProposalRef,
    /// The number that people know it by, where it may be seen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Its title, where it may be seen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its version after the command, where that passed.
    pub version: Option<Version>,
    /// The deadline of the case then: the nearest by which a reply is still owed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The assignments that the command began: what takes it back again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub began: Vec<AssignmentNo>,
    /// The class of the reply that it is about, for who works on that; also where it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// Whose turn it is after it, as far as the caller is told, on the assignment that it is about where there is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attention: Vec<Attention>,
    /// What was to be known before it, where it passed: in a trial, to decide on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<Warning>,
    /// What was wrong, where it did not.
    pub problem: Option<Problem>,
}

/// What became of many commands, one by one in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ManyAnswers {
    /// Whether anything was kept.
    pub kept: bool,
    /// One for each command.
    pub answers: Vec<OneAnswer>,
    /// The names of the people that those mention.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<PersonId, String>,
}

endpoint! {
    /// A page of the proposals that the caller may see.
    ListProposals = Get "/api/v1/proposals", "list_proposals", Read, "Proposals by filters, page by page.";
    part (); query ProposalQuery; body Nothing; reply Json<Page<ProposalRow>>
}
endpoint! {
    /// Submits a proposal.
    Submit = Post "/api/v1/proposals", "submit_proposal", Write, "Submit a proposal.";
    part (); query DryRun; body Json<SubmitProposal>; reply Json<CaseView>
}
endpoint! {
    /// One case, with what the caller may do. ETag is its version.
    GetProposal = Get "/api/v1/proposals/{ref}", "get_proposal", Read, "One case, with what you may do.";
    part ProposalRef; query NoQuery; body Nothing; reply Json<CaseView>
}
endpoint! {
    /// Runs a command on a case. `If-Match` refuses when somebody was faster; `Idempotency-Key` makes a retry safe.
    RunCommand = Post "/api/v1/proposals/{ref}/commands", "run_command", Write, "Run a command on a case.";
    part ProposalRef; query DryRun; body Json<Command>; reply Json<CaseView>
}
endpoint! {
    /// Runs many commands, each on its case.
    RunCommands = Post "/api/v1/commands", "run_commands", Write, "Run many commands.";
    part (); query DryRun; body Json<ManyCommands>; reply Json<ManyAnswers>
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plain_weekdays_are_told_of_the_deadline_that_is_shown() {
        let counts = |due: &str, light: Option<&str>| {
            let assignment = |no: u32, due: &str, plain: bool| {
                json!({
                    "no": no, "unit": "A", "role": "lead", "stage": "accepted", "round": 1, "due": due,
                    "plain_weekdays": plain, "light": light, "days_left": 1,
                    "class": null, "first_class": null, "rating": null,
                })
            };
            let row = json!({
                "id": "1", "session": "2030", "version": 1, "intake_number": "1", "number": null, "title": "", "proposers": [],
                "kind": "individual", "category": "", "timing": "in_session", "publication": "agreed",
                "stage": "in_handling", "key": false, "tracking": false, "submitted_ms": 0, "due": due,
                "assignments": [assignment(1, "2030-03-01", false), assignment(2, "2031-03-01", true)],
            });
            let row: ProposalRow = serde_json::from_value(row).unwrap();
            row.counts_plain_weekdays()
        };
        assert!(counts("2031-03-01", Some("green")));
        assert!(!counts("2030-03-01", Some("green")));
        assert!(!counts("2031-03-01", None), "nothing is owed any more");
    }
}
