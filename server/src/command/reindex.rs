//! `banli-server reindex`.

use banli_shared::both;
use banli_shared::lang::Lang;
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
    pub(super) async fn run(self, lang: Lang) -> Result<(), Stopped> {
        let store = self.database.open(Access::Sole).await?;
        let worlds = Worlds::new(usual_zone());
        let cases = search::rebuild::all(&store, &worlds, clock::now_ms()).await?;
        let said = both!("已重建 {cases} 件提案的索引", "{cases} cases indexed");
        writeln!(std::io::stdout(), "{}", said.say(lang))?;
        Ok(())
    }
}
