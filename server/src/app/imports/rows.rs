//! One row of a list: what is done with it, and how its faults are told.

use std::sync::Arc;

use banli_shared::api::lists::ImportQuery;
use banli_shared::api::{FieldFault, NO_HOLIDAYS};
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::case::{Kind, Proposer, ReplyFormat, Timing};
use banli_shared::ids::{IntakeNumber, ProposalNumber, SessionId};
use banli_shared::lang::Lang;
use banli_shared::lists::{ProposalColumn, in_sheet};
use banli_shared::org::Actor;
use banli_shared::profile::Profile;
use banli_shared::text::{Bilingual, clean, truncate};
use banli_shared::workflow::{Command, HandOver, Proposed};

use super::known::Like;
use super::steps::{Does, Step};
use crate::app::cases::Work;
use crate::http::Failure;
use banli_shared::import::Decided;
pub(crate) use banli_shared::import::{ListRow, Renamed};

/// Cells of what a list says that are shown.
const SAID_CELLS: usize = 20;

/// Years from that of the session within which the first digits of a number are taken for one.
const YEARS_APART: u16 = 10;

/// One step of a row: submitted; decided as the list says; handed over where that is asked for. The case that it is merged
/// into is held already.
pub(super) async fn take(
    work: &mut Work<'_>,
    actor: &Actor,
    query: &ImportQuery,
    session: &SessionId,
    (step, row): (&Step, &ListRow),
) -> Result<(), Failure> {
    let id = &step.case;
    if step.does != Does::Finish {
        let proposed = proposed(row);
        let number = row.intake_number.clone().filter(|_| step.keeps_intake);
        let number = number.map(IntakeNumber);
        work.submit(id.clone(), actor, Some(session), &proposed, number.as_ref())
            .await?;
    }
    let world = Arc::clone(&work.world);
    let profile = world.newest_rules(session);
    let profile = profile.ok_or_else(|| Failure::internal("a session has no rules"))?;
    if let Some(said) = row.unknown_ground(profile) {
        return Err(unknown_ground(said, profile));
    }
    for command in row.decisions(query.hand_over, step.into.as_ref(), profile) {
        let is_last = matches!(command, Command::AskRevision(_));
        let is_now = match step.does {
            Does::All => true,
            Does::Begin => !is_last,
            Does::Finish => is_last,
        };
        if is_now {
            work.given = row.number.clone().map(ProposalNumber);
            let done = work.run(actor, id, &command, step.into.as_ref()).await;
            done.map_err(|failure| match (&command, &row.decided.merged_into) {
                (Command::Merge(_), Some(into)) => not_merged(failure, into),
                _ => failure,
            })?;
        }
    }
    if query.hand_over && step.does != Does::Begin && row.is_handed_over() {
        let asked = work.case(id).map(|case| case.suggestions().map(|it| it.no));
        let asked: Vec<_> = asked.into_iter().flatten().collect();
        let command = Command::HandOver(HandOver {
            to: row.hand_over(&asked),
            due: None,
            goal: String::new(),
            visit_required: false,
            reply_format: ReplyFormat::Letter,
            plain_weekdays: query.plain_weekdays,
        });
        work.run(actor, id, &command, None).await?;
    }
    Ok(())
}

fn unknown_ground(said: &str, profile: &Profile) -> Failure {
    let said = truncate(&clean(said), SAID_CELLS);
    let listed = |lang: Lang| {
        let grounds = profile.grounds.iter();
        let grounds = grounds.map(|it| lang.bracket(it.text.say(lang), &it.code));
        grounds.collect::<Vec<_>>().join(lang.pick("；", "; "))
    };
    let (zh, en) = (listed(Lang::Zh), listed(Lang::En));
    let fault = both!(
        "“{said}”不是本届次规则所列的理由；请写其名称或代码：{zh}",
        "`{said}` is no ground that the rules of this session list; write one by its words or its code: {en}"
    );
    Failure::field("/ground", "unknown_ground", fault)
}

