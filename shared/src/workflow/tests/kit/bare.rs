//! For each action a command that leaves out what it must say.

use super::commands::well_formed;
use super::play::{Play, date};
use super::sayings::why;
use crate::ids::AssignmentNo;
use crate::workflow::{
    Action, AnswerSuggestion, Approve, ChangeClass, ChangeConsent, Command, ConfirmContact,
    Correct, CutTask, Decline, DispatchTo, FulfilPromise, GiveOpinion, GrantExtension, KeyProposal,
    LinkProposer, MarkOpenness, MoveTask, Note, OnTask, PassTask, PostponePromise, Rate, Reassign,
    RecordOutcome, RecordRating, ReopenTask, ReportProgress, RequestExtension, SendBack, Sign,
    SpotCheck, StrikeContact, StrikeOutcome, Urge, WithReasonOn, WithReasonOnPromise,
    WithReasonOnTask,
};

/// What `well_formed` gives with whatever it must say left out; none for an action that has nothing to say.
pub(crate) fn bare(play: &Play, who: &str, action: Action, no: AssignmentNo) -> Option<Command> {
    Some(match well_formed(play, who, action, no) {
        Command::AskRevision(_) => Command::AskRevision(why("")),
        Command::Withdraw(_) => Command::Withdraw(why(" \n")),
        Command::Decline(with) => Command::Decline(Decline {
            ground: "no_such_ground".into(),
            ..with
        }),
        Command::MarkKey(_) => Command::MarkKey(KeyProposal {
            leader: String::new(),
        }),
        Command::LinkProposer(with) => Command::LinkProposer(LinkProposer {
            proposer: 99,
            ..with
        }),
        Command::HandOver(with) => Command::HandOver(crate::workflow::HandOver {
            due: Some(date("2999-01-01")),
            ..with
        }),
        Command::Reassign(with) => Command::Reassign(Reassign {
            reason: String::new(),
            ..with
        }),
        Command::Dispatch(with) => Command::Dispatch(DispatchTo {
            department: "nowhere".into(),
            ..with
        }),
        Command::StrikeContact(with) => Command::StrikeContact(StrikeContact {
            contact: 99,
            ..with
        }),
        Command::AnswerSuggestion(with) => Command::AnswerSuggestion(AnswerSuggestion {
            suggestion: 99,
            ..with
        }),
        Command::Approve(with) => Command::Approve(Approve {
            hash: "another text".into(),
            ..with
        }),
        Command::ChangeClass(with) => Command::ChangeClass(ChangeClass {
            reason: String::new(),
            ..with
        }),
        Command::Sign(with) => Command::Sign(Sign {
            hash: "another text".into(),
            ..with
        }),
        Command::GiveOpinion(with) => Command::GiveOpinion(GiveOpinion {
            hash: String::new(),
            ..with
        }),
        Command::SendBack(with) => Command::SendBack(SendBack {
            defects: vec![],
            note: String::new(),
            ..with
        }),
        Command::Rate(with) => Command::Rate(Rate {
            work: None,
            result: None,
            ..with
        }),
        Command::RecordRating(with) => Command::RecordRating(RecordRating { rater: 99, ..with }),
        Command::MarkOpenness(with) => Command::MarkOpenness(MarkOpenness {
            reason: String::new(),
            ..with
        }),
        Command::RequestExtension(with) => Command::RequestExtension(RequestExtension {
            reason: String::new(),
            ..with
        }),
        Command::GrantExtension(with) => Command::GrantExtension(GrantExtension {
            until: Some(date("2999-01-01")),
            ..with
        }),
        Command::RefuseExtension(with) => Command::RefuseExtension(unreasoned(&with)),
        Command::Urge(with) => Command::Urge(Urge {
            note: String::new(),
            ..with
        }),
        Command::ConfirmContact(with) => Command::ConfirmContact(ConfirmContact {
            contact: 99,
            ..with
        }),
        Command::SpotCheck(with) => Command::SpotCheck(SpotCheck {
            note: String::new(),
            ..with
        }),
        Command::RecordLeaderView(_) => Command::RecordLeaderView(Note {
            text: String::new(),
        }),
        Command::Note(_) => Command::Note(Note {
            text: String::new(),
        }),
        Command::BeginSupplement(with) => Command::BeginSupplement(unreasoned(&with)),
        Command::RecordOutcome(with) => Command::RecordOutcome(RecordOutcome {
            kind: "no_such_type".into(),
            ..with
        }),
        Command::StrikeOutcome(with) => Command::StrikeOutcome(StrikeOutcome {
            outcome: 99,
            ..with
        }),
        Command::ReportProgress(with) => Command::ReportProgress(ReportProgress {
            percent: Some(101),
            ..with
        }),
        Command::FulfilPromise(with) => Command::FulfilPromise(FulfilPromise {
            on: play.today.next().unwrap(),
            ..with
        }),
        Command::PostponePromise(with) => Command::PostponePromise(PostponePromise {
            to: date("2023-01-01"),
            ..with
        }),
        Command::ReopenPromise(with) => Command::ReopenPromise(WithReasonOnPromise {
            promise: 99,
            ..with
        }),
        Command::BreakOffPromise(with) => Command::BreakOffPromise(WithReasonOnPromise {
            reason: String::new(),
            ..with
        }),
        Command::CutTask(with) => Command::CutTask(CutTask {
            units: vec![],
            ..with
        }),
        Command::PassTask(with) => Command::PassTask(PassTask {
            department: "nowhere".into(),
            ..with
        }),
        Command::ReportTask(with) => Command::ReportTask(OnTask {
            text: String::new(),
            ..with
        }),
        Command::FinishTask(with) => Command::FinishTask(OnTask {
            text: " ".into(),
            ..with
        }),
        Command::ReopenTask(with) => Command::ReopenTask(ReopenTask {
            reason: String::new(),
            ..with
        }),
        Command::MoveTask(with) => Command::MoveTask(MoveTask {
            reason: String::new(),
            ..with
        }),
        Command::Correct(with) => Command::Correct(Correct {
            timing: None,
            ..with
        }),
        Command::ChangeConsent(with) => Command::ChangeConsent(ChangeConsent {
            proposer: Some(99),
            ..with
        }),
        Command::DropTask(with) => Command::DropTask(WithReasonOnTask {
            reason: String::new(),
            ..with
        }),
        Command::RefuseReturn(with) => Command::RefuseReturn(unreasoned(&with)),
        Command::WaiveOpinion(with) => Command::WaiveOpinion(unreasoned(&with)),
        Command::RequestReturn(with) => Command::RequestReturn(unreasoned(&with)),
        Command::SecondHandling(with) => Command::SecondHandling(unreasoned(&with)),
        _ => return None,
    })
}

fn unreasoned(with: &WithReasonOn) -> WithReasonOn {
    WithReasonOn {
        reason: String::new(),
        ..with.clone()
    }
}
