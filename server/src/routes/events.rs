//! `/proposals/{ref}/events` and `/events`.

use axum::response::Response;
use banli_shared::api::Json;
use banli_shared::api::events::{CaseEvents, Changes};

use super::proposals::scene;
use crate::app::cases::record;
use crate::http::{Answered, Call, Failure, Routes};
use crate::live;
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<CaseEvents, _, _>(of_case)
        .mount_stream::<Changes, _, _, _, _>(changes)
}

async fn of_case(call: Call<CaseEvents>) -> Answered<CaseEvents> {
    let (scene, by) = (scene(&call), call.part);
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| record::events(tx, &scene, &by).await)
        .await?;
    Ok(Json(page).into())
}

/// `Last-Event-ID` is from the connection just lost, so it is newer than what the address says.
async fn changes(call: Call<Changes>) -> Result<Response, Failure> {
    let since = call.last_event.or(call.query.since);
    live::follow(call.app, call.caller, since).await
}
