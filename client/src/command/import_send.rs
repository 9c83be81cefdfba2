//! Sends a list so that its fate is known even where the connection breaks off on the way.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use banli_shared::api::lists::{Import, ImportQuery, ImportReport};
use banli_shared::api::{Bytes, Json, ProblemCode};
use banli_shared::both;
use banli_shared::text::{Bilingual, clean};
use indicatif::ProgressBar;
use tokio::time::{Instant, sleep};

use super::{Ctx, Failed};
use crate::api::{ApiFailure, With, fresh_key};
use crate::output;

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(500);

/// Why there is no report.
pub(super) enum Unsent {
    /// The server said no, or was never reached.
    Refused(ApiFailure),
    /// The list may have been accepted.
    Unknown(Failed),
}

/// Sends a list. Where the connection breaks off, the same request is repeated for at most `patience`: under its key it
/// happens once, and its answer is what became of the first.
pub(super) async fn send(
    ctx: &Ctx,
    list: &Path,
    query: &ImportQuery,
    bytes: &[u8],
    patience: Duration,
) -> Result<ImportReport, Unsent> {
    let spinner = ProgressBar::new_spinner();
    spinner.set_message(ctx.pick("正在导入", "reading the list"));
    if std::io::stderr().is_terminal() {
        spinner.enable_steady_tick(Duration::from_millis(250));
    }
    let sent = persist(ctx, query, bytes, patience, &spinner).await;
    spinner.finish_and_clear();
    sent.map_err(|(failure, is_unknown)| match is_unknown {
        true => Unsent::Unknown(unknown(ctx, list, &failure, patience)),
        false => Unsent::Refused(failure),
    })
}

/// The report, or the last failure and whether the list may have been accepted nevertheless.
async fn persist(
    ctx: &Ctx,
    query: &ImportQuery,
    bytes: &[u8],
    patience: Duration,
    spinner: &ProgressBar,
) -> Result<ImportReport, (ApiFailure, bool)> {
    let key = fresh_key();
    let mut end = None;
    loop {
        let with = With {
            key: Some(key.clone()),
            ..With::default()
        };
        let body = Bytes(bytes.to_vec());
        let sent = ctx.client.call_with::<Import>(&(), query, &body, with);
        let failure = match sent.await {
            Ok(Json(report)) => return Ok(report),
            Err(failure) => failure,
        };
        // A trial keeps nothing, and what was never sent was not accepted.
        let is_unknown = !query.dry_run && (end.is_some() || may_be_accepted(&failure));
        if !is_unknown || !failure.may_be_answered_later() {
            return Err((failure, false));
        }
        let end = *end.get_or_insert_with(|| {
            let said = ctx.pick(
                "连接中断，清单可能已被接收；正在等候服务器答复",
                "the connection broke off, and the list may have been accepted; waiting for the server",
            );
            spinner.suspend(|| output::aside(said));
            spinner.set_message(ctx.pick("正在等候服务器", "waiting for the server"));
            Instant::now() + patience
        });
        if Instant::now() >= end {
            return Err((failure, true));
        }
        sleep(PAUSE).await;
    }
}

/// Whether the server may have the list though it did not say what became of it.
fn may_be_accepted(failure: &ApiFailure) -> bool {
    failure.may_have_arrived() || code(failure) == Some(ProblemCode::Unavailable)
}

fn code(failure: &ApiFailure) -> Option<ProblemCode> {
    failure.problem.as_ref().map(|problem| problem.code)
}

fn unknown(ctx: &Ctx, list: &Path, failure: &ApiFailure, patience: Duration) -> Failed {
    let seconds = patience.as_secs();
    let list = list.display().to_string();
    let list = clean(&list);
    let Bilingual { zh, en } = failure.why();
    let said = both!(
        "导入时与服务器的连接中断，{seconds} 秒内没有恢复（{zh}）。清单可能已被接收：已接收的，服务器恢复后会自动导完。\n  \
         服务器恢复后，banli import {list} --dry-run 显示哪些行已存在；再次运行同一命令是安全的，已存在的行不会重复导入",
        "the connection broke off during the import and did not come back within {seconds} s ({en}). The list may have \
         been accepted: then the server takes it in to its end when it is back.\n  \
         Then banli import {list} --dry-run shows which rows are there already; the same command once more is safe, for \
         those rows are left alone"
    );
    Failed {
        code: ctx.failed(failure).code,
        ..Failed::of(said)
    }
}
