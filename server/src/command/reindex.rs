//! `banli-server reindex`.

use std::io::Write as _;

use clap::Args;

use super::{Database, Stopped};
use crate::app::search;
use crate::app::world::{Worlds, usual_zone};
use crate::clock;
use crate::store::Access;

#[derive(Args)]
pub(super) struct Reindex {
    #[command(flatten)]
    database: Database,
}

impl Reindex {
    pub(super) async fn run(self) -> Result<(), Stopped> {
        let store = self.database.open(Access::Sole).await?;
        let worlds = Worlds::new(usual_zone());
        let cases = search::rebuild::all(&store, &worlds, clock::now_ms()).await?;
        writeln!(std::io::stdout(), "{cases} cases indexed")?;
        Ok(())
    }
}