/// Why it is not merged into what has this number; what ails the server is left as it is.
fn not_merged(failure: Failure, into: &str) -> Failure {
    if failure.problem.status >= 500 {
        return failure;
    }
    let into = truncate(&clean(into), SAID_CELLS);
    let (zh, en) = (failure.problem.say(Lang::Zh), failure.problem.say(Lang::En));
    let fault = both!(
        "不能并入 {into}：{zh}；请改写编号，或清空此格，导入后再并案",
        "it cannot go into {into}: {en}; write another number, or leave the cell empty and merge it afterwards"
    );
    Failure::field("/merged_into", "not_merged", fault)
}

fn proposed(row: &ListRow) -> Proposed {
    Proposed {
        title: row.title.clone(),
        // A list without texts still makes cases: the title says what it is about.
        body: if row.body.is_empty() {
            row.title.clone()
        } else {
            row.body.clone()
        },
        proposers: row
            .proposers
            .iter()
            .map(|name| Proposer {
                name: name.clone(),
                person: None,
            })
            .collect(),
        kind: row.kind(),
        category: row.category.clone().unwrap_or_default(),
        timing: timing_of(row),
        submitted_on: row.submitted,
        publication: row.publication.unwrap_or_default(),
        suggestions: row.suggestions.clone(),
    }
}

/// Where a row stands, for people.
pub(super) fn place(row: &ListRow) -> Bilingual {
    place_of(row.sheet.as_deref(), row.row)
}

/// A row of a list, for people.
pub(super) fn place_of(sheet: Option<&str>, row: u32) -> Bilingual {
    let Bilingual { zh, en } = both!("第 {row} 行", "row {row}");
    Bilingual::new(
        in_sheet(sheet, &zh, Lang::Zh),
        in_sheet(sheet, &en, Lang::En),
    )
}

/// Taken in, but worth a look.
pub(super) fn alike(row: &ListRow, like: &Like) -> FieldFault {
    let like = match like {
        Like::Case(number) => both!(" {number} ", "{number}"),
        Like::Row(Bilingual { zh, en }, title) => both!("{zh}“{title}”", "{en}, `{title}`"),
    };
    let Bilingual { zh, en } = like;
    let text = both!(
        "案由与{zh}相近，是否重复？",
        "its title is nearly that of {en}: the same proposal twice?"
    );
    FieldFault::in_list(&place(row), "alike", text).at_row(row.sheet.as_deref(), row.row)
}

/// Not taken in, because an earlier row says the same.
pub(super) fn twin(row: &ListRow, other: &Bilingual) -> FieldFault {
    let Bilingual { zh, en } = other;
    let text = match row.decided == Decided::default() {
        true => both!(
            "案由和第一提案人与{zh}相同，只导入前一行",
            "title and first proposer are those of {en}: only that one is taken in"
        ),
        false => both!(
            "案由和第一提案人与{zh}相同，只导入前一行，并按此行所写的立案情况办理",
            "title and first proposer are those of {en}: only that one is taken in, as this row says that it was decided"
        ),
    };
    FieldFault::in_list(&place(row), "twin", text).at_row(row.sheet.as_deref(), row.row)
}

/// Under which name a unit is meant that the row calls by an older one.
pub(super) fn renamed(row: &ListRow, renamed: &Renamed) -> FieldFault {
    let Renamed {
        former,
        until,
        today,
    } = renamed;
    let text = both!(
        "{former} 是曾用名（至 {until}），按 {today} 导入",
        "{former} was its name until {until}; taken as {today}"
    );
    FieldFault::in_list(&place(row), "former_name", text).at_row(row.sheet.as_deref(), row.row)
}

