//! `/webhooks` and `/deliveries`.

use banli_shared::api::webhooks::{
    AddWebhook, DropWebhook, ListDeliveries, ListWebhooks, RetryDelivery,
};
use banli_shared::api::{DryRun, Json, Nothing, Page};

use crate::app::webhooks;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListWebhooks, _, _>(list)
        .mount::<AddWebhook, _, _>(add)
        .mount::<DropWebhook, _, _>(drop_one)
        .mount::<ListDeliveries, _, _>(deliveries)
        .mount::<RetryDelivery, _, _>(retry)
}

async fn list(call: Call<ListWebhooks>) -> Answered<ListWebhooks> {
    let all = call.app.store().read(webhooks::all).await?;
    Ok(Json(Page::whole(all)).into())
}

/// What is kept for a repeated request is without the secret, which stays with its webhook.
async fn add(call: Call<AddWebhook>) -> Answered<AddWebhook> {
    let (actor, new, now) = (call.actor().clone(), call.body.0.clone(), call.now);
    let mut made = call
        .effect(DryRun::default(), async move |tx: &mut Tx| {
            let made = webhooks::add(tx, &actor, &new, now).await?;
            Ok(Answer::new(Json(made)))
        })
        .await?;
    let id = made.reply.0.webhook.id.clone();
    let secret = async move |tx: &mut Tx| webhooks::secret(tx, &id).await;
    made.reply.0.secret = call.app.store().read(secret).await?;
    Ok(made)
}

async fn drop_one(call: Call<DropWebhook>) -> Answered<DropWebhook> {
    let id = call.part.clone();
    call.effect(call.query, async move |tx: &mut Tx| {
        webhooks::drop_one(tx, &id).await?;
        Ok(Answer::new(Nothing))
    })
    .await
}

async fn deliveries(call: Call<ListDeliveries>) -> Answered<ListDeliveries> {
    let query = call.query;
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| webhooks::deliveries(tx, &query).await)
        .await?;
    Ok(Json(page).into())
}

async fn retry(call: Call<RetryDelivery>) -> Answered<RetryDelivery> {
    let id = call.part.clone();
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(Answer::new(Json(webhooks::retry(tx, &id).await?)))
    })
    .await
}
