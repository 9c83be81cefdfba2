//! By what figures are broken down.

use super::measure::Level;
use crate::lang::Lang;
use crate::words;

words! {
    /// By what figures are broken down.
    pub enum Dimension {
        /// The session.
        Session = "session", "届次", "session";
        /// The quarter: of a proposal that of its submission, of a reply item that of its first deadline.
        Quarter = "quarter", "季度", "quarter";
        /// The unit.
        Unit = "unit", "承办单位", "unit";
        /// The department of a unit.
        Department = "department", "承办处室", "department";
        /// The person who handles it.
        Handler = "handler", "承办人", "handler";
        /// The subject group.
        Category = "category", "类别", "category";
        /// The kind of proposal.
        Kind = "kind", "提案类型", "kind";
        /// In session or between.
        Timing = "timing", "大会/平时", "timing";
        /// Key proposals and all others.
        Key = "key", "重点提案", "key";
    }
}

impl Dimension {
    /// How a key proposal, and any other, stands in [`Dimension::Key`].
    #[must_use]
    pub const fn key(is_key: bool) -> &'static str {
        if is_key { "true" } else { "false" }
    }

    /// As what proposals are counted when broken down by it.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Unit | Self::Department | Self::Handler => Level::Own,
            _ => Level::Whole,
        }
    }

    /// What a value is called; the value itself where only the office knows.
    #[must_use]
    pub fn name(self, value: &str, lang: Lang) -> String {
        let word = match self {
            Self::Kind => value
                .parse()
                .ok()
                .map(|kind: crate::case::Kind| kind.say(lang)),
            Self::Timing => value
                .parse()
                .ok()
                .map(|timing: crate::case::Timing| timing.say(lang)),
            Self::Key if value == Self::key(true) => Some(lang.pick("重点提案", "key proposals")),
            Self::Key => Some(lang.pick("其他提案", "all others")),
            _ if value.is_empty() => Some(lang.pick("未定", "none yet")),
            _ => None,
        };
        word.unwrap_or(value).to_owned()
    }
}
