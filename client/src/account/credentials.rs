//! Where a token is kept: the Secret Service of the desktop, the kernel's keyring on a host without one, else a file only
//! its owner can read, which is said aloud.
//!
//! A keyring that does not answer within seconds (a locked one that waits for somebody to unlock it) is passed over.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use banli_shared::org::Person;
use serde::{Deserialize, Serialize};

const SERVICE: &str = "banli";
/// How long a keyring may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where a token is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// In the Secret Service.
    SecretService,
    /// In the kernel's keyring.
    Kernel,
    /// In a file with mode 0600.
    File,
}

/// The login in use: everything but the token, which is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// The server it is for.
    pub server: String,
    /// Who logged in.
    pub person: Person,
    /// When the token expires.
    pub expires_ms: i64,
    /// Where the token is.
    pub kept: Kept,
}

fn record(directory: &Path) -> PathBuf {
    directory.join("login.json")
}

fn token_file(directory: &Path) -> PathBuf {
    directory.join("token")
}

fn entry_name(server: &str, login: &str) -> String {
    format!("{login}@{server}")
}

/// Keeps a login and its token; says where the token went.
///
/// # Errors
/// When not even a file can be written.
pub fn keep(
    directory: &Path,
    server: &str,
    person: &Person,
    expires_ms: i64,
    token: &str,
) -> std::io::Result<Kept> {
    let name = entry_name(server, &person.login);
    let kept = [Kept::SecretService, Kept::Kernel]
        .into_iter()
        .find(|place| {
            let (place, name, token) = (*place, name.clone(), token.to_owned());
            in_time(move || put(place, &name, &token)).unwrap_or(false)
        });
    std::fs::create_dir_all(directory)?;
    match kept {
        None => private_file(&token_file(directory), token.as_bytes())?,
        // A token from before a keyring answered must not stay behind in its file; usually there is none.
        Some(_) => drop(std::fs::remove_file(token_file(directory))),
    }
    let kept = kept.unwrap_or(Kept::File);
    let login = Login {
        server: server.to_owned(),
        person: person.clone(),
        expires_ms,
        kept,
    };
    let json = serde_json::to_vec(&login).map_err(std::io::Error::other)?;
    private_file(&record(directory), &json)?;
    Ok(kept)
}

/// The login kept here, with its token; none where there is none or it got lost.
#[must_use]
pub fn recall(directory: &Path) -> Option<(Login, String)> {
    let login: Login = serde_json::from_slice(&std::fs::read(record(directory)).ok()?).ok()?;
    let name = entry_name(&login.server, &login.person.login);
    let token = match login.kept {
        Kept::File => std::fs::read_to_string(token_file(directory)).ok()?,
        place => in_time(move || get(place, &name)).flatten()?,
    };
    Some((login, token.trim().to_owned()))
}

/// Forgets the login kept here.
pub fn forget(directory: &Path) {
    if let Some((login, _)) = recall(directory) {
        let name = entry_name(&login.server, &login.person.login);
        let place = login.kept;
        in_time(move || drop_entry(place, &name));
    }
    // What is not there need not be removed.
    drop(std::fs::remove_file(token_file(directory)));
    drop(std::fs::remove_file(record(directory)));
}

/// Writes a file that only the person can read, over one that others can read too.
///
/// # Errors
/// What the system says; what was there before is still there then.
pub fn private_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // Written under another name first: a login is there whole or not at all.
    let beside = path.with_extension("new");
    drop(std::fs::remove_file(&beside));
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

/// Runs on a thread of its own, and is not waited for longer than [`PATIENCE`].
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || drop(sender.send(work())));
    receiver.recv_timeout(PATIENCE).ok()
}

fn entry(place: Kept, name: &str) -> Option<Entry> {
    match place {
        Kept::SecretService => {
            // Without a bus there is nobody to ask, and asking takes its time.
            std::env::var_os("DBUS_SESSION_BUS_ADDRESS")?;
            keyring::Entry::new(SERVICE, name).ok().map(Entry::Service)
        }
        #[cfg(target_os = "linux")]
        Kept::Kernel => {
            use keyring_core::api::CredentialStoreApi;
            let store = linux_keyutils_keyring_store::Store::new().ok()?;
            store.build(SERVICE, name, None).ok().map(Entry::Kernel)
        }
        #[cfg(not(target_os = "linux"))]
        Kept::Kernel => None,
        Kept::File => None,
    }
}

enum Entry {
    Service(keyring::Entry),
    Kernel(keyring_core::Entry),
}

/// Puts it there and reads it back: a place that forgets at once is none.
fn put(place: Kept, name: &str, token: &str) -> bool {
    let Some(entry) = entry(place, name) else {
        return false;
    };
    let put = match &entry {
        Entry::Service(entry) => entry.set_password(token).is_ok(),
        Entry::Kernel(entry) => entry.set_password(token).is_ok(),
    };
    put && get(place, name).as_deref() == Some(token)
}

fn get(place: Kept, name: &str) -> Option<String> {
    match entry(place, name)? {
        Entry::Service(entry) => entry.get_password().ok(),
        Entry::Kernel(entry) => entry.get_password().ok(),
    }
}

fn drop_entry(place: Kept, name: &str) {
    // One that is gone already is no fault.
    match entry(place, name) {
        Some(Entry::Service(entry)) => drop(entry.delete_credential()),
        Some(Entry::Kernel(entry)) => drop(entry.delete_credential()),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_login_is_kept_recalled_and_forgotten() {
        let directory = tempfile::tempdir().unwrap();
        let person = Person {
            id: "p".into(),
            login: format!("test{}", crate::api::fresh_key()),
            name: "甲".into(),
            posts: vec![],
            stands_in: vec![],
            disabled: false,
            left: vec![],
        };
        let kept = keep(
            directory.path(),
            "http://127.0.0.1:1",
            &person,
            7,
            "banli_secret",
        )
        .unwrap();
        let mode = std::fs::metadata(record(directory.path()))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        let written = std::fs::read_to_string(record(directory.path())).unwrap();
        assert!(
            !written.contains("banli_secret"),
            "the token is not in the record"
        );
        let (login, token) = recall(directory.path()).unwrap();
        assert_eq!(
            (login.kept, login.expires_ms, token.as_str()),
            (kept, 7, "banli_secret")
        );
        forget(directory.path());
        assert!(recall(directory.path()).is_none());
        assert!(!token_file(directory.path()).exists());
    }
}
