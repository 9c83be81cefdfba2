//! Where the database is.

use banli_shared::both;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::error::StoreError;

/// The address of a database: `sqlite://PATH` or `postgres://…`.
///
/// Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// One file on this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL server, in the words its own clients use.
    Postgres(String),
}

impl DbUrl {
    /// The file, if the database is one.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    /// For what only looks: no file is made where there is none.
    ///
    /// # Errors
    /// [`StoreError::Open`] where the database is a file that is not there.
    pub fn must_exist(&self) -> Result<(), StoreError> {
        match self.file() {
            Some(file) if !file.is_file() => {
                let file = file.display();
                Err(StoreError::Open(both!(
                    "没有数据库 {file}：请检查 --db 或 --data；新建数据库用 banli-server init",
                    "there is no database {file}: check --db or --data; banli-server init makes a new one"
                )))
            }
            _ => Ok(()),
        }
    }
}

impl FromStr for DbUrl {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(path) = text.strip_prefix("sqlite://") {
            return match path {
                "" => Err(StoreError::Open(both!(
                    "sqlite:// 之后须写文件路径",
                    "sqlite:// needs the path of a file after it"
                ))),
                path => Ok(Self::Sqlite(PathBuf::from(path))),
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            // Checked here so that a typing error is told before anything starts; the error of the parser holds no secret.
            tokio_postgres::Config::from_str(text).map_err(|error| {
                StoreError::Open(both!(
                    "postgres:// 地址有误：{error}",
                    "the postgres:// address cannot be read: {error}"
                ))
            })?;
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(StoreError::Open(both!(
            "数据库地址应以 sqlite:// 或 postgres:// 开头",
            "the address of a database begins with sqlite:// or postgres://"
        )))
    }
}

impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                // Everything between `://` and the last `@` of the authority may hold a password, and so may the query.
                let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", ""));
                let rest = rest.split('?').next().unwrap_or_default();
                let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
                write!(f, "{scheme}://{host}")
            }
        }
    }
}

impl fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
