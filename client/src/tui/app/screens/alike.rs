//! What is like a proposal, as text beside it: where such ones went, and what they share.

use banli_shared::api::similar::Similar;

use super::super::super::keys::table::CommandId;
use super::super::state::Shared;
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
    if found.units.is_empty() {
        return;
    }
    paper.heading(shared.pick("建议承办单位", "Suggested units"));
    for (index, unit) in found.units.iter().enumerate() {
        let name = shared.unit_name(&unit.unit);
        let (key, percent, many) = (index + 1, unit.percent, unit.proposals);
        let like = unit.like.join(shared.pick("、", ", "));
        paper.line(&match shared.lang {
            banli_shared::lang::Lang::Zh => {
                format!("{key} {name} {percent}%（相似提案 {many} 件：{like}）")
            }
            banli_shared::lang::Lang::En => {
                format!("{key} {name} {percent}% ({many} similar: {like})")
            }
        });
    }
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
