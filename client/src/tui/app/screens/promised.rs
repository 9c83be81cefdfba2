//! What one assignment has promised, as text to read.

use banli_shared::case::{Assignment, PromiseState};

use super::super::super::theme::Role;
use super::paper::Paper;
use crate::output::moment;

/// What came of it.
pub(super) fn outcomes(paper: &mut Paper<'_>, a: &Assignment) {
    if a.outcomes.is_empty() {
        return;
    }
    let lang = paper.lang();
    paper.heading(lang.pick("转化成果", "Outcomes"));
    for outcome in &a.outcomes {
        let kind = paper.outcome_type(&outcome.kind);
        paper.line(&format!(
            "{}. [{kind}] {}  {}",
            outcome.no, outcome.title, outcome.on
        ));
        paper.pair("   文号或网址", "   document", &outcome.document);
        if let Some(why) = &outcome.struck {
            let struck = lang.pick("作废", "struck out");
            paper.in_role(&format!("   {}", lang.label(struck, why)), Role::Removed);
        }
    }
}

/// Every promise with what became of it.
pub(super) fn promises(paper: &mut Paper<'_>, a: &Assignment) {
    let lang = paper.lang();
    if a.promises.is_empty() {
        paper.faint(lang.pick("没有承诺事项", "no promises"));
    }
    for promise in &a.promises {
        paper.heading(&format!("{}. {}", promise.no, promise.text));
        let role = match promise.state {
            PromiseState::Open => Role::Warning,
            PromiseState::Kept => Role::Good,
            PromiseState::BrokenOff => Role::Bad,
        };
        let done = promise
            .percent()
            .map_or_else(String::new, |percent| format!("  {percent}%"));
        paper.in_role(&format!("{}{done}", promise.state.say(lang)), role);
        paper.pair("期限", "due", &promise.due.to_string());
        if promise.first_due != promise.due {
            paper.pair(
                "原期限",
                "first promised for",
                &promise.first_due.to_string(),
            );
        }
        let made = match lang {
            banli_shared::lang::Lang::Zh => format!("第{}轮，{}", promise.round, promise.made_on),
            banli_shared::lang::Lang::En => format!("round {}, {}", promise.round, promise.made_on),
        };
        paper.pair("作出承诺", "promised", &made);
        for step in &promise.steps {
            let on = step.on.map_or_else(String::new, |on| format!(" {on}"));
            let percent = step
                .percent
                .map_or_else(String::new, |percent| format!(" {percent}%"));
            paper.line(&format!(
                "{}  {}{on}{percent}  {}",
                moment(step.at_ms),
                step.kind.say(lang),
                step.name
            ));
            if !step.text.is_empty() {
                paper.line(&format!("   {}", step.text));
            }
            paper.pair("   文号或网址", "   document", &step.document);
        }
    }
}
