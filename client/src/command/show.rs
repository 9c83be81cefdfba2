//! `show`.

use banli_shared::api::events::{CaseEvents, Recorded};
use banli_shared::api::proposals::{AssignmentRow, CaseView, GetProposal, ProposalRef};
use banli_shared::api::{Json, NoQuery, Nothing};
use banli_shared::case::Suggestion;
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::profile::Profile;
use banli_shared::workflow::{GateState, Happened};

use super::{Ctx, Failed, list, offered, on_record, promises, rounds, tasks, units, what_next};
use crate::output::{self, Table, moment, names, sentences, whole};

/// Under the help of `show`; a test holds them to what the command line takes.
pub(super) const EXAMPLES: &str = "Ends with what you may do, each as a line to paste.\n\nExamples:
  banli show 20230001
  banli show 20230001 --events
  banli show 20230001 --json";

#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// The proposal number, the intake number or the id; 2022:001 is 001 of the session 2022.
    reference: String,
    /// The record of the case instead.
    #[arg(long)]
    events: bool,
}

pub(super) async fn run(ctx: &Ctx, args: &ShowArgs) -> Result<(), Failed> {
    let reference = ProposalRef(args.reference.clone());
    if args.events {
        let page = ctx
            .client
            .call::<CaseEvents>(&reference, &NoQuery {}, &Nothing)
            .await;
        let Json(page) = page.map_err(|failure| ctx.failed(&failure))?;
        if ctx.json {
            output::json(&page.items);
            return Ok(());
        }
        // Only grounds of a decline are said in the words of the rules.
        let declined = |it: &Recorded| matches!(it.event.what, Happened::Declined { .. });
        let rules = match page.items.iter().any(declined) {
            true => {
                let view = ctx
                    .client
                    .call::<GetProposal>(&reference, &NoQuery {}, &Nothing)
                    .await;
                let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
                Some(promises::rules(ctx, &view.case).await?)
            }
            false => None,
        };
        let mut table = Table::new(
            ctx.lang,
            [
                whole("版本", "version"),
                whole("时间", "when"),
                whole("事件", "event"),
                names("经办人", "by"),
                sentences("说明", "details"),
            ],
        );
        for recorded in &page.items {
            let event = &recorded.event;
            table.row([
                recorded.version.to_string(),
                moment(event.at_ms),
                event.what.say(ctx.lang).to_owned(),
                event.by.say(ctx.lang),
                event
                    .what
                    .details(rules.as_ref(), ctx.lang)
                    .join(ctx.pick("；", "; ")),
            ]);
        }
        table.print();
        return Ok(());
    }
    let view = ctx
        .client
        .call::<GetProposal>(&reference, &NoQuery {}, &Nothing)
        .await;
    let Json(view) = view.map_err(|failure| ctx.failed(&failure))?;
    if ctx.json {
        output::json(&view);
        return Ok(());
    }
    let record = on_record::of(ctx, &view.case).await?;
    let lines = offered::lines(ctx, &args.reference, &view).await?;
    let org = units::known(ctx).await?;
    let rules = promises::rules_of(ctx, &view.case).await?;
    print(ctx, &org, &view, rules.as_ref(), &record, &lines);
    Ok(())
}

