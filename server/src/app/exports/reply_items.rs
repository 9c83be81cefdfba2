//! One reply item a row, with everything that figures count: `banli figures --from` makes the same figures of it.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::case::{
    AssignmentRole, Case, Class, Kind, Openness, PublishedAs, Satisfaction, StageName, Timing,
};
use banli_shared::figures::table::{say_answers, say_outcomes};
use banli_shared::figures::{Conversion, Level, Marks, Measure, Tally, answers_of};
use banli_shared::ids::{CaseId, PersonId, SessionId, UnitCode};
use banli_shared::lang::Lang;

use super::{text, word, word_or_none};
use crate::app::cases::Scene;
use crate::app::cases::load::parse;
use crate::app::world::World;
use crate::export::{Cell, Head, Table};
use crate::store::{Binds, Row, StoreError, Tx};

/// Cases read at a time, for what only they tell.
const CASES: usize = 200;

const HEADS: &[Head] = &[
    ("number", "提案号"),
    ("title", "案由"),
    ("session", "届次"),
    ("submitted", "提交日期"),
    ("assignment", "承办任务号"),
    ("unit", "单位代码"),
    ("unit_name", "承办单位"),
    ("role", "承办方式"),
    ("stage", "阶段"),
    ("round", "办理轮次"),
    ("first_due", "首次期限"),
    ("reply_due", "首次期限（含延期）"),
    ("issued_on", "首次答复日期"),
    ("due", "现行期限"),
    ("class", "办理类别"),
    ("first_rating", "首次评价"),
    ("final_rating", "最终评价"),
    ("face_to_face", "面商"),
    ("department", "处室代码"),
    ("department_name", "承办处室"),
    ("handler", "承办人编号"),
    ("handler_name", "承办人"),
    ("kind", "提案类型"),
    ("category", "类别"),
    ("timing", "提交时段"),
    ("key", "重点"),
    ("class_now", "补充答复后类别"),
    ("openness", "公开属性"),
    ("published", "公开情况"),
    ("answers", "逐条答复"),
    ("outcomes", "转化成果"),
    ("promises_due", "应兑现承诺"),
    ("promises_kept", "已兑现承诺"),
    ("plain_weekdays", "按周一至周五计"),
    ("handed_in", "按时送审"),
];

/// Where the tallies begin among the columns of the query.
const TALLIES: usize = 26;

