//! Remarks in brackets beside the name of a person.

use super::{BODIES, may_be_name};

/// What is said of a person in brackets and belongs to no name, with whether it is said of the first proposer.
const REMARKS: [(&str, bool); 14] = [
    ("第一提案人", true),
    ("领衔提案人", true),
    ("第一", true),
    ("领衔", true),
    ("领衔人", true),
    ("执笔", false),
    ("执笔人", false),
    ("主笔", false),
    ("提案人", false),
    ("联名", false),
    ("联名人", false),
    ("联名提案人", false),
    ("附议", false),
    ("附议人", false),
];
/// The democratic parties as they are called for short.
pub(crate) const PARTIES: [&str; 8] = [
    "民革", "民盟", "民建", "民进", "农工", "致公", "九三", "台盟",
];
/// What else is said of a person in brackets: what they belong to and are.
const NOTES: [&str; 10] = [
    "中共",
    "无党派",
    "群众",
    "男",
    "女",
    "特邀",
    "党员",
    "常委",
    "委员",
    "副主席",
];
/// What such a note ends with besides the words for bodies.
const NOTE_ENDS: [&str; 9] = [
    "族", "人士", "代表", "长", "师", "教授", "经理", "主席", "委员",
];

/// What people are called behind their names.
const TITLES: [&str; 6] = ["副主席", "常委", "委员", "先生", "女士", "同志"];

/// The name of a member without 委员 and the like behind it.
fn without_title<'t>(name: &'t str, is_known: &impl Fn(&str) -> bool) -> Option<&'t str> {
    let mut titles = TITLES.iter();
    let bare = titles.find_map(|title| name.strip_suffix(title))?;
    (is_known(bare) && !is_known(name)).then_some(bare)
}

/// A name without what is said beside it.
pub(super) struct Bare<'t> {
    /// What is left.
    pub(super) name: &'t str,
    /// Whether a remark says that it is the first proposer's.
    pub(super) is_first: bool,
    /// Whether something that says what the person belongs to was left out.
    pub(super) left_out: bool,
}

/// A name in its one form without remarks in brackets, such as those of the office; where it looks like the name of one
/// person, also without what that person belongs to: 张三(民盟).
pub(super) fn without_remarks<'t>(name: &'t str, is_known: &impl Fn(&str) -> bool) -> Bare<'t> {
    let mut bare = Bare {
        name,
        is_first: false,
        left_out: false,
    };
    while let Some((rest, remark)) = taken_apart(bare.name) {
        let office = REMARKS.iter().find(|(word, _)| *word == remark);
        match office {
            Some((_, is_first)) => bare.is_first |= is_first,
            None if is_known(bare.name) || !is_note(remark, rest, is_known) => break,
            None => bare.left_out = true,
        }
        bare.name = rest;
    }
    if let Some(name) = without_title(bare.name, is_known) {
        (bare.name, bare.left_out) = (name, true);
    }
    bare
}

/// The name, and what the bracket behind it or before it holds.
fn taken_apart(name: &str) -> Option<(&str, &str)> {
    let behind = name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    let before = name.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    behind
        .map(|(name, remark)| (name.trim_end(), remark))
        .or(before.map(|(remark, name)| (name.trim_start(), remark)))
}

/// Whether a bracket says what the person of this name belongs to, and not who else is meant.
fn is_note(remark: &str, name: &str, is_known: &impl Fn(&str) -> bool) -> bool {
    if is_known(without_title(name, is_known).unwrap_or(name)) {
        return !is_known(remark);
    }
    let is_body = name.ends_with(|c| BODIES.contains(c));
    let mut parts = remark.split(['、', ',', ';', '/', ' ', '，', '；']);
    let is_one = may_be_name(name) && !is_body;
    is_one && parts.all(|part| says_where(part) && !is_known(part))
}

fn says_where(part: &str) -> bool {
    let ends_so = |end: &str| part.len() > end.len() && part.ends_with(end);
    PARTIES.contains(&part)
        || NOTES.contains(&part)
        || part.chars().count() > 1 && part.ends_with(|c| BODIES.contains(c))
        || NOTE_ENDS.iter().any(|end| ends_so(end))
}

/// Whether a name has a title behind it, or a bracket beside it, that nobody can be sure of: who signs, what it belongs to, who
/// else is meant.
pub(super) fn is_doubtful(name: &str, is_known: &impl Fn(&str) -> bool) -> bool {
    if is_known(name) {
        return false;
    }
    let titled = TITLES.iter().find_map(|title| name.strip_suffix(title));
    if titled.is_some_and(|name| may_be_name(name) && !name.ends_with(|c| BODIES.contains(c))) {
        return true;
    }
    taken_apart(name)
        .is_some_and(|(name, _)| may_be_name(name) && !name.ends_with(|c| BODIES.contains(c)))
}
