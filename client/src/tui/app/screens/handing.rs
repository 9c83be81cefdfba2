//! Many proposals handed over at once: a table of who gets what, tried beforehand, changed row by row, confirmed once.

use std::collections::BTreeSet;

use banli_shared::api::events::Change;
use banli_shared::api::proposals::{ManyAnswers, OneOfMany};
use banli_shared::ids::{CaseId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::org::Unit;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect, Size};

use super::super::super::keys::command::Place;
use super::super::super::keys::table::CommandId;
use super::super::super::list::model::List;
use super::super::super::list::pages::Pages;
use super::super::super::text::passage::{Direction, Passage};
use super::super::super::theme::Role;
use super::super::super::widgets::table::{Column, Field, Looks, Room, table};
use super::super::news::{Job, News, Target};
use super::super::overlay::{Choice, Confirm, Overlay, Picker, Then};
use super::super::state::{Screen, Shared, Step};
use super::super::{texts, unsure};
use super::alike;
use super::rows::place;

mod row;

use self::row::{Row, Trial};

/// The tag of the choice of a unit.
const UNIT: &str = "unit";
/// The tag of the choice of a co-handler.
const CO_HANDLER: &str = "co";
/// Lines below the table: what there is to say of the selected row.
const ABOUT: u16 = 5;

/// The preview.
pub struct Handing {
    rows: List<Row, CaseId>,
    begun: bool,
    room: Size,
}

fn key_of(row: &Row) -> CaseId {
    row.target.case.clone()
}

impl Handing {
    /// Over these proposals, each with its title.
    #[must_use]
    pub fn new(proposals: Vec<(Target, String)>) -> Self {
        let rows = proposals
            .into_iter()
            .map(|(target, title)| Row::new(target, title));
        Self {
            rows: List::new(Pages::whole(rows.collect()), key_of),
            begun: false,
            room: Size::default(),
        }
    }

    fn counts_weekdays(&self) -> bool {
        self.each().any(|row| row.plain_weekdays)
    }

    /// Changes all of them, and tries them again.
    fn change_all(&mut self, with: impl Fn(&mut Row)) -> Vec<Step> {
        let rows = self.each().cloned().map(|mut row| {
            with(&mut row);
            row.trial = Trial::Open;
            row
        });
        let rows = rows.collect();
        self.keep(rows);
        self.trials()
    }

    /// The units that help with each of them.
    fn co(&self) -> &[UnitCode] {
        self.each().next().map_or(&[], |row| &row.co)
    }

    /// All units to choose one from that helps with each, those that do first; before them who helps with the selected one
    /// alone, as its list says.
    fn co_handlers(&self, shared: &Shared) -> Vec<Step> {
        let mark = |helps: bool, unit: &UnitCode, name: &str| {
            let mark = if helps { "[x]" } else { "[ ]" };
            Choice::new(unit.as_str(), format!("{mark} {name}"))
        };
        let row = self.rows.current();
        let listed = row.map_or_else(Vec::new, Row::listed);
        let own = listed.iter().map(|unit| {
            let helps = row.is_some_and(|row| !row.dropped.contains(unit));
            let (name, only) = (shared.unit_name(unit), texts::of_this_list(shared.lang));
            mark(helps, unit, &shared.lang.bracket(name, only))
        });
        let others = possible(shared).filter(|unit| !listed.contains(&unit.code));
        let others =
            others.map(|unit| mark(self.co().contains(&unit.code), &unit.code, &unit.name));
        let mut others: Vec<Choice> = others.collect();
        others.sort_by_key(|choice| !self.co().iter().any(|unit| unit.0 == choice.code));
        let picker = Picker::new(
            texts::co_handlers_of_all(shared.lang),
            own.chain(others).collect(),
            Then::Screen(CO_HANDLER),
        );
        vec![Step::Overlay(Box::new(Overlay::Picker(picker)))]
    }

    /// Adds a unit to those that help with each, or takes it away; one that the list of the selected one names, for that
    /// one alone.
    fn toggle_co(&mut self, unit: &UnitCode) -> Vec<Step> {
        let toggle = |units: &mut Vec<UnitCode>| match units.iter().position(|it| it == unit) {
            Some(at) => drop(units.remove(at)),
            None => units.push(unit.clone()),
        };
        let listed = self
            .rows
            .current()
            .filter(|row| row.listed().contains(unit));
        match listed.map(key_of) {
            Some(case) => {
                self.change(&case, |row| {
                    toggle(&mut row.dropped);
                    row.trial = Trial::Open;
                });
                self.trials()
            }
            None => self.change_all(|row| toggle(&mut row.co)),
        }
    }

