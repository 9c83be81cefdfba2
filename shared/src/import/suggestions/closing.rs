//! What closes a letter and belongs to none of its requests.

use crate::import::no_entry::is_written_day;
use crate::text::is_han;

/// Most characters of a line that closes.
const LINE_CHARS: usize = 30;
/// Most lines that close a letter.
const LINES: usize = 8;

/// A text without what closes it: 此致 and what follows, 以上建议，请…, who signed it and when. Its first line stays.
pub(super) fn without(text: &str) -> &str {
    let whole = text.trim_end();
    let (mut bare, mut above) = (whole, whole);
    for _ in 0..LINES {
        let Some((before, line)) = above.rsplit_once('\n') else {
            break;
        };
        let line = line.trim();
        let is_signed = bare.len() < whole.len() && is_name(line, before);
        let is_at_end = bare.len() == above.len();
        if is_formula(line) || is_at_end && (is_day(line) || is_signature(line) || is_signed) {
            bare = before.trim_end();
        } else if line.chars().count() > LINE_CHARS || line.ends_with(['。', '；', ';']) {
            // Below a formula stand only names, offices and days.
            break;
        }
        above = before.trim_end();
    }
    last_sentence(bare)
}

/// A line without the sentence at its end that closes a letter.
fn last_sentence(text: &str) -> &str {
    let inner = text.trim_end_matches(['。', '！', '!']);
    let Some((at, stop)) = inner
        .char_indices()
        .rev()
        .take(LINE_CHARS)
        .find(|(_, c)| matches!(c, '。' | '；' | ';' | '！'))
    else {
        return text;
    };
    let end = at + stop.len_utf8();
    match is_formula(text[end..].trim()) {
        true => text[..end].trim_end(),
        false => text,
    }
}

/// 此致, 特此提案。, 以上建议，请予采纳。
pub(in crate::import) fn is_formula(line: &str) -> bool {
    let bare = line.trim_end_matches(['。', '！', '!', '，', ',', '：', ':', '？', '?']);
    let fixed = [
        "此致",
        "敬礼",
        "此致敬礼",
        "谢谢",
        "特此提案",
        "特此建议",
        "特此报告",
        "特提此案",
        "特提出此提案",
    ];
    if fixed.contains(&bare) {
        return true;
    }
    let asks = [
        "请",
        "敬请",
        "恳请",
        "特请",
        "望",
        "希望",
        "妥否",
        "当否",
        "如有",
        "仅供",
        "谨供",
        "供",
        "是否妥当",
        "可否",
    ];
    let asks = |rest: &str| {
        let rest = rest.trim_start_matches(['，', ',']);
        asks.iter().any(|word| rest.starts_with(word))
    };
    let of_above = [
        "以上建议",
        "以上意见",
        "以上提案",
        "以上几点建议",
        "上述建议",
        "以上",
    ];
    bare.chars().count() <= LINE_CHARS
        && (of_above
            .iter()
            .any(|above| bare.strip_prefix(above).is_some_and(asks))
            || ["妥否", "当否", "是否妥当"]
                .iter()
                .any(|word| bare.starts_with(word)))
}

/// 提案人：张三
fn is_signature(line: &str) -> bool {
    let Some((label, _)) = line.split_once(['：', ':']) else {
        return false;
    };
    let labels = [
        "提案人",
        "第一提案人",
        "联名人",
        "联名提案人",
        "附议人",
        "执笔人",
        "签名",
        "签字",
        "联系人",
        "联系电话",
        "联系方式",
        "提案者",
        "建议人",
        "委员签名",
        "日期",
    ];
    line.chars().count() <= LINE_CHARS && labels.contains(&label.trim())
}

fn is_day(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    is_written_day(&bare) && bare.ends_with(['日', '月'])
}

/// Who signed, below what ends as a sentence: 张三, 民盟深圳市委员会.
fn is_name(line: &str, before: &str) -> bool {
    let is_short = line.chars().count() <= LINE_CHARS / 2;
    is_short && before.trim_end().ends_with('。') && line.chars().all(|c| is_han(c) || c == ' ')
}
