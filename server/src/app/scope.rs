//! What somebody may see, as conditions of queries. The one place where that is said in SQL: lists, counts, the inbox,
//! figures, the board and exports all ask here, and a test holds it to `workflow::can_see`.

use banli_shared::org::Actor;
use banli_shared::workflow::{Own, Sight, own, sight};

use crate::store::Binds;

/// What an actor may see.
pub(crate) struct Scope(Sight);

impl Scope {
    /// The scope of `actor`.
    pub(crate) fn of(actor: &Actor) -> Self {
        Self(sight(actor))
    }

    /// A condition that holds where the case with the id that the expression `case` gives may be seen; none where
    /// everything may.
    pub(crate) fn condition(&self, case: &str, binds: &mut Binds) -> Option<String> {
        let ways: Vec<String> = self
            .ways(binds)?
            .iter()
            .map(|way| {
                let (table, holds) = (way.table, way.holds("s"));
                format!("EXISTS (SELECT 1 FROM {table} s WHERE s.case_id = {case} AND {holds})")
            })
            .collect();
        if ways.is_empty() {
            return Some("1 = 0".to_owned());
        }
        Some(format!("({})", ways.join(" OR ")))
    }

    /// A query for the `case_id` of every case that may be seen, each once; none where everything may.
    pub(crate) fn cases(&self, binds: &mut Binds) -> Option<String> {
        self.cases_and_walk(binds).map(|(cases, _)| cases)
    }

    /// The same, and what holds for a row `w` of sights, with the same parameters, where all that may be seen are the
    /// cases of one unit or department: then there is one such row for each.
    pub(crate) fn cases_and_walk(&self, binds: &mut Binds) -> Option<(String, Option<String>)> {
        let ways = self.ways(binds)?;
        let walk = match ways.as_slice() {
            [way] if way.single => Some(way.holds("w")),
            _ => None,
        };
        let ways: Vec<String> = ways
            .iter()
            .map(|way| {
                let (table, holds) = (way.table, way.holds("s"));
                format!("SELECT s.case_id FROM {table} s WHERE {holds}")
            })
            .collect();
        let cases = match ways.as_slice() {
            [] => "SELECT s.case_id FROM listed s WHERE 1 = 0".to_owned(),
            [one] => one.replacen("SELECT", "SELECT DISTINCT", 1),
            several => several.join(" UNION "),
        };
        Some((cases, walk))
    }

    /// Each way in which a case comes into sight.
    fn ways(&self, binds: &mut Binds) -> Option<Vec<Way>> {
        let Sight {
            everything,
            units,
            departments,
            person,
        } = &self.0;
        if *everything {
            return None;
        }
        let mut ways = Vec::with_capacity(3);
        for (whole, places) in [(1, units), (0, departments)] {
            if !places.is_empty() {
                let list = binds.list(places.iter().map(|place| place.as_str()));
                ways.push(Way {
                    table: "sights",
                    conditions: vec![format!("unit IN ({list})"), format!("whole = {whole}")],
                    single: places.len() == 1,
                });
            }
        }
        if let Some(person) = person {
            let person = binds.add(person.as_str());
            ways.push(Way {
                table: "case_people",
                conditions: vec![
                    format!("person = {person}"),
                    "relation = 'proposer'".to_owned(),
                ],
                single: false,
            });
        }
        Some(ways)
    }
}

/// A condition that holds where the row `row`, with a unit and a department, is one that counts for `actor`; none where
/// all that is in sight does. Each such row is of a case in sight.
pub(crate) fn own_items(actor: &Actor, row: char, binds: &mut Binds) -> Option<String> {
    let Own { units, departments } = own(actor)?;
    let ways: Vec<String> = [("unit", units), ("department", departments)]
        .into_iter()
        .filter(|(_, places)| !places.is_empty())
        .map(|(column, places)| {
            let list = binds.list(places.iter().map(|place| place.as_str()));
            format!("{row}.{column} IN ({list})")
        })
        .collect();
    Some(match ways.is_empty() {
        true => "1 = 0".to_owned(),
        false => format!("({})", ways.join(" OR ")),
    })
}

/// A table that names cases, and what its row must have.
struct Way {
    table: &'static str,
    conditions: Vec<String>,
    /// Whether it is about one unit or department.
    single: bool,
}

impl Way {
    /// What holds for the row with this name.
    fn holds(&self, row: &str) -> String {
        let conditions: Vec<String> = self
            .conditions
            .iter()
            .map(|holds| format!("{row}.{holds}"))
            .collect();
        conditions.join(" AND ")
    }
}