/// The list, over what `holds` of the row `l` of a case and the row `f` of facts.
///
/// # Errors
/// Those of the store.
pub(super) async fn table(
    tx: &mut Tx,
    scene: &Scene,
    world: &World,
    session: &SessionId,
    holds: &str,
    binds: &Binds,
) -> Result<Table, StoreError> {
    let ctx = world.context(session, scene.now)?;
    let tallies: String = Tally::ALL
        .iter()
        .map(|tally| format!(", f.{tally}"))
        .collect();
    let sql = format!(
        "SELECT l.number, l.title, a.no, a.unit, u.name, a.role, a.stage, a.round, a.first_due, a.issued_on, a.due,
                a.first_class, a.first_rating, a.final_rating, f.marks, f.department, f.kind, f.category, f.timing, f.is_key,
                a.class, a.openness, a.published, f.handler, l.submitted_ms, l.case_id{tallies}
         FROM listed l JOIN assignments a ON a.case_id = l.case_id JOIN units u ON u.code = a.unit
         JOIN counted f ON f.case_id = a.case_id AND f.no = a.no
         WHERE {holds} ORDER BY l.place, a.no"
    );
    let rows = tx.query(&sql, &binds.params()).await?;
    let handlers = rows.iter().map(|row| row.text(23).map(PersonId::from));
    let mut handlers: BTreeSet<PersonId> = handlers.collect::<Result<_, StoreError>>()?;
    handlers.remove(&PersonId::from(""));
    let names = world.names(tx, handlers).await?;
    let mut table = Table {
        heads: HEADS.to_vec(),
        rows: Vec::with_capacity(rows.len()),
        units: Vec::with_capacity(rows.len()),
    };
    let tallies = Tally::ALL.iter();
    table
        .heads
        .extend(tallies.map(|tally| (tally.code(), tally.say(Lang::Zh))));
    for rows in rows.chunks(CASES) {
        let cases = cases(tx, rows).await?;
        for row in rows {
            let case = cases.get(row.text(25)?).ok_or_else(gone)?;
            let a = case.assignment(row.get(2)?).ok_or_else(gone)?;
            let outcome = |code: &str| {
                let mut known = ctx.profile.outcomes.iter();
                let known = known.find(|it| it.code == code);
                known.map_or("", |it| it.text.say(Lang::Zh))
            };
            let conversion = Conversion::of(a, ctx.today);
            let marks = Marks::from_bits(row.get(14)?);
            let has = |measure: Measure| measure.mark(Level::Own).is_some_and(|it| marks.has(it));
            let department = UnitCode::from(row.text(15)?);
            let handler = PersonId::from(row.text(23)?);
            table.units.push(vec![row.get(4)?]);
            let mut cells = vec![
                text(row, 0)?,
                text(row, 1)?,
                Cell::Text(session.0.clone()),
                Cell::Text(world.today(row.int(24)?)?.to_string()),
                Cell::Number(row.int(2)?),
                text(row, 3)?,
                text(row, 4)?,
                word::<AssignmentRole>(row, 5)?,
                word::<StageName>(row, 6)?,
                Cell::Number(row.int(7)?),
                text(row, 8)?,
                Cell::Text(a.first_reply_due().date.to_string()),
                text(row, 9)?,
                text(row, 10)?,
                word_or_none::<Class>(row, 11)?,
                word_or_none::<Satisfaction>(row, 12)?,
                word_or_none::<Satisfaction>(row, 13)?,
                Cell::Switch(has(Measure::Met)),
                or_empty(department.as_str()),
                match department.as_str() {
                    "" => Cell::Empty,
                    _ => or_empty(world.org().name(&department)),
                },
                or_empty(handler.as_str()),
                or_empty(names.get(&handler).map_or("", String::as_str)),
                word::<Kind>(row, 16)?,
                text(row, 17)?,
                word::<Timing>(row, 18)?,
                Cell::Switch(row.get(19)?),
                word_or_none::<Class>(row, 20)?,
                word_or_none::<Openness>(row, 21)?,
                word_or_none::<PublishedAs>(row, 22)?,
                or_empty(&say_answers(&answers_of(a, case))),
                or_empty(&say_outcomes(&conversion.outcomes, outcome)),
                number(conversion.due),
                number(conversion.kept),
                Cell::Switch(a.due().plain_weekdays),
                Cell::Switch(has(Measure::HandedIn)),
            ];
            for at in TALLIES..TALLIES + Tally::ALL.len() {
                cells.push(Cell::Number(row.int(at)?));
            }
            table.rows.push(cells);
        }
    }
    Ok(table)
}

/// The cases of these rows.
async fn cases(tx: &mut Tx, rows: &[Row]) -> Result<BTreeMap<String, Case>, StoreError> {
    let ids = rows.iter().map(|row| row.text(25).map(CaseId::from));
    let ids: BTreeSet<CaseId> = ids.collect::<Result<_, StoreError>>()?;
    let mut binds = Binds::default();
    let list = binds.list(ids.iter().map(|id| id.as_str()));
    let sql = format!("SELECT id, body FROM cases WHERE id IN ({list})");
    let found = tx.query(&sql, &binds.params()).await?;
    let found = found
        .iter()
        .map(|row| Ok((row.get(0)?, parse(row.text(1)?)?)));
    found.collect()
}

fn gone() -> StoreError {
    StoreError::Database("a row of facts is of a case that is not there".into())
}

fn or_empty(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    }
}

fn number(number: u64) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}
