//! A real terminal: a pty whose other end is read by a terminal parser.

use std::fmt;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use vt100::{Callbacks, Parser, Screen};

use crate::process::signal;
use crate::wait::{PATIENCE, Watched};

/// What keys send, for [`Term::keys`].
pub mod key {
    /// Enter.
    pub const ENTER: &str = "\r";
    /// Escape.
    pub const ESC: &str = "\x1b";
    /// Tab.
    pub const TAB: &str = "\t";
    /// Shift and tab.
    pub const BACK_TAB: &str = "\x1b[Z";
    /// Backspace.
    pub const BACKSPACE: &str = "\x7f";
    /// Arrow up.
    pub const UP: &str = "\x1b[A";
    /// Arrow down.
    pub const DOWN: &str = "\x1b[B";
    /// Arrow right.
    pub const RIGHT: &str = "\x1b[C";
    /// Arrow left.
    pub const LEFT: &str = "\x1b[D";
    /// Home.
    pub const HOME: &str = "\x1b[H";
    /// End.
    pub const END: &str = "\x1b[F";
    /// Page up.
    pub const PAGE_UP: &str = "\x1b[5~";
    /// Page down.
    pub const PAGE_DOWN: &str = "\x1b[6~";
    /// Control and C.
    pub const CTRL_C: &str = "\x03";
    /// Control and Q.
    pub const CTRL_Q: &str = "\x11";
    /// Control and S.
    pub const CTRL_S: &str = "\x13";
}

/// How large a screen is, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Cells in a row.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

impl Size {
    /// The classic 80×24.
    pub const SMALL: Self = Self {
        columns: 80,
        rows: 24,
    };
    /// A roomy 120×40.
    pub const LARGE: Self = Self {
        columns: 120,
        rows: 40,
    };

    fn pty(self) -> PtySize {
        PtySize {
            rows: self.rows,
            cols: self.columns,
            pixel_width: 0,
            pixel_height: 0,
        }
    }

    fn cells(self) -> (NonZeroU16, NonZeroU16) {
        let cells = |count| NonZeroU16::new(count).expect("a screen has at least one cell");
        (cells(self.rows), cells(self.columns))
    }
}

/// A program in a terminal. Dropping it hangs up, and kills what does not leave.
pub struct Term {
    line: String,
    pid: u32,
    master: Box<dyn MasterPty + Send>,
    keyboard: Keyboard,
    seen: Arc<Watched<Seen>>,
}

/// Both the test and the terminal itself (its answers to queries) write here.
type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

struct Seen {
    parser: Parser<Answers>,
    /// Every byte the program has written.
    bytes: Vec<u8>,
    closed: bool,
    exit: Option<ExitStatus>,
}

impl Term {
    /// Starts `command` on a screen of `size`.
    ///
    /// # Panics
    /// When there is no pty, or the program cannot be started.
    #[track_caller]
    #[must_use]
    pub fn start(command: CommandBuilder, size: Size) -> Self {
        let line = command.as_unix_command_line().unwrap_or_default();
        let pair = native_pty_system()
            .openpty(size.pty())
            .expect("a pty can be opened");
        let mut child = pair
            .slave
            .spawn_command(command)
            .unwrap_or_else(|error| panic!("cannot start `{line}`: {error}"));
        // The program holds the only other end now: when it ends, the reader sees it.
        drop(pair.slave);
        let pid = child
            .process_id()
            .expect("a started child has a process id");
        let reader = pair.master.try_clone_reader().expect("the pty can be read");
        let writer = pair.master.take_writer().expect("the pty can be written");
        let keyboard = Arc::new(Mutex::new(writer));
        let (rows, columns) = size.cells();
        let seen = Arc::new(Watched::new(Seen {
            parser: Parser::new_with_callbacks(rows, columns, 0, Answers::default()),
            bytes: Vec::new(),
            closed: false,
            exit: None,
        }));
        show(reader, Arc::clone(&keyboard), Arc::clone(&seen));
        let end = Arc::clone(&seen);
        thread::spawn(move || {
            let status = child
                .wait()
                .expect("a child that was started can be waited for");
            end.change(|seen| seen.exit = Some(status));
        });
        Self {
            line,
            pid,
            master: pair.master,
            keyboard,
            seen,
        }
    }

