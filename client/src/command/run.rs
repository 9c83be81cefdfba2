//! `do` and `submit`.

use std::io::Read;
use std::path::PathBuf;

use banli_shared::api::proposals::{
    CaseView, GetProposal, ProposalRef, RunCommand, Submit, SubmitProposal,
};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing, Payload, Problem};
use banli_shared::both;
use banli_shared::ids::{AssignmentNo, Version};
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::text::Bilingual;
use banli_shared::workflow::{
    Action, Command, CommandField, Gate, Missing, Offer, Refusal, fields,
};

use super::line::SHORTEST;
use super::undo::{agreed, falls_away};
use super::what_next::Before;
use super::{Ctx, Failed, build, files, offered, people, promises, proposers, show, units};
use crate::api::With;
use crate::output;

/// Under the help of `do`; a test holds them to what the command line takes.
pub(super) const EXAMPLES: &str = "What you may do on a proposal, each as a line to paste: banli show 20230001\n\nExamples:
  banli do 20230001 file
  banli do 20230001 hand_over to.0.unit=B03 to.0.role=lead to.1.unit=B05 to.1.role=co_handler
  banli do 20230001 accept
  banli do 20230001 log_contact on=2023-05-08 form=visit members=陈新、林小燕 unit_side.0.name=吴倩 unit_side.0.position=handler said=当面听取意见
  banli do 20230001 answer_suggestion assignment=2 suggestion=1 verdict=adopted text=已列入年度计划
  banli do 20230001 cut_task suggestion=1 units=B03,B05 text=摸清底数 due=2023-06-30
  banli do 20230001 save_draft assignment=2 --data @draft.json
  banli do 20230001 approve level=one --text 3f2a9c0e1b2d";

#[derive(Debug, clap::Args)]
pub(super) struct DoArgs {
    /// The proposal number, the intake number or the id; 2022:001 is 001 of the session 2022.
    reference: String,
    /// The command as named in the contract: file, hand_over, accept, submit_reply, approve, sign, rate, …
    command: String,
    /// What it needs, as key=value; deeper with dots: to.0.unit=B03. Several values: units=A03,B01 or units=A03 units=B01
    /// (a text that has commas of its own: the second way, or units.0=…). The assignment may be left out where only one is
    /// meant.
    words: Vec<String>,
    /// What it needs, as JSON: the text itself, @FILE, or - for standard input; key=value beside it adds to that.
    #[arg(long)]
    data: Option<String>,
    /// For approve, sign, give_opinion and change_class: the text that you have read, as `banli show` names it (at least its first 12
    /// characters). It is never filled in for you: a yes is to a text that was read, and refused where that has changed.
    #[arg(long, value_name = "HASH")]
    text: Option<String>,
    /// Refuse when the case has another version.
    #[arg(long, value_name = "N")]
    if_version: Option<Version>,
    /// Do not ask: on a terminal a step that hands the work on is asked about, with who is next, and everywhere an unmerge,
    /// which takes away what was written to what was merged.
    #[arg(long)]
    yes: bool,
    /// Same checks, same answer, nothing kept.
    #[arg(long)]
    dry_run: bool,
    /// The idempotency key: a repeat with the same key happens once.
    #[arg(long)]
    key: Option<String>,
}

