//! A list tried on what is there: the same rules, and nothing written, so that nobody waits for it.

use std::sync::Arc;

use banli_shared::api::FieldFault;
use banli_shared::api::lists::{ImportQuery, ImportReport, RowFate, RowReport};
use banli_shared::api::sessions::Session;
use banli_shared::both;
use banli_shared::ids::{CaseId, Millis, SessionId};
use banli_shared::lists::CellFault;
use banli_shared::workflow::may_import;

use super::differ;
use super::known::{Fate, Known};
use super::read::{List, report};
use super::remarks;
use super::rows::{
    ListRow, alike, in_row, kind_by_name, late, nothing_changed, of_other_year, parts_not_kept,
    renamed, short_numbers, take, twin, unnamed,
};
use super::steps::{NewRow, Step, steps};
use crate::app::App;
use crate::app::cases::{Scene, Supposed, Work, record};
use crate::http::Failure;
use crate::store::Tx;

/// Rows that one reading job tries: others read in between.
pub(super) const SLICE: usize = 200;

/// What a trial found.
pub(super) struct Tried {
    /// What the list would do, with the numbers it would give.
    pub(super) report: ImportReport,
    pub(super) session: SessionId,
    /// The state of the office that it was tried in.
    pub(super) revision: i64,
    /// The newest event that was there.
    pub(super) newest: i64,
    pub(super) list: Arc<List<ListRow>>,
    /// What is done with its new rows.
    pub(super) steps: Arc<Vec<Step>>,
}

impl Tried {
    /// The steps, each with its row.
    pub(super) fn steps(&self) -> impl Iterator<Item = (&Step, &ListRow)> {
        let steps = self.steps.iter();
        steps.map(|step| (step, &self.list.rows[step.index]))
    }
}

/// What is done with the rows that are new.
fn laid_out(list: &List<ListRow>, fates: &[Fate], hands_over: bool, now: Millis) -> Vec<Step> {
    let rows = list.rows.iter().zip(fates).enumerate();
    let new = rows.filter(|(_, (_, fate))| fate.fate == RowFate::Added);
    let new = new.map(|(index, (row, fate))| NewRow {
        index,
        row,
        host: fate.host.clone(),
        keeps_intake: !fate.intake_taken,
    });
    steps(&new.collect::<Vec<_>>(), hands_over, now)
}

pub(super) async fn run(
    app: &App,
    scene: &Scene,
    query: &ImportQuery,
    list: &Arc<List<ListRow>>,
) -> Result<Tried, Failure> {
    may_import(&scene.actor)?;
    let (worlds, asked, rows) = (
        scene.worlds.clone(),
        query.session.clone(),
        Arc::clone(list),
    );
    let begun = app.store().read(async move |tx: &mut Tx| {
        let world = worlds.see(tx).await?;
        let Some(session) = world.session(asked.as_ref()).cloned() else {
            return Err(Failure::field(
                "?session",
                "unknown_session",
                both!(
                    "没有此届次，请先新建",
                    "there is no such session; add it first"
                ),
            ));
        };
        let known = Known::of(tx, &world, &session.id, &rows.rows).await?;
        Ok((session, world.revision(), record::newest(tx).await?, known))
    });
    let (session, revision, newest, known) = begun.await?;
    let rows = Arc::clone(list);
    // Comparing titles takes its time: not on a thread that answers others.
    let fates = tokio::task::spawn_blocking(move || known.fates(&rows))
        .await
        .map_err(|_panic| Failure::internal("comparing titles panicked"))?;
    let mut tried = Tried {
        report: begin(list, &fates, &session, query),
        session: session.id,
        revision,
        newest,
        list: Arc::clone(list),
        steps: Arc::new(laid_out(list, &fates, query.hand_over, scene.now)),
    };
    let mut refused = refused(&fates);
    refused.extend(decide(app, scene, query, &mut tried).await?);
    if let Some(failure) = refuse(query, &mut tried, refused) {
        return Err(failure);
    }
    let there = fates.into_iter().enumerate();
    let there = there.filter_map(|(index, fate)| Some((index, fate.there?)));
    differ::compare(app, scene, query, &mut tried, there.collect()).await?;
    Ok(tried)
}

/// Rows that cannot be taken in because of what is there.
fn refused(fates: &[Fate]) -> Vec<(usize, Failure)> {
    let fates = fates.iter().enumerate();
    fates
        .filter_map(|(index, fate)| Some((index, fate.refused.clone()?)))
        .collect()
}

/// In a trial the rows get their faults; else the failure of them all, for such a list is not taken in.
fn refuse(
    query: &ImportQuery,
    tried: &mut Tried,
    mut refused: Vec<(usize, Failure)>,
) -> Option<Failure> {
    refused.sort_by_key(|(index, _)| *index);
    let in_row = refused.into_iter().map(|(index, failure)| {
        let failure = in_row(failure, &tried.list.rows[index], &nothing_changed());
        (index, failure)
    });
    let refused: Vec<(usize, Failure)> = in_row.collect();
    if query.dry_run {
        let report = &mut tried.report;
        for (index, failure) in refused {
            let line = &mut report.rows[index];
            if line.fate == RowFate::Added {
                report.added -= 1;
                report.bad += 1;
            }
            line.fate = RowFate::Bad;
            line.faults.extend(failure.problem.errors);
        }
        return None;
    }
    let mut refused = refused.into_iter().map(|(_, failure)| failure);
    let mut first = refused.next()?;
    let others = refused.flat_map(|failure| failure.problem.errors);
    first.problem.errors.extend(others);
    Some(first)
}

