//! The hand-over sitting 交办会: what is still unassigned, and how much each unit has, as it changes.

use banli_shared::api::sitting::{Sitting, Unassigned, UnitLoad};
use banli_shared::case::ProposalStage;
use banli_shared::ids::{CaseId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::text::width;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::Pages;
use super::super::super::text::passage::Direction;
use super::super::super::theme::Role;
use super::super::super::widgets::put::put;
use super::super::super::widgets::table::{Column, Field, Looks, Room, table};
use super::super::news::{Job, News};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::case::CaseScreen;
use super::rows::{place, until_read};
use super::triage::Triage;

/// Cells of a full bar.
const BAR: u32 = 20;
/// From this width on, both lists stand side by side.
const WIDE: u16 = 100;

/// The sitting.
pub struct SittingScreen {
    waiting: List<Unassigned, CaseId>,
    loads: List<UnitLoad, UnitCode>,
    got: Option<Box<Sitting>>,
    asked: bool,
    /// Something changed after the answer that is on its way was asked for.
    again: bool,
    room: Size,
}

fn key_of(row: &Unassigned) -> CaseId {
    row.id.clone()
}

fn unit_of(load: &UnitLoad) -> UnitCode {
    load.unit.clone()
}

impl Default for SittingScreen {
    fn default() -> Self {
        Self {
            waiting: List::new(Pages::whole(vec![]), key_of),
            loads: List::new(Pages::whole(vec![]), unit_of),
            got: None,
            asked: false,
            again: false,
            room: Size::default(),
        }
    }
}

impl SittingScreen {
    fn read(&mut self) -> Vec<Step> {
        self.again = self.asked;
        if self.asked {
            return vec![];
        }
        self.asked = true;
        vec![Step::Job(Job::Sitting)]
    }

    /// What waits left, units right; above each other where that is too narrow.
    fn panes(&self, area: Rect) -> (Rect, Rect) {
        let body = Rect {
            y: area.y + 1.min(area.height),
            height: area.height.saturating_sub(1),
            ..area
        };
        if area.width >= WIDE {
            let left = body.width / 2;
            let right = Rect {
                x: body.x + left + 1,
                width: body.width.saturating_sub(left + 1),
                ..body
            };
            return (
                Rect {
                    width: left,
                    ..body
                },
                right,
            );
        }
        let above = body.height / 2;
        let below = Rect {
            y: body.y + above,
            height: body.height - above,
            ..body
        };
        (
            Rect {
                height: above,
                ..body
            },
            below,
        )
    }

    fn fit_lists(&mut self) {
        let area = Rect::new(0, 0, self.room.width, self.room.height);
        let (waiting, loads) = self.panes(area);
        self.waiting
            .fit(usize::from(waiting.height.saturating_sub(1)));
        self.loads.fit(usize::from(loads.height.saturating_sub(1)));
    }

    fn took(&mut self, sitting: &Sitting) {
        let (at, selected) = (self.waiting.selected(), self.waiting.current().map(key_of));
        let loads_at = self.loads.selected();
        self.waiting = List::new(Pages::whole(sitting.waiting.clone()), key_of);
        self.loads = List::new(Pages::whole(sitting.units.clone()), unit_of);
        self.got = Some(Box::new(sitting.clone()));
        self.fit_lists();
        // The one that was looked at, else what took its place.
        if !selected.is_some_and(|id| self.waiting.select_key(&id)) {
            self.waiting.select(at);
        }
        self.loads.select(loads_at);
    }
}

/// A bar of what a unit has against the unit that has most: leads, then parts, then opinions.
fn bar(load: &UnitLoad, most: u32) -> String {
    let cells = |many: u32| (many * BAR).checked_div(most).unwrap_or(0) as usize;
    let lead = cells(load.lead);
    let replies = cells(load.replies());
    let all = cells(load.all());
    format!(
        "{}{}{}",
        "#".repeat(lead),
        "+".repeat(replies.saturating_sub(lead)),
        ".".repeat(all.saturating_sub(replies))
    )
}

fn column(head: &'static str, room: Room, alignment: Alignment) -> Column {
    Column {
        head,
        room,
        alignment,
        from_width: 0,
    }
}

fn waiting_columns(lang: Lang) -> [Column; 2] {
    [
        column(texts::head_number(lang), Room::Cells(12), Alignment::Left),
        column(texts::head_title(lang), Room::Rest, Alignment::Left),
    ]
}

fn load_columns(lang: Lang) -> [Column; 5] {
    let count = |head| column(head, Room::Cells(4), Alignment::Right);
    [
        column(texts::head_unit(lang), Room::Rest, Alignment::Left),
        count(texts::head_lead(lang)),
        count(texts::head_split(lang)),
        count(texts::head_co(lang)),
        column(
            texts::head_bar(lang),
            Room::Cells(BAR as u16),
            Alignment::Left,
        ),
    ]
}

impl Screen for SittingScreen {
    fn place(&self) -> Place {
        Place::Sitting
    }

    fn title(&self, shared: &Shared) -> String {
        Place::Sitting.say(shared.lang).to_owned()
    }

    fn aside(&self, _: &Shared) -> String {
        place(&self.waiting)
    }

    fn fit(&mut self, _: &mut Shared, room: Size) -> Vec<Step> {
        self.room = room;
        self.fit_lists();
        if self.got.is_some() || self.asked {
            return vec![];
        }
        self.read()
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Down => self.waiting.step(Direction::Down),
            CommandId::Up => self.waiting.step(Direction::Up),
            CommandId::HalfDown => self.loads.half_page(Direction::Down),
            CommandId::HalfUp => self.loads.half_page(Direction::Up),
            CommandId::Top => self.waiting.select(0),
            CommandId::Bottom => self.waiting.select_last(),
            CommandId::Refresh => return self.read(),
            CommandId::Open => {
                let Some(row) = self.waiting.current() else {
                    return vec![];
                };
                // Triage has what nobody has begun on.
                let next: Box<dyn Screen> = match row.with_co_handlers {
                    true => Box::new(CaseScreen::new(row.id.clone(), None)),
                    false => Box::new(Triage::at(&row.id, ProposalStage::Filed)),
                };
                return vec![Step::Open(next)];
            }
            CommandId::Back => return vec![],
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn news(&mut self, _: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Sitting(answer) => {
                self.asked = false;
                if let Ok(sitting) = answer {
                    self.took(sitting);
                }
                if self.again { self.read() } else { vec![] }
            }
            News::Changed(_) | News::Reset => self.read(),
            // What could not be read while the server was away.
            News::Stream(None) if self.got.is_none() && !self.asked => self.read(),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let line = Rect {
            height: 1.min(area.height),
            ..area
        };
        let Some(sitting) = &self.got else {
            let faint = shared.theme.style(Role::Faint);
            let text = until_read(shared.lang, self.asked);
            put(frame.buffer_mut(), line, text, faint, Alignment::Left);
            return;
        };
        let (open, examine, done) = (sitting.unassigned, sitting.to_examine, sitting.handed_over);
        let counts = texts::sitting_counts(shared.lang, open, examine, done);
        let heading = shared.theme.style(Role::Heading);
        let taken = put(frame.buffer_mut(), line, &counts, heading, Alignment::Left);
        let (sight, all) = (self.loads.sight(), self.loads.pages.len());
        if sight.len() < all {
            let key = shared.key_for(CommandId::HalfDown);
            let part = texts::loads_shown(shared.lang, sight.start + 1, sight.end, all, &key);
            let rest = Rect {
                x: line.x + (taken + 2).min(line.width),
                width: line.width.saturating_sub(taken + 2),
                ..line
            };
            if width(&part) <= usize::from(rest.width) {
                let faint = shared.theme.style(Role::Faint);
                put(frame.buffer_mut(), rest, &part, faint, Alignment::Right);
            }
        }
        let (left, right) = self.panes(area);
        let columns = waiting_columns(shared.lang);
        let looks = Looks {
            columns: &columns,
            theme: shared.theme,
            highlight: shared.highlight(),
            active: true,
        };
        let at = table(frame.buffer_mut(), left, &self.waiting, looks, |row| {
            let marks = [
                (row.key, texts::key(shared.lang)),
                (row.with_co_handlers, texts::answered_by_nobody(shared.lang)),
            ];
            let marks = marks.iter().filter(|(holds, _)| *holds);
            let marks: String = marks.map(|(_, mark)| format!("[{mark}] ")).collect();
            vec![
                Field::plain(row.number.as_str()),
                Field::plain(format!("{marks}{}", row.title)),
            ]
        });
        let most = sitting.units.iter().map(UnitLoad::all).max().unwrap_or(0);
        let columns = load_columns(shared.lang);
        let looks = Looks {
            columns: &columns,
            active: false,
            ..looks
        };
        table(frame.buffer_mut(), right, &self.loads, looks, |load| {
            vec![
                Field::plain(shared.unit_name(&load.unit)),
                Field::plain(load.lead.to_string()),
                Field::plain(load.split.to_string()),
                Field::plain(load.co_handler.to_string()),
                Field::styled(bar(load, most), shared.theme.style(Role::Good)),
            ]
        });
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }
}
