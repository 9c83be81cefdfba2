//! What a list holds besides its entries, told beside what came of them.

use std::path::Path;

use banli_shared::lang::Lang;
use banli_shared::lists::{HiddenPart, HiddenParts, PassedOver, PassedRow, in_sheet};

/// Rows passed over that are named one by one; more are counted.
const NAMED_ROWS: usize = 20;

/// Sheets that are named with what was passed over of them; the rest is counted together.
const NAMED_SHEETS: usize = 5;

/// What to do where the calendar has no holidays for a year that deadlines reach into.
pub(super) const fn without_holidays(lang: Lang) -> &'static str {
    lang.pick(
        "录入该年的放假安排（banli calendar），或加 --plain-weekdays 按周一至周五计",
        "put the holidays of that year in (banli calendar), or count plain weekdays with --plain-weekdays",
    )
}

/// Columns that are not used: those of the first list by their headers, those of further ones with their sheet.
pub(super) fn unused_columns<'a>(
    lang: Lang,
    first: &[String],
    others: impl Iterator<Item = (&'a str, Vec<String>)>,
) -> Vec<String> {
    let others = others.filter(|(_, columns)| !columns.is_empty());
    let others = others.map(|(sheet, columns)| {
        let columns = columns.join(lang.pick("、", ", "));
        match lang {
            Lang::Zh => format!("工作表“{sheet}”的{columns}"),
            Lang::En => format!("{columns} of sheet \"{sheet}\""),
        }
    });
    first.iter().cloned().chain(others).collect()
}

/// What was left, and what was read though somebody may not want it.
pub(super) struct Remarks<'a> {
    /// Columns with a header that nobody knows, as [`unused_columns`] names them.
    pub(super) unused: &'a [String],
    /// What the workbook hides.
    pub(super) hidden: &'a [HiddenPart],
    /// What was done with it.
    pub(super) choice: HiddenParts,
    /// Sheets without a list.
    pub(super) other_sheets: &'a [String],
    /// Rows that hold no entry.
    pub(super) passed_over: &'a [PassedRow],
    /// The file that tells all of this row by row, where one is written.
    pub(super) report: Option<&'a Path>,
}

impl Remarks<'_> {
    /// A line each; none where there is nothing to tell.
    pub(super) fn lines(&self, lang: Lang) -> Vec<String> {
        let comma = lang.pick("、", ", ");
        let mut lines = vec![];
        let mut tell = |what: &str, of: &[String], separator: &str| {
            if !of.is_empty() {
                lines.push(lang.label(what, &of.join(separator)));
            }
        };
        let unused = lang.pick(
            "未使用的列（可用 --map 指定）",
            "columns not used (say what they are with --map)",
        );
        tell(unused, self.unused, comma);
        let done = match self.choice {
            HiddenParts::Read => lang.pick(
                "隐藏的内容（已照常读取，可用 --hidden skip 略去）",
                "hidden, and read (leave it out with --hidden skip)",
            ),
            HiddenParts::Skip => lang.pick("隐藏的内容（已略去）", "hidden, and left out"),
        };
        let parts: Vec<String> = self.hidden.iter().map(|it| it.say(lang)).collect();
        tell(done, &parts, lang.pick("；", "; "));
        let other = lang.pick(
            "未读取的工作表（没有清单的表头）",
            "sheets not read (without the header of a list)",
        );
        tell(other, self.other_sheets, comma);
        tell(
            lang.pick("略过的行", "rows passed over"),
            &self.passed_over(lang),
            comma,
        );
        lines
    }

    /// The rows that hold no entry, each by itself; of many, how many of each sheet.
    fn passed_over(&self, lang: Lang) -> Vec<String> {
        let all = self.passed_over.len();
        if all <= NAMED_ROWS {
            let rows = self.passed_over.iter().map(|passed| {
                let (row, why) = (passed.row.to_string(), passed.why.say(lang));
                let row = in_sheet(passed.sheet.as_deref(), &row, lang);
                lang.bracket(&row, why)
            });
            return rows.collect();
        }
        let mut counts: Vec<(Option<&str>, PassedOver, usize)> = vec![];
        for PassedRow { sheet, why, .. } in self.passed_over {
            let sheet = sheet.as_deref();
            match counts.iter_mut().find(|it| (it.0, it.1) == (sheet, *why)) {
                Some((.., count)) => *count += 1,
                None => counts.push((sheet, *why, 1)),
            }
        }
        let (named, rest) = counts.split_at(counts.len().min(NAMED_SHEETS));
        let rest: usize = rest.iter().map(|(.., count)| count).sum();
        let rows = |count: usize| match (lang, count) {
            (Lang::Zh, _) => format!("{count} 行"),
            (Lang::En, 1) => "1 row".to_owned(),
            (Lang::En, _) => format!("{count} rows"),
        };
        let mut said = vec![match lang {
            Lang::Zh => format!("共 {all} 行"),
            Lang::En => format!("{all} in all"),
        }];
        said.extend(named.iter().map(|(sheet, why, count)| {
            let place = in_sheet(*sheet, &rows(*count), lang);
            lang.bracket(&place, why.say(lang))
        }));
        if rest > 0 {
            said.push(match lang {
                Lang::Zh => format!("其他工作表 {}", rows(rest)),
                Lang::En => format!("{} of other sheets", rows(rest)),
            });
        }
        if self.report.is_some() {
            said.push(
                lang.pick("逐行见报告", "row by row in the report")
                    .to_owned(),
            );
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lang: Lang, passed_over: &[PassedRow], report: Option<&Path>) -> String {
        let remarks = Remarks {
            unused: &[],
            hidden: &[],
            choice: HiddenParts::Read,
            other_sheets: &[],
            passed_over,
            report,
        };
        remarks.lines(lang).join("\n")
    }

    #[test]
    fn many_rows_passed_over_are_counted_by_sheet_and_few_are_named() {
        let rows = |sheet: &str, count: u32| -> Vec<PassedRow> {
            let rows = (2..2 + count).map(|row| PassedRow {
                sheet: Some(sheet.to_owned()),
                row,
                why: PassedOver::Elsewhere,
            });
            rows.collect()
        };
        let report = Some(Path::new("list.report.csv"));
        let few = rows("甲局", 2);
        assert_eq!(
            told(Lang::En, &few, report),
            "rows passed over: sheet \"甲局\", 2 (on a sheet before), sheet \"甲局\", 3 (on a sheet before)"
        );
        let many: Vec<PassedRow> = (1..=8)
            .flat_map(|n| rows(&format!("第{n}局"), 100 + n))
            .collect();
        for (lang, all, first, rest, detail) in [
            (
                Lang::Zh,
                "共 836 行",
                "工作表“第1局”101 行（前面的工作表已有）",
                "其他工作表 321 行",
                "逐行见报告",
            ),
            (
                Lang::En,
                "836 in all",
                "sheet \"第1局\", 101 rows (on a sheet before)",
                "321 rows of other sheets",
                "row by row in the report",
            ),
        ] {
            let said = told(lang, &many, report);
            for part in [all, first, rest, detail] {
                assert!(said.contains(part), "{part}: {said}");
            }
            assert!(said.chars().count() < 400, "{said}");
            assert!(!told(lang, &many, None).contains(detail), "there is none");
        }
    }
}
