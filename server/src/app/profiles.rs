//! The rules of sessions, every revision of them: a case keeps those it was begun under.

use std::collections::BTreeMap;

use banli_shared::api::FieldFault;
use banli_shared::api::profiles::{NewProfile, ProfileChanged, ProfileRevision, SessionProfile};
use banli_shared::both;
use banli_shared::case::ProposalStage;
use banli_shared::ids::{Millis, SessionId};
use banli_shared::org::Actor;
use banli_shared::profile::{Profile, ProfileFault};

use super::{field, looks, world};
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};

const NOTE: usize = 200;
/// Longest file of rules, in bytes: many times what a profile needs.
const FILE: usize = 200_000;

/// Every revision of every session's rules, oldest first. How things are shown (lights, figures, reminders) is not the case's but
/// the session's: older revisions have it from the newest, so that a list means one thing.
///
/// # Errors
/// Those of the store.
pub async fn all(tx: &mut Tx) -> Result<BTreeMap<SessionId, Vec<Profile>>, StoreError> {
    let sql = "SELECT session, body FROM profiles ORDER BY session, revision";
    let mut found: BTreeMap<SessionId, Vec<Profile>> = BTreeMap::new();
    for row in tx.query(sql, &[]).await? {
        let session = SessionId::from(row.text(0)?);
        found.entry(session).or_default().push(parse(row.text(1)?)?);
    }
    for revisions in found.values_mut() {
        if let Some(newest) = revisions.last().cloned() {
            for older in revisions {
                older.lights = newest.lights;
                older.figures = newest.figures;
                older.reminders = newest.reminders.clone();
            }
        }
    }
    Ok(found)
}

fn parse(body: &str) -> Result<Profile, StoreError> {
    serde_json::from_str(body)
        .map_err(|_fault| StoreError::Database("a session has no readable profile".into()))
}

fn body(profile: &Profile) -> Result<String, StoreError> {
    serde_json::to_string(profile).map_err(|fault| StoreError::Database(fault.to_string()))
}

/// The rules a session begins with: those of Shenzhen. Nothing where it has some.
///
/// # Errors
/// Those of the store.
pub async fn begin(tx: &mut Tx, session: &SessionId, now: Millis) -> Result<(), StoreError> {
    let sql = "INSERT INTO profiles (session, revision, body, note, person, at_ms)
               VALUES ($1, 1, $2, '', '', $3) ON CONFLICT (session, revision) DO NOTHING";
    let body = body(&Profile::shenzhen())?;
    tx.execute(sql, params![session.0, body, now]).await?;
    Ok(())
}

/// A revision of the rules of a session, the newest where none is named; none where there is no such session or revision.
///
/// # Errors
/// Those of the store.
pub async fn get(
    tx: &mut Tx,
    session: &SessionId,
    revision: Option<u32>,
) -> Result<Option<SessionProfile>, StoreError> {
    let sql = "SELECT revision, body FROM profiles WHERE session = $1 AND ($2 = 0 OR revision = $2)
               ORDER BY revision DESC LIMIT 1";
    let revision = i64::from(revision.unwrap_or(0));
    let row = tx.query_opt(sql, params![session.0, revision]).await?;
    row.map(|row| {
        Ok(SessionProfile {
            session: session.clone(),
            revision: row.get(0)?,
            profile: parse(row.text(1)?)?,
        })
    })
    .transpose()
}

/// Every revision of the rules of a session, the newest first.
///
/// # Errors
/// Those of the store.
pub async fn revisions(
    tx: &mut Tx,
    session: &SessionId,
) -> Result<Vec<ProfileRevision>, StoreError> {
    let sql = "SELECT f.revision, f.note, p.name, f.at_ms, f.body,
                      (SELECT COUNT(*) FROM listed l WHERE l.session = f.session AND l.rules = f.revision)
               FROM profiles f LEFT JOIN people p ON p.id = f.person WHERE f.session = $1 ORDER BY f.revision";
    let mut found: Vec<ProfileRevision> = Vec::new();
    let mut before: Option<Profile> = None;
    for row in tx.query(sql, params![session.0]).await? {
        let profile = parse(row.text(4)?)?;
        let changes = before.map(|before| before.changes(&profile));
        found.push(ProfileRevision {
            revision: row.get(0)?,
            note: row.get(1)?,
            by: row.get(2)?,
            at_ms: row.get(3)?,
            changes: changes.unwrap_or_default(),
            cases: row.get(5)?,
        });
        before = Some(profile);
    }
    found.reverse();
    Ok(found)
}

/// Makes `new` the rules of a session from here on.
///
/// # Errors
/// Where there is no such session, newer rules than the caller has seen, and everything wrong with the file.
pub async fn put(
    tx: &mut Tx,
    session: &SessionId,
    new: &NewProfile,
    actor: &Actor,
    now: Millis,
) -> Result<ProfileChanged, Failure> {
    field::line(&new.note, NOTE, "/note").map_err(|fault| vec![fault])?;
    if new.toml.len() > FILE {
        return Err(Failure::field(
            "/toml",
            "length",
            both!("最多 200,000 字节", "at most 200,000 bytes"),
        ));
    }
    let profile = Profile::from_toml(&new.toml).map_err(|faults| {
        let faults: Vec<FieldFault> = faults.iter().map(fault).collect();
        faults
    })?;
    // One at a time: the row of the session is locked on both databases.
    tx.execute(
        "UPDATE sessions SET name = name WHERE id = $1",
        params![session.0],
    )
    .await?;
    let old = get(tx, session, None)
        .await?
        .ok_or_else(Failure::not_found)?;
    if old.revision != new.seen {
        return Err(Failure::stale(old.revision.into()));
    }
    let changes = old.profile.changes(&profile);
    let now_in_force = if changes.is_empty() {
        old
    } else {
        let revision = old.revision + 1;
        let sql = "INSERT INTO profiles (session, revision, body, note, person, at_ms)
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let (body, person) = (body(&profile)?, &actor.person.0);
        tx.execute(
            sql,
            params![session.0, revision, body, new.note, person, now],
        )
        .await?;
        world::renew_rules(tx).await?;
        looks::at_all(tx).await?;
        SessionProfile {
            session: session.clone(),
            revision,
            profile,
        }
    };
    let over = [
        ProposalStage::Closed,
        ProposalStage::Declined,
        ProposalStage::Merged,
        ProposalStage::Withdrawn,
    ]
    .map(|stage| format!("'{}'", stage.code()))
    .join(", ");
    let sql = format!(
        "SELECT COUNT(*) FROM listed WHERE session = $1 AND rules < $2 AND stage NOT IN ({over})"
    );
    let under_older = tx
        .query_one(&sql, params![session.0, now_in_force.revision])
        .await?
        .get(0)?;
    Ok(ProfileChanged {
        now: now_in_force,
        changes,
        under_older,
    })
}

/// A fault of the file, at its value's path.
fn fault(fault: &ProfileFault) -> FieldFault {
    FieldFault::placed("/toml", "profile", fault.both())
}
