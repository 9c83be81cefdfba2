//! `/imports`.

use banli_shared::api::lists::{Import, ListOf};
use banli_shared::api::{DryRun, Json, ProblemCode};
use banli_shared::both;

use super::proposals::scene;
use crate::app::imports::{self, Read};
use crate::app::{column_names, units};
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::{StoreError, Tx};

pub(super) fn mount(routes: Routes) -> Routes {
    routes.mount::<Import, _, _>(import)
}

async fn import(call: Call<Import>) -> Answered<Import> {
    let of = call.query.of.unwrap_or(ListOf::Proposals);
    if of == ListOf::Units
        && !call
            .actor()
            .posts
            .iter()
            .any(|post| post.role.administers())
    {
        return Err(Failure::new(
            ProblemCode::Forbidden,
            both!("单位由管理员维护", "units are kept by an administrator"),
        ));
    }
    let keyed = call.keyed().filter(|_| !call.query.dry_run);
    if of == ListOf::Proposals
        && let Some(keyed) = &keyed
        && let Some(answer) = imports::answered(&call.app, keyed).await?
    {
        return Ok(answer);
    }
    let (known, kept) = call
        .app
        .store()
        .read(async move |tx: &mut Tx| {
            Ok::<_, StoreError>((units::all(tx).await?, column_names::kept(tx, of).await?))
        })
        .await?;
    let (bytes, query) = (call.body.0.clone(), call.query.clone());
    // Reading a workbook takes seconds of one core: not on a thread that answers others.
    let read = tokio::task::spawn_blocking(move || imports::read(&bytes, &query, &known, &kept))
        .await
        .map_err(|_panic| Failure::internal("the reader of lists panicked"))??;
    let (scene, query) = (scene(&call), call.query.clone());
    let list = match read {
        Read::Proposals(list) => {
            return imports::take_proposals(&call.app, &scene, &query, list, keyed).await;
        }
        Read::Units(list) => list,
    };
    let dry_run = DryRun {
        dry_run: query.dry_run,
    };
    call.effect(dry_run, async move |tx: &mut Tx| {
        let report = imports::take_units(tx, &list, query.dry_run).await?;
        if query.remember {
            column_names::keep(tx, &scene.actor, &query, scene.now).await?;
        }
        Ok(Answer::new(Json(report)))
    })
    .await
}
