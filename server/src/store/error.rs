//! What can go wrong between a job and its database.

use std::fmt;

use banli_shared::both;
use banli_shared::text::Bilingual;

/// A failure of the store, the same on both databases.
///
/// The messages name tables, columns and codes, never the values of rows: they may be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// A row with this key is there already, as `table(column, column)`.
    Unique {
        /// The table whose key it is.
        table: String,
        /// The columns of the key, in the order of the key.
        columns: Vec<String>,
    },
    /// A row points at another that is not there, or is pointed at by one that is.
    ForeignKey,
    /// A column was null, or failed a check.
    Constraint(String),
    /// `query_one` found no row.
    NoRow,
    /// A column holds something else than the program asked for.
    Column {
        /// Position in the row, from 0.
        index: usize,
        /// What was asked for.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// Others were in the way for so long that the store gave up; nothing was kept and trying again is right.
    Busy,
    /// The connection to the database is lost, or could not be made; nothing of this job was kept.
    Unreachable(String),
    /// The connection was lost while the transaction was being committed: it may or may not be kept.
    Unknown,
    /// The store has stopped, or stopped writing after a fault of its disk.
    Stopped(String),
    /// Another server has this file open.
    Locked(String),
    /// The schema in the database does not fit this program.
    Schema(Bilingual),
    /// The address of the database cannot be read, or cannot be opened.
    Open(Bilingual),
    /// Anything else the database says; a fault of the program or of the machine.
    Database(String),
}

impl StoreError {
    /// Whether this is a second row with the same `columns` in `table`.
    #[must_use]
    pub fn is_duplicate_of(&self, table: &str, columns: &[&str]) -> bool {
        matches!(self, Self::Unique { table: at, columns: on } if at == table && on == columns)
    }
}

impl StoreError {
    /// For whoever runs a command; logs have the English alone.
    #[must_use]
    pub fn both(&self) -> Bilingual {
        let en = self.to_string();
        match self {
            Self::Schema(why) | Self::Open(why) => why.clone(),
            Self::Busy => both!("数据库正忙，请稍后重试", "{en}"),
            Self::Unreachable(why) => both!("无法连接数据库：{why}", "{en}"),
            Self::Unknown => both!("提交时连接中断，内容可能已保存，也可能没有", "{en}"),
            Self::Stopped(why) => both!("数据库已停止写入：{why}", "{en}"),
            Self::Locked(path) => both!(
                "{path} 正由另一个 banli-server 使用；请先停止它，或用 --db 指定另一个数据库",
                "{en}"
            ),
            // Faults of the program or of the machine: the words by which they are looked up.
            _ => both!("数据库报告错误（{en}）", "{en}"),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unique { table, columns } => {
                write!(
                    f,
                    "there is a row with this {table}({}) already",
                    columns.join(", ")
                )
            }
            Self::ForeignKey => f.write_str("the row points at one that is not there"),
            Self::Constraint(what) => write!(f, "a constraint refused the row: {what}"),
            Self::NoRow => f.write_str("no such row"),
            Self::Column {
                index,
                expected,
                found,
            } => {
                write!(f, "column {index} holds {found}, not {expected}")
            }
            Self::Busy => f.write_str("the database is busy"),
            Self::Unreachable(why) => write!(f, "cannot reach the database: {why}"),
            Self::Unknown => {
                f.write_str("the connection was lost during commit; it may be kept or not")
            }
            Self::Stopped(why) => write!(f, "the store has stopped: {why}"),
            Self::Locked(path) => write!(
                f,
                "{path} is in use by another banli-server; stop that one first, or give this one another --db"
            ),
            Self::Schema(why) | Self::Open(why) => f.write_str(&why.en),
            Self::Database(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for StoreError {}
