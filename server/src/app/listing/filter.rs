//! A query for proposals as SQL.

use banli_shared::api::FieldFault;
use banli_shared::api::figures::FigureQuery;
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::both;
use banli_shared::case::StageName;
use banli_shared::figures::{CountUnit, Level, Measure, Part};
use banli_shared::ids::UnitCode;
use banli_shared::org::Actor;
use banli_shared::workflow::Context;

use super::{Key, Order, figures, rows};
use crate::app::lights::Lights;
use crate::app::scope::{Scope, own_items};
use crate::store::{Binds, Row, StoreError, Tx, Value};

/// Conditions on the row `l` of a case, with their parameters.
#[derive(Clone)]
pub(super) struct Filter {
    /// A query for the `case_id` of all that can come up, where that is likely to be few of all.
    pub(super) few: Option<String>,
    pub(super) conditions: Vec<String>,
    pub(super) binds: Binds,
    /// What a row `w` of sights must have, where all that can come up are the cases of one unit or department: in the order
    /// of numbers those are walked until the page is full, whereas `few` is found whole and sorted.
    pub(super) walk: Option<Vec<String>>,
    /// Whether it is of one session.
    of_session: bool,
    /// For a figure: what it counts of a row `f` of facts, and what that row must have.
    counted: Option<(String, String)>,
}

