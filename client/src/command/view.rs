//! `view`: filters of `list` under a name.

use banli_shared::api::proposals::ProposalQuery;
use banli_shared::api::views::{DropView, ListViews, PutView, View};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};

use banli_shared::both;

use super::list::FilterArgs;
use super::{Ctx, Failed};
use crate::output::{self, Table, sentences, whole};

#[derive(Debug, clap::Subcommand)]
pub(super) enum ViewCmd {
    /// Your saved views.
    List,
    /// Save filters and an order under a name, in the place of a view of that name.
    Save {
        /// Its name.
        name: String,
        #[command(flatten)]
        filters: Box<FilterArgs>,
    },
    /// Forget a saved view.
    Drop {
        /// Its name.
        name: String,
    },
}

pub(super) async fn run(ctx: &Ctx, command: ViewCmd) -> Result<(), Failed> {
    match command {
        ViewCmd::List => {
            let views = all(ctx).await?;
            if ctx.json {
                output::json(&views);
            } else {
                table(ctx, &views).print_or(&both!("还没有保存的视图；保存：banli view save 名称 --条件 值", "there are no saved views yet; to save one: banli view save NAME with filters of list"));
            }
        }
        ViewCmd::Save { name, filters } => {
            let query = filters.query(ctx).await?;
            let view = Json(View { name, query });
            let kept = DryRun::default();
            let saved = ctx.client.call::<PutView>(&(), &kept, &view).await;
            let Json(saved) = saved.map_err(|failure| ctx.failed(&failure))?;
            if ctx.json {
                output::json(&saved);
            } else {
                table(ctx, &[saved]).print();
            }
        }
        ViewCmd::Drop { name } => {
            let kept = DryRun::default();
            let dropped = ctx.client.call::<DropView>(&name, &kept, &Nothing).await;
            dropped.map_err(|failure| ctx.failed(&failure))?;
        }
    }
    Ok(())
}

async fn all(ctx: &Ctx) -> Result<Vec<View>, Failed> {
    let page = ctx
        .client
        .call::<ListViews>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
    Ok(page.items)
}

/// What the view of this name asks for.
pub(super) async fn query(ctx: &Ctx, name: &str) -> Result<ProposalQuery, Failed> {
    let view = all(ctx).await?.into_iter().find(|view| view.name == name);
    let none = ctx.pick("没有此名称的视图", "there is no saved view of this name");
    view.map(|view| view.query)
        .ok_or_else(|| Failed::new(ctx.lang.label(none, name)))
}

fn table(ctx: &Ctx, views: &[View]) -> Table {
    let mut table = Table::new(
        ctx.lang,
        [whole("视图", "view"), sentences("筛选", "filters")],
    );
    for view in views {
        table.row([view.name.clone(), output::options(&view.query)]);
    }
    table
}
