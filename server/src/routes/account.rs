//! `/login`, `/logout`, `/me`, `/tokens`.

use banli_shared::api::account::{ListTokens, Login, Logout, MakeToken, Me, RevokeToken};
use banli_shared::api::{DryRun, Json, Nothing};

use crate::app::account;
use crate::http::{Answer, Answered, Call, Routes};
use crate::store::Tx;

pub(super) fn mount(routes: Routes) -> Routes {
    routes
        .mount_open::<Login, _, _>(login)
        .mount::<Logout, _, _>(logout)
        .mount::<Me, _, _>(me)
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

async fn list_tokens(call: Call<ListTokens>) -> Answered<ListTokens> {
    Ok(Json(account::tokens(&call.app, &call.caller, call.now).await?).into())
}

/// The answer holds the token, so it is never kept for a repeated request: repeating makes another token.
async fn make_token(call: Call<MakeToken>) -> Answered<MakeToken> {
    let made = account::make_token(&call.app, &call.caller, &call.body.0, call.now).await?;
    Ok(Json(made).into())
}

async fn revoke_token(call: Call<RevokeToken>) -> Answered<RevokeToken> {
    let (person, token, now) = (call.actor().person.clone(), call.part.clone(), call.now);
    call.effect(DryRun::default(), async move |tx: &mut Tx| {
        account::revoke(tx, &person, &token, now).await?;
        Ok(Answer::new(Nothing))
    })
    .await
}
