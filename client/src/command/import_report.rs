//! What came of a list, as a file that a spreadsheet opens.

use std::path::Path;

use banli_shared::api::FieldFault;
use banli_shared::api::lists::{Difference, ImportQuery, ImportReport, ListOf, RowFate, RowReport};
use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::lists::ProposalColumn;
use banli_shared::text::{Bilingual, neutralise};

use super::remarks::unused_columns;
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
    suggestions: String,
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

/// Which field differs and how, with what corrects it; that names the case by its id where a number may mean another one.
pub(super) fn say_difference(
    lang: Lang,
    row: &RowReport,
    difference: &Difference,
    by_id: bool,
) -> String {
    let said = difference.say(lang);
    // A number alone means the case of the current session, where several have it.
    let case = row.case.as_ref().filter(|_| by_id);
    let named = case.map_or(row.number.as_str(), |case| case.as_str());
    match difference.remedy(named, lang) {
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

/// How many requests of a proposal were read, for people; empty for a unit.
pub(super) fn shown_requests(row: &RowReport) -> String {
    row.suggestions
        .map_or_else(String::new, |count| count.to_string())
}

/// The columns of a list, and of the further ones with it, that are not used.
pub(super) fn unused(lang: Lang, report: &ImportReport) -> Vec<String> {
    let others = report.other_lists.iter();
    let others = others.map(|list| (list.sheet.as_str(), missed(&list.unused)));
    unused_columns(lang, &missed(&report.unused), others)
}

/// Columns of an export of ours that others say too: key proposals have a leader, and the stage tells what is filed.
const OF_AN_EXPORT: [&str; 2] = ["重点", "立案"];

fn is_of_an_export(unused: &[String]) -> bool {
    let mut columns = OF_AN_EXPORT.iter();
    columns.all(|column| unused.iter().any(|header| header == column))
}

/// The headers that somebody may have meant to be read.
pub(super) fn missed(unused: &[String]) -> Vec<String> {
    let is_known = |header: &String| OF_AN_EXPORT.contains(&header.as_str());
    let is_export = is_of_an_export(unused);
    let unused = unused.iter();
    let missed = unused.filter(|header| !(is_export && is_known(header)));
    missed.cloned().collect()
}

/// What the proposals of a list did not get of it: the units it names, a day of their own.
pub(super) fn not_taken(lang: Lang, report: &ImportReport, query: &ImportQuery) -> Vec<String> {
    let is_of_proposals = query.of.unwrap_or(ListOf::Proposals) == ListOf::Proposals;
    if !is_of_proposals || report.added == 0 {
        return vec![];
    }
    let others = report.other_lists.iter();
    let others = others.map(|list| (Some(&*list.sheet), &list.columns));
    let lists: Vec<_> = std::iter::once((None, &report.columns))
        .chain(others)
        .collect();
    let has = |columns: &[(String, String)], wanted: ProposalColumn| {
        columns.iter().any(|(_, field)| field == wanted.code())
    };
    let mut said = vec![];
    let units = [
        ProposalColumn::Lead,
        ProposalColumn::Splits,
        ProposalColumn::CoHandlers,
    ];
    let names_units = |columns: &[(String, String)]| units.iter().any(|unit| has(columns, *unit));
    if !query.hand_over && lists.iter().any(|(_, columns)| names_units(columns)) {
        said.push(
            lang.pick(
                "未交办：清单所列主办、分办、会办单位已记为建议单位（加 --hand-over 可同时交办）",
                "not handed over: the units that the list names are kept as suggestions, each in its role (--hand-over hands over too)",
            )
            .to_owned(),
        );
    }
    let undated = lists
        .iter()
        .filter(|(_, columns)| !has(columns, ProposalColumn::Submitted));
    let undated: Vec<Option<&str>> = undated.map(|(sheet, _)| *sheet).collect();
    // A workbook of several lists of which only some have days.
    let sheets: Vec<&str> = match undated.len() < lists.len() {
        true => undated.iter().copied().flatten().collect(),
        false => vec![],
    };
    let of_sheets = match (sheets.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("工作表“{}”", sheets.join("”“")),
        (false, Lang::En) => format!("sheet \"{}\": ", sheets.join("\", \"")),
    };
    if !undated.is_empty() {
        said.push(match lang {
            Lang::Zh => format!("{of_sheets}没有提交日期列：各行的提交日期按今天登记"),
            Lang::En => {
                format!(
                    "{of_sheets}no column says when proposals were submitted: dated as of today"
                )
            }
        });
    }
    said
}

/// Row by row, those passed over at the end, and then what holds for the whole list.
pub(super) fn report_lines(lang: Lang, report: &ImportReport, query: &ImportQuery) -> Vec<Line> {
    let held = Held::of(report);
    let rows = report.rows.iter().map(|row| {
        let faults = row.faults.iter().chain(&row.warnings);
        let faults = faults.map(|fault| fault.say(lang));
        let differs = row
            .differs
            .iter()
            .map(|difference| say_difference(lang, row, difference, query.session.is_some()));
        let why = held.why(lang, row).into_iter();
        let said: Vec<String> = why.chain(faults).chain(differs).collect();
        Line {
            sheet: row.sheet.clone().unwrap_or_default(),
            row: row.row.to_string(),
            fate: held.fate(lang, row),
            number: row.number.clone(),
            title: row.title.clone(),
            suggestions: shown_requests(row),
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
    let unused = unused(lang, report).into_iter().map(|column| Line {
        fate: lang.pick("未使用的列", "column not used"),
        said: column,
        ..Line::default()
    });
    let whole = not_taken(lang, report, query).into_iter().map(|said| Line {
        fate: lang.pick("整份清单", "whole list"),
        said,
        ..Line::default()
    });
    let besides = passed_over.chain(hidden).chain(unused).chain(whole);
    rows.chain(besides).collect()
}

/// The report as comma-separated text in UTF-8 with a byte order mark, by which spreadsheets know the encoding.
fn csv(lang: Lang, lines: &[Line]) -> String {
    let mut text = "\u{feff}".to_owned();
    let heads = match lang {
        Lang::Zh => ["工作表", "行", "结果", "编号", "名称", "建议数", "说明"],
        Lang::En => [
            "sheet",
            "row",
            "what happens",
            "number",
            "title",
            "suggestions",
            "remarks",
        ],
    };
    let mut put = |cells: [&str; 7]| {
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
            &line.suggestions,
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
    use banli_shared::api::lists::SheetColumns;

    use super::*;

    fn report(columns: &[&str], other: &[&str]) -> ImportReport {
        let fields = |columns: &[&str]| {
            let fields = columns
                .iter()
                .map(|it| ((*it).to_owned(), (*it).to_owned()));
            fields.collect()
        };
        ImportReport {
            kept: true,
            header_row: 1,
            columns: fields(columns),
            unused: vec!["备注".to_owned()],
            hidden: vec![],
            other_sheets: vec![],
            other_lists: vec![SheetColumns {
                sheet: "平时".to_owned(),
                columns: fields(other),
                unused: vec!["领域".to_owned(), "提案日".to_owned()],
            }],
            added: 2,
            changed: 0,
            same: 0,
            bad: 0,
            rows: vec![],
            passed_over: vec![],
        }
    }

    #[test]
    fn what_is_not_taken_of_a_list_is_in_its_report() {
        let query = ImportQuery::default();
        let lines = |columns: &[&str], other: &[&str], query: &ImportQuery| {
            let lines = report_lines(Lang::Zh, &report(columns, other), query);
            lines.into_iter().map(|line| line.said).collect::<Vec<_>>()
        };
        assert_eq!(
            lines(&["title", "submitted"], &["title", "lead"], &query),
            [
                "备注",
                "工作表“平时”的领域、提案日",
                "未交办：清单所列主办、分办、会办单位已记为建议单位（加 --hand-over 可同时交办）",
                "工作表“平时”没有提交日期列：各行的提交日期按今天登记",
            ]
        );
        let hand_over = ImportQuery {
            hand_over: true,
            ..query
        };
        let said = lines(&["title", "lead"], &["title"], &hand_over);
        assert_eq!(said[2..], ["没有提交日期列：各行的提交日期按今天登记"]);
        let dated = ["title", "lead", "submitted"];
        assert_eq!(lines(&dated, &dated, &hand_over).len(), 2);
        let units = ImportQuery {
            of: Some(ListOf::Units),
            ..ImportQuery::default()
        };
        assert_eq!(
            not_taken(Lang::En, &report(&["name"], &[]), &units).len(),
            0
        );
    }

    #[test]
    fn columns_of_an_export_of_ours_are_not_called_unused() {
        let mut export = report(&["title", "submitted"], &["title", "submitted"]);
        export.unused.extend(OF_AN_EXPORT.map(str::to_owned));
        let said = unused(Lang::Zh, &export);
        assert_eq!(said[0], "备注");
        assert!(!said.join("").contains("立案"), "{said:?}");
        // 重点 alone is a column of somebody's own.
        let mut other = report(&["title", "submitted"], &["title", "submitted"]);
        other.unused.push("重点".to_owned());
        assert_eq!(unused(Lang::Zh, &other)[1], "重点");
    }

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
        assert_eq!(row, ",3,added,,\"'=1+1, \"\"甲\"\"\",,");
    }
}
