//! A line of tabs.

use banli_shared::text::width;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::theme::{Role, Theme};
use super::put::put_before;

/// Paints tabs into the first row of `area`, the chosen one between brackets so that it shows without colour. When they do
/// not all fit, those before the chosen one give way.
pub fn tabs(buffer: &mut Buffer, area: Rect, names: &[&str], chosen: usize, theme: Theme) {
    let taken = |names: &[&str]| -> usize { names.iter().map(|name| width(name) + 2).sum() };
    let room = usize::from(area.width);
    let mut first = 0;
    while first < chosen && taken(&names[first..=chosen.min(names.len() - 1)]) > room {
        first += 1;
    }
    let mut rest = Rect {
        height: area.height.min(1),
        ..area
    };
    for (index, name) in names.iter().enumerate().skip(first) {
        let (text, role) = if index == chosen {
            (format!("[{name}]"), Role::Selected)
        } else {
            (format!(" {name} "), Role::Text)
        };
        rest = put_before(buffer, rest, &text, theme.style(role));
    }
}
