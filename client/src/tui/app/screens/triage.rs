//! Triage 分办: the list left, the text right, one key a decision; the next one follows.

mod decide;

use std::collections::BTreeMap;

use banli_shared::api::proposals::{CaseView, ProposalQuery, ProposalRow};
use banli_shared::api::similar::Similar;
use banli_shared::case::ProposalStage;
use banli_shared::ids::CaseId;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Action, decides_intake, office_can_at};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::Pages;
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::super::widgets::put::put;
use super::super::super::widgets::table::{Column, Field, Looks, Room, table};
use super::super::super::widgets::tabs::tabs;
use super::super::act;
use super::super::news::{Job, News, Target};
use super::super::state::{Screen, Shared, Step};
use super::super::{texts, unsure};
use super::alike;
use super::paper::{self, Paper};
use super::rows::{nothing, place, say_gone};
use decide::action_of;

/// Stages that wait for the committee office, one a tab.
const STAGES: [ProposalStage; 2] = [ProposalStage::Submitted, ProposalStage::Filed];

/// Texts kept at hand: the one on the screen, those around it, and a few from before.
const KEPT: usize = 24;

/// The triage screen.
pub struct Triage {
    serial: u64,
    tab: usize,
    list: List<ProposalRow, CaseId>,
    wanted: Option<CaseId>,
    cases: BTreeMap<CaseId, Option<Box<CaseView>>>,
    similar: BTreeMap<CaseId, Box<Similar>>,
    text: Passage,
    room: Size,
}

fn key_of(row: &ProposalRow) -> CaseId {
    row.id.clone()
}

impl Triage {
    /// From the beginning of what was submitted.
    #[must_use]
    pub fn new() -> Self {
        Self {
            serial: 0,
            tab: 0,
            list: List::new(Pages::default(), key_of),
            wanted: None,
            cases: BTreeMap::new(),
            similar: BTreeMap::new(),
            text: Passage::default(),
            room: Size::default(),
        }
    }

    /// On this case at this stage, as soon as it is in the list.
    #[must_use]
    pub fn at(id: &CaseId, stage: ProposalStage) -> Self {
        Self {
            tab: STAGES.iter().position(|it| *it == stage).unwrap_or(0),
            wanted: Some(id.clone()),
            ..Self::new()
        }
    }

    fn query(&self) -> ProposalQuery {
        ProposalQuery {
            stage: Some(STAGES[self.tab]),
            ..ProposalQuery::default()
        }
    }

    fn jobs(&self, wanted: Vec<super::super::super::list::pages::Wanted>) -> Vec<Step> {
        wanted
            .into_iter()
            .map(|wanted| Step::Job(Job::Proposals(self.serial, Box::new(self.query()), wanted)))
            .collect()
    }

    /// Pages in sight, the text on the screen, and the next two texts.
    fn fetch(&mut self, shared: &Shared) -> Vec<Step> {
        let wanted = self.list.look();
        let mut steps = self.jobs(wanted);
        let at = self.list.selected();
        for index in at..at + 3 {
            let Some(row) = self.list.pages.get(index) else {
                continue;
            };
            if !self.cases.contains_key(&row.id) {
                steps.push(Step::Job(Job::Case(row.id.clone())));
                steps.push(Step::Job(Job::Similar(row.id.clone())));
                self.cases.insert(row.id.clone(), None);
            }
        }
        while self.cases.len() > KEPT {
            let far = self
                .cases
                .keys()
                .find(|id| self.list.current().is_none_or(|row| row.id != **id))
                .cloned();
            match far {
                Some(id) => {
                    self.similar.remove(&id);
                    self.cases.remove(&id)
                }
                None => break,
            };
        }
        self.compose(shared);
        steps
    }

    fn restart(&mut self, shared: &mut Shared) -> Vec<Step> {
        self.serial = shared.next_serial();
        self.list.pages.restart();
        self.list.clear_marks();
        self.list.select(0);
        self.cases.clear();
        self.fetch(shared)
    }

    /// Reads again what may have changed; the marked rows that `perhaps_gone` names may have left the list.
    fn refresh(&mut self, shared: &Shared, perhaps_gone: impl Fn(&CaseId) -> bool) -> Vec<Step> {
        let wanted = self.list.refresh(perhaps_gone);
        let mut steps = self.jobs(wanted);
        steps.extend(self.fetch(shared));
        steps
    }

    fn current(&self) -> Option<&CaseView> {
        self.list
            .current()
            .and_then(|row| self.cases.get(&row.id))
            .and_then(|view| view.as_deref())
    }

