//! Screens with made-up cases: what they look like, and what keys do to them.

mod admin;
mod away;
mod beside;
mod board;
mod changes;
mod choices;
mod desk;
mod forms;
mod identity;
mod inbox;
mod keys;
mod ledger;
mod left;
mod letters;
mod looks;
mod menu;
mod merged;
mod offered;
mod outrun;
mod over;
mod rating;
mod rounds;
mod sessions;
mod signing;
mod tasks;
mod typing;
mod undo;

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::Page;
use banli_shared::api::figures::{
    Board, FigureGroup, FigureQuery, FigureReport, LightCount, StageCount,
};
use banli_shared::api::inbox::InboxRow;
use banli_shared::api::proposals::{AssignmentRow, CaseView, ProposalRow, TaskRow};
use banli_shared::api::rankings::Ranking;
use banli_shared::api::sessions::Session;
use banli_shared::case::{Case, ProposalStage, StageName};
use banli_shared::figures::{Dimension, Level, RankOf, count, facts, rank};
use banli_shared::lang::Lang;
use banli_shared::org::Person;
use banli_shared::profile::Light;
use banli_shared::workflow::{Command, attention, gates, offers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use super::super::input::Press;
use super::super::keys::config::Preset;
use super::super::keys::keymap::{Keymap, Pending};
use super::super::runtime::{Effect, Msg};
use super::super::theme::{Colours, Glyphs, Theme};
use super::changes::Changes;
use super::news::{Job, News};
use super::screens::board::Counted;
use super::screens::inbox::Inbox;
use super::state::{Link, Shared, State};
use super::{update, view};
use crate::command::demo::on_paper::{Paper, numbers};

/// In the morning of 2023-06-12 where the office is.
const TODAY_MS: i64 = 1_686_531_600_000;

/// The client of one person, in front of a window.
pub(super) struct Client {
    pub(super) state: State,
    /// Jobs that were asked for and not answered.
    pub(super) jobs: Vec<Job>,
    /// It asked to end.
    pub(super) ended: bool,
}

impl Client {
    pub(super) fn new(paper: &Paper, login: &str, lang: Lang, size: Size) -> Self {
        let (mut client, begun) = Self::opened(paper, login, lang, size);
        let News::Begun(Ok(told)) = &begun else {
            panic!()
        };
        client.state.shared.me = Some(told.0.clone());
        client.tell(Msg::Started(size));
        client.hear(begun);
        client
    }

    /// Before it is started, and what the server will say to its beginning.
    pub(super) fn opened(paper: &Paper, login: &str, lang: Lang, size: Size) -> (Self, News) {
        let person = paper
            .office
            .people
            .iter()
            .find(|person| person.login == login)
            .unwrap();
        let me = Person {
            id: login.into(),
            login: login.to_owned(),
            name: person.name.clone(),
            posts: person.posts.clone(),
            stands_in: vec![],
            disabled: false,
            left: vec![],
        };
        let state = State {
            shared: Shared {
                lang,
                theme: Theme {
                    colours: Colours::None,
                    glyphs: Glyphs::Lines,
                },
                keymap: Keymap::preset(Preset::Default),
                pending: Pending::default(),
                size,
                low_bandwidth: false,
                me: None,
                units: BTreeMap::new(),
                sessions: vec![],
                profile: None,
                link: Link::Starting,
                waiting: 0,
                changes: Changes::default(),
                changing: false,
                notice: None,
                undo: vec![],
                undoing: None,
                outrun: None,
                unit_says: None,
                warned: None,
                unmerging: None,
                identities: vec![],
                identity: 0,
                server: "http://127.0.0.1:7878".to_owned(),
                serial: 0,
                drafts: BTreeMap::new(),
                left_forms: vec![],
                left_sheets: vec![],
                left_out: 0,
                unsure: vec![],
                unsent: vec![],
                logged_out: false,
                salt: "test".to_owned(),
                simulated_ms: None,
                clock: || TODAY_MS,
            },
            screens: vec![Box::new(Inbox::default())],
            overlay: None,
        };
        let client = Self {
            state,
            jobs: vec![],
            ended: false,
        };
        let units = paper.office.units.clone();
        let begun = (me, units, sessions(), paper.world.profile.clone());
        (client, News::Begun(Ok(Box::new(begun))))
    }

    pub(super) fn tell(&mut self, message: Msg<News>) {
        for effect in update(&mut self.state, message) {
            match effect {
                Effect::Run(job) | Effect::Foreground(job) => self.jobs.push(job),
                Effect::Quit => self.ended = true,
                Effect::Send(_) | Effect::Suspend => {}
            }
        }
    }

    pub(super) fn hear(&mut self, news: News) {
        self.tell(Msg::App(news));
    }

    pub(super) fn press(&mut self, keys: &str) {
        for key in keys.split(' ') {
            let key = key.parse().unwrap();
            self.tell(Msg::Key(Press { key, settled: true }));
        }
    }

    /// Answers the first job that `with` has an answer for.
    pub(super) fn answer(&mut self, with: impl Fn(&Job) -> Option<News>) {
        let found = self
            .jobs
            .iter()
            .position(|job| with(job).is_some())
            .expect("such a job was asked for");
        let job = self.jobs.remove(found);
        let news = with(&job).unwrap();
        self.hear(news);
    }

    pub(super) fn frame(&self) -> Buffer {
        let Size { width, height } = self.state.shared.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(&self.state, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// The frame as lines of text.
    pub(super) fn text(&self) -> String {
        let dumped = super::super::dump::dump(&self.frame());
        dumped.split("----\n").next().unwrap_or_default().to_owned()
    }
}

/// A case as `login` would get it from the server.
pub(super) fn seen(paper: &Paper, case: &Case, login: &str, at_ms: i64) -> Box<CaseView> {
    let numbers = numbers(0);
    let ctx = paper.world.at(at_ms, &numbers, None);
    let actor = &paper.actors[login];
    let people = paper
        .office
        .people
        .iter()
        .map(|person| (person.login.as_str().into(), person.name.clone()));
    Box::new(CaseView {
        stage: case.stage(),
        tracking: case.is_tracked(),
        host: None,
        merged: vec![],
        offers: offers(case, actor, &ctx),
        gates: case.live().flat_map(|a| gates(case, a, &ctx)).collect(),
        attention: attention(case, &ctx),
        assignments: rows(case),
        tasks: tasks(case),
        texts: case
            .live()
            .filter_map(|a| Some((a.no, a.text_under_review()?)))
            .collect(),
        people: people.collect(),
        case: case.clone(),
    })
}

fn tasks(case: &Case) -> Vec<TaskRow> {
    let open = case.standing_tasks().filter(|(_, task)| task.is_open());
    open.map(|(a, task)| TaskRow {
        assignment: a.no,
        no: task.no,
        light: Light::Yellow,
        days_left: 7,
        overdue: false,
    })
    .collect()
}

fn rows(case: &Case) -> Vec<AssignmentRow> {
    case.live()
        .map(|a| AssignmentRow {
            no: a.no,
            unit: a.unit.clone(),
            role: a.role,
            stage: a.stage.name(),
            round: a.round().no,
            due: a.due().date,
            plain_weekdays: a.due().plain_weekdays,
            light: a.is_open().then_some(Light::Yellow),
            days_left: a.is_open().then_some(7),
            overdue: false,
            class: None,
            first_class: None,
            rating: None,
            openness: None,
            published: None,
            extendable_until: None,
        })
        .collect()
}

/// The current session, and the one before it.
fn sessions() -> Vec<Session> {
    let session = |id: &str, name: &str, year, current| Session {
        id: id.into(),
        name: name.to_owned(),
        year,
        closed_on: None,
        current,
    };
    vec![
        session("2023", "七届三次会议", 2023, true),
        session("2022", "七届二次会议", 2022, false),
    ]
}

pub(super) fn row(case: &Case) -> ProposalRow {
    ProposalRow {
        due: case.reply_due(),
        id: case.id.clone(),
        session: case.session.clone(),
        version: case.version,
        intake_number: case.intake_number.clone(),
        number: case.number.clone(),
        title: case.proposal.title.clone(),
        proposers: case
            .proposal
            .proposers
            .iter()
            .map(|proposer| proposer.name.clone())
            .collect(),
        kind: case.proposal.kind,
        category: case.proposal.category.clone(),
        timing: case.proposal.timing,
        publication: case.proposal.publication,
        stage: case.stage(),
        key: case.key.is_some(),
        tracking: case.is_tracked(),
        submitted_ms: case.proposal.submitted_ms,
        assignments: rows(case),
    }
}

/// Cases of the made-up session, each just before a step that `login` takes; with the time of that step.
pub(super) fn cases_before(
    paper: &Paper,
    login: &str,
    until: fn(&Command) -> bool,
    most: usize,
) -> Vec<(Case, i64)> {
    (0..SEARCHED)
        .filter_map(|n| paper.before(n, until))
        .filter(|(_, step)| login.is_empty() || step.login == login)
        .map(|(case, step)| (case, step.at_ms))
        .take(most)
        .collect()
}

/// How many of the made-up proposals are searched for a case.
const SEARCHED: usize = 160;

/// The inbox of `login` over these cases.
pub(super) fn inbox(paper: &Paper, cases: &[(Case, i64)], login: &str) -> Page<InboxRow> {
    let actor = &paper.actors[login];
    let numbers = numbers(0);
    let mut items = vec![];
    for (case, at_ms) in cases {
        let ctx = paper.world.at(*at_ms, &numbers, None);
        let lights = [Light::Red, Light::Yellow, Light::Green];
        for entry in attention(case, &ctx) {
            if entry.holder.is(actor) && entry.from.is_none() {
                let n = items.len();
                items.push(InboxRow {
                    on_behalf: None,
                    light: entry.due.map(|_| lights[n.min(2)]),
                    days_left: entry.due.map(|_| n as i32 * 3 - 2),
                    overdue: entry.due.is_some() && n == 0,
                    attention: entry,
                    proposal: row(case),
                });
            }
        }
    }
    Page::whole(items)
}

pub(super) fn figures(cases: &[(Case, i64)], paper: &Paper) -> News {
    let day = "2023-02-06".parse().unwrap();
    let facts: Vec<_> = cases
        .iter()
        .flat_map(|(case, _)| facts(case, |_| day))
        .collect();
    let profile = &paper.world.profile;
    let (by, rules) = (Dimension::Quarter, &profile.figures);
    let counted = count(&facts, &[], Some(by), Level::Whole);
    let groups = counted.groups.iter().map(|(quarter, sums)| FigureGroup {
        value: quarter.clone(),
        name: quarter.clone(),
        unit: None,
        figures: sums.figures(rules),
    });
    let report = FigureReport {
        session: None,
        figures: counted.whole.figures(rules),
        by: Some(by),
        groups: groups.collect(),
    };
    let ranking = ranking(cases, paper, RankOf::Units);
    let stages: BTreeSet<ProposalStage> = cases.iter().map(|(case, _)| case.stage()).collect();
    let board = Board {
        proposals: stages
            .into_iter()
            .map(|stage| StageCount {
                stage,
                count: cases
                    .iter()
                    .filter(|(case, _)| case.stage() == stage)
                    .count() as u64,
            })
            .collect(),
        assignments: vec![
            StageCount {
                stage: StageName::Level1,
                count: 4,
            },
            StageCount {
                stage: StageName::Drafting,
                count: 12,
            },
        ],
        lights: vec![
            LightCount {
                light: Light::Red,
                count: 3,
            },
            LightCount {
                light: Light::Green,
                count: 13,
            },
        ],
        overdue: 2,
        today: "2023-06-01".parse().unwrap(),
    };
    let query = FigureQuery {
        by: Some(by),
        ..FigureQuery::default()
    };
    let counted = Counted {
        report,
        board: Some(board),
        ranking: Some(ranking),
    };
    News::Figures(Box::new(query), Ok(Box::new(counted)))
}

/// These ranked as the server ranks them, but proposals that are answered in time by any unit.
pub(super) fn ranking(cases: &[(Case, i64)], paper: &Paper, of: RankOf) -> Ranking {
    let day = "2023-02-06".parse().unwrap();
    let profile = &paper.world.profile;
    let facts = |case: &Case| facts(case, |_| day);
    let groups = match of {
        RankOf::Units => Dimension::Unit,
        RankOf::Departments => Dimension::Department,
        RankOf::Persons | RankOf::Proposals => Dimension::Handler,
    };
    let all: Vec<_> = cases.iter().flat_map(|(case, _)| facts(case)).collect();
    let sums = match of {
        RankOf::Proposals => {
            let of_one = |case: &Case| count(&facts(case), &[], None, Level::Whole).whole;
            let each = cases
                .iter()
                .map(|(case, _)| (case.id.0.clone(), of_one(case)));
            each.collect()
        }
        _ => count(&all, &[], Some(groups), Level::Whole).groups,
    };
    let sums = sums.iter().map(|(value, sums)| (value.as_str(), sums));
    let mut rows = rank(sums, &of.points(&profile.points), &profile.figures, 1);
    for row in &mut rows {
        row.name = match of {
            RankOf::Proposals => {
                let (case, _) = cases
                    .iter()
                    .find(|(case, _)| case.id.0 == row.value)
                    .unwrap();
                format!("{} {}", case.shown_number(), case.proposal.title)
            }
            RankOf::Persons => row.value.clone(),
            _ => paper.world.org.name(&row.value.as_str().into()).to_owned(),
        };
    }
    Ranking {
        unit: None,
        session: None,
        of,
        weights: profile.points.clone(),
        examples: vec![],
        total: rows.len() as u64,
        rows,
    }
}
