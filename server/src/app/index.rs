//! What lists, inbox and figures are read from: rows made of a case, rewritten with every change of it.

use banli_shared::case::{Assignment, Case, Level, Stage};
use banli_shared::workflow::{Attention, Context, Holder, attention};

use crate::params;
use crate::store::{StoreError, Tx};

/// Rewrites the rows of a case whose own row is there: people, assignments, attention, and the columns its lists
/// filter and sort by.
///
/// # Errors
/// Those of the store.
pub(crate) async fn write(tx: &mut Tx, case: &Case, ctx: &Context<'_>) -> Result<(), StoreError> {
    let proposal = &case.proposal;
    let sql = "UPDATE cases SET stage = $2, kind = $3, category = $4, timing = $5, title = $6, is_key = $7,
               submitted_ms = $8 WHERE id = $1";
    tx.execute(
        sql,
        params![
            case.id.0,
            case.stage().code(),
            proposal.kind.code(),
            proposal.category,
            proposal.timing.code(),
            proposal.title,
            case.key.is_some(),
            proposal.submitted_ms,
        ],
    )
    .await?;
    people(tx, case).await?;
    assignments(tx, case).await?;
    waiting(tx, case, ctx).await
}

async fn people(tx: &mut Tx, case: &Case) -> Result<(), StoreError> {
    let sql = "DELETE FROM case_people WHERE case_id = $1";
    tx.execute(sql, params![case.id.0]).await?;
    for person in case
        .raters()
        .filter_map(|rater| rater.proposer.person.as_ref())
    {
        let sql = "INSERT INTO case_people (case_id, person, relation) VALUES ($1, $2, 'proposer')
                   ON CONFLICT (case_id, person, relation) DO NOTHING";
        tx.execute(sql, params![case.id.0, person.0]).await?;
    }
    Ok(())
}

async fn assignments(tx: &mut Tx, case: &Case) -> Result<(), StoreError> {
    let sql = "DELETE FROM assignments WHERE case_id = $1";
    tx.execute(sql, params![case.id.0]).await?;
    for a in &case.assignments {
        assignment(tx, case, a).await?;
    }
    Ok(())
}

async fn assignment(tx: &mut Tx, case: &Case, a: &Assignment) -> Result<(), StoreError> {
    let handler = a.dispatch.as_ref().and_then(|it| it.handler.as_ref());
    let level = match a.stage {
        Stage::Reviewing { level: Level::One } => Some(1_i64),
        Stage::Reviewing { level: Level::Two } => Some(2),
        Stage::Reviewing {
            level: Level::Three,
        } => Some(3),
        _ => None,
    };
    let issued = a.issued_round().and_then(|round| round.issued.as_ref());
    let mut outcomes = a.rounds.iter().filter_map(|round| round.outcome);
    let first = outcomes.next();
    let last = outcomes.next_back().or(first);
    let sql = "INSERT INTO assignments (case_id, no, unit, department, handler, role, stage, level, round, class, due,
               issued_ms, first_rating, final_rating, open)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    tx.execute(
        sql,
        params![
            case.id.0,
            a.no,
            a.unit.0,
            a.department().map(|department| department.as_str()),
            handler.map(|handler| handler.as_str()),
            a.role.code(),
            a.stage.name().code(),
            level,
            a.round().no,
            issued
                .and_then(|issued| issued.class)
                .map(|class| class.code()),
            a.due().date.to_string(),
            issued.map(|issued| issued.at_ms),
            first.map(|rating| rating.code()),
            last.map(|rating| rating.code()),
            a.is_open(),
        ],
    )
    .await?;
    Ok(())
}

async fn waiting(tx: &mut Tx, case: &Case, ctx: &Context<'_>) -> Result<(), StoreError> {
    let sql = "DELETE FROM attention WHERE case_id = $1";
    tx.execute(sql, params![case.id.0]).await?;
    for entry in attention(case, ctx) {
        let Attention {
            assignment,
            holder,
            except,
            why,
            since_ms,
            due,
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
        let except = serde_json::to_string(&except)
            .map_err(|fault| StoreError::Database(fault.to_string()))?;
        let sql = "INSERT INTO attention (case_id, assignment, role, place, person, why, since_ms, due, from_day,
                   except_people) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                   ON CONFLICT (case_id, assignment, role, place, person, why) DO NOTHING";
        tx.execute(
            sql,
            params![
                case.id.0,
                assignment.unwrap_or(0),
                role,
                place,
                person,
                why.code(),
                since_ms,
                due.map(|due| due.to_string()),
                from.map(|from| from.to_string()),
                except,
            ],
        )
        .await?;
    }
    Ok(())
}
