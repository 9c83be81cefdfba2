//! The hand-over sheet (交办单).

use banli_shared::case::{AssignmentRole, Kind, ReplyFormat};
use banli_shared::documents::{Each, Facts, Field};

use super::{Matter, ZH, of_proposal, said};

pub(super) fn add(matter: &Matter<'_>, facts: &mut Facts) {
    let (case, a) = (matter.case, matter.assignment);
    facts.set(Field::Role, a.role.say(ZH));
    facts.set(Field::Goal, a.goal.clone());
    facts.set(Field::HandedOver, said(a.handed_over_on));
    facts.set(Field::Due, due(matter));
    facts.set(Field::Asked, asked(matter));
    let mut text = case.proposal.body.clone();
    for other in &case.absorbed {
        if let Some(merged) = matter.merged.get(&other.case) {
            let (title, number) = (&other.title, other.shown_number());
            let body = &merged.body;
            text.push_str(&format!("\n并案提案《{title}》（第{number}号）：\n{body}"));
        }
    }
    facts.set(Field::ProposalText, text);
    for asked in case.asked_of(a) {
        facts.add(
            Each::Suggestion,
            [
                (Field::No, asked.no.to_string()),
                (Field::Suggestion, asked.text.to_owned()),
                (Field::OfProposal, of_proposal(&asked)),
            ],
        );
    }
    for other in case.live() {
        facts.add(
            Each::Unit,
            [
                (Field::UnitName, matter.ctx.org.name(&other.unit).to_owned()),
                (Field::Role, other.role.say(ZH).to_owned()),
                (Field::Due, said(other.first_reply_due().date)),
            ],
        );
    }
}

/// The deadline of the first reply as it is in force, and the one it was at first where that is another: a further handling
/// has one of its own, that nothing was handed over for.
fn due(matter: &Matter<'_>) -> String {
    let a = matter.assignment;
    let (in_force, first) = (a.first_reply_due(), a.original_due.date);
    let mut due = said(in_force.date);
    if in_force.date != first {
        due.push_str(&format!("（原期限{}）", said(first)));
    }
    if in_force.plain_weekdays {
        due.push_str("（当年放假安排未公布，按周一至周五计）");
    }
    due
}

fn asked(matter: &Matter<'_>) -> String {
    let a = matter.assignment;
    let mut asked = vec![];
    match (a.role, a.reply_format) {
        (AssignmentRole::CoHandler, _) => asked.push("向主办单位书面提出会办意见"),
        (_, ReplyFormat::Letter) => asked.push(ReplyFormat::Letter.say(ZH)),
        (_, ReplyFormat::InPerson) => asked.push(ReplyFormat::InPerson.say(ZH)),
    }
    if a.role.owes_reply() {
        asked.push("先协商后答复");
        if a.visit_required {
            asked.push("须当面沟通");
        }
        if matches!(matter.case.proposal.kind, Kind::Joint) || !matter.case.absorbed.is_empty() {
            asked.push("答复全部提案人");
        }
    }
    asked.join("；")
}
