//! `banli-server verify`.

use banli_shared::both;
use banli_shared::lang::Lang;
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
    pub(super) async fn run(self, lang: Lang) -> Result<(), Stopped> {
        let store = self.database.open_beside().await?;
        let (progress, published) = (Progress::default(), self.published);
        let beside = progress.clone();
        let work =
            store.read(async move |tx: &mut Tx| verify(tx, published.as_ref(), &beside).await);
        let verified = shown(lang.pick("事件", "events"), &progress, work).await?;
        tell(&verified.findings, lang)?;
        let mut out = std::io::stdout();
        let (events, cases) = (verified.events, verified.cases);
        let said = both!(
            "{cases} 件提案的 {events} 个事件重演后与现状一致",
            "{events} events of {cases} cases replay to their rows"
        );
        writeln!(out, "{}", said.say(lang))?;
        writeln!(out, "record {}", verified.record)?;
        Ok(())
    }
}