    /// Presses keys: plain text, or the constants of [`key`].
    ///
    /// # Panics
    /// When the program has left.
    #[track_caller]
    pub fn keys(&self, keys: &str) {
        self.try_keys(keys).unwrap_or_else(|error| {
            panic!(
                "no one reads the keys {keys:?} any more: {error}\n{}",
                self.dump()
            )
        });
    }

    fn try_keys(&self, keys: &str) -> std::io::Result<()> {
        let mut keyboard = self.keyboard.lock().unwrap_or_else(PoisonError::into_inner);
        keyboard.write_all(keys.as_bytes())?;
        keyboard.flush()
    }

    /// Pastes `text` as a terminal does when the program asked for bracketed paste.
    #[track_caller]
    pub fn paste(&self, text: &str) {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Waits until `text` stands on the screen.
    ///
    /// # Panics
    /// When [`PATIENCE`] passes, or the program ends, without it; the screen is in the message.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("{text:?} on the screen"), |screen| {
            screen.contents().contains(text)
        });
    }

    /// Waits until `text` is no longer on the screen.
    ///
    /// # Panics
    /// As [`wait_for`](Self::wait_for).
    #[track_caller]
    pub fn wait_gone(&self, text: &str) {
        self.wait_until(&format!("{text:?} gone from the screen"), |screen| {
            !screen.contents().contains(text)
        });
    }

    /// Waits until the screen is as `wanted` says; `what` names that in a failure.
    ///
    /// # Panics
    /// As [`wait_for`](Self::wait_for).
    #[track_caller]
    pub fn wait_until(&self, what: &str, wanted: impl Fn(&Screen) -> bool) {
        let answer = self.seen.wait(PATIENCE, |seen| {
            let there = wanted(seen.parser.screen());
            let over = seen.closed && seen.exit.is_some();
            (there || over).then_some(there)
        });
        assert!(
            answer == Some(true),
            "waited in vain for {what}\n{}",
            self.dump()
        );
    }

    /// Waits until the program has left.
    ///
    /// # Panics
    /// When `patience` passes first.
    #[track_caller]
    pub fn wait_exit(&self, patience: Duration) -> ExitStatus {
        let ended = |seen: &mut Seen| if seen.closed { seen.exit.clone() } else { None };
        self.seen.wait(patience, ended).unwrap_or_else(|| {
            panic!(
                "`{}` had not left after {patience:?}\n{}",
                self.line,
                self.dump()
            )
        })
    }

    /// Changes the size of the screen; the program is told by SIGWINCH.
    ///
    /// # Panics
    /// When the pty refuses.
    #[track_caller]
    pub fn resize(&self, size: Size) {
        let (rows, columns) = size.cells();
        // The screen first: what the program then draws must meet the new size.
        self.seen.change(|seen| seen.parser.set_size(rows, columns));
        self.master
            .resize(size.pty())
            .expect("the pty can be resized");
    }

    /// The text of the screen, row by row, without trailing blanks.
    #[must_use]
    pub fn screen(&self) -> String {
        self.seen.get().parser.screen().contents()
    }

    /// Reads anything off the screen: cells, colours, the cursor.
    pub fn look<R>(&self, read: impl FnOnce(&Screen) -> R) -> R {
        read(self.seen.get().parser.screen())
    }

    /// Every byte the program has written so far.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.get().bytes.clone()
    }

    /// Sends a signal by name (`HUP`, `TERM`, `KILL`); nothing if the program has left.
    pub fn signal(&self, name: &str) {
        if self.seen.get().exit.is_none() {
            signal(self.pid, name);
        }
    }

    /// The screen in a frame, with the cursor and how the program stands, for a failure message.
    #[must_use]
    pub fn dump(&self) -> String {
        let seen = self.seen.get();
        let screen = seen.parser.screen();
        let (rows, columns) = screen.size();
        let (row, column) = screen.cursor_position();
        let edge = "-".repeat(usize::from(columns.get()));
        let body: Vec<_> = screen
            .rows(0, columns.get())
            .map(|row| format!("|{row}"))
            .collect();
        let state = seen
            .exit
            .as_ref()
            .map_or_else(|| "running".to_owned(), ToString::to_string);
        format!(
            "`{}` ({state}), {columns}x{rows}, cursor at row {row} column {column}\n+{edge}\n{}\n+{edge}",
            self.line,
            body.join("\n"),
        )
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        self.signal("HUP");
        let left = self
            .seen
            .wait(Duration::from_secs(5), |seen| seen.exit.clone());
        if left.is_none() {
            self.signal("KILL");
            drop(self.seen.wait(PATIENCE, |seen| seen.exit.clone()));
        }
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dump())
    }
}

