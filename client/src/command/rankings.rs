//! `rankings`.

use banli_shared::api::rankings::{GetRankings, Ranking, RankingQuery};
use banli_shared::api::{Json, Nothing};
use banli_shared::figures::{Quarter, RankOf};
use banli_shared::ids::{SessionId, UnitCode};

use super::{Ctx, Failed};
use crate::output::{self, Table};

#[derive(Debug, clap::Args)]
pub(super) struct RankingsArgs {
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    /// Only reply items first due in this quarter (2023Q2).
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
            print(ctx, &ranking, args.explain);
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
        output::line(&format!(
            "{} {}",
            ctx.pick("表彰候选：", "to commend:"),
            ranking.of.say(ctx.lang)
        ));
        print(ctx, ranking, true);
        output::line("");
    }
    Ok(())
}

async fn ask(ctx: &Ctx, query: &RankingQuery) -> Result<Ranking, Failed> {
    let ranking = ctx.client.call::<GetRankings>(&(), query, &Nothing).await;
    let Json(ranking) = ranking.map_err(|failure| ctx.failed(&failure))?;
    Ok(ranking)
}

fn print(ctx: &Ctx, ranking: &Ranking, explain: bool) {
    table(ctx, ranking, explain).print();
    if let Some(unit) = &ranking.unit {
        let inside = ctx.pick("单位内部排名", "ranked inside unit");
        output::aside(&ctx.lang.label(inside, unit.as_str()));
    }
    if let Some(only) = ranking.of.only(ctx.lang) {
        output::aside(only);
    }
    let shown = ranking.rows.len() as u64;
    if shown < ranking.total {
        let more = ranking.total - shown;
        output::aside(&format!("{} {more}", ctx.pick("另有", "not shown:")));
    }
    if !ranking.examples.is_empty() {
        let figures: Vec<&str> = ranking.examples.iter().map(|it| it.say(ctx.lang)).collect();
        output::aside(&format!(
            "{} {}",
            ctx.pick(
                "以下分值为示例：",
                "example weights, no rule of the office:"
            ),
            figures.join(ctx.pick("、", ", "))
        ));
    }
}

/// Each of them, and with `explain` every line of the score under it.
fn table(ctx: &Ctx, ranking: &Ranking, explain: bool) -> Table {
    let mut heads = vec![
        ctx.pick("名次", "place"),
        ranking.of.say(ctx.lang),
        ctx.pick("答复件", "items"),
        ctx.pick("得分", "points"),
    ];
    // By its id a person is asked for again.
    let by_id = ranking.of == RankOf::Persons;
    heads.extend(by_id.then_some(ctx.pick("编号", "id")));
    let mut table = Table::new(heads);
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
            let made = format!(
                "  {} {}/{} = {} x {}",
                line.figure.say(ctx.lang),
                rate.numerator,
                rate.denominator,
                rate.say(),
                line.weight
            );
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
