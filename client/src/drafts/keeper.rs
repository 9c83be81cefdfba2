//! Writes drafts beside the keyboard.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::journal::{Draft, DraftKey, Journal};

/// How long typing may go on before what was typed is on the disk.
const PATIENCE: Duration = Duration::from_millis(500);

enum Change {
    Put(Draft),
    Remove,
}

#[derive(Default)]
struct Waiting {
    changes: BTreeMap<DraftKey, Change>,
    /// When the oldest change came.
    since: Option<Instant>,
    /// Shall everything be written now?
    hurry: bool,
    writing: bool,
    stopped: bool,
    failed: Option<io::Error>,
}

struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes drafts as often as they change and writes each to the journal within half a second, on a thread of its own: a
/// slow disk never holds up a key. Dropping it writes what is left.
pub struct Keeper {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts the thread.
    ///
    /// # Errors
    /// When there can be no thread.
    pub fn start(journal: Journal) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            waiting: Mutex::default(),
            changed: Condvar::new(),
        });
        let of_thread = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("drafts".to_owned())
            .spawn(move || run(&of_thread, &journal))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Takes a draft; an older one of the same key that was not written yet is forgotten.
    pub fn put(&self, draft: Draft) {
        self.change(draft.key.clone(), Change::Put(draft));
    }

    /// Takes a draft away.
    pub fn remove(&self, key: DraftKey) {
        self.change(key, Change::Remove);
    }

    /// Waits until everything taken so far is on the disk.
    ///
    /// # Errors
    /// With the last error of writing since this was asked before.
    pub fn flush(&self) -> io::Result<()> {
        let mut waiting = self.shared.waiting();
        waiting.hurry = true;
        self.shared.changed.notify_all();
        let busy = |waiting: &mut Waiting| {
            waiting.writing || !waiting.changes.is_empty() && !waiting.stopped
        };
        let mut waiting = self
            .shared
            .changed
            .wait_while(waiting, busy)
            .unwrap_or_else(PoisonError::into_inner);
        waiting.hurry = false;
        waiting.failed.take().map_or(Ok(()), Err)
    }

    /// The last error of writing since this or [`Self::flush`] was asked before, without waiting.
    #[must_use]
    pub fn failure(&self) -> Option<io::Error> {
        self.shared.waiting().failed.take()
    }

    fn change(&self, key: DraftKey, change: Change) {
        let mut waiting = self.shared.waiting();
        waiting.changes.insert(key, change);
        waiting.since.get_or_insert_with(Instant::now);
        self.shared.changed.notify_all();
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.shared.waiting().stopped = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // It panicked, then; nothing is left to be done about it.
            let _ = thread.join();
        }
    }
}

fn run(shared: &Shared, journal: &Journal) {
    loop {
        let mut waiting = shared.waiting();
        loop {
            let due = waiting.since.map(|since| since + PATIENCE);
            let now = Instant::now();
            if waiting.stopped
                || !waiting.changes.is_empty()
                    && (waiting.hurry || due.is_none_or(|due| due <= now))
            {
                break;
            }
            waiting = match due {
                None => shared
                    .changed
                    .wait(waiting)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(due) => {
                    let result = shared
                        .changed
                        .wait_timeout(waiting, due.saturating_duration_since(now));
                    result.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        let changes = std::mem::take(&mut waiting.changes);
        let last = waiting.stopped;
        waiting.since = None;
        waiting.writing = true;
        drop(waiting);
        let mut failed = None;
        for (key, change) in changes {
            let done = match change {
                Change::Put(draft) => journal.put(&draft),
                Change::Remove => journal.remove(&key),
            };
            if let Err(error) = done {
                failed = Some(error);
            }
        }
        let mut waiting = shared.waiting();
        waiting.writing = false;
        if failed.is_some() {
            waiting.failed = failed;
        }
        shared.changed.notify_all();
        if last {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(n: i64) -> Draft {
        let key = DraftKey {
            server: "s".into(),
            person: "p".into(),
            what: "reply/1".into(),
        };
        Draft {
            key,
            written_ms: n,
            text: format!("text {n}"),
        }
    }

    #[test]
    fn the_last_of_many_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        let keeper = Keeper::start(journal.clone()).unwrap();
        for n in 0..1_000 {
            keeper.put(draft(n));
        }
        keeper.flush().unwrap();
        assert_eq!(journal.list("s", "p").unwrap(), [draft(999)]);
        keeper.remove(draft(0).key);
        keeper.flush().unwrap();
        assert!(journal.list("s", "p").unwrap().is_empty());
        keeper.put(draft(7));
        drop(keeper);
        assert_eq!(journal.list("s", "p").unwrap(), [draft(7)]);
    }

    #[test]
    fn it_is_written_without_being_asked() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        let keeper = Keeper::start(journal.clone()).unwrap();
        keeper.put(draft(1));
        let written = |waiting: &mut Waiting| waiting.writing || !waiting.changes.is_empty();
        let waiting = keeper.shared.waiting();
        drop(keeper.shared.changed.wait_while(waiting, written).unwrap());
        assert_eq!(journal.list("s", "p").unwrap(), [draft(1)]);
    }

    #[test]
    fn a_disk_that_refuses_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(&dir.path().join("gone")).unwrap();
        let keeper = Keeper::start(journal).unwrap();
        std::fs::remove_dir(dir.path().join("gone")).unwrap();
        keeper.put(draft(1));
        assert!(keeper.flush().is_err());
        assert!(keeper.flush().is_ok());
    }

    #[test]
    #[ignore = "is the program that the next test kills"]
    fn typist() {
        let dir = std::env::var_os("BANLI_TEST_DRAFTS").unwrap();
        let keeper = Keeper::start(Journal::open(dir.as_ref()).unwrap()).unwrap();
        for n in 0.. {
            keeper.put(Draft {
                text: format!("{n}:{}", "字".repeat(20_000)),
                ..draft(n)
            });
            println!("typed");
        }
    }

    #[test]
    fn a_kill_at_any_moment_leaves_a_whole_draft() {
        use std::io::{BufRead, BufReader};
        use std::process::{Command, Stdio};

        let dir = tempfile::tempdir().unwrap();
        for lines in [2_000, 5_000] {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "drafts::keeper::tests::typist",
                    "--ignored",
                    "--nocapture",
                ])
                .env("BANLI_TEST_DRAFTS", dir.path())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let begun = Instant::now();
            let output = BufReader::new(child.stdout.take().unwrap());
            // Longer than it may take until something is written.
            let done = output
                .lines()
                .enumerate()
                .find(|(n, _)| *n >= lines && begun.elapsed() > Duration::from_secs(1));
            assert!(done.is_some());
            child.kill().unwrap();
            child.wait().unwrap();
            let drafts = Journal::open(dir.path()).unwrap().list("s", "p").unwrap();
            assert_eq!(drafts.len(), 1);
            let (number, text) = drafts[0].text.split_once(':').unwrap();
            assert_eq!(number, drafts[0].written_ms.to_string());
            assert_eq!(text, "字".repeat(20_000));
        }
    }
}
