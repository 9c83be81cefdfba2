//! Something in front of a screen.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;

use super::super::theme::Theme;
use super::pane::framed;

/// A rectangle of at most this size in the middle of `screen`.
#[must_use]
pub fn centred(screen: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(screen.width), height.min(screen.height));
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    }
}

/// Clears `area`, also of the halves of wide glyphs that reach over its edges, paints a frame and gives back what is
/// inside.
#[must_use]
pub fn popup(buffer: &mut Buffer, area: Rect, title: &str, theme: Theme) -> Rect {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        // A glyph that begins left of the edge would lie over the frame.
        if area.left() > buffer.area.left() {
            let before = &mut buffer[(area.left() - 1, y)];
            if before.cell_width() > 1 {
                before.set_symbol(" ");
            }
        }
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
    }
    framed(buffer, area, title, theme)
}

#[cfg(test)]
mod tests {
    use super::super::super::terminal::display::Display;
    use super::super::super::terminal::replay::Replay;
    use super::super::super::theme::{Colours, Glyphs};
    use super::*;

    #[test]
    fn every_border_is_whole_over_any_text() {
        let theme = Theme {
            colours: Colours::None,
            glyphs: Glyphs::Lines,
        };
        let line = "关于加强a社区养老服务的建议b".repeat(3);
        for x in 0..20 {
            for width in 4..12 {
                let size = ratatui::layout::Size::new(40, 6);
                let mut display = Display::new(Replay::new(40, 6), size);
                let area = Rect::new(x, 1, width, 4);
                let draw = |display: &mut Display<Replay>, shows_popup: bool| {
                    display
                        .draw(|frame| {
                            for row in frame.area().rows() {
                                frame.render_widget(line.as_str(), row);
                            }
                            if shows_popup {
                                let _ = popup(frame.buffer_mut(), area, "", theme);
                            }
                        })
                        .unwrap();
                };
                draw(&mut display, false);
                draw(&mut display, true);
                let frame = display.last_frame().clone();
                for y in area.top() + 1..area.bottom() - 1 {
                    assert_eq!(frame[(area.left(), y)].symbol(), "│");
                    assert_eq!(frame[(area.right() - 1, y)].symbol(), "│");
                }
                display.screen_mut().writer_mut().assert_shows(&frame);
            }
        }
    }

    #[test]
    fn it_stays_on_the_screen() {
        let screen = Rect::new(0, 0, 10, 4);
        assert_eq!(centred(screen, 100, 100), screen);
        assert_eq!(centred(screen, 4, 2), Rect::new(3, 1, 4, 2));
        let mut buffer = Buffer::empty(screen);
        let theme = Theme {
            colours: Colours::None,
            glyphs: Glyphs::Ascii,
        };
        let _ = popup(&mut buffer, Rect::new(8, 2, 10, 10), "title", theme);
    }
}
