//! Ratings, and what follows from them.

use super::{event, fields};
use crate::both;
use crate::calendar::BeyondData;
use crate::case::{Assignment, Case, Closure, Rater, Rating, Round, Satisfaction, Stage, Stated};
use crate::ids::PersonId;
use crate::org::Actor;
use crate::profile::{ContactForm, Scales};
use crate::workflow::command::{Command, ConfirmContact, Rate};
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::evolve::evolve;
use crate::workflow::handing::deadline_of;
use crate::workflow::rating::{closes, outcome, outcome_at_end, own_open_rater, to_confirm};
use crate::workflow::refusal::{Gate, Missing, Refusal};

pub(super) fn decide(
    case: &Case,
    actor: &Actor,
    command: &Command,
    ctx: &Context<'_>,
    happened: &mut Vec<Happened>,
) -> Result<(), Refusal> {
    let no = command.assignment().unwrap_or_default();
    let a = case.assignment(no).ok_or_else(|| {
        Refusal::new(
            Gate::Form,
            Missing::NoSuchAssignment { assignment: no },
            &[],
        )
    })?;
    match command {
        Command::Rate(form) => {
            let rater = own_open_rater(case, a, actor)
                .ok_or_else(|| Refusal::new(Gate::RatingBelongs, Missing::AlreadyRated, &[]))?;
            rate(case, a, actor, form, rater, None, ctx, happened)
        }
        Command::RecordRating(with) => {
            let rater = case
                .raters()
                .find(|rater| rater.no == case.rates_as(with.rater))
                .ok_or_else(|| {
                    Refusal::new(Gate::Form, Missing::no_such_rater(case, with.rater), &[])
                })?;
            if case.has_rated(a.round(), rater.no) {
                return Err(Refusal::new(
                    Gate::RatingBelongs,
                    Missing::AlreadyRated,
                    &[],
                ));
            }
            rate(
                case,
                a,
                actor,
                &with.form,
                rater,
                Some(actor.person.clone()),
                ctx,
                happened,
            )
        }
        Command::ConfirmContact(with) => {
            happened.push(confirm(a, actor, with)?);
            Ok(())
        }
        Command::SecondHandling(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            happened.push(second_handling(a, &with.reason, ctx)?);
            Ok(())
        }
        // Close
        _ => {
            let rated = matches!(a.stage, Stage::Rated)
                && a.round().outcome.is_some_and(Satisfaction::is_satisfied);
            let how = if rated {
                Closure::Rated
            } else {
                let rule = ctx.profile.rating.combination;
                let outcome = outcome_at_end(case, a.round(), rule);
                if outcome != a.round().outcome {
                    happened.push(Happened::OutcomeReckoned {
                        assignment: no,
                        outcome,
                    });
                }
                Closure::WindowPassed
            };
            happened.push(Happened::Closed {
                assignment: no,
                how,
            });
            Ok(())
        }
    }
}

