//! The loop in a real terminal: this test binary starts itself again in a pty as the program that runs.

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::super::keys::key::Key;
use super::*;

// ---- The program in the pty

#[derive(Default)]
struct Log {
    lines: Vec<String>,
    pending: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Echo(&'static str),
    Panic,
    Never,
    Save,
}

fn update(log: &mut Log, message: Msg<String>) -> Vec<Effect<Job>> {
    match message {
        Msg::Started(size) => log
            .lines
            .push(format!("started {}x{}", size.width, size.height)),
        Msg::Key(Press { key, .. }) if key == Key::char('q') => return vec![Effect::Quit],
        Msg::Key(Press { key, .. }) if key == Key::char('p') => panic!("the program panicked"),
        Msg::Key(Press { key, .. }) if key == Key::char('e') => {
            return vec![Effect::Run(Job::Panic)];
        }
        Msg::Key(Press { key, .. }) if key == Key::char('r') => {
            return vec![Effect::Run(Job::Echo("answer"))];
        }
        Msg::Key(Press { key, .. }) if key == Key::char('f') => {
            return vec![Effect::Foreground(Job::Echo("foreground done"))];
        }
        Msg::Key(Press { key, .. }) if key == Key::char('w') => {
            log.pending += 1;
            return vec![Effect::Run(Job::Never)];
        }
        Msg::Key(Press { key, .. }) if key == Key::ctrl('z') => return vec![Effect::Suspend],
        Msg::Key(press) => {
            let trust = if press.settled { "" } else { " unsettled" };
            log.lines.push(format!("key {}{trust}", press.key));
        }
        Msg::Paste(text) => log.lines.push(format!("paste {}", text.len())),
        Msg::Focus(focus) => log.lines.push(format!("{focus:?}")),
        Msg::Resized(size) => log
            .lines
            .push(format!("resized {}x{}", size.width, size.height)),
        Msg::Terminal(facts) => log.lines.push(format!("wide lines {}", facts.wide_lines)),
        Msg::Tick => log.lines.push("tick".to_owned()),
        Msg::Leaving(_) => return vec![Effect::Run(Job::Save)],
        Msg::App(text) => log.lines.push(text),
    }
    Vec::new()
}

fn view(log: &Log, frame: &mut Frame<'_>) {
    for (row, line) in frame.area().rows().zip(&log.lines) {
        frame.render_widget(line.as_str(), row);
    }
}

async fn work(job: Job, outlet: Outlet<String>) {
    match job {
        Job::Echo(text) => drop(outlet.tell(text.to_owned()).await),
        Job::Panic => panic!("an effect panicked"),
        Job::Never => std::future::pending().await,
        Job::Save => {
            let path = std::env::var_os("BANLI_TEST_SAVED").expect("the test names a file");
            tokio::fs::write(path, "saved")
                .await
                .expect("the file can be written");
        }
    }
}

#[test]
#[ignore = "is the program that the other tests run in a pty"]
fn program() {
    let program = Program {
        update,
        view,
        tick: |log| (log.pending > 0).then_some(Duration::from_millis(1)),
        run: Box::new(|job, outlet| Box::pin(work(job, outlet))),
        foreground: Box::new(|job| {
            println!("in the foreground\r");
            format!("{job:?}")
        }),
        timing: Timing::default(),
    };
    let tokio = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let ended = program
        .run(Log::default(), &Tty::open().unwrap(), tokio.handle())
        .unwrap();
    println!("ended by {ended:?}");
}

// ---- The person in front of it

struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    closed: bool,
}

struct Desk {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    saved: tempfile::TempDir,
}

const LONG: Duration = Duration::from_secs(20);

impl Desk {
    fn sit_down() -> Self {
        let exe = std::env::current_exe().unwrap();
        let mut command = CommandBuilder::new(exe);
        command.args([
            "--exact",
            "tui::runtime::tests::program",
            "--ignored",
            "--nocapture",
        ]);
        Self::with(command)
    }

