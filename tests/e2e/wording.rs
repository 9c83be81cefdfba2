//! How the Chinese that people read is written: punctuation of one script, and one word for one thing. Looks at every
//! text of the programs that has a Chinese character.

use std::path::{Path, PathBuf};

/// Marks that take the room of a blank themselves.
const FULL: &str = "，。：；？！、（）《》“”";

/// A text of the source, and where it stands.
struct Text {
    place: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Every text in the programs' source that has a Chinese character; those of tests and made-up data aside.
fn texts() -> Vec<Text> {
    let mut found = vec![];
    let mut folders: Vec<PathBuf> = ["shared", "server", "client"]
        .map(|room| root().join(room).join("src"))
        .to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the source can be read") {
            let path = entry.expect("its entries too").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !["tests", "demo"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if name.ends_with(".rs") && !["tests.rs", "testing.rs"].contains(&name.as_str())
            {
                let source = std::fs::read_to_string(&path).expect("a source can be read");
                let source = source
                    .split("#[cfg(test)]\nmod ")
                    .next()
                    .unwrap_or_default();
                // Tests that lend others their kit.
                let source = source.split("#[cfg(test)]\npub(super) mod ").next();
                let source = source.unwrap_or_default();
                let literals = literals(source).into_iter();
                found.extend(literals.filter(|(_, text)| text.contains(is_han)).map(
                    |(line, text)| Text {
                        place: format!(
                            "{}:{line}",
                            path.strip_prefix(root()).unwrap_or(&path).display()
                        ),
                        text,
                    },
                ));
            }
        }
    }
    assert!(found.len() > 2_000, "only {} texts", found.len());
    found
}

/// The text literals of a source, each with its line.
fn literals(source: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = source.chars().collect();
    let (mut found, mut at, mut line) = (vec![], 0, 1);
    while let Some(c) = chars.get(at) {
        let rest = &chars[at..];
        if *c == '\n' {
            line += 1;
            at += 1;
        } else if rest.starts_with(&['/', '/']) {
            at += rest.iter().take_while(|c| **c != '\n').count();
        } else if *c == '\'' && rest.len() > 2 && (rest[1] == '\\' || rest[2] == '\'') {
            // A character; what else begins so is a lifetime.
            let escaped = usize::from(rest[1] == '\\');
            let inside = rest.iter().skip(2 + escaped);
            at += 3 + escaped + inside.take_while(|c| **c != '\'').count();
        } else if *c == '"' {
            let begun = line;
            let mut text = String::new();
            at += 1;
            while let Some(c) = chars.get(at).filter(|c| **c != '"') {
                match (c, chars.get(at + 1)) {
                    ('\\', Some('\n')) => {
                        // Goes on at the first word of the next line.
                        let blanks = chars[at + 2..].iter().take_while(|c| **c == ' ').count();
                        line += 1;
                        at += 2 + blanks;
                        continue;
                    }
                    ('\\', Some(next)) => {
                        text.push(if *next == 'n' { '\n' } else { *next });
                        at += 1;
                    }
                    _ => text.push(*c),
                }
                line += usize::from(*c == '\n');
                at += 1;
            }
            found.push((begun, text));
            at += 1;
        } else {
            at += 1;
        }
    }
    found
}

/// What is wrong with the punctuation of a text.
fn fault(text: &str) -> Option<&'static str> {
    // Said in English with Chinese words in it: the names of columns.
    let han = text.chars().filter(|c| is_han(*c)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    if latin > 2 * han && !text.contains(|c| FULL.contains(c)) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    for pair in chars.windows(2) {
        if pair[0] == ' ' && FULL.contains(pair[1]) || FULL.contains(pair[0]) && pair[1] == ' ' {
            return Some("a blank beside a full-width mark");
        }
        if is_han(pair[0]) && ":;?!".contains(pair[1]) {
            return Some("a half-width mark after a Chinese character");
        }
    }
    for three in chars.windows(3) {
        if is_han(three[0]) && ",.".contains(three[1]) && (is_han(three[2]) || three[2] == ' ') {
            return Some("a half-width mark between Chinese characters");
        }
    }
    let begins = text
        .trim_start_matches('{')
        .trim_start_matches("pointer}：");
    if text.contains('`') {
        return Some("a backtick: the quotation marks of Chinese are “ and ”");
    }
    for pair in text.split(" (").collect::<Vec<_>>().windows(2) {
        if pair[0].ends_with(is_han) {
            return Some("half-width brackets after a Chinese character");
        }
    }
    if text.starts_with("{pointer}") || begins.starts_with("/{") || text.starts_with("?{") {
        return Some("begins with a pointer, which only programs read");
    }
    None
}

/// What is wrong with a line of Chinese that a program printed: what no text of the source shows by itself.
pub(crate) fn fault_of_line(line: &str) -> Option<&'static str> {
    if line.ends_with([' ', '　']) {
        return Some("blanks at the end");
    }
    if line.contains("..=") {
        return Some("a range as programmers write it");
    }
    // Columns stand apart by two blanks, and a sum from what it is of by its sign.
    let parts = line.split("  ").flat_map(|part| part.split(" = "));
    let mut parts = parts.map(str::trim).filter(|part| part.contains(is_han));
    parts.find_map(fault)
}

#[test]
fn chinese_is_written_with_its_own_punctuation() {
    // How others write in their lists, which are read; and the names of fonts.
    let read = [
        "server/src/import/",
        "server/src/export/docx/style.rs",
        "shared/src/text/decoding.rs",
    ];
    let wrong: Vec<String> = texts()
        .iter()
        .filter(|it| !read.iter().any(|file| it.place.contains(file)))
        .filter_map(|it| Some(format!("{}: {}: {:?}", it.place, fault(&it.text)?, it.text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_assignment_and_a_task_have_each_one_word() {
    let mut wrong = vec![];
    for it in texts() {
        for (at, _) in it.text.match_indices("任务") {
            let before = &it.text[..at];
            if !before.ends_with("承办") && !before.ends_with("分解") {
                wrong.push(format!("{}: {:?}", it.place, it.text));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "承办任务 is an assignment, 分解任务 a task:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_rules_of_punctuation_find_what_they_are_for() {
    for wrong in [
        "单位： 甲",
        "公开意愿: 同意",
        "甲,乙",
        "甲 ，乙",
        "{pointer}：有误",
        "没有此字段：`unit`，应为其他",
        "命令见 `show`",
        "缺少的列：案由 (title)",
    ] {
        assert!(fault(wrong).is_some(), "{wrong}");
    }
    for right in [
        "单位：甲",
        "写作 YYYY-MM-DD（如 2023-03-31）",
        "the column 提案号 (number)",
        "见“banli show”",
    ] {
        assert_eq!(fault(right), None, "{right}");
    }
    let source =
        "let a = \"甲\"; // \"乙\"\nlet b: &'a str = \"丙\\\n   丁\"; let c = '\"'; \"戊\"";
    let texts: Vec<String> = literals(source).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["甲", "丙丁", "戊"]);
}
