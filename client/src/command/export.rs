//! `export`.

use std::path::PathBuf;

use banli_shared::api::lists::{Export, ExportQuery};
use banli_shared::api::{Bytes, Nothing};
use banli_shared::ids::SessionId;

use super::{Ctx, Failed};
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
}

pub(super) async fn run(ctx: &Ctx, args: ExportArgs) -> Result<(), Failed> {
    let query = ExportQuery {
        session: args.session.map(SessionId),
    };
    let exported = ctx
        .client
        .call::<Export>(&args.what, &query, &Nothing)
        .await;
    let Bytes(bytes) = exported.map_err(|failure| ctx.failed(&failure))?;
    match &args.output {
        Some(path) => std::fs::write(path, bytes).map_err(|fault| Failed::file(path, &fault)),
        None => output::bytes(&bytes).map_err(|fault| Failed::new(fault.to_string())),
    }
}
