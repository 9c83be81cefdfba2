//! `do` and `submit`.

use std::io::Read;
use std::path::PathBuf;

use banli_shared::api::proposals::{
    CaseView, GetProposal, ProposalRef, RunCommand, Submit, SubmitProposal,
};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing, Payload};
use banli_shared::ids::Version;
use banli_shared::workflow::Command;

use super::{Ctx, Failed, build, show};
use crate::api::With;
use crate::output;

#[derive(Debug, clap::Args)]
pub(super) struct DoArgs {
    /// The proposal number, the intake number or the id.
    reference: String,
    /// The command as named in the contract: file, hand_over, accept, submit_reply, approve, sign, rate, …
    command: String,
    /// What it needs, as key=value; deeper with dots: to.0.unit=B03. The assignment may be left out where only one is
    /// meant.
    words: Vec<String>,
    /// What it needs, as JSON: the text itself, @FILE, or - for standard input.
    #[arg(long, conflicts_with = "words")]
    data: Option<String>,
    /// Refuse when the case has another version.
    #[arg(long, value_name = "N")]
    if_version: Option<Version>,
    /// Same checks, same answer, nothing kept.
    #[arg(long)]
    dry_run: bool,
    /// The idempotency key: a repeat with the same key happens once.
    #[arg(long)]
    key: Option<String>,
}

pub(super) async fn run(ctx: &Ctx, args: DoArgs) -> Result<(), Failed> {
    let reference = ProposalRef(args.reference.clone());
    let command = made(ctx, &args, &reference).await?;
    let with = With {
        if_version: args.if_version,
        key: args.key,
    };
    let query = DryRun {
        dry_run: args.dry_run,
    };
    let ran = ctx
        .client
        .call_with::<RunCommand>(&reference, &query, &Json(command.clone()), with)
        .await;
    let Json(view) = ran.map_err(|failure| ctx.failed(&failure))?;
    said(ctx, &command, &view);
    Ok(())
}

async fn made(ctx: &Ctx, args: &DoArgs, reference: &ProposalRef) -> Result<Command, Failed> {
    let first = match &args.data {
        Some(data) => {
            let json = text_of(data)?;
            build::command_of_json(&args.command, &json)
        }
        None => build::command(&args.command, &args.words),
    };
    match first {
        Ok(command) => Ok(command),
        Err(fault) if fault.lacks_assignment && args.data.is_none() => {
            let mut words = args.words.clone();
            words.push(format!(
                "assignment={}",
                the_one(ctx, &args.command, reference).await?
            ));
            build::command(&args.command, &words)
                .map_err(|fault| Failed::usage(fault.text.say(ctx.lang)))
        }
        Err(fault) => Err(Failed::usage(fault.text.say(ctx.lang))),
    }
}

/// The assignment that is meant where none is named: the only one the command is offered on, else the only one.
async fn the_one(ctx: &Ctx, command: &str, reference: &ProposalRef) -> Result<u32, Failed> {
    let view = ctx
        .client
        .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
        .await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    let offered: Vec<u32> = view
        .offers
        .iter()
        .filter(|offer| offer.action.code() == command && offer.allowed())
        .filter_map(|offer| offer.assignment)
        .collect();
    let all: Vec<u32> = view.assignments.iter().map(|row| row.no).collect();
    match (offered.as_slice(), all.as_slice()) {
        ([one], _) | ([], [one]) => Ok(*one),
        _ => Err(Failed::usage(ctx.pick(
            "有多个承办任务，请写明 assignment=序号（见 banli show）",
            "there are several assignments: say which, assignment=NO (see banli show)",
        ))),
    }
}

fn text_of(data: &str) -> Result<String, Failed> {
    if data == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|fault| Failed::new(fault.to_string()))?;
        return Ok(text);
    }
    match data.strip_prefix('@') {
        Some(path) => {
            let path = PathBuf::from(path);
            std::fs::read_to_string(&path).map_err(|fault| Failed::file(&path, &fault))
        }
        None => Ok(data.to_owned()),
    }
}

fn said(ctx: &Ctx, command: &Command, view: &CaseView) {
    if ctx.json {
        output::json(view);
        return;
    }
    output::line(&format!(
        "{} {}  {}  ({} {})",
        command.action().say(ctx.lang),
        view.case.shown_number(),
        view.stage.say(ctx.lang),
        ctx.pick("版本", "version"),
        view.case.version
    ));
}

#[derive(Debug, clap::Args)]
pub(super) struct SubmitArgs {
    /// A JSON file with session (optional) and proposal; `-` for standard input.
    file: String,
    /// Same checks, same answer, nothing kept.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn submit(ctx: &Ctx, args: &SubmitArgs) -> Result<(), Failed> {
    let text = if args.file == "-" {
        text_of("-")?
    } else {
        text_of(&format!("@{}", args.file))?
    };
    let body = <Json<SubmitProposal> as Payload>::decode(text.as_bytes())
        .map_err(|fault| Failed::usage(fault.say(ctx.lang)))?;
    let query = DryRun {
        dry_run: args.dry_run,
    };
    let view = ctx.client.call::<Submit>(&(), &query, &body).await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&view);
    } else {
        show::print(ctx, &view);
    }
    Ok(())
}
