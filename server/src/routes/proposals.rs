//! `/proposals/{ref}` and commands on it.

use banli_shared::api::proposals::{CaseView, GetProposal, RunCommand, RunCommands, Submit};
use banli_shared::api::similar::GetSimilar;
use banli_shared::api::{Endpoint, Json};

use crate::app::cases::{self, Scene, many};
use crate::app::search;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<Submit, _, _>(submit)
        .mount::<GetProposal, _, _>(get)
        .mount::<GetSimilar, _, _>(similar)
        .mount::<RunCommand, _, _>(run)
        .mount::<RunCommands, _, _>(run_many)
}

/// Who acts when on this call.
pub(super) fn scene<E: Endpoint>(call: &Call<E>) -> Scene {
    Scene {
        worlds: call.app.worlds(),
        actor: call.actor().clone(),
        now: call.at,
    }
}

fn answer(view: CaseView) -> Answer<Json<CaseView>> {
    let version = view.case.version;
    Answer::new(Json(view)).version(version)
}

async fn submit(call: Call<Submit>) -> Answered<Submit> {
    let (scene, new) = (scene(&call), call.body.0.clone());
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(answer(cases::submit(tx, &scene, &new).await?))
    })
    .await
}

async fn get(call: Call<GetProposal>) -> Answered<GetProposal> {
    let (scene, by) = (scene(&call), call.part);
    let view = call
        .app
        .store()
        .read(async move |tx: &mut Tx| cases::get(tx, &scene, &by).await)
        .await?;
    Ok(answer(view))
}

async fn similar(call: Call<GetSimilar>) -> Answered<GetSimilar> {
    let (scene, by) = (scene(&call), call.part);
    let store = call.app.store();
    let found = store.read(async move |tx: &mut Tx| search::similar::of(tx, &scene, &by).await);
    Ok(Answer::new(Json(found.await?)))
}

async fn run(call: Call<RunCommand>) -> Answered<RunCommand> {
    let (scene, by, seen) = (scene(&call), call.part.clone(), call.seen);
    let command = call.body.0.clone();
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(answer(cases::run(tx, &scene, &by, &command, seen).await?))
    })
    .await
}

async fn run_many(call: Call<RunCommands>) -> Answered<RunCommands> {
    let (scene, many) = (scene(&call), call.body.0.clone());
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(Answer::new(Json(many::run(tx, &scene, &many).await?)))
    })
    .await
}
