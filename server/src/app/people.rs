//! People and their posts.

use std::collections::BTreeSet;

use banli_shared::api::people::{ChangePerson, NewPeople, NewPerson, PeopleQuery};
use banli_shared::api::{FieldFault, Page, ProblemCode};
use banli_shared::both;
use banli_shared::ids::{Millis, PersonId};
use banli_shared::org::{Actor, Person, Post, Role, nobody_administers};
use banli_shared::text::normalise_name;
use banli_shared::workflow::needs_desk;

use super::world::Worlds;
use super::{account, cursor, field, staffing, world};
use crate::auth::check_password;
use crate::http::{Failure, post};
use crate::params;
use crate::random;
use crate::store::{Row, StoreError, ToParam, Tx};

const LOGIN: usize = 64;
const NAME: usize = 60;
const POSTS: usize = 50;
const BATCH: usize = 1_000;
/// The people of a page when nothing is said.
const USUAL: u32 = 100;

/// A login as it is looked up: the case of its letters does not count.
#[must_use]
pub fn login_key(login: &str) -> String {
    login.trim().to_ascii_lowercase()
}

/// One person.
///
/// # Errors
/// Those of the store.
pub async fn by_id(tx: &mut Tx, id: &PersonId) -> Result<Option<Person>, StoreError> {
    let rows = tx
        .query(
            "SELECT p.id, p.login, p.name, p.disabled, o.role, o.place
             FROM people p LEFT JOIN posts o ON o.person = p.id WHERE p.id = $1 ORDER BY o.role, o.place",
            params![id.0],
        )
        .await?;
    Ok(gather(&rows)?.pop())
}

/// The id of the person with this login.
///
/// # Errors
/// Those of the store.
pub async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<PersonId>, StoreError> {
    let row = tx
        .query_opt(
            "SELECT id FROM people WHERE login = $1",
            params![login_key(login)],
        )
        .await?;
    row.map(|row| row.text(0).map(PersonId::from)).transpose()
}

/// The names of everybody who holds a role, in the one form of names.
///
/// # Errors
/// Those of the store.
pub async fn names_of(tx: &mut Tx, role: Role) -> Result<BTreeSet<String>, StoreError> {
    let sql =
        "SELECT DISTINCT p.name FROM people p JOIN posts o ON o.person = p.id WHERE o.role = $1";
    let rows = tx.query(sql, params![role.code()]).await?;
    let names = rows.iter().map(|row| row.text(0).map(normalise_name));
    names.collect()
}

/// Rows of (id, login, name, disabled, role, place), those of a person together, become people.
fn gather(rows: &[Row]) -> Result<Vec<Person>, StoreError> {
    let mut people: Vec<Person> = Vec::new();
    for row in rows {
        let id = row.text(0)?;
        if people.last().is_none_or(|person| person.id.as_str() != id) {
            people.push(Person {
                id: PersonId::from(id),
                login: row.get(1)?,
                name: row.get(2)?,
                posts: vec![],
                stands_in: vec![],
                disabled: row.get(3)?,
                left: vec![],
            });
        }
        if let (Some(person), Some(role)) = (people.last_mut(), row.get::<Option<&str>>(4)?) {
            person.posts.push(post(role, row.text(5)?)?);
        }
    }
    Ok(people)
}

/// People, a page at a time: by login for who administers, for others without logins. With a role and a unit, those who
/// hold that role in that unit or below it.
///
/// # Errors
/// A bad limit or cursor; refused for members, who need no list of people.
pub async fn list(
    tx: &mut Tx,
    actor: &Actor,
    query: &PeopleQuery,
) -> Result<Page<Person>, Failure> {
    let administers = actor.posts.iter().any(|post| post.role.administers());
    if !administers {
        needs_desk(actor)?;
        if query.login.is_some() {
            let detail = both!(
                "只有管理员可以按账号查人",
                "only administrators look people up by login"
            );
            return Err(Failure::new(ProblemCode::Forbidden, detail));
        }
    }
    // A cursor tells where a page ended, so it must not tell logins either.
    let order = if administers { "login" } else { "id" };
    let limit = cursor::limit(query.limit, USUAL)?;
    let filter = (query.role, &query.unit, &query.login, order);
    let after: String = match &query.cursor {
        Some(cursor) => cursor::read(&filter, cursor)?,
        None => String::new(),
    };
    // One more than asked tells whether there is another page.
    let (role, more) = (query.role.map(Role::code), limit + 1);
    let mut params = vec![after.to_param(), more.to_param()];
    let (mut below, mut holds) = (String::new(), String::new());
    if let Some(unit) = &query.unit {
        params.push(unit.to_param());
        below = format!(
            "below (code) AS (SELECT code FROM units WHERE code = ${}
                              UNION SELECT u.code FROM units u JOIN below b ON u.parent = b.code),",
            params.len()
        );
        holds.push_str(" AND h.place IN (SELECT code FROM below)");
    }
    if let Some(role) = &role {
        params.push(role.to_param());
        holds.push_str(&format!(" AND h.role = ${}", params.len()));
    }
    if !holds.is_empty() {
        holds = format!("AND EXISTS (SELECT 1 FROM posts h WHERE h.person = p.id{holds})");
    }
    let mut only = String::new();
    if let Some(login) = &query.login {
        params.push(login.to_param());
        only = format!("AND p.login = ${}", params.len());
    }
    let sql = format!(
        "WITH RECURSIVE {below} page AS (
             SELECT p.id, p.login, p.name, p.disabled FROM people p
             WHERE p.{order} > $1 {only} {holds} ORDER BY p.{order} LIMIT $2)
         SELECT page.id, page.login, page.name, page.disabled, o.role, o.place
         FROM page LEFT JOIN posts o ON o.person = page.id ORDER BY page.{order}, o.role, o.place"
    );
    let rows = tx.query(&sql, &params).await?;
    let mut items = gather(&rows)?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|last| {
        let end = if administers { &last.login } else { &last.id.0 };
        cursor::write(&filter, end)
    });
    if !administers {
        for person in &mut items {
            person.login.clear();
        }
    }
    Ok(Page {
        counted: None,
        items,
        next,
        total: None,
    })
}

