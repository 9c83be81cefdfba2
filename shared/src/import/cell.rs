//! A sheet as read: rows of cells, each where it stood.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar::Date;
use crate::lists::{CellFault, HiddenPart};
use crate::text;

use super::dates;

/// What stands in a cell. Empty cells are not kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Text, tidied and without white space around it.
    Text(String),
    /// A number, with the digits that its format pads it to.
    Number { value: f64, digits: usize },
    /// A day.
    Date(Date),
    /// What a spreadsheet shows instead of a value.
    Fault(String),
    /// A formula that no program has worked out yet.
    NoValue,
    /// A list or an object, where a program wrote the list.
    Nested,
}

impl Cell {
    /// A text cell; `None` if nothing is left of it.
    pub(super) fn from_text(raw: &str) -> Option<Self> {
        Self::from_written(text::restore(raw))
    }

    /// As [`from_text`](Self::from_text), of text that no spreadsheet was kept from taking for a formula.
    pub(super) fn from_written(raw: &str) -> Option<Self> {
        let tidy = text::tidy(raw);
        let trimmed = tidy.trim();
        if trimmed.is_empty() {
            None
        } else {
            Some(Self::Text(trimmed.to_owned()))
        }
    }

    /// The cell as text, numbers without a point where they have none.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Fault(text) => Cow::Borrowed(text),
            Self::NoValue => Cow::Borrowed("=…"),
            Self::Nested => Cow::Borrowed("[…]"),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Number { value, digits } => {
                let plain = if value.fract() == 0.0 && value.abs() < 1e15 {
                    format!("{value:.0}")
                } else {
                    value.to_string()
                };
                Cow::Owned(format!("{plain:0>digits$}"))
            }
        }
    }

    /// The day it means.
    pub(super) fn date(&self, is_1904: bool) -> Option<Date> {
        match self {
            Self::Date(date) => Some(*date),
            Self::Text(text) => dates::from_text(text),
            Self::Number { value, .. } => dates::from_number(*value, is_1904),
            Self::Fault(_) | Self::NoValue | Self::Nested => None,
        }
    }

    /// Yes or no, as spreadsheets write it.
    pub(super) fn of_switch(on: bool) -> Self {
        Self::Text(if on { "TRUE" } else { "FALSE" }.to_owned())
    }

    /// Why it has no value, where it should have one.
    pub(super) const fn fault(&self) -> Option<CellFault> {
        match self {
            Self::Fault(_) => Some(CellFault::CellError),
            Self::NoValue => Some(CellFault::NoValue),
            Self::Nested => Some(CellFault::Nested),
            Self::Text(_) | Self::Number { .. } | Self::Date(_) => None,
        }
    }
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    /// Counted from 1, as spreadsheets show it.
    pub(super) number: u32,
    /// By column, counted from 0.
    pub(super) cells: BTreeMap<u32, Cell>,
    /// Columns in which a cell of a row above reaches down into this row.
    pub(super) continued: BTreeSet<u32>,
    /// What such cells hold, by column.
    pub(super) held: BTreeMap<u32, Arc<Cell>>,
    /// Cells of this row that reach over several columns: the first and the last.
    pub(super) across: Vec<(u32, u32)>,
    /// How many fields its line has, empty ones too; none in a workbook, where rows have no end.
    pub(super) fields: Option<u32>,
}

impl Row {
    /// The cell of a column, its own or one that reaches down from above.
    pub(super) fn cell(&self, column: u32) -> Option<&Cell> {
        let held = || self.held.get(&column).map(AsRef::as_ref);
        self.cells.get(&column).or_else(held)
    }

    /// The same as text; empty where there is none.
    pub(super) fn said(&self, column: u32) -> Cow<'_, str> {
        self.cell(column).map_or(Cow::Borrowed(""), Cell::text)
    }

    /// Its own cell as text; empty where there is none.
    pub(super) fn text(&self, column: u32) -> Cow<'_, str> {
        self.cells
            .get(&column)
            .map_or(Cow::Borrowed(""), Cell::text)
    }
}

/// One sheet, its rows in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sheet {
    /// Its name, safe to show; none in plain text.
    pub(super) name: Option<String>,
    /// Whether its days count from 1904.
    pub(super) is_1904: bool,
    /// Rows that are not empty.
    pub(super) rows: Vec<Row>,
    /// What it hides, if it hides something.
    pub(super) hidden: Option<HiddenPart>,
}

/// The sheets of a file.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Those that are read.
    pub(super) sheets: Vec<Sheet>,
    /// Whole sheets that were left out.
    pub(super) left_out: Vec<HiddenPart>,
}

/// The column with these letters, counted from 0; `None` for other text, and beyond what any sheet has.
pub(super) fn column_of(said: &str) -> Option<u32> {
    let is_letters = (1..=3).contains(&said.len()) && said.bytes().all(|b| b.is_ascii_alphabetic());
    let digit = |b: u8| u32::from(b.to_ascii_uppercase() - b'A') + 1;
    is_letters.then(|| said.bytes().fold(0, |at, b| at * 26 + digit(b)) - 1)
}

/// The letters of a column counted from 0.
pub(super) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
            assert_eq!(column_of(name), Some(column));
        }
    }

    #[test]
    fn numbers_read_as_people_wrote_them() {
        assert_eq!(
            Cell::Number {
                value: 20_220_257.0,
                digits: 0
            }
            .text(),
            "20220257"
        );
        assert_eq!(
            Cell::Number {
                value: 257.0,
                digits: 4
            }
            .text(),
            "0257"
        );
        assert_eq!(
            Cell::Number {
                value: 1.5,
                digits: 0
            }
            .text(),
            "1.5"
        );
    }
}
