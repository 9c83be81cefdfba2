//! A writer that is a terminal: counts what is written and shows it.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use crate::tui::text::agreed::agreed_width;

pub(crate) struct Replay {
    parser: vt100::Parser,
    bytes: usize,
    writes: usize,
}

impl Replay {
    pub(crate) fn new(width: u16, height: u16) -> Self {
        Self {
            parser: vt100::Parser::new(rows(height), rows(width), 0),
            bytes: 0,
            writes: 0,
        }
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.parser.screen_mut().set_size(rows(height), rows(width));
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn writes(&self) -> usize {
        self.writes
    }

    /// The text on the screen.
    pub(crate) fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Where the caret is seen; none when hidden.
    pub(crate) fn caret(&self) -> Option<Position> {
        let (row, column) = self.parser.screen().cursor_position();
        (!self.parser.screen().hide_cursor()).then_some(Position::new(column, row))
    }

    /// Fails unless the screen shows `buffer`. Cells of glyphs about which terminals disagree may show anything, but
    /// nothing outside them.
    #[track_caller]
    pub(crate) fn assert_shows(&self, buffer: &Buffer) {
        let area = buffer.area;
        for y in 0..area.height {
            let mut x = 0;
            let mut beside_disputed = false;
            while x < area.width {
                let cell = &buffer[(x, y)];
                let width = cell.cell_width().max(1);
                // A blank right of a glyph whose width terminals dispute may bear the glyph's look: where the terminal
                // takes two cells for it, it does so in any case.
                let looks_count = !(beside_disputed && cell.symbol() == " ");
                beside_disputed = !agreed_width(cell.symbol());
                if agreed_width(cell.symbol()) {
                    let seen = self
                        .parser
                        .screen()
                        .cell(y, x)
                        .expect("the cell is on the screen");
                    let text = if seen.contents().is_empty() {
                        " "
                    } else {
                        seen.contents()
                    };
                    assert_eq!(
                        text,
                        cell.symbol(),
                        "at column {x}, row {y}\n{}",
                        self.parser.screen().contents()
                    );
                    assert_eq!(seen.is_wide(), width == 2, "width at column {x}, row {y}");
                    if looks_count {
                        assert_eq!(
                            seen.inverse(),
                            cell.modifier.contains(Modifier::REVERSED),
                            "at {x},{y}"
                        );
                        assert_eq!(seen.bgcolor(), colour(cell.bg), "background at {x},{y}");
                    }
                    if cell.symbol() != " " {
                        assert_eq!(seen.fgcolor(), colour(cell.fg), "colour at {x},{y}");
                        assert_eq!(
                            seen.bold(),
                            cell.modifier.contains(Modifier::BOLD),
                            "bold at {x},{y}"
                        );
                    }
                }
                x += width;
            }
        }
    }
}

fn rows(n: u16) -> std::num::NonZeroU16 {
    std::num::NonZeroU16::new(n).expect("a screen has a size")
}

fn colour(colour: Color) -> vt100::Color {
    let index = match colour {
        Color::Reset => return vt100::Color::Default,
        Color::Rgb(r, g, b) => return vt100::Color::Rgb(r, g, b),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    vt100::Color::Idx(index)
}

impl Write for Replay {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.bytes += buf.len();
        self.writes += 1;
        self.parser.process(buf);
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
