//! What somebody may see, as conditions of queries. The one place where that is said in SQL: lists, counts, the inbox,
//! figures, the board and exports all ask here, and a test holds it to `workflow::can_see`.

use banli_shared::org::Actor;
use banli_shared::workflow::{Sight, sight};

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
        let ways = self.ways(binds)?;
        let ways: Vec<String> = ways
            .into_iter()
            .map(|(table, holds)| {
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

    /// The same, and what holds for a row `w` of assignments, with the same parameters, where all that may be seen are
    /// the cases of one unit.
    pub(crate) fn cases_and_walk(&self, binds: &mut Binds) -> Option<(String, Option<String>)> {
        let ways = self.ways(binds)?;
        let walk = match (ways.as_slice(), self.0.units.len()) {
            ([("assignments", holds)], 1) => Some(holds.replacen("s.unit", "w.unit", 1)),
            _ => None,
        };
        let ways: Vec<String> = ways
            .into_iter()
            .map(|(table, holds)| format!("SELECT s.case_id FROM {table} s WHERE {holds}"))
            .collect();
        let cases = match ways.as_slice() {
            [] => "SELECT s.case_id FROM listed s WHERE 1 = 0".to_owned(),
            [one] => one.replacen("SELECT", "SELECT DISTINCT", 1),
            several => several.join(" UNION "),
        };
        Some((cases, walk))
    }

    /// Each way in which a case comes into sight: a table that names cases, and what holds for its row `s`.
    fn ways(&self, binds: &mut Binds) -> Option<Vec<(&'static str, String)>> {
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
        for (column, places) in [("unit", units), ("department", departments)] {
            if !places.is_empty() {
                let places = binds.list(places.iter().map(|place| place.as_str()));
                ways.push(("assignments", format!("s.{column} IN ({places})")));
            }
        }
        if let Some(person) = person {
            let person = binds.add(person.as_str());
            ways.push((
                "case_people",
                format!("s.person = {person} AND s.relation = 'proposer'"),
            ));
        }
        Some(ways)
    }
}
