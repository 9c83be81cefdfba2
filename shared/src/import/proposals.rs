//! Lists of proposals.

mod decided;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Date;
use crate::case::Kind;
use crate::lists::{CellDetail, CellFault, FileFault, PassedOver, PassedRow, ProposalColumn};
use crate::org::UnitNames;
use crate::text::{self, Counted, TextFault, check, check_line, normalise_name};

use super::bounds::LISTS;
use super::cell::{Cell, Row, Sheet};
use super::decisions::gather;
use super::header::Header;
use super::list_row::ListRow;
use super::read_list::ReadList;
use super::rows::{self, Problems};
use super::unit_cell::Roles;
use super::{ReadOptions, no_entry, sniff, suggestions, values};

/// Most characters of a proposal number.
const NUMBER_CHARS: usize = 40;
/// Most characters of a title.
const TITLE_CHARS: usize = 200;
/// Most characters of a body.
const BODY_CHARS: usize = 100_000;
/// Most characters of one suggestion.
const SUGGESTION_CHARS: usize = 5_000;
/// Cells of a title that are shown.
const TITLE_CELLS: usize = 40;
/// Most characters of a proposer's name and of a category.
const NAME_CHARS: usize = 100;

/// Reads a list of proposals.
///
/// # Errors
/// Where the file is not a list that can be read at all; what is wrong with single cells is in
/// [`ReadList::problems`].
pub fn read_proposals(
    bytes: &[u8],
    options: &ReadOptions<ProposalColumn>,
    units: &UnitNames,
) -> Result<ReadList<ListRow>, FileFault> {
    read(bytes, options, units).map_err(|fault| rows::because_hidden(fault, bytes, options))
}

fn read(
    bytes: &[u8],
    options: &ReadOptions<ProposalColumn>,
    units: &UnitNames,
) -> Result<ReadList<ListRow>, FileFault> {
    let book = sniff::read_sheets(bytes, options.sheet.as_deref(), options.hidden, &LISTS)?;
    let lists = rows::all_with_header(&book.sheets, &options.map)?;
    let mut list = ReadList::of(&book, &lists);
    let mut numbers = BTreeMap::new();
    let hosts = units::hosts(&lists, options.year);
    for (index, (sheet, header)) in lists.iter().enumerate() {
        let name = sheet.name.as_ref().filter(|_| lists.len() > 1);
        let mut reader = Reader {
            sheet,
            header,
            units,
            members: &options.members,
            hosts: &hosts,
            year: options.year,
            number_digits: units::number_digits(sheet, header),
            problems: Problems::default(),
            index,
            sheet_name: name.cloned(),
            numbers,
        };
        reader.read(name, &mut list);
        numbers = reader.numbers;
        list.add_problems(reader.problems, name);
    }
    gather(&mut list);
    units::parts_of_merged(&mut list);
    list.bounded()
}

/// Whether 无 and the like stand in a column for nothing. A title or a text is what it is.
const fn may_say_nothing(column: ProposalColumn) -> bool {
    !matches!(
        column,
        ProposalColumn::Title | ProposalColumn::Body | ProposalColumn::DecisionNote
    )
}

/// What one proposal's rows hold so far: one row, or several under a merged title.
struct RowParts<'a> {
    first: &'a Row,
    proposers: Vec<String>,
    joint: Vec<String>,
    counted: Option<Counted>,
    suggestions: Vec<String>,
    units: Roles,
}

impl<'a> RowParts<'a> {
    fn new(first: &'a Row) -> Self {
        Self {
            first,
            proposers: Vec::new(),
            joint: Vec::new(),
            counted: None,
            suggestions: Vec::new(),
            units: Roles::default(),
        }
    }
}

struct Reader<'a> {
    sheet: &'a Sheet,
    header: &'a Header<ProposalColumn>,
    units: &'a UnitNames,
    members: &'a BTreeSet<String>,
    /// Numbers that others of the file are merged into.
    hosts: &'a BTreeSet<String>,
    /// That of the session.
    year: Option<i16>,
    number_digits: usize,
    problems: Problems,
    /// Which of the lists of the file this is.
    index: usize,
    /// Its sheet, where several are read.
    sheet_name: Option<String>,
    numbers: BTreeMap<String, Seen>,
}

/// Where a number was seen.
struct Seen {
    /// The list of the file.
    list: usize,
    /// Its sheet, where several are read.
    sheet: Option<String>,
    row: u32,
    /// The title there.
    title: String,
    /// What it says of decisions.
    decision: String,
}

