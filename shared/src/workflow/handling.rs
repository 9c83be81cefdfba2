//! Inside the department: contacts, answers, the draft, handing in.

use super::action::Action;
use super::context::Context;
use super::gates::before_submission;
use super::guard::{at_stage, holds_in_department, holds_in_unit, refuse};
use super::refusal::{Gate, Missing, Refusal};
use super::review::one_duty;
use crate::case::{Assignment, AssignmentRole, Case, Duty, StageName as S};
use crate::org::{Actor, Role};

pub(super) fn guard(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    action: Action,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    match action {
        Action::LogContact => {
            may_log(a, actor)?;
            owes_reply(a)?;
            at_stage(a, &[S::Dispatched, S::Drafting])
        }
        Action::StrikeContact => {
            may_log(a, actor)?;
            at_stage(a, &[S::Dispatched, S::Drafting])?;
            if a.round()
                .contacts_that_count()
                .any(|contact| contact.by == actor.person)
            {
                Ok(())
            } else {
                refuse(Gate::Stage, Missing::AnotherPersonsStep, &[])
            }
        }
        Action::AnswerSuggestion => {
            handles(a, actor)?;
            owes_reply(a)?;
            at_stage(
                a,
                &[S::Dispatched, S::Drafting, S::Level1, S::Level2, S::Level3],
            )?;
            one_duty(a, actor, Duty::Draft)
        }
        Action::SaveDraft => {
            handles(a, actor)?;
            at_stage(
                a,
                &[S::Dispatched, S::Drafting, S::Level1, S::Level2, S::Level3],
            )?;
            one_duty(a, actor, Duty::Draft)
        }
        Action::SubmitReply => {
            handles(a, actor)?;
            at_stage(a, &[S::Dispatched, S::Drafting])?;
            one_duty(a, actor, Duty::Draft)?;
            before_submission(case, a, ctx)
        }
        // Recall: by the submitter, before the next level has acted.
        _ => {
            handles(a, actor)?;
            at_stage(a, &[S::Level1])?;
            if a.round()
                .submission
                .as_ref()
                .is_some_and(|submission| submission.by == actor.person)
            {
                Ok(())
            } else {
                refuse(Gate::Stage, Missing::AnotherPersonsStep, &[])
            }
        }
    }
}

/// Any handler of the department works on it; the named one is whom it waits for.
fn handles(a: &Assignment, actor: &Actor) -> Result<(), Refusal> {
    if holds_in_department(actor, Role::Handler, a) {
        Ok(())
    } else {
        refuse(Gate::Role, Missing::Post, &[Role::Handler])
    }
}

/// Heads take part in contacts, so they may log them.
fn may_log(a: &Assignment, actor: &Actor) -> Result<(), Refusal> {
    if holds_in_department(actor, Role::Handler, a)
        || holds_in_department(actor, Role::DepartmentHead, a)
        || holds_in_unit(actor, Role::UnitHead, a).is_ok()
    {
        Ok(())
    } else {
        refuse(
            Gate::Role,
            Missing::Post,
            &[Role::Handler, Role::DepartmentHead, Role::UnitHead],
        )
    }
}

/// A co-handler writes an opinion: it consults nobody and answers no suggestion to the member.
fn owes_reply(a: &Assignment) -> Result<(), Refusal> {
    if a.role == AssignmentRole::CoHandler {
        return refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[]);
    }
    Ok(())
}
