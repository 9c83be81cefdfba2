//! `figures`.

mod from;
mod notes;
mod parts;

use std::path::{Path, PathBuf};

use banli_shared::api::figures::{FigureQuery, FigureReport, GetFigures};
use banli_shared::api::{Json, Nothing};
use banli_shared::case::{Kind, Timing};
use banli_shared::documents::{Each, Field};
use banli_shared::figures::{Dimension, FigureName, Figures, Quarter, Rate};
use banli_shared::ids::{PersonId, SessionId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::lists::HiddenParts;
use banli_shared::profile::Rounding;

use super::import::hidden_parts;
use super::{Ctx, Failed, people, svg};
use crate::output::{self, Column, Table, names, sentences, whole};

#[derive(Debug, clap::Args)]
pub(super) struct FiguresArgs {
    /// Of this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    /// Of this quarter (2023Q2): proposals submitted in it, reply items first due in it.
    #[arg(long)]
    quarter: Option<Quarter>,
    /// Only reply items of this unit.
    #[arg(long)]
    unit: Option<String>,
    /// Only reply items of this department.
    #[arg(long)]
    department: Option<String>,
    /// Only reply items handled by this person (name, login or id).
    #[arg(long)]
    handler: Option<String>,
    /// Only in this subject group.
    #[arg(long)]
    category: Option<String>,
    /// Only of this kind: individual, joint, party, …
    #[arg(long)]
    kind: Option<Kind>,
    /// Only submitted in session or between: `in_session`, `between_sessions`.
    #[arg(long)]
    timing: Option<Timing>,
    /// Only key proposals (true), or all others (false).
    #[arg(long)]
    key: Option<bool>,
    /// Broken down by session, quarter, unit, department, handler, category, kind, timing or key.
    #[arg(long)]
    by: Option<Dimension>,
    /// From this table instead of a server: `.csv`, `.xlsx` or `.json`, with a row for each reply item (an export of
    /// ours, or what somebody published) or for each proposal; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// With --from, columns by name where the usual names do not do: 办理情况=class,备注=-; a wrong code lists all.
    #[arg(long, requires = "from", value_name = "MAP")]
    map: Option<String>,
    /// With --from, only this sheet of a workbook; all that name such columns where left out.
    #[arg(long, requires = "from")]
    sheet: Option<String>,
    /// With --from, what is done with hidden sheets, columns and rows: read or skip; both are told.
    #[arg(long, requires = "from", value_name = "WHAT", value_parser = hidden_parts)]
    hidden: Option<HiddenParts>,
    /// Digits after the point, with --from.
    #[arg(long, requires = "from", default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=4))]
    decimals: u8,
    /// Rounding, with --from: half_up, half_even, down, largest_remainder.
    #[arg(long, requires = "from", default_value_t = Rounding::HalfUp)]
    rounding: Rounding,
    /// Also draw them into this file: bars, with --by quarter lines.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Only this figure, by its code (completion, class_a, …); several by repeating it. With --json figures then stand by
    /// their codes.
    #[arg(long)]
    figure: Vec<FigureName>,
}

/// What is shown of each part where nothing is chosen.
const OF_PARTS: [FigureName; 6] = [
    FigureName::Completion,
    FigureName::OnTime,
    FigureName::ClassA,
    FigureName::FinalSatisfaction,
    FigureName::FaceToFace,
    FigureName::SecondHandling,
];
/// And of each handler: they are punctual by when they hand in.
const OF_HANDLERS: [FigureName; 7] = [
    FigureName::Completion,
    FigureName::HandedIn,
    FigureName::OnTime,
    FigureName::ClassA,
    FigureName::FinalSatisfaction,
    FigureName::FaceToFace,
    FigureName::SecondHandling,
];

/// What is shown of each part of this sort where nothing is chosen.
fn of_parts(by: Option<Dimension>) -> &'static [FigureName] {
    match by {
        Some(Dimension::Handler) => &OF_HANDLERS,
        _ => &OF_PARTS,
    }
}

pub(super) async fn run(ctx: &Ctx, args: FiguresArgs) -> Result<(), Failed> {
    // A table names its people itself.
    let handler = match &args.handler {
        Some(called) if args.from.is_none() => Some(people::find(ctx, called).await?),
        called => called.clone().map(PersonId),
    };
    let query = FigureQuery {
        session: args.session.clone().map(SessionId),
        quarter: args.quarter,
        unit: args.unit.as_deref().map(UnitCode::typed),
        department: args.department.as_deref().map(UnitCode::typed),
        handler,
        category: args.category.clone(),
        kind: args.kind,
        timing: args.timing,
        key: args.key,
        by: args.by,
    };
    if let Some(path) = &args.from {
        return from::table(ctx, path, &query, &args);
    }
    let report = ctx.client.call::<GetFigures>(&(), &query, &Nothing).await;
    let Json(report) = report.map_err(|failure| ctx.failed(&failure))?;
    let outcomes = args.figure.is_empty();
    show(ctx, &query, &report, &args.figure, outcomes);
    draw(ctx, &report, (&args.figure, outcomes), args.svg.as_deref())
}

