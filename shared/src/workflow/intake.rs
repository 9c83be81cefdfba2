//! Intake and triage: what the committee office and the proposers do to a case as a whole.

use super::action::Action;
use super::context::Context;
use super::guard::{holds, refuse};
use super::publication;
use super::refusal::{Gate, Missing, Refusal};
use super::urging::watches;
use super::visibility::with_roles;
use crate::case::{Assignment, Case, Intake, ProposalStage as P, Stage, StageName as S};
use crate::org::{Actor, Role};

pub(super) fn at(case: &Case, stages: &[P]) -> Result<(), Refusal> {
    let stage = case.stage();
    if stages.contains(&stage) {
        Ok(())
    } else {
        let needs = stages.to_vec();
        refuse(Gate::Stage, Missing::ProposalIsAt { stage, needs }, &[])
    }
}

pub(super) fn guard(
    case: &Case,
    actor: &Actor,
    action: Action,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    match action {
        Action::Amend => amend(case, actor),
        Action::Withdraw => withdraw(case, actor),
        Action::ChangeConsent => publication::consent(case, actor, ctx),
        Action::RecordLeaderView => leader_view(case, actor),
        // A note stands beside the work: at any stage.
        Action::Note => watches(actor),
        _ => {
            decides_intake(actor)?;
            coordinator(case, action, ctx)
        }
    }
}

/// A proposer changes what is not yet examined; the office may also mend what it has filed.
fn amend(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    let own = is_own(case, actor);
    match (own, actor.is(Role::Coordinator)) {
        (true, true) => at(case, &[P::Submitted, P::NeedsRevision, P::Filed]),
        (true, false) => at(case, &[P::Submitted, P::NeedsRevision]),
        // Two do not change it at once: the office asks for it back first.
        (false, true) if case.stage() == P::NeedsRevision => refuse(
            Gate::Stage,
            Missing::SentBackToProposers,
            &[Role::Coordinator],
        ),
        (false, true) => at(case, &[P::Submitted, P::Filed]),
        (false, false) => refuse(
            Gate::Role,
            Missing::Post,
            &[Role::Proposer, Role::Coordinator],
        ),
    }
}

/// On a key proposal, until its reply is out.
fn leader_view(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    watches(actor)?;
    at(case, &[P::Filed, P::InHandling])?;
    if case.key.is_some() {
        Ok(())
    } else {
        let not_key = Missing::KeyAlready { key: false };
        refuse(Gate::Stage, not_key, &[Role::Coordinator])
    }
}

/// Whether the actor is one of the case's own proposers, acting as one.
fn is_own(case: &Case, actor: &Actor) -> bool {
    !publication::own_numbers(case, actor).is_empty()
}

/// By who leads it: what several put forward none of the others takes back for all. The office does it for who has no
/// account.
fn withdraw(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    let own = publication::own_numbers(case, actor);
    if !own.contains(&1) && !actor.is(Role::Coordinator) {
        let lead = case.proposal.proposers.first();
        let missing = match lead {
            Some(lead) if !own.is_empty() => Missing::LeadProposer {
                name: lead.name.clone(),
            },
            _ => Missing::Post,
        };
        return refuse(Gate::Role, missing, &[Role::Proposer, Role::Coordinator]);
    }
    at(
        case,
        &[P::Submitted, P::NeedsRevision, P::Filed, P::InHandling],
    )?;
    nothing_merged_in(case)?;
    no_reply_is_out(case)
}

fn nothing_merged_in(case: &Case) -> Result<(), Refusal> {
    if case.absorbed.is_empty() {
        Ok(())
    } else {
        refuse(Gate::Stage, Missing::HasMerged, &[Role::Coordinator])
    }
}

/// Whether `case` is handled in `host`.
fn is_host_of(host: &Case, case: &Case) -> bool {
    matches!(&case.intake, Intake::Merged { into, .. } if *into == host.id)
}

fn reply_that_is_out(case: &Case) -> Option<&Assignment> {
    case.reply_items().find(|a| a.issued_round().is_some())
}

fn no_reply_is_out(case: &Case) -> Result<(), Refusal> {
    match reply_that_is_out(case) {
        Some(out) => refuse(Gate::Stage, Missing::at_stages(out, &[]), &[]),
        None => Ok(()),
    }
}

/// At which stages of a proposal the office can take this step, whatever else is to be said of it; none where any will do.
const fn stages(action: Action) -> Option<&'static [P]> {
    Some(match action {
        Action::AskRevision | Action::File | Action::Decline => &[P::Submitted],
        Action::Unfile => &[P::Filed],
        Action::Reopen => &[P::Declined, P::NeedsRevision],
        Action::Merge => &[P::Submitted, P::Filed],
        Action::Unmerge => &[P::Merged],
        Action::MarkKey | Action::UnmarkKey => {
            &[P::Submitted, P::NeedsRevision, P::Filed, P::InHandling]
        }
        Action::AdoptRules => &[
            P::Submitted,
            P::NeedsRevision,
            P::Filed,
            P::InHandling,
            P::Answered,
        ],
        Action::HandOver => &[P::Filed, P::InHandling],
        _ => return None,
    })
}

