//! Asking for more time (延期).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::Date;
use crate::ids::{Millis, PersonId};
use crate::lang::Lang;

/// A unit asked for a later deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Extension {
    /// The day asked for.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub by: PersonId,
    /// The name on record.
    pub name: String,
    /// When.
    pub at_ms: Millis,
    /// What became of it; none while it waits for the committee office.
    pub answer: Option<ExtensionAnswer>,
}

/// What became of a request for more time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionAnswer {
    /// The unit took it back.
    Cancelled,
    /// The committee office granted it.
    Granted {
        /// The deadline from then on, which need not be the day asked for.
        until: Date,
        /// What was said with it.
        note: String,
        /// Who.
        by: PersonId,
        /// The name on record.
        name: String,
        /// When.
        at_ms: Millis,
    },
    /// The committee office refused it.
    Refused {
        /// Why.
        reason: String,
        /// Who.
        by: PersonId,
        /// The name on record.
        name: String,
        /// When.
        at_ms: Millis,
    },
}

impl Extension {
    /// The request and what became of it, in one line.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let mut text = match lang {
            Lang::Zh => format!("{}申请延至{}", self.name, self.until),
            Lang::En => format!("{} asked for {}", self.name, self.until),
        };
        with(&mut text, lang.pick("：", ": "), &self.reason);
        text.push_str(lang.pick("；", "; "));
        match &self.answer {
            None => text.push_str(lang.pick("待提案委决定", "waits for the committee office")),
            Some(ExtensionAnswer::Cancelled) => {
                text.push_str(lang.pick("已撤销申请", "the request was taken back"));
            }
            Some(ExtensionAnswer::Granted {
                until, note, name, ..
            }) => {
                text.push_str(&match lang {
                    Lang::Zh => format!("{name}同意延至{until}"),
                    Lang::En => format!("{name} granted {until}"),
                });
                with(&mut text, lang.pick("：", ": "), note);
            }
            Some(ExtensionAnswer::Refused { reason, name, .. }) => {
                text.push_str(&match lang {
                    Lang::Zh => format!("{name}不同意延期"),
                    Lang::En => format!("{name} refused"),
                });
                with(&mut text, lang.pick("：", ": "), reason);
            }
        }
        text
    }

    /// Whether it was granted.
    #[must_use]
    pub const fn is_granted(&self) -> bool {
        matches!(self.answer, Some(ExtensionAnswer::Granted { .. }))
    }
}

fn with(text: &mut String, colon: &str, more: &str) {
    if !more.is_empty() {
        text.push_str(colon);
        text.push_str(more);
    }
}
