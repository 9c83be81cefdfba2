//! The ledger of a case as text to read: who has which part of it, by when, and what is still missing.

use banli_shared::api::events::Recorded;
use banli_shared::api::proposals::CaseView;
use banli_shared::case::{Assignment, SpotFinding};
use banli_shared::ids::Millis;
use banli_shared::lang::Lang;
use banli_shared::workflow::{GateState, GateStatus};

use super::super::super::theme::Role;
use super::super::act::holder;
use super::super::texts;
use super::paper::Paper;
use super::tasked;
use crate::output::{moment, said};

/// The ledger: who has it, by when, where it stands.
pub(super) fn ledger(paper: &mut Paper<'_>, view: &CaseView, record: &[Recorded]) {
    let lang = paper.shared.lang;
    for note in &view.case.notes {
        let what = lang.pick("督查备注", "noted");
        paper.faint(&format!(
            "{what}  {}  {}  {}",
            moment(note.at_ms),
            note.name,
            note.text
        ));
    }
    for a in &view.case.assignments {
        let name = paper.shared.unit_name(&a.unit).to_owned();
        let name = format!("{}. {name}", a.no);
        paper.heading(&lang.bracket(&name, a.role.say(lang)));
        paper.pair("阶段", "stage", view.case.stage_of(a).say(lang));
        if !a.suggestions.is_empty() {
            let numbers = said::numbers(&a.suggestions, lang);
            paper.pair("答复建议", "suggestions", &numbers);
        }
        match said::ended(a, &view.case, record, lang) {
            Some(how) => paper.pair("终止", "ended", &how),
            None => due(paper, view, a),
        }
        for asked in a.rounds.iter().flat_map(|round| &round.extensions) {
            let role = if a.extension_waiting() == Some(asked) {
                Role::Warning
            } else {
                Role::Text
            };
            let what = lang.pick("延期", "more time");
            paper.in_role(
                &format!("{what}{}{}", lang.pick("：", ": "), asked.say(lang)),
                role,
            );
        }
        for urging in &a.urgings {
            let role = if a.urged() == Some(urging) {
                Role::Warning
            } else {
                Role::Faint
            };
            let what = texts::urged(lang);
            let when = moment(urging.at_ms);
            let said = format!("{what}  {when}  {}  {}", urging.name, urging.note);
            paper.in_role(&in_round(a, urging.at_ms, said, lang), role);
        }
        for check in &a.spot_checks {
            let role = match check.found {
                SpotFinding::InOrder => Role::Faint,
                SpotFinding::Wanting => Role::Warning,
            };
            let said = said::spot_checked(check, lang);
            let said = format!("{}  {said}", texts::spot_checked(lang));
            paper.in_role(&in_round(a, check.at_ms, said, lang), role);
        }
        paper.pair("交办", "handed over", &a.handed_over_on.to_string());
        paper.pair("目标", "goal", &a.goal);
        if a.visit_required {
            paper.line(lang.pick("须当面沟通", "face-to-face contact demanded"));
        }
        if let Some(dispatch) = &a.dispatch {
            let department = paper.shared.unit_name(&dispatch.department).to_owned();
            paper.pair("承办部门", "department", &department);
            paper.pair("分管领导", "leader in charge", &dispatch.leader);
            let handler = dispatch
                .handler
                .as_ref()
                .and_then(|id| view.people.get(id))
                .cloned()
                .unwrap_or_default();
            paper.pair("承办人", "handler", &handler);
            paper.pair("备注", "note", &dispatch.note);
        }
        if let Some(waiver) = &a.waived {
            paper.pair("免等会办意见", "opinion waived", &waiver.why);
        }
    }
    waiting_for(paper, view);
}

/// The same with the round that it was in, where that is an earlier one.
fn in_round(a: &Assignment, at_ms: Millis, said: String, lang: Lang) -> String {
    let no = a.round_at(at_ms);
    let earlier = a.rounds.iter().find(|it| it.no == no && no < a.round().no);
    match earlier {
        Some(round) => lang.bracket(&said, round.name().say(lang)),
        None => said,
    }
}

/// By when, and how that came to be.
fn due(paper: &mut Paper<'_>, view: &CaseView, a: &Assignment) {
    let lang = paper.lang();
    let row = view.assignments.iter().find(|row| row.no == a.no);
    let left = row
        .and_then(|row| Some((row.days_left?, row.overdue)))
        .map_or_else(String::new, |(days, overdue)| {
            format!(" ({})", lang.working_days(days, overdue))
        });
    paper.pair("期限", "due", &format!("{}{left}", a.due().say(lang)));
    if a.original_due.date != a.due().date {
        paper.pair("原期限", "first deadline", &a.original_due.date.to_string());
    }
    // A term that simply ends on a working day explains itself.
    for step in a.due().steps.iter().filter(|_| a.due().steps.len() > 1) {
        paper.faint(&format!("   {}", step.say(lang)));
    }
}

/// Whose turn it is.
pub(super) fn waiting_for(paper: &mut Paper<'_>, view: &CaseView) {
    if view.attention.is_empty() {
        return;
    }
    let lang = paper.shared.lang;
    paper.heading(lang.pick("当前由谁办理", "Whose turn it is"));
    for entry in &view.attention {
        let who = holder(paper.shared, &view.people, &entry.holder);
        let why = said::why_in(entry, view, lang);
        paper.line(&format!("{why}  {who}"));
    }
}

/// The checklist.
pub(super) fn gates(paper: &mut Paper<'_>, gates: &[GateStatus], a: &Assignment) {
    let lang = paper.shared.lang;
    paper.heading(lang.pick("检查项", "Checklist"));
    states(paper, gates, a);
}

fn states(paper: &mut Paper<'_>, gates: &[GateStatus], a: &Assignment) {
    let lang = paper.lang();
    for gate in gates.iter().filter(|gate| gate.assignment == a.no) {
        let (mark, role) = match &gate.state {
            GateState::NotApplicable => ("-", Role::Faint),
            GateState::Satisfied => ("+", Role::Good),
            GateState::Unsatisfied { .. } => ("x", Role::Bad),
            GateState::Overridden { .. } => ("o", Role::Warning),
        };
        paper.in_role(&format!("{mark} {}", gate.gate.say(lang)), role);
        match &gate.state {
            GateState::Unsatisfied { missing } => {
                for one in missing {
                    let one = one.with_names(|unit| paper.unit_name(unit).to_owned());
                    paper.line(&format!("    {}", one.say(lang)));
                }
            }
            GateState::Overridden { why, .. } => paper.line(&format!("    {why}")),
            GateState::NotApplicable | GateState::Satisfied => {}
        }
    }
}

/// The checklist of each assignment that has one, with its tasks that are not finished.
pub(super) fn checklists(paper: &mut Paper<'_>, view: &CaseView) {
    for a in view.case.live() {
        if view.gates.iter().any(|gate| gate.assignment == a.no) {
            let lang = paper.lang();
            let name = format!("{}. {}", a.no, paper.unit_name(&a.unit));
            paper.heading(&lang.label(lang.pick("检查项", "Checklist"), &name));
            states(paper, &view.gates, a);
        }
        tasked::left_open(paper, a);
    }
}
