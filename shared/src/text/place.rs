//! Where a fault lies, for people: the path of a field in words, in place of a pointer that only programs read.

use super::Bilingual;
use crate::workflow::Action;

/// A pointer (`/hand_over/to/0/unit`) or the name of a query (`?unit`) in words. What is neither is a place in words
/// already.
#[must_use]
pub fn place(pointer: &str) -> Bilingual {
    if let Some(name) = pointer.strip_prefix('?') {
        return Bilingual::new(format!("条件“{}”", zh_of(name)), english(name));
    }
    let Some(path) = pointer.strip_prefix('/') else {
        return Bilingual::new(pointer, pointer);
    };
    let mut steps: Vec<&str> = path.split('/').collect();
    // Which command it is about whoever gave it knows.
    if steps.len() > 1 && steps[0].parse::<Action>().is_ok() {
        steps.remove(0);
    }
    let (mut zh, mut en): (Vec<String>, Vec<String>) = (vec![], vec![]);
    for step in steps {
        match step.parse::<usize>() {
            // People count from one.
            Ok(at) => {
                let no = at.saturating_add(1);
                let counted = format!("{}第 {no} 项", zh.pop().unwrap_or_default());
                zh.push(counted);
                en.push(format!("entry {no}"));
            }
            Err(_) => {
                let step = step.replace("~1", "/").replace("~0", "~");
                zh.push(zh_of(&step).to_owned());
                en.push(english(&step));
            }
        }
    }
    Bilingual::new(zh.join("，"), en.join(", "))
}

/// The name of a field alone, as it stands on the wire, in words.
#[must_use]
pub fn field_name(name: &str) -> Bilingual {
    Bilingual::new(zh_of(name), english(name))
}

fn english(name: &str) -> String {
    name.replace('_', " ")
}

fn zh_of(name: &str) -> &str {
    if let Ok(action) = name.parse::<Action>() {
        return match name {
            // Also fields: what is said in a note, and the like.
            "note" => "说明",
            _ => action.say(crate::lang::Lang::Zh),
        };
    }
    let known = NAMES.binary_search_by_key(&name, |(known, _)| known);
    known.map_or(name, |at| NAMES[at].1)
}

