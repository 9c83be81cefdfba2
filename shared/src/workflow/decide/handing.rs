//! Hand-over, returns, signing for, dispatch.

use super::fields;
use crate::both;
use crate::calendar::{BeyondData, Date, Deadline, Term};
use crate::case::{AssignmentRole, Case, SpotFinding, Timing};
use crate::ids::{AssignmentNo, SuggestionNo, UnitCode};
use crate::org::{Role, Unit};
use crate::profile::Clock;
use crate::workflow::command::{Command, DispatchTo, ExtendPart, HandOver, HandTo, Reassign};
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::handing::{deadline_of, recounted, refused};
use crate::workflow::refusal::{Gate, Missing, Refusal};

pub(super) fn decide(
    case: &Case,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    Ok(match command {
        Command::TakeBack(on) => Happened::TakenBack {
            assignment: on.assignment,
        },
        Command::ExtendPart(with) => extend_part(case, with)?,
        Command::GrantReturn(on) => Happened::ReturnGranted {
            assignment: on.assignment,
        },
        Command::RefuseReturn(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::ReturnRefused {
                assignment: with.assignment,
                reason: with.reason.clone(),
            }
        }
        Command::WaiveOpinion(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::OpinionWaived {
                assignment: with.assignment,
                reason: with.reason.clone(),
            }
        }
        Command::UnwaiveOpinion(on) => Happened::OpinionUnwaived {
            assignment: on.assignment,
        },
        Command::Accept(on) => Happened::Accepted {
            assignment: on.assignment,
        },
        Command::Unaccept(on) => Happened::Unaccepted {
            assignment: on.assignment,
        },
        Command::RequestReturn(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::ReturnRequested {
                assignment: with.assignment,
                reason: with.reason.clone(),
            }
        }
        Command::CancelReturn(on) => Happened::ReturnCancelled {
            assignment: on.assignment,
        },
        Command::RecountDeadline(on) => {
            let Some(a) = case.assignment(on.assignment) else {
                let missing = Missing::NoSuchAssignment {
                    assignment: on.assignment,
                };
                return Err(Refusal::new(Gate::Form, missing, &[]));
            };
            Happened::DeadlineRecounted {
                assignment: on.assignment,
                from: a.due().date,
                due: recounted(a, ctx)?,
            }
        }
        Command::Urge(with) => {
            fields::some("/note", &with.note, fields::NOTE)?;
            Happened::Urged {
                assignment: with.assignment,
                note: with.note.clone(),
            }
        }
        Command::SpotCheck(with) => {
            match with.found {
                SpotFinding::InOrder => fields::some_or_none("/note", &with.note, fields::NOTE)?,
                SpotFinding::Wanting => fields::some("/note", &with.note, fields::NOTE)?,
            }
            Happened::SpotChecked {
                assignment: with.assignment,
                found: with.found,
                note: with.note.clone(),
            }
        }
        Command::Undispatch(on) => Happened::Undispatched {
            assignment: on.assignment,
        },
        Command::Dispatch(with) => dispatch(case, with, ctx)?,
        _ => {
            return Err(Refusal::field(
                "",
                both!("不是关于承办任务的操作", "not a command on an assignment"),
            ));
        }
    })
}

/// Only what nobody has is given: a part that another unit has is that unit's to answer.
fn extend_part(case: &Case, with: &ExtendPart) -> Result<Happened, Refusal> {
    let left: Vec<SuggestionNo> = case.left_to_nobody().collect();
    if with.suggestions.is_empty() || !with.suggestions.iter().all(|no| left.contains(no)) {
        let left: Vec<String> = left.iter().map(ToString::to_string).collect();
        let left = left.join(" ");
        return Err(Refusal::field(
            "/suggestions",
            both!(
                "须为没有单位答复的建议：{left}",
                "must be suggestions that no unit answers: {left}"
            ),
        ));
    }
    Ok(Happened::PartExtended {
        assignment: with.assignment,
        suggestions: with.suggestions.clone(),
    })
}

fn dispatch(case: &Case, with: &DispatchTo, ctx: &Context<'_>) -> Result<Happened, Refusal> {
    fields::line_or_none("/leader", &with.leader, fields::NAME)?;
    fields::some_or_none("/note", &with.note, fields::NOTE)?;
    if let Some(handler) = &with.handler {
        fields::line("/handler", handler.as_str(), fields::NAME)?;
    }
    let unit = case.assignment(with.assignment).map(|a| &a.unit);
    if !unit.is_some_and(|unit| ctx.org.is_within(&with.department, unit)) {
        let missing = Missing::DepartmentElsewhere {
            department: with.department.clone(),
        };
        return Err(Refusal::new(Gate::Form, missing, &[]));
    }
    if Some(&with.department) != unit && ctx.org.get(&with.department).is_some_and(|it| it.retired)
    {
        let missing = Missing::no_such_unit(&with.department, ctx, |it| {
            unit.is_some_and(|unit| ctx.org.is_within(&it.code, unit))
        });
        return Err(Refusal::new(Gate::Form, missing, &[]));
    }
    Ok(Happened::Dispatched {
        assignment: with.assignment,
        leader: with.leader.clone(),
        department: with.department.clone(),
        handler: with.handler.clone(),
        note: with.note.clone(),
    })
}

