//! Which keys mean which command where.

use std::collections::BTreeMap;

use super::super::input::Press;
use super::command::{Command, Danger, Place};
use super::config::{Fault, KeysConfig, Preset};
use super::key::{Key, Keys};
use super::table::{COMMANDS, CommandId};

/// The bindings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    keys: BTreeMap<CommandId, Vec<Keys>>,
}

/// What keys pressed so far mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A command.
    Command(CommandId),
    /// An irreversible command whose key is not to be trusted: say so, and wait for it once more.
    NotSettled(CommandId),
    /// The beginning of some command's keys.
    Beginning,
    /// Nothing here; where plain keys type, text.
    Nothing,
}

impl Keymap {
    /// The bindings of a preset as they are.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        let keys = COMMANDS
            .iter()
            .map(|command| (command.id, of_preset(command, preset)))
            .collect();
        Self { keys }
    }

    /// The bindings that a configuration asks for.
    ///
    /// # Errors
    /// With everything that is wrong with it: unknown commands, texts that are no keys, keys with two meanings, keys that
    /// could carry something out by mistake.
    pub fn configured(config: &KeysConfig) -> Result<Self, Vec<Fault>> {
        let mut map = Self::preset(config.preset);
        let mut faults = Vec::new();
        for (name, bound) in &config.bind {
            let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
                faults.push(Fault::UnknownCommand(name.clone()));
                continue;
            };
            let mut keys = Vec::new();
            for text in bound {
                match text.parse() {
                    Ok(parsed) => keys.push(parsed),
                    Err(wrong) => faults.push(Fault::NotAKey(wrong)),
                }
            }
            map.keys.insert(command.id, keys);
        }
        faults.extend(super::check::faults(COMMANDS, &map));
        if faults.is_empty() {
            Ok(map)
        } else {
            Err(faults)
        }
    }

    /// The keys of a command; none if it can only be chosen from the palette.
    #[must_use]
    pub fn keys(&self, id: CommandId) -> &[Keys] {
        self.keys.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The commands that can be given at `place`, with their keys.
    pub fn at(&self, place: Place) -> impl Iterator<Item = (&'static Command, &[Keys])> {
        let here = COMMANDS
            .iter()
            .filter(move |command| command.places.contains(place));
        here.map(|command| (command, self.keys(command.id)))
    }

    fn find(&self, place: Place, pressed: &[Key]) -> Meaning {
        let mut meaning = Meaning::Nothing;
        for (command, keys) in self.at(place) {
            for bound in keys {
                if bound.as_slice() == pressed {
                    return Meaning::Command(command.id);
                }
                if bound.as_slice().starts_with(pressed) {
                    meaning = Meaning::Beginning;
                }
            }
        }
        meaning
    }
}

fn of_preset(command: &Command, preset: Preset) -> Vec<Keys> {
    let texts = match preset {
        Preset::Default => command.keys,
        Preset::Arrows => command.arrows,
    };
    // A test parses the whole table.
    texts.iter().filter_map(|text| text.parse().ok()).collect()
}

/// Keys pressed that are the beginning of something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    keys: Vec<Key>,
    unsettled: bool,
}

impl Pending {
    /// Takes a key at `place` and says what it means together with those before it.
    pub fn press(&mut self, keymap: &Keymap, place: Place, press: Press) -> Meaning {
        self.keys.push(press.key);
        self.unsettled |= !press.settled;
        let mut meaning = keymap.find(place, &self.keys);
        if meaning == Meaning::Nothing && self.keys.len() > 1 {
            // Not what was begun; perhaps it stands for itself.
            self.keys = vec![press.key];
            self.unsettled = !press.settled;
            meaning = keymap.find(place, &self.keys);
        }
        if meaning != Meaning::Beginning {
            let doubtful = self.unsettled && self.keys.iter().any(|key| is_plain(*key));
            self.clear();
            if let Meaning::Command(id) = meaning
                && doubtful
                && COMMANDS
                    .iter()
                    .any(|command| command.id == id && command.danger == Danger::Irreversible)
            {
                return Meaning::NotSettled(id);
            }
        }
        meaning
    }

    /// What was pressed, for the hint bar; empty when nothing is pending.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Forgets what was pressed.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.unsettled = false;
    }
}

/// A key that a torn sequence or a paste could leave behind.
fn is_plain(key: Key) -> bool {
    !key.ctrl && !matches!(key.code, super::key::Code::F(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_irreversible_command_needs_a_key_that_can_be_trusted() {
        let keymap = Keymap::preset(Preset::Default);
        let mut pending = Pending::default();
        let mut press = |key: &str, settled| {
            pending.press(
                &keymap,
                Place::Confirm,
                Press {
                    key: key.parse().unwrap(),
                    settled,
                },
            )
        };
        assert_eq!(press("y", false), Meaning::NotSettled(CommandId::Yes));
        assert_eq!(press("y", true), Meaning::Command(CommandId::Yes));
        assert_eq!(press("n", false), Meaning::Command(CommandId::No));
        let arrows = Keymap::preset(Preset::Arrows);
        let f12 = Press {
            key: "f12".parse().unwrap(),
            settled: false,
        };
        assert_eq!(
            Pending::default().press(&arrows, Place::Confirm, f12),
            Meaning::Command(CommandId::Yes)
        );
    }
}
