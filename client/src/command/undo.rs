//! `undo`: one's own last step on a case.

use banli_shared::api::account::Me;
use banli_shared::api::events::CaseEvents;
use banli_shared::api::proposals::{
    GetProposal, ManyAnswers, ManyCommands, OneOfMany, ProposalRef, RunCommands,
};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::both;
use banli_shared::ids::PersonId;
use banli_shared::lang::Lang;
use banli_shared::text::Bilingual;
use banli_shared::workflow::{Action, Command, Event, Taken};

use super::import_ask::can_ask;
use super::line::{Asks, line};
use super::run::kept_nothing;
use super::{Ctx, Failed, import_ask, units};
use crate::output::{self, moment};

#[derive(Debug, clap::Args)]
pub(super) struct UndoArgs {
    /// The proposal number, the intake number or the id; 2022:001 is 001 of the session 2022.
    reference: String,
    /// Do not ask.
    #[arg(long)]
    yes: bool,
    /// Same checks, same answer, nothing kept.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(ctx: &Ctx, args: UndoArgs) -> Result<(), Failed> {
    let reference = ProposalRef(args.reference.clone());
    let (client, no) = (&ctx.client, NoQuery {});
    let me = client.call::<Me>(&(), &no, &Nothing).await;
    let Json(me) = me.map_err(|failure| ctx.failed(&failure))?;
    let view = client.call::<GetProposal>(&reference, &no, &Nothing).await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    let record = client.call::<CaseEvents>(&reference, &no, &Nothing).await;
    let Json(record) = record.map_err(|failure| ctx.failed(&failure))?;
    // What came in between is met by the version that is asked for.
    let known = record.items.into_iter();
    let known = known.filter(|it| it.version <= view.case.version);
    let record: Vec<Event> = known.map(|it| it.event).collect();
    let number = view.case.shown_number();
    let last = last_of(&record, &me.id).map_err(|why| {
        Failed::of(Bilingual::new(
            format!("{number} {}", why.zh),
            format!("{number}: {}", why.en),
        ))
    })?;
    let taken = Taken::last(&record);
    if let Some(undone) = taken.as_ref().and_then(Taken::took_back) {
        return Err(Failed::of(is_an_undoing(
            &args.reference,
            number,
            last,
            undone,
        )));
    }
    let back = taken.and_then(|taken| taken.way_back(Some(&view.case)));
    let what = last.what.say(ctx.lang);
    let when = moment(last.at_ms);
    let Some(back) = back else {
        return Err(Failed::new(match ctx.lang {
            Lang::Zh => format!("{number} 的最近一步“{what}”（{when}）没有撤销的办法"),
            Lang::En => format!("{number}: nothing takes back the last step, {what} ({when})"),
        }));
    };
    let org = units::known(ctx).await?;
    let of = |no: u32| {
        let a = view.case.assignment(no);
        a.map_or_else(String::new, |a| ctx.lang.bracket("", org.name(&a.unit)))
    };
    let with: Vec<String> = back
        .iter()
        .map(|command| {
            let of = command.assignment().map_or_else(String::new, of);
            format!("{}{of}", command.action().say(ctx.lang))
        })
        .collect();
    let with = with.join(ctx.pick("、", ", "));
    let mut told = vec![match ctx.lang {
        Lang::Zh => format!("{number}：您的最近一步是“{what}”（{when}），以“{with}”撤销"),
        Lang::En => format!("{number}: your last step was {what} ({when}); {with} takes it back"),
    }];
    if back.iter().any(|it| matches!(it, Command::Unmerge {})) {
        told.push(falls_away().say(ctx.lang).to_owned());
    }
    if !ctx.json {
        told.iter().for_each(|told| output::line(told));
    }
    if !args.yes && !args.dry_run && !agreed(ctx)? {
        return Ok(());
    }
    let mut version = Some(view.case.version);
    let commands = back.into_iter().map(|command| OneOfMany {
        proposal: ProposalRef::from(&view.case.id),
        // Several are on one case, whose version moves on with each.
        version: version.take(),
        command,
    });
    let many = Json(ManyCommands {
        commands: commands.collect(),
        partial: false,
    });
    let query = DryRun {
        dry_run: args.dry_run,
    };
    let ran = client.call::<RunCommands>(&(), &query, &many).await;
    let Json(answers) = ran.map_err(|failure| ctx.failed(&failure))?;
    ended(ctx, &answers, number, args.dry_run)
}

