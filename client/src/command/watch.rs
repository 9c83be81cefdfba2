//! `watch`.

use std::sync::{Arc, Mutex, PoisonError};

use banli_shared::api::events::Change;
use banli_shared::api::proposals::{GetProposal, ProposalRef};
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::lang::Lang;
use banli_shared::text::{clean, truncate};
use banli_shared::workflow::Happened;

use super::{Ctx, Failed};
use crate::api::{Client, Heard, changes};
use crate::output::{self, moment};

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
    let client = ctx.client.clone();
    changes(ctx.client.clone(), move |heard| {
        let mut shown = None;
        match heard {
            Heard::Change(change) => {
                if json {
                    output::json_line(&change);
                } else {
                    shown = Some((client.clone(), change));
                }
                left = left.map(|left| left.saturating_sub(1));
            }
            Heard::Down(wait) => output::aside(&match (lang, wait.as_secs()) {
                (Lang::Zh, seconds) => format!("连接中断，{seconds} 秒后重试"),
                (Lang::En, seconds) => format!("no answer, trying again in {seconds} s"),
            }),
            Heard::Over(failure) => {
                *said.lock().unwrap_or_else(PoisonError::into_inner) = Some(*failure);
            }
            Heard::Up | Heard::Reset => {}
        }
        let goes_on = left != Some(0);
        async move {
            if let Some((client, change)) = shown {
                let line = in_words(lang, &client, &change).await;
                // The title comes last: what of it has no room is left out.
                output::line(&truncate(
                    &clean(&line),
                    output::room().unwrap_or(usize::MAX),
                ));
            }
            goes_on && !output::closed()
        }
    })
    .await;
    let over = over.lock().unwrap_or_else(PoisonError::into_inner).take();
    match over {
        Some(failure) => Err(ctx.failed(&failure)),
        None => Ok(()),
    }
}

/// A change for people: when, which proposal, what happened to it. One that cannot be looked at any more keeps its id.
async fn in_words(lang: Lang, client: &Client, change: &Change) -> String {
    let which = ProposalRef::from(&change.case);
    let view = client
        .call::<GetProposal>(&which, &NoQuery {}, &Nothing)
        .await;
    let (number, title) = match view {
        Ok(Json(view)) => {
            let number = view.case.shown_number().to_owned();
            (number, view.case.proposal.title)
        }
        Err(_) => (which.0, String::new()),
    };
    let what = Happened::say_kind(&change.kind, lang).unwrap_or(&change.kind);
    let line = format!("{}  {number}  {what}  {title}", moment(change.at_ms));
    line.trim_end().to_owned()
}
