//! A real `sshd` on the loopback, for the person who runs the tests.

use std::process::{Command, Stdio};

use portable_pty::CommandBuilder;
use tempfile::TempDir;

use crate::home::Home;
use crate::process::Process;
use crate::term::{Size, Term};

/// A daemon with keys of its own, on a port of its own. It ends with this.
#[derive(Debug)]
pub struct Sshd {
    directory: TempDir,
    port: u16,
    _daemon: Process,
}

impl Sshd {
    /// Starts it.
    ///
    /// # Panics
    /// When it does not come up.
    #[track_caller]
    #[must_use]
    pub fn start() -> Self {
        let directory = TempDir::with_prefix("banli-sshd-").expect("a scratch folder can be made");
        for name in ["host", "person"] {
            let mut keygen = Command::new("ssh-keygen");
            keygen
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(directory.path().join(name));
            let _made = Process::run(&mut keygen, b"").ok();
        }
        // Free a moment ago: sshd cannot be told to choose one itself.
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a port is free")
            .port();
        let at = directory.path().display();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/host\nPidFile {at}/pid\n\
             AuthorizedKeysFile {at}/person.pub\nStrictModes no\nPermitRootLogin prohibit-password\n\
             PasswordAuthentication no\nUsePAM yes\n"
        );
        std::fs::write(directory.path().join("config"), config).expect("a file can be written");
        // It wants an empty folder of its own, which the package makes at boot only; others than root need none.
        let _made = std::fs::create_dir_all("/run/sshd");
        let path = ["/usr/sbin/sshd", "/usr/bin/sshd"]
            .into_iter()
            .find(|path| std::path::Path::new(path).exists())
            .expect("sshd is installed (package openssh-server)");
        let mut daemon = Command::new(path);
        daemon
            .args(["-D", "-e", "-f"])
            .arg(directory.path().join("config"));
        let daemon = Process::start(&mut daemon, b"");
        let _listening = daemon.wait_line("Server listening on");
        Self {
            directory,
            port,
            _daemon: daemon,
        }
    }

    /// Opens a terminal in which `ssh` runs `script` in the home of a person.
    #[track_caller]
    #[must_use]
    pub fn open(&self, home: &Home, script: &str, size: Size) -> Term {
        let me = Command::new("id")
            .arg("-un")
            .stderr(Stdio::null())
            .output()
            .expect("id runs");
        let me = String::from_utf8_lossy(&me.stdout).trim().to_owned();
        let mut ssh = CommandBuilder::new("ssh");
        ssh.args(["-tt", "-q", "-F", "none", "-o", "StrictHostKeyChecking=no"]);
        ssh.args([
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "EscapeChar=none",
        ]);
        ssh.arg("-i");
        ssh.arg(self.directory.path().join("person"));
        ssh.arg("-p");
        ssh.arg(self.port.to_string());
        ssh.arg(format!("{me}@127.0.0.1"));
        ssh.arg(home.as_command_line(script));
        ssh.env("TERM", "xterm-256color");
        Term::start(ssh, size)
    }
}