/// The report, as far as it can be told without the rules.
fn begin(
    list: &List<ListRow>,
    fates: &[Fate],
    session: &Session,
    query: &ImportQuery,
) -> ImportReport {
    let mut report = report(&list.head);
    for (index, (row, fate)) in list.rows.iter().zip(fates).enumerate() {
        match fate.fate {
            RowFate::Added => report.added += 1,
            RowFate::Bad => report.bad += 1,
            RowFate::Same | RowFate::Changed => report.same += 1,
        }
        report.rows.push(RowReport {
            sheet: row.sheet.clone(),
            row: row.row,
            fate: fate.fate,
            number: row.number.clone().unwrap_or_default(),
            title: row.title.clone(),
            case: None,
            suggestions: Some(row.requests()),
            faults: list.faults.get(&index).cloned().unwrap_or_default(),
            differs: vec![],
            warnings: {
                let cells = list.warnings.get(&index).into_iter().flatten();
                // How a cell was read is told once; what was not read, each time.
                let is_new = fate.fate == RowFate::Added;
                let cells = cells.filter(|it| is_new || it.code == CellFault::NoHeader.code());
                cells
                    .cloned()
                    .chain(warnings(row, fate, session, query))
                    .collect()
            },
        });
    }
    let new = list.rows.iter().zip(fates).enumerate();
    let new = new.filter(|(_, (_, fate))| fate.fate == RowFate::Added);
    let new = new.map(|(index, (row, _))| (index, row));
    let new: Vec<(usize, &ListRow)> = new.collect();
    let whole = [
        short_numbers(new.iter().copied(), session.year),
        remarks::answered(&new),
    ];
    for (index, remark) in whole.into_iter().flatten() {
        report.rows[index].warnings.push(remark);
    }
    report
}

/// What should be looked at, though the row is taken in.
fn warnings(row: &ListRow, fate: &Fate, session: &Session, query: &ImportQuery) -> Vec<FieldFault> {
    let is_new = fate.fate == RowFate::Added;
    let alike = fate.alike.iter().map(|like| alike(row, like));
    let new = row.renamed.iter().filter(|_| is_new);
    let twin = fate.twin.iter().map(|other| twin(row, other));
    let new = new.map(|it| renamed(row, it));
    let counted = row.unnamed.iter().filter(|_| is_new);
    let counted = counted.map(|said| unnamed(row, said));
    let late = session
        .closed_on
        .filter(|_| is_new)
        .and_then(|day| late(row, day));
    let parts = Some(row).filter(|row| is_new && !query.hand_over && !row.parts.is_empty());
    let parts = parts.map(parts_not_kept);
    let told = alike.chain(twin).chain(new).chain(parts);
    let decided = is_new.then(|| remarks::of_decision(row, fate.intake_taken, query.hand_over));
    let told = told.chain(decided.into_iter().flatten());
    let other = Some(row)
        .filter(|_| is_new)
        .and_then(|row| of_other_year(row, session.year));
    let kind = row.kind_by_name().filter(|_| is_new);
    let kind = kind.map(|kind| kind_by_name(row, kind));
    let told = told.chain(counted).chain(kind);
    told.chain(late).chain(other).collect()
}

/// Puts every new row through the rules, and notes the numbers they would get. Gives the rows that were refused.
async fn decide(
    app: &App,
    scene: &Scene,
    query: &ImportQuery,
    tried: &mut Tried,
) -> Result<Vec<(usize, Failure)>, Failure> {
    let rows = tried.list.rows.iter();
    let brought = rows.flat_map(|row| row.number.iter().chain(&row.intake_number));
    let again = tried.steps.iter().flat_map(Step::goes_back_to);
    let mut supposed = Supposed::besides(brought.cloned().collect(), again.cloned());
    let mut refused: Vec<(usize, Failure)> = vec![];
    for from in (0..tried.steps.len()).step_by(SLICE) {
        let (scene, query, session) = (scene.clone(), query.clone(), tried.session.clone());
        let (list, steps) = (Arc::clone(&tried.list), Arc::clone(&tried.steps));
        let before = supposed.clone();
        let slice = app.store().read(async move |tx: &mut Tx| {
            let work = Work::suppose(tx, &scene.worlds, scene.now, before.clone());
            let mut work = work.await?;
            let mut numbers = Vec::with_capacity(SLICE);
            let mut refused = vec![];
            for step in steps.iter().skip(from).take(SLICE) {
                let again: Vec<CaseId> = step.goes_back_to().cloned().collect();
                work.hold(again.clone()).await?;
                // What it goes back to was refused, and is told of in its own row.
                if again.iter().any(|id| work.case(id).is_none()) {
                    continue;
                }
                let row = (step, &list.rows[step.index]);
                match take(&mut work, &scene.actor, &query, &session, row).await {
                    Ok(()) => {
                        let case = work.case(&step.case);
                        let number = case.map(|case| case.shown_number().to_owned());
                        numbers.push((step.index, number.unwrap_or_default()));
                    }
                    // What ails the server ails every row.
                    Err(failure) if failure.problem.status >= 500 => return Err(failure),
                    Err(failure) => refused.push((step.index, failure)),
                }
            }
            Ok::<_, Failure>((numbers, refused, work.supposed()))
        });
        let (numbers, more, after) = slice.await?;
        refused.extend(more);
        if let Some(after) = after {
            supposed = after;
        }
        for (index, number) in numbers {
            tried.report.rows[index].number = number;
        }
    }
    Ok(refused)
}
