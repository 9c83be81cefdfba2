//! A child process whose output and exit can be waited for.

use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::wait::{PATIENCE, Watched};

/// What a process has written, and how it ended.
#[derive(Debug, Default)]
struct Seen {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    open_streams: usize,
    exit: Option<ExitStatus>,
}

impl Seen {
    /// Both streams, for a failure message.
    fn report(&self) -> String {
        format!(
            "--- stdout\n{}\n--- stderr\n{}\n--- exit: {}",
            String::from_utf8_lossy(&self.stdout).trim_end(),
            String::from_utf8_lossy(&self.stderr).trim_end(),
            self.exit
                .map_or_else(|| "still running".to_owned(), |status| status.to_string()),
        )
    }
}

/// What a finished command said.
#[derive(Debug, Clone)]
pub struct Output {
    /// The command line, for messages.
    pub line: String,
    /// How it ended.
    pub status: ExitStatus,
    /// Everything on standard output.
    pub stdout: String,
    /// Everything on standard error.
    pub stderr: String,
}

impl Output {
    /// The exit code; `None` when a signal ended it.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// The output of a command that must have succeeded.
    ///
    /// # Panics
    /// When it did not, with all it said.
    #[track_caller]
    #[must_use]
    pub fn ok(self) -> Self {
        assert!(
            self.status.success(),
            "`{}` ended with {}\n--- stdout\n{}\n--- stderr\n{}",
            self.line,
            self.status,
            self.stdout,
            self.stderr
        );
        self
    }

    /// Standard output read as one JSON value.
    ///
    /// # Panics
    /// When the command failed or printed anything else.
    #[track_caller]
    #[must_use]
    pub fn json(self) -> serde_json::Value {
        let output = self.ok();
        serde_json::from_str(&output.stdout).unwrap_or_else(|error| {
            panic!(
                "`{}` did not print one JSON value: {error}\n{}",
                output.line, output.stdout
            )
        })
    }
}

/// A running child process. Dropping it kills it: no test leaves one behind.
#[derive(Debug)]
pub struct Process {
    line: String,
    pid: u32,
    seen: Arc<Watched<Seen>>,
}

