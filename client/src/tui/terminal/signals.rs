//! Signals as messages.

use std::io;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rustix::process::{getpid, getppid, getsid};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level::emulate_default_handler;

use super::session;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// The window has another size.
    Resize,
    /// Stop until told to go on.
    Suspend,
    /// End; the number of the signal.
    End(i32),
}

/// How long a program told to end may take before it is ended.
const PATIENCE: Duration = Duration::from_secs(2);

/// Watches signals until it is dropped.
#[derive(Debug)]
pub struct Watch {
    handle: Handle,
    /// Dropped with the rest; then nobody needs to be ended any more.
    _alive: mpsc::Sender<()>,
}

impl Watch {
    /// Calls `sink` for each signal, on a thread of its own.
    ///
    /// A program that has not let go of this two seconds after it was told to end is ended, with the terminal restored.
    ///
    /// # Errors
    /// When signals cannot be watched.
    pub fn start(sink: impl Fn(Request) + Send + 'static) -> io::Result<Self> {
        let mut signals = Signals::new([SIGWINCH, SIGTSTP, SIGTERM, SIGHUP, SIGINT])?;
        let handle = signals.handle();
        let (alive, dead) = mpsc::channel();
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in signals.forever() {
                    sink(match signal {
                        SIGWINCH => Request::Resize,
                        SIGTSTP => Request::Suspend,
                        _ => Request::End(signal),
                    });
                    if matches!(signal, SIGTERM | SIGHUP | SIGINT) {
                        if dead.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                            session::restore();
                            // Does not come back.
                            let _ = emulate_default_handler(signal);
                        }
                        return;
                    }
                }
            })?;
        Ok(Self {
            handle,
            _alive: alive,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.handle.close();
    }
}

/// Stops this program as ctrl-z stops others; comes back when it is continued. Without a shell that could continue it
/// nothing happens.
///
/// # Errors
/// When the system refuses.
pub fn stop_here() -> io::Result<()> {
    let session = getsid(None)?;
    let leader = session == getpid();
    let shell = getppid().and_then(|parent| getsid(Some(parent)).ok());
    if leader || shell != Some(session) {
        return Ok(());
    }
    emulate_default_handler(SIGTSTP)
}
