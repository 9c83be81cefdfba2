//! Who stands in for whom.

use banli_shared::api::account::Scope;
use banli_shared::api::delegations::{DelegationInfo, DelegationsQuery, NewDelegation};
use banli_shared::api::{Page, ProblemCode};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::ids::{Millis, PersonId};
use banli_shared::lang::Lang;
use banli_shared::org::{
    Delegation, DelegationFault, Lending, Lent, Post, StandIn, can_lend, check_beside,
    check_lending, may_end, stand_ins,
};
use banli_shared::text::Bilingual;

use super::world::{self, Worlds};
use super::{cursor, field, people};
use crate::http::{Caller, Failure, post};
use crate::params;
use crate::random;
use crate::store::{Binds, Row, StoreError, Tx};

const USUAL: u32 = 100;
const NOTE: usize = 200;
const COLUMNS: &str = "d.id, d.giver, g.name, d.taker, t.name, d.role, d.place, d.from_day, d.until_day, d.note, d.made_by, d.ended_ms";
const TABLES: &str =
    "delegations d JOIN people g ON g.id = d.giver JOIN people t ON t.id = d.taker";

/// For whom `taker`, who is `own`, stands in at `now`.
///
/// # Errors
/// Those of the store.
pub(crate) async fn of(
    tx: &mut Tx,
    worlds: &Worlds,
    taker: &PersonId,
    own: &[Post],
    now: Millis,
) -> Result<Vec<StandIn>, StoreError> {
    let rows = tx
        .query(
            "SELECT d.id, d.giver, g.name, d.taker, d.role, d.place, d.until_day, o.role, o.place
             FROM delegations d JOIN people g ON g.id = d.giver LEFT JOIN posts o ON o.person = d.giver
             WHERE d.ended_ms IS NULL AND d.from_ms <= $1 AND d.until_ms > $1 AND g.disabled = 0
             ORDER BY d.id, o.role, o.place",
            params![now],
        )
        .await?;
    let mut in_force: Vec<Delegation> = Vec::new();
    let mut last = "";
    for row in &rows {
        if row.text(0)? != last {
            last = row.text(0)?;
            in_force.push(Delegation {
                giver: row.text(1)?.into(),
                name: row.get(2)?,
                posts: vec![],
                taker: row.text(3)?.into(),
                post: lent(row.text(4)?, row.text(5)?)?,
                until: day(row, 6)?,
            });
        }
        if let (Some(link), Some(role)) = (in_force.last_mut(), row.get::<Option<&str>>(7)?) {
            link.posts.push(post(role, row.text(8)?)?);
        }
    }
    let world = worlds.see(tx).await?;
    Ok(stand_ins(taker, own, &in_force, world.org()))
}

fn lent(role: &str, place: &str) -> Result<Option<Post>, StoreError> {
    (!role.is_empty()).then(|| post(role, place)).transpose()
}

fn day(row: &Row, at: usize) -> Result<Date, StoreError> {
    let unreadable = |_fault| StoreError::Database("a day of a delegation cannot be read".into());
    row.text(at)?.parse().map_err(unreadable)
}

/// Whether the caller comes as an administrator: by post, and with a token that reaches so far.
fn administers(caller: &Caller) -> bool {
    let mut posts = caller.actor.posts.iter();
    caller.has(Scope::Admin) && posts.any(|post| post.role.administers())
}

