//! Writing longer text: Chinese widths and line rules, undo, paste, the real cursor at the caret.

mod history;
mod layout;
#[cfg(test)]
mod tests;

use banli_shared::text::{clean, tidy};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use self::history::History;
use self::layout::Layout;
use super::super::keys::key::{Code, Key};

/// Whether a text may have several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One; a line break becomes a space.
    One,
    /// Any number.
    Many,
}

/// A text being written.
#[derive(Clone, Debug)]
pub struct Editor {
    text: String,
    /// Byte position, always between graphemes.
    caret: usize,
    lines: Lines,
    layout: Layout,
    history: History,
    /// The column that moving up and down aims for.
    goal: Option<usize>,
    revision: u64,
}

impl Editor {
    /// An editor holding `text`, with the caret behind it. Characters that may not enter the record become visible.
    #[must_use]
    pub fn new(text: &str, lines: Lines) -> Self {
        let text = admitted(text, lines);
        let mut editor = Self {
            caret: text.len(),
            text,
            lines,
            layout: Layout::default(),
            history: History::default(),
            goal: None,
            revision: 0,
        };
        editor.fit(80, 24);
        editor
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Counts up with every change, so that a draft is kept exactly when there is something new.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Fits the text to a pane.
    pub fn fit(&mut self, width: u16, height: u16) {
        self.layout.fit(&self.text, width, height);
        self.layout.show(self.caret);
    }

    /// Replaces the whole text, which can be undone: what came back from another editor.
    pub fn replace(&mut self, text: &str) {
        let text = admitted(text, self.lines);
        if text != self.text {
            self.history.seal();
            self.change(0..self.text.len(), &text);
            self.history.seal();
        }
    }

    /// Puts pasted text at the caret.
    pub fn paste(&mut self, text: &str) {
        let text = admitted(text, self.lines);
        self.history.seal();
        self.change(self.caret..self.caret, &text);
        self.history.seal();
    }

    /// Takes back the last change. False when there is none.
    pub fn undo(&mut self) -> bool {
        let done = self.history.undo(&mut self.text);
        self.after_history(done)
    }

    /// Does again what was taken back. False when there is nothing.
    pub fn redo(&mut self) -> bool {
        let done = self.history.redo(&mut self.text);
        self.after_history(done)
    }

    /// Takes a key. False when it means nothing here.
    pub fn press(&mut self, key: Key) -> bool {
        if let Some(c) = key.typed() {
            let mut buffer = [0; 4];
            let typed = admitted(c.encode_utf8(&mut buffer), self.lines);
            self.change(self.caret..self.caret, &typed);
            return true;
        }
        let Some(action) = Action::of(key) else {
            return false;
        };
        match action {
            Action::Break if self.lines == Lines::One => return false,
            Action::Break => self.change(self.caret..self.caret, "\n"),
            Action::Delete(to) => {
                let target = self.target(to);
                let range = self.caret.min(target)..self.caret.max(target);
                self.change(range, "");
            }
            Action::Move(to) => {
                self.history.seal();
                let goal = match to {
                    To::Vertical(_) => Some(
                        self.goal
                            .unwrap_or_else(|| self.layout.column(&self.text, self.caret)),
                    ),
                    _ => None,
                };
                self.goal = goal;
                self.caret = self.target(to);
                self.layout.show(self.caret);
            }
        }
        true
    }

    /// Does this key mean something in a text, whatever is in it?
    #[must_use]
    pub fn takes(key: Key) -> bool {
        key.typed().is_some() || Action::of(key).is_some()
    }

    /// Paints the text and says where the real cursor belongs.
    pub fn render(&self, area: Rect, buffer: &mut Buffer, style: Style) -> Position {
        buffer.set_style(area, style);
        for (y, line) in (area.top()..area.bottom()).zip(self.layout.visible()) {
            buffer.set_stringn(area.x, y, &self.text[line], usize::from(area.width), style);
        }
        let (column, row) = self.layout.caret(&self.text, self.caret);
        Position::new(
            area.x + column.min(area.width.saturating_sub(1)),
            area.y + row.min(area.height.saturating_sub(1)),
        )
    }

    fn target(&self, to: To) -> usize {
        let (before, after) = self.text.split_at(self.caret);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = after
            .find('\n')
            .map_or(self.text.len(), |at| self.caret + at);
        match to {
            To::Left => self.caret - before.graphemes(true).next_back().map_or(0, str::len),
            To::Right => self.caret + after.graphemes(true).next().map_or(0, str::len),
            To::WordLeft => before
                .split_word_bound_indices()
                .rev()
                .find(|(_, word)| !word.trim().is_empty())
                .map_or(0, |(at, _)| at),
            To::WordRight => after
                .split_word_bound_indices()
                .find(|(at, word)| *at > 0 && !word.trim().is_empty())
                .map_or(self.text.len(), |(at, _)| self.caret + at),
            To::LineStart => line_start,
            // Where a line is already deleted to its end, the break goes.
            To::LineEnd => line_end,
            To::LineEndOrBreak if line_end == self.caret => (line_end + 1).min(self.text.len()),
            To::LineEndOrBreak => line_end,
            To::Vertical(rows) => {
                let goal = self
                    .goal
                    .unwrap_or_else(|| self.layout.column(&self.text, self.caret));
                self.layout.vertical(&self.text, self.caret, rows, goal)
            }
            To::HalfPage(pages) => {
                let rows = isize::try_from(self.layout.height() / 2)
                    .unwrap_or(1)
                    .max(1)
                    * pages;
                let column = self.layout.column(&self.text, self.caret);
                self.layout.vertical(&self.text, self.caret, rows, column)
            }
            To::Start => 0,
            To::End => self.text.len(),
        }
    }

    fn change(&mut self, range: std::ops::Range<usize>, inserted: &str) {
        if range.is_empty() && inserted.is_empty() {
            return;
        }
        self.caret = self
            .history
            .change(&mut self.text, range, inserted, self.caret);
        self.changed();
    }

    fn after_history(&mut self, caret: Option<usize>) -> bool {
        if let Some(caret) = caret {
            self.caret = caret;
            self.changed();
        }
        caret.is_some()
    }

    fn changed(&mut self) {
        // What was inserted may have joined with what stood there.
        if !self.text.is_char_boundary(self.caret) {
            self.caret = self.text.len();
        }
        self.goal = None;
        self.revision += 1;
        self.layout.wrap(&self.text);
        self.layout.show(self.caret);
    }
}

#[derive(Clone, Copy)]
enum To {
    Left,
    Right,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
    LineEndOrBreak,
    /// Rows down, or up when negative.
    Vertical(isize),
    /// Half panes down, or up when negative.
    HalfPage(isize),
    Start,
    End,
}

#[derive(Clone, Copy)]
enum Action {
    Break,
    Move(To),
    Delete(To),
}

impl Action {
    fn of(key: Key) -> Option<Self> {
        if key.alt {
            let word = !key.ctrl && !key.shift;
            return match key.code {
                Code::Backspace if word => Some(Self::Delete(To::WordLeft)),
                Code::Char('b') if word => Some(Self::Move(To::WordLeft)),
                Code::Char('f') if word => Some(Self::Move(To::WordRight)),
                Code::Char('d') if word => Some(Self::Delete(To::WordRight)),
                _ => None,
            };
        }
        Some(match (key.code, key.ctrl) {
            (Code::Enter, false) => Self::Break,
            (Code::Backspace, false) => Self::Delete(To::Left),
            (Code::Delete, false) | (Code::Char('d'), true) => Self::Delete(To::Right),
            (Code::Char('w'), true) => Self::Delete(To::WordLeft),
            (Code::Delete, true) => Self::Delete(To::WordRight),
            (Code::Char('u'), true) => Self::Delete(To::LineStart),
            (Code::Char('k'), true) => Self::Delete(To::LineEndOrBreak),
            (Code::Left, false) | (Code::Char('b'), true) => Self::Move(To::Left),
            (Code::Right, false) | (Code::Char('f'), true) => Self::Move(To::Right),
            (Code::Left, true) => Self::Move(To::WordLeft),
            (Code::Right, true) => Self::Move(To::WordRight),
            (Code::Up, _) | (Code::Char('p'), true) => Self::Move(To::Vertical(-1)),
            (Code::Down, _) | (Code::Char('n'), true) => Self::Move(To::Vertical(1)),
            (Code::PageUp, _) => Self::Move(To::HalfPage(-1)),
            (Code::PageDown, _) => Self::Move(To::HalfPage(1)),
            (Code::Home, false) | (Code::Char('a'), true) => Self::Move(To::LineStart),
            (Code::End, false) | (Code::Char('e'), true) => Self::Move(To::LineEnd),
            (Code::Home, true) => Self::Move(To::Start),
            (Code::End, true) => Self::Move(To::End),
            _ => return None,
        })
    }
}

/// What of a text may be in an editor: what may enter the record stays, the rest becomes visible or goes.
fn admitted(text: &str, lines: Lines) -> String {
    let mut out = String::with_capacity(text.len());
    for c in tidy(text).chars() {
        let mut buffer = [0; 4];
        let one = &*c.encode_utf8(&mut buffer);
        match c {
            '\n' if lines == Lines::Many => out.push('\n'),
            '\t' if lines == Lines::Many => out.push_str("    "),
            '\n' | '\t' => out.push(' '),
            // Nothing is left of a variation selector on a screen, but a name needs it.
            _ if clean(one).is_empty() => out.push(c),
            _ => out.push_str(&clean(one)),
        }
    }
    out
}
