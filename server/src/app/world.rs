//! What the rules need besides a case: units, sessions with their rules, the calendar, the day. Read once and kept
//! in memory, with a look at the database in every transaction whether it still holds: several servers may share one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use banli_shared::api::sessions::Session;
use banli_shared::calendar::{Calendar, Date};
use banli_shared::case::Case;
use banli_shared::ids::{Millis, PersonId, SessionId};
use banli_shared::org::{Org, Staff};
use banli_shared::profile::Profile;
use banli_shared::workflow::Context;
use jiff::tz::{self, TimeZone};

use super::search::duties::Duties;
use super::{calendars, imports, profiles, sessions, staffing, units};
use crate::params;
use crate::random;
use crate::store::{Binds, StoreError, Tx};

/// The counter that names the state of units, people and sessions.
const REVISION: &str = "revision";
/// The name under which transactions share the office as it is, or have it alone.
const OFFICE: i64 = 0x6f_66_66_69_63_65;

/// People whose names one query asks for: fewer than either database takes parameters.
const ASKED_AT_ONCE: usize = 500;

/// One state of the office, as it is in the database.
pub struct World {
    revision: i64,
    org: Org,
    staff: Staff,
    sessions: Vec<Session>,
    /// The rules of each session, every revision, oldest first.
    rules: BTreeMap<SessionId, Vec<Profile>>,
    calendar: Calendar,
    zone: TimeZone,
    /// What units are there for, once somebody asks.
    duties: OnceLock<Duties>,
    /// Names of people, as they come up.
    names: Mutex<BTreeMap<PersonId, Arc<str>>>,
}

/// The newest state seen. Cheap to clone.
#[derive(Clone)]
pub struct Worlds {
    zone: TimeZone,
    newest: Arc<Mutex<Option<Arc<World>>>>,
}

/// Asia/Shanghai. The whole zone has kept this offset since 1991, so it is right without a database of time zones.
#[must_use]
pub fn usual_zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or_else(|_none| tz::offset(8).to_time_zone())
}

fn day_in(zone: &TimeZone, at: Millis) -> Option<Date> {
    let at = jiff::Timestamp::from_millisecond(at).ok()?;
    Date::from_civil(zone.to_datetime(at).date())
}

impl Worlds {
    /// Nothing seen yet; days begin and end in `zone`.
    #[must_use]
    pub fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            newest: Arc::default(),
        }
    }

    /// What the zone in which days begin and end is called; none where it is only an offset.
    #[must_use]
    pub fn zone_name(&self) -> Option<&str> {
        self.zone.iana_name()
    }

    /// The day that it is at a moment; none beyond all calendars.
    #[must_use]
    pub fn day_at(&self, at: Millis) -> Option<Date> {
        day_in(&self.zone, at)
    }

    /// The state that this transaction sees.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn see(&self, tx: &mut Tx) -> Result<Arc<World>, StoreError> {
        let revision = revision(tx).await?;
        if let Some(world) = self.kept(revision) {
            return Ok(world);
        }
        let world = Arc::new(World {
            revision,
            org: Org::new(units::all(tx).await?),
            staff: staffing::all(tx).await?,
            sessions: sessions::all(tx).await?,
            rules: profiles::all(tx).await?,
            calendar: calendars::in_force(tx).await?,
            zone: self.zone.clone(),
            duties: OnceLock::new(),
            names: Mutex::default(),
        });
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&world));
        Ok(world)
    }

    fn kept(&self, revision: i64) -> Option<Arc<World>> {
        let kept = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clone().filter(|world| world.revision == revision)
    }
}

