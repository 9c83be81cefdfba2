//! `/units`.

use banli_shared::api::units::{ListUnits, PutUnits, Retire};
use banli_shared::api::{Json, Page};

use crate::app::units;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListUnits, _, _>(list)
        .mount::<PutUnits, _, _>(put)
        .mount::<Retire, _, _>(retire)
}

async fn list(call: Call<ListUnits>) -> Answered<ListUnits> {
    let units = call
        .app
        .store()
        .read(async |tx: &mut Tx| units::all(tx).await)
        .await;
    Ok(Json(Page::whole(units?)).into())
}

async fn put(call: Call<PutUnits>) -> Answered<PutUnits> {
    let list = call.body.0.clone();
    call.effect(call.query, async move |tx: &mut Tx| {
        Ok(Answer::new(Json(units::put(tx, &list).await?)))
    })
    .await
}

async fn retire(call: Call<Retire>) -> Answered<Retire> {
    let (code, how, at) = (call.part.clone(), call.body.0.clone(), call.at);
    let worlds = call.app.worlds();
    call.effect(call.query, async move |tx: &mut Tx| {
        let today = worlds.see(tx).await?.today(at)?;
        let changed = units::retire(tx, &code, &how, today).await?;
        Ok(Answer::new(Json(Page::whole(changed))))
    })
    .await
}
