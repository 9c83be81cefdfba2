//! `hand-over --from`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use banli_shared::api::lists::{ColumnNamesQuery, ListColumnNames};
use banli_shared::api::sessions::ListSessions;
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::import::{
    ColumnMap, HandOverRow, ReadList, ReadOptions, Renamed, read_hand_over,
};
use banli_shared::lists::{
    CellFault, CellProblem, ColumnUse, FileFault, HandOverColumn, HiddenParts, in_sheet,
};
use banli_shared::org::UnitNames;
use banli_shared::text::Bilingual;
use banli_shared::{both, lang::Lang};

use super::{HandOverArgs, Line};
use crate::command::remarks::{Remarks, unused_columns};
use crate::command::{Ctx, Failed, files};
use crate::output;

/// Bytes of a list.
const MOST: usize = 16 << 20;

/// What a list says; rows with faults are refused with them. What it holds besides is told.
pub(super) async fn read(
    ctx: &Ctx,
    file: &Path,
    args: &HandOverArgs,
    units: &UnitNames,
) -> Result<Vec<Line>, Failed> {
    let bytes = files::bytes_or_input(file, MOST)?;
    let map = ColumnMap::<HandOverColumn>::parse(args.map.as_deref().unwrap_or_default())
        .map_err(|fault| failed(file, &fault))?;
    // What the office said of its lists of proposals holds for these too.
    let kept = ctx
        .client
        .call::<ListColumnNames>(&(), &ColumnNamesQuery::default(), &Nothing)
        .await;
    let Json(kept) = kept.map_err(|failure| ctx.failed(&failure))?;
    let kept = kept.items.iter();
    let kept = kept.map(|name| (name.header.as_str(), name.field.as_str()));
    let sessions = ctx.client.call::<ListSessions>(&(), &NoQuery {}, &Nothing);
    let Json(sessions) = sessions.await.map_err(|failure| ctx.failed(&failure))?;
    let mut sessions = sessions.items.iter();
    let options = ReadOptions {
        map: map.remembering(kept),
        sheet: args.sheet.clone(),
        hidden: args.hidden.unwrap_or(HiddenParts::Read),
        year: sessions.find(|it| it.current).map(|it| it.year),
        ..ReadOptions::default()
    };
    let list = read_hand_over(&bytes, &options, units).map_err(|fault| failed(file, &fault))?;
    let unused = |columns: &[ColumnUse]| -> Vec<String> {
        let unused = columns.iter().filter(|column| column.field.is_none());
        unused.map(|column| column.header.clone()).collect()
    };
    let others = list.other_lists.iter();
    let others = others.map(|(sheet, columns)| (sheet.as_str(), unused(columns)));
    let unused = unused_columns(ctx.lang, &unused(&list.columns), others);
    let remarks = Remarks {
        unused: &unused,
        hidden: &list.hidden,
        choice: options.hidden,
        other_sheets: &list.other_sheets,
        passed_over: &list.passed_over,
        report: None,
    };
    for line in remarks.lines(ctx.lang) {
        output::aside(&line);
    }
    for row in &list.rows {
        let place = in_sheet(row.sheet.as_deref(), &row.row.to_string(), ctx.lang);
        for Renamed {
            former,
            until,
            today,
        } in &row.renamed
        {
            output::aside(&match ctx.lang {
                Lang::Zh => format!("{place}：{former} 是曾用名（至 {until}），按 {today} 交办"),
                Lang::En => {
                    format!("{place}: {former} was its name until {until}; taken as {today}")
                }
            });
        }
    }
    let said = |problem: &CellProblem| {
        let (place, why) = (problem.place(ctx.lang), problem.explain(ctx.lang));
        ctx.lang.label(&place, &why)
    };
    for warning in &list.warnings {
        output::aside(&said(warning));
    }
    let unread = list.warnings.iter();
    let unread = unread.filter(|it| it.fault == CellFault::NoHeader);
    match (unread.count(), ctx.lang) {
        (0, _) => {}
        (count, Lang::Zh) => output::aside(&format!("有未读取内容的行：{count}")),
        (count, Lang::En) => output::aside(&format!("rows with cells not read: {count}")),
    }
    Ok(lines(ctx.lang, list))
}

fn lines(lang: Lang, list: ReadList<HandOverRow>) -> Vec<Line> {
    let rows = list.rows.iter();
    let rows: BTreeSet<_> = rows.map(|row| (row.sheet.clone(), row.row)).collect();
    let mut faults: BTreeMap<(Option<String>, u32), Vec<String>> = BTreeMap::new();
    for problem in &list.problems {
        let said = format!(
            "{}{}{}",
            problem.place(lang),
            lang.pick("：", ": "),
            problem.explain(lang)
        );
        // A fault below the first row of a proposal belongs to that proposal.
        let at = (problem.sheet.clone(), problem.row);
        let at = rows.range(..=&at).next_back().cloned().unwrap_or(at);
        faults.entry(at).or_default().push(said);
    }
    let lines = list.rows.into_iter().map(|row| {
        let at = (row.sheet, row.row);
        let refused = faults.remove(&at).map(|it| it.join(lang.pick("；", "; ")));
        Line {
            sheet: at.0,
            row: Some(at.1),
            proposal: row.number,
            title: row.title,
            to: row.to,
            suggested: None,
            due: None,
            began: vec![],
            refused,
        }
    });
    lines.collect()
}

/// A contradiction of the options is a fault of usage, all else one of the file.
fn failed(file: &Path, fault: &FileFault) -> Failed {
    let said = Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En));
    Failed {
        code: match fault {
            FileFault::HiddenSheet { .. } | FileFault::BadMapping { .. } => 2,
            _ => 1,
        },
        ..named(file, said)
    }
}

fn named(file: &Path, said: Bilingual) -> Failed {
    let (file, Bilingual { zh, en }) = (file.display(), said);
    Failed::of(both!("{file}：{zh}", "{file}: {en}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_below_the_first_row_of_a_proposal_is_one_of_that_proposal() {
        let row = |row, number: &str| HandOverRow {
            sheet: None,
            row,
            number: number.to_owned(),
            title: String::new(),
            to: vec![],
            renamed: vec![],
        };
        let list = ReadList {
            header_row: 1,
            columns: vec![],
            other_lists: vec![],
            rows: vec![row(2, "1"), row(4, "2")],
            hidden: vec![],
            other_sheets: vec![],
            passed_over: vec![],
            problems: vec![CellProblem {
                sheet: None,
                row: 3,
                column: Some("C".to_owned()),
                field: "co_handlers".to_owned(),
                fault: CellFault::UnknownUnit,
                found: "市乙局".to_owned(),
                suggestions: vec![],
                detail: None,
            }],
            warnings: vec![],
        };
        let refused: Vec<bool> = lines(Lang::En, list)
            .iter()
            .map(|line| line.refused.is_some())
            .collect();
        assert_eq!(refused, [true, false]);
    }
}
