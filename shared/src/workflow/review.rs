//! Three levels of review, in order, each person one duty a round, each yes bound to a text.

use super::action::Action;
use super::context::Context;
use super::gates::{class_fits_content, co_handlers_in, consulted_still, leader_heard};
use super::guard::{at_stage, holds_in_department, holds_in_unit, refuse};
use super::publication::openness_marked;
use super::refusal::{Gate, Missing, Refusal};
use super::supplement::something_kept;
use crate::case::{Assignment, AssignmentRole, Case, Duty, Level, Stage, StageName as S};
use crate::org::{Actor, Role};

pub(super) fn guard(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    action: Action,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    match action {
        Action::Approve => {
            reviews(a, actor, &[Level::One, Level::Two])?;
            at_stage(a, &[S::Level1, S::Level2])?;
            own_turn(a, actor)
        }
        Action::SendBack => {
            reviews(a, actor, Level::ALL)?;
            at_stage(a, &[S::Level1, S::Level2, S::Level3])?;
            own_turn(a, actor)
        }
        Action::ChangeClass => {
            reviews(a, actor, Level::ALL)?;
            if !a.role.owes_reply() {
                return refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[]);
            }
            at_stage(a, &[S::Level1, S::Level2, S::Level3])?;
            own_turn(a, actor)
        }
        Action::Sign | Action::GiveOpinion => {
            holds_in_unit(actor, Role::UnitHead, a)?;
            let opinion = matches!(action, Action::GiveOpinion);
            if opinion != (a.role == AssignmentRole::CoHandler) {
                let missing = if opinion {
                    Missing::OwesReply
                } else {
                    Missing::CoHandlerGivesOpinion
                };
                return refuse(Gate::Stage, missing, &[]);
            }
            sign(case, a, actor, ctx)
        }
        Action::RetractApproval => {
            reviews(a, actor, &[Level::One, Level::Two])?;
            at_stage(a, &[S::Level2, S::Level3])?;
            match a.round().approvals.last() {
                Some(last) if last.by == actor.person => Ok(()),
                _ => refuse(Gate::Stage, Missing::AnotherPersonsStep, &[]),
            }
        }
        // ResumeReview: by who sent it back, before the drafters have acted.
        _ => {
            reviews(a, actor, Level::ALL)?;
            at_stage(a, &[S::Drafting])?;
            match &a.round().sent_back {
                Some(back) if back.by != actor.person => {
                    refuse(Gate::Stage, Missing::AnotherPersonsStep, &[])
                }
                Some(back) if back.submission.is_some() => Ok(()),
                Some(_) => refuse(Gate::Stage, Missing::ActedSince, &[]),
                None => refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]),
            }
        }
    }
}

/// Whether the actor's post is that of `level` for this assignment.
pub(super) fn is_reviewer(a: &Assignment, actor: &Actor, level: Level) -> bool {
    match level {
        Level::One => holds_in_department(actor, level.role(), a),
        Level::Two | Level::Three => holds_in_unit(actor, level.role(), a).is_ok(),
    }
}

fn reviews(a: &Assignment, actor: &Actor, levels: &[Level]) -> Result<(), Refusal> {
    if levels.iter().any(|level| is_reviewer(a, actor, *level)) {
        return Ok(());
    }
    let who: Vec<Role> = levels.iter().map(|level| level.role()).collect();
    refuse(Gate::Role, Missing::Post, &who)
}

/// It is the turn of a level the actor holds, and the actor has been nothing else in this round.
fn own_turn(a: &Assignment, actor: &Actor) -> Result<(), Refusal> {
    let Stage::Reviewing { level } = a.stage else {
        return refuse(
            Gate::Stage,
            Missing::at_stages(a, &[S::Level1, S::Level2, S::Level3]),
            &[],
        );
    };
    if !is_reviewer(a, actor, level) {
        return refuse(Gate::InOrder, Missing::TurnOf { level }, &[level.role()]);
    }
    one_duty(a, actor, level.duty())
}

/// Separation of duties: each person is one thing in a round, also who is stood in for.
pub(super) fn one_duty(a: &Assignment, actor: &Actor, duty: Duty) -> Result<(), Refusal> {
    let duties = &a.round().duties;
    let mut has_been = actor.persons().filter_map(|person| duties.get(person));
    match has_been.find(|has_been| **has_been != duty) {
        Some(has_been) => refuse(
            Gate::SeparationOfDuties,
            Missing::HasBeen { duty: *has_been },
            &[],
        ),
        None => Ok(()),
    }
}

fn sign(case: &Case, a: &Assignment, actor: &Actor, ctx: &Context<'_>) -> Result<(), Refusal> {
    match a.stage {
        Stage::Reviewing {
            level: Level::Three,
        } => {}
        Stage::Reviewing { level } => {
            return refuse(Gate::InOrder, Missing::TurnOf { level }, &[level.role()]);
        }
        _ => {
            return refuse(Gate::Stage, Missing::at_stages(a, &[S::Level3]), &[]);
        }
    }
    one_duty(a, actor, Duty::Level3)?;
    // What was reported as kept may have been found not to be since, and the promise that the class rests on be open
    // no more.
    if a.round().is_supplement() {
        something_kept(a)?;
        class_fits_content(a, ctx)
            .into_result(Gate::ClassFitsContent, &[Role::Handler, Role::UnitHead])?;
    }
    // Holds by construction: a change of content voids approvals and moves back to level 1.
    let hash = a.round().content.hash();
    for level in [Level::One, Level::Two] {
        if !a
            .round()
            .approvals
            .iter()
            .any(|yes| yes.level == level && yes.hash == hash)
        {
            return refuse(
                Gate::InOrder,
                Missing::ApprovalOf { level },
                &[level.role()],
            );
        }
    }
    consulted_still(case, a, ctx)?;
    co_handlers_in(case, a)
        .into_result(Gate::CoHandlersIn, &[Role::UnitHead, Role::Coordinator])?;
    leader_heard(case, a, ctx)
        .into_result(Gate::LeaderHeard, &[Role::Coordinator, Role::Supervisor])?;
    openness_marked(a, ctx).into_result(Gate::OpennessMarked, &[Role::Handler, Role::Liaison])
}
