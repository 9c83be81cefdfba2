//! What must be true of commands and their keys, so that no key does harm by mistake.

use super::command::{Command, Danger, Place};
use super::config::Fault;
use super::key::{Code, Key, Keys};
use super::keymap::Keymap;
use super::table::CommandId;

/// The commands that are given many times without looking.
const MOVING: [CommandId; 7] = [
    CommandId::Down,
    CommandId::Up,
    CommandId::HalfDown,
    CommandId::HalfUp,
    CommandId::Open,
    CommandId::Back,
    CommandId::Mark,
];

/// Everything that is wrong with these bindings of these commands.
#[must_use]
pub fn faults(commands: &'static [Command], keymap: &Keymap) -> Vec<Fault> {
    let mut faults = Vec::new();
    for place in Place::ALL {
        let here: Vec<(&Command, &Keys)> = commands
            .iter()
            .filter(|command| command.places.contains(place))
            .flat_map(|command| {
                keymap
                    .keys(command.id)
                    .iter()
                    .map(move |keys| (command, keys))
            })
            .collect();
        for (n, (command, keys)) in here.iter().enumerate() {
            for (other, others) in here.iter().skip(n + 1) {
                if keys.begins(others) || others.begins(keys) {
                    faults.push(Fault::TwoMeanings {
                        place,
                        keys: (*keys).clone(),
                        first: command.name,
                        second: other.name,
                    });
                }
            }
            if place.types() && keys.as_slice()[0].typed().is_some() {
                faults.push(Fault::TakesText {
                    place,
                    keys: (*keys).clone(),
                    command: command.name,
                });
            }
            if command.danger == Danger::Irreversible {
                let beside = here
                    .iter()
                    .filter(|(other, _)| MOVING.contains(&other.id))
                    .find(|(_, others)| neighbours(keys, others));
                if let Some((_, beside)) = beside {
                    faults.push(Fault::OneSlipAway {
                        place,
                        keys: (*keys).clone(),
                        command: command.name,
                        beside: (*beside).clone(),
                    });
                }
            }
        }
    }
    let confirming = keymap.keys(CommandId::Yes);
    for command in commands
        .iter()
        .filter(|command| command.danger == Danger::Irreversible && command.id != CommandId::Yes)
    {
        for keys in keymap.keys(command.id) {
            // A key held down or pressed twice must not answer its own question.
            let last = keys.as_slice().last();
            if confirming
                .iter()
                .any(|confirm| confirm.as_slice().first() == last)
            {
                faults.push(Fault::ConfirmsItself {
                    keys: keys.clone(),
                    command: command.name,
                });
            }
        }
    }
    faults
}

/// Are these single letters with the same modifiers, side by side on the keyboard?
fn neighbours(one: &Keys, other: &Keys) -> bool {
    let ([one], [other]) = (one.as_slice(), other.as_slice()) else {
        return false;
    };
    let same_held = (one.ctrl, one.alt, one.shift) == (other.ctrl, other.alt, other.shift);
    let (Some((row, column, upper)), Some((other_row, other_column, other_upper))) =
        (position(*one), position(*other))
    else {
        return false;
    };
    same_held && upper == other_upper && row == other_row && column.abs_diff(other_column) == 1
}

