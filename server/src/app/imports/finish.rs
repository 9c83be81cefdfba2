//! The rows of an accepted list, part by part.

use std::mem;

use banli_shared::api::lists::ImportReport;
use banli_shared::api::{Json, Problem, ProblemCode};
use banli_shared::both;
use banli_shared::case::Case;
use banli_shared::text::Bilingual;
use tokio::task::{JoinHandle, spawn_blocking};

use super::accept::{Order, json};
use super::rows::{ListRow, in_row, take, taken_before};
use super::steps::{Does, Step};
use crate::app::cases::Work;
use crate::app::search::{
    self,
    index::{Entry, Words},
};
use crate::app::world::Worlds;
use crate::app::{App, listed_units};
use crate::http::{Answer, Failure, Keyed, free_key, keep_answer};
use crate::params;
use crate::store::{Row, StoreError, Tx};

/// Cases whose words come into the index in one transaction, where they were not made beside their part.
const WORDS: usize = 250;

/// Where a list stands after one more part.
enum Stand {
    /// These cases began, and searches do not find them yet.
    Going(Vec<Case>),
    /// All of its rows are in.
    Taken,
    Ended(Ended),
}

/// How a list ended.
enum Ended {
    Done(Box<ImportReport>),
    /// It could not be taken in to its end, for this reason.
    Stopped(Box<Problem>),
}

