//! What a command makes happen. Refuses through `guard` first, so nothing is decided that was not offered.

mod consent;
mod correct;
mod extension;
mod fields;
mod handing;
mod intake;
mod merge;
mod outcome;
mod promise;
mod publication;
mod rating;
mod reply;
mod task;

pub use intake::submit;
pub use merge::{FallsAway, falls_away};

use super::action::Action;
use super::command::Command;
use super::context::Context;
use super::event::{By, Event, Happened};
use super::evolve::evolve;
use super::guard::commanding;
use super::refusal::Refusal;
use crate::both;
use crate::case::Case;
use crate::ids::CaseId;
use crate::org::Actor;

/// What a command makes happen: to the case itself and, for merges, to the other case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Events of the case, in order.
    pub own: Vec<Event>,
    /// Events of another case, in the same transaction, in order.
    pub other: Vec<(CaseId, Event)>,
}

/// What happens if `actor` gives `command` on `case` now.
///
/// # Errors
/// Those of [`guard`](super::guard()), and refusals of what the command itself holds (gate `form`).
pub fn decide(
    case: &Case,
    actor: &Actor,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Decision, Refusal> {
    let actor = &*commanding(case, actor, command, ctx)?;
    let mut decision = Decision::default();
    let mut happened: Vec<Happened> = vec![];
    match command.action() {
        Action::Merge | Action::Unmerge => {
            let (own, other, on_other) = merge::decide(case, command, ctx)?;
            happened.push(own);
            let events = on_other.into_iter();
            let events = events.map(|what| (other.clone(), event(actor, ctx, what)));
            decision.other = events.collect();
        }
        Action::ChangeConsent => {
            let (own, other) = consent::decide(case, actor, command, ctx)?;
            happened.extend(own);
            let other = other.into_iter();
            let events = other.map(|(id, what)| (id, event(actor, ctx, what)));
            decision.other = events.collect();
        }
        Action::Correct => {
            let Command::Correct(with) = command else {
                return Err(Refusal::field("", both!("不是更正", "not a correction")));
            };
            let (own, other) = correct::decide(case, actor, with, ctx)?;
            happened.extend(own);
            let other = other.into_iter();
            let events = other.map(|(id, what)| (id, event(actor, ctx, what)));
            decision.other = events.collect();
        }
        Action::AdoptRules => {
            let adopted = intake::decide(case, command, ctx)?;
            let after = evolve(case.clone(), &event(actor, ctx, adopted.clone()));
            happened.push(adopted);
            // What the forms come to, and what follows, is for the rules to say.
            let under = Context {
                profile: ctx.newest,
                ..*ctx
            };
            happened.extend(correct::reckoned(after, actor, &under)?);
        }
        _ if !command.action().is_on_assignment() && !matches!(command, Command::HandOver(_)) => {
            happened.push(intake::decide(case, command, ctx)?);
        }
        _ => on_assignment(case, actor, command, ctx, &mut happened)?,
    }
    let with_it = task::dropped_with(case, &happened);
    decision.own = with_it
        .into_iter()
        .chain(happened)
        .map(|what| event(actor, ctx, what))
        .collect();
    Ok(decision)
}

fn on_assignment(
    case: &Case,
    actor: &Actor,
    command: &Command,
    ctx: &Context<'_>,
    happened: &mut Vec<Happened>,
) -> Result<(), Refusal> {
    match command {
        Command::HandOver(with) => happened.extend(handing::hand_over(case, with, ctx)?),
        Command::Reassign(with) => happened.extend(handing::reassign(case, with, ctx)?),
        Command::Rate(_)
        | Command::RecordRating(_)
        | Command::ConfirmContact(_)
        | Command::SecondHandling(_)
        | Command::Close(_) => {
            rating::decide(case, actor, command, ctx, happened)?;
        }
        Command::MarkOpenness(_) | Command::Publish(_) | Command::Unpublish(_) => {
            happened.push(publication::decide(case, command)?);
        }
        Command::RequestExtension(_)
        | Command::CancelExtension(_)
        | Command::GrantExtension(_)
        | Command::RefuseExtension(_) => happened.push(extension::decide(case, command, ctx)?),
        Command::RecordOutcome(_) | Command::StrikeOutcome(_) => {
            happened.push(outcome::decide(case, actor, command, ctx)?);
        }
        Command::BeginSupplement(_)
        | Command::DropSupplement(_)
        | Command::ReportProgress(_)
        | Command::FulfilPromise(_)
        | Command::PostponePromise(_)
        | Command::ReopenPromise(_)
        | Command::BreakOffPromise(_) => happened.push(promise::decide(case, command, ctx)?),
        Command::CutTask(_)
        | Command::PassTask(_)
        | Command::ReportTask(_)
        | Command::FinishTask(_)
        | Command::ReopenTask(_)
        | Command::MoveTask(_)
        | Command::DropTask(_) => happened.push(task::decide(case, actor, command, ctx)?),
        Command::LogContact(_)
        | Command::StrikeContact(_)
        | Command::AnswerSuggestion(_)
        | Command::SaveDraft(_)
        | Command::SubmitReply(_)
        | Command::Recall(_)
        | Command::Approve(_)
        | Command::RetractApproval(_)
        | Command::SendBack(_)
        | Command::ResumeReview(_)
        | Command::ChangeClass(_)
        | Command::Sign(_)
        | Command::GiveOpinion(_) => happened.push(reply::decide(case, actor, command, ctx)?),
        _ => happened.push(handing::decide(case, command, ctx)?),
    }
    Ok(())
}

fn event(actor: &Actor, ctx: &Context<'_>, what: Happened) -> Event {
    Event {
        at_ms: ctx.now_ms,
        by: By {
            person: actor.person.clone(),
            name: actor.name.clone(),
            on_behalf: actor.on_behalf.clone(),
        },
        what,
    }
}
