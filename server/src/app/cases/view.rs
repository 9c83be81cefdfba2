//! A case as somebody sees it.

use std::collections::BTreeSet;

use banli_shared::api::proposals::{AssignmentRow, CaseView, HostCase, MergedCase, TaskRow};
use banli_shared::calendar::{BeyondData, Date};
use banli_shared::case::{Assignment, Case, Round, Stage};
use banli_shared::ids::{AssignmentNo, Millis, PersonId};
use banli_shared::org::Actor;
use banli_shared::profile::Light;
use banli_shared::workflow::{
    Attention, Context, Holder, attention, can_see, extendable_until, gates, has_task, offers,
    redact, warn, works_on,
};

use super::load::{self, Purpose};
use crate::app::world::World;
use crate::store::{StoreError, Tx};

/// What `actor` sees of `case` at `now`; `host` is the case it is handled in, where it is merged. Whether the actor may
/// see it at all is asked before.
pub(crate) async fn view(
    tx: &mut Tx,
    world: &World,
    case: &Case,
    host: Option<&Case>,
    actor: &Actor,
    now: Millis,
) -> Result<CaseView, StoreError> {
    let ctx = Context {
        other: host,
        ..world.context_of(case, now)?
    };
    let inside = works_on(case, actor, ctx.org);
    let seen = redact(case.clone(), actor, ctx.org);
    let checklist = case
        .live()
        .filter(|a| inside.contains(&a.no))
        .flat_map(|a| gates(case, a, &ctx))
        .collect();
    let waiting = waiting(case, actor, &ctx, &inside);
    let texts = case
        .live()
        .filter(|a| inside.contains(&a.no))
        .filter_map(|a| Some((a.no, a.text_under_review()?)))
        .collect();
    let mut assignments = rows(&seen, &ctx);
    for row in &mut assignments {
        let a = case.assignment(row.no).filter(|a| inside.contains(&a.no));
        row.extendable_until = a.and_then(|a| extendable_until(case, a, &ctx));
    }
    let people = world.names(tx, people(&seen, &waiting)).await?;
    let mut offers = offers(case, actor, &ctx);
    warn(case, actor, &ctx, &mut offers);
    let host = host.filter(|host| can_see(host, actor));
    let merged = merged(tx, case).await?;
    Ok(CaseView {
        host: host.map(|host| HostCase {
            case: host.id.clone(),
            number: host.shown_number().to_owned(),
            title: host.proposal.title.clone(),
        }),
        merged,
        stage: case.stage(),
        tracking: case.is_tracked(),
        offers,
        gates: checklist,
        assignments,
        tasks: tasks(&seen, &ctx),
        attention: waiting,
        texts,
        people,
        case: seen,
    })
}

/// Whose turn it is, as far as `actor` is told, who works on the assignments `inside`.
pub(super) fn waiting(
    case: &Case,
    actor: &Actor,
    ctx: &Context<'_>,
    inside: &[AssignmentNo],
) -> Vec<Attention> {
    let mut waiting = attention(case, ctx);
    let works_on_it = !inside.is_empty() || has_task(case, actor);
    waiting.retain(|entry| works_on_it || entry.waits_for(actor) || actor.sees_everything());
    // Nobody waits for a task that is not overdue to be seen to as such, or for a promise that is far off.
    waiting.retain(|entry| {
        let why = entry.why;
        let later = why.is_on_task() || why.is_on_promise() || why.is_unattended();
        !later || entry.from.is_none_or(|day| day <= ctx.today)
    });
    // Who has been what in another unit's round is not told.
    for entry in &mut waiting {
        let own = entry.assignment.is_some_and(|no| inside.contains(&no));
        if !own && !actor.sees_everything() {
            entry.except.clear();
            entry.text = None;
            entry.urged = None;
        }
    }
    waiting
}

/// What is merged into a case, which is read by whoever reads that: nothing that a proposal itself says is kept from them.
async fn merged(tx: &mut Tx, case: &Case) -> Result<Vec<MergedCase>, StoreError> {
    let mut found = Vec::new();
    for other in &case.absorbed {
        if let Some(kept) = load::load(tx, &other.case, Purpose::Read).await? {
            let proposal = kept.case.proposal;
            found.push(MergedCase {
                case: kept.case.id,
                number: other.shown_number().to_owned(),
                title: proposal.title,
                body: proposal.body,
            });
        }
    }
    Ok(found)
}

