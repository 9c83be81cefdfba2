//! Lists out of the database, scoped to who asks.

mod proposals;
mod reply_items;

use banli_shared::api::figures::FigureQuery;
use banli_shared::api::lists::ExportQuery;
use banli_shared::both;
use banli_shared::figures::Dimension;
use banli_shared::lang::{Lang, Word};
use banli_shared::workflow::{may_export_units, needs_desk};

use super::cases::Scene;
use super::listing;
use super::scope::{Scope, own_items};
use super::world::World;
use crate::export::figures::Report;
use crate::export::{Cell, Table};
use crate::http::Failure;
use crate::store::{Binds, Row, StoreError, Tx};

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One proposal a row.
    Proposals,
    /// One reply item a row, with everything that figures count.
    ReplyItems,
    /// One unit or department a row, as a list of units is read.
    Units,
}

/// The list.
///
/// # Errors
/// When there is no such session, or the actor has no desk to export for.
pub async fn table(
    tx: &mut Tx,
    scene: &Scene,
    what: What,
    query: &ExportQuery,
) -> Result<Table, Failure> {
    if what == What::Units {
        may_export_units(&scene.actor)?;
        let world = scene.worlds.see(tx).await?;
        return Ok(units(&world));
    }
    needs_desk(&scene.actor)?;
    let world = scene.worlds.see(tx).await?;
    let Some(session) = world.session(query.session.as_ref()) else {
        return Err(Failure::field(
            "?session",
            "unknown_session",
            both!("没有此届次", "there is no such session"),
        ));
    };
    let mut binds = Binds::default();
    let mut holds = format!("l.session = {}", binds.add(session.id.as_str()));
    if let Some(visible) = Scope::of(&scene.actor).cases(&mut binds) {
        holds.push_str(&format!(" AND l.case_id IN ({visible})"));
    }
    Ok(match what {
        What::Proposals => proposals::table(tx, &world, &session.id, &holds, &binds).await?,
        What::ReplyItems => {
            // As figures count.
            if let Some(own) = own_items(&scene.actor, 'f', &mut binds) {
                holds.push_str(&format!(" AND {own}"));
            }
            reply_items::table(tx, scene, &world, &session.id, &holds, &binds).await?
        }
        What::Units => units(&world),
    })
}

/// The figures as a report: by quarter and by unit.
///
/// # Errors
/// When there is no such session, or the actor has no desk to count for.
pub async fn figures(tx: &mut Tx, scene: &Scene, query: &ExportQuery) -> Result<Report, Failure> {
    let by = |by| FigureQuery {
        session: query.session.clone(),
        by: Some(by),
        ..FigureQuery::default()
    };
    Ok(Report {
        quarters: listing::figures::figures(tx, scene, &by(Dimension::Quarter)).await?,
        units: listing::figures::figures(tx, scene, &by(Dimension::Unit)).await?,
    })
}

fn units(world: &World) -> Table {
    let mut table = Table {
        heads: vec![
            ("code", "单位代码"),
            ("name", "单位名称"),
            ("kind", "单位类别"),
            ("parent", "上级单位"),
            ("aliases", "别名"),
            ("former", "曾用名"),
            ("duties", "职责"),
            ("phone", "联系电话"),
        ],
        rows: vec![],
        units: vec![],
    };
    for unit in world.org().iter() {
        let former: Vec<String> = unit.former.iter().map(ToString::to_string).collect();
        let parent = unit.parent.as_ref().map_or("", |parent| parent.as_str());
        let cells = [
            unit.code.as_str(),
            &unit.name,
            &unit.kind,
            parent,
            &unit.aliases.join("、"),
            &former.join("、"),
            &unit.duties,
            &unit.phone,
        ];
        let cell = |text: &&str| match *text {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        };
        table.rows.push(cells.iter().map(cell).collect());
        table.units.push(vec![]);
    }
    table
}

fn text_or_empty(text: String) -> Cell {
    match text.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(text),
    }
}

fn text(row: &Row, at: usize) -> Result<Cell, StoreError> {
    Ok(row
        .get::<Option<String>>(at)?
        .map_or(Cell::Empty, Cell::Text))
}

/// Lists of offices are in Chinese, whoever exports them.
fn cell_of<W: Word>(word: W) -> Cell {
    Cell::Word(word.code(), word.say(Lang::Zh))
}

fn word_or_none<W: Word>(row: &Row, at: usize) -> Result<Cell, StoreError> {
    match row.get::<Option<&str>>(at)? {
        Some(_) => word::<W>(row, at),
        None => Ok(Cell::Empty),
    }
}

fn word<W: Word>(row: &Row, at: usize) -> Result<Cell, StoreError> {
    let code = row.text(at)?;
    Ok(W::all()
        .iter()
        .find(|word| word.code() == code)
        .map_or(Cell::Empty, |word| cell_of(*word)))
}