/// One `HandedOver` for each unit, numbered on from what the case has.
pub(super) fn hand_over(
    case: &Case,
    with: &HandOver,
    ctx: &Context<'_>,
) -> Result<Vec<Happened>, Refusal> {
    fields::some_or_none("/goal", &with.goal, fields::NOTE)?;
    fields::at_most("/to", &with.to, fields::ENTRIES)?;
    if with.to.is_empty() {
        return Err(Refusal::field(
            "/to",
            both!("至少写一个承办单位", "must name at least one unit"),
        ));
    }
    roles_fit(case, &with.to)?;
    let mut taken: Vec<&UnitCode> = case.live().map(|a| &a.unit).collect();
    for to in &with.to {
        unit_is_free(&to.unit, &mut taken, ctx)?;
        for no in &to.suggestions {
            if !case.has_suggestion(*no) {
                return Err(Refusal::new(
                    Gate::Form,
                    Missing::no_such_suggestion(case, None, *no),
                    &[],
                ));
            }
        }
    }
    all_are_answered(case, &with.to)?;
    let left = left_for_who_has_no_part(case, &with.to);
    let first = next_no(case);
    with.to
        .iter()
        .zip(first..)
        .map(|(to, assignment)| {
            let mut to = to.clone();
            if to.role.owes_reply() && to.suggestions.is_empty() {
                to.suggestions.clone_from(&left);
            }
            Ok(Happened::HandedOver {
                due: due_of(case, to.role, with, ctx)?,
                assignment,
                to,
                on: ctx.today,
                goal: with.goal.clone(),
                visit_required: with.visit_required,
                reply_format: with.reply_format,
            })
        })
        .collect()
}

/// The date named is for the replies. A co-handler has what the profile gives it, but not more time than the lead.
fn due_of(
    case: &Case,
    role: AssignmentRole,
    with: &HandOver,
    ctx: &Context<'_>,
) -> Result<Deadline, Refusal> {
    let named = due(case, role, with.due, with.plain_weekdays, ctx)?;
    if role.owes_reply() || with.due.is_none() {
        return Ok(named);
    }
    match due(case, role, None, with.plain_weekdays, ctx) {
        Ok(usual) if usual.date < named.date => Ok(usual),
        Ok(_) => Ok(named),
        // What the profile gives has passed.
        Err(no) if matches!(no.missing[..], [Missing::TermPassed { .. }]) => Ok(named),
        Err(no) => Err(no),
    }
}

/// The old assignment ends, the new unit takes on the same role and part.
pub(super) fn reassign(
    case: &Case,
    with: &Reassign,
    ctx: &Context<'_>,
) -> Result<Vec<Happened>, Refusal> {
    fields::some("/reason", &with.reason, fields::NOTE)?;
    let Some(old) = case.assignment(with.assignment) else {
        let missing = Missing::NoSuchAssignment {
            assignment: with.assignment,
        };
        return Err(Refusal::new(Gate::Form, missing, &[]));
    };
    let mut taken: Vec<&UnitCode> = case.live().map(|a| &a.unit).collect();
    unit_is_free(&with.unit, &mut taken, ctx)?;
    Ok(vec![
        Happened::Reassigned {
            assignment: old.no,
            reason: with.reason.clone(),
        },
        Happened::HandedOver {
            assignment: next_no(case),
            to: HandTo {
                unit: with.unit.clone(),
                role: old.role,
                suggestions: old.suggestions.clone(),
            },
            on: ctx.today,
            due: due(case, old.role, with.due, with.plain_weekdays, ctx)?,
            goal: old.goal.clone(),
            visit_required: old.visit_required,
            reply_format: old.reply_format,
        },
    ])
}

fn next_no(case: &Case) -> AssignmentNo {
    AssignmentNo::try_from(case.assignments.len()).unwrap_or(AssignmentNo::MAX - 1) + 1
}

/// One lead, or at least two that split the work; a lead cannot be there twice.
fn roles_fit(case: &Case, to: &[HandTo]) -> Result<(), Refusal> {
    let count = |role: AssignmentRole| {
        case.live().filter(|a| a.role == role).count()
            + to.iter().filter(|t| t.role == role).count()
    };
    let (leads, splits) = (count(AssignmentRole::Lead), count(AssignmentRole::Split));
    if leads > 1 {
        return Err(Refusal::new(Gate::Form, Missing::LeadTwice, &[]));
    }
    if leads == 0 && splits < 2 {
        return Err(Refusal::new(Gate::Form, Missing::LeadOrSplits, &[]));
    }
    Ok(())
}

/// Who comes to units that each answer a part, and is given none, answers what they leave, not all of it once more; where
/// they leave nothing, everything.
fn left_for_who_has_no_part(case: &Case, to: &[HandTo]) -> Vec<SuggestionNo> {
    if case.reply_items().next().is_none() {
        return vec![];
    }
    let parts = to.iter().filter(|to| to.role.owes_reply());
    let parts = parts.filter(|to| !to.suggestions.is_empty());
    let parts: Vec<&[SuggestionNo]> = parts.map(|to| to.suggestions.as_slice()).collect();
    case.left_to_nobody_beside(&parts).collect()
}

