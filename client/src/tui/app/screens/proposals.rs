//! All proposals 全部提案, and the box that finds some of them.

use banli_shared::api::proposals::{ProposalQuery, ProposalRow};
use banli_shared::api::views::View;
use banli_shared::figures::Part;
use banli_shared::ids::CaseId;
use banli_shared::lang::Lang;
use banli_shared::text::width;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::key::Key;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::{Pages, Wanted};
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::super::widgets::editor::{Editor, Lines};
use super::super::super::widgets::put::put;
use super::super::super::widgets::table::{Column, Field, Looks, Room, table};
use super::super::news::{Job, News};
use super::super::overlay::{Choice, Overlay, Picker, Then};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::filters;
use super::number::Number;
use super::rows::{days, light, nothing, size, stage};

/// A list of proposals under a search box.
pub struct Proposals {
    serial: u64,
    query: ProposalQuery,
    search: Editor,
    list: List<ProposalRow, CaseId>,
    room: Size,
    /// The number of the board that they are behind.
    number: Option<Box<Number>>,
    /// The saved view that was opened.
    view: Option<String>,
    /// What saved views were asked for.
    wanted: Option<&'static str>,
    views: Vec<View>,
}

/// Tags of what is done with a saved view.
const OPEN: &str = "open-view";
const SAVE: &str = "save-view";
const FORGET: &str = "forget-view";

fn key_of(row: &ProposalRow) -> CaseId {
    row.id.clone()
}

fn columns(lang: Lang) -> [Column; 6] {
    let column = |head, room, alignment, from_width| Column {
        head,
        room,
        alignment,
        from_width,
    };
    [
        column("", Room::Cells(2), Alignment::Left, 0),
        column(texts::head_days(lang), Room::Cells(8), Alignment::Right, 0),
        column(
            texts::head_number(lang),
            Room::Cells(10),
            Alignment::Left,
            0,
        ),
        column(
            texts::head_stage(lang),
            Room::Cells(15),
            Alignment::Left,
            50,
        ),
        column(texts::head_title(lang), Room::Rest, Alignment::Left, 0),
        column(
            texts::head_proposer(lang),
            Room::Cells(16),
            Alignment::Left,
            96,
        ),
    ]
}

impl Proposals {
    /// The proposals of a query.
    #[must_use]
    pub fn new(serial: u64, query: ProposalQuery) -> Self {
        Self {
            serial,
            query,
            search: Editor::new("", Lines::One),
            list: List::new(Pages::default(), key_of),
            room: Size::default(),
            number: None,
            view: None,
            wanted: None,
            views: vec![],
        }
    }

    /// The proposals behind a number.
    #[must_use]
    pub(super) fn behind(serial: u64, query: ProposalQuery, number: Number) -> Self {
        Self {
            number: Some(Box::new(number)),
            ..Self::new(serial, query)
        }
    }

    fn part(&self) -> Part {
        self.query.part.unwrap_or(Part::Numerator)
    }

    /// The number that they are behind, in as many lines as it takes.
    fn told(&self, lang: Lang) -> Option<(Passage, u16)> {
        let number = self.number.as_ref()?;
        let mut told = Passage::new(&number.say(lang, self.part(), self.list.pages.total()));
        told.fit(self.room.width, self.room.height);
        let rows = u16::try_from(told.position().1).unwrap_or(1);
        Some((told, rows))
    }

    /// Fits the list to what is left below the box, the number and the heading.
    fn fit_list(&mut self, lang: Lang) {
        let above = 2 + self.told(lang).map_or(0, |(_, rows)| rows);
        let rows = self.room.height.saturating_sub(above);
        self.list.fit(usize::from(rows));
    }

    /// An empty box over all proposals.
    #[must_use]
    pub fn searching(serial: u64) -> Self {
        Self::new(serial, ProposalQuery::default())
    }

    /// What is looked for: the filters, and the words that were typed, which are looked for in every session where none
    /// was chosen.
    fn asked(&self) -> ProposalQuery {
        let typed = self.search.text().trim();
        let of_one = self.query.session.is_some() || self.query.figure.is_some();
        ProposalQuery {
            q: (!typed.is_empty()).then(|| typed.to_owned()),
            every_session: !typed.is_empty() && !of_one,
            ..self.query.clone()
        }
    }

    fn jobs(&self, wanted: Vec<Wanted>) -> Vec<Step> {
        let query = self.asked();
        wanted
            .into_iter()
            .map(|wanted| Step::Job(Job::Proposals(self.serial, Box::new(query.clone()), wanted)))
            .collect()
    }

