//! Bytes from a terminal, however they are cut, into events.

mod sequence;

use std::time::{Duration, Instant};

use self::sequence::{Meaning, control, csi, ss3};
use super::super::keys::key::{Code, Key};
use super::{Event, Focus, Press};

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// How long an escape waits for the rest of a sequence before it counts as the key.
    pub escape: Duration,
    /// How long after an escape, a paste or a change of focus a plain key is not to be trusted.
    pub settle: Duration,
}

impl Default for Timing {
    /// A link that holds back the rest of a sequence for 50 ms must still give one key, so the wait is a little longer.
    fn default() -> Self {
        Self {
            escape: Duration::from_millis(60),
            settle: Duration::from_millis(150),
        }
    }
}

/// How long the rest of a sequence may take that nobody types by hand.
const SEQUENCE: Duration = Duration::from_secs(2);
/// How long `[` or `O` behind an escape that was already given waits to be told from a typed one.
const AFTERTHOUGHT: Duration = Duration::from_millis(250);
/// A paste whose end never comes is given up after this silence.
const PASTE_SILENCE: Duration = Duration::from_secs(10);
/// Longer sequences are swallowed to their end without meaning.
const LONGEST_SEQUENCE: usize = 64;
/// Bytes of a paste that are kept.
const LONGEST_PASTE: usize = 8 << 20;
/// So many characters in one read were not typed one by one: a paste from a terminal that does not mark it.
const BURST: usize = 3;

const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ground,
    /// An escape, and nothing else yet.
    Escape,
    /// An escape and what begins a string of the terminal, or was typed with alt.
    StringOrAlt(u8),
    /// Inside `ESC [`; `late` when the escape was already given.
    Csi {
        late: bool,
    },
    /// Inside `ESC O`.
    Ss3 {
        late: bool,
    },
    /// Inside a string of the terminal; `escape` when its last byte was one.
    String {
        escape: bool,
    },
    /// A character of which bytes are missing.
    Utf8 {
        missing: u8,
        alt: bool,
    },
    /// Inside a paste; the number of bytes of its end mark seen.
    Paste {
        matched: usize,
    },
}

/// Decodes bytes; keeps what is incomplete. Any bytes at all are taken.
#[derive(Debug)]
pub struct Decoder {
    timing: Timing,
    state: State,
    kept: Vec<u8>,
    /// When the last byte came.
    since: Option<Instant>,
    /// When an escape was given alone, until the next byte.
    lone_escape: Option<Instant>,
    unsettled_until: Option<Instant>,
}

impl Decoder {
    /// A decoder at the beginning of everything.
    #[must_use]
    pub fn new(timing: Timing) -> Self {
        Self {
            timing,
            state: State::Ground,
            kept: Vec::new(),
            since: None,
            lone_escape: None,
            unsettled_until: None,
        }
    }

    /// Takes what one read gave, at `now`.
    ///
    /// Bytes that waited while this program did not look belong together even if the time in between was long: time runs
    /// out only in [`Self::expire`].
    pub fn feed(&mut self, bytes: &[u8], now: Instant, out: &mut Vec<Event>) {
        let first = out.len();
        for byte in bytes {
            self.byte(*byte, now, out);
            self.since = Some(now);
        }
        let typed =
            |event: &Event| matches!(event, Event::Key(press) if press.key.typed().is_some());
        if out[first..].iter().filter(|event| typed(event)).count() >= BURST {
            for event in &mut out[first..] {
                if let Event::Key(press) = event {
                    press.settled = false;
                }
            }
        }
    }

