//! What a step leads to: the stage after it, whose turn it is then, and what is to be known before. Asked about on a
//! terminal where the work goes on to somebody else, and said after it in any case.

use banli_shared::api::proposals::{CaseView, GetProposal, ProposalRef, RunCommand};
use banli_shared::api::{DryRun, Json, NoQuery, Nothing};
use banli_shared::case::{Assignment, Case, Stage};
use banli_shared::ids::{AssignmentNo, Version};
use banli_shared::lang::Lang;
use banli_shared::org::Org;
use banli_shared::workflow::{Action, Attention, Command, Danger, Holder, With, lies_with};

use super::import_ask::can_ask;
use super::undo::agreed_to;
use super::{Ctx, Failed, units};
use crate::api::With as Sent;
use crate::output;

/// Most of those whose turn it is are one or two; of more, so many are named.
const MOST: usize = 4;

/// What was seen before a step.
#[derive(Default)]
pub(super) struct Before {
    view: Option<CaseView>,
}

impl Before {
    /// Looks at the case where somebody can be asked, or where there can be something to be known before.
    pub(super) async fn look(
        ctx: &Ctx,
        reference: &ProposalRef,
        action: Action,
        asks: bool,
    ) -> Self {
        let wanted = (asks && can_ask(ctx) && action.danger() != Danger::Plain)
            || (matches!(action, Action::Approve | Action::AdoptRules) && !ctx.json);
        if !wanted {
            return Self::default();
        }
        let seen = ctx
            .client
            .call::<GetProposal>(reference, &NoQuery {}, &Nothing)
            .await;
        // Where it cannot be read the step itself is refused, and says why.
        Self {
            view: seen.ok().map(|Json(view)| view),
        }
    }

    /// What is to be known before the step; nothing where there is nothing.
    async fn warning(&self, ctx: &Ctx, command: &Command) -> Option<String> {
        let (action, no) = (command.action(), command.assignment());
        let mut offers = self.view.as_ref()?.offers.iter();
        let offer = offers.find(|it| it.action == action && it.assignment == no)?;
        let warning = offer.warning.as_ref()?;
        let said = match units::known(ctx).await {
            Ok(org) => warning.with_names(|unit| org.name(unit).to_owned()),
            Err(_) => warning.clone(),
        };
        let said = said.say(ctx.lang);
        Some(ctx.lang.label(ctx.pick("注意", "mind"), &said))
    }

    /// Whether the step is to be taken: asks, where that is wanted and somebody can be asked, when the work goes on to
    /// somebody else by it.
    ///
    /// # Errors
    /// When what is typed cannot be read.
    pub(super) async fn agreed(
        &self,
        ctx: &Ctx,
        reference: &ProposalRef,
        command: &Command,
        if_version: Option<Version>,
        asks: bool,
    ) -> Result<bool, Failed> {
        let warning = self.warning(ctx, command).await;
        if let Some(warning) = &warning {
            output::aside(warning);
        }
        let Some(before) = self.view.as_ref().filter(|_| asks && can_ask(ctx)) else {
            return Ok(true);
        };
        let tried = ctx
            .client
            .call_with::<RunCommand>(
                reference,
                &DryRun { dry_run: true },
                &Json(command.clone()),
                Sent {
                    if_version,
                    key: None,
                },
            )
            .await;
        // What is wrong is said by the step itself.
        let Ok(Json(after)) = tried else {
            return Ok(true);
        };
        let no = command.assignment();
        let moves = holders(before, no) != holders(&after, no)
            || !follows(command, &before.case, &after.case).is_empty();
        if !moves && warning.is_none() {
            return Ok(true);
        }
        for line in self.lines(ctx, command, &after).await {
            output::aside(&line);
        }
        let what = command.action().say(ctx.lang);
        let number = after.case.shown_number();
        let question = match ctx.lang {
            Lang::Zh => format!("{what} {number}，确定吗？（y/N）"),
            Lang::En => format!("{what} {number}: go on? (y/N) "),
        };
        agreed_to(ctx, ctx.pick("未作改动", "nothing was changed"), &question)
    }

    /// What came of a step, or would: the next stage, a further handling with its deadline, and whose turn it is.
    pub(super) async fn lines(
        &self,
        ctx: &Ctx,
        command: &Command,
        after: &CaseView,
    ) -> Vec<String> {
        if command.action().danger() == Danger::Plain {
            return vec![];
        }
        let lang = ctx.lang;
        let a = command
            .assignment()
            .and_then(|no| after.case.assignment(no));
        let before = self.view.as_ref();
        let follows = before.map_or_else(Vec::new, |it| follows(command, &it.case, &after.case));
        let mut places = after.attention.iter();
        let places =
            places.any(|entry| matches!(entry.holder, Holder::Post { place: Some(_), .. }));
        let outside = a.is_some_and(|a| matches!(lies_with(a), Some(With::Unit(_))));
        let org = match places || outside || !follows.is_empty() {
            true => units::known(ctx).await.unwrap_or_default(),
            false => Org::default(),
        };
        let mut lines = vec![];
        lines.extend(a.and_then(|a| begun(lang, command, a)));
        lines.extend(follows.into_iter().map(|(a, what)| {
            let unit = units::full_name(lang, &org, &a.unit);
            lang.label(&unit, &what.say(lang, a))
        }));
        if let Some(a) = a {
            let stage = after.case.stage_of(a).say(lang);
            lines.push(lang.label(ctx.pick("承办任务阶段", "the assignment is now"), stage));
        }
        let mut who = next(ctx, &org, after, command.assignment());
        if who.is_empty() {
            // Who works inside a unit is told to nobody outside; which unit it is, is.
            who.extend(a.and_then(lies_with).map(|with| match with {
                With::Unit(unit) => units::full_name(lang, &org, unit),
                With::Office => holder(ctx, &org, after, &Holder::office()),
            }));
        }
        if !who.is_empty() {
            let who = who.join(ctx.pick("、", ", "));
            lines.push(lang.label(ctx.pick("下一环节", "next"), &who));
        }
        lines
    }
}

