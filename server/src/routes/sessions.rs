//! `/sessions`.

use banli_shared::api::sessions::{ListSessions, PutSession};
use banli_shared::api::{Json, Page};

use crate::app::sessions;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListSessions, _, _>(list)
        .mount::<PutSession, _, _>(put)
}

async fn list(call: Call<ListSessions>) -> Answered<ListSessions> {
    let all = call
        .app
        .store()
        .read(async |tx: &mut Tx| sessions::all(tx).await)
        .await?;
    Ok(Json(Page::whole(all)).into())
}

async fn put(call: Call<PutSession>) -> Answered<PutSession> {
    let (session, now) = (call.body.0.clone(), call.now);
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(Answer::new(Json(sessions::put(tx, &session, now).await?)))
    })
    .await
}
