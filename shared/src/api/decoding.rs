//! What the JSON decoder says, in Chinese.

use std::fmt::Write as _;

/// How its messages begin.
const BEGINNINGS: &[(&str, &str)] = &[
    ("missing field ", "缺少字段 "),
    ("unknown field ", "没有此字段："),
    ("duplicate field ", "字段重复："),
    ("unknown variant ", "没有此取值："),
    ("invalid type: ", "类型不对："),
    ("invalid value: ", "取值不对："),
    ("invalid length ", "个数不对："),
    ("EOF while parsing", "JSON 不完整"),
    ("expected ", "不是 JSON，应为 "),
    ("trailing ", "JSON 之后还有内容"),
    ("control character ", "JSON 的文字中有控制字符"),
    ("invalid unicode", "JSON 的文字中有无效字符"),
    ("invalid escape", "JSON 的转义有误"),
    ("key must be", "JSON 的字段名应为文字"),
    ("recursion limit", "JSON 层次过多"),
];

/// What stands inside them.
const INSIDE: &[(&str, &str)] = &[
    (", expected one of ", "，应为以下之一："),
    (", there are no fields", "，此处不应有字段"),
    (", expected ", "，应为 "),
    ("`, `", "`、`"),
    ("` or `", "` 或 `"),
    ("a string", "文字"),
    ("string ", "文字 "),
    ("a sequence", "列表"),
    ("sequence", "列表"),
    ("a map", "一组字段"),
    ("map", "一组字段"),
    ("floating point ", "小数 "),
    ("integer ", "整数 "),
    ("boolean ", "是否值 "),
    ("a boolean", "true 或 false"),
    ("null", "空值"),
];

/// A message of the decoder in Chinese; none where it is not known.
pub(super) fn in_chinese(message: &str) -> Option<String> {
    let (message, place) = match message.rsplit_once(" at line ") {
        Some((message, place)) => (message, place.split_once(" column ")),
        None => (message, None),
    };
    let (english, chinese) = BEGINNINGS
        .iter()
        .find(|(english, _)| message.starts_with(english))?;
    let mut rest = message[english.len()..].to_owned();
    // What a message says in words after some beginnings is no help.
    if !chinese.ends_with([' ', '：']) {
        rest.clear();
    }
    // Words are replaced outside what is quoted only: that is the caller's own text.
    let mut said = (*chinese).to_owned();
    for (at, part) in rest.split('"').enumerate() {
        if at % 2 == 1 {
            let _ = write!(said, "\"{part}\"");
            continue;
        }
        let part = INSIDE
            .iter()
            .fold(part.to_owned(), |part, (english, chinese)| {
                part.replace(english, chinese)
            });
        said.push_str(&part);
    }
    if let Some((line, column)) = place {
        let _ = write!(said, "（第 {line} 行第 {column} 列）");
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_messages_have_their_chinese() {
        for (english, chinese) in [
            ("missing field `unit`", "缺少字段 `unit`"),
            (
                "unknown field `more`, expected `assignment` or `note`",
                "没有此字段：`more`，应为 `assignment` 或 `note`",
            ),
            (
                "unknown variant `acept`, expected one of `file`, `accept` at line 1 column 8",
                "没有此取值：`acept`，应为以下之一：`file`、`accept`（第 1 行第 8 列）",
            ),
            (
                "invalid type: string \"a map\", expected u32",
                "类型不对：文字 \"a map\"，应为 u32",
            ),
            (
                "EOF while parsing an object at line 1 column 1",
                "JSON 不完整（第 1 行第 1 列）",
            ),
        ] {
            assert_eq!(in_chinese(english).as_deref(), Some(chinese));
        }
        assert_eq!(in_chinese("something else"), None);
    }
}
