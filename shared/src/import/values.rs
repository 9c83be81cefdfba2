//! What single cells of a list mean.

use crate::case::{Consent, Forwarded, Kind, ProposalStage, Timing};
use crate::lang::{Lang, Word};
use crate::text::PARTIES;
use unicode_normalization::UnicodeNormalization as _;

/// The kind of proposal that a list names.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let key = key(text);
    if let Some(kind) = by_word(&key) {
        return Some(kind);
    }
    Some(match key.trim_end_matches("提案") {
        "个人" | "委员个人" | "委员" => Kind::Individual,
        "联名" | "委员联名" => Kind::Joint,
        "党派" | "民主党派" | "党派团体" => Kind::Party,
        "界别" => Kind::Sector,
        "专委会" | "专门委员会" | "专委" => Kind::SpecialCommittee,
        "团体" | "人民团体" | "组织" => Kind::Organisation,
        "委员小组" | "小组" | "界别小组" | "集体" => Kind::Group,
        _ => return None,
    })
}

/// Whether a kind says only that no single members stand behind a proposal: 集体提案.
pub(super) fn is_of_a_body(text: &str) -> bool {
    key(text).trim_end_matches("提案") == "集体"
}

/// The kind of a proposal that this body puts forward, as its name tells.
pub(super) fn kind_of_body(name: &str) -> Option<Kind> {
    // 民盟市委会(执笔人：张三)
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    let parties = [
        "民主同盟",
        "国民党革命委员会",
        "民主建国会",
        "民主促进会",
        "台湾民主自治同盟",
    ];
    let organisations = [
        "工商联",
        "工商业联合会",
        "总工会",
        "共青团",
        "团市委",
        "团区委",
        "团省委",
        "团县委",
        "青联",
        "青年联合会",
        "妇联",
        "妇女联合会",
        "科协",
        "科学技术协会",
        "侨联",
        "归国华侨联合会",
        "台联",
        "文联",
    ];
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    if ends(&["界", "界别"]) {
        Some(Kind::Sector)
    } else if ends(&["小组", "活动组", "联络组", "委员组"]) {
        Some(Kind::Group)
    } else if has(&PARTIES) || has(&parties) {
        Some(Kind::Party)
    } else if has(&organisations) {
        Some(Kind::Organisation)
    } else if ends(&["委员会", "专委会", "委"]) {
        Some(Kind::SpecialCommittee)
    } else {
        None
    }
}

/// The kind that a name tells by itself, where no kind says that a body is meant: none where a person may be called so
/// (李民建, 王文联, 张世界).
pub(super) fn kind_of_name(name: &str) -> Option<Kind> {
    let name = name.split_once('(').map_or(name, |(name, _)| name).trim();
    let count = name.chars().count();
    let begins = |words: &[&str]| words.iter().any(|word| name.starts_with(word));
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let kind = kind_of_body(name).filter(|_| !name.contains('·'))?;
    let is_one = match kind {
        Kind::Party => {
            let party = [
                "民革", "民盟", "民建", "民进", "农工", "致公", "九三", "台盟", "中国",
            ];
            let part = ["委", "会", "党", "社", "盟", "部", "总支", "中央"];
            match count {
                ..=2 => begins(&party),
                3 => name == "致公党",
                4 => begins(&party) && ends(&part),
                _ => begins(&party) || ends(&part),
            }
        }
        Kind::Organisation => {
            count > 4
                || begins(&[
                    "市",
                    "省",
                    "县",
                    "州",
                    "总工会",
                    "共青团",
                    "工商联",
                    "妇联",
                    "科协",
                ])
                || begins(&["区"]) && !ends(&["文联"])
                || begins(&["团"]) && ends(&["委"])
        }
        Kind::Sector => {
            let sectors = [
                "教育", "经济", "农业", "文艺", "文化", "科技", "体育", "宗教", "医卫", "工商",
                "新闻", "社科", "特邀", "港澳", "工会", "妇女", "青年", "侨联",
            ];
            ends(&["界别"]) && count > 2 || count > 4 || begins(&sectors)
        }
        Kind::Group => count > 3,
        Kind::SpecialCommittee => {
            let subjects = [
                "提案",
                "经济",
                "农业",
                "农村",
                "人口",
                "人资",
                "资源",
                "城建",
                "城乡",
                "城市建设",
                "科教",
                "教科",
                "教育",
                "文化",
                "文史",
                "学习",
                "社会",
                "社法",
                "法制",
                "民族",
                "民宗",
                "宗教",
                "港澳",
                "外事",
                "委员联络",
                "委员工作",
            ];
            let of_the_conference = name.contains("政协") || ends(&["专委会", "专门委员会"]);
            count > 2 && (of_the_conference || begins(&subjects))
        }
        Kind::Individual | Kind::Joint => false,
    };
    is_one.then_some(kind)
}