pub(super) async fn run(ctx: &Ctx, args: DoArgs) -> Result<(), Failed> {
    let reference = ProposalRef(args.reference.clone());
    let usage = |fault: build::Fault| Failed::usage(fault.text.say(ctx.lang));
    let action = build::action(&args.command).map_err(|fault| unknown(ctx, &fault, &reference))?;
    let beside = match &args.data {
        Some(data) => Some(build::body_of_json(&text_of(data)?).map_err(usage)?),
        None => None,
    };
    let mut body = build::body(beside.as_ref(), &args.words).map_err(usage)?;
    proposers::put_numbers(ctx, action, &mut body, &reference).await?;
    // Nobody said on which, and it is on offer for none: the server is only asked why.
    let mut only_asked = false;
    if build::lacks_assignment(action, &body) {
        // What is wrong whichever it is on is told before anybody is asked which.
        let mut any = body.clone();
        build::put_assignment(action, &mut any, 1);
        if let Err(fault) = build::command(action, any) {
            return Err(refused_or(ctx, action, None, &reference, &fault).await);
        }
        match the_one(ctx, action, &reference).await? {
            Meant::One(no) => build::put_assignment(action, &mut body, no),
            Meant::None(no) => {
                build::put_assignment(action, &mut body, no);
                only_asked = true;
            }
        }
    }
    let on = build::assignment(action, &body);
    let mut command = match build::command(action, body) {
        Ok(command) => command,
        Err(fault) => return Err(refused_or(ctx, action, on, &reference, &fault).await),
    };
    if !only_asked {
        units::put_codes(ctx, &mut command).await?;
        if let Err(failed) = people::put_ids(ctx, &mut command).await {
            let refused = why_refused(ctx, action, on, &reference).await;
            return Err(refused.unwrap_or(failed));
        }
        name_text(ctx, &mut command, args.text.as_deref(), &reference).await?;
    }
    if matches!(command, Command::Unmerge {}) && !args.yes && !args.dry_run {
        output::aside(falls_away().say(ctx.lang));
        if !agreed(ctx)? {
            return Ok(());
        }
    }
    let asks = !args.yes && !args.dry_run && !only_asked;
    let asks = asks && !matches!(command, Command::Unmerge {});
    let before = Before::look(ctx, &reference, action, asks).await;
    let agreed = before.agreed(ctx, &reference, &command, args.if_version, asks);
    if !agreed.await? {
        return Ok(());
    }
    let with = With {
        if_version: args.if_version,
        key: args.key.filter(|_| !only_asked),
    };
    let query = DryRun {
        dry_run: args.dry_run || only_asked,
    };
    let ran = ctx
        .client
        .call_with::<RunCommand>(&reference, &query, &Json(command.clone()), with)
        .await;
    let Json(view) = ran.map_err(|failure| {
        let mut failed = ctx.failed(&failure);
        let problem = failure.problem.as_ref();
        let way = problem.and_then(|it| {
            without_holidays(action, it).or_else(|| people::where_listed(&mut command, it))
        });
        if let Some(way) = way {
            let Bilingual { zh, en } = failed.text;
            failed.text = Bilingual::new(format!("{zh}\n{}", way.zh), format!("{en}\n{}", way.en));
        }
        failed
    })?;
    if only_asked {
        let org = units::known(ctx).await?;
        return Err(which(ctx, &org, action, &view, &all(&view)));
    }
    said(ctx, &command, &view);
    if !ctx.json {
        for line in before.lines(ctx, &command, &view).await {
            output::prose(&format!("  {line}"));
        }
    }
    kept_nothing(ctx, args.dry_run);
    Ok(())
}

/// Says after what would be that it is not.
pub(super) fn kept_nothing(ctx: &Ctx, dry_run: bool) {
    if dry_run && !ctx.json {
        output::line(ctx.pick("试运行：未作任何改动", "a trial: nothing was kept"));
    }
}

/// What to do where the calendar does not reach as far as the command; none where the calendar is not the reason.
fn without_holidays(action: Action, problem: &Problem) -> Option<Bilingual> {
    let takes_plain = |field: &CommandField| field.path == "plain_weekdays";
    problem
        .lacks_holidays()
        .then(|| match fields(action).iter().any(takes_plain) {
            true => both!(
                "录入该年的放假安排（banli calendar），或加 plain_weekdays=true 按周一至周五计",
                "put the holidays of that year in (banli calendar), or count plain weekdays with plain_weekdays=true"
            ),
            false => both!(
                "请先录入该年的放假安排（banli calendar）",
                "put the holidays of that year in first (banli calendar)"
            ),
        })
}

