//! Board 看板: counts by stage and light, the figures, their trend, who stands where; a line opens what is behind it.

mod lines;

use banli_shared::api::figures::FigureQuery;
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::api::rankings::{Ranking, RankingQuery};
use banli_shared::figures::{Dimension, Part, Ranked};
use banli_shared::lang::Lang;
use banli_shared::org::Actor;
use banli_shared::workflow::ranked_inside;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::Pages;
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::super::widgets::table::{Column, Field, Looks, Room, table};
use super::super::news::{Job, News, Trouble};
use super::super::state::{Screen, Shared, Step};
use super::super::texts;
use super::case::CaseScreen;
use super::filters;
use super::proposals::Proposals;
pub use lines::Counted;
use lines::{Behind, Explained, Line, Units, lines, ranked};

/// The board of everything, or of one part of it.
#[derive(Default)]
pub struct BoardScreen {
    over: FigureQuery,
    /// What it is of, in both languages; empty where it is of everything.
    name: [String; 2],
    score: Option<Box<Ranked>>,
    list: Option<List<Line, usize>>,
    got: Option<Got>,
    /// Rankings that are shown instead of figures.
    rankings: Option<(Vec<RankingQuery>, Explained)>,
    asked: bool,
    /// Something changed since it was asked for: it is counted once more.
    again: bool,
    /// The width of the screen.
    width: u16,
    /// Why nothing came, in both languages.
    refused: Option<[String; 2]>,
}

enum Got {
    Counted(Box<Counted>),
    Ranked(Vec<Ranking>),
}

/// From this width on what is counted is written out.
const NAMED_FROM: u16 = 96;

fn columns(lang: Lang, units: Units) -> [Column; 3] {
    let column = |head, room, alignment, from_width| Column {
        head,
        room,
        alignment,
        from_width,
    };
    [
        column(lang.pick("项目", "what"), Room::Rest, Alignment::Left, 0),
        column(
            lang.pick("数值", "value"),
            Room::Cells(match units {
                Units::Named => 32,
                Units::Short => 26,
            }),
            Alignment::Right,
            0,
        ),
        column("", Room::Cells(units.bar()), Alignment::Left, 64),
    ]
}

impl BoardScreen {
    /// The board of one part, with its score where it was ranked.
    fn of(over: FigureQuery, name: [String; 2], score: Option<Box<Ranked>>) -> Self {
        Self {
            over,
            name,
            score,
            ..Self::default()
        }
    }

    /// Rankings over the same as this board.
    fn ranked(&self, queries: Vec<RankingQuery>, name: [String; 2], explained: Explained) -> Self {
        Self {
            over: self.over.clone(),
            name,
            rankings: Some((queries, explained)),
            ..Self::default()
        }
    }

    /// What is asked for: figures over this, by quarter unless they are of one.
    fn query(&self) -> FigureQuery {
        FigureQuery {
            by: self.over.quarter.is_none().then_some(Dimension::Quarter),
            ..self.over.clone()
        }
    }

    fn read(&mut self, shared: &Shared) -> Vec<Step> {
        self.asked = true;
        if let Some((queries, _)) = &self.rankings {
            return vec![Step::Job(Job::Rankings(queries.clone()))];
        }
        let ranking = self.ranking(shared).map(Box::new);
        vec![Step::Job(Job::Figures(Box::new(self.query()), ranking))]
    }

    /// Units against units for those who see them all; inside a unit its departments.
    fn ranking(&self, shared: &Shared) -> Option<RankingQuery> {
        let me = shared.me.as_ref()?;
        let actor = Actor::from(me);
        if self.over.department.is_some() || self.over.handler.is_some() {
            return None;
        }
        let unit = ranked_inside(&actor, self.over.unit.as_ref()).ok()?;
        Some(RankingQuery {
            session: self.over.session.clone(),
            quarter: self.over.quarter,
            unit,
            ..RankingQuery::default()
        })
    }

