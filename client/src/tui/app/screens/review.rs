//! Review 审核: the reply beside the proposal, the checklist, one key for yes or no; the next one follows.

use std::collections::VecDeque;

use banli_shared::api::proposals::CaseView;
use banli_shared::case::Assignment;
use banli_shared::ids::{AssignmentNo, CaseId};
use banli_shared::workflow::Action;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::super::widgets::pane::framed;
use super::super::super::widgets::put::put;
use super::super::news::{Job, News, Target};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::super::{act, changes};
use super::ledger;
use super::paper::{self, Paper};
use super::rows::until_read;
use super::tasked;

/// A reply under review.
pub struct Review {
    id: CaseId,
    assignment: Option<AssignmentNo>,
    view: Option<Box<CaseView>>,
    /// What follows, and its text when it is here.
    queue: VecDeque<(CaseId, Option<AssignmentNo>)>,
    ahead: Option<Box<CaseView>>,
    /// Left: the proposal. Right: the reply.
    panes: [Passage; 2],
    active: usize,
    room: Size,
    asked: bool,
}

impl Review {
    /// The review of one reply.
    #[must_use]
    pub fn new(id: CaseId, assignment: Option<AssignmentNo>) -> Self {
        Self {
            id,
            assignment,
            view: None,
            queue: VecDeque::new(),
            ahead: None,
            panes: [Passage::default(), Passage::default()],
            active: 1,
            room: Size::default(),
            asked: false,
        }
    }

    /// The same, with those that follow.
    #[must_use]
    pub fn then(mut self, queue: impl IntoIterator<Item = (CaseId, Option<AssignmentNo>)>) -> Self {
        self.queue = queue.into_iter().collect();
        self
    }

    fn on<'a>(&self, view: &'a CaseView) -> Option<&'a Assignment> {
        self.assignment.and_then(|no| view.case.assignment(no))
    }

    fn read(&mut self) -> Vec<Step> {
        self.asked = true;
        let mut steps = vec![Step::Job(Job::Case(self.id.clone()))];
        if let Some((next, _)) = self.queue.front()
            && self.ahead.is_none()
        {
            steps.push(Step::Job(Job::Case(next.clone())));
        }
        steps
    }

    fn compose(&mut self, shared: &Shared) {
        let (mut left, mut right) = (Paper::new(shared), Paper::new(shared));
        if let Some(view) = &self.view {
            paper::proposal(&mut left, view);
            paper::merged(&mut left, view);
            if let Some(a) = self.on(view) {
                let round = a.round();
                if round.no > 1 {
                    right.in_role(
                        &shared
                            .lang
                            .label(round.name().say(shared.lang), &round.cause),
                        Role::Warning,
                    );
                }
                paper::reply(&mut right, view, a, round);
                ledger::gates(&mut right, &view.gates, a);
                tasked::left_open(&mut right, a);
                right.heading(shared.pick("沟通记录", "Contacts"));
                paper::contacts(&mut right, view, a);
                right.heading(shared.pick("审核轨迹", "Review trail"));
                paper::trail(&mut right, a);
            }
        }
        for (pane, text) in self.panes.iter_mut().zip([left.finish(), right.finish()]) {
            if !pane.same_text(&text) {
                *pane = text;
            }
        }
        let area = Rect::new(0, 0, self.room.width, self.room.height);
        for (pane, place) in self.panes.iter_mut().zip(places(area)) {
            pane.fit(
                place.width.saturating_sub(2),
                place.height.saturating_sub(2),
            );
        }
    }

    fn begin(&self, shared: &mut Shared, action: Action) -> Vec<Step> {
        let Some(view) = &self.view else {
            return vec![];
        };
        act::begin(
            shared,
            action,
            vec![act::target_of(view, self.assignment)],
            Some(view),
        )
    }

    /// On to the next one, or back.
    fn follow(&mut self, shared: &Shared) -> Vec<Step> {
        let Some((id, assignment)) = self.queue.pop_front() else {
            return vec![Step::Close];
        };
        self.id = id;
        self.assignment = assignment;
        self.view = self.ahead.take();
        self.panes = [Passage::default(), Passage::default()];
        self.compose(shared);
        self.read()
    }
}

