//! What the office calls the columns of its lists, as somebody said once.

use banli_shared::api::lists::{ImportQuery, ListOf};
use banli_shared::ids::Millis;
use banli_shared::lang::Word;
use banli_shared::lists::{ProposalColumn, UnitColumn};
use banli_shared::org::Actor;

use super::imports::no_list;
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};
use banli_shared::import::ColumnMap;

/// What the office said columns of such lists are: headers, and codes of columns.
///
/// # Errors
/// Those of the store.
pub async fn kept(tx: &mut Tx, of: ListOf) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT header, field FROM column_names WHERE list = $1 ORDER BY header";
    let rows = tx.query(sql, params![of.code()]).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Keeps what was said of the columns of a list that was taken in.
///
/// # Errors
/// Those of the store, or a mapping that cannot be read.
pub async fn keep(
    tx: &mut Tx,
    actor: &Actor,
    query: &ImportQuery,
    now: Millis,
) -> Result<(), Failure> {
    let of = query.of.unwrap_or(ListOf::Proposals);
    let map = query.map.as_deref().unwrap_or_default();
    let names: Vec<(String, &str)> = match of {
        ListOf::Proposals => said(&ColumnMap::<ProposalColumn>::parse(map).map_err(no_list)?),
        ListOf::Units => said(&ColumnMap::<UnitColumn>::parse(map).map_err(no_list)?),
    };
    for (header, field) in names {
        let sql = "INSERT INTO column_names (list, header, field, person, at_ms) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (list, header) DO UPDATE SET field = $3, person = $4, at_ms = $5";
        let list = of.code();
        let values = params![list, header, field, actor.person.0, now];
        tx.execute(sql, values).await?;
    }
    Ok(())
}

/// A letter names a column of one list only; headers longer than any are no names.
fn said<C: Word>(map: &ColumnMap<C>) -> Vec<(String, &'static str)> {
    map.said()
        .filter(|(header, _)| {
            header.chars().any(|c| !c.is_ascii_uppercase()) && header.chars().count() <= 80
        })
        .map(|(header, code)| (header.to_owned(), code))
        .collect()
}
