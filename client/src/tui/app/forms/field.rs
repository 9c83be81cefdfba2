//! One question of a form: a text, one of some values, several of them, or yes or no.

use std::collections::BTreeSet;

use banli_shared::lang::{Lang, Word};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

use super::super::super::keys::key::{Code, Key};
use super::super::super::theme::Role;
use super::super::super::widgets::editor::{Editor, Lines};
use super::super::super::widgets::put::put;
use super::super::state::Shared;
use super::super::texts;
use super::pick::Pick;

/// One question.
pub(in crate::tui::app) struct FormField {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: FieldKind,
    /// Where something is chosen there, this choice may be left open.
    pub(super) spared_by: Option<&'static str>,
}

pub(super) enum FieldKind {
    Text(Box<Editor>, u16),
    /// One of these, which must be chosen.
    Choose(Pick),
    /// Those of these that were ticked.
    Many(Pick, BTreeSet<usize>),
    Switch(bool),
    /// Text of one line that is not shown.
    Secret(Box<Editor>),
}

pub(in crate::tui::app) fn line(name: &'static str, label: &'static str, text: &str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Text(Box::new(Editor::new(text, Lines::One)), 1),
        spared_by: None,
    }
}

pub(in crate::tui::app) fn secret(name: &'static str, label: &'static str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Secret(Box::new(Editor::new("", Lines::One))),
        spared_by: None,
    }
}

pub(super) fn text(name: &'static str, label: &'static str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Text(Box::new(Editor::new("", Lines::Many)), 3),
        spared_by: None,
    }
}

pub(in crate::tui::app) fn choose(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
) -> FormField {
    one_of(name, label, options, Some(0))
}

/// A choice that opens on nothing: none of its values is the usual one, and each of them has consequences.
pub(in crate::tui::app) fn must_choose(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
) -> FormField {
    one_of(name, label, options, None)
}

/// A choice that opens on nothing, unless there is but one value.
pub(super) fn the_one_or(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
) -> FormField {
    let at = (options.len() == 1).then_some(0);
    one_of(name, label, options, at)
}

fn one_of(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    at: Option<usize>,
) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Choose(Pick::new(options, at)),
        spared_by: None,
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
        kind: FieldKind::Many(Pick::new(options, Some(0)), BTreeSet::new()),
        spared_by: None,
    }
}

pub(in crate::tui::app) fn switch(name: &'static str, label: &'static str) -> FormField {
    FormField {
        name,
        label,
        kind: FieldKind::Switch(false),
        spared_by: None,
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

/// The same, left open where something is chosen in `other`.
pub(super) fn unless(other: &'static str, field: FormField) -> FormField {
    FormField {
        spared_by: Some(other),
        ..field
    }
}

/// What a question is called, without what it says about how to answer it.
pub(super) fn called(label: &str) -> &str {
    label.split(['（', '(']).next().unwrap_or(label).trim()
}

impl FormField {
    /// The values it offers, where it does.
    pub(super) const fn pick(&self) -> Option<&Pick> {
        match &self.kind {
            FieldKind::Choose(pick) | FieldKind::Many(pick, _) => Some(pick),
            _ => None,
        }
    }

    pub(super) const fn pick_mut(&mut self) -> Option<&mut Pick> {
        match &mut self.kind {
            FieldKind::Choose(pick) | FieldKind::Many(pick, _) => Some(pick),
            _ => None,
        }
    }

    /// Why it is not answered, if it is a choice and nothing was chosen or what was typed is none of its values.
    pub(super) fn unanswered(&self, lang: Lang) -> Option<String> {
        if let Some((typed, false)) = self.pick()?.typed() {
            return Some(texts::nothing_called(lang, typed));
        }
        match &self.kind {
            FieldKind::Choose(pick) if pick.current().is_none() => {
                Some(texts::choose_for(lang, called(self.label)))
            }
            _ => None,
        }
    }

    pub(super) const fn rows(&self) -> u16 {
        match &self.kind {
            FieldKind::Text(_, rows) => *rows,
            FieldKind::Many(..) => 2,
            FieldKind::Choose(_) | FieldKind::Switch(_) | FieldKind::Secret(_) => 1,
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
            FieldKind::Choose(pick) => {
                let label = pick.current().map(|(_, label)| label.as_str());
                let label = label.unwrap_or_else(|| texts::not_stated(shared.lang));
                put(
                    frame.buffer_mut(),
                    area,
                    &format!("< {label} >"),
                    plain,
                    Alignment::Left,
                );
            }
            FieldKind::Many(pick, chosen) => {
                let ticked = pick.at().is_some_and(|at| chosen.contains(&at));
                let mark = if ticked { "[x]" } else { "[ ]" };
                let label = pick.current().map_or("", |(_, label)| label.as_str());
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
                    .filter_map(|at| pick.get(*at))
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
                    &labels.join(shared.pick("、", ", ")),
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
