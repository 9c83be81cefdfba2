//! `figures`.

use banli_shared::api::figures::{FigureQuery, GetFigures};
use banli_shared::api::{Json, Nothing};
use banli_shared::figures::{Figures, Rate};
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
    let mut row = |name: &str, rate: &Rate| {
        let percent = rate
            .percent
            .as_ref()
            .map_or_else(|| "-".to_owned(), |percent| format!("{percent}%"));
        table.row([
            name,
            &rate.numerator.to_string(),
            &rate.denominator.to_string(),
            &percent,
            rate.of.say(lang),
        ]);
    };
    row(lang.pick("立案率", "filed"), &figures.filing);
    row(
        lang.pick("办复率", "issued of those owed"),
        &figures.completion,
    );
    row(lang.pick("按时办复率", "on time"), &figures.on_time);
    for class in &figures.classes {
        let name = class
            .class
            .map_or(lang.pick("未分类", "unclassified"), |class| {
                class.say(lang)
            });
        row(name, &class.share);
    }
    row(
        lang.pick("首次满意率", "satisfied at first"),
        &figures.first_satisfaction,
    );
    row(
        lang.pick("最终满意率", "satisfied in the end"),
        &figures.final_satisfaction,
    );
    row(
        lang.pick("全部办件满意率", "satisfied of all issued"),
        &figures.satisfaction_of_all,
    );
    row(lang.pick("反馈率", "forms returned"), &figures.returned);
    row(lang.pick("面商率", "face to face"), &figures.face_to_face);
    row(
        lang.pick("二次办理率", "second handling"),
        &figures.second_handling,
    );
    table
}
