//! `import`, and `unit import` which reads lists the same way.

use std::path::{Path, PathBuf};
use std::time::Duration;

use banli_shared::api::lists::{Import, ImportQuery, ImportReport, ListOf, RowFate};
use banli_shared::api::{Bytes, FieldFault, Json, NO_HOLIDAYS, Payload, Problem, ProblemCode};
use banli_shared::both;
use banli_shared::ids::SessionId;
use banli_shared::lang::Lang;
use banli_shared::lists::{CellFault, HiddenParts};
use banli_shared::text::Bilingual;

use super::files::{self, never_over};
use super::import_ask::{ask, can_ask, unknown};
use super::import_report::{
    Held, Line, held_back, not_taken, report_lines, say_difference, shown_requests, shown_row,
    unused, write_report,
};
use super::import_send::{Unsent, send};
use super::remarks::{Remarks, without_holidays};
use super::{Ctx, Failed};
use crate::api::ApiFailure;
use crate::output::{self, Table, names, whole};

#[derive(Debug, clap::Args)]
pub(super) struct ImportArgs {
    /// The list: .csv, .xlsx or .json.
    list: PathBuf,
    /// Columns by name where the usual names do not do: 提案号=number,案由=title.
    #[arg(long)]
    map: Option<String>,
    /// Keep what --map says for the lists that come after; a trial keeps nothing.
    #[arg(long, requires = "map")]
    remember: bool,
    /// Do not ask what unknown columns are.
    #[arg(long)]
    no_ask: bool,
    /// Only this sheet of a workbook.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// What is done with hidden sheets, columns and rows: read or skip; both are told.
    #[arg(long, value_name = "WHAT", value_parser = hidden_parts)]
    hidden: Option<HiddenParts>,
    /// Also file and hand over each proposal whose units the list names, unless it was decided otherwise.
    #[arg(long)]
    hand_over: bool,
    /// Where the calendar has no data for a year: count plain weekdays.
    #[arg(long, requires = "hand_over")]
    plain_weekdays: bool,
    /// Say row by row what would happen, keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// Into this session; the current one where left out.
    #[arg(long)]
    session: Option<String>,
    #[command(flatten)]
    report: ReportArgs,
}

/// Bytes that the server takes.
const MOST: usize = <Bytes as Payload>::MAX_BYTES;

/// One of the words.
pub(super) fn hidden_parts(text: &str) -> Result<HiddenParts, String> {
    text.parse().map_err(|_| "read | skip".to_owned())
}

/// Where to write what came of a list.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArgs {
    /// Write the report into this file instead of beside the list.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write no report.
    #[arg(long, conflicts_with = "report")]
    no_report: bool,
    /// Where the connection breaks off on the way: ask so many seconds for what became of the list.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    wait: u64,
}

impl ReportArgs {
    /// Beside `LIST.xlsx` it is `LIST.report.csv`; never the list itself.
    fn place(self, list: &Path) -> Result<Option<PathBuf>, Failed> {
        if self.no_report {
            return Ok(None);
        }
        let beside = || list.with_extension("report.csv");
        let place = self.report.unwrap_or_else(beside);
        never_over(&place, list)?;
        Ok(Some(place))
    }
}

pub(super) async fn run(ctx: &Ctx, args: ImportArgs) -> Result<(), Failed> {
    let query = ImportQuery {
        of: Some(ListOf::Proposals),
        session: args.session.map(SessionId),
        map: args.map,
        remember: args.remember,
        sheet: args.sheet,
        hidden: args.hidden,
        hand_over: args.hand_over,
        plain_weekdays: args.plain_weekdays,
        dry_run: args.dry_run,
    };
    import(ctx, &args.list, query, !args.no_ask, args.report).await
}

