//! What a command still needs, asked for in a form: one field a line, built into the command at the end.

mod build;
mod draft;
mod fault;
mod field;
mod questions;

use banli_shared::ids::{CaseId, Version};
use banli_shared::workflow::Action;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

use super::super::keys::command::Place;
use super::super::keys::key::{Code, Key};
use super::super::keys::shown;
use super::super::keys::table::CommandId;
use super::super::theme::Role;
use super::super::widgets::hints::hints;
use super::super::widgets::popup::{centred, popup};
use super::super::widgets::put::{put, put_before};
use super::news::Target;
use super::overlay::popup_width;
use super::state::Shared;
use super::texts;
use field::{FieldKind, FormField, turn};

pub(super) use build::{approve, bare, opinion};
pub(super) use draft::arrived;
pub(super) use fault::{BadAnswer, fields_of};
pub(super) use questions::{form_for, read};

/// Questions before a command.
pub struct Form {
    /// The action they are for.
    pub action: Action,
    /// The cases it is for.
    pub targets: Vec<Target>,
    title: String,
    fields: Vec<FormField>,
    at: usize,
    touched: bool,
    /// The hash of the text that is read beside it, for a signature.
    pub(super) read: Option<String>,
    /// What was wrong with the answers, and with which.
    fault: Option<(Option<usize>, String)>,
    /// Somebody was faster: the newest version is taken over as soon as it is known.
    stale: bool,
}

impl Form {
    /// Chooses or fills in an answer beforehand.
    pub fn prefill(&mut self, name: &str, value: &str) {
        let Some(field) = self.fields.iter_mut().find(|field| field.name == name) else {
            return;
        };
        match &mut field.kind {
            FieldKind::Text(editor, _) => editor.replace(value),
            FieldKind::Choose { options, at } => {
                *at = options
                    .iter()
                    .position(|(code, _)| code == value)
                    .unwrap_or(*at);
            }
            FieldKind::Many {
                options, chosen, ..
            } => {
                chosen.extend(options.iter().position(|(code, _)| code == value));
            }
            FieldKind::Switch(on) => *on = value == "true",
        }
    }

    /// More values for a choice, which came only now.
    pub(super) fn offer(&mut self, name: &str, more: impl IntoIterator<Item = (String, String)>) {
        for field in self.fields.iter_mut().filter(|field| field.name == name) {
            if let FieldKind::Choose { options, .. } = &mut field.kind {
                for one in more {
                    if !options.contains(&one) {
                        options.push(one);
                    }
                }
                return;
            }
        }
    }

    /// It was refused because somebody was faster.
    pub(super) const fn outrun(&mut self) {
        self.stale = true;
    }

    /// The case was read again, and is on the screen behind.
    pub(super) fn seen(&mut self, case: &CaseId, version: Version) {
        if self.stale {
            for target in self
                .targets
                .iter_mut()
                .filter(|target| target.case == *case)
            {
                target.version = version;
            }
        }
    }

    /// Whether anything was answered.
    pub(in crate::tui::app) const fn is_touched(&self) -> bool {
        self.touched
    }

    /// Whether it asks about the same action on the same cases.
    pub(super) fn is_for(&self, action: Action, targets: &[Target]) -> bool {
        let same = |(one, other): (&Target, &Target)| {
            one.case == other.case && one.assignment == other.assignment
        };
        self.action == action
            && self.targets.len() == targets.len()
            && self.targets.iter().zip(targets).all(same)
    }

    pub(super) fn key(&mut self, key: Key) {
        self.touched |= !matches!(key.code, Code::Tab | Code::Enter);
        let several = matches!(self.current(), FieldKind::Text(_, rows) if *rows > 1);
        match key.code {
            Code::Tab if !key.shift => self.at = (self.at + 1) % self.fields.len(),
            Code::Tab => self.at = (self.at + self.fields.len() - 1) % self.fields.len(),
            Code::Enter if !several => self.at = (self.at + 1).min(self.fields.len() - 1),
            _ => match self.current_mut() {
                FieldKind::Text(editor, _) => {
                    editor.press(key);
                }
                FieldKind::Choose { options, at } => turn(key, options, at),
                FieldKind::Many {
                    options,
                    at,
                    chosen,
                } => {
                    if key.code == Code::Char(' ') {
                        if !chosen.remove(at) {
                            chosen.insert(*at);
                        }
                    } else {
                        turn(key, options, at);
                    }
                }
                FieldKind::Switch(on) => {
                    if matches!(key.code, Code::Char(' ') | Code::Left | Code::Right) {
                        *on = !*on;
                    }
                }
            },
        }
    }

