//! One question of a form: a text, one of some values, several of them, or yes or no.

use std::collections::BTreeSet;

use banli_shared::lang::{Lang, Word};
use banli_shared::text::initials;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

use super::super::super::keys::key::{Code, Key};
use super::super::super::theme::Role;
use super::super::super::widgets::editor::{Editor, Lines};
use super::super::super::widgets::put::put;
use super::super::state::Shared;
use super::super::texts;

/// One question.
pub(in crate::tui::app) struct FormField {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: FieldKind,
}

pub(super) enum FieldKind {
    Text(Box<Editor>, u16),
    Choose {
        options: Vec<(String, String)>,
        at: usize,
    },
    Many {
        options: Vec<(String, String)>,
        at: usize,
        chosen: BTreeSet<usize>,
    },
    Switch(bool),
    /// Text of one line that is not shown.
    Secret(Box<Editor>),
}

pub(in crate::tui::app) fn line(name: &'static str, label: &'static str, text: &str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Text(Box::new(Editor::new(text, Lines::One)), 1),
    }
}

pub(in crate::tui::app) fn secret(name: &'static str, label: &'static str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Secret(Box::new(Editor::new("", Lines::One))),
    }
}

pub(super) fn text(name: &'static str, label: &'static str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Text(Box::new(Editor::new("", Lines::Many)), 3),
    }
}

pub(in crate::tui::app) fn choose(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Choose { options, at: 0 },
    }
}

pub(in crate::tui::app) fn many(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Many {
            options,
            at: 0,
            chosen: BTreeSet::new(),
        },
    }
}

pub(in crate::tui::app) fn switch(name: &'static str, label: &'static str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Switch(false),
    }
}

pub(in crate::tui::app) fn words<W: Word>(lang: Lang) -> Vec<(String, String)> {
    W::all()
        .iter()
        .map(|word| (word.code().to_owned(), word.say(lang).to_owned()))
        .collect()
}

pub(super) fn optional<W: Word>(lang: Lang) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), texts::not_stated(lang).to_owned())];
    options.extend(words::<W>(lang));
    options
}

pub(super) fn turn(key: Key, options: &[(String, String)], at: &mut usize) {
    let last = options.len().saturating_sub(1);
    match key.code {
        Code::Right | Code::Down => *at = if *at == last { 0 } else { *at + 1 },
        Code::Left | Code::Up => *at = if *at == 0 { last } else { *at - 1 },
        Code::Home => *at = 0,
        Code::End => *at = last,
        Code::Char(typed) => {
            // Jumps to the next value whose code or word begins with what was typed, or with its pinyin initial.
            let typed = typed.to_lowercase().to_string();
            let begins = |(code, label): &(String, String)| {
                let word = label
                    .strip_prefix(code.as_str())
                    .unwrap_or(label)
                    .trim_start();
                code.to_lowercase().starts_with(&typed)
                    || label.to_lowercase().starts_with(&typed)
                    || initials(word).starts_with(&typed)
            };
            let after = options
                .iter()
                .skip(*at + 1)
                .position(begins)
                .map(|found| *at + 1 + found);
            *at = after
                .or_else(|| options.iter().position(begins))
                .unwrap_or(*at);
        }
        _ => {}
    }
}

impl FormField {
    pub(super) const fn rows(&self) -> u16 {
        match &self.kind {
            FieldKind::Text(_, rows) => *rows,
            FieldKind::Many { .. } => 2,
            FieldKind::Choose { .. } | FieldKind::Switch(_) | FieldKind::Secret(_) => 1,
        }
    }

    pub(super) fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect, active: bool) {
        let theme = shared.theme;
        let plain = theme.style(if active { Role::Text } else { Role::Faint });
        match &self.kind {
            FieldKind::Text(editor, _) => {
                let mut editor = (**editor).clone();
                editor.fit(area.width, area.height);
                let caret = editor.render(area, frame.buffer_mut(), plain);
                if active {
                    frame.set_cursor_position(caret);
                }
            }
            FieldKind::Secret(editor) => {
                // A star for each character, the caret behind them.
                let stars = "*".repeat(editor.text().chars().count());
                let mut shown = Editor::new(&stars, Lines::One);
                shown.fit(area.width, area.height);
                shown.press(Key::plain(Code::End));
                let caret = shown.render(area, frame.buffer_mut(), plain);
                if active {
                    frame.set_cursor_position(caret);
                }
            }
            FieldKind::Choose { options, at } => {
                let label = options.get(*at).map_or("", |(_, label)| label.as_str());
                put(
                    frame.buffer_mut(),
                    area,
                    &format!("< {label} >"),
                    plain,
                    Alignment::Left,
                );
            }
            FieldKind::Many {
                options,
                at,
                chosen,
            } => {
                let mark = if chosen.contains(at) { "[x]" } else { "[ ]" };
                let label = options.get(*at).map_or("", |(_, label)| label.as_str());
                let one = Rect {
                    height: 1.min(area.height),
                    ..area
                };
                put(
                    frame.buffer_mut(),
                    one,
                    &format!("< {mark} {label} >"),
                    plain,
                    Alignment::Left,
                );
                let labels: Vec<&str> = chosen
                    .iter()
                    .filter_map(|at| options.get(*at))
                    .map(|(_, label)| label.as_str())
                    .collect();
                let two = Rect {
                    y: area.y + 1,
                    height: area.height.saturating_sub(1),
                    ..area
                };
                put(
                    frame.buffer_mut(),
                    two,
                    &labels.join(", "),
                    theme.style(Role::Faint),
                    Alignment::Left,
                );
            }
            FieldKind::Switch(on) => {
                let text = if *on {
                    texts::yes(shared.lang)
                } else {
                    texts::no(shared.lang)
                };
                put(
                    frame.buffer_mut(),
                    area,
                    &format!("< {text} >"),
                    plain,
                    Alignment::Left,
                );
            }
        }
    }
}
