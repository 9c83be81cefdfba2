//! Whether the reply may be read by everybody: the unit marks it, the committee office publishes it.
//!
//! A reply to merged proposals answers all of them, so the proposers of each have a say, and the most careful of them counts:
//! it is not published while those of any have refused or said nothing, and without names where those of any withhold them.

use super::action::Action;
use super::context::Context;
use super::gates::GateState;
use super::guard::{at_stage, holds, holds_in_department, holds_in_unit, refuse};
use super::refusal::{Gate, Missing, Refusal};
use crate::case::{
    Assignment, Case, Consent, Intake, Openness, ProposalStage as P, Published, StageName as S,
};
use crate::org::{Actor, Role};

/// Those of the unit who say to whom its reply is open.
const MARKS: [Role; 2] = [Role::Handler, Role::Liaison];

/// The stages at which a reply is not out.
const BEFORE_ISSUE: [S; 5] = [S::Dispatched, S::Drafting, S::Level1, S::Level2, S::Level3];

/// The numbers under which the actor is a proposer of this very proposal, acting as one.
#[must_use]
pub fn own_numbers(case: &Case, actor: &Actor) -> Vec<u32> {
    if !actor.is(Role::Proposer) {
        return vec![];
    }
    let numbered = case.proposal.proposers.iter().zip(1..);
    let own = numbered.filter(|(it, _)| it.person.as_ref() == Some(&actor.person));
    own.map(|(_, no)| no).collect()
}

/// The numbers of the proposers for whom the actor may say whether it may be published: their own, for the committee office
/// everybody's. For forms that ask which one.
#[must_use]
pub fn speaks_for(case: &Case, actor: &Actor) -> Vec<u32> {
    let all = case.proposal.proposers.iter().zip(1..).map(|(_, no)| no);
    match actor.is(Role::Coordinator) {
        true => all.collect(),
        false => own_numbers(case, actor),
    }
}

/// Each proposer for themselves, and the committee office for any of them, from filing on; before that the proposal is
/// amended. What is merged into a case says it on its own proposal.
pub(super) fn consent(case: &Case, actor: &Actor, ctx: &Context<'_>) -> Result<(), Refusal> {
    if own_numbers(case, actor).is_empty() {
        holds(actor, Role::Coordinator).map_err(|_| {
            let who = &[Role::Proposer, Role::Coordinator];
            Refusal::new(Gate::Role, Missing::Post, who)
        })?;
    }
    let stages = [P::Filed, P::InHandling, P::Answered, P::Closed, P::Merged];
    super::intake::at(case, &stages)?;
    match (&case.intake, ctx.other) {
        (Intake::Merged { into, .. }, Some(host)) if *into == host.id => Ok(()),
        (Intake::Merged { .. }, _) => refuse(Gate::Form, Missing::NoSuchOther, &[]),
        _ => Ok(()),
    }
}

pub(super) fn guard(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    action: Action,
) -> Result<(), Refusal> {
    match action {
        Action::MarkOpenness => {
            if !holds_in_department(actor, Role::Handler, a)
                && holds_in_unit(actor, Role::Liaison, a).is_err()
            {
                return refuse(Gate::Role, Missing::Post, &MARKS);
            }
            owes_reply(a)?;
            if matches!(a.stage.name(), S::Issued | S::Rated | S::Closed) {
                return marked_late(a);
            }
            at_stage(a, &BEFORE_ISSUE)
        }
        Action::Publish => {
            holds(actor, Role::Coordinator)?;
            owes_reply(a)?;
            at_stage(a, &[S::Issued, S::Rated, S::Closed])?;
            if published(a).is_some() {
                return refuse(
                    Gate::Stage,
                    Missing::PublishedAlready { published: true },
                    &[],
                );
            }
            may_be_published(case, a)
        }
        // Unpublish.
        _ => {
            holds(actor, Role::Coordinator)?;
            if published(a).is_some() {
                Ok(())
            } else {
                refuse(
                    Gate::Stage,
                    Missing::PublishedAlready { published: false },
                    &[],
                )
            }
        }
    }
}

/// Once the reply is out, a mark that was forgotten is still made, and as nobody signed it, corrected until the office has
/// published by it. One that is out with the reply stands: it was signed with it.
fn marked_late(a: &Assignment) -> Result<(), Refusal> {
    let round = a.round();
    if round.openness.is_none() {
        return Ok(());
    }
    if !corrects_mark(a) {
        return at_stage(a, &BEFORE_ISSUE);
    }
    match round.published {
        None => Ok(()),
        Some(_) => refuse(
            Gate::Stage,
            Missing::PublishedAlready { published: true },
            &[Role::Coordinator],
        ),
    }
}

/// Whether another mark would take the place of one that was made when the reply was out already: it is to say why.
pub(super) fn corrects_mark(a: &Assignment) -> bool {
    let round = a.round();
    let late = round.openness.as_ref().zip(round.issued.as_ref());
    late.is_some_and(|(mark, issued)| mark.at_ms > issued.at_ms)
}

fn owes_reply(a: &Assignment) -> Result<(), Refusal> {
    if a.role.owes_reply() {
        Ok(())
    } else {
        refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[])
    }
}

/// How the reply that is out was published.
pub(super) fn published(a: &Assignment) -> Option<&Published> {
    a.issued_round()?.published.as_ref()
}

/// The proposers of every proposal have said yes, and the unit has marked the reply as open.
fn may_be_published(case: &Case, a: &Assignment) -> Result<(), Refusal> {
    let missing: Vec<Missing> = case
        .consents()
        .filter(|(_, consent)| !matches!(consent, Consent::Agreed | Consent::NamesWithheld))
        .map(|(number, consent)| Missing::Consent {
            consent,
            number: number.to_owned(),
        })
        .collect();
    if !missing.is_empty() {
        return Err(Refusal {
            gate: Gate::Publication,
            missing,
            who: vec![Role::Proposer, Role::Coordinator],
        });
    }
    let mark = a.issued_round().and_then(|round| round.openness.as_ref());
    match mark.map(|mark| mark.openness) {
        Some(Openness::Open) => Ok(()),
        None => refuse(
            Gate::Publication,
            Missing::MarkedOpen { openness: None },
            &MARKS,
        ),
        openness => refuse(Gate::Publication, Missing::MarkedOpen { openness }, &[]),
    }
}

/// The unit has said to whom the reply is open, where the profile wants to know before it is signed.
pub(super) fn openness_marked(a: &Assignment, ctx: &Context<'_>) -> GateState {
    if !ctx.profile.publication.openness_needed || !a.role.owes_reply() {
        return GateState::NotApplicable;
    }
    match a.round().openness {
        Some(_) => GateState::Satisfied,
        None => GateState::Unsatisfied {
            missing: vec![Missing::Openness],
        },
    }
}
