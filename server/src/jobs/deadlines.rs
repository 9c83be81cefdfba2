//! Deadlines, promises and tasks brought to notice, and rating windows that have passed.

use banli_shared::api::notices::NoticeKind;
use banli_shared::calendar::Date;
use banli_shared::case::Case;
use banli_shared::ids::{AssignmentNo, CaseId, Millis};
use banli_shared::org::Actor;
use banli_shared::workflow::{
    AttentionWhy, Command, Holder, On, Reminder, passed_windows, promise_reminders, reminders,
    task_reminders, window_end,
};

use crate::app::App;
use crate::app::cases::load::{self, Purpose};
use crate::app::cases::{Scene, Work};
use crate::app::{looks, notices};
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
    for of in [What::Reminders, What::Windows] {
        let mut after = String::new();
        loop {
            let (worlds, from) = (app.worlds(), after.clone());
            let page = app
                .store()
                .write(async move |tx: &mut Tx| {
                    let world = worlds.see(tx).await?;
                    let today = world.today(now)?;
                    let ids = match of {
                        What::Reminders => looks::due(tx, today, &from, CASES).await?,
                        What::Windows => passed(tx, today, &from).await?,
                    };
                    let scene = Scene {
                        worlds: worlds.clone(),
                        actor: Actor::server(),
                        now,
                    };
                    let mut page = Page::default();
                    for id in ids {
                        match of {
                            What::Reminders => page.done.told += tell(tx, &scene, &id).await?,
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
    Reminders,
    Windows,
}

/// Cases with a rating window that has passed.
async fn passed(tx: &mut Tx, today: Date, after: &str) -> Result<Vec<CaseId>, StoreError> {
    let sql = "SELECT DISTINCT a.case_id FROM attention a WHERE a.why = $3 AND a.from_day IS NOT NULL AND a.from_day <= $4
               AND a.case_id > $1 ORDER BY a.case_id LIMIT $2";
    let why = AttentionWhy::Settle.code();
    let rows = tx
        .query(sql, params![after, CASES, why, today.to_string()])
        .await?;
    rows.iter()
        .map(|row| Ok(CaseId::from(row.text(0)?)))
        .collect()
}

#[derive(Default)]
struct Page {
    last: Option<String>,
    done: Done,
}

/// Tells of the deadlines, promises and tasks of one case; how many notices that were.
async fn tell(tx: &mut Tx, scene: &Scene, id: &CaseId) -> Result<u64, Failure> {
    let world = scene.worlds.see(tx).await?;
    // Held, so that a change that comes at the same time is not taken for told.
    let Some(kept) = load::load(tx, id, Purpose::Change).await? else {
        return Ok(0);
    };
    let mut told = 0;
    let ctx = world.context_of(&kept.case, scene.now)?;
    let mut reached = reminders(&kept.case, &ctx);
    reached.extend(promise_reminders(&kept.case, &ctx));
    reached.extend(task_reminders(&kept.case, &ctx));
    for reminder in reached {
        // Whoever writes the row first has told; a later step takes the place of an earlier one.
        let sql = "INSERT INTO reminded (case_id, assignment, promise, task, due, step) VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (case_id, assignment, promise, task, due) DO UPDATE SET step = $6 WHERE reminded.step > $6";
        let (due, promise) = (reminder.due.to_string(), reminder.promise.unwrap_or(0));
        let (task, step) = (reminder.task.unwrap_or(0), i64::from(reminder.step));
        let values = params![id.0, reminder.assignment, promise, task, due, step];
        if tx.execute(sql, values).await? == 0 {
            continue;
        }
        let late = reminder.left < 0;
        let kind = match (reminder.promise, reminder.task) {
            (Some(_), _) if late => NoticeKind::PromiseOverdue,
            (Some(_), _) => NoticeKind::PromiseNear,
            (None, Some(_)) if late => NoticeKind::TaskOverdue,
            (None, Some(_)) => NoticeKind::TaskNear,
            (None, None) if late => NoticeKind::Overdue,
            (None, None) => NoticeKind::DeadlineNear,
        };
        told += give(tx, scene.now, &kept.case, kind, &reminder).await?;
    }
    looks::put(tx, &kept.case, true, &ctx).await?;
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
        let ended = |no| Some((no, window_end(case.assignment(no)?, &ctx)?));
        numbers.into_iter().filter_map(ended).collect()
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
        for (assignment, ended) in &passed {
            let reminder = Reminder {
                assignment: *assignment,
                promise: None,
                task: None,
                due: *ended,
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
    let task = reminder
        .task
        .and_then(|no| a?.tasks.iter().find(|it| it.no == no));
    let of_promise = promise.map(|it| &it.text);
    let of_task = task.map(|it| &it.text);
    let told = notices::Told {
        kind,
        case: &case.id,
        assignment: reminder.assignment,
        due: reminder.due,
        left: reminder.left,
        promise: reminder.promise,
        // Which promise or task it is, in its own words.
        note: of_promise.or(of_task).map_or("", |text| text),
        note_zh: "",
    };
    notices::give(tx, now, &told, &people).await?;
    Ok(people.len() as u64)
}
