//! What a list holds besides its entries, told beside what came of them.

use banli_shared::lang::Lang;
use banli_shared::lists::{HiddenPart, HiddenParts, PassedRow, in_sheet};

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
        let rows = self.passed_over.iter().map(|passed| {
            let (row, why) = (passed.row.to_string(), passed.why.say(lang));
            let row = in_sheet(passed.sheet.as_deref(), &row, lang);
            lang.bracket(&row, why)
        });
        let rows: Vec<String> = rows.collect();
        tell(lang.pick("略过的行", "rows passed over"), &rows, comma);
        lines
    }
}
