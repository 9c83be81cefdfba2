//! `/templates`: what offices say in their documents.

use banli_shared::api::templates::{GetTemplate, ListTemplateRevisions, PutTemplate};
use banli_shared::api::{Json, Page};

use super::proposals::scene;
use crate::app::templates;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<GetTemplate, _, _>(get)
        .mount::<ListTemplateRevisions, _, _>(revisions)
        .mount::<PutTemplate, _, _>(put)
}

async fn get(call: Call<GetTemplate>) -> Answered<GetTemplate> {
    let (scene, kind, query) = (scene(&call), call.part, call.query.clone());
    let found = call
        .app
        .store()
        .read(async move |tx: &mut Tx| {
            templates::get(tx, &scene, kind, query.unit.as_ref(), query.revision).await
        })
        .await?;
    Ok(Json(found).into())
}

async fn revisions(call: Call<ListTemplateRevisions>) -> Answered<ListTemplateRevisions> {
    let (scene, kind, query) = (scene(&call), call.part, call.query.clone());
    let found = call
        .app
        .store()
        .read(async move |tx: &mut Tx| {
            templates::revisions(tx, &scene, kind, query.unit.as_ref()).await
        })
        .await?;
    Ok(Json(Page::whole(found)).into())
}

async fn put(call: Call<PutTemplate>) -> Answered<PutTemplate> {
    let (scene, kind) = (scene(&call), call.part);
    let (query, new) = (call.query.clone(), call.body.0.clone());
    call.effect(call.query.trial(), async move |tx: &mut Tx| {
        let changed = templates::put(tx, &scene, kind, query.unit.as_ref(), &new).await?;
        Ok(Answer::new(Json(changed)))
    })
    .await
}
