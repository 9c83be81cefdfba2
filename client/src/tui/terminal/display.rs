//! Ratatui's frames on our screen.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer;
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};

use super::screen::Screen;

/// Draws frames and presents them.
///
/// Ratatui's own difference of two frames is not used: it misses the right halves of wide glyphs in some cases, and
/// knows nothing of scrolling. Its terminal only lends the buffers.
#[derive(Debug)]
pub struct Display<W> {
    terminal: Terminal<Lender>,
    screen: Screen<W>,
    caret: Rc<Cell<Option<Position>>>,
    #[cfg(test)]
    last: buffer::Buffer,
}

impl<W: Write> Display<W> {
    /// A display of which nothing is known; the first frame clears it.
    pub fn new(writer: W, size: Size) -> Self {
        let caret = Rc::new(Cell::new(None));
        let lender = Lender {
            size,
            caret: Rc::clone(&caret),
        };
        let terminal = match Terminal::new(lender) {
            Ok(terminal) => terminal,
            Err(never) => match never {},
        };
        Self {
            terminal,
            screen: Screen::new(writer, size),
            caret,
            #[cfg(test)]
            last: buffer::Buffer::default(),
        }
    }

    /// Lets `view` paint a frame and shows it: at most one write.
    ///
    /// # Errors
    /// When the terminal cannot be written to; it is gone then.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        match self.terminal.draw(view) {
            Ok(done) => {
                #[cfg(test)]
                self.last.clone_from(done.buffer);
                self.screen.present(done.buffer, self.caret.get())
            }
            Err(never) => match never {},
        }
    }

    /// The window has another size.
    pub fn resize(&mut self, size: Size) {
        if size != self.screen.size() {
            self.terminal.backend_mut().size = size;
            self.screen.resize(size);
        }
    }

    /// Something else wrote to the terminal: the next frame is painted whole.
    pub fn forget(&mut self) {
        self.screen.forget();
    }

    /// The frame that is shown.
    #[cfg(test)]
    pub(crate) fn last_frame(&self) -> &buffer::Buffer {
        &self.last
    }

    /// The screen underneath.
    pub fn screen_mut(&mut self) -> &mut Screen<W> {
        &mut self.screen
    }
}

/// Gives ratatui a size and takes the caret; frames are read from the buffer instead.
#[derive(Debug)]
struct Lender {
    size: Size,
    caret: Rc<Cell<Option<Position>>>,
}

/// Nothing here can fail.
#[derive(Debug)]
enum Never {}

impl std::fmt::Display for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl Backend for Lender {
    type Error = Never;

    fn draw<'a, I>(&mut self, _: I) -> Result<(), Never>
    where
        I: Iterator<Item = (u16, u16, &'a buffer::Cell)>,
    {
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), Never> {
        self.caret.set(None);
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Never> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Never> {
        Ok(self.caret.get().unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Never> {
        self.caret.set(Some(position.into()));
        Ok(())
    }

    fn clear(&mut self) -> Result<(), Never> {
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Never> {
        Ok(())
    }

    fn size(&self) -> Result<Size, Never> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, Never> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> Result<(), Never> {
        Ok(())
    }
}
