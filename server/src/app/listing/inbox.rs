//! What waits for somebody, the most urgent first.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::Page;
use banli_shared::api::inbox::{InboxQuery, InboxRow};
use banli_shared::calendar::Date;
use banli_shared::ids::{Millis, PersonId};
use banli_shared::org::{Actor, Post};
use banli_shared::workflow::{Attention, AttentionWhy, Holder};

use super::USUAL;
use super::rows::{self, Rows, Sky, unreadable, word};
use crate::app::cases::Scene;
use crate::app::cursor;
use crate::app::index::NEVER;
use crate::app::scope::Scope;
use crate::http::Failure;
use crate::store::{Binds, Row, StoreError, Tx};

/// What is read of an entry; the order of the inbox is by some of them.
const COLUMNS: &str = "a.case_id, a.assignment, a.role, a.place, a.person, a.why, a.since_ms, a.due, a.from_day, \
                       a.except_people, a.text_hash, a.urged";
const READ: usize = 12;
const ORDER: &str = "a.due, a.since_ms, a.case_id, a.assignment, a.why, a.role, a.place";

/// The place of an entry in the order: deadline, since when, case, assignment, why, and for which post: two posts of one
/// person can have the same to do, such as a task that both of their units were given, and each has to do it.
type At = (String, Millis, String, i64, String, String, String);

/// A page of what waits for the actor.
///
/// # Errors
/// A bad limit or cursor.
pub async fn inbox(
    tx: &mut Tx,
    scene: &Scene,
    query: &InboxQuery,
) -> Result<Page<InboxRow>, Failure> {
    let limit = cursor::limit(query.limit, USUAL)?;
    let world = scene.worlds.see(tx).await?;
    let after: Option<At> = match &query.cursor {
        Some(cursor) => Some(cursor::read(&BOUND, cursor)?),
        None => None,
    };
    let today = world.today(scene.now)?.to_string();
    let total = match query.count {
        true => Some(count(tx, &scene.actor, &today).await?),
        false => None,
    };
    let mut found = page(tx, &scene.actor, &today, after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = match found.last().filter(|_| more) {
        Some(last) => Some(cursor::write(&BOUND, &at(last)?)),
        None => None,
    };
    let mut cases = Rows::default();
    let mut entries = Vec::with_capacity(found.len());
    for row in &found {
        cases.add(row, READ)?;
        let entry = entry(row)?;
        let session = row.text(READ + rows::COLUMNS.len() - 1)?.into();
        let mut sky = Sky::of(world.context(&session, scene.now)?);
        let near = entry.due.map(|due| (sky.light(due), sky.has_passed(due)));
        entries.push((entry, near));
    }
    let cases = cases.finish(tx, &world, scene).await?;
    let items = entries.into_iter().zip(cases);
    Ok(Page {
        items: items
            .map(|((attention, near), proposal)| InboxRow {
                on_behalf: attention
                    .waits_for_as(&scene.actor)
                    .and_then(|who| who.on_behalf)
                    .map(|other| other.name),
                attention,
                light: near.map(|((light, _), _)| light),
                days_left: near.map(|((_, days), _)| days),
                overdue: near.is_some_and(|(_, overdue)| overdue),
                proposal,
            })
            .collect(),
        next,
        total,
        counted: None,
    })
}

/// What a cursor of the inbox is bound to: there is one order, and no filter.
const BOUND: &str = "inbox";

async fn page(
    tx: &mut Tx,
    actor: &Actor,
    today: &str,
    after: Option<At>,
    limit: u32,
) -> Result<Vec<Row>, StoreError> {
    let mut binds = Binds::default();
    let mut conditions = conditions(tx, actor, today, &mut binds);
    if let Some((due, since, case, assignment, why, role, place)) = after {
        let at = [
            binds.add(due),
            binds.add(since),
            binds.add(case),
            binds.add(assignment),
            binds.add(why),
            binds.add(role),
            binds.add(place),
        ];
        let at = at.join(", ");
        conditions.push_str(&format!(" AND ({ORDER}) > ({at})"));
    }
    let order = format!("ORDER BY {ORDER}");
    let limit = binds.add(limit);
    // The entries of each holder come out of the index in order, so that each gives only as many as a page takes.
    let holders: Vec<String> = holders(tx, actor, &mut binds)
        .iter()
        .zip(1..)
        .map(|(holder, n)| {
            format!(
                "SELECT h{n}.* FROM (SELECT {COLUMNS} FROM attention a
                     WHERE {holder} AND {conditions} {order} LIMIT {limit}) h{n}"
            )
        })
        .collect();
    let sql = format!(
        "SELECT a.*, {} FROM ({}) a JOIN listed l ON l.case_id = a.case_id {order} LIMIT {limit}",
        rows::COLUMNS.join(", "),
        holders.join(" UNION ALL ")
    );
    tx.query(&sql, &binds.params()).await
}

