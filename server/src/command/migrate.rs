//! `banli-server migrate`.

use banli_shared::both;
use banli_shared::lang::Lang;
use std::io::Write as _;

use clap::Args;

use super::{Database, Stopped};
use crate::store::{Access, NEWEST};

#[derive(Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    database: Database,
}

impl Migrate {
    pub(super) async fn run(self, lang: Lang) -> Result<(), Stopped> {
        self.database.open(Access::Sole).await?;
        let url = self.database.url();
        let said = both!("{url} 的结构版本现为 {NEWEST}", "{url} has schema {NEWEST}");
        writeln!(std::io::stdout(), "{}", said.say(lang))?;
        Ok(())
    }
}
