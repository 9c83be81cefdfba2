//! What the decoders of JSON, TOML and queries say, in both languages.

use super::Bilingual;
use crate::both;

/// How their messages about values begin; what follows is said too.
const BEGINNINGS: &[(&str, &str)] = &[
    ("missing field ", "缺少字段 "),
    ("unknown field ", "没有此字段："),
    ("duplicate field ", "字段重复："),
    ("unknown variant ", "没有此取值："),
    ("invalid type: ", "类型不对："),
    ("invalid value: ", "取值不对："),
    ("invalid length ", "个数不对："),
];

/// How their messages about what is written begin; what follows is no help.
const WHOLE: &[(&str, &str)] = &[
    ("EOF while parsing", "JSON 不完整"),
    (
        "expected a date written",
        "应为日期，写作 YYYY-MM-DD（如 2023-03-31）",
    ),
    ("expected a quarter written", "应为季度，写作 2023Q2"),
    ("expected points written", "应为分数，写作 28.35"),
    ("expected value", "不是 JSON：此处应有一个值"),
    ("expected ident", "不是 JSON：此处应为 true、false 或 null"),
    ("expected `:`", "不是 JSON：字段名之后应有冒号"),
    ("expected `,` or `]`", "不是 JSON：列表此处应有逗号或 ]"),
    ("expected `,` or `}`", "不是 JSON：此处应有逗号或 }"),
    ("expected `\"`", "不是 JSON：此处应有双引号"),
    ("trailing comma", "不是 JSON：末尾多了逗号"),
    ("trailing characters", "JSON 之后还有内容"),
    ("control character ", "JSON 的文字中有控制字符"),
    ("invalid unicode", "JSON 的文字中有无效字符"),
    ("lone leading surrogate", "JSON 的文字中有无效字符"),
    ("unexpected end of hex escape", "JSON 的转义有误"),
    ("invalid escape", "转义有误"),
    ("invalid number", "数字写法有误"),
    ("number out of range", "数字超出范围"),
    ("number too ", "数字超出范围"),
    ("integer number overflowed", "数字超出范围"),
    ("invalid digit found in string", "应为整数，不小于 0"),
    (
        "cannot parse integer from empty string",
        "应为整数，不能为空",
    ),
    (
        "provided string was not `true` or `false`",
        "应为 true 或 false",
    ),
    ("key must be", "JSON 的字段名应为文字"),
    ("recursion limit", "层次过多"),
    ("cannot recurse further", "层次过多"),
    ("duplicate key", "同一名称写了两次"),
    ("unclosed array table", "缺少 ]]"),
    ("unclosed table", "缺少 ]"),
    ("unclosed array", "列表缺少 ]"),
    ("unclosed inline table", "缺少 }"),
    ("missing opening quote", "缺少引号"),
    ("string values must be quoted", "文字须加引号"),
    ("invalid unquoted key", "名称中有特殊字符，须加引号"),
    ("unquoted keys cannot be empty", "缺少名称"),
    ("key with no value", "名称之后应有等号和取值"),
    ("missing value", "等号之后缺少取值"),
    ("missing comma", "两项之间缺少逗号"),
    ("missing key", "缺少名称"),
    ("missing assignment", "名称与取值之间缺少等号"),
    ("missing table open", "缺少 ["),
    ("extra comma", "多了逗号"),
    ("extra `=`", "多了等号"),
    ("unexpected ", "此处有多余的内容"),
    ("invalid ", "写法有误"),
    ("wanted string or table", "应为文字或一组字段"),
];

/// The same in English, where they speak of how they read and not of what is wrong; what they say stands behind it.
const PLAIN: &[(&str, &str)] = &[
    ("EOF while parsing", "not whole JSON: it breaks off"),
    ("expected value", "not JSON: a value is missing"),
    ("expected ident", "not JSON: true, false or null is meant"),
    ("expected `:`", "not JSON: a colon is missing after a name"),
    (
        "expected `,` or `]`",
        "not JSON: a comma or ] is missing in a list",
    ),
    ("expected `,` or `}`", "not JSON: a comma or } is missing"),
    ("expected `\"`", "not JSON: a quotation mark is missing"),
    (
        "trailing comma",
        "not JSON: there is a comma too many at the end",
    ),
    ("trailing characters", "something stands behind the JSON"),
    (
        "key must be",
        "not JSON: a name must be a text in quotation marks",
    ),
    (
        "invalid digit found in string",
        "must be a whole number from 0",
    ),
    (
        "cannot parse integer from empty string",
        "must be a whole number, and not empty",
    ),
    ("number too ", "a number out of range"),
    (
        "provided string was not `true` or `false`",
        "must be true or false",
    ),
];

