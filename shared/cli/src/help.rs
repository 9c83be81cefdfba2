//! The pages of help in Chinese, set by the rules of Chinese: the parser breaks lines at blanks only, and puts its own
//! colons behind headings.

use banli_shared::text::{width, wrap};

/// The part of a line, in tenths, behind which there is too little room for what an option is for.
const WIDEST_NAMES: usize = 6;
/// Blanks before what an option is for, where that stands under it.
const UNDER: usize = 10;

/// A page of help as the parser made it, without breaks of lines, set for so many columns where there are any.
pub(crate) fn set(page: &str, room: Option<usize>) -> String {
    let mut out = String::new();
    for line in page.lines() {
        for line in set_line(line, room.unwrap_or(usize::MAX)) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out
}

fn set_line(line: &str, room: usize) -> Vec<String> {
    let lead = line.len() - line.trim_start().len();
    if let Some(heading) = line.strip_suffix(':').filter(|_| lead == 0) {
        return vec![format!("{heading}：")];
    }
    // A line to paste stays one.
    if width(line) <= room || line.trim_start().starts_with("banli") {
        return vec![line.to_owned()];
    }
    let text = line[lead..].find("  ").map(|gap| {
        let gap = lead + gap;
        line.len() - line[gap..].trim_start().len()
    });
    let text = text.filter(|_| lead > 0).unwrap_or(lead);
    let (names, text) = line.split_at(text);
    let under = width(names) * 10 > room * WIDEST_NAMES;
    let indent = if under { UNDER } else { width(names) };
    let pieces = wrap(text, room.saturating_sub(indent).max(UNDER));
    let pieces = pieces
        .into_iter()
        .map(|it| format!("{}{}", " ".repeat(indent), &text[it]));
    if under {
        return std::iter::once(names.to_owned()).chain(pieces).collect();
    }
    let mut lines: Vec<String> = pieces.collect();
    if let Some(first) = lines.first_mut() {
        first.replace_range(..indent.min(first.len()), names);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_broken_where_its_rules_allow_and_headings_have_its_colon() {
        let page = "选项:\n      --data <DATA>  操作的内容，写作 JSON：原文、@文件，或用 - 从标准输入读取\n\n示例：\n  banli do 20230001 file and what is long\n";
        let set = set(page, Some(40));
        assert_eq!(
            set,
            "选项：\n      --data <DATA>  操作的内容，写作\n                     JSON：原文、@文件，\n                     或用 - 从标准输入读\n                     取\n\n示例：\n  banli do 20230001 file and what is long\n"
        );
    }

    #[test]
    fn where_names_leave_no_room_the_text_stands_under_them() {
        let line = "      --assignment-stage <ASSIGNMENT_STAGE>  承办任务的阶段";
        assert_eq!(
            set(line, Some(50)),
            "      --assignment-stage <ASSIGNMENT_STAGE>\n          承办任务的阶段\n"
        );
        assert_eq!(set(line, None), format!("{line}\n"));
    }
}
