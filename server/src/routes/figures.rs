//! `/figures` and `/board`.

use banli_shared::api::Json;
use banli_shared::api::figures::{GetBoard, GetFigures};

use super::proposals::scene;
use crate::app::listing::figures;
use crate::http::{Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<GetFigures, _, _>(count)
        .mount::<GetBoard, _, _>(board)
}

async fn count(call: Call<GetFigures>) -> Answered<GetFigures> {
    let (scene, query) = (scene(&call), call.query);
    let figures = call
        .app
        .store()
        .read(async move |tx: &mut Tx| figures::figures(tx, &scene, &query).await)
        .await?;
    Ok(Json(figures).into())
}

async fn board(call: Call<GetBoard>) -> Answered<GetBoard> {
    let (scene, query) = (scene(&call), call.query);
    let board = call
        .app
        .store()
        .read(async move |tx: &mut Tx| figures::board(tx, &scene, &query).await)
        .await?;
    Ok(Json(board).into())
}
