//! The two languages of the interface, and enums whose every value has a word in both.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::both;
use crate::text::Bilingual;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Chinese, simplified.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Picks the text for this language.
    #[must_use]
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// `what: value`, with the colon as the language writes it.
    #[must_use]
    pub fn label(self, what: &str, value: &str) -> String {
        format!("{what}{}{value}", self.pick("：", ": "))
    }

    /// `text (inside)`, with the brackets as the language writes them.
    #[must_use]
    pub fn bracket(self, text: &str, inside: &str) -> String {
        match self {
            Self::Zh => format!("{text}（{inside}）"),
            Self::En => format!("{text} ({inside})"),
        }
    }

    /// Working days until a deadline, or how far it is behind: on the weekend after it, by none yet.
    #[must_use]
    pub fn working_days(self, left: i32, overdue: bool) -> String {
        let over = left.unsigned_abs();
        match (self, left) {
            (Self::Zh, 0) if overdue => "已超期（不足 1 个工作日）".to_owned(),
            (Self::En, 0) if overdue => "overdue by less than 1 working day".to_owned(),
            (Self::Zh, ..0) => format!("已超期 {over} 个工作日"),
            (Self::Zh, 0) => "今天到期".to_owned(),
            (Self::Zh, 1..) => format!("剩 {left} 个工作日"),
            (Self::En, -1) => "1 working day over".to_owned(),
            (Self::En, ..0) => format!("{over} working days over"),
            (Self::En, 0) => "due today".to_owned(),
            (Self::En, 1) => "1 working day left".to_owned(),
            (Self::En, 1..) => format!("{left} working days left"),
        }
    }

    /// Chooses the language: what the person configured, else what the environment asks for.
    ///
    /// `variable` reads the environment; of `BANLI_LANG`, `LC_ALL`, `LC_MESSAGES` and `LANG` the first that is not empty
    /// decides.
    pub fn choose(configured: Option<Self>, variable: impl Fn(&str) -> Option<String>) -> Self {
        configured.unwrap_or_else(|| {
            ["BANLI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| variable(name).filter(|value| !value.is_empty()))
                .map_or(Self::En, |value| Self::of_locale(&value))
        })
    }

    /// The language a locale name asks for (`zh_CN.UTF-8`, `en`, `C`): Chinese only when it says so.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") {
            Self::Zh
        } else {
            Self::En
        }
    }
}

/// A closed set of values, each with a stable code for the wire and a word in both languages.
///
/// The code is what serde writes; a test made by the macro holds the two together.
#[macro_export]
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$vmeta:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $( $(#[$vmeta])* $variant, )+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The stable code on the wire and in the record.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$variant => $code, )+ }
            }

            /// The word for people.
            #[must_use]
            pub const fn say(self, lang: $crate::lang::Lang) -> &'static str {
                match self { $( Self::$variant => lang.pick($zh, $en), )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::lang::UnknownWord;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|v| v.code() == s).ok_or_else(|| {
                    $crate::lang::UnknownWord {
                        given: s.chars().take(40).collect(),
                        known: Self::ALL.iter().map(|v| v.code()).collect::<Vec<_>>().join(", "),
                    }
                })
            }
        }

        impl $crate::lang::Word for $name {
            fn all() -> &'static [Self] { Self::ALL }
            fn code(self) -> &'static str { Self::code(self) }
            fn say(self, lang: $crate::lang::Lang) -> &'static str { Self::say(self, lang) }
        }
    };
}

/// What every `words!` enum can do, for code that is generic over them (pickers, columns).
pub trait Word: Copy + Eq + 'static {
    /// Every value, in order.
    fn all() -> &'static [Self];
    /// The stable code on the wire.
    fn code(self) -> &'static str;
    /// The word for people.
    fn say(self, lang: Lang) -> &'static str;
}

/// A code that none of the known values has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// What was given (its first 40 characters).
    pub given: String,
    /// The codes that are known.
    pub known: String,
}

impl UnknownWord {
    /// In both languages.
    #[must_use]
    pub fn both(&self) -> Bilingual {
        let (given, known) = (self.given.escape_debug(), &self.known);
        both!(
            "没有“{given}”，应为 {known} 之一",
            "`{given}` is none of {known}"
        )
    }
}

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.both().en)
    }
}

impl std::error::Error for UnknownWord {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_behind_are_never_a_negative_number() {
        assert_eq!(Lang::Zh.working_days(-805, true), "已超期 805 个工作日");
        assert_eq!(Lang::Zh.working_days(0, false), "今天到期");
        assert_eq!(Lang::Zh.working_days(0, true), "已超期（不足 1 个工作日）");
        assert_eq!(Lang::En.working_days(-1, true), "1 working day over");
        assert_eq!(Lang::En.working_days(3, false), "3 working days left");
        assert_eq!(Lang::Zh.label("单位", "甲"), "单位：甲");
        assert_eq!(Lang::En.bracket("unit", "a"), "unit (a)");
    }

    fn chosen(variables: &[(&str, &str)]) -> Lang {
        Lang::choose(None, |name| {
            let mut known = variables.iter().filter(|(known, _)| *known == name);
            known.next().map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_decides_in_the_usual_order() {
        let lang = ("LANG", "zh_CN.UTF-8");
        assert_eq!(chosen(&[lang]), Lang::Zh);
        assert_eq!(chosen(&[lang, ("LC_MESSAGES", "en_US.UTF-8")]), Lang::En);
        let all = ("LC_ALL", "zh_TW.UTF-8");
        assert_eq!(chosen(&[all, ("LC_MESSAGES", "en_US.UTF-8")]), Lang::Zh);
        assert_eq!(chosen(&[("LC_ALL", ""), ("LANG", "zh")]), Lang::Zh);
        assert_eq!(chosen(&[("BANLI_LANG", "en"), all, lang]), Lang::En);
        assert_eq!(chosen(&[("LANG", "C")]), Lang::En);
        assert_eq!(chosen(&[]), Lang::En);
        let english = |_: &str| Some("en_US.UTF-8".to_owned());
        assert_eq!(Lang::choose(Some(Lang::Zh), english), Lang::Zh);
    }

    #[test]
    fn locale_names_choose_the_language() {
        assert_eq!(Lang::of_locale("zh_CN.UTF-8"), Lang::Zh);
        assert_eq!(Lang::of_locale("en_US.UTF-8"), Lang::En);
        assert_eq!(Lang::of_locale("C"), Lang::En);
    }
}
