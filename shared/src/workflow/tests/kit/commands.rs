//! For each action a command that is well formed where the action makes sense.

use super::cast::actor;
use super::play::{Play, date};
use super::sayings::{LETTER, answer, form, hand_over, rate, send_back, why};
use crate::calendar::Date;
use crate::case::{
    Assignment, AssignmentRole, Class, Consent, Forwarded, Intake, Level, Openness, Promise,
    PromiseState, Satisfaction, SpotFinding, Stage, Task, TaskPart, Timing, Verdict,
};
use crate::ids::{AssignmentNo, PromiseNo, TaskNo, UnitCode};
use crate::workflow::gates::{class_fits_content, of_content};
use crate::workflow::outcome::may_strike;
use crate::workflow::publication::own_numbers;
use crate::workflow::task::{meant, part};
use crate::workflow::{
    Action, Amend, Approve, ChangeClass, ChangeConsent, Command, ConfirmContact, Correct, CutTask,
    Decline, DispatchTo, ExtendPart, FulfilPromise, GateState, GiveOpinion, GrantExtension, HandTo,
    KeyProposal, LinkProposer, MarkOpenness, Merge, Missing, MoveTask, Note, On, OnTask, PassTask,
    PostponePromise, Publish, Reassign, RecordOutcome, RecordRating, ReopenTask, ReportProgress,
    RequestExtension, SaveDraft, Sign, SpotCheck, StrikeContact, StrikeOutcome, Urge, WithReasonOn,
    WithReasonOnPromise, WithReasonOnTask, extendable_until, to_confirm,
};

