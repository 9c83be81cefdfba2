//! Lists in: read beside the database, then taken in as one transaction, all rows or none. What is there already is
//! left alone, so repeating a list changes nothing.

use std::collections::{BTreeSet, HashMap};

use banli_shared::api::lists::{ImportQuery, ImportReport, ListOf, RowFate, RowReport};
use banli_shared::api::proposals::ProposalRef;
use banli_shared::api::units::UnitList;
use banli_shared::api::{FieldFault, Problem, ProblemCode};
use banli_shared::both;
use banli_shared::case::{AssignmentRole, Kind, Proposer, ReplyFormat, Timing};
use banli_shared::ids::{CaseId, ProposalNumber, SessionId};
use banli_shared::lang::Lang;
use banli_shared::lists::{CellProblem, ColumnUse, FileFault, PassedRow, UnitColumn, in_sheet};
use banli_shared::org::Unit;
use banli_shared::text::{Bilingual, normalise_name};
use banli_shared::workflow::{Command, HandOver, HandTo, Proposed, may_import};

use super::cases::{Scene, Work, load_case};
use super::units;
use crate::http::Failure;
use crate::import::{
    ColumnMap, ListRow, ReadOptions, Titles, UnitNames, read_proposals, read_units,
};
use crate::params;
use crate::store::{StoreError, Tx};

/// A list that was read and has no faults.
#[derive(Clone)]
pub enum Read {
    /// Of proposals.
    Proposals(Head, Vec<ListRow>),
    /// Of units.
    Units(Head, Vec<(u32, Unit)>),
}

/// What a report says before its rows.
#[derive(Clone)]
pub struct Head {
    row: u32,
    columns: Vec<(String, String)>,
    unused: Vec<String>,
    passed_over: Vec<PassedRow>,
}

/// Where a row stands: its sheet, where several were read, and its number.
type Place<'a> = (Option<&'a str>, u32);

/// Reads the file. Costs time, so it is done beside the runtime and before any transaction.
///
/// # Errors
/// `bad_list` with every bad cell, or why the file is no list at all. A trial gets the report with the bad rows instead.
pub fn read(
    bytes: &[u8],
    query: &ImportQuery,
    known: &[Unit],
    kept: &[(String, String)],
) -> Result<Result<Read, ImportReport>, Failure> {
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
            };
            let list = read_proposals(bytes, &options, &UnitNames::new(known)).map_err(no_list)?;
            let head = head(list.header_row, &list.columns, &list.passed_over);
            let rows = list.rows.iter().map(|row| {
                (
                    (row.sheet.as_deref(), row.row),
                    row.number.clone().unwrap_or_default(),
                    row.title.clone(),
                )
            });
            Ok(match bad(&head, rows, &list.problems, query.dry_run)? {
                Some(report) => Err(report),
                None => Ok(Read::Proposals(head, list.rows)),
            })
        }
        ListOf::Units => {
            let options = ReadOptions {
                map: ColumnMap::parse(map).map_err(no_list)?.remembering(kept()),
                sheet: query.sheet.clone(),
            };
            let list = read_units(bytes, &options).map_err(no_list)?;
            let head = head(list.header_row, &list.columns, &list.passed_over);
            let rows = list.rows.iter().map(|row| {
                (
                    (None, row.row),
                    row.unit.code.0.clone(),
                    row.unit.name.clone(),
                )
            });
            Ok(match bad(&head, rows, &list.problems, query.dry_run)? {
                Some(report) => Err(report),
                None => Ok(Read::Units(
                    head,
                    list.rows
                        .into_iter()
                        .map(|row| (row.row, row.unit))
                        .collect(),
                )),
            })
        }
    }
}

fn head(row: u32, columns: &[ColumnUse], passed_over: &[PassedRow]) -> Head {
    let unused = columns
        .iter()
        .filter(|column| column.field.is_none())
        .map(|column| column.header.clone())
        .collect();
    let columns = columns
        .iter()
        .filter_map(|column| Some((column.header.clone(), column.field.clone()?)))
        .collect();
    Head {
        row,
        columns,
        unused,
        passed_over: passed_over.to_vec(),
    }
}

pub(super) fn no_list(fault: FileFault) -> Failure {
    let said = Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En));
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
        "no such column: {header}; say what it is with the mapping"
    );
    FieldFault::placed(&pointer, "unknown_column", text)
}

