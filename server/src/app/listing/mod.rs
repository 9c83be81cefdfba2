//! Proposals page by page, and what else is read from the rows made of cases.

pub mod board;
pub mod figures;
mod filter;
pub mod inbox;
mod known;
pub mod promises;
pub mod ranking;
pub(in crate::app) mod rows;
mod search;
pub mod sitting;
pub(crate) mod tallied;
#[cfg(test)]
mod tests;

use banli_shared::api::proposals::{ProposalQuery, ProposalRow, Sort};
use banli_shared::api::{FieldFault, Page};
use banli_shared::both;
use banli_shared::ids::SessionId;
use banli_shared::org::UnitNames;
use banli_shared::text::Wanted;
use banli_shared::workflow::{may_count, needs_desk};

use self::filter::Filter;
use self::rows::Rows;
use self::search::{Hit, Search};
use super::cases::Scene;
use super::cursor;
use super::world::World;
use crate::http::Failure;
use crate::store::{Row, StoreError, Tx};

/// The items of a page when nothing is said.
const USUAL: u32 = 50;
/// The longest text to look for, in characters.
const TEXT: usize = 200;

/// The session that is asked for, else the current one; none where none was added yet.
///
/// # Errors
/// When the one that is asked for is not there.
fn session<'w>(
    world: &'w World,
    asked: Option<&SessionId>,
) -> Result<Option<&'w SessionId>, FieldFault> {
    let found = world.session(asked).map(|session| &session.id);
    match asked {
        Some(asked) if found.is_none() => Err(known::no_session(world, asked)),
        _ => Ok(found),
    }
}

/// Refuses filters that name what there is not, or what is not for the actor to ask for.
///
/// # Errors
/// What it is, with what is most like it.
async fn check(
    tx: &mut Tx,
    scene: &Scene,
    world: &World,
    session: &SessionId,
    query: &ProposalQuery,
) -> Result<(), Failure> {
    if query.every_session && (query.session.is_some() || query.figure.is_some()) {
        let text = both!(
            "every_session 不能与 session 或 figure 同用",
            "does not go with `session` or `figure`"
        );
        return Err(FieldFault::new("?every_session", "conflict", text).into());
    }
    let (unit, department) = (query.unit.as_ref(), query.department.as_ref());
    known::unit(world, unit)?;
    known::department(world, department)?;
    known::handler(tx, query.handler.as_ref()).await?;
    if query.figure.is_some() {
        may_count(&scene.actor, world.org(), unit, department)?;
    }
    // What a handler has is listed by what is counted for them.
    figures::may_count_handler(tx, scene, world, query.handler.as_ref()).await?;
    known::category(tx, &scene.actor, query.category.as_deref()).await?;
    let rules = world.context(session, scene.now)?.profile;
    known::outcome(tx, rules, query.outcome.as_deref()).await
}

