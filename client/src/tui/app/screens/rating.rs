//! Rating 评价: the reply, the contacts, and the form. What a dissatisfied rating begins is said before it is given.

use banli_shared::api::proposals::CaseView;
use banli_shared::ids::{AssignmentNo, CaseId};
use banli_shared::workflow::{Action, Attention, AttentionWhy};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::super::widgets::put::put;
use super::super::act;
use super::super::news::{Job, News};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::paper::{self, Paper};
use super::rows::until_read;

/// A reply to rate.
pub struct RatingScreen {
    id: CaseId,
    assignment: Option<AssignmentNo>,
    view: Option<Box<CaseView>>,
    text: Passage,
    room: Size,
    asked: bool,
}

impl RatingScreen {
    /// The reply of an assignment.
    #[must_use]
    pub fn new(id: CaseId, assignment: Option<AssignmentNo>) -> Self {
        Self {
            id,
            assignment,
            view: None,
            text: Passage::default(),
            room: Size::default(),
            asked: false,
        }
    }

    fn read(&mut self) -> Vec<Step> {
        self.asked = true;
        vec![Step::Job(Job::Case(self.id.clone()))]
    }

    fn compose(&mut self, shared: &Shared) {
        let mut text = Paper::new(shared);
        if let Some(view) = &self.view
            && let Some(a) = self.assignment.and_then(|no| view.case.assignment(no))
        {
            text.heading(shared.unit_name(&a.unit));
            let rates = |entry: &&Attention| {
                entry.why == AttentionWhy::Rate && entry.assignment == self.assignment
            };
            if let Some(day) = view.attention.iter().find(rates).and_then(|it| it.due) {
                let until = texts::rate_until(shared.lang, &day.to_string());
                text.in_role(&until, Role::Warning);
            }
            if let Some(round) = a.issued_round() {
                paper::reply(&mut text, view, a, round);
            }
            text.heading(shared.pick("沟通记录", "Contacts"));
            paper::contacts(&mut text, view, a);
            text.heading(shared.pick("评价", "Ratings"));
            paper::ratings(&mut text, view, a);
        }
        let text = text.finish();
        if !self.text.same_text(&text) {
            self.text = text;
        }
        self.text.fit(self.room.width, self.room.height);
    }
}

impl Screen for RatingScreen {
    fn place(&self) -> Place {
        Place::Rating
    }

    fn title(&self, shared: &Shared) -> String {
        let place = Place::Rating.say(shared.lang);
        self.view.as_ref().map_or_else(
            || place.to_owned(),
            |view| {
                format!(
                    "{place} {} {}",
                    view.case.shown_number(),
                    view.case.proposal.title
                )
            },
        )
    }

    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step> {
        self.room = room;
        self.compose(shared);
        if self.view.is_none() && !self.asked {
            self.read()
        } else {
            vec![]
        }
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        match (id, &self.view) {
            (CommandId::Rate, Some(view)) => super::allowed(shared, view, Action::Rate),
            (CommandId::Rate, None) => Err(texts::loading(shared.lang).to_owned()),
            _ => Ok(()),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Down => self.text.scroll(1),
            CommandId::Up => self.text.scroll(-1),
            CommandId::HalfDown => self.text.half_page(Direction::Down),
            CommandId::HalfUp => self.text.half_page(Direction::Up),
            CommandId::Top => self.text.to_top(),
            CommandId::Bottom => self.text.to_end(),
            CommandId::Refresh => return self.read(),
            CommandId::Back => return vec![Step::Close],
            CommandId::Open => {
                let case = super::case::CaseScreen::new(self.id.clone(), self.assignment);
                return vec![Step::Open(Box::new(case))];
            }
            CommandId::Rate | CommandId::Act => {
                let Some(view) = &self.view else {
                    return vec![];
                };
                return act::begin(
                    shared,
                    Action::Rate,
                    vec![act::target_of(view, self.assignment)],
                    Some(view),
                );
            }
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Ran(target, _, Ok(_)) if target.case == self.id => vec![Step::Close],
            News::Ran(target, _, Err(_)) | News::Tried(target, _, Err(_))
                if target.case == self.id =>
            {
                self.read()
            }
            News::Case(id, Ok(view)) if *id == self.id => {
                self.asked = false;
                self.view = Some(view.clone());
                self.compose(shared);
                vec![]
            }
            News::Case(id, Err(_)) if *id == self.id => {
                self.asked = false;
                vec![]
            }
            // What could not be read while the server was away.
            News::Stream(None) if self.view.is_none() && !self.asked => self.read(),
            News::Changed(changes)
                if !self.asked && changes.iter().any(|it| it.case == self.id) =>
            {
                self.read()
            }
            News::Begun(Ok(_)) => {
                self.compose(shared);
                vec![]
            }
            News::Reset => self.read(),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        if self.view.is_none() {
            let faint = shared.theme.style(Role::Faint);
            put(
                frame.buffer_mut(),
                area,
                until_read(shared.lang, self.asked),
                faint,
                Alignment::Left,
            );
            return;
        }
        self.text
            .render(area, frame.buffer_mut(), shared.theme.style(Role::Text));
    }
}
