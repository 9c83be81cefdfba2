//! A frame as text for snapshots: what it says, and below that which stretches look different.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Color;

/// The frame's text, and its looks by row and columns.
pub(crate) fn dump(buffer: &Buffer) -> String {
    let mut text = String::new();
    let mut looks = String::new();
    for row in buffer.area.rows() {
        text.push_str(line(buffer, row).trim_end());
        text.push('\n');
        let mut x = row.left();
        while x < row.right() {
            let look = look(&buffer[(x, row.y)]);
            let mut end = x + step(buffer, x, row.y);
            while end < row.right() && self::look(&buffer[(end, row.y)]) == look {
                end += step(buffer, end, row.y);
            }
            if !look.is_empty() {
                let _ = writeln!(looks, "{},{}-{} {look}", row.y, x, end - 1);
            }
            x = end;
        }
    }
    format!("{text}----\n{looks}")
}

fn line(buffer: &Buffer, row: Rect) -> String {
    let mut out = String::new();
    let mut x = row.left();
    while x < row.right() {
        out.push_str(buffer[(x, row.y)].symbol());
        x += step(buffer, x, row.y);
    }
    out
}

fn step(buffer: &Buffer, x: u16, y: u16) -> u16 {
    buffer[(x, y)].cell_width().max(1)
}

fn look(cell: &Cell) -> String {
    let mut out = Vec::new();
    if cell.fg != Color::Reset {
        out.push(format!("fg {}", cell.fg));
    }
    if cell.bg != Color::Reset {
        out.push(format!("bg {}", cell.bg));
    }
    if !cell.modifier.is_empty() {
        out.push(format!("{:?}", cell.modifier));
    }
    out.join(" ")
}