impl<'a> Reader<'a> {
    fn read(&mut self, sheet: Option<&String>, list: &mut ReadList<ListRow>) {
        let mut parts: Option<RowParts> = None;
        let own = [
            ProposalColumn::Proposers,
            ProposalColumn::JointProposers,
            ProposalColumn::Body,
            ProposalColumn::Suggestions,
        ];
        for (row, why) in no_entry::sift(self.sheet, self.header, ProposalColumn::Title, &own) {
            let elsewhere = || self.is_elsewhere(row).then_some(PassedOver::Elsewhere);
            if let Some(why) = why.or_else(elsewhere) {
                list.passed_over.push(PassedRow {
                    sheet: sheet.cloned(),
                    row: row.number,
                    why,
                });
            } else if let Some(parts) = parts.as_mut().filter(|_| self.continues(row)) {
                self.gather(row, parts);
            } else {
                let done = parts.take().map(|parts| self.finish(parts));
                list.rows.extend(done);
                let mut begun = RowParts::new(row);
                self.gather(row, &mut begun);
                parts = Some(begun);
            }
        }
        let done = parts.map(|parts| self.finish(parts));
        list.rows.extend(done);
        for row in list
            .rows
            .iter_mut()
            .rev()
            .take_while(|row| row.sheet.is_none())
        {
            row.sheet = sheet.cloned();
        }
    }

    /// Whether a sheet before has the row already: workbooks hold a list as a whole and once more by unit. One that says
    /// more of decisions is read.
    fn is_elsewhere(&self, row: &Row) -> bool {
        let at = |column| self.header.first_of(column);
        let (Some(number), Some(title)) = (at(ProposalColumn::Number), at(ProposalColumn::Title))
        else {
            return false;
        };
        let number = row.said(number);
        let number = rows::number_in(&number, self.year, self.number_digits).unwrap_or_default();
        let decision = self.said_decision(row);
        self.numbers.get(&number).is_some_and(|seen| {
            seen.list != self.index
                && seen.title == normalise_name(&row.said(title))
                && (decision.is_empty() || decision == seen.decision)
        })
    }

    /// Whether the row goes on with the proposal above: its title reaches down into it.
    fn continues(&self, row: &Row) -> bool {
        self.header
            .of(ProposalColumn::Title)
            .any(|at| row.continued.contains(&at))
    }

    /// Adds what a row says to the lists of a proposal.
    fn gather(&mut self, row: &'a Row, parts: &mut RowParts<'a>) {
        // What reaches down within one proposal was said in its first row.
        let is_first = std::ptr::eq(row, parts.first);
        self.problems.add_strays(self.header, row);
        for (at, column) in &self.header.columns {
            let own = row.cells.get(at);
            let Some(cell) = own.or_else(|| row.cell(*at).filter(|_| is_first)) else {
                continue;
            };
            let text = cell.text();
            if let Some(fault) = cell.fault() {
                self.problems
                    .add(row, *at, *column, fault, &text, Vec::new());
                continue;
            }
            if may_say_nothing(*column) && values::says_nothing(&text) {
                continue;
            }
            match column {
                ProposalColumn::Proposers => {
                    let counted = self.add_persons(row, *at, *column, &text, &mut parts.proposers);
                    parts.counted = counted.or(parts.counted.take());
                }
                ProposalColumn::JointProposers => {
                    let counted = self.add_persons(row, *at, *column, &text, &mut parts.joint);
                    parts.counted = counted.or(parts.counted.take());
                }
                ProposalColumn::Suggestions => {
                    for (no, suggestion) in (1..).zip(suggestions::suggestions(&text)) {
                        match check(&suggestion, SUGGESTION_CHARS) {
                            Ok(()) => parts.suggestions.push(suggestion),
                            Err(text) => {
                                let title = self.shown_title(parts.first);
                                let detail = CellDetail::Suggestion { no, title, text };
                                let place = (row, *at);
                                self.problems.add_text(place, *column, &suggestion, detail);
                            }
                        }
                    }
                }
                ProposalColumn::Lead | ProposalColumn::Splits | ProposalColumn::CoHandlers => {
                    self.add_units(row, *at, *column, &text, parts);
                }
                ProposalColumn::Parts => self.add_parts(row, *at, &text, parts),
                ProposalColumn::Number
                | ProposalColumn::Title
                | ProposalColumn::Body
                | ProposalColumn::Kind
                | ProposalColumn::Category
                | ProposalColumn::Timing
                | ProposalColumn::Publication
                | ProposalColumn::Submitted
                | ProposalColumn::IntakeNumber
                | ProposalColumn::Leader
                | ProposalColumn::Stage
                | ProposalColumn::Ground
                | ProposalColumn::Forwarded
                | ProposalColumn::DecisionNote
                | ProposalColumn::MergedInto
                | ProposalColumn::MergeOrder => {}
            }
        }
    }