    fn fetch(&mut self) -> Vec<Step> {
        let wanted = self.list.look();
        self.jobs(wanted)
    }

    fn typed(&mut self, shared: &mut Shared, before: u64) -> Vec<Step> {
        if self.search.revision() == before {
            return vec![];
        }
        // It is not what was saved under that name any more.
        self.view = None;
        self.restart(shared)
    }

    fn restart(&mut self, shared: &mut Shared) -> Vec<Step> {
        self.serial = shared.next_serial();
        self.list.pages.restart();
        self.list.select(0);
        self.fetch()
    }
}

impl Proposals {
    /// Asks for the saved views, to do this with one of them.
    fn ask_views(&mut self, tag: &'static str) -> Vec<Step> {
        self.wanted = Some(tag);
        vec![Step::Job(Job::Views)]
    }

    /// The saved views to choose from, for what they were asked for.
    fn choose_view(&mut self, shared: &mut Shared, views: &[View]) -> Vec<Step> {
        let Some(tag) = self.wanted.take() else {
            return vec![];
        };
        self.views = views.to_vec();
        if views.is_empty() && tag != SAVE {
            shared.say(texts::no_views(shared.lang));
            return vec![];
        }
        let choices = views
            .iter()
            .map(|view| {
                let line = format!("{}  {}", view.name, filters::said(shared, &view.query));
                Choice::new(view.name.as_str(), line)
            })
            .collect();
        let then = Then::Screen(tag);
        let picker = match tag {
            SAVE => Picker::naming(texts::name_of_view(shared.lang), choices, then),
            FORGET => Picker::new(texts::forget_view(shared.lang), choices, then),
            _ => Picker::new(texts::which_view(shared.lang), choices, then),
        };
        vec![Step::Overlay(Box::new(Overlay::Picker(picker)))]
    }
}

impl Screen for Proposals {
    fn place(&self) -> Place {
        Place::Search
    }

    fn title(&self, shared: &Shared) -> String {
        let lang = shared.lang;
        if let Some(view) = &self.view {
            return format!("{} - {view}", Place::Search.say(lang));
        }
        if let Some(figure) = self.query.figure {
            let part = self.query.part.unwrap_or(Part::Numerator).say(lang);
            let said = [figure.say(lang), part].join(lang.pick("，", ", "));
            return format!("{} - {said}", Place::Search.say(lang));
        }
        let title = match self.query.stage {
            Some(stage) => format!("{} - {}", Place::Search.say(lang), stage.say(lang)),
            None => Place::Search.say(lang).to_owned(),
        };
        filters::titled(shared, title, self.query.session.as_ref())
    }

    fn aside(&self, _: &Shared) -> String {
        size(&self.list.pages)
    }

    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step> {
        self.room = room;
        self.search.fit(room.width, 1);
        self.fit_list(shared.lang);
        self.fetch()
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        let both = self.number.as_ref().is_some_and(|it| it.has_denominator());
        match id {
            CommandId::Session if self.number.is_some() || self.query.figure.is_some() => {
                Err(texts::not_here(shared.lang).to_owned())
            }
            CommandId::Session => filters::may_choose_session(shared),
            CommandId::OtherPart if !both => Err(texts::no_denominator(shared.lang).to_owned()),
            _ => Ok(()),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Next => self.list.step(Direction::Down),
            CommandId::Previous => self.list.step(Direction::Up),
            CommandId::Choose => {
                return match self.list.current() {
                    Some(row) => vec![Step::Open(Box::new(super::case::CaseScreen::new(
                        row.id.clone(),
                        None,
                    )))],
                    None => vec![],
                };
            }
            CommandId::OtherPart => {
                self.query.part = Some(match self.part() {
                    Part::Numerator => Part::Denominator,
                    Part::Denominator => Part::Numerator,
                });
                return self.restart(shared);
            }
            CommandId::Session => return filters::which_session(shared),
            CommandId::Views => return self.ask_views(OPEN),
            CommandId::SaveView => return self.ask_views(SAVE),
            CommandId::DropView => return self.ask_views(FORGET),
            CommandId::Cancel => return vec![Step::Close],
            other => return super::go(shared, other),
        }
        self.fetch()
    }

    fn key(&mut self, shared: &mut Shared, key: Key) -> Vec<Step> {
        let before = self.search.revision();
        self.search.press(key);
        self.typed(shared, before)
    }

