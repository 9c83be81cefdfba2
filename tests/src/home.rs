//! A person at a machine of their own: an empty home, no bus, no keyring of somebody else.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::process::{Output, Process};
use crate::program::program;
use crate::server::Server;
use crate::term::{Size, Term};

/// A home folder in which `banli` runs, and the server it speaks to.
#[derive(Debug)]
pub struct Home {
    directory: TempDir,
    server: String,
    language: String,
    token: Option<String>,
    variables: Vec<(&'static str, String)>,
}

impl Home {
    /// An empty home whose `banli` speaks to `server`, in English.
    ///
    /// # Panics
    /// When the folder cannot be made.
    #[must_use]
    pub fn of(server: &Server) -> Self {
        Self::at(server.url())
    }

    /// An empty home whose `banli` speaks to the server at `url`.
    ///
    /// # Panics
    /// When the folder cannot be made.
    #[must_use]
    pub fn at(url: &str) -> Self {
        let directory = TempDir::with_prefix("banli-home-").expect("a scratch folder can be made");
        for part in ["config", "data", "state", "cache", "run", "tmp"] {
            std::fs::create_dir(directory.path().join(part)).expect("a scratch folder can be made");
        }
        Self {
            directory,
            server: url.to_owned(),
            token: None,
            variables: vec![],
            language: "en_US.UTF-8".to_owned(),
        }
    }

    /// The same home with another locale, as `LANG` names it (`zh_CN.UTF-8`).
    #[must_use]
    pub fn speaking(mut self, locale: &str) -> Self {
        locale.clone_into(&mut self.language);
        self
    }

    /// The same home with a token in its environment, as scripts have it.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The same home with a variable in its environment, in place of one of that name.
    #[must_use]
    pub fn with_variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Where its programs put what they need for a moment (`TMPDIR`).
    #[must_use]
    pub fn scratch(&self) -> PathBuf {
        self.path().join("tmp")
    }

    /// Runs `banli ARGUMENTS` to its end.
    #[track_caller]
    #[must_use]
    pub fn banli(&self, arguments: &[&str]) -> Output {
        self.banli_with(arguments, b"")
    }

    /// Runs `banli ARGUMENTS` to its end with `input` on its standard input.
    #[track_caller]
    #[must_use]
    pub fn banli_with(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut command = Command::new(program("banli"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.environment())
            .current_dir(self.path());
        Process::run(&mut command, input)
    }

    /// Runs `banli ARGUMENTS` to its end, with patience for what is known to take long.
    #[track_caller]
    #[must_use]
    pub fn banli_within(&self, arguments: &[&str], patience: Duration) -> Output {
        let mut command = Command::new(program("banli"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.environment())
            .current_dir(self.path());
        Process::run_within(&mut command, b"", patience)
    }

    /// Runs a script as a person types it at a shell, with `banli` in the search path. A pipe fails as its first part that
    /// fails does.
    #[track_caller]
    #[must_use]
    pub fn shell(&self, script: &str) -> Output {
        Process::run(&mut self.script(script), b"")
    }

    /// Starts a script as [`Self::shell`] runs it.
    #[track_caller]
    #[must_use]
    pub fn shell_in_background(&self, script: &str) -> Process {
        Process::start(&mut self.script(script), b"")
    }

    /// A command line that runs a script as [`Self::shell`] does, for a shell on the way to another terminal.
    #[must_use]
    pub fn as_command_line(&self, script: &str) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
        let program = program("banli");
        let beside = program.parent().expect("a program is in a folder");
        let search = std::env::var("PATH").unwrap_or_default();
        let mut line = "exec env -i".to_owned();
        for (name, value) in self.environment() {
            let value = match name {
                "PATH" => format!("{}:{search}", beside.display()),
                _ => value,
            };
            line.push_str(&format!(" {name}={}", quoted(&value)));
        }
        let inside = format!(
            "cd {} && {script}",
            quoted(&self.path().display().to_string())
        );
        format!("{line} bash -c {}", quoted(&inside))
    }

    fn script(&self, script: &str) -> Command {
        let program = program("banli");
        let beside = program.parent().expect("a program is in a folder");
        let search = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("bash");
        command
            .args(["-c", &format!("set -o pipefail; {script}")])
            .env_clear()
            .envs(self.environment())
            .env("PATH", format!("{}:{search}", beside.display()))
            .current_dir(self.path());
        command
    }

    /// Opens `banli ARGUMENTS` in a terminal.
    #[track_caller]
    #[must_use]
    pub fn open(&self, arguments: &[&str], size: Size) -> Term {
        self.open_program("banli", arguments, size)
    }

    /// Opens a program of this workspace in a terminal.
    #[track_caller]
    #[must_use]
    pub fn open_program(&self, name: &str, arguments: &[&str], size: Size) -> Term {
        let mut command = CommandBuilder::new(program(name));
        command.args(arguments);
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.cwd(self.path());
        Term::start(command, size)
    }

    /// The whole environment: nothing of the developer's shell but the search path.
    fn environment(&self) -> Vec<(&'static str, String)> {
        let inside = |part: &str| self.path().join(part).display().to_string();
        let mut environment = vec![
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("HOME", self.path().display().to_string()),
            ("XDG_CONFIG_HOME", inside("config")),
            ("XDG_DATA_HOME", inside("data")),
            ("XDG_STATE_HOME", inside("state")),
            ("XDG_CACHE_HOME", inside("cache")),
            ("XDG_RUNTIME_DIR", inside("run")),
            ("TMPDIR", inside("tmp")),
            // No bus: the credentials of the person who runs the tests stay theirs.
            ("DBUS_SESSION_BUS_ADDRESS", "disabled:".to_owned()),
            ("LANG", self.language.clone()),
            ("TERM", "xterm-256color".to_owned()),
            ("BANLI_SERVER", self.server.clone()),
        ];
        environment.extend(self.token.clone().map(|token| ("BANLI_TOKEN", token)));
        environment.extend(self.variables.iter().cloned());
        environment
    }
}