    /// The title of a row, for a fault in another of its cells.
    fn shown_title(&self, row: &Row) -> String {
        let title = self.header.first_of(ProposalColumn::Title);
        let title = title.map_or_else(Default::default, |at| row.said(at));
        text::truncate(&text::clean(&title), TITLE_CELLS)
    }

    fn finish(&mut self, parts: RowParts<'a>) -> ListRow {
        let row = parts.first;
        let title = self.line(row, ProposalColumn::Title, TITLE_CHARS);
        if title.is_none() && self.is_blank(row, ProposalColumn::Title) {
            self.missing(row, ProposalColumn::Title);
        }
        let title = title.unwrap_or_default();
        let body = self
            .text(row, ProposalColumn::Body, BODY_CHARS)
            .unwrap_or_default();
        let mut proposers = parts.proposers;
        for name in parts.joint {
            if !proposers.contains(&name) {
                proposers.push(name);
            }
        }
        let is_short = |counted: &Counted| {
            let all = counted.all.and_then(|all| usize::try_from(all).ok());
            all.is_none_or(|all| all > proposers.len())
        };
        let unnamed = parts.counted.filter(is_short).map(|counted| counted.said);
        // A cell of nothing but separators names nobody either.
        let is_said = self.problems.is_said(row, ProposalColumn::Proposers)
            || self.problems.is_said(row, ProposalColumn::JointProposers);
        if proposers.is_empty() && !is_said {
            self.missing(row, ProposalColumn::Proposers);
        }
        let mut suggestions = parts.suggestions;
        let says_suggestions = !suggestions.is_empty();
        if suggestions.is_empty() {
            suggestions = suggestions::suggestions_in_body(&body);
            // What is too long was not meant as a list of requests.
            if suggestions
                .iter()
                .any(|text| text.chars().count() > SUGGESTION_CHARS)
            {
                suggestions.clear();
            }
        }
        if suggestions.is_empty() {
            suggestions.push(title.clone());
        }
        if let (Some(at), [_, _, ..]) = (
            self.header.first_of(ProposalColumn::Lead),
            parts.units.lead.as_slice(),
        ) {
            self.problems.add(
                row,
                at,
                ProposalColumn::Lead,
                CellFault::SeveralUnits,
                &row.said(at),
                Vec::new(),
            );
        }
        let Roles {
            lead,
            splits,
            co_handlers,
            renamed,
            parts,
        } = parts.units;
        let lead = lead.into_iter().next();
        self.units_once(row, lead.as_ref(), &splits, &co_handlers);
        let read = ListRow {
            sheet: None,
            row: row.number,
            number: self.number(row),
            title,
            body,
            kind: self.kind(row, proposers.first()),
            proposers,
            category: self.line(row, ProposalColumn::Category, NAME_CHARS),
            timing: self.word(
                row,
                ProposalColumn::Timing,
                CellFault::UnknownTiming,
                values::timing,
            ),
            publication: self.word(
                row,
                ProposalColumn::Publication,
                CellFault::UnknownPublication,
                values::consent,
            ),
            submitted: self.submitted(row),
            suggestions,
            says_suggestions,
            lead,
            splits,
            co_handlers,
            parts,
            renamed,
            unnamed,
            leader: self.line(row, ProposalColumn::Leader, NAME_CHARS),
            intake_number: self.number_of(row, ProposalColumn::IntakeNumber),
            decided: self.decided(row),
        };
        self.check_parts(row, &read);
        read
    }

    /// The cell of a column that has one at most, unless it holds an error (which is noted already).
    fn cell(&self, row: &'a Row, column: ProposalColumn) -> Option<(u32, &'a Cell)> {
        let at = self.header.first_of(column)?;
        let cell = row.cell(at).filter(|cell| cell.fault().is_none())?;
        let is_nothing = may_say_nothing(column) && values::says_nothing(&cell.text());
        (!is_nothing).then_some((at, cell))
    }

    /// Whether nothing at all stands in the column.
    fn is_blank(&self, row: &Row, column: ProposalColumn) -> bool {
        !self.header.of(column).any(|at| row.cell(at).is_some())
    }

    fn missing(&mut self, row: &Row, column: ProposalColumn) {
        if let Some(at) = self.header.first_of(column) {
            self.problems
                .add(row, at, column, CellFault::Missing, "", Vec::new());
        }
    }

    /// Notes what is wrong with a text; true if nothing is.
    fn is_text(
        &mut self,
        row: &Row,
        at: u32,
        column: ProposalColumn,
        text: &str,
        checked: Result<(), TextFault>,
    ) -> bool {
        let Err(fault) = checked else { return true };
        let detail = CellDetail::Text { text: fault };
        self.problems.add_text((row, at), column, text, detail);
        false
    }