/// What the ratings of an item come to by newer rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// A further handling begins.
    Begins,
    /// It is done with.
    Closes,
}

impl Follows {
    fn say(self, lang: Lang, a: &Assignment) -> String {
        match (self, lang) {
            (Self::Begins, _) => handling_begun(lang, a),
            (Self::Closes, Lang::Zh) => "按新规则，评价已有结果，即办结".to_owned(),
            (Self::Closes, Lang::En) => {
                "by the newer rules its ratings decide it, and it is closed".to_owned()
            }
        }
    }
}

/// The items of a case, as they are after its rules were changed for newer ones, of which the ratings come to something
/// else by these.
fn follows<'a>(
    command: &Command,
    before: &Case,
    after: &'a Case,
) -> Vec<(&'a Assignment, Follows)> {
    if !matches!(command, Command::AdoptRules {}) {
        return vec![];
    }
    let follow = after.assignments.iter().filter_map(|a| {
        let earlier = before.assignment(a.no)?;
        let is_closed = |a: &Assignment| matches!(a.stage, Stage::Closed { .. });
        if a.round().no > earlier.round().no {
            Some((a, Follows::Begins))
        } else if is_closed(a) && !is_closed(earlier) {
            Some((a, Follows::Closes))
        } else {
            None
        }
    });
    follow.collect()
}

/// Another handling that a rating, or the office, began.
fn begun(lang: Lang, command: &Command, a: &Assignment) -> Option<String> {
    let begins = matches!(
        command,
        Command::Rate(_) | Command::RecordRating(_) | Command::SecondHandling(_)
    );
    let again = begins && a.stage == Stage::Drafting && a.round().no > 1;
    again.then(|| handling_begun(lang, a))
}

fn handling_begun(lang: Lang, a: &Assignment) -> String {
    let (name, due) = (a.round().name(), a.due().date);
    match lang {
        Lang::Zh => format!("已启动{}，期限 {due}", name.say(lang)),
        Lang::En => format!("the {} has begun; it is due by {due}", name.say(lang)),
    }
}

/// Those who must act on this assignment, or on the case where it is about that as a whole.
fn entries(view: &CaseView, no: Option<AssignmentNo>) -> Vec<&Attention> {
    let there = |entry: &&Attention| no.is_none() || entry.assignment == no;
    let (later, now): (Vec<_>, Vec<_>) = view
        .attention
        .iter()
        .filter(there)
        .partition(|entry| entry.from.is_some());
    if now.is_empty() { later } else { now }
}

fn holders(view: &CaseView, no: Option<AssignmentNo>) -> Vec<&Holder> {
    let mut holders: Vec<&Holder> = entries(view, no).iter().map(|it| &it.holder).collect();
    holders.sort();
    holders.dedup();
    holders
}

fn next(ctx: &Ctx, org: &Org, view: &CaseView, no: Option<AssignmentNo>) -> Vec<String> {
    let said = entries(view, no).into_iter().map(|entry| {
        let who = holder(ctx, org, view, &entry.holder);
        let why = output::said::why_in(entry, view, ctx.lang);
        ctx.lang.bracket(&who, &why)
    });
    let mut said: Vec<String> = said.collect();
    said.dedup();
    said.truncate(MOST);
    said
}

/// Who must act, in words.
pub(super) fn holder(ctx: &Ctx, org: &Org, view: &CaseView, holder: &Holder) -> String {
    match holder {
        Holder::Person { person } => view.people.get(person).cloned().unwrap_or_default(),
        Holder::Post { role, place } => {
            let place = place.as_ref();
            let place = place.map_or_else(String::new, |it| units::full_name(ctx.lang, org, it));
            let said = format!("{place}{}{}", ctx.pick("", " "), role.say(ctx.lang));
            said.trim().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use banli_shared::case::{Closure, Round};

    use super::*;
    use crate::command::demo::on_paper::Paper;

    #[test]
    fn of_newer_rules_it_is_said_whose_handling_begins_again_and_whose_closes() {
        let paper = Paper::new();
        let rates = |command: &Command| matches!(command, Command::Rate(_));
        let (before, step) = (0..160).find_map(|n| paper.before(n, rates)).unwrap();
        let adopt = Command::AdoptRules {};
        assert_eq!(follows(&adopt, &before, &before), []);
        let mut again = before.clone();
        let a = &mut again.assignments[0];
        let due = a.due().clone();
        a.rounds.push(Round::begin(2, step.at_ms, "", due.clone()));
        a.stage = Stage::Drafting;
        let said = |after: &Case, lang: Lang| {
            let all = follows(&adopt, &before, after);
            assert_eq!(all.len(), 1);
            all[0].1.say(lang, all[0].0)
        };
        let due = due.date.to_string();
        for (lang, words) in [(Lang::Zh, "已启动"), (Lang::En, "has begun")] {
            let said = said(&again, lang);
            assert!(said.contains(words) && said.contains(&due), "{said}");
        }
        let mut closed = before.clone();
        closed.assignments[0].stage = Stage::Closed {
            how: Closure::Rated,
        };
        assert!(said(&closed, Lang::Zh).contains("办结"));
        assert!(said(&closed, Lang::En).contains("closed"));
        // Of a closed case nothing more follows.
        assert_eq!(follows(&adopt, &closed, &closed), []);
        assert_eq!(follows(&Command::File {}, &before, &again), []);
    }
}
