//! Passwords: argon2id on a thread of its own.
//!
//! Hashing is slow on purpose. Done on the threads that serve requests, a flood of logins would stop everybody; done on
//! one thread, it takes one core at most, and what does not fit in its queue is told to come again.

use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread;

use banli_shared::api::{FieldFault, ProblemCode};
use banli_shared::both;
use tokio::sync::oneshot;

use super::hasher::Hasher;
use crate::http::Failure;
use crate::random;

/// How many may wait for the thread: at about 30 ms each, the last of them waits 4 seconds.
const WAITING: usize = 128;
const FEWEST: usize = 8;
/// Longer ones say nothing more, and hashing them is work for an attacker to give.
const MOST: usize = 256;

enum Work {
    Hash {
        password: String,
        reply: oneshot::Sender<Option<String>>,
    },
    Verify {
        password: String,
        hash: String,
        reply: oneshot::Sender<bool>,
    },
}

/// The thread that hashes. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    work: SyncSender<Work>,
    /// The hash of a password nobody has, to spend the same time on a login nobody has.
    nobody: String,
}

impl Passwords {
    /// Starts the thread. It ends when the last clone is dropped.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start() -> std::io::Result<Self> {
        let (work, todo) = sync_channel(WAITING);
        let mut hasher = Hasher::new();
        let nobody = hasher
            .hash(random::base32(&random::bytes::<20>()).as_bytes())
            .ok_or_else(|| std::io::Error::other("argon2 does not run on this machine"))?;
        thread::Builder::new()
            .name("passwords".into())
            .spawn(move || {
                for work in todo {
                    match work {
                        // Those who went away are not worked for.
                        Work::Hash { reply, .. } if reply.is_closed() => {}
                        Work::Verify { reply, .. } if reply.is_closed() => {}
                        Work::Hash { password, reply } => {
                            let _ = reply.send(hasher.hash(password.as_bytes()));
                        }
                        Work::Verify {
                            password,
                            hash,
                            reply,
                        } => {
                            let _ = reply.send(verify(&mut hasher, &password, &hash));
                        }
                    }
                }
            })?;
        Ok(Self { work, nobody })
    }

    /// The hash to keep for `password`, with a salt of its own.
    ///
    /// # Errors
    /// `too_many` when too many wait already.
    pub async fn hash(&self, password: String) -> Result<String, Failure> {
        let (reply, answer) = oneshot::channel();
        self.give(Work::Hash { password, reply })?;
        let hash = answer.await.ok().flatten();
        hash.ok_or_else(|| Failure::internal("a password could not be hashed"))
    }

    /// Whether `password` is the one that was hashed. With no hash (no such login) it takes as long and says no.
    ///
    /// # Errors
    /// `too_many` when too many wait already.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Failure> {
        let known = hash.is_some();
        let (reply, answer) = oneshot::channel();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        self.give(Work::Verify {
            password,
            hash,
            reply,
        })?;
        let fits = answer.await;
        Ok(fits.map_err(|_gone| Failure::internal("the password thread has ended"))? && known)
    }

    fn give(&self, work: Work) -> Result<(), Failure> {
        self.work.try_send(work).map_err(|error| match error {
            TrySendError::Full(_) => Failure::new(
                ProblemCode::TooMany,
                both!(
                    "同时登录的人过多，请稍后再试",
                    "too many people are logging in at once"
                ),
            )
            .retry_after(5),
            TrySendError::Disconnected(_) => Failure::internal("the password thread has ended"),
        })
    }
}

/// Whether `password` may be set: length only, counted in characters. Rules about kinds of characters make people write
/// them down.
///
/// # Errors
/// Says what is expected, at `pointer`.
pub fn check_password(password: &str, pointer: &str) -> Result<(), FieldFault> {
    let length = password.chars().count();
    if length < FEWEST || password.len() > MOST {
        return Err(FieldFault::new(
            pointer,
            "length",
            both!(
                "密码至少 8 个字符，至多 256 字节",
                "a password has at least 8 characters and at most 256 bytes"
            ),
        ));
    }
    Ok(())
}

fn verify(hasher: &mut Hasher, password: &str, hash: &str) -> bool {
    // One that is too long is as slow as any other wrong one, and no slower.
    let tried = &password.as_bytes()[..password.len().min(MOST)];
    hasher.verify(tried, hash) && tried.len() == password.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_fits_and_no_other() {
        let passwords = Passwords::start().unwrap();
        let hash = passwords.hash("正确的密码".into()).await.unwrap();
        assert_ne!(hash, passwords.hash("正确的密码".into()).await.unwrap());
        let fits = async |password: &str, hash: Option<&String>| {
            passwords
                .verify(password.into(), hash.cloned())
                .await
                .unwrap()
        };
        assert!(fits("正确的密码", Some(&hash)).await);
        assert!(!fits("正确的密碼", Some(&hash)).await);
        assert!(!fits("", Some(&hash)).await);
        assert!(!fits(&"x".repeat(10_000), Some(&hash)).await);
        assert!(!fits("正确的密码", None).await);
        assert!(!fits("正确的密码", Some(&"not a hash".to_owned())).await);
    }

    #[test]
    fn short_and_huge_passwords_are_refused() {
        assert!(check_password("1234567", "/password").is_err());
        assert!(check_password("12345678", "/password").is_ok());
        assert!(check_password("一二三四五六七八", "/password").is_ok());
        assert!(check_password(&"x".repeat(257), "/password").is_err());
    }
}
