//! Taking the terminal, and giving it back whatever happens.

use std::io::{self, Write};
use std::panic;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread::{self, ThreadId};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use crossterm::queue;
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};
use rustix::termios::{OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

use super::tty::Tty;

/// Alternate screen, bracketed paste, focus events, no automatic wrap, no cursor.
fn entering() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange,
        DisableLineWrap,
        Hide
    )?;
    Ok(bytes)
}

/// The reverse, with an open frame closed, a scroll region undone and plain colours.
fn leaving() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EndSynchronizedUpdate,
        Print("\x1b[r"),
        ResetColor,
        Show,
        EnableLineWrap,
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen
    )?;
    Ok(bytes)
}

/// Asks how wide the terminal draws a line of a frame: on the second row, because an answer from the first looks like a
/// key. [`super::super::input::Event::Cursor`] brings the answer, and the time it took is the round trip. The next frame
/// must be painted whole.
pub const PROBE: &[u8] = b"\x1b[2;1H\xe2\x94\x80\x1b[6n";

/// Row of the answer to [`PROBE`], from 0.
pub const PROBE_ROW: u16 = 1;

/// While this lives the terminal is ours: raw, on the alternate screen.
///
/// It is given back when this is dropped, when the thread that took it panics, and by [`restore`]. There is one at a time.
#[derive(Debug)]
pub struct Session(());

struct Held {
    tty: Tty,
    before: Termios,
    owner: ThreadId,
    /// What other threads said when they panicked; told once the terminal is given back.
    panics: Vec<String>,
}

static HELD: Mutex<Option<Held>> = Mutex::new(None);

fn held() -> MutexGuard<'static, Option<Held>> {
    // A panic while it was held leaves nothing half done in it.
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When it is no terminal, or gone.
    pub fn enter(tty: &Tty) -> io::Result<Self> {
        restore_before_panicking();
        let before = tcgetattr(tty.input())?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(tty.input(), OptionalActions::Now, &raw)?;
        let mut output = tty.try_clone()?;
        *held() = Some(Held {
            tty: tty.try_clone()?,
            before,
            owner: thread::current().id(),
            panics: Vec::new(),
        });
        let session = Self(());
        output.write_all(&entering()?)?;
        Ok(session)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back, if it is taken. Never waits for the terminal's own output queue.
pub fn restore() {
    let Some(mut held) = held().take() else {
        return;
    };
    // A terminal that is gone needs nothing any more, so errors mean nothing here.
    let _ = leaving().and_then(|bytes| held.tty.write_all(&bytes));
    let _ = tcflush(held.tty.input(), QueueSelector::IFlush);
    let _ = tcsetattr(held.tty.input(), OptionalActions::Now, &held.before);
    for text in held.panics {
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// From now on a panic gives the terminal back before it is told. Other threads' panics wait for that: told at once they
/// would be written across the screen.
fn restore_before_panicking() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let owner = held().as_ref().map(|held| held.owner);
            if owner.is_some_and(|owner| owner != thread::current().id()) {
                if let Some(held) = held().as_mut() {
                    held.panics.push(info.to_string());
                }
                return;
            }
            restore();
            tell(info);
        }));
    });
}
