//! `calendar`: working days and deadlines, shown, counted and changed.

use std::path::{Path, PathBuf};

use banli_shared::api::calendars::{
    CalendarView, DeadlineMove, GetCalendar, ListMoves, NewCalendar, PutCalendar,
};
use banli_shared::api::proposals::{ProposalRef, RunCommand};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::both;
use banli_shared::calendar::{
    BeyondData, Calendar, CalendarFault, Date, DeadlineRule, OfficeCalendar, Term,
};
use banli_shared::lang::Lang;
use banli_shared::workflow::{Command, On};

use super::{Ctx, Failed, files};
use crate::output::{self, Table, names, sentences, whole};

/// Longest file of days, in bytes.
const LONGEST_FILE: u64 = 500_000;

#[derive(Debug, clap::Subcommand)]
pub(super) enum CalendarCmd {
    /// Holidays and make-up workdays of a year, and the office's own days.
    Show {
        /// The year; every one where left out.
        year: Option<i16>,
    },
    /// The office's part of the calendar as TOML, to start from.
    Office,
    /// Count a deadline and say how: `count 2023-03-31 --working-days 3`.
    Count {
        /// The day from which it runs; it does not count itself.
        from: Date,
        #[command(flatten)]
        term: TermArgs,
        /// Stay on a day off where the term ends there.
        #[arg(long)]
        no_roll: bool,
        /// Count plain weekdays in years that have no data.
        #[arg(long)]
        plain_weekdays: bool,
    },
    /// Make a file the office's part of the calendar, and say which open deadlines it would move.
    Put {
        /// The file, TOML: `[[notices]]` and `[[local]]`.
        file: PathBuf,
        /// Why, for the record.
        #[arg(long)]
        note: String,
        /// Say what would happen, keep nothing.
        #[arg(long)]
        dry_run: bool,
        /// Also where years or days that are there now are not in the file: they go.
        #[arg(long)]
        replace: bool,
    },
    /// Say what is wrong with such a file; nothing is sent.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Open deadlines that the calendar has on another day now.
    Moves {
        /// Move them all, each on record.
        #[arg(long)]
        apply: bool,
    },
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct TermArgs {
    /// So many working days.
    #[arg(long)]
    working_days: Option<u16>,
    /// So many days of any kind.
    #[arg(long)]
    calendar_days: Option<u16>,
    /// So many months.
    #[arg(long)]
    months: Option<u16>,
    /// Until this date: how many working days that is.
    #[arg(long)]
    until: Option<Date>,
}

fn check(ctx: &Ctx, file: &Path) -> Result<(), Failed> {
    let text = files::text(ctx, file, LONGEST_FILE)?;
    let office = OfficeCalendar::from_toml(&text).map_err(|fault| {
        let fault = fault.both();
        Failed::new(
            ctx.lang
                .label(&file.display().to_string(), fault.say(ctx.lang)),
        )
    })?;
    let years: Vec<String> = office
        .notices
        .iter()
        .map(|notice| notice.year.to_string())
        .collect();
    let (years, local) = (years.join(ctx.pick("、", ", ")), office.local.len());
    output::line(&match (ctx.lang, years.is_empty()) {
        (Lang::Zh, true) => format!("没有错误：没有放假安排，本地日期 {local} 天"),
        (Lang::Zh, false) => format!("没有错误：{years} 年放假安排，本地日期 {local} 天"),
        (Lang::En, true) => {
            format!(
                "nothing is wrong with it: no arrangements of holidays, {local} days of its own"
            )
        }
        (Lang::En, false) => {
            format!("nothing is wrong with it: arrangements of {years}, {local} days of its own")
        }
    });
    Ok(())
}

pub(super) async fn calendar(ctx: &Ctx, command: CalendarCmd) -> Result<(), Failed> {
    match command {
        CalendarCmd::Show { year } => show(ctx, year).await,
        CalendarCmd::Office => {
            let view = get(ctx).await?;
            let text = view
                .office
                .to_toml()
                .map_err(|fault| Failed::new(fault.to_string()))?;
            output::lines(text.trim_end());
            Ok(())
        }
        CalendarCmd::Count {
            from,
            term,
            no_roll,
            plain_weekdays,
        } => count(ctx, from, &term, !no_roll, plain_weekdays).await,
        CalendarCmd::Put {
            file,
            note,
            dry_run,
            replace,
        } => put(ctx, &file, note, DryRun { dry_run }, replace).await,
        CalendarCmd::Check { file } => check(ctx, &file),
        CalendarCmd::Moves { apply } => moves(ctx, apply).await,
    }
}

async fn get(ctx: &Ctx) -> Result<CalendarView, Failed> {
    let got = ctx
        .client
        .call::<GetCalendar>(&(), &NoQuery {}, &Nothing)
        .await;
    Ok(got.map_err(|failure| ctx.failed(&failure))?.0)
}

async fn show(ctx: &Ctx, year: Option<i16>) -> Result<(), Failed> {
    let view = get(ctx).await?;
    if ctx.json {
        output::json(&view);
        return Ok(());
    }
    output::line(&format!(
        "{} {}",
        ctx.pick("日历版本", "calendar"),
        view.table.revision
    ));
    let mut table = Table::new(
        ctx.lang,
        [
            whole("年份", "year"),
            names("节日", "holiday"),
            whole("放假", "days off"),
            sentences("调休上班", "worked instead"),
        ],
    );
    let wanted = |of: i16| year.is_none_or(|year| year == of);
    for notice in view.table.notices.iter().filter(|it| wanted(it.year)) {
        for holiday in &notice.holidays {
            let worked: Vec<String> = holiday.make_up.iter().map(Date::to_string).collect();
            table.row([
                notice.year.to_string().as_str(),
                ctx.pick(&holiday.zh, &holiday.en),
                &format!("{} - {}", holiday.from, holiday.to),
                &worked.join(ctx.pick("、", ", ")),
            ]);
        }
    }
    for day in view.table.local.iter().filter(|it| wanted(it.date.year())) {
        let (off, worked) = if day.works {
            (String::new(), day.date.to_string())
        } else {
            (day.date.to_string(), String::new())
        };
        table.row([
            day.date.year().to_string().as_str(),
            ctx.pick(&day.name.zh, &day.name.en),
            &off,
            &worked,
        ]);
    }
    table.print();
    if let Some(year) = year
        && !view.table.notices.iter().any(|notice| notice.year == year)
    {
        return Err(Failed::new(ctx.lang.label(
            &year.to_string(),
            ctx.pick(
                "日历中没有这一年的放假安排；公布后用 banli calendar put 补录",
                "no arrangement of this year is in the calendar; add it with `banli calendar put` when it is published",
            ),
        )));
    }
    Ok(())
}

async fn count(
    ctx: &Ctx,
    from: Date,
    term: &TermArgs,
    roll_forward: bool,
    plain_weekdays: bool,
) -> Result<(), Failed> {
    let view = get(ctx).await?;
    let calendar =
        Calendar::new(&view.table).map_err(|fault| Failed::new(fault.both().say(ctx.lang)))?;
    let beyond = if plain_weekdays {
        BeyondData::CountPlainWeekdays
    } else {
        BeyondData::Refuse
    };
    if let Some(until) = term.until {
        let days = calendar
            .working_days_between(from, until, beyond)
            .map_err(|fault| Failed::new(uncounted(ctx.lang, fault)))?;
        if ctx.json {
            output::json(&days.value);
            return Ok(());
        }
        let (days, count) = (days.value, days.value.unsigned_abs());
        output::line(&match ctx.lang {
            Lang::Zh if days < 0 => format!("{count} 个工作日（{until} 早于 {from}）"),
            Lang::Zh => format!("{count} 个工作日"),
            Lang::En => {
                let of = if count == 1 {
                    "working day"
                } else {
                    "working days"
                };
                match days {
                    ..0 => format!("{count} {of} ({until} is before {from})"),
                    0.. => format!("{count} {of}"),
                }
            }
        });
        return Ok(());
    }
    let term = match (term.working_days, term.calendar_days, term.months) {
        (Some(days), _, _) => Term::WorkingDays(days),
        (_, Some(days), _) => Term::CalendarDays(days),
        (_, _, months) => Term::Months(months.unwrap_or_default()),
    };
    let rule = DeadlineRule { term, roll_forward };
    let deadline = calendar
        .deadline(from, rule, beyond)
        .map_err(|fault| Failed::new(uncounted(ctx.lang, fault)))?;
    if ctx.json {
        output::json(&deadline);
        return Ok(());
    }
    for step in &deadline.steps {
        output::line(&format!("  {}", step.say(ctx.lang)));
    }
    if deadline.plain_weekdays {
        output::line(ctx.pick(
            "（缺放假安排的年份按周一至周五计）",
            "(years without data were counted by plain weekdays)",
        ));
    }
    output::line(&deadline.date.to_string());
    Ok(())
}

/// Why it cannot be counted, with what can be typed to go on.
fn uncounted(lang: Lang, fault: CalendarFault) -> String {
    let said = fault.say(lang);
    let CalendarFault::YearWithoutData { .. } = fault else {
        return said;
    };
    let on = lang.pick(
        "加 --plain-weekdays 按周一至周五计，或公布后用 banli calendar put 补录",
        "count plain weekdays with --plain-weekdays, or add the year with `banli calendar put`",
    );
    format!("{said}\n  {on}")
}

async fn put(
    ctx: &Ctx,
    file: &Path,
    note: String,
    dry_run: DryRun,
    replace: bool,
) -> Result<(), Failed> {
    let toml = files::text(ctx, file, LONGEST_FILE)?;
    let now = get(ctx).await?;
    // What is wrong with the file the server says.
    if let (false, Ok(new)) = (replace, OfficeCalendar::from_toml(&toml)) {
        keeps(ctx, &now.office, &new)?;
    }
    let seen = now.revision;
    let body = Json(NewCalendar { toml, note, seen });
    let put = ctx.client.call::<PutCalendar>(&(), &dry_run, &body).await;
    let Json(changed) = put.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&changed);
        return Ok(());
    }
    if !changed.changed {
        output::line(ctx.pick("没有变化", "nothing differs"));
        return Ok(());
    }
    table(ctx, &changed.moves);
    let (revision, moves) = (changed.revision, changed.moves.len());
    let becomes = if dry_run.dry_run {
        ctx.pick("将成为", "would be")
    } else {
        ctx.pick("现为", "now")
    };
    output::line(&match ctx.lang {
        Lang::Zh => format!(
            "{becomes}日历修订 {revision}；{moves} 个未办结的期限会变动，由提案委按 banli calendar moves --apply 重算后才改变"
        ),
        Lang::En => format!(
            "{becomes} change {revision}; {moves} open deadlines would move; they do when the committee office says `banli calendar moves --apply`"
        ),
    });
    Ok(())
}

