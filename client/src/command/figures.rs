//! `figures`.

use std::path::{Path, PathBuf};

use banli_shared::api::figures::{FigureGroup, FigureQuery, FigureReport, GetFigures};
use banli_shared::api::{Json, Nothing};
use banli_shared::both;
use banli_shared::case::{Kind, Timing};
use banli_shared::figures::table::{self, CellFault, TableFault};
use banli_shared::figures::{Dimension, FigureName, Figures, Quarter, Rate, count};
use banli_shared::ids::{PersonId, SessionId, UnitCode};
use banli_shared::lang::Lang;
use banli_shared::profile::{FigureRules, Rounding};
use banli_shared::text::{clean, truncate};

use super::files::never_over;
use super::{Ctx, Failed, svg, table_file};
use crate::output::{self, Table};

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
    /// Only reply items handled by this person (id).
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
    /// ours, or what somebody published) or for each proposal.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Digits after the point, with --from.
    #[arg(long, requires = "from", default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=4))]
    decimals: u8,
    /// Rounding, with --from: half_up, half_even, down, largest_remainder.
    #[arg(long, requires = "from", default_value_t = Rounding::HalfUp)]
    rounding: Rounding,
    /// Also draw them into this file: bars, with --by quarter lines.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Only this figure (as `--json` names it); several by repeating it.
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

pub(super) async fn run(ctx: &Ctx, args: FiguresArgs) -> Result<(), Failed> {
    let query = FigureQuery {
        session: args.session.clone().map(SessionId),
        quarter: args.quarter,
        unit: args.unit.clone().map(UnitCode),
        department: args.department.clone().map(UnitCode),
        handler: args.handler.clone().map(PersonId),
        category: args.category.clone(),
        kind: args.kind,
        timing: args.timing,
        key: args.key,
        by: args.by,
    };
    if let Some(path) = &args.from {
        let rules = FigureRules {
            rounding: args.rounding,
            decimals: args.decimals,
        };
        return from_table(ctx, path, &query, rules, &args);
    }
    let report = ctx.client.call::<GetFigures>(&(), &query, &Nothing).await;
    let Json(report) = report.map_err(|failure| ctx.failed(&failure))?;
    show(ctx, &report, &args.figure);
    draw(ctx, &report, &args.figure, args.svg.as_deref())
}

fn draw(
    ctx: &Ctx,
    report: &FigureReport,
    chosen: &[FigureName],
    path: Option<&Path>,
) -> Result<(), Failed> {
    let Some(path) = path else { return Ok(()) };
    let chart = svg::chart(ctx.lang, report, chosen, &OF_PARTS);
    std::fs::write(path, chart).map_err(|fault| Failed::file(path, &fault))
}

/// The figures of a table, by the same count as the server's.
fn from_table(
    ctx: &Ctx,
    path: &Path,
    query: &FigureQuery,
    rules: FigureRules,
    args: &FiguresArgs,
) -> Result<(), Failed> {
    let chosen = args.figure.as_slice();
    if let Some(svg) = &args.svg {
        never_over(svg, path)?;
    }
    let rows = table_file::read(path).map_err(Failed::of)?;
    let read = table::read(&rows).map_err(|fault| {
        let said = say_fault(ctx.lang, &fault, &rows);
        let path = path.display().to_string();
        Failed::new(ctx.lang.label(&clean(&path), &said))
    })?;
    let level = query.level();
    let counted = count(&read.facts, &query.wanted(), query.by, level);
    let groups = counted.groups.iter().map(|(value, sums)| FigureGroup {
        value: value.clone(),
        name: value.clone(),
        figures: sums.figures(&rules),
    });
    let report = FigureReport {
        session: query.session.clone(),
        figures: counted.whole.figures(&rules),
        by: query.by,
        groups: groups.collect(),
    };
    // What its columns do not tell is left out rather than shown as nothing.
    let told = read.figures.into_iter();
    let mut told: Vec<FigureName> = told
        .filter(|figure| chosen.is_empty() || chosen.contains(figure))
        .collect();
    if chosen.is_empty() && query.by.is_some() {
        told.retain(|figure| OF_PARTS.contains(figure));
    }
    draw(ctx, &report, &told, args.svg.as_deref())?;
    if ctx.json {
        output::json(&serde_json::json!({
            "columns": read.columns,
            "ignored": read.ignored,
            "told": told,
            "report": report,
        }));
        return Ok(());
    }
    show(ctx, &report, &told);
    if !read.ignored.is_empty() {
        let ignored: Vec<_> = read.ignored.iter().map(|column| clean(column)).collect();
        output::aside(&format!(
            "{} {}",
            ctx.pick("未用的列：", "columns not used:"),
            ignored.join(ctx.pick("、", ", "))
        ));
    }
    Ok(())
}

