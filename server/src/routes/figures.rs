//! `/figures`, `/rankings`, `/board` and `/sitting`.

use banli_shared::api::Json;
use banli_shared::api::figures::{GetBoard, GetFigures};
use banli_shared::api::rankings::GetRankings;
use banli_shared::api::sitting::GetSitting;

use super::proposals::scene;
use crate::app::listing::{board, figures, ranking, sitting};
use crate::http::{Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<GetFigures, _, _>(count)
        .mount::<GetBoard, _, _>(board)
        .mount::<GetRankings, _, _>(rank)
        .mount::<GetSitting, _, _>(sitting)
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

async fn sitting(call: Call<GetSitting>) -> Answered<GetSitting> {
    let (scene, query) = (scene(&call), call.query);
    let sitting = call
        .app
        .store()
        .read(async move |tx: &mut Tx| sitting::sitting(tx, &scene, &query).await)
        .await?;
    Ok(Json(sitting).into())
}