    fn paste(&mut self, shared: &mut Shared, text: &str) -> Vec<Step> {
        let before = self.search.revision();
        self.search.paste(text);
        self.typed(shared, before)
    }

    fn chosen(&mut self, shared: &mut Shared, tag: &'static str, code: &str) -> Vec<Step> {
        let name = code.to_owned();
        match tag {
            SAVE => {
                let query = self.asked();
                self.view = Some(name.clone());
                vec![Step::Job(Job::SaveView(Box::new(View { name, query })))]
            }
            FORGET => vec![Step::Job(Job::DropView(name))],
            filters::SESSION => {
                self.query.session = filters::session(shared, code);
                self.query.every_session = false;
                self.view = None;
                self.restart(shared)
            }
            _ => {
                let Some(view) = self.views.iter().find(|view| view.name == name).cloned() else {
                    return vec![];
                };
                self.search.replace(view.query.q.as_deref().unwrap_or(""));
                self.query = ProposalQuery {
                    q: None,
                    ..view.query
                };
                self.view = Some(name);
                // It is another list now, with one row more of room.
                self.number = None;
                let mut steps = self.restart(shared);
                steps.extend(self.fit(shared, self.room));
                steps
            }
        }
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Views(Ok(views)) => self.choose_view(shared, views),
            News::Proposals(serial, wanted, Ok(page)) if *serial == self.serial => {
                self.list.put(wanted, page.clone());
                // How many they are is told above them.
                self.fit_list(shared.lang);
                self.fetch()
            }
            News::Proposals(serial, wanted, Err(_)) if *serial == self.serial => {
                self.list.pages.failed(wanted);
                vec![]
            }
            News::Changed(_) | News::Reset => {
                let wanted = self.list.refresh(|_| true);
                self.jobs(wanted)
            }
            // What could not be read while the server was away.
            News::Stream(None) => self.fetch(),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let line = Rect {
            height: 1.min(area.height),
            ..area
        };
        if self.search.text().is_empty() {
            let faint = shared.theme.style(Role::Faint);
            put(
                frame.buffer_mut(),
                line,
                texts::search_for(shared.lang),
                faint,
                Alignment::Left,
            );
            frame.set_cursor_position(line.as_position());
        } else {
            let caret =
                self.search
                    .render(line, frame.buffer_mut(), shared.theme.style(Role::Text));
            frame.set_cursor_position(caret);
            let typed = self.search.text();
            let short = banli_shared::text::Wanted::read(typed).and_then(|it| it.say_short());
            let short = short.as_ref().map_or("", |it| it.say(shared.lang));
            // Beside what was typed, where there is room.
            if width(typed) + 2 + width(short) <= usize::from(line.width) {
                let faint = shared.theme.style(Role::Faint);
                put(frame.buffer_mut(), line, short, faint, Alignment::Right);
            }
        }
        let mut above = line.height;
        if let Some((told, rows)) = self.told(shared.lang) {
            let lines = Rect {
                y: line.bottom(),
                height: rows.min(area.height - above),
                ..area
            };
            told.render(lines, frame.buffer_mut(), shared.theme.style(Role::Heading));
            above += lines.height;
        }
        let below = Rect {
            y: area.y + above,
            height: area.height - above,
            ..area
        };
        if self.list.pages.is_empty() {
            let text = nothing(
                shared.lang,
                &self.list.pages,
                texts::nothing_there(shared.lang),
            );
            let faint = shared.theme.style(Role::Faint);
            put(frame.buffer_mut(), below, text, faint, Alignment::Left);
            return;
        }
        let columns = columns(shared.lang);
        let looks = Looks {
            columns: &columns,
            theme: shared.theme,
            highlight: shared.highlight(),
            active: true,
        };
        table(frame.buffer_mut(), below, &self.list, looks, |row| {
            let first = row.assignments.iter().find(|a| a.role.owes_reply());
            let number = row
                .number
                .as_ref()
                .map_or(row.intake_number.as_str(), |number| number.as_str());
            vec![
                light(shared, first.and_then(|a| a.light)),
                days(
                    first.and_then(|a| a.days_left),
                    first.is_some_and(|a| a.overdue),
                ),
                Field::plain(number),
                stage(shared, row),
                Field::plain(match shared.other_session(&row.session) {
                    Some(session) => format!("[{}] {}", session.id, row.title),
                    None => row.title.clone(),
                }),
                Field::plain(row.proposers.join(shared.pick("、", ", "))),
            ]
        });
    }
}
