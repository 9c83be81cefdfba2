//! The rows of an accepted list, part by part.

use banli_shared::api::lists::ImportReport;
use banli_shared::api::{Json, Problem, ProblemCode};
use banli_shared::both;
use banli_shared::text::Bilingual;

use super::accept::{Order, json};
use super::rows::{ListRow, in_row, take, taken_before};
use crate::app::App;
use crate::app::cases::Work;
use crate::app::world::Worlds;
use crate::http::{Answer, Failure, Keyed, free_key, keep_answer};
use crate::params;
use crate::store::{Row, StoreError, Tx};

/// Where a list stands after one more part.
enum Stand {
    Going,
    Done(Box<ImportReport>),
    /// It could not be taken in to its end, for this reason.
    Stopped(Failure),
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
    loop {
        if app.is_stopping() {
            return Err(later(&both!("服务器正在停止", "the server stops")));
        }
        let (worlds, part) = (app.worlds(), id.to_owned());
        let store = app.store();
        let stand = store.write(async move |tx: &mut Tx| next_part(tx, &worlds, &part).await);
        match stand.await {
            Ok(Stand::Going) => {}
            Ok(Stand::Done(report)) => return Ok(*report),
            Ok(Stand::Stopped(failure)) => return Err(failure),
            Err(failure) if failure.problem.code == ProblemCode::Unavailable => {
                return Err(later(&both!(
                    "数据库没有响应",
                    "the database does not answer"
                )));
            }
            Err(failure) => {
                let (id, problem) = (id.to_owned(), failure.problem.clone());
                store
                    .write(async move |tx: &mut Tx| stop(tx, &id, &problem).await)
                    .await?;
                return Err(failure);
            }
        }
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
    let sql =
        format!("SELECT state, how, done, parts, person, key FROM imports WHERE id = $1{lock}");
    let row = tx.query_one(&sql, params![id]).await?;
    match row.text(0)? {
        "running" => {}
        state => return ended(tx, id, state).await,
    }
    let order: Order = read(&row, 1)?;
    let (done, parts) = (row.int(2)?, row.int(3)?);
    let sql = "SELECT body FROM import_parts WHERE import = $1 AND part = $2";
    let body = tx.query_one(sql, params![id, done]).await?;
    let rows: Vec<(usize, ListRow)> = read(&body, 0)?;
    let mut work = Work::begin(tx, worlds, order.now).await?;
    let mut taken = Vec::with_capacity(rows.len());
    for (index, row) in &rows {
        let one = take(&mut work, &order.actor, &order.query, &order.session, row).await;
        let failed = |failure| in_row(failure, row, &taken_before());
        taken.push((*index, one.map_err(failed)?));
    }
    let (tx, cases) = work.keep().await?;
    let numbers: Vec<(usize, &str)> = taken
        .iter()
        .filter_map(|(index, id)| Some((*index, cases.get(id)?.shown_number())))
        .collect();
    let sql = "UPDATE import_parts SET body = $3 WHERE import = $1 AND part = $2";
    tx.execute(sql, params![id, done, json(&numbers)?]).await?;
    for number in rows.iter().filter_map(|(_, row)| row.number.as_deref()) {
        let sql = "DELETE FROM import_numbers WHERE session = $1 AND number = $2";
        tx.execute(sql, params![order.session.0, number]).await?;
    }
    let sql = "UPDATE imports SET done = $2 WHERE id = $1";
    tx.execute(sql, params![id, done + 1]).await?;
    if done + 1 < parts {
        return Ok(Stand::Going);
    }
    let report = end(tx, id).await?;
    if let Some(key) = row.get::<Option<String>>(5)? {
        keep_answer(tx, row.text(4)?, &key, &Answer::new(Json(report.clone()))).await?;
    }
    Ok(Stand::Done(Box::new(report)))
}

/// All parts are in: the report gets the numbers that were given.
async fn end(tx: &mut Tx, id: &str) -> Result<ImportReport, Failure> {
    let sql = "SELECT report FROM imports WHERE id = $1";
    let row = tx.query_one(sql, params![id]).await?;
    let mut report: ImportReport = read(&row, 0)?;
    let sql = "SELECT body FROM import_parts WHERE import = $1 ORDER BY part";
    for part in &tx.query(sql, params![id]).await? {
        for (index, number) in read::<Vec<(usize, String)>>(part, 0)? {
            if let Some(line) = report.rows.get_mut(index) {
                line.number = number;
            }
        }
    }
    report.kept = true;
    let sql = "UPDATE imports SET state = 'done', report = $2 WHERE id = $1";
    tx.execute(sql, params![id, json(&report)?]).await?;
    drop_parts(tx, id).await?;
    Ok(report)
}

/// What somebody else has brought to its end.
async fn ended(tx: &mut Tx, id: &str, state: &str) -> Result<Stand, Failure> {
    let sql = "SELECT report FROM imports WHERE id = $1";
    let row = tx.query_one(sql, params![id]).await?;
    if state == "done" {
        return Ok(Stand::Done(Box::new(read(&row, 0)?)));
    }
    Ok(Stand::Stopped(read::<Problem>(&row, 0)?.into()))
}

/// Ends a list whose next row is refused. What was taken in stays: others may have begun to work on it.
async fn stop(tx: &mut Tx, id: &str, problem: &Problem) -> Result<(), Failure> {
    let sql = "UPDATE imports SET state = 'stopped', report = $2
               WHERE id = $1 AND state = 'running' RETURNING person, key";
    let Some(row) = tx.query_opt(sql, params![id, json(problem)?]).await? else {
        return Ok(());
    };
    if let Some(key) = row.get::<Option<String>>(1)? {
        free_key(tx, row.text(0)?, &key).await?;
    }
    drop_parts(tx, id).await?;
    Ok(())
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
