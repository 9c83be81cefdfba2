//! Figures as a report: one list of all of them, and in a workbook also sheets with charts.

use banli_shared::api::figures::FigureReport;
use banli_shared::figures::{FigureName, Figures};
use banli_shared::lang::Lang;
use rust_xlsxwriter::{Chart, ChartType, Format, Workbook, XlsxError};

use super::{Cell, Kind, Style, Table};

/// What a report is made of.
#[derive(Clone, Debug)]
pub struct Report {
    /// The figures, by quarter.
    pub quarters: FigureReport,
    /// The figures, by unit.
    pub units: FigureReport,
}

/// What is drawn of each quarter and unit.
const DRAWN: [FigureName; 4] = [
    FigureName::Completion,
    FigureName::OnTime,
    FigureName::FinalSatisfaction,
    FigureName::FaceToFace,
];

impl Report {
    /// The bytes of the file.
    ///
    /// # Errors
    /// In words, when the writer of the format failed.
    pub fn write(&self, kind: Kind, style: Style) -> Result<Vec<u8>, String> {
        match kind {
            Kind::Csv | Kind::Json => self.table().write(kind, style),
            Kind::Xlsx => self.workbook().map_err(|fault| fault.to_string()),
        }
    }

    /// Every figure of the whole, of each quarter and of each unit.
    fn table(&self) -> Table {
        let mut table = Table {
            heads: vec![
                ("by", "分项"),
                ("value", "代码"),
                ("name", "名称"),
                ("figure", "指标"),
                ("numerator", "分子"),
                ("denominator", "分母"),
                ("percent", "百分比"),
                ("of", "计量单位"),
                ("rounding", "舍入"),
            ],
            rows: vec![],
            units: vec![],
        };
        let mut add = |by: Cell, value: &str, name: &str, figures: &Figures| {
            for (figure, rate) in figures.named() {
                let text = |text: &str| Cell::Text(text.to_owned());
                let number = |number: u64| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX));
                table.rows.push(vec![
                    by.clone(),
                    text(value),
                    text(name),
                    Cell::Word(figure.code(), figure.say(Lang::Zh)),
                    number(rate.numerator),
                    number(rate.denominator),
                    rate.percent.as_deref().map_or(Cell::Empty, text),
                    Cell::Word(rate.of.code(), rate.of.say(Lang::Zh)),
                    Cell::Word(rate.rounding.code(), rate.rounding.say(Lang::Zh)),
                ]);
            }
        };
        add(
            Cell::Word("all", "合计"),
            "",
            "合计",
            &self.quarters.figures,
        );
        for report in [&self.quarters, &self.units] {
            let by = report
                .by
                .map_or(Cell::Empty, |by| Cell::Word(by.code(), by.say(Lang::Zh)));
            for group in &report.groups {
                add(by.clone(), &group.value, &group.name, &group.figures);
            }
        }
        table
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let table = self.table();
        table.sheet(book.add_worksheet().set_name("指标")?, table.rows.iter())?;
        for (name, report, kind) in [
            ("季度趋势", &self.quarters, ChartType::Line),
            ("承办单位", &self.units, ChartType::Bar),
        ] {
            draw(&mut book, name, report, kind)?;
        }
        book.save_to_buffer()
    }
}

/// A sheet with the drawn figures of each part, and a chart of them.
fn draw(
    book: &mut Workbook,
    name: &str,
    report: &FigureReport,
    kind: ChartType,
) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(name)?;
    let (bold, percent) = (
        Format::new().set_bold(),
        Format::new().set_num_format("0.00%"),
    );
    let by = report.by.map_or("", |by| by.say(Lang::Zh));
    sheet.write_string_with_format(0, 0, by, &bold)?;
    sheet.set_column_width(0, 28)?;
    for (column, figure) in (1..).zip(DRAWN) {
        sheet.write_string_with_format(0, column, figure.say(Lang::Zh), &bold)?;
    }
    let mut rows = 0;
    for group in report.groups.iter().filter(|group| group.figures.due > 0) {
        rows += 1;
        sheet.write_string(rows, 0, &group.name)?;
        for (column, figure) in (1..).zip(DRAWN) {
            // Out of nothing there is no rate: the cell stays empty.
            if let Some(rate) = group.figures.rate(figure).filter(|it| it.denominator > 0) {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a spreadsheet knows no other numbers"
                )]
                let share = rate.numerator as f64 / rate.denominator as f64;
                sheet.write_number_with_format(rows, column, share, &percent)?;
            }
        }
    }
    if rows > 0 {
        let mut chart = Chart::new(kind);
        chart.title().set_name(name);
        for column in 1..=DRAWN.len() as u16 {
            chart
                .add_series()
                .set_name((name, 0, column))
                .set_categories((name, 1, 0, rows, 0))
                .set_values((name, 1, column, rows, column));
        }
        // A bar a unit and figure needs its room.
        let height = if kind == ChartType::Bar {
            160 + rows * 60
        } else {
            360
        };
        chart.set_width(900).set_height(height.min(6000));
        sheet.insert_chart(1, DRAWN.len() as u16 + 2, &chart)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
