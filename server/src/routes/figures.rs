//! `/figures`, `/rankings` and `/board`.

use banli_shared::api::Json;
use banli_shared::api::figures::{GetBoard, GetFigures};
use banli_shared::api::rankings::GetRankings;

use super::proposals::scene;
use crate::app::listing::{board, figures, ranking};
use crate::http::{Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<GetFigures, _, _>(count)
        .mount::<GetBoard, _, _>(board)
        .mount::<GetRankings, _, _>(rank)
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

async fn rank(call: Call<GetRankings>) -> Answered<GetRankings> {
    let (scene, query) = (scene(&call), call.query);
    let ranking = call
        .app
        .store()
        .read(async move |tx: &mut Tx| ranking::ranking(tx, &scene, &query).await)
        .await?;
    Ok(Json(ranking).into())
}

async fn board(call: Call<GetBoard>) -> Answered<GetBoard> {
    let (scene, query) = (scene(&call), call.query);
    let board = call
        .app
        .store()
        .read(async move |tx: &mut Tx| board::board(tx, &scene, &query).await)
        .await?;
    Ok(Json(board).into())
}
