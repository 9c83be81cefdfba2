//! What should be looked at of the decisions that a list tells of.

use banli_shared::api::FieldFault;
use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, clean, truncate};

use super::rows::{ListRow, place};

/// Cells of a number that are shown.
const NUMBER_CELLS: usize = 40;

/// What of a row is not as its list says: a number that another has, a decision that lacks something, units that do not
/// get it.
pub(super) fn of_decision(row: &ListRow, intake_taken: bool, hands_over: bool) -> Vec<FieldFault> {
    let told = |code, said: Bilingual| {
        FieldFault::in_list(&place(row), code, said).at_row(row.sheet.as_deref(), row.row)
    };
    let mut remarks = vec![];
    if let Some(number) = row.intake_number.as_ref().filter(|_| intake_taken) {
        let number = truncate(&clean(number), NUMBER_CELLS);
        let said = both!(
            "来件编号 {number} 已属于另一件，另编新号",
            "intake number {number} is that of another proposal: it gets a new one"
        );
        remarks.push(told("intake_number_taken", said));
    }
    let stage = row.decided.stage;
    if let (Some(stage), Some(column)) = (stage, row.decided.lacks()) {
        let (zh, en) = (stage.say(Lang::Zh), stage.say(Lang::En));
        let (zh_column, en_column) = (column.say(Lang::Zh), column.say(Lang::En));
        let said = both!(
            "清单写明“{zh}”而没有写明“{zh_column}”，按待审查导入；请补写，或导入后再办理",
            "the list says `{en}` and nothing of `{en_column}`: it is taken in as submitted; write that too, or decide \
             about it afterwards"
        );
        remarks.push(told("undecided", said));
    }
    let idle = row.decided.idle();
    if !idle.is_empty() {
        let say = |lang: Lang| {
            let names: Vec<&str> = idle.iter().map(|column| column.say(lang)).collect();
            names.join(lang.pick("、", ", "))
        };
        let (zh, en) = (say(Lang::Zh), say(Lang::En));
        let said = both!(
            "所写的{zh}与立案情况不符，未采用，请核对",
            "nothing is done with its {en}, which do not go with what it says was decided: look at them"
        );
        remarks.push(told("idle_cells", said));
    }
    let is_with_units = row.units().next().is_some();
    let stays = row.decided.stays().filter(|_| hands_over && is_with_units);
    if let Some(stays) = stays {
        let (zh, en) = (stays.say(Lang::Zh), stays.say(Lang::En));
        let said = both!(
            "清单中为“{zh}”，所列单位不交办",
            "it is `{en}` in the list: the units that stand there do not get it"
        );
        remarks.push(told("not_handed_over", said));
    }
    remarks
}

/// That replies are out of some of these rows, which are not in the list: said once, of the first of them.
pub(super) fn answered(new: &[(usize, &ListRow)]) -> Option<(usize, FieldFault)> {
    let answered = new.iter().filter(|(_, row)| row.decided.is_answered());
    let count = answered.clone().count();
    let (index, first) = answered.clone().next()?;
    let said = both!(
        "已答复或已办结的有 {count} 件：清单中没有答复和评价，这些提案从立案、交办起重新办理",
        "answered or closed: {count}; replies and ratings are in no such list, so they begin again as filed or handed over"
    );
    let fault = FieldFault::in_list(&place(first), "replies_not_in_list", said);
    Some((*index, fault.at_row(first.sheet.as_deref(), first.row)))
}