/// The last step on the record, which must be of this person.
fn last_of<'r>(record: &'r [Event], me: &PersonId) -> Result<&'r Event, Bilingual> {
    let Some(last) = record.last() else {
        return Err(both!("还没有可以撤销的操作", "nothing was done yet"));
    };
    if last.by.person == *me {
        return Ok(last);
    }
    let when = moment(last.at_ms);
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| (last.by.say(lang), last.what.say(lang)));
    let ((who, what), (by, did)) = (zh, en);
    Err(both!(
        "的最近一步是{who}于 {when} 办理的“{what}”，不是您的；只能撤销您自己的最近一步",
        "the last step is not yours but of {by}: {did} ({when}); you take back your own last step only"
    ))
}

/// The last step took back `undone`: that is done again as it was done, and is no step to be taken back.
fn is_an_undoing(reference: &str, number: &str, last: &Event, undone: Action) -> Bilingual {
    let what = last.what.assignment();
    let known = what.map(|no| ("assignment", no.to_string()));
    let known: Vec<_> = known.into_iter().collect();
    let again = line(reference, undone, &known, Asks::default());
    let when = moment(last.at_ms);
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| (last.what.say(lang), undone.say(lang)));
    let ((did, was), (done, before)) = (zh, en);
    both!(
        "{number} 的最近一步“{did}”（{when}）本身就是撤销；如需重新“{was}”：{again}",
        "{number}: the last step, {done} ({when}), took a step back itself; to {before} once more: {again}"
    )
}

/// What goes with a merge that is undone.
pub(super) fn falls_away() -> Bilingual {
    both!(
        "承办单位针对此件各项建议所写的答复、分解任务都将去除，不可恢复",
        "what units wrote and cut into tasks for what this proposal asks falls away, and nothing brings it back"
    )
}

/// Asks.
pub(super) fn agreed(ctx: &Ctx) -> Result<bool, Failed> {
    let not_done = ctx.pick("未撤销", "not taken back");
    agreed_to(
        ctx,
        not_done,
        ctx.pick("确定撤销吗？（y/N）", "take it back? (y/N) "),
    )
}

/// Asks for a yes to `question`; where nobody can be asked, that it was `not_done` and how to say it beforehand.
pub(super) fn agreed_to(ctx: &Ctx, not_done: &str, question: &str) -> Result<bool, Failed> {
    if !can_ask(ctx) {
        return Err(Failed::usage(match ctx.lang {
            Lang::Zh => format!("{not_done}：不在终端中运行时请加 --yes"),
            Lang::En => format!("{not_done}: without a terminal add --yes"),
        }));
    }
    let answer = import_ask::line(question)?;
    let yes = ["y", "yes", "是"].contains(&answer.to_lowercase().as_str());
    if !yes {
        output::aside(ctx.pick("未作改动", "nothing was changed"));
    }
    Ok(yes)
}

fn ended(ctx: &Ctx, answers: &ManyAnswers, number: &str, dry_run: bool) -> Result<(), Failed> {
    let problem = answers.answers.iter().find_map(|it| it.problem.as_ref());
    if let Some(problem) = problem {
        return Err(Failed::new(problem.say(ctx.lang)));
    }
    if ctx.json {
        output::json(answers);
        return Ok(());
    }
    let undone = ctx.lang.label(ctx.pick("已撤销", "taken back"), number);
    output::line(&undone);
    kept_nothing(ctx, dry_run);
    Ok(())
}
