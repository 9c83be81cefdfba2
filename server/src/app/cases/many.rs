//! Many commands in one transaction, each answered by itself.

use std::collections::BTreeSet;
use std::sync::Arc;

use banli_shared::api::Problem;
use banli_shared::api::proposals::{ManyAnswers, ManyCommands, OneAnswer, OneOfMany};
use banli_shared::both;
use banli_shared::case::{Case, Class};
use banli_shared::ids::{AssignmentNo, CaseId};
use banli_shared::org::Actor;
use banli_shared::workflow::{Attention, Command, Warning, can_see, warning, works_on};

use super::load::{find, other_of};
use super::work::Work;
use super::{Scene, view};
use crate::app::world::World;
use crate::http::Failure;
use crate::store::{StoreError, Tx};

/// Most commands at once.
const MOST: usize = 500;

/// A command with the cases it is about.
struct Found<'c> {
    one: &'c OneOfMany,
    cases: Result<(CaseId, Option<CaseId>), Failure>,
}

impl Found<'_> {
    /// The case itself.
    fn id(&self) -> Option<&CaseId> {
        self.cases.as_ref().ok().map(|(id, _)| id)
    }
}

/// Runs commands in their order, each on the case as those before have left it; a version is that before all of them.
/// Unless `partial`, nothing is kept when one of them is refused.
///
/// # Errors
/// Too many commands, and failures of the server; what is refused is in the answers.
pub async fn run(tx: &mut Tx, scene: &Scene, many: &ManyCommands) -> Result<ManyAnswers, Failure> {
    if many.commands.len() > MOST {
        return Err(Failure::field(
            "/commands",
            "length",
            both!("一次最多 500 个操作", "at most 500 commands"),
        ));
    }
    let mut work = Work::begin(tx, &scene.worlds, scene.now).await?;
    let mut found = Vec::with_capacity(many.commands.len());
    for one in &many.commands {
        let cases = named_by(work.tx, &scene.actor, one).await;
        let cases = match cases {
            Err(failure) if failure.problem.status >= 500 => return Err(failure),
            cases => cases,
        };
        found.push(Found { one, cases });
    }
    let cases = found.iter().filter_map(|it| it.cases.as_ref().ok());
    let ids = cases.flat_map(|(id, other)| [Some(id.clone()), other.clone()]);
    work.hold(ids.flatten().collect()).await?;

    let mut answers = Vec::with_capacity(found.len());
    let (mut refused, mut named) = (false, BTreeSet::new());
    for (index, found) in found.iter().enumerate() {
        let held = found.id().and_then(|id| work.case(id));
        let before = held.map_or(0, |case| case.assignments.len());
        let warned = match held {
            Some(case) => before_it(&work.world, scene, case, &found.one.command)?,
            None => None,
        };
        let problem = match one(&mut work, scene, found).await {
            Ok(()) => None,
            Err(failure) => Some(problem(failure, index)?),
        };
        refused |= problem.is_some();
        let after = match (&problem, found.id()) {
            (None, Some(id)) => work.case(id),
            _ => None,
        };
        let seen = found.id().and_then(|id| work.case(id));
        let seen = seen.filter(|case| can_see(case, &scene.actor));
        let (class, mut attention) = match seen {
            Some(case) => about(&work.world, scene, case, found.one.command.assignment())?,
            None => (None, vec![]),
        };
        if problem.is_some() {
            attention.clear();
        }
        named.extend(view::named(&attention));
        answers.push(OneAnswer {
            proposal: found.one.proposal.clone(),
            number: seen.map_or_else(String::new, |case| case.shown_number().to_owned()),
            title: seen.map_or_else(String::new, |case| case.proposal.title.clone()),
            version: after.map(|case| case.version),
            due: after.and_then(Case::reply_due),
            began: after.map_or_else(Vec::new, |case| {
                let began = case.assignments.iter().skip(before);
                began.map(|assignment| assignment.no).collect()
            }),
            class,
            attention,
            warning: warned.filter(|_| problem.is_none()),
            problem,
        });
    }
    let world = Arc::clone(&work.world);
    let people = world.names(work.tx, named).await?;
    let kept = many.partial || !refused;
    if kept {
        work.keep().await?;
    } else {
        // The numbers given out so far are given again.
        work.tx.discard();
    }
    Ok(ManyAnswers {
        kept,
        answers,
        people,
    })
}

/// The case that a command is on, and the other one it is about.
async fn named_by(
    tx: &mut Tx,
    actor: &Actor,
    one: &OneOfMany,
) -> Result<(CaseId, Option<CaseId>), Failure> {
    let id = find(tx, actor, &one.proposal).await?;
    let other = other_of(tx, actor, &id, &one.command).await?;
    Ok((id, other))
}

/// What is to be known before this command on the case as it is.
fn before_it(
    world: &World,
    scene: &Scene,
    case: &Case,
    command: &Command,
) -> Result<Option<Warning>, StoreError> {
    let ctx = world.context_of(case, scene.now)?;
    let (action, on) = (command.action(), command.assignment());
    Ok(warning(case, &scene.actor, action, on, &ctx))
}

/// The class of the reply of an assignment, for who works on it, and whose turn it is there, or on the case.
fn about(
    world: &World,
    scene: &Scene,
    case: &Case,
    assignment: Option<AssignmentNo>,
) -> Result<(Option<Class>, Vec<Attention>), StoreError> {
    let ctx = world.context_of(case, scene.now)?;
    let inside = works_on(case, &scene.actor, ctx.org);
    let a = assignment.filter(|no| inside.contains(no));
    let class = a.and_then(|no| case.assignment(no)?.round().content.class);
    let mut attention = view::waiting(case, &scene.actor, &ctx, &inside);
    attention.retain(|entry| assignment.is_none() || entry.assignment == assignment);
    Ok((class, attention))
}

async fn one(work: &mut Work<'_>, scene: &Scene, found: &Found<'_>) -> Result<(), Failure> {
    let (id, other) = found.cases.as_ref().map_err(Failure::clone)?;
    let visible = work
        .case(id)
        .is_some_and(|case| can_see(case, &scene.actor));
    if !visible {
        return Err(Failure::not_found());
    }
    work.expect(id, found.one.version)?;
    work.run(&scene.actor, id, &found.one.command, other.as_ref())
        .await
}

/// What is wrong with one of the commands; a failure of the server is one of them all.
fn problem(failure: Failure, index: usize) -> Result<Problem, Failure> {
    if failure.problem.status >= 500 {
        return Err(failure);
    }
    let mut problem = *failure.problem;
    for fault in &mut problem.errors {
        fault.pointer = format!("/commands/{index}/command{}", fault.pointer);
    }
    Ok(problem)
}
