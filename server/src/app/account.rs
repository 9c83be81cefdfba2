//! Logging in and out, and tokens.

use std::net::IpAddr;

use banli_shared::api::account::{
    Credentials, LoggedIn, MadeToken, NewPassword, NewToken, PasswordChanged, Scope, TokenInfo,
};
use banli_shared::api::{Page, ProblemCode};
use banli_shared::both;
use banli_shared::ids::{Millis, PersonId};
use banli_shared::org::Person;

use super::{App, field, people, world};
use crate::auth::{Token, check_password};
use crate::http::{Caller, Failure};
use crate::params;
use crate::random;
use crate::store::{StoreError, Tx};

const DAY_MS: Millis = 24 * 60 * 60 * 1000;
/// How long a login lasts.
const LOGIN_MS: Millis = 30 * DAY_MS;
const LABEL: usize = 60;

/// Changes login and password into a token.
///
/// # Errors
/// `wrong_login` when they do not fit (the same whether the login is unknown, the password wrong, or the person kept
/// out), `too_many` when it was tried too often.
pub async fn log_in(
    app: &App,
    credentials: &Credentials,
    address: IpAddr,
    now: Millis,
) -> Result<LoggedIn, Failure> {
    let login = people::login_key(&credentials.login);
    take_try(app, &login, address, now)?;
    let found = {
        let login = login.clone();
        app.store()
            .read(async move |tx: &mut Tx| -> Result<_, StoreError> {
                let sql = "SELECT id, password_hash FROM people WHERE login = $1 AND disabled = 0";
                let Some(row) = tx.query_opt(sql, params![login]).await? else {
                    return Ok(None);
                };
                Ok(Some((PersonId::from(row.text(0)?), row.get::<String>(1)?)))
            })
            .await?
    };
    let (person, hash) = found.unzip();
    let fits = app
        .passwords()
        .verify(credentials.password.clone(), hash)
        .await?;
    let (true, Some(person)) = (fits, person) else {
        tracing::warn!(%address, "a login that does not fit");
        return Err(Failure::new(
            ProblemCode::WrongLogin,
            both!("账号或密码不正确", "login and password do not fit"),
        ));
    };
    app.throttle().give_back(&login, address);
    let token = Token::new();
    let hash = token.hash();
    let expires_ms = now + LOGIN_MS;
    let person = app
        .store()
        .write(async move |tx: &mut Tx| {
            let gone = "DELETE FROM tokens WHERE person = $1 AND (expires_ms <= $2 OR revoked_ms IS NOT NULL)";
            tx.execute(gone, params![person.0, now]).await?;
            let info = TokenInfo {
                id: random::id(now),
                label: TokenInfo::OF_LOGIN.into(),
                scopes: Scope::ALL.to_vec(),
                created_ms: now,
                expires_ms,
                current: false,
            };
            keep(tx, &person, &hash, &info).await?;
            people::by_id(tx, &person).await?.ok_or(StoreError::NoRow)
        })
        .await
        .map_err(Failure::from)?;
    Ok(LoggedIn {
        token: token.reveal().to_owned(),
        expires_ms,
        person,
    })
}

/// Takes one of the tries at a password.
fn take_try(app: &App, login: &str, address: IpAddr, now: Millis) -> Result<(), Failure> {
    let tried = app.throttle().take(login, address, now);
    tried.map_err(|seconds| {
        tracing::warn!(%address, "too many passwords that do not fit");
        let detail = both!(
            "尝试次数过多，请稍后再试",
            "too many tries; wait before the next one"
        );
        Failure::new(ProblemCode::TooMany, detail).retry_after(seconds)
    })
}

/// The hashes of one's password until now and of the one in its place.
pub struct Hashes {
    old: String,
    new: String,
}

