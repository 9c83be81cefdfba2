//! The record is whole, and the cases are what it makes them.
//!
//! Each event holds the hash of the one before in its case, so an event that was altered, moved or taken out is found.
//! What was cut from the end of everything leaves no trace inside the database: compare with a digest of the record that
//! was published earlier ([`Published`]).

use banli_shared::both;
use banli_shared::text::{Bilingual, Said};
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
    type Err = Said;

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
            .ok_or_else(|| {
                Said(both!(
                    "应写作 NUMBER:DIGEST，即 verify 所输出的 record",
                    "expected NUMBER:DIGEST as `verify` prints it"
                ))
            })
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
        check.findings.add(both!(
            "有 {lost} 个事件不属于任何提案",
            "{lost} events belong to no case"
        ));
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
                self.findings.add(of_case(&id, &why));
                return Ok(());
            }
        };
        for why in differences(row, &replayed)? {
            self.findings.add(of_case(&id, &why));
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
                    self.findings.add(both!(
                        "缺少第 {from} 至 {to} 号事件",
                        "events {from} to {to} are not there"
                    ));
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
            self.findings.add(both!(
                "计数为 {counted} 个事件，最后一个却是第 {seq} 号",
                "{counted} events were counted, the last has number {seq}"
            ));
        }
        if !matched {
            self.findings.add(both!(
                "记录的开头与公布的不同：曾被修改或截断",
                "the record does not begin as it was published: it was altered or cut"
            ));
        }
        Ok(now)
    }
}

fn of_case(id: &CaseId, why: &Bilingual) -> Bilingual {
    let Bilingual { zh, en } = why;
    both!("提案 {id}：{zh}", "case {id}: {en}")
}

/// What the events of a case make of it.
struct Replayed {
    case: Case,
    seq: i64,
    hash: String,
}

/// Follows the chain of one case; says where it breaks.
fn replay(id: &CaseId, history: &[Row]) -> Result<Replayed, Bilingual> {
    let mut case: Option<Case> = None;
    let mut hash = BEGINNING.to_owned();
    let mut seq = 0;
    for (row, number) in history.iter().zip(1..) {
        let line = Line::read(row).map_err(|_unreadable| {
            both!(
                "第 {number} 个事件无法读取",
                "event {number} cannot be read"
            )
        })?;
        let (no, version) = (line.seq, line.version);
        let at = both!(
            "第 {no} 号事件（第 {version} 版）",
            "event {no} (version {version})"
        );
        let at = |zh: &str, en: &str| Bilingual::new(at.zh.clone() + zh, format!("{} {en}", at.en));
        if line.version != number {
            return Err(at(
                &format!("应为第 {number} 版"),
                &format!("is where version {number} should be"),
            ));
        }
        if line.seq <= seq {
            return Err(at(
                "的编号小于前一个",
                "has a smaller number than the one before it",
            ));
        }
        if line.prev != hash {
            return Err(at(
                "与前一个事件不衔接",
                "does not follow the one before it",
            ));
        }
        if link(&hash, line.seq, id, line.version, line.body) != line.hash {
            return Err(at(
                "曾被修改：校验值不符",
                "was altered: its hash does not fit",
            ));
        }
        let event = record::parse(line.body).map_err(|_fault| at("无法读取", "cannot be read"))?;
        let columns = (line.at_ms, line.actor, line.kind);
        if columns != (event.at_ms, event.by.person.as_str(), event.what.kind()) {
            return Err(at(
                "的各列与其内容不符",
                "has columns that say something else than it does",
            ));
        }
        case = match case {
            Some(case) => Some(evolve(case, &event)),
            None => begin(&event),
        };
        if case.as_ref().is_none_or(|case| case.id != *id) {
            return Err(at("不是本提案的起始事件", "does not begin this case"));
        }
        line.hash.clone_into(&mut hash);
        seq = line.seq;
    }
    let case = case.ok_or_else(|| both!("没有事件", "has no events"))?;
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
fn differences(row: &Row, replayed: &Replayed) -> Result<Vec<Bilingual>, StoreError> {
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
        .map(|(column, _)| {
            both!(
                "列 {column} 与事件不符",
                "the column {column} is not what its events make it"
            )
        })
        .collect())
}