fn places(area: Rect) -> [Rect; 2] {
    let left = area.width / 2;
    [
        Rect {
            width: left,
            ..area
        },
        Rect {
            x: area.x + left,
            width: area.width - left,
            ..area
        },
    ]
}

const fn action_of(id: CommandId) -> Option<Action> {
    Some(match id {
        CommandId::Approve => Action::Approve,
        CommandId::SendBack => Action::SendBack,
        CommandId::Sign => Action::Sign,
        _ => return None,
    })
}

impl Screen for Review {
    fn place(&self) -> Place {
        Place::Review
    }

    fn title(&self, shared: &Shared) -> String {
        let place = Place::Review.say(shared.lang);
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

    fn aside(&self, _: &Shared) -> String {
        if self.queue.is_empty() {
            String::new()
        } else {
            format!("+{}", self.queue.len())
        }
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
        let Some(action) = action_of(id) else {
            return Ok(());
        };
        let Some(view) = &self.view else {
            return Err(texts::loading(shared.lang).to_owned());
        };
        // A co-handler's unit head gives the opinion with the same key.
        if action == Action::Sign && super::allowed(shared, view, Action::GiveOpinion).is_ok() {
            return Ok(());
        }
        super::allowed(shared, view, action)
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        if let Some(action) = action_of(id) {
            let opinion = self
                .view
                .as_ref()
                .is_some_and(|view| self.on(view).is_some_and(|a| !a.role.owes_reply()));
            let action = if action == Action::Sign && opinion {
                Action::GiveOpinion
            } else {
                action
            };
            return self.begin(shared, action);
        }
        let pane = &mut self.panes[self.active];
        match id {
            CommandId::Down => pane.scroll(1),
            CommandId::Up => pane.scroll(-1),
            CommandId::HalfDown => pane.half_page(Direction::Down),
            CommandId::HalfUp => pane.half_page(Direction::Up),
            CommandId::Top => pane.to_top(),
            CommandId::Bottom => pane.to_end(),
            CommandId::NextTab | CommandId::PreviousTab => self.active = 1 - self.active,
            CommandId::Refresh => return self.read(),
            CommandId::Back => return vec![Step::Close],
            CommandId::Open => {
                let case = super::case::CaseScreen::new(self.id.clone(), self.assignment);
                return vec![Step::Open(Box::new(case))];
            }
            CommandId::Act => {
                return match &self.view {
                    Some(view) => act::choose_action(shared, view, self.assignment),
                    None => vec![],
                };
            }
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn act(&mut self, shared: &mut Shared, action: Action, targets: Vec<Target>) -> Vec<Step> {
        act::begin(shared, action, targets, self.view.as_deref())
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Ran(target, command, Ok(_)) if target.case == self.id => match command.action() {
                Action::Approve | Action::SendBack | Action::Sign | Action::GiveOpinion => {
                    self.follow(shared)
                }
                _ => self.read(),
            },
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
            News::Case(id, Ok(view)) if self.queue.front().is_some_and(|(next, _)| next == id) => {
                self.ahead = Some(view.clone());
                vec![]
            }
            News::Case(id, Err(_)) if *id == self.id => {
                self.asked = false;
                vec![]
            }
            // What could not be read while the server was away.
            News::Stream(None) if self.view.is_none() && !self.asked => self.read(),
            News::Changed(changes) if !self.asked => {
                let has = self.view.as_ref().map_or(0, |view| view.case.version);
                match changes::is_newer(changes, &self.id, has) {
                    true => self.read(),
                    false => vec![],
                }
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
        let names = [
            shared.pick("提案", "Proposal"),
            shared.pick("答复", "Reply"),
        ];
        for (index, (pane, place)) in self.panes.iter().zip(places(area)).enumerate() {
            let mark = if index == self.active { "> " } else { "" };
            let inside = framed(
                frame.buffer_mut(),
                place,
                &format!("{mark}{}", names[index]),
                shared.theme,
            );
            pane.render(inside, frame.buffer_mut(), shared.theme.style(Role::Text));
        }
    }
}
