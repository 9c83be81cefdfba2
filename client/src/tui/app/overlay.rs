//! What stands in front of a screen: a question, a choice, a form.

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

use banli_shared::text::{finds, narrow, truncate, width};
use banli_shared::workflow::Action;

use super::super::keys::command::Place;
use super::super::keys::key::{Code, Key};
use super::super::keys::shown::{self, Entry};
use super::super::keys::table::CommandId;
use super::super::text::passage::Passage;
use super::super::theme::Role;
use super::super::widgets::editor::{Editor, Lines};
use super::super::widgets::hints::hints;
use super::super::widgets::popup::{centred, popup};
use super::super::widgets::put::put;
use super::forms::{Form, Sheet};
use super::news::{Job, Target};
use super::state::Shared;
use super::texts;

/// Something in front of a screen.
pub enum Overlay {
    /// A question before something that cannot be taken back.
    Confirm(Confirm),
    /// One of several values.
    Picker(Picker),
    /// What a command still needs.
    Form(Box<Form>),
    /// What a change of the office itself needs; stays until the server has taken it.
    Sheet(Box<Sheet>),
}

/// A question; without anything to do on yes, something to be read.
pub struct Confirm {
    /// What is about to happen, and what comes of it (next state, next holder), in both languages.
    said: [(String, Vec<String>); 2],
    /// Lines scrolled away above, where not all fit.
    top: usize,
    /// Done on yes; nothing where it only tells.
    pub then: Vec<Job>,
}

/// What a choice is for.
pub enum Then {
    /// The screen is told, under this tag.
    Screen(&'static str),
    /// The code is an action to begin on these cases, where it says on which assignment; else the values that this is
    /// chosen from come next.
    Act(Vec<Target>, Vec<(Action, Vec<Choice>)>),
    /// The code is the name of a command of the table.
    Command,
    /// The code is the index of an identity.
    Become,
}

/// One value to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is given back.
    pub code: String,
    /// What is shown.
    pub label: String,
    /// What is shown behind that, also where the label is cut off.
    pub aside: String,
    /// Why it cannot be chosen now.
    pub disabled: Option<String>,
}

impl Choice {
    /// A value that can be chosen.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            label: label.into(),
            aside: String::new(),
            disabled: None,
        }
    }

    /// Label and aside in so many cells: the label is cut first, but not to less than half of them.
    fn shown(&self, cells: usize) -> String {
        if self.aside.is_empty() {
            return self.label.clone();
        }
        let room = cells.saturating_sub(width(&self.aside) + 2).max(cells / 2);
        format!("{}  {}", truncate(&self.label, room), self.aside)
    }
}

/// A list of values, filtered while typing.
pub struct Picker {
    /// What is chosen.
    pub title: String,
    /// The values.
    pub choices: Vec<Choice>,
    /// What was typed.
    filter: Editor,
    /// The index among those that match.
    at: usize,
    /// What was typed, where that can be chosen too.
    named: Option<Box<Choice>>,
    /// What the choice is for.
    pub then: Then,
}

impl Picker {
    /// A list to choose from.
    pub fn new(title: impl Into<String>, choices: Vec<Choice>, then: Then) -> Self {
        let at = choices
            .iter()
            .position(|choice| choice.disabled.is_none())
            .unwrap_or(0);
        Self {
            title: title.into(),
            choices,
            filter: Editor::new("", Lines::One),
            at,
            named: None,
            then,
        }
    }

    /// A list of names to choose from, or to add one to.
    pub fn naming(title: impl Into<String>, choices: Vec<Choice>, then: Then) -> Self {
        Self {
            named: Some(Box::new(Choice::new("", ""))),
            ..Self::new(title, choices, then)
        }
    }

    fn typed(&mut self) {
        self.at = 0;
        if self.named.is_some() {
            let typed = self.filter.text().trim();
            self.named = Some(Box::new(Choice::new(typed, typed)));
        }
    }

    fn matching(&self) -> Vec<&Choice> {
        let typed = narrow(self.filter.text()).to_lowercase();
        let found = self.choices.iter().filter_map(|choice| {
            let by_code = choice.code.to_lowercase().starts_with(&typed);
            let how = if by_code {
                Some(0)
            } else {
                finds(&typed, &choice.label)
            };
            how.map(|how| (how, choice))
        });
        let mut found: Vec<(u8, &Choice)> = found.collect();
        found.sort_by_key(|(how, _)| *how);
        let there = |named: &&Choice| {
            let known = self.choices.iter().any(|choice| choice.code == named.code);
            !named.code.is_empty() && !known
        };
        let named = self.named.as_deref().into_iter().filter(there);
        named
            .chain(found.into_iter().map(|(_, choice)| choice))
            .collect()
    }

    /// The value under the selection.
    #[must_use]
    pub fn selected(&self) -> Option<&Choice> {
        self.matching().get(self.at).copied()
    }

