//! `/sessions`, `/profiles`.

use banli_shared::api::sessions::{GetProfile, ListSessions, PutSession, SessionProfile};
use banli_shared::api::{Json, Page};

use crate::app::sessions;
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListSessions, _, _>(list)
        .mount::<PutSession, _, _>(put)
        .mount::<GetProfile, _, _>(profile)
}

async fn list(call: Call<ListSessions>) -> Answered<ListSessions> {
    let all = call
        .app
        .store()
        .read(async |tx: &mut Tx| sessions::all(tx).await)
        .await?;
    let sessions = all.into_iter().map(|(session, _)| session).collect();
    Ok(Json(Page::whole(sessions)).into())
}

async fn put(call: Call<PutSession>) -> Answered<PutSession> {
    let (session, now) = (call.body.0.clone(), call.now);
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(Answer::new(Json(sessions::put(tx, &session, now).await?)))
    })
    .await
}

async fn profile(call: Call<GetProfile>) -> Answered<GetProfile> {
    let all = call
        .app
        .store()
        .read(async |tx: &mut Tx| sessions::all(tx).await)
        .await?;
    let (_, profile) = all
        .into_iter()
        .find(|(session, _)| session.id == call.part)
        .ok_or_else(Failure::not_found)?;
    let session = call.part;
    Ok(Json(SessionProfile { session, profile }).into())
}
