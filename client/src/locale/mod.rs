//! The language of the interface, and its texts.
//!
//! A text is a function of the language, made by [`crate::texts!`] with both wordings side by side: one that lacks a
//! language does not compile.

mod system;

use banli_shared::lang::Lang;

pub use system::{of_file, system};

/// Chooses the language: what the person configured, else what the locale asks for.
///
/// `variable` reads the environment; of `LC_ALL`, `LC_MESSAGES` and `LANG` the first that is not empty decides.
pub fn choose(configured: Option<Lang>, variable: impl Fn(&str) -> Option<String>) -> Lang {
    configured.unwrap_or_else(|| {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| variable(name).filter(|value| !value.is_empty()))
            .map_or(Lang::En, |value| Lang::of_locale(&value))
    })
}

/// The other language, for the switch.
#[must_use]
pub const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    }
}

/// Defines texts of the interface, each in both languages.
///
/// ```
/// banli::texts! {
///     pub quit: zh "退出", en "quit";
///     pub days_left(days: i64): zh "还剩 {days} 天", en "{days} d left";
/// }
/// use banli_shared::lang::Lang;
/// assert_eq!(quit(Lang::En), "quit");
/// assert_eq!(days_left(Lang::Zh, 3), "还剩 3 天");
/// ```
///
/// One without its English wording is an error of the compiler:
/// ```compile_fail
/// banli::texts! {
///     pub quit: zh "退出";
/// }
/// ```
#[macro_export]
macro_rules! texts {
    () => {};
    ($vis:vis $name:ident : zh $zh:literal, en $en:literal; $($rest:tt)*) => {
        #[doc = concat!("“", $en, "”")]
        #[must_use]
        $vis const fn $name(lang: ::banli_shared::lang::Lang) -> &'static str {
            lang.pick($zh, $en)
        }
        $crate::texts! { $($rest)* }
    };
    ($vis:vis $name:ident ( $($arg:ident : $kind:ty),+ ) : zh $zh:literal, en $en:literal; $($rest:tt)*) => {
        #[doc = concat!("“", $en, "”")]
        #[must_use]
        $vis fn $name(lang: ::banli_shared::lang::Lang, $($arg: $kind),+) -> String {
            match lang {
                ::banli_shared::lang::Lang::Zh => format!($zh),
                ::banli_shared::lang::Lang::En => format!($en),
            }
        }
        $crate::texts! { $($rest)* }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)]) -> Lang {
        choose(None, |name| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_locale_decides_in_the_usual_order() {
        assert_eq!(chosen(&[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(
            chosen(&[("LANG", "zh_CN.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")]),
            Lang::En
        );
        assert_eq!(
            chosen(&[("LC_ALL", "zh_TW.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")]),
            Lang::Zh
        );
        assert_eq!(chosen(&[("LC_ALL", ""), ("LANG", "zh")]), Lang::Zh);
        assert_eq!(chosen(&[("LANG", "C")]), Lang::En);
        assert_eq!(chosen(&[]), Lang::En);
    }

    #[test]
    fn what_was_configured_wins() {
        assert_eq!(
            choose(Some(Lang::Zh), |_| Some("en_US.UTF-8".to_owned())),
            Lang::Zh
        );
        assert_eq!(other(other(Lang::Zh)), Lang::Zh);
    }
}
