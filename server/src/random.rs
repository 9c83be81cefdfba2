//! The one place where the server takes randomness, and the names made of it.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use banli_shared::ids::Millis;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `N` bytes nobody can guess.
///
/// # Panics
/// When the system has no randomness to give: nothing safe can be done then.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// How many ids were made, from a beginning of its own for each process.
static MADE: LazyLock<AtomicU32> =
    LazyLock::new(|| AtomicU32::new(u32::from_be_bytes(bytes()) >> 1));

/// A new id of 26 characters: later ids sort after earlier ones, also (in one process) those of the same millisecond, and
/// no two are the same. What is kept under ids that rise is written at one end of every index: a list of thousands has
/// one time for all its cases.
#[must_use]
pub fn id(now_ms: Millis) -> String {
    let mut all = [0; 16];
    all[..6].copy_from_slice(&now_ms.to_be_bytes()[2..]);
    all[6..10].copy_from_slice(&MADE.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    all[10..].copy_from_slice(&bytes::<6>());
    base32(&all)
}

/// Bytes in digits and letters that cannot be misread (no i, l, o, u), in the order of the bytes.
#[must_use]
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(char::from(DIGITS[(bits >> held & 31) as usize]));
        }
    }
    if held > 0 {
        text.push(char::from(DIGITS[(bits << (5 - held) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ() {
        let ids = [
            id(1_000),
            id(1_001),
            id(1_700_000_000_000),
            id(1_700_000_000_001),
        ];
        assert!(ids.is_sorted(), "{ids:?}");
        assert!(ids.iter().all(|id| id.len() == 26));
        let at_once: Vec<String> = (0..1_000).map(|_| id(5)).collect();
        assert!(at_once.is_sorted_by(|a, b| a < b), "{at_once:?}");
    }

    #[test]
    fn base32_keeps_the_order_of_bytes() {
        assert_eq!(base32(&[0]), "00");
        assert_eq!(base32(&[255]), "zw");
        assert!(base32(&[1, 2, 3]) < base32(&[1, 2, 4]));
        assert_eq!(base32(&[0; 32]).len(), 52);
    }
}
