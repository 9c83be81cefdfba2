//! `export`.

use std::io::IsTerminal;
use std::path::PathBuf;

use banli_shared::api::lists::{Export, ExportQuery};
use banli_shared::api::{Bytes, Nothing};
use banli_shared::ids::SessionId;

use super::{Ctx, Failed};
use crate::api::ApiFailure;
use crate::output;

#[derive(Debug, clap::Args)]
pub(super) struct ExportArgs {
    /// What and as what: proposals.csv, reply_items.xlsx, reply_items.json, …
    what: String,
    /// Into this file; to standard output where left out.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    /// With .xlsx: a sheet for each unit.
    #[arg(long)]
    by_unit: bool,
    /// With .csv: without the byte order mark by which spreadsheets know the encoding.
    #[arg(long)]
    no_bom: bool,
}

pub(super) async fn run(ctx: &Ctx, args: ExportArgs) -> Result<(), Failed> {
    let on_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    if on_terminal && args.what.ends_with(".xlsx") {
        return Err(Failed::usage(ctx.pick(
            "工作簿不能显示在终端上：请用 --output 写入文件",
            "a workbook is nothing for a terminal: name a file with --output",
        )));
    }
    let query = ExportQuery {
        session: args.session.map(SessionId),
        by_unit: args.by_unit,
        no_bom: args.no_bom,
    };
    let exported = ctx
        .client
        .call::<Export>(&args.what, &query, &Nothing)
        .await;
    let Bytes(bytes) = exported.map_err(|failure| refused(ctx, &failure))?;
    match &args.output {
        Some(path) => std::fs::write(path, bytes).map_err(|fault| Failed::file(path, &fault)),
        // Text is cleaned for a terminal; a pipe gets every byte.
        None if on_terminal => {
            output::lines(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}'));
            Ok(())
        }
        None => output::bytes(&bytes).map_err(|fault| Failed::system(&fault)),
    }
}

/// What nobody can export, or not in that way, is a fault of usage, though only the server sees it.
fn refused(ctx: &Ctx, failure: &ApiFailure) -> Failed {
    let mut faults = failure.problem.iter().flat_map(|problem| &problem.errors);
    let failed = ctx.failed(failure);
    if faults.any(|fault| matches!(&*fault.code, "unknown_export" | "other_format")) {
        return Failed { code: 2, ..failed };
    }
    failed
}