/// Fields of what is sent, by their names on the wire, in order.
const NAMES: &[(&str, &str)] = &[
    ("Idempotency-Key", "幂等键"),
    ("If-Match", "版本"),
    ("aliases", "别名"),
    ("all", "全部"),
    ("assignment", "承办任务"),
    ("assignment_stage", "承办阶段"),
    ("at_least", "最少件数"),
    ("body", "正文"),
    ("by", "日期"),
    ("by_unit", "按单位分表"),
    ("category", "类别"),
    ("class", "办理类别"),
    ("closed_on", "闭幕日期"),
    ("code", "代码"),
    ("command", "操作"),
    ("commands", "操作"),
    ("comment", "意见"),
    ("contact", "沟通记录"),
    ("contact_forms", "沟通方式"),
    ("contacted", "是否沟通"),
    ("count", "总数"),
    ("current", "当前届次"),
    ("cursor", "翻页位置"),
    ("days", "天数"),
    ("defects", "缺陷"),
    ("department", "处室"),
    ("disabled", "停用"),
    ("document", "文件"),
    ("document_number", "文号"),
    ("dry_run", "试运行"),
    ("due", "期限"),
    ("due_before", "期限早于"),
    ("duties", "职责"),
    ("every_session", "所有届次"),
    ("evidence", "佐证"),
    ("figure", "指标"),
    ("form", "方式"),
    ("former", "曾用名"),
    ("forwarded", "转办方式"),
    ("found", "抽查结果"),
    ("from", "起始日期"),
    ("giver", "委托人"),
    ("goal", "办理目标"),
    ("ground", "不予立案理由"),
    ("handler", "承办人"),
    ("hash", "文本标识"),
    ("hidden", "隐藏行列"),
    ("id", "编号"),
    ("into", "并入的提案"),
    ("key", "重点提案"),
    ("kind", "类型"),
    ("kinds", "类型"),
    ("label", "用途"),
    ("leader", "领导"),
    ("level", "审核级别"),
    ("light", "亮灯"),
    ("limit", "最多条数"),
    ("login", "账号"),
    ("map", "列对照"),
    ("members", "委员"),
    ("name", "名称"),
    ("new", "新密码"),
    ("new_kinds", "新类别"),
    ("no_bom", "不加 BOM"),
    ("of", "对象"),
    ("old", "原密码"),
    ("on", "日期"),
    ("openness", "公开属性"),
    ("other_name", "姓名不同"),
    ("outcome", "成果"),
    ("parent", "上级"),
    ("part", "分子或分母"),
    ("partial", "逐件保存"),
    ("password", "密码"),
    ("past", "已结束"),
    ("people", "人员"),
    ("percent", "完成比例"),
    ("person", "人员"),
    ("phone", "电话"),
    ("place", "任职处"),
    ("plain_weekdays", "按周一至周五计"),
    ("position", "职务"),
    ("post", "岗位"),
    ("posts", "岗位"),
    ("promise", "承诺"),
    ("promises", "承诺"),
    ("proposal", "提案"),
    ("proposer", "提案人"),
    ("proposers", "提案人"),
    ("publication", "公开意愿"),
    ("published", "是否公开"),
    ("q", "搜索词"),
    ("quarter", "季度"),
    ("query", "条件"),
    ("rater", "评价人"),
    ("reason", "理由"),
    ("redact", "隐去姓名或内容"),
    ("ref", "提案"),
    ("remember", "记住列名"),
    ("reply_format", "答复形式"),
    ("result", "办理结果"),
    ("retired", "停用"),
    ("revision", "版次"),
    ("role", "角色"),
    ("round", "轮次"),
    ("said", "沟通内容"),
    ("scopes", "权限"),
    ("seen", "所见版次"),
    ("session", "届次"),
    ("sheet", "工作表"),
    ("since", "起始序号"),
    ("sort", "排序"),
    ("stage", "阶段"),
    ("state", "状态"),
    ("submitted_on", "提交日期"),
    ("successor", "并入的单位"),
    ("suggestion", "建议"),
    ("suggestions", "建议"),
    ("taker", "代理人"),
    ("task", "分解任务"),
    ("text", "内容"),
    ("timing", "提交时段"),
    ("title", "标题"),
    ("to", "承办单位"),
    ("toml", "文件内容"),
    ("took_place", "是否属实"),
    ("tracking", "跟踪中"),
    ("type", "类型"),
    ("unit", "单位"),
    ("unit_side", "单位方"),
    ("units", "单位"),
    ("unread", "未读"),
    ("until", "截止日期"),
    ("up_to", "截至序号"),
    ("url", "网址"),
    ("verdict", "采纳情况"),
    ("version", "版本"),
    ("visit_required", "须当面沟通"),
    ("was", "原提案人编号"),
    ("work", "办理工作"),
    ("year", "年份"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_so_that_they_are_found() {
        assert!(NAMES.is_sorted_by(|one, other| one.0 < other.0));
    }

    #[test]
    fn a_place_is_said_in_words() {
        for (pointer, zh, en) in [
            (
                "/hand_over/to/0/unit",
                "承办单位第 1 项，单位",
                "to, entry 1, unit",
            ),
            ("/due", "期限", "due"),
            ("/note/text", "内容", "text"),
            ("?unit", "条件“单位”", "unit"),
            ("/units/2/code", "单位第 3 项，代码", "units, entry 3, code"),
            (
                "/commands/0/command/hand_over/due",
                "操作第 1 项，操作，交办，期限",
                "commands, entry 1, command, hand over, due",
            ),
            (
                "第 5 行“承办单位”列",
                "第 5 行“承办单位”列",
                "第 5 行“承办单位”列",
            ),
            ("/send_back/note", "说明", "note"),
            ("/map/案由", "列对照，案由", "map, 案由"),
        ] {
            assert_eq!(place(pointer), Bilingual::new(zh, en), "{pointer}");
        }
    }
}
