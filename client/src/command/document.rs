//! `document`: letters, forms, sheets and bulletins as files for office programs.

use std::io::{ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use banli_shared::api::documents::{
    BulletinQuery, DocumentQuery, GetBulletin, GetDocument, GetDocumentsOfUnit, UnitDocumentsQuery,
};
use banli_shared::api::proposals::ProposalRef;
use banli_shared::api::{Bytes, Nothing};
use banli_shared::documents::{DocumentKind, file_name};
use banli_shared::ids::{SessionId, UnitCode};
use banli_shared::lang::Lang;
use indicatif::ProgressBar;
use serde_json::json;

use super::{Ctx, Failed};
use crate::output;

#[derive(Debug, clap::Args)]
pub(super) struct DocumentArgs {
    /// What: letter, form or sheet of a proposal; bulletin of a session.
    kind: String,
    /// The proposal number, the intake number or the id; 2022:001 is 001 of the session 2022.
    #[arg(conflicts_with = "unit")]
    proposal: Option<String>,
    /// Of this assignment, where several have one.
    #[arg(long, conflicts_with = "unit")]
    assignment: Option<u32>,
    /// Of this round; else of the latest reply that is out.
    #[arg(long, conflicts_with = "unit")]
    round: Option<u32>,
    /// Those of everything this unit handles, as a .zip; or the bulletin of this unit.
    #[arg(long)]
    unit: Option<String>,
    /// Of this session; the current one where left out.
    #[arg(long, conflicts_with = "proposal")]
    session: Option<String>,
    /// Into this file, which must not be there yet; `-` for standard output. Else a name is made up.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(super) async fn run(ctx: &Ctx, args: DocumentArgs) -> Result<(), Failed> {
    let kind = kind(ctx, &args.kind)?;
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if to_stdout && std::io::stdout().is_terminal() {
        return Err(Failed::usage(ctx.pick(
            "文书不能显示在终端上：请用 --output 写入文件",
            "a document is nothing for a terminal: name a file with --output",
        )));
    }
    let fits = if kind.is_of_a_case() {
        args.proposal.is_some() || args.unit.is_some()
    } else {
        args.proposal.is_none()
    };
    if !fits {
        return Err(Failed::usage(ctx.pick(
            "请写提案号，或用 --unit 指明单位；简报不写提案号",
            "name a proposal, or a unit with --unit; a bulletin is of no proposal",
        )));
    }
    let waiting = ProgressBar::new_spinner();
    if std::io::stderr().is_terminal() {
        waiting.set_message(ctx.pick("正在生成文书", "making the documents").to_owned());
        waiting.enable_steady_tick(Duration::from_millis(250));
    }
    let named = kind.say(Lang::Zh);
    let (answer, usual) = match (&args.proposal, &args.unit) {
        (_, unit) if kind == DocumentKind::Bulletin => {
            let session = args.session.clone().unwrap_or_default();
            let name = [named, &session, unit.as_deref().unwrap_or_default()];
            let name = file_name(&name, "docx");
            let query = BulletinQuery {
                session: args.session.map(SessionId),
                unit: unit.as_deref().map(UnitCode::typed),
            };
            let got = ctx.client.call::<GetBulletin>(&(), &query, &Nothing);
            (got.await, name)
        }
        (_, Some(unit)) => {
            let query = UnitDocumentsQuery {
                kind: Some(kind),
                session: args.session.map(SessionId),
            };
            let part = UnitCode::typed(unit);
            let got = ctx
                .client
                .call::<GetDocumentsOfUnit>(&part, &query, &Nothing);
            (got.await, file_name(&[named, unit], "zip"))
        }
        (proposal, None) => {
            let query = DocumentQuery {
                kind: Some(kind),
                assignment: args.assignment,
                round: args.round,
            };
            let proposal = proposal.clone().unwrap_or_default();
            let no = args.assignment.map(|no| no.to_string()).unwrap_or_default();
            let name = file_name(&[named, &proposal, &no], "docx");
            let part = ProposalRef(proposal);
            let got = ctx.client.call::<GetDocument>(&part, &query, &Nothing);
            (got.await, name)
        }
    };
    waiting.finish_and_clear();
    let Bytes(bytes) = answer.map_err(|failure| ctx.failed(&failure))?;
    if to_stdout {
        return output::bytes(&bytes).map_err(|fault| Failed::system(&fault));
    }
    let path = args.output.unwrap_or_else(|| PathBuf::from(usual));
    keep(ctx, &path, &bytes)?;
    if ctx.json {
        let file = path.to_string_lossy();
        output::json(&json!({ "file": file, "bytes": bytes.len() }));
    } else {
        output::line(&path.to_string_lossy());
    }
    Ok(())
}

/// Writes a new file; what is there is never written over.
fn keep(ctx: &Ctx, path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    output::new_file(path, bytes).map_err(|fault| match fault.kind() {
        ErrorKind::AlreadyExists => Failed::new(ctx.lang.label(
            &path.display().to_string(),
            ctx.pick(
                "文件已存在，不会覆盖；请用 --output 另起一名",
                "is there already and is not written over; name another with --output",
            ),
        )),
        _ => Failed::file(path, &fault),
    })
}

/// What a kind of document is called on the command line.
pub(super) fn short(kind: DocumentKind) -> &'static str {
    kind.code().rsplit('_').next().unwrap_or_default()
}

/// A document by what it is called: its code, the last word of that, or in Chinese.
pub(super) fn kind(ctx: &Ctx, given: &str) -> Result<DocumentKind, Failed> {
    let mut known = DocumentKind::ALL.iter().copied();
    known
        .find(|kind| [kind.code(), short(*kind), kind.say(Lang::Zh)].contains(&given))
        .ok_or_else(|| {
            let all = DocumentKind::ALL.iter().map(|kind| {
                let said = ctx.pick(kind.say(Lang::Zh), kind.say(Lang::En));
                format!("{} {said}", short(*kind))
            });
            let all = all.collect::<Vec<_>>().join(ctx.pick("、", ", "));
            let there_are = ctx.pick("没有这种文书；现有", "no such document; there are");
            Failed::usage(ctx.lang.label(given, &ctx.lang.label(there_are, &all)))
        })
}