    pub(super) fn paste(&mut self, pasted: &str) {
        self.touched = true;
        if let FieldKind::Text(editor, _) = self.current_mut() {
            editor.paste(pasted);
        }
    }

    pub(super) fn undo(&mut self) {
        if let FieldKind::Text(editor, _) = self.current_mut() {
            editor.undo();
        }
    }

    pub(super) fn redo(&mut self) {
        if let FieldKind::Text(editor, _) = self.current_mut() {
            editor.redo();
        }
    }

    fn current(&self) -> &FieldKind {
        &self.fields[self.at].kind
    }

    fn current_mut(&mut self) -> &mut FieldKind {
        &mut self.fields[self.at].kind
    }

    fn get(&self, name: &str) -> String {
        let Some(field) = self.fields.iter().find(|field| field.name == name) else {
            return String::new();
        };
        match &field.kind {
            FieldKind::Text(editor, _) => editor.text().trim().to_owned(),
            FieldKind::Choose { options, at } => options
                .get(*at)
                .map_or_else(String::new, |(code, _)| code.clone()),
            FieldKind::Many { .. } => String::new(),
            FieldKind::Switch(on) => on.to_string(),
        }
    }

    fn all(&self, name: &str) -> Vec<String> {
        match self
            .fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| &field.kind)
        {
            Some(FieldKind::Many {
                options, chosen, ..
            }) => chosen
                .iter()
                .filter_map(|at| options.get(*at))
                .map(|(code, _)| code.clone())
                .collect(),
            _ => vec![],
        }
    }

    pub(super) fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let outer = popup_width(area);
        let rows: u16 = self.fields.iter().map(|field| 1 + field.rows()).sum();
        let inside = popup(
            frame.buffer_mut(),
            centred(area, outer, rows + 4),
            &self.title,
            shared.theme,
        );
        let mut y = inside.y;
        let bottom = inside.bottom().saturating_sub(2);
        let first = self.first_in_sight(bottom.saturating_sub(inside.y));
        for (index, field) in self.fields.iter().enumerate().skip(first) {
            if y >= bottom {
                break;
            }
            let active = index == self.at;
            let role = if active {
                Role::Selected
            } else {
                Role::Heading
            };
            let line = Rect {
                y,
                height: 1,
                ..inside
            };
            let rest = put_before(
                frame.buffer_mut(),
                line,
                field.label,
                shared.theme.style(role),
            );
            if let Some((Some(_), text)) =
                self.fault.as_ref().filter(|fault| fault.0 == Some(index))
            {
                let style = shared.theme.style(Role::Bad);
                put(frame.buffer_mut(), rest, text, style, Alignment::Left);
            }
            let room = Rect {
                y: y + 1,
                height: field.rows().min(bottom.saturating_sub(y + 1)),
                ..inside
            };
            field.view(shared, frame, room, active);
            y += 1 + field.rows();
        }
        let fault = Rect {
            y: bottom,
            height: 1,
            ..inside
        };
        if let Some((None, text)) = &self.fault {
            put(
                frame.buffer_mut(),
                fault,
                text,
                shared.theme.style(Role::Bad),
                Alignment::Left,
            );
        }
        let last = Rect {
            y: inside.bottom().saturating_sub(1),
            height: 1,
            ..inside
        };
        let rest = put_before(
            frame.buffer_mut(),
            last,
            texts::tab_moves(shared.lang),
            shared.theme.style(Role::Faint),
        );
        let mut entries = shown::hints(&shared.keymap, Place::Editor, shared.lang);
        entries.retain(|entry| entry.id != CommandId::OutsideEditor);
        for entry in entries.iter_mut().filter(|e| e.id == CommandId::Leave) {
            entry.text = texts::keep_and_leave(shared.lang);
        }
        hints(frame.buffer_mut(), rest, &entries, shared.theme);
    }

    /// Fields above the active one give way where not all fit.
    fn first_in_sight(&self, room: u16) -> usize {
        let mut first = 0;
        let height = |from: usize| -> u16 {
            self.fields[from..=self.at]
                .iter()
                .map(|f| 1 + f.rows())
                .sum()
        };
        while first < self.at && height(first) > room {
            first += 1;
        }
        first
    }
}
