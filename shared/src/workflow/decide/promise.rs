//! What becomes of promises.

use super::fields;
use crate::both;
use crate::calendar::Date;
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
            within_a_term("/to", with.to, ctx)?;
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

/// The longest that anything is promised for, in months: the term of one committee (每届任期五年). What lies beyond is a slip of the
/// year, or put off for good, which is to be said as such (`break_off_promise`).
const TERM_MONTHS: u16 = 60;

/// Nothing is promised for a day that lies beyond the term of a committee.
///
/// # Errors
/// The last day at which it can be.
pub(super) fn within_a_term(pointer: &str, day: Date, ctx: &Context<'_>) -> Result<(), Refusal> {
    let today = ctx.today;
    let latest = today.plus_months(TERM_MONTHS).unwrap_or(today);
    if day <= latest {
        return Ok(());
    }
    let fault = both!(
        "不得晚于 {latest}（一届任期，五年）；不再兑现的，由提案委终止承诺",
        "must not lie after {latest}, the five years of a term; what will not be kept the committee office breaks off"
    );
    Err(Refusal::field(pointer, fault))
}
