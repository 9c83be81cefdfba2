//! Questions one below the other, with their answers: what every form is made of.

use banli_shared::lang::Lang;
use banli_shared::text::width;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

use super::super::super::keys::command::Place;
use super::super::super::keys::key::{Code, Key};
use super::super::super::keys::shown::{self, Entry};
use super::super::super::keys::table::CommandId;
use super::super::super::theme::Role;
use super::super::super::widgets::editor::{Editor, Lines};
use super::super::super::widgets::hints::hints;
use super::super::super::widgets::popup::{centred, popup};
use super::super::super::widgets::put::{put, put_before};
use super::super::overlay::{popup_width, told};
use super::super::state::Shared;
use super::super::texts;
use super::field::{FieldKind, FormField, called};
use super::pick::Pick;
use super::{BadAnswer, Fault};

/// Questions with their answers.
pub struct Sheet {
    title: String,
    /// What the answers decide on, said above the questions; empty where the title says it.
    pub(in crate::tui::app) about: String,
    pub(super) fields: Vec<FormField>,
    at: usize,
    touched: bool,
    /// Under which the answers are sent, however often; none before they are, and once they are others.
    key: Option<String>,
    /// They are on their way.
    pub(in crate::tui::app) sent: bool,
    /// What was wrong with the answers, and with which; with none of them where it is the whole.
    faults: Vec<(Option<usize>, String)>,
}

impl Sheet {
    pub(in crate::tui::app) const fn new(title: String, fields: Vec<FormField>) -> Self {
        Self {
            title,
            about: String::new(),
            fields,
            at: 0,
            touched: false,
            key: None,
            sent: false,
            faults: vec![],
        }
    }

    /// It is about fewer cases than before.
    pub(super) fn is_now_called(&mut self, title: String) {
        self.title = title;
        self.is_another();
    }

    /// Whether it asks what `other` asks.
    pub(in crate::tui::app) fn is_like(&self, other: &Self) -> bool {
        let names = |sheet: &Self| -> Vec<&str> { sheet.fields.iter().map(|it| it.name).collect() };
        self.title == other.title && names(self) == names(other)
    }

    /// Empties what secrets are typed into: they are kept nowhere.
    fn forget_secrets(&mut self) {
        for field in &mut self.fields {
            if let FieldKind::Secret(editor) = &mut field.kind {
                **editor = Editor::new("", Lines::One);
            }
        }
    }

    /// It is left: what was typed to find a value, and found none, is no answer to come back to.
    pub(in crate::tui::app) fn leave(&mut self) {
        self.forget_secrets();
        for pick in self.fields.iter_mut().filter_map(FormField::pick_mut) {
            pick.leave();
            pick.clear();
        }
        self.faults.clear();
    }

    /// The keyboard is where it was in `before`, which asked the same.
    pub(super) fn stand_at(&mut self, before: &Self) {
        self.at = before.at.min(self.fields.len() - 1);
        self.touched = before.touched;
        // What was typed before the values were there may be one of them.
        for field in &mut self.fields {
            let same = before.fields.iter().find(|it| it.name == field.name);
            let typed = same.and_then(FormField::pick).and_then(Pick::typed);
            if let (Some((typed, _)), Some(pick)) = (typed, field.pick_mut()) {
                pick.add(typed);
            }
        }
    }

    /// Something was answered before.
    pub(super) const fn touch(&mut self) {
        self.touched = true;
    }

    /// Chooses or fills in an answer beforehand.
    pub(in crate::tui::app) fn prefill(&mut self, name: &str, value: &str) {
        let Some(field) = self.fields.iter_mut().find(|field| field.name == name) else {
            return;
        };
        match &mut field.kind {
            FieldKind::Text(editor, _) | FieldKind::Secret(editor) => editor.replace(value),
            FieldKind::Choose(pick) => pick.point_at(value),
            FieldKind::Many(pick, chosen) => chosen.extend(pick.place_of(value)),
            FieldKind::Switch(on) => *on = value == "true",
        }
    }

    /// The first value of a choice: that of leaving it open.
    pub(super) fn first_of(&self, name: &str) -> Vec<(String, String)> {
        let field = self.fields.iter().find(|field| field.name == name);
        let first = field.and_then(|field| field.pick()?.get(0).cloned());
        first.into_iter().collect()
    }