/// What the proposers say about publication, as lists say it.
pub(super) fn consent(text: &str) -> Option<Consent> {
    let key = key(text);
    if let Some(consent) = by_word(&key) {
        return Some(consent);
    }
    Some(match key.as_str() {
        "是" | "同意" | "公开" | "可以公开" | "全文公开" | "yes" => Consent::Agreed,
        "不公开姓名" | "隐去姓名" | "匿名公开" | "仅公开内容" => {
            Consent::NamesWithheld
        }
        "否" | "不同意" | "不公开" | "不宜公开" | "no" => Consent::Refused,
        _ => return None,
    })
}

/// When a list says that a proposal was submitted.
pub(super) fn timing(text: &str) -> Option<Timing> {
    let key = key(text);
    if let Some(timing) = by_word(&key) {
        return Some(timing);
    }
    Some(match key.trim_end_matches("提案") {
        "大会" | "会上" | "会议期间" | "全会" | "大会期间" => Timing::InSession,
        "平时" | "会后" | "闭会" | "闭会期间" | "会外" => Timing::BetweenSessions,
        _ => return None,
    })
}

/// How far a list says that a proposal has come.
pub(super) fn stage(text: &str) -> Option<ProposalStage> {
    let key = key(text);
    // 不予立案（转来信）.
    let key = key.split('(').next().unwrap_or_default();
    if let Some(stage) = by_word(key) {
        return Some(stage);
    }
    Some(match key {
        "未审查" | "待立案" => ProposalStage::Submitted,
        "退回修改" | "退回" | "已退回修改" => ProposalStage::NeedsRevision,
        "立案" | "予以立案" | "是" | "√" | "✓" | "yes" | "true" => ProposalStage::Filed,
        "不立案" | "未立案" | "未予立案" | "否" | "×" | "✗" | "no" | "false" => {
            ProposalStage::Declined
        }
        "并案" | "合并" | "并案处理" | "已合并" | "并案办理" => {
            ProposalStage::Merged
        }
        "撤案" | "撤回" | "撤销" | "已撤回" | "已撤销" => ProposalStage::Withdrawn,
        "在办" | "已交办" | "交办" => ProposalStage::InHandling,
        "办复" | "已办复" | "答复" => ProposalStage::Answered,
        "办结" => ProposalStage::Closed,
        _ => return None,
    })
}

/// As what a list says that a declined proposal goes on.
pub(super) fn forwarded(text: &str) -> Option<Forwarded> {
    let key = key(text);
    by_word(&key).or(
        match key.trim_start_matches('转').trim_end_matches("处理") {
            "来信" | "委员来信" | "意见" | "委员意见" => Some(Forwarded::Letter),
            "社情民意" | "社情民意信息" => Some(Forwarded::Opinion),
            _ => None,
        },
    )
}

/// Whether a cell says that there is nothing to say: 无, —, 待定.
pub(super) fn says_nothing(text: &str) -> bool {
    let text = text.trim();
    let is_dash = |c: char| "-－—–―‐_＿/／\\＼".contains(c);
    !text.is_empty() && text.chars().all(is_dash)
        || [
            "无",
            "暂无",
            "没有",
            "待定",
            "未定",
            "暂未确定",
            "空",
            "N/A",
            "n/a",
        ]
        .contains(&text)
}

