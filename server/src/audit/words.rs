//! The Chinese of what must hold, beside the name each has in the source.

use banli_shared::text::Bilingual;

/// A thing that must hold, in both languages.
pub(super) fn in_words(name: &str) -> Bilingual {
    let known = WORDS.iter().find(|(known, _)| *known == name);
    Bilingual::new(known.map_or(name, |(_, zh)| zh), name)
}

const WORDS: &[(&str, &str)] = &[
    ("every assignment has a round", "每项承办任务都有轮次"),
    ("it has a proposer", "有提案人"),
    (
        "suggestions are numbered from 1, and there is one",
        "建议从 1 起编号，且至少有一条",
    ),
    (
        "what merged proposals ask for is numbered on",
        "并案提案的建议接着编号",
    ),
    ("what is filed has a number", "已立案的有提案号"),
    (
        "only what is filed is with a unit",
        "只有已立案的才交给单位",
    ),
    ("a declined one names its ground", "不予立案的写明理由"),
    ("it is not merged into itself", "没有并入自身"),
    (
        "what is merged has nothing merged into it",
        "并入他案的没有再并入别的提案",
    ),
    ("nothing is merged into it twice", "没有重复并入"),
    ("a key proposal has a leader", "重点提案有领衔领导"),
    ("assignments are numbered from 1", "承办任务从 1 起编号"),
    ("there is one lead at most", "至多一个主办单位"),
    (
        "a unit has one assignment at most",
        "一个单位至多一项承办任务",
    ),
    ("rounds are numbered from 1", "轮次从 1 起编号"),
    (
        "a round follows a dissatisfied rating of the one before",
        "新一轮办理之前有不满意评价",
    ),
    (
        "contacts are numbered from 1 over all rounds",
        "沟通记录从 1 起连续编号",
    ),
    (
        "what is with a department was given to it",
        "处室承办的已分派给该处室",
    ),
    ("a deadline lies after its start", "期限不早于起算日"),
    ("the first deadline stays on record", "原定期限保留在案"),
    (
        "only what is in review has been handed in",
        "只有审核中的才是已送审",
    ),
    (
        "every level before has said yes, in turn",
        "前面各级已依次通过",
    ),
    (
        "an approval is of the text as it is",
        "审核所针对的是现有文本",
    ),
    ("nobody is two things in a round", "同一轮中无人身兼两职"),
    ("what is out is what was signed", "发出的就是签发的文本"),
    (
        "a reply has a class, an opinion none",
        "答复有类别，会办意见没有",
    ),
    (
        "a member was consulted before the reply",
        "答复之前与委员沟通过",
    ),
    (
        "a reply answers every suggestion of its part",
        "答复逐条回应了所办建议",
    ),
    ("only what is asked is answered", "只答复提出的建议"),
    ("a task is cut from what is asked", "分解任务出自提出的建议"),
    ("a reply of class B promises something", "B 类答复有承诺"),
    ("what counts as out is out", "计为已答复的确已发出"),
    (
        "only a reply that is out is rated",
        "只有已发出的答复才有评价",
    ),
    ("nobody rates a reply twice", "同一答复没有人评价两次"),
    ("whoever rated is a proposer", "评价人是提案人"),
    (
        "what was closed by a rating has a satisfied one",
        "因评价而办结的评价为满意",
    ),
    ("what is rated has an outcome", "已评价的有评价结论"),
    (
        "a co-handler gives one opinion and is not rated",
        "会办单位只提一次意见，不受评价",
    ),
    (
        "only a co-handler is no longer waited for",
        "只有会办单位可以不再等候",
    ),
    ("a reply waits for every opinion", "答复等齐了会办意见"),
    (
        "events are counted as far as they go",
        "事件计数与最后一个事件一致",
    ),
    ("a case names its newest event", "提案指向其最新事件"),
    (
        "a case has as many events as its version says",
        "提案的版本等于事件数",
    ),
    ("exactly one session is the current one", "恰有一个当前届次"),
    (
        "a case is handled under rules that are there",
        "提案所适用的规则存在",
    ),
    ("a post in a place names a unit", "岗位所在的单位存在"),
    (
        "work is handed to units at the top of the tree",
        "承办的是一级单位",
    ),
    ("a department with work is a unit", "承办的处室存在"),
    ("whom a case waits for is there", "提案所等候的人存在"),
    ("somebody can administer", "有可用的管理员"),
    ("a unit is not above itself", "单位的上级关系没有循环"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::invariants::INVARIANTS;
    use super::super::tables::CHECKS;
    use super::*;

    #[test]
    fn everything_that_must_hold_has_its_chinese_and_nothing_else() {
        let names = INVARIANTS.iter().map(|(name, _)| *name);
        let names = names.chain(CHECKS.iter().map(|(name, _)| *name));
        // Asked before the others can be.
        let all: BTreeSet<&str> = names.chain(["every assignment has a round"]).collect();
        let known: BTreeSet<&str> = WORDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(known, all);
    }
}
