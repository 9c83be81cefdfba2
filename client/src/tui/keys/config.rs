//! Keys in the configuration file.
//!
//! ```toml
//! [keys]
//! preset = "arrows"
//!
//! [keys.bind]
//! down = ["down", "ctrl-n"]
//! quit = []
//! ```

use std::collections::BTreeMap;

use banli_shared::lang::Lang;
use serde::Deserialize;

use super::command::Place;
use super::key::{Keys, NotAKey};

/// A set of keys to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Letters, as in vim.
    #[default]
    Default,
    /// Arrows and function keys; no letter does anything.
    Arrows,
}

/// The section `keys` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KeysConfig {
    /// What to start from.
    pub preset: Preset,
    /// By name of the command: its keys instead of those of the preset.
    pub bind: BTreeMap<String, Vec<String>>,
}

/// What is wrong with bindings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No command has this name.
    UnknownCommand(String),
    /// A text is no key.
    NotAKey(NotAKey),
    /// Keys mean two things at one place, or are the beginning of another's keys there.
    TwoMeanings {
        /// Where.
        place: Place,
        /// The keys.
        keys: Keys,
        /// One command.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// A key that should type does something instead.
    TakesText {
        /// Where.
        place: Place,
        /// The keys.
        keys: Keys,
        /// The command.
        command: &'static str,
    },
    /// The key that confirms is also one that opens a confirmation.
    ConfirmsItself {
        /// The keys.
        keys: Keys,
        /// The irreversible command.
        command: &'static str,
    },
    /// An irreversible command lies beside a key that is pressed without looking.
    OneSlipAway {
        /// Where.
        place: Place,
        /// The key of the irreversible command.
        keys: Keys,
        /// The irreversible command.
        command: &'static str,
        /// The key beside it.
        beside: Keys,
    },
}

impl Fault {
    /// Says it to a person.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::UnknownCommand(name) => {
                texts::unknown_command(lang, &banli_shared::text::clean(name))
            }
            Self::NotAKey(NotAKey(text)) => {
                texts::not_a_key(lang, &banli_shared::text::clean(text))
            }
            Self::TwoMeanings {
                place,
                keys,
                first,
                second,
            } => texts::two_meanings(lang, place.say(lang), keys, first, second),
            Self::TakesText {
                place,
                keys,
                command,
            } => texts::takes_text(lang, place.say(lang), keys, command),
            Self::ConfirmsItself { keys, command } => texts::confirms_itself(lang, keys, command),
            Self::OneSlipAway {
                place,
                keys,
                command,
                beside,
            } => texts::one_slip_away(lang, place.say(lang), keys, command, beside),
        }
    }
}

mod texts {
    use super::Keys;

    crate::texts! {
        pub(super) unknown_command(name: &str): zh "没有名为“{name}”的命令", en "there is no command named \"{name}\"";
        pub(super) not_a_key(text: &str): zh "“{text}”不是按键（写法如 j、ctrl-d、shift-tab、f1、space）",
            en "\"{text}\" is not a key (written as j, ctrl-d, shift-tab, f1, space)";
        pub(super) two_meanings(place: &str, keys: &Keys, first: &str, second: &str):
            zh "在“{place}”中，{keys} 同时属于 {first} 和 {second}",
            en "in {place}, {keys} belongs to both {first} and {second}";
        pub(super) takes_text(place: &str, keys: &Keys, command: &str):
            zh "在“{place}”中要输入文字，{keys} 不能用于 {command}",
            en "in {place} text is typed, so {keys} cannot be used for {command}";
        pub(super) confirms_itself(keys: &Keys, command: &str):
            zh "{keys} 既发起 {command} 又是确认键", en "{keys} both starts {command} and confirms it";
        pub(super) one_slip_away(place: &str, keys: &Keys, command: &str, beside: &Keys):
            zh "在“{place}”中，{command} 不可撤销，其按键 {keys} 紧邻移动键 {beside}",
            en "in {place}, {command} cannot be undone and its key {keys} is next to {beside}, which moves";
    }
}
