//! From a file to rows, or to what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::lists::{ImportQuery, ImportReport, ListOf, SheetColumns};
use banli_shared::api::{FieldFault, ListPlace, Problem, ProblemCode};
use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::lists::{CellProblem, ColumnUse, FileFault, HiddenPart, HiddenParts, PassedRow};
use banli_shared::org::{Unit, UnitNames};
use banli_shared::text::Bilingual;

use crate::http::Failure;
use banli_shared::import::{
    ColumnMap, ListRow, ReadList, ReadOptions, UnitRow, read_proposals, read_units,
};

/// A list that was read.
pub enum Read {
    /// Of proposals.
    Proposals(List<ListRow>),
    /// Of units.
    Units(List<UnitRow>),
}

/// The rows of a list.
pub struct List<R> {
    pub(super) head: Head,
    pub(super) rows: Vec<R>,
    /// What is wrong with rows, by their places among them; only a trial has any.
    pub(super) faults: BTreeMap<usize, Vec<FieldFault>>,
    /// What should be looked at in rows, likewise.
    pub(super) warnings: BTreeMap<usize, Vec<FieldFault>>,
}

/// What a report says before its rows.
#[derive(Clone)]
pub(super) struct Head {
    row: u32,
    columns: Vec<(String, String)>,
    unused: Vec<String>,
    other_lists: Vec<SheetColumns>,
    passed_over: Vec<PassedRow>,
    hidden: Vec<HiddenPart>,
    other_sheets: Vec<String>,
}

/// Where a row stands: its sheet, where several were read, and its number.
type Place<'a> = (Option<&'a str>, u32);

/// Reads the file. Costs time, so it is done beside the runtime and before any transaction.
///
/// # Errors
/// `bad_list` with every bad cell, or why the file is no list at all. A trial goes on with the rows that are good.
pub fn read(
    bytes: &[u8],
    query: &ImportQuery,
    known: &[Unit],
    (members, year): (BTreeSet<String>, Option<i16>),
    kept: &[(String, String)],
) -> Result<Read, Failure> {
    let kept = || {
        kept.iter()
            .map(|(header, code)| (header.as_str(), code.as_str()))
    };
    let map = query.map.as_deref().unwrap_or_default();
    match query.of.unwrap_or(ListOf::Proposals) {
        ListOf::Proposals => {
            let options = ReadOptions {
                map: ColumnMap::parse(map).map_err(no_list)?.remembering(kept()),
                sheet: query.sheet.clone(),
                hidden: query.hidden.unwrap_or(HiddenParts::Read),
                members,
                year,
            };
            let list = read_proposals(bytes, &options, &UnitNames::new(known)).map_err(no_list)?;
            let list = told(list, query.dry_run, |row| (row.sheet.as_deref(), row.row))?;
            Ok(Read::Proposals(list))
        }
        ListOf::Units => {
            let options = ReadOptions {
                map: ColumnMap::parse(map).map_err(no_list)?.remembering(kept()),
                sheet: query.sheet.clone(),
                hidden: query.hidden.unwrap_or(HiddenParts::Read),
                members,
                year,
            };
            let list = read_units(bytes, &options, &UnitNames::new(known)).map_err(no_list)?;
            let list = told(list, query.dry_run, |row| (row.sheet.as_deref(), row.row))?;
            Ok(Read::Units(list))
        }
    }
}

/// A list with what is said of it and of its rows, each of which stands at `place`.
fn told<R>(
    list: ReadList<R>,
    is_trial: bool,
    place: impl Fn(&R) -> Place<'_> + Clone,
) -> Result<List<R>, Failure> {
    let rows = list.rows.iter().map(place);
    let warnings = by_row(rows.clone(), &list.warnings);
    let faults = faults(rows, &list.problems, is_trial)?;
    let (columns, unused) = uses(&list.columns);
    Ok(List {
        head: Head {
            row: list.header_row,
            columns,
            unused,
            other_lists: other_lists(&list.other_lists),
            passed_over: list.passed_over,
            hidden: list.hidden,
            other_sheets: list.other_sheets,
        },
        faults,
        warnings,
        rows: list.rows,
    })
}