    fn step(&mut self, down: bool) {
        let last = self.matching().len().saturating_sub(1);
        self.at = if down {
            (self.at + 1).min(last)
        } else {
            self.at.saturating_sub(1)
        };
    }
}

impl Overlay {
    /// Where its keys have their meaning.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Confirm(confirm) => confirm.place(),
            Self::Picker(picker) => match picker.then {
                Then::Command => Place::Palette,
                _ => Place::Picker,
            },
            Self::Form(_) | Self::Sheet(_) => Place::Editor,
        }
    }

    /// A key that is no command.
    pub fn key(&mut self, key: Key) {
        match self {
            Self::Confirm(confirm) => confirm.scroll(key),
            Self::Picker(picker) => {
                if key.code == Code::Enter {
                    return;
                }
                let before = picker.filter.revision();
                picker.filter.press(key);
                if picker.filter.revision() != before {
                    picker.typed();
                }
            }
            Self::Form(form) => form.key(key),
            Self::Sheet(sheet) => sheet.key(key),
        }
    }

    /// Pasted text.
    pub fn paste(&mut self, text: &str) {
        match self {
            Self::Confirm(_) => {}
            Self::Picker(picker) => {
                picker.filter.paste(text);
                picker.typed();
            }
            Self::Form(form) => form.paste(text),
            Self::Sheet(sheet) => sheet.paste(text),
        }
    }

    /// A command that moves inside it. False when it is none.
    pub fn moves(&mut self, id: CommandId) -> bool {
        match (self, id) {
            (Self::Picker(picker), CommandId::Next) => picker.step(true),
            (Self::Picker(picker), CommandId::Previous) => picker.step(false),
            (Self::Form(form), CommandId::UndoTyping) => form.sheet.undo(),
            (Self::Form(form), CommandId::RedoTyping) => form.sheet.redo(),
            (Self::Sheet(sheet), CommandId::UndoTyping) => sheet.undo(),
            (Self::Sheet(sheet), CommandId::RedoTyping) => sheet.redo(),
            (Self::Form(form), CommandId::NextField) => form.sheet.step(true),
            (Self::Form(form), CommandId::PreviousField) => form.sheet.step(false),
            (Self::Sheet(sheet), CommandId::NextField) => sheet.step(true),
            (Self::Sheet(sheet), CommandId::PreviousField) => sheet.step(false),
            _ => return false,
        }
        true
    }

    /// What its keys do, the most important first.
    #[must_use]
    pub fn entries(&self, shared: &Shared) -> Vec<Entry> {
        match self {
            Self::Form(_) | Self::Sheet(_) => Sheet::entries(shared),
            _ => shown::hints(&shared.keymap, self.place(), shared.lang),
        }
    }

    /// Paints it in front of the screen.
    pub fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        match self {
            Self::Confirm(confirm) => confirm.view(shared, frame, area),
            Self::Picker(picker) => picker.view(shared, frame, area),
            Self::Form(form) => form.sheet.view(shared, frame, area),
            Self::Sheet(sheet) => sheet.view(shared, frame, area),
        }
    }
}

/// The width of a popup on this screen.
#[must_use]
pub(super) fn popup_width(area: Rect) -> u16 {
    area.width.saturating_sub(4).clamp(20.min(area.width), 76)
}

impl Confirm {
    /// With the title and the lines that `say` gives in each language.
    pub fn new(
        shared: &mut Shared,
        then: Vec<Job>,
        say: impl Fn(&Shared) -> (String, Vec<String>),
    ) -> Self {
        Self {
            said: shared.in_both(say),
            top: 0,
            then,
        }
    }

    fn place(&self) -> Place {
        match self.then.is_empty() {
            true => Place::Told,
            false => Place::Confirm,
        }
    }

    /// The arrows show the rest of a long summary; no other key means anything besides yes and no.
    fn scroll(&mut self, key: Key) {
        let last = self.said.iter().map(|(_, lines)| lines.len()).max();
        let last = last.unwrap_or(0).saturating_sub(1);
        self.top = match key.code {
            Code::Down => self.top + 1,
            Code::Up => self.top.saturating_sub(1),
            Code::PageDown => self.top + 8,
            Code::PageUp => self.top.saturating_sub(8),
            _ => self.top,
        }
        .min(last);
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let outer = popup_width(area);
        let (title, lines) = shared.of(&self.said);
        let mut text = Passage::new(&lines.join("\n"));
        text.fit(outer.saturating_sub(2), area.height);
        let rows = u16::try_from(text.position().1)
            .unwrap_or(4)
            .clamp(1, area.height.saturating_sub(4).max(1));
        let buffer = frame.buffer_mut();
        let inside = popup(buffer, centred(area, outer, rows + 4), title, shared.theme);
        let body = Rect {
            height: inside.height.saturating_sub(2),
            ..inside
        };
        text.fit(body.width, body.height);
        text.scroll(isize::try_from(self.top).unwrap_or(0));
        text.render(body, buffer, shared.theme.style(Role::Text));
        let (first, all) = text.position();
        if all > usize::from(body.height) {
            // More than fits: say so, lest somebody agrees to what was never seen.
            let line = Rect {
                y: body.bottom(),
                height: 1.min(inside.height),
                ..inside
            };
            let until = (first + usize::from(body.height)).min(all);
            let shown = texts::part_shown(shared.lang, first + 1, until, all);
            let faint = shared.theme.style(Role::Faint);
            put(buffer, line, &shown, faint, Alignment::Left);
        }
        let last = Rect {
            y: inside.bottom().saturating_sub(1),
            height: 1.min(inside.height),
            ..inside
        };
        hints(
            buffer,
            last,
            &shown::hints(&shared.keymap, self.place(), shared.lang),
            shared.theme,
        );
    }
}

