//! Names of people as lists write them: several in a cell, padded with spaces, with the dot of minority names.

use unicode_normalization::UnicodeNormalization;

use super::marks::is_han;

/// The dot inside names such as 买买提·吐尔逊.
const NAME_DOT: char = '\u{B7}';

/// Dots that keyboards and programs put in its place.
fn is_name_dot(c: char) -> bool {
    matches!(
        c,
        '\u{B7}'
            | '\u{2022}'
            | '\u{2027}'
            | '\u{2219}'
            | '\u{22C5}'
            | '\u{2E31}'
            | '\u{30FB}'
            | '\u{FF65}'
    )
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '、' | '，' | ',' | '；' | ';' | '/' | '／' | '\n' | '\r' | '\t'
    ) || matches!(
        c,
        '\u{FE10}' | '\u{FE11}' | '\u{FE14}' | '\u{FE50}' | '\u{FE51}' | '\u{FE54}' | '\u{FF64}'
    )
}

/// Brings a name to the form in which names are kept and compared.
///
/// Compatibility forms become the ordinary ones (NFKC), the dot inside a name becomes U+00B7, white space goes between
/// Han characters (`张　三` is 张三) and around the dot, and is one space elsewhere.
#[must_use]
pub fn normalise_name(name: &str) -> String {
    // The dots come first: NFKC would turn some of them into others.
    let folded = if name.contains(is_name_dot) {
        ordinary(&name.replace(is_name_dot, "\u{B7}"))
    } else {
        ordinary(name)
    };
    let mut out = String::with_capacity(folded.len());
    let mut gap = false;
    for c in folded.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap {
            gap = false;
            match out.chars().next_back() {
                None => {}
                Some(before)
                    if before == NAME_DOT || c == NAME_DOT || is_han(before) && is_han(c) => {}
                Some(_) => out.push(' '),
            }
        }
        out.push(c);
    }
    out
}