/// The name of the state that this transaction sees; 0 before anything was there.
///
/// # Errors
/// Those of the store.
pub async fn revision(tx: &mut Tx) -> Result<i64, StoreError> {
    let sql = "SELECT value FROM counters WHERE name = $1";
    let row = tx.query_opt(sql, params![REVISION]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// As [`revision`], and nobody says that it is another until this transaction ends.
///
/// # Errors
/// Those of the store.
pub(crate) async fn lock_revision(tx: &mut Tx) -> Result<i64, StoreError> {
    let lock = tx.for_update();
    let sql = format!("SELECT value FROM counters WHERE name = $1{lock}");
    let row = tx.query_opt(&sql, params![REVISION]).await?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Until this transaction ends the office stays as it is now: whoever changes it waits, and then sees what was decided.
/// Taken before anything else is locked.
///
/// # Errors
/// Those of the store.
pub(crate) async fn stays(tx: &mut Tx) -> Result<(), StoreError> {
    tx.share(OFFICE).await
}

/// Waits for all who decide on the office as it is. Taken before anything that they may wait for is locked.
///
/// # Errors
/// Those of the store.
pub(crate) async fn changes(tx: &mut Tx) -> Result<(), StoreError> {
    tx.alone(OFFICE).await
}

/// As [`renew`], for what decisions depend on: units, sessions, rules and calendar. They stay as they are while a list
/// is being taken in, so that its last row is decided as its first; that takes seconds.
///
/// # Errors
/// [`StoreError::Busy`] then, and those of the store.
pub async fn renew_rules(tx: &mut Tx) -> Result<(), StoreError> {
    renew(tx).await?;
    if imports::is_running(tx).await? {
        return Err(StoreError::Busy);
    }
    Ok(())
}

/// Says that units, people or sessions are others from here on. The new name is random: a transaction that is dropped
/// leaves none that a later one could give again.
///
/// # Errors
/// Those of the store.
pub async fn renew(tx: &mut Tx) -> Result<(), StoreError> {
    changes(tx).await?;
    let name = i64::from_be_bytes(random::bytes()) | 1;
    let sql = "INSERT INTO counters (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
    tx.execute(sql, params![REVISION, name]).await?;
    Ok(())
}

impl World {
    /// The units.
    #[must_use]
    pub const fn org(&self) -> &Org {
        &self.org
    }

    /// Who is there.
    #[must_use]
    pub const fn staff(&self) -> &Staff {
        &self.staff
    }

    /// Which state this is.
    #[must_use]
    pub const fn revision(&self) -> i64 {
        self.revision
    }

    /// The session with this id; the current one where none is named.
    #[must_use]
    pub fn session(&self, id: Option<&SessionId>) -> Option<&Session> {
        self.sessions
            .iter()
            .find(|session| id.map_or(session.current, |id| session.id == *id))
    }

    /// Every session.
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// The day at `now_ms` in the office's zone.
    ///
    /// # Errors
    /// When that is in no year the calendar knows of.
    pub fn today(&self, now_ms: Millis) -> Result<Date, StoreError> {
        day_in(&self.zone, now_ms)
            .ok_or_else(|| StoreError::Database("the clock is out of range".into()))
    }

    /// The moment at which this day begins in the office's zone.
    ///
    /// # Errors
    /// When that is in no year the calendar knows of.
    pub fn begins(&self, day: Date) -> Result<Millis, StoreError> {
        let out_of_range = |_fault| StoreError::Database("a day is out of range".into());
        let midnight: jiff::civil::Date = day.to_string().parse().map_err(out_of_range)?;
        let begins = self.zone.to_timestamp(midnight.at(0, 0, 0, 0));
        Ok(begins.map_err(out_of_range)?.as_millisecond())
    }

    /// The rules of a session in this revision, counted from 1.
    #[must_use]
    pub fn rules_at(&self, session: &SessionId, revision: u32) -> Option<&Profile> {
        let revisions = self.rules.get(session)?;
        revisions.get((revision as usize).checked_sub(1)?)
    }

    /// The newest rules of a session.
    #[must_use]
    pub fn newest_rules(&self, session: &SessionId) -> Option<&Profile> {
        self.rules.get(session)?.last()
    }

    /// What decisions on new cases of `session` need at `now_ms`, and lists and figures of it: the newest rules.
    ///
    /// # Errors
    /// When there is no such session, or no such day.
    pub fn context(&self, session: &SessionId, now_ms: Millis) -> Result<Context<'_>, StoreError> {
        let revisions = self.rules.get(session).map_or(0, Vec::len);
        self.context_under(
            session,
            u32::try_from(revisions).unwrap_or(u32::MAX),
            now_ms,
        )
    }

    /// What decisions on `case` need at `now_ms`: the rules it is handled under.
    ///
    /// # Errors
    /// When its session or its rules are not there, or no such day.
    pub fn context_of(&self, case: &Case, now_ms: Millis) -> Result<Context<'_>, StoreError> {
        let ctx = self.context_under(&case.session, case.rules, now_ms)?;
        Ok(Context {
            submitted_on: Some(self.today(case.proposal.submitted_ms)?),
            ..ctx
        })
    }

    fn context_under(
        &self,
        session: &SessionId,
        rules: u32,
        now_ms: Millis,
    ) -> Result<Context<'_>, StoreError> {
        let missing = |what: &str| StoreError::Database(format!("a case is of {what} not there"));
        let session = self
            .session(Some(session))
            .ok_or_else(|| missing("a session that is"))?;
        let revisions = self.rules.get(&session.id).map_or(&[][..], Vec::as_slice);
        let profile = (rules as usize)
            .checked_sub(1)
            .and_then(|at| revisions.get(at))
            .ok_or_else(|| missing("rules that are"))?;
        let newest = revisions.last().unwrap_or(profile);
        Ok(Context {
            now_ms,
            today: self.today(now_ms)?,
            profile,
            rules: u32::try_from(revisions.len()).unwrap_or(u32::MAX),
            newest,
            calendar: &self.calendar,
            session_closed_on: session.closed_on,
            submitted_on: None,
            org: &self.org,
            staff: Some(&self.staff),
            numbers: None,
            other: None,
            documents: None,
        })
    }

    /// What units are there for.
    pub(crate) fn duties(&self) -> &Duties {
        self.duties.get_or_init(|| Duties::of(&self.org))
    }

    /// The calendar in force.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The names of these people; those who are not there are left out.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn names(
        &self,
        tx: &mut Tx,
        people: BTreeSet<PersonId>,
    ) -> Result<BTreeMap<PersonId, String>, StoreError> {
        let mut found = BTreeMap::new();
        let mut unknown = vec![];
        for person in people {
            match self.known_name(&person) {
                Some(name) => _ = found.insert(person, name.as_ref().to_owned()),
                None => unknown.push(person),
            }
        }
        for some in unknown.chunks(ASKED_AT_ONCE) {
            let mut binds = Binds::default();
            let ids = binds.list(some.iter().map(|person| person.as_str()));
            let sql = format!("SELECT id, name FROM people WHERE id IN ({ids})");
            for row in tx.query(&sql, &binds.params()).await? {
                let (person, name) = (PersonId::from(row.text(0)?), row.text(1)?);
                let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
                names.insert(person.clone(), name.into());
                found.insert(person, name.to_owned());
            }
        }
        Ok(found)
    }

    fn known_name(&self, person: &PersonId) -> Option<Arc<str>> {
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(person).cloned()
    }
}
