//! `promises`: what replies have promised, by due day.

use banli_shared::api::profiles::{GetProfile, RevisionQuery};
use banli_shared::api::promises::{ListPromises, PromiseQuery};
use banli_shared::api::{Json, Nothing};
use banli_shared::calendar::Date;
use banli_shared::case::{Case, Intake, PromiseState, TrackedPromise};
use banli_shared::ids::{SessionId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::profile::Profile;

use super::{Ctx, Failed, units};
use crate::output::{self, Table, moment, names, whole};

#[derive(Debug, clap::Args)]
pub(super) struct PromisesArgs {
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    /// Due before this day.
    #[arg(long)]
    due_before: Option<Date>,
    /// Of this unit.
    #[arg(long)]
    unit: Option<String>,
    /// At this state: open, kept, broken_off; open where left out.
    #[arg(long, conflicts_with = "every")]
    state: Option<PromiseState>,
    /// At every state.
    #[arg(long)]
    every: bool,
    /// At most so many.
    #[arg(long, default_value_t = 200)]
    limit: u32,
}

pub(super) async fn run(ctx: &Ctx, args: PromisesArgs) -> Result<(), Failed> {
    let state = args.state.unwrap_or(PromiseState::Open);
    let query = PromiseQuery {
        session: args.session.map(SessionId),
        unit: args.unit.as_deref().map(UnitCode::typed),
        state: (!args.every).then_some(state),
        due_before: args.due_before,
        ..PromiseQuery::default()
    };
    let rows = ctx
        .client
        .first::<ListPromises, _>(query.clone(), args.limit)
        .await;
    let (rows, more) = rows.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&rows);
        output::shown(ctx.lang, rows.len(), more, "--limit N");
        return Ok(());
    }
    let org = units::known(ctx).await?;
    let mut columns = vec![
        whole("提案号", "number"),
        whole("承办任务", "assignment"),
        whole("承诺", "promise"),
        names("单位", "unit"),
    ];
    // Where one is asked for it is that of every row.
    columns.extend(args.every.then_some(whole("状态", "state")));
    columns.extend([
        whole("期限", "due"),
        whole("工作日", "working days"),
        whole("进度", "done"),
        names("承诺事项", "text"),
    ]);
    let mut table = Table::new(ctx.lang, columns);
    for row in &rows {
        let mut cells = vec![
            row.number.clone(),
            row.assignment.to_string(),
            row.promise.to_string(),
            org.name(&row.unit).to_owned(),
        ];
        let state = row.state.say(ctx.lang).to_owned();
        cells.extend(args.every.then_some(state));
        cells.extend([
            row.due.to_string(),
            row.days_left
                .map_or_else(String::new, |days| left(ctx.lang, days, row.overdue)),
            percent(row.percent),
            row.text.clone(),
        ]);
        table.row(cells);
    }
    table.print_or(&output::nothing("承诺事项", "promises", &query));
    output::shown(ctx.lang, rows.len(), more, "--limit N");
    Ok(())
}

/// How far a deadline is, in the days that the head of the column names.
fn left(lang: Lang, days: i32, overdue: bool) -> String {
    let count = days.unsigned_abs();
    match (lang, days) {
        (Lang::Zh, 0) if overdue => "已超期 <1".to_owned(),
        (Lang::En, 0) if overdue => "<1 over".to_owned(),
        (Lang::Zh, ..0) => format!("已超期 {count}"),
        (Lang::Zh, 0..) => format!("剩 {count}"),
        (Lang::En, ..0) => format!("{count} over"),
        (Lang::En, 0..) => format!("{count} left"),
    }
}

fn percent(percent: Option<u8>) -> String {
    percent.map_or_else(String::new, |percent| format!("{percent}%"))
}

/// The rules of a case, where what its record adds is called by a word of them.
pub(super) async fn rules_of(ctx: &Ctx, case: &Case) -> Result<Option<Profile>, Failed> {
    let declined = matches!(case.intake, Intake::Declined { .. });
    if !declined && case.assignments.iter().all(|a| a.outcomes.is_empty()) {
        return Ok(None);
    }
    rules(ctx, case).await.map(Some)
}

/// The rules that a case is handled under.
pub(super) async fn rules(ctx: &Ctx, case: &Case) -> Result<Profile, Failed> {
    let query = RevisionQuery {
        revision: Some(case.rules),
    };
    let rules = ctx
        .client
        .call::<GetProfile>(&case.session, &query, &Nothing)
        .await;
    let Json(rules) = rules.map_err(|failure| ctx.failed(&failure))?;
    Ok(rules.profile)
}

/// What the replies of a case have promised, for people.
pub(super) fn of_case(lang: Lang, case: &Case, rules: Option<&Profile>) {
    for a in &case.assignments {
        for promise in &a.promises {
            output::line("");
            for line in lines(lang, a.no, promise) {
                output::prose(&line);
            }
        }
        for outcome in &a.outcomes {
            let struck = match &outcome.struck {
                Some(why) => {
                    let why = lang.label(lang.pick("作废", "struck out"), why);
                    lang.bracket("", &why)
                }
                None => String::new(),
            };
            let known = rules.and_then(|rules| rules.outcome(&outcome.kind));
            let kind = known.map_or(outcome.kind.as_str(), |it| it.text.say(lang));
            let line = format!(
                "[{}] {} {}  {}  {}  {}  {}{struck}",
                a.no,
                lang.pick("成果", "outcome"),
                outcome.no,
                kind,
                outcome.on,
                outcome.title,
                outcome.document
            );
            output::prose(line.trim_end());
        }
    }
}

fn lines(lang: Lang, assignment: u32, promise: &TrackedPromise) -> Vec<String> {
    let first = match promise.first_due == promise.due {
        true => String::new(),
        false => {
            let first = format!("{} {}", lang.pick("原期限", "first"), promise.first_due);
            lang.bracket("", &first)
        }
    };
    let head = format!(
        "[{assignment}] {} {}  {}  {}{first}  {}",
        lang.pick("承诺", "promise"),
        promise.no,
        promise.state.say(lang),
        promise.due,
        percent(promise.percent()),
    );
    let mut lines = vec![head.trim_end().to_owned(), format!("    {}", promise.text)];
    for step in &promise.steps {
        let on = step.on.map_or_else(String::new, |on| format!(" {on}"));
        let line = format!(
            "  {}  {}{on}  {}  {}  {}",
            moment(step.at_ms),
            step.kind.say(lang),
            step.name,
            step.text,
            step.document
        );
        lines.push(line.trim_end().to_owned());
    }
    lines
}