/// The same for filters that are kept for later.
///
/// # Errors
/// As those of a list that is asked for now.
pub async fn check_kept(tx: &mut Tx, scene: &Scene, query: &ProposalQuery) -> Result<(), Failure> {
    let world = scene.worlds.see(tx).await?;
    match session(&world, query.session.as_ref())? {
        Some(session) => check(tx, scene, &world, session, query).await,
        None => Ok(()),
    }
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
    // Whoever types what a unit is called looks for what it has.
    let called = match (&query.q, &query.unit, query.figure) {
        (Some(typed), None, None) => UnitNames::new(world.org().iter()).called(typed),
        _ => None,
    };
    let query = &match called {
        Some(unit) => ProposalQuery {
            unit: Some(unit),
            q: None,
            ..query.clone()
        },
        None => query.clone(),
    };
    check(tx, scene, &world, session, query).await?;
    let ctx = world.context(session, scene.now)?;
    // What a cursor is bound to: everything that chooses and sorts.
    let bound = ProposalQuery {
        session: Some(session.clone()).filter(|_| !query.every_session),
        limit: None,
        cursor: None,
        count: false,
        ..query.clone()
    };
    let after: Option<Vec<Key>> = match &query.cursor {
        Some(cursor) => Some(cursor::read(&bound, cursor)?),
        None => None,
    };
    let filter = Filter::new(&scene.actor, &bound, &ctx);
    let chosen = Chosen::of(filter, query)?;
    let (total, counted) = match query.count {
        true => (Some(chosen.count(tx).await?), chosen.counted(tx).await?),
        false => (None, None),
    };
    // One more than asked tells whether there is another page.
    let mut found = chosen.page(tx, after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let last = found.last().filter(|_| more);
    let next = last.map(|last| cursor::write(&bound, &last.at));
    let mut rows = Rows::default();
    for hit in &found {
        rows.add(&hit.row, 0)?;
    }
    Ok(Page {
        items: rows.finish(tx, &world, scene).await?,
        next,
        total,
        counted,
    })
}

/// What a list is read from.
enum Chosen {
    /// All that a filter lets through, in an order.
    All(Filter, Order),
    /// What of it a text finds.
    Found(Search),
}

impl Chosen {
    fn of(filter: Filter, query: &ProposalQuery) -> Result<Self, FieldFault> {
        let typed = query.q.as_deref().unwrap_or_default();
        if typed.chars().count() > TEXT {
            let fault = both!("最多 {TEXT} 个字符", "at most {TEXT} characters");
            return Err(FieldFault::new("?q", "length", fault));
        }
        let order = |sort| Order::of(sort, query.every_session);
        Ok(match Wanted::read(typed) {
            Some(wanted) => Self::Found(Search::new(filter, wanted, query.sort.map(order))),
            None => {
                let usual = match query.every_session {
                    true => Sort::Changed,
                    false => Sort::Number,
                };
                Self::All(filter, order(query.sort.unwrap_or(usual)))
            }
        })
    }

    async fn count(&self, tx: &mut Tx) -> Result<u64, Failure> {
        match self {
            Self::All(filter, _) => Ok(filter.count(tx).await?),
            Self::Found(search) => search.count(tx).await,
        }
    }

    /// How many the figure counts behind which this list is; not told of what a text finds of it.
    async fn counted(&self, tx: &mut Tx) -> Result<Option<u64>, StoreError> {
        match self {
            Self::All(filter, _) => filter.counted(tx).await,
            Self::Found(_) => Ok(None),
        }
    }

    async fn page(
        self,
        tx: &mut Tx,
        after: Option<Vec<Key>>,
        limit: u32,
    ) -> Result<Vec<Hit>, Failure> {
        let (mut filter, order) = match self {
            Self::All(filter, order) => (filter, order),
            Self::Found(search) => return search.page(tx, after, limit).await,
        };
        if let Some(at) = after {
            filter.after(order, at)?;
        }
        let rows = filter.page(tx, order, limit).await?.into_iter();
        let hits = rows.map(|row| {
            let at = order.at(&row)?;
            Ok(Hit { row, at })
        });
        Ok(hits.collect::<Result<_, StoreError>>()?)
    }
}

/// A value of a sort key, in a cursor.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Key {
    Number(i64),
    Text(String),
}

/// In what order a list comes.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Order {
    /// Columns of a row's place in the order; no two rows have the same.
    columns: &'static [&'static str],
    descending: bool,
    /// Whether the order is that of the table of cases.
    by_case: bool,
}

impl Order {
    /// Two sessions may have the same numbers.
    const fn of(sort: Sort, every_session: bool) -> Self {
        let columns: &[&str] = match (sort, every_session) {
            (Sort::Number, false) => &["l.place"],
            (Sort::Number, true) => &["l.place", "l.case_id"],
            (Sort::Due, false) => &["l.due", "l.place"],
            (Sort::Due, true) => &["l.due", "l.place", "l.case_id"],
            (Sort::Changed, _) => &["c.changed_seq", "c.id"],
        };
        let changed = matches!(sort, Sort::Changed);
        Self {
            columns,
            descending: changed,
            by_case: changed,
        }
    }

    /// As an `ORDER BY` says it.
    fn by(self) -> String {
        let direction = if self.descending { " DESC" } else { "" };
        let columns = self.columns.iter();
        let by: Vec<String> = columns.map(|it| format!("{it}{direction}")).collect();
        by.join(", ")
    }

    /// Whether it is that of the numbers.
    fn is_by_number(self) -> bool {
        self.columns == ["l.place"]
    }

    /// The place of a row: the columns after those of the row itself.
    fn at(self, row: &Row) -> Result<Vec<Key>, StoreError> {
        let first = rows::COLUMNS.len();
        let columns = first..first + self.columns.len();
        columns.map(|index| key(row, index)).collect()
    }
}

/// The value of a sort key in a row.
fn key(row: &Row, index: usize) -> Result<Key, StoreError> {
    match row.get(index) {
        Ok(number) => Ok(Key::Number(number)),
        Err(_text) => row.get(index).map(Key::Text),
    }
}
