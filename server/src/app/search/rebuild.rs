//! All that is made of cases, made again: lists, inbox, figures and the full-text index.

use crate::app::cases::load;
use crate::app::world::Worlds;
use crate::app::{index, search};
use crate::params;
use crate::store::{Known, Store, StoreError, Tx};

/// Cases in one transaction.
const CASES: u32 = 200;

/// Rewrites everything from the rows of the cases; how many there are. Nobody else may use the database: until this ends,
/// searches miss what was not reached.
///
/// # Errors
/// Those of the store. What was done until then is kept, and doing it again does the rest.
pub async fn all(store: &Store, worlds: &Worlds, now_ms: i64) -> Result<u64, StoreError> {
    store
        .write(async |tx: &mut Tx| {
            tx.clear_words().await?;
            tx.execute("DELETE FROM searched", &[]).await
        })
        .await?;
    let (mut count, mut after) = (0, String::new());
    loop {
        let (worlds, from) = (worlds.clone(), after.clone());
        let page = async move |tx: &mut Tx| -> Result<(u64, Option<String>), StoreError> {
            let world = worlds.see(tx).await?;
            let sql = "SELECT id, body FROM cases WHERE id > $1 ORDER BY id LIMIT $2";
            let rows = tx.query(sql, params![from, CASES]).await?;
            let mut cases = Vec::with_capacity(rows.len());
            for row in &rows {
                cases.push(load::parse(row.text(1)?)?);
            }
            let cases: Vec<_> = cases.iter().collect();
            index::write(tx, &cases, Known::Perhaps, &world, now_ms).await?;
            search::index::write(tx, &cases, Known::New).await?;
            let last = rows.last().map(|row| row.get(0)).transpose()?;
            Ok((rows.len() as u64, last))
        };
        let (done, last) = store.write(page).await?;
        count += done;
        match last {
            Some(last) => after = last,
            None => return Ok(count),
        }
    }
}