/// A case for people, with what its record adds and the lines of what the reader may do.
pub(super) fn print(
    ctx: &Ctx,
    org: &Org,
    view: &CaseView,
    rules: Option<&Profile>,
    record: &[Recorded],
    lines: &[String],
) {
    let (lang, case) = (ctx.lang, &view.case);
    output::prose(&format!("{}  {}", case.shown_number(), case.proposal.title));
    let proposers: Vec<&str> = case
        .proposal
        .proposers
        .iter()
        .map(|p| p.name.as_str())
        .collect();
    output::prose(&format!(
        "{}  {}  {}",
        list::stage(lang, view.stage, view.tracking),
        proposers.join(lang.pick("、", ", ")),
        case.proposal.kind.say(lang)
    ));
    output::prose(&lang.label(
        lang.pick("公开意愿", "publication"),
        case.proposal.consent().say(lang),
    ));
    let for_all = on_record::consent_of_all(lang, record);
    for said in for_all
        .into_iter()
        .chain(output::said::own_consents(case, lang))
    {
        output::prose(&format!("  {said}"));
    }
    for (name, value) in output::said::not_handled(case, rules, lang) {
        output::prose(&lang.label(name, &value));
    }
    if let Some(into) = output::said::merged_into(view) {
        output::prose(&lang.label(lang.pick("并入", "merged into"), &into));
    }
    for other in &case.absorbed {
        let other = output::said::merged_in(other, lang);
        let what = lang.pick("并案提案", "merged proposal");
        output::prose(&lang.label(what, &other));
    }
    output::line("");
    output::prose(&case.proposal.body);
    output::line("");
    suggestions(lang, org, view, &case.proposal.suggestions);
    for other in &case.absorbed {
        let name = format!("{}  {}", other.shown_number(), other.title);
        output::line("");
        output::prose(&lang.label(lang.pick("并案提案", "merged proposal"), &name));
        if let Some(read) = view.merged.iter().find(|it| it.case == other.case) {
            output::prose(&read.body);
        }
        suggestions(lang, org, view, &other.suggestions);
    }
    tasks::of_what_is_gone(lang, org, view);
    if let Some(key) = &case.key {
        let what = lang.pick("重点提案，领衔督办", "key proposal, supervised by");
        output::prose(&lang.label(what, &key.leader));
    }
    for view in &case.leader_views {
        let what = lang.pick("领导意见", "leader's view");
        let when = moment(view.at_ms);
        let said = format!("{when}  {}  {}", view.leader, view.text);
        output::prose(&lang.label(what, &said));
    }
    for note in &case.notes {
        let said = format!("{}  {}  {}", moment(note.at_ms), note.name, note.text);
        output::prose(&lang.label(lang.pick("督查备注", "noted"), &said));
    }
    if !view.assignments.is_empty() {
        output::line("");
        let mut table = Table::new(
            ctx.lang,
            [
                whole("承办任务", "no"),
                whole("代码", "code"),
                names("单位", "unit"),
                whole("角色", "role"),
                whole("阶段", "stage"),
                whole("轮次", "round"),
                whole("期限", "due"),
                whole("类别", "class"),
                whole("评价", "rating"),
            ],
        );
        for row in &view.assignments {
            table.row([
                row.no.to_string(),
                row.unit.0.clone(),
                org.name(&row.unit).to_owned(),
                row.role.say(lang).to_owned(),
                row.stage.say(lang).to_owned(),
                row.round.to_string(),
                row.due.to_string(),
                class(lang, row),
                row.rating.map_or("", |rating| rating.say(lang)).to_owned(),
            ]);
        }
        table.print();
        // The table has no room for it beside the date.
        for a in case.live().filter(|a| a.due().plain_weekdays) {
            let name = format!("{}. {}", a.no, org.name(&a.unit));
            let due = format!("{} {}", lang.pick("期限", "due"), a.due().say(lang));
            output::prose(&lang.label(&name, &due));
        }
        for a in case.live() {
            // An extension moves the deadline and not the first one, which figures go by.
            let (first, now) = (a.original_due.date, a.rounds[0].due.date);
            if first != now {
                let name = format!("{}. {}", a.no, org.name(&a.unit));
                let (first, now) = (first.to_string(), now.to_string());
                let was = format!("{} {first}", lang.pick("原期限", "first deadline"));
                let is = format!("{} {now}", lang.pick("延期至", "extended to"));
                output::prose(&lang.label(&name, &format!("{was}{}{is}", lang.pick("，", ", "))));
            }
        }
        for a in case.live().filter(|a| !a.suggestions.is_empty()) {
            let name = lang.bracket(&a.no.to_string(), org.name(&a.unit));
            let numbers = output::said::numbers(&a.suggestions, lang);
            let part = lang.label(lang.pick("答复建议", "answers suggestions"), &numbers);
            output::prose(&format!("{name} {part}"));
        }
    }
    let corrected = on_record::corrected(lang, record);
    if !corrected.is_empty() {
        output::line("");
        output::prose(ctx.pick("更正记录：", "corrected:"));
    }
    for line in corrected {
        output::prose(&format!("  {line}"));
    }
    let ended = on_record::ended(lang, org, case, record);
    if !ended.is_empty() {
        output::line("");
        output::prose(ctx.pick("已终止的承办任务：", "assignments that ended:"));
    }
    for line in ended {
        output::prose(&format!("  {line}"));
    }
    for assignment in &case.assignments {
        rounds::print(lang, org, assignment, view);
    }
    promises::of_case(lang, case, rules);
    waiting(ctx, org, view);
    checklist(ctx, org, view);
    offered::print(ctx.lang, lines);
}

/// Suggestions, each with the tasks that were cut out of it.
fn suggestions(lang: Lang, org: &Org, view: &CaseView, those: &[Suggestion]) {
    for suggestion in those {
        output::prose(&format!("{}. {}", suggestion.no, suggestion.text));
        tasks::of_suggestion(lang, org, view, suggestion.no);
    }
}

/// The class of the reply that is out, and the first one where a supplementary reply raised it.
fn class(lang: Lang, row: &AssignmentRow) -> String {
    let now = row.class.map_or("", |class| class.say(lang));
    match row.first_class.filter(|first| row.class != Some(*first)) {
        Some(first) => {
            let first = format!("{}{}", lang.pick("原", "first "), first.say(lang));
            lang.bracket(now, &first)
        }
        None => now.to_owned(),
    }
}

fn waiting(ctx: &Ctx, org: &Org, view: &CaseView) {
    if view.attention.is_empty() {
        return;
    }
    output::line("");
    output::prose(ctx.pick("当前由谁办理：", "whose turn it is:"));
    for entry in &view.attention {
        let who = what_next::holder(ctx, org, view, &entry.holder);
        let why = output::said::why_in(entry, view, ctx.lang);
        let line = ctx.lang.label(&why, who.trim());
        output::prose(&format!("  {line}"));
    }
}

fn checklist(ctx: &Ctx, org: &Org, view: &CaseView) {
    let open: Vec<_> = view
        .gates
        .iter()
        .filter(|gate| matches!(gate.state, GateState::Unsatisfied { .. }))
        .collect();
    if open.is_empty() {
        return;
    }
    output::line("");
    output::prose(ctx.pick("尚未满足的检查项：", "what is still missing:"));
    for gate in open {
        if let GateState::Unsatisfied { missing } = &gate.state {
            let missing = missing.iter().map(|one| {
                one.with_names(|unit| org.name(unit).to_owned())
                    .say(ctx.lang)
            });
            let missing: Vec<String> = missing.collect();
            let text = missing.join(ctx.pick("；", "; "));
            let text = ctx.lang.label(gate.gate.say(ctx.lang), &text);
            output::prose(&format!("  [{}] {text}", gate.assignment));
        }
    }
}
