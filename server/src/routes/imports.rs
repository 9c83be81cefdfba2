//! `/imports`, and the names of columns that they keep.

use banli_shared::api::lists::{ColumnName, Import, ListColumnNames, ListOf};
use banli_shared::api::{DryRun, Json, Page, ProblemCode};
use banli_shared::both;
use banli_shared::org::Role;
use banli_shared::workflow::may_import;

use super::proposals::scene;
use crate::app::imports::{self, Read};
use crate::app::{column_names, people, units};
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::{StoreError, Tx};

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListColumnNames, _, _>(kept)
        .mount::<Import, _, _>(import)
}

async fn kept(call: Call<ListColumnNames>) -> Answered<ListColumnNames> {
    may_import(call.actor())?;
    let of = call.query.of.unwrap_or(ListOf::Proposals);
    let store = call.app.store();
    let kept = store.read(async move |tx: &mut Tx| column_names::kept(tx, of).await);
    let names = kept.await?.into_iter();
    let names = names.map(|(header, field)| ColumnName { header, field });
    Ok(Answer::new(Json(Page::whole(names.collect()))))
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
    let scene = scene(&call);
    let (worlds, session) = (scene.worlds.clone(), call.query.session.clone());
    let (known, here, kept) = call
        .app
        .store()
        .read(async move |tx: &mut Tx| {
            let members = people::names_of(tx, Role::Proposer).await?;
            let kept = column_names::kept(tx, of).await?;
            let world = worlds.see(tx).await?;
            let year = world.session(session.as_ref()).map(|it| it.year);
            Ok::<_, StoreError>((units::all(tx).await?, (members, year), kept))
        })
        .await?;
    let (bytes, query) = (call.body.0.clone(), call.query.clone());
    // Reading a workbook takes seconds of one core: not on a thread that answers others.
    let read = move || imports::read(&bytes, &query, &known, here, &kept);
    let read = tokio::task::spawn_blocking(read)
        .await
        .map_err(|_panic| Failure::internal("the reader of lists panicked"))??;
    let query = call.query.clone();
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
