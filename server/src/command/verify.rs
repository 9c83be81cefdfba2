//! `banli-server verify`.

use std::io::Write as _;

use clap::Args;

use super::progress::shown;
use super::{Database, Stopped, tell};
use crate::audit::Progress;
use crate::audit::verify::{Published, verify};
use crate::store::Tx;

#[derive(Args)]
pub(super) struct Verify {
    #[command(flatten)]
    database: Database,
    /// What an earlier run printed as `record`: check that the record still begins like that.
    #[arg(long, value_name = "NUMBER:DIGEST")]
    published: Option<Published>,
}

impl Verify {
    pub(super) async fn run(self) -> Result<(), Stopped> {
        let store = self.database.open_beside().await?;
        let (progress, published) = (Progress::default(), self.published);
        let beside = progress.clone();
        let work =
            store.read(async move |tx: &mut Tx| verify(tx, published.as_ref(), &beside).await);
        let verified = shown("events", &progress, work).await?;
        tell(&verified.findings)?;
        let mut out = std::io::stdout();
        writeln!(
            out,
            "{} events of {} cases replay to their rows",
            verified.events, verified.cases
        )?;
        writeln!(out, "record {}", verified.record)?;
        Ok(())
    }
}