impl Process {
    /// Starts `command` with `input` on its standard input.
    ///
    /// # Panics
    /// When it cannot be started.
    #[track_caller]
    #[must_use]
    pub fn start(command: &mut Command, input: &[u8]) -> Self {
        let line = command_line(command);
        let mut child = command
            .stdin(if input.is_empty() {
                Stdio::null()
            } else {
                Stdio::piped()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start `{line}`: {error}"));
        if let Some(mut stdin) = child.stdin.take() {
            let input = input.to_vec();
            // A program that does not read its input closes the pipe; that is its right.
            thread::spawn(move || drop(stdin.write_all(&input)));
        }
        let pid = child.id();
        let seen = watch(child);
        Self { line, pid, seen }
    }

    /// Runs `command` to its end.
    ///
    /// # Panics
    /// When it has not ended in [`PATIENCE`].
    #[track_caller]
    #[must_use]
    pub fn run(command: &mut Command, input: &[u8]) -> Output {
        Self::run_within(command, input, PATIENCE)
    }

    /// Runs `command` to its end, with patience for what is known to take long.
    ///
    /// # Panics
    /// When it has not ended in time.
    #[track_caller]
    #[must_use]
    pub fn run_within(command: &mut Command, input: &[u8], patience: Duration) -> Output {
        let process = Self::start(command, input);
        let status = process.wait_exit(patience);
        let seen = process.seen.get();
        Output {
            line: process.line.clone(),
            status,
            stdout: String::from_utf8_lossy(&seen.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&seen.stderr).into_owned(),
        }
    }

    /// Its process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Everything it has written, for a failure message.
    #[must_use]
    pub fn report(&self) -> String {
        self.seen.get().report()
    }

    /// Waits until a line on either stream contains `marker`; gives what follows it on that line.
    ///
    /// # Panics
    /// When the process ends or [`PATIENCE`] passes first.
    #[track_caller]
    #[must_use]
    pub fn wait_line(&self, marker: &str) -> String {
        let found = self.seen.wait(PATIENCE, |seen| {
            let rest =
                rest_of_line(&seen.stdout, marker).or_else(|| rest_of_line(&seen.stderr, marker));
            let over = seen.exit.is_some() && seen.open_streams == 0;
            (rest.is_some() || over).then_some(rest)
        });
        found
            .flatten()
            .unwrap_or_else(|| panic!("`{}` never said `{marker}`\n{}", self.line, self.report()))
    }

    /// Waits for the end, and for the last of its output.
    ///
    /// # Panics
    /// When `patience` passes first.
    #[track_caller]
    pub fn wait_exit(&self, patience: Duration) -> ExitStatus {
        let ended = |seen: &mut Seen| {
            if seen.open_streams == 0 {
                seen.exit
            } else {
                None
            }
        };
        self.seen.wait(patience, ended).unwrap_or_else(|| {
            panic!(
                "`{}` had not ended after {patience:?}\n{}",
                self.line,
                self.report()
            )
        })
    }

    /// Whether it has ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.seen.get().exit.is_some()
    }

    /// Sends a signal by name (`TERM`, `KILL`, `HUP`); nothing if it has ended.
    pub fn signal(&self, name: &str) {
        if self.seen.get().exit.is_none() {
            signal(self.pid, name);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.signal("KILL");
        // Reaped by its watcher; waiting keeps the next test from meeting its files or port.
        let _ended = self.seen.wait(PATIENCE, |seen| seen.exit);
    }
}

/// Sends a signal. The shell's own `kill`, because a slim system has no other.
pub(crate) fn signal(pid: u32, name: &str) {
    let script = format!("kill -s {name} {pid}");
    drop(
        Command::new("sh")
            .arg("-c")
            .arg(script)
            .stderr(Stdio::null())
            .status(),
    );
}

/// Follows the streams and the end of a child from threads of their own.
fn watch(mut child: Child) -> Arc<Watched<Seen>> {
    let stdout = child.stdout.take().expect("stdout was piped");
    let stderr = child.stderr.take().expect("stderr was piped");
    let seen = Arc::new(Watched::new(Seen {
        open_streams: 2,
        ..Seen::default()
    }));
    follow(stdout, Arc::clone(&seen), |seen| &mut seen.stdout);
    follow(stderr, Arc::clone(&seen), |seen| &mut seen.stderr);
    let end = Arc::clone(&seen);
    thread::spawn(move || {
        let status = child
            .wait()
            .expect("a child that was started can be waited for");
        end.change(|seen| seen.exit = Some(status));
    });
    seen
}

fn follow(
    mut stream: impl Read + Send + 'static,
    seen: Arc<Watched<Seen>>,
    part: impl Fn(&mut Seen) -> &mut Vec<u8> + Send + 'static,
) {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            seen.change(|seen| part(seen).extend_from_slice(&buffer[..length]));
        }
        seen.change(|seen| seen.open_streams -= 1);
    });
}

/// What follows `marker` on the first finished line that has it.
fn rest_of_line(text: &[u8], marker: &str) -> Option<String> {
    let text = String::from_utf8_lossy(text);
    let finished = &text[..text.rfind('\n')?];
    let rest = finished.lines().find_map(|line| line.split_once(marker))?.1;
    Some(rest.trim().to_owned())
}

fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn input_output_and_exit_code_are_kept_apart() {
        let output = Process::run(&mut shell("cat; echo aside >&2; exit 3"), b"given");
        assert_eq!(
            (output.code(), &*output.stdout, &*output.stderr),
            (Some(3), "given", "aside\n")
        );
    }

    #[test]
    fn a_line_is_waited_for_and_a_signal_ends_the_process() {
        let process = Process::start(
            &mut shell("echo listening on http://here; exec tail -f /dev/null"),
            b"",
        );
        assert_eq!(process.wait_line("listening on "), "http://here");
        let waiting = Process::start(&mut shell("echo ready >&2; exec tail -f /dev/null"), b"");
        let _rest = waiting.wait_line("ready");
        waiting.signal("TERM");
        assert_eq!(waiting.wait_exit(PATIENCE).code(), None);
    }

    #[test]
    #[should_panic(expected = "never said `listening`")]
    fn a_process_that_ends_early_fails_at_once_with_its_output() {
        let _never = Process::start(&mut shell("echo no >&2"), b"").wait_line("listening");
    }
}
