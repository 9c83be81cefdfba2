//! Lists out of the database, scoped to who asks.

mod reply_items;

use std::collections::HashMap;

use banli_shared::api::figures::FigureQuery;
use banli_shared::api::lists::ExportQuery;
use banli_shared::both;
use banli_shared::case::{
    Absorbed, AssignmentRole, Consent, Intake, KeyMark, Kind, ProposalStage, Suggestion, Timing,
};
use banli_shared::figures::Dimension;
use banli_shared::ids::{AssignmentNo, SuggestionNo};
use banli_shared::import::{UnitPart, numbered, said_parts};
use banli_shared::lang::{Lang, Word};
use banli_shared::workflow::{may_export_units, needs_desk};
use serde::Deserialize;

use super::cases::Scene;
use super::listing::{self, rows};
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
        What::Proposals => proposals(tx, &world, &holds, &binds).await?,
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

async fn proposals(
    tx: &mut Tx,
    world: &World,
    holds: &str,
    binds: &Binds,
) -> Result<Table, StoreError> {
    let sql = format!(
        "SELECT l.number, l.intake_number, l.title, l.proposers, l.kind, l.category, l.timing, l.stage, l.is_key,
                l.submitted_ms, l.case_id, l.filed, c.body, l.publication
         FROM listed l JOIN cases c ON c.id = l.case_id WHERE {holds} ORDER BY l.place"
    );
    let rows = tx.query(&sql, &binds.params()).await?;
    let sql = format!(
        "SELECT a.case_id, a.no, a.role, u.name FROM listed l JOIN assignments a ON a.case_id = l.case_id
         JOIN units u ON u.code = a.unit WHERE {holds} AND a.stage <> 'ended' ORDER BY a.case_id, a.no"
    );
    let mut units: HashMap<String, Vec<Live>> = HashMap::new();
    for row in tx.query(&sql, &binds.params()).await? {
        units.entry(row.get(0)?).or_default().push(Live {
            no: row.get(1)?,
            role: rows::word(row.text(2)?)?,
            name: row.get(3)?,
        });
    }
    let mut table = Table {
        heads: vec![
            ("number", "提案号"),
            ("intake_number", "来件编号"),
            ("title", "案由"),
            ("proposers", "提案人"),
            ("kind", "提案类型"),
            ("category", "类别"),
            ("timing", "提交时段"),
            ("submitted", "提交日期"),
            ("publication", "公开意愿"),
            ("stage", "阶段"),
            ("key", "重点"),
            ("leader", "领衔督办"),
            ("filed", "立案"),
            ("merged_into", "并入提案"),
            ("lead", "主办单位"),
            ("splits", "分办单位"),
            ("co_handlers", "会办单位"),
            ("parts", "承办建议"),
            ("body", "内容"),
            ("suggestions", "建议"),
        ],
        rows: Vec::with_capacity(rows.len()),
        units: Vec::with_capacity(rows.len()),
    };
    for row in &rows {
        let case: String = row.get(10)?;
        let live = units.remove(&case).unwrap_or_default();
        let of = |role: AssignmentRole| {
            let names: Vec<&str> = live
                .iter()
                .filter(|it| it.role == role)
                .map(|it| it.name.as_str())
                .collect();
            text_or_empty(names.join("、"))
        };
        let texts: Texts = serde_json::from_str(row.text(12)?)
            .map_err(|_fault| StoreError::Database("a case cannot be read".into()))?;
        let requests = texts.proposal.suggestions.iter();
        let requests = numbered(requests.map(|suggestion| suggestion.text.as_str()));
        let each = AssignmentRole::ALL.iter();
        let each = each.flat_map(|role| live.iter().filter(move |it| it.role == *role));
        table.units.push(each.map(|it| it.name.clone()).collect());
        let parts = texts.parts(&live);
        let proposers: Vec<String> = serde_json::from_str(row.text(3)?).unwrap_or_default();
        table.rows.push(vec![
            text(row, 0)?,
            text(row, 1)?,
            text(row, 2)?,
            Cell::Text(proposers.join("、")),
            word::<Kind>(row, 4)?,
            text(row, 5)?,
            word::<Timing>(row, 6)?,
            Cell::Text(world.today(row.int(9)?)?.to_string()),
            word::<Consent>(row, 13)?,
            word::<ProposalStage>(row, 7)?,
            Cell::Switch(row.get(8)?),
            text_or_empty(texts.key.map_or_else(String::new, |key| key.leader)),
            Cell::Switch(row.get(11)?),
            match texts.intake {
                Intake::Merged { number, .. } => Cell::Text(number),
                _ => Cell::Empty,
            },
            of(AssignmentRole::Lead),
            of(AssignmentRole::Split),
            of(AssignmentRole::CoHandler),
            text_or_empty(parts),
            Cell::Text(texts.proposal.body),
            Cell::Text(requests),
        ]);
    }
    Ok(table)
}

/// What a list needs of a case besides its row.
#[derive(Deserialize)]
struct Texts {
    intake: Intake,
    proposal: ProposalTexts,
    #[serde(default)]
    key: Option<KeyMark>,
    #[serde(default)]
    absorbed: Vec<Absorbed>,
    assignments: Vec<Part>,
}

impl Texts {
    /// What each unit answers; empty where each answers all.
    fn parts(&self, live: &[Live]) -> String {
        let own = &self.proposal.suggestions;
        let merged = self.absorbed.iter().flat_map(|it| &it.suggestions);
        let all: Vec<SuggestionNo> = own.iter().chain(merged).map(|it| it.no).collect();
        let units = live.iter().map(|unit| {
            let mut parts = self.assignments.iter();
            let part = parts.find(|it| it.no == unit.no);
            UnitPart {
                name: &unit.name,
                role: unit.role,
                suggestions: part.map_or(&[], |it| &it.suggestions),
            }
        });
        said_parts(&units.collect::<Vec<_>>(), &all)
    }
}

/// An assignment that still counts.
struct Live {
    no: AssignmentNo,
    role: AssignmentRole,
    /// The name of its unit.
    name: String,
}

/// What an assignment answers; all where nothing stands there.
#[derive(Deserialize)]
struct Part {
    no: AssignmentNo,
    suggestions: Vec<SuggestionNo>,
}

#[derive(Deserialize)]
struct ProposalTexts {
    body: String,
    suggestions: Vec<Suggestion>,
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
