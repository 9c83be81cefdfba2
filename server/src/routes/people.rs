//! `/people`.

use banli_shared::api::people::{AddPeople, AddPerson, EditPerson, ListPeople};
use banli_shared::api::{Json, Page};

use crate::app::people;
use crate::http::{Answer, Answered, Call, Failure, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount::<ListPeople, _, _>(list)
        .mount::<AddPerson, _, _>(add)
        .mount::<AddPeople, _, _>(add_batch)
        .mount::<EditPerson, _, _>(edit)
}

async fn list(call: Call<ListPeople>) -> Answered<ListPeople> {
    let (query, actor) = (call.query, call.caller.actor);
    let page = call
        .app
        .store()
        .read(async move |tx: &mut Tx| people::list(tx, &actor, &query).await)
        .await?;
    Ok(Json(page).into())
}

async fn add(call: Call<AddPerson>) -> Answered<AddPerson> {
    let (new, when) = (call.body.0.clone(), (call.now, call.at));
    people::check_new(&new).map_err(Failure::from)?;
    // Slow on purpose, so before the transaction.
    let hash = call.app.passwords().hash(new.password.clone()).await?;
    let worlds = call.app.worlds();
    call.effect(call.query, async move |tx: &mut Tx| {
        let person = people::come(tx, &worlds, &new, &hash, when).await?;
        Ok(Answer::new(Json(person)))
    })
    .await
}

async fn add_batch(call: Call<AddPeople>) -> Answered<AddPeople> {
    let (batch, when) = (call.body.0.clone(), (call.now, call.at));
    people::check_batch(&batch).map_err(Failure::from)?;
    let hash = call.app.passwords().hash(batch.password.clone()).await?;
    let worlds = call.app.worlds();
    call.effect(call.query, async move |tx: &mut Tx| {
        let added = people::add_batch(tx, &worlds, &batch, &hash, when).await?;
        Ok(Answer::new(Json(Page::whole(added))))
    })
    .await
}

async fn edit(call: Call<EditPerson>) -> Answered<EditPerson> {
    let (id, change, when) = (call.part.clone(), call.body.0.clone(), (call.now, call.at));
    people::check_change(&change).map_err(Failure::from)?;
    let hash = match &change.password {
        Some(password) => Some(call.app.passwords().hash(password.clone()).await?),
        None => None,
    };
    let worlds = call.app.worlds();
    call.effect(call.query, async move |tx: &mut Tx| {
        let person = people::change(tx, &worlds, &id, &change, hash.as_deref(), when).await?;
        Ok(Answer::new(Json(person)))
    })
    .await
}
