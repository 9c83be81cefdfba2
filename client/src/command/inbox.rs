//! `inbox`.

use banli_shared::api::inbox::{Inbox, InboxQuery, InboxRow};

use banli_shared::both;
use banli_shared::org::Org;

use super::list::number;
use super::units::{self, full_name};
use super::{Ctx, Failed};
use crate::output::{self, Table, names, said, sentences, whole};

#[derive(Debug, clap::Args)]
pub(super) struct InboxArgs {
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: u32,
}

pub(super) async fn run(ctx: &Ctx, args: &InboxArgs) -> Result<(), Failed> {
    let query = InboxQuery::default();
    let rows = ctx.client.first::<Inbox, _>(query, args.limit).await;
    let (rows, more) = rows.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&rows);
        output::shown(ctx.lang, rows.len(), more, "--limit N");
        return Ok(());
    }
    let org = units::known(ctx).await?;
    let mut table = Table::new(
        ctx.lang,
        [
            whole("提案号", "number"),
            sentences("待办事项", "why"),
            whole("期限", "deadline"),
            whole("承办任务", "assignment"),
            names("案由", "title"),
            sentences("催办", "urged"),
        ],
    );
    for row in &rows {
        table.row([
            number(&row.proposal).to_owned(),
            why(ctx, &org, row),
            output::marked(
                &row.days_left
                    .map_or_else(String::new, |days| ctx.lang.working_days(days, row.overdue)),
                row.counts_plain_weekdays(),
            ),
            row.attention
                .assignment
                .map_or_else(String::new, |no| no.to_string()),
            row.proposal.title.clone(),
            row.attention
                .urged
                .as_ref()
                .map_or_else(String::new, |urging| urging.note.clone()),
        ]);
    }
    table.print_or(&both!("没有待办事项", "nothing waits for you"));
    output::weekdays_counted(ctx.lang, rows.iter().any(InboxRow::counts_plain_weekdays));
    output::shown(ctx.lang, rows.len(), more, "--limit N");
    Ok(())
}

/// Why, of a task for which unit or department, and in whose name.
fn why(ctx: &Ctx, org: &Org, row: &InboxRow) -> String {
    let mut said = said::why(&row.attention, &row.proposal.assignments, ctx.lang);
    if let Some(of) = row.attention.task_of().or_else(|| row.of_which_unit()) {
        said.push_str(&format!(" [{}]", full_name(ctx.lang, org, of)));
    }
    if let Some(other) = &row.on_behalf {
        said.push_str(&format!(" [{}{other}]", ctx.pick("代", "for ")));
    }
    said
}
