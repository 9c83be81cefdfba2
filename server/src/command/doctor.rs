//! `banli-server doctor`.

use banli_shared::both;
use banli_shared::lang::Lang;
use std::io::Write as _;

use clap::Args;

use super::progress::shown;
use super::{Database, Stopped, tell};
use crate::app::world::{Worlds, usual_zone};
use crate::audit::Progress;
use crate::audit::doctor::examine;
use crate::clock;

#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    database: Database,
}

impl Doctor {
    pub(super) async fn run(self, lang: Lang) -> Result<(), Stopped> {
        let store = self.database.open_beside().await?;
        let (progress, worlds) = (Progress::default(), Worlds::new(usual_zone()));
        let work = examine(&store, &worlds, clock::now_ms(), &progress);
        let examined = shown(lang.pick("提案", "cases"), &progress, work).await?;
        tell(&examined.findings, lang)?;
        let (invariants, cases) = (examined.invariants, examined.cases);
        let said = both!(
            "{cases} 件提案，{invariants} 项检查全部通过",
            "{invariants} invariants hold over {cases} cases"
        );
        writeln!(std::io::stdout(), "{}", said.say(lang))?;
        Ok(())
    }
}