/// Where each reply has its own part, every suggestion is in one.
fn all_are_answered(case: &Case, to: &[HandTo]) -> Result<(), Refusal> {
    let more = to.iter().filter(|to| to.role.owes_reply());
    let more: Vec<&[SuggestionNo]> = more.map(|to| to.suggestions.as_slice()).collect();
    let suggestions: Vec<_> = case.left_to_nobody_beside(&more).collect();
    if suggestions.is_empty() {
        return Ok(());
    }
    let missing = Missing::SuggestionsLeft { suggestions };
    Err(Refusal::new(Gate::Form, missing, &[]))
}

fn unit_is_free<'a>(
    unit: &'a UnitCode,
    taken: &mut Vec<&'a UnitCode>,
    ctx: &Context<'_>,
) -> Result<(), Refusal> {
    if !ctx.org.takes_assignments(unit) {
        let takes = |it: &Unit| ctx.org.takes_assignments(&it.code);
        let missing = Missing::no_such_unit(unit, ctx, takes);
        return Err(Refusal::new(Gate::Form, missing, &[]));
    }
    if taken.contains(&unit) {
        return Err(Refusal::new(
            Gate::Form,
            Missing::UnitHasOne { unit: unit.clone() },
            &[],
        ));
    }
    taken.push(unit);
    Ok(())
}

/// A reply may be due from the close of the session; an opinion always from the hand-over.
///
/// # Errors
/// Where nobody has said when the session closes.
fn clock_start(
    role: AssignmentRole,
    timing: Timing,
    handed_over: Date,
    ctx: &Context<'_>,
) -> Result<Date, Refusal> {
    match (ctx.profile.deadlines.clock, timing) {
        (Clock::SessionClose, Timing::InSession) if role.owes_reply() => {
            let missing = || Refusal::new(Gate::Calendar, Missing::SessionClose, &[Role::Admin]);
            ctx.session_closed_on.ok_or_else(missing)
        }
        _ => Ok(handed_over),
    }
}

/// The deadlines that the rules set from another day when the timing of the proposal is `to` and not `from`.
///
/// # Errors
/// Where the calendar has no data for a year that is needed.
pub(super) fn restarted(
    case: &Case,
    from: Timing,
    to: Timing,
    ctx: &Context<'_>,
) -> Result<Vec<Happened>, Refusal> {
    let mut moved = vec![];
    for a in case.live().filter(|a| a.is_open() && a.rounds.len() == 1) {
        let due = a.due();
        let start = |timing| clock_start(a.role, timing, a.handed_over_on, ctx);
        let by_rule = due.extends.is_none() && !matches!(due.rule.term, Term::FixedDate(_));
        if !by_rule {
            continue;
        }
        let (before, after) = (start(from)?, start(to)?);
        if due.from != before || before == after {
            continue;
        }
        let anew = Deadline {
            from: after,
            ..due.clone()
        };
        let anew = ctx.calendar.reckon_again(&anew).map_err(refused)?;
        if anew.date != due.date && anew.date > ctx.today {
            moved.push(Happened::DeadlineRecounted {
                assignment: a.no,
                from: due.date,
                due: anew,
            });
        }
    }
    Ok(moved)
}

/// The deadline: the date the office names, else what the profile gives for the role.
fn due(
    case: &Case,
    role: AssignmentRole,
    named: Option<Date>,
    plain_weekdays: bool,
    ctx: &Context<'_>,
) -> Result<Deadline, Refusal> {
    let rules = &ctx.profile.deadlines;
    let from = clock_start(role, case.proposal.timing, ctx.today, ctx)?;
    let usual = match role {
        AssignmentRole::CoHandler => ("deadlines.opinion", rules.opinion),
        _ => ("deadlines.reply", rules.reply),
    };
    let beyond = if plain_weekdays {
        BeyondData::CountPlainWeekdays
    } else {
        BeyondData::Refuse
    };
    let Some(named) = named else {
        return deadline_of(usual, from, beyond, ctx);
    };
    if named <= ctx.today {
        return Err(Refusal::field(
            "/due",
            both!("须晚于今天", "must lie after today"),
        ));
    }
    if named <= from {
        return Err(Refusal::field(
            "/due",
            both!(
                "须晚于起算日 {from}",
                "must lie after {from}, from which it counts"
            ),
        ));
    }
    // Only a bound: it need not wait for the holidays of the year it falls in.
    let most = ("deadlines.extended_at_most", rules.extended_at_most);
    let latest = deadline_of(most, from, BeyondData::CountPlainWeekdays, ctx)?.date;
    if named > latest {
        return Err(Refusal::field(
            "/due",
            both!(
                "不得晚于 {latest}：延期以此为限",
                "must not lie after {latest}: no extension goes further"
            ),
        ));
    }
    deadline_of(("due", Term::FixedDate(named)), from, beyond, ctx)
}
