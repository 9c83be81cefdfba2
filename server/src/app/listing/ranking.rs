//! Rankings by points.

use std::collections::BTreeMap;

use banli_shared::api::figures::FigureQuery;
use banli_shared::api::rankings::{Ranking, RankingQuery};
use banli_shared::both;
use banli_shared::figures::{
    Dimension, FigureName, Level, Marks, Measure, Part, RankOf, Ranked, Sums, Tallies, Tally, rank,
};
use banli_shared::workflow::{may_rank, ranked_inside};

use super::figures::Names;
use super::{figures, known, session};
use crate::app::cases::Scene;
use crate::app::world::World;
use crate::http::Failure;
use crate::store::{Binds, StoreError, Tx};

/// Rows where nothing is said, and at most.
const USUAL: u32 = 200;
const MOST: u32 = 1000;

/// The ranking.
///
/// # Errors
/// When there is no such session, a number is out of range, or the actor may not see those ranked.
pub async fn ranking(tx: &mut Tx, scene: &Scene, query: &RankingQuery) -> Result<Ranking, Failure> {
    let world = scene.worlds.see(tx).await?;
    // Units against units is asked for by name only by those who see them all.
    let asked = query.unit.as_ref();
    let inside = match query.of {
        Some(RankOf::Units) => may_rank(&scene.actor, asked).map(|()| asked.cloned()),
        _ => ranked_inside(&scene.actor, asked),
    };
    let unit = inside.map_err(|no| Failure::from(no).naming(world.org()))?;
    let query = &RankingQuery {
        unit,
        ..query.clone()
    };
    let limit = query.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        let text = both!("应为 1 至 {MOST}", "expected 1 to {MOST}");
        return Err(Failure::field("?limit", "range", text));
    }
    let of = query.of();
    if of == RankOf::Units && query.unit.is_some() {
        let text = both!(
            "单位内部只能按处室、承办人或提案排名",
            "inside a unit its departments, persons or proposals are ranked"
        );
        return Err(Failure::field("?of", "one_unit", text));
    }
    known::unit(&world, query.unit.as_ref())?;
    let mut ranking = Ranking {
        session: None,
        unit: query.unit.clone(),
        of,
        weights: BTreeMap::new(),
        examples: vec![],
        total: 0,
        rows: vec![],
    };
    let Some(id) = session(&world, query.session.as_ref())? else {
        return Ok(ranking);
    };
    let ctx = world.context(id, scene.now)?;
    let (given, rules) = (&ctx.profile.points, &ctx.profile.figures);
    let points = of.points(given);
    let at_least = u64::from(query.at_least.unwrap_or(1));
    let mut over = query.over();
    over.session = Some(id.clone());
    let groups = match of {
        RankOf::Units => Some(Dimension::Unit),
        RankOf::Departments => Some(Dimension::Department),
        RankOf::Persons => Some(Dimension::Handler),
        RankOf::Proposals => None,
    };
    over.by = groups;
    let sums = match groups {
        Some(_) => figures::broken(tx, scene, &over).await?.groups,
        None => proposals(tx, &over).await?,
    };
    let groups = sums.iter().map(|(value, sums)| (value.as_str(), sums));
    let mut rows = rank(groups, &points, rules, at_least);
    ranking.total = rows.len() as u64;
    rows.truncate(limit as usize);
    let values = rows.iter().map(|row| row.value.as_str());
    let names = Names::of(tx, &world, over.by, values).await?;
    for row in &mut rows {
        name(tx, &world, &names, over.unit.is_none(), over.by, row).await?;
    }
    ranking.rows = rows;
    ranking.session = Some(id.clone());
    let is_example = |figure: &FigureName| {
        let named = RankOf::given_for(given, *figure);
        ctx.profile.is_example(&format!("points.{named}"))
    };
    let examples = points.keys().copied().filter(is_example);
    ranking.examples = examples.collect();
    ranking.weights = points;
    Ok(ranking)
}

async fn name(
    tx: &mut Tx,
    world: &World,
    names: &Names,
    over_all: bool,
    by: Option<Dimension>,
    row: &mut Ranked,
) -> Result<(), StoreError> {
    let name = match by {
        Some(by) => {
            let (name, unit) = names.say(world, by, &row.value);
            // In one unit its departments are its own.
            row.unit = unit.filter(|_| over_all || by == Dimension::Handler);
            name
        }
        None => {
            let sql =
                "SELECT COALESCE(number, intake_number), title FROM listed WHERE case_id = $1";
            let found = tx.query_one(sql, crate::params![row.value]).await?;
            Some(format!("{} {}", found.text(0)?, found.text(1)?))
        }
    };
    if let Some(name) = name {
        row.name = name;
    }
    Ok(())
}

/// The sums of each proposal that could be commended: answered, in time, with a suggestion adopted, no form of any round
/// dissatisfied. Whoever may rank sees all that `over` is over.
///
/// A proposal is ranked once, with all of its reply items, in the quarter in which the last of them is first due: before,
/// it cannot be answered. Its own row is filed under the quarter of its submission, which is no matter here.
async fn proposals(tx: &mut Tx, over: &FigureQuery) -> Result<BTreeMap<String, Sums>, StoreError> {
    let level = over.level();
    let mut binds = Binds::default();
    let whole = (level == Level::Whole).then_some(over.quarter).flatten();
    let over = FigureQuery {
        quarter: over.quarter.filter(|_| whole.is_none()),
        ..over.clone()
    };
    let mut holds = figures::wanted(&over, &mut binds);
    if let Some(quarter) = whole {
        let quarter = binds.add(quarter.to_string());
        holds.push(format!(
            "f.case_id IN (SELECT q.case_id FROM counted q WHERE q.no > 0
                GROUP BY q.case_id HAVING MAX(q.quarter) = {quarter})"
        ));
    }
    let with_adopted = FigureName::Adoption.measure(Part::Numerator).mark(level);
    let bit = with_adopted.map_or(0, banli_shared::figures::Mark::bit);
    holds.push(format!(
        "f.case_id IN (SELECT p.case_id FROM counted p WHERE (p.marks & {bit}) <> 0)"
    ));
    let tallies: String = Tally::ALL
        .iter()
        .map(|tally| format!(", f.{tally}"))
        .collect();
    let sql = format!(
        "SELECT f.case_id, f.marks{tallies} FROM counted f WHERE {}",
        holds.join(" AND ")
    );
    let mut found: BTreeMap<String, Sums> = BTreeMap::new();
    for row in tx.query(&sql, &binds.params()).await? {
        let mut tallies = Tallies::default();
        for (at, tally) in (2..).zip(Tally::ALL) {
            tallies.add(*tally, row.get(at)?);
        }
        let sums = found.entry(row.get(0)?).or_insert_with(|| Sums::new(level));
        sums.add(Marks::from_bits(row.get(1)?), 1, &tallies);
    }
    found.retain(|_, sums| {
        let dissatisfied = FigureName::Dissatisfied.numerator();
        sums.of(Measure::InTime) == sums.of(Measure::Owed)
            && sums.of(Measure::WithAdopted) > 0
            && sums.of(dissatisfied) == 0
            // Nothing is handled again but for somebody who was dissatisfied with it.
            && sums.of(Measure::Again) == 0
            && (level == Level::Own || sums.of(Measure::Answered) > 0)
    });
    Ok(found)
}
