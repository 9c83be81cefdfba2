//! `notices`: what the server told, the newest first.

use banli_shared::api::notices::{ListNotices, MarkRead, NoticeQuery, ReadNotices};
use banli_shared::api::{DryRun, Json};

use super::{Ctx, Failed};
use crate::output::{self, Table, moment};

#[derive(Debug, clap::Args)]
pub(super) struct NoticesArgs {
    /// Those read before as well.
    #[arg(long)]
    all: bool,
    /// Mark what is shown as read.
    #[arg(long)]
    read: bool,
}

pub(super) async fn run(ctx: &Ctx, args: &NoticesArgs) -> Result<(), Failed> {
    let query = NoticeQuery {
        unread: !args.all,
        ..NoticeQuery::default()
    };
    let notices = ctx.client.pages::<ListNotices, _>(query, u32::MAX).await;
    let notices = notices.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&notices);
    } else {
        let mut table = Table::new([
            ctx.pick("时间", "when"),
            ctx.pick("事项", "about"),
            ctx.pick("提案", "proposal"),
            ctx.pick("期限", "due"),
            ctx.pick("时限", "deadline"),
            ctx.pick("案由", "title"),
            ctx.pick("说明", "note"),
        ]);
        for notice in &notices {
            let (due, left) = match notice.kind.has_deadline() {
                true => (
                    notice.due.to_string(),
                    ctx.lang.working_days(notice.days_left),
                ),
                false => Default::default(),
            };
            table.row([
                moment(notice.at_ms).as_str(),
                notice.kind.say(ctx.lang),
                &notice.number,
                &due,
                &left,
                &notice.title,
                &notice.note,
            ]);
        }
        table.print();
    }
    if args.read
        && let Some(newest) = notices.first()
    {
        let body = Json(ReadNotices {
            up_to: newest.id.clone(),
        });
        let done = ctx
            .client
            .call::<MarkRead>(&(), &DryRun::default(), &body)
            .await;
        done.map_err(|failure| ctx.failed(&failure))?;
    }
    Ok(())
}