fn draw(
    ctx: &Ctx,
    report: &FigureReport,
    (chosen, outcomes): (&[FigureName], bool),
    path: Option<&Path>,
) -> Result<(), Failed> {
    let Some(path) = path else { return Ok(()) };
    let chart = svg::chart(ctx.lang, report, (chosen, outcomes), of_parts(report.by));
    std::fs::write(path, chart).map_err(|fault| Failed::file(path, &fault))
}

/// The report as JSON: whole, or where some are chosen those of every part by their codes; null where nothing is of that
/// part.
fn as_json(report: &FigureReport, chosen: &[FigureName]) -> serde_json::Value {
    let mut said = serde_json::json!(report);
    if chosen.is_empty() {
        return said;
    }
    let only = |figures: &Figures| {
        let chosen = chosen.iter();
        let rates = chosen.map(|name| {
            (
                name.code().to_owned(),
                serde_json::json!(figures.rate(*name)),
            )
        });
        serde_json::Value::Object(rates.collect())
    };
    said["figures"] = only(&report.figures);
    for (at, group) in report.groups.iter().enumerate() {
        said["groups"][at]["figures"] = only(&group.figures);
    }
    said
}

/// The figures that are chosen, the usual ones where none are, and with `outcomes` those by type.
fn show(
    ctx: &Ctx,
    query: &FigureQuery,
    report: &FigureReport,
    chosen: &[FigureName],
    outcomes: bool,
) {
    if ctx.json {
        output::json(&as_json(report, chosen));
        return;
    }
    match report.by {
        None => {
            print(ctx.lang, &report.figures, chosen, outcomes);
        }
        Some(by) => {
            parts::print(ctx.lang, by, report, chosen, outcomes);
        }
    }
    for note in notes::notes(ctx.lang, query, report, chosen) {
        output::aside(&note);
    }
}

/// The figures for people, and with `outcomes` those by type.
pub(super) fn print(lang: Lang, figures: &Figures, chosen: &[FigureName], outcomes: bool) {
    one_by_one(lang, figures, chosen).print();
    if outcomes && !figures.outcomes.is_empty() {
        output::line("");
        outcomes_by_type(lang, figures).print();
    }
}

/// Each with numerator, denominator, what they count and how it is rounded.
fn one_by_one(lang: Lang, figures: &Figures, chosen: &[FigureName]) -> Table {
    let mut table = Table::new(lang, std::iter::once(FIGURE).chain(HEADS));
    for (name, rate) in figures.named() {
        if chosen.is_empty() || chosen.contains(&name) {
            // Parts of a whole stand under it.
            let indent = if name.is_share() { "  " } else { "" };
            let name = format!("{indent}{}", name.say(lang));
            table.row(std::iter::once(name).chain(cells(lang, rate)));
        }
    }
    table
}

/// Outcomes by type.
fn outcomes_by_type(lang: Lang, figures: &Figures) -> Table {
    let mut table = Table::new(lang, std::iter::once(OUTCOMES).chain(HEADS));
    for row in &figures.outcomes {
        let name = row.say(lang).to_owned();
        table.row(std::iter::once(name).chain(cells(lang, &row.share)));
    }
    table
}

const FIGURE: Column<'_> = sentences(Each::Figure.say(Lang::Zh), Each::Figure.say(Lang::En));
/// A column called as it is in documents.
pub(super) const fn field(field: Field) -> Column<'static> {
    whole(field.say(Lang::Zh), field.say(Lang::En))
}

const OUTCOMES: Column<'_> = names("转化成果（按类型）", "outcomes by type");
const HEADS: [Column<'_>; 5] = [
    field(Field::Numerator),
    field(Field::Denominator),
    field(Field::Percent),
    names("计量单位", "counted in"),
    names("舍入", "rounded"),
];

fn cells(lang: Lang, rate: &Rate) -> [String; 5] {
    [
        rate.numerator.to_string(),
        rate.denominator.to_string(),
        rate.say(),
        rate.of.say(lang).to_owned(),
        rate.rounding.say(lang).to_owned(),
    ]
}
