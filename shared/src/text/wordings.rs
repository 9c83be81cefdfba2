//! What a field was expected to be, in Chinese. Where the record and the wire hold only the English, its numbers are
//! carried over.

/// English with `{}` for what varies, and its Chinese.
const WORDINGS: &[(&str, &str)] = &[
    ("must not be empty", "不能为空"),
    (
        "has {} characters, at most {} are allowed",
        "有 {} 个字符，最多 {} 个",
    ),
    (
        "has a line break or tab at character {}",
        "第 {} 个字符是换行或制表符",
    ),
    (
        "has a control character ({}) at character {}",
        "有控制字符（{}），在第 {} 个字符",
    ),
    (
        "has a writing-direction control ({}) at character {}",
        "有书写方向控制字符（{}），在第 {} 个字符",
    ),
    (
        "has an invisible character ({}) at character {}",
        "有不可见字符（{}），在第 {} 个字符",
    ),
    (
        "has a code point that is no character ({}) at character {}",
        "有不是文字的编码（{}），在第 {} 个字符",
    ),
    (
        "has {} entries, at most {} are allowed",
        "有 {} 项，最多 {} 项",
    ),
    ("must name at least one", "至少写一个"),
    (
        "only the committee office names another day",
        "只有提案委可以填写其他日期",
    ),
    (
        "must lie before today, by ten years at most",
        "应在今天之前，且不早于十年前",
    ),
    (
        "state at least one of work and result",
        "办理工作和办理结果至少评价一项",
    ),
    (
        "name at least one member, and one person of the unit",
        "至少写一名委员和一名承办单位人员",
    ),
    (
        "must lie between the start of this round and today",
        "应在本轮办理开始之日与今天之间",
    ),
    (
        "must lie between the hand-over and today",
        "应在交办之日与今天之间",
    ),
    (
        "must not lie after {}: no extension goes further",
        "不得晚于 {}：延期以此为限",
    ),
    ("must not lie before today", "不得早于今天"),
    ("is the class that it has", "与现有类别相同"),
    (
        "must be true: the proposers withhold their names",
        "须为 true：提案人不公开姓名",
    ),
    (
        "must lie after the deadline in force, {}",
        "须晚于现行期限 {}",
    ),
    (
        "is a day off, and deadlines do not move on from one",
        "是休息日，而期限逢休息日不顺延",
    ),
    (
        "promise {} is dated {}, before the reply could go out ({})",
        "第 {} 项承诺的日期 {} 早于答复可能发出之日（{}）",
    ),
    (
        "must lie between the reply ({}) and today ({})",
        "应在答复之日（{}）与今天（{}）之间",
    ),
    ("must lie after {}", "须晚于 {}"),
    ("from 0 to 100", "应为 0 至 100"),
    (
        "expected a date written YYYY-MM-DD",
        "应为日期，写作 YYYY-MM-DD（如 2023-03-31）",
    ),
    ("expected a quarter written 2023Q2", "应为季度，写作 2023Q2"),
    ("expected points written 28.35", "应为分数，写作 28.35"),
];

/// The Chinese of an English wording; the English itself where none is known.
pub(crate) fn in_chinese(english: &str) -> String {
    WORDINGS
        .iter()
        .find_map(|(pattern, chinese)| {
            let varying = varying(pattern, english)?;
            let mut said = String::new();
            let mut varying = varying.into_iter();
            for (at, part) in chinese.split("{}").enumerate() {
                if at > 0 {
                    said.push_str(varying.next().unwrap_or_default());
                }
                said.push_str(part);
            }
            Some(said)
        })
        .unwrap_or_else(|| english.to_owned())
}

/// What stands in a wording where the pattern has `{}`; none where it is another wording.
fn varying<'a>(pattern: &str, wording: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = wording.strip_prefix(parts.next()?)?;
    let mut found = vec![];
    for part in parts {
        let at = if part.is_empty() {
            rest.len()
        } else {
            rest.find(part)?
        };
        found.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{check, check_line};

    #[test]
    fn every_fault_of_a_text_has_its_chinese() {
        let faults = [
            check("", 9),
            check("长".repeat(10).as_str(), 9),
            check_line("a\nb", 9),
            check("a\u{1b}", 9),
            check("a\u{202e}", 9),
            check("a\u{200b}", 9),
            check("a\u{ffff}", 9),
        ];
        for fault in faults {
            let english = fault.unwrap_err().to_string();
            let chinese = in_chinese(&english);
            assert!(chinese != english && !chinese.contains("{}"), "{english}");
        }
        assert_eq!(
            in_chinese("has 10 characters, at most 9 are allowed"),
            "有 10 个字符，最多 9 个"
        );
        assert_eq!(
            in_chinese("must not lie after 2023-09-30: no extension goes further"),
            "不得晚于 2023-09-30：延期以此为限"
        );
        assert_eq!(in_chinese("something new"), "something new");
    }
}
