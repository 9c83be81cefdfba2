//! Texts that only count.

/// Most characters of what stands before the word of a subtotal.
const PART_CHARS: usize = 12;

/// A number of things, or a mark in its place.
pub(super) fn is_count(text: &str) -> bool {
    let text = text.trim_end_matches(['。', '.']);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let nothing = ["-", "—", "——", "/", "无"];
    nothing.contains(&text)
        || rest.len() < text.len()
            && text.starts_with(|c: char| c.is_ascii_digit())
            && [
                "", "件", "个", "项", "条", "份", "人", "名", "家", "人次", "件次",
            ]
            .contains(&rest)
}

const TOTALS: [&str; 11] = [
    "合计", "总计", "小计", "共计", "总数", "累计", "总共", "总和", "subtotal", "total", "inall",
];

/// What is said beside them in a row that counts the list.
const BESIDE_TOTALS: [&str; 66] = [
    "以上",
    "本页",
    "本表",
    "本次",
    "本册",
    "本单位",
    "全部",
    "所有",
    "各类",
    "其中",
    "大会",
    "会议",
    "平时",
    "闭会",
    "期间",
    "不予",
    "立案",
    "不立案",
    "未立案",
    "并案",
    "撤案",
    "转来信",
    "转信",
    "来信",
    "社情民意",
    "重点",
    "一般",
    "个人",
    "联名",
    "集体",
    "委员",
    "党派",
    "团体",
    "界别",
    "提案",
    "建议",
    "意见",
    "主办",
    "分办",
    "会办",
    "协办",
    "单位",
    "部门",
    "收到",
    "收集",
    "征集",
    "截至",
    "截止",
    "目前",
    "数量",
    "件数",
    "件",
    "个",
    "项",
    "条",
    "份",
    "人",
    "名",
    "家",
    "类",
    "次",
    "共",
    "计",
    "grand",
    "proposals",
    "proposal",
];

/// Signs and small words between them.
const BETWEEN: &str = ":,，、;；。.()%/-—的为和及等有已年月日数第届〇零一二三四五六七八九十百千两=";

/// Whether a text says how many there are, and nothing else; or is the subtotal of a part (教育类小计).
pub(crate) fn is_totals(text: &str) -> bool {
    let counts = |text: &str| {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let words = TOTALS.iter().chain(&BESIDE_TOTALS);
            let longest = words
                .filter(|word| rest.starts_with(**word))
                .map(|word| word.len())
                .max();
            let small = (c.is_ascii_digit() || BETWEEN.contains(c)).then_some(c.len_utf8());
            match longest.or(small) {
                Some(length) => rest = &rest[length..],
                None => return false,
            }
        }
        true
    };
    // 共 2 件
    let begins_number = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十百两".contains(c))
    };
    let has_word = TOTALS.iter().any(|word| text.contains(word))
        || text
            .split('共')
            .skip(1)
            .any(|rest| begins_number(rest.trim_start_matches([':', '有'])))
        || ["共收到", "共提交", "共立案", "共有提案"]
            .iter()
            .any(|word| text.contains(word));
    if has_word && counts(text) {
        return true;
    }
    let part = |word: &str, may_end: &dyn Fn(&str) -> bool| {
        text.rsplit_once(word).is_some_and(|(before, after)| {
            let is_short = (1..=PART_CHARS).contains(&before.chars().count());
            is_short && !before.contains("关于") && may_end(before) && counts(after)
        })
    };
    let ends_as_part =
        |before: &str| before.ends_with(|c: char| "类界组页局委办院会部厅党盟社团区县".contains(c));
    part("小计", &|_| true)
        || ["合计", "共计", "总计"]
            .iter()
            .any(|word| part(word, &ends_as_part))
}
