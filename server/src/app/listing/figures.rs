//! Figures, counted over what somebody may see.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::figures::{FigureGroup, FigureQuery, FigureReport};
use banli_shared::figures::{
    Broken, Conversion, Dimension, Figures, Joined, Level, Marks, Shared, Sums, Tally,
};
use banli_shared::ids::{AssignmentNo, PersonId, SessionId, UnitCode};
use banli_shared::org::Actor;
use banli_shared::profile::Profile;
use banli_shared::workflow::{Own, may_count, may_count_person, needs_desk, own};

use super::{known, session, tallied};
use crate::app::cases::Scene;
use crate::app::scope::own_items;
use crate::app::world::World;
use crate::http::Failure;
use crate::store::{Binds, StoreError, Tx};

/// The figures. Those of a unit are over the reply items it has, and the proposals that these are of; whoever belongs to
/// units is counted what those have.
///
/// # Errors
/// When there is no such session, the actor has no desk to count for, or asks for a unit that is not theirs.
pub async fn figures(
    tx: &mut Tx,
    scene: &Scene,
    query: &FigureQuery,
) -> Result<FigureReport, Failure> {
    needs_desk(&scene.actor)?;
    let world = scene.worlds.see(tx).await?;
    let Some(current) = session(&world, query.session.as_ref())?.cloned() else {
        return Ok(FigureReport {
            session: None,
            figures: Sums::new(level(&scene.actor, query)).figures(&Profile::shenzhen().figures),
            by: query.by,
            groups: vec![],
        });
    };
    known::unit(&world, query.unit.as_ref())?;
    known::department(&world, query.department.as_ref())?;
    known::handler(tx, query.handler.as_ref()).await?;
    may_count(
        &scene.actor,
        world.org(),
        query.unit.as_ref(),
        query.department.as_ref(),
    )?;
    may_count_handler(tx, scene, &world, query.handler.as_ref()).await?;
    known::category(tx, &scene.actor, query.category.as_deref()).await?;
    let several = query.by == Some(Dimension::Session) && query.session.is_none();
    let asked = FigureQuery {
        session: (!several).then(|| current.clone()),
        ..query.clone()
    };
    let broken = broken(tx, scene, &asked).await?;
    let profile = profile(&world, &current, scene)?;
    let mut whole = said(&broken.whole, profile);
    let values = broken.groups.keys().map(String::as_str);
    let names = Names::of(tx, &world, query.by, values).await?;
    let mut groups = Vec::with_capacity(broken.groups.len());
    for (value, sums) in &broken.groups {
        let ((name, unit), figures) = match query.by {
            Some(Dimension::Session) => {
                let id = SessionId(value.clone());
                let name = world.session(Some(&id)).map(|session| session.name.clone());
                let profile = self::profile(&world, &id, scene)?;
                whole.name_outcomes(&profile.outcomes);
                ((name, None), said(sums, profile))
            }
            Some(by) => (names.say(&world, by, value), said(sums, profile)),
            None => ((None, None), said(sums, profile)),
        };
        groups.push(FigureGroup {
            name: name.unwrap_or_else(|| value.clone()),
            unit,
            value: value.clone(),
            figures,
        });
    }
    Ok(FigureReport {
        session: asked.session,
        figures: whole,
        by: query.by,
        groups,
    })
}

/// Refuses what is counted over a handler of another unit, as it is of that unit.
///
/// # Errors
/// The roles that may.
pub(super) async fn may_count_handler(
    tx: &mut Tx,
    scene: &Scene,
    world: &World,
    handler: Option<&PersonId>,
) -> Result<(), Failure> {
    let Some(person) = handler.filter(|_| own(&scene.actor).is_some()) else {
        return Ok(());
    };
    // Also of somebody who went elsewhere what is still theirs here.
    let sql = "SELECT place FROM posts WHERE person = $1 AND place <> ''
               UNION SELECT department FROM counted WHERE handler = $1";
    let rows = tx.query(sql, crate::params![person.0]).await?;
    let places = rows.iter().map(|row| Ok(row.text(0)?.into()));
    let places = places.collect::<Result<Vec<UnitCode>, StoreError>>()?;
    Ok(may_count_person(
        &scene.actor,
        world.org(),
        person,
        &places,
    )?)
}

fn profile<'w>(
    world: &'w World,
    session: &SessionId,
    scene: &Scene,
) -> Result<&'w Profile, StoreError> {
    Ok(world.context(session, scene.now)?.profile)
}

/// Figures in the words of these rules.
fn said(sums: &Sums, profile: &Profile) -> Figures {
    let mut figures = sums.figures(&profile.figures);
    figures.name_outcomes(&profile.outcomes);
    figures
}

/// What the office calls units, departments and persons.
pub(super) struct Names {
    /// The units of each person, by the posts they have.
    units: BTreeMap<PersonId, BTreeSet<String>>,
    /// What each person is called.
    people: BTreeMap<PersonId, String>,
}

