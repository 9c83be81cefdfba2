//! What came of a list, as a file that a spreadsheet opens.

use std::path::Path;

use banli_shared::api::FieldFault;
use banli_shared::api::lists::{Difference, ImportReport, RowFate, RowReport};
use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, neutralise};

use super::{Ctx, Failed};
use crate::output;
use banli_shared::text::system;

/// One line of the report.
#[derive(Debug, Default)]
pub(super) struct Line {
    sheet: String,
    row: String,
    fate: &'static str,
    number: String,
    title: String,
    said: String,
}

impl Line {
    /// A fault for which the whole list was refused; it names its place itself.
    pub(super) fn of_fault(lang: Lang, fault: &FieldFault) -> Self {
        let at = fault.at.as_ref();
        Self {
            sheet: at.and_then(|at| at.sheet.clone()).unwrap_or_default(),
            row: at.map_or_else(String::new, |at| at.row.to_string()),
            fate: RowFate::Bad.say(lang),
            said: fault.say(lang),
            ..Self::default()
        }
    }
}

/// The rows for whose faults a list is refused; none where it is not.
pub(super) struct Held(Vec<String>);

/// What becomes of a row with nothing wrong where others have faults.
pub(super) const fn held_back(lang: Lang) -> &'static str {
    lang.pick("未导入", "held back")
}

/// Rows that are named as the reason.
const NAMED_ROWS: usize = 5;

impl Held {
    pub(super) fn of(report: &ImportReport) -> Self {
        let bad = report.rows.iter().filter(|row| row.fate == RowFate::Bad);
        Self(bad.map(shown_row).collect())
    }

    /// Whether the list is refused for any.
    pub(super) const fn is_any(&self) -> bool {
        !self.0.is_empty()
    }

    fn holds(&self, row: &RowReport) -> bool {
        !self.0.is_empty() && matches!(row.fate, RowFate::Added | RowFate::Changed)
    }

    /// What becomes of a row: one with nothing wrong is not taken in either where others have faults.
    pub(super) fn fate(&self, lang: Lang, row: &RowReport) -> &'static str {
        match self.holds(row) {
            true => held_back(lang),
            false => row.fate.say(lang),
        }
    }

    fn why(&self, lang: Lang, row: &RowReport) -> Option<String> {
        if !self.holds(row) {
            return None;
        }
        let named: Vec<&str> = self.0.iter().take(NAMED_ROWS).map(String::as_str).collect();
        let named = named.join(lang.pick("、", ", "));
        let (count, would) = (self.0.len(), row.fate.say(lang));
        Some(match (lang, count > NAMED_ROWS) {
            (Lang::Zh, false) => format!("因第 {named} 行有误，整份清单未导入；改正后：{would}"),
            (Lang::Zh, true) => {
                format!("因第 {named} 行等 {count} 行有误，整份清单未导入；改正后：{would}")
            }
            (Lang::En, false) => {
                format!("the whole list waits for row {named}; once that is mended: {would}")
            }
            (Lang::En, true) => format!(
                "the whole list waits for rows {named} and others, {count} in all; once they are mended: {would}"
            ),
        })
    }
}

/// Which field differs and how, with what corrects it.
pub(super) fn say_difference(lang: Lang, row: &RowReport, difference: &Difference) -> String {
    let said = difference.say(lang);
    match difference.remedy(&row.number, lang) {
        Some(remedy) => lang.bracket(&said, &remedy),
        None => said,
    }
}

/// Where a row stands, for people.
pub(super) fn shown_row(row: &RowReport) -> String {
    match &row.sheet {
        Some(sheet) => format!("{sheet} {}", row.row),
        None => row.row.to_string(),
    }
}

/// Row by row, those passed over at the end.
pub(super) fn report_lines(lang: Lang, report: &ImportReport) -> Vec<Line> {
    let held = Held::of(report);
    let rows = report.rows.iter().map(|row| {
        let faults = row.faults.iter().chain(&row.warnings);
        let faults = faults.map(|fault| fault.say(lang));
        let differs = row
            .differs
            .iter()
            .map(|difference| say_difference(lang, row, difference));
        let why = held.why(lang, row).into_iter();
        let said: Vec<String> = why.chain(faults).chain(differs).collect();
        Line {
            sheet: row.sheet.clone().unwrap_or_default(),
            row: row.row.to_string(),
            fate: held.fate(lang, row),
            number: row.number.clone(),
            title: row.title.clone(),
            said: said.join(lang.pick("；", "; ")),
        }
    });
    let passed_over = report.passed_over.iter().map(|passed| Line {
        sheet: passed.sheet.clone().unwrap_or_default(),
        row: passed.row.to_string(),
        fate: lang.pick("略过", "passed over"),
        said: passed.why.say(lang).to_owned(),
        ..Line::default()
    });
    let hidden = report.hidden.iter().map(|part| Line {
        sheet: part.sheet.clone(),
        fate: lang.pick("隐藏", "hidden"),
        said: part.say(lang),
        ..Line::default()
    });
    rows.chain(passed_over).chain(hidden).collect()
}

/// The report as comma-separated text in UTF-8 with a byte order mark, by which spreadsheets know the encoding.
fn csv(lang: Lang, lines: &[Line]) -> String {
    let mut text = "\u{feff}".to_owned();
    let heads = match lang {
        Lang::Zh => ["工作表", "行", "结果", "编号", "名称", "说明"],
        Lang::En => ["sheet", "row", "what happens", "number", "title", "remarks"],
    };
    let mut put = |cells: [&str; 6]| {
        let quoted = cells.map(|cell| {
            let cell = neutralise(cell);
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.into_owned()
            }
        });
        text.push_str(&quoted.join(","));
        text.push_str("\r\n");
    };
    put(heads);
    for line in lines {
        put([
            &line.sheet,
            &line.row,
            line.fate,
            &line.number,
            &line.title,
            &line.said,
        ]);
    }
    text
}

/// Writes the report and says where it is.
///
/// # Errors
/// Where it cannot be written. What became of the list stands: that is said too.
pub(super) fn write_report(
    ctx: &Ctx,
    path: Option<&Path>,
    lines: &[Line],
    became: &Bilingual,
) -> Result<(), Failed> {
    let Some(path) = path else { return Ok(()) };
    let place = path.display();
    match std::fs::write(path, csv(ctx.lang, lines)) {
        Ok(()) if ctx.json => {}
        Ok(()) => {
            let report = ctx.pick("报告", "report");
            output::line(&ctx.lang.label(report, &place.to_string()));
        }
        Err(fault) => {
            let Bilingual { zh, en } = became;
            let Bilingual {
                zh: why_zh,
                en: why,
            } = system(&fault);
            return Err(Failed::of(both!(
                "未能写入报告 {place}：{why_zh}；{zh}",
                "the report {place} was not written: {why}; {en}"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_safe_to_open_and_keeps_its_columns() {
        let lines = [Line {
            row: "3".to_owned(),
            fate: "added",
            title: "=1+1, \"甲\"".to_owned(),
            ..Line::default()
        }];
        let text = csv(Lang::En, &lines);
        let row = text.lines().nth(1).unwrap();
        assert_eq!(row, ",3,added,,\"'=1+1, \"\"甲\"\"\",");
    }
}