/// Columns that are used, with what they are, and the headers of the others.
fn uses(columns: &[ColumnUse]) -> (Vec<(String, String)>, Vec<String>) {
    let unused = columns.iter().filter(|column| column.field.is_none());
    let used = columns.iter();
    let used = used.filter_map(|column| Some((column.header.clone(), column.field.clone()?)));
    let unused = unused.map(|column| column.header.clone());
    (used.collect(), unused.collect())
}

fn other_lists(lists: &[(String, Vec<ColumnUse>)]) -> Vec<SheetColumns> {
    let lists = lists.iter().map(|(sheet, columns)| {
        let (columns, unused) = uses(columns);
        SheetColumns {
            sheet: sheet.clone(),
            columns,
            unused,
        }
    });
    lists.collect()
}

pub(crate) fn no_list(fault: FileFault) -> Failure {
    let said = Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En));
    if matches!(fault, FileFault::HiddenSheet { .. }) {
        return Failure::field("?sheet", fault.code(), said);
    }
    let mut problem = Problem::new(ProblemCode::BadList, said);
    if let FileFault::NoHeader { found, .. } = fault {
        // What stands there, so that whoever reads it can say what it is.
        problem.errors = found.iter().map(|header| unknown_column(header)).collect();
    }
    problem.into()
}

fn unknown_column(header: &str) -> FieldFault {
    let pointer = format!("/map/{}", header.replace('~', "~0").replace('/', "~1"));
    let text = both!(
        "不认识的列：{header}；请用 --map 指定",
        "\"{header}\" is no header that is known; say with --map what it is"
    );
    FieldFault::placed(&pointer, "unknown_column", text)
}

fn cell_fault(problem: &CellProblem) -> FieldFault {
    let place = Bilingual::new(problem.place(Lang::Zh), problem.place(Lang::En));
    let text = Bilingual::new(problem.explain(Lang::Zh), problem.explain(Lang::En));
    let at = ListPlace {
        sheet: problem.sheet.clone(),
        row: problem.row,
        column: problem.column.clone(),
    };
    FieldFault {
        at: Some(Box::new(at)),
        ..FieldFault::in_list(&place, problem.fault.code(), text)
    }
}

/// What is wrong, by row; where this is no trial, a failure that names every cell.
fn faults<'a>(
    rows: impl Iterator<Item = Place<'a>>,
    problems: &[CellProblem],
    trial: bool,
) -> Result<BTreeMap<usize, Vec<FieldFault>>, Failure> {
    if problems.is_empty() {
        return Ok(BTreeMap::new());
    }
    if !trial {
        let count = problems.len();
        let cells = if count == 1 { "cell" } else { "cells" };
        let said = Bilingual::new(
            format!("有 {count} 处不能导入，未作任何改动"),
            format!("{count} {cells} cannot be taken in; nothing was changed"),
        );
        let mut problem = Problem::new(ProblemCode::BadList, said);
        problem.errors = problems.iter().map(cell_fault).collect();
        return Err(problem.into());
    }
    Ok(by_row(rows, problems))
}

/// What is said of cells, by the places of their rows among all of them.
fn by_row<'a>(
    rows: impl Iterator<Item = Place<'a>>,
    problems: &[CellProblem],
) -> BTreeMap<usize, Vec<FieldFault>> {
    let index: BTreeMap<Place<'_>, usize> = rows.zip(0..).collect();
    let mut faults: BTreeMap<usize, Vec<FieldFault>> = BTreeMap::new();
    for problem in problems {
        // A fault below the first row of a proposal belongs to that proposal.
        let sheet = problem.sheet.as_deref();
        let before = index.range(..=(sheet, problem.row)).next_back();
        let at = before.filter(|(place, _)| place.0 == sheet);
        let at = at.map(|(_, at)| *at);
        if let Some(at) = at {
            faults.entry(at).or_default().push(cell_fault(problem));
        }
    }
    faults
}

pub(super) fn report(head: &Head) -> ImportReport {
    ImportReport {
        kept: false,
        header_row: head.row,
        columns: head.columns.clone(),
        unused: head.unused.clone(),
        hidden: head.hidden.clone(),
        other_sheets: head.other_sheets.clone(),
        other_lists: head.other_lists.clone(),
        added: 0,
        changed: 0,
        same: 0,
        bad: 0,
        rows: vec![],
        passed_over: head.passed_over.clone(),
    }
}