    fn with(mut command: CommandBuilder) -> Self {
        let saved = tempfile::tempdir().unwrap();
        command.env("BANLI_TEST_SAVED", saved.path().join("saved"));
        command.env("RUST_BACKTRACE", "0");
        let pty = native_pty_system()
            .openpty(PtySize {
                rows: 30,
                cols: 80,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let keyboard = pty.master.take_writer().unwrap();
        let rows = |n| std::num::NonZeroU16::new(n).unwrap();
        let seen = Seen {
            screen: vt100::Parser::new(rows(30), rows(80), 0),
            bytes: Vec::new(),
            closed: false,
        };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        let told = Arc::clone(&seen);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let count = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = told.0.lock().unwrap();
                seen.screen.process(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
                seen.closed = count == 0;
                told.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Self {
            seen,
            master: Some(pty.master),
            keyboard: Some(keyboard),
            child,
            saved,
        }
    }

    #[track_caller]
    fn wait(&self, what: &str, until: impl Fn(&Seen) -> bool) {
        let guard = self.seen.0.lock().unwrap();
        let (guard, result) = self
            .seen
            .1
            .wait_timeout_while(guard, LONG, |seen| !until(seen))
            .unwrap();
        let text = guard.screen.screen().contents();
        assert!(
            !result.timed_out(),
            "never saw {what}; the screen is\n{text}"
        );
    }

    #[track_caller]
    fn sees(&self, text: &str) {
        self.wait(text, |seen| seen.screen.screen().contents().contains(text));
    }

    fn types(&mut self, bytes: &[u8]) {
        self.keyboard.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn bytes(&self) -> usize {
        self.seen.0.lock().unwrap().bytes.len()
    }

    /// Lets time pass, whatever comes.
    fn lets_pass(&self, time: Duration) {
        let guard = self.seen.0.lock().unwrap();
        drop(
            self.seen
                .1
                .wait_timeout_while(guard, time, |_| true)
                .unwrap(),
        );
    }

    /// Waits without doing anything; for what must not happen.
    fn nothing_for(&self, time: Duration) {
        let before = self.bytes();
        let guard = self.seen.0.lock().unwrap();
        let (_seen, result) = self
            .seen
            .1
            .wait_timeout_while(guard, time, |seen| seen.bytes.len() == before)
            .unwrap();
        assert!(result.timed_out(), "something was written");
    }

    #[track_caller]
    fn is_over_within(&mut self, limit: Duration) {
        let guard = self.seen.0.lock().unwrap();
        let (_seen, result) = self
            .seen
            .1
            .wait_timeout_while(guard, limit, |seen| !seen.closed)
            .unwrap();
        assert!(!result.timed_out(), "still running");
        self.child.wait().unwrap();
    }

    fn saved(&self) -> bool {
        self.saved.path().join("saved").exists()
    }

    #[track_caller]
    fn terminal_is_given_back(&self) {
        self.wait("the shell's screen", |seen| {
            let screen = seen.screen.screen();
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // It is over already unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn starts_answers_and_quits_with_the_terminal_as_it_was() {
    let mut desk = Desk::sit_down();
    desk.sees("started 80x30");
    assert!(
        desk.seen
            .0
            .lock()
            .unwrap()
            .screen
            .screen()
            .alternate_screen()
    );
    desk.types(b"r");
    desk.sees("answer");
    desk.types("办\x1b[A".as_bytes());
    desk.sees("key 办");
    desk.sees("key up");
    desk.types(b"\x1b[200~pasted text\x1b[201~\x1b[O");
    desk.sees("paste 11");
    desk.sees("Lost");
    desk.types(b"\x1b[2;2R");
    desk.sees("wide lines false");
    desk.types(b"q");
    desk.sees("ended by Quit");
    desk.is_over_within(LONG);
    desk.terminal_is_given_back();
    assert!(desk.saved());
}

#[test]
fn writes_nothing_while_nothing_happens() {
    let desk = Desk::sit_down();
    desk.sees("started 80x30");
    desk.nothing_for(Duration::from_millis(1_200));
}

#[test]
fn ticks_only_while_something_is_pending_and_four_times_a_second_at_most() {
    let mut desk = Desk::sit_down();
    desk.sees("started 80x30");
    let begun = Instant::now();
    desk.types(b"w");
    desk.wait("four ticks", |seen| {
        seen.screen.screen().contents().matches("tick").count() >= 4
    });
    assert!(begun.elapsed() >= Duration::from_millis(1_000));
}

#[test]
fn a_new_size_is_noticed() {
    let desk = Desk::sit_down();
    desk.sees("started 80x30");
    let size = PtySize {
        rows: 20,
        cols: 60,
        pixel_width: 0,
        pixel_height: 0,
    };
    desk.master.as_ref().unwrap().resize(size).unwrap();
    desk.sees("resized 60x20");
}

#[test]
fn a_split_escape_never_types_letters() {
    let mut desk = Desk::sit_down();
    desk.sees("started 80x30");
    desk.types(b"\x1b");
    desk.lets_pass(Duration::from_millis(20));
    desk.types(b"[");
    desk.lets_pass(Duration::from_millis(40));
    desk.types(b"A");
    desk.sees("key up");
    desk.types(b"\x1b");
    desk.sees("key esc");
    desk.types(b"[A.");
    desk.sees("key .");
    let text = desk.seen.0.lock().unwrap().screen.screen().contents();
    assert!(!text.contains("key A") && !text.contains("key ["), "{text}");
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_why() {
    let mut desk = Desk::sit_down();
    desk.sees("started 80x30");
    desk.types(b"p");
    desk.sees("the program panicked");
    desk.terminal_is_given_back();
    desk.is_over_within(LONG);
}

#[test]
fn a_panic_in_an_effect_ends_the_program_and_says_why() {
    let mut desk = Desk::sit_down();
    desk.sees("started 80x30");
    desk.types(b"e");
    desk.sees("an effect panicked");
    desk.terminal_is_given_back();
    desk.is_over_within(LONG);
}

#[test]
fn signals_end_it_with_the_last_work_done() {
    for signal in ["TERM", "HUP", "INT"] {
        let mut desk = Desk::sit_down();
        desk.sees("started 80x30");
        let pid = desk.child.process_id().unwrap();
        // The shell's own `kill`: a slim system has no other.
        let killed = std::process::Command::new("sh")
            .args(["-c", &format!("kill -s {signal} {pid}")])
            .status()
            .unwrap();
        assert!(killed.success());
        desk.sees("ended by Signal");
        desk.terminal_is_given_back();
        desk.is_over_within(Duration::from_secs(2));
        assert!(desk.saved());
    }
}

#[test]
fn leaves_when_the_terminal_goes_away_without_a_signal() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let saved = tempfile::tempdir().unwrap();
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    // The program must not hold its own terminal open.
    rustix::io::fcntl_setfd(&master, rustix::io::FdFlags::CLOEXEC).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    // Not its controlling terminal, so that the kernel sends no SIGHUP.
    let slave = rustix::fs::open(
        name,
        rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC,
        rustix::fs::Mode::empty(),
    )
    .unwrap();
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "tui::runtime::tests::program",
            "--ignored",
            "--nocapture",
        ])
        .env("BANLI_TEST_SAVED", saved.path().join("saved"))
        .stdin(slave.try_clone().unwrap())
        .stdout(slave)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut terminal = std::fs::File::from(master);
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("started") {
        let mut buffer = [0; 4096];
        let count = terminal.read(&mut buffer).unwrap();
        seen.extend_from_slice(&buffer[..count]);
    }
    drop(terminal);
    let (over, wait) = std::sync::mpsc::channel();
    thread::spawn(move || over.send(child.wait().unwrap()));
    wait.recv_timeout(Duration::from_secs(2))
        .expect("it leaves within 2 s");
    assert!(saved.path().join("saved").exists());
}

#[test]
fn another_program_may_have_the_terminal_in_between() {
    let mut desk = Desk::sit_down();
    desk.sees("started 80x30");
    desk.types(b"f");
    desk.sees("Echo(\"foreground done\")");
    let bytes = desk.seen.0.lock().unwrap().bytes.clone();
    assert!(String::from_utf8_lossy(&bytes).contains("in the foreground"));
    desk.types(b"x");
    desk.sees("key x");
}

#[test]
fn stops_and_goes_on_as_a_shell_wants() {
    let exe = std::env::current_exe().unwrap();
    let mut command = CommandBuilder::new("bash");
    // Without line editing: the shell's own would switch the modes that are looked at here.
    command.args(["--norc", "--noprofile", "--noediting", "-i"]);
    command.env("PS1", "shell> ");
    let mut desk = Desk::with(command);
    desk.sees("shell>");
    let line = format!(
        "{} --exact tui::runtime::tests::program --ignored --nocapture\n",
        exe.display()
    );
    desk.types(line.as_bytes());
    desk.sees("started 80x30");
    desk.types(b"\x1a");
    desk.terminal_is_given_back();
    desk.sees("Stopped");
    desk.types(b"echo still $((40+2))\n");
    desk.sees("still 42");
    desk.types(b"fg\n");
    desk.wait("the program again", |seen| {
        seen.screen.screen().alternate_screen()
            && seen.screen.screen().contents().contains("started 80x30")
    });
    desk.types(b"x");
    desk.sees("key x");
    desk.types(b"q");
    desk.sees("ended by Quit");
}
