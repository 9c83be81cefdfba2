//! Panes: a title line, or a frame with a title.

use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Rect};
use ratatui::widgets::{Block, Widget};

use super::super::theme::{Role, Theme};
use super::put::{put, put_before};

/// Paints a frame with a title and gives back what is inside.
#[must_use]
pub fn framed(buffer: &mut Buffer, area: Rect, title: &str, theme: Theme) -> Rect {
    let block = Block::bordered()
        .border_set(theme.frame())
        .border_style(theme.style(Role::Frame));
    let inner = block.inner(area);
    block.render(area, buffer);
    if area.width > 4 && !title.is_empty() {
        let room = Rect {
            x: area.x + 1,
            width: area.width - 2,
            height: 1,
            ..area
        };
        let rest = put_before(buffer, room, " ", theme.style(Role::Frame));
        let taken = put(
            buffer,
            Rect {
                width: rest.width - 1,
                ..rest
            },
            title,
            theme.style(Role::Title),
            Alignment::Left,
        );
        let after = Rect {
            x: rest.x + taken,
            width: rest.width - taken,
            ..rest
        };
        put(
            buffer,
            after,
            " ",
            theme.style(Role::Frame),
            Alignment::Left,
        );
    }
    inner
}

/// Paints a title line, with something at its right end, and gives back what is below.
#[must_use]
pub fn titled(buffer: &mut Buffer, area: Rect, title: &str, right: &str, theme: Theme) -> Rect {
    if area.is_empty() {
        return area;
    }
    let line = Rect { height: 1, ..area };
    let rest = put_before(buffer, line, title, theme.style(Role::Title));
    // What does not fit beside the title is left out rather than cut to nonsense.
    if usize::from(rest.width) > banli_shared::text::width(right) {
        put(
            buffer,
            rest,
            right,
            theme.style(Role::Faint),
            Alignment::Right,
        );
    }
    Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    }
}
