//! `hand-over`: many at once, by what is suggested or by a list.

mod back;
mod list;

use std::path::PathBuf;

use banli_shared::api::proposals::{
    ListProposals, ManyAnswers, ManyCommands, OneAnswer, OneOfMany, ProposalQuery, ProposalRef,
    RunCommands,
};
use banli_shared::api::similar::{GetSimilar, SuggestedUnit};
use banli_shared::api::units::ListUnits;
use banli_shared::api::{DryRun, Json, NoQuery, Nothing, Problem};
use banli_shared::both;
use banli_shared::case::{AssignmentRole, ProposalStage, ReplyFormat};
use banli_shared::lang::Lang;
use banli_shared::lists::HiddenParts;
use banli_shared::org::{Org, UnitNames};
use banli_shared::text::{clean, normalise_name};
use banli_shared::workflow::{Command, HandOver, HandTo};
use serde::Serialize;

use super::import::hidden_parts;
use super::list::number;
use super::once::Once;
use super::remarks::without_holidays;
use super::{Ctx, Failed};
use crate::output::{self, Table, names, sentences, whole};

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "whereto")]
pub(super) struct Whereto {
    /// Everything that is filed, each to the unit that is suggested first.
    #[arg(long)]
    suggested: bool,
    /// By a list with the columns 提案号 and 主办单位 (分办单位 and 会办单位 where there are any); `-` for standard input.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Take back what an earlier hand-over did, from what that printed with --json (`-` for standard input); not where a
    /// unit has signed for it.
    #[arg(long, value_name = "FILE")]
    take_back: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct HandOverArgs {
    #[command(flatten)]
    whereto: Whereto,
    /// Columns by name where the usual names do not do: 提案号=number,主办单位=lead.
    #[arg(long, conflicts_with_all = ["suggested", "take_back"])]
    map: Option<String>,
    /// Only this sheet of a workbook.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["suggested", "take_back"])]
    sheet: Option<String>,
    /// What is done with hidden sheets, columns and rows: read or skip; both are told.
    #[arg(long, value_name = "WHAT", value_parser = hidden_parts, conflicts_with_all = ["suggested", "take_back"])]
    hidden: Option<HiddenParts>,
    /// Where the calendar has no data for a year: count plain weekdays.
    #[arg(long)]
    plain_weekdays: bool,
    /// Say of each what would happen, keep nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Commands in one call.
const BATCH: usize = 500;

/// One proposal, and who gets it.
#[derive(Debug, Serialize)]
struct Line {
    /// Where it stands in a list, if it came by one; the sheet where several were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    proposal: String,
    title: String,
    to: Vec<HandTo>,
    /// Why, where it was suggested.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggested: Option<SuggestedUnit>,
    /// By when the reply is due (that of the lead, or the nearest of those that have a part), where it can be handed over.
    due: Option<banli_shared::calendar::Date>,
    /// The assignments that it made.
    began: Vec<u32>,
    /// Why it cannot.
    refused: Option<String>,
}

pub(super) async fn run(ctx: &Ctx, args: HandOverArgs) -> Result<(), Failed> {
    if let Some(file) = &args.whereto.take_back {
        return back::take_back(ctx, file, args.dry_run).await;
    }
    let units = ctx
        .client
        .call::<ListUnits>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(units) = units.map_err(|failure| ctx.failed(&failure))?;
    let mut lines = match &args.whereto.from {
        Some(file) => list::read(ctx, file, &args, &UnitNames::new(&units.items)).await?,
        None => suggested(ctx).await?,
    };
    let mut lacks_holidays = false;
    for lines in lines.chunks_mut(BATCH) {
        titles(ctx, lines, &args).await?;
        lacks_holidays |= ask(ctx, lines, &args).await?;
    }
    if lacks_holidays {
        output::aside(without_holidays(ctx.lang));
    }
    let refused = lines.iter().filter(|line| line.refused.is_some()).count();
    if ctx.json {
        output::json(&lines);
    } else {
        let none = match args.whereto.suggested {
            true => both!(
                "没有已立案待交办的提案",
                "nothing is filed and waits to be handed over"
            ),
            false => both!("清单中没有提案", "the list holds no proposals"),
        };
        table(ctx, &lines, &Org::new(units.items)).print_or(&none);
        let good = lines.len() - refused;
        output::aside(&match ctx.lang {
            Lang::Zh if args.dry_run => {
                format!("可交办 {good} 件，不能交办 {refused} 件（试算，未保存）")
            }
            Lang::Zh => format!("已交办 {good} 件，不能交办 {refused} 件"),
            Lang::En if args.dry_run => {
                format!("{good} can be handed over, {refused} not (a trial, nothing is kept)")
            }
            Lang::En => format!("{good} handed over, {refused} not"),
        });
    }
    match refused {
        0 => Ok(()),
        _ => Err(Failed::new("")),
    }
}

/// Everything that is filed, each with the unit that is suggested first.
async fn suggested(ctx: &Ctx) -> Result<Vec<Line>, Failed> {
    let query = ProposalQuery {
        stage: Some(ProposalStage::Filed),
        ..ProposalQuery::default()
    };
    let rows = ctx.client.pages::<ListProposals, _>(query, u32::MAX).await;
    let rows = rows.map_err(|failure| ctx.failed(&failure))?;
    let mut lines = vec![];
    for row in &rows {
        let by = ProposalRef::from(&row.id);
        let found = ctx
            .client
            .call::<GetSimilar>(&by, &NoQuery {}, &Nothing)
            .await;
        let Json(found) = found.map_err(|failure| ctx.failed(&failure))?;
        let (first, to) = (found.first().cloned(), found.handed(None));
        let none = ctx.pick("没有建议单位", "no unit is suggested");
        lines.push(Line {
            sheet: None,
            row: None,
            proposal: number(row).to_owned(),
            title: row.title.clone(),
            refused: to.is_empty().then(|| none.to_owned()),
            to,
            suggested: first,
            due: None,
            began: vec![],
        });
    }
    Ok(lines)
}

fn command(line: &Line, args: &HandOverArgs) -> OneOfMany {
    OneOfMany {
        proposal: ProposalRef(line.proposal.clone()),
        version: None,
        command: Command::HandOver(HandOver {
            to: line.to.clone(),
            due: None,
            goal: String::new(),
            visit_required: false,
            reply_format: ReplyFormat::Letter,
            plain_weekdays: args.plain_weekdays,
        }),
    }
}

/// A number that stands beside another title than its own is most likely a slip: such a line is not handed over.
async fn titles(ctx: &Ctx, lines: &mut [Line], args: &HandOverArgs) -> Result<(), Failed> {
    let listed = |line: &&mut Line| line.refused.is_none() && line.row.is_some();
    let mut named: Vec<&mut Line> = lines.iter_mut().filter(listed).collect();
    named.retain(|line| !line.title.is_empty());
    if named.is_empty() {
        return Ok(());
    }
    // Nothing is kept of a trial; it tells what each is called.
    let commands = named.iter().map(|line| command(line, args));
    let answers = send(ctx, commands.collect(), true).await?;
    for (line, answer) in named.iter_mut().zip(answers) {
        let (listed, here) = (&line.title, &answer.title);
        if !here.is_empty() && normalise_name(listed) != normalise_name(here) {
            let (listed, here) = (clean(listed), clean(here));
            let fault = both!(
                "清单中的案由是“{listed}”，该提案号的案由是“{here}”；请核对编号，或删去案由列",
                "the list calls it `{listed}`, but this number is `{here}`: check the number, or leave the titles out"
            );
            line.refused = Some(fault.say(ctx.lang).to_owned());
        }
    }
    Ok(())
}

/// Hands these over, or tries to, and notes of each what came of it. Gives whether holidays were missing.
async fn ask(ctx: &Ctx, lines: &mut [Line], args: &HandOverArgs) -> Result<bool, Failed> {
    let mut asked: Vec<&mut Line> = lines
        .iter_mut()
        .filter(|line| line.refused.is_none())
        .collect();
    let commands = asked.iter().map(|line| command(line, args));
    let answers = send(ctx, commands.collect(), args.dry_run).await?;
    let mut lacks_holidays = false;
    for (line, answer) in asked.iter_mut().zip(answers) {
        line.due = answer.due;
        if !answer.title.is_empty() {
            line.title = answer.title;
        }
        // A trial began nothing that could be taken back.
        if !args.dry_run {
            line.began = answer.began;
        }
        lacks_holidays |= answer.problem.as_ref().is_some_and(Problem::lacks_holidays);
        line.refused = answer.problem.map(|problem| problem.say(ctx.lang));
    }
    Ok(lacks_holidays)
}

/// Runs those that pass.
async fn send(
    ctx: &Ctx,
    commands: Vec<OneOfMany>,
    dry_run: bool,
) -> Result<Vec<OneAnswer>, Failed> {
    let many = Json(ManyCommands {
        commands,
        partial: true,
    });
    let query = DryRun { dry_run };
    let answered = if dry_run {
        ctx.client.call::<RunCommands>(&(), &query, &many).await
    } else {
        let once = Once::of(ctx, "hand-over", &many.0);
        let ran = ctx
            .client
            .call_with::<RunCommands>(&(), &query, &many, once.with());
        let ran = ran.await;
        once.answered(&ran);
        ran
    };
    let Json(ManyAnswers { answers, .. }) = answered.map_err(|failure| ctx.failed(&failure))?;
    Ok(answers)
}

fn table(ctx: &Ctx, lines: &[Line], org: &Org) -> Table {
    let mut table = Table::new(
        ctx.lang,
        [
            whole("提案号", "number"),
            names("承办单位", "units"),
            whole("期限", "due"),
            sentences("依据或不能交办的原因", "why, or why not"),
            names("案由", "title"),
        ],
    );
    for line in lines {
        let units = line.to.iter().map(|to| match to.role {
            AssignmentRole::Lead => org.name(&to.unit).to_owned(),
            role => ctx.lang.bracket(org.name(&to.unit), role.say(ctx.lang)),
        });
        let units: Vec<String> = units.collect();
        let reason = line.suggested.as_ref().map_or_else(String::new, |it| {
            let list = ctx.pick("清单所列", "named by the list").to_owned();
            let listed = it.listed.then_some(list).into_iter();
            let why = listed.chain(it.like.iter().chain(&it.duties).cloned());
            why.collect::<Vec<_>>().join(ctx.pick("、", ", "))
        });
        table.row([
            line.proposal.clone(),
            units.join(ctx.pick("、", ", ")),
            line.due.map_or_else(String::new, |due| due.to_string()),
            line.refused.clone().unwrap_or(reason),
            line.title.clone(),
        ]);
    }
    table
}
