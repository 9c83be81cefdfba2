//! What replies have promised, by due day.

use banli_shared::api::Page;
use banli_shared::api::promises::{PromiseQuery, PromiseRow};
use banli_shared::calendar::Date;
use banli_shared::case::PromiseState;
use banli_shared::ids::UnitCode;

use super::rows::{Sky, unreadable, word};
use super::{USUAL, known, session};
use crate::app::cases::Scene;
use crate::app::cursor;
use crate::app::scope::Scope;
use crate::http::Failure;
use crate::store::{Binds, Row, StoreError, Tx};

/// The place of a promise in the order: due day, case, assignment, number.
type At = (String, String, i64, i64);

/// A page of the promises in cases that the actor may see.
///
/// # Errors
/// A bad filter, limit or cursor.
pub async fn promises(
    tx: &mut Tx,
    scene: &Scene,
    query: &PromiseQuery,
) -> Result<Page<PromiseRow>, Failure> {
    let limit = cursor::limit(query.limit, USUAL)?;
    let world = scene.worlds.see(tx).await?;
    let Some(session) = session(&world, query.session.as_ref())? else {
        return Ok(Page {
            total: query.count.then_some(0),
            ..Page::whole(vec![])
        });
    };
    known::unit(&world, query.unit.as_ref())?;
    let bound = PromiseQuery {
        session: Some(session.clone()),
        limit: None,
        cursor: None,
        count: false,
        ..query.clone()
    };
    let mut binds = Binds::default();
    let mut holds = vec![format!("p.session = {}", binds.add(session.as_str()))];
    if let Some(unit) = &query.unit {
        holds.push(format!("p.unit = {}", binds.add(unit.as_str())));
    }
    if let Some(state) = query.state {
        holds.push(format!("p.state = {}", binds.add(state.code())));
    }
    if let Some(day) = query.due_before {
        holds.push(format!("p.due < {}", binds.add(day.to_string())));
    }
    if let Some(seen) = Scope::of(&scene.actor).condition("p.case_id", &mut binds) {
        holds.push(seen);
    }
    let total = match query.count {
        true => {
            let holds = holds.join(" AND ");
            let sql = format!("SELECT COUNT(*) FROM promises p WHERE {holds}");
            Some(tx.query_one(&sql, &binds.params()).await?.get(0)?)
        }
        false => None,
    };
    if let Some(after) = &query.cursor {
        let (due, case, assignment, no): At = cursor::read(&bound, after)?;
        let at = [
            binds.add(due),
            binds.add(case),
            binds.add(assignment),
            binds.add(no),
        ];
        let at = at.join(", ");
        holds.push(format!("(p.due, p.case_id, p.assignment, p.no) > ({at})"));
    }
    // One more than asked tells whether there is another page.
    let many = binds.add(limit + 1);
    let holds = holds.join(" AND ");
    let sql = format!(
        "SELECT p.case_id, l.number, l.intake_number, l.title, p.assignment, p.no, p.unit, p.department, p.text, p.state,
                p.due, p.first_due, p.round, p.percent, p.kept_on
         FROM promises p JOIN listed l ON l.case_id = p.case_id
         WHERE {holds} ORDER BY p.due, p.case_id, p.assignment, p.no LIMIT {many}"
    );
    let mut found = tx.query(&sql, &binds.params()).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = match found.last().filter(|_| more) {
        Some(last) => Some(cursor::write(&bound, &at(last)?)),
        None => None,
    };
    let mut sky = Sky::of(world.context(session, scene.now)?);
    let items = found.iter().map(|row| promise(row, &mut sky));
    Ok(Page {
        items: items.collect::<Result<_, StoreError>>()?,
        next,
        total,
        counted: None,
    })
}

fn at(row: &Row) -> Result<At, StoreError> {
    Ok((row.get(10)?, row.get(0)?, row.get(4)?, row.get(5)?))
}

fn promise(row: &Row, sky: &mut Sky<'_>) -> Result<PromiseRow, StoreError> {
    let number: Option<&str> = row.get(1)?;
    let department = row.text(7)?;
    let state: PromiseState = word(row.text(9)?)?;
    let due: Date = word(row.text(10)?)?;
    let near = (state == PromiseState::Open).then(|| sky.light(due));
    let percent: Option<i64> = row.get(13)?;
    let percent = percent.map(u8::try_from).transpose();
    Ok(PromiseRow {
        case: row.text(0)?.into(),
        number: match number {
            Some(number) => number.to_owned(),
            None => row.get(2)?,
        },
        title: row.get(3)?,
        assignment: row.get(4)?,
        promise: row.get(5)?,
        unit: row.text(6)?.into(),
        department: (!department.is_empty()).then(|| UnitCode::from(department)),
        text: row.get(8)?,
        state,
        due,
        first_due: word(row.text(11)?)?,
        round: row.get(12)?,
        percent: percent.map_err(|_large| unreadable("how much of a promise is done"))?,
        kept_on: row.get::<Option<&str>>(14)?.map(word).transpose()?,
        light: near.map(|(light, _)| light),
        days_left: near.map(|(_, days)| days),
        overdue: near.is_some() && sky.has_passed(due),
    })
}
