//! Who is there, and what waits for whom because of it: made anew where people come, leave, or get another post.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::ids::{CaseId, Millis, PersonId, UnitCode};
use banli_shared::org::{Left, Person, Post, Role, Staff};
use banli_shared::workflow::{AttentionWhy, Holder};

use super::cases::load::{self, Purpose};
use super::index;
use super::world::{World, Worlds};
use crate::http::post;
use crate::params;
use crate::store::{Binds, StoreError, Tx};

/// Everybody who holds a post and can log in.
///
/// # Errors
/// Those of the store.
pub(super) async fn all(tx: &mut Tx) -> Result<Staff, StoreError> {
    let sql = "SELECT o.person, o.role, o.place FROM posts o JOIN people p ON p.id = o.person
               WHERE p.disabled = 0 ORDER BY o.place, o.role, o.person";
    let rows = tx.query(sql, &[]).await?;
    let held = rows
        .iter()
        .map(|row| Ok((row.text(0)?.into(), post(row.text(1)?, row.text(2)?)?)));
    Ok(Staff::new(held.collect::<Result<Vec<_>, StoreError>>()?))
}

/// Makes anew what waits for whom, after this person, who was there with the posts `before`, was changed. What nobody
/// there can take up since then, by whom it waits for now.
///
/// # Errors
/// Those of the store.
pub(super) async fn changed(
    tx: &mut Tx,
    worlds: &Worlds,
    person: &Person,
    before: &[Post],
    now: Millis,
) -> Result<Vec<Left>, StoreError> {
    let after = there(person);
    let other = |post: &&Post| before.contains(post) != after.contains(post);
    let posts = before.iter().chain(after).filter(other);
    let is_missed = |post: &&Post| post.place.is_some() || post.role.proposes();
    let posts: BTreeSet<&Post> = posts.filter(is_missed).collect();
    let mut left: BTreeMap<Post, u64> = BTreeMap::new();
    if posts.is_empty() {
        return Ok(vec![]);
    }
    let world = worlds.see(tx).await?;
    for id in concerned(tx, &world, &person.id, &posts).await? {
        let Some(kept) = load::load(tx, &id, Purpose::Change).await? else {
            continue;
        };
        let was = unattended(tx, &id).await?;
        let waits = index::write_attention(tx, &kept.case, &world, now).await?;
        for entry in waits.into_iter().filter(|it| it.why.is_unattended()) {
            let Holder::Post { role, place } = entry.holder else {
                continue;
            };
            let post = Post { role, place };
            let known = (entry.assignment.unwrap_or(0).into(), post.clone());
            if !was.contains(&known) {
                *left.entry(post).or_default() += 1;
            }
        }
    }
    let left = left.into_iter();
    Ok(left.map(|(post, items)| Left { post, items }).collect())
}

/// The posts in which somebody can act.
pub(super) fn there(person: &Person) -> &[Post] {
    match person.disabled {
        true => &[],
        false => &person.posts,
    }
}

/// The cases for which it matters that `person` holds one of these posts or does not, in the order of their ids.
async fn concerned(
    tx: &mut Tx,
    world: &World,
    person: &PersonId,
    posts: &BTreeSet<&Post>,
) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut found = BTreeSet::new();
    let whys = AttentionWhy::ALL.iter().filter(|why| why.is_unattended());
    let whys: Vec<&str> = whys.map(|why| why.code()).collect();
    for post in posts {
        let Some(place) = &post.place else { continue };
        // Beside others it matters only where those may not.
        let mut others = world.staff().at(post.role, place);
        let alone = !others.any(|who| who != person);
        let sql =
            "SELECT DISTINCT case_id FROM attention WHERE person = '' AND role = $1 AND place = $2
                   AND ($3 = 1 OR except_people <> '[]')";
        let rows = tx
            .query(sql, params![post.role.code(), place.0, alone])
            .await?;
        for row in &rows {
            found.insert(row.text(0)?.into());
        }
        // What nobody could take up, and who mends it.
        let unit = world.org().root_of(place);
        for (role, at) in [
            (Role::Liaison, unit),
            (Role::Coordinator, &UnitCode::from("")),
        ] {
            let mut binds = Binds::default();
            let (role, at, unit) = (
                binds.add(role.code()),
                binds.add(at.as_str()),
                binds.add(unit.as_str()),
            );
            let whys = binds.list(whys.iter().copied());
            let sql = format!(
                "SELECT DISTINCT a.case_id FROM attention a
                 JOIN assignments n ON n.case_id = a.case_id AND n.no = a.assignment
                 WHERE a.person = '' AND a.role = {role} AND a.place = {at} AND a.why IN ({whys}) AND n.unit = {unit}"
            );
            for row in &tx.query(&sql, &binds.params()).await? {
                found.insert(row.text(0)?.into());
            }
        }
    }
    // What waits for them by name.
    let any = |of: fn(Role) -> bool| posts.iter().any(|post| of(post.role));
    let mut whys: Vec<AttentionWhy> = vec![];
    if any(Role::can_be_handler) {
        whys.extend(AttentionWhy::DRAFTING);
    }
    if any(Role::proposes) {
        whys.push(AttentionWhy::Revise);
    }
    if !whys.is_empty() {
        let mut binds = Binds::default();
        let person = binds.add(person.as_str());
        let whys = binds.list(whys.iter().map(|why| why.code()));
        let sql = format!(
            "SELECT DISTINCT case_id FROM attention
             WHERE person = {person} AND role = '' AND place = '' AND why IN ({whys})"
        );
        for row in &tx.query(&sql, &binds.params()).await? {
            found.insert(row.text(0)?.into());
        }
    }
    Ok(found)
}

/// What of a case nobody there could take up until now: of which assignment, and who it waits for.
async fn unattended(tx: &mut Tx, id: &CaseId) -> Result<BTreeSet<(i64, Post)>, StoreError> {
    let mut binds = Binds::default();
    let id = binds.add(id.as_str());
    let whys = AttentionWhy::ALL.iter().filter(|why| why.is_unattended());
    let whys = binds.list(whys.map(|why| why.code()));
    let sql = format!(
        "SELECT assignment, role, place FROM attention WHERE case_id = {id} AND why IN ({whys})"
    );
    let rows = tx.query(&sql, &binds.params()).await?;
    let read = rows
        .iter()
        .map(|row| Ok((row.int(0)?, post(row.text(1)?, row.text(2)?)?)));
    read.collect()
}
