//! Text into cells: cleaned, cut to its room, aligned.

use banli_shared::text::{clean, truncate, width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Rect};
use ratatui::style::Style;

/// Paints one line of text into the first row of `area`, and says how many cells it took.
pub fn put(buffer: &mut Buffer, area: Rect, text: &str, style: Style, alignment: Alignment) -> u16 {
    if area.is_empty() {
        return 0;
    }
    let text = truncate(&clean(text), usize::from(area.width));
    let taken = u16::try_from(width(&text))
        .unwrap_or(area.width)
        .min(area.width);
    let x = area.x
        + match alignment {
            Alignment::Left => 0,
            Alignment::Center => (area.width - taken) / 2,
            Alignment::Right => area.width - taken,
        };
    buffer.set_stringn(x, area.y, text, usize::from(area.width), style);
    taken
}

/// Paints text at the left of `area` and gives back what is left of it on the right.
#[must_use]
pub fn put_before(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> Rect {
    let taken = put(buffer, area, text, style, Alignment::Left);
    Rect {
        x: area.x + taken,
        width: area.width - taken,
        ..area
    }
}
