//! Many cases in the database, written as they are by a command, without their events.

use std::time::Instant;

use banli_server::app::cases::Scene;
use banli_server::app::{App, index, search};
use banli_server::http::Failure;
use banli_server::params;
use banli_server::store::{Known, Tx};
use banli_shared::api::units::UnitList;
use banli_shared::calendar::Calendar;
use banli_shared::case::Case;
use banli_shared::ids::{PersonId, UnitCode};
use banli_shared::org::{Actor, Post, Role};

use super::begin::{Begun, Outcome, office, told, unit};
use super::made::{BEGIN_MS, Dice, Town};

pub(crate) const NOW: i64 = BEGIN_MS + 100 * 24 * 60 * 60 * 1000;
const BATCH: usize = 500;

/// Fills the database where it is empty: `text` characters each, changed by `vary`. Says how long that took.
pub(crate) async fn fill(
    begun: &Begun,
    text: usize,
    vary: impl FnMut(Case) -> Case,
) -> Outcome<()> {
    let (app, count) = (&begun.app, begun.count);
    let from = Instant::now();
    let there = app
        .store()
        .read(async |tx: &mut Tx| tx.query_opt("SELECT 1 FROM cases LIMIT 1", &[]).await)
        .await?;
    if there.is_none() {
        seed(app, count, text, vary).await?;
    }
    let each = from.elapsed() / u32::try_from(count.max(1))?;
    println!(
        "{count} cases on {}, written in {each:.1?} each\n",
        app.store().kind()
    );
    Ok(())
}

async fn seed(
    app: &App,
    count: usize,
    text: usize,
    mut vary: impl FnMut(Case) -> Case,
) -> Outcome<()> {
    let mut dice = Dice(1);
    let town = Town {
        units: (1..=80)
            .map(|n| {
                let departments = (1..=2).map(|d| UnitCode(format!("U{n:02}-{d}")));
                (UnitCode(format!("U{n:02}")), departments.collect())
            })
            .collect(),
        people: (0..600).map(|n| PersonId(format!("p{n:03}"))).collect(),
        calendar: Calendar::published(),
        text,
    };
    let mut list = UnitList {
        units: vec![],
        new_kinds: true,
    };
    for (code, departments) in &town.units {
        list.units.push(unit(code, format!("单位{code}"), None));
        let departments = departments.iter();
        list.units
            .extend(departments.map(|it| unit(it, format!("单位{it}"), Some(code))));
    }
    let people = town.people.clone();
    let posts = posts(&town);
    let write = async move |tx: &mut Tx| -> Result<(), Failure> {
        office(tx, &list).await?;
        for person in &people {
            let sql = "INSERT INTO people (id, login, name, name_key, password_hash, created_ms)
                       VALUES ($1, $1, $1, $1, '', 1)";
            tx.execute(sql, params![person.0]).await?;
        }
        for (person, post) in &posts {
            let place = post.place.as_ref().map_or("", |place| place.as_str());
            let sql = "INSERT INTO posts (person, role, place) VALUES ($1, $2, $3)";
            tx.execute(sql, params![person.0, post.role.code(), place])
                .await?;
        }
        Ok(())
    };
    app.store().write(write).await.map_err(told)?;
    for first in (1..=count).step_by(BATCH) {
        let cases: Vec<Case> = (first..=count.min(first + BATCH - 1))
            .map(|n| staffed(vary(town.case(n, &mut dice)), &town))
            .collect();
        let worlds = app.worlds();
        let write = async move |tx: &mut Tx| -> Result<(), Failure> {
            let world = worlds.see(tx).await?;
            for (case, seq) in cases.iter().zip(i64::try_from(first).unwrap_or(1)..) {
                let number = case.number.as_ref().map(|number| number.as_str());
                let body = serde_json::to_string(case).unwrap_or_default();
                let sql = "INSERT INTO cases (id, session, intake_number, number, version, changed_seq, hash, body)
                           VALUES ($1, $2, $3, $4, 1, $5, '', $6)";
                let (id, session, intake) = (&case.id.0, &case.session.0, &case.intake_number.0);
                tx.execute(sql, params![id, session, intake, number, seq, body])
                    .await?;
                index::write(tx, &[case], Known::New, &world, NOW).await?;
            }
            let cases: Vec<&Case> = cases.iter().collect();
            search::index::write(tx, &cases, Known::New).await?;
            Ok(())
        };
        app.store().write(write).await.map_err(told)?;
    }
    Ok(())
}

/// Who works where: in each unit a liaison and a head, in each department a head and a handler.
fn posts(town: &Town) -> Vec<(PersonId, Post)> {
    let mut posts = vec![];
    for (unit, departments) in &town.units {
        for role in [Role::Liaison, Role::UnitHead] {
            posts.push(Post::at(role, unit.as_str()));
        }
        for department in departments {
            for role in [Role::DepartmentHead, Role::Handler] {
                posts.push(Post::at(role, department.as_str()));
            }
        }
    }
    let people = town.people.iter().cycle().cloned();
    people.zip(posts).collect()
}

/// The case with those named as its handlers who are.
fn staffed(mut case: Case, town: &Town) -> Case {
    let posts = posts(town);
    for a in &mut case.assignments {
        let Some(dispatch) = &mut a.dispatch else {
            continue;
        };
        let post = Post::at(Role::Handler, dispatch.department.as_str());
        let there = posts.iter().find(|(_, held)| *held == post);
        if let (Some(handler), Some((person, _))) = (&mut dispatch.handler, there) {
            handler.clone_from(person);
        }
    }
    case
}

/// Somebody with these posts.
pub(crate) fn actor(posts: &[Post]) -> Actor {
    Actor::new("p007".into(), "p007".into(), posts.to_vec())
}

/// What a use case is called with.
pub(crate) fn scene(app: &App, actor: &Actor) -> Scene {
    Scene {
        worlds: app.worlds(),
        actor: actor.clone(),
        now: NOW,
    }
}
