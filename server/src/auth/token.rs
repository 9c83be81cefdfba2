//! Bearer tokens: opaque, shown once, kept only as a hash.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::random;

/// What every token begins with, so that a leaked one is recognised by those who search for leaks.
const PREFIX: &str = "banli_";

/// A token, as its holder has it. Never printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one: 256 bits nobody can guess.
    #[must_use]
    pub fn new() -> Self {
        Self(format!(
            "{PREFIX}{}",
            random::base32(&random::bytes::<32>())
        ))
    }

    /// One that only who has both can make again: another token, and 256 random bits kept for a while.
    #[must_use]
    pub fn derived(from: &Self, salt: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(from.0.as_bytes())
            .chain_update([0])
            .chain_update(salt.as_bytes())
            .finalize();
        Self(format!("{PREFIX}{}", random::base32(&digest)))
    }

    /// A token as it came in. `None` for what cannot be one, before anything is looked up.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        (rest.len() == 52 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            .then(|| Self(text.to_owned()))
    }

    /// For its holder, once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps. A plain hash is enough: the token is too random to be guessed.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256(self.0.as_bytes())
    }
}

impl Default for Token {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("banli_…")
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_nothing_else_is() {
        let token = Token::new();
        assert_eq!(Token::read(token.reveal()), Some(token.clone()));
        assert_ne!(Token::new(), token);
        assert!(!format!("{token:?}").contains(&token.reveal()[6..]));
        for bad in [
            "",
            "banli_",
            "banli_short",
            &token.reveal()[6..],
            "banli_' OR 1=1 --",
        ] {
            assert_eq!(Token::read(bad), None, "{bad}");
        }
        let derived = Token::derived(&token, "salt");
        assert_eq!(Token::read(derived.reveal()), Some(derived.clone()));
        assert_eq!(Token::derived(&token, "salt"), derived);
        assert_ne!(Token::derived(&token, "other"), derived);
        assert_ne!(Token::derived(&Token::new(), "salt"), derived);
        let long = format!("{}x", token.reveal());
        assert_eq!(Token::read(&long), None);
    }
}