fn confirm(a: &Assignment, actor: &Actor, with: &ConfirmContact) -> Result<Happened, Refusal> {
    match with.took_place {
        true => fields::some_or_none("/note", &with.note, fields::NOTE)?,
        false => fields::some("/note", &with.note, fields::NOTE)?,
    }
    let mut open = to_confirm(a, &actor.person);
    if !open.any(|contact| contact.no == with.contact) {
        let mut counts = a.rounds.iter().flat_map(Round::contacts_that_count);
        let missing = match counts.any(|contact| contact.no == with.contact) {
            true => Missing::ContactConfirmed,
            false => Missing::NoSuchContact {
                contact: with.contact,
            },
        };
        return Err(Refusal::new(Gate::Form, missing, &[]));
    }
    Ok(Happened::ContactConfirmed {
        assignment: a.no,
        contact: with.contact,
        took_place: with.took_place,
        note: with.note.clone(),
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "one form, who gives it and who records it, and the world around it"
)]
fn rate(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    form: &Rate,
    rater: Rater<'_>,
    recorded_by: Option<PersonId>,
    ctx: &Context<'_>,
    happened: &mut Vec<Happened>,
) -> Result<(), Refusal> {
    let (comment, forms) = match recorded_by {
        Some(_) => ("/form/comment", "/form/contact_forms"),
        None => ("/comment", "/contact_forms"),
    };
    fields::some_or_none(comment, &form.comment, fields::NOTE)?;
    for value in [form.work, form.result].into_iter().flatten() {
        on_form(value, ctx)?;
    }
    if form.work.is_none() && form.result.is_none() {
        let field = if recorded_by.is_some() {
            "/form/result"
        } else {
            "/result"
        };
        let expected = both!(
            "办理工作和办理结果至少评价一项",
            "state at least one of work and result"
        );
        return Err(Refusal::field(field, expected));
    }
    if form.contacted == Some(false) && !form.contact_forms.is_empty() {
        let expected = both!(
            "未沟通的不填沟通方式",
            "no form of contact where the unit did not get in touch"
        );
        return Err(Refusal::field(forms, expected));
    }
    let asks_work = ctx.profile.rating.scales == Scales::WorkAndResult;
    if form.work.is_some() && !asks_work {
        let field = if recorded_by.is_some() {
            "/form/work"
        } else {
            "/work"
        };
        let expected = both!(
            "本届评价表不评价办理工作",
            "the form of this session does not ask about the work"
        );
        return Err(Refusal::field(field, expected));
    }
    let stated = |answer: Option<Satisfaction>| answer.map_or(Stated::NotStated, Stated::Said);
    let rating = Rating {
        rater: rater.no,
        name: rater.proposer.name.clone(),
        work: if asks_work {
            stated(form.work)
        } else {
            Stated::NotAsked
        },
        result: stated(form.result),
        contacted: form.contacted,
        contact_forms: ContactForm::ALL
            .iter()
            .copied()
            .filter(|it| form.contact_forms.contains(it))
            .collect(),
        comment: form.comment.clone(),
        at_ms: ctx.now_ms,
        recorded_by,
    };
    // What the forms come to with this one among them.
    let mut round = a.round().clone();
    round.ratings.push(rating.clone());
    let decides = outcome(case, &round, ctx.profile.rating.combination);
    let rated = Happened::Rated {
        assignment: a.no,
        rating,
        outcome: decides,
    };
    let after = evolve(case.clone(), &event(actor, ctx, rated.clone()));
    happened.push(rated);
    let Some(after_a) = after.assignment(a.no) else {
        return Ok(());
    };
    if decides == Some(Satisfaction::Dissatisfied) {
        let said = form.comment.trim();
        let cause = if said.is_empty() {
            "不满意 / dissatisfied"
        } else {
            said
        };
        happened.push(second_handling(after_a, cause, ctx)?);
    } else if closes(&after, after_a.round()) {
        happened.push(Happened::Closed {
            assignment: a.no,
            how: Closure::Rated,
        });
    }
    Ok(())
}

fn on_form(value: Satisfaction, ctx: &Context<'_>) -> Result<(), Refusal> {
    if ctx.profile.rating.offers(value) {
        Ok(())
    } else {
        Err(Refusal::new(Gate::Form, Missing::NotOnForm { value }, &[]))
    }
}

/// A new round from drafting. A rating is never turned away because the calendar ends: plain weekdays are counted
/// where it does, and the deadline says so.
pub(super) fn second_handling(
    a: &Assignment,
    cause: &str,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    let rules = &ctx.profile.deadlines;
    let due = deadline_of(
        ("deadlines.second_handling", rules.second_handling),
        ctx.today,
        BeyondData::CountPlainWeekdays,
        ctx,
    )?;
    Ok(Happened::SecondHandlingBegun {
        assignment: a.no,
        cause: cause.to_owned(),
        due,
    })
}
