//! The record is whole, and the cases are what it makes them.
//!
//! Each event holds the hash of the one before in its case, so an event that was altered, moved or taken out is found.
//! What was cut from the end of everything leaves no trace inside the database: compare with a digest of the record that
//! was published earlier ([`Published`]).

use std::collections::BTreeMap;

use banli_shared::case::Case;
use banli_shared::ids::{CaseId, Version};
use banli_shared::workflow::{begin, evolve};

use super::{Findings, Progress};
use crate::app::cases::chain::{BEGINNING, link};
use crate::app::cases::load;
use crate::app::cases::record;
use crate::app::cases::work::EVENTS;
use crate::auth::sha256;
use crate::params;
use crate::store::{Row, StoreError, Tx};

/// Cases, and lines of the record, that are read at once.
const CASES: u32 = 100;
const LINES: u32 = 10_000;

/// A digest of the record as it was after one of its events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The number of that event.
    pub seq: i64,
    /// The digest of all events up to it, in hex.
    pub digest: String,
}

impl std::fmt::Display for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.digest)
    }
}

impl std::str::FromStr for Published {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digest_is_hex = |digest: &str| {
            digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        text.split_once(':')
            .and_then(|(seq, digest)| {
                let seq = seq.parse().ok()?;
                let digest = digest.to_ascii_lowercase();
                digest_is_hex(&digest).then_some(Self { seq, digest })
            })
            .ok_or("expected NUMBER:DIGEST as `verify` prints it")
    }
}

/// What a whole check found.
#[derive(Debug, Clone)]
pub struct Verified {
    /// Cases looked at.
    pub cases: u64,
    /// Events looked at.
    pub events: u64,
    /// The record as it is now, to be published and compared later.
    pub record: Published,
    /// What is wrong.
    pub findings: Findings,
}

/// Checks everything as it is at one moment; with `published`, also that the record still begins as it did then.
///
/// # Errors
/// Those of the store. What is wrong with the data is in the findings.
pub async fn verify(
    tx: &mut Tx,
    published: Option<&Published>,
    progress: &Progress,
) -> Result<Verified, StoreError> {
    let events: u64 = tx
        .query_one("SELECT COUNT(*) FROM events", &[])
        .await?
        .get(0)?;
    progress.begin(events);
    let mut check = Check {
        findings: Findings::default(),
        cases: 0,
        events: 0,
    };
    let mut after = String::new();
    loop {
        let sql =
            "SELECT id, session, intake_number, number, version, changed_seq, hash, body FROM cases
                   WHERE id > $1 ORDER BY id LIMIT $2";
        let rows = tx.query(sql, params![after, CASES]).await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            break;
        };
        let mut histories = histories(tx, first.text(0)?, last.text(0)?).await?;
        for row in &rows {
            let history = histories.remove(row.text(0)?).unwrap_or_default();
            let count = history.len() as u64;
            check.case(row, &history)?;
            progress.step(count);
        }
        after = last.get(0)?;
    }
    if check.events != events {
        let lost = events.abs_diff(check.events);
        check
            .findings
            .add(format!("{lost} events belong to no case"));
    }
    let record = check.record(tx, published).await?;
    Ok(Verified {
        cases: check.cases,
        events: check.events,
        record,
        findings: check.findings,
    })
}

type History = Vec<Row>;

/// The events of the cases from `first` to `last`, by case.
async fn histories(
    tx: &mut Tx,
    first: &str,
    last: &str,
) -> Result<BTreeMap<String, History>, StoreError> {
    let sql = "SELECT case_id, seq, version, at_ms, actor, kind, body, prev_hash, hash FROM events
               WHERE case_id >= $1 AND case_id <= $2 ORDER BY case_id, version";
    let mut found: BTreeMap<String, History> = BTreeMap::new();
    for row in tx.query(sql, params![first, last]).await? {
        found.entry(row.get(0)?).or_default().push(row);
    }
    Ok(found)
}

struct Check {
    findings: Findings,
    cases: u64,
    events: u64,
}

impl Check {
    fn case(&mut self, row: &Row, history: &[Row]) -> Result<(), StoreError> {
        self.cases += 1;
        self.events += history.len() as u64;
        let id = CaseId::from(row.text(0)?);
        let replayed = match replay(&id, history) {
            Ok(replayed) => replayed,
            Err(why) => {
                self.findings.add(format!("case {id}: {why}"));
                return Ok(());
            }
        };
        for why in differences(row, &replayed)? {
            self.findings.add(format!("case {id}: {why}"));
        }
        Ok(())
    }