/// Whether the office can take this step about proposals at `stage` at all; what else each of them needs is for the rules
/// to say case by case.
///
/// # Errors
/// The stages at which it can.
pub fn office_can_at(stage: P, action: Action) -> Result<(), Refusal> {
    match stages(action) {
        Some(needs) if !needs.contains(&stage) => {
            let needs = needs.to_vec();
            refuse(Gate::Stage, Missing::ProposalIsAt { stage, needs }, &[])
        }
        _ => Ok(()),
    }
}

fn coordinator(case: &Case, action: Action, ctx: &Context<'_>) -> Result<(), Refusal> {
    let keyed = case.key.is_some();
    match action {
        Action::MarkKey | Action::UnmarkKey if keyed != (action == Action::UnmarkKey) => {
            return refuse(Gate::Stage, Missing::KeyAlready { key: keyed }, &[]);
        }
        Action::AdoptRules if case.rules >= ctx.rules => {
            let none = Missing::NewerRules { rules: case.rules };
            return refuse(Gate::Stage, none, &[Role::Admin]);
        }
        _ => office_can_at(case.stage(), action)?,
    }
    match action {
        // Those merged into it would go unanswered, and nobody would have told their proposers.
        Action::Decline | Action::Merge => nothing_merged_in(case),
        Action::Unmerge => match ctx.other {
            // What is approved answers both, as it does when they are merged.
            Some(host) if is_host_of(host, case) => {
                if let Some(out) = reply_that_is_out(host) {
                    let unit = out.unit.clone();
                    return refuse(Gate::Stage, Missing::OtherAnswered { unit }, &[]);
                }
                nothing_under_review(host)
            }
            _ => refuse(Gate::Form, Missing::NoSuchOther, &[]),
        },
        // The record is put right at any stage; of a merged proposal its host has a part.
        Action::Correct if matches!(case.intake, Intake::Merged { .. }) => match ctx.other {
            Some(host) if is_host_of(host, case) => Ok(()),
            _ => refuse(Gate::Form, Missing::NoSuchOther, &[]),
        },
        // Correct, at any stage. LinkProposer: a name is a person at any time.
        _ => Ok(()),
    }
}

/// Whether `other` can take a merged proposal in: filed or on its way there, no reply out yet and none under review. What
/// is approved answers one proposal, and would go out as the answer to more. An opinion that is given stands: the lead, who
/// writes the reply, has it.
pub(super) fn can_absorb(case: &Case, other: &Case) -> Result<(), Refusal> {
    if other.id == case.id {
        return refuse(Gate::Form, Missing::IntoItself, &[]);
    }
    let stage = other.stage();
    if other.session != case.session || !matches!(other.intake, Intake::Submitted | Intake::Filed) {
        return refuse(Gate::Stage, Missing::OtherIsAt { stage }, &[]);
    }
    no_reply_is_out(other)
        .map_err(|_| Refusal::new(Gate::Stage, Missing::OtherIsAt { stage }, &[]))?;
    nothing_under_review(other)
}

/// Nothing waits for a reviewer, who could send it back.
fn nothing_under_review(other: &Case) -> Result<(), Refusal> {
    let (mut missing, mut who) = (vec![], vec![]);
    for a in other.live() {
        let Stage::Reviewing { level } = a.stage else {
            continue;
        };
        missing.push(Missing::OtherUnderReview {
            unit: a.unit.clone(),
            stage: a.stage.name(),
            needs: vec![S::HandedOver, S::Accepted, S::Dispatched, S::Drafting],
        });
        if !who.contains(&level.role()) {
            who.push(level.role());
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        gate: Gate::Stage,
        missing,
        who,
    })
}

/// Whether `actor` decides about what comes in and who gets it, whatever the case: the committee office.
///
/// # Errors
/// The role that does.
pub fn decides_intake(actor: &Actor) -> Result<(), Refusal> {
    holds(actor, Role::Coordinator)
}

/// Whether `actor` may take in whole lists of proposals: the committee office.
///
/// # Errors
/// The role that may.
pub fn may_import(actor: &Actor) -> Result<(), Refusal> {
    holds(actor, Role::Coordinator)
}

/// Whether `actor` may move deadlines to where a changed calendar has them: the committee office.
///
/// # Errors
/// The role that may.
pub fn may_recount(actor: &Actor) -> Result<(), Refusal> {
    holds(actor, Role::Coordinator)
}

/// Whether `actor` has a desk in the office or in a unit. A member has none, and reads case by case, where what is not a
/// member's to read is left out: lists, counts and files do not tell a member what others' rating forms say.
#[must_use]
pub fn has_desk(actor: &Actor) -> bool {
    actor.sees_everything() || actor.every_post().any(|post| post.role.has_place())
}

/// Figures and files are for whoever has a desk.
///
/// # Errors
/// The roles that have one.
pub fn needs_desk(actor: &Actor) -> Result<(), Refusal> {
    if has_desk(actor) {
        return Ok(());
    }
    let who = with_roles(|role| role.sees_everything() || role.has_place());
    refuse(Gate::Role, Missing::Post, &who)
}

/// Whether `actor` may have the list of units as a file: whoever has a desk, and who keeps the units.
///
/// # Errors
/// The roles that may.
pub fn may_export_units(actor: &Actor) -> Result<(), Refusal> {
    if has_desk(actor) || actor.posts.iter().any(|post| post.role.administers()) {
        return Ok(());
    }
    let who = with_roles(|role| role.sees_everything() || role.has_place() || role.administers());
    refuse(Gate::Role, Missing::Post, &who)
}
