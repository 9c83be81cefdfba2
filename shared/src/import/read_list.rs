//! A list as read, of whatever kind.

use crate::lists::{CellProblem, ColumnUse, FileFault, HiddenPart, PassedRow, Quantity};

use super::bounds::{LISTS, too_large};
use super::cell::{Book, Sheet};
use super::header::{Columns, Header};
use super::rows::{self, Problems};

/// A list as read. It can be taken in if it has no problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadList<R> {
    /// The row of the header, counted from 1; of the first sheet where several were read.
    pub header_row: u32,
    /// Every column of that sheet and what it was taken for.
    pub columns: Vec<ColumnUse>,
    /// The further sheets with a list, and the same of each.
    pub other_lists: Vec<(String, Vec<ColumnUse>)>,
    /// The entries, in order; those with problems hold what could be read of them.
    pub rows: Vec<R>,
    /// What is hidden in its sheets.
    pub hidden: Vec<HiddenPart>,
    /// Sheets that hold something and no list.
    pub other_sheets: Vec<String>,
    /// Rows that hold no entry.
    pub passed_over: Vec<PassedRow>,
    /// What cannot be taken as it is, in order.
    pub problems: Vec<CellProblem>,
    /// What was not read, and may have been meant to be, in order.
    pub warnings: Vec<CellProblem>,
}

impl<R> ReadList<R> {
    /// Without entries yet, of these sheets.
    pub(super) fn of<C: Columns>(book: &Book, lists: &[(&Sheet, Header<C>)]) -> Self {
        let first = lists.first().map(|(_, header)| header);
        let others = lists.iter().skip(1);
        let others = others.map(|(sheet, header)| {
            let name = sheet.name.clone().unwrap_or_default();
            (name, header.uses())
        });
        Self {
            header_row: first.map_or(0, |header| header.row),
            columns: first.map_or_else(Vec::new, Header::uses),
            other_lists: others.collect(),
            rows: vec![],
            hidden: rows::hidden(book, lists),
            other_sheets: rows::others(book, lists),
            passed_over: vec![],
            problems: vec![],
            warnings: vec![],
        }
    }

    /// Adds what is wrong with the cells of a sheet.
    pub(super) fn add_problems(&mut self, problems: Problems, sheet: Option<&String>) {
        let (problems, warnings) = problems.in_order();
        let here = |problem| CellProblem {
            sheet: sheet.cloned(),
            ..problem
        };
        self.problems.extend(problems.into_iter().map(here));
        // Of a row that is passed over nothing was to be read.
        let is_passed = |row: u32| {
            let mut passed = self.passed_over.iter();
            passed.any(|passed| passed.row == row && passed.sheet.as_ref() == sheet)
        };
        let warnings = warnings.into_iter().filter(|it| !is_passed(it.row));
        let warnings: Vec<_> = warnings.map(here).collect();
        self.warnings.extend(warnings);
    }

    /// The list, if it is no longer than one may be.
    pub(super) fn bounded(self) -> Result<Self, FileFault> {
        match self.rows.len() > LISTS.rows {
            true => Err(too_large(Quantity::Rows, LISTS.rows)),
            false => Ok(self),
        }
    }
}
