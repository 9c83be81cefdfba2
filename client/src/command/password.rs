//! `password`.

use std::io::BufRead;

use banli_shared::api::account::{ChangePassword, NewPassword};
use banli_shared::api::{Json, NoQuery};
use banli_shared::lang::Lang;

use super::login::ask_hidden;
use super::{Ctx, Failed};
use crate::output;

/// The option for scripts.
const STDIN: &str = "--stdin";

#[derive(Debug, clap::Args)]
pub(super) struct PasswordArgs {
    /// Read the old password and the new one from standard input, a line each, instead of asking.
    #[arg(long)]
    stdin: bool,
}

pub(super) async fn run(ctx: &Ctx, args: &PasswordArgs) -> Result<(), Failed> {
    let body = Json(match args.stdin {
        true => read(ctx)?,
        false => ask(ctx)?,
    });
    let changed = ctx
        .client
        .call::<ChangePassword>(&(), &NoQuery {}, &body)
        .await;
    let changed = changed.map_err(|failure| ctx.failed_at(&failure, |at| option(ctx, at)))?;
    if ctx.json {
        output::json(&changed.0);
        return Ok(());
    }
    output::line(ctx.pick("密码已更改", "the password is changed"));
    if changed.0.ended > 0 {
        output::aside(&ended(ctx.lang, changed.0.ended));
    }
    Ok(())
}

/// What ended with the old password.
fn ended(lang: Lang, many: u64) -> String {
    match lang {
        Lang::Zh => format!("其他登录和令牌共 {many} 个已失效；脚本所用的令牌请重新生成"),
        Lang::En if many == 1 => {
            "one other login or token of yours ended; make those of scripts again".to_owned()
        }
        Lang::En => {
            format!("{many} other logins and tokens of yours ended; make those of scripts again")
        }
    }
}

/// What was asked for, as it was asked for.
fn option(ctx: &Ctx, pointer: &str) -> Option<String> {
    let asked = match pointer {
        "/old" => ctx.pick("原密码", "old password"),
        "/new" => ctx.pick("新密码", "new password"),
        _ => return None,
    };
    Some(asked.to_owned())
}

fn ask(ctx: &Ctx) -> Result<NewPassword, Failed> {
    let old = ask_hidden(ctx, ctx.pick("原密码：", "old password: "), STDIN)?;
    let new = ask_hidden(
        ctx,
        ctx.pick(
            "新密码（至少 8 个字符）：",
            "new password (at least 8 characters): ",
        ),
        STDIN,
    )?;
    let again = ask_hidden(
        ctx,
        ctx.pick("再输入一次：", "the new password again: "),
        STDIN,
    )?;
    if new != again {
        return Err(Failed::usage(ctx.pick(
            "两次输入的新密码不同，密码未更改",
            "the new passwords differ: nothing is changed",
        )));
    }
    Ok(NewPassword { old, new })
}

/// The two lines.
fn read(ctx: &Ctx) -> Result<NewPassword, Failed> {
    let mut lines = std::io::stdin().lock().lines();
    let mut next = || match lines.next().transpose() {
        Ok(Some(line)) => Ok(line),
        Ok(None) => Err(Failed::usage(ctx.pick(
            "--stdin 应有两行：原密码、新密码",
            "--stdin takes two lines: the old password, the new one",
        ))),
        Err(fault) => Err(Failed::system(&fault)),
    };
    let old = next()?;
    Ok(NewPassword { old, new: next()? })
}