/// What stands inside them.
const INSIDE: &[(&str, &str)] = &[
    (
        "unit variant, expected string only",
        "单个值，应为 一组字段",
    ),
    (", expected one of ", "，应为以下之一："),
    (", there are no fields", "，此处不应有字段"),
    (", there are no variants", ""),
    (", expected ", "，应为 "),
    ("`, `", "`、`"),
    ("` or `", "` 或 `"),
    ("string or map", "文字或一组字段"),
    ("string or table", "文字或一组字段"),
    ("map with a single key", "只有一个字段的一组字段"),
    ("variant identifier", "取值名称"),
    ("field identifier", "字段名称"),
    ("a string", "文字"),
    ("string ", "文字 "),
    ("a sequence", "列表"),
    ("an array", "列表"),
    ("sequence", "列表"),
    ("a map", "一组字段"),
    ("map", "一组字段"),
    ("floating point ", "小数 "),
    ("integer ", "整数 "),
    ("boolean ", "是否值 "),
    ("a boolean", "true 或 false"),
    ("unit variant", "没有内容的取值"),
    ("newtype variant", "带内容的取值"),
    ("struct variant", "带字段的取值"),
    ("null", "空值"),
];

/// A type of the program where a value was expected, what it is in Chinese and in English; a name follows where `named`.
const TYPES: &[(&str, bool, &str, &str)] = &[
    ("tuple struct ", true, "列表", "a list"),
    ("struct ", true, "一组字段", "a group of fields"),
    ("enum ", true, "取值名称", "the name of a value"),
    ("nonzero ", true, "大于 0 的整数", "a whole number above 0"),
    (
        "u8",
        false,
        "0 至 255 的整数",
        "a whole number from 0 to 255",
    ),
    (
        "u16",
        false,
        "0 至 65535 的整数",
        "a whole number from 0 to 65535",
    ),
    ("u32", false, "不小于 0 的整数", "a whole number from 0"),
    ("u64", false, "不小于 0 的整数", "a whole number from 0"),
    ("usize", false, "不小于 0 的整数", "a whole number from 0"),
    ("i8", false, "整数", "a whole number"),
    ("i16", false, "整数", "a whole number"),
    ("i32", false, "整数", "a whole number"),
    ("i64", false, "整数", "a whole number"),
    ("f64", false, "数", "a number"),
];

/// A decoder's message about a value or about what is written.
#[must_use]
pub fn of_decoder(message: &str) -> Bilingual {
    let message = told_plainly(message);
    let en = english(message);
    match chinese(message) {
        Some(zh) => Bilingual::new(quoted(&zh), en),
        None => Bilingual::new(format!("无法识别（{message}）"), en),
    }
}

/// What stands between backticks between the quotation marks of Chinese.
fn quoted(text: &str) -> String {
    let mut parts = text.split('`');
    let mut said = parts.next().unwrap_or_default().to_owned();
    for (part, mark) in parts.zip(["“", "”"].into_iter().cycle()) {
        said.push_str(mark);
        said.push_str(part);
    }
    said.replace(" “", "“").replace("” ", "”")
}

/// What a decoder said, of what [`of_decoder`] made of it.
fn told_plainly(said: &str) -> &str {
    let mut plain = PLAIN.iter();
    let inside = plain.find_map(|(_, plain)| said.strip_prefix(plain)?.strip_prefix(" ("));
    let inside = inside.and_then(|inside| inside.strip_suffix(')'));
    inside.unwrap_or(said)
}

/// The same in words, with an expected type in words too. Says nothing else when it is given what it said.
fn english(message: &str) -> String {
    let mut plain = PLAIN.iter();
    if let Some((_, plain)) = plain.find(|(begin, _)| message.starts_with(begin)) {
        return format!("{plain} ({message})");
    }
    let Some((before, expected)) = message.rsplit_once(", expected ") else {
        return message.to_owned();
    };
    let (expected, place) = match expected.split_once(" at line ") {
        Some((expected, place)) => (expected, format!(" at line {place}")),
        None => (expected, String::new()),
    };
    let plain = expected.split(" with ").next().unwrap_or_default();
    match of_type(plain) {
        Some((_, words, rest)) => format!("{before}, expected {words}{rest}{place}"),
        None => message.to_owned(),
    }
}

/// The Chinese and the English of a type, by its name in the program or by that English, and what follows it.
fn of_type(expected: &str) -> Option<(&'static str, &'static str, &str)> {
    TYPES.iter().find_map(|(name, named, zh, en)| {
        if expected == *en {
            return Some((*zh, *en, ""));
        }
        let rest = expected.strip_prefix(name)?;
        let rest = match named {
            true => rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
            false => rest,
        };
        Some((*zh, *en, rest))
    })
}

/// A fault in a file of TOML: on which line, and what is wrong there.
#[must_use]
pub fn of_toml(text: &str, fault: &toml::de::Error) -> Bilingual {
    let said = of_decoder(fault.message());
    let before = fault.span().and_then(|span| text.get(..span.start));
    let Some(before) = before else {
        return said;
    };
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let (zh, en) = (said.zh, said.en);
    both!(
        "第 {line} 行第 {column} 列：{zh}",
        "line {line}, column {column}: {en}"
    )
}

