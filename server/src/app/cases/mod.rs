//! The way of every change: load, decide, evolve, keep; and what callers see of a case.

pub(crate) mod chain;
pub(crate) mod load;
pub mod many;
mod members;
mod numbers;
pub mod record;
pub(crate) mod view;
pub(crate) mod work;

use banli_shared::api::proposals::{CaseView, ProposalRef, SubmitProposal};
use banli_shared::case::Case;
use banli_shared::ids::{CaseId, Millis, Version};
use banli_shared::org::Actor;
use banli_shared::workflow::{Command, can_see};

use self::load::Purpose;
pub(crate) use self::numbers::{Supposed, lock_numbers};
pub(crate) use self::work::Work;
use super::world::{World, Worlds};
use crate::http::Failure;
use crate::random;
use crate::store::{StoreError, Tx};

/// Who acts, and when: what a use case needs besides its transaction.
#[derive(Clone)]
pub struct Scene {
    /// The office, as the newest transaction saw it.
    pub worlds: Worlds,
    /// Who acts.
    pub actor: Actor,
    /// When, for rules and events.
    pub now: Millis,
}

/// One case as the actor sees it.
///
/// # Errors
/// `not_found` also where the actor may not know of it.
pub async fn get(tx: &mut Tx, scene: &Scene, by: &ProposalRef) -> Result<CaseView, Failure> {
    let world = scene.worlds.see(tx).await?;
    let case = seen(tx, scene, by).await?;
    Ok(shown(tx, &world, &case, scene).await?)
}

/// A case that the actor may see.
pub(crate) async fn seen(tx: &mut Tx, scene: &Scene, by: &ProposalRef) -> Result<Case, Failure> {
    let id = load::find(tx, &scene.actor, by).await?;
    load::load(tx, &id, Purpose::Read)
        .await?
        .map(|kept| kept.case)
        .filter(|case| can_see(case, &scene.actor))
        .ok_or_else(Failure::not_found)
}

async fn shown(
    tx: &mut Tx,
    world: &World,
    case: &Case,
    scene: &Scene,
) -> Result<CaseView, StoreError> {
    let host = match load::host_of(case) {
        Some(id) => load::load(tx, id, Purpose::Read).await?,
        None => None,
    };
    let host = host.as_ref().map(|kept| &kept.case);
    view::view(tx, world, case, host, &scene.actor, scene.now).await
}

/// Begins a case.
///
/// # Errors
/// What the rules refuse, and a session or person that is not there.
pub async fn submit(tx: &mut Tx, scene: &Scene, new: &SubmitProposal) -> Result<CaseView, Failure> {
    let mut work = Work::begin(tx, &scene.worlds, scene.now).await?;
    let id = CaseId(random::id(scene.now));
    let session = new.session.as_ref();
    work.submit(id.clone(), &scene.actor, session, &new.proposal, None)
        .await?;
    kept(work, scene, &id).await
}

/// Runs a command on a case that the actor may see, if it still has the version the actor has `seen`.
///
/// # Errors
/// `not_found`, `stale_version`, and what the rules refuse.
pub async fn run(
    tx: &mut Tx,
    scene: &Scene,
    by: &ProposalRef,
    command: &Command,
    seen: Option<Version>,
) -> Result<CaseView, Failure> {
    let mut work = Work::begin(tx, &scene.worlds, scene.now).await?;
    let id = load::find(work.tx, &scene.actor, by).await?;
    let other = load::other_of(work.tx, &scene.actor, &id, command).await?;
    work.hold(
        [Some(id.clone()), other.clone()]
            .into_iter()
            .flatten()
            .collect(),
    )
    .await?;
    let visible = work
        .case(&id)
        .is_some_and(|case| can_see(case, &scene.actor));
    if !visible {
        return Err(Failure::not_found());
    }
    work.expect(&id, seen)?;
    work.run(&scene.actor, &id, command, other.as_ref()).await?;
    kept(work, scene, &id).await
}

async fn kept(work: Work<'_>, scene: &Scene, id: &CaseId) -> Result<CaseView, Failure> {
    let world = work.world.clone();
    let (tx, cases) = work.keep().await?;
    let case = cases.get(id).ok_or_else(Failure::not_found)?;
    Ok(shown(tx, &world, case, scene).await?)
}
