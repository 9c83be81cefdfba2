//! After the reply is out: ratings, second handling, closing.

use super::action::Action;
use super::context::Context;
use super::guard::{at_stage, holds, refuse};
use super::handing::deadline_of;
use super::refusal::{Gate, Missing, Refusal};
use crate::calendar::{BeyondData, Date};
use crate::case::{
    Assignment, Case, Closure, Contact, Duty, Rater, Rating, Round, Satisfaction, Stage,
    StageName as S,
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
            can_be_rated(a)?;
            match own_open_rater(case, a, actor) {
                Some(_) => worked_on(a, &actor.person),
                None => refuse(Gate::RatingBelongs, Missing::AlreadyRated, &[]),
            }
        }
        Action::ConfirmContact => {
            holds(actor, Role::Proposer)?;
            if !case.is_proposer(&actor.person) {
                return refuse(Gate::Role, Missing::NotAProposer, &[Role::Proposer]);
            }
            if !a.is_live() {
                return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
            }
            worked_on(a, &actor.person)?;
            match to_confirm(a, &actor.person).next() {
                Some(_) => Ok(()),
                None => refuse(Gate::Stage, Missing::NoContactToConfirm, &[]),
            }
        }
        Action::RecordRating => {
            holds(actor, Role::Coordinator)?;
            owes_reply(a)?;
            can_be_rated(a)?;
            of_the_unit(a, actor, ctx)?;
            if everybody_rated(case, a.round()) {
                refuse(Gate::RatingBelongs, Missing::AlreadyRated, &[])
            } else {
                Ok(())
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
            // A rating that decides ends nobody else's right to rate.
            let satisfied = a.round().outcome.is_some_and(Satisfaction::is_satisfied);
            if satisfied && everybody_rated(case, a.round()) {
                return Ok(());
            }
            window_passed(case, a, ctx)
        }
    }
}

/// That forms are taken still: the reply is out, and nothing has closed it.
fn can_be_rated(a: &Assignment) -> Result<(), Refusal> {
    if matches!(
        a.stage,
        Stage::Closed {
            how: Closure::WindowPassed
        }
    ) {
        return refuse(Gate::RatingBelongs, Missing::RatingWindow, &[]);
    }
    at_stage(a, &[S::Issued, S::Rated])
}

/// The contacts of every round of which this person may say whether they took place: those that count, and that they said
/// nothing of yet or whose reply is not out.
pub fn to_confirm<'a>(
    a: &'a Assignment,
    person: &'a PersonId,
) -> impl Iterator<Item = &'a Contact> {
    a.rounds.iter().flat_map(move |round| {
        let open = move |it: &&Contact| may_confirm(round, it, person);
        round.contacts_that_count().filter(open)
    })
}

/// Once the reply of its round is out, what was said of a contact stands.
fn may_confirm(round: &Round, contact: &Contact, person: &PersonId) -> bool {
    round.issued.is_none() || contact.confirmation(person).is_none()
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
    a: &'a Assignment,
    actor: &Actor,
) -> Option<Rater<'a>> {
    unrated(case, a.round()).find(|rater| rater.proposer.person.as_ref() == Some(&actor.person))
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

fn window_passed(case: &Case, a: &Assignment, ctx: &Context<'_>) -> Result<(), Refusal> {
    let Some(issued) = &a.round().issued else {
        return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
    };
    let until = window(issued.on, ctx)?;
    if ctx.today > until {
        return Ok(());
    }
    let missing = Missing::RatingWindowOpen {
        until,
        unrated: unrated(case, a.round())
            .map(|rater| rater.proposer.name.clone())
            .collect(),
    };
    refuse(Gate::RatedOrPassed, missing, &[Role::Proposer])
}

/// The raters who have given no form for the reply of this round.
pub(super) fn unrated<'a>(case: &'a Case, round: &'a Round) -> impl Iterator<Item = Rater<'a>> {
    case.raters()
        .filter(|rater| !case.has_rated(round, rater.no))
}

fn everybody_rated(case: &Case, round: &Round) -> bool {
    unrated(case, round).next().is_none()
}

/// What the forms of a round come to under the profile's rule; none while nothing decides.
pub(super) fn outcome(case: &Case, round: &Round, rule: Combination) -> Option<Satisfaction> {
    combined(case, round, rule, everybody_rated(case, round))
}

/// What they come to once no more are waited for: those that came back decide.
pub(super) fn outcome_at_end(
    case: &Case,
    round: &Round,
    rule: Combination,
) -> Option<Satisfaction> {
    combined(case, round, rule, true)
}

fn combined(case: &Case, round: &Round, rule: Combination, all_in: bool) -> Option<Satisfaction> {
    let forms = || case.forms(round).filter_map(Rating::overall);
    match rule {
        Combination::LeadOnly => round
            .ratings
            .iter()
            .find(|rating| rating.rater == 1)
            .and_then(|rating| rating.overall()),
        Combination::Worst => {
            let worst = forms().max();
            if all_in || worst == Some(Satisfaction::Dissatisfied) {
                worst
            } else {
                None
            }
        }
        Combination::Majority => all_in.then(|| majority(forms())).flatten(),
    }
}

/// The value named most often, be it by less than half of them; between equals the worse (domain: tie, worse), however
/// many are equal: three who say three different things come to the worst of these.
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
        && everybody_rated(case, round)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Satisfaction::{BasicallySatisfied, Dissatisfied, Satisfied, Understand};

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
        for (forms, decides) in [
            // Two and two.
            (
                vec![Satisfied, Satisfied, Dissatisfied, Dissatisfied],
                Dissatisfied,
            ),
            (
                vec![BasicallySatisfied, Satisfied, BasicallySatisfied, Satisfied],
                BasicallySatisfied,
            ),
            // Each another: no two agree.
            (
                vec![Satisfied, BasicallySatisfied, Dissatisfied],
                Dissatisfied,
            ),
            // Most of them, though not half.
            (
                vec![
                    Satisfied,
                    Satisfied,
                    BasicallySatisfied,
                    Dissatisfied,
                    Understand,
                ],
                Satisfied,
            ),
            // Between those that are named most, and no worse one named less.
            (
                vec![
                    Satisfied,
                    Satisfied,
                    BasicallySatisfied,
                    BasicallySatisfied,
                    Dissatisfied,
                ],
                BasicallySatisfied,
            ),
        ] {
            assert_eq!(majority(forms.iter().copied()), Some(decides), "{forms:?}");
        }
        assert_eq!(majority(std::iter::empty()), None);
    }
}
