//! What lists, inbox and figures are read from: rows made of a case, rewritten with every change of it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use banli_shared::case::{Assignment, Case};
use banli_shared::figures::{self, Fact, Tally};
use banli_shared::ids::Millis;
use banli_shared::text::search_key;
use banli_shared::workflow::{Attention, Holder, attention};

use super::listing::tallied;
use super::world::World;
use super::{document_numbers, looks};
use crate::params;
use crate::store::{Known, StoreError, ToParam, Tx, Value, json};

/// What stands for the deadline of what has none: a column that sorts holds no null.
pub(crate) const NEVER: &str = "9999-12-31";

/// A table of rows made of cases.
struct Table {
    name: &'static str,
    /// Its columns after `case_id`, the key first.
    columns: &'static [&'static str],
    /// How many of them are the key, with `case_id`.
    key: usize,
    statements: LazyLock<Statements>,
}

/// What is asked of a table for every case, in SQL that is put together once.
struct Statements {
    select: String,
    insert: String,
    upsert: String,
    delete: String,
}

static LISTED: Table = Table {
    name: "listed",
    columns: &[
        "session",
        "place",
        "version",
        "intake_number",
        "number",
        "title",
        "proposers",
        "kind",
        "category",
        "timing",
        "publication",
        "stage",
        "is_key",
        "filed",
        "rules",
        "submitted_ms",
        "tracking",
        "due",
        "words",
    ],
    key: 0,
    statements: LazyLock::new(|| Statements::of(&LISTED)),
};
static PEOPLE: Table = Table {
    name: "case_people",
    columns: &["person", "relation"],
    key: 2,
    statements: LazyLock::new(|| Statements::of(&PEOPLE)),
};
static ASSIGNMENTS: Table = Table {
    name: "assignments",
    columns: &[
        "no",
        "session",
        "unit",
        "department",
        "role",
        "stage",
        "open",
        "round",
        "due",
        "class",
        "rating",
        "first_due",
        "issued_on",
        "first_rating",
        "final_rating",
        "openness",
        "published",
        "first_class",
        "plain_weekdays",
    ],
    key: 1,
    statements: LazyLock::new(|| Statements::of(&ASSIGNMENTS)),
};
static COUNTED: Table = Table {
    name: "counted",
    columns: &[
        "no",
        "session",
        "quarter",
        "unit",
        "department",
        "handler",
        "category",
        "kind",
        "timing",
        "is_key",
        "marks",
        // From here on the tallies, in their order.
        "asked",
        "returned",
        "first_forms",
        "first_good",
        "very_satisfied",
        "satisfied",
        "basically_satisfied",
        "understand",
        "dissatisfied",
        "not_stated",
        "adopted",
        "partly_adopted",
        "planned",
        "not_adopted",
        "unanswered",
        "tallied",
    ],
    key: 1,
    statements: LazyLock::new(|| Statements::of(&COUNTED)),
};
static SHARED_ANSWERS: Table = Table {
    name: "shared_answers",
    columns: &["assignment", "suggestion", "verdict"],
    key: 2,
    statements: LazyLock::new(|| Statements::of(&SHARED_ANSWERS)),
};
static SIGHTS: Table = Table {
    name: "sights",
    columns: &["unit", "whole", "session", "place"],
    key: 2,
    statements: LazyLock::new(|| Statements::of(&SIGHTS)),
};
static PROMISES: Table = Table {
    name: "promises",
    columns: &[
        "assignment",
        "no",
        "session",
        "unit",
        "department",
        "text",
        "state",
        "due",
        "first_due",
        "round",
        "percent",
        "counts",
        "kept_on",
    ],
    key: 2,
    statements: LazyLock::new(|| Statements::of(&PROMISES)),
};
static OUTCOMES: Table = Table {
    name: "outcomes",
    columns: &["assignment", "no", "unit", "kind"],
    key: 2,
    statements: LazyLock::new(|| Statements::of(&OUTCOMES)),
};
static ATTENTION: Table = Table {
    name: "attention",
    columns: &[
        "assignment",
        "role",
        "place",
        "person",
        "why",
        "since_ms",
        "due",
        "from_day",
        "except_people",
        "text_hash",
        "urged",
    ],
    key: 5,
    statements: LazyLock::new(|| Statements::of(&ATTENTION)),
};

