//! Inbox 待办: what waits on me, most urgent first.

use std::collections::BTreeSet;

use banli_shared::api::inbox::InboxRow;
use banli_shared::api::proposals::{ManyAnswers, OneOfMany, why_waiting};
use banli_shared::case::StageName;
use banli_shared::ids::AssignmentNo;
use banli_shared::lang::Lang;
use banli_shared::text::truncate;
use banli_shared::workflow::{Action, AttentionWhy, Gate, Missing, Refusal};
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::{Pages, Wanted};
use super::super::super::text::passage::Direction;
use super::super::super::theme::Role;
use super::super::super::widgets::put::put;
use super::super::super::widgets::table::{Column, Field, Looks, Room, table};
use super::super::act;
use super::super::news::{Job, News, Target};
use super::super::signing::{self, ToSign};
use super::super::state::{Screen, Shared, Step};
use super::super::{texts, unsure};
use super::rows::{days, light, moved, nothing, place, say_gone};

/// What names an entry: the case, its assignment, and why.
type EntryKey = (String, Option<u32>, AttentionWhy);

/// The inbox.
pub struct Inbox {
    list: List<InboxRow, EntryKey>,
}

fn key_of(row: &InboxRow) -> EntryKey {
    (
        row.proposal.id.0.clone(),
        row.attention.assignment,
        row.attention.why,
    )
}

fn jobs(wanted: Vec<Wanted>) -> Vec<Step> {
    let jobs = wanted.into_iter().map(Job::Inbox);
    jobs.map(Step::Job).collect()
}

impl Default for Inbox {
    fn default() -> Self {
        Self {
            list: List::new(Pages::default(), key_of),
        }
    }
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
        column(texts::head_why(lang), Room::Cells(16), Alignment::Left, 50),
        column(texts::head_title(lang), Room::Rest, Alignment::Left, 0),
        column(
            texts::head_unit(lang),
            Room::Cells(22),
            Alignment::Left,
            UNIT_FROM,
        ),
    ]
}

impl Inbox {
    fn fetch(&mut self) -> Vec<Step> {
        jobs(self.list.look())
    }

    /// Reads again what may have changed; the marked entries that `perhaps_gone` names may have left the list.
    fn refresh(&mut self, perhaps_gone: impl Fn(&EntryKey) -> bool) -> Vec<Step> {
        jobs(self.list.refresh(perhaps_gone))
    }

    fn open(&self, shared: &Shared) -> Vec<Step> {
        let Some(row) = self.list.current() else {
            return vec![];
        };
        let at = self.list.selected();
        let following = self.list.pages.iter().filter(|(index, _)| *index > at);
        super::open_for(shared, row, following.map(|(_, row)| row))
    }

    /// The marked entries that wait for the signature.
    fn to_sign(&self) -> Vec<ToSign> {
        let marks = self.list.marks();
        self.list
            .pages
            .iter()
            .filter(|(_, row)| {
                row.attention.why == AttentionWhy::Sign && marks.contains(&key_of(row))
            })
            .map(|(_, row)| ToSign {
                target: target(row),
                hash: row.attention.text.clone().unwrap_or_default(),
                opinion: row.proposal.assignments.iter().any(|assignment| {
                    Some(assignment.no) == row.attention.assignment && !assignment.role.owes_reply()
                }),
            })
            .collect()
    }

    /// What is to be signed for: the marked entries that wait for it, or the selected one where none is marked.
    fn to_accept(&self) -> Vec<Target> {
        let keys = self.list.targets();
        let waits = |row: &InboxRow| {
            keys.contains(&key_of(row)) && row.attention.why == AttentionWhy::Accept
        };
        let rows = self.list.pages.iter();
        let rows = rows.filter(|(_, row)| waits(row));
        rows.map(|(_, row)| target(row)).collect()
    }
}

impl Inbox {
    /// Why nothing is to be signed for: at which stage the selected assignment is.
    fn why_not_accepted(&self, shared: &Shared) -> String {
        let at = self.list.current().and_then(|row| {
            let mut all = row.proposal.assignments.iter();
            all.find(|a| Some(a.no) == row.attention.assignment)
        });
        let Some(at) = at else {
            return texts::not_here(shared.lang).to_owned();
        };
        let missing = Missing::AssignmentIsAt {
            stage: at.stage,
            needs: vec![StageName::HandedOver],
        };
        shared.refused(&Refusal::new(Gate::Stage, missing, &[]))
    }
}

/// The title; where the work was urged, what was said before it; until when a reply can be rated; and for whom one stands
/// in and which of several units is meant, where no unit is shown that says so.
fn title<'a>(shared: &Shared, row: &'a InboxRow, with_unit: bool) -> Field<'a> {
    let lang = shared.lang;
    let urged = row.attention.urged.as_ref().map(|urging| {
        let note = truncate(&urging.note, URGED_CELLS);
        lang.label(texts::urged(lang), &note)
    });
    let other = row.on_behalf.as_ref().filter(|_| !with_unit);
    let other = other.map(|other| texts::for_whom(lang, other));
    let unit = row.of_which_unit().filter(|_| !with_unit);
    let unit = unit.map(|unit| shared.unit_name(unit).to_owned());
    let until = row
        .attention
        .due
        .filter(|_| row.attention.why == AttentionWhy::Rate);
    let until = until.map(|day| texts::rate_until(lang, &day.to_string()));
    let marks = [other, unit, until, urged].into_iter().flatten();
    let marks: String = marks.map(|mark| format!("[{mark}] ")).collect();
    Field::plain(format!("{marks}{}", row.proposal.title))
}