/// The file is the whole of what the office adds: it is not to lose a year without a word.
fn keeps(ctx: &Ctx, now: &OfficeCalendar, new: &OfficeCalendar) -> Result<(), Failed> {
    let (years, days) = now.gone_with(new);
    if years.is_empty() && days.is_empty() {
        return Ok(());
    }
    let years: Vec<String> = years.iter().map(i16::to_string).collect();
    let days: Vec<String> = days.iter().map(Date::to_string).collect();
    let mut gone = vec![];
    if !years.is_empty() {
        let years = years.join(ctx.pick("、", ", "));
        gone.push(match ctx.lang {
            Lang::Zh => format!("{years} 年放假安排"),
            Lang::En => format!("the arrangements of {years}"),
        });
    }
    if !days.is_empty() {
        let days = days.join(ctx.pick("、", ", "));
        gone.push(match ctx.lang {
            Lang::Zh => format!("本地日期 {days}"),
            Lang::En => format!("the office's own days {days}"),
        });
    }
    let gone = gone.join(ctx.pick("、", " and "));
    Err(Failed::new(match ctx.lang {
        Lang::Zh => format!(
            "文件中没有现有的{gone}，照此将被删去；请用 banli calendar office 取出现有内容补进文件，确要删去加 --replace"
        ),
        Lang::En => format!(
            "{gone} are there now and not in the file, and would go; put them into it (`banli calendar office` prints what is there), or say --replace"
        ),
    }))
}

