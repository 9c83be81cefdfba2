//! Labels of forms, notes and marks of printed pages.

/// The field of a form at the foot of a list.
pub(super) struct Label {
    /// Whether what it asks for stands behind it.
    pub(super) has_value: bool,
    pub(super) colon: bool,
}

const NOTES: [&str; 10] = [
    "注",
    "备注",
    "附注",
    "注释",
    "说明",
    "填表说明",
    "填报说明",
    "附件",
    "note",
    "notes",
];

/// Who, when and where: with the endings below.
const FIELDS: [&str; 28] = [
    "填表",
    "填报",
    "制表",
    "审核",
    "复核",
    "审批",
    "审签",
    "签发",
    "签字",
    "签名",
    "负责",
    "单位负责",
    "部门负责",
    "经办",
    "承办",
    "联系",
    "报送",
    "报出",
    "报表",
    "统计",
    "打印",
    "印发",
    "校对",
    "录入",
    "汇总",
    "记录",
    "整理",
    "截止",
];

/// Most characters of a field with what it asks for.
const FIELD_CHARS: usize = 12;

const ENDINGS: [&str; 9] = [
    "人", "单位", "部门", "科室", "日期", "时间", "电话", "方式", "领导",
];

const FIELDS_AS_THEY_ARE: [&str; 18] = [
    "电话",
    "手机",
    "传真",
    "邮箱",
    "电子邮箱",
    "地址",
    "日期",
    "时间",
    "单位",
    "盖章",
    "公章",
    "签章",
    "主送",
    "抄送",
    "数据来源",
    "资料来源",
    "分管领导",
    "领导签字",
];

/// What is said of printed pages and of the end of a list.
const PAGE_MARKS: [&str; 8] = [
    "以下空白",
    "以下无正文",
    "以下无内容",
    "续表",
    "续",
    "接下页",
    "转下页",
    "完",
];

/// The label that a text begins with; notes may be numbered (注1：).
pub(super) fn label(text: &str) -> Option<Label> {
    let bare = text.trim_matches([
        '(', ')', '【', '】', '[', ']', '※', '*', '-', '—', '.', '。',
    ]);
    if PAGE_MARKS.contains(&bare) || is_page_number(bare) || says_marks(bare) {
        return Some(Label {
            has_value: true,
            colon: true,
        });
    }
    let text = text.trim_start_matches(['(', '【', '[', '※', '*', '★']);
    let (name, rest) = match text.find([':', '】', ']']) {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text.trim_end_matches(')'), None),
    };
    let has_value = rest.is_some_and(|rest| rest.chars().count() > 1);
    // 填报单位(盖章)
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    let name = name.trim_end_matches([')', '/', '、']);
    let is_note = NOTES.contains(&name.trim_end_matches(|c: char| c.is_ascii_digit()));
    let is_field = |name: &str| {
        FIELDS_AS_THEY_ARE.contains(&name)
            || FIELDS.contains(&name)
            || ENDINGS.iter().any(|ending| {
                name.strip_suffix(ending)
                    .is_some_and(|field| FIELDS.contains(&field))
            })
    };
    match rest {
        Some(_) if is_note || is_field(name) => Some(Label {
            has_value,
            colon: true,
        }),
        // 注1、…
        None if is_note_with_number(text) => Some(Label {
            has_value: true,
            colon: true,
        }),
        // Without a colon only what cannot be the state of something, such as 审核.
        None if is_field(name) && (name.len() != text.len() || ends_as_field(name)) => {
            Some(Label {
                has_value: false,
                colon: false,
            })
        }
        _ => None,
    }
}

/// Whether a short text is a field of a form and what it asks for, without a mark between them: 制表人张三.
pub(super) fn begins_as_field(text: &str) -> bool {
    let short = text.chars().count() <= FIELD_CHARS;
    short
        && FIELDS.iter().any(|field| {
            let ending = text.strip_prefix(field);
            ending.is_some_and(|rest| ENDINGS.iter().any(|ending| rest.starts_with(ending)))
        })
}

fn ends_as_field(name: &str) -> bool {
    ENDINGS
        .iter()
        .any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

fn is_note_with_number(text: &str) -> bool {
    ["注", "备注", "说明"].iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            after.len() < rest.len() && after.starts_with(['.', '、'])
        })
    })
}

/// 第1页, 共3页
fn is_page_number(text: &str) -> bool {
    text.contains('页')
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "第共页/,，、-".contains(c))
}

/// 带★的为重点提案
fn says_marks(text: &str) -> bool {
    let rest = text.trim_start_matches(['带', '标', '打', '注', '有', '“', '"']);
    let marks = ['★', '☆', '▲', '△', '●', '※', '*', '#', '√'];
    let after = rest.trim_start_matches(marks);
    after.len() < rest.len()
        && [
            "为",
            "表示",
            "代表",
            "的为",
            "的是",
            "号为",
            "号的为",
            "者为",
            "的提案为",
        ]
        .iter()
        .any(|word| after.trim_start_matches(['”', '"']).starts_with(word))
}
