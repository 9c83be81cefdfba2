//! `/delegations`.

use banli_shared::api::Json;
use banli_shared::api::delegations::{Delegate, EndDelegation, ListDelegations};

use crate::app::delegations;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListDelegations, _, _>(list)
        .mount::<Delegate, _, _>(begin)
        .mount::<EndDelegation, _, _>(end)
}

async fn list(call: Call<ListDelegations>) -> Answered<ListDelegations> {
    let (caller, query, now) = (call.caller.clone(), call.query, call.at);
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| delegations::page(tx, &caller, &query, now).await)
        .await?;
    Ok(Json(page).into())
}

async fn begin(call: Call<Delegate>) -> Answered<Delegate> {
    let (worlds, caller, now) = (call.app.worlds(), call.caller.clone(), call.at);
    let new = call.body.0.clone();
    call.effect(call.query, async move |tx: &mut Tx| {
        let made = delegations::begin(tx, &worlds, &caller, &new, now).await?;
        Ok(Answer::new(Json(made)))
    })
    .await
}

async fn end(call: Call<EndDelegation>) -> Answered<EndDelegation> {
    let (caller, id, now) = (call.caller.clone(), call.part.clone(), call.at);
    call.effect(call.query, async move |tx: &mut Tx| {
        let ended = delegations::end(tx, &caller, &id, now).await?;
        Ok(Answer::new(Json(ended)))
    })
    .await
}
