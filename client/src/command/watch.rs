//! `watch`.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Ctx, Failed};
use crate::api::{Heard, changes};
use crate::output;

#[derive(Debug, clap::Args)]
pub(super) struct WatchArgs {
    /// End after so many changes.
    #[arg(long)]
    most: Option<usize>,
    /// One object a line (the same as --json here).
    #[arg(long)]
    jsonl: bool,
}

pub(super) async fn run(ctx: &Ctx, args: WatchArgs) -> Result<(), Failed> {
    let over = Arc::new(Mutex::new(None));
    let said = Arc::clone(&over);
    let (json, lang) = (ctx.json || args.jsonl, ctx.lang);
    let mut left = args.most;
    changes(ctx.client.clone(), move |heard| {
        match heard {
            Heard::Change(change) => {
                if json {
                    output::json_line(&change);
                } else {
                    output::line(&format!(
                        "{}  {}  {}  {}",
                        change.seq, change.case, change.version, change.kind
                    ));
                }
                left = left.map(|left| left.saturating_sub(1));
            }
            Heard::Down(wait) => {
                let text = lang.pick("连接中断，稍后重试", "no answer, trying again");
                output::aside(&format!("{text} ({} s)", wait.as_secs()));
            }
            Heard::Over(failure) => {
                *said.lock().unwrap_or_else(PoisonError::into_inner) = Some(*failure);
            }
            Heard::Up | Heard::Reset => {}
        }
        let goes_on = left != Some(0) && !output::closed();
        async move { goes_on }
    })
    .await;
    let over = over.lock().unwrap_or_else(PoisonError::into_inner).take();
    match over {
        Some(failure) => Err(ctx.failed(&failure)),
        None => Ok(()),
    }
}