    /// Who helps with each; nothing where nobody does.
    fn co_line(&self, shared: &Shared) -> Option<String> {
        let names: Vec<&str> = self
            .co()
            .iter()
            .map(|unit| shared.unit_name(unit))
            .collect();
        let said = names.join(shared.pick("、", ", "));
        let what = texts::co_handlers_of_all(shared.lang);
        (!names.is_empty()).then(|| shared.lang.label(what, &said))
    }

    fn each(&self) -> impl Iterator<Item = &Row> {
        self.rows.pages.iter().map(|(_, row)| row)
    }

    fn change(&mut self, case: &CaseId, with: impl FnOnce(&mut Row)) {
        let at = self
            .rows
            .pages
            .iter()
            .find(|(_, row)| row.target.case == *case);
        if let Some(at) = at.map(|(at, _)| at)
            && let Some(row) = self.rows.pages.get_mut(at)
        {
            with(row);
        }
    }

    /// Makes these the rows; the selection stays where it is, as far as it can.
    fn keep(&mut self, rows: Vec<Row>) {
        let at = self.rows.selected();
        self.rows = List::new(Pages::whole(rows), key_of);
        self.fit_list();
        self.rows.select(at);
    }

    fn fit_list(&mut self) {
        // Below the heading, above what is said of the selected row.
        self.rows
            .fit(usize::from(self.room.height.saturating_sub(1 + ABOUT)));
    }

    /// Asks what would come of the rows that were not tried as they are now, once all suggestions are there.
    fn trials(&self) -> Vec<Step> {
        if self.each().any(|row| row.similar.is_none()) {
            return vec![];
        }
        let open = self.each().filter(|row| row.trial == Trial::Open);
        let commands: Vec<OneOfMany> = open.filter_map(Row::command).collect();
        if commands.is_empty() {
            return vec![];
        }
        vec![Step::Job(Job::TryMany(commands))]
    }

    fn choose(&mut self, unit: &UnitCode) -> Vec<Step> {
        let Some(case) = self.rows.current().map(key_of) else {
            return vec![];
        };
        self.change(&case, |row| {
            row.chosen = Some(unit.clone());
            row.trial = Trial::Open;
        });
        self.rows.step(Direction::Down);
        self.trials()
    }

    /// Every unit that can be handed something; those suggested first, with the reason.
    fn units(&self, shared: &Shared) -> Vec<Step> {
        let Some(row) = self.rows.current() else {
            return vec![];
        };
        let suggested = row.similar.iter().flat_map(|found| &found.units);
        let mut choices: Vec<Choice> = suggested
            .map(|it| {
                let name = shared.unit_name(&it.unit);
                let (percent, why) = (alike::percent(it), alike::reason(shared, it));
                let label = format!("{name}{percent} {why}");
                Choice::new(it.unit.as_str(), label)
            })
            .collect();
        for unit in possible(shared) {
            if choices.iter().all(|choice| choice.code != unit.code.0) {
                choices.push(Choice::new(unit.code.as_str(), unit.name.as_str()));
            }
        }
        let title = format!("{} {}", texts::head_unit(shared.lang), row.target.number);
        let picker = Picker::new(title, choices, Then::Screen(UNIT));
        vec![Step::Overlay(Box::new(Overlay::Picker(picker)))]
    }

    fn leave_out(&mut self) -> Vec<Step> {
        let Some(case) = self.rows.current().map(key_of) else {
            return vec![];
        };
        let others = self.each().filter(|row| row.target.case != case);
        let others: Vec<Row> = others.cloned().collect();
        if others.is_empty() {
            return vec![Step::Close];
        }
        self.keep(others);
        self.trials()
    }

    /// The question before all that can be handed over are.
    fn confirm(&self, shared: &mut Shared) -> Vec<Step> {
        let good: Vec<&Row> = self.each().filter(|row| row.passes()).collect();
        let units: BTreeSet<&UnitCode> = good.iter().filter_map(|row| row.unit()).collect();
        let (many, left) = (good.len(), self.rows.pages.len() - good.len());
        let commands = good.iter().filter_map(|row| row.command()).collect();
        let then = vec![unsure::many(shared, commands, None)];
        let confirm = Confirm::new(shared, then, |shared| {
            let mut lines = vec![texts::many_to_units(shared.lang, many, units.len())];
            if left > 0 {
                lines.push(texts::stay_behind(shared.lang, left));
            }
            lines.extend(self.co_line(shared));
            lines.extend(good.iter().map(|row| {
                let unit = row.unit().map_or("", |unit| shared.unit_name(unit));
                let beside = row.beside(shared).join(shared.pick("；", "; "));
                let unit = match beside.is_empty() {
                    true => unit.to_owned(),
                    false => shared.lang.bracket(unit, &beside),
                };
                format!("{} {unit} - {}", row.target.number, row.title)
            }));
            (Place::Handing.say(shared.lang).to_owned(), lines)
        });
        vec![Step::Overlay(Box::new(Overlay::Confirm(confirm)))]
    }

