//! Promises 承诺: what replies have promised, what is due first on top.

use banli_shared::api::promises::{PromiseQuery, PromiseRow};
use banli_shared::case::PromiseState;
use banli_shared::ids::{AssignmentNo, CaseId, PromiseNo};
use banli_shared::lang::Lang;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::{Pages, Wanted};

use super::super::super::theme::Role;
use super::super::super::widgets::put::put;
use super::super::super::widgets::table::{Column, Field, Looks, Room, table};
use super::super::super::widgets::tabs::tabs;
use super::super::news::{Job, News};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::case::CaseScreen;
use super::rows::{days, light, moved, nothing, place};

/// The tabs: each state, then all of them.
const TABS: [Option<PromiseState>; 4] = [
    Some(PromiseState::Open),
    Some(PromiseState::Kept),
    Some(PromiseState::BrokenOff),
    None,
];

type Key = (CaseId, AssignmentNo, PromiseNo);

/// The due list.
pub struct Promises {
    serial: u64,
    tab: usize,
    list: List<PromiseRow, Key>,
}

fn key_of(row: &PromiseRow) -> Key {
    (row.case.clone(), row.assignment, row.promise)
}

fn columns(lang: Lang) -> [Column; 7] {
    let column = |head, room, alignment, from_width| Column {
        head,
        room,
        alignment,
        from_width,
    };
    [
        column("", Room::Cells(2), Alignment::Left, 0),
        column(texts::head_days(lang), Room::Cells(8), Alignment::Right, 0),
        column(texts::head_due(lang), Room::Cells(10), Alignment::Left, 70),
        column(
            texts::head_number(lang),
            Room::Cells(10),
            Alignment::Left,
            0,
        ),
        column(
            texts::head_percent(lang),
            Room::Cells(4),
            Alignment::Right,
            76,
        ),
        column(texts::head_promise(lang), Room::Rest, Alignment::Left, 0),
        column(texts::head_unit(lang), Room::Cells(16), Alignment::Left, 96),
    ]
}

impl Promises {
    /// Those that are open.
    #[must_use]
    pub fn new(serial: u64) -> Self {
        Self {
            serial,
            tab: 0,
            list: List::new(Pages::default(), key_of),
        }
    }

    fn jobs(&self, wanted: Vec<Wanted>) -> Vec<Step> {
        let query = PromiseQuery {
            state: TABS[self.tab],
            ..PromiseQuery::default()
        };
        wanted
            .into_iter()
            .map(|wanted| Step::Job(Job::Promises(self.serial, Box::new(query.clone()), wanted)))
            .collect()
    }

    fn fetch(&mut self) -> Vec<Step> {
        let wanted = self.list.look();
        self.jobs(wanted)
    }

    fn refresh(&mut self) -> Vec<Step> {
        let wanted = self.list.refresh(|_| true);
        self.jobs(wanted)
    }
}

impl Screen for Promises {
    fn place(&self) -> Place {
        Place::Promises
    }

    fn title(&self, shared: &Shared) -> String {
        Place::Promises.say(shared.lang).to_owned()
    }

    fn aside(&self, _: &Shared) -> String {
        place(&self.list)
    }

    fn fit(&mut self, _: &mut Shared, room: Size) -> Vec<Step> {
        self.list.fit(usize::from(room.height.saturating_sub(3)));
        self.fetch()
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            id if moved(&mut self.list, id) => {}
            CommandId::NextTab | CommandId::PreviousTab => {
                let step = match id {
                    CommandId::NextTab => 1,
                    _ => TABS.len() - 1,
                };
                self.tab = (self.tab + step) % TABS.len();
                self.serial = shared.next_serial();
                self.list.pages.restart();
                self.list.select(0);
            }
            CommandId::Refresh => return self.refresh(),
            CommandId::Back => return vec![Step::Close],
            CommandId::Open => {
                return match self.list.current() {
                    Some(row) => vec![Step::Open(Box::new(CaseScreen::on_promises(
                        row.case.clone(),
                        row.assignment,
                    )))],
                    None => vec![],
                };
            }
            other => return super::go(shared, other),
        }
        self.fetch()
    }

    fn news(&mut self, _: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Promises(serial, wanted, Ok(page)) if *serial == self.serial => {
                self.list.put(wanted, page.clone());
                self.fetch()
            }
            News::Promises(serial, wanted, Err(_)) if *serial == self.serial => {
                self.list.pages.failed(wanted);
                vec![]
            }
            News::Changed(_) | News::Reset | News::Ran(..) => self.refresh(),
            // What could not be read while the server was away.
            News::Stream(None) => self.fetch(),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let lang = shared.lang;
        let names = TABS.map(|tab| match tab {
            Some(state) => state.say(lang),
            None => texts::all(lang),
        });
        let line = Rect {
            height: 1.min(area.height),
            ..area
        };
        tabs(frame.buffer_mut(), line, &names, self.tab, shared.theme);
        let below = Rect {
            y: area.y + 2.min(area.height),
            height: area.height.saturating_sub(2),
            ..area
        };
        if self.list.pages.is_empty() {
            let text = nothing(lang, &self.list.pages, texts::no_promises(lang));
            let faint = shared.theme.style(Role::Faint);
            put(frame.buffer_mut(), below, text, faint, Alignment::Left);
            return;
        }
        let columns = columns(lang);
        let looks = Looks {
            columns: &columns,
            theme: shared.theme,
            highlight: shared.highlight(),
            active: true,
        };
        let at = table(frame.buffer_mut(), below, &self.list, looks, |row| {
            vec![
                light(shared, row.light),
                days(row.days_left, row.overdue),
                Field::plain(row.due.to_string()),
                Field::plain(row.number.as_str()),
                Field::plain(row.percent.map_or_else(String::new, |it| format!("{it}%"))),
                Field::plain(row.text.as_str()),
                Field::plain(shared.unit_name(&row.unit)),
            ]
        });
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }
}
