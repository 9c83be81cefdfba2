//! Drafts as files.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::api::normal_address;

/// Longer drafts are not read back: such a file is not ours.
const LONGEST: u64 = 16 << 20;

/// What a draft belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DraftKey {
    /// Address of the server.
    pub server: String,
    /// Login of the person.
    pub person: String,
    /// What is written, such as `reply/<assignment>` or `comment/<case>`.
    pub what: String,
}

/// A draft as it was last written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What it belongs to.
    pub key: DraftKey,
    /// When it was written, in milliseconds UTC.
    pub written_ms: i64,
    /// The text.
    pub text: String,
}

/// A directory of drafts, for its owner only.
#[derive(Clone, Debug)]
pub struct Journal {
    dir: PathBuf,
}

impl Journal {
    /// Opens or makes the directory, readable by nobody else.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(dir: &Path) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
        })
    }

    /// Writes a draft over the one before; it is on the disk when this comes back.
    ///
    /// # Errors
    /// When it could not be written; the one before is still there then.
    pub fn put(&self, draft: &Draft) -> io::Result<()> {
        let path = self.path(&draft.key);
        // Two programs of one person may write the same draft.
        let aside = path.with_extension(format!("{}.new", std::process::id()));
        let write = || {
            let mut file = OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&aside)?;
            file.write_all(&serde_json::to_vec(draft)?)?;
            file.sync_all()?;
            fs::rename(&aside, &path)?;
            File::open(&self.dir)?.sync_all()
        };
        write().inspect_err(|_| drop(fs::remove_file(&aside)))
    }

    /// The draft kept for `key`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn get(&self, key: &DraftKey) -> io::Result<Option<Draft>> {
        match read(&self.path(key)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            draft => draft.map(|draft| draft.filter(|draft| draft.key == *key)),
        }
    }

    /// All drafts of a person at a server, newest first. Files that are none are passed over.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn list(&self, server: &str, person: &str) -> io::Result<Vec<Draft>> {
        let mut drafts = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            let path = entry?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            // One that goes away meanwhile, or cannot be read, must not hide the others.
            let Ok(Some(mut draft)) = read(&path) else {
                continue;
            };
            if normal_address(&draft.key.server) != server || draft.key.person != person {
                continue;
            }
            if draft.key.server != server {
                // Kept by a version to which another spelling was another server.
                server.clone_into(&mut draft.key.server);
                let newer = |there: Draft| there.written_ms >= draft.written_ms;
                if self.get(&draft.key)?.is_some_and(newer) {
                    continue;
                }
                self.put(&draft)?;
                drop(fs::remove_file(&path));
            }
            // A file that came by its new name while the directory was read is told once.
            drafts.retain(|other: &Draft| other.key != draft.key);
            drafts.push(draft);
        }
        drafts.sort_by(|a, b| {
            b.written_ms
                .cmp(&a.written_ms)
                .then_with(|| a.key.cmp(&b.key))
        });
        Ok(drafts)
    }

    /// Forgets a draft that has arrived, or is not wanted; one that is not there is no error.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, key: &DraftKey) -> io::Result<()> {
        match fs::remove_file(self.path(key)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    /// One name for one key, whatever characters are in it.
    fn path(&self, key: &DraftKey) -> PathBuf {
        let mut name = String::new();
        for part in [&key.server, &key.person, &key.what] {
            for byte in part.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => name.push(char::from(byte)),
                    _ => name.push_str(&format!("_{byte:02x}")),
                }
            }
            name.push('.');
        }
        if name.len() > 200 {
            // File names end at 255 bytes. The key stands in the file too, so a clash is noticed by `get`.
            let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
            name = format!("{}-{hash:016x}.", &name[..180]);
        }
        self.dir.join(name + "json")
    }
}

fn read(path: &Path) -> io::Result<Option<Draft>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes).ok())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn draft(what: &str, written_ms: i64, text: &str) -> Draft {
        let key = DraftKey {
            server: "http://127.0.0.1:7878".into(),
            person: "li.na".into(),
            what: what.into(),
        };
        Draft {
            key,
            written_ms,
            text: text.into(),
        }
    }

    #[test]
    fn a_draft_is_there_until_it_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        let reply = draft("reply/1", 1, "尊敬的委员：\n您好");
        let comment = draft("comment/2", 2, "好");
        journal.put(&reply).unwrap();
        journal.put(&comment).unwrap();
        assert_eq!(journal.get(&reply.key).unwrap().as_ref(), Some(&reply));
        let again = Journal::open(dir.path()).unwrap();
        assert_eq!(
            again.list(&reply.key.server, "li.na").unwrap(),
            [comment.clone(), reply.clone()]
        );
        let later = draft("reply/1", 3, "更长");
        again.put(&later).unwrap();
        assert_eq!(
            again.list(&reply.key.server, "li.na").unwrap(),
            [later, comment]
        );
        again.remove(&reply.key).unwrap();
        again.remove(&reply.key).unwrap();
        assert_eq!(again.get(&reply.key).unwrap(), None);
    }

    #[test]
    fn a_draft_is_found_however_the_server_was_spelled() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        let mut old = draft("reply/1", 1, "旧拼写");
        old.key.server = "http://LOCALHOST:80".into();
        journal.put(&old).unwrap();
        let server = normal_address("HTTP://localhost/");
        assert_eq!(server, "http://localhost");
        for _ in 0..2 {
            let found = journal.list(&server, "li.na").unwrap();
            assert_eq!(found.len(), 1);
            assert_eq!(
                (found[0].key.server.as_str(), found[0].text.as_str()),
                ("http://localhost", "旧拼写")
            );
        }
        let kept = journal.list(&server, "li.na").unwrap().remove(0);
        journal.remove(&kept.key).unwrap();
        assert_eq!(journal.list(&server, "li.na").unwrap(), []);
    }

    #[test]
    fn others_do_not_see_it() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(&dir.path().join("a/b")).unwrap();
        let draft = draft("reply/1", 1, "x");
        journal.put(&draft).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&dir.path().join("a/b")), 0o700);
        assert_eq!(mode(&journal.path(&draft.key)), 0o600);
        assert!(
            journal
                .list(&draft.key.server, "someone")
                .unwrap()
                .is_empty()
        );
        assert!(journal.list("http://other", "li.na").unwrap().is_empty());
    }

    #[test]
    fn what_a_kill_or_a_stranger_left_behind_is_passed_over() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        let kept = draft("reply/1", 1, "x");
        journal.put(&kept).unwrap();
        fs::write(dir.path().join("half.1.new"), "{\"key\":").unwrap();
        fs::write(dir.path().join("broken.json"), "{\"key\":").unwrap();
        assert_eq!(journal.list(&kept.key.server, "li.na").unwrap(), [kept]);
    }

    #[test]
    fn names_are_safe_and_different() {
        let dir = tempfile::tempdir().unwrap();
        let journal = Journal::open(dir.path()).unwrap();
        for what in [
            "../../etc/passwd",
            "a.b",
            "a_b",
            "a/b",
            "",
            &"长".repeat(300),
            &"长".repeat(301),
        ] {
            journal.put(&draft(what, 1, what)).unwrap();
        }
        assert_eq!(
            journal
                .list("http://127.0.0.1:7878", "li.na")
                .unwrap()
                .len(),
            7
        );
    }
}
