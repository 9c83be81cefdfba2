//! What the server told somebody.

use std::collections::BTreeSet;

use banli_shared::api::Page;
use banli_shared::api::notices::{Notice, NoticeKind, NoticeQuery, NoticesRead};
use banli_shared::calendar::Date;
use banli_shared::ids::{AssignmentNo, CaseId, Millis, PersonId, PromiseNo};
use banli_shared::org::{Actor, Role};
use banli_shared::text::Bilingual;
use banli_shared::workflow::Holder;

use super::listing::rows::word;
use super::scope::Scope;
use super::{cursor, webhooks};
use crate::http::Failure;
use crate::params;
use crate::random;
use crate::store::{Binds, StoreError, Tx, json};

const USUAL: u32 = 50;

/// A page of the actor's notices about cases that they may still see, and of their farewells, the newest first.
///
/// # Errors
/// A bad limit or cursor.
pub async fn page(
    tx: &mut Tx,
    actor: &Actor,
    query: &NoticeQuery,
) -> Result<Page<Notice>, Failure> {
    let limit = cursor::limit(query.limit, USUAL)?;
    let bound = ("notices", query.unread);
    let mut binds = Binds::default();
    let mut holds = format!("n.person = {}", binds.add(actor.person.as_str()));
    if let Some(after) = &query.cursor {
        let after: String = cursor::read(&bound, after)?;
        holds.push_str(&format!(" AND n.id < {}", binds.add(after)));
    }
    if query.unread {
        holds.push_str(" AND n.read_ms IS NULL");
    }
    if let Some(seen) = Scope::of(actor).condition("n.case_id", &mut binds) {
        holds.push_str(&format!(" AND (n.title IS NOT NULL OR {seen})"));
    }
    let limit_place = binds.add(limit + 1);
    let sql = format!(
        "SELECT n.id, n.kind, n.case_id, l.number, l.intake_number, COALESCE(n.title, l.title), n.assignment, n.due, n.days_left, n.at_ms, n.read_ms, n.note, n.promise
         FROM notices n JOIN listed l ON l.case_id = n.case_id WHERE {holds} ORDER BY n.id DESC LIMIT {limit_place}"
    );
    let mut items = Vec::new();
    for row in tx.query(&sql, &binds.params()).await? {
        let unreadable = || StoreError::Database("a notice cannot be read".into());
        let number: Option<&str> = row.get(3)?;
        let kind: NoticeKind = word(row.text(1)?)?;
        let due: Date = row.text(7)?.parse().map_err(|_fault| unreadable())?;
        let left = i32::try_from(row.int(8)?).map_err(|_large| unreadable())?;
        let assignment: AssignmentNo = row.get(6)?;
        let has_deadline = has_deadline(kind, assignment);
        let note: Bilingual = match kind.has_own_words() {
            true => serde_json::from_str(row.text(11)?).map_err(|_fault| unreadable())?,
            false => Bilingual::new("", row.text(11)?),
        };
        items.push(Notice {
            id: row.get(0)?,
            kind,
            case: CaseId::from(row.text(2)?),
            number: match number {
                Some(number) => number.to_owned(),
                None => row.get(4)?,
            },
            title: row.get(5)?,
            assignment,
            due: has_deadline.then_some(due),
            days_left: has_deadline.then_some(left),
            ended_on: kind.has_end().then_some(due),
            promise: row.get(12)?,
            note: note.en,
            note_zh: note.zh,
            at_ms: row.get(9)?,
            read: row.get::<Option<i64>>(10)?.is_some(),
        });
    }
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let last = items.last().filter(|_| more);
    Ok(Page {
        next: last.map(|last: &Notice| cursor::write(&bound, &last.id)),
        items,
        total: None,
        counted: None,
    })
}

/// Marks the actor's notices up to this one as read.
///
/// # Errors
/// Those of the store.
pub async fn read(
    tx: &mut Tx,
    actor: &Actor,
    up_to: &str,
    now: Millis,
) -> Result<NoticesRead, StoreError> {
    let sql = "UPDATE notices SET read_ms = $3 WHERE person = $1 AND id <= $2 AND read_ms IS NULL";
    let read = tx.execute(sql, params![actor.person.0, up_to, now]).await?;
    Ok(NoticesRead { read })
}

/// Whether something is to be done by a day: what is told of a proposal as a whole waits for nobody.
pub(crate) const fn has_deadline(kind: NoticeKind, assignment: AssignmentNo) -> bool {
    kind.has_deadline() && assignment > 0
}

