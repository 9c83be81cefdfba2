//! After the reply is out: ratings, second handling, closing.

use super::action::Action;
use super::context::Context;
use super::guard::{at_stage, holds, refuse};
use super::handing::deadline_of;
use super::refusal::{Gate, Missing, Refusal};
use crate::calendar::{BeyondData, Date};
use crate::case::{
    Assignment, Case, Duty, Rater, Rating, Round, Satisfaction, Stage, StageName as S,
};
use crate::ids::PersonId;
use crate::org::{Actor, Role};
use crate::profile::Combination;

pub(super) fn guard(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    action: Action,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    match action {
        Action::Rate => {
            holds(actor, Role::Proposer)?;
            if !case.is_proposer(&actor.person) {
                return refuse(
                    Gate::RatingBelongs,
                    Missing::NotAProposer,
                    &[Role::Proposer],
                );
            }
            owes_reply(a)?;
            at_stage(a, &[S::Issued, S::Rated])?;
            match own_open_rater(case, a, actor) {
                Some(_) => worked_on(a, &actor.person),
                None => refuse(Gate::RatingBelongs, Missing::AlreadyRated, &[]),
            }
        }
        Action::RecordRating => {
            holds(actor, Role::Coordinator)?;
            owes_reply(a)?;
            at_stage(a, &[S::Issued, S::Rated])?;
            of_the_unit(a, actor, ctx)?;
            if case
                .raters()
                .any(|rater| !case.has_rated(a.round(), rater.no))
            {
                Ok(())
            } else {
                refuse(Gate::RatingBelongs, Missing::AlreadyRated, &[])
            }
        }
        Action::SecondHandling => {
            holds(actor, Role::Coordinator)?;
            owes_reply(a)?;
            at_stage(a, &[S::Issued, S::Rated])?;
            if a.round().has_dissatisfied() {
                Ok(())
            } else {
                refuse(
                    Gate::RatingBelongs,
                    Missing::NobodyDissatisfied,
                    &[Role::Proposer],
                )
            }
        }
        // Close
        _ => {
            holds(actor, Role::Coordinator)?;
            owes_reply(a)?;
            at_stage(a, &[S::Issued, S::Rated])?;
            if matches!(a.stage, Stage::Rated)
                && a.round().outcome.is_some_and(Satisfaction::is_satisfied)
            {
                return Ok(());
            }
            window_passed(a, ctx)
        }
    }
}

/// A unit never enters a rating: nobody rates a reply that they wrote, reviewed or signed. (Somebody who is both
/// hands in a paper form.)
fn worked_on(a: &Assignment, person: &PersonId) -> Result<(), Refusal> {
    match duty_in_any_round(a, person) {
        Some(duty) => refuse(
            Gate::SeparationOfDuties,
            Missing::HasBeen { duty },
            &[Role::Coordinator],
        ),
        None => Ok(()),
    }
}

/// What a person has been in the work on this assignment, in whichever round.
pub(super) fn duty_in_any_round(a: &Assignment, person: &PersonId) -> Option<Duty> {
    a.rounds
        .iter()
        .find_map(|round| round.duties.get(person).copied())
}

/// A unit never enters a rating: nor does a coordinator who also has a post in it.
fn of_the_unit(a: &Assignment, actor: &Actor, ctx: &Context<'_>) -> Result<(), Refusal> {
    let within = actor
        .every_place()
        .any(|place| ctx.org.is_within(place, &a.unit));
    if within {
        let unit = a.unit.clone();
        return refuse(
            Gate::SeparationOfDuties,
            Missing::OfTheUnit { unit },
            &[Role::Coordinator],
        );
    }
    Ok(())
}

fn owes_reply(a: &Assignment) -> Result<(), Refusal> {
    if a.role.owes_reply() {
        Ok(())
    } else {
        refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[])
    }
}

/// The first rater that the actor is and that has not rated this round's reply.
pub(super) fn own_open_rater<'a>(
    case: &'a Case,
    a: &Assignment,
    actor: &Actor,
) -> Option<Rater<'a>> {
    case.raters().find(|rater| {
        rater.proposer.person.as_ref() == Some(&actor.person)
            && !case.has_rated(a.round(), rater.no)
    })
}

/// The last day of the rating window of the reply that is out in this round; none where none is.
#[must_use]
pub fn window_end(a: &Assignment, ctx: &Context<'_>) -> Option<Date> {
    let issued = a.round().issued.as_ref()?;
    window(issued.on, ctx).ok()
}

/// The last day of the rating window of a reply that went out on this day.
fn window(issued_on: Date, ctx: &Context<'_>) -> Result<Date, Refusal> {
    let rule = ("rating.window", ctx.profile.rating.window);
    let plain = BeyondData::CountPlainWeekdays;
    deadline_of(rule, issued_on, plain, ctx).map(|deadline| deadline.date)
}

fn window_passed(a: &Assignment, ctx: &Context<'_>) -> Result<(), Refusal> {
    let Some(issued) = &a.round().issued else {
        return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
    };
    let until = window(issued.on, ctx)?;
    if ctx.today > until {
        return Ok(());
    }
    refuse(
        Gate::RatedOrPassed,
        Missing::RatingWindowOpen { until },
        &[Role::Proposer],
    )
}

/// What the forms of a round come to under the profile's rule; none while nothing decides.
pub(super) fn outcome(case: &Case, round: &Round, rule: Combination) -> Option<Satisfaction> {
    let forms = || case.forms(round).filter_map(Rating::overall);
    let everybody = case.raters().all(|rater| case.has_rated(round, rater.no));
    match rule {
        Combination::LeadOnly => round
            .ratings
            .iter()
            .find(|rating| rating.rater == 1)
            .and_then(|rating| rating.overall()),
        Combination::Worst => {
            let worst = forms().max();
            if everybody || worst == Some(Satisfaction::Dissatisfied) {
                worst
            } else {
                None
            }
        }
        Combination::Majority => everybody.then(|| majority(forms())).flatten(),
    }
}

/// The value named most often; between equals the worse.
fn majority(forms: impl Iterator<Item = Satisfaction>) -> Option<Satisfaction> {
    let mut counts = std::collections::BTreeMap::new();
    for form in forms {
        *counts.entry(form).or_insert(0_u32) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(form, count)| (*count, *form))
        .map(|(form, _)| form)
}

/// Whether a deciding rating closes the item at once: everybody has rated and nobody is dissatisfied.
pub(super) fn closes(case: &Case, round: &Round) -> bool {
    round.outcome.is_some_and(Satisfaction::is_satisfied)
        && !round.has_dissatisfied()
        && case.raters().all(|rater| case.has_rated(round, rater.no))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Satisfaction::{BasicallySatisfied, Dissatisfied, Satisfied};

    #[test]
    fn between_equals_the_worse_decides() {
        assert_eq!(
            majority([Satisfied, Dissatisfied].into_iter()),
            Some(Dissatisfied)
        );
        assert_eq!(
            majority([Satisfied, Satisfied, Dissatisfied].into_iter()),
            Some(Satisfied)
        );
        assert_eq!(
            majority([BasicallySatisfied, Satisfied, BasicallySatisfied].into_iter()),
            Some(BasicallySatisfied)
        );
        assert_eq!(majority(std::iter::empty()), None);
    }
}