/// What `who` would send for `action`, filled in as a careful person would with the case before them.
pub(crate) fn well_formed(
    play: &Play,
    who: &str,
    action: Action,
    assignment: AssignmentNo,
) -> Command {
    let on = On { assignment };
    let because = || WithReasonOn {
        assignment,
        reason: "情况属实".into(),
    };
    let case = &play.case;
    let a = case.assignment(assignment);
    let round = a.map(|a| a.round());
    match action {
        Action::Amend => Command::Amend(Amend {
            title: Some("关于进一步加强社区养老服务的提案".into()),
            ..Amend::default()
        }),
        Action::AskRevision => Command::AskRevision(why("请补充数据")),
        Action::File => Command::File {},
        Action::Unfile => Command::Unfile {},
        Action::Decline => Command::Decline(Decline {
            ground: "litigation".into(),
            note: "已进入诉讼程序".into(),
            forwarded: Some(Forwarded::Letter),
        }),
        Action::Reopen => Command::Reopen {},
        Action::Merge => Command::Merge(Merge {
            into: play.other.id.clone(),
        }),
        Action::Unmerge => Command::Unmerge {},
        Action::MarkKey => Command::MarkKey(KeyProposal {
            leader: "副市长".into(),
        }),
        Action::UnmarkKey => Command::UnmarkKey {},
        Action::RecordLeaderView => Command::RecordLeaderView(Note {
            text: "请务必年内见效".into(),
        }),
        Action::LinkProposer => {
            // Who has a place keeps it.
            let mut places = (1..).zip(&case.proposal.proposers);
            let own = places.find(|(_, it)| it.person == Some("p1".into()));
            Command::LinkProposer(LinkProposer {
                proposer: own.map_or(1, |(no, _)| no),
                person: "p1".into(),
                other_name: false,
            })
        }
        Action::Correct => Command::Correct(Correct {
            reason: "录入有误".into(),
            timing: Some(match case.proposal.timing {
                Timing::InSession => Timing::BetweenSessions,
                Timing::BetweenSessions => Timing::InSession,
            }),
            ..Correct::default()
        }),
        Action::ChangeConsent => {
            let own = own_numbers(case, actor(who));
            let has = case.proposal.consent_of(own.first().copied().unwrap_or(1));
            Command::ChangeConsent(ChangeConsent {
                publication: match has {
                    Consent::Refused => Consent::Agreed,
                    _ => Consent::Refused,
                },
                proposer: own.is_empty().then_some(1),
                note: "电话告知".into(),
            })
        }
        Action::AdoptRules => Command::AdoptRules {},
        Action::Withdraw => Command::Withdraw(why("问题已解决")),
        Action::HandOver => Command::HandOver(hand_over(vec![next_unit(play)])),
        Action::TakeBack => Command::TakeBack(on),
        Action::RecountDeadline => Command::RecountDeadline(on),
        Action::ExtendPart => Command::ExtendPart(ExtendPart {
            assignment,
            suggestions: case.left_to_nobody().collect(),
        }),
        Action::Reassign => Command::Reassign(Reassign {
            assignment,
            unit: free_unit(play).unwrap_or_else(|| "R".into()),
            reason: "职责已划转".into(),
            due: None,
            plain_weekdays: false,
        }),
        Action::GrantReturn => Command::GrantReturn(on),
        Action::RefuseReturn => Command::RefuseReturn(because()),
        Action::WaiveOpinion => Command::WaiveOpinion(because()),
        Action::UnwaiveOpinion => Command::UnwaiveOpinion(on),
        Action::Accept => Command::Accept(on),
        Action::Unaccept => Command::Unaccept(on),
        Action::RequestReturn => Command::RequestReturn(because()),
        Action::CancelReturn => Command::CancelReturn(on),
        Action::RequestExtension => Command::RequestExtension(RequestExtension {
            assignment,
            until: later(play, a),
            reason: "涉及多部门，需补充调研".into(),
        }),
        Action::CancelExtension => Command::CancelExtension(on),
        Action::GrantExtension => Command::GrantExtension(GrantExtension {
            assignment,
            until: Some(later(play, a)),
            note: String::new(),
            plain_weekdays: true,
        }),
        Action::RefuseExtension => Command::RefuseExtension(because()),
        Action::Urge => Command::Urge(Urge {
            assignment,
            note: "请于本周内报送".into(),
        }),
        Action::SpotCheck => Command::SpotCheck(SpotCheck {
            assignment,
            found: SpotFinding::Wanting,
            note: "台账未更新".into(),
        }),
        Action::Note => Command::Note(Note {
            text: "已电话了解进展".into(),
        }),
        Action::Dispatch => Command::Dispatch(DispatchTo {
            assignment,
            leader: String::new(),
            department: match a.map(|a| a.unit.as_str()) {
                Some("E") => "E".into(),
                unit => format!("{}-1", unit.unwrap_or("A")).as_str().into(),
            },
            handler: None,
            note: String::new(),
        }),
        Action::Undispatch => Command::Undispatch(on),
        Action::CutTask => Command::CutTask(CutTask {
            assignment,
            suggestion: a.and_then(|a| a.suggestions.first()).copied().unwrap_or(1),
            text: "查清可用场地".into(),
            units: vec!["D".into(), "A".into()],
            due: a.map_or(play.today, |a| a.due().date).max(play.today),
        }),
        Action::PassTask => {
            let (task, unit) = theirs(a, who, action);
            let has = |it: &&TaskPart| Some(&it.unit) == unit.as_ref();
            let part = a
                .and_then(|a| a.tasks.iter().find(|it| it.no == task))
                .and_then(|task| task.parts.iter().find(has));
            Command::PassTask(PassTask {
                assignment,
                task,
                department: match part {
                    Some(part) if part.department.is_some() => part.unit.clone(),
                    Some(part) => format!("{}-1", part.unit).as_str().into(),
                    None => "A-1".into(),
                },
                unit,
            })
        }
        Action::ReportTask => Command::ReportTask(said(assignment, theirs(a, who, action))),
        Action::FinishTask => Command::FinishTask(said(assignment, theirs(a, who, action))),
        Action::ReopenTask => {
            let done = |task: &&Task| task.stands() && task.parts.iter().any(TaskPart::is_done);
            Command::ReopenTask(ReopenTask {
                assignment,
                task: a
                    .and_then(|a| a.tasks.iter().find(done))
                    .map_or(1, |it| it.no),
                unit: None,
                reason: "数据不全，请补充".into(),
            })
        }
        Action::MoveTask => {
            let open = |a: &Assignment| a.tasks.iter().find(|it| it.is_open()).cloned();
            let task = a.and_then(open);
            let last = a.map_or(play.today, |a| a.due().date).max(play.today);
            let days = [last, play.today, play.today.next().unwrap()];
            let other = |day: &Date| task.as_ref().is_none_or(|it| it.due != *day);
            Command::MoveTask(MoveTask {
                assignment,
                task: task.as_ref().map_or(1, |it| it.no),
                due: days.into_iter().find(other).unwrap(),
                reason: "场地移交推迟".into(),
            })
        }
        Action::DropTask => Command::DropTask(WithReasonOnTask {
            assignment,
            task: a
                .and_then(|a| a.tasks.iter().find(|it| it.is_open()))
                .map_or(1, |it| it.no),
            reason: "建议已另有安排".into(),
        }),
        Action::LogContact => play.contact(assignment),
        Action::StrikeContact => Command::StrikeContact(StrikeContact {
            assignment,
            contact: round
                .and_then(|round| {
                    round
                        .contacts_that_count()
                        .find(|contact| contact.by.as_str() == who)
                })
                .map_or(1, |contact| contact.no),
            reason: "重复登记".into(),
        }),
        Action::ConfirmContact => Command::ConfirmContact(ConfirmContact {
            assignment,
            contact: a
                .and_then(|a| to_confirm(a, &actor(who).person).next())
                .map_or(1, |contact| contact.no),
            took_place: false,
            note: "没有接到电话".into(),
        }),
        Action::AnswerSuggestion => match a.and_then(|a| a.suggestions.first()) {
            Some(no) => answer(assignment, *no, Verdict::Adopted),
            None => answer(assignment, 1, Verdict::PartlyAdopted),
        },
        Action::SaveDraft => Command::SaveDraft(SaveDraft {
            assignment,
            body: format!("{}（第{}稿）", LETTER, play.now_ms),
            class: round.and_then(|round| round.content.class),
            promises: a.map_or_else(Vec::new, |a| still_to_keep(play, a)),
        }),
        Action::SubmitReply => Command::SubmitReply(on),
        Action::Recall => Command::Recall(on),
        Action::Approve => Command::Approve(Approve {
            assignment,
            level: match a.map(|a| &a.stage) {
                Some(Stage::Reviewing { level }) => *level,
                _ => Level::One,
            },
            hash: round.map_or_else(String::new, |round| round.content.hash()),
            note: String::new(),
        }),
        Action::RetractApproval => Command::RetractApproval(on),
        Action::SendBack => send_back(assignment),
        Action::ResumeReview => Command::ResumeReview(on),
        Action::ChangeClass => Command::ChangeClass(ChangeClass {
            assignment,
            class: a.and_then(|a| other_class(play, a)).unwrap_or(Class::D),
            reason: "所提建议已基本解决".into(),
            hash: round.map_or_else(String::new, |round| round.content.hash()),
        }),
        Action::MarkOpenness => Command::MarkOpenness(MarkOpenness {
            assignment,
            openness: Openness::OnRequest,
            reason: "涉及未公开的规划".into(),
        }),
        Action::Publish => Command::Publish(Publish {
            assignment,
            redact: true,
            note: "隐去联系方式".into(),
        }),
        Action::Unpublish => Command::Unpublish(on),
        Action::Sign => Command::Sign(Sign {
            assignment,
            document_number: String::new(),
            hash: round.map_or_else(String::new, |round| round.content.hash()),
        }),
        Action::GiveOpinion => Command::GiveOpinion(GiveOpinion {
            assignment,
            hash: round.map_or_else(String::new, |round| round.content.hash()),
        }),
        Action::Rate => rate(assignment, Satisfaction::Satisfied),
        Action::RecordRating => Command::RecordRating(RecordRating {
            rater: case
                .raters()
                .find(|rater| {
                    round.is_none_or(|round| !round.ratings.iter().any(|r| r.rater == rater.no))
                })
                .map_or(1, |rater| rater.no),
            form: form(assignment, Satisfaction::BasicallySatisfied),
        }),
        Action::SecondHandling => Command::SecondHandling(because()),
        Action::Close => Command::Close(on),
        Action::BeginSupplement => Command::BeginSupplement(because()),
        Action::DropSupplement => Command::DropSupplement(on),
        Action::RecordOutcome => Command::RecordOutcome(RecordOutcome {
            assignment,
            kind: "policy".into(),
            // Each of them is another.
            title: format!("社区养老服务条例（{}）", a.map_or(0, |a| a.outcomes.len())),
            document: "深府规〔2023〕5号".into(),
            on: play.today,
            suggestions: vec![1],
        }),
        Action::StrikeOutcome => Command::StrikeOutcome(StrikeOutcome {
            assignment,
            outcome: a
                .and_then(|a| {
                    let mut those = a.outcomes.iter();
                    those.find(|it| may_strike(it, actor(who)))
                })
                .map_or(1, |it| it.no),
            reason: "误登".into(),
        }),
        Action::ReportProgress => Command::ReportProgress(ReportProgress {
            assignment,
            promise: promise(a, PromiseState::Open),
            text: "已完成选址".into(),
            percent: Some(40),
        }),
        Action::FulfilPromise => Command::FulfilPromise(FulfilPromise {
            assignment,
            promise: promise(a, PromiseState::Open),
            evidence: "十个中心均已启用".into(),
            document: "深民函〔2023〕9号".into(),
            on: play.today,
        }),
        Action::PostponePromise => Command::PostponePromise(PostponePromise {
            assignment,
            promise: promise(a, PromiseState::Open),
            to: a
                .and_then(|a| a.promise(promise(Some(a), PromiseState::Open)))
                .map_or(play.today, |it| it.due.max(play.today))
                .plus_days(30)
                .unwrap_or(play.today),
            reason: "用地手续未办完".into(),
        }),
        Action::ReopenPromise => Command::ReopenPromise(WithReasonOnPromise {
            assignment,
            promise: a
                .and_then(|a| a.promises.iter().find(|it| !it.is_open()))
                .map_or(1, |it| it.no),
            reason: "现场未见启用".into(),
        }),
        Action::BreakOffPromise => Command::BreakOffPromise(WithReasonOnPromise {
            assignment,
            promise: promise(a, PromiseState::Open),
            reason: "项目已取消".into(),
        }),
    }
}