    fn compose(&mut self, shared: &Shared) {
        let mut text = Paper::new(shared);
        if let Some(view) = self.current() {
            // With the keys that hand over, for who may.
            let decides = shared.actor().is_some_and(|it| decides_intake(&it).is_ok());
            if let Some(found) = self.similar.get(&view.case.id).filter(|_| decides) {
                alike::units(&mut text, shared, found);
            }
            paper::proposal(&mut text, view);
            paper::suggestions(&mut text, view);
            paper::merged(&mut text, view);
            if let Some(found) = self.similar.get(&view.case.id) {
                alike::proposals(&mut text, shared, found);
            }
        }
        let passage = text.finish();
        if passage_text_differs(&self.text, &passage) {
            self.text = passage;
        }
        let pane = self
            .panes(Rect::new(0, 0, self.room.width, self.room.height))
            .1;
        self.text.fit(pane.width, pane.height);
    }

    /// List and text, with a column of air between them.
    fn panes(&self, area: Rect) -> (Rect, Rect) {
        let body = Rect {
            y: area.y + 1.min(area.height),
            height: area.height.saturating_sub(1),
            ..area
        };
        let left = (body.width * 2 / 5).max(30).min(body.width);
        let list = Rect {
            width: left,
            ..body
        };
        let text = Rect {
            x: body.x + (left + 1).min(body.width),
            width: body.width.saturating_sub(left + 1),
            ..body
        };
        (list, text)
    }
}

impl Default for Triage {
    fn default() -> Self {
        Self::new()
    }
}

/// Composing again must not lose the reader's place.
fn passage_text_differs(old: &Passage, new: &Passage) -> bool {
    !old.same_text(new)
}

fn number(row: &ProposalRow) -> &str {
    row.number
        .as_ref()
        .map_or(row.intake_number.as_str(), |number| number.as_str())
}

fn columns(lang: Lang) -> [Column; 2] {
    let column = |head, room| Column {
        head,
        room,
        alignment: Alignment::Left,
        from_width: 0,
    };
    [
        column(texts::head_number(lang), Room::Cells(10)),
        column(texts::head_title(lang), Room::Rest),
    ]
}

impl Screen for Triage {
    fn place(&self) -> Place {
        Place::Triage
    }

    fn title(&self, shared: &Shared) -> String {
        Place::Triage.say(shared.lang).to_owned()
    }