fn key(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The value whose code or word it is.
fn by_word<W: Word>(wanted: &str) -> Option<W> {
    W::all().iter().copied().find(|word| {
        [word.code(), word.say(Lang::Zh), word.say(Lang::En)]
            .iter()
            .any(|known| key(known) == wanted)
    })
}

/// Names of units in one cell.
pub(super) fn unit_names(text: &str) -> impl Iterator<Item = &str> {
    let separates =
        |c: char| matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '／') || c.is_whitespace();
    text.split(separates)
        .map(|name| name.strip_suffix('等').unwrap_or(name))
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn kinds_and_timings_are_known_by_their_usual_names() {
        for (text, kind_meant) in [
            ("个人提案", Kind::Individual),
            ("个人", Kind::Individual),
            ("委员联名提案", Kind::Joint),
            ("联名", Kind::Joint),
            ("民主党派", Kind::Party),
            ("界别", Kind::Sector),
            ("专门委员会提案", Kind::SpecialCommittee),
            ("人民团体", Kind::Organisation),
            ("委员小组", Kind::Group),
            ("special_committee", Kind::SpecialCommittee),
            ("Special Committee", Kind::SpecialCommittee),
            ("个 人", Kind::Individual),
        ] {
            assert_eq!(kind(text), Some(kind_meant), "{text}");
        }
        assert_eq!(kind("其他"), None);
        assert_eq!(kind("集体提案"), Some(Kind::Group));
        assert!(is_of_a_body("集体") && is_of_a_body("集体提案") && !is_of_a_body("小组"));
        for (name, kind_meant) in [
            ("民盟深圳市委员会", Some(Kind::Party)),
            ("九三学社市委(执笔人:张三)", Some(Kind::Party)),
            ("深圳市工商联", Some(Kind::Organisation)),
            ("市政协人口资源环境委员会", Some(Kind::SpecialCommittee)),
            ("教育界", Some(Kind::Sector)),
            ("福田委员小组", Some(Kind::Group)),
            ("张三", None),
        ] {
            assert_eq!(kind_of_body(name), kind_meant, "{name}");
        }
        for (name, kind_meant) in [
            ("民盟市委会", Some(Kind::Party)),
            ("民盟市委", Some(Kind::Party)),
            ("民革深圳市委会", Some(Kind::Party)),
            ("农工党市委会", Some(Kind::Party)),
            ("致公党", Some(Kind::Party)),
            ("九三学社深圳市委员会", Some(Kind::Party)),
            ("台盟市支部", Some(Kind::Party)),
            ("中国民主促进会深圳市委员会", Some(Kind::Party)),
            ("深圳市民建", None),
            ("市工商联", Some(Kind::Organisation)),
            ("深圳市妇女联合会", Some(Kind::Organisation)),
            ("团市委", Some(Kind::Organisation)),
            ("市文联", Some(Kind::Organisation)),
            ("经济界", Some(Kind::Sector)),
            ("社会科学界", Some(Kind::Sector)),
            ("特邀界别", Some(Kind::Sector)),
            ("福田委员小组", Some(Kind::Group)),
            ("提案委", Some(Kind::SpecialCommittee)),
            ("科教卫体委", Some(Kind::SpecialCommittee)),
            ("教科卫体专委会", Some(Kind::SpecialCommittee)),
            ("市政协人口资源环境委员会", Some(Kind::SpecialCommittee)),
            // Persons, and bodies of other kinds.
            ("李民建", None),
            ("张民进", None),
            ("欧阳民进", None),
            ("王文联", None),
            ("文联", None),
            ("张世界", None),
            ("李志委", None),
            ("买买提·民进", None),
            ("中共某区委员会", None),
            ("市卫生健康委员会", None),
            ("张三", None),
        ] {
            assert_eq!(kind_of_name(name), kind_meant, "{name}");
        }
        assert_eq!(timing("大会提案"), Some(Timing::InSession));
        assert_eq!(timing("闭会期间"), Some(Timing::BetweenSessions));
        assert_eq!(timing("in session"), Some(Timing::InSession));
        assert_eq!(timing("2023"), None);
    }

    #[test]
    fn what_stands_for_nothing_is_nothing() {
        for text in ["无", "—", "——", "/", "-", " 待定 "] {
            assert!(says_nothing(text), "{text}");
        }
        for text in ["", "无障碍", "吴", "市教育局"] {
            assert!(!says_nothing(text), "{text}");
        }
    }

    #[test]
    fn units_in_a_cell_come_apart() {
        let split: Vec<&str> =
            unit_names("市教育局、市财政局，市民政局;市水务局\n市公安局 市统计局等").collect();
        assert_eq!(
            split,
            [
                "市教育局",
                "市财政局",
                "市民政局",
                "市水务局",
                "市公安局",
                "市统计局"
            ]
        );
    }
}