/// The first open part of a task that `who` can do this to: task and unit.
fn theirs(a: Option<&Assignment>, who: &str, action: Action) -> (TaskNo, Option<UnitCode>) {
    let found = a.and_then(|a| {
        a.tasks.iter().find_map(|task| {
            let part = part(a, meant(a, task.no).ok()?, None, actor(who), action).ok()?;
            Some((task.no, Some(part.unit.clone())))
        })
    });
    found.unwrap_or((1, None))
}

fn said(assignment: AssignmentNo, (task, unit): (TaskNo, Option<UnitCode>)) -> OnTask {
    OnTask {
        assignment,
        task,
        unit,
        text: "已完成摸底，共十二处".into(),
    }
}

/// What a draft promises, and one thing more where its class asks for one.
fn still_to_keep(play: &Play, a: &Assignment) -> Vec<Promise> {
    let content = &a.round().content;
    let moved = |it: &Promise| Promise {
        by: it.by.max(play.today),
        ..it.clone()
    };
    let mut promises: Vec<Promise> = content.promises.iter().map(moved).collect();
    let lacks = class_fits_content(a, &play.ctx())
        == GateState::Unsatisfied {
            missing: vec![Missing::DatedPromise],
        };
    if lacks {
        promises.push(Promise {
            text: "年内建成".into(),
            by: play.today,
        });
    }
    promises
}

