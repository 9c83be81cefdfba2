//! The line that says which keys do what.

use banli_shared::text::width;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::keys::shown::Entry;
use super::super::theme::{Role, Theme};
use super::put::put_before;

/// Paints as many entries as fit whole into the first row of `area`.
pub fn hints(buffer: &mut Buffer, area: Rect, entries: &[Entry], theme: Theme) {
    let mut rest = Rect {
        height: area.height.min(1),
        ..area
    };
    for entry in entries {
        let needs = width(&entry.keys) + 1 + width(entry.text);
        if needs > usize::from(rest.width) {
            break;
        }
        rest = put_before(buffer, rest, &entry.keys, theme.style(Role::Key));
        rest = put_before(buffer, rest, " ", theme.style(Role::Text));
        rest = put_before(buffer, rest, entry.text, theme.style(Role::Text));
        rest = put_before(buffer, rest, "  ", theme.style(Role::Text));
    }
}
