//! `rankings`.

use banli_shared::api::rankings::{GetRankings, Ranking, RankingQuery};
use banli_shared::api::{Json, Nothing};
use banli_shared::documents::Field;
use banli_shared::figures::{Points, Quarter, RankOf};
use banli_shared::ids::{SessionId, UnitCode};
use banli_shared::lang::Lang;

use super::figures::field;
use super::{Ctx, Failed, units};
use crate::output::{self, Column, Table, names, sentences, whole};

#[derive(Debug, clap::Args)]
pub(super) struct RankingsArgs {
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    /// Only reply items first due in this quarter (2023Q2); proposals whose last one is.
    #[arg(long)]
    quarter: Option<Quarter>,
    /// Inside this unit; where left out all units, for the people of a unit their own.
    #[arg(long)]
    unit: Option<String>,
    /// Who is ranked: units, departments, persons, proposals (those that could be commended).
    #[arg(long)]
    of: Option<RankOf>,
    /// Candidates for commendation: units, persons and proposals, each with the evidence.
    #[arg(long, conflicts_with = "of")]
    commend: bool,
    /// Only those who owe at least so many reply items.
    #[arg(long)]
    at_least: Option<u32>,
    /// The first so many.
    #[arg(long)]
    limit: Option<u32>,
    /// Show what every score is made of.
    #[arg(long)]
    explain: bool,
}

pub(super) async fn run(ctx: &Ctx, args: RankingsArgs) -> Result<(), Failed> {
    let query = RankingQuery {
        session: args.session.map(SessionId),
        quarter: args.quarter,
        unit: args.unit.map(UnitCode),
        of: args.of,
        at_least: args.at_least,
        limit: args.limit,
    };
    if !args.commend {
        let ranking = ask(ctx, &query).await?;
        if ctx.json {
            output::json(&ranking);
        } else {
            print(ctx, &query, &ranking, args.explain).await?;
        }
        return Ok(());
    }
    let mut all = vec![];
    // Between them the units, and inside one its departments.
    for of in [Some(RankOf::Proposals), None, Some(RankOf::Persons)] {
        let query = RankingQuery {
            of,
            limit: query.limit.or(Some(20)),
            ..query.clone()
        };
        all.push(ask(ctx, &query).await?);
    }
    if ctx.json {
        output::json(&all);
        return Ok(());
    }
    for ranking in &all {
        let what = ctx.pick("表彰候选", "to commend");
        output::line(&ctx.lang.label(what, ranking.of.say(ctx.lang)));
        print(ctx, &query, ranking, true).await?;
        output::line("");
    }
    Ok(())
}

async fn ask(ctx: &Ctx, query: &RankingQuery) -> Result<Ranking, Failed> {
    let ranking = ctx.client.call::<GetRankings>(&(), query, &Nothing).await;
    let Json(ranking) = ranking.map_err(|failure| ctx.failed(&failure))?;
    Ok(ranking)
}

async fn print(
    ctx: &Ctx,
    query: &RankingQuery,
    ranking: &Ranking,
    explain: bool,
) -> Result<(), Failed> {
    let (zh, en) = (ranking.of.say(Lang::Zh), ranking.of.say(Lang::En));
    let zh = format!("可排名的{zh}");
    let en = format!("{en} to rank");
    table(ctx, ranking, explain).print_or(&output::nothing(&zh, &en, query));
    if let Some(unit) = &ranking.unit {
        let inside = ctx.pick("单位内部排名", "ranked inside unit");
        let unit = units::with_code(ctx.lang, &units::known(ctx).await?, unit);
        output::aside(&ctx.lang.label(inside, &unit));
    }
    if !ranking.rows.is_empty() {
        output::aside(Points::rounding(ctx.lang));
    }
    if let Some(only) = ranking.of.only(ctx.lang) {
        output::aside(only);
    }
    let shown = ranking.rows.len() as u64;
    if shown < ranking.total {
        let more = ranking.total - shown;
        output::aside(&match (ctx.lang, ranking.of) {
            (Lang::Zh, RankOf::Proposals) => format!("另有 {more} 件未列出"),
            (Lang::Zh, RankOf::Persons) => format!("另有 {more} 人未列出"),
            (Lang::Zh, RankOf::Units | RankOf::Departments) => format!("另有 {more} 个未列出"),
            (Lang::En, _) => format!("not shown: {more}"),
        });
    }
    if !ranking.examples.is_empty() {
        let figures: Vec<&str> = ranking.examples.iter().map(|it| it.say(ctx.lang)).collect();
        let what = ctx.pick(
            "以下指标的分值为示例",
            "example weights, no rule of the office",
        );
        let figures = figures.join(ctx.pick("、", ", "));
        output::aside(&ctx.lang.label(what, &figures));
    }
    Ok(())
}

/// Each of them, and with `explain` every line of the score under it.
fn table(ctx: &Ctx, ranking: &Ranking, explain: bool) -> Table {
    let (zh, en) = (ranking.of.say(Lang::Zh), ranking.of.say(Lang::En));
    let mut columns: Vec<Column<'_>> = vec![
        field(Field::Place),
        // With what a score is made of come figures, which are not cut.
        match explain {
            true => sentences(zh, en),
            false => names(zh, en),
        },
        field(Field::RankedOwed),
        field(Field::Points),
    ];
    // By its id a person is asked for again.
    let by_id = ranking.of == RankOf::Persons;
    columns.extend(by_id.then_some(whole("编号", "id")));
    let mut table = Table::new(ctx.lang, columns);
    for row in &ranking.rows {
        let coded = matches!(ranking.of, RankOf::Units | RankOf::Departments);
        let name = match row.name != row.value && coded {
            true => format!("{} {}", row.value, row.say(ctx.lang)),
            false => row.say(ctx.lang),
        };
        let mut cells = vec![
            row.place.to_string(),
            name,
            row.items.to_string(),
            row.points.to_string(),
        ];
        cells.extend(by_id.then(|| row.value.clone()));
        table.row(cells);
        for line in row.lines.iter().filter(|_| explain) {
            let rate = &line.rate;
            let (of, whole) = (rate.numerator, rate.denominator);
            let made = format!("{of}/{whole} = {} x {}", rate.say(), line.weight);
            let made = match line.nothing(ctx.lang) {
                None => made,
                Some(nothing) => format!("{made}{}{nothing}", ctx.pick("，", "; ")),
            };
            let made = ctx.lang.label(line.figure.say(ctx.lang), &made);
            let made = format!("  {made}");
            let points = line
                .points
                .map_or_else(|| "-".to_owned(), |points| points.to_string());
            let mut cells = vec![String::new(), made, String::new(), points];
            cells.extend(by_id.then(String::new));
            table.row(cells);
        }
    }
    table
}