/// Sends a list and shows what came of it. A trial with bad rows ends with code 1.
pub(super) async fn import(
    ctx: &Ctx,
    list: &Path,
    mut query: ImportQuery,
    may_ask: bool,
    args: ReportArgs,
) -> Result<(), Failed> {
    let wait = args.wait;
    let report_into = args.place(list)?;
    let bytes = files::bytes(list, MOST)?;
    if may_ask && can_ask(ctx) {
        let headers = unknown(&trial(ctx, &query, &bytes).await);
        ask(ctx, &mut query, &headers)?;
    }
    let query = &query;
    let patience = Duration::from_secs(wait);
    let report = match send(ctx, list, query, &bytes, patience).await {
        Ok(report) => report,
        Err(Unsent::Unknown(failed)) => return Err(failed),
        Err(Unsent::Refused(failure)) => {
            // What the list was refused for is easier to work off from a file.
            let lines = lines_of_refused(ctx, query, &bytes, &failure).await;
            if !lines.is_empty() && report_into.is_some() {
                let became = both!("清单未被接收", "the list was refused");
                let report = write_report(ctx, report_into.as_deref(), &lines, &became);
                if let Err(fault) = report {
                    output::aside(fault.text.say(ctx.lang));
                }
            }
            return Err(refused(ctx, list, &failure));
        }
    };
    show(ctx, &report, query, report_into.as_deref());
    let lines = report_lines(ctx.lang, &report, query);
    let became = match query.dry_run {
        true => both!("这是试运行，没有保存", "this was a trial, nothing was kept"),
        false => both!(
            "清单已按上面所示导入",
            "the list was taken in as shown above"
        ),
    };
    let written = write_report(ctx, report_into.as_deref(), &lines, &became);
    let bad = report
        .rows
        .iter()
        .filter(|row| row.fate == RowFate::Bad)
        .count();
    if bad > 0 {
        let mut faults = report.rows.iter().flat_map(|row| &row.faults);
        if faults.any(|fault| fault.code == NO_HOLIDAYS) {
            output::aside(without_holidays(ctx.lang));
        }
        if let Err(fault) = &written {
            output::aside(fault.text.say(ctx.lang));
        }
        return Err(Failed::new(match ctx.lang {
            Lang::Zh => format!("有 {bad} 行不能导入，请改正后重试"),
            Lang::En => {
                let rows = if bad == 1 { "row" } else { "rows" };
                format!("{bad} {rows} cannot be taken in; correct and try again")
            }
        }));
    }
    written
}

/// What would come of a list; nothing is kept.
async fn trial(ctx: &Ctx, query: &ImportQuery, bytes: &[u8]) -> Result<ImportReport, ApiFailure> {
    let query = ImportQuery {
        dry_run: true,
        remember: false,
        ..query.clone()
    };
    let bytes = Bytes(bytes.to_vec());
    let tried = ctx.client.call::<Import>(&(), &query, &bytes).await;
    tried.map(|Json(report)| report)
}

/// The lines of the report of a list that was refused: those of a trial, which tells of every row, or the faults alone where
/// it finds none or there is no answer.
async fn lines_of_refused(
    ctx: &Ctx,
    query: &ImportQuery,
    bytes: &[u8],
    failure: &ApiFailure,
) -> Vec<Line> {
    let faults = || failure.problem.iter().flat_map(|problem| &problem.errors);
    if faults().any(|fault| fault.at.is_some())
        && let Ok(report) = trial(ctx, query, bytes).await
        && report.bad > 0
    {
        return report_lines(ctx.lang, &report, query);
    }
    faults()
        .map(|fault| Line::of_fault(ctx.lang, fault))
        .collect()
}

/// Rows whose differences are shown; the report has all.
const SHOWN_ROWS: usize = 20;

/// Rows that are there already and say something else, or change what is there.
fn show_differences(ctx: &Ctx, report: &ImportReport, by_id: bool) {
    let rows = report.rows.iter().filter(|row| !row.differs.is_empty());
    let (changed, left): (Vec<_>, Vec<_>) = rows.partition(|row| row.fate == RowFate::Changed);
    for (rows, zh, en) in [
        (
            left,
            "已存在而内容不同的（未作改动）",
            "there already, and different (left as they are)",
        ),
        (changed, "更新的", "changed"),
    ] {
        if rows.is_empty() {
            continue;
        }
        let count = rows.len();
        output::line(&match ctx.lang {
            Lang::Zh => format!("{zh} {count} 行："),
            Lang::En => format!("{en}: {count}"),
        });
        for row in rows.iter().take(SHOWN_ROWS) {
            for difference in &row.differs {
                let (at, number) = (shown_row(row), &row.number);
                let said = say_difference(ctx.lang, row, difference, by_id);
                output::line(&format!("  {at} {number} {said}"));
            }
        }
        if let Some(more) = count.checked_sub(SHOWN_ROWS).filter(|more| *more > 0) {
            output::line(&match ctx.lang {
                Lang::Zh => format!("  另有 {more} 行，见报告"),
                Lang::En => format!("  and {more} more, in the report"),
            });
        }
    }
}

