//! `/profiles` and `/calendars`: the rules of a session, and the days they are counted in.

use banli_shared::api::calendars::{GetCalendar, ListMoves, PutCalendar};
use banli_shared::api::profiles::{GetProfile, ListProfileRevisions, PutProfile};
use banli_shared::api::{Json, Page};
use banli_shared::workflow::may_recount;

use crate::app::{calendars, profiles};
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::{StoreError, Tx};

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<GetProfile, _, _>(profile)
        .mount::<ListProfileRevisions, _, _>(revisions)
        .mount::<PutProfile, _, _>(put_profile)
        .mount::<GetCalendar, _, _>(calendar)
        .mount::<PutCalendar, _, _>(put_calendar)
        .mount::<ListMoves, _, _>(moves)
}

async fn profile(call: Call<GetProfile>) -> Answered<GetProfile> {
    let (session, revision) = (call.part, call.query.revision);
    let found = call
        .app
        .store()
        .read(async move |tx: &mut Tx| profiles::get(tx, &session, revision).await)
        .await?;
    Ok(Json(found.ok_or_else(Failure::not_found)?).into())
}

async fn revisions(call: Call<ListProfileRevisions>) -> Answered<ListProfileRevisions> {
    let session = call.part;
    let found = call
        .app
        .store()
        .read(async move |tx: &mut Tx| profiles::revisions(tx, &session).await)
        .await?;
    if found.is_empty() {
        return Err(Failure::not_found());
    }
    Ok(Json(Page::whole(found)).into())
}

async fn put_profile(call: Call<PutProfile>) -> Answered<PutProfile> {
    let (session, new) = (call.part.clone(), call.body.0.clone());
    let (actor, now) = (call.caller.actor.clone(), call.now);
    call.effect(call.query, async move |tx: &mut Tx| {
        let changed = profiles::put(tx, &session, &new, &actor, now).await?;
        Ok(Answer::new(Json(changed)))
    })
    .await
}

async fn calendar(call: Call<GetCalendar>) -> Answered<GetCalendar> {
    let found = call
        .app
        .store()
        .read(async |tx: &mut Tx| calendars::get(tx).await)
        .await?;
    Ok(Json(found).into())
}

async fn put_calendar(call: Call<PutCalendar>) -> Answered<PutCalendar> {
    let new = call.body.0.clone();
    let (actor, now) = (call.caller.actor.clone(), call.now);
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(Answer::new(Json(
            calendars::put(tx, &new, &actor, now).await?,
        )))
    })
    .await
}

async fn moves(call: Call<ListMoves>) -> Answered<ListMoves> {
    may_recount(&call.caller.actor)?;
    let found = call
        .app
        .store()
        .read(async |tx: &mut Tx| {
            let calendar = calendars::in_force(tx).await?;
            let moves = calendars::moves(tx, &calendar).await?;
            Ok::<_, StoreError>(moves)
        })
        .await?;
    Ok(Json(Page::whole(found)).into())
}