    fn line(&mut self, row: &'a Row, column: ProposalColumn, max_chars: usize) -> Option<String> {
        let (at, cell) = self.cell(row, column)?;
        // Lines that a narrow column broke are one line.
        let text = cell.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let text = rows::join_han(&text);
        self.is_text(row, at, column, &text, check_line(&text, max_chars))
            .then_some(text)
    }

    /// A text of several lines.
    fn text(&mut self, row: &'a Row, column: ProposalColumn, max_chars: usize) -> Option<String> {
        let (at, cell) = self.cell(row, column)?;
        let text = cell.text().into_owned();
        let checked = check(&text, max_chars);
        self.is_text(row, at, column, &text, checked)
            .then_some(text)
    }

    fn number(&mut self, row: &'a Row) -> Option<String> {
        let (at, cell) = self.cell(row, ProposalColumn::Number)?;
        if let Some(fault) = rows::no_number(cell) {
            let (column, found) = (ProposalColumn::Number, cell.text());
            self.problems.add(row, at, column, fault, &found, vec![]);
            return None;
        }
        let Ok(number) = rows::number_in(&cell.text(), self.year, self.number_digits) else {
            let (column, found) = (ProposalColumn::Number, cell.text());
            let fault = CellFault::OtherYear;
            self.problems.add(row, at, column, fault, &found, vec![]);
            return None;
        };
        if !self.is_text(
            row,
            at,
            ProposalColumn::Number,
            &number,
            check_line(&number, NUMBER_CHARS),
        ) {
            return None;
        }
        let title = self.header.first_of(ProposalColumn::Title);
        let title = title.map_or_else(String::new, |at| normalise_name(&row.said(at)));
        match self.numbers.get(&number) {
            // It says more of decisions.
            Some(before) if before.list != self.index && before.title == title => {}
            Some(before) => {
                let there = (before.sheet.clone(), before.row);
                let column = ProposalColumn::Number;
                self.problems
                    .add_repeated((row, at), column, &number, there);
            }
            None => {
                let decision = self.said_decision(row);
                let seen = Seen {
                    decision,
                    list: self.index,
                    sheet: self.sheet_name.clone(),
                    row: row.number,
                    title,
                };
                self.numbers.insert(number.clone(), seen);
            }
        }
        Some(number)
    }

    fn submitted(&mut self, row: &'a Row) -> Option<Date> {
        let (at, cell) = self.cell(row, ProposalColumn::Submitted)?;
        let date = cell.date(self.sheet.is_1904);
        if date.is_none() {
            self.problems.add(
                row,
                at,
                ProposalColumn::Submitted,
                CellFault::NotADate,
                &cell.text(),
                Vec::new(),
            );
        }
        date
    }

    fn word<W>(
        &mut self,
        row: &'a Row,
        column: ProposalColumn,
        fault: CellFault,
        known: impl Fn(&str) -> Option<W>,
    ) -> Option<W> {
        let (at, cell) = self.cell(row, column)?;
        let word = known(&cell.text());
        if word.is_none() {
            self.problems
                .add(row, at, column, fault, &cell.text(), Vec::new());
        }
        word
    }

    /// The kind; of a 集体提案 the one that the name of its first proposer tells.
    fn kind(&mut self, row: &'a Row, first: Option<&String>) -> Option<Kind> {
        let (column, fault) = (ProposalColumn::Kind, CellFault::UnknownKind);
        let said = self.word(row, column, fault, values::kind)?;
        let is_of_a_body = self
            .cell(row, column)
            .is_some_and(|(_, cell)| values::is_of_a_body(&cell.text()));
        let told = first.filter(|_| is_of_a_body);
        Some(
            told.and_then(|name| values::kind_of_body(name))
                .unwrap_or(said),
        )
    }

    fn add_persons(
        &mut self,
        row: &Row,
        at: u32,
        column: ProposalColumn,
        text: &str,
        persons: &mut Vec<String>,
    ) -> Option<Counted> {
        let found = text::persons(text, |name| self.members.contains(name));
        for (said, name) in found.read_as {
            self.problems.add_read_as((row, at), column, &said, name);
        }
        for name in found.doubtful {
            let fault = CellFault::DoubtfulName;
            self.problems.add(row, at, column, fault, &name, vec![]);
        }
        for name in found.names {
            if self.is_text(row, at, column, &name, check_line(&name, NAME_CHARS))
                && !persons.contains(&name)
            {
                persons.push(name);
            }
        }
        found.counted
    }
}