/// Row and column of a letter on the usual keyboard, and whether it is a capital.
fn position(key: Key) -> Option<(usize, usize, bool)> {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let Code::Char(c) = key.code else {
        return None;
    };
    let lower = c.to_ascii_lowercase();
    ROWS.iter()
        .enumerate()
        .find_map(|(row, letters)| Some((row, letters.find(lower)?, c.is_ascii_uppercase())))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::config::{KeysConfig, Preset};
    use super::super::table::COMMANDS;
    use super::*;

    #[test]
    fn the_presets_have_no_fault() {
        for preset in [Preset::Default, Preset::Arrows] {
            let faults = faults(COMMANDS, &Keymap::preset(preset));
            let said: Vec<String> = faults
                .iter()
                .map(|fault| fault.say(banli_shared::lang::Lang::En))
                .collect();
            assert!(said.is_empty(), "{preset:?}: {said:#?}");
        }
    }

    #[test]
    fn the_table_is_well_formed() {
        let mut names = BTreeSet::new();
        for command in COMMANDS {
            assert!(
                names.insert(command.name),
                "{} is there twice",
                command.name
            );
            assert!(
                command
                    .name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{}",
                command.name
            );
            for text in command.keys.iter().chain(command.arrows) {
                assert!(text.parse::<Keys>().is_ok(), "{}: {text}", command.name);
            }
            for text in [command.zh, command.en] {
                assert!(
                    !text.is_empty() && banli_shared::text::width(text) <= 20,
                    "{}: {text}",
                    command.name
                );
            }
        }
    }

    #[test]
    fn every_command_can_be_given_everywhere_it_belongs() {
        // Where there is no palette a command needs a key.
        for place in [
            Place::Editor,
            Place::Palette,
            Place::Picker,
            Place::Confirm,
            Place::Help,
        ] {
            for preset in [Preset::Default, Preset::Arrows] {
                for (command, keys) in Keymap::preset(preset).at(place) {
                    assert!(
                        !keys.is_empty() || command.id == CommandId::Suspend,
                        "{} at {place:?}",
                        command.name
                    );
                }
            }
        }
    }

    #[test]
    fn no_letter_does_anything_with_the_arrows_preset() {
        let keymap = Keymap::preset(Preset::Arrows);
        for command in COMMANDS {
            for keys in keymap.keys(command.id) {
                let letters = keys
                    .as_slice()
                    .iter()
                    .any(|key| key.typed().is_some_and(char::is_alphabetic));
                assert!(!letters, "{}: {keys}", command.name);
            }
        }
    }

    fn bound(name: &str, keys: &str) -> Vec<String> {
        let bind = BTreeMap::from([(name.to_owned(), vec![keys.to_owned()])]);
        let config = KeysConfig {
            preset: Preset::Default,
            bind,
        };
        let faults = Keymap::configured(&config).err().unwrap_or_default();
        faults
            .iter()
            .map(|fault| fault.say(banli_shared::lang::Lang::En))
            .collect()
    }

    #[test]
    fn a_configuration_with_faults_is_told_what_they_are() {
        assert!(bound("down", "ctrl-n").is_empty());
        assert!(bound("down", "t t").is_empty());
        assert_eq!(bound("dwon", "x"), ["there is no command named \"dwon\""]);
        assert!(bound("down", "hyper-x")[0].starts_with("\"hyper-x\" is not a key"));
        assert!(bound("down", "k")[0].contains("k belongs to both down and up"));
        assert!(bound("down", "g")[0].contains("belongs to both"));
        assert!(bound("leave", "x")[0].contains("text is typed"));
    }

    #[test]
    fn irreversible_commands_on_bad_keys_are_found() {
        use super::super::command::Places;
        const BAD: &[Command] = &[
            Command {
                id: CommandId::Undo,
                name: "undo",
                keys: &[],
                arrows: &[],
                zh: "坏",
                en: "bad",
                danger: Danger::Irreversible,
                places: Places::of(&[Place::Inbox]),
                hint: 0,
            },
            COMMANDS[0],
        ];
        let with = |undo: &str| {
            let bind = [("undo", undo), ("up", "x")]
                .map(|(name, keys)| (name.to_owned(), vec![keys.to_owned()]));
            let config = KeysConfig {
                preset: Preset::Default,
                bind: bind.into(),
            };
            faults(BAD, &Keymap::configured(&config).unwrap())
        };
        assert!(matches!(with("k")[..], [Fault::OneSlipAway { .. }]));
        assert!(matches!(with("y")[..], [Fault::ConfirmsItself { .. }]));
        assert!(with("U").is_empty());
    }

    #[test]
    fn nothing_takes_the_keys_that_edit() {
        use super::super::super::widgets::editor::Editor;
        for preset in [Preset::Default, Preset::Arrows] {
            for (command, keys) in Keymap::preset(preset).at(Place::Editor) {
                let edits = keys.iter().any(|keys| Editor::takes(keys.as_slice()[0]));
                assert!(!edits, "{}", command.name);
            }
        }
    }

    #[test]
    fn slips_are_seen() {
        let keys = |text: &str| text.parse::<Keys>().unwrap();
        assert!(neighbours(&keys("j"), &keys("k")));
        assert!(neighbours(&keys("ctrl-d"), &keys("ctrl-s")));
        assert!(!neighbours(&keys("j"), &keys("K")));
        assert!(!neighbours(&keys("j"), &keys("ctrl-k")));
        assert!(!neighbours(&keys("j"), &keys("j")));
        assert!(!neighbours(&keys("a"), &keys("k")));
    }
}