/// Why the command is refused whatever is said with it; else what is wrong with what is said.
async fn refused_or(
    ctx: &Ctx,
    action: Action,
    on: Option<AssignmentNo>,
    reference: &ProposalRef,
    fault: &build::Fault,
) -> Failed {
    let usage = Failed::usage(fault.text.say(ctx.lang));
    match fault.lacks {
        true => why_refused(ctx, action, on, reference)
            .await
            .unwrap_or(usage),
        false => usage,
    }
}

/// Why the command is refused whatever is said with it; none where it is not.
async fn why_refused(
    ctx: &Ctx,
    action: Action,
    on: Option<AssignmentNo>,
    reference: &ProposalRef,
) -> Option<Failed> {
    let view = ctx
        .client
        .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
        .await;
    let view = match view {
        Ok(Json(view)) => view,
        Err(failure) => return failure.problem.is_some().then(|| ctx.failed(&failure)),
    };
    let offers = view.offers.iter().filter(|offer| offer.action == action);
    let offers = offers.filter(|offer| on.is_none() || offer.assignment == on);
    let refusals: Option<Vec<&Refusal>> = offers.map(|offer| offer.refusal.as_ref()).collect();
    // Where there is none, it is on offer on one at least.
    let named = on.map(|no| (no, view.case.assignment(no)));
    let refusal = match (refusals?.as_slice(), named) {
        ([], Some((no, None))) => {
            let missing = Missing::NoSuchAssignment { assignment: no };
            Refusal::new(Gate::Form, missing, &[])
        }
        ([], Some((_, Some(a)))) if !a.is_live() => {
            let (stage, needs) = (a.stage.name(), vec![]);
            Refusal::new(Gate::Stage, Missing::AssignmentIsAt { stage, needs }, &[])
        }
        ([], _) => Refusal::new(Gate::Role, Missing::Post, &[]),
        ([refusal, ..], _) => (*refusal).clone(),
    };
    let named = match units::known(ctx).await {
        Ok(org) => refusal.with_names(|unit| org.name(unit).to_owned()),
        Err(_) => refusal,
    };
    Some(Failed::new(named.say(ctx.lang)))
}

/// A command that there is not: with what there is for this case.
fn unknown(ctx: &Ctx, fault: &build::Fault, reference: &ProposalRef) -> Failed {
    let text = fault.text.say(ctx.lang);
    let reference = &reference.0;
    Failed::usage(match ctx.lang {
        Lang::Zh => format!("{text}\n您可以执行的操作见：banli show {reference}"),
        Lang::En => format!("{text}\nwhat you may do is listed by: banli show {reference}"),
    })
}

/// The text that a yes is to, as the caller names it.
async fn name_text(
    ctx: &Ctx,
    command: &mut Command,
    text: Option<&str>,
    reference: &ProposalRef,
) -> Result<(), Failed> {
    let (no, hash) = match command {
        Command::Approve(with) => (with.assignment, &mut with.hash),
        Command::Sign(with) => (with.assignment, &mut with.hash),
        Command::GiveOpinion(with) => (with.assignment, &mut with.hash),
        Command::ChangeClass(with) => (with.assignment, &mut with.hash),
        _ if text.is_some() => {
            return Err(Failed::usage(ctx.pick(
                "--text 只用于 approve、sign、give_opinion、change_class",
                "--text is for approve, sign, give_opinion and change_class",
            )));
        }
        _ => return Ok(()),
    };
    match text {
        None if hash.is_empty() => {
            let fault = build::Fault::lacks_text();
            let action = command.action();
            Err(refused_or(ctx, action, Some(no), reference, &fault).await)
        }
        None => Ok(()),
        Some(text) if text.chars().count() < SHORTEST => Err(Failed::usage(ctx.pick(
            "--text 至少须有 12 个字符",
            "--text takes at least 12 characters",
        ))),
        Some(text) => {
            let view = ctx
                .client
                .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
                .await;
            let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
            // Where it is another one the server refuses, and says so.
            *hash = match view.texts.get(&no) {
                Some(whole) if whole.starts_with(text) => whole.clone(),
                _ => text.to_owned(),
            };
            Ok(())
        }
    }
}

