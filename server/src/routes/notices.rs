//! `/notices`.

use banli_shared::api::Json;
use banli_shared::api::notices::{ListNotices, MarkRead};

use crate::app::notices;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListNotices, _, _>(list)
        .mount::<MarkRead, _, _>(read)
}

async fn list(call: Call<ListNotices>) -> Answered<ListNotices> {
    let (actor, query) = (call.caller.actor.clone(), call.query);
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| notices::page(tx, &actor, &query).await)
        .await?;
    Ok(Json(page).into())
}

async fn read(call: Call<MarkRead>) -> Answered<MarkRead> {
    let (actor, now) = (call.caller.actor.clone(), call.now);
    let up_to = call.body.0.up_to.clone();
    call.effect(call.query, async move |tx: &mut Tx| {
        let read = notices::read(tx, &actor, &up_to, now).await?;
        Ok(Answer::new(Json(read)))
    })
    .await
}