/// The lists that are accepted and not yet done, oldest first.
///
/// # Errors
/// Those of the store.
pub async fn running(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT id FROM imports WHERE state = 'running' ORDER BY id";
    let rows = tx.query(sql, &[]).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Whether a list is accepted and not yet done.
///
/// # Errors
/// Those of the store.
pub async fn is_running(tx: &mut Tx) -> Result<bool, StoreError> {
    Ok(!running(tx).await?.is_empty())
}

/// The list that came with this key, if it is not yet done.
pub(super) async fn of_key(tx: &mut Tx, keyed: &Keyed) -> Result<Option<String>, StoreError> {
    let sql = "SELECT id FROM imports WHERE person = $1 AND key = $2 AND state = 'running'";
    let row = tx
        .query_opt(sql, params![keyed.person(), keyed.key()])
        .await?;
    row.map(|row| row.get(0)).transpose()
}

/// Takes an accepted list in to its end. Several may do so at once: each part is taken once.
///
/// # Errors
/// `unavailable` when the server stops or the database goes away: somebody goes on later. Whatever a row was refused
/// for, which no row of an accepted list should be: then the list ends there.
pub async fn finish(app: &App, id: &str) -> Result<ImportReport, Failure> {
    let refused = match take_parts(app, id).await {
        Ok(None) => None,
        Ok(Some(ended)) => return told(ended),
        Err(failure) if failure.problem.code == ProblemCode::Unavailable => return Err(failure),
        Err(failure) => Some(failure.problem),
    };
    loop {
        stays(app)?;
        let (id, refused) = (id.to_owned(), refused.clone());
        let ended = app.store().write(async move |tx: &mut Tx| {
            // Words that were lost with a server, or that somebody else is still making.
            if search::index::add_left(tx, WORDS).await? {
                return Ok(None);
            }
            end(tx, &id, refused.as_deref()).await.map(Some)
        });
        if let Some(ended) = ended.await.map_err(away)? {
            return told(ended);
        }
    }
}

fn told(ended: Ended) -> Result<ImportReport, Failure> {
    match ended {
        Ended::Done(report) => Ok(*report),
        Ended::Stopped(problem) => Err((*problem).into()),
    }
}

/// Takes the parts that are left. How the list ended, where somebody else brought it to its end.
async fn take_parts(app: &App, id: &str) -> Result<Option<Ended>, Failure> {
    let store = app.store();
    // The words of a part are made while the next one is written.
    let mut words: Option<JoinHandle<Vec<Entry>>> = None;
    loop {
        stays(app)?;
        let (worlds, part) = (app.worlds(), id.to_owned());
        let stand = store.write(async move |tx: &mut Tx| next_part(tx, &worlds, &part).await);
        let next = match stand.await.map_err(away)? {
            Stand::Ended(ended) => return Ok(Some(ended)),
            Stand::Taken => None,
            Stand::Going(cases) => Some(spawn_blocking(move || {
                cases.iter().map(Entry::of).collect()
            })),
        };
        let is_last = next.is_none();
        if let Some(made) = mem::replace(&mut words, next) {
            let broke = |_panic| Failure::internal("making words for searches broke off");
            let entries = made.await.map_err(broke)?;
            let add = async move |tx: &mut Tx| search::index::add(tx, &entries).await;
            store
                .write(add)
                .await
                .map_err(Failure::from)
                .map_err(away)?;
        }
        if is_last {
            return Ok(None);
        }
    }
}

/// Refuses to go on where the server stops.
fn stays(app: &App) -> Result<(), Failure> {
    match app.is_stopping() {
        true => Err(later(&both!("服务器正在停止", "the server stops"))),
        false => Ok(()),
    }
}

fn away(failure: Failure) -> Failure {
    match failure.problem.code {
        ProblemCode::Unavailable => later(&both!("数据库没有响应", "the database does not answer")),
        _ => failure,
    }
}

fn later(why: &Bilingual) -> Failure {
    let (why_zh, why_en) = (&why.zh, &why.en);
    let detail = both!(
        "{why_zh}；清单已受理，其余部分会自动导入",
        "{why_en}; the list was accepted, and what is left of it is taken in without you"
    );
    Failure::new(ProblemCode::Unavailable, detail).retry_after(5)
}

async fn next_part(tx: &mut Tx, worlds: &Worlds, id: &str) -> Result<Stand, Failure> {
    let lock = tx.for_update();
    let sql = format!("SELECT state, how, done, parts FROM imports WHERE id = $1{lock}");
    let row = tx.query_one(&sql, params![id]).await?;
    if row.text(0)? != "running" {
        return Ok(Stand::Ended(ended(tx, id).await?));
    }
    let (done, parts) = (row.int(2)?, row.int(3)?);
    if done == parts {
        return Ok(Stand::Taken);
    }
    let order: Order = read(&row, 1)?;
    let sql = "SELECT body FROM import_parts WHERE import = $1 AND part = $2";
    let body = tx.query_one(sql, params![id, done]).await?;
    let rows: Vec<(Step, ListRow)> = read(&body, 0)?;
    let mut work = Work::begin(tx, worlds, order.now).await?;
    work.words = Words::Later;
    // Locks on cases come before those on numbers.
    let again = rows.iter().flat_map(|(step, _)| step.goes_back_to());
    work.hold(again.cloned().collect()).await?;
    for (step, row) in &rows {
        let (query, session) = (&order.query, &order.session);
        let one = take(&mut work, &order.actor, query, session, (step, row)).await;
        let failed = |failure| in_row(failure, row, &taken_before());
        one.map_err(failed)?;
    }
    let (tx, mut cases) = work.keep().await?;
    let begun = rows.iter().filter(|(step, _)| step.does != Does::Finish);
    if !order.query.hand_over {
        for (step, row) in begun.clone() {
            listed_units::keep(tx, &step.case, row.units()).await?;
        }
    }
    let numbers: Vec<(usize, &str)> = rows
        .iter()
        .filter_map(|(step, _)| Some((step.index, cases.get(&step.case)?.shown_number())))
        .collect();
    let sql = "UPDATE import_parts SET body = $3 WHERE import = $1 AND part = $2";
    tx.execute(sql, params![id, done, json(&numbers)?]).await?;
    for number in rows.iter().flat_map(|(step, row)| step.brings(row)) {
        let sql = "DELETE FROM import_numbers WHERE session = $1 AND number = $2";
        tx.execute(sql, params![order.session.0, number]).await?;
    }
    let sql = "UPDATE imports SET done = $2 WHERE id = $1";
    tx.execute(sql, params![id, done + 1]).await?;
    let begun = begun.filter_map(|(step, _)| cases.remove(&step.case));
    Ok(Stand::Going(begun.collect()))
}

/// Ends a list, unless somebody else has: with what its next row is `refused` for, or else with the numbers that were
/// given in its report. What was taken in stays also where a row is refused: others may have begun to work on it.
async fn end(tx: &mut Tx, id: &str, refused: Option<&Problem>) -> Result<Ended, Failure> {
    let lock = tx.for_update();
    let sql = format!("SELECT state, report, person, key FROM imports WHERE id = $1{lock}");
    let row = tx.query_one(&sql, params![id]).await?;
    if row.text(0)? != "running" {
        return ended(tx, id).await;
    }
    let (person, key) = (row.text(2)?, row.get::<Option<String>>(3)?);
    let (state, report, ended) = match refused {
        Some(problem) => {
            if let Some(key) = key {
                free_key(tx, person, &key).await?;
            }
            let report = json(problem)?;
            ("stopped", report, Ended::Stopped(Box::new(problem.clone())))
        }
        None => {
            let report = numbered(tx, id, read(&row, 1)?).await?;
            if let Some(key) = key {
                keep_answer(tx, person, &key, &Answer::new(Json(report.clone()))).await?;
            }
            ("done", json(&report)?, Ended::Done(Box::new(report)))
        }
    };
    let sql = "UPDATE imports SET state = $2, report = $3 WHERE id = $1";
    tx.execute(sql, params![id, state, report]).await?;
    drop_parts(tx, id).await?;
    Ok(ended)
}

/// The report of a list with the numbers that its parts were given.
async fn numbered(
    tx: &mut Tx,
    id: &str,
    mut report: ImportReport,
) -> Result<ImportReport, Failure> {
    let sql = "SELECT body FROM import_parts WHERE import = $1 ORDER BY part";
    for part in &tx.query(sql, params![id]).await? {
        for (index, number) in read::<Vec<(usize, String)>>(part, 0)? {
            if let Some(line) = report.rows.get_mut(index) {
                line.number = number;
            }
        }
    }
    report.kept = true;
    Ok(report)
}

/// How somebody else has ended it.
async fn ended(tx: &mut Tx, id: &str) -> Result<Ended, Failure> {
    let sql = "SELECT state, report FROM imports WHERE id = $1";
    let row = tx.query_one(sql, params![id]).await?;
    Ok(match row.text(0)? {
        "done" => Ended::Done(Box::new(read(&row, 1)?)),
        _ => Ended::Stopped(read(&row, 1)?),
    })
}

async fn drop_parts(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM import_parts WHERE import = $1", params![id])
        .await?;
    tx.execute("DELETE FROM import_numbers WHERE import = $1", params![id])
        .await?;
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> Result<T, Failure> {
    serde_json::from_str(row.text(column)?)
        .map_err(|_fault| Failure::internal("a list on its way cannot be read"))
}