    /// What was tried says what would come of each; a row that was changed meanwhile waits for its own answer.
    fn tried(&mut self, commands: &[OneOfMany], answers: &ManyAnswers) {
        for (one, answer) in commands.iter().zip(&answers.answers) {
            self.change(&CaseId(one.proposal.0.clone()), |row| {
                if row.command().as_ref() == Some(one) {
                    row.trial = match &answer.problem {
                        Some(problem) => Trial::Refused(Box::new(problem.clone())),
                        None => Trial::Passes(answer.due),
                    };
                }
            });
        }
    }

    /// Those that were handed over leave the table; the others stay, with the reason.
    fn ran(&mut self, commands: &[OneOfMany], answers: &ManyAnswers) -> Vec<Step> {
        let answer_of = |row: &Row| {
            let mut pairs = commands.iter().zip(&answers.answers);
            pairs.find(|(one, _)| one.proposal.0 == row.target.case.0)
        };
        let mut left = vec![];
        for row in self.each() {
            match answer_of(row).map(|(_, answer)| &answer.problem) {
                Some(None) => {}
                Some(Some(problem)) => left.push(Row {
                    trial: Trial::Refused(Box::new(problem.clone())),
                    ..row.clone()
                }),
                None => left.push(row.clone()),
            }
        }
        if left.is_empty() {
            return vec![Step::Close];
        }
        self.keep(left);
        vec![]
    }

    /// What there is to say of the selected row.
    fn about(&self, shared: &Shared) -> String {
        let Some(row) = self.rows.current() else {
            return String::new();
        };
        let unit = row.unit().map_or("", |unit| shared.unit_name(unit));
        let mut lines = vec![
            format!("{} {}", row.target.number, row.title),
            format!("{unit} {}", row.reason(shared)),
        ];
        lines.extend(row.beside(shared));
        lines.extend(self.co_line(shared));
        if let Trial::Refused(problem) = &row.trial {
            lines.push(problem.say(shared.lang));
        }
        lines.join("\n")
    }
}

/// Units that can be handed something.
fn possible(shared: &Shared) -> impl Iterator<Item = &Unit> {
    let all = shared.units.values();
    all.filter(|unit| unit.parent.is_none() && !unit.retired)
}

fn columns(lang: Lang) -> [Column; 5] {
    let column = |head, room, from_width| Column {
        head,
        room,
        alignment: Alignment::Left,
        from_width,
    };
    [
        column(texts::head_number(lang), Room::Cells(10), 0),
        column(texts::head_unit(lang), Room::Cells(20), 0),
        column(texts::head_due(lang), Room::Cells(12), 0),
        column(texts::head_title(lang), Room::Rest, 0),
        column(texts::head_reason(lang), Room::Cells(40), 110),
    ]
}

impl Screen for Handing {
    fn place(&self) -> Place {
        Place::Handing
    }

    fn title(&self, shared: &Shared) -> String {
        Place::Handing.say(shared.lang).to_owned()
    }

    fn aside(&self, shared: &Shared) -> String {
        let place = place(&self.rows);
        if self.counts_weekdays() {
            format!("{} {place}", texts::weekdays_counted(shared.lang))
        } else {
            place
        }
    }

    fn fit(&mut self, _: &mut Shared, room: Size) -> Vec<Step> {
        self.room = room;
        self.fit_list();
        if self.begun {
            return vec![];
        }
        self.begun = true;
        let jobs = self.each().map(|row| Job::Similar(row.target.case.clone()));
        jobs.map(Step::Job).collect()
    }

    fn enabled(&self, shared: &Shared, id: CommandId) -> Result<(), String> {
        let suggested = |place| {
            let row = self.rows.current()?;
            row.similar.as_ref()?.units.get(place)
        };
        match (id, alike::place(id)) {
            (_, Some(place)) if suggested(place).is_none() => {
                Err(texts::no_suggestion(shared.lang).to_owned())
            }
            (CommandId::HandOver, _) if !self.each().any(Row::passes) => {
                Err(texts::nothing_passes(shared.lang).to_owned())
            }
            _ => Ok(()),
        }
    }