impl Names {
    /// For what figures are broken down by, or who is ranked.
    pub(super) async fn of(
        tx: &mut Tx,
        world: &World,
        by: Option<Dimension>,
        values: impl Iterator<Item = &str>,
    ) -> Result<Self, StoreError> {
        let mut units: BTreeMap<PersonId, BTreeSet<String>> = BTreeMap::new();
        let mut people = BTreeMap::new();
        if by == Some(Dimension::Handler) {
            let sql = "SELECT DISTINCT person, place FROM posts WHERE place <> ''";
            for row in tx.query(sql, &[]).await? {
                let place = row.text(1)?.into();
                let unit = world.org().name(world.org().root_of(&place)).to_owned();
                units.entry(row.text(0)?.into()).or_default().insert(unit);
            }
            people = world
                .names(tx, values.map(PersonId::from).collect())
                .await?;
        }
        Ok(Self { units, people })
    }

    /// The name, and of a department or a person the unit.
    pub(super) fn say(
        &self,
        world: &World,
        by: Dimension,
        value: &str,
    ) -> (Option<String>, Option<String>) {
        let org = world.org();
        match by {
            Dimension::Unit | Dimension::Department => {
                let Some(unit) = org.get(&value.into()) else {
                    return (None, None);
                };
                let above = unit
                    .parent
                    .as_ref()
                    .map(|_| org.name(org.root_of(&unit.code)));
                (Some(unit.name.clone()), above.map(ToOwned::to_owned))
            }
            Dimension::Handler => {
                let person = PersonId(value.to_owned());
                let name = self.people.get(&person).cloned();
                let units = self.units.get(&person);
                let units = units.map(|units| {
                    let units: Vec<&str> = units.iter().map(String::as_str).collect();
                    units.join("、")
                });
                (name, units)
            }
            _ => (None, None),
        }
    }
}

/// As what proposals are counted for this actor: as their units answer them, where those alone count.
pub(super) fn level(actor: &Actor, query: &FigureQuery) -> Level {
    own(actor).map_or_else(|| query.level(), |_| Level::Own)
}

/// The sums that figures are made of, for somebody with a desk.
///
/// # Errors
/// Those of the store.
pub(super) async fn broken(
    tx: &mut Tx,
    scene: &Scene,
    query: &FigureQuery,
) -> Result<Broken, StoreError> {
    let mut binds = Binds::default();
    let mut holds = wanted(query, &mut binds);
    let by = query.by.map(column);
    let group = by.map_or_else(|| "f.tallied".to_owned(), |by| format!("f.tallied, {by}"));
    holds.extend(own_items(&scene.actor, 'f', &mut binds));
    let holds = if holds.is_empty() {
        "1 = 1".to_owned()
    } else {
        holds.join(" AND ")
    };
    let sql = format!("SELECT COUNT(*), {group} FROM counted f WHERE {holds} GROUP BY {group}");
    let mut broken = Broken::new(level(&scene.actor, query));
    for row in tx.query(&sql, &binds.params()).await? {
        let many = row.get(0)?;
        let (marks, tallies) = tallied::sum(row.text(1)?, many)?;
        match query.by {
            None => broken.add(None, marks, many, &tallies),
            Some(Dimension::Key) => {
                let value = Dimension::key(row.get(2)?);
                broken.add(Some((Dimension::Key, value)), marks, many, &tallies);
            }
            Some(by) => broken.add(Some((by, row.text(2)?)), marks, many, &tallies),
        }
    }
    if joins(&scene.actor, query) {
        join(tx, &holds, query.by, &binds, &mut broken).await?;
    }
    convert(tx, scene, query, &mut broken).await?;
    Ok(broken)
}

/// Whether a proposal can be counted twice, once for each unit or department of somebody who has several: then it is joined.
pub(super) fn joins(actor: &Actor, query: &FigureQuery) -> bool {
    let several = |own: Own| own.units.len() + own.departments.len() > 1;
    query.unit.is_none() && query.department.is_none() && own(actor).is_some_and(several)
}

/// Makes one of each proposal of which several of the rows `f` that hold are.
async fn join(
    tx: &mut Tx,
    holds: &str,
    by: Option<Dimension>,
    binds: &Binds,
    broken: &mut Broken,
) -> Result<(), StoreError> {
    let value = by.map_or_else(String::new, |by| format!(", {}", column(by)));
    let holds = format!("{holds} AND f.no > 0");
    let several = format!(
        "{holds} AND f.case_id IN (
            SELECT f.case_id FROM counted f WHERE {holds} GROUP BY f.case_id HAVING COUNT(*) > 1)"
    );
    let said = shared(tx, &several, binds).await?;
    let sql = format!(
        "SELECT f.case_id, f.no, f.marks{value} FROM counted f WHERE {several} ORDER BY f.case_id"
    );
    let rows = tx.query(&sql, &binds.params()).await?;
    let mut of_cases: BTreeMap<&str, Vec<Joined<'_>>> = BTreeMap::new();
    for row in &rows {
        let at = match by {
            None => "",
            Some(Dimension::Key) => Dimension::key(row.get(3)?),
            Some(_) => row.text(3)?,
        };
        let case = row.text(0)?;
        let said = said.get(case).and_then(|said| said.get(&row.get(1).ok()?));
        of_cases.entry(case).or_default().push(Joined {
            at,
            marks: Marks::from_bits(row.get(2)?),
            shared: said.map_or(&[], Vec::as_slice),
        });
    }
    of_cases.values().for_each(|rows| broken.join(rows));
    Ok(())
}

