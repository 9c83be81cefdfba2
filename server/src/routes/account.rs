//! `/login`, `/logout`, `/me`, `/tokens`.

use banli_shared::api::account::{
    ChangePassword, ListTokens, Login, Logout, MakeToken, Me, RevokeToken,
};
use banli_shared::api::{DryRun, Json, Nothing};

use crate::app::account;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount_open::<Login, _, _>(login)
        .mount::<Logout, _, _>(logout)
        .mount::<Me, _, _>(me)
        .mount::<ChangePassword, _, _>(change_password)
        .mount::<ListTokens, _, _>(list_tokens)
        .mount::<MakeToken, _, _>(make_token)
        .mount::<RevokeToken, _, _>(revoke_token)
}

async fn login(call: Call<Login, ()>) -> Answered<Login> {
    let logged_in = account::log_in(&call.app, &call.body.0, call.address, call.now).await?;
    Ok(Json(logged_in).into())
}

async fn logout(call: Call<Logout>) -> Answered<Logout> {
    let (caller, now) = (call.caller.clone(), call.now);
    call.effect(DryRun::default(), async move |tx: &mut Tx| {
        account::revoke(tx, &caller.actor.person, &caller.token, now).await?;
        Ok(Answer::new(Nothing))
    })
    .await
}

async fn me(call: Call<Me>) -> Answered<Me> {
    Ok(Json(account::me(&call.app, &call.caller).await?).into())
}

/// A repeated request is answered before the old password is asked for, which is the old one no longer.
async fn change_password(call: Call<ChangePassword>) -> Answered<ChangePassword> {
    let store = call.app.store();
    if let Some(keyed) = call.keyed() {
        let earlier = async move |tx: &mut Tx| keyed.found(tx).await;
        if let Some(answer) = store.read(earlier).await? {
            return Ok(answer);
        }
    }
    let (caller, now) = (call.caller.clone(), call.now);
    let passwords =
        account::new_password(&call.app, &caller, &call.body.0, call.address, now).await?;
    call.effect(DryRun::default(), async move |tx: &mut Tx| {
        let changed = account::change_password(tx, &caller, &passwords, now).await?;
        Ok(Answer::new(Json(changed)))
    })
    .await
}

async fn list_tokens(call: Call<ListTokens>) -> Answered<ListTokens> {
    Ok(Json(account::tokens(&call.app, &call.caller, call.now).await?).into())
}

/// What is kept for a repeated request holds a salt instead of the token; only the caller's own token makes one of it.
async fn make_token(call: Call<MakeToken>) -> Answered<MakeToken> {
    let (caller, new, now) = (call.caller.clone(), call.body.0.clone(), call.now);
    let mut made = call
        .effect(DryRun::default(), async move |tx: &mut Tx| {
            let made = account::make_token(tx, &caller, &new, now).await?;
            Ok(Answer::new(Json(made)))
        })
        .await?;
    let salt = &made.reply.0.token;
    made.reply.0.token = call.caller.derived_token(salt).reveal().to_owned();
    Ok(made)
}

async fn revoke_token(call: Call<RevokeToken>) -> Answered<RevokeToken> {
    let (person, token, now) = (call.actor().person.clone(), call.part.clone(), call.now);
    call.effect(DryRun::default(), async move |tx: &mut Tx| {
        account::revoke(tx, &person, &token, now).await?;
        Ok(Answer::new(Nothing))
    })
    .await
}
