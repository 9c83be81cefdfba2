//! `webhook`: where notices are sent to, and what could not be delivered.

use banli_shared::api::notices::NoticeKind;
use banli_shared::api::webhooks::{
    AddWebhook, Delivery, DeliveryQuery, DeliveryState, DropWebhook, ListDeliveries, ListWebhooks,
    NewWebhook, RetryDelivery, Webhook,
};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::both;
use banli_shared::lang::{Lang, UnknownWord};
use banli_shared::text::Bilingual;

use super::undo::agreed_to;
use super::{Ctx, Failed};
use crate::output::{self, Table, moment, sentences, whole};

#[derive(Debug, clap::Subcommand)]
pub(super) enum WebhookCmd {
    /// Where notices are sent to.
    List,
    /// Send notices to one more address; the secret that signs them is shown once.
    Add {
        /// `https://…`, or `http://…` on the server's own machine.
        url: String,
        /// What it is for.
        #[arg(long, default_value = "")]
        note: String,
        /// Only notices of this kind; several times for several.
        #[arg(long = "kind", value_name = "KIND")]
        kinds: Vec<NoticeKind>,
    },
    /// Stop sending notices to an address; what waits for it or was given up goes with it, once asked.
    Remove {
        /// The id, as listed.
        id: String,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Notices on their way, taken, or given up.
    Deliveries {
        /// Only these: waiting, delivered, given-up.
        #[arg(long, value_name = "STATE", value_parser = state_of)]
        state: Option<DeliveryState>,
        /// At most so many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Try one that was given up again from the beginning.
    Retry {
        /// The id, as listed.
        id: String,
    },
}

pub(super) async fn run(ctx: &Ctx, command: WebhookCmd) -> Result<(), Failed> {
    match command {
        WebhookCmd::List => {
            let webhooks = all(ctx).await?;
            if ctx.json {
                output::json(&webhooks);
                return Ok(());
            }
            let mut table = Table::new(
                ctx.lang,
                [
                    whole("编号", "id"),
                    whole("地址", "address"),
                    sentences("事项", "kinds"),
                    sentences("用途", "note"),
                ],
            );
            for webhook in &webhooks {
                let kinds: Vec<&str> = webhook
                    .kinds
                    .iter()
                    .map(|kind| kind.say(ctx.lang))
                    .collect();
                let kinds = if kinds.is_empty() {
                    ctx.pick("全部", "all").to_owned()
                } else {
                    kinds.join(ctx.pick("、", ", "))
                };
                table.row([webhook.id.as_str(), &webhook.url, &kinds, &webhook.note]);
            }
            table.print_or(&both!(
                "还没有推送地址；添加：banli webhook add 网址",
                "notices are sent nowhere yet; to add an address: banli webhook add URL"
            ));
        }
        WebhookCmd::Add { url, note, kinds } => {
            let body = Json(NewWebhook { url, note, kinds });
            let made = ctx.client.call::<AddWebhook>(&(), &NoQuery {}, &body).await;
            let Json(made) = made.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&made);
            } else {
                output::line(&made.secret);
                let id = &made.webhook.id;
                output::aside(&match ctx.lang {
                    Lang::Zh => {
                        format!("编号 {id}；以上密钥用于核对签名，只显示这一次，请妥善保存")
                    }
                    Lang::En => format!(
                        "id {id}; the secret above checks signatures and is shown this once: keep it safe"
                    ),
                });
            }
        }
        WebhookCmd::Remove { id, yes } => {
            // One that is not there is for the server to refuse.
            let there = all(ctx).await?.into_iter().find(|it| it.id == id);
            if let Some(Webhook {
                waiting, given_up, ..
            }) = there
                && waiting + given_up > 0
            {
                output::aside(&match ctx.lang {
                    Lang::Zh => format!(
                        "一并删除发往此地址的推送：待送达 {waiting} 条，已放弃 {given_up} 条"
                    ),
                    Lang::En => {
                        format!("its deliveries go with it: {waiting} waiting, {given_up} given up")
                    }
                });
                let not_done = ctx.pick("未删除", "not removed");
                let question = ctx.pick("确定删除吗？（y/N）", "remove it? (y/N) ");
                if !yes && !agreed_to(ctx, not_done, question)? {
                    return Ok(());
                }
            }
            let gone = ctx
                .client
                .call::<DropWebhook>(&id, &DryRun::default(), &Nothing)
                .await;
            gone.map(drop).map_err(|failure| ctx.failed(&failure))?;
        }
        WebhookCmd::Deliveries { state, limit } => {
            let query = DeliveryQuery {
                state,
                ..DeliveryQuery::default()
            };
            let found = ctx.client.first::<ListDeliveries, _>(query, limit).await;
            let (found, more) = found.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&found);
            } else {
                table(ctx, &found).print_or(&nothing(state));
            }
            output::shown(ctx.lang, found.len(), more, "--limit N");
        }
        WebhookCmd::Retry { id } => {
            let again = ctx
                .client
                .call::<RetryDelivery>(&id, &DryRun::default(), &Nothing)
                .await;
            let Json(again) = again.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&again);
            } else {
                table(ctx, &[again]).print();
            }
        }
    }
    Ok(())
}

async fn all(ctx: &Ctx) -> Result<Vec<Webhook>, Failed> {
    let page = ctx
        .client
        .call::<ListWebhooks>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
    Ok(page.items)
}

/// A state as the list of deliveries says it, in either language, or by its code on the wire.
fn state_of(typed: &str) -> Result<DeliveryState, UnknownWord> {
    let said = typed.replace(['-', '_'], " ");
    let mut all = DeliveryState::ALL.iter().copied();
    let found = all.find(|it| said == it.say(Lang::En) || said == it.say(Lang::Zh));
    found
        .map_or_else(|| typed.parse(), Ok)
        .map_err(|unknown| UnknownWord {
            known: "waiting, delivered, given-up".to_owned(),
            ..unknown
        })
}

fn nothing(state: Option<DeliveryState>) -> Bilingual {
    match state.map(|state| (state.say(Lang::Zh), state.say(Lang::En))) {
        Some((zh, en)) => both!("没有{zh}的推送", "no deliveries are {en}"),
        None => both!("没有推送", "there are no deliveries"),
    }
}

fn table(ctx: &Ctx, deliveries: &[Delivery]) -> Table {
    let mut table = Table::new(
        ctx.lang,
        [
            whole("编号", "id"),
            whole("时间", "when"),
            whole("地址", "address"),
            whole("状态", "state"),
            whole("次数", "tries"),
            sentences("回应", "answer"),
        ],
    );
    for it in deliveries {
        table.row([
            it.id.as_str(),
            &moment(it.at_ms),
            &it.url,
            it.state.say(ctx.lang),
            &it.tries.to_string(),
            &it.said,
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deliveries_are_filtered_by_the_words_they_are_listed_with() {
        for typed in ["given-up", "given up", "given_up", "已放弃", "dead"] {
            assert_eq!(state_of(typed), Ok(DeliveryState::Dead), "{typed}");
        }
        assert_eq!(state_of("waiting"), Ok(DeliveryState::Waiting));
        assert!(state_of("gone").unwrap_err().both().zh.contains("given-up"));
    }
}