/// Checks what somebody wants in place of their own password, which counts as a try at it: a login that was left open
/// is no way to guess. Slow on purpose, so before the transaction.
///
/// # Errors
/// A bad field, also where the old password is not theirs; `too_many` when it was tried too often.
pub async fn new_password(
    app: &App,
    caller: &Caller,
    wanted: &NewPassword,
    address: IpAddr,
    now: Millis,
) -> Result<Hashes, Failure> {
    check_password(&wanted.new, "/new")?;
    if wanted.new == wanted.old {
        let text = both!("与原密码相同", "this is the old password");
        return Err(Failure::field("/new", "same", text));
    }
    let person = caller.actor.person.clone();
    let found = app.store().read(async move |tx: &mut Tx| {
        let sql = "SELECT login, password_hash FROM people WHERE id = $1";
        let row = tx.query_one(sql, params![person.0]).await?;
        Ok::<_, StoreError>((row.get::<String>(0)?, row.get::<String>(1)?))
    });
    let (login, old) = found.await?;
    take_try(app, &login, address, now)?;
    let passwords = app.passwords();
    let fits = passwords.verify(wanted.old.clone(), Some(old.clone()));
    if !fits.await? {
        tracing::warn!(%address, "an old password that does not fit");
        return Err(wrong_password());
    }
    app.throttle().give_back(&login, address);
    let new = passwords.hash(wanted.new.clone()).await?;
    Ok(Hashes { old, new })
}

fn wrong_password() -> Failure {
    let text = both!(
        "不是现在的密码；忘记了请管理员重设",
        "this is not the password until now; if it is forgotten, have an administrator set one"
    );
    Failure::field("/old", "wrong_password", text)
}

/// Puts a password in place of one's own. As when an administrator sets one, every token ends, but for the one in use.
///
/// # Errors
/// A bad field where the old one was changed meanwhile.
pub async fn change_password(
    tx: &mut Tx,
    caller: &Caller,
    hashes: &Hashes,
    now: Millis,
) -> Result<PasswordChanged, Failure> {
    let person = &caller.actor.person;
    let sql = "UPDATE people SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    let set = tx
        .execute(sql, params![person.0, hashes.old, hashes.new])
        .await?;
    if set == 0 {
        return Err(wrong_password());
    }
    let ended = revoke_all(tx, person, Some(&caller.token), now).await?;
    // Streams look again at whether their token works.
    world::renew(tx).await?;
    tracing::info!(person = %person.0, "somebody changed their own password");
    Ok(PasswordChanged { ended })
}

async fn keep(
    tx: &mut Tx,
    person: &PersonId,
    hash: &str,
    info: &TokenInfo,
) -> Result<(), StoreError> {
    let scopes: Vec<String> = info
        .scopes
        .iter()
        .map(|scope| format!("\"{scope}\""))
        .collect();
    let scopes = format!("[{}]", scopes.join(","));
    tx.execute(
        "INSERT INTO tokens (id, hash, person, label, scopes, created_ms, expires_ms, revoked_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
        params![
            info.id,
            hash,
            person.0,
            info.label,
            scopes,
            info.created_ms,
            info.expires_ms
        ],
    )
    .await?;
    Ok(())
}

/// The person behind a token, as they are now.
///
/// # Errors
/// Those of the store.
pub async fn me(app: &App, caller: &Caller) -> Result<Person, Failure> {
    let person = caller.actor.person.clone();
    let found = app
        .store()
        .read(async move |tx: &mut Tx| people::by_id(tx, &person).await)
        .await
        .map_err(Failure::from)?;
    let mut person = found.ok_or_else(Failure::not_found)?;
    person.stands_in.clone_from(&caller.actor.stands_in);
    Ok(person)
}