impl Filter {
    /// What `query` asks for besides a text, of what `actor` may see. The session is filled in, unless every one is asked for.
    pub(super) fn new(actor: &Actor, query: &ProposalQuery, ctx: &Context<'_>) -> Self {
        let mut binds = Binds::default();
        let mut conditions = Vec::new();
        let columns = [
            ("session", query.session.as_ref().map(|it| it.as_str())),
            ("stage", query.stage.map(|it| it.code())),
            ("kind", query.kind.map(|it| it.code())),
            ("category", query.category.as_deref()),
            ("timing", query.timing.map(|it| it.code())),
            ("publication", query.publication.map(|it| it.code())),
        ];
        for (column, value) in columns {
            if let Some(value) = value {
                conditions.push(format!("l.{column} = {}", binds.add(value)));
            }
        }
        if let Some(key) = query.key {
            conditions.push(format!("l.is_key = {}", binds.add(key)));
        }
        if let Some(tracking) = query.tracking {
            conditions.push(format!("l.tracking = {}", binds.add(tracking)));
        }
        let counted = counted(actor, query, ctx, &mut binds);
        if let Some(kind) = query.outcome.as_ref().filter(|_| !counts_outcomes(query)) {
            let mut of = format!("o.kind = {}", binds.add(kind.as_str()));
            if let Some(unit) = &query.unit {
                of.push_str(&format!(" AND o.unit = {}", binds.add(unit.as_str())));
            }
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM outcomes o WHERE o.case_id = l.case_id AND {of})"
            ));
        }
        if let Some(published) = query.published {
            let not = if published { "" } else { "NOT " };
            conditions.push(format!(
                "{not}EXISTS (SELECT 1 FROM assignments p WHERE p.case_id = l.case_id AND p.published IS NOT NULL)"
            ));
        }
        let scope = Scope::of(actor);
        let assignment = assignment(actor, query, ctx, &mut binds);
        // Whoever sees only some cases, or asks for one unit, gets few of them: those are found first and sorted.
        // Else rows are walked in order until the page is full.
        let (visible, walk) = match scope.cases_and_walk(&mut binds) {
            Some((visible, walk)) => (Some(visible), walk),
            None => (None, None),
        };
        let mut few = match (visible, assignment) {
            (visible, Some(holds)) if visible.is_some() || query.unit.is_none() => {
                let id = "a.case_id = l.case_id";
                conditions.push(format!(
                    "EXISTS (SELECT 1 FROM assignments a WHERE {id} AND {holds})"
                ));
                visible
            }
            (_, Some(holds)) => Some(format!(
                "SELECT DISTINCT a.case_id FROM assignments a WHERE {holds}"
            )),
            (visible, None) => visible,
        };
        if let Some((_, holds)) = &counted {
            let own = query.unit.is_some() || query.department.is_some() || query.handler.is_some();
            if few.is_none() && own {
                few = Some(format!(
                    "SELECT DISTINCT f.case_id FROM counted f WHERE {holds}"
                ));
            } else {
                let id = "f.case_id = l.case_id";
                conditions.push(format!(
                    "EXISTS (SELECT 1 FROM counted f WHERE {id} AND {holds})"
                ));
            }
        }
        Self {
            few,
            conditions,
            binds,
            // The session is the first parameter, where it is one.
            walk: walk
                .filter(|_| query.session.is_some())
                .map(|holds| vec![holds, "w.session = $1".to_owned()]),
            of_session: query.session.is_some(),
            counted: counted.filter(|_| query.figure.is_some()),
        }
    }

    /// Only what comes after this place.
    ///
    /// # Errors
    /// When that is no place in this order.
    pub(super) fn after(&mut self, order: Order, at: Vec<Key>) -> Result<(), FieldFault> {
        if at.len() != order.columns.len() {
            return Err(no_place());
        }
        let at = self.binds.list(at.into_iter().map(|key| match key {
            Key::Number(number) => Value::Int(number),
            Key::Text(text) => Value::Text(text),
        }));
        let than = if order.descending { '<' } else { '>' };
        let columns = order.columns.join(", ");
        self.conditions.push(format!("({columns}) {than} ({at})"));
        if let Some(walk) = self.walk.as_mut().filter(|_| order.is_by_number()) {
            walk.push(format!("w.place > {at}"));
        }
        Ok(())
    }

    pub(super) async fn count(&self, tx: &mut Tx) -> Result<u64, StoreError> {
        let sql = format!("SELECT COUNT(*) {}", self.from(false));
        tx.query_one(&sql, &self.binds.params()).await?.get(0)
    }

    /// How much of the figure is behind all of them; none where no figure is asked for.
    pub(super) async fn counted(&self, tx: &mut Tx) -> Result<Option<u64>, StoreError> {
        let Some((sum, holds)) = &self.counted else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT {sum} FROM counted f
             WHERE {holds} AND f.case_id IN (SELECT l.case_id {})",
            self.from(false)
        );
        tx.query_one(&sql, &self.binds.params())
            .await?
            .get(0)
            .map(Some)
    }

    /// The first rows in this order: the columns of [`rows::COLUMNS`], then the place in the order.
    pub(super) async fn page(
        &mut self,
        tx: &mut Tx,
        order: Order,
        limit: u32,
    ) -> Result<Vec<Row>, StoreError> {
        let columns: Vec<&str> = rows::COLUMNS.iter().chain(order.columns).copied().collect();
        let limit = self.binds.add(limit);
        let (from, by) = match &self.walk {
            Some(walk) if order.is_by_number() => (self.walked(walk), "w.place".to_owned()),
            _ => (self.from(order.by_case), order.by()),
        };
        let columns = columns.join(", ");
        let sql = format!("SELECT {columns} {from} ORDER BY {by} LIMIT {limit}");
        tx.query(&sql, &self.binds.params()).await
    }

    /// As [`Filter::from`], case by case in the order of numbers.
    fn walked(&self, walk: &[String]) -> String {
        let mut conditions = walk.to_vec();
        conditions.push("l.case_id = w.case_id".to_owned());
        conditions.extend(self.conditions.iter().cloned());
        let conditions = conditions.join(" AND ");
        format!("FROM sights w CROSS JOIN listed l WHERE {conditions}")
    }

    /// `FROM` and `WHERE`. `CROSS JOIN` keeps SQLite to the order of tables that is written.
    fn from(&self, by_case: bool) -> String {
        let mut conditions = self.conditions.clone();
        let tables = match (&self.few, by_case) {
            (None, false) => "listed l".to_owned(),
            (None, true) => {
                // The index by which cases are walked begins with the session, which is the first parameter.
                let of = if self.of_session {
                    "c.session = $1 AND "
                } else {
                    ""
                };
                conditions.push(format!("{of}l.case_id = c.id"));
                "cases c CROSS JOIN listed l".to_owned()
            }
            (Some(few), false) => {
                conditions.push("l.case_id = f.case_id".to_owned());
                format!("({few}) f CROSS JOIN listed l")
            }
            (Some(few), true) => {
                conditions.push("l.case_id = f.case_id AND c.id = l.case_id".to_owned());
                format!("({few}) f CROSS JOIN listed l CROSS JOIN cases c")
            }
        };
        if conditions.is_empty() {
            return format!("FROM {tables} WHERE 1 = 1");
        }
        format!("FROM {tables} WHERE {}", conditions.join(" AND "))
    }
}