/// Options that contradict each other are a fault of usage, though only the server sees it.
fn refused(ctx: &Ctx, list: &Path, failure: &ApiFailure) -> Failed {
    let mut faults = failure.problem.iter().flat_map(|problem| &problem.errors);
    let failed = ctx.failed(failure);
    if faults.any(|fault| fault.code == "hidden_sheet") {
        return Failed { code: 2, ..failed };
    }
    if failure
        .problem
        .as_ref()
        .is_some_and(|problem| problem.lacks_holidays())
    {
        output::aside(without_holidays(ctx.lang));
    }
    let is_of_file = |problem: &Problem| {
        let mut faults = problem.errors.iter();
        problem.code == ProblemCode::BadList && faults.all(|fault| fault.at.is_none())
    };
    match failure.problem.as_deref().is_some_and(is_of_file) {
        // What is wrong is wrong with the file as a whole.
        true => {
            let (place, Bilingual { zh, en }) = (list.display(), failed.text);
            Failed {
                text: both!("{place}：{zh}", "{place}: {en}"),
                ..failed
            }
        }
        false => failed,
    }
}

fn show(ctx: &Ctx, report: &ImportReport, query: &ImportQuery, written: Option<&Path>) {
    let trial = query.dry_run;
    if ctx.json {
        output::json(report);
        return;
    }
    if trial {
        let is_of_proposals = report.rows.iter().any(|row| row.suggestions.is_some());
        let suggestions = is_of_proposals.then(|| whole("建议数", "suggestions"));
        let columns = [
            whole("行", "row"),
            whole("结果", "what happens"),
            whole("编号", "number"),
            names("名称", "title"),
        ];
        let mut table = Table::new(ctx.lang, columns.into_iter().chain(suggestions));
        let held = Held::of(report);
        for row in &report.rows {
            table.row([
                shown_row(row),
                held.fate(ctx.lang, row).to_owned(),
                row.number.clone(),
                row.title.clone(),
                shown_requests(row),
            ]);
        }
        table.print();
        for fault in report.rows.iter().flat_map(|row| &row.faults) {
            output::prose(&fault.say(ctx.lang));
        }
    }
    show_differences(ctx, report, query.session.is_some());
    for warning in report.rows.iter().flat_map(|row| &row.warnings) {
        let look = ctx.pick("请核对", "look at");
        output::prose(&ctx.lang.label(look, &warning.say(ctx.lang)));
    }
    for said in not_taken(ctx.lang, report, query) {
        output::prose(&said);
    }
    let remarks = Remarks {
        unused: &unused(ctx.lang, report),
        hidden: &report.hidden,
        choice: query.hidden.unwrap_or(HiddenParts::Read),
        other_sheets: &report.other_sheets,
        passed_over: &report.passed_over,
        report: written,
    };
    for line in remarks.lines(ctx.lang) {
        output::prose(&line);
    }
    output::line(&totals(ctx.lang, report, trial));
}

/// How many rows of each fate, as they are marked: where some have faults no other is taken in.
fn totals(lang: Lang, report: &ImportReport, trial: bool) -> String {
    let ImportReport {
        added,
        changed,
        same,
        bad,
        ..
    } = *report;
    let (comma, rows) = (lang.pick("，", ", "), lang.pick(" 行", ""));
    let taken = match Held::of(report).is_any() {
        true => format!("{} {}{rows}", held_back(lang), added + changed),
        false => {
            let (new, other) = (RowFate::Added.say(lang), RowFate::Changed.say(lang));
            format!("{new} {added}{rows}{comma}{other} {changed}{rows}")
        }
    };
    let faulty = match bad {
        0 => String::new(),
        bad => format!("{comma}{} {bad}{rows}", RowFate::Bad.say(lang)),
    };
    let kept = match trial {
        true => lang.pick("（试运行，未保存）", " (a trial, nothing was kept)"),
        false => "",
    };
    let there = RowFate::Same.say(lang);
    let of_unread = |fault: &FieldFault| fault.code == CellFault::NoHeader.code();
    let unread = report.rows.iter();
    let unread = unread.filter(|row| row.warnings.iter().any(of_unread));
    let unread = match (unread.count(), lang) {
        (0, _) => String::new(),
        (count, Lang::Zh) => format!("{comma}有未读取内容 {count} 行"),
        (count, Lang::En) => format!("{comma}with cells not read {count}"),
    };
    format!("{taken}{comma}{there} {same}{rows}{faulty}{unread}{kept}")
}