fn chinese(message: &str) -> Option<String> {
    let (message, place) = match message.rsplit_once(" at line ") {
        Some((message, place)) => (message, place.split_once(" column ")),
        None => (message, None),
    };
    let mut said = value(message).or_else(|| {
        let known = WHOLE
            .iter()
            .find(|(english, _)| message.starts_with(english));
        known.map(|(_, chinese)| (*chinese).to_owned())
    })?;
    if let Some((line, column)) = place {
        said.push_str(&format!("（第 {line} 行第 {column} 列）"));
    }
    Some(said)
}

fn value(message: &str) -> Option<String> {
    let (english, chinese) = BEGINNINGS
        .iter()
        .find(|(english, _)| message.starts_with(english))?;
    let mut said = (*chinese).to_owned();
    // Words are replaced outside what is quoted only: that is the caller's own text.
    for (at, part) in message[english.len()..].split('"').enumerate() {
        if at % 2 == 1 {
            said.push_str(&format!("“{part}”"));
            continue;
        }
        let part = INSIDE
            .iter()
            .fold(part.to_owned(), |part, (english, chinese)| {
                part.replace(english, chinese)
            });
        said.push_str(&without_types(part));
    }
    Some(said)
}

/// The same with an expected type in words instead of its name in the program.
fn without_types(part: String) -> String {
    let Some((before, expected)) = part.split_once("，应为 ") else {
        return part;
    };
    let (expected, _count) = expected.split_once(" with ").unwrap_or((expected, ""));
    let known = of_type(expected).map(|(words, _, rest)| {
        let digit = words.starts_with(|c: char| c.is_ascii_digit());
        let blank = if digit { " " } else { "" };
        format!("{before}，应为{blank}{words}{rest}")
    });
    known.unwrap_or_else(|| match expected.starts_with('`') {
        true => format!("{before}，应为 {expected}"),
        false => format!("{before}，应为{expected}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_messages_have_their_chinese() {
        for (english, chinese) in [
            ("missing field `unit`", "缺少字段“unit”"),
            (
                "unknown field `more`, expected `assignment` or `note`",
                "没有此字段：“more”，应为“assignment”或“note”",
            ),
            (
                "unknown variant `acept`, expected one of `file`, `accept` at line 1 column 8",
                "没有此取值：“acept”，应为以下之一：“file”、“accept”（第 1 行第 8 列）",
            ),
            (
                "invalid type: string \"a map\", expected u32",
                "类型不对：文字“a map”，应为不小于 0 的整数",
            ),
            (
                "invalid type: integer `3`, expected struct Session",
                "类型不对：整数“3”，应为一组字段",
            ),
            (
                "invalid length 0, expected struct On with 1 element",
                "个数不对：0，应为一组字段",
            ),
            (
                "invalid type: map, expected a string",
                "类型不对：一组字段，应为文字",
            ),
            (
                "EOF while parsing an object at line 1 column 1",
                "JSON 不完整（第 1 行第 1 列）",
            ),
            (
                "expected value at line 1 column 1",
                "不是 JSON：此处应有一个值（第 1 行第 1 列）",
            ),
            (
                "expected a date written YYYY-MM-DD",
                "应为日期，写作 YYYY-MM-DD（如 2023-03-31）",
            ),
            ("invalid digit found in string", "应为整数，不小于 0"),
            ("something else", "无法识别（something else）"),
        ] {
            let said = of_decoder(english);
            assert_eq!(said.zh, chinese, "{english}");
            let again = of_decoder(&said.en);
            assert_eq!((again.zh.as_str(), &again.en), (chinese, &said.en));
        }
    }

    #[test]
    fn no_type_of_the_program_is_named_in_english() {
        for (message, said) in [
            (
                "invalid type: string \"one, expected u8\", expected u32 at line 1 column 9",
                "invalid type: string \"one, expected u8\", expected a whole number from 0 at line 1 column 9",
            ),
            (
                "invalid length 0, expected struct Urge with 2 elements",
                "invalid length 0, expected a group of fields",
            ),
            (
                "unknown field `a`, expected `b`",
                "unknown field `a`, expected `b`",
            ),
        ] {
            assert_eq!(of_decoder(message).en, said);
        }
    }

    #[test]
    fn what_is_wrong_comes_before_what_a_parser_says_of_it() {
        for (message, said) in [
            (
                "invalid digit found in string",
                "must be a whole number from 0 (invalid digit found in string)",
            ),
            (
                "EOF while parsing an object at line 1 column 1",
                "not whole JSON: it breaks off (EOF while parsing an object at line 1 column 1)",
            ),
        ] {
            assert_eq!(of_decoder(message).en, said);
            assert_eq!(of_decoder(said), of_decoder(message));
        }
    }

    #[test]
    fn a_fault_of_a_file_has_its_line() {
        let text = "a = 1\nb = [1,\n";
        let fault = text.parse::<toml::Table>().unwrap_err();
        let said = of_toml(text, &fault);
        assert!(
            said.zh.contains("行第") && said.zh.contains("列表缺少 ]"),
            "{said:?}"
        );
        assert!(said.en.starts_with("line 2"), "{said:?}");
    }
}
