//! Text that an office wrote in both languages.

use serde::{Deserialize, Serialize};

use crate::lang::Lang;

/// One meaning in Chinese and in English.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Puts two wordings of one meaning together.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The wording in a language.
    #[must_use]
    pub fn say(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }
}

/// One wording in both languages, with what varies in it: `both!("最多 {most} 项", "at most {most}")`. Whatever is said to
/// people is made of this, so that neither language can be forgotten.
#[macro_export]
macro_rules! both {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::text::Bilingual::new(format!($zh), format!($en))
    };
}

/// A fault that is said to people, where an error is asked for; on its own it speaks English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said(pub Bilingual);

impl std::fmt::Display for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Said {}
