//! From what is shown to what is wanted, in few bytes.

use std::io::Write;

use ratatui::layout::Position;

use super::grid::{Grid, Slot};
use super::scroll::{self, Scroll};
use super::sgr::Look;
use crate::tui::text::agreed::agreed_width;

/// Writes what turns `shown` into `wanted`, and makes `shown` equal to it. `dirty` says which rows may differ.
///
/// Returns where the cursor stands afterwards, if that is known.
pub(super) fn paint(
    shown: &mut Grid,
    wanted: &Grid,
    dirty: &mut [bool],
    cursor: Option<Position>,
    out: &mut Vec<u8>,
) -> Option<Position> {
    let mut pen = Pen {
        at: cursor,
        look: Look::PLAIN,
        width: wanted.size.width,
        height: wanted.size.height,
        out,
    };
    if let Some(found) = scroll::find(shown, wanted, dirty) {
        pen.scroll(found);
        shown.shift(found.from, found.to, found.by);
        dirty[usize::from(found.from)..usize::from(found.to)].fill(true);
    }
    for y in 0..wanted.size.height {
        if std::mem::take(&mut dirty[usize::from(y)]) && shown.row(y) != wanted.row(y) {
            pen.row(shown.row(y), wanted.row(y), y);
            shown.copy_row(wanted, y);
        }
    }
    pen.set_look(Look::PLAIN);
    pen.at
}

/// Moves the cursor the short way.
pub(super) fn move_cursor(
    from: Option<Position>,
    to: Position,
    width: u16,
    height: u16,
    out: &mut Vec<u8>,
) {
    let mut pen = Pen {
        at: from,
        look: Look::PLAIN,
        width,
        height,
        out,
    };
    pen.go(to);
}

struct Pen<'a> {
    /// Where the cursor is; unknown after a glyph whose width terminals dispute, and at the right edge.
    at: Option<Position>,
    look: Look,
    width: u16,
    height: u16,
    out: &'a mut Vec<u8>,
}

impl Pen<'_> {
    fn row(&mut self, shown: &[Slot], wanted: &[Slot], y: u16) {
        let erasable = wanted
            .iter()
            .rev()
            .take_while(|slot| slot.is_blank())
            .count();
        let tail = wanted.len() - erasable;
        let stale = shown[tail..].iter().filter(|slot| !slot.is_blank()).count();
        // Erasing takes 3 bytes and perhaps a move.
        let erases = stale > 3;
        let end = if erases { tail } else { wanted.len() };
        // Neighbours of a disputed glyph are painted again: it may have reached into them, or does so now.
        let mut disturbed = 0;
        for x in 0..end {
            let (old, new) = (&shown[x], &wanted[x]);
            if new.width == 0 || old == new && x >= disturbed {
                continue;
            }
            self.glyph(new, wanted, x, y);
            disturbed = disturbed.max(x + reach(new)).max(x + reach(old));
        }
        if erases {
            let x = u16::try_from(tail).unwrap_or(u16::MAX);
            self.go(Position::new(x, y));
            self.set_look(Look::PLAIN);
            self.out.extend_from_slice(b"\x1b[K");
        }
    }

    fn glyph(&mut self, slot: &Slot, row: &[Slot], x: usize, y: u16) {
        let Ok(column) = u16::try_from(x) else {
            return;
        };
        let target = Position::new(column, y);
        let disputed = !agreed_width(slot.cell.symbol());
        self.bridge(row, target);
        self.go(target);
        self.set_look(Look::of(&slot.cell));
        if disputed && slot.width == 2 {
            // Where the terminal takes one cell for it, the other must not keep what was there.
            self.out.extend_from_slice(b"  ");
            self.at = None;
            self.go(target);
        }
        self.out.extend_from_slice(slot.cell.symbol().as_bytes());
        let next = column + u16::from(slot.width);
        self.at = (!disputed && next < self.width).then_some(Position::new(next, y));
    }

    /// Crosses a short gap by writing what is there anyway, when that is no longer than a move.
    fn bridge(&mut self, row: &[Slot], target: Position) {
        let Some(at) = self.at else {
            return;
        };
        if at.y != target.y || at.x >= target.x || target.x - at.x > 3 {
            return;
        }
        let gap = &row[usize::from(at.x)..usize::from(target.x)];
        let look = self.look;
        let cheap = |slot: &Slot| {
            let symbol = slot.cell.symbol();
            slot.width == 1
                && symbol.len() == 1
                && (look == Look::of(&slot.cell)
                    || symbol == " " && look.same_on_space(Look::of(&slot.cell)))
        };
        if gap.iter().all(cheap) {
            for slot in gap {
                self.out.extend_from_slice(slot.cell.symbol().as_bytes());
            }
            self.at = Some(target);
        }
    }

    fn go(&mut self, to: Position) {
        let from = self.at.replace(to);
        if from == Some(to) {
            return;
        }
        // A vector takes every write.
        let _ = match from {
            Some(from) if from.y == to.y && to.x == 0 => self.out.write_all(b"\r"),
            Some(from) if from.y == to.y && to.x == from.x + 1 => self.out.write_all(b"\x1b[C"),
            Some(from) if from.y == to.y && to.x > from.x => {
                write!(self.out, "\x1b[{}C", to.x - from.x)
            }
            Some(from) if from.y + 1 == to.y && to.x == 0 && to.y < self.height => {
                self.out.write_all(b"\r\n")
            }
            _ if to.x == 0 && to.y == 0 => self.out.write_all(b"\x1b[H"),
            _ if to.x == 0 => write!(self.out, "\x1b[{}H", to.y + 1),
            _ => write!(self.out, "\x1b[{};{}H", to.y + 1, to.x + 1),
        };
    }

    fn set_look(&mut self, look: Look) {
        look.write_change(self.look, self.out);
        self.look = look;
    }

    /// Lets the terminal move rows: a region, lines deleted or inserted at its top (older terminals know no more than
    /// that), and the whole screen again.
    fn scroll(&mut self, scroll: Scroll) {
        let kind = if scroll.by > 0 { 'M' } else { 'L' };
        let (top, bottom, lines) = (scroll.from + 1, scroll.to, scroll.by.unsigned_abs());
        let _ = write!(
            self.out,
            "\x1b[{top};{bottom}r\x1b[{top}H\x1b[{lines}{kind}\x1b[r"
        );
        self.at = Some(Position::ORIGIN);
    }
}

/// How many cells some terminal may take for this glyph; its own width where all agree.
fn reach(slot: &Slot) -> usize {
    let symbol = slot.cell.symbol();
    if slot.width == 0 || agreed_width(symbol) {
        usize::from(slot.width)
    } else {
        2 * symbol.chars().count()
    }
}
