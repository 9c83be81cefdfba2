//! `webhook`: where notices are sent to, and what could not be delivered.

use banli_shared::api::notices::NoticeKind;
use banli_shared::api::webhooks::{
    AddWebhook, Delivery, DeliveryQuery, DeliveryState, DropWebhook, ListDeliveries, ListWebhooks,
    NewWebhook, RetryDelivery,
};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::both;
use banli_shared::lang::Lang;

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
    /// Stop sending notices to an address.
    Remove {
        /// The id, as listed.
        id: String,
    },
    /// Notices on their way, taken, or given up.
    Deliveries {
        /// Only these: waiting, delivered, dead.
        #[arg(long, value_name = "STATE")]
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
            let page = ctx
                .client
                .call::<ListWebhooks>(&(), &NoQuery {}, &Nothing)
                .await;
            let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&page.items);
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
            for webhook in &page.items {
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
        WebhookCmd::Remove { id } => {
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
            let found = ctx
                .client
                .first::<ListDeliveries, _>(query.clone(), limit)
                .await;
            let (found, more) = found.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&found);
            } else {
                table(ctx, &found).print_or(&output::nothing("推送", "deliveries", &query));
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
