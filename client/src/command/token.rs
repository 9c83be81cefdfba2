//! `token`.

use banli_shared::api::account::{ListTokens, MakeToken, NewToken, RevokeToken, Scope};
use banli_shared::api::{Json, NoQuery, Nothing};

use banli_shared::both;

use super::{Ctx, Failed};
use crate::account;
use crate::output::{self, Table, moment, names, sentences, whole};

#[derive(Debug, clap::Subcommand)]
pub(super) enum TokenCmd {
    /// Your tokens.
    List,
    /// Make a token for a script; it is shown once.
    Make {
        /// What it is for.
        label: String,
        /// How far it reaches: read, write, admin; several times for several.
        #[arg(long = "scope", default_value = "read")]
        scopes: Vec<Scope>,
        /// Days until it expires.
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
    /// Revoke a token by its id.
    Revoke {
        /// The id, as listed.
        id: String,
    },
}

pub(super) async fn run(ctx: &Ctx, command: TokenCmd) -> Result<(), Failed> {
    match command {
        TokenCmd::List => {
            let page = ctx
                .client
                .call::<ListTokens>(&(), &NoQuery {}, &Nothing)
                .await;
            let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&page.items);
                return Ok(());
            }
            let mut table = Table::new(
                ctx.lang,
                [
                    whole("编号", "id"),
                    names("用途", "label"),
                    sentences("权限", "scopes"),
                    whole("到期", "expires"),
                    names("使用", "in use"),
                ],
            );
            for token in &page.items {
                let scopes: Vec<&str> = token
                    .scopes
                    .iter()
                    .map(|scope| scope.say(ctx.lang))
                    .collect();
                table.row([
                    token.id.as_str(),
                    token.called(ctx.lang),
                    &scopes.join(ctx.pick("、", ", ")),
                    &moment(token.expires_ms),
                    match token.current {
                        true => ctx.pick("当前使用", "this one"),
                        false => "",
                    },
                ]);
            }
            table.print_or(&both!(
                "没有令牌；生成：banli token make 用途",
                "there are no tokens; to make one: banli token make LABEL"
            ));
            Ok(())
        }
        TokenCmd::Make {
            label,
            scopes,
            days,
        } => {
            let body = Json(NewToken {
                label,
                scopes,
                days,
            });
            let made = ctx.client.call::<MakeToken>(&(), &NoQuery {}, &body).await;
            let Json(made) = made.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&made);
            } else {
                output::line(&made.token);
            }
            Ok(())
        }
        TokenCmd::Revoke { id } => revoke(ctx, &id).await,
    }
}

/// Revokes one; where it is the one in use, says that the login is over with it, and what to do.
async fn revoke(ctx: &Ctx, id: &str) -> Result<(), Failed> {
    let listed = ctx
        .client
        .call::<ListTokens>(&(), &NoQuery {}, &Nothing)
        .await;
    // One that reaches no further than to write is not told of any.
    let listed = listed.map_or_else(|_| vec![], |Json(page)| page.items);
    let current = listed.iter().any(|token| token.id == id && token.current);
    let revoked = ctx
        .client
        .call::<RevokeToken>(&id.to_owned(), &NoQuery {}, &Nothing)
        .await;
    revoked.map_err(|failure| ctx.failed(&failure))?;
    if current && ctx.uses_kept {
        account::forget(&ctx.places.config);
        output::aside(ctx.pick(
            "已吊销的正是当前登录所用的令牌；继续使用请运行 banli login",
            "that was the token of your own login, which is over: to go on, run banli login",
        ));
    } else if current {
        output::aside(ctx.pick(
            "已吊销的正是当前使用的令牌（BANLI_TOKEN）；继续使用请换一个",
            "that was the token in use (BANLI_TOKEN): to go on, put another in its place",
        ));
    }
    Ok(())
}
