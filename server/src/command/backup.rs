//! `banli-server backup` and `restore`: whole copies of an SQLite database.

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::Bilingual;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Database, Stopped};
use crate::clock;
use crate::store::{Contents, backup, restore};

#[derive(Args)]
pub(super) struct Backup {
    /// The file to make; it must not be there yet.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
}

#[derive(Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    database: Database,
}

impl Backup {
    pub(super) fn run(self, lang: Lang) -> Result<(), Stopped> {
        let url = self.database.url();
        let path = url.file().ok_or_else(elsewhere)?;
        url.must_exist()?;
        let rows = backup(path, &self.file)?;
        writeln!(std::io::stdout(), "{}", holds(&self.file, &rows).say(lang))?;
        Ok(())
    }
}

impl Restore {
    pub(super) fn run(self, lang: Lang) -> Result<(), Stopped> {
        let url = self.database.url();
        let path = url.file().ok_or_else(elsewhere)?;
        let (rows, before) = restore(path, &self.file, clock::now_ms())?;
        let mut out = std::io::stdout();
        writeln!(out, "{}", holds(path, &rows).say(lang))?;
        if let Some(before) = before.as_deref().map(Path::display) {
            let said = both!(
                "原来的数据库保存在 {before}",
                "what was there before is in {before}"
            );
            writeln!(out, "{}", said.say(lang))?;
        }
        Ok(())
    }
}

/// What is in a database that was copied.
fn holds(file: &Path, rows: &Contents) -> Bilingual {
    let (file, Contents { cases, events }) = (file.display(), rows);
    both!(
        "{file}：{cases} 件提案，{events} 个事件",
        "{file}: {cases} proposals, {events} events"
    )
}

fn elsewhere() -> Stopped {
    Stopped(both!(
        "PostgreSQL 数据库请用它自带的工具备份：pg_dump --format=custom、pg_restore",
        "a PostgreSQL database is copied with its own tools: pg_dump --format=custom, pg_restore"
    ))
}
