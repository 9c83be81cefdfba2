//! The thread that waits for the keyboard.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::Event;
use super::decoder::{Decoder, Timing};

/// What the thread says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// What one read gave, in order.
    Events(Vec<Event>),
    /// The terminal is gone; nothing more will come.
    HangUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Reading,
    /// Another program shall have the terminal.
    ToPause,
    Paused,
    ToStop,
}

#[derive(Debug)]
struct Shared {
    mode: Mutex<Mode>,
    changed: Condvar,
}

impl Shared {
    fn mode(&self) -> MutexGuard<'_, Mode> {
        self.mode.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, mode: Mode) {
        *self.mode() = mode;
        self.changed.notify_all();
    }

    fn wait_while(&self, still: impl Fn(Mode) -> bool) -> Mode {
        let guard = self.mode();
        *self
            .changed
            .wait_while(guard, |mode| still(*mode))
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread, as seen from outside. It ends when this is dropped.
#[derive(Debug)]
pub struct Reader {
    shared: Arc<Shared>,
    wake: UnixStream,
}

impl Reader {
    /// Starts reading `terminal`.
    ///
    /// # Errors
    /// When no thread or no wake-up line can be had.
    pub fn start(
        terminal: OwnedFd,
        timing: Timing,
        sink: impl FnMut(Input) + Send + 'static,
    ) -> io::Result<Self> {
        let (wake, woken) = UnixStream::pair()?;
        let shared = Arc::new(Shared {
            mode: Mutex::new(Mode::Reading),
            changed: Condvar::new(),
        });
        let thread_shared = Arc::clone(&shared);
        thread::Builder::new()
            .name("keyboard".to_owned())
            .spawn(move || {
                let decoder = Decoder::new(timing);
                Loop {
                    terminal,
                    woken,
                    shared: thread_shared,
                    decoder,
                    sink,
                }
                .run();
            })?;
        Ok(Self { shared, wake })
    }

    /// Stops reading, so that another program can; comes back when the thread has let go.
    pub fn pause(&self) {
        self.tell(Mode::ToPause);
        self.shared.wait_while(|mode| mode == Mode::ToPause);
    }

    /// Reads again; what was incomplete is forgotten.
    pub fn resume(&self) {
        if *self.shared.mode() == Mode::Paused {
            self.shared.set(Mode::Reading);
        }
    }

    fn tell(&self, mode: Mode) {
        let gone = *self.shared.mode() == Mode::ToStop;
        if !gone {
            self.shared.set(mode);
            // The line is empty or the thread is awake anyway.
            let _ = (&self.wake).write(&[0]);
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.tell(Mode::ToStop);
    }
}

struct Loop<S> {
    terminal: OwnedFd,
    woken: UnixStream,
    shared: Arc<Shared>,
    decoder: Decoder,
    sink: S,
}

enum Heard {
    Bytes(usize),
    Nothing,
    HangUp,
}

impl<S: FnMut(Input)> Loop<S> {
    fn run(mut self) {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let mode = *self.shared.mode();
            match mode {
                Mode::Reading => {}
                Mode::ToStop => return,
                Mode::ToPause | Mode::Paused => {
                    self.shared.set(Mode::Paused);
                    self.shared.wait_while(|mode| mode == Mode::Paused);
                    self.decoder.reset(Instant::now());
                    continue;
                }
            }
            let mut events = Vec::new();
            match self.listen(&mut buffer) {
                Ok(Heard::Bytes(count)) => {
                    self.decoder
                        .feed(&buffer[..count], Instant::now(), &mut events);
                }
                Ok(Heard::Nothing) => self.decoder.expire(Instant::now(), &mut events),
                Ok(Heard::HangUp) | Err(_) => {
                    // Whoever waits for the pause must not wait for ever.
                    self.shared.set(Mode::ToStop);
                    (self.sink)(Input::HangUp);
                    return;
                }
            }
            if !events.is_empty() {
                (self.sink)(Input::Events(events));
            }
        }
    }

    fn listen(&mut self, buffer: &mut [u8]) -> io::Result<Heard> {
        let timeout = self.decoder.deadline().map(|deadline| {
            let wait = deadline.saturating_duration_since(Instant::now());
            Timespec {
                tv_sec: i64::try_from(wait.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: wait.subsec_nanos().into(),
            }
        });
        let (of_terminal, of_wake) = {
            let mut sources = [
                PollFd::from_borrowed_fd(self.terminal.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(self.woken.as_fd(), PollFlags::IN),
            ];
            match poll(&mut sources, timeout.as_ref()) {
                Err(Errno::INTR) => return Ok(Heard::Nothing),
                result => result?,
            };
            (sources[0].revents(), sources[1].revents())
        };
        if !of_wake.is_empty() {
            let _ = self.woken.read(&mut [0; 16])?;
            return Ok(Heard::Nothing);
        }
        if of_terminal.contains(PollFlags::IN) {
            return match rustix::io::read(&self.terminal, buffer) {
                Ok(0) => Ok(Heard::HangUp),
                Ok(count) => Ok(Heard::Bytes(count)),
                Err(Errno::INTR | Errno::AGAIN) => Ok(Heard::Nothing),
                Err(error) => Err(error.into()),
            };
        }
        Ok(if of_terminal.is_empty() {
            Heard::Nothing
        } else {
            Heard::HangUp
        })
    }
}