    /// The values of a choice, which are known only now or are others now.
    pub(super) fn offer(&mut self, name: &str, values: Vec<(String, String)>) {
        let field = self.fields.iter_mut().find(|field| field.name == name);
        if let Some(FieldKind::Choose(pick)) = field.map(|field| &mut field.kind) {
            pick.offer(values);
        }
    }

    /// The key under which these answers are sent, now and where the answer to that is lost again: the server does once
    /// what it is asked twice.
    pub(in crate::tui::app) fn key_of(&mut self, shared: &mut Shared) -> String {
        let key = self.key.take().unwrap_or_else(|| shared.next_key());
        self.key.insert(key).clone()
    }

    /// It is sent for something else than before, such as a newer version of a case.
    pub(in crate::tui::app) fn is_another(&mut self) {
        self.key = None;
    }

    /// Whether anything was answered.
    pub(in crate::tui::app) const fn is_touched(&self) -> bool {
        self.touched
    }

    pub(in crate::tui::app) fn key(&mut self, key: Key) {
        let several = matches!(self.current(), FieldKind::Text(_, rows) if *rows > 1);
        if key.code != Code::Enter || several {
            self.changed();
        }
        match key.code {
            Code::Enter if !several => self.go_to((self.at + 1).min(self.fields.len() - 1)),
            _ => match self.current_mut() {
                FieldKind::Text(editor, _) | FieldKind::Secret(editor) => {
                    editor.press(key);
                }
                FieldKind::Choose(pick) => pick.press(key),
                FieldKind::Many(pick, _) if key.code != Code::Char(' ') => pick.press(key),
                FieldKind::Many(pick, chosen) => {
                    let typed_else = pick.typed().is_some_and(|(_, there)| !there);
                    if let (Some(at), false) = (pick.at(), typed_else) {
                        if !chosen.remove(&at) {
                            chosen.insert(at);
                        }
                        pick.leave();
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

    pub(in crate::tui::app) fn paste(&mut self, pasted: &str) {
        self.changed();
        match self.current_mut() {
            FieldKind::Text(editor, _) | FieldKind::Secret(editor) => editor.paste(pasted),
            FieldKind::Choose(pick) | FieldKind::Many(pick, _) => pick.add(pasted),
            FieldKind::Switch(_) => {}
        }
    }

    pub(in crate::tui::app) fn undo(&mut self) {
        if let FieldKind::Text(editor, _) | FieldKind::Secret(editor) = self.current_mut() {
            editor.undo();
            self.changed();
        }
    }

    pub(in crate::tui::app) fn redo(&mut self) {
        if let FieldKind::Text(editor, _) | FieldKind::Secret(editor) = self.current_mut() {
            editor.redo();
            self.changed();
        }
    }

    /// Goes to the question that follows, or to the one before.
    pub(in crate::tui::app) fn step(&mut self, forward: bool) {
        let step = if forward { 1 } else { self.fields.len() - 1 };
        self.go_to((self.at + step) % self.fields.len());
    }

    fn go_to(&mut self, at: usize) {
        if let Some(pick) = self.fields[self.at].pick_mut() {
            pick.leave();
        }
        self.at = at;
    }

    /// That every choice is made.
    ///
    /// # Errors
    /// The first that is not, or where what was typed is none of its values.
    pub(in crate::tui::app) fn check(&self, lang: Lang) -> Result<(), BadAnswer> {
        let spared = |field: &&FormField| {
            let typed = field.pick().and_then(Pick::typed).is_some();
            let other = field.spared_by.map(|other| self.all(other));
            !typed && other.is_some_and(|chosen| !chosen.is_empty())
        };
        let mut fields = self.fields.iter().filter(|field| !spared(field));
        let fault = fields.find_map(|field| {
            let why = field.unanswered(lang)?;
            let open = field.pick().and_then(Pick::typed).is_none();
            let other = field.spared_by.filter(|_| open);
            let other = other.and_then(|other| self.fields.iter().find(|it| it.name == other));
            let why = other.map_or(why, |other| {
                texts::choose_or(lang, called(field.label), called(other.label))
            });
            Some(BadAnswer::at(field.name, &why))
        });
        fault.map_or(Ok(()), Err)
    }

    fn current(&self) -> &FieldKind {
        &self.fields[self.at].kind
    }

    fn current_mut(&mut self) -> &mut FieldKind {
        &mut self.fields[self.at].kind
    }

    pub(in crate::tui::app) fn get(&self, name: &str) -> String {
        let Some(field) = self.fields.iter().find(|field| field.name == name) else {
            return String::new();
        };
        match &field.kind {
            FieldKind::Text(editor, _) => editor.text().trim().to_owned(),
            FieldKind::Secret(editor) => editor.text().to_owned(),
            FieldKind::Choose(pick) => pick
                .current()
                .map_or_else(String::new, |(code, _)| code.clone()),
            FieldKind::Many(..) => String::new(),
            FieldKind::Switch(on) => on.to_string(),
        }
    }

    pub(in crate::tui::app) fn all(&self, name: &str) -> Vec<String> {
        match self
            .fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| &field.kind)
        {
            Some(FieldKind::Many(pick, chosen)) => chosen
                .iter()
                .filter_map(|at| pick.get(*at))
                .map(|(code, _)| code.clone())
                .collect(),
            _ => vec![],
        }
    }

    pub(in crate::tui::app) fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let outer = popup_width(area);
        let rows: u16 = self.fields.iter().map(|field| 1 + field.rows()).sum();
        // What is wrong is told whole, also where it is longer than a line.
        let cells = outer.saturating_sub(2);
        let fault = self.below(shared.lang, cells);
        let lines = told(&fault, cells).position().1;
        let below = u16::try_from(lines).unwrap_or(1).clamp(1, 3);
        let about = told(&self.about, cells);
        let above = match self.about.is_empty() {
            true => 0,
            false => u16::try_from(about.position().1).unwrap_or(1).clamp(1, 4),
        };
        let inside = popup(
            frame.buffer_mut(),
            centred(area, outer, rows + 3 + below + above),
            &self.title,
            shared.theme,
        );
        let head = Rect {
            height: above.min(inside.height),
            ..inside
        };
        let style = shared.theme.style(Role::Text);
        told(&self.about, head.width).render(head, frame.buffer_mut(), style);
        let mut y = head.bottom();
        let bottom = inside.bottom().saturating_sub(1 + below);
        let first = self.first_in_sight(bottom.saturating_sub(y));
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
            let fault = self.beside(index, inside.width);
            let beside = match (field.pick().and_then(Pick::typed), fault) {
                (Some((typed, true)), _) => {
                    Some((Role::Faint, texts::typed_so_far(shared.lang, typed)))
                }
                (Some((typed, false)), _) => {
                    Some((Role::Bad, texts::nothing_called(shared.lang, typed)))
                }
                (None, Some(text)) => Some((Role::Bad, text.to_owned())),
                (None, None) => None,
            };
            if let Some((role, text)) = beside {
                let text = format!("  {text}");
                let style = shared.theme.style(role);
                put(frame.buffer_mut(), rest, &text, style, Alignment::Left);
            }
            let room = Rect {
                y: y + 1,
                height: field.rows().min(bottom.saturating_sub(y + 1)),
                ..inside
            };
            field.view(shared, frame, room, active);
            y += 1 + field.rows();
        }
        let room = Rect {
            y: bottom,
            height: below,
            ..inside
        };
        let style = shared.theme.style(Role::Bad);
        told(&fault, room.width).render(room, frame.buffer_mut(), style);
        let last = Rect {
            y: inside.bottom().saturating_sub(1),
            height: 1,
            ..inside
        };
        // What changes the answer is no command: it is said where there is one to change so.
        let style = shared.theme.style(Role::Faint);
        let rest = match self.current() {
            FieldKind::Choose(pick) if pick.can_be_emptied() => put_before(
                frame.buffer_mut(),
                last,
                texts::sides_change_or_empty(shared.lang),
                style,
            ),
            FieldKind::Choose(_) | FieldKind::Many(..) | FieldKind::Switch(_) => put_before(
                frame.buffer_mut(),
                last,
                texts::sides_change(shared.lang),
                style,
            ),
            FieldKind::Text(..) | FieldKind::Secret(_) => last,
        };
        hints(
            frame.buffer_mut(),
            rest,
            &Self::entries(shared),
            shared.theme,
        );
    }

    /// What keys do in it.
    pub(in crate::tui::app) fn entries(shared: &Shared) -> Vec<Entry> {
        let mut entries = shown::hints(&shared.keymap, Place::Editor, shared.lang);
        entries.retain(|entry| entry.id != CommandId::OutsideEditor && !entry.id.is_of_versions());
        for entry in entries.iter_mut().filter(|e| e.id == CommandId::Leave) {
            entry.text = texts::keep_and_leave(shared.lang);
        }
        entries
    }

    /// What is wrong with this answer, where there is room for it beside its question.
    fn beside(&self, index: usize, cells: u16) -> Option<&str> {
        let mut own = self.faults.iter().filter(|(of, _)| *of == Some(index));
        let (_, text) = own.next()?;
        let needed = width(self.fields[index].label) + 2 + width(text);
        (needed <= usize::from(cells)).then_some(text)
    }

    /// What is not said beside a question, with the question where it is about one.
    fn below(&self, lang: Lang, cells: u16) -> String {
        let mut lines = vec![];
        for (at, text) in &self.faults {
            match at {
                Some(at) if self.beside(*at, cells) == Some(text) => {}
                Some(at) => lines.push(lang.label(called(self.fields[*at].label), text)),
                None => lines.push(text.clone()),
            }
        }
        lines.join("\n")
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

    /// Says what is wrong with which answers and goes to the first of them; what is about none is said as a `whole`.
    pub(in crate::tui::app) fn refuse(&mut self, shared: &Shared, faults: &[Fault], whole: &str) {
        let mut said: Vec<(Option<usize>, String)> = vec![];
        for fault in faults {
            let mut text = shared.of(&fault.text).to_owned();
            for unit in &fault.units {
                text = text.replace(unit.as_str(), shared.unit_name(unit));
            }
            said.push(match self.place_of(fault) {
                Some((at, entry)) => (Some(at), self.of_entry(shared.lang, at, entry, text)),
                None => (None, whole.to_owned()),
            });
        }
        if said.is_empty() {
            said.push((None, whole.to_owned()));
        }
        said.dedup();
        if let Some(at) = said.iter().find_map(|(at, _)| *at) {
            self.go_to(at);
        }
        self.faults = said;
        self.sent = false;
    }

    /// Says what is wrong with one answer, before it is sent.
    pub(in crate::tui::app) fn refuse_at(&mut self, fault: BadAnswer) {
        let found = self.fields.iter().position(|it| it.name == fault.field);
        if let Some(found) = found {
            self.go_to(found);
        }
        self.faults = vec![(found, fault.text)];
        self.sent = false;
    }

    /// The field that a fault is about, and which entry of what stands there.
    fn place_of(&self, fault: &Fault) -> Option<(usize, Option<usize>)> {
        let named = fault.names.iter().enumerate();
        let mut found = named.filter_map(|(step, name)| {
            // One of several units is not the one that leads.
            let of_several = fault.units.first().and_then(|unit| {
                let mut several = self.fields.iter();
                several.position(|field| self.all(field.name).contains(&unit.0))
            });
            let at = self.fields.iter().position(|field| field.name == name)?;
            let entry = fault.names[..step].last().and_then(|it| it.parse().ok());
            Some((of_several.unwrap_or(at), entry))
        });
        found.next()
    }

    /// With the entry it is about, as people call it.
    fn of_entry(&self, lang: Lang, at: usize, entry: Option<usize>, text: String) -> String {
        let Some(entry) = entry else {
            return text;
        };
        let what = match &self.fields[at].kind {
            FieldKind::Many(pick, chosen) => {
                let chosen = chosen.iter().nth(entry).and_then(|at| pick.get(*at));
                chosen.map(|(_, label)| label.clone())
            }
            _ => None,
        };
        let what = what.unwrap_or_else(|| texts::entry(lang, entry + 1));
        lang.label(&what, &text)
    }

    /// What was wrong with the answer that is being changed is not any more, or is found again.
    fn changed(&mut self) {
        self.touched = true;
        self.key = None;
        let at = self.at;
        self.faults.retain(|(of, _)| of.is_some_and(|of| of != at));
    }
}