    fn command(&mut self, shared: &mut Shared, id: CommandId) -> Vec<Step> {
        if let Some(place) = alike::place(id) {
            let row = self.rows.current();
            let found = row.and_then(|row| row.similar.as_ref()?.units.get(place));
            return match found.map(|it| it.unit.clone()) {
                Some(unit) => self.choose(&unit),
                None => vec![],
            };
        }
        match id {
            CommandId::Down => self.rows.step(Direction::Down),
            CommandId::Up => self.rows.step(Direction::Up),
            CommandId::HalfDown => self.rows.half_page(Direction::Down),
            CommandId::HalfUp => self.rows.half_page(Direction::Up),
            CommandId::Top => self.rows.select(0),
            CommandId::Bottom => self.rows.select_last(),
            CommandId::OtherUnit => return self.units(shared),
            CommandId::LeaveOut => return self.leave_out(),
            CommandId::CoHandlers => return self.co_handlers(shared),
            CommandId::PlainWeekdays => {
                let plain_weekdays = !self.counts_weekdays();
                return self.change_all(|row| row.plain_weekdays = plain_weekdays);
            }
            CommandId::HandOver => return self.confirm(shared),
            CommandId::Open => {
                let case = self.rows.current().map(key_of);
                let open = |case| super::case::CaseScreen::new(case, None);
                return case.map_or_else(Vec::new, |case| vec![Step::Open(Box::new(open(case)))]);
            }
            CommandId::Refresh => {
                return self.change_all(|_| {});
            }
            CommandId::Back => return vec![],
            other => return super::go(shared, other),
        }
        vec![]
    }

    fn chosen(&mut self, _: &mut Shared, tag: &'static str, code: &str) -> Vec<Step> {
        match tag {
            UNIT => self.choose(&UnitCode(code.to_owned())),
            CO_HANDLER => self.toggle_co(&UnitCode(code.to_owned())),
            _ => vec![],
        }
    }

    fn news(&mut self, shared: &mut Shared, news: &News) -> Vec<Step> {
        match news {
            News::Similar(id, found) => {
                let asked = self
                    .each()
                    .any(|row| row.target.case == *id && row.similar.is_none());
                if !asked {
                    return vec![];
                }
                // Where it could not be found out, a unit is chosen by hand.
                let found = found.as_ref().map_or_else(|_| Box::default(), Clone::clone);
                self.change(id, |row| row.similar = Some(found));
                self.trials()
            }
            News::TriedMany(commands, Ok(answers)) => {
                self.tried(commands, answers);
                vec![]
            }
            News::RanMany(commands, Ok(answers)) => self.ran(commands, answers),
            // What is perhaps handed over stays as it was sent, to be sent as the same.
            // Where somebody else did something to it, what was tried may no longer hold.
            News::Changed(changes) => {
                let mut found = false;
                for Change { case, .. } in changes {
                    let is_there = self.each().any(|row| row.target.case == *case);
                    if is_there && !unsure::is_about(shared, case) {
                        self.change(case, |row| row.trial = Trial::Open);
                        found = true;
                    }
                }
                match found {
                    true => self.trials(),
                    false => vec![],
                }
            }
            _ => vec![],
        }
    }

    fn view(&self, shared: &Shared, frame: &mut Frame<'_>, area: Rect) {
        let about = ABOUT.min(area.height.saturating_sub(2));
        let above = Rect {
            height: area.height - about,
            ..area
        };
        let below = Rect {
            y: area.y + above.height,
            height: about,
            ..area
        };
        let columns = columns(shared.lang);
        let looks = Looks {
            columns: &columns,
            theme: shared.theme,
            highlight: shared.highlight(),
            active: true,
        };
        let at = table(frame.buffer_mut(), above, &self.rows, looks, |row| {
            let unit = row.unit().map_or("-", |unit| shared.unit_name(unit));
            let due = match &row.trial {
                Trial::Open => Field::plain(".."),
                Trial::Passes(due) => {
                    Field::plain(due.map_or_else(String::new, |due| due.to_string()))
                }
                Trial::Refused(_) => {
                    Field::styled(texts::refused(shared.lang), shared.theme.style(Role::Bad))
                }
            };
            vec![
                Field::plain(row.target.number.as_str()),
                Field::plain(unit),
                due,
                Field::plain(row.title.as_str()),
                Field::plain(row.reason(shared)),
            ]
        });
        let mut text = Passage::new(&self.about(shared));
        text.fit(below.width, below.height);
        text.render(below, frame.buffer_mut(), shared.theme.style(Role::Text));
        if let Some(at) = at {
            frame.set_cursor_position(at);
        }
    }
}
