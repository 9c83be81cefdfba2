//! `/views`.

use banli_shared::api::views::{DropView, ListViews, PutView};
use banli_shared::api::{Json, Nothing};

use super::proposals::scene;
use crate::app::views;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListViews, _, _>(list)
        .mount::<PutView, _, _>(put)
        .mount::<DropView, _, _>(forget)
}

async fn list(call: Call<ListViews>) -> Answered<ListViews> {
    let actor = call.caller.actor.clone();
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| views::all(tx, &actor).await)
        .await?;
    Ok(Json(page).into())
}

async fn put(call: Call<PutView>) -> Answered<PutView> {
    let (scene, view) = (scene(&call), call.body.0.clone());
    call.effect(call.query, async move |tx: &mut Tx| {
        let view = views::put(tx, &scene, &view).await?;
        Ok(Answer::new(Json(view)))
    })
    .await
}

async fn forget(call: Call<DropView>) -> Answered<DropView> {
    let (actor, name) = (call.caller.actor.clone(), call.part.clone());
    call.effect(call.query, async move |tx: &mut Tx| {
        views::drop(tx, &actor, &name).await?;
        Ok(Answer::new(Nothing))
    })
    .await
}
