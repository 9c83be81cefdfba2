//! Keeps what the terminal shows, and sends one write a frame.

use std::io::{self, Write};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use super::grid::Grid;
use super::paint;

/// Frames shorter than this are not bracketed: they arrive in one piece anyway, and the bracket costs 16 bytes.
const BRACKET_FROM: usize = 256;

/// A terminal's screen behind any writer.
///
/// [`Screen::present`] compares a frame with what is shown and writes the difference at once: nothing at all when there
/// is none. Colours are passed on as given; the theme decides about them.
#[derive(Debug)]
pub struct Screen<W> {
    writer: W,
    wanted: Grid,
    shown: Grid,
    dirty: Vec<bool>,
    /// Where the terminal's cursor stands, if known.
    at: Option<Position>,
    caret_shown: bool,
    must_clear: bool,
}

impl<W: Write> Screen<W> {
    /// A screen of which nothing is known; the first frame clears it.
    pub fn new(writer: W, size: Size) -> Self {
        Self {
            writer,
            wanted: Grid::blank(size),
            shown: Grid::blank(size),
            dirty: vec![false; usize::from(size.height)],
            at: None,
            caret_shown: false,
            must_clear: true,
        }
    }

    /// The window has another size: the next frame is painted whole.
    pub fn resize(&mut self, size: Size) {
        self.wanted = Grid::blank(size);
        self.dirty = vec![false; usize::from(size.height)];
        self.forget();
    }

    /// Something else wrote to the terminal: the next frame is painted whole, even if nothing has changed.
    pub fn forget(&mut self) {
        let size = self.wanted.size;
        self.shown = Grid::blank(size);
        self.dirty.fill(true);
        self.at = None;
        self.must_clear = true;
    }

    /// The writer underneath.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.writer
    }

    /// The size frames must have.
    pub fn size(&self) -> Size {
        self.wanted.size
    }

    /// Shows a frame, with the cursor at `caret` or hidden.
    ///
    /// # Errors
    /// When the terminal cannot be written to; it is gone then.
    pub fn present(&mut self, frame: &Buffer, caret: Option<Position>) -> io::Result<()> {
        let width = usize::from(frame.area.width.max(1));
        for ((y, cells), dirty) in (0..)
            .zip(frame.content().chunks(width))
            .zip(&mut self.dirty)
        {
            *dirty |= self.wanted.take_row(y, cells);
        }
        let body = self.difference(caret);
        if body.is_empty() {
            return Ok(());
        }
        if body.len() < BRACKET_FROM {
            self.writer.write_all(&body)?;
        } else {
            self.writer
                .write_all(&[b"\x1b[?2026h", body.as_slice(), b"\x1b[?2026l"].concat())?;
        }
        self.writer.flush()
    }

    fn difference(&mut self, caret: Option<Position>) -> Vec<u8> {
        let mut body = Vec::new();
        if std::mem::take(&mut self.must_clear) {
            body.extend_from_slice(b"\x1b[?25l\x1b[m\x1b[2J");
            self.caret_shown = false;
        }
        self.at = paint::paint(
            &mut self.shown,
            &self.wanted,
            &mut self.dirty,
            self.at,
            &mut body,
        );
        match caret {
            Some(caret) => {
                let Size { width, height } = self.wanted.size;
                let caret = Position::new(
                    caret.x.min(width.saturating_sub(1)),
                    caret.y.min(height.saturating_sub(1)),
                );
                paint::move_cursor(self.at, caret, width, height, &mut body);
                self.at = Some(caret);
                if !self.caret_shown {
                    body.extend_from_slice(b"\x1b[?25h");
                }
            }
            None if self.caret_shown => body.extend_from_slice(b"\x1b[?25l"),
            None => {}
        }
        self.caret_shown = caret.is_some();
        body
    }
}

#[cfg(test)]
mod tests;
