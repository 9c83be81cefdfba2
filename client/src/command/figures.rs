//! `figures`.

use banli_shared::api::figures::{FigureQuery, GetFigures};
use banli_shared::api::{Json, Nothing};
use banli_shared::figures::Figures;
use banli_shared::ids::{SessionId, UnitCode};
use banli_shared::lang::Lang;

use super::{Ctx, Failed};
use crate::output::{self, Table};

#[derive(Debug, clap::Args)]
pub(super) struct FiguresArgs {
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    /// Only assignments to this unit.
    #[arg(long)]
    unit: Option<String>,
}

pub(super) async fn run(ctx: &Ctx, args: FiguresArgs) -> Result<(), Failed> {
    let query = FigureQuery {
        session: args.session.map(SessionId),
        unit: args.unit.map(UnitCode),
    };
    let figures = ctx.client.call::<GetFigures>(&(), &query, &Nothing).await;
    let Json(figures) = figures.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&figures);
    } else {
        table(ctx.lang, &figures).print();
    }
    Ok(())
}

/// The figures for people: each with numerator, denominator and what they count.
pub(super) fn table(lang: Lang, figures: &Figures) -> Table {
    let mut table = Table::new([
        lang.pick("指标", "figure"),
        lang.pick("分子", "numerator"),
        lang.pick("分母", "denominator"),
        lang.pick("比例", "rate"),
        lang.pick("计量单位", "counted in"),
    ]);
    for (name, rate) in figures.named(lang) {
        table.row([
            name,
            &rate.numerator.to_string(),
            &rate.denominator.to_string(),
            &rate.say(),
            rate.of.say(lang),
        ]);
    }
    table
}