/// Checks what can be checked without the database.
///
/// # Errors
/// Every bad field.
pub fn check_new(new: &NewPerson) -> Result<(), Vec<FieldFault>> {
    let faults: Vec<FieldFault> = [
        field::code(&new.login, LOGIN, "/login"),
        field::line(&new.name, NAME, "/name"),
        check_password(&new.password, "/password"),
        check_posts(&new.posts),
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

/// As [`check_new`], for many.
///
/// # Errors
/// Every bad field.
pub fn check_batch(batch: &NewPeople) -> Result<(), Vec<FieldFault>> {
    if batch.people.len() > BATCH {
        let text = both!("一次最多 {BATCH} 人", "at most {BATCH} people at once");
        return Err(vec![FieldFault::new("/people", "length", text)]);
    }
    let mut faults: Vec<FieldFault> = check_password(&batch.password, "/password")
        .err()
        .into_iter()
        .collect();
    for (index, new) in batch.people.iter().enumerate() {
        let at = |part: &str| format!("/people/{index}{part}");
        faults.extend(
            [
                field::code(&new.login, LOGIN, &at("/login")),
                field::line(&new.name, NAME, &at("/name")),
                check_posts(&new.posts).map_err(|fault| fault.within(&at(""))),
            ]
            .into_iter()
            .filter_map(Result::err),
        );
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// Adds many people, whose first password hashes to `hash`. `at` is the moment for the rules.
///
/// # Errors
/// As [`add`], with the place in the list.
pub async fn add_batch(
    tx: &mut Tx,
    worlds: &Worlds,
    batch: &NewPeople,
    hash: &str,
    (now, at): (Millis, Millis),
) -> Result<Vec<Person>, Failure> {
    let mut added = Vec::with_capacity(batch.people.len());
    for (index, new) in batch.people.iter().enumerate() {
        let person = add(tx, &new.login, &new.name, &new.posts, hash, now)
            .await
            .map_err(|failure| failure.within(&format!("/people/{index}")))?;
        added.push(person);
    }
    for person in &added {
        staffing::changed(tx, worlds, person, &[], at).await?;
    }
    Ok(added)
}

/// As [`check_new`], for a change.
///
/// # Errors
/// Every bad field.
pub fn check_change(change: &ChangePerson) -> Result<(), Vec<FieldFault>> {
    let faults: Vec<FieldFault> = [
        change
            .name
            .as_ref()
            .map(|name| field::line(name, NAME, "/name")),
        change
            .password
            .as_ref()
            .map(|password| check_password(password, "/password")),
        change.posts.as_ref().map(|posts| check_posts(posts)),
    ]
    .into_iter()
    .flatten()
    .filter_map(Result::err)
    .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

fn check_posts(posts: &[Post]) -> Result<(), FieldFault> {
    if posts.len() > POSTS {
        return Err(FieldFault::new(
            "/posts",
            "length",
            both!("最多 50 个岗位", "at most 50 posts"),
        ));
    }
    for (index, post) in posts.iter().enumerate() {
        let text = match (post.role.has_place(), &post.place) {
            (true, None) => both!(
                "此岗位设在单位内，请在 place 中填写单位代码",
                "this role is held in a unit: give its code as `place`"
            ),
            (false, Some(_)) => both!(
                "此岗位不属于任何单位，请不要填写 place",
                "this role belongs to no unit: leave `place` out"
            ),
            (true, Some(_)) | (false, None) => continue,
        };
        return Err(FieldFault::new(
            &format!("/posts/{index}/place"),
            "place",
            text,
        ));
    }
    Ok(())
}

/// Adds a person whose password hashes to `hash`.
///
/// # Errors
/// `taken` when the login is, a bad field when a unit is not there.
pub async fn add(
    tx: &mut Tx,
    login: &str,
    name: &str,
    posts: &[Post],
    hash: &str,
    now: Millis,
) -> Result<Person, Failure> {
    let id = PersonId(random::id(now));
    let added = tx
        .execute(
            "INSERT INTO people (id, login, name, name_key, password_hash, disabled, created_ms)
             VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (login) DO NOTHING",
            params![
                id.0,
                login_key(login),
                name,
                normalise_name(name),
                hash,
                now
            ],
        )
        .await?;
    if added == 0 {
        return Err(Failure::new(
            ProblemCode::Taken,
            both!("此账号已有人使用", "somebody has this login already"),
        ));
    }
    set_posts(tx, &id, posts).await?;
    world::renew(tx).await?;
    by_id(tx, &id)
        .await?
        .ok_or_else(|| StoreError::NoRow.into())
}

/// As [`add`], where cases may wait for somebody like that. `at` is the moment for the rules.
///
/// # Errors
/// As [`add`].
pub async fn come(
    tx: &mut Tx,
    worlds: &Worlds,
    new: &NewPerson,
    hash: &str,
    (now, at): (Millis, Millis),
) -> Result<Person, Failure> {
    let person = add(tx, &new.login, &new.name, &new.posts, hash, now).await?;
    staffing::changed(tx, worlds, &person, &[], at).await?;
    Ok(person)
}

async fn set_posts(tx: &mut Tx, person: &PersonId, posts: &[Post]) -> Result<(), Failure> {
    tx.execute("DELETE FROM posts WHERE person = $1", params![person.0])
        .await?;
    for (index, post) in posts.iter().enumerate() {
        let place = post.place.as_ref().map_or("", |place| place.as_str());
        if post.place.is_some() {
            let known = tx
                .query_opt("SELECT 1 FROM units WHERE code = $1", params![place])
                .await?;
            if known.is_none() {
                let text = both!("没有此代码的单位", "there is no unit with this code");
                return Err(Failure::field(
                    &format!("/posts/{index}/place"),
                    "unknown_unit",
                    text,
                ));
            }
        }
        let sql =
            "INSERT INTO posts (person, role, place) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        tx.execute(sql, params![person.0, post.role.code(), place])
            .await?;
    }
    Ok(())
}

/// Changes a person; `hash` is that of the new password, if there is one, and `at` the moment for the rules.
///
/// # Errors
/// `not_found`, a bad field, or `refused` when nobody would be left to administer.
pub async fn change(
    tx: &mut Tx,
    worlds: &Worlds,
    id: &PersonId,
    change: &ChangePerson,
    hash: Option<&str>,
    (now, at): (Millis, Millis),
) -> Result<Person, Failure> {
    world::changes(tx).await?;
    let sql = format!(
        "SELECT disabled FROM people WHERE id = $1{}",
        tx.for_update()
    );
    let row = tx
        .query_opt(&sql, params![id.0])
        .await?
        .ok_or_else(Failure::not_found)?;
    let disabled = change.disabled.unwrap_or(row.get(0)?);
    let before = by_id(tx, id).await?.ok_or(StoreError::NoRow)?;
    let name_key = change.name.as_deref().map(normalise_name);
    let sql = "UPDATE people SET name = COALESCE($2, name), name_key = COALESCE($3, name_key),
               password_hash = COALESCE($4, password_hash), disabled = $5 WHERE id = $1";
    tx.execute(sql, params![id.0, change.name, name_key, hash, disabled])
        .await?;
    // Names are kept in memory, and streams look again at what their listener may see.
    world::renew(tx).await?;
    if let Some(posts) = &change.posts {
        set_posts(tx, id, posts).await?;
    }
    if hash.is_some() || disabled {
        account::revoke_all(tx, id, None, now).await?;
    }
    if count_administrators(tx).await? == 0 {
        return Err(Failure::new(ProblemCode::Refused, nobody_administers()));
    }
    let mut person = by_id(tx, id).await?.ok_or(StoreError::NoRow)?;
    let before = staffing::there(&before);
    person.left = staffing::changed(tx, worlds, &person, before, at).await?;
    Ok(person)
}

/// How many people can administer.
///
/// # Errors
/// Those of the store.
pub async fn count_administrators(tx: &mut Tx) -> Result<i64, StoreError> {
    let mut count = 0;
    for role in Role::ALL.iter().filter(|role| role.administers()) {
        let sql = "SELECT COUNT(*) FROM posts o JOIN people p ON p.id = o.person WHERE o.role = $1 AND p.disabled = 0";
        count += tx.query_one(sql, params![role.code()]).await?.int(0)?;
    }
    Ok(count)
}