/// A page of delegations, the newest first: those that the actor gave or has, or everybody's.
///
/// # Errors
/// A bad limit or cursor; `forbidden` where everybody's are not the actor's to read.
pub async fn page(
    tx: &mut Tx,
    caller: &Caller,
    query: &DelegationsQuery,
    now: Millis,
) -> Result<Page<DelegationInfo>, Failure> {
    let actor = &caller.actor;
    let limit = cursor::limit(query.limit, USUAL)?;
    let bound = ("delegations", query.all, query.past);
    let mut binds = Binds::default();
    let mut holds = vec!["1 = 1".to_owned()];
    if query.all {
        if !administers(caller) && !actor.sees_everything() {
            let detail = both!(
                "只有管理员和可查看全部提案的人可以查看所有人的代理",
                "everybody's delegations are for administrators and for those who see every case"
            );
            return Err(Failure::new(ProblemCode::Forbidden, detail));
        }
    } else {
        let me = binds.add(actor.person.as_str());
        holds.push(format!("(d.giver = {me} OR d.taker = {me})"));
    }
    if !query.past {
        let now = binds.add(now);
        holds.push(format!("d.ended_ms IS NULL AND d.until_ms > {now}"));
    }
    if let Some(after) = &query.cursor {
        let after: String = cursor::read(&bound, after)?;
        holds.push(format!("d.id < {}", binds.add(after)));
    }
    let more = binds.add(limit + 1);
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE {} ORDER BY d.id DESC LIMIT {more}",
        holds.join(" AND ")
    );
    let mut items = Vec::new();
    for row in &tx.query(&sql, &binds.params()).await? {
        items.push(info(row)?);
    }
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let last = items.last().filter(|_| more);
    Ok(Page {
        next: last.map(|last: &DelegationInfo| cursor::write(&bound, &last.id)),
        items,
        total: None,
        counted: None,
    })
}

fn info(row: &Row) -> Result<DelegationInfo, StoreError> {
    Ok(DelegationInfo {
        id: row.get(0)?,
        giver: row.text(1)?.into(),
        giver_name: row.get(2)?,
        taker: row.text(3)?.into(),
        taker_name: row.get(4)?,
        post: lent(row.text(5)?, row.text(6)?)?,
        from: day(row, 7)?,
        until: day(row, 8)?,
        note: row.get(9)?,
        made_by: row.text(10)?.into(),
        ended_ms: row.get(11)?,
    })
}

async fn by_id(tx: &mut Tx, id: &str) -> Result<Option<DelegationInfo>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE d.id = $1");
    let row = tx.query_opt(&sql, params![id]).await?;
    row.as_ref().map(info).transpose()
}

/// Lends a post.
///
/// # Errors
/// A bad field; `refused` with the rule that does not hold.
pub async fn begin(
    tx: &mut Tx,
    worlds: &Worlds,
    caller: &Caller,
    new: &NewDelegation,
    now: Millis,
) -> Result<DelegationInfo, Failure> {
    let actor = &caller.actor;
    field::optional_line(&new.note, NOTE, "/note")?;
    let world = worlds.see(tx).await?;
    let giver_id = new.giver.as_ref().unwrap_or(&actor.person);
    if *giver_id != actor.person && !administers(caller) {
        return Err(refused(DelegationFault::NotYours, "/giver"));
    }
    if *giver_id == new.taker {
        return Err(refused(DelegationFault::Oneself, "/taker"));
    }
    let unknown = |pointer, person: &PersonId| {
        let text = both!("没有编号为 {person} 的人", "nobody has the id {person}");
        Failure::field(pointer, "unknown_person", text)
    };
    let giver = people::by_id(tx, giver_id).await?;
    let giver = giver.ok_or_else(|| unknown("/giver", giver_id))?;
    // What is stood in with can be passed on too: a chain resolves when it is asked.
    let mut held = giver.posts.clone();
    for standing in of(tx, worlds, giver_id, &giver.posts, now).await? {
        held.extend(standing.posts);
    }
    // Who has nothing to lend, as a member, may look nobody up either: whom they mean is not the fault.
    can_lend(&held).map_err(|fault| refused(fault, "/post"))?;
    let taker = people::by_id(tx, &new.taker).await?;
    let taker = taker.ok_or_else(|| unknown("/taker", &new.taker))?;
    if taker.disabled {
        let name = &taker.name;
        let text = both!("{name}已停用", "{name} cannot log in any more");
        return Err(Failure::field("/taker", "disabled", text));
    }
    let today = world.today(now)?;
    let lending = Lending {
        giver: &held,
        taker: &taker.posts,
        post: new.post.as_ref(),
        from: new.from.unwrap_or(today),
        until: new.until,
    };
    check_lending(&lending, today, world.org()).map_err(|fault| {
        let pointer = match fault {
            DelegationFault::Period if lending.from < today => "/from",
            DelegationFault::Period => "/until",
            DelegationFault::Elsewhere => "/taker",
            _ => "/post",
        };
        match fault {
            DelegationFault::Period => {
                let (from, until) = (lending.from, lending.until);
                let text = both!(
                    "期限 {from} 至 {until} 不对：不能早于今天（{today}），止日不能早于起日，最长一年",
                    "{from} to {until} will not do: not before today ({today}), the last day not before the first, \
                     and at most one year"
                );
                Failure::field(pointer, fault.code(), text)
            }
            _ => refused(fault, pointer),
        }
    })?;
    let id = random::id(now);
    let (from_ms, until_ms) = (
        world.begins(lending.from)?,
        world.begins(lending.until.next().unwrap_or(lending.until))?,
    );
    let role = new.post.as_ref().map_or("", |post| post.role.code());
    let place = new.post.as_ref().and_then(|post| post.place.as_ref());
    let place = place.map_or("", |place| place.as_str());
    let asked = Lent {
        giver: giver.id.clone(),
        giver_name: giver.name.clone(),
        taker: taker.id.clone(),
        taker_name: taker.name.clone(),
        post: new.post.clone(),
        from: lending.from,
        until: lending.until,
    };
    let others = meanwhile(tx, from_ms, until_ms).await?;
    check_beside(&asked, &others).map_err(|clash| {
        let pointer = match clash.fault {
            DelegationFault::Circle => "/taker",
            _ => "/from",
        };
        Failure::field(pointer, clash.fault.code(), clash.text())
    })?;
    let sql = "INSERT INTO delegations (id, giver, taker, role, place, from_day, until_day, from_ms, until_ms, note, made_by, made_ms)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    tx.execute(
        sql,
        params![
            id,
            giver_id.0,
            taker.id.0,
            role,
            place,
            lending.from.to_string(),
            lending.until.to_string(),
            from_ms,
            until_ms,
            new.note,
            actor.person.0,
            now
        ],
    )
    .await?;
    // Streams look again at what their listener may see.
    world::renew(tx).await?;
    by_id(tx, &id)
        .await?
        .ok_or_else(|| StoreError::NoRow.into())
}

