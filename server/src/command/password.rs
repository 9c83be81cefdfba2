//! A password from a file, from a person at a terminal, or made up.

use banli_shared::both;
use banli_shared::lang::Lang;
use banli_shared::text::{Bilingual, system};
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

pub(super) fn obtain(file: Option<&Path>, lang: Lang) -> Result<Given, Stopped> {
    if let Some(file) = file {
        let text = fs::read_to_string(file).map_err(|error| {
            let (file, Bilingual { zh, en }) = (file.display(), system(&error));
            Stopped(both!("无法读取 {file}：{zh}", "cannot read {file}: {en}"))
        })?;
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
    let password = ask(lang.pick("密码：", "Password: "))?;
    if password != ask(lang.pick("再输一次：", "Again: "))? {
        return Err(Stopped(both!(
            "两次输入的密码不同",
            "the two passwords differ"
        )));
    }
    Ok(Given {
        password,
        made: false,
    })
}

/// Says whose password it is now, and shows one that was made up.
pub(super) fn tell(login: &str, password: &str, made: bool, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{}", lang.label(lang.pick("账号", "login"), login))?;
    if made {
        let password = lang.label(lang.pick("密码", "password"), password);
        let once = lang.pick("（只显示这一次）", "(shown only now)");
        writeln!(out, "{password}\n{once}")?;
    }
    Ok(())
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
