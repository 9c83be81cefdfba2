//! `notices`: what the server told, the newest first.

use banli_shared::api::notices::{ListNotices, MarkRead, Notice, NoticeQuery, ReadNotices};
use banli_shared::api::{DryRun, Json};
use banli_shared::both;
use banli_shared::lang::Lang;

use super::{Ctx, Failed};
use crate::output::{self, Table, moment, names, sentences, whole};

#[derive(Debug, clap::Args)]
pub(super) struct NoticesArgs {
    /// Those read before as well.
    #[arg(long)]
    all: bool,
    /// Mark what is shown as read.
    #[arg(long)]
    read: bool,
}

/// What was said with it; of a rating window that passed its last day.
fn note(lang: Lang, notice: &Notice) -> String {
    let ended = notice.ended_on.map(|day| match lang {
        Lang::Zh => format!("评价期至 {day} 止"),
        Lang::En => format!("the rating window ended on {day}"),
    });
    let parts = [ended.as_deref().unwrap_or_default(), notice.said(lang)];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(lang.pick("；", "; "))
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
        let mut table = Table::new(
            ctx.lang,
            [
                whole("时间", "when"),
                whole("事项", "about"),
                whole("提案", "proposal"),
                whole("期限", "due"),
                whole("时限", "deadline"),
                names("案由", "title"),
                sentences("说明", "note"),
            ],
        );
        for notice in &notices {
            let due = notice.due.map_or_else(String::new, |due| due.to_string());
            let when = moment(notice.at_ms);
            // Both are written from the year on, so that they compare as text.
            let overdue = when.get(..due.len()).is_some_and(|day| due.as_str() < day);
            let left = notice.days_left;
            let left = left.map(|days| ctx.lang.working_days(days, overdue));
            let left = left.unwrap_or_default();
            table.row([
                when.as_str(),
                notice.kind.say(ctx.lang),
                &notice.number,
                &due,
                &left,
                &notice.title,
                &note(ctx.lang, notice),
            ]);
        }
        let none = match args.all {
            true => both!("没有通知", "there are no notices"),
            false => both!(
                "没有未读通知；已读的见 banli notices --all",
                "nothing unread; what was read before: banli notices --all"
            ),
        };
        table.print_or(&none);
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