    fn answered(&mut self, shared: &Shared, got: Result<Got, Trouble>) -> Vec<Step> {
        self.asked = false;
        self.refused = None;
        match got {
            Ok(got) => {
                self.got = Some(got);
                self.compose(shared);
            }
            // What was counted before stays; the trouble is told below it.
            Err(trouble) => {
                self.refused = Some(trouble.text);
                return vec![];
            }
        }
        match std::mem::take(&mut self.again) {
            true => self.read(shared),
            false => vec![],
        }
    }

    /// Why there is nothing to see, and what can be done; that it is being counted where nothing came yet.
    fn instead(&self, shared: &Shared) -> String {
        let Some(why) = &self.refused else {
            return texts::loading(shared.lang).to_owned();
        };
        let key = |id| {
            let keys = shared.keymap.keys(id);
            keys.first().map_or_else(String::new, ToString::to_string)
        };
        let (again, back) = (key(CommandId::Refresh), key(CommandId::Back));
        let mut said = vec![shared.of(why).to_owned(), String::new()];
        said.push(texts::no_board(shared.lang, &again, &back));
        if shared.identities.len() > 1 {
            said.push(texts::no_board_for(
                shared.lang,
                &key(CommandId::SwitchIdentity),
            ));
        }
        said.join("\n")
    }

    fn asks(&self, queries: &[RankingQuery]) -> bool {
        let own = self.rankings.as_ref();
        own.is_some_and(|(own, _)| own == queries)
    }

    fn compose(&mut self, shared: &Shared) {
        if let Some(got) = &self.got {
            let (lang, over) = ((shared.lang, self.units()), &self.over);
            let explained = self.rankings.as_ref().map(|(_, it)| *it);
            let rows = match got {
                Got::Counted(got) => lines(lang, over, self.score.as_deref(), got),
                Got::Ranked(got) => {
                    ranked(lang, over, got, explained.unwrap_or(Explained::OnOpening))
                }
            };
            let list = self.list_mut();
            let at = list.selected();
            list.pages = Pages::whole(rows);
            list.select(at);
        }
    }

    fn list_mut(&mut self) -> &mut List<Line, usize> {
        self.list
            .get_or_insert_with(|| List::new(Pages::whole(vec![]), |line| line.no))
    }

    const fn units(&self) -> Units {
        match self.width {
            0..NAMED_FROM => Units::Short,
            _ => Units::Named,
        }
    }

    /// The proposals behind the line, those that this part of its number counts.
    fn behind(&self, shared: &mut Shared, part: Part) -> Option<Box<dyn Screen>> {
        let Behind::Cases(query, number) = &self.current()?.behind else {
            return None;
        };
        let query = ProposalQuery {
            part: query.figure.map(|_| part),
            ..(**query).clone()
        };
        let serial = shared.next_serial();
        Some(Box::new(Proposals::behind(
            serial,
            query,
            (**number).clone(),
        )))
    }

    fn current(&self) -> Option<&Line> {
        self.list.as_ref().and_then(List::current)
    }
}

impl Screen for BoardScreen {
    fn place(&self) -> Place {
        Place::Board
    }

    fn title(&self, shared: &Shared) -> String {
        let board = Place::Board.say(shared.lang).to_owned();
        let board = filters::titled(shared, board, self.over.session.as_ref());
        match shared.of::<String>(&self.name).as_str() {
            "" => board,
            name => format!("{board} - {name}"),
        }
    }