    /// When [`Self::expire`] is due, should nothing come before.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let wait = match self.state {
            State::Ground | State::Utf8 { .. } => return None,
            State::Escape | State::StringOrAlt(_) => self.timing.escape,
            State::Csi { late: true } | State::Ss3 { .. } => AFTERTHOUGHT,
            State::Csi { late: false } | State::String { .. } => SEQUENCE,
            State::Paste { .. } => PASTE_SILENCE,
        };
        Some(self.since? + wait)
    }

    /// Says that nothing came until `now`: what waited long enough is taken for what it is.
    pub fn expire(&mut self, now: Instant, out: &mut Vec<Event>) {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        let state = std::mem::replace(&mut self.state, State::Ground);
        let kept = std::mem::take(&mut self.kept);
        match state {
            State::Escape => {
                self.lone_escape = Some(now);
                self.mark(now);
                self.press(Key::plain(Code::Esc), now, out);
            }
            State::StringOrAlt(byte) => self.with_alt(char::from(byte), now, out),
            State::Ss3 { late: false } => self.with_alt('O', now, out),
            State::Csi { late: true } => {
                self.press(Key::char('['), now, out);
                self.typed(&kept, now, out);
            }
            State::Ss3 { late: true } => self.press(Key::char('O'), now, out),
            State::Paste { .. } => self.finish_paste(kept, now, out),
            State::Csi { late: false } | State::String { .. } => self.mark(now),
            State::Ground | State::Utf8 { .. } => {}
        }
    }

    /// Forgets what is incomplete and trusts nothing for a while: another program had the terminal.
    pub fn reset(&mut self, now: Instant) {
        self.state = State::Ground;
        self.kept.clear();
        self.lone_escape = None;
        self.mark(now);
    }

    fn byte(&mut self, byte: u8, now: Instant, out: &mut Vec<Event>) {
        match self.state {
            State::Ground => self.ground(byte, now, out),
            State::Escape => self.after_escape(byte, now, out),
            State::StringOrAlt(_) => {
                self.state = State::String { escape: false };
                self.string(byte, false, now);
            }
            State::Csi { late } => self.in_csi(byte, late, now, out),
            State::Ss3 { late } => self.in_ss3(byte, late, now, out),
            State::String { escape } => self.string(byte, escape, now),
            State::Utf8 { missing, alt } => self.in_utf8(byte, missing, alt, now, out),
            State::Paste { matched } => self.in_paste(byte, matched, now, out),
        }
    }

    fn ground(&mut self, byte: u8, now: Instant, out: &mut Vec<Event>) {
        let after_escape = self
            .lone_escape
            .take()
            .is_some_and(|given| now < given + SEQUENCE);
        match byte {
            0x1b => self.state = State::Escape,
            b'[' if after_escape => self.state = State::Csi { late: true },
            b'O' if after_escape => self.state = State::Ss3 { late: true },
            _ => self.character(byte, false, now, out),
        }
    }

    fn after_escape(&mut self, byte: u8, now: Instant, out: &mut Vec<Event>) {
        self.state = State::Ground;
        match byte {
            b'[' => self.state = State::Csi { late: false },
            b'O' => self.state = State::Ss3 { late: false },
            b']' | b'P' | b'_' | b'^' | b'X' => self.state = State::StringOrAlt(byte),
            0x1b => {
                self.mark(now);
                self.press(Key::plain(Code::Esc), now, out);
                self.state = State::Escape;
            }
            _ => self.character(byte, true, now, out),
        }
    }

    /// One byte that begins no sequence.
    fn character(&mut self, byte: u8, alt: bool, now: Instant, out: &mut Vec<Event>) {
        let missing = match byte {
            0xC2..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF4 => 3,
            _ => 0,
        };
        if missing > 0 {
            self.kept.clear();
            self.kept.push(byte);
            self.state = State::Utf8 { missing, alt };
            return;
        }
        let key = match byte {
            b' '..=b'~' => Key::char(char::from(byte)),
            0..=0x1f | 0x7f => control(byte),
            _ => Key::char(char::REPLACEMENT_CHARACTER),
        };
        self.key(Key { alt, ..key }, now, out);
    }

    fn in_utf8(&mut self, byte: u8, missing: u8, alt: bool, now: Instant, out: &mut Vec<Event>) {
        let broken = !(0x80..=0xBF).contains(&byte);
        if !broken {
            self.kept.push(byte);
            if missing > 1 {
                self.state = State::Utf8 {
                    missing: missing - 1,
                    alt,
                };
                return;
            }
        }
        self.state = State::Ground;
        let kept = std::mem::take(&mut self.kept);
        let c = std::str::from_utf8(&kept)
            .ok()
            .and_then(|text| text.chars().next())
            .filter(|c| !c.is_control());
        let key = Key::char(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        self.key(Key { alt, ..key }, now, out);
        if broken {
            self.byte(byte, now, out);
        }
    }

    fn in_csi(&mut self, byte: u8, late: bool, now: Instant, out: &mut Vec<Event>) {
        match byte {
            // The Linux console's function keys are `ESC [ [ A`.
            b'[' if self.kept.is_empty() => self.kept.push(byte),
            0x20..=0x3f => {
                if self.kept.len() <= LONGEST_SEQUENCE {
                    self.kept.push(byte);
                }
            }
            0x40..=0x7e => {
                self.state = State::Ground;
                let kept = std::mem::take(&mut self.kept);
                match csi(&kept, byte) {
                    Some(meaning) if kept.len() <= LONGEST_SEQUENCE => {
                        self.meaning(meaning, now, out);
                    }
                    _ => self.mark(now),
                }
            }
            _ => {
                // Cut short by something else.
                self.state = State::Ground;
                self.kept.clear();
                self.mark(now);
                if late || byte == 0x1b || byte >= 0x80 {
                    self.byte(byte, now, out);
                }
            }
        }
    }

    fn in_ss3(&mut self, byte: u8, late: bool, now: Instant, out: &mut Vec<Event>) {
        self.state = State::Ground;
        if let Some(code) = ss3(byte) {
            self.key(Key::plain(code), now, out);
            return;
        }
        if late {
            self.press(Key::char('O'), now, out);
        } else {
            self.with_alt('O', now, out);
        }
        self.byte(byte, now, out);
    }

    fn string(&mut self, byte: u8, escape: bool, now: Instant) {
        // It ends with BEL, or with `ESC \`; what it says is not for us.
        if byte == 0x07 || escape && byte == b'\\' {
            self.state = State::Ground;
            self.mark(now);
        } else {
            self.state = State::String {
                escape: byte == 0x1b,
            };
        }
    }

    fn in_paste(&mut self, byte: u8, matched: usize, now: Instant, out: &mut Vec<Event>) {
        if byte == PASTE_END[matched] {
            if matched + 1 == PASTE_END.len() {
                self.state = State::Ground;
                let kept = std::mem::take(&mut self.kept);
                self.finish_paste(kept, now, out);
            } else {
                self.state = State::Paste {
                    matched: matched + 1,
                };
            }
            return;
        }
        // What looked like the end was text.
        self.keep(&PASTE_END[..matched]);
        if byte == PASTE_END[0] {
            self.state = State::Paste { matched: 1 };
        } else {
            self.state = State::Paste { matched: 0 };
            self.keep(&[byte]);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.kept.len() + bytes.len() <= LONGEST_PASTE {
            self.kept.extend_from_slice(bytes);
        }
    }

    fn finish_paste(&mut self, kept: Vec<u8>, now: Instant, out: &mut Vec<Event>) {
        let text = String::from_utf8(kept)
            .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned());
        self.mark(now);
        out.push(Event::Paste(text));
    }

    fn meaning(&mut self, meaning: Meaning, now: Instant, out: &mut Vec<Event>) {
        match meaning {
            Meaning::Key(key) => self.key(key, now, out),
            Meaning::PasteBegins => {
                self.kept.clear();
                self.state = State::Paste { matched: 0 };
            }
            Meaning::Focus(focus) => {
                self.mark(now);
                out.push(Event::Focus(focus));
            }
            Meaning::Cursor { column, row } => out.push(Event::Cursor { column, row }),
            Meaning::Nothing => {}
        }
    }

    /// A key; one with alt may be an escape and a key typed fast, so it is not trusted either.
    fn key(&mut self, key: Key, now: Instant, out: &mut Vec<Event>) {
        if key.alt || key.code == Code::Esc {
            self.mark(now);
        }
        self.press(key, now, out);
    }

    fn with_alt(&mut self, c: char, now: Instant, out: &mut Vec<Event>) {
        self.key(
            Key {
                alt: true,
                ..Key::char(c)
            },
            now,
            out,
        );
    }

    fn typed(&mut self, bytes: &[u8], now: Instant, out: &mut Vec<Event>) {
        for byte in bytes {
            self.press(Key::char(char::from(*byte)), now, out);
        }
    }

    fn press(&mut self, key: Key, now: Instant, out: &mut Vec<Event>) {
        let settled = self.unsettled_until.is_none_or(|until| now >= until);
        out.push(Event::Key(Press { key, settled }));
    }

    fn mark(&mut self, now: Instant) {
        self.unsettled_until = Some(now + self.timing.settle);
    }
}

#[cfg(test)]
mod tests;
