//! `banli-server doctor`.

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
    pub(super) async fn run(self) -> Result<(), Stopped> {
        let store = self.database.open_beside().await?;
        let (progress, worlds) = (Progress::default(), Worlds::new(usual_zone()));
        let work = examine(&store, &worlds, clock::now_ms(), &progress);
        let examined = shown("cases", &progress, work).await?;
        tell(&examined.findings)?;
        let (invariants, cases) = (examined.invariants, examined.cases);
        writeln!(
            std::io::stdout(),
            "{invariants} invariants hold over {cases} cases"
        )?;
        Ok(())
    }
}
