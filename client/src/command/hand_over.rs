//! `hand-over`: many at once, by what is suggested or by a list.

use std::path::{Path, PathBuf};

use banli_shared::api::proposals::{
    ListProposals, ManyAnswers, ManyCommands, OneAnswer, OneOfMany, ProposalQuery, ProposalRef,
    RunCommands,
};
use banli_shared::api::similar::{GetSimilar, SuggestedUnit};
use banli_shared::api::units::ListUnits;
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::case::{AssignmentRole, ProposalStage, ReplyFormat};
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
use banli_shared::lists::ProposalColumn;
use banli_shared::org::{Named, Org, UnitNames};
use banli_shared::text::normalise_name;
use banli_shared::workflow::{Command, HandOver, HandTo, On};
use serde::{Deserialize, Serialize};

use super::{Ctx, Failed, list, table_file};
use crate::output::{self, Table};

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "whereto")]
pub(super) struct Whereto {
    /// Everything that is filed, each to the unit that is suggested first.
    #[arg(long)]
    suggested: bool,
    /// By a list with the columns 提案号 and 主办单位 (分办单位 and 会办单位 where there are any).
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Take back what an earlier hand-over did, from what that printed with --json; not where a unit has signed for it.
    #[arg(long, value_name = "FILE")]
    take_back: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct HandOverArgs {
    #[command(flatten)]
    whereto: Whereto,
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
    proposal: String,
    title: String,
    to: Vec<HandTo>,
    /// Why, where it was suggested.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggested: Option<SuggestedUnit>,
    /// The nearest deadline, where it can be handed over.
    due: Option<banli_shared::calendar::Date>,
    /// The assignments that it made.
    began: Vec<u32>,
    /// Why it cannot.
    refused: Option<String>,
}

pub(super) async fn run(ctx: &Ctx, args: HandOverArgs) -> Result<(), Failed> {
    if let Some(file) = &args.whereto.take_back {
        return take_back(ctx, file, args.dry_run).await;
    }
    let units = ctx
        .client
        .call::<ListUnits>(&(), &NoQuery {}, &Nothing)
        .await;
    let Json(units) = units.map_err(|failure| ctx.failed(&failure))?;
    let mut lines = match &args.whereto.from {
        Some(file) => of_list(ctx, file, &UnitNames::new(&units.items))?,
        None => suggested(ctx).await?,
    };
    for lines in lines.chunks_mut(BATCH) {
        ask(ctx, lines, &args).await?;
    }
    let refused = lines.iter().filter(|line| line.refused.is_some()).count();
    if ctx.json {
        output::json(&lines);
    } else {
        table(ctx, &lines, &Org::new(units.items)).print();
        let good = lines.len() - refused;
        let would = if args.dry_run {
            ctx.pick("（试算，未保存）", " (a trial, nothing is kept)")
        } else {
            ""
        };
        output::aside(&match ctx.lang {
            Lang::Zh => format!("可交办 {good} 件，不能交办 {refused} 件{would}"),
            Lang::En => format!("{good} handed over, {refused} not{would}"),
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
        let first = found.units.into_iter().next();
        let none = ctx.pick("没有建议单位", "no unit is suggested");
        lines.push(Line {
            proposal: list::number(row).to_owned(),
            title: row.title.clone(),
            to: first
                .iter()
                .map(|it| to(&it.unit, AssignmentRole::Lead))
                .collect(),
            refused: first.is_none().then(|| none.to_owned()),
            suggested: first,
            due: None,
            began: vec![],
        });
    }
    Ok(lines)
}

fn to(unit: &UnitCode, role: AssignmentRole) -> HandTo {
    HandTo {
        unit: unit.clone(),
        role,
        suggestions: vec![],
    }
}

/// What a list says, its columns found by their names in either language.
fn of_list(ctx: &Ctx, file: &Path, units: &UnitNames) -> Result<Vec<Line>, Failed> {
    let rows = table_file::read(file).map_err(Failed::of)?;
    let is = |cell: &str, column: ProposalColumn| {
        let cell = cell.trim().to_lowercase();
        let names = [column.code(), column.say(Lang::Zh), column.say(Lang::En)];
        names.contains(&cell.as_str())
    };
    let place = |row: &[String], column| row.iter().position(|cell| is(cell, column));
    let header = rows.iter().position(|row| {
        place(row, ProposalColumn::Number).is_some() && place(row, ProposalColumn::Lead).is_some()
    });
    let Some(header) = header else {
        let text = "清单须有“提案号”和“主办单位”两列";
        let text = ctx.pick(
            text,
            "the list needs the columns 提案号 (number) and 主办单位 (lead)",
        );
        return Err(Failed::new(text));
    };
    let columns = [
        (ProposalColumn::Lead, AssignmentRole::Lead),
        (ProposalColumn::Splits, AssignmentRole::Split),
        (ProposalColumn::CoHandlers, AssignmentRole::CoHandler),
    ];
    let at = |column| place(&rows[header], column);
    let cell = |row: &[String], at: Option<usize>| -> String {
        at.and_then(|at| row.get(at))
            .map_or_else(String::new, |cell| cell.trim().to_owned())
    };
    let mut lines = vec![];
    for row in &rows[header + 1..] {
        let proposal = cell(row, at(ProposalColumn::Number));
        if proposal.is_empty() {
            continue;
        }
        let mut line = Line {
            proposal,
            title: cell(row, at(ProposalColumn::Title)),
            to: vec![],
            suggested: None,
            due: None,
            began: vec![],
            refused: None,
        };
        for (column, role) in columns {
            let names = cell(row, at(column));
            for name in names.split(['、', '，', ',', ';', '；', '\n']) {
                let name = normalise_name(name);
                if name.is_empty() {
                    continue;
                }
                match units.find(&name, None) {
                    Named::Unit(code) | Named::Former(code, _) => line.to.push(to(&code, role)),
                    Named::Ambiguous(several) => {
                        line.refused = Some(match ctx.lang {
                            Lang::Zh => format!("“{name}”可指{}，请写现名", several.join("、")),
                            Lang::En => format!(
                                "{name} may be {}: write today's name",
                                several.join(" or ")
                            ),
                        });
                    }
                    Named::Unknown(like) => {
                        let mut text = match ctx.lang {
                            Lang::Zh => format!("没有此单位：{name}"),
                            Lang::En => format!("there is no such unit: {name}"),
                        };
                        if !like.is_empty() {
                            text += &match ctx.lang {
                                Lang::Zh => format!("（是否为{}）", like.join("、")),
                                Lang::En => format!(" (perhaps {})", like.join(", ")),
                            };
                        }
                        line.refused = Some(text);
                    }
                }
            }
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Hands these over, or tries to, and notes of each what came of it.
async fn ask(ctx: &Ctx, lines: &mut [Line], args: &HandOverArgs) -> Result<(), Failed> {
    let mut asked: Vec<&mut Line> = lines
        .iter_mut()
        .filter(|line| line.refused.is_none())
        .collect();
    let commands = asked.iter().map(|line| OneOfMany {
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
    });
    let answers = send(ctx, commands.collect(), args.dry_run).await?;
    for (line, answer) in asked.iter_mut().zip(answers) {
        line.due = answer.due;
        // A trial began nothing that could be taken back.
        if !args.dry_run {
            line.began = answer.began;
        }
        line.refused = answer.problem.map(|problem| problem.say(ctx.lang));
    }
    Ok(())
}

/// What is needed of a line to take it back.
#[derive(Deserialize)]
struct Done {
    proposal: String,
    title: String,
    #[serde(default)]
    began: Vec<u32>,
}

/// One assignment that is taken back, or why it is not.
#[derive(Serialize)]
struct Back {
    proposal: String,
    title: String,
    assignment: u32,
    refused: Option<String>,
}

async fn take_back(ctx: &Ctx, file: &Path, dry_run: bool) -> Result<(), Failed> {
    let text = std::fs::read(file).map_err(|fault| Failed::file(file, &fault))?;
    let done: Vec<Done> = serde_json::from_slice(&text).map_err(|_fault| {
        Failed::new(ctx.pick(
            "文件应为 banli hand-over --json 的输出",
            "the file should be what banli hand-over --json printed",
        ))
    })?;
    let began = done.into_iter().flat_map(|line| {
        let back = |assignment| Back {
            proposal: line.proposal.clone(),
            title: line.title.clone(),
            assignment,
            refused: None,
        };
        line.began.iter().copied().map(back).collect::<Vec<_>>()
    });
    let mut lines: Vec<Back> = began.collect();
    for lines in lines.chunks_mut(BATCH) {
        let commands = lines.iter().map(|line| OneOfMany {
            proposal: ProposalRef(line.proposal.clone()),
            version: None,
            command: Command::TakeBack(On {
                assignment: line.assignment,
            }),
        });
        let answers = send(ctx, commands.collect(), dry_run).await?;
        for (line, answer) in lines.iter_mut().zip(answers) {
            line.refused = answer.problem.map(|problem| problem.say(ctx.lang));
        }
    }
    let refused = lines.iter().filter(|line| line.refused.is_some()).count();
    if ctx.json {
        output::json(&lines);
    } else {
        let mut table = Table::new([
            ctx.pick("提案号", "number"),
            ctx.pick("任务", "assignment"),
            ctx.pick("结果", "what happened"),
            ctx.pick("案由", "title"),
        ]);
        let back = ctx.pick("已撤回", "taken back");
        for line in &lines {
            table.row([
                line.proposal.clone(),
                line.assignment.to_string(),
                line.refused.clone().unwrap_or_else(|| back.to_owned()),
                line.title.clone(),
            ]);
        }
        table.print();
        let good = lines.len() - refused;
        let would = if dry_run {
            ctx.pick("（试算，未保存）", " (a trial, nothing is kept)")
        } else {
            ""
        };
        output::aside(&match ctx.lang {
            Lang::Zh => format!("撤回 {good} 项，不能撤回 {refused} 项{would}"),
            Lang::En => format!("{good} taken back, {refused} not{would}"),
        });
    }
    match refused {
        0 => Ok(()),
        _ => Err(Failed::new("")),
    }
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
    let answered = ctx
        .client
        .call::<RunCommands>(&(), &DryRun { dry_run }, &many)
        .await;
    let Json(ManyAnswers { answers, .. }) = answered.map_err(|failure| ctx.failed(&failure))?;
    Ok(answers)
}

fn table(ctx: &Ctx, lines: &[Line], org: &Org) -> Table {
    let mut table = Table::new([
        ctx.pick("提案号", "number"),
        ctx.pick("承办单位", "units"),
        ctx.pick("期限", "due"),
        ctx.pick("依据或不能交办的原因", "why, or why not"),
        ctx.pick("案由", "title"),
    ]);
    for line in lines {
        let units: Vec<&str> = line.to.iter().map(|to| org.name(&to.unit)).collect();
        let reason = line.suggested.as_ref().map_or_else(String::new, |it| {
            let like = it.like.iter().chain(&it.duties).cloned();
            like.collect::<Vec<_>>().join(ctx.pick("、", ", "))
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
