//! The units of a proposal, and what each of them answers.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cell::{Row, Sheet};
use super::super::header::Header;
use super::super::list_row::ListRow;
use super::super::read_list::ReadList;
use super::super::{parts, rows};
use super::{Reader, RowParts};
use crate::case::AssignmentRole;
use crate::ids::UnitCode;
use crate::lists::{CellFault, ProposalColumn};

/// The numbers that rows of these lists say they are merged into.
pub(super) fn hosts(
    lists: &[(&Sheet, Header<ProposalColumn>)],
    year: Option<i16>,
) -> BTreeSet<String> {
    let each = lists.iter().flat_map(|(sheet, header)| {
        let at = header.first_of(ProposalColumn::MergedInto);
        let digits = number_digits(sheet, header);
        let rows = at.map(|at| {
            sheet.rows[header.first..]
                .iter()
                .map(move |row| (row.text(at), digits))
        });
        rows.into_iter().flatten()
    });
    let each = each.filter(|(text, _)| !text.is_empty());
    each.filter_map(|(text, digits)| rows::number_in(&text, year, digits).ok())
        .collect()
}

/// How many digits the numbers of a sheet had before it lost their zeros.
pub(super) fn number_digits(sheet: &Sheet, header: &Header<ProposalColumn>) -> usize {
    let number = header.first_of(ProposalColumn::Number);
    number.map_or(0, |at| rows::lost_digits(sheet, header.first, at))
}

/// Takes back what was remarked of numbers beyond the suggestions of a proposal, where the list has what is merged into it.
pub(super) fn parts_of_merged(list: &mut ReadList<ListRow>) {
    let mut merged: BTreeMap<&str, u32> = BTreeMap::new();
    for row in &list.rows {
        if let Some(into) = &row.decided.merged_into {
            let count = u32::try_from(row.suggestions.len()).unwrap_or(u32::MAX);
            let all = merged.entry(into).or_default();
            *all = all.saturating_add(count);
        }
    }
    let is_whole = |row: &ListRow| {
        let own = u32::try_from(row.suggestions.len()).unwrap_or(u32::MAX);
        let numbers = row.number.iter().chain(&row.intake_number);
        let more = numbers.filter_map(|number| merged.get(number.as_str()));
        let all = more.fold(own, |all, count| all.saturating_add(*count));
        row.parts.values().flatten().all(|no| *no <= all)
    };
    let whole = list.rows.iter().filter(|row| is_whole(row));
    let whole: BTreeSet<(Option<String>, u32)> =
        whole.map(|row| (row.sheet.clone(), row.row)).collect();
    list.warnings.retain(|problem| {
        let place = (problem.sheet.clone(), problem.row);
        problem.fault != CellFault::PartOfMerged || !whole.contains(&place)
    });
}

impl<'a> Reader<'a> {
    pub(super) fn add_units(
        &mut self,
        row: &Row,
        at: u32,
        column: ProposalColumn,
        text: &str,
        parts: &mut RowParts<'a>,
    ) {
        // The day of the proposal says what its units were called.
        let on = self
            .cell(parts.first, ProposalColumn::Submitted)
            .and_then(|(_, cell)| cell.date(self.sheet.is_1904));
        let role = match column {
            ProposalColumn::Splits => AssignmentRole::Split,
            ProposalColumn::CoHandlers => AssignmentRole::CoHandler,
            _ => AssignmentRole::Lead,
        };
        let problems = &mut self.problems;
        let mut fault = |name: &str, fault, like| {
            problems.add(row, at, column, fault, name, like);
        };
        parts.units.add(self.units, (text, role), on, &mut fault);
    }

    pub(super) fn add_parts(&mut self, row: &Row, at: u32, text: &str, parts: &mut RowParts<'a>) {
        if let Err(piece) = parts::read(self.units, text, &mut parts.units.parts) {
            let (column, fault) = (ProposalColumn::Parts, CellFault::BadPart);
            self.problems.add(row, at, column, fault, piece, vec![]);
        }
    }

    /// Parts are of units that the row names, and of suggestions that it has, or that what is merged into it has.
    pub(super) fn check_parts(&mut self, row: &Row, read: &ListRow) {
        let column = ProposalColumn::Parts;
        // What a unit answers may be said behind its name.
        let own = self.header.first_of(column);
        let Some(at) = own.or(self.header.first_of(ProposalColumn::Lead)) else {
            return;
        };
        let mut numbers = read.number.iter().chain(&read.intake_number);
        let is_host = numbers.any(|number| self.hosts.contains(number));
        for (unit, part) in &read.parts {
            let is_named = read.units().any(|(named, _)| named == unit);
            let beyond = part.iter().find(|no| !read.has_suggestion(**no));
            let fault = match (is_named, beyond) {
                (true, None) => continue,
                (true, Some(_)) if is_host => CellFault::PartOfMerged,
                _ => CellFault::BadPart,
            };
            let numbers: Vec<String> = part.iter().map(ToString::to_string).collect();
            let found = format!("{}：{}", self.units.name(unit), numbers.join("、"));
            self.problems.add(row, at, column, fault, &found, vec![]);
        }
    }

    /// A unit has one role in a proposal.
    pub(super) fn units_once(
        &mut self,
        row: &Row,
        lead: Option<&UnitCode>,
        splits: &[UnitCode],
        co_handlers: &[UnitCode],
    ) {
        let mut seen: BTreeSet<&UnitCode> = lead.into_iter().collect();
        for (column, codes) in [
            (ProposalColumn::Splits, splits),
            (ProposalColumn::CoHandlers, co_handlers),
        ] {
            for code in codes {
                // Who helps may be named in the column of the lead.
                let at = self.header.first_of(column);
                if !seen.insert(code)
                    && let Some(at) = at.or(self.header.first_of(ProposalColumn::Lead))
                {
                    let name = self.units.name(code);
                    let fault = CellFault::UnitTwice;
                    self.problems.add(row, at, column, fault, name, vec![]);
                }
            }
        }
    }
}