/// From this width on the unit is shown.
const UNIT_FROM: u16 = 96;

/// At most so much of a note, so that the title can be seen beside it.
const URGED_CELLS: usize = 20;

fn target(row: &InboxRow) -> Target {
    Target {
        case: row.proposal.id.clone(),
        version: row.proposal.version,
        number: number(row).to_owned(),
        assignment: row.attention.assignment,
    }
}

/// The cases and assignments of the commands that passed.
fn passed<'a>(
    commands: &'a [OneOfMany],
    answers: &ManyAnswers,
) -> BTreeSet<(&'a str, Option<AssignmentNo>)> {
    let each = commands.iter().zip(&answers.answers);
    each.filter(|(_, answer)| answer.problem.is_none())
        .map(|(one, _)| (one.proposal.0.as_str(), one.command.assignment()))
        .collect()
}

fn number(row: &InboxRow) -> &str {
    row.proposal
        .number
        .as_ref()
        .map_or(row.proposal.intake_number.as_str(), |number| {
            number.as_str()
        })
}

impl Screen for Inbox {
    fn place(&self) -> Place {
        Place::Inbox
    }

    fn title(&self, shared: &Shared) -> String {
        Place::Inbox.say(shared.lang).to_owned()
    }

    fn aside(&self, _: &Shared) -> String {
        place(&self.list)
    }

    fn fit(&mut self, _: &mut Shared, room: Size) -> Vec<Step> {
        self.list.fit(usize::from(room.height.saturating_sub(1)));
        self.fetch()
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        let why = self.list.current().map(|row| row.attention.why);
        match id {
            CommandId::Open if why.is_none() => {
                Err(texts::nothing_selected(shared.lang).to_owned())
            }
            CommandId::Accept if self.to_accept().is_empty() => Err(self.why_not_accepted(shared)),
            // One is signed where its text is read; many are marked where they were read.
            CommandId::Sign if self.to_sign().is_empty() => {
                Err(texts::mark_to_sign(shared.lang).to_owned())
            }
            _ => Ok(()),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        match id {
            id if moved(&mut self.list, id) => {}
            CommandId::Mark => {
                self.list.toggle_mark();
                self.list.step(Direction::Down);
            }
            CommandId::MarkAll => self.list.mark_all(),
            CommandId::ClearMarks => self.list.clear_marks(),
            CommandId::Refresh => return self.refresh(|_| true),
            CommandId::Open => return self.open(shared),
            CommandId::Accept => {
                return act::begin(shared, Action::Accept, self.to_accept(), None);
            }
            CommandId::Sign => return signing::sign_all(shared, self.to_sign()),
            other => return super::go(shared, other),
        }
        self.fetch()
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Inbox(wanted, Ok(page)) => {
                self.list.put(wanted, page.clone());
                say_gone(shared, Place::Inbox, &mut self.list);
                self.fetch()
            }
            News::Inbox(wanted, Err(_)) => {
                self.list.pages.failed(wanted);
                vec![]
            }
            News::RanMany(commands, Ok(answers)) => {
                // What did not pass stays marked, to be put right: also what the trial before refused.
                let passed = passed(commands, answers);
                let is = |key: &EntryKey| passed.contains(&(key.0.as_str(), key.1));
                self.list.retain_marks(|key| !is(key));
                self.refresh(|_| false)
            }
            News::Ran(target, _, Ok(_)) => {
                let is = |key: &EntryKey| key.0 == target.case.0 && key.1 == target.assignment;
                self.list.retain_marks(|key| !is(key));
                self.refresh(|_| false)
            }
            // Somebody acted: what waits may be another set now.
            News::Changed(changes) => {
                let others = unsure::of_others(shared, changes);
                self.refresh(|key| others.iter().any(|id| id.0 == key.0))
            }
            News::Reset => self.refresh(|_| true),
            News::Ran(..) | News::RanMany(..) => self.refresh(|_| false),
            // What could not be read while the server was away.
            News::Stream(None) => self.fetch(),
            News::Became(_) => {
                self.list.pages.restart();
                self.list.clear_marks();
                self.list.select(0);
                self.fetch()
            }
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        if self.list.pages.is_empty() {
            let text = nothing(
                shared.lang,
                &self.list.pages,
                texts::empty_inbox(shared.lang),
            );
            put(
                frame.buffer_mut(),
                area,
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
        let at = table(frame.buffer_mut(), area, &self.list, looks, |row| {
            let unit = row
                .attention
                .assignment
                .and_then(|no| row.proposal.assignments.iter().find(|a| a.no == no))
                .map_or("", |a| shared.unit_name(&a.unit));
            // Of a task it is told whose part of it waits: one may have posts in several units that were given one.
            let unit = row
                .attention
                .task_of()
                .map_or(unit, |of| shared.unit_name(of));
            let unit = match &row.on_behalf {
                Some(other) => format!("[{}] {unit}", texts::for_whom(shared.lang, other)),
                None => unit.to_owned(),
            };
            vec![
                light(shared, row.light),
                days(row.days_left, row.overdue),
                Field::plain(number(row)),
                Field::plain(why_waiting(
                    &row.attention,
                    &row.proposal.assignments,
                    shared.lang,
                )),
                title(shared, row, area.width >= UNIT_FROM),
                Field::plain(unit),
            ]
        });
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }
}