/// Whether NFKC leaves a character as it is, and joins it to none before it: most of any Chinese text.
fn is_ordinary(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// A text in NFKC. Only what may change is looked up, with the character before it, which it may join.
fn ordinary(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(odd) = rest.find(|c| !is_ordinary(c)) {
        let before = rest[..odd].char_indices().next_back();
        let (same, from) = rest.split_at(before.map_or(odd, |(at, _)| at));
        let skipped = odd - same.len();
        let end = from[skipped..].find(is_ordinary);
        let (odd, after) = from.split_at(end.map_or(from.len(), |end| skipped + end));
        out.push_str(same);
        out.extend(odd.nfkc());
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text as searches compare it: as [`normalise_name`] gives it, without regard to the case of letters.
#[must_use]
pub fn search_key(text: &str) -> String {
    normalise_name(text).to_lowercase()
}

/// Splits a cell that names one or more persons, in order, each once, as [`normalise_name`] gives them.
///
/// Separators are 、 ， , ； ; / and line breaks, outside of brackets. White space separates Han names (`张三　李四`) but not
/// the padded characters of one name (`张　三`), the parts of a Latin name, or what stands beside the dot of a minority
/// name. A count at the end (`张三、李四等5人`) is not a name.
#[must_use]
pub fn split_persons(cell: &str) -> Vec<String> {
    let mut persons: Vec<String> = Vec::new();
    for part in split_at_separators(without_count(cell.trim())) {
        for name in split_at_spaces(part) {
            let name = normalise_name(&name);
            if !name.is_empty() && !persons.contains(&name) {
                persons.push(name);
            }
        }
    }
    persons
}

/// Cuts off `等5人`, `等 12 名委员` and the like.
fn without_count(cell: &str) -> &str {
    let rest = ["联名", "委员", "人", "名", "位"]
        .iter()
        .fold(cell, |rest, tail| rest.trim_end_matches(tail));
    if rest.len() == cell.len() {
        return cell;
    }
    let is_number =
        |c: char| c.is_numeric() || "〇零一二三四五六七八九十百两".contains(c) || c.is_whitespace();
    let head = rest.trim_end_matches(is_number);
    if head.len() == rest.len() {
        return cell;
    }
    match head.strip_suffix('等') {
        Some(names) if !names.trim().is_empty() => names.trim_end(),
        _ => cell,
    }
}

/// The length of the bracket that `text` starts with, without its closing character. A bracket that nobody closes holds
/// nothing together.
fn bracket_length(text: &str) -> Option<usize> {
    if text.starts_with(['（', '(']) {
        text.find(['）', ')'])
    } else {
        None
    }
}

/// Parts between separators that stand outside of brackets.
fn split_at_separators(cell: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut held_until = 0;
    for (at, c) in cell.char_indices() {
        if at < held_until {
            continue;
        }
        if let Some(length) = bracket_length(&cell[at..]) {
            held_until = at + length;
        } else if is_separator(c) {
            parts.push(&cell[start..at]);
            start = at + c.len_utf8();
        }
    }
    parts.push(&cell[start..]);
    parts
}

/// A run without white space and how much white space stands before it.
struct Run<'a> {
    text: &'a str,
    gap: usize,
}

fn runs(part: &str) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    let mut gap = 0;
    let mut start = None;
    let mut held_until = 0;
    for (at, c) in part.char_indices() {
        if let Some(length) = bracket_length(&part[at..]) {
            held_until = held_until.max(at + length);
        }
        if c.is_whitespace() && at >= held_until {
            if let Some(from) = start.take() {
                found.push(Run {
                    text: &part[from..at],
                    gap,
                });
                gap = 0;
            }
            // Two half-width spaces pad as much as one full-width space.
            gap += if c == '\u{3000}' { 2 } else { 1 };
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(from) = start {
        found.push(Run {
            text: &part[from..],
            gap,
        });
    }
    found
}

/// Decides at each gap of white space whether it separates names or pads one.
fn split_at_spaces(part: &str) -> Vec<String> {
    let runs = runs(part);
    let mut names: Vec<String> = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let singles = runs[at..]
            .iter()
            .enumerate()
            .take_while(|(index, run)| {
                is_single(run.text) && (*index == 0 || run.gap == runs[at + 1].gap)
            })
            .count();
        if singles >= 2 && joins_as_pairs(&runs, at, singles) {
            // 张　三 is one person, 张　三　李　四 are two, 欧　阳　修 is one again.
            let mut left = singles;
            while left > 0 {
                let take = if left == 3 { 3 } else { left.min(2) };
                let from = at + singles - left;
                names.push(runs[from..from + take].iter().map(|run| run.text).collect());
                left -= take;
            }
            at += singles;
            continue;
        }
        let run = &runs[at];
        match names.last_mut() {
            Some(last) if at > 0 && belongs_together(last, run.text) => {
                last.push(' ');
                last.push_str(run.text);
            }
            _ => names.push(run.text.to_owned()),
        }
        at += 1;
    }
    names
}

/// Whether the gap inside these single characters may be padding: one with a wider gap after it than inside is
/// surely, and so are single characters, for which there is no other reading.
fn joins_as_pairs(runs: &[Run<'_>], at: usize, singles: usize) -> bool {
    runs.get(at + singles)
        .is_none_or(|next| !is_single(next.text) || next.gap >= runs[at + 1].gap)
}

/// One Han character alone.
fn is_single(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// True where white space between two runs is inside one name: beside the dot, a bracket, or anything that is not Han.
fn belongs_together(before: &str, after: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    let is_latin = |c: char| c.is_alphanumeric() && !is_han(c);
    is_name_dot(last)
        || is_name_dot(first)
        || matches!(first, '（' | '(')
        || is_latin(last) && is_latin(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_have_one_form() {
        assert_eq!(normalise_name("  张三 "), "张三");
        assert_eq!(normalise_name("张　三"), "张三");
        assert_eq!(normalise_name("张 三"), "张三");
        assert_eq!(normalise_name("买买提•吐尔逊"), "买买提·吐尔逊");
        assert_eq!(normalise_name("买买提 ・ 吐尔逊"), "买买提·吐尔逊");
        assert_eq!(normalise_name("Ｊｏｈｎ　 Smith"), "John Smith");
        assert_eq!(normalise_name("𠮷\u{3000}田"), "𠮷田");
        assert_eq!(normalise_name("\u{E815}　三"), "\u{E815}三");
        assert_eq!(normalise_name("　"), "");
    }

    fn split(cell: &str) -> Vec<String> {
        split_persons(cell)
    }

    #[test]
    fn every_separator_separates() {
        for cell in [
            "张三、李四",
            "张三，李四",
            "张三,李四",
            "张三；李四",
            "张三;李四",
            "张三/李四",
            "张三／李四",
            "张三　李四",
            "张三　　李四",
            "张三\n李四",
            "张三\r\n李四",
            "张三 李四",
            " 张三 、 李四 ",
            "张三、李四、",
            "、张三、、李四",
            "张三､李四",
            "张三、李四、张三",
        ] {
            assert_eq!(split(cell), ["张三", "李四"], "{cell:?}");
        }
    }

    #[test]
    fn padded_names_are_one_person() {
        assert_eq!(split("张　三"), ["张三"]);
        assert_eq!(split("张 三"), ["张三"]);
        assert_eq!(split("张　　三"), ["张三"]);
        assert_eq!(split("张　三、李　四"), ["张三", "李四"]);
        assert_eq!(split("张　三　李　四"), ["张三", "李四"]);
        assert_eq!(split("张　三　　李　四"), ["张三", "李四"]);
        assert_eq!(split("张　三　王小明"), ["张三", "王小明"]);
        assert_eq!(
            split("王小明　张　三　欧阳修"),
            ["王小明", "张三", "欧阳修"]
        );
        assert_eq!(split("欧　阳　修"), ["欧阳修"]);
        assert_eq!(split("𠮷　田"), ["𠮷田"]);
    }

    #[test]
    fn minority_and_foreign_names_stay_whole() {
        assert_eq!(split("买买提·吐尔逊、张三"), ["买买提·吐尔逊", "张三"]);
        assert_eq!(
            split("买买提•吐尔逊　阿依古丽·艾山"),
            ["买买提·吐尔逊", "阿依古丽·艾山"]
        );
        assert_eq!(split("买买提 · 吐尔逊"), ["买买提·吐尔逊"]);
        assert_eq!(split("John Smith、张三"), ["John Smith", "张三"]);
        assert_eq!(split("John Smith, Anna Lee"), ["John Smith", "Anna Lee"]);
    }

    #[test]
    fn notes_in_brackets_do_not_separate() {
        assert_eq!(
            split("张三（民盟、医卫界）、李四"),
            ["张三(民盟、医卫界)", "李四"]
        );
        assert_eq!(
            split("张三（民盟 医卫界）　李四"),
            ["张三(民盟医卫界)", "李四"]
        );
        assert_eq!(split("张三（民盟、李四"), ["张三(民盟", "李四"]);
        assert_eq!(split("民盟深圳市委员会"), ["民盟深圳市委员会"]);
    }

    #[test]
    fn a_count_is_no_name() {
        assert_eq!(split("张三、李四等5人"), ["张三", "李四"]);
        assert_eq!(split("张三等 12 名委员"), ["张三"]);
        assert_eq!(split("张三等三位委员联名"), ["张三"]);
        assert_eq!(split("李等"), ["李等"]);
        assert_eq!(split("王一人"), ["王一人"]);
        assert_eq!(split(""), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn looking_up_only_what_may_change_gives_nfkc(text in "([ -~]|[\u{4e00}-\u{4eff}]|[，：ａ１①㈠ﬁ가각]|[\u{300}-\u{314}]|\u{1161}|\u{11a8}|\u{FF9E}|ｶ|か|\u{3099}|\u{f900}|e){0,24}") {
            let whole: String = text.nfkc().collect();
            prop_assert_eq!(ordinary(&text), whole);
        }

        #[test]
        fn ordinary_names_come_back(names in proptest::collection::vec("[\u{4e00}-\u{4eff}]{2,4}(·[\u{4e00}-\u{4eff}]{2,4})?", 1..6), by in 0usize..5) {
            prop_assume!(names.iter().all(|name| !name.contains('等')));
            let separator = ["、", "，", ",", "；", "　"][by];
            let mut once: Vec<String> = Vec::new();
            for name in &names {
                if !once.contains(name) {
                    once.push(name.clone());
                }
            }
            prop_assert_eq!(split(&names.join(separator)), once);
        }

        #[test]
        fn any_cell_gives_names_without_separators(cell in "[张三李四·、，;/ \u{3000}a(（）等5人]{0,20}|\\PC*") {
            // A few symbols, such as one for a/c, hold a separator once taken apart.
            let hidden = cell.nfkc().filter(|c| is_separator(*c)).count() > cell.chars().filter(|c| is_separator(*c)).count();
            for name in split(&cell) {
                prop_assert!(!name.is_empty());
                prop_assert_eq!(normalise_name(&name), name.clone());
                if !hidden && !name.contains('(') {
                    prop_assert!(!name.contains(is_separator), "{name:?}");
                }
            }
        }
    }
}