    fn aside(&self, _: &Shared) -> String {
        self.current()
            .map_or_else(String::new, |line| line.about.clone())
    }

    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step> {
        self.width = room.width;
        self.list_mut()
            .fit(usize::from(room.height.saturating_sub(1)));
        self.compose(shared);
        if self.got.is_none() && !self.asked {
            self.read(shared)
        } else {
            vec![]
        }
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        match id {
            CommandId::Open
                if self
                    .current()
                    .is_none_or(|line| line.behind == Behind::Nothing) =>
            {
                Err(texts::not_here(shared.lang).to_owned())
            }
            CommandId::Session if self.rankings.is_some() => {
                Err(texts::not_here(shared.lang).to_owned())
            }
            CommandId::Session => filters::may_choose_session(shared),
            CommandId::Denominator => match self.current().map(|line| &line.behind) {
                Some(Behind::Cases(_, number)) if number.has_denominator() => Ok(()),
                _ => Err(texts::no_denominator(shared.lang).to_owned()),
            },
            _ => Ok(()),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Down => self.list_mut().step(Direction::Down),
            CommandId::Up => self.list_mut().step(Direction::Up),
            CommandId::HalfDown => self.list_mut().half_page(Direction::Down),
            CommandId::HalfUp => self.list_mut().half_page(Direction::Up),
            CommandId::Top => self.list_mut().select(0),
            CommandId::Bottom => self.list_mut().select_last(),
            CommandId::Refresh => return self.read(shared),
            CommandId::Back => return vec![Step::Close],
            CommandId::Session => return filters::which_session(shared),
            CommandId::Denominator => {
                let opened = self.behind(shared, Part::Denominator);
                return opened.map_or_else(Vec::new, |opened| vec![Step::Open(opened)]);
            }
            CommandId::Open => {
                let behind = self.current().map(|line| line.behind.clone());
                let opened: Box<dyn Screen> = match behind {
                    Some(Behind::Cases(..)) => match self.behind(shared, Part::Numerator) {
                        Some(opened) => opened,
                        None => return vec![],
                    },
                    Some(Behind::Board(over, name, score)) => {
                        Box::new(Self::of(*over, name, score))
                    }
                    Some(Behind::Ranked(queries, name, explained)) => {
                        Box::new(self.ranked(queries, name, explained))
                    }
                    Some(Behind::Case(id)) => Box::new(CaseScreen::new(id, None)),
                    Some(Behind::Nothing) | None => return vec![],
                };
                return vec![Step::Open(opened)];
            }
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn chosen(&mut self, shared: &mut Shared, tag: &'static str, code: &str) -> Vec<Step> {
        if tag != filters::SESSION {
            return vec![];
        }
        let over = FigureQuery {
            session: filters::session(shared, code),
            // A quarter is one of its session.
            quarter: None,
            ..self.over.clone()
        };
        *self = Self {
            width: self.width,
            ..Self::of(over, self.name.clone(), None)
        };
        self.read(shared)
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Figures(query, got) if self.rankings.is_none() && **query == self.query() => {
                self.answered(shared, got.clone().map(Got::Counted))
            }
            News::Rankings(queries, got) if self.asks(queries) => {
                self.answered(shared, got.clone().map(Got::Ranked))
            }
            // Counting is not free: with changes coming in one after the other, one count at a time.
            News::Changed(_) if self.asked => {
                self.again = true;
                vec![]
            }
            News::Changed(_) => self.read(shared),
            // What could not be read while the server was away.
            News::Stream(None) if self.got.is_none() && !self.asked => self.read(shared),
            // Who asks decides what is ranked, and may only be known now.
            News::Begun(Ok(_)) | News::Reset => self.read(shared),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let Some(list) = self.list.as_ref().filter(|_| self.got.is_some()) else {
            let role = match self.refused {
                Some(_) => Role::Text,
                None => Role::Faint,
            };
            let mut said = Passage::new(&self.instead(shared));
            said.fit(area.width, area.height);
            said.render(area, frame.buffer_mut(), shared.theme.style(role));
            return;
        };
        let columns = columns(shared.lang, self.units());
        let full = u64::from(self.units().bar());
        let looks = Looks {
            columns: &columns,
            theme: shared.theme,
            highlight: shared.highlight(),
            active: true,
        };
        let at = table(frame.buffer_mut(), area, list, looks, |line| {
            let role = if line.heading {
                Role::Heading
            } else {
                Role::Text
            };
            let bar = line.share.map_or_else(String::new, |share| {
                "#".repeat((share.min(100) * full / 100) as usize)
            });
            vec![
                Field::styled(line.name.as_str(), shared.theme.style(role)),
                Field::plain(line.value.as_str()),
                Field::styled(bar, shared.theme.style(Role::Good)),
            ]
        });
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }
}