/// The assignment that is meant where none is named.
enum Meant {
    /// The only one that it can be.
    One(AssignmentNo),
    /// None: the command is not the sender's on any, of which this is one.
    None(AssignmentNo),
}

/// The assignment that is meant where none is named: the only one on which the command is offered, else the only one
/// there is.
async fn the_one(ctx: &Ctx, action: Action, reference: &ProposalRef) -> Result<Meant, Failed> {
    let view = ctx
        .client
        .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
        .await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    let offers: Vec<&Offer> = view
        .offers
        .iter()
        .filter(|it| it.action == action)
        .collect();
    let allowed: Vec<AssignmentNo> = offers
        .iter()
        .filter(|offer| offer.allowed())
        .filter_map(|offer| offer.assignment)
        .collect();
    let refusals: Vec<(AssignmentNo, &Refusal)> = offers
        .iter()
        .filter_map(|offer| Some((offer.assignment?, offer.refusal.as_ref()?)))
        .collect();
    match (&allowed[..], &refusals[..], &all(&view)[..]) {
        // Where it would be refused the server says why.
        ([one], ..) | ([], [(one, _)], _) | ([], [], [one]) => Ok(Meant::One(*one)),
        ([], [], []) => Err(Failed::new(match ctx.lang {
            Lang::Zh => format!(
                "提案目前处于“{}”阶段，没有承办任务，不能进行“{}”",
                view.stage.say(ctx.lang),
                action.say(ctx.lang)
            ),
            Lang::En => format!(
                "the proposal is at stage \"{}\" and has no assignment, so there is nothing to {} on",
                view.stage.say(ctx.lang),
                action.say(ctx.lang)
            ),
        })),
        ([], [], [first, ..]) => Ok(Meant::None(*first)),
        ([], refusals, _) => {
            let org = units::known(ctx).await?;
            let why = refusals.iter().map(|(no, refusal)| {
                format!(
                    "{}{}{}",
                    on(ctx, &org, &view, *no),
                    ctx.pick("：", ": "),
                    refusal
                        .with_names(|unit| org.name(unit).to_owned())
                        .say(ctx.lang)
                )
            });
            Err(Failed::new(why.collect::<Vec<_>>().join("\n")))
        }
        (several, ..) => {
            let org = units::known(ctx).await?;
            Err(which(ctx, &org, action, &view, several))
        }
    }
}

fn all(view: &CaseView) -> Vec<AssignmentNo> {
    view.assignments.iter().map(|row| row.no).collect()
}

/// An assignment, as its number and whose it is.
fn on(ctx: &Ctx, org: &Org, view: &CaseView, no: AssignmentNo) -> String {
    let row = view.assignments.iter().find(|row| row.no == no);
    let whose = row.map_or_else(String::new, |row| {
        let (unit, role) = (org.name(&row.unit), row.role.say(ctx.lang));
        let whose = format!("{unit}{}{role}", ctx.pick("，", ", "));
        ctx.lang.bracket("", &whose)
    });
    format!("assignment={no}{whose}")
}

/// Asks which one is meant.
fn which(ctx: &Ctx, org: &Org, action: Action, view: &CaseView, which: &[AssignmentNo]) -> Failed {
    let which: Vec<String> = which.iter().map(|no| on(ctx, org, view, *no)).collect();
    let which = which.join(ctx.pick("、", ", "));
    let what = action.say(ctx.lang);
    Failed::usage(match ctx.lang {
        Lang::Zh => format!("“{what}”可用于多个承办任务，请写明其中一个：{which}"),
        Lang::En => format!("several assignments are open to \"{what}\", say which: {which}"),
    })
}

fn text_of(data: &str) -> Result<String, Failed> {
    if data == "-" {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|fault| Failed::system(&fault))?;
        return Ok(text);
    }
    match data.strip_prefix('@') {
        Some(path) => {
            let path = PathBuf::from(path);
            let bytes = std::fs::read(&path).map_err(|fault| Failed::file(&path, &fault))?;
            files::utf8(&path, bytes)
        }
        None => Ok(data.to_owned()),
    }
}

