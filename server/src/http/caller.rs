//! Who calls: from the bearer token to a person with posts and scopes.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use banli_shared::api::account::Scope;
use banli_shared::api::{Access, ProblemCode};
use banli_shared::both;
use banli_shared::ids::{Millis, PersonId, UnitCode};
use banli_shared::org::{Actor, Post, Role};

use super::Failure;
use crate::app::world::Worlds;
use crate::app::{App, account, delegations};
use crate::auth::Token;
use crate::params;
use crate::store::{StoreError, Tx};

/// Who calls, with which token.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The person and every post held now.
    pub actor: Actor,
    /// The id of the token in use.
    pub token: String,
    scopes: Vec<Scope>,
    /// The token itself, to salt what must not be guessed from its hash.
    secret: Token,
}

/// Who may come in: anybody (`()`), or a [`Caller`].
pub trait Admit: Sized + Send + 'static {
    /// What only the sender and this request know.
    fn secret(&self) -> &str;
    /// Lets the sender of these headers in, or says why not. `at` is the moment for tokens, and the one for rules.
    fn admit(
        app: &App,
        headers: &HeaderMap,
        access: Access,
        at: (Millis, Millis),
    ) -> impl Future<Output = Result<Self, Failure>> + Send;
}

impl Admit for () {
    fn secret(&self) -> &str {
        ""
    }

    async fn admit(
        _: &App,
        _: &HeaderMap,
        _: Access,
        _: (Millis, Millis),
    ) -> Result<Self, Failure> {
        Ok(())
    }
}

impl Admit for Caller {
    fn secret(&self) -> &str {
        self.secret.reveal()
    }

    async fn admit(
        app: &App,
        headers: &HeaderMap,
        access: Access,
        at: (Millis, Millis),
    ) -> Result<Self, Failure> {
        Self::find(app, headers, access, at).await
    }
}

impl Caller {
    /// Finds the caller of a request, and checks that the token reaches as far as `access` asks.
    pub(crate) async fn find(
        app: &App,
        headers: &HeaderMap,
        access: Access,
        at: (Millis, Millis),
    ) -> Result<Self, Failure> {
        let token = bearer(headers).ok_or_else(unknown)?;
        let caller = look_up(app, token, at).await?;
        caller.allow(access)?;
        Ok(caller)
    }

    /// The same caller as the database knows them now: posts may have changed, the token may have ended.
    pub(crate) async fn again(&self, app: &App, now: Millis) -> Result<Self, Failure> {
        look_up(app, self.secret.clone(), (now, now)).await
    }

    fn allow(&self, access: Access) -> Result<(), Failure> {
        let needed = match access {
            Access::Open => return Ok(()),
            Access::Read => Scope::Read,
            Access::Write => Scope::Write,
            Access::Admin => Scope::Admin,
        };
        if !self.scopes.contains(&needed) {
            let detail = both!(
                "此令牌没有 {needed} 权限",
                "this token does not have the scope `{needed}`"
            );
            return Err(Failure::new(ProblemCode::OutOfScope, detail));
        }
        let administers = self.actor.posts.iter().any(|post| post.role.administers());
        if access == Access::Admin && !administers {
            return Err(Failure::new(
                ProblemCode::Forbidden,
                both!("只有管理员可以进行此操作", "this is for administrators"),
            ));
        }
        Ok(())
    }

    /// A token that only its sender's own and this salt make again.
    pub(crate) fn derived_token(&self, salt: &str) -> Token {
        Token::derived(&self.secret, salt)
    }

    /// Whether the token has a scope.
    #[must_use]
    pub fn has(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

fn bearer(headers: &HeaderMap) -> Option<Token> {
    let text = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Token::read(token.trim()))?
}

/// The same whether the token is missing, unknown, expired, revoked, or its person disabled.
fn unknown() -> Failure {
    Failure::new(
        ProblemCode::Unauthenticated,
        both!(
            "未登录或登录已失效（接口须带 Authorization: Bearer 和有效令牌）",
            "send Authorization: Bearer with a token that is known and has not expired"
        ),
    )
}

async fn look_up(app: &App, token: Token, at: (Millis, Millis)) -> Result<Caller, Failure> {
    let worlds = app.worlds();
    app.store()
        .read(async move |tx: &mut Tx| by_token(tx, &worlds, &token, at).await)
        .await?
        .ok_or_else(unknown)
}

async fn by_token(
    tx: &mut Tx,
    worlds: &Worlds,
    token: &Token,
    (now, at): (Millis, Millis),
) -> Result<Option<Caller>, StoreError> {
    let rows = tx
        .query(
            "SELECT t.id, t.scopes, p.id, p.name, o.role, o.place,
                    (SELECT COUNT(*) FROM delegations d
                     WHERE d.taker = p.id AND d.until_ms > $3 AND d.ended_ms IS NULL AND d.from_ms <= $3)
             FROM tokens t JOIN people p ON p.id = t.person LEFT JOIN posts o ON o.person = p.id
             WHERE t.hash = $1 AND t.expires_ms > $2 AND t.revoked_ms IS NULL AND p.disabled = 0
             ORDER BY o.role, o.place",
            params![token.hash(), now, at],
        )
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let scopes = account::scopes(first.text(1)?)?;
    let mut posts = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(role) = row.get::<Option<&str>>(4)? {
            posts.push(post(role, row.text(5)?)?);
        }
    }
    let mut actor = Actor::new(PersonId::from(first.text(2)?), first.get(3)?, posts);
    if first.int(6)? > 0 {
        let stands_in = delegations::of(tx, worlds, &actor.person, &actor.posts, at).await?;
        actor = actor.standing_in(stands_in);
    }
    Ok(Some(Caller {
        actor,
        token: first.get(0)?,
        scopes,
        secret: token.clone(),
    }))
}

/// A post as the database keeps it: the place is empty where the role has none.
pub(crate) fn post(role: &str, place: &str) -> Result<Post, StoreError> {
    let role = role
        .parse::<Role>()
        .map_err(|_fault| StoreError::Database("a role in the database is not known".into()))?;
    let place = (!place.is_empty()).then(|| UnitCode::from(place));
    Ok(Post { role, place })
}