/// Rewrites the rows of cases whose own rows are there, but for the words that searches look in. Only what is different is
/// written; of new ones nothing is looked for first.
///
/// # Errors
/// Those of the store.
pub async fn write(
    tx: &mut Tx,
    cases: &[&Case],
    known: Known,
    world: &World,
    now: Millis,
) -> Result<(), StoreError> {
    for case in cases {
        let ctx = &world.context_of(case, now)?;
        let submitted_on = world.today(case.proposal.submitted_ms)?;
        // Whatever is on record has happened since, on a day that the clock knew.
        let day = |at| world.today(at).unwrap_or(submitted_on);
        let id = case.id.as_str();
        LISTED.sync(tx, id, known, vec![listed(case)?]).await?;
        PEOPLE.sync(tx, id, known, people(case)).await?;
        ASSIGNMENTS.sync(tx, id, known, assignments(case)).await?;
        SIGHTS.sync(tx, id, known, sights(case)).await?;
        let facts = figures::facts(case, day);
        SHARED_ANSWERS
            .sync(tx, id, known, shared_answers(&facts))
            .await?;
        COUNTED.sync(tx, id, known, counted(facts)).await?;
        PROMISES.sync(tx, id, known, promises(case)).await?;
        OUTCOMES.sync(tx, id, known, outcomes(case)).await?;
        let waits = waiting(attention(case, ctx))?;
        ATTENTION.sync(tx, id, known, waits).await?;
        document_numbers::write(tx, case).await?;
        looks::put(tx, case, false, ctx).await?;
    }
    Ok(())
}

/// Rewrites what waits for whom of one case, where others are there than before; what it is.
///
/// # Errors
/// Those of the store.
pub(crate) async fn write_attention(
    tx: &mut Tx,
    case: &Case,
    world: &World,
    now: Millis,
) -> Result<Vec<Attention>, StoreError> {
    let waits = attention(case, &world.context_of(case, now)?);
    let rows = waiting(waits.clone())?;
    ATTENTION
        .sync(tx, case.id.as_str(), Known::Perhaps, rows)
        .await?;
    Ok(waits)
}

type Cells = Vec<Value>;

impl Table {
    /// Makes `rows` the rows of this case. Of several with one key the first counts.
    async fn sync(
        &self,
        tx: &mut Tx,
        id: &str,
        known: Known,
        rows: Vec<Cells>,
    ) -> Result<(), StoreError> {
        let statements = &*self.statements;
        let before = match known {
            Known::New => Vec::new(),
            Known::Perhaps => tx.query(&statements.select, params![id]).await?,
        };
        let mut wanted: Vec<Cells> = Vec::with_capacity(rows.len());
        for row in rows {
            if !wanted.iter().any(|other| self.same_key(other, &row)) {
                wanted.push(row);
            }
        }
        for row in &before {
            let row = row.values();
            if !wanted.iter().any(|other| self.same_key(other, row)) {
                let mut values = vec![id.to_param()];
                values.extend(row[..self.key].iter().map(ToParam::to_param));
                tx.execute(&statements.delete, &values).await?;
            }
        }
        for row in &wanted {
            if !before.iter().any(|other| other.values() == row) {
                let mut values = vec![id.to_param()];
                values.extend(row.iter().map(ToParam::to_param));
                let sql = match known {
                    Known::New => &statements.insert,
                    Known::Perhaps => &statements.upsert,
                };
                tx.execute(sql, &values).await?;
            }
        }
        Ok(())
    }

    fn same_key(&self, a: &[Value], b: &[Value]) -> bool {
        a[..self.key] == b[..self.key]
    }
}

impl Statements {
    fn of(table: &Table) -> Self {
        let (name, columns) = (table.name, table.columns.join(", "));
        let (key, others) = table.columns.split_at(table.key);
        let is = |column: &&str, at: usize| format!("{column} = ${at}");
        let places: String = (2..table.columns.len() + 2)
            .map(|at| format!(", ${at}"))
            .collect();
        let insert = format!("INSERT INTO {name} (case_id, {columns}) VALUES ($1{places})");
        let set: Vec<String> = others
            .iter()
            .zip(table.key + 2..)
            .map(|(column, at)| is(column, at))
            .collect();
        let conflict = match set.is_empty() {
            true => "NOTHING".to_owned(),
            false => format!("UPDATE SET {}", set.join(", ")),
        };
        let keys: String = key.iter().map(|column| format!(", {column}")).collect();
        let of_key: String = key
            .iter()
            .zip(2..)
            .map(|(column, at)| format!(" AND {}", is(column, at)))
            .collect();
        Self {
            select: format!("SELECT {columns} FROM {name} WHERE case_id = $1"),
            upsert: format!("{insert} ON CONFLICT (case_id{keys}) DO {conflict}"),
            insert,
            delete: format!("DELETE FROM {name} WHERE case_id = $1{of_key}"),
        }
    }
}

