//! Where the text stands on the screen.

use std::ops::Range;

use banli_shared::text::{width, wrap_lines};
use unicode_segmentation::UnicodeSegmentation;

/// Wrapped lines, and which of them are in sight.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    lines: Vec<Range<usize>>,
    width: u16,
    height: u16,
    top: usize,
}

impl Layout {
    pub(super) fn fit(&mut self, text: &str, width: u16, height: u16) {
        self.height = height.max(1);
        if self.width != width || self.lines.is_empty() {
            self.width = width;
            self.wrap(text);
        }
    }

    pub(super) fn wrap(&mut self, text: &str) {
        // The last cell is for the caret behind a full line.
        self.lines = wrap_lines(text, usize::from(self.width.saturating_sub(1).max(1)));
    }

    pub(super) fn height(&self) -> usize {
        usize::from(self.height)
    }

    /// Scrolls as little as is needed to have the caret in sight and no room below the last line while there is text above.
    pub(super) fn show(&mut self, caret: usize) {
        let row = self.row(caret);
        let last_top = self.lines.len().saturating_sub(self.height());
        self.top = self
            .top
            .min(row)
            .max((row + 1).saturating_sub(self.height()))
            .min(last_top);
    }

    pub(super) fn visible(&self) -> impl Iterator<Item = Range<usize>> {
        self.lines.iter().skip(self.top).cloned()
    }

    /// Column and row of the caret in the pane.
    pub(super) fn caret(&self, text: &str, caret: usize) -> (u16, u16) {
        let row = self.row(caret).saturating_sub(self.top);
        let column = self.column(text, caret);
        (
            u16::try_from(column).unwrap_or(u16::MAX),
            u16::try_from(row).unwrap_or(u16::MAX),
        )
    }

    /// Cells before the caret in its line.
    pub(super) fn column(&self, text: &str, caret: usize) -> usize {
        self.lines
            .get(self.row(caret))
            .map_or(0, |line| width(&text[line.start..caret]))
    }

    /// Where the caret stands some rows further down, as near to a column as a grapheme allows.
    pub(super) fn vertical(&self, text: &str, caret: usize, rows: isize, column: usize) -> usize {
        let row = self.row(caret).saturating_add_signed(rows);
        let row = row.min(self.lines.len().saturating_sub(1));
        let Some(line) = self.lines.get(row) else {
            return caret;
        };
        // The end of a line that goes on is the beginning of the next.
        let goes_on = self
            .lines
            .get(row + 1)
            .is_some_and(|next| next.start == line.end);
        let mut used = 0;
        let mut at = line.start;
        for grapheme in text[line.clone()].graphemes(true) {
            used += width(grapheme);
            if used > column || goes_on && at + grapheme.len() == line.end {
                break;
            }
            at += grapheme.len();
        }
        at
    }

    fn row(&self, caret: usize) -> usize {
        self.lines
            .partition_point(|line| line.start <= caret)
            .saturating_sub(1)
    }
}