fn said(ctx: &Ctx, command: &Command, view: &CaseView) {
    if ctx.json {
        output::json(view);
        return;
    }
    let version = format!("{} {}", ctx.pick("版本", "version"), view.case.version);
    if let (Command::File {}, Some(number)) = (command, &view.case.number) {
        let intake = &view.case.intake_number;
        let stage = ctx.lang.bracket(view.stage.say(ctx.lang), &version);
        output::line(&match ctx.lang {
            Lang::Zh => format!("立案 {intake}：提案号为 {number}  {stage}"),
            Lang::En => format!("filed {intake}: its proposal number is {number}  {stage}"),
        });
        return;
    }
    output::line(&format!(
        "{} {}  {}",
        command.action().say(ctx.lang),
        view.case.shown_number(),
        ctx.lang.bracket(view.stage.say(ctx.lang), &version)
    ));
}

#[derive(Debug, clap::Args)]
pub(super) struct SubmitArgs {
    /// A JSON file with session (optional) and proposal; `-` for standard input.
    file: String,
    /// Same checks, same answer, nothing kept.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn submit(ctx: &Ctx, args: &SubmitArgs) -> Result<(), Failed> {
    let text = if args.file == "-" {
        text_of("-")?
    } else {
        text_of(&format!("@{}", args.file))?
    };
    let body = <Json<SubmitProposal> as Payload>::decode(text.as_bytes())
        .map_err(|fault| Failed::usage(fault.say(ctx.lang)))?;
    let query = DryRun {
        dry_run: args.dry_run,
    };
    let view = ctx.client.call::<Submit>(&(), &query, &body).await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&view);
    } else {
        let number = view.case.shown_number();
        let session = body.0.session.as_ref();
        let reference = session.map_or(number.to_owned(), |it| format!("{it}:{number}"));
        let lines = offered::lines(ctx, &reference, &view).await?;
        let org = units::known(ctx).await?;
        let rules = promises::rules_of(ctx, &view.case).await?;
        show::print(ctx, &org, &view, rules.as_ref(), &[], &lines);
        kept_nothing(ctx, args.dry_run);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::super::{Cli, Cmd, show};
    use super::*;

    #[test]
    fn where_the_calendar_ends_it_is_said_how_to_go_on() {
        let missing = Missing::HolidaysOf { year: 2031 };
        let problem = |gate, missing| Problem::refused(Refusal::new(gate, missing, &[]));
        let of = |action| without_holidays(action, &problem(Gate::Calendar, missing.clone()));
        for action in [Action::HandOver, Action::Reassign, Action::GrantExtension] {
            let way = of(action).unwrap();
            for said in [&way.zh, &way.en] {
                assert!(said.contains("plain_weekdays=true"), "{said}");
            }
        }
        let way = of(Action::RecountDeadline).unwrap();
        assert!(!way.en.contains("plain_weekdays"), "{way:?}");
        let other = problem(Gate::Role, Missing::Post);
        assert_eq!(without_holidays(Action::HandOver, &other), None);
    }

    #[test]
    fn the_examples_of_the_help_are_what_the_command_line_takes() {
        let lines = EXAMPLES.lines().chain(show::EXAMPLES.lines());
        let lines: Vec<&str> = lines.filter(|it| it.starts_with("  banli ")).collect();
        assert!(lines.len() > 8, "{lines:?}");
        for line in lines {
            let parsed = Cli::try_parse_from(line.split_whitespace());
            let parsed = parsed.unwrap_or_else(|fault| panic!("{line}: {fault}"));
            let Some(Cmd::Do(args)) = parsed.command else {
                continue;
            };
            if args.data.is_some() {
                continue;
            }
            let action = build::action(&args.command).expect(line);
            let mut body = build::body(None, &args.words).expect(line);
            if build::lacks_assignment(action, &body) {
                build::put_assignment(action, &mut body, 1);
            }
            let made = build::command(action, body);
            assert_eq!(made.map(|it| it.action()), Ok(action), "{line}");
        }
    }
}
