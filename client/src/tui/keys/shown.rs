//! What people read about keys, made from the command table.

use banli_shared::lang::Lang;

use super::command::{Command, Place};
use super::key::{Key, Keys};
use super::keymap::Keymap;
use super::table::CommandId;

/// A command as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which it is.
    pub id: CommandId,
    /// Its keys, several separated by commas; empty when it has none.
    pub keys: String,
    /// What it does.
    pub text: &'static str,
}

impl Entry {
    fn new(command: &Command, keys: &[Keys], lang: Lang) -> Self {
        let keys: Vec<String> = keys.iter().map(Keys::to_string).collect();
        Self {
            id: command.id,
            keys: keys.join(", "),
            text: command.say(lang),
        }
    }
}

/// The entries of the hint bar, the most important first, with one key each.
#[must_use]
pub fn hints(keymap: &Keymap, place: Place, lang: Lang) -> Vec<Entry> {
    let mut hints: Vec<(u8, Entry)> = keymap
        .at(place)
        .filter(|(command, keys)| command.hint > 0 && !keys.is_empty())
        .map(|(command, keys)| (command.hint, Entry::new(command, &keys[..1], lang)))
        .collect();
    hints.sort_by_key(|(hint, _)| *hint);
    hints.into_iter().map(|(_, entry)| entry).collect()
}

/// What can follow keys already pressed.
#[must_use]
pub fn continuations(keymap: &Keymap, place: Place, pressed: &[Key], lang: Lang) -> Vec<Entry> {
    let follows = |keys: &&Keys| {
        keys.as_slice().len() > pressed.len() && keys.as_slice().starts_with(pressed)
    };
    keymap
        .at(place)
        .filter_map(|(command, keys)| {
            let keys: Vec<Keys> = keys.iter().filter(follows).cloned().collect();
            (!keys.is_empty()).then(|| Entry::new(command, &keys, lang))
        })
        .collect()
}

/// Everything that can be done at `place`, for help and the palette.
#[must_use]
pub fn entries(keymap: &Keymap, place: Place, lang: Lang) -> Vec<Entry> {
    keymap
        .at(place)
        .map(|(command, keys)| Entry::new(command, keys, lang))
        .collect()
}

/// The documentation of a preset's keys as a Markdown table.
#[must_use]
pub fn document(keymap: &Keymap, lang: Lang) -> String {
    let head = lang.pick(
        "| 场合 | 按键 | 作用 | 名称 |\n|---|---|---|---|\n",
        "| where | keys | what | name |\n|---|---|---|---|\n",
    );
    let mut out = head.to_owned();
    for place in Place::ALL {
        for (command, keys) in keymap.at(place) {
            let keys: Vec<String> = keys
                .iter()
                .map(|keys| format!("`{}`", keys.to_string().replace('|', "\\|")))
                .collect();
            let row = format!(
                "| {} | {} | {} | `{}` |\n",
                place.say(lang),
                keys.join(" "),
                command.say(lang),
                command.name
            );
            out.push_str(&row);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::input::Press;
    use super::super::config::Preset;
    use super::super::keymap::{Meaning, Pending};
    use super::*;

    #[test]
    fn hints_put_the_important_first() {
        let keymap = Keymap::preset(Preset::Default);
        let shown: Vec<String> = hints(&keymap, Place::Confirm, Lang::Zh)
            .into_iter()
            .map(|entry| format!("{} {}", entry.keys, entry.text))
            .collect();
        assert_eq!(shown, ["y 确认", "n 不了"]);
    }

    #[test]
    fn a_sequence_is_followed_and_can_be_given_up() {
        let keymap = Keymap::preset(Preset::Default);
        let mut pending = Pending::default();
        let mut press = |key: &str| {
            let press = Press {
                key: key.parse().unwrap(),
                settled: true,
            };
            pending.press(&keymap, Place::Inbox, press)
        };
        assert_eq!(press("g"), Meaning::Beginning);
        assert_eq!(press("g"), Meaning::Command(CommandId::Top));
        assert_eq!(press("g"), Meaning::Beginning);
        assert_eq!(press("j"), Meaning::Command(CommandId::Down));
        assert_eq!(press("ctrl-x"), Meaning::Nothing);
        let after = continuations(&keymap, Place::Inbox, &[Key::char('g')], Lang::En);
        assert!(after.iter().all(|entry| entry.keys.starts_with("g ")));
        assert_eq!(
            (after[0].keys.as_str(), after[0].text),
            ("g g", "beginning")
        );
    }

    /// `docs/keys.md` is what the table says; `BANLI_UPDATE_DOCS=1` writes it anew.
    #[test]
    fn the_document_of_keys_is_fresh() {
        let mut text = "# Keys / 按键\n\n\
            Made from the command table of the terminal client; `BANLI_UPDATE_DOCS=1 cargo test -p banli --lib document` \
            writes it anew after that has changed. Keys are remapped by the names, in the configuration file.\n"
            .to_owned();
        for (preset, name) in [(Preset::Default, "default"), (Preset::Arrows, "arrows")] {
            for lang in [Lang::Zh, Lang::En] {
                let head = lang.pick("按键方案", "Preset");
                let table = document(&Keymap::preset(preset), lang);
                text.push_str(&format!("\n## {head} `{name}`\n\n{table}"));
            }
        }
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/keys.md");
        if std::env::var_os("BANLI_UPDATE_DOCS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == text,
            "docs/keys.md is stale: run this test with BANLI_UPDATE_DOCS=1"
        );
    }

    #[test]
    fn the_documentation_names_every_command() {
        for lang in [Lang::Zh, Lang::En] {
            let text = document(&Keymap::preset(Preset::Default), lang);
            for command in super::super::table::COMMANDS {
                assert!(
                    text.contains(&format!("`{}`", command.name)),
                    "{}",
                    command.name
                );
            }
        }
    }
}
