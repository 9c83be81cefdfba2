//! What is like a proposal, as text beside it: where such ones went, and what they share.

use banli_shared::api::similar::{Similar, SuggestedUnit};
use banli_shared::case::AssignmentRole;
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;

use super::super::super::keys::table::CommandId;
use super::super::state::Shared;
use super::super::texts;
use super::paper::Paper;

/// The place among the suggested units that a key stands for, from 0.
pub(super) const fn place(id: CommandId) -> Option<usize> {
    Some(match id {
        CommandId::Suggested1 => 0,
        CommandId::Suggested2 => 1,
        CommandId::Suggested3 => 2,
        CommandId::Suggested4 => 3,
        CommandId::Suggested5 => 4,
        CommandId::Suggested6 => 5,
        CommandId::Suggested7 => 6,
        CommandId::Suggested8 => 7,
        CommandId::Suggested9 => 8,
        _ => return None,
    })
}

/// The suggested units, each with the key that hands over to it and the reason.
pub(super) fn units(paper: &mut Paper<'_>, shared: &Shared, found: &Similar) {
    if found.units.is_empty() && found.listed.is_empty() {
        return;
    }
    paper.heading(shared.pick("建议承办单位", "Suggested units"));
    for (index, unit) in found.units.iter().enumerate() {
        let name = shared.unit_name(&unit.unit);
        let (key, percent) = (index + 1, percent(unit));
        let why = match (reason(shared, unit), shared.lang) {
            (why, _) if why.is_empty() => why,
            (why, Lang::Zh) => format!("（{why}）"),
            (why, Lang::En) => format!(" ({why})"),
        };
        paper.line(&format!("{key} {name}{percent}{why}"));
    }
    let listed = found.listed.iter().map(|it| (&it.unit, it.role));
    let why = texts::named_by_the_list(shared.lang);
    for line in beside(shared, &listed) {
        paper.line(&shared.lang.bracket(&line, why));
    }
}

/// Who has it beside a lead, a line for each role: `会办：市公安局、市财政局`.
pub(super) fn beside<'u>(
    shared: &Shared,
    units: &(impl Iterator<Item = (&'u UnitCode, AssignmentRole)> + Clone),
) -> Vec<String> {
    let roles = [AssignmentRole::Split, AssignmentRole::CoHandler].into_iter();
    let lines = roles.filter_map(|role| {
        let those = units.clone().filter(|(_, it)| *it == role);
        let names: Vec<&str> = those.map(|(unit, _)| shared.unit_name(unit)).collect();
        let names = names.join(shared.pick("、", ", "));
        (!names.is_empty()).then(|| shared.lang.label(role.say(shared.lang), &names))
    });
    lines.collect()
}

/// How much speaks for a unit, with a blank before it; empty where only a list names it.
pub(super) fn percent(unit: &SuggestedUnit) -> String {
    match unit.percent {
        0 if unit.listed => String::new(),
        percent => format!(" {percent}%"),
    }
}

/// Why a unit is suggested: the list that names it, the similar proposals that went there, and the words of its duties.
pub(super) fn reason(shared: &Shared, unit: &SuggestedUnit) -> String {
    let list = |parts: &[String]| parts.join(shared.pick("、", ", "));
    let mut why = vec![];
    if unit.listed {
        why.push(texts::named_by_the_list(shared.lang).to_owned());
    }
    if unit.proposals > 0 {
        let (many, like) = (unit.proposals, list(&unit.like));
        why.push(match shared.lang {
            Lang::Zh => format!("相似提案 {many} 件：{like}"),
            Lang::En => format!("{many} similar: {like}"),
        });
    }
    if !unit.duties.is_empty() {
        let words = list(&unit.duties);
        why.push(match shared.lang {
            Lang::Zh => format!("职责：{words}"),
            Lang::En => format!("duties: {words}"),
        });
    }
    why.join(shared.pick("；", "; "))
}

/// The similar proposals: number, title, what is shared, where they went.
pub(super) fn proposals(paper: &mut Paper<'_>, shared: &Shared, found: &Similar) {
    if found.proposals.is_empty() {
        return;
    }
    paper.heading(shared.pick("相似提案", "Similar proposals"));
    for one in &found.proposals {
        let leads: Vec<&str> = one
            .leads
            .iter()
            .map(|unit| shared.unit_name(unit))
            .collect();
        let leads = leads.join(shared.pick("、", ", "));
        paper.line(&format!("{} {}", one.number, one.title));
        let stage = one.stage.say(shared.lang);
        let parts = one.shared.join(shared.pick("、", ", "));
        paper.faint(&format!("  {}% [{parts}] {stage} {leads}", one.percent));
    }
}
