//! `banli-server backup` and `restore`: whole copies of an SQLite database.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Database, Stopped};
use crate::clock;
use crate::store::{backup, restore};

#[derive(Args)]
pub(super) struct Backup {
    #[command(flatten)]
    database: Database,
    /// The file to make; it must not be there yet.
    file: PathBuf,
}

#[derive(Args)]
pub(super) struct Restore {
    #[command(flatten)]
    database: Database,
    /// The backup.
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(self) -> Result<(), Stopped> {
        let url = self.database.url();
        let rows = backup(url.file().ok_or_else(elsewhere)?, &self.file)?;
        let file = self.file.display();
        writeln!(
            std::io::stdout(),
            "{file}: {} proposals, {} events",
            rows.cases,
            rows.events
        )?;
        Ok(())
    }
}

impl Restore {
    pub(super) fn run(self) -> Result<(), Stopped> {
        let url = self.database.url();
        let path = url.file().ok_or_else(elsewhere)?;
        let (rows, before) = restore(path, &self.file, clock::now_ms())?;
        let mut out = std::io::stdout();
        writeln!(
            out,
            "{}: {} proposals, {} events",
            path.display(),
            rows.cases,
            rows.events
        )?;
        if let Some(before) = before.as_deref().map(Path::display) {
            writeln!(out, "what was there before is in {before}")?;
        }
        Ok(())
    }
}

fn elsewhere() -> Stopped {
    Stopped(
        "a PostgreSQL database is copied with its own tools: pg_dump --format=custom, pg_restore"
            .into(),
    )
}