fn say_fault(lang: Lang, fault: &TableFault, rows: &[Vec<String>]) -> String {
    match fault {
        TableFault::NoHeader => {
            let first = rows
                .iter()
                .find(|row| row.iter().any(|it| !it.trim().is_empty()));
            let first = first.map_or_else(String::new, |row| row.join(" | "));
            let first = truncate(&clean(&first), 60);
            both!(
                "前 20 行中没有列名（至少两个，如：提案号、主办单位、办理类别、答复日期、满意度）；第一行是“{first}”",
                "none of the first 20 rows names columns to count from (two at least, such as number, unit, class, \
                 issued_on, final_rating); the first row reads `{first}`"
            )
            .say(lang)
            .to_owned()
        }
        TableFault::Cells(faults) => {
            let line = |fault: &CellFault| {
                let (column, cell) = (clean(&fault.column), clean(&fault.cell));
                match lang {
                    Lang::Zh => format!("第 {} 行“{column}”列无法识别：{cell}", fault.row),
                    Lang::En => format!("row {}, {column}: cannot read `{cell}`", fault.row),
                }
            };
            let lines: Vec<String> = faults.iter().map(line).collect();
            lines.join("\n")
        }
    }
}

fn show(ctx: &Ctx, report: &FigureReport, chosen: &[FigureName]) {
    if ctx.json {
        output::json(report);
        return;
    }
    match report.by {
        None => {
            print(ctx.lang, &report.figures, chosen);
        }
        Some(by) => {
            parts(ctx.lang, by, report, chosen).print();
            if chosen.is_empty() && !report.figures.outcomes.is_empty() {
                output::line("");
                outcomes_of_parts(ctx.lang, by, report).print();
            }
        }
    }
}

/// The figures for people, and where nothing is chosen outcomes by type.
pub(super) fn print(lang: Lang, figures: &Figures, chosen: &[FigureName]) {
    one_by_one(lang, figures, chosen).print();
    if chosen.is_empty() && !figures.outcomes.is_empty() {
        output::line("");
        outcomes(lang, figures).print();
    }
}

/// Each with numerator, denominator, what they count and how it is rounded.
fn one_by_one(lang: Lang, figures: &Figures, chosen: &[FigureName]) -> Table {
    let mut table = Table::new(std::iter::once(lang.pick("指标", "figure")).chain(heads(lang)));
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
fn outcomes(lang: Lang, figures: &Figures) -> Table {
    let mut table = Table::new(std::iter::once(of_outcomes(lang)).chain(heads(lang)));
    for row in &figures.outcomes {
        let name = row.say(lang).to_owned();
        table.row(std::iter::once(name).chain(cells(lang, &row.share)));
    }
    table
}

const fn of_outcomes(lang: Lang) -> &'static str {
    lang.pick("转化成果（按类型）", "outcomes by type")
}

/// The outcomes of each part by type, type by type.
fn outcomes_of_parts(lang: Lang, by: Dimension, report: &FigureReport) -> Table {
    let first = [of_outcomes(lang), by.say(lang)];
    let mut table = Table::new(first.into_iter().chain(heads(lang)));
    for kind in &report.figures.outcomes {
        for (called, figures) in called(lang, by, report) {
            if let Some(row) = figures.outcomes.iter().find(|row| row.kind == kind.kind) {
                let first = [kind.say(lang).to_owned(), called];
                table.row(first.into_iter().chain(cells(lang, &row.share)));
            }
        }
    }
    table
}

/// The figures of each part, figure by figure, so that parts stand under each other.
fn parts(lang: Lang, by: Dimension, report: &FigureReport, chosen: &[FigureName]) -> Table {
    let chosen = if chosen.is_empty() { &OF_PARTS } else { chosen };
    let first = [lang.pick("指标", "figure"), by.say(lang)];
    let mut table = Table::new(first.into_iter().chain(heads(lang)));
    for name in chosen {
        for (called, figures) in called(lang, by, report) {
            if let Some(rate) = figures.rate(*name) {
                let first = [name.say(lang).to_owned(), called];
                table.row(first.into_iter().chain(cells(lang, rate)));
            }
        }
    }
    table
}

/// Each part as people call it, and all of them.
fn called(
    lang: Lang,
    by: Dimension,
    report: &FigureReport,
) -> impl Iterator<Item = (String, &Figures)> {
    let groups = report.groups.iter().map(move |group| {
        let called = match by.name(&group.value, lang) {
            called if called == group.value && group.name != group.value => {
                format!("{} {}", group.value, group.name)
            }
            called => called,
        };
        (called, &group.figures)
    });
    groups.chain([(lang.pick("合计", "all").to_owned(), &report.figures)])
}

const fn heads(lang: Lang) -> [&'static str; 5] {
    [
        lang.pick("分子", "numerator"),
        lang.pick("分母", "denominator"),
        lang.pick("比例", "rate"),
        lang.pick("计量单位", "counted in"),
        lang.pick("舍入", "rounded"),
    ]
}

fn cells(lang: Lang, rate: &Rate) -> [String; 5] {
    [
        rate.numerator.to_string(),
        rate.denominator.to_string(),
        rate.say(),
        rate.of.say(lang).to_owned(),
        rate.rounding.say(lang).to_owned(),
    ]
}
