//! Board 看板: counts by stage and light, and the figures; a count opens the proposals behind it.

use banli_shared::api::figures::Board;
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::figures::Figures;
use banli_shared::lang::Lang;
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
use super::proposals::Proposals;

/// One line of the board.
struct Line {
    no: usize,
    name: String,
    value: String,
    /// Out of a hundred, for the bar.
    share: Option<u64>,
    /// The proposals behind it.
    query: Option<ProposalQuery>,
    heading: bool,
}

/// The board.
pub struct BoardScreen {
    list: List<Line, usize>,
    got: Option<Box<(Figures, Board)>>,
    asked: bool,
}

impl Default for BoardScreen {
    fn default() -> Self {
        Self {
            list: List::new(Pages::whole(vec![]), |line| line.no),
            got: None,
            asked: false,
        }
    }
}

/// Cells of a full bar.
const BAR: u64 = 20;

fn columns(lang: Lang) -> [Column; 3] {
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
            Room::Cells(26),
            Alignment::Right,
            0,
        ),
        column("", Room::Cells(BAR as u16), Alignment::Left, 64),
    ]
}

fn lines(lang: Lang, figures: &Figures, board: &Board) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![];
    let mut add = |name: String, value: String, share, query, heading| {
        let no = lines.len();
        lines.push(Line {
            no,
            name,
            value,
            share,
            query,
            heading,
        });
    };
    let head = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    add(
        head("提案阶段", "Proposals by stage"),
        String::new(),
        None,
        None,
        true,
    );
    let all: u64 = board.proposals.iter().map(|row| row.count).sum();
    for row in &board.proposals {
        let query = ProposalQuery {
            stage: Some(row.stage),
            ..ProposalQuery::default()
        };
        let share = (row.count * 100).checked_div(all);
        add(
            format!("  {}", row.stage.say(lang)),
            row.count.to_string(),
            share,
            Some(query),
            false,
        );
    }
    add(
        head("承办任务阶段", "Assignments by stage"),
        String::new(),
        None,
        None,
        true,
    );
    let all: u64 = board.assignments.iter().map(|row| row.count).sum();
    for row in &board.assignments {
        let query = ProposalQuery {
            assignment_stage: Some(row.stage),
            ..ProposalQuery::default()
        };
        let share = (row.count * 100).checked_div(all);
        add(
            format!("  {}", row.stage.say(lang)),
            row.count.to_string(),
            share,
            Some(query),
            false,
        );
    }
    add(head("期限灯", "Lights"), String::new(), None, None, true);
    let all: u64 = board.lights.iter().map(|row| row.count).sum();
    for row in &board.lights {
        let query = ProposalQuery {
            light: Some(row.light),
            ..ProposalQuery::default()
        };
        let share = (row.count * 100).checked_div(all);
        add(
            format!("  {}", row.light.say(lang)),
            row.count.to_string(),
            share,
            Some(query),
            false,
        );
    }
    add(
        format!("  {}", lang.pick("逾期", "overdue")),
        board.overdue.to_string(),
        None,
        None,
        false,
    );
    add(head("办理指标", "Figures"), String::new(), None, None, true);
    for (name, rate) in figures.named() {
        let value = format!("{}/{}  {:>7}", rate.numerator, rate.denominator, rate.say());
        let share = (rate.numerator * 100).checked_div(rate.denominator);
        add(format!("  {}", name.say(lang)), value, share, None, false);
    }
    lines
}

impl BoardScreen {
    fn read(&mut self) -> Vec<Step> {
        self.asked = true;
        vec![Step::Job(Job::Figures)]
    }

    fn compose(&mut self, shared: &Shared) {
        if let Some(got) = &self.got {
            let at = self.list.selected();
            let rows = lines(shared.lang, &got.0, &got.1);
            self.list.pages = Pages::whole(rows);
            self.list.select(at);
        }
    }
}

impl Screen for BoardScreen {
    fn place(&self) -> Place {
        Place::Board
    }

    fn title(&self, shared: &Shared) -> String {
        Place::Board.say(shared.lang).to_owned()
    }

    fn fit(&mut self, shared: &mut Shared, room: Size) -> Vec<Step> {
        self.list.fit(usize::from(room.height.saturating_sub(1)));
        self.compose(shared);
        if self.got.is_none() && !self.asked {
            self.read()
        } else {
            vec![]
        }
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        match id {
            CommandId::Open if self.list.current().is_none_or(|line| line.query.is_none()) => {
                Err(texts::not_here(shared.lang).to_owned())
            }
            _ => Ok(()),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            CommandId::Down => self.list.step(Direction::Down),
            CommandId::Up => self.list.step(Direction::Up),
            CommandId::HalfDown => self.list.half_page(Direction::Down),
            CommandId::HalfUp => self.list.half_page(Direction::Up),
            CommandId::Top => self.list.select(0),
            CommandId::Bottom => self.list.select_last(),
            CommandId::Refresh => return self.read(),
            CommandId::Back => return vec![Step::Close],
            CommandId::Open => {
                let query = self.list.current().and_then(|line| line.query.clone());
                return query
                    .map(|query| {
                        Step::Open(Box::new(Proposals::new(shared.next_serial(), query))
                            as Box<dyn Screen>)
                    })
                    .into_iter()
                    .collect();
            }
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Figures(got) => {
                self.asked = false;
                if let Ok(got) = got {
                    self.got = Some(got.clone());
                    self.compose(shared);
                }
                vec![]
            }
            // Counting is not free: with changes coming in one after the other, one count at a time.
            News::Changed(_) if !self.asked => self.read(),
            News::Reset => self.read(),
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        if self.got.is_none() {
            let faint = shared.theme.style(Role::Faint);
            put(
                frame.buffer_mut(),
                area,
                texts::loading(shared.lang),
                faint,
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
        let at = table(frame.buffer_mut(), area, &self.list, looks, |line| {
            let role = if line.heading {
                Role::Heading
            } else {
                Role::Text
            };
            let bar = line.share.map_or_else(String::new, |share| {
                "#".repeat((share.min(100) * BAR / 100) as usize)
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
