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
    /// For approve, sign, give_opinion and change_class: the text that you have read, as `banli show` names it (at least its first 12
    /// characters). It is never filled in for you: a yes is to a text that was read, and refused where that has changed.
    #[arg(long, value_name = "HASH")]
    text: Option<String>,
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
    let mut command = made(ctx, &args, &reference).await?;
    name_text(ctx, &mut command, args.text.as_deref(), &reference).await?;
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

/// The text that a yes is to, as the caller names it.
async fn name_text(
    ctx: &Ctx,
    command: &mut Command,
    text: Option<&str>,
    reference: &ProposalRef,
) -> Result<(), Failed> {
    let (no, hash) = match command {
        Command::Approve(with) => (with.assignment, &mut with.hash),
        Command::Sign(with) => (with.assignment, &mut with.hash),
        Command::GiveOpinion(with) => (with.assignment, &mut with.hash),
        Command::ChangeClass(with) => (with.assignment, &mut with.hash),
        _ if text.is_some() => {
            return Err(Failed::usage(ctx.pick(
                "--text 只用于 approve、sign、give_opinion、change_class",
                "--text is for approve, sign, give_opinion and change_class",
            )));
        }
        _ => return Ok(()),
    };
    match text {
        None if hash.is_empty() => Err(Failed::usage(ctx.pick(
            "须写明您读过的文本：--text 校验值（见 banli show）",
            "say which text you have read: --text HASH (see banli show)",
        ))),
        None => Ok(()),
        Some(text) if text.chars().count() < SHORTEST => Err(Failed::usage(ctx.pick(
            "--text 至少须有 12 个字符",
            "--text takes at least 12 characters",
        ))),
        Some(text) => {
            let view = ctx
                .client
                .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
                .await;
            let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
            // Where it is another one the server refuses, and says so.
            *hash = match view.texts.get(&no) {
                Some(whole) if whole.starts_with(text) => whole.clone(),
                _ => text.to_owned(),
            };
            Ok(())
        }
    }
}

/// The fewest characters of a hash that name a text.
const SHORTEST: usize = 12;

/// The assignment that is meant where none is named: the only one the command is offered on, else the only one on
/// which it could be the sender's, else the only one.
async fn the_one(ctx: &Ctx, command: &str, reference: &ProposalRef) -> Result<u32, Failed> {
    let view = ctx
        .client
        .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
        .await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    let offers = |allowed: bool| -> Vec<u32> {
        let offers = view.offers.iter();
        offers
            .filter(|offer| offer.action.code() == command && offer.allowed() == allowed)
            .filter_map(|offer| offer.assignment)
            .collect()
    };
    let all: Vec<u32> = view.assignments.iter().map(|row| row.no).collect();
    match (&offers(true)[..], &offers(false)[..], &all[..]) {
        // Where it would be refused the server says why.
        ([one], ..) | ([], [one], _) | ([], [], [one]) => Ok(*one),
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
            .map_err(|fault| Failed::system(&fault))?;
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