/// What the rows `f` that hold say to suggestions that others answer too, by case and reply item.
async fn shared(
    tx: &mut Tx,
    holds: &str,
    binds: &Binds,
) -> Result<BTreeMap<String, BTreeMap<AssignmentNo, Shared>>, StoreError> {
    let sql = format!(
        "SELECT x.case_id, x.assignment, x.suggestion, x.verdict FROM counted f CROSS JOIN shared_answers x
         WHERE x.case_id = f.case_id AND x.assignment = f.no AND {holds}"
    );
    let mut said: BTreeMap<String, BTreeMap<AssignmentNo, Shared>> = BTreeMap::new();
    for row in tx.query(&sql, &binds.params()).await? {
        let of_case = said.entry(row.get(0)?).or_default();
        let tally = Tally::OF_SUGGESTIONS.get(row.get::<u32>(3)? as usize);
        let tally = *tally.ok_or_else(|| {
            StoreError::Database("a verdict in shared_answers cannot be read".into())
        })?;
        let of_item = of_case.entry(row.get(1)?).or_default();
        of_item.push((row.get(2)?, tally));
    }
    Ok(said)
}

/// Adds promises and outcomes: what is due depends on the day, so these are counted from their own rows.
async fn convert(
    tx: &mut Tx,
    scene: &Scene,
    query: &FigureQuery,
    broken: &mut Broken,
) -> Result<(), StoreError> {
    let world = scene.worlds.see(tx).await?;
    let today = world.today(scene.now)?.to_string();
    let by = query.by.map(column);
    let then_by = by.map_or_else(String::new, |by| format!(", {by}"));
    for table in ["promises", "outcomes"] {
        let mut binds = Binds::default();
        let mut holds = wanted(query, &mut binds);
        holds.push("f.case_id = x.case_id AND f.no = x.assignment".to_owned());
        if let Some(own) = own_items(&scene.actor, 'f', &mut binds) {
            holds.push(own);
        }
        let (first, group) = match table {
            "promises" => {
                holds.push(due("x", &binds.add(today.as_str())));
                let kept = "CAST(SUM(CASE WHEN x.state = 'kept' THEN 1 ELSE 0 END) AS BIGINT)";
                (kept, by.map(|by| format!(" GROUP BY {by}")))
            }
            _ => ("x.kind", Some(format!(" GROUP BY x.kind{then_by}"))),
        };
        let (holds, group) = (holds.join(" AND "), group.unwrap_or_default());
        let sql = format!(
            "SELECT COUNT(*), {first}{then_by} FROM {table} x CROSS JOIN counted f WHERE {holds}{group}"
        );
        for row in tx.query(&sql, &binds.params()).await? {
            let many: u64 = row.get(0)?;
            let mut conversion = Conversion::default();
            if table == "promises" {
                conversion.due = many;
                conversion.kept = row.get::<Option<u64>>(1)?.unwrap_or(0);
            } else {
                conversion.outcomes.insert(row.get(1)?, many);
            }
            match query.by {
                None => broken.convert(None, &conversion),
                Some(Dimension::Key) => {
                    let value = Dimension::key(row.get(2)?);
                    broken.convert(Some((Dimension::Key, value)), &conversion);
                }
                Some(by) => broken.convert(Some((by, row.text(2)?)), &conversion),
            }
        }
    }
    Ok(())
}

/// What holds of a row of promises that has to be kept by `today`.
pub(super) fn due(row: &str, today: &str) -> String {
    format!("{row}.counts = 1 AND {row}.first_due <= {today}")
}

/// What a row `f` of facts must have for its figures to be asked for.
pub(super) fn wanted(query: &FigureQuery, binds: &mut Binds) -> Vec<String> {
    let wanted = query.wanted().into_iter();
    wanted
        .map(|(dimension, value)| {
            let value = match dimension {
                Dimension::Key => binds.add(value == Dimension::key(true)),
                _ => binds.add(value),
            };
            format!("{} = {value}", column(dimension))
        })
        .collect()
}

/// The column of the row `f` that a dimension is kept in.
const fn column(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Session => "f.session",
        Dimension::Quarter => "f.quarter",
        Dimension::Unit => "f.unit",
        Dimension::Department => "f.department",
        Dimension::Handler => "f.handler",
        Dimension::Category => "f.category",
        Dimension::Kind => "f.kind",
        Dimension::Timing => "f.timing",
        Dimension::Key => "f.is_key",
    }
}