/// A cursor that is none of this list.
pub(super) fn no_place() -> FieldFault {
    FieldFault::new(
        "?cursor",
        "cursor",
        both!("应为上一页答复中的 next", "`next` of the page before"),
    )
}

/// What is asked of one and the same row `f` of facts: what such rows come to, and what holds for each. None where nothing
/// is.
fn counted(
    actor: &Actor,
    query: &ProposalQuery,
    ctx: &Context<'_>,
    binds: &mut Binds,
) -> Option<(String, String)> {
    let over = FigureQuery {
        quarter: query.quarter,
        handler: query.handler.clone(),
        unit: query.unit.clone().filter(|_| query.figure.is_some()),
        department: query.department.clone().filter(|_| query.figure.is_some()),
        ..FigureQuery::default()
    };
    let mut holds = figures::wanted(&over, binds);
    if query.figure.is_some() || query.handler.is_some() {
        holds.extend(own_items(actor, 'f', binds));
    }
    let Some(figure) = query.figure else {
        if over.level() == Level::Whole {
            holds.push("f.no = 0".to_owned());
        }
        let asks = query.quarter.is_some() || query.handler.is_some();
        return asks.then(|| ("COUNT(*)".to_owned(), holds.join(" AND ")));
    };
    let sum = |many: &str| format!("COALESCE(CAST(SUM({many}) AS BIGINT), 0)");
    let measure = figure.measure(query.part.unwrap_or(Part::Numerator));
    let level = figures::level(actor, &over);
    let promises = |kept: &str, binds: &mut Binds| {
        let due = figures::due("p", &binds.add(ctx.today.to_string()));
        format!(
            "(SELECT COUNT(*) FROM promises p
              WHERE p.case_id = f.case_id AND p.assignment = f.no AND {due}{kept})"
        )
    };
    let of_promises = match measure {
        Measure::PromisesDue => Some(promises("", binds)),
        Measure::PromisesKept => Some(promises(" AND p.state = 'kept'", binds)),
        _ => None,
    };
    if let Some(many) = of_promises {
        holds.push(format!("{many} > 0"));
        return Some((sum(&many), holds.join(" AND ")));
    }
    // As `Sums` joins them.
    let joins = level == Level::Own && figures::joins(actor, &over);
    let joined = joins && measure.unit() == CountUnit::Proposals;
    if joined {
        holds.push("f.no > 0".to_owned());
        if let (Measure::Answered | Measure::WithAdopted, Some(answered)) =
            (measure, Measure::Answered.mark(level))
        {
            holds.push(format!(
                "f.case_id NOT IN (SELECT f.case_id FROM counted f WHERE {} AND (f.marks & {}) = 0)",
                holds.join(" AND "),
                answered.bit()
            ));
        }
    }
    let many = match measure.mark(level) {
        Some(mark) => {
            holds.push(format!("(f.marks & {}) <> 0", mark.bit()));
            match query.outcome.as_ref().filter(|_| counts_outcomes(query)) {
                Some(kind) => {
                    let many = format!(
                        "(SELECT COUNT(*) FROM outcomes o
                          WHERE o.case_id = f.case_id AND o.assignment = f.no AND o.kind = {})",
                        binds.add(kind.as_str())
                    );
                    holds.push(format!("{many} > 0"));
                    many
                }
                None => "1".to_owned(),
            }
        }
        None => {
            let tallies = measure.tallies().iter();
            let columns: Vec<String> = tallies.map(|tally| format!("f.{tally}")).collect();
            let mut many = columns.join(" + ");
            if joins && measure.unit() == CountUnit::Suggestions {
                many = format!("{many} - {}", answered_better(measure, &holds));
            }
            holds.push(format!("{many} > 0"));
            // What several units say to one suggestion is one answer to the proposal.
            match (measure.unit(), level) {
                (CountUnit::Suggestions, Level::Whole) => holds.push("f.no = 0".to_owned()),
                _ => holds.push("f.no > 0".to_owned()),
            }
            many
        }
    };
    let sum = match joined {
        true => "COUNT(DISTINCT f.case_id)".to_owned(),
        false => sum(&many),
    };
    Some((sum, holds.join(" AND ")))
}