/// Feeds what the program writes to the screen, and answers its queries.
fn show(mut reader: Box<dyn Read + Send>, keyboard: Keyboard, seen: Arc<Watched<Seen>>) {
    thread::spawn(move || {
        let mut buffer = [0; 16384];
        while let Ok(length @ 1..) = reader.read(&mut buffer) {
            let mut answers = Vec::new();
            seen.change(|seen| {
                seen.bytes.extend_from_slice(&buffer[..length]);
                seen.parser.process(&buffer[..length]);
                answers = std::mem::take(&mut seen.parser.callbacks_mut().0);
            });
            if !answers.is_empty() {
                // A program that left without reading the answer is not our failure.
                let mut keyboard = keyboard.lock().unwrap_or_else(PoisonError::into_inner);
                drop(keyboard.write_all(&answers).and_then(|()| keyboard.flush()));
            }
        }
        seen.change(|seen| seen.closed = true);
    });
}

/// What a terminal says back when it is asked where the cursor is or what it can do.
/// A program that waits for such an answer would otherwise stall at its start.
#[derive(Default)]
struct Answers(Vec<u8>);

impl Callbacks for Answers {
    fn unhandled_csi(
        &mut self,
        screen: &mut Screen,
        i1: Option<u8>,
        _i2: Option<u8>,
        params: &[&[u16]],
        c: char,
    ) {
        match (i1, params, c) {
            (None, [[5]], 'n') => self.0.extend_from_slice(b"\x1b[0n"),
            (None, [[6]], 'n') => {
                let (row, column) = screen.cursor_position();
                self.0
                    .extend_from_slice(format!("\x1b[{};{}R", row + 1, column + 1).as_bytes());
            }
            (None, [] | [[0]], 'c') => self.0.extend_from_slice(b"\x1b[?62;22c"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, size: Size) -> Term {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script]);
        command.env("TERM", "xterm-256color");
        Term::start(command, size)
    }

    #[test]
    fn keys_reach_the_program_and_its_text_reaches_the_screen() {
        let term = shell(
            r#"stty -echo; printf 'name? '; read name; echo "你好 $name""#,
            Size::SMALL,
        );
        term.wait_for("name?");
        term.keys("办理");
        term.keys(key::ENTER);
        term.wait_for("你好 办理");
        assert!(term.wait_exit(PATIENCE).success());
    }

    #[test]
    fn a_resize_is_told_to_the_program() {
        let term = shell(
            "trap 'stty size; exit' WINCH; echo ready; while :; do read x; done",
            Size::SMALL,
        );
        term.wait_for("ready");
        term.resize(Size::LARGE);
        term.wait_for("40 120");
    }

    #[test]
    fn the_cursor_is_told_when_asked() {
        let ask = r"stty raw -echo; printf 'abc\033[6n'; dd bs=6 count=1 2>/dev/null | od -An -c";
        shell(ask, Size::SMALL).wait_for("[   1   ;   4   R");
    }

    #[test]
    #[should_panic(expected = "waited in vain for \"never\"")]
    fn a_failure_comes_at_once_when_the_program_has_left() {
        shell("echo seen", Size::SMALL).wait_for("never");
    }

    #[test]
    fn the_dump_shows_screen_and_cursor() {
        let term = shell(
            "printf 'seen'; read x",
            Size {
                columns: 20,
                rows: 3,
            },
        );
        term.wait_for("seen");
        let dump = term.dump();
        assert!(dump.contains("20x3, cursor at row 0 column 4"), "{dump}");
        assert!(dump.contains("|seen\n"), "{dump}");
        term.signal("KILL");
        assert!(!term.wait_exit(PATIENCE).success());
    }
}
