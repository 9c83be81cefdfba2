//! Figures as a report: one list of all of them, and in a workbook also sheets with charts.

mod charts;

use banli_shared::api::figures::FigureReport;
use banli_shared::documents::{Each, Field};
use banli_shared::figures::{Figures, Rate};
use banli_shared::lang::Lang;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{Cell, Kind, Style, Table};

/// What a report is made of.
#[derive(Clone, Debug)]
pub struct Report {
    /// The figures, by quarter.
    pub quarters: FigureReport,
    /// The figures, by unit.
    pub units: FigureReport,
}

/// What outcomes by type are called.
const OUTCOMES: &str = "转化成果";

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
                ("figure", Each::Figure.say(Lang::Zh)),
                ("numerator", Field::Numerator.say(Lang::Zh)),
                ("denominator", Field::Denominator.say(Lang::Zh)),
                ("percent", Field::Percent.say(Lang::Zh)),
                ("of", "计量单位"),
                ("rounding", "舍入"),
                ("outcome", "成果代码"),
                ("outcome_name", "成果类型"),
            ],
            rows: vec![],
            units: vec![],
        };
        let mut add = |by: Cell, value: &str, name: &str, figures: &Figures| {
            let text = |text: &str| Cell::Text(text.to_owned());
            let number = |number: u64| Cell::Number(i64::try_from(number).unwrap_or(i64::MAX));
            let mut row = |figure: Cell, rate: &Rate, outcome: [Cell; 2]| {
                let cells = [
                    by.clone(),
                    text(value),
                    text(name),
                    figure,
                    number(rate.numerator),
                    number(rate.denominator),
                    rate.percent.clone().map_or(Cell::Empty, Cell::Percent),
                    Cell::Word(rate.of.code(), rate.of.say(Lang::Zh)),
                    Cell::Word(rate.rounding.code(), rate.rounding.say(Lang::Zh)),
                ];
                table.rows.push(cells.into_iter().chain(outcome).collect());
            };
            for (figure, rate) in figures.named() {
                let figure = Cell::Word(figure.code(), figure.say(Lang::Zh));
                row(figure, rate, [Cell::Empty, Cell::Empty]);
            }
            for it in &figures.outcomes {
                let figure = Cell::Word("outcomes", OUTCOMES);
                row(figure, &it.share, [text(&it.kind), text(it.say(Lang::Zh))]);
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
        let sheet = book.add_worksheet().set_name("指标")?;
        table.sheet(sheet, table.rows.iter())?;
        for (column, width) in (0..).zip([10, 12, 28, 26, 8, 8, 10, 10, 12, 12, 14]) {
            sheet.set_column_width(column, width)?;
        }
        on_paper(sheet, 1);
        sheet.set_repeat_rows(0, 0)?;
        charts::lines(&mut book, "季度趋势", "各季度办理指标", &self.quarters)?;
        charts::bars(&mut book, "承办单位", "各承办单位办理指标", &self.units)?;
        charts::outcomes(
            &mut book,
            OUTCOMES,
            "转化成果（按类型）",
            &self.quarters.figures,
        )?;
        book.save_to_buffer()
    }
}

/// On A4 across, so many pages wide; 0 is as many as it takes.
fn on_paper(sheet: &mut Worksheet, wide: u16) {
    sheet.set_paper_size(9).set_landscape();
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    sheet.set_footer("&C&A  &P/&N");
    if wide > 0 {
        sheet.set_print_fit_to_pages(wide, 0);
    }
}