/// Every delegation of these days that was not ended.
async fn meanwhile(tx: &mut Tx, from: Millis, until: Millis) -> Result<Vec<Lent>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE d.ended_ms IS NULL AND d.from_ms < $2 AND d.until_ms > $1 ORDER BY d.id"
    );
    let rows = tx.query(&sql, params![from, until]).await?;
    let lent = rows.iter().map(|row| {
        let it = info(row)?;
        Ok(Lent {
            giver: it.giver,
            giver_name: it.giver_name,
            taker: it.taker,
            taker_name: it.taker_name,
            post: it.post,
            from: it.from,
            until: it.until,
        })
    });
    lent.collect()
}

/// Ends a delegation early.
///
/// # Errors
/// `not_found` where there is none that is still on and the actor's to end.
pub async fn end(
    tx: &mut Tx,
    caller: &Caller,
    id: &str,
    now: Millis,
) -> Result<DelegationInfo, Failure> {
    let actor = &caller.actor;
    // What an administrator is counts where the token says so.
    let own = match caller.has(Scope::Admin) {
        true => actor.posts.as_slice(),
        false => &[],
    };
    let found = by_id(tx, id)
        .await?
        .filter(|it| may_end(&it.giver, &it.taker, &actor.person, own));
    let found = found.ok_or_else(Failure::not_found)?;
    let sql = "UPDATE delegations SET ended_by = $2, ended_ms = $3 WHERE id = $1 AND ended_ms IS NULL AND until_ms > $3";
    let ended = tx
        .execute(sql, params![found.id, actor.person.0, now])
        .await?;
    if ended == 0 {
        let detail = both!("此项代理已经结束", "this delegation is over already");
        return Err(Failure::new(ProblemCode::Refused, detail));
    }
    world::renew(tx).await?;
    by_id(tx, id).await?.ok_or_else(Failure::not_found)
}

fn refused(fault: DelegationFault, pointer: &str) -> Failure {
    let text = Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En));
    Failure::field(pointer, fault.code(), text)
}
