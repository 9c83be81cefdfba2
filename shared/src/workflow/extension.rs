//! More time for a reply or an opinion: who may ask and grant, and how far it can go.

use super::action::Action;
use super::context::Context;
use super::guard::{at_stage, holds, holds_in_unit, refuse};
use super::handing::{deadline_of, refused};
use super::refusal::{Gate, Missing, Refusal};
use crate::both;
use crate::calendar::{BeyondData, CalendarFault, Date, Deadline};
use crate::case::{Assignment, AssignmentRole, Case, StageName as S};
use crate::org::{Actor, Role};

pub(super) fn guard(
    case: &Case,
    a: &Assignment,
    actor: &Actor,
    action: Action,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    match action {
        Action::RequestExtension => {
            holds_in_unit(actor, Role::Liaison, a)?;
            at_stage(
                a,
                &[
                    S::Accepted,
                    S::Dispatched,
                    S::Drafting,
                    S::Level1,
                    S::Level2,
                    S::Level3,
                ],
            )?;
            may_ask(case, a, ctx)
        }
        Action::CancelExtension => {
            holds_in_unit(actor, Role::Liaison, a)?;
            waits(a)
        }
        Action::GrantExtension => {
            holds(actor, Role::Coordinator)?;
            waits(a)?;
            room(case, a, ctx).map(drop)
        }
        // Refuse.
        _ => {
            holds(actor, Role::Coordinator)?;
            waits(a)
        }
    }
}

fn waits(a: &Assignment) -> Result<(), Refusal> {
    if a.extension_waiting().is_some() {
        Ok(())
    } else {
        refuse(Gate::Stage, Missing::NoExtensionAsked, &[Role::Liaison])
    }
}

fn may_ask(case: &Case, a: &Assignment, ctx: &Context<'_>) -> Result<(), Refusal> {
    if a.waived.is_some() {
        return refuse(Gate::Stage, Missing::NotWaitedFor, &[]);
    }
    // Nothing is due any more.
    if !a.is_open() {
        return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
    }
    if a.extension_waiting().is_some() {
        return refuse(Gate::Stage, Missing::ExtensionAsked, &[Role::Coordinator]);
    }
    let on = a.due().date;
    if ctx.today > on {
        return refuse(Gate::Extension, Missing::DeadlinePassed { on }, &[]);
    }
    room(case, a, ctx).map(drop)
}

/// The last day to which the deadline in force can be put off.
///
/// # Errors
/// Where it is there already, or that day has passed.
pub(super) fn room(case: &Case, a: &Assignment, ctx: &Context<'_>) -> Result<Date, Refusal> {
    let latest = latest(case, a, ctx)?;
    if latest <= a.due().date || latest < ctx.today {
        return refuse(Gate::Extension, Missing::NoLaterDay { latest }, &[]);
    }
    Ok(latest)
}

/// The longest term of the profile for this kind of work, from the day its clock started. An opinion is for the reply,
/// so it cannot be put off beyond that. Always a day that is worked on.
fn latest(case: &Case, a: &Assignment, ctx: &Context<'_>) -> Result<Date, Refusal> {
    let rules = &ctx.profile.deadlines;
    let opinion = a.role == AssignmentRole::CoHandler;
    let most = match a.round().no {
        _ if opinion => (
            "deadlines.opinion_extended_at_most",
            rules.opinion_extended_at_most,
        ),
        1 => ("deadlines.extended_at_most", rules.extended_at_most),
        _ => (
            "deadlines.second_handling_extended_at_most",
            rules.second_handling_extended_at_most,
        ),
    };
    let plain = BeyondData::CountPlainWeekdays;
    let mut latest = deadline_of(most, a.due().from, plain, ctx)?.date;
    if opinion {
        let replies = case.reply_items().filter(|item| item.is_open());
        latest = replies.fold(latest, |day, item| day.min(item.due().date));
    }
    while !is_worked(latest, ctx)? {
        latest = latest
            .plus_days(-1)
            .ok_or_else(|| refused(CalendarFault::OutOfRange))?;
    }
    Ok(latest)
}

fn is_worked(day: Date, ctx: &Context<'_>) -> Result<bool, Refusal> {
    let kind = ctx
        .calendar
        .kind_of(day, BeyondData::CountPlainWeekdays)
        .map_err(refused)?;
    Ok(kind.value.is_worked())
}

/// The deadline in force put off to `until`.
///
/// # Errors
/// Where that is no later day, goes too far, is a day off and the profile does not move deadlines on, or lies in a year
/// without data.
pub(super) fn put_off(
    case: &Case,
    a: &Assignment,
    until: Date,
    beyond: BeyondData,
    ctx: &Context<'_>,
) -> Result<Deadline, Refusal> {
    let (due, latest) = (a.due(), room(case, a, ctx)?);
    let wrong = |expected| Err(Refusal::field("/until", expected));
    if until <= due.date {
        return wrong({
            let due = due.date;
            both!(
                "须晚于现行期限 {due}",
                "must lie after the deadline in force, {due}"
            )
        });
    }
    if until < ctx.today {
        return wrong(both!("不得早于今天", "must not lie before today"));
    }
    if until > latest {
        return wrong(both!(
            "不得晚于 {latest}：延期以此为限",
            "must not lie after {latest}: no extension goes further"
        ));
    }
    let roll = ctx.profile.deadlines.roll_forward;
    if !roll && !is_worked(until, ctx)? {
        return wrong(both!(
            "是休息日，而期限逢休息日不顺延",
            "is a day off, and deadlines do not move on from one"
        ));
    }
    ctx.calendar
        .put_off(due, until, roll, beyond)
        .map_err(refused)
}

/// The last day to which the deadline of this assignment can be put off; none where it cannot be.
#[must_use]
pub fn extendable_until(case: &Case, a: &Assignment, ctx: &Context<'_>) -> Option<Date> {
    a.is_owed().then(|| room(case, a, ctx).ok()).flatten()
}
