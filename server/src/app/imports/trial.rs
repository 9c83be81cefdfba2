//! A list tried on what is there: the same rules, and nothing written, so that nobody waits for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use banli_shared::api::FieldFault;
use banli_shared::api::lists::{ImportQuery, ImportReport, RowFate, RowReport};
use banli_shared::both;
use banli_shared::ids::{ProposalNumber, SessionId};
use banli_shared::workflow::may_import;

use super::known::{Fate, Known};
use super::read::{Head, report};
use super::rows::{ListRow, alike, in_row, nothing_changed, renamed, take};
use crate::app::App;
use crate::app::cases::{Scene, Supposed, Work, record};
use crate::http::Failure;
use crate::store::Tx;

/// Rows that one reading job tries: others read in between.
const SLICE: usize = 200;

/// What a trial found.
pub(super) struct Tried {
    /// What the list would do, with the numbers it would give.
    pub(super) report: ImportReport,
    pub(super) session: SessionId,
    /// The state of the office that it was tried in.
    pub(super) revision: i64,
    /// The newest event that was there.
    pub(super) newest: i64,
    pub(super) list: Arc<(Head, Vec<ListRow>)>,
}

impl Tried {
    /// The rows that are new, with their places in the report.
    pub(super) fn new_rows(&self) -> impl Iterator<Item = (usize, &ListRow)> {
        let rows = self.report.rows.iter().zip(&self.list.1).enumerate();
        rows.filter(|(_, (line, _))| line.fate == RowFate::Added)
            .map(|(index, (_, row))| (index, row))
    }
}

pub(super) async fn run(
    app: &App,
    scene: &Scene,
    query: &ImportQuery,
    list: &Arc<(Head, Vec<ListRow>)>,
) -> Result<Tried, Failure> {
    may_import(&scene.actor)?;
    let (worlds, asked, rows) = (
        scene.worlds.clone(),
        query.session.clone(),
        Arc::clone(list),
    );
    let begun = app.store().read(async move |tx: &mut Tx| {
        let world = worlds.see(tx).await?;
        let Some(session) = world.session(asked.as_ref()).map(|it| it.id.clone()) else {
            return Err(Failure::field(
                "?session",
                "unknown_session",
                both!(
                    "没有此届次，请先新建",
                    "there is no such session; add it first"
                ),
            ));
        };
        let known = Known::of(tx, &session, &rows.1).await?;
        Ok((session, world.revision(), record::newest(tx).await?, known))
    });
    let (session, revision, newest, known) = begun.await?;
    let rows = Arc::clone(list);
    // Comparing titles takes its time: not on a thread that answers others.
    let fates = tokio::task::spawn_blocking(move || known.fates(&rows.1))
        .await
        .map_err(|_panic| Failure::internal("comparing titles panicked"))??;
    let mut tried = Tried {
        report: begin(list, &fates),
        session,
        revision,
        newest,
        list: Arc::clone(list),
    };
    decide(app, scene, query, &mut tried).await?;
    Ok(tried)
}

/// The report, as far as it can be told without the rules.
fn begin(list: &(Head, Vec<ListRow>), fates: &[Fate]) -> ImportReport {
    let mut report = report(&list.0);
    for (row, fate) in list.1.iter().zip(fates) {
        match fate.fate {
            RowFate::Added => report.added += 1,
            _ => report.same += 1,
        }
        report.rows.push(RowReport {
            sheet: row.sheet.clone(),
            row: row.row,
            fate: fate.fate,
            number: row.number.clone().unwrap_or_default(),
            title: row.title.clone(),
            faults: vec![],
            warnings: warnings(row, fate),
        });
    }
    report
}

/// What should be looked at, though the row is taken in.
fn warnings(row: &ListRow, fate: &Fate) -> Vec<FieldFault> {
    let alike = fate.alike.iter().map(|like| alike(row, like));
    let new = row.renamed.iter().filter(|_| fate.fate == RowFate::Added);
    alike.chain(new.map(|it| renamed(row, it))).collect()
}

/// Puts every new row through the rules, and notes the numbers they would get.
async fn decide(
    app: &App,
    scene: &Scene,
    query: &ImportQuery,
    tried: &mut Tried,
) -> Result<(), Failure> {
    let new: Arc<Vec<usize>> = Arc::new(tried.new_rows().map(|(index, _)| index).collect());
    let numbers = tried.list.1.iter().filter_map(|row| row.number.clone());
    let brought: BTreeSet<ProposalNumber> = numbers.map(ProposalNumber).collect();
    let mut supposed = Supposed::besides(brought);
    for from in (0..new.len()).step_by(SLICE) {
        let (scene, query, session) = (scene.clone(), query.clone(), tried.session.clone());
        let (list, new, before) = (Arc::clone(&tried.list), Arc::clone(&new), supposed.clone());
        let slice = app.store().read(async move |tx: &mut Tx| {
            let work = Work::suppose(tx, &scene.worlds, scene.now, before.clone());
            let mut work = work.await?;
            let mut numbers = Vec::with_capacity(SLICE);
            for index in new.iter().skip(from).take(SLICE) {
                let row = &list.1[*index];
                let taken = take(&mut work, &scene.actor, &query, &session, row).await;
                let id = taken.map_err(|failure| in_row(failure, row, &nothing_changed()))?;
                let number = work.case(&id).map(|case| case.shown_number().to_owned());
                numbers.push((*index, number.unwrap_or_default()));
            }
            Ok::<_, Failure>((numbers, work.supposed()))
        });
        let (numbers, after) = slice.await?;
        if let Some(after) = after {
            supposed = after;
        }
        for (index, number) in numbers {
            tried.report.rows[index].number = number;
        }
    }
    Ok(())
}
