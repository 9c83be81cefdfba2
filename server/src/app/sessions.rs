//! Sessions (届次).

use banli_shared::api::sessions::Session;
use banli_shared::api::{FieldFault, ProblemCode};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::ids::{Millis, SessionId};

use super::{field, profiles, world};
use crate::http::Failure;
use crate::params;
use crate::store::{Row, StoreError, Tx};

const ID: usize = 20;
const NAME: usize = 100;

/// Every session, the newest first.
///
/// # Errors
/// Those of the store.
pub async fn all(tx: &mut Tx) -> Result<Vec<Session>, StoreError> {
    let sql = "SELECT id, name, year, closed_on, is_current FROM sessions
               ORDER BY year DESC, created_ms DESC, id";
    let rows = tx.query(sql, &[]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Session, StoreError> {
    let unreadable = |what: &str| StoreError::Database(format!("a session has no readable {what}"));
    let closed_on: Option<&str> = row.get(3)?;
    let year = i16::try_from(row.int(2)?).map_err(|_large| unreadable("year"))?;
    Ok(Session {
        id: SessionId::from(row.text(0)?),
        name: row.get(1)?,
        year,
        closed_on: closed_on
            .map(str::parse::<Date>)
            .transpose()
            .map_err(|_fault| unreadable("last day"))?,
        current: row.get(4)?,
    })
}

/// Adds a session with the usual rules, or changes one. The first is the current one; from then on the one that was
/// last put as `current`. A last day that is known stays until another is said.
///
/// # Errors
/// Every bad field.
pub async fn put(tx: &mut Tx, session: &Session, now: Millis) -> Result<Session, Failure> {
    check(session)?;
    let known = all(tx).await?;
    if let Some(other) = session.same_as(&known) {
        let (id, name, year) = (&other.id, &other.name, other.year);
        let why = both!(
            "{year} 年已有同名届次 {id}（{name}）；要修改该届次，请用 {id}",
            "{year} has a session of this name already: {id} ({name}); to change that one, name it {id}"
        );
        return Err(Failure::new(ProblemCode::Taken, why));
    }
    let current = session.current
        || !known
            .iter()
            .any(|other| other.current && other.id != session.id);
    if current {
        tx.execute(
            "UPDATE sessions SET is_current = 0 WHERE is_current = 1",
            &[],
        )
        .await?;
    }
    let before = known.into_iter().find(|other| other.id == session.id);
    let kept = Session {
        current,
        closed_on: session
            .closed_on
            .or_else(|| before.and_then(|before| before.closed_on)),
        ..session.clone()
    };
    if let Some(why) = kept.close_fault() {
        return Err(vec![FieldFault::new("/closed_on", "range", why)].into());
    }
    let closed_on = kept.closed_on.map(|day| day.to_string());
    let sql = "INSERT INTO sessions (id, name, year, closed_on, is_current, created_ms)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (id) DO UPDATE SET name = $2, year = $3, closed_on = $4, is_current = $5";
    let year = i64::from(session.year);
    let id = session.id.as_str();
    tx.execute(
        sql,
        params![id, session.name, year, closed_on, current, now],
    )
    .await?;
    profiles::begin(tx, &session.id, now).await?;
    world::renew_rules(tx).await?;
    Ok(kept)
}

fn check(session: &Session) -> Result<(), Vec<FieldFault>> {
    let year = if (1949..=2999).contains(&session.year) {
        Ok(())
    } else {
        Err(FieldFault::new(
            "/year",
            "range",
            both!("应为 1949 至 2999 之间的年份", "a year from 1949 to 2999"),
        ))
    };
    let faults: Vec<FieldFault> = [
        field::code(session.id.as_str(), ID, "/id"),
        field::line(&session.name, NAME, "/name"),
        year,
    ]
    .into_iter()
    .filter_map(Result::err)
    .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}
