//! The working-day calendar: the published one with the office's part over it.

use banli_shared::api::FieldFault;
use banli_shared::api::calendars::{CalendarChanged, CalendarView, DeadlineMove, NewCalendar};
use banli_shared::both;
use banli_shared::calendar::{Calendar, Date, OfficeCalendar};
use banli_shared::case::Case;
use banli_shared::ids::Millis;
use banli_shared::org::Actor;
use banli_shared::workflow::reckoned_today;
use serde::Deserialize as _;

use super::cases::load;
use super::{field, looks, sessions, world};
use crate::http::Failure;
use crate::params;
use crate::store::{Row, StoreError, Tx};

const NOTE: usize = 200;
/// Longest file of a calendar, in bytes.
const FILE: usize = 500_000;
/// Cases looked at in one query.
const CASES: i64 = 500;

/// The office's part as it was last written.
struct Kept {
    revision: u32,
    office: OfficeCalendar,
    note: String,
    by: Option<String>,
    at_ms: Option<Millis>,
}

async fn kept(tx: &mut Tx) -> Result<Kept, StoreError> {
    let sql = "SELECT c.revision, c.body, c.note, p.name, c.at_ms FROM calendars c
               LEFT JOIN people p ON p.id = c.person ORDER BY c.revision DESC LIMIT 1";
    let row = tx.query_opt(sql, &[]).await?;
    row.as_ref().map_or_else(
        || {
            Ok(Kept {
                revision: 0,
                office: OfficeCalendar::default(),
                note: String::new(),
                by: None,
                at_ms: None,
            })
        },
        read,
    )
}

fn read(row: &Row) -> Result<Kept, StoreError> {
    let mut body = serde_json::Deserializer::from_str(row.text(1)?);
    let office = OfficeCalendar::deserialize(&mut body)
        .map_err(|_fault| StoreError::Database("a kept calendar cannot be read".into()))?;
    Ok(Kept {
        revision: row.get(0)?,
        office,
        note: row.get(2)?,
        by: row.get(3)?,
        at_ms: Some(row.get(4)?),
    })
}

/// The calendar that days are counted by.
///
/// # Errors
/// Those of the store.
pub async fn in_force(tx: &mut Tx) -> Result<Calendar, StoreError> {
    let kept = kept(tx).await?;
    made_of(&kept.office, kept.revision)
}

fn made_of(office: &OfficeCalendar, revision: u32) -> Result<Calendar, StoreError> {
    Calendar::new(&office.over_published(revision))
        .map_err(|fault| StoreError::Database(format!("the kept calendar: {fault}")))
}

/// The calendar in force, with where it comes from.
///
/// # Errors
/// Those of the store.
pub async fn get(tx: &mut Tx) -> Result<CalendarView, StoreError> {
    let kept = kept(tx).await?;
    Ok(CalendarView {
        revision: kept.revision,
        table: kept.office.over_published(kept.revision),
        office: kept.office,
        note: kept.note,
        by: kept.by,
        at_ms: kept.at_ms,
    })
}

/// Makes `new` the office's part from here on, and says which open deadlines it would move. None moves by that.
///
/// # Errors
/// The first thing wrong with the file, and a newer revision than the caller has seen.
pub async fn put(
    tx: &mut Tx,
    new: &NewCalendar,
    actor: &Actor,
    now: Millis,
) -> Result<CalendarChanged, Failure> {
    field::line(&new.note, NOTE, "/note").map_err(|fault| vec![fault])?;
    if new.toml.len() > FILE {
        return Err(Failure::field(
            "/toml",
            "length",
            both!("最多 500,000 字节", "at most 500,000 bytes"),
        ));
    }
    let office = OfficeCalendar::from_toml(&new.toml)
        .map_err(|fault| FieldFault::placed("/toml", "calendar", fault.both()))?;
    let old = kept(tx).await?;
    if old.revision != new.seen {
        return Err(Failure::stale(old.revision.into()));
    }
    let changed = old.office != office;
    let revision = old.revision + u32::from(changed);
    if changed {
        let body = serde_json::to_string(&office)
            .map_err(|fault| StoreError::Database(fault.to_string()))?;
        let sql = "INSERT INTO calendars (revision, body, note, person, at_ms)
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (revision) DO NOTHING";
        let person = &actor.person.0;
        let kept = tx
            .execute(sql, params![revision, body, new.note, person, now])
            .await?;
        // Somebody else was quicker.
        if kept == 0 {
            return Err(Failure::stale(revision.into()));
        }
        world::renew_rules(tx).await?;
        looks::at_all(tx).await?;
    }
    Ok(CalendarChanged {
        revision,
        changed,
        moves: moves(tx, &made_of(&office, revision)?).await?,
    })
}

/// Open deadlines that `calendar` has on another day, or no longer on any.
///
/// # Errors
/// Those of the store.
pub async fn moves(tx: &mut Tx, calendar: &Calendar) -> Result<Vec<DeadlineMove>, StoreError> {
    let sql = "SELECT c.id, c.body FROM cases c
               WHERE c.id > $1 AND EXISTS (SELECT 1 FROM assignments a WHERE a.case_id = c.id AND a.open = 1)
               ORDER BY c.id LIMIT $2";
    let sessions = sessions::all(tx).await?;
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let rows = tx.query(sql, params![after, CASES]).await?;
        let Some(last) = rows.last() else { break };
        after = last.text(0)?.to_owned();
        for row in &rows {
            let case = load::parse(row.text(1)?)?;
            let session = sessions.iter().find(|session| session.id == case.session);
            let closed_on = session.and_then(|session| session.closed_on);
            found.extend(moved(&case, calendar, closed_on));
        }
    }
    Ok(found)
}

fn moved<'a>(
    case: &'a Case,
    calendar: &'a Calendar,
    session_closed_on: Option<Date>,
) -> impl Iterator<Item = DeadlineMove> + use<'a> {
    let open = case.live().filter(|a| a.is_owed());
    open.filter_map(move |a| {
        let old = a.due();
        let new = reckoned_today(a, calendar, session_closed_on);
        let new = new.ok().map(|due| due.date);
        (new != Some(old.date)).then(|| DeadlineMove {
            case: case.id.clone(),
            number: case.shown_number().to_owned(),
            assignment: a.no,
            unit: a.unit.clone(),
            old: old.date,
            new,
        })
    })
}