/// As what a proposal is taken by the name of its proposer, where the list says no kind.
pub(super) fn kind_by_name(row: &ListRow, kind: Kind) -> FieldFault {
    let name = truncate(
        &clean(row.proposers.first().map_or("", |it| it)),
        SAID_CELLS,
    );
    let (zh, en) = (kind.say(Lang::Zh), kind.say(Lang::En));
    let text = both!(
        "没有写明提案类型，按提案人“{name}”登记为“{zh}”；如不对，请在提案类型一栏写明，或导入后用 correct 更正",
        "no kind stands there; by its proposer {name} it is taken as `{en}`: if it is not, write its kind, or correct it afterwards"
    );
    FieldFault::in_list(&place(row), "kind_by_name", text).at_row(row.sheet.as_deref(), row.row)
}

/// That a list counts more proposers than it names.
pub(super) fn unnamed(row: &ListRow, said: &str) -> FieldFault {
    let said = truncate(&clean(said), SAID_CELLS);
    let count = row.proposers.len();
    let text = both!(
        "“{said}”没有写明姓名，只登记了 {count} 名提案人；请在清单中写出其余提案人，或导入后用 correct 更正提案人",
        "`{said}` names nobody and {count} of the proposers is on record: name the others in the list, or correct the proposers afterwards"
    );
    FieldFault::in_list(&place(row), "unnamed_proposers", text)
        .at_row(row.sheet.as_deref(), row.row)
}

/// That nothing is kept of what each unit answers while the row is not handed over.
pub(super) fn parts_not_kept(row: &ListRow) -> FieldFault {
    let text = both!(
        "各单位答复哪些建议要在交办时登记，没有保存；请加 --hand-over，或导入后用 banli hand-over --from 按同一清单交办",
        "which suggestions each unit answers goes on record with a hand-over and is not kept: add --hand-over, or hand over by the same list afterwards with banli hand-over --from"
    );
    FieldFault::in_list(&place(row), "parts_not_kept", text).at_row(row.sheet.as_deref(), row.row)
}

/// That a proposal counts as submitted in session (大会), and its day is after the close of the session.
pub(super) fn late(row: &ListRow, closed_on: Date) -> Option<FieldFault> {
    let is_in_session = timing_of(row) == Timing::InSession;
    let day = row
        .submitted
        .filter(|day| is_in_session && *day > closed_on)?;
    let text = both!(
        "按“大会”登记，而提交日期 {day} 在闭幕（{closed_on}）之后，办理期限会不同；如属平时提案，请在提交时段一栏写“平时”",
        "taken as in session, and its day {day} is after the close ({closed_on}), which moves the deadline: if it was not, write `between sessions` as its timing"
    );
    let fault = FieldFault::in_list(&place(row), "after_the_close", text);
    Some(fault.at_row(row.sheet.as_deref(), row.row))
}

/// That a number begins with the year of another session than the one it goes into.
pub(super) fn of_other_year(row: &ListRow, here: i16) -> Option<FieldFault> {
    let number = row.number.as_deref()?;
    let is_long = number.len() > 6 && number.bytes().all(|byte| byte.is_ascii_digit());
    let year = number.get(..4).filter(|_| is_long)?.parse::<i16>().ok()?;
    // Further away it is no year.
    if year == here || year.abs_diff(here) > YEARS_APART {
        return None;
    }
    let text = both!(
        "提案号 {number} 以 {year} 年开头，而导入的是 {here} 年的届次；如属另一届次，请用 --session 指定",
        "its number {number} begins with {year}, and the session that it goes into is of {here}: if it belongs to another, say so with --session"
    );
    let fault = FieldFault::in_list(&place(row), "number_of_other_year", text);
    Some(fault.at_row(row.sheet.as_deref(), row.row))
}

/// Most digits of a number that has no year in it.
const SHORT_DIGITS: usize = 5;
/// Rows with such a number that are named.
const SHORT_NAMED: usize = 5;

