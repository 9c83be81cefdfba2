//! argon2id in one piece of memory that is used again and again.
//!
//! Asking the allocator for 19 MiB each time leaves holes of that size behind: a hundred megabytes after a few logins.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::random;

/// 19 MiB and two passes: the least that is advised for argon2id today.
const PARAMS: Params = Params::DEFAULT;

pub(super) struct Hasher {
    memory: Vec<Block>,
}

impl Hasher {
    pub(super) fn new() -> Self {
        Self { memory: Vec::new() }
    }

    /// The hash to keep for `password`, with a salt of its own, as a PHC string.
    pub(super) fn hash(&mut self, password: &[u8]) -> Option<String> {
        let salt = Salt::new(&random::bytes::<16>()).ok()?;
        let hash = self.run(password, &salt, &PARAMS)?;
        let kept = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&PARAMS).ok()?,
            salt: Some(salt),
            hash: Some(hash),
        };
        Some(kept.to_string())
    }

    /// Whether `password` is the one that `kept` was made of.
    pub(super) fn verify(&mut self, password: &[u8], kept: &str) -> bool {
        let Ok(kept) = PasswordHash::new(kept) else {
            return false;
        };
        let ours = kept.algorithm == Algorithm::Argon2id.ident()
            && kept.version == Some(Version::V0x13.into());
        let (Ok(params), Some(salt), Some(hash), true) =
            (Params::try_from(&kept), kept.salt, kept.hash, ours)
        else {
            return false;
        };
        // Outputs are compared in constant time.
        self.run(password, &salt, &params) == Some(hash)
    }

    fn run(&mut self, password: &[u8], salt: &Salt, params: &Params) -> Option<Output> {
        let blocks = params.block_count();
        if self.memory.len() < blocks {
            self.memory.resize(blocks, Block::new());
        }
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let mut out = [0; Output::MAX_LENGTH];
        let out = out.get_mut(..length)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let memory = &mut self.memory[..blocks];
        argon2
            .hash_password_into_with_memory(password, salt, out, memory)
            .ok()?;
        Output::new(out).ok()
    }
}

#[cfg(test)]
mod tests {
    use argon2::PasswordVerifier as _;

    use super::*;

    #[test]
    fn what_is_kept_is_what_others_call_argon2id() {
        let mut hasher = Hasher::new();
        let kept = hasher.hash("正确的密码".as_bytes()).unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        let other = Argon2::default();
        let parsed = PasswordHash::new(&kept).unwrap();
        assert!(
            other
                .verify_password("正确的密码".as_bytes(), &parsed)
                .is_ok()
        );
        assert!(other.verify_password(b"wrong", &parsed).is_err());
        assert!(hasher.verify("正确的密码".as_bytes(), &kept));
        assert!(!hasher.verify(b"wrong", &kept));
        assert_ne!(hasher.hash("正确的密码".as_bytes()).unwrap(), kept);
        for kept in [
            "",
            "x",
            "$argon2id$v=19$m=19456,t=2,p=1$",
            &kept.replace("argon2id", "argon2d"),
        ] {
            assert!(!hasher.verify("正确的密码".as_bytes(), kept), "{kept}");
        }
    }
}
