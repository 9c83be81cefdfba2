//! Deadlines and promises brought to notice, and rating windows that have passed.

use banli_shared::api::notices::NoticeKind;
use banli_shared::calendar::Date;
use banli_shared::case::Case;
use banli_shared::ids::{AssignmentNo, CaseId, Millis};
use banli_shared::org::Actor;
use banli_shared::workflow::{
    AttentionWhy, Command, Holder, On, Reminder, passed_windows, promise_reminders, reminders,
};

use crate::app::App;
use crate::app::cases::load::{self, Purpose};
use crate::app::cases::{Scene, Work};
use crate::app::notices;
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};

/// Cases looked at in one transaction: others must not wait long.
const CASES: i64 = 100;

/// What one look did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Notices given.
    pub told: u64,
    /// Reply items closed.
    pub closed: u64,
}

/// Gives every notice that is due at `now` and was not given, and closes what a passed rating window closes.
///
/// # Errors
/// Those of the store.
pub async fn look(app: &App, now: Millis) -> Result<Done, StoreError> {
    let mut done = Done::default();
    for (sql, of) in [
        (
            "SELECT DISTINCT a.case_id FROM assignments a WHERE a.open = 1 AND a.case_id > $1 ORDER BY a.case_id LIMIT $2",
            What::Deadlines,
        ),
        (
            "SELECT DISTINCT a.case_id FROM attention a WHERE a.why = $3 AND a.from_day IS NOT NULL AND a.from_day <= $4
             AND a.case_id > $1 ORDER BY a.case_id LIMIT $2",
            What::Windows,
        ),
        (
            "SELECT DISTINCT a.case_id FROM attention a WHERE a.why = $3 AND a.from_day IS NOT NULL AND a.from_day <= $4
             AND a.case_id > $1 ORDER BY a.case_id LIMIT $2",
            What::Promises,
        ),
    ] {
        let mut after = String::new();
        loop {
            let (worlds, from) = (app.worlds(), after.clone());
            let page = app
                .store()
                .write(async move |tx: &mut Tx| {
                    let world = worlds.see(tx).await?;
                    let today = world.today(now)?.to_string();
                    let waits_for = match of {
                        What::Deadlines => None,
                        What::Windows => Some(AttentionWhy::Settle.code()),
                        What::Promises => Some(AttentionWhy::KeepPromise.code()),
                    };
                    let rows = match waits_for {
                        None => tx.query(sql, params![from, CASES]).await?,
                        Some(why) => tx.query(sql, params![from, CASES, why, today]).await?,
                    };
                    let scene = Scene {
                        worlds: worlds.clone(),
                        actor: Actor::server(),
                        now,
                    };
                    let mut page = Page::default();
                    for row in &rows {
                        let id = CaseId::from(row.text(0)?);
                        match of {
                            What::Deadlines | What::Promises => {
                                page.done.told += tell(tx, &scene, &id, of).await?;
                            }
                            What::Windows => {
                                let (told, closed) = close(tx, &scene, &id).await?;
                                page.done.told += told;
                                page.done.closed += closed;
                            }
                        }
                        page.last = Some(id.0);
                    }
                    Ok::<_, Failure>(page)
                })
                .await
                .map_err(|failure| StoreError::Database(failure.problem.detail))?;
            done.told += page.done.told;
            done.closed += page.done.closed;
            let Some(last) = page.last else { break };
            after = last;
        }
    }
    Ok(done)
}

#[derive(Clone, Copy)]
enum What {
    Deadlines,
    Windows,
    Promises,
}

#[derive(Default)]
struct Page {
    last: Option<String>,
    done: Done,
}

/// Tells of the deadlines of one case, or of its promises; how many notices that were.
async fn tell(tx: &mut Tx, scene: &Scene, id: &CaseId, of: What) -> Result<u64, Failure> {
    let world = scene.worlds.see(tx).await?;
    let Some(kept) = load::load(tx, id, Purpose::Read).await? else {
        return Ok(0);
    };
    let mut told = 0;
    let ctx = world.context_of(&kept.case, scene.now)?;
    let reached = match of {
        What::Promises => promise_reminders(&kept.case, &ctx),
        _ => reminders(&kept.case, &ctx),
    };
    for reminder in reached {
        // Whoever writes the row first has told; a later step takes the place of an earlier one.
        let sql = "INSERT INTO reminded (case_id, assignment, promise, due, step) VALUES ($1, $2, $3, $4, $5)
                   ON CONFLICT (case_id, assignment, promise, due) DO UPDATE SET step = $5 WHERE reminded.step > $5";
        let (due, promise) = (reminder.due.to_string(), reminder.promise.unwrap_or(0));
        let step = i64::from(reminder.step);
        let values = params![id.0, reminder.assignment, promise, due, step];
        if tx.execute(sql, values).await? == 0 {
            continue;
        }
        let kind = match (reminder.promise.is_some(), reminder.left < 0) {
            (false, false) => NoticeKind::DeadlineNear,
            (false, true) => NoticeKind::Overdue,
            (true, false) => NoticeKind::PromiseNear,
            (true, true) => NoticeKind::PromiseOverdue,
        };
        told += give(tx, scene.now, &kept.case, kind, &reminder).await?;
    }
    Ok(told)
}

/// Closes what the passed windows of one case close; how many notices and reply items that were.
async fn close(tx: &mut Tx, scene: &Scene, id: &CaseId) -> Result<(u64, u64), Failure> {
    let mut work = Work::begin(tx, &scene.worlds, scene.now).await?;
    let world = work.world.clone();
    work.hold(vec![id.clone()]).await?;
    let Some(case) = work.case(id) else {
        return Ok((0, 0));
    };
    let passed: Vec<(AssignmentNo, Date)> = {
        let ctx = world.context_of(case, scene.now)?;
        let numbers = passed_windows(case, &scene.actor, &ctx);
        numbers.into_iter().map(|no| (no, ctx.today)).collect()
    };
    for (assignment, _) in &passed {
        let on = On {
            assignment: *assignment,
        };
        work.run(&scene.actor, id, &Command::Close(on), None)
            .await?;
    }
    let (tx, cases) = work.keep().await?;
    let mut told = 0;
    if let Some(case) = cases.get(id) {
        for (assignment, due) in &passed {
            let reminder = Reminder {
                assignment: *assignment,
                promise: None,
                due: *due,
                left: 0,
                step: 0,
                to: vec![Holder::office()],
            };
            told += give(tx, scene.now, case, NoticeKind::WindowPassed, &reminder).await?;
        }
    }
    Ok((told, passed.len() as u64))
}

/// One notice for each person who is meant; how many that were.
async fn give(
    tx: &mut Tx,
    now: Millis,
    case: &Case,
    kind: NoticeKind,
    reminder: &Reminder,
) -> Result<u64, StoreError> {
    let people = notices::people(tx, &reminder.to, now).await?;
    let a = case.assignment(reminder.assignment);
    let promise = reminder.promise.and_then(|no| a?.promise(no));
    let told = notices::Told {
        kind,
        case: &case.id,
        assignment: reminder.assignment,
        due: reminder.due,
        left: reminder.left,
        promise: reminder.promise,
        // Which promise it is, in its own words.
        note: promise.map_or("", |promise| &promise.text),
    };
    notices::give(tx, now, &told, &people).await?;
    Ok(people.len() as u64)
}
