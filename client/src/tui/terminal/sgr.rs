//! Colours and attributes as the shortest sequence that changes one look into another.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// How a cell looks apart from its glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl Look {
    /// The terminal's own colours, no attribute.
    pub(super) const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    pub(super) fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
        }
    }

    /// True when a space in this look and in `other` cannot be told apart.
    pub(super) fn same_on_space(self, other: Self) -> bool {
        let seen = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        let colours = if (self.modifier | other.modifier).intersects(seen) {
            self.fg == other.fg
        } else {
            true
        };
        colours && self.bg == other.bg && self.modifier & seen == other.modifier & seen
    }

    /// Writes what turns `from` into this look; nothing when they are equal.
    pub(super) fn write_change(self, from: Self, out: &mut Vec<u8>) {
        if self == from {
            return;
        }
        let mut change = Codes::default();
        let mut base = from;
        if !(from.modifier - self.modifier).is_empty() {
            base = Self::PLAIN;
            change.push("0");
        }
        for (modifier, code) in [
            (Modifier::BOLD, "1"),
            (Modifier::DIM, "2"),
            (Modifier::ITALIC, "3"),
            (Modifier::UNDERLINED, "4"),
            (Modifier::SLOW_BLINK, "5"),
            (Modifier::RAPID_BLINK, "6"),
            (Modifier::REVERSED, "7"),
            (Modifier::HIDDEN, "8"),
            (Modifier::CROSSED_OUT, "9"),
        ] {
            if (self.modifier - base.modifier).contains(modifier) {
                change.push(code);
            }
        }
        if self.fg != base.fg {
            change.colour(self.fg, Ground::Fore);
        }
        if self.bg != base.bg {
            change.colour(self.bg, Ground::Back);
        }
        let text = if self == Self::PLAIN {
            ""
        } else {
            change.text.as_str()
        };
        // A vector takes every write.
        let _ = write!(out, "\x1b[{text}m");
    }
}

#[derive(Clone, Copy)]
enum Ground {
    Fore,
    Back,
}

#[derive(Default)]
struct Codes {
    text: String,
}

impl Codes {
    fn push(&mut self, code: &str) {
        if !self.text.is_empty() {
            self.text.push(';');
        }
        self.text.push_str(code);
    }

    fn colour(&mut self, colour: Color, ground: Ground) {
        let (normal, bright, long) = match ground {
            Ground::Fore => (30, 90, 38),
            Ground::Back => (40, 100, 48),
        };
        let code = match colour {
            Color::Reset => (normal + 9).to_string(),
            Color::Black => normal.to_string(),
            Color::Red => (normal + 1).to_string(),
            Color::Green => (normal + 2).to_string(),
            Color::Yellow => (normal + 3).to_string(),
            Color::Blue => (normal + 4).to_string(),
            Color::Magenta => (normal + 5).to_string(),
            Color::Cyan => (normal + 6).to_string(),
            Color::Gray => (normal + 7).to_string(),
            Color::DarkGray => bright.to_string(),
            Color::LightRed => (bright + 1).to_string(),
            Color::LightGreen => (bright + 2).to_string(),
            Color::LightYellow => (bright + 3).to_string(),
            Color::LightBlue => (bright + 4).to_string(),
            Color::LightMagenta => (bright + 5).to_string(),
            Color::LightCyan => (bright + 6).to_string(),
            Color::White => (bright + 7).to_string(),
            Color::Indexed(index) => format!("{long};5;{index}"),
            Color::Rgb(r, g, b) => format!("{long};2;{r};{g};{b}"),
        };
        self.push(&code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(from: Look, to: Look) -> String {
        let mut out = Vec::new();
        to.write_change(from, &mut out);
        String::from_utf8(out).unwrap().replace('\x1b', "^")
    }

    #[test]
    fn only_the_difference_is_written() {
        let bold = Look {
            modifier: Modifier::BOLD,
            ..Look::PLAIN
        };
        let bold_red = Look {
            fg: Color::Red,
            ..bold
        };
        let reversed = Look {
            modifier: Modifier::REVERSED,
            ..Look::PLAIN
        };
        assert_eq!(change(bold, bold), "");
        assert_eq!(change(Look::PLAIN, bold), "^[1m");
        assert_eq!(change(bold, bold_red), "^[31m");
        assert_eq!(change(bold_red, bold), "^[39m");
        assert_eq!(change(bold_red, Look::PLAIN), "^[m");
        assert_eq!(change(bold, reversed), "^[0;7m");
        let deep = Look {
            bg: Color::Indexed(236),
            fg: Color::Rgb(1, 2, 3),
            ..Look::PLAIN
        };
        assert_eq!(change(Look::PLAIN, deep), "^[38;2;1;2;3;48;5;236m");
    }
}
