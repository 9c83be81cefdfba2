//! Which of the parts that two texts share say something to people: words of a subject, not pieces of words, and not
//! what every proposal and every list of duties says.

/// Words of the genre, longer ones before those they hold.
const GENRE: [&str; 75] = [
    "经济社会发展",
    "进一步",
    "贯彻落实",
    "组织实施",
    "统筹协调",
    "高质量",
    "提案",
    "建议",
    "关于",
    "委员",
    "政协",
    "加强",
    "加快",
    "加大",
    "推进",
    "推动",
    "促进",
    "提升",
    "提高",
    "完善",
    "优化",
    "强化",
    "深化",
    "建立",
    "健全",
    "开展",
    "落实",
    "做好",
    "工作",
    "问题",
    "情况",
    "相关",
    "有关",
    "部门",
    "单位",
    "我市",
    "本市",
    "全市",
    "措施",
    "机制",
    "制度",
    "体系",
    "能力",
    "水平",
    "力度",
    "发展",
    "建设",
    "管理",
    "服务",
    "实施",
    "组织",
    "负责",
    "指导",
    "监督",
    "协调",
    "承担",
    "拟订",
    "研究",
    "政策",
    "规划",
    "标准",
    "方案",
    "项目",
    "活动",
    "设置",
    "增加",
    "扩大",
    "支持",
    "鼓励",
    "引导",
    "保障",
    "解决",
    "实现",
    "应当",
    "进行",
];
/// Characters that no word of a subject begins or ends with.
const PARTICLES: &str = "的了与或之也把被将是";
/// Characters by which a pair is likelier a piece of two words than one.
const JOINTS: &str = "的了与或之也把被将是和及在并于等对为";

/// The parts that tell something, each without particles and words of the genre at its ends, in the order they have.
/// A pair counts where it stands at the edge of a phrase of `text`, which all of them are from.
pub(super) fn telling(parts: Vec<String>, text: &str) -> Vec<String> {
    let mut told: Vec<String> = vec![];
    for part in parts {
        let bare = trimmed(&part);
        let is_word = match bare.chars().count() {
            0 | 1 => false,
            2 => !bare.contains(|c| JOINTS.contains(c)) && is_at_an_edge(bare, text),
            _ => true,
        };
        let is_new = !told.iter().any(|known| known.contains(bare));
        if is_word && is_new && says_a_subject(bare) {
            told.push(bare.to_owned());
        }
    }
    told
}

/// Without particles around it, and without words of the genre before it.
fn trimmed(part: &str) -> &str {
    let mut bare = part;
    loop {
        let without = bare.trim_matches(|c| PARTICLES.contains(c));
        let without = GENRE
            .iter()
            .find_map(|word| without.strip_prefix(word))
            .unwrap_or(without);
        if without.len() == bare.len() {
            return bare;
        }
        bare = without;
    }
}

/// Whether two characters or more are left without words of the genre.
fn says_a_subject(part: &str) -> bool {
    let mut rest = part.to_owned();
    for word in GENRE {
        rest = rest.replace(word, " ");
    }
    rest.split(' ').any(|piece| piece.chars().count() >= 2)
}

/// Whether a pair stands somewhere in a text with nothing of a word on one side.
fn is_at_an_edge(pair: &str, text: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || PARTICLES.contains(c));
    text.match_indices(pair).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + pair.len()..]);
        ends(before.chars().next_back()) || ends(after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_a_subject_are_told() {
        let text = "公共交通、道路运输管理，学校食堂的建设；拟订老旧小区改造政策；应急管理";
        for (part, told) in [
            ("提案", None),
            ("建议", None),
            ("的建", None),
            ("建设", None),
            ("加强管理", None),
            ("工作的", None),
            ("路运", None),
            ("公共交通", Some("公共交通")),
            ("推进老旧小区改造", Some("老旧小区改造")),
            ("学校", Some("学校")),
            ("食堂的", Some("食堂")),
            ("应急管理", Some("应急管理")),
        ] {
            let found = telling(vec![part.to_owned()], text);
            assert_eq!(found.first().map(String::as_str), told, "{part}");
        }
        let parts = ["公共交通", "交通", "公共"].map(str::to_owned).to_vec();
        assert_eq!(telling(parts, text), ["公共交通"]);
    }
}