/// The assignments of a case that count as lists show them, leads first.
pub(crate) fn rows(case: &Case, ctx: &Context<'_>) -> Vec<AssignmentRow> {
    let mut rows: Vec<AssignmentRow> = case.live().map(|a| row(case, a, ctx)).collect();
    rows.sort_by_key(|row| (row.role, row.no));
    rows
}

fn row(case: &Case, a: &Assignment, ctx: &Context<'_>) -> AssignmentRow {
    let due = a.due().date;
    let near = a.is_owed().then(|| light(due, ctx));
    let out = a.issued_round();
    AssignmentRow {
        no: a.no,
        unit: a.unit.clone(),
        role: a.role,
        stage: case.stage_of(a),
        round: a.handling().no,
        due,
        plain_weekdays: a.due().plain_weekdays,
        light: near.map(|(light, _)| light),
        days_left: near.map(|(_, days)| days),
        overdue: near.is_some() && due < ctx.today,
        class: a.class(),
        first_class: a.first_class(),
        rating: a.handled_round().and_then(|round| round.outcome),
        openness: out.and_then(|round| Some(round.openness.as_ref()?.openness)),
        published: out.and_then(|round| Some(round.published.as_ref()?.form)),
        extendable_until: None,
    }
}

/// How near the open tasks of a case are.
fn tasks(case: &Case, ctx: &Context<'_>) -> Vec<TaskRow> {
    let open = case.standing_tasks().filter(|(_, task)| task.is_open());
    open.map(|(a, task)| {
        let (light, days_left) = light(task.due, ctx);
        TaskRow {
            assignment: a.no,
            no: task.no,
            light,
            days_left,
            overdue: task.due < ctx.today,
        }
    })
    .collect()
}

/// How near a deadline is, with the working days left today. Where the calendar ends, plain weekdays are counted.
pub(crate) fn light(due: Date, ctx: &Context<'_>) -> (Light, i32) {
    let days = ctx
        .calendar
        .working_days_between(ctx.today, due, BeyondData::CountPlainWeekdays)
        .map_or(0, |counted| counted.value);
    (ctx.profile.lights.light(days), days)
}

/// Everybody that a case as shown mentions by id.
fn people(case: &Case, waiting: &[Attention]) -> BTreeSet<PersonId> {
    let mut found: BTreeSet<PersonId> = case
        .raters()
        .filter_map(|rater| rater.proposer.person.clone())
        .collect();
    for a in &case.assignments {
        if let Stage::ReturnRequested { by, .. } = &a.stage {
            found.insert(by.clone());
        }
        found.extend(a.dispatch.iter().filter_map(|it| it.handler.clone()));
        found.extend(a.waived.iter().map(|waiver| waiver.by.clone()));
        for round in &a.rounds {
            of_round(round, &mut found);
        }
        found.extend(a.outcomes.iter().map(|outcome| outcome.by.clone()));
        for task in &a.tasks {
            found.insert(task.by.clone());
            found.extend(task.dropped.iter().map(|it| it.by.clone()));
            let steps = task.parts.iter().flat_map(|part| &part.steps);
            found.extend(steps.map(|step| step.by.clone()));
        }
        let steps = a.promises.iter().flat_map(|promise| &promise.steps);
        found.extend(steps.map(|step| step.by.clone()));
    }
    found.extend(named(waiting));
    found
}

/// Everybody that these mention.
pub(super) fn named(waiting: &[Attention]) -> BTreeSet<PersonId> {
    let mut found = BTreeSet::new();
    for entry in waiting {
        if let Holder::Person { person } = &entry.holder {
            found.insert(person.clone());
        }
        found.extend(entry.except.iter().cloned());
    }
    found
}

fn of_round(round: &Round, found: &mut BTreeSet<PersonId>) {
    found.extend(round.contacts.iter().map(|contact| contact.by.clone()));
    found.extend(round.duties.keys().cloned());
    found.extend(round.submission.iter().map(|it| it.by.clone()));
    found.extend(round.approvals.iter().map(|it| it.by.clone()));
    found.extend(round.sent_back.iter().map(|it| it.by.clone()));
    found.extend(round.trail.iter().map(|step| step.by.clone()));
    found.extend(round.issued.iter().map(|it| it.by.clone()));
    found.extend(round.ratings.iter().filter_map(|it| it.recorded_by.clone()));
}
