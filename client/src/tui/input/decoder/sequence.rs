//! What the sequences of terminals mean.

use super::super::super::keys::key::{Code, Key};
use super::Focus;

/// What a whole sequence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Key(Key),
    PasteBegins,
    Focus(Focus),
    Cursor {
        column: u16,
        row: u16,
    },
    /// Known, and of no interest.
    Nothing,
}

/// A control character as the key that sends it.
pub(super) fn control(byte: u8) -> Key {
    match byte {
        0x00 => Key::ctrl(' '),
        b'\t' => Key::plain(Code::Tab),
        b'\r' => Key::plain(Code::Enter),
        0x08 | 0x7f => Key::plain(Code::Backspace),
        0x1b => Key::plain(Code::Esc),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        _ => Key::ctrl(char::from(byte | 0x40)),
    }
}

/// What follows `ESC O`.
pub(super) fn ss3(byte: u8) -> Option<Code> {
    Some(match byte {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'P' => Code::F(1),
        b'Q' => Code::F(2),
        b'R' => Code::F(3),
        b'S' => Code::F(4),
        _ => return None,
    })
}

/// What follows `ESC [`: parameters and the final byte. None for what is not known.
pub(super) fn csi(parameters: &[u8], last: u8) -> Option<Meaning> {
    if let Some(marked) = parameters.first()
        && matches!(marked, b'?' | b'>' | b'<' | b'=')
    {
        // Reports and mouse events, not asked for.
        return Some(Meaning::Nothing);
    }
    if parameters == b"[" {
        return matches!(last, b'A'..=b'E').then(|| key(Code::F(last - b'A' + 1), 1));
    }
    let numbers = numbers(parameters)?;
    let number = |n: usize| numbers.get(n).copied().flatten();
    let modifier = number(1).unwrap_or(1);
    let code = match last {
        b'I' if parameters.is_empty() => return Some(Meaning::Focus(Focus::Gained)),
        b'O' if parameters.is_empty() => return Some(Meaning::Focus(Focus::Lost)),
        b'R' if number(0).is_some_and(|row| row > 1) => {
            let (row, column) = (number(0)?, number(1)?);
            return Some(Meaning::Cursor {
                column: column.checked_sub(1)?,
                row: row - 1,
            });
        }
        b'Z' => {
            return Some(Meaning::Key(Key {
                shift: true,
                ..Key::plain(Code::Tab)
            }));
        }
        b'u' => return character(number(0)?, modifier),
        b'~' => match number(0)? {
            27 => return character(number(2)?, modifier),
            200 => return Some(Meaning::PasteBegins),
            201 => return Some(Meaning::Nothing),
            1 | 7 => Code::Home,
            2 => Code::Insert,
            3 => Code::Delete,
            4 | 8 => Code::End,
            5 => Code::PageUp,
            6 => Code::PageDown,
            n @ 11..=15 => function(n - 10)?,
            n @ 17..=21 => function(n - 11)?,
            n @ 23..=26 => function(n - 12)?,
            n @ 28..=29 => function(n - 13)?,
            n @ 31..=34 => function(n - 14)?,
            _ => return None,
        },
        _ => ss3(last).filter(|code| *code != Code::Enter)?,
    };
    Some(key(code, modifier))
}

fn function(n: u16) -> Option<Code> {
    u8::try_from(n).ok().map(Code::F)
}

fn key(code: Code, modifier: u16) -> Meaning {
    let held = modifier.saturating_sub(1);
    Meaning::Key(Key {
        code,
        shift: held & 1 != 0,
        alt: held & 2 != 0,
        ctrl: held & 4 != 0,
    })
}

/// A key sent by the number of its character, as newer terminals do for combinations.
fn character(number: u16, modifier: u16) -> Option<Meaning> {
    let Meaning::Key(mut held) = key(Code::Esc, modifier) else {
        return None;
    };
    held.code = match number {
        9 => Code::Tab,
        13 => Code::Enter,
        27 => Code::Esc,
        8 | 127 => Code::Backspace,
        _ => {
            let c =
                char::from_u32(u32::from(number)).filter(|c| !c.is_control() && !is_private(*c))?;
            let shifted = if held.shift {
                c.to_ascii_uppercase()
            } else {
                c
            };
            held.shift = false;
            Code::Char(if held.ctrl {
                shifted.to_ascii_lowercase()
            } else {
                shifted
            })
        }
    };
    Some(Meaning::Key(held))
}

/// Newer terminals number keys without a character in the private use area.
fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// Numbers between semicolons; empty ones are none, and what follows a colon is left out. None if it is not numbers.
fn numbers(parameters: &[u8]) -> Option<Vec<Option<u16>>> {
    let text = std::str::from_utf8(parameters).ok()?;
    text.split(';')
        .map(|field| {
            let number = field.split(':').next().unwrap_or_default();
            if number.is_empty() {
                Some(None)
            } else {
                number.parse().ok().map(Some)
            }
        })
        .collect()
}