/// That numbers of new rows, each with its place in the report, have neither year nor the length of those that are given
/// here: said once, of the first such row.
pub(super) fn short_numbers<'r>(
    rows: impl Iterator<Item = (usize, &'r ListRow)>,
    year: i16,
) -> Option<(usize, FieldFault)> {
    let is_short = |number: &str| {
        number.len() <= SHORT_DIGITS && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let short = rows.filter_map(|(index, row)| {
        let number = row.number.as_deref().filter(|number| is_short(number))?;
        Some((index, row, number))
    });
    let short: Vec<(usize, &ListRow, &str)> = short.collect();
    let (index, first, number) = short.first()?;
    let usual = number
        .parse::<u32>()
        .ok()
        .map(|no| format!("{year}{no:04}"))?;
    let named = short.iter().take(SHORT_NAMED).map(|(.., no)| *no);
    let named: Vec<&str> = named.collect();
    let (zh, en, count) = (named.join("、"), named.join(", "), short.len());
    let (zh, en) = match count > SHORT_NAMED {
        true => (format!("{zh} 等"), format!("{en} and others")),
        false => (zh, en),
    };
    let text = both!(
        "提案号没有年份的有 {count} 件（{zh}），已照写登记；系统按“年份+四位序号”编号（如 {usual}），如应统一，请改正清单后再导入",
        "numbers without a year ({count}: {en}) are kept as they stand, and those given here have one ({usual}): where \
         they should, mend the list before it is taken in"
    );
    let fault = FieldFault::in_list(&place(first), "short_number", text);
    let fault = fault.at_row(first.sheet.as_deref(), first.row);
    Some((*index, fault))
}

fn timing_of(row: &ListRow) -> Timing {
    row.timing.unwrap_or(Timing::InSession)
}

/// What becomes of the rows beside one that is refused: in a trial, and where the list was accepted.
pub(super) fn nothing_changed() -> Bilingual {
    both!("未作任何改动", "nothing was changed")
}

/// As [`nothing_changed`].
pub(super) fn taken_before() -> Bilingual {
    both!(
        "在此之前处理的行已导入；改正后请再次导入整份清单",
        "what was taken in before it stays; mend it and give the list again"
    )
}

/// The column of a list that says what a pointer is to.
fn column_of(pointer: &str) -> Option<ProposalColumn> {
    let mut parts = pointer.split('/');
    parts.find_map(|part| match part {
        "submitted_on" => Some(ProposalColumn::Submitted),
        part => part.parse().ok(),
    })
}

/// The failure of a row, with what became of the others.
pub(super) fn in_row(mut failure: Failure, row: &ListRow, others: &Bilingual) -> Failure {
    let place = place(row);
    let problem = &mut failure.problem;
    for fault in &mut problem.errors {
        let (place, said) = match column_of(&fault.pointer) {
            Some(column) => {
                let Bilingual { zh, en } = &place;
                let (zh_name, en_name) = (column.say(Lang::Zh), column.say(Lang::En));
                let said = Bilingual::new(fault.bare(Lang::Zh), fault.bare(Lang::En));
                (both!("{zh}（{zh_name}）", "{en} ({en_name})"), said)
            }
            None => {
                let said = Bilingual::new(fault.say(Lang::Zh), fault.say(Lang::En));
                (place.clone(), said)
            }
        };
        *fault = FieldFault::in_list(&place, &fault.code, said);
    }
    if problem.errors.is_empty() {
        let said = Bilingual::new(problem.say(Lang::Zh), problem.say(Lang::En));
        let code = match problem.lacks_holidays() {
            true => NO_HOLIDAYS,
            false => problem.code.code(),
        };
        let fault = FieldFault::in_list(&place, code, said);
        problem.errors.push(fault);
    }
    for fault in &mut problem.errors {
        *fault = fault.clone().at_row(row.sheet.as_deref(), row.row);
    }
    problem.reword(|said| {
        let (zh, en) = (said.zh, said.en);
        let (row_zh, row_en) = (place.zh, place.en);
        let (others_zh, others_en) = (&others.zh, &others.en);
        both!("{row_zh}：{zh}；{others_zh}", "{row_en}: {en}; {others_en}")
    });
    failure
}