/// What somebody is to be told.
pub(crate) struct Told<'a> {
    /// About what.
    pub(crate) kind: NoticeKind,
    /// The case.
    pub(crate) case: &'a CaseId,
    /// The assignment; 0 where it is the case as a whole.
    pub(crate) assignment: AssignmentNo,
    /// Its deadline, or the last day of a window.
    pub(crate) due: Date,
    /// Working days left.
    pub(crate) left: i32,
    /// The promise it is about.
    pub(crate) promise: Option<PromiseNo>,
    /// What was said with it.
    pub(crate) note: &'a str,
    /// The same in Chinese, where the kind has words of its own.
    pub(crate) note_zh: &'a str,
}

/// Those of `holders` who are persons and have not left, and nobody who stands in for them: what they are told as proposers
/// is not of a post.
///
/// # Errors
/// Those of the store.
pub(crate) async fn persons(
    tx: &mut Tx,
    holders: impl IntoIterator<Item = &Holder>,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut found = BTreeSet::new();
    for holder in holders {
        if let Holder::Person { person } = holder {
            let sql = "SELECT id FROM people WHERE id = $1 AND disabled = 0";
            let there = tx.query_opt(sql, params![person.0]).await?.is_some();
            found.extend(there.then(|| person.clone()));
        }
    }
    Ok(found)
}

/// Everybody who is one of `holders`, or stands in for one at `now`, and has not left.
///
/// # Errors
/// Those of the store.
pub(crate) async fn people(
    tx: &mut Tx,
    holders: impl IntoIterator<Item = &Holder>,
    now: Millis,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut people = BTreeSet::new();
    for holder in holders {
        // Who is meant, and as what: those who stand in as that are meant too.
        let (mut found, code, place): (Vec<PersonId>, &str, &str) = match holder {
            Holder::Person { person } => {
                let sql = "SELECT id FROM people WHERE id = $1 AND disabled = 0";
                let there = tx.query_opt(sql, params![person.0]).await?.is_some();
                let handler = Role::ALL.iter().find(|role| role.can_be_handler());
                let code = handler.map_or("", |role| role.code());
                (
                    there.then(|| person.clone()).into_iter().collect(),
                    code,
                    "",
                )
            }
            Holder::Post { role, place } => {
                let sql = "SELECT o.person FROM posts o JOIN people p ON p.id = o.person
                           WHERE o.role = $1 AND o.place = $2 AND p.disabled = 0";
                let (code, place) = (role.code(), place.as_ref().map_or("", |it| it.as_str()));
                let rows = tx.query(sql, params![code, place]).await?;
                let persons = rows.iter().map(|row| row.text(0).map(PersonId::from));
                (persons.collect::<Result<_, _>>()?, code, place)
            }
        };
        // Through chains too. A named handler may lend the post of any department.
        let sql = "SELECT d.taker FROM delegations d JOIN people p ON p.id = d.taker
                   WHERE d.giver = $1 AND d.ended_ms IS NULL AND d.from_ms <= $2 AND d.until_ms > $2
                   AND (d.role = '' OR (d.role = $3 AND ($4 = '' OR d.place = $4))) AND p.disabled = 0";
        while let Some(person) = found.pop() {
            if people.insert(person.clone()) {
                let of = params![person.0, now, code, place];
                for row in tx.query(sql, of).await? {
                    found.push(PersonId::from(row.text(0)?));
                }
            }
        }
    }
    Ok(people)
}

/// One notice for each of these people, and one on its way to each place that wants it.
///
/// # Errors
/// Those of the store.
pub(crate) async fn give(
    tx: &mut Tx,
    now: Millis,
    told: &Told<'_>,
    people: &BTreeSet<PersonId>,
) -> Result<(), StoreError> {
    let farewell = match told.kind.is_farewell() {
        true => {
            let sql = "SELECT title FROM listed WHERE case_id = $1";
            let row = tx.query_one(sql, params![told.case.0]).await?;
            Some(row.text(0)?.to_owned())
        }
        false => None,
    };
    let note = match told.kind.has_own_words() {
        true => json(&Bilingual::new(told.note_zh, told.note))?,
        false => told.note.to_owned(),
    };
    for person in people {
        let sql = "INSERT INTO notices (id, person, kind, case_id, assignment, due, days_left, note, at_ms, promise, title)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let (id, due) = (random::id(now), told.due.to_string());
        let (kind, left) = (told.kind.code(), i64::from(told.left));
        let (case, no) = (&told.case.0, told.assignment);
        let values = params![
            id,
            person.0,
            kind,
            case,
            no,
            due,
            left,
            note,
            now,
            told.promise,
            farewell
        ];
        tx.execute(sql, values).await?;
    }
    webhooks::send(tx, now, told, people).await
}