/// One's own tokens that still work, newest first.
///
/// # Errors
/// Those of the store.
pub async fn tokens(app: &App, caller: &Caller, now: Millis) -> Result<Page<TokenInfo>, Failure> {
    let (person, in_use) = (caller.actor.person.clone(), caller.token.clone());
    let items = app
        .store()
        .read(async move |tx: &mut Tx| -> Result<_, StoreError> {
            let rows = tx
                .query(
                    "SELECT id, label, scopes, created_ms, expires_ms FROM tokens
                     WHERE person = $1 AND revoked_ms IS NULL AND expires_ms > $2 ORDER BY created_ms DESC, id DESC",
                    params![person.0, now],
                )
                .await?;
            let mut items = Vec::with_capacity(rows.len());
            for row in &rows {
                items.push(TokenInfo {
                    current: row.text(0)? == in_use,
                    id: row.get(0)?,
                    label: row.get(1)?,
                    scopes: scopes(row.text(2)?)?,
                    created_ms: row.get(3)?,
                    expires_ms: row.get(4)?,
                });
            }
            Ok(items)
        })
        .await
        .map_err(Failure::from)?;
    Ok(Page::whole(items))
}

/// The scopes of a token as the database keeps them.
///
/// # Errors
/// When they are not what [`Scope`] writes.
pub(crate) fn scopes(text: &str) -> Result<Vec<Scope>, StoreError> {
    serde_json::from_str(text)
        .map_err(|_fault| StoreError::Database("the scopes of a token cannot be read".into()))
}

/// Makes a token for a script: it reaches no further than the one it is made with. What is answered here holds the salt
/// of the token in its place (`Caller::derived_token`).
///
/// # Errors
/// A bad field, or `out_of_scope`.
pub async fn make_token(
    tx: &mut Tx,
    caller: &Caller,
    new: &NewToken,
    now: Millis,
) -> Result<MadeToken, Failure> {
    field::line(&new.label, LABEL, "/label")?;
    if !(1..=366).contains(&new.days) {
        return Err(Failure::field(
            "/days",
            "range",
            both!("应为 1 至 366 天", "from 1 to 366"),
        ));
    }
    let mut scopes = new.scopes.clone();
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(Failure::field(
            "/scopes",
            "empty",
            both!("至少选择一项权限", "at least one scope"),
        ));
    }
    if let Some(beyond) = scopes.iter().find(|scope| !caller.has(**scope)) {
        let detail = both!(
            "当前使用的令牌本身没有 {beyond} 权限",
            "the token in use does not have the scope `{beyond}` itself"
        );
        return Err(Failure::new(ProblemCode::OutOfScope, detail));
    }
    let info = TokenInfo {
        id: random::id(now),
        label: new.label.clone(),
        scopes,
        created_ms: now,
        expires_ms: now + Millis::from(new.days) * DAY_MS,
        current: false,
    };
    // The token is kept nowhere: with the request's key goes what the caller's own token makes it of again.
    let salt = random::base32(&random::bytes::<32>());
    let hash = caller.derived_token(&salt).hash();
    keep(tx, &caller.actor.person, &hash, &info).await?;
    Ok(MadeToken { token: salt, info })
}

/// Ends one of a person's own tokens.
///
/// # Errors
/// `not_found` when there is no such token that works.
pub async fn revoke(
    tx: &mut Tx,
    person: &PersonId,
    token: &str,
    now: Millis,
) -> Result<(), Failure> {
    let sql =
        "UPDATE tokens SET revoked_ms = $3 WHERE id = $1 AND person = $2 AND revoked_ms IS NULL";
    match tx.execute(sql, params![token, person.0, now]).await? {
        0 => Err(Failure::not_found()),
        _ => Ok(()),
    }
}

/// Ends every token of a person but the one `in_use`; how many.
///
/// # Errors
/// Those of the store.
pub async fn revoke_all(
    tx: &mut Tx,
    person: &PersonId,
    in_use: Option<&str>,
    now: Millis,
) -> Result<u64, StoreError> {
    let sql = "UPDATE tokens SET revoked_ms = $3
               WHERE person = $1 AND id <> $2 AND revoked_ms IS NULL AND expires_ms > $3";
    let in_use = in_use.unwrap_or_default();
    tx.execute(sql, params![person.0, in_use, now]).await
}
