//! `/proposals` (the list), `/promises` and `/inbox`.

use banli_shared::api::Json;
use banli_shared::api::inbox::Inbox;
use banli_shared::api::promises::ListPromises;
use banli_shared::api::proposals::ListProposals;

use super::proposals::scene;
use crate::app::listing;
use crate::http::{Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<Inbox, _, _>(inbox)
        .mount::<ListProposals, _, _>(list)
        .mount::<ListPromises, _, _>(promises)
}

async fn list(call: Call<ListProposals>) -> Answered<ListProposals> {
    let (scene, query) = (scene(&call), call.query);
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| listing::list(tx, &scene, &query).await)
        .await?;
    Ok(Json(page).into())
}

async fn promises(call: Call<ListPromises>) -> Answered<ListPromises> {
    let (scene, query) = (scene(&call), call.query);
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| listing::promises::promises(tx, &scene, &query).await)
        .await?;
    Ok(Json(page).into())
}

async fn inbox(call: Call<Inbox>) -> Answered<Inbox> {
    let (scene, query) = (scene(&call), call.query);
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| listing::inbox::inbox(tx, &scene, &query).await)
        .await?;
    Ok(Json(page).into())
}
