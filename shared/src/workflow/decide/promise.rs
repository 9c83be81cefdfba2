//! What becomes of promises.

use super::fields;
use crate::both;
use crate::case::Case;
use crate::workflow::command::Command;
use crate::workflow::context::Context;
use crate::workflow::event::Happened;
use crate::workflow::promise::meant;
use crate::workflow::refusal::{Gate, Missing, Refusal};

pub(super) fn decide(
    case: &Case,
    command: &Command,
    ctx: &Context<'_>,
) -> Result<Happened, Refusal> {
    let no = command.assignment().unwrap_or_default();
    let a = case.assignment(no).ok_or_else(|| {
        Refusal::new(
            Gate::Form,
            Missing::NoSuchAssignment { assignment: no },
            &[],
        )
    })?;
    let action = command.action();
    Ok(match command {
        Command::BeginSupplement(with) => {
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::SupplementBegun {
                assignment: no,
                reason: with.reason.clone(),
            }
        }
        Command::DropSupplement(_) => Happened::SupplementDropped { assignment: no },
        Command::ReportProgress(with) => {
            meant(a, with.promise, action)?;
            fields::some("/text", &with.text, fields::NOTE)?;
            if with.percent.is_some_and(|percent| percent > 100) {
                return Err(Refusal::field(
                    "/percent",
                    both!("应为 0 至 100", "from 0 to 100"),
                ));
            }
            Happened::ProgressReported {
                assignment: no,
                promise: with.promise,
                text: with.text.clone(),
                percent: with.percent,
            }
        }
        Command::FulfilPromise(with) => {
            let promise = meant(a, with.promise, action)?;
            fields::some("/evidence", &with.evidence, fields::NOTE)?;
            fields::line_or_none("/document", &with.document, fields::TITLE)?;
            if with.on > ctx.today || with.on < promise.made_on {
                let (made, today) = (promise.made_on, ctx.today);
                let between = both!(
                    "应在答复之日（{made}）与今天（{today}）之间",
                    "must lie between the reply ({made}) and today ({today})"
                );
                return Err(Refusal::field("/on", between));
            }
            Happened::PromiseFulfilled {
                assignment: no,
                promise: with.promise,
                evidence: with.evidence.clone(),
                document: with.document.clone(),
                on: with.on,
            }
        }
        Command::PostponePromise(with) => {
            let promise = meant(a, with.promise, action)?;
            fields::some("/reason", &with.reason, fields::NOTE)?;
            let stands = promise.due.max(ctx.today);
            if with.to <= stands {
                let after = both!("须晚于 {stands}", "must lie after {stands}");
                return Err(Refusal::field("/to", after));
            }
            Happened::PromisePostponed {
                assignment: no,
                promise: with.promise,
                from: promise.due,
                to: with.to,
                reason: with.reason.clone(),
            }
        }
        Command::ReopenPromise(with) => {
            meant(a, with.promise, action)?;
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::PromiseReopened {
                assignment: no,
                promise: with.promise,
                reason: with.reason.clone(),
            }
        }
        Command::BreakOffPromise(with) => {
            meant(a, with.promise, action)?;
            fields::some("/reason", &with.reason, fields::NOTE)?;
            Happened::PromiseBrokenOff {
                assignment: no,
                promise: with.promise,
                reason: with.reason.clone(),
            }
        }
        _ => {
            return Err(Refusal::field(
                "",
                both!("不是关于承诺的操作", "not a command on a promise"),
            ));
        }
    })
}
