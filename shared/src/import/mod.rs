//! Reading lists that offices keep in spreadsheets: proposals, units, who gets which proposal, and tables to count.
//!
//! Pure functions from bytes to rows with their problems; nothing is stored here. A file is hostile until it has been
//! read: every size is bounded before anything is built from it.

mod alike;
mod bounds;
mod cell;
mod columns;
mod dates;
mod decided;
mod decisions;
mod differ;
mod hand_over;
mod header;
mod hidden;
mod list_row;
mod no_entry;
mod parts;
mod plain;
mod proposals;
mod read_list;
mod records;
mod rows;
mod sniff;
mod suggestions;
mod tables;
mod unit_cell;
mod unit_list;
mod values;
mod workbook;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::lists::HiddenParts;

pub use alike::Titles;
pub(crate) use dates::day;
pub use decided::Decided;
pub use differ::{differences, unit_changes};
pub use hand_over::{HandOverRow, read_hand_over};
pub use header::ColumnMap;
pub(crate) use header::{is_said, said_columns};
pub use list_row::{ListRow, Renamed};
pub(crate) use no_entry::is_footer;
pub use parts::{UnitPart, said_parts};
pub use proposals::read_proposals;
pub use read_list::ReadList;
pub use suggestions::numbered;
pub use tables::{ReadTables, read_tables};
pub(crate) use unit_cell::names_in;
pub use unit_list::{UnitRow, read_units};

/// How to read a file where it does not explain itself.
#[derive(Debug, Clone)]
pub struct ReadOptions<C> {
    /// Which columns are what, before anything is guessed from their names.
    pub map: ColumnMap<C>,
    /// The sheet of a workbook; every one with a header row if none is named.
    pub sheet: Option<String>,
    /// What is done with what a workbook hides.
    pub hidden: HiddenParts,
    /// Names of members, as [`normalise_name`](crate::text::normalise_name) gives them: 和 in one of them joins no two.
    pub members: BTreeSet<String>,
    /// The year of the session that proposals come into: it may stand before their numbers (2023第98号).
    pub year: Option<i16>,
}

impl<C> Default for ReadOptions<C> {
    fn default() -> Self {
        Self {
            map: ColumnMap::default(),
            sheet: None,
            hidden: HiddenParts::Read,
            members: BTreeSet::new(),
            year: None,
        }
    }
}
