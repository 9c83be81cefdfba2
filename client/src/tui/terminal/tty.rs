//! The terminal device itself.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::os::fd::{AsFd, OwnedFd};

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};

/// Where keys come from and frames go to.
#[derive(Debug)]
pub struct Tty {
    input: OwnedFd,
    output: File,
}

impl Tty {
    /// Standard input and output where they are a terminal, the controlling terminal where they are not.
    ///
    /// # Errors
    /// When there is no terminal.
    pub fn open() -> io::Result<Self> {
        let device = || File::options().read(true).write(true).open("/dev/tty");
        let (stdin, stdout) = (io::stdin(), io::stdout());
        let input = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            device()?.into()
        };
        let output = if stdout.is_terminal() {
            stdout.as_fd().try_clone_to_owned()?
        } else {
            device()?.into()
        };
        Ok(Self::new(input, output))
    }

    /// A terminal of which both ends are known.
    #[must_use]
    pub fn new(input: OwnedFd, output: OwnedFd) -> Self {
        Self {
            input,
            output: output.into(),
        }
    }

    /// The same terminal once more.
    ///
    /// # Errors
    /// When there are too many open files.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self {
            input: self.input.try_clone()?,
            output: self.output.try_clone()?,
        })
    }

    /// The end that keys come from.
    #[must_use]
    pub fn input(&self) -> &OwnedFd {
        &self.input
    }

    /// Columns and rows; the usual 80 by 24 where the terminal does not say.
    #[must_use]
    pub fn size(&self) -> Size {
        match rustix::termios::tcgetwinsize(&self.output) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => Size::new(size.ws_col, size.ws_row),
            _ => Size::new(80, 24),
        }
    }
}

impl Write for Tty {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        loop {
            match self.output.write(buf) {
                // Another program may have made the shared terminal non-blocking.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    poll(&mut [PollFd::new(&self.output, PollFlags::OUT)], None)?;
                }
                done => return done,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