fn table(ctx: &Ctx, moves: &[DeadlineMove]) {
    let mut table = Table::new(
        ctx.lang,
        [
            whole("提案", "proposal"),
            whole("序号", "no"),
            whole("单位", "unit"),
            whole("现期限", "now"),
            whole("新期限", "new"),
        ],
    );
    for it in moves {
        let new = it.new.map_or_else(|| "-".to_owned(), |day| day.to_string());
        table.row([
            it.number.as_str(),
            &it.assignment.to_string(),
            it.unit.as_str(),
            &it.old.to_string(),
            &new,
        ]);
    }
    table.print_or(&both!("没有要变动的期限", "no open deadline would move"));
}

async fn moves(ctx: &Ctx, apply: bool) -> Result<(), Failed> {
    let got = ctx
        .client
        .call::<ListMoves>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(page) = got.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&page.items);
    } else {
        table(ctx, &page.items);
    }
    if !apply {
        return Ok(());
    }
    let mut moved = 0_usize;
    for it in page.items.iter().filter(|it| it.new.is_some()) {
        let command = Command::RecountDeadline(On {
            assignment: it.assignment,
        });
        let reference = ProposalRef::from(&it.case);
        let done = ctx
            .client
            .call::<RunCommand>(&reference, &DryRun::default(), &Json(command))
            .await;
        done.map_err(|failure| ctx.failed(&failure))?;
        moved += 1;
    }
    output::aside(&match ctx.lang {
        Lang::Zh => format!("已重算 {moved} 个期限"),
        Lang::En => format!("{moved} deadlines moved"),
    });
    Ok(())
}
