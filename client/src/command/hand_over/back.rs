//! `hand-over --take-back`.

use std::path::Path;

use banli_shared::api::proposals::{OneOfMany, ProposalRef};
use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Command, On};
use serde::{Deserialize, Serialize};

use super::{BATCH, send};
use crate::command::{Ctx, Failed, files};
use crate::output::{self, Table, names, sentences, whole};

/// Bytes of what a hand-over printed.
const MOST: usize = 64 << 20;

/// What is needed of a line to take it back.
#[derive(Deserialize)]
struct Done {
    proposal: String,
    title: String,
    #[serde(default)]
    began: Vec<u32>,
}

/// One assignment that is taken back, or why it is not.
#[derive(Serialize)]
struct Back {
    proposal: String,
    title: String,
    assignment: u32,
    refused: Option<String>,
}

/// Takes back what a hand-over began, by what it printed.
///
/// # Errors
/// Where the file is something else, or one of them cannot be taken back.
pub(super) async fn take_back(ctx: &Ctx, file: &Path, dry_run: bool) -> Result<(), Failed> {
    let text = files::bytes_or_input(file, MOST)?;
    let done: Vec<Done> = serde_json::from_slice(&text).map_err(|_fault| {
        Failed::new(ctx.pick(
            "文件应为 banli hand-over --json 的输出",
            "the file should be what banli hand-over --json printed",
        ))
    })?;
    let began = done.into_iter().flat_map(|line| {
        let back = |assignment| Back {
            proposal: line.proposal.clone(),
            title: line.title.clone(),
            assignment,
            refused: None,
        };
        line.began.iter().copied().map(back).collect::<Vec<_>>()
    });
    let mut lines: Vec<Back> = began.collect();
    for lines in lines.chunks_mut(BATCH) {
        let commands = lines.iter().map(|line| OneOfMany {
            proposal: ProposalRef(line.proposal.clone()),
            version: None,
            command: Command::TakeBack(On {
                assignment: line.assignment,
            }),
        });
        let answers = send(ctx, commands.collect(), dry_run).await?;
        for (line, answer) in lines.iter_mut().zip(answers) {
            if !answer.title.is_empty() {
                line.title = answer.title;
            }
            line.refused = answer.problem.map(|problem| problem.say(ctx.lang));
        }
    }
    let refused = lines.iter().filter(|line| line.refused.is_some()).count();
    if ctx.json {
        output::json(&lines);
    } else {
        let mut table = Table::new(
            ctx.lang,
            [
                whole("提案号", "number"),
                whole("承办任务", "assignment"),
                sentences("结果", "what happened"),
                names("案由", "title"),
            ],
        );
        let back = ctx.pick("已撤回", "taken back");
        for line in &lines {
            table.row([
                line.proposal.clone(),
                line.assignment.to_string(),
                line.refused.clone().unwrap_or_else(|| back.to_owned()),
                line.title.clone(),
            ]);
        }
        table.print_or(&both!("其中没有交办", "nothing was handed over in it"));
        let good = lines.len() - refused;
        let would = if dry_run {
            ctx.pick("（试算，未保存）", " (a trial, nothing is kept)")
        } else {
            ""
        };
        output::aside(&match ctx.lang {
            Lang::Zh => format!("撤回 {good} 项，不能撤回 {refused} 项{would}"),
            Lang::En => format!("{good} taken back, {refused} not{would}"),
        });
    }
    match refused {
        0 => Ok(()),
        _ => Err(Failed::new("")),
    }
}
