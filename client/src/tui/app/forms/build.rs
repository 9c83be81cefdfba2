//! From the answers of a form, or from nothing at all, to the command.

use banli_shared::api::proposals::CaseView;
use banli_shared::calendar::Date;
use banli_shared::case::{Counterpart, Openness, Position, SpotFinding, Verdict};
use banli_shared::ids::{CaseId, PersonId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::profile::ContactForm;
use banli_shared::text::{narrow, numbers, split_persons};
use banli_shared::workflow::{
    Action, AnswerSuggestion, Approve, ChangeClass, ChangeConsent, Command, ConfirmContact,
    Correct, Decline, DispatchTo, ExtendPart, FulfilPromise, GiveOpinion, GrantExtension,
    KeyProposal, LogContact, MarkOpenness, Merge, Note, PostponePromise, ProposerNow, Publish,
    Rate, Reassign, RecordOutcome, RecordRating, ReportProgress, RequestExtension, SendBack, Sign,
    SpotCheck, StrikeContact, StrikeOutcome, Urge, WithReason, WithReasonOn, WithReasonOnPromise,
};

use super::super::news::Target;
use super::super::texts;
use super::{BadAnswer, Form};

impl Form {
    /// The command for each target.
    ///
    /// # Errors
    /// What is wrong with an answer, for the person.
    pub(in crate::tui::app) fn commands(
        &self,
        lang: Lang,
    ) -> Result<Vec<(Target, Command)>, BadAnswer> {
        self.sheet.check(lang)?;
        let commands = self.targets.iter().map(|target| {
            let command = self.build(lang, target)?;
            Ok((target.clone(), command))
        });
        commands.collect()
    }

    /// The command for one target.
    ///
    /// # Errors
    /// What is wrong with an answer, for the person.
    pub(in crate::tui::app) fn build(
        &self,
        lang: Lang,
        target: &Target,
    ) -> Result<Command, BadAnswer> {
        let assignment = target.assignment.unwrap_or_default();
        let reason = || self.get("reason");
        let on_reason = || WithReasonOn {
            assignment,
            reason: reason(),
        };
        Ok(match self.action {
            Action::AskRevision => Command::AskRevision(WithReason { reason: reason() }),
            Action::Withdraw => Command::Withdraw(WithReason { reason: reason() }),
            Action::RefuseReturn => Command::RefuseReturn(on_reason()),
            Action::WaiveOpinion => Command::WaiveOpinion(on_reason()),
            Action::RequestReturn => Command::RequestReturn(on_reason()),
            Action::SecondHandling => Command::SecondHandling(on_reason()),
            Action::BeginSupplement => Command::BeginSupplement(on_reason()),
            Action::MarkOpenness => Command::MarkOpenness(MarkOpenness {
                assignment,
                openness: self.get("openness").parse().unwrap_or(Openness::Open),
                reason: reason(),
            }),
            Action::ChangeConsent => Command::ChangeConsent(ChangeConsent {
                publication: self.get("publication").parse().unwrap_or_default(),
                proposer: self.get("proposer").parse().ok(),
                note: self.get("note"),
            }),
            Action::Correct => self.correction(lang)?,
            Action::Publish => Command::Publish(Publish {
                assignment,
                redact: self.get("redact") == "true",
                note: self.get("note"),
            }),
            Action::Urge => Command::Urge(Urge {
                assignment,
                note: self.get("note"),
            }),
            Action::SpotCheck => Command::SpotCheck(SpotCheck {
                assignment,
                found: self.get("found").parse().unwrap_or(SpotFinding::InOrder),
                note: self.get("note"),
            }),
            Action::RecordLeaderView => Command::RecordLeaderView(Note {
                text: self.get("text"),
            }),
            Action::Note => Command::Note(Note {
                text: self.get("text"),
            }),
            Action::RefuseExtension => Command::RefuseExtension(on_reason()),
            Action::RequestExtension => Command::RequestExtension(RequestExtension {
                assignment,
                until: self.day(lang, "until")?,
                reason: reason(),
            }),
            Action::GrantExtension => Command::GrantExtension(GrantExtension {
                assignment,
                until: Some(self.day(lang, "until")?),
                note: self.get("note"),
                plain_weekdays: self.get("plain") == "true",
            }),
            Action::Decline => Command::Decline(Decline {
                ground: self.get("ground"),
                note: self.get("note"),
                forwarded: self.get("forwarded").parse().ok(),
            }),
            Action::Merge => Command::Merge(Merge {
                into: CaseId(narrow(&self.get("into"))),
            }),
            Action::MarkKey => Command::MarkKey(KeyProposal {
                leader: self.get("leader"),
            }),
            Action::HandOver => self.hand_over(lang)?,
            Action::Reassign => Command::Reassign(Reassign {
                assignment,
                unit: UnitCode(self.get("unit")),
                reason: reason(),
                due: None,
                plain_weekdays: self.get("plain") == "true",
            }),
            Action::Dispatch => Command::Dispatch(DispatchTo {
                assignment,
                leader: self.get("leader"),
                department: UnitCode(self.get("department")),
                handler: Some(self.get("handler"))
                    .filter(|handler| !handler.is_empty())
                    .map(PersonId),
                note: self.get("note"),
            }),
            Action::LogContact => {
                let position: Position = self.get("position").parse().unwrap_or(Position::Handler);
                Command::LogContact(LogContact {
                    assignment,
                    on: self.day(lang, "on")?,
                    form: self.get("form").parse().unwrap_or(ContactForm::Phone),
                    members: split_persons(&self.get("members")),
                    unit_side: split_persons(&self.get("unit_side"))
                        .into_iter()
                        .map(|name| Counterpart { name, position })
                        .collect(),
                    said: self.get("said"),
                    outcome: self.get("outcome"),
                })
            }
            Action::StrikeContact => Command::StrikeContact(StrikeContact {
                assignment,
                contact: self.get("contact").parse().unwrap_or_default(),
                reason: reason(),
            }),
            Action::ConfirmContact => Command::ConfirmContact(ConfirmContact {
                assignment,
                contact: self.get("contact").parse().unwrap_or_default(),
                took_place: self.get("took_place") == "true",
                note: self.get("note"),
            }),
            Action::AnswerSuggestion => Command::AnswerSuggestion(AnswerSuggestion {
                assignment,
                suggestion: self.get("suggestion").parse().unwrap_or_default(),
                verdict: self.get("verdict").parse().unwrap_or(Verdict::Adopted),
                text: self.get("text"),
            }),
            Action::ExtendPart => Command::ExtendPart(ExtendPart {
                assignment,
                suggestions: self
                    .all("suggestions")
                    .iter()
                    .filter_map(|no| no.parse().ok())
                    .collect(),
            }),
            Action::SendBack => Command::SendBack(SendBack {
                assignment,
                defects: self.all("defects"),
                note: self.get("note"),
            }),
            Action::Sign => Command::Sign(Sign {
                assignment,
                document_number: self.get("document_number"),
                hash: self.read.clone().unwrap_or_default(),
            }),
            Action::ChangeClass => Command::ChangeClass(ChangeClass {
                assignment,
                class: self
                    .get("class")
                    .parse()
                    .map_err(|_| BadAnswer::at("class", texts::not_here(lang)))?,
                reason: reason(),
                hash: self.read.clone().unwrap_or_default(),
            }),
            Action::RecordOutcome => {
                let listed = numbers(&self.get("suggestions"));
                Command::RecordOutcome(RecordOutcome {
                    assignment,
                    kind: self.get("type"),
                    title: self.get("title"),
                    document: self.get("document"),
                    on: self.day(lang, "on")?,
                    suggestions: listed
                        .ok_or_else(|| BadAnswer::at("suggestions", texts::not_numbers(lang)))?,
                })
            }
            Action::StrikeOutcome => Command::StrikeOutcome(StrikeOutcome {
                assignment,
                outcome: self.get("outcome").parse().unwrap_or_default(),
                reason: reason(),
            }),
            Action::ReportProgress => Command::ReportProgress(ReportProgress {
                assignment,
                promise: self.promise(),
                text: self.get("text"),
                percent: match narrow(&self.get("percent")).trim_end_matches('%') {
                    "" => None,
                    number => Some(
                        number
                            .parse()
                            .map_err(|_| BadAnswer::at("percent", texts::not_a_percent(lang)))?,
                    ),
                },
            }),
            Action::FulfilPromise => Command::FulfilPromise(FulfilPromise {
                assignment,
                promise: self.promise(),
                evidence: self.get("evidence"),
                document: self.get("document"),
                on: self.day(lang, "on")?,
            }),
            Action::PostponePromise => Command::PostponePromise(PostponePromise {
                assignment,
                promise: self.promise(),
                to: self.day(lang, "to")?,
                reason: reason(),
            }),
            Action::ReopenPromise => Command::ReopenPromise(self.on_promise(assignment)),
            Action::BreakOffPromise => Command::BreakOffPromise(self.on_promise(assignment)),
            action if action.is_on_tasks() => self.on_tasks(lang, assignment)?,
            Action::Rate => Command::Rate(self.rating(assignment)),
            Action::RecordRating => Command::RecordRating(RecordRating {
                rater: self.get("rater").parse().unwrap_or_default(),
                form: self.rating(assignment),
            }),
            other => {
                return bare(other, target).ok_or_else(|| BadAnswer::at("", texts::not_here(lang)));
            }
        })
    }

    pub(super) fn day(&self, lang: Lang, field: &'static str) -> Result<Date, BadAnswer> {
        let answer = self.get(field).parse();
        answer.map_err(|_| BadAnswer::at(field, texts::not_a_date(lang)))
    }

    fn promise(&self) -> u32 {
        self.get("promise").parse().unwrap_or_default()
    }

    fn on_promise(&self, assignment: u32) -> WithReasonOnPromise {
        WithReasonOnPromise {
            assignment,
            promise: self.promise(),
            reason: self.get("reason"),
        }
    }

    fn rating(&self, assignment: u32) -> Rate {
        Rate {
            assignment,
            work: self.get("work").parse().ok(),
            result: self.get("result").parse().ok(),
            contacted: self.get("contacted").parse().ok(),
            contact_forms: self
                .all("contact_forms")
                .iter()
                .filter_map(|form| form.parse().ok())
                .collect(),
            comment: self.get("comment"),
        }
    }

    /// What is left empty stays; `2=张山` is the second proposer under this name, a name without a number a new one.
    fn correction(&self, lang: Lang) -> Result<Command, BadAnswer> {
        let said = |field| Some(self.get(field)).filter(|said| !said.is_empty());
        let proposer = |one: String| match one.split_once(['=', '＝']) {
            Some((no, name)) => {
                let was = narrow(no).parse();
                let was = was.map_err(|_| BadAnswer::at("proposers", texts::not_numbers(lang)))?;
                Ok(ProposerNow {
                    name: name.trim().to_owned(),
                    was: Some(was),
                    ..ProposerNow::default()
                })
            }
            None => Ok(ProposerNow {
                name: one,
                ..ProposerNow::default()
            }),
        };
        let proposers = split_persons(&self.get("proposers"));
        let proposers: Result<Vec<ProposerNow>, BadAnswer> =
            proposers.into_iter().map(proposer).collect();
        let submitted_on = match said("submitted_on") {
            Some(_) => Some(self.day(lang, "submitted_on")?),
            None => None,
        };
        Ok(Command::Correct(Correct {
            reason: self.get("reason"),
            title: said("title"),
            category: said("category"),
            kind: self.get("kind").parse().ok(),
            timing: self.get("timing").parse().ok(),
            submitted_on,
            proposers: Some(proposers?).filter(|named| !named.is_empty()),
        }))
    }
}

/// The command of an action that needs nothing but its target.
#[must_use]
pub(in crate::tui::app) fn bare(action: Action, target: &Target) -> Option<Command> {
    Command::bare(action, target.assignment.unwrap_or_default())
}

/// A yes to the text that `view` shows.
#[must_use]
pub(in crate::tui::app) fn approve(view: &CaseView, target: &Target) -> Option<Command> {
    let assignment = view.case.assignment(target.assignment?)?;
    let banli_shared::case::Stage::Reviewing { level } = assignment.stage else {
        return None;
    };
    Some(Command::Approve(Approve {
        assignment: assignment.no,
        level,
        hash: assignment.round().content.hash(),
        note: String::new(),
    }))
}

/// The signature under the opinion that `view` shows.
#[must_use]
pub(in crate::tui::app) fn opinion(view: &CaseView, target: &Target) -> Option<Command> {
    let assignment = view.case.assignment(target.assignment?)?;
    Some(Command::GiveOpinion(GiveOpinion {
        assignment: assignment.no,
        hash: assignment.round().content.hash(),
    }))
}
