//! The sheets with charts: on each the numbers, and beside them what is drawn of them, a page of paper each.

use banli_shared::api::figures::FigureReport;
use banli_shared::figures::{FigureName, Figures};
use banli_shared::lang::Lang;
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisCrossing, ChartDataLabel, ChartLegendPosition, ChartLine,
    ChartMarker, ChartMarkerType, ChartType, Color, Format, Workbook, Worksheet, XlsxError,
};

use super::on_paper;

/// What is drawn of each quarter and unit.
const DRAWN: [FigureName; 4] = [
    FigureName::Completion,
    FigureName::OnTime,
    FigureName::FinalSatisfaction,
    FigureName::FaceToFace,
];
/// Told apart also where colours are not: each line has a mark of its own.
const MARKS: [ChartMarkerType; 4] = [
    ChartMarkerType::Circle,
    ChartMarkerType::Square,
    ChartMarkerType::Diamond,
    ChartMarkerType::Triangle,
];
/// Pixels of a chart that fits on a page of A4 across, also where a font is missing and columns come out wider.
const WIDE: u32 = 800;
const TALL: u32 = 600;
/// Rows of a sheet that such a page takes, at 20 pixels each.
const PAGE_ROWS: u32 = 33;
/// The column that charts begin at.
const BESIDE: u16 = DRAWN.len() as u16 + 2;
/// Units on one chart: their bars can still be told apart.
const UNITS: u32 = 12;

/// A sheet with a line for each figure over the parts of a report.
pub(super) fn lines(
    book: &mut Workbook,
    name: &str,
    title: &str,
    report: &FigureReport,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(name)?;
    let rows = numbers(sheet, report)?;
    if rows > 0 {
        let mut chart = of_rates(ChartType::Line, name, title, 1..=rows);
        chart.x_axis().set_name(said_of(report));
        place(sheet, &chart, 0)?;
    }
    Ok(())
}

/// A sheet with bars for each part of a report, so many of them on a chart that they can be read.
pub(super) fn bars(
    book: &mut Workbook,
    name: &str,
    title: &str,
    report: &FigureReport,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(name)?;
    let rows = numbers(sheet, report)?;
    let charts = rows.div_ceil(UNITS);
    let each = rows.div_ceil(charts.max(1));
    for at in 0..charts {
        let title = match charts {
            1 => title.to_owned(),
            _ => format!("{title}（{}/{charts}）", at + 1),
        };
        let (first, last) = (at * each + 1, rows.min((at + 1) * each));
        let mut chart = of_rates(ChartType::Bar, name, &title, first..=last);
        // The first on top, as in the list, and the scale still below. Of bars the names stand at the vertical axis.
        let names = chart.y_axis();
        names.set_reverse().set_crossing(ChartAxisCrossing::Max);
        place(sheet, &chart, at)?;
    }
    Ok(())
}

/// A sheet with how many outcomes there are of each type.
pub(super) fn outcomes(
    book: &mut Workbook,
    name: &str,
    title: &str,
    figures: &Figures,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(name)?;
    let rows = figures.outcomes.iter();
    let rows = rows.map(|row| {
        let count = u32::try_from(row.count).unwrap_or(u32::MAX);
        (row.say(Lang::Zh), [Some((count, 1))])
    });
    let rows = table(sheet, "成果类型", &["数量"], "0", rows)?;
    if rows > 0 {
        let mut chart = Chart::new(ChartType::Column);
        chart.title().set_name(title);
        chart.legend().set_hidden();
        faint(chart.y_axis().set_num_format("0").set_min(0));
        let series = chart.add_series();
        series.set_categories((name, 1, 0, rows, 0));
        series.set_values((name, 1, 1, rows, 1));
        series.set_data_label(ChartDataLabel::new().show_value());
        place(sheet, &chart, 0)?;
    }
    Ok(())
}

