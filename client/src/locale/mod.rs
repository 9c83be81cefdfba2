//! The language of the interface, and its texts.
//!
//! A text is a function of the language, made by [`crate::texts!`] with both wordings side by side: one that lacks a
//! language does not compile.

use banli_shared::lang::Lang;

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

    #[test]
    fn the_switch_goes_there_and_back() {
        assert_eq!(other(other(Lang::Zh)), Lang::Zh);
    }
}