    /// Walks the whole record in the order of its numbers.
    async fn record(
        &mut self,
        tx: &mut Tx,
        published: Option<&Published>,
    ) -> Result<Published, StoreError> {
        let mut now = Published {
            seq: 0,
            digest: String::new(),
        };
        let mut matched = published.is_none();
        loop {
            let sql = "SELECT seq, hash FROM events WHERE seq > $1 ORDER BY seq LIMIT $2";
            let rows = tx.query(sql, params![now.seq, LINES]).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let seq = row.int(0)?;
                if seq != now.seq + 1 {
                    let (from, to) = (now.seq + 1, seq - 1);
                    self.findings
                        .add(format!("events {from} to {to} are not there"));
                }
                now.digest = sha256(format!("{}\n{}", now.digest, row.text(1)?).as_bytes());
                now.seq = seq;
                matched |= published == Some(&now);
            }
        }
        let counted = "SELECT COALESCE(MAX(value), 0) FROM counters WHERE name = $1";
        let counted = tx.query_one(counted, params![EVENTS]).await?.int(0)?;
        if counted != now.seq {
            let seq = now.seq;
            self.findings.add(format!(
                "{counted} events were counted, the last has number {seq}"
            ));
        }
        if !matched {
            self.findings
                .add("the record does not begin as it was published: it was altered or cut".into());
        }
        Ok(now)
    }
}

/// What the events of a case make of it.
struct Replayed {
    case: Case,
    seq: i64,
    hash: String,
}

/// Follows the chain of one case; says where it breaks.
fn replay(id: &CaseId, history: &[Row]) -> Result<Replayed, String> {
    let mut case: Option<Case> = None;
    let mut hash = BEGINNING.to_owned();
    let mut seq = 0;
    for (row, number) in history.iter().zip(1..) {
        let line =
            Line::read(row).map_err(|_unreadable| format!("event {number} cannot be read"))?;
        let at = format!("event {} (version {})", line.seq, line.version);
        if line.version != number {
            return Err(format!("{at} is where version {number} should be"));
        }
        if line.seq <= seq {
            return Err(format!("{at} has a smaller number than the one before it"));
        }
        if line.prev != hash {
            return Err(format!("{at} does not follow the one before it"));
        }
        if link(&hash, line.seq, id, line.version, line.body) != line.hash {
            return Err(format!("{at} was altered: its hash does not fit"));
        }
        let event = record::parse(line.body).map_err(|_fault| format!("{at} cannot be read"))?;
        let columns = (line.at_ms, line.actor, line.kind);
        if columns != (event.at_ms, event.by.person.as_str(), event.what.kind()) {
            return Err(format!(
                "{at} has columns that say something else than it does"
            ));
        }
        case = match case {
            Some(case) => Some(evolve(case, &event)),
            None => begin(&event),
        };
        if case.as_ref().is_none_or(|case| case.id != *id) {
            return Err(format!("{at} does not begin this case"));
        }
        line.hash.clone_into(&mut hash);
        seq = line.seq;
    }
    let case = case.ok_or("has no events")?;
    Ok(Replayed { case, seq, hash })
}

/// One row of the record.
struct Line<'r> {
    seq: i64,
    version: Version,
    at_ms: i64,
    actor: &'r str,
    kind: &'r str,
    body: &'r str,
    prev: &'r str,
    hash: &'r str,
}

impl<'r> Line<'r> {
    fn read(row: &'r Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.int(1)?,
            version: row.get(2)?,
            at_ms: row.int(3)?,
            actor: row.text(4)?,
            kind: row.text(5)?,
            body: row.text(6)?,
            prev: row.text(7)?,
            hash: row.text(8)?,
        })
    }
}

/// Where the row of a case says something else than its events.
fn differences(row: &Row, replayed: &Replayed) -> Result<Vec<String>, StoreError> {
    let case = &replayed.case;
    let columns = [
        ("session", row.text(1)? == case.session.as_str()),
        ("intake_number", row.text(2)? == case.intake_number.as_str()),
        (
            "number",
            row.get::<Option<&str>>(3)? == case.number.as_ref().map(|number| number.as_str()),
        ),
        ("version", row.get::<Version>(4)? == case.version),
        ("changed_seq", row.int(5)? == replayed.seq),
        ("hash", row.text(6)? == replayed.hash),
        (
            "body",
            load::parse(row.text(7)?).is_ok_and(|kept| kept == *case),
        ),
    ];
    let wrong = columns.into_iter().filter(|(_, same)| !same);
    Ok(wrong
        .map(|(column, _)| format!("the column {column} is not what its events make it"))
        .collect())
}
