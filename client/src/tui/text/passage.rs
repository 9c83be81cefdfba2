//! A pane of wrapped text that scrolls.

use std::ops::Range;

use banli_shared::text::{clean_lines, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Text of any length in a pane: cleaned once, wrapped when the width changes, painted line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    text: String,
    marks: Vec<(Range<usize>, Style)>,
    lines: Vec<Line>,
    width: u16,
    height: u16,
    top: usize,
}

/// A line as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// Which part of the text.
    part: Range<usize>,
    /// Cells in front of it.
    indent: u16,
}

/// Breaks text into lines. What is set in stays so on every line it takes, unless that were half of the room.
fn lines(text: &str, cells: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in text.split('\n') {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        let indent = u16::try_from(spaces).unwrap_or(u16::MAX);
        let indent = if indent > cells / 2 { 0 } else { indent };
        let from = usize::from(indent);
        let parts = wrap(&line[from..], usize::from(cells - indent)).into_iter();
        lines.extend(parts.map(|part| Line {
            part: part.start + offset + from..part.end + offset + from,
            indent,
        }));
        offset += line.len() + 1;
    }
    lines
}

impl Passage {
    /// Takes text from people; it is cleaned here.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: clean_lines(text).into_owned(),
            ..Self::default()
        }
    }

    /// Text put together from pieces with a style each (changes, headings); every piece is cleaned.
    #[must_use]
    pub fn styled<'a>(pieces: impl IntoIterator<Item = (&'a str, Style)>) -> Self {
        let mut passage = Self::default();
        for (piece, style) in pieces {
            let start = passage.text.len();
            passage.text.push_str(&clean_lines(piece));
            if style != Style::new() && passage.text.len() > start {
                passage.marks.push((start..passage.text.len(), style));
            }
        }
        passage
    }

    /// Whether `other` says the same in the same looks, wherever either is scrolled to.
    #[must_use]
    pub fn same_text(&self, other: &Self) -> bool {
        self.text == other.text && self.marks == other.marks
    }

    /// Fits the text to a pane. The first line shown stays the same text when only the width changes.
    pub fn fit(&mut self, width: u16, height: u16) {
        self.height = height;
        if width != self.width || self.lines.is_empty() {
            let reading = self.lines.get(self.top).map_or(0, |line| line.part.start);
            self.width = width;
            self.lines = lines(&self.text, width);
            self.top = self.lines.partition_point(|line| line.part.end < reading);
        }
        self.top = self.top.min(self.last_top());
    }

    /// Scrolls by lines, down when positive, and stops at both ends.
    pub fn scroll(&mut self, lines: isize) {
        self.top = self.top.saturating_add_signed(lines).min(self.last_top());
    }

    /// Scrolls by half a pane, down when `down`, so that half of what was read stays in sight.
    pub fn half_page(&mut self, direction: Direction) {
        let half = isize::try_from(self.height / 2).unwrap_or(1).max(1);
        self.scroll(match direction {
            Direction::Up => -half,
            Direction::Down => half,
        });
    }

    /// Shows the beginning.
    pub fn to_top(&mut self) {
        self.top = 0;
    }

    /// Shows the end.
    pub fn to_end(&mut self) {
        self.top = self.last_top();
    }

    /// First line shown, counted from 0, and how many lines there are.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        (self.top, self.lines.len())
    }

    /// True when nothing is hidden below.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.top >= self.last_top()
    }

    /// Paints what is in sight into `area`, which should be as large as the last [`Self::fit`].
    pub fn render(&self, area: Rect, buffer: &mut Buffer, style: Style) {
        buffer.set_style(area, style);
        let shown = self
            .lines
            .iter()
            .skip(self.top)
            .take(usize::from(area.height));
        for (y, line) in (area.top()..).zip(shown) {
            let mut x = area.left() + line.indent;
            let mut at = line.part.start;
            while at < line.part.end && x < area.right() {
                let (end, style) = self.stretch(at, line.part.end, style);
                let room = usize::from(area.right() - x);
                (x, _) = buffer.set_stringn(x, y, &self.text[at..end], room, style);
                at = end;
            }
        }
    }

    /// How far from `at` one style reaches, and which.
    fn stretch(&self, at: usize, end: usize, plain: Style) -> (usize, Style) {
        let next = self.marks.partition_point(|(mark, _)| mark.end <= at);
        match self.marks.get(next) {
            Some((mark, style)) if mark.start <= at => (mark.end.min(end), plain.patch(*style)),
            Some((mark, _)) => (mark.start.min(end), plain),
            None => (end, plain),
        }
    }

    fn last_top(&self) -> usize {
        self.lines
            .len()
            .saturating_sub(usize::from(self.height).max(1))
    }
}

