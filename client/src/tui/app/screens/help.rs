//! Help 帮助: every key of the screen it was asked on, from the command table.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::shown;
use super::super::super::keys::table::CommandId;
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::news::News;
use super::super::state::{Screen, Shared, Step};

/// The keys of one screen.
pub struct Help {
    of: Place,
    text: Passage,
}

impl Help {
    /// The keys of `of`.
    #[must_use]
    pub fn new(shared: &Shared, of: Place) -> Self {
        Self {
            of,
            text: keys_of(shared, of),
        }
    }
}

fn keys_of(shared: &Shared, of: Place) -> Passage {
    let entries = shown::entries(&shared.keymap, of, shared.lang);
    let wide = entries
        .iter()
        .map(|entry| banli_shared::text::width(&entry.keys))
        .max()
        .unwrap_or(0);
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| {
            let gap = wide.saturating_sub(banli_shared::text::width(&entry.keys)) + 2;
            format!("{}{}{}\n", entry.keys, " ".repeat(gap), entry.text)
        })
        .collect();
    Passage::new(&lines.concat())
}

impl Screen for Help {
    fn place(&self) -> Place {
        Place::Help
    }

    fn title(&self, shared: &Shared) -> String {
        format!(
            "{} - {}",
            Place::Help.say(shared.lang),
            self.of.say(shared.lang)
        )
    }

    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step> {
        self.text = keys_of(shared, self.of);
        self.text.fit(room.width, room.height);
        vec![]
    }

    fn command(&mut self, _: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Down => self.text.scroll(1),
            CommandId::Up => self.text.scroll(-1),
            CommandId::HalfDown => self.text.half_page(Direction::Down),
            CommandId::HalfUp => self.text.half_page(Direction::Up),
            CommandId::Top => self.text.to_top(),
            CommandId::Bottom => self.text.to_end(),
            CommandId::Back => return vec![Step::Close],
            _ => {}
        }
        vec![]
    }

    fn news(&mut self, _: &mut Shared, _: &News) -> Vec<Step> {
        vec![]
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        self.text
            .render(area, frame.buffer_mut(), shared.theme.style(Role::Text));
    }
}
