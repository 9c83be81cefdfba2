//! May this actor do this to this case now? The one place that knows.

use std::borrow::Cow;

use super::action::Action;
use super::command::Command;
use super::context::Context;
use super::refusal::{Gate, Missing, Refusal};
use super::{
    extension, handing, handling, intake, outcome, promise, publication, rating, review,
    supplement, task, urging,
};
use crate::case::{Assignment, Case, StageName};
use crate::ids::AssignmentNo;
use crate::org::{Actor, Role};

/// May `actor` do `action` to `case` (to its assignment `on`, where the action is about one) now?
///
/// # Errors
/// A [`Refusal`] that names the first requirement that does not hold: role, then stage, then the named gates.
pub fn guard(
    case: &Case,
    actor: &Actor,
    action: Action,
    on: Option<AssignmentNo>,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    acting(case, actor, action, on, ctx).map(drop)
}

/// In whose name `actor` does it: their own where they may, else that of the first for whom they stand in and who may.
///
/// # Errors
/// As [`guard`]: of the refusals the first that is not about the role.
pub(super) fn acting<'a>(
    case: &Case,
    actor: &'a Actor,
    action: Action,
    on: Option<AssignmentNo>,
    ctx: &Context<'_>,
) -> Result<Cow<'a, Actor>, Refusal> {
    if actor.stands_in.is_empty() {
        return allowed(case, actor, action, on, ctx).map(|()| Cow::Borrowed(actor));
    }
    let mut refused: Option<Refusal> = None;
    for identity in actor.identities() {
        match allowed(case, &identity, action, on, ctx) {
            Ok(()) => return Ok(Cow::Owned(identity)),
            Err(refusal) => match &refused {
                Some(before) if before.gate != Gate::Role => {}
                Some(_) if refusal.gate == Gate::Role => {}
                _ => refused = Some(refusal),
            },
        }
    }
    Err(refused.unwrap_or_else(|| Refusal::new(Gate::Role, Missing::Post, &[])))
}

/// In whose name `actor` gives this command: of those who may do such a thing the first whom this very one is about.
///
/// # Errors
/// As [`acting`].
pub(super) fn commanding<'a>(
    case: &Case,
    actor: &'a Actor,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Cow<'a, Actor>, Refusal> {
    let (action, on) = (command.action(), command.assignment());
    if !actor.stands_in.is_empty() {
        let meant = actor.identities().find(|identity| {
            allowed(case, identity, action, on, ctx).is_ok()
                && task::is_meant(case, identity, command)
        });
        if let Some(identity) = meant {
            return Ok(Cow::Owned(identity));
        }
    }
    acting(case, actor, action, on, ctx)
}

/// The same as [`guard`], for one identity.
fn allowed(
    case: &Case,
    actor: &Actor,
    action: Action,
    on: Option<AssignmentNo>,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    if !action.is_on_assignment() {
        return intake::guard(case, actor, action, ctx);
    }
    let no = on.unwrap_or_default();
    let assignment = case.assignment(no).ok_or_else(|| {
        Refusal::new(
            Gate::Form,
            Missing::NoSuchAssignment { assignment: no },
            &[],
        )
    })?;
    let may = match action {
        Action::TakeBack
        | Action::RecountDeadline
        | Action::ExtendPart
        | Action::Reassign
        | Action::GrantReturn
        | Action::RefuseReturn
        | Action::WaiveOpinion
        | Action::UnwaiveOpinion
        | Action::Accept
        | Action::Unaccept
        | Action::RequestReturn
        | Action::CancelReturn
        | Action::Dispatch
        | Action::Undispatch => handing::guard(case, assignment, actor, action, ctx),
        Action::RequestExtension
        | Action::CancelExtension
        | Action::GrantExtension
        | Action::RefuseExtension => extension::guard(case, assignment, actor, action, ctx),
        Action::MarkOpenness | Action::Publish | Action::Unpublish => {
            publication::guard(case, assignment, actor, action)
        }
        Action::CutTask => task::guard(assignment, actor, action, ctx),
        // What was cut is still reported on and finished, also where the rest is too late.
        Action::PassTask
        | Action::ReportTask
        | Action::FinishTask
        | Action::ReopenTask
        | Action::MoveTask
        | Action::DropTask => return task::guard(assignment, actor, action, ctx),
        Action::Urge => urging::guard(assignment, actor),
        // Also what nobody waits for any more is looked into.
        Action::SpotCheck => return urging::spot_check(assignment, actor),
        Action::LogContact
        | Action::StrikeContact
        | Action::AnswerSuggestion
        | Action::SaveDraft
        | Action::SubmitReply
        | Action::Recall => handling::guard(case, assignment, actor, action, ctx),
        Action::Approve
        | Action::RetractApproval
        | Action::SendBack
        | Action::ResumeReview
        | Action::ChangeClass
        | Action::Sign
        | Action::GiveOpinion => {
            review::guard(case, assignment, actor, action, ctx)?;
            match action {
                Action::Sign => promise::after_the_reply(assignment, ctx),
                _ => Ok(()),
            }
        }
        Action::BeginSupplement | Action::DropSupplement => {
            supplement::guard(assignment, actor, action)
        }
        Action::RecordOutcome | Action::StrikeOutcome => outcome::guard(assignment, actor, action),
        Action::ReportProgress
        | Action::FulfilPromise
        | Action::PostponePromise
        | Action::ReopenPromise
        | Action::BreakOffPromise => promise::guard(assignment, actor, action),
        _ => rating::guard(case, assignment, actor, action, ctx),
    };
    may?;
    if case.closed_without(assignment) {
        return refuse(Gate::Stage, Missing::NotWaitedFor, &[]);
    }
    Ok(())
}

/// The actor holds `role`, which has no place.
pub(super) fn holds(actor: &Actor, role: Role) -> Result<(), Refusal> {
    if actor.is(role) {
        Ok(())
    } else {
        Err(Refusal::new(Gate::Role, Missing::Post, &[role]))
    }
}

/// The actor holds `role` in the unit of the assignment.
pub(super) fn holds_in_unit(
    actor: &Actor,
    role: Role,
    assignment: &Assignment,
) -> Result<(), Refusal> {
    if actor.is_at(role, &assignment.unit) {
        Ok(())
    } else {
        Err(Refusal::new(Gate::Role, Missing::Post, &[role]))
    }
}

/// The actor holds `role` in the department that works on the assignment.
pub(super) fn holds_in_department(actor: &Actor, role: Role, assignment: &Assignment) -> bool {
    assignment
        .department()
        .is_some_and(|department| actor.is_at(role, department))
}

/// The assignment is at one of these stages.
pub(super) fn at_stage(assignment: &Assignment, stages: &[StageName]) -> Result<(), Refusal> {
    if stages.contains(&assignment.stage.name()) {
        Ok(())
    } else {
        refuse(Gate::Stage, Missing::at_stages(assignment, stages), &[])
    }
}

/// Refuses with one thing missing.
pub(super) fn refuse<T>(gate: Gate, missing: Missing, who: &[Role]) -> Result<T, Refusal> {
    Err(Refusal::new(gate, missing, who))
}
