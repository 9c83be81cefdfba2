//! Proposals page by page, and what else is read from the rows made of cases.

pub mod board;
pub mod figures;
mod filter;
pub mod inbox;
pub mod ranking;
mod rows;
#[cfg(test)]
mod tests;

use banli_shared::api::proposals::{ProposalQuery, ProposalRow, Sort};
use banli_shared::api::{FieldFault, Page};
use banli_shared::ids::SessionId;
use banli_shared::workflow::needs_desk;

use self::filter::Filter;
use self::rows::Rows;
use super::cases::Scene;
use super::cursor;
use super::world::World;
use crate::http::Failure;
use crate::store::{Row, StoreError, Tx};

/// The items of a page when nothing is said.
const USUAL: u32 = 50;

/// The session that is asked for, else the current one; none where none was added yet.
///
/// # Errors
/// When the one that is asked for is not there.
fn session<'w>(
    world: &'w World,
    asked: Option<&SessionId>,
) -> Result<Option<&'w SessionId>, FieldFault> {
    let found = world.session(asked).map(|session| &session.id);
    if found.is_none() && asked.is_some() {
        let text = "there is no such session";
        return Err(FieldFault::new("?session", "unknown_session", text));
    }
    Ok(found)
}

/// A page of the proposals that the actor may see.
///
/// # Errors
/// A bad filter, limit or cursor.
pub async fn list(
    tx: &mut Tx,
    scene: &Scene,
    query: &ProposalQuery,
) -> Result<Page<ProposalRow>, Failure> {
    let limit = cursor::limit(query.limit, USUAL)?;
    // These tell what rating forms say, and who works on what.
    if query.figure.is_some() || query.department.is_some() || query.handler.is_some() {
        needs_desk(&scene.actor)?;
    }
    let world = scene.worlds.see(tx).await?;
    let Some(session) = session(&world, query.session.as_ref())? else {
        return Ok(Page {
            total: query.count.then_some(0),
            ..Page::whole(vec![])
        });
    };
    let ctx = world.context(session, scene.now)?;
    // What a cursor is bound to: everything that chooses and sorts.
    let bound = ProposalQuery {
        session: Some(session.clone()),
        limit: None,
        cursor: None,
        count: false,
        ..query.clone()
    };
    let mut filter = Filter::new(tx, &scene.actor, &bound, &ctx)?;
    let (total, counted) = match query.count {
        true => (Some(filter.count(tx).await?), filter.counted(tx).await?),
        false => (None, None),
    };
    let order = Order::of(query.sort.unwrap_or(Sort::Number));
    if let Some(cursor) = &query.cursor {
        let at: Vec<Key> = cursor::read(&bound, cursor)?;
        filter.after(order, at)?;
    }
    // One more than asked tells whether there is another page.
    let mut found = filter.page(tx, order, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = match found.last().filter(|_| more) {
        Some(last) => Some(cursor::write(&bound, &order.at(last)?)),
        None => None,
    };
    let mut rows = Rows::default();
    for row in &found {
        rows.add(row, 0)?;
    }
    Ok(Page {
        items: rows.finish(tx, &world, scene).await?,
        next,
        total,
        counted,
    })
}

/// A value of a sort key, in a cursor.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Key {
    Number(i64),
    Text(String),
}

/// In what order a list comes.
#[derive(Clone, Copy)]
struct Order {
    /// Columns of a row's place in the order; no two rows have the same.
    columns: &'static [&'static str],
    descending: bool,
    /// Whether the order is that of the table of cases.
    by_case: bool,
}

impl Order {
    const fn of(sort: Sort) -> Self {
        let columns: &[&str] = match sort {
            Sort::Number => &["l.place"],
            Sort::Due => &["l.due", "l.place"],
            Sort::Changed => &["c.changed_seq", "c.id"],
        };
        let changed = matches!(sort, Sort::Changed);
        Self {
            columns,
            descending: changed,
            by_case: changed,
        }
    }

    /// The place of a row: its last columns.
    fn at(self, row: &Row) -> Result<Vec<Key>, StoreError> {
        let first = rows::COLUMNS.len();
        (first..first + self.columns.len())
            .map(|index| match row.get(index) {
                Ok(number) => Ok(Key::Number(number)),
                Err(_text) => row.get(index).map(Key::Text),
            })
            .collect()
    }
}