/// Another class that the content of a reply fits as well.
fn other_class(play: &Play, a: &Assignment) -> Option<Class> {
    let has = a.round().content.class;
    Class::ALL.iter().copied().find(|class| {
        let mut changed = a.clone();
        let round = changed.rounds.last_mut().unwrap();
        round.content.class = Some(*class);
        has != Some(*class) && of_content(&play.case, &changed, &play.ctx()).is_ok()
    })
}

/// The last day to which the deadline can be put off; any day where it cannot.
fn later(play: &Play, a: Option<&Assignment>) -> Date {
    let last = a.and_then(|a| extendable_until(&play.case, a, &play.ctx()));
    last.unwrap_or_else(|| date("2023-09-29"))
}

/// The first promise at this state.
fn promise(a: Option<&Assignment>, state: PromiseState) -> PromiseNo {
    a.and_then(|a| a.promises.iter().find(|it| it.state == state))
        .map_or(1, |it| it.no)
}

/// A unit that can still be handed something, in a role that still fits.
fn next_unit(play: &Play) -> HandTo {
    let has_lead = play.case.live().any(|a| a.role == AssignmentRole::Lead);
    let splits = play
        .case
        .live()
        .filter(|a| a.role == AssignmentRole::Split)
        .count();
    HandTo {
        unit: free_unit(play).unwrap_or_else(|| "R".into()),
        role: match (has_lead, splits) {
            (false, 0 | 1) => AssignmentRole::Lead,
            _ => AssignmentRole::CoHandler,
        },
        suggestions: vec![],
    }
}

/// Whether a command can be well formed at all: some need a unit that is free, or another case that takes this one in.
pub(crate) fn can_be_well_formed(play: &Play, action: Action) -> bool {
    match action {
        Action::HandOver | Action::Reassign => free_unit(play).is_some(),
        Action::Merge => {
            let is_out = |a: &Assignment| a.rounds.iter().any(|round| round.issued.is_some());
            let in_review = |a: &Assignment| matches!(a.stage, Stage::Reviewing { .. });
            matches!(play.other.intake, Intake::Submitted | Intake::Filed)
                && !play.other.reply_items().any(is_out)
                && !play.other.live().any(in_review)
        }
        Action::ChangeClass => play
            .case
            .reply_items()
            .filter(|a| matches!(a.stage, Stage::Reviewing { .. }))
            .all(|a| other_class(play, a).is_some()),
        _ => true,
    }
}

/// A unit that has no assignment on the case.
fn free_unit(play: &Play) -> Option<UnitCode> {
    ["D", "C", "B", "A", "E"]
        .map(UnitCode::from)
        .into_iter()
        .find(|unit| !play.case.live().any(|a| a.unit == *unit))
}