/// How many of the suggestions that a row `f` answers are counted with another row that holds, since that answers them better,
/// or as well and came first.
fn answered_better(measure: Measure, holds: &[String]) -> String {
    let ranks = measure.tallies().iter().filter_map(|tally| tally.rank());
    let ranks: Vec<String> = ranks.map(|rank| rank.to_string()).collect();
    let holds: String = holds.iter().map(|it| format!(" AND {it}")).collect();
    format!(
        "(SELECT COUNT(*) FROM shared_answers x WHERE x.case_id = f.case_id AND x.assignment = f.no
          AND x.verdict IN ({}) AND EXISTS (
            SELECT 1 FROM shared_answers y CROSS JOIN counted f
            WHERE y.case_id = x.case_id AND y.suggestion = x.suggestion
            AND (y.verdict, y.assignment) < (x.verdict, x.assignment)
            AND f.case_id = y.case_id AND f.no = y.assignment{holds}))",
        ranks.join(", ")
    )
}

/// Whether it is asked behind how many outcomes of a type: those are of what the figure counts, and counted one by one.
fn counts_outcomes(query: &ProposalQuery) -> bool {
    let part = query.part.unwrap_or(Part::Numerator);
    let measure = query.figure.map(|figure| figure.measure(part));
    query.outcome.is_some() && measure == Some(Measure::Converted)
}

/// What is asked of one and the same assignment `a`: of those whose own are counted one of their own, unless they name
/// another unit. Those that ended count only where they are asked for.
fn assignment(
    actor: &Actor,
    query: &ProposalQuery,
    ctx: &Context<'_>,
    binds: &mut Binds,
) -> Option<String> {
    let mut holds = Vec::new();
    // Behind a figure they are asked of what it counts.
    let of_all = |_: &&UnitCode| query.figure.is_none();
    let columns = [
        (
            "unit",
            query.unit.as_ref().filter(of_all).map(|it| it.as_str()),
        ),
        (
            "department",
            query
                .department
                .as_ref()
                .filter(of_all)
                .map(|it| it.as_str()),
        ),
        ("role", query.role.map(|it| it.code())),
        ("class", query.class.map(|it| it.code())),
        ("stage", query.assignment_stage.map(|it| it.code())),
        ("openness", query.openness.map(|it| it.code())),
    ];
    for (column, value) in columns {
        if let Some(value) = value {
            holds.push(format!("a.{column} = {}", binds.add(value)));
        }
    }
    if let Some(light) = query.light {
        let lights = Lights::of(ctx);
        let (from, before) = lights.range(light);
        let (from, before) = (binds.add(from), binds.add(before));
        holds.push(format!(
            "a.open = 1 AND a.due >= {from} AND a.due < {before}"
        ));
    }
    if let Some(day) = query.due_before {
        let day = binds.add(day.to_string());
        holds.push(format!("a.open = 1 AND a.due < {day}"));
    }
    if holds.is_empty() {
        return None;
    }
    if query.unit.is_none() && query.department.is_none() {
        holds.extend(own_items(actor, 'a', binds));
    }
    if query.assignment_stage != Some(StageName::Ended) {
        holds.push("a.stage <> 'ended'".to_owned());
    }
    Some(holds.join(" AND "))
}