impl Picker {
    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let matching = self.matching();
        let longest = |choice: &&Choice| {
            let aside = match choice.aside.as_str() {
                "" => 0,
                aside => width(aside) + 2,
            };
            let why = choice.disabled.as_deref().map_or(0, width);
            (width(&choice.label) + aside + 4).max(why)
        };
        let longest = matching.iter().map(longest).max().unwrap_or(0);
        let outer = u16::try_from(longest + 2)
            .unwrap_or(u16::MAX)
            .clamp(34, 76)
            .min(area.width);
        // A reason that is longer than a line is told whole.
        let why = |choice: &&Choice| choice.disabled.as_deref().map(|why| told(why, outer - 2));
        let below = matching.iter().filter_map(why);
        let below = below.map(|it| it.position().1).max().unwrap_or(1);
        let below = u16::try_from(below).unwrap_or(1).clamp(1, REASON_ROWS);
        let rows = u16::try_from(matching.len().max(1))
            .unwrap_or(u16::MAX)
            .min(area.height.saturating_sub(4 + below))
            .min(16);
        let inside = popup(
            frame.buffer_mut(),
            centred(area, outer, rows + 3 + below),
            &self.title,
            shared.theme,
        );
        let height = usize::from(inside.height.saturating_sub(1 + below));
        let top = self.at.saturating_sub(height.saturating_sub(1));
        let mut line = Rect {
            height: 1.min(inside.height),
            ..inside
        };
        if matching.len() > height {
            let until = (top + height).min(matching.len());
            let shown = format!("{}-{until}/{}", top + 1, matching.len());
            let faint = shared.theme.style(Role::Faint);
            let taken = put(frame.buffer_mut(), line, &shown, faint, Alignment::Right);
            line.width = line.width.saturating_sub(taken + 1);
        }
        let caret = self
            .filter
            .render(line, frame.buffer_mut(), shared.theme.style(Role::Text));
        let typed = !self.filter.text().trim().is_empty();
        if matching.is_empty() && typed {
            let none = texts::nothing_called(shared.lang, self.filter.text().trim());
            let row = Rect {
                y: inside.y + 1,
                ..line
            };
            let faint = shared.theme.style(Role::Faint);
            put(frame.buffer_mut(), row, &none, faint, Alignment::Left);
        }
        for (row, (index, choice)) in matching
            .iter()
            .enumerate()
            .skip(top)
            .take(height)
            .enumerate()
        {
            let place = Rect {
                y: inside.y + 1 + row as u16,
                height: 1,
                ..inside
            };
            let role = match (index == self.at, &choice.disabled) {
                (true, _) => Role::Selected,
                (false, Some(_)) => Role::Disabled,
                (false, None) => Role::Text,
            };
            let pointer = if index == self.at { "> " } else { "  " };
            let room = usize::from(place.width.saturating_sub(2));
            let text = format!("{pointer}{}", choice.shown(room));
            put(
                frame.buffer_mut(),
                place,
                &text,
                shared.theme.style(role),
                Alignment::Left,
            );
        }
        let why = self
            .selected()
            .and_then(|choice| choice.disabled.as_deref());
        let tall = if why.is_some() { below } else { 1 }.min(inside.height);
        let last = Rect {
            y: inside.bottom().saturating_sub(tall),
            height: tall,
            ..inside
        };
        match why {
            Some(why) => {
                let style = shared.theme.style(Role::Warning);
                told(why, last.width).render(last, frame.buffer_mut(), style);
            }
            None => {
                let entries = shown::hints(&shared.keymap, Place::Picker, shared.lang);
                hints(frame.buffer_mut(), last, &entries, shared.theme);
            }
        }
        frame.set_cursor_position(caret);
    }
}

/// Most lines of a reason under a list.
const REASON_ROWS: u16 = 3;

/// A reason in lines of so many cells.
pub(super) fn told(why: &str, cells: u16) -> Passage {
    let mut text = Passage::new(why);
    text.fit(cells, REASON_ROWS);
    text
}
