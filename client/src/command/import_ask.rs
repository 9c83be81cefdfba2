//! Asks what the columns of a list are that nobody knows, so that the office says it once.

use std::io::{BufRead, IsTerminal, Write};

use banli_shared::api::lists::{ImportQuery, ImportReport, ListOf};
use banli_shared::both;
use banli_shared::lang::{Lang, Word};
use banli_shared::lists::{ProposalColumn, UnitColumn};
use banli_shared::text::clean;

use super::import_report::missed;
use super::{Ctx, Failed};
use crate::api::ApiFailure;
use crate::output;

/// Whether there is somebody to ask.
pub(super) fn can_ask(ctx: &Ctx) -> bool {
    !ctx.json && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// The headers that a trial did not know; none where it needs no help.
pub(super) fn unknown(trial: &Result<ImportReport, ApiFailure>) -> Vec<String> {
    let headers: Vec<String> = match trial {
        Ok(report) => missed(&report.unused),
        Err(failure) => {
            let faults = failure.problem.iter().flat_map(|problem| &problem.errors);
            faults
                .filter(|fault| fault.code == "unknown_column")
                .filter_map(|fault| fault.pointer.strip_prefix("/map/"))
                .map(|header| header.replace("~1", "/").replace("~0", "~"))
                .collect()
        }
    };
    // What separates a mapping cannot stand in it.
    let can_be_said = |header: &String| !header.contains([',', '，', '=', '＝']);
    headers.into_iter().filter(can_be_said).collect()
}

/// Asks for each of them; what was said goes into the mapping, to be remembered unless it is a trial.
pub(super) fn ask(ctx: &Ctx, query: &mut ImportQuery, headers: &[String]) -> Result<(), Failed> {
    if headers.is_empty() {
        return Ok(());
    }
    let codes = match query.of.unwrap_or(ListOf::Proposals) {
        ListOf::Proposals => choices::<ProposalColumn>(ctx.lang),
        ListOf::Units => choices::<UnitColumn>(ctx.lang),
    };
    let mut said = vec![];
    for header in headers {
        output::aside(&match ctx.lang {
            Lang::Zh => format!("“{}”这一列是什么？", clean(header)),
            Lang::En => format!("what is the column \"{}\"?", clean(header)),
        });
        for (no, (_, name)) in codes.iter().enumerate() {
            output::aside(&format!("  {:>2}  {name}", no + 1));
        }
        let prompt = if query.dry_run {
            ctx.pick(
                "编号（回车：不用这一列；试运行不会记住）：",
                "its number (enter: not used; a trial does not remember it): ",
            )
        } else {
            ctx.pick(
                "编号（回车：不用这一列，以后也不再问）：",
                "its number (enter: not used, and not asked again): ",
            )
        };
        let code = loop {
            let answer = line(prompt)?;
            if answer.is_empty() {
                break "-";
            }
            let chosen = answer
                .parse::<usize>()
                .ok()
                .and_then(|no| codes.get(no.checked_sub(1)?));
            if let Some((code, _)) = chosen {
                break code;
            }
            output::aside(ctx.pick("请输入上面的编号", "one of the numbers above, please"));
        };
        said.push(format!("{header}={code}"));
    }
    let before = query.map.take().filter(|map| !map.is_empty());
    query.map = Some(before.into_iter().chain(said).collect::<Vec<_>>().join(","));
    query.remember = !query.dry_run;
    Ok(())
}

fn choices<C: Word>(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let all = C::all().iter();
    all.map(|column| (column.code(), column.say(lang)))
        .collect()
}

/// What is typed at a prompt.
pub(super) fn line(prompt: &str) -> Result<String, Failed> {
    let failed = |fault: std::io::Error| Failed::system(&fault);
    let mut err = std::io::stderr().lock();
    err.write_all(prompt.as_bytes())
        .and_then(|()| err.flush())
        .map_err(failed)?;
    let mut typed = String::new();
    if std::io::stdin()
        .lock()
        .read_line(&mut typed)
        .map_err(failed)?
        == 0
    {
        return Err(Failed::of(both!("没有更多输入", "end of input")));
    }
    Ok(typed.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use banli_shared::api::{FieldFault, Problem, ProblemCode};
    use banli_shared::both;

    use super::*;

    #[test]
    fn unknown_headers_come_from_a_trial_or_from_its_refusal() {
        let mut problem = Problem::new(
            ProblemCode::BadList,
            both!("没有表头", "no header row was found"),
        );
        problem.errors = ["提案/议题", "编者, 作者"]
            .map(|header| {
                let pointer = format!("/map/{}", header.replace('/', "~1"));
                FieldFault::new(&pointer, "unknown_column", both!("", ""))
            })
            .to_vec();
        let refused = Err(ApiFailure::from(problem));
        assert_eq!(unknown(&refused), ["提案/议题"]);
    }
}