/// The drawn figures of each part that owes replies; how many parts.
fn numbers(sheet: &mut Worksheet, report: &FigureReport) -> Result<u32, XlsxError> {
    let groups = report.groups.iter().filter(|group| group.figures.due > 0);
    let rows = groups.map(|group| {
        let rates = DRAWN.map(|figure| {
            let rate = group.figures.rate(figure)?;
            let number = |it: u64| u32::try_from(it).ok();
            Some((number(rate.numerator)?, number(rate.denominator)?))
        });
        (group.name.as_str(), rates)
    });
    let heads = DRAWN.map(|figure| figure.say(Lang::Zh));
    table(sheet, said_of(report), &heads, "0.00%", rows)
}

/// Names, and beside each its quotients; one out of nothing is an empty cell. How many rows.
fn table<'n, const N: usize>(
    sheet: &mut Worksheet,
    first: &str,
    heads: &[&str; N],
    written: &str,
    rows: impl Iterator<Item = (&'n str, [Option<(u32, u32)>; N])>,
) -> Result<u32, XlsxError> {
    let bold = Format::new().set_bold();
    let number = Format::new().set_num_format(written);
    sheet.write_string_with_format(0, 0, first, &bold)?;
    sheet.set_column_width(0, 28)?;
    for (column, head) in (1..).zip(heads) {
        sheet.write_string_with_format(0, column, *head, &bold)?;
        sheet.set_column_width(column, 14)?;
    }
    let mut last = 0;
    for (name, quotients) in rows {
        last += 1;
        sheet.write_string(last, 0, name)?;
        for (column, quotient) in (1..).zip(quotients) {
            if let Some((top, bottom)) = quotient.filter(|(_, bottom)| *bottom > 0) {
                let value = f64::from(top) / f64::from(bottom);
                sheet.write_number_with_format(last, column, value, &number)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    on_paper(sheet, 0);
    // The charts begin on a page of their own, each.
    sheet.set_vertical_page_breaks(&[u32::from(BESIDE)])?;
    let pages = (1..=last.div_ceil(UNITS)).map(|page| page * PAGE_ROWS);
    sheet.set_page_breaks(&pages.collect::<Vec<_>>())?;
    Ok(last)
}

/// A chart of the rates in these rows, from nothing to everything.
fn of_rates(
    kind: ChartType,
    sheet: &str,
    title: &str,
    rows: std::ops::RangeInclusive<u32>,
) -> Chart {
    let mut chart = Chart::new(kind);
    chart.title().set_name(title);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    let scale = match kind {
        ChartType::Bar => chart.x_axis(),
        _ => chart.y_axis(),
    };
    scale.set_min(0).set_max(1).set_num_format("0%");
    faint(scale);
    for (column, mark) in (1..).zip(MARKS) {
        let series = chart.add_series();
        series.set_name((sheet, 0, column));
        series.set_categories((sheet, *rows.start(), 0, *rows.end(), 0));
        series.set_values((sheet, *rows.start(), column, *rows.end(), column));
        if kind == ChartType::Bar {
            series.set_gap(60);
        } else {
            series.set_marker(ChartMarker::new().set_type(mark).set_size(7));
        }
    }
    chart
}

/// Lines behind what is drawn, lighter than it.
fn faint(scale: &mut ChartAxis) {
    scale.set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0xD9D9D9)));
}

/// Puts the chart with this number beside the numbers, on a page of its own.
fn place(sheet: &mut Worksheet, chart: &Chart, at: u32) -> Result<(), XlsxError> {
    let mut chart = chart.clone();
    chart.set_width(WIDE).set_height(TALL);
    // A little off the edge, or its frame would be on the page before.
    sheet.insert_chart_with_offset(at * PAGE_ROWS, BESIDE, &chart, 4, 4)?;
    Ok(())
}

fn said_of(report: &FigureReport) -> &'static str {
    report.by.map_or("", |by| by.say(Lang::Zh))
}
