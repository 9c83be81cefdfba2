//! `banli-server migrate`.

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
    pub(super) async fn run(self) -> Result<(), Stopped> {
        self.database.open(Access::Sole).await?;
        writeln!(
            std::io::stdout(),
            "{} has schema {NEWEST}",
            self.database.url()
        )?;
        Ok(())
    }
}
