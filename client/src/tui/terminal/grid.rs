//! Cells of a screen, with wide glyphs taking the two cells they really take.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use ratatui::buffer::{Cell, CellWidth};
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slot {
    pub(super) cell: Cell,
    /// Cells the glyph takes; 0 where the glyph to the left lies over this cell.
    pub(super) width: u8,
}

impl Slot {
    const BLANK: Self = Self {
        cell: Cell::EMPTY,
        width: 1,
    };

    fn set(&mut self, look: &Cell, symbol: &str, width: u8) -> bool {
        let same = self.width == width
            && self.cell.symbol() == symbol
            && self.cell.fg == look.fg
            && self.cell.bg == look.bg
            && self.cell.modifier == look.modifier;
        if !same {
            self.width = width;
            self.cell.set_symbol(symbol);
            self.cell.fg = look.fg;
            self.cell.bg = look.bg;
            self.cell.modifier = look.modifier;
        }
        !same
    }

    /// A space in the terminal's own colours: what erasing leaves behind.
    pub(super) fn is_blank(&self) -> bool {
        self.width == 1 && self.cell.symbol() == " " && self.is_plain()
    }

    fn is_plain(&self) -> bool {
        let seen = Modifier::REVERSED | Modifier::UNDERLINED | Modifier::CROSSED_OUT;
        self.cell.bg == Color::Reset && !self.cell.modifier.intersects(seen)
    }
}

/// A screen of cells.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub(super) size: Size,
    slots: Vec<Slot>,
}

impl Grid {
    pub(super) fn blank(size: Size) -> Self {
        Self {
            size,
            slots: vec![Slot::BLANK; usize::from(size.width) * usize::from(size.height)],
        }
    }

    pub(super) fn row(&self, y: u16) -> &[Slot] {
        let width = usize::from(self.size.width);
        let start = usize::from(y) * width;
        &self.slots[start..start + width]
    }

    fn row_mut(&mut self, y: u16) -> &mut [Slot] {
        let width = usize::from(self.size.width);
        let start = usize::from(y) * width;
        &mut self.slots[start..start + width]
    }

    /// Takes over row `y` of a frame; true when that changed something.
    ///
    /// A wide glyph of which the right half was painted over, as by the edge of a popup, becomes a blank, and so does
    /// one that would leave the row.
    pub(super) fn take_row(&mut self, y: u16, cells: &[Cell]) -> bool {
        let row = self.row_mut(y);
        let mut changed = false;
        let mut x = 0;
        while x < row.len().min(cells.len()) {
            let cell = &cells[x];
            // Measuring is what costs here, and most glyphs are still the same.
            let width = if row[x].width > 0 && row[x].cell.symbol() == cell.symbol() {
                u16::from(row[x].width)
            } else {
                cell.cell_width()
            };
            let covers = width == 2 && cells.get(x + 1).is_some_and(|next| next.symbol() == " ");
            if covers && x + 1 < row.len() {
                changed |= row[x].set(cell, &plain_glyph(cell.symbol()), 2);
                changed |= row[x + 1].set(cell, "", 0);
                x += 2;
            } else {
                let symbol = if width == 1 {
                    plain_glyph(cell.symbol())
                } else {
                    Cow::Borrowed(" ")
                };
                changed |= row[x].set(cell, &symbol, 1);
                x += 1;
            }
        }
        changed
    }

    /// Makes row `y` the same as that of `other`.
    pub(super) fn copy_row(&mut self, other: &Self, y: u16) {
        self.row_mut(y).clone_from_slice(other.row(y));
    }

    /// Moves the rows `from..to` up by `by` rows (down when negative); what comes in is blank.
    pub(super) fn shift(&mut self, from: u16, to: u16, by: i32) {
        let width = usize::from(self.size.width);
        let region = &mut self.slots[usize::from(from) * width..usize::from(to) * width];
        let cells = usize::try_from(by.unsigned_abs()).unwrap_or(0) * width;
        if by > 0 {
            region.rotate_left(cells);
            let kept = region.len() - cells;
            region[kept..].fill(Slot::BLANK);
        } else {
            region.rotate_right(cells);
            region[..cells].fill(Slot::BLANK);
        }
    }

    /// A number that is the same for rows that look the same.
    pub(super) fn fingerprint(&self, y: u16) -> u64 {
        let mut hasher = Mixer::default();
        for slot in self.row(y) {
            slot.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// How many glyphs of row `y` are not blank.
    pub(super) fn filled(&self, y: u16) -> usize {
        self.row(y)
            .iter()
            .filter(|slot| slot.width > 0 && !slot.is_blank())
            .count()
    }
}

/// A glyph without what makes some terminals take many more cells for it: of a joined emoji its first, without joiners
/// and variation selectors.
fn plain_glyph(symbol: &str) -> Cow<'_, str> {
    let mut chars = symbol.chars();
    let (Some(first), Some(_)) = (chars.next(), chars.next()) else {
        return Cow::Borrowed(symbol);
    };
    let combines = |c: &char| {
        c.width() == Some(0)
            && !matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
    };
    Cow::Owned(
        std::iter::once(first)
            .chain(symbol.chars().skip(1).take_while(combines))
            .collect(),
    )
}

/// Quick and good enough to tell rows apart; whoever acts on it may be wrong only in the number of bytes.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;

    fn taken(buffer: &Buffer) -> Grid {
        let mut grid = Grid::blank(buffer.area.as_size());
        for (y, row) in (0..).zip(buffer.content().chunks(usize::from(buffer.area.width))) {
            grid.take_row(y, row);
        }
        grid
    }

    fn text(grid: &Grid, y: u16) -> String {
        grid.row(y).iter().map(|slot| slot.cell.symbol()).collect()
    }

    #[test]
    fn half_a_wide_glyph_does_not_survive() {
        let mut buffer = Buffer::with_lines(["a提b"]);
        buffer[(2, 0)].set_symbol("x");
        assert_eq!(text(&taken(&buffer), 0), "a xb");
        let mut edge = Buffer::with_lines(["ab"]);
        edge[(1, 0)].set_symbol("提");
        assert_eq!(text(&taken(&edge), 0), "a ");
    }

    #[test]
    fn only_a_change_is_one() {
        let buffer = Buffer::with_lines(["提案 a"]);
        let mut grid = taken(&buffer);
        assert!(!grid.take_row(0, buffer.content()));
        assert!(grid.take_row(0, Buffer::with_lines(["提案 b"]).content()));
    }

    #[test]
    fn rows_shift_and_leave_blanks() {
        let column = |grid: &Grid| -> String { (0..4).map(|y| text(grid, y)).collect() };
        let mut grid = taken(&Buffer::with_lines(["a", "b", "c", "d"]));
        let mut up = grid.clone();
        up.shift(0, 3, 1);
        assert_eq!(column(&up), "bc d");
        grid.shift(1, 4, -2);
        assert_eq!(column(&grid), "a  b");
    }
}