fn listed(case: &Case) -> Result<Cells, StoreError> {
    let proposal = &case.proposal;
    let names: Vec<&str> = proposal
        .proposers
        .iter()
        .map(|proposer| proposer.name.as_str())
        .collect();
    let number = case.number.as_ref().map(|number| number.as_str());
    let intake = case.intake_number.as_str();
    let due = case.reply_due();
    // A line break is in no title, number or name, nor in a search: no match goes across.
    let words: Vec<String> = [proposal.title.as_str(), number.unwrap_or_default(), intake]
        .into_iter()
        .chain(names.iter().copied())
        .map(search_key)
        .collect();
    Ok(vec![
        case.session.as_str().into(),
        place_of(case).into(),
        i64::try_from(case.version)
            .map_err(|_large| StoreError::Database("a version is too large".into()))?
            .into(),
        intake.into(),
        number.into(),
        proposal.title.as_str().into(),
        json(&names)?.into(),
        proposal.kind.code().into(),
        proposal.category.as_str().into(),
        proposal.timing.code().into(),
        proposal.consent().code().into(),
        case.stage().code().into(),
        case.key.is_some().into(),
        figures::is_filed(case).into(),
        case.rules.into(),
        proposal.submitted_ms.into(),
        case.is_tracked().into(),
        due.map_or_else(|| NEVER.to_owned(), |due| due.to_string())
            .into(),
        words.join("\n").into(),
    ])
}

fn place_of(case: &Case) -> String {
    let number = case.number.as_ref().map(|number| number.as_str());
    place(number, case.intake_number.as_str())
}

/// Where a case stands in a list by number: numbers as they count up (`20239999` before `202310000`), then those that
/// have only an intake number.
fn place(number: Option<&str>, intake: &str) -> String {
    let (group, number) = number.map_or((1, intake), |number| (0, number));
    format!("{group}{:03}{number}", number.len())
}

fn people(case: &Case) -> Vec<Cells> {
    case.raters()
        .filter_map(|rater| rater.proposer.person.as_ref())
        .map(|person| vec![person.as_str().into(), "proposer".into()])
        .collect()
}

fn assignments(case: &Case) -> Vec<Cells> {
    let rows = case.assignments.iter();
    rows.map(|a| assignment(case, a)).collect()
}

/// The facts that figures are counted from.
fn counted(facts: Vec<Fact>) -> Vec<Cells> {
    let cells = facts.into_iter().map(|fact| {
        let tallies = Tally::ALL.iter().map(|tally| fact.tallies.get(*tally));
        let mut cells: Cells = vec![
            fact.no.into(),
            fact.session.into(),
            fact.quarter.into(),
            fact.unit.into(),
            fact.department.into(),
            fact.handler.into(),
            fact.category.into(),
            fact.kind.into(),
            fact.timing.into(),
            fact.key.into(),
            fact.marks.bits().into(),
        ];
        cells.extend(tallies.map(|many| Value::Int(i64::try_from(many).unwrap_or(i64::MAX))));
        cells.push(tallied::write(fact.marks, &fact.tallies).into());
        cells
    });
    cells.collect()
}

/// What several reply items say to one suggestion.
fn shared_answers(facts: &[Fact]) -> Vec<Cells> {
    let of = |fact: &Fact| -> Vec<Cells> {
        let ranked = fact.shared.iter();
        let ranked = ranked.filter_map(|(no, tally)| Some((*no, tally.rank()? as u32)));
        ranked
            .map(|(no, rank)| vec![fact.no.into(), no.into(), rank.into()])
            .collect()
    };
    facts.iter().flat_map(of).collect()
}

fn assignment(case: &Case, a: &Assignment) -> Cells {
    let rating = a.handled_round().and_then(|round| round.outcome);
    let out = a.issued_round();
    let marked = out.and_then(|round| round.openness.as_ref());
    let published = out.and_then(|round| round.published.as_ref());
    let first = a.rounds.first();
    let issued_on = first.and_then(|round| Some(round.issued.as_ref()?.on));
    vec![
        a.no.into(),
        case.session.as_str().into(),
        a.unit.as_str().into(),
        a.department().map(|department| department.as_str()).into(),
        a.role.code().into(),
        case.stage_of(a).code().into(),
        a.is_owed().into(),
        a.handling().no.into(),
        a.due().date.to_string().into(),
        a.class().map(|class| class.code()).into(),
        rating.map(|rating| rating.code()).into(),
        a.original_due.date.to_string().into(),
        issued_on.map(|on| on.to_string()).into(),
        figures::first_rating(a).map(|rating| rating.code()).into(),
        figures::final_rating(a).map(|rating| rating.code()).into(),
        marked.map(|mark| mark.openness.code()).into(),
        published.map(|it| it.form.code()).into(),
        a.first_class().map(|class| class.code()).into(),
        a.due().plain_weekdays.into(),
    ]
}