    fn aside(&self, _: &Shared) -> String {
        place(&self.list)
    }

    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step> {
        self.room = room;
        if self.serial == 0 {
            self.serial = shared.next_serial();
        }
        // Below the tabs and the heading.
        self.list.fit(usize::from(room.height.saturating_sub(2)));
        self.fetch(shared)
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        // What is marked is decided on together.
        let marks = matches!(
            id,
            CommandId::Mark | CommandId::MarkAll | CommandId::ClearMarks
        );
        let many = marks || id == CommandId::HandOverMany;
        let decides = action_of(id).is_some() || alike::place(id).is_some() || many;
        if let Some(actor) = shared.actor().filter(|_| decides) {
            decides_intake(&actor).map_err(|refusal| refusal.say(shared.lang))?;
        }
        let action = match (action_of(id), alike::place(id)) {
            (None, None) if id == CommandId::HandOverMany && self.list.targets().is_empty() => {
                return Err(texts::nothing_selected(shared.lang).to_owned());
            }
            (None, None) if id == CommandId::HandOverMany => Action::HandOver,
            (Some(action), _) => action,
            (None, Some(place)) if self.suggested(place).is_some() => Action::HandOver,
            (None, Some(_)) => return Err(texts::no_suggestion(shared.lang).to_owned()),
            (None, None) => return Ok(()),
        };
        if self.wanted.is_some() {
            // The one asked for is still looked for: nothing is decided on another.
            return Err(texts::loading(shared.lang).to_owned());
        }
        if self.list.current().is_none() {
            return Err(texts::nothing_selected(shared.lang).to_owned());
        }
        match (self.list.marks().is_empty(), self.current()) {
            (true, Some(view)) if id != CommandId::HandOverMany => {
                super::allowed(shared, view, action)
            }
            // Rows of a tab are of one stage; what else the server refuses is said row by row.
            _ => office_can_at(STAGES[self.tab], action).map_err(|why| shared.refused(&why)),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        if let Some(action) = action_of(id) {
            return self.decide(shared, action);
        }
        if let Some(place) = alike::place(id) {
            return self.hand_over_to(shared, place);
        }
        self.wanted = None;
        match id {
            CommandId::Down => self.list.step(Direction::Down),
            CommandId::Up => self.list.step(Direction::Up),
            CommandId::HalfDown => {
                self.text.half_page(Direction::Down);
                return vec![];
            }
            CommandId::HalfUp => {
                self.text.half_page(Direction::Up);
                return vec![];
            }
            CommandId::Top => self.list.select(0),
            CommandId::Bottom => self.list.select_last(),
            CommandId::Mark => {
                self.list.toggle_mark();
                self.list.step(Direction::Down);
            }
            CommandId::MarkAll => self.list.mark_all(),
            CommandId::ClearMarks => self.list.clear_marks(),
            CommandId::NextTab | CommandId::PreviousTab => {
                self.tab = (self.tab + 1) % STAGES.len();
                return self.restart(shared);
            }
            CommandId::Refresh => {
                self.cases.clear();
                return self.refresh(shared, |_| true);
            }
            CommandId::Open => {
                return match self.list.current() {
                    Some(row) => vec![Step::Open(Box::new(super::case::CaseScreen::new(
                        row.id.clone(),
                        None,
                    )))],
                    None => vec![],
                };
            }
            CommandId::HandOverMany => return self.hand_over_many(),
            CommandId::Act => {
                return match self.current() {
                    Some(view) => act::choose_action(shared, view, None),
                    None => vec![],
                };
            }
            other => return super::go(shared, other),
        }
        self.fetch(shared)
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _: Vec<Target>) -> Vec<Step> {
        self.decide(shared, action)
    }

    fn chosen(&mut self, shared: &mut Shared, tag: &'static str, code: &str) -> Vec<Step> {
        match tag {
            decide::HOST => self.merge_into(shared, code),
            _ => vec![],
        }
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Proposals(serial, wanted, Ok(page)) if *serial == self.serial => {
                self.list.put(wanted, page.clone());
                say_gone(shared, Place::Triage, &mut self.list);
                if let Some(id) = self.wanted.take()
                    && !self.list.select_key(&id)
                    && self.list.pages.is_open()
                {
                    // Not on this page: look on.
                    self.wanted = Some(id);
                    let last = self.list.pages.len();
                    let more = self.list.pages.look(last.saturating_sub(1)..last);
                    return self.jobs(more);
                }
                self.fetch(shared)
            }
            News::Proposals(serial, wanted, Err(_)) if *serial == self.serial => {
                self.list.pages.failed(wanted);
                vec![]
            }
            News::Case(id, Ok(view)) if self.cases.contains_key(id) => {
                self.cases.insert(id.clone(), Some(view.clone()));
                self.compose(shared);
                vec![]
            }
            News::Similar(id, Ok(found)) if self.cases.contains_key(id) => {
                self.similar.insert(id.clone(), found.clone());
                self.compose(shared);
                vec![]
            }
            News::Case(id, Err(_)) => {
                self.cases.remove(id);
                vec![]
            }
            News::Ran(target, _, Ok(view)) => {
                self.cases.insert(target.case.clone(), Some(view.clone()));
                self.list.retain_marks(|id| *id != target.case);
                // Decided: the next one follows, also where this one stays in the list.
                let stays = view.stage == STAGES[self.tab];
                if stays && self.list.current().is_some_and(|row| row.id == target.case) {
                    self.list.step(Direction::Down);
                }
                self.refresh(shared, |_| false)
            }
            News::Ran(target, _, Err(_)) | News::Tried(target, _, Err(_)) => {
                self.cases.remove(&target.case);
                self.refresh(shared, |_| false)
            }
            News::RanMany(commands, Ok(answers)) => {
                self.cases.clear();
                // What was refused stays marked, to be put right, and so does what was never sent.
                let each = commands.iter().zip(&answers.answers);
                let passed = each.filter(|(_, answer)| answer.problem.is_none());
                let passed: Vec<&str> = passed.map(|(one, _)| one.proposal.0.as_str()).collect();
                self.list
                    .retain_marks(|id| !passed.contains(&id.0.as_str()));
                self.refresh(shared, |_| false)
            }
            News::RanMany(_, Err(_)) => {
                self.cases.clear();
                self.refresh(shared, |_| false)
            }
            News::Reset => {
                self.cases.clear();
                self.refresh(shared, |_| true)
            }
            News::Changed(changes) => {
                for change in changes {
                    let read = self.cases.get(&change.case).and_then(|view| view.as_ref());
                    if read.is_some_and(|view| view.case.version < change.version) {
                        self.cases.remove(&change.case);
                    }
                }
                let others = unsure::of_others(shared, changes);
                self.refresh(shared, |id| others.contains(id))
            }
            // What could not be read while the server was away.
            News::Stream(None) => self.fetch(shared),
            News::Begun(_) => {
                self.compose(shared);
                vec![]
            }
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let names = STAGES.map(|stage| stage.say(shared.lang));
        tabs(
            frame.buffer_mut(),
            Rect { height: 1, ..area },
            &names,
            self.tab,
            shared.theme,
        );
        let (left, right) = self.panes(area);
        if self.list.pages.is_empty() {
            let text = nothing(
                shared.lang,
                &self.list.pages,
                texts::empty_inbox(shared.lang),
            );
            put(
                frame.buffer_mut(),
                left,
                text,
                shared.theme.style(Role::Faint),
                Alignment::Left,
            );
            return;
        }
        let columns = columns(shared.lang);
        let looks = Looks {
            columns: &columns,
            theme: shared.theme,
            highlight: shared.highlight(),
            active: true,
        };
        let at = table(frame.buffer_mut(), left, &self.list, looks, |row| {
            vec![Field::plain(number(row)), Field::plain(row.title.as_str())]
        });
        self.text
            .render(right, frame.buffer_mut(), shared.theme.style(Role::Text));
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }
}