fn cell_fault(problem: &CellProblem) -> FieldFault {
    let place = Bilingual::new(problem.place(Lang::Zh), problem.place(Lang::En));
    let text = Bilingual::new(problem.explain(Lang::Zh), problem.explain(Lang::En));
    FieldFault::in_list(place, problem.fault.code(), text)
}

/// Nothing where there are no problems; for a trial the rows with theirs; else a failure that names every cell.
fn bad<'a>(
    head: &Head,
    rows: impl Iterator<Item = (Place<'a>, String, String)>,
    problems: &[CellProblem],
    trial: bool,
) -> Result<Option<ImportReport>, Failure> {
    if problems.is_empty() {
        return Ok(None);
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
    let mut report = report(head);
    let mut by_place: HashMap<Place<'_>, Vec<FieldFault>> = HashMap::new();
    for problem in problems {
        let place = (problem.sheet.as_deref(), problem.row);
        by_place.entry(place).or_default().push(cell_fault(problem));
    }
    for ((sheet, row), number, title) in rows {
        let faults = by_place.remove(&(sheet, row)).unwrap_or_default();
        let fate = if faults.is_empty() {
            RowFate::Added
        } else {
            RowFate::Bad
        };
        report.rows.push(RowReport {
            sheet: sheet.map(str::to_owned),
            row,
            fate,
            number,
            title,
            faults,
            warnings: vec![],
        });
    }
    Ok(Some(report))
}

fn report(head: &Head) -> ImportReport {
    ImportReport {
        kept: false,
        header_row: head.row,
        columns: head.columns.clone(),
        unused: head.unused.clone(),
        added: 0,
        changed: 0,
        same: 0,
        rows: vec![],
        passed_over: head.passed_over.clone(),
    }
}

/// Takes a list of proposals in.
///
/// # Errors
/// What the rules refuse, with the row; then nothing is kept.
pub async fn take_proposals(
    tx: &mut Tx,
    scene: &Scene,
    query: &ImportQuery,
    head: &Head,
    rows: &[ListRow],
) -> Result<ImportReport, Failure> {
    may_import(&scene.actor)?;
    let mut report = report(head);
    let mut work = Work::begin(tx, &scene.worlds, scene.now).await?;
    let Some(session) = work
        .world
        .session(query.session.as_ref())
        .map(|session| session.id.clone())
    else {
        return Err(Failure::field(
            "?session",
            "unknown_session",
            both!(
                "没有此届次，请先新建",
                "there is no such session; add it first"
            ),
        ));
    };
    let mut known = Known::of(work.tx, &session).await?;
    for (index, row) in rows.iter().enumerate() {
        let mut warnings = vec![];
        let fate = match known
            .find(work.tx, row)
            .await
            .map_err(|failure| in_row(failure, row))?
        {
            Some(_) => RowFate::Same,
            None => {
                let taken = take(&mut work, scene, query, &session, row).await;
                let id = taken.map_err(|failure| in_row(failure, row))?;
                warnings.extend(known.titles.like(&row.title).map(|like| alike(row, like)));
                known.add(index, row, id);
                RowFate::Added
            }
        };
        match fate {
            RowFate::Added => report.added += 1,
            _ => report.same += 1,
        }
        report.rows.push(RowReport {
            sheet: row.sheet.clone(),
            row: row.row,
            fate,
            number: row.number.clone().unwrap_or_default(),
            title: row.title.clone(),
            faults: vec![],
            warnings,
        });
    }
    let (_, cases) = work.keep().await?;
    for (index, line) in report.rows.iter_mut().enumerate() {
        if line.fate == RowFate::Added
            && let Some(case) = known.ids.get(&index).and_then(|id| cases.get(id))
        {
            case.shown_number().clone_into(&mut line.number);
        }
    }
    report.kept = report.added > 0;
    Ok(report)
}

/// One row: submitted; filed where it has a number or is handed over; handed over where that is asked for.
async fn take(
    work: &mut Work<'_>,
    scene: &Scene,
    query: &ImportQuery,
    session: &SessionId,
    row: &ListRow,
) -> Result<CaseId, Failure> {
    let proposed = Proposed {
        title: row.title.clone(),
        // A list without texts still makes cases: the title says what it is about.
        body: if row.body.is_empty() {
            row.title.clone()
        } else {
            row.body.clone()
        },
        proposers: row
            .proposers
            .iter()
            .map(|name| Proposer {
                name: name.clone(),
                person: None,
            })
            .collect(),
        kind: row.kind.unwrap_or(if row.proposers.len() > 1 {
            Kind::Joint
        } else {
            Kind::Individual
        }),
        category: row.category.clone().unwrap_or_default(),
        timing: row.timing.unwrap_or(Timing::InSession),
        submitted_on: row.submitted,
        publication: row.publication.unwrap_or_default(),
        suggestions: row.suggestions.clone(),
    };
    let id = work.submit(&scene.actor, Some(session), &proposed).await?;
    let owes: Vec<HandTo> = units_of(row);
    let hand_over = query.hand_over && !owes.is_empty();
    if row.number.is_some() || hand_over {
        work.given = row.number.clone().map(ProposalNumber);
        work.run(&scene.actor, &id, &Command::File {}, None).await?;
    }
    if hand_over {
        let command = Command::HandOver(HandOver {
            to: owes,
            due: None,
            goal: String::new(),
            visit_required: false,
            reply_format: ReplyFormat::Letter,
            plain_weekdays: false,
        });
        work.run(&scene.actor, &id, &command, None).await?;
    }
    Ok(id)
}

fn units_of(row: &ListRow) -> Vec<HandTo> {
    let to = |unit: &banli_shared::ids::UnitCode, role| HandTo {
        unit: unit.clone(),
        role,
        suggestions: vec![],
    };
    let lead = row.lead.iter().map(|unit| to(unit, AssignmentRole::Lead));
    let splits = row
        .splits
        .iter()
        .map(|unit| to(unit, AssignmentRole::Split));
    let owes: Vec<HandTo> = lead.chain(splits).collect();
    if owes.is_empty() {
        return owes;
    }
    let helpers = row
        .co_handlers
        .iter()
        .map(|unit| to(unit, AssignmentRole::CoHandler));
    owes.into_iter().chain(helpers).collect()
}

fn place(row: &ListRow) -> Bilingual {
    let (sheet, row) = (row.sheet.as_deref(), row.row);
    let Bilingual { zh, en } = both!("第 {row} 行", "row {row}");
    Bilingual::new(
        in_sheet(sheet, &zh, Lang::Zh),
        in_sheet(sheet, &en, Lang::En),
    )
}

/// Taken in, but worth a look.
fn alike(row: &ListRow, like: &str) -> FieldFault {
    let text = both!(
        "案由与 {like} 相近，是否重复？",
        "its title is nearly that of {like}: the same proposal twice?"
    );
    FieldFault::in_list(place(row), "alike", text)
}

fn in_row(mut failure: Failure, row: &ListRow) -> Failure {
    let place = place(row);
    let problem = &mut failure.problem;
    for fault in &mut problem.errors {
        fault.text_zh = Some(format!("{}：{}", place.zh, fault.say(Lang::Zh)));
        fault.pointer.insert_str(0, &place.en);
    }
    if problem.errors.is_empty() {
        let said = Bilingual::new(problem.say(Lang::Zh), problem.say(Lang::En));
        let fault = FieldFault::in_list(place.clone(), problem.code.code(), said);
        problem.errors.push(fault);
    }
    problem.reword(|said| {
        let (zh, en) = (said.zh, said.en);
        let (row_zh, row_en) = (place.zh, place.en);
        Bilingual::new(
            format!("{row_zh}：{zh}；未作任何改动"),
            format!("{row_en}: {en}; nothing was changed"),
        )
    });
    failure
}

/// What the session has already, by number and by title.
struct Known {
    by_number: HashMap<String, String>,
    by_title: HashMap<String, Vec<CaseId>>,
    /// First proposers of cases that this list began.
    begun: HashMap<CaseId, String>,
    /// By where a row is in the list.
    ids: HashMap<usize, CaseId>,
    titles: Titles,
}

impl Known {
    async fn of(tx: &mut Tx, session: &SessionId) -> Result<Self, StoreError> {
        let sql = "SELECT case_id, number, title, intake_number FROM listed WHERE session = $1";
        let mut known = Self {
            by_number: HashMap::new(),
            by_title: HashMap::new(),
            begun: HashMap::new(),
            ids: HashMap::new(),
            titles: Titles::default(),
        };
        for row in tx.query(sql, params![session.0]).await? {
            let title: String = row.get(2)?;
            let number = row.get::<Option<String>>(1)?;
            let label = match &number {
                Some(number) => number.clone(),
                None => row.get(3)?,
            };
            known.titles.add(&label, &title);
            if let Some(number) = number {
                known.by_number.insert(number, title.clone());
            }
            known
                .by_title
                .entry(normalise_name(&title))
                .or_default()
                .push(CaseId(row.get(0)?));
        }
        Ok(known)
    }

    fn add(&mut self, index: usize, row: &ListRow, id: CaseId) {
        let label = row.number.clone().unwrap_or_else(|| row.title.clone());
        self.titles.add(&label, &row.title);
        if let Some(number) = &row.number {
            self.by_number.insert(number.clone(), row.title.clone());
        }
        self.by_title
            .entry(normalise_name(&row.title))
            .or_default()
            .push(id.clone());
        self.begun.insert(id.clone(), first_proposer(row));
        self.ids.insert(index, id);
    }

    /// The case that a row is already: the same number and title, or the same title and first proposer.
    async fn find(&self, tx: &mut Tx, row: &ListRow) -> Result<Option<()>, Failure> {
        let title = normalise_name(&row.title);
        if let Some(there) = row
            .number
            .as_ref()
            .and_then(|number| self.by_number.get(number))
        {
            if normalise_name(there) == title {
                return Ok(Some(()));
            }
            let said = both!(
                "该提案号已属于另一案由的提案，请核对",
                "this number belongs to a proposal with another title; correct the one or the other"
            );
            return Err(Failure::new(ProblemCode::Taken, said));
        }
        for id in self.by_title.get(&title).into_iter().flatten() {
            let first = match self.begun.get(id) {
                Some(first) => first.clone(),
                None => {
                    load_case(tx, &ProposalRef::from(id))
                        .await?
                        .map_or_else(String::new, |case| {
                            case.proposal
                                .proposers
                                .first()
                                .map_or_else(String::new, |p| normalise_name(&p.name))
                        })
                }
            };
            if first == first_proposer(row) {
                return Ok(Some(()));
            }
        }
        Ok(None)
    }
}

fn first_proposer(row: &ListRow) -> String {
    row.proposers
        .first()
        .map_or_else(String::new, |name| normalise_name(name))
}

/// Takes a list of units in.
///
/// # Errors
/// What units refuse (a name twice, a parent that is not there); then nothing is kept.
pub async fn take_units(
    tx: &mut Tx,
    head: &Head,
    rows: &[(u32, Unit)],
) -> Result<ImportReport, Failure> {
    let mut report = report(head);
    let before = units::all(tx).await?;
    let codes: BTreeSet<&str> = before.iter().map(|unit| unit.code.as_str()).collect();
    // A list says nothing of who is retired, and some lists nothing of duties: that stays as it is.
    let duties = UnitColumn::Duties.code();
    let says_duties = head.columns.iter().any(|(_, field)| field == duties);
    let list: Vec<Unit> = rows
        .iter()
        .map(|(_, unit)| {
            let known = before.iter().find(|known| known.code == unit.code);
            let duties = match known {
                Some(known) if !says_duties => known.duties.clone(),
                _ => unit.duties.clone(),
            };
            Unit {
                retired: known.is_some_and(|known| known.retired),
                duties,
                ..unit.clone()
            }
        })
        .collect();
    let changed = units::put(
        tx,
        &UnitList {
            units: list.clone(),
        },
    )
    .await?;
    for ((row, _), unit) in rows.iter().zip(&list) {
        let fate = if !codes.contains(unit.code.as_str()) {
            RowFate::Added
        } else if before.contains(unit) {
            RowFate::Same
        } else {
            RowFate::Changed
        };
        report.rows.push(RowReport {
            sheet: None,
            row: *row,
            fate,
            number: unit.code.0.clone(),
            title: unit.name.clone(),
            faults: vec![],
            warnings: vec![],
        });
    }
    (report.added, report.changed, report.same) = (changed.added, changed.changed, changed.same);
    report.kept = changed.added + changed.changed > 0;
    Ok(report)
}
