//! A key and how it is written: `j`, `ctrl-d`, `shift-tab`, `alt-enter`, `f1`, `space`.

use std::fmt;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// What the key types; capital letters stand for themselves, without shift.
    Char(char),
    /// Return.
    Enter,
    /// Tabulator.
    Tab,
    /// Deletes to the left. Terminals send it for ctrl-h too.
    Backspace,
    /// Escape, alone.
    Esc,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// To the beginning.
    Home,
    /// To the end.
    End,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// Insert.
    Insert,
    /// Deletes to the right.
    Delete,
    /// A function key, from 1.
    F(u8),
}

/// A key with the modifiers held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control held.
    pub ctrl: bool,
    /// Alt (meta) held.
    pub alt: bool,
    /// Shift held; never with a character, where it shows in the character.
    pub shift: bool,
}

impl Key {
    /// The key alone.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character typed.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with control.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self {
            ctrl: true,
            ..Self::char(c)
        }
    }

    /// The character this key would put into a text, if it is one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

const NAMES: [(&str, Code); 15] = [
    ("space", Code::Char(' ')),
    ("enter", Code::Enter),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("esc", Code::Esc),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("insert", Code::Insert),
    ("delete", Code::Delete),
];

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::F(n)) => write!(f, "f{n}"),
            (None, Code::Char(c)) => write!(f, "{c}"),
            // Every other code has a name.
            (None, _) => Ok(()),
        }
    }
}

/// Why a text is no key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAKey(pub String);

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not a key: {:?} (written as j, ctrl-d, shift-tab, f1, space, enter, pgdn)",
            self.0
        )
    }
}

impl std::error::Error for NotAKey {}

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let fail = || NotAKey(text.to_owned());
        let mut key = Self::char(' ');
        let mut rest = text;
        loop {
            let (flag, after) = if let Some(after) = rest.strip_prefix("ctrl-") {
                (&mut key.ctrl, after)
            } else if let Some(after) = rest.strip_prefix("alt-") {
                (&mut key.alt, after)
            } else if let Some(after) = rest.strip_prefix("shift-") {
                (&mut key.shift, after)
            } else {
                break;
            };
            if std::mem::replace(flag, true) {
                return Err(fail());
            }
            rest = after;
        }
        key.code = code(rest).ok_or_else(fail)?;
        // What no terminal can send as such would never work: shift shows in the character, control makes no
        // difference between cases.
        let impossible = match key.code {
            Code::Char(c) => key.shift || c.is_control() || key.ctrl && c.is_uppercase(),
            _ => false,
        };
        if impossible { Err(fail()) } else { Ok(key) }
    }
}

fn code(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c != ' ' => Some(Code::Char(c)),
        (Some('f'), Some(_)) => {
            let number = name[1..].parse().ok()?;
            (1..=24).contains(&number).then_some(Code::F(number))
        }
        _ => None,
    }
}

/// Keys pressed one after the other, written with spaces between: `g g`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// The keys in order; at least one.
    #[must_use]
    pub fn as_slice(&self) -> &[Key] {
        &self.0
    }

    /// True when these are the first keys of `whole`, or all of them.
    #[must_use]
    pub fn begins(&self, whole: &Self) -> bool {
        whole.0.starts_with(&self.0)
    }
}

impl From<Key> for Keys {
    fn from(key: Key) -> Self {
        Self(vec![key])
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, key) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

impl FromStr for Keys {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let keys: Vec<Key> = text
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        if keys.is_empty() {
            Err(NotAKey(text.to_owned()))
        } else {
            Ok(Self(keys))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_are_written_as_people_say_them() {
        for text in [
            "j",
            "J",
            "?",
            "/",
            "-",
            "ctrl-d",
            "alt-x",
            "ctrl--",
            "shift-tab",
            "space",
            "ctrl-space",
            "enter",
            "pgdn",
            "f1",
            "f12",
            "ctrl-alt-left",
            "办",
            "g g",
            "ctrl-x ctrl-s",
        ] {
            let keys: Keys = text.parse().unwrap();
            assert_eq!(keys.to_string(), text);
        }
        assert_eq!(
            "shift-tab".parse::<Key>().unwrap(),
            Key {
                shift: true,
                ..Key::plain(Code::Tab)
            }
        );
        assert_eq!("-".parse::<Key>().unwrap(), Key::char('-'));
    }

    #[test]
    fn what_no_terminal_sends_is_refused() {
        for text in [
            "",
            " ",
            "ctrl-",
            "ctrl-ctrl-a",
            "shift-a",
            "ctrl-A",
            "f0",
            "f25",
            "hello",
            "ctrl-d x y zz",
            "\u{1b}",
        ] {
            assert!(text.parse::<Keys>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_beginning_is_recognised() {
        let keys = |text: &str| text.parse::<Keys>().unwrap();
        assert!(keys("g").begins(&keys("g g")));
        assert!(keys("g g").begins(&keys("g g")));
        assert!(!keys("g g").begins(&keys("g")));
        assert!(!keys("h").begins(&keys("g g")));
    }

    proptest! {
        #[test]
        fn parsing_takes_anything_and_printing_takes_it_back(text in "\\PC{0,12}") {
            if let Ok(keys) = text.parse::<Keys>() {
                prop_assert_eq!(keys.to_string().parse::<Keys>().unwrap(), keys);
            }
        }
    }
}