async fn count(tx: &mut Tx, actor: &Actor, today: &str) -> Result<u64, StoreError> {
    let mut binds = Binds::default();
    let conditions = conditions(tx, actor, today, &mut binds);
    let holders: Vec<String> = holders(tx, actor, &mut binds)
        .iter()
        .map(|holder| {
            format!("SELECT COUNT(*) AS n FROM attention a WHERE {holder} AND {conditions}")
        })
        .collect();
    let sql = format!(
        "SELECT CAST(SUM(n) AS BIGINT) FROM ({}) h",
        holders.join(" UNION ALL ")
    );
    tx.query_one(&sql, &binds.params()).await?.get(0)
}

/// What holds for every entry `a` of an inbox, whoever is its holder.
fn conditions(tx: &Tx, actor: &Actor, today: &str, binds: &mut Binds) -> String {
    let today = binds.add(today);
    // Ids are letters and digits, so in a JSON list they stand as they are.
    let me = binds.add(format!("\"{}\"", actor.person));
    let barred = tx.contains("a.except_people", &me);
    let mut holds = format!("(a.from_day IS NULL OR a.from_day <= {today}) AND NOT ({barred})");
    if let Some(visible) = Scope::of(actor).condition("a.case_id", binds) {
        holds.push_str(&format!(" AND {visible}"));
    }
    holds
}

/// Each way in which the actor may be the holder of an entry `a`, own or stood in for; no entry is found in two of them.
fn holders(tx: &Tx, actor: &Actor, binds: &mut Binds) -> Vec<String> {
    let mut own = BTreeSet::new();
    // Who lends each post that is not held anyway.
    let mut lent: BTreeMap<(&str, &str), Vec<&PersonId>> = BTreeMap::new();
    for post in &actor.posts {
        own.extend(places(post));
    }
    for standing in &actor.stands_in {
        for at in standing.posts.iter().flat_map(places) {
            let lenders = lent.entry(at).or_default();
            if !own.contains(&at) && !lenders.contains(&&standing.person) {
                lenders.push(&standing.person);
            }
        }
    }
    let mut holders: Vec<String> = Vec::new();
    for (role, place) in own.iter().copied() {
        holders.push(holds_post(role, place, binds));
    }
    for ((role, place), lenders) in &lent {
        // Somebody who lends it and was nothing else in that round is enough.
        let free: Vec<String> = lenders
            .iter()
            .map(|person| {
                let person = binds.add(format!("\"{person}\""));
                format!("NOT ({})", tx.contains("a.except_people", &person))
            })
            .collect();
        if !free.is_empty() {
            let post = holds_post(role, place, binds);
            holders.push(format!("{post} AND ({})", free.join(" OR ")));
        }
    }
    let person = binds.add(actor.person.as_str());
    holders.push(format!(
        "a.person = {person} AND a.role = '' AND a.place = ''"
    ));
    let handles = |posts: &[Post]| posts.iter().any(|post| post.role.can_be_handler());
    let handlers = actor.stands_in.iter().filter(|it| handles(&it.posts));
    let handlers: BTreeSet<&PersonId> = handlers.map(|standing| &standing.person).collect();
    for handler in handlers {
        let person = binds.add(handler.as_str());
        let drafting = binds.list(AttentionWhy::DRAFTING.iter().map(|why| why.code()));
        holders.push(format!(
            "a.person = {person} AND a.role = '' AND a.place = '' AND a.why IN ({drafting})"
        ));
    }
    holders
}

/// Where entries for a post stand: what waits for a role and names no place waits for all who hold it.
fn places(post: &Post) -> [(&'static str, &str); 2] {
    let place = post.place.as_ref().map_or("", |place| place.as_str());
    [(post.role.code(), place), (post.role.code(), "")]
}

fn holds_post(role: &str, place: &str, binds: &mut Binds) -> String {
    let (role, place) = (binds.add(role), binds.add(place));
    format!("a.person = '' AND a.role = {role} AND a.place = {place}")
}

fn at(row: &Row) -> Result<At, StoreError> {
    Ok((
        row.get(7)?,
        row.get(6)?,
        row.get(0)?,
        row.get(1)?,
        row.get(5)?,
        row.get(2)?,
        row.get(3)?,
    ))
}

fn entry(row: &Row) -> Result<Attention, StoreError> {
    let person = row.text(4)?;
    let holder = if person.is_empty() {
        let place = row.text(3)?;
        Holder::Post {
            role: word(row.text(2)?)?,
            place: (!place.is_empty()).then(|| place.into()),
        }
    } else {
        Holder::Person {
            person: person.into(),
        }
    };
    let day = |text: Option<&str>| text.map(word::<Date>).transpose();
    Ok(Attention {
        assignment: Some(row.get(1)?).filter(|no| *no != 0),
        holder,
        except: serde_json::from_str(row.text(9)?)
            .map_err(|_fault| unreadable("the exceptions of an entry"))?,
        why: word(row.text(5)?)?,
        since_ms: row.int(6)?,
        due: day(Some(row.text(7)?).filter(|due| *due != NEVER))?,
        text: row.get(10)?,
        urged: row
            .get::<Option<&str>>(11)?
            .map(serde_json::from_str)
            .transpose()
            .map_err(|_fault| unreadable("the urging of an entry"))?,
        from: day(row.get(8)?)?,
    })
}
