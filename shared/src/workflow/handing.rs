//! Between the committee office and the unit: hand-over, returns, signing for, dispatch.

use super::action::Action;
use super::context::Context;
use super::guard::{at_stage, holds, holds_in_unit, refuse};
use super::refusal::{Gate, Missing, Refusal};
use crate::calendar::{BeyondData, Calendar, CalendarFault, Date, Deadline, Term};
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
        Action::TakeBack => {
            holds(actor, Role::Coordinator)?;
            at_stage(a, &[S::HandedOver])
        }
        Action::RecountDeadline => {
            holds(actor, Role::Coordinator)?;
            if !a.is_open() {
                return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
            }
            recounted(a, ctx).map(drop)
        }
        Action::ExtendPart => {
            holds(actor, Role::Coordinator)?;
            at_stage(a, &[S::HandedOver, S::Accepted, S::Dispatched, S::Drafting])?;
            has_part_that_can_grow(case, a)
        }
        Action::Reassign => {
            holds(actor, Role::Coordinator)?;
            at_stage(
                a,
                &[
                    S::HandedOver,
                    S::ReturnRequested,
                    S::Accepted,
                    S::Dispatched,
                    S::Drafting,
                ],
            )?;
            // A second handling answers a member who knows the unit: it stays there.
            if a.rounds.len() > 1 {
                return refuse(
                    Gate::Stage,
                    Missing::UnitHasActed {
                        unit: a.unit.clone(),
                    },
                    &[],
                );
            }
            Ok(())
        }
        Action::GrantReturn | Action::RefuseReturn => {
            holds(actor, Role::Coordinator)?;
            at_stage(a, &[S::ReturnRequested])
        }
        Action::WaiveOpinion => {
            holds(actor, Role::Coordinator)?;
            waive(a, ctx)
        }
        Action::UnwaiveOpinion => {
            holds(actor, Role::Coordinator)?;
            if a.waived.is_none() || !a.is_open() {
                return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
            }
            // A reply that was signed without this opinion stays signed without it.
            if case.reply_items().any(|item| item.issued_round().is_some()) {
                return refuse(Gate::Stage, Missing::ActedSince, &[]);
            }
            Ok(())
        }
        Action::Accept => {
            holds_in_unit(actor, Role::Liaison, a)?;
            at_stage(a, &[S::HandedOver])
        }
        Action::Unaccept | Action::Undispatch => {
            holds_in_unit(actor, Role::Liaison, a)?;
            at_stage(
                a,
                &[if matches!(action, Action::Unaccept) {
                    S::Accepted
                } else {
                    S::Dispatched
                }],
            )
        }
        Action::RequestReturn => {
            holds_in_unit(actor, Role::Liaison, a)?;
            at_stage(a, &[S::HandedOver, S::Accepted])?;
            in_time(a, ctx)
        }
        Action::CancelReturn => {
            holds_in_unit(actor, Role::Liaison, a)?;
            at_stage(a, &[S::ReturnRequested])
        }
        // Dispatch, also again to another department.
        _ => {
            holds_in_unit(actor, Role::Liaison, a)?;
            at_stage(a, &[S::Accepted, S::Dispatched, S::Drafting])
        }
    }
}

/// The deadline in force as the calendar of today has it.
///
/// # Errors
/// Where the calendar gives the same day, or none.
pub(super) fn recounted(a: &Assignment, ctx: &Context<'_>) -> Result<Deadline, Refusal> {
    let now = reckoned_today(a, ctx.calendar, ctx.session_closed_on).map_err(refused)?;
    if now.date == a.due().date {
        refuse(Gate::Calendar, Missing::OtherDate { date: now.date }, &[])
    } else {
        Ok(now)
    }
}

/// The deadline in force as the calendar of today has it; one that counts from the close of the session, from its last
/// day as it is known today.
///
/// # Errors
/// Where the calendar gives no day.
pub fn reckoned_today(
    a: &Assignment,
    calendar: &Calendar,
    session_closed_on: Option<Date>,
) -> Result<Deadline, CalendarFault> {
    let due = a.due();
    // Nothing else begins on another day than that of the hand-over. One that was put off stands where it was put.
    let from_close = a.role.owes_reply()
        && a.rounds.len() == 1
        && due.extends.is_none()
        && due.from != a.handed_over_on;
    match session_closed_on.filter(|_| from_close) {
        None => calendar.reckon_again(due),
        Some(from) => calendar.reckon_again(&Deadline {
            from,
            ..due.clone()
        }),
    }
}

/// Why there is no such deadline.
pub(super) fn refused(fault: CalendarFault) -> Refusal {
    match fault {
        CalendarFault::YearWithoutData { year } => {
            Refusal::new(Gate::Calendar, Missing::HolidaysOf { year }, &[Role::Admin])
        }
        CalendarFault::OutOfRange | CalendarFault::NotAfter { .. } => {
            Refusal::new(Gate::Calendar, Missing::SensibleDate, &[])
        }
    }
}

/// What the rule named `rule` gives, from `start`.
///
/// # Errors
/// Where the calendar gives no day, or the rule is a fixed date that has passed: then it is said which.
pub(super) fn deadline_of(
    (rule, term): (&str, Term),
    start: Date,
    beyond: BeyondData,
    ctx: &Context<'_>,
) -> Result<Deadline, Refusal> {
    let by = ctx.profile.deadlines.rule(term);
    let deadline = ctx.calendar.deadline(start, by, beyond);
    deadline.map_err(|fault| match fault {
        CalendarFault::NotAfter { date, start } => {
            let rule = rule.to_owned();
            let missing = Missing::TermPassed { rule, date, start };
            Refusal::new(Gate::Calendar, missing, &[Role::Admin])
        }
        fault => refused(fault),
    })
}

/// It answers a part, in a round that is not an answer to what was issued, and there is something that nobody answers.
fn has_part_that_can_grow(case: &Case, a: &Assignment) -> Result<(), Refusal> {
    if !a.role.owes_reply() {
        return refuse(Gate::Stage, Missing::CoHandlerGivesOpinion, &[]);
    }
    if case.left_to_nobody().next().is_none() {
        return refuse(Gate::Stage, Missing::EverySuggestionHasUnit, &[]);
    }
    if a.rounds.len() > 1 {
        let unit = a.unit.clone();
        return refuse(Gate::Stage, Missing::UnitHasActed { unit }, &[]);
    }
    Ok(())
}

/// Only a late opinion can be waived.
fn waive(a: &Assignment, ctx: &Context<'_>) -> Result<(), Refusal> {
    if a.role != AssignmentRole::CoHandler || a.opinion_is_in() || !a.is_open() {
        return refuse(Gate::Stage, Missing::at_stages(a, &[]), &[]);
    }
    if ctx.today <= a.due().date {
        return refuse(
            Gate::CoHandlersIn,
            Missing::NotLateYet {
                until: a.due().date,
            },
            &[],
        );
    }
    Ok(())
}

/// Within the profile's working days after hand-over.
fn in_time(a: &Assignment, ctx: &Context<'_>) -> Result<(), Refusal> {
    let rules = &ctx.profile.deadlines;
    let last = deadline_of(
        ("deadlines.returns", rules.returns),
        a.handed_over_on,
        BeyondData::CountPlainWeekdays,
        ctx,
    )?;
    if ctx.today > last.date {
        return refuse(
            Gate::ReturnInTime,
            Missing::ReturnWindowEnded { on: last.date },
            &[Role::Coordinator],
        );
    }
    Ok(())
}
