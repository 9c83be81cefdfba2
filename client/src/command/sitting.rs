//! `sitting`.

use banli_shared::api::sitting::{GetSitting, Sitting, SittingQuery};
use banli_shared::api::{Json, Nothing};
use banli_shared::ids::SessionId;
use banli_shared::lang::Lang;
use banli_shared::org::Org;

use super::{Ctx, Failed, units};
use crate::output::{self, Table, names, whole};

#[derive(Debug, clap::Args)]
pub(super) struct SittingArgs {
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
}

/// Cells of a full bar.
const BAR: u32 = 30;

pub(super) async fn run(ctx: &Ctx, args: SittingArgs) -> Result<(), Failed> {
    let query = SittingQuery {
        session: args.session.map(SessionId),
    };
    let asked = ctx.client.call::<GetSitting>(&(), &query, &Nothing).await;
    let Json(sitting) = asked.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&sitting);
        return Ok(());
    }
    print(ctx, &sitting, &units::known(ctx).await?);
    Ok(())
}

fn print(ctx: &Ctx, sitting: &Sitting, org: &Org) {
    let (open, examine, done) = (sitting.unassigned, sitting.to_examine, sitting.handed_over);
    output::line(&match ctx.lang {
        Lang::Zh => format!("未交办 {open} 件，待审查 {examine} 件，已交办 {done} 件"),
        Lang::En => format!("unassigned {open}, to examine {examine}, handed over {done}"),
    });
    if !sitting.waiting.is_empty() {
        let mut table = Table::new(
            ctx.lang,
            [
                whole("提案号", "number"),
                names("类别", "category"),
                names("案由", "title"),
            ],
        );
        for one in &sitting.waiting {
            let mark = match one.with_co_handlers {
                true => ctx.pick("[缺主办] ", "[no lead] "),
                false => "",
            };
            let title = format!("{mark}{}", one.title);
            table.row([&one.number, &one.category, &title]);
        }
        output::line("");
        table.print();
    }
    let mut table = Table::new(
        ctx.lang,
        [
            names("单位", "unit"),
            whole("主办", "lead"),
            whole("分办", "part"),
            whole("会办", "co"),
            whole("", ""),
        ],
    );
    let most = sitting.units.iter().map(|it| it.all()).max().unwrap_or(0);
    for load in sitting.units.iter().filter(|load| load.all() > 0) {
        let bar = (load.all() * BAR).checked_div(most).unwrap_or(0);
        table.row([
            org.name(&load.unit),
            &load.lead.to_string(),
            &load.split.to_string(),
            &load.co_handler.to_string(),
            &"#".repeat(bar as usize),
        ]);
    }
    output::line("");
    table.print();
}
