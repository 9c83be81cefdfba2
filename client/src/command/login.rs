//! `login`, `logout`, `whoami`.

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

use banli_shared::api::account::{Credentials, Login, Logout, Me};
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::lang::Lang;
use banli_shared::org::Person;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use super::posts::{post_text, posts_text};
use super::{Ctx, Failed, units};
use crate::account::{self, Kept};
use crate::api::Client;
use crate::output;

#[derive(Debug, clap::Args)]
pub(super) struct LoginArgs {
    /// The login name; asked for where left out.
    login: Option<String>,
    /// Read the password from this file (its first line).
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub(super) async fn login(ctx: &Ctx, args: LoginArgs) -> Result<(), Failed> {
    let login = match args.login {
        Some(login) => login,
        None => ask(ctx.pick("账号：", "login: "))?,
    };
    let password = match &args.password_file {
        Some(path) => first_line(path)?,
        None => ask_hidden(ctx, ctx.pick("密码：", "password: "), "--password-file")?,
    };
    let body = Json(Credentials { login, password });
    let answered = ctx
        .client
        .with_token(None)
        .call::<Login>(&(), &NoQuery {}, &body)
        .await;
    let Json(logged_in) = answered.map_err(|failure| ctx.failed(&failure))?;
    let kept = account::keep(
        &ctx.places.config,
        ctx.client.base(),
        &logged_in.person,
        logged_in.expires_ms,
        &logged_in.token,
    )
    .map_err(|fault| Failed::file(&ctx.places.config, &fault))?;
    if kept == Kept::File {
        output::aside(&ctx.lang.label(
            ctx.pick(
                "没有可用的密钥环，登录令牌保存在仅本人可读的文件中",
                "no keyring answered: the token is in a file only you can read",
            ),
            &ctx.places.config.join("token").display().to_string(),
        ));
    }
    let client = ctx.client.with_token(Some(&logged_in.token));
    who(ctx, &client, &logged_in.person).await
}

pub(super) async fn logout(ctx: &Ctx) -> Result<(), Failed> {
    let ended = ctx.client.call::<Logout>(&(), &NoQuery {}, &Nothing).await;
    // A token from the environment is not the login that is kept here.
    if ctx.uses_kept {
        account::forget(&ctx.places.config);
    }
    match ended {
        Ok(_) => Ok(()),
        // Gone is gone.
        Err(failure) if failure.kind == crate::api::FailureKind::LoggedOut => Ok(()),
        Err(failure) => Err(ctx.failed(&failure)),
    }
}

pub(super) async fn whoami(ctx: &Ctx) -> Result<(), Failed> {
    let Json(me) = ctx
        .client
        .call::<Me>(&(), &NoQuery {}, &Nothing)
        .await
        .map_err(|failure| ctx.failed(&failure))?;
    who(ctx, &ctx.client, &me).await
}

/// Says who that is; `client` speaks for them.
async fn who(ctx: &Ctx, client: &Client, person: &Person) -> Result<(), Failed> {
    if ctx.json {
        output::json(person);
        return Ok(());
    }
    let org = units::known_to(ctx, client).await?;
    output::line(&ctx.lang.bracket(&person.name, &person.login));
    for post in &person.posts {
        output::line(&format!("  {}", post_text(ctx.lang, &org, post)));
    }
    for standing in &person.stands_in {
        let posts = posts_text(ctx.lang, &org, &standing.posts);
        output::line(&match ctx.lang {
            Lang::Zh => format!("  代{}（至 {}）：{posts}", standing.name, standing.until),
            Lang::En => format!(
                "  stands in for {} (until {}): {posts}",
                standing.name, standing.until
            ),
        });
    }
    Ok(())
}

/// The first line of a file, as a password.
pub(super) fn first_line(path: &std::path::Path) -> Result<String, Failed> {
    let text = std::fs::read_to_string(path).map_err(|fault| Failed::file(path, &fault))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn ask(prompt: &str) -> Result<String, Failed> {
    let failed = |fault: std::io::Error| Failed::system(&fault);
    let mut err = std::io::stderr().lock();
    err.write_all(prompt.as_bytes())
        .and_then(|()| err.flush())
        .map_err(failed)?;
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(failed)?;
    Ok(line.trim().to_owned())
}

/// Asks on the terminal without showing what is typed; where there is none, says which option does `instead`.
pub(super) fn ask_hidden(ctx: &Ctx, prompt: &str, instead: &str) -> Result<String, Failed> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(Failed::usage(match ctx.lang {
            Lang::Zh => format!("不在终端中运行：请用 {instead}"),
            Lang::En => format!("this is no terminal: give {instead}"),
        }));
    }
    let shown = tcgetattr(&stdin).map_err(|fault| Failed::system(&fault.into()))?;
    let mut hidden = shown.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    tcsetattr(&stdin, OptionalActions::Flush, &hidden)
        .map_err(|fault| Failed::system(&fault.into()))?;
    let answer = ask(prompt);
    // The terminal shows again what is typed, whatever came.
    let _ = tcsetattr(&stdin, OptionalActions::Flush, &shown);
    output::aside("");
    answer
}