/// Which way something moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(passage: &Passage, width: u16, height: u16) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        passage.render(area, &mut buffer, Style::new());
        (0..height)
            .map(|y| {
                let mut line = String::new();
                let mut x = 0;
                while x < width {
                    let symbol = buffer[(x, y)].symbol();
                    line.push_str(symbol);
                    x += u16::try_from(banli_shared::text::width(symbol))
                        .unwrap()
                        .max(1);
                }
                line.trim_end().to_owned()
            })
            .collect()
    }

    #[test]
    fn what_is_set_in_stays_so_on_every_line() {
        let mut passage = Passage::new("备注\n   已与委员当面沟通\n          长");
        passage.fit(11, 6);
        let lines = ["备注", "   已与委员", "   当面沟通", "", "长", ""];
        assert_eq!(
            shown(&passage, 11, 6),
            lines,
            "not by more than half of the room"
        );
    }

    #[test]
    fn reads_from_top_to_end_and_no_further() {
        let mut passage = Passage::new("一\n二\n三\n四\n五");
        passage.fit(10, 2);
        assert_eq!(shown(&passage, 10, 2), ["一", "二"]);
        passage.scroll(1);
        assert_eq!(shown(&passage, 10, 2), ["二", "三"]);
        passage.scroll(100);
        assert!(passage.at_end());
        assert_eq!(shown(&passage, 10, 2), ["四", "五"]);
        passage.scroll(-100);
        assert_eq!(passage.position(), (0, 5));
        passage.half_page(Direction::Down);
        assert_eq!(passage.position(), (1, 5));
        passage.to_end();
        assert_eq!(passage.position(), (3, 5));
        passage.to_top();
        assert_eq!(passage.position(), (0, 5));
    }

    #[test]
    fn a_new_width_keeps_the_place_being_read() {
        let mut passage = Passage::new(&"关于加强社区养老服务的提案".repeat(20));
        passage.fit(20, 5);
        passage.scroll(10);
        let reading = passage.lines[passage.top].part.start;
        passage.fit(9, 5);
        let line = &passage.lines[passage.top];
        assert!(line.part.start <= reading && reading <= line.part.end);
    }

    #[test]
    fn marked_pieces_keep_their_style_over_a_line_break() {
        let mut passage = Passage::styled([
            ("前", Style::new()),
            (
                "改动的文字",
                Style::new().add_modifier(ratatui::style::Modifier::BOLD),
            ),
            ("后", Style::new()),
        ]);
        passage.fit(6, 4);
        let area = Rect::new(0, 0, 6, 4);
        let mut buffer = Buffer::empty(area);
        passage.render(area, &mut buffer, Style::new());
        let bold: String = buffer
            .content()
            .iter()
            .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::BOLD))
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(bold, "改动的文字");
    }

    #[test]
    fn hostile_text_is_harmless() {
        let mut passage = Passage::new("a\u{1b}[2Jb\u{202e}c");
        passage.fit(20, 1);
        assert_eq!(shown(&passage, 20, 1), ["a\u{FFFD}[2Jb\u{FFFD}c"]);
    }
}