/// Which units and departments see it, as `workflow::Sight` has it.
fn sights(case: &Case) -> Vec<Cells> {
    let mut found: BTreeSet<(&str, bool)> = BTreeSet::new();
    for a in case.assignments.iter().filter(|a| a.is_known_to_unit()) {
        found.insert((a.unit.as_str(), true));
        found.extend(a.department().map(|it| (it.as_str(), false)));
    }
    let tasks = case.standing_tasks();
    for part in tasks.flat_map(|(_, task)| &task.parts) {
        for place in part.places() {
            found.extend([(place.as_str(), true), (place.as_str(), false)]);
        }
    }
    let (session, place) = (case.session.as_str(), place_of(case));
    let rows = found.into_iter();
    rows.map(|(unit, whole)| {
        vec![
            unit.into(),
            whole.into(),
            session.into(),
            place.as_str().into(),
        ]
    })
    .collect()
}

fn promises(case: &Case) -> Vec<Cells> {
    let of = |a: &Assignment| -> Vec<Cells> {
        let department = a.department().map_or("", |department| department.as_str());
        let rows = a.promises.iter().map(|promise| {
            vec![
                a.no.into(),
                promise.no.into(),
                case.session.as_str().into(),
                a.unit.as_str().into(),
                department.into(),
                promise.text.as_str().into(),
                promise.state.code().into(),
                promise.due.to_string().into(),
                promise.first_due.to_string().into(),
                promise.round.into(),
                promise.percent().map(u32::from).into(),
                promise.counts().into(),
                promise.kept_on().map(|on| on.to_string()).into(),
            ]
        });
        rows.collect()
    };
    case.reply_items().flat_map(of).collect()
}

fn outcomes(case: &Case) -> Vec<Cells> {
    let of = |a: &Assignment| -> Vec<Cells> {
        let counting = a.outcomes.iter().filter(|outcome| outcome.counts());
        let rows = counting.map(|outcome| {
            vec![
                a.no.into(),
                outcome.no.into(),
                a.unit.as_str().into(),
                outcome.kind.as_str().into(),
            ]
        });
        rows.collect()
    };
    case.reply_items().flat_map(of).collect()
}

fn waiting(entries: Vec<Attention>) -> Result<Vec<Cells>, StoreError> {
    let rows = entries.into_iter().map(|entry| {
        let Attention {
            assignment,
            holder,
            except,
            why,
            since_ms,
            due,
            text,
            urged,
            from,
        } = entry;
        let (role, place, person) = match &holder {
            Holder::Post { role, place } => (
                role.code(),
                place.as_ref().map_or("", |place| place.as_str()),
                "",
            ),
            Holder::Person { person } => ("", "", person.as_str()),
        };
        Ok(vec![
            assignment.unwrap_or(0).into(),
            role.into(),
            place.into(),
            person.into(),
            why.code().into(),
            since_ms.into(),
            due.map_or_else(|| NEVER.to_owned(), |due| due.to_string())
                .into(),
            from.map(|from| from.to_string()).into(),
            json(&except)?.into(),
            text.into(),
            urged.as_ref().map(json).transpose()?.into(),
        ])
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_they_count_and_the_numbered_come_first() {
        let rising = [
            place(Some("20230001"), "2023-S0007"),
            place(Some("20239999"), "2023-S0002"),
            place(Some("202310000"), "2023-S0001"),
            place(None, "2023-S0003"),
            place(None, "2023-S10000"),
        ];
        assert!(rising.is_sorted(), "{rising:?}");
    }

    #[test]
    fn every_tally_has_its_column() {
        let first = COUNTED.columns.len() - 1 - Tally::ALL.len();
        let mut tallies: Vec<&str> = Tally::ALL.iter().map(|tally| tally.code()).collect();
        tallies.push("tallied");
        assert_eq!(COUNTED.columns[first..], tallies);
    }
}
