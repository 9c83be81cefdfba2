//! A password from a file, from a person at a terminal, or made up.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::Stopped;
use crate::random;

pub(super) struct Given {
    pub(super) password: String,
    /// Made up here, so it must be shown.
    pub(super) made: bool,
}

pub(super) fn obtain(file: Option<&Path>) -> Result<Given, Stopped> {
    if let Some(file) = file {
        let text = fs::read_to_string(file)
            .map_err(|error| Stopped(format!("cannot read {}: {error}", file.display())))?;
        let password = text.lines().next().unwrap_or_default().to_owned();
        return Ok(Given {
            password,
            made: false,
        });
    }
    if !io::stdin().is_terminal() {
        let password = random::base32(&random::bytes::<10>());
        return Ok(Given {
            password,
            made: true,
        });
    }
    let password = ask("Password: ")?;
    if password != ask("Again: ")? {
        return Err(Stopped("the two passwords differ".into()));
    }
    Ok(Given {
        password,
        made: false,
    })
}

/// Says whose password it is now, and shows one that was made up.
pub(super) fn tell(login: &str, password: &str, made: bool) -> io::Result<()> {
    let mut out = io::stdout();
    if made {
        writeln!(
            out,
            "login: {login}\npassword: {password}\n(shown only now)"
        )
    } else {
        writeln!(out, "login: {login}")
    }
}

/// Asks at the terminal without showing what is typed.
fn ask(prompt: &str) -> io::Result<String> {
    let mut err = io::stderr();
    write!(err, "{prompt}")?;
    err.flush()?;
    let hidden = Hidden::begin()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    drop(hidden);
    writeln!(err)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// While this lives, the terminal does not show what is typed.
struct Hidden(Termios);

impl Hidden {
    fn begin() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &quiet)?;
        Ok(Self(before))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
    }
}
