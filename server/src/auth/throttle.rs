//! How often one may try a password: a bucket of tries for each account and each address, filled again over time.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use banli_shared::ids::Millis;

/// Buckets in a table. Memory stays the same whatever is tried: two keys may share a bucket, which only makes both
/// wait, and nobody outside can know which do.
const BUCKETS: usize = 16 * 1024;

/// Tries of one kind.
struct Table {
    /// Most tries at once.
    burst: i64,
    /// Until one more try is there, in milliseconds.
    refill_ms: Millis,
    /// For each bucket, when it will be full again (0 = it is).
    full_at: Vec<Millis>,
}

impl Table {
    fn new(burst: i64, refill_ms: Millis) -> Self {
        Self {
            burst,
            refill_ms,
            full_at: vec![0; BUCKETS],
        }
    }

    /// How long until a try is there; 0 when one is.
    fn wait(&self, bucket: usize, now: Millis) -> Millis {
        let missing = (self.full_at[bucket] - now).max(0);
        (missing - (self.burst - 1) * self.refill_ms).max(0)
    }

    fn take(&mut self, bucket: usize, now: Millis) {
        self.full_at[bucket] = self.full_at[bucket].max(now) + self.refill_ms;
    }

    fn give_back(&mut self, bucket: usize) {
        self.full_at[bucket] -= self.refill_ms;
    }
}

/// The tries of all accounts and addresses.
pub struct Throttle {
    tables: Mutex<(Table, Table)>,
    keys: RandomState,
}

impl Default for Throttle {
    fn default() -> Self {
        // An account: 10 at once, then one in 30 seconds. An address (often a whole office): 60, then one in 2 seconds.
        let tables = (Table::new(10, 30_000), Table::new(60, 2_000));
        Self {
            tables: Mutex::new(tables),
            keys: RandomState::new(),
        }
    }
}

impl Throttle {
    fn bucket(&self, key: impl Hash) -> usize {
        // The remainder is smaller than the number of buckets, which fits.
        (self.keys.hash_one(key) % BUCKETS as u64) as usize
    }

    /// Takes a try at `login` from `address`.
    ///
    /// # Errors
    /// Seconds to wait when there is none.
    pub fn take(&self, login: &str, address: IpAddr, now: Millis) -> Result<(), u32> {
        let (account, place) = (self.bucket(login), self.bucket(network(address)));
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let (accounts, places) = &mut *tables;
        let wait = accounts.wait(account, now).max(places.wait(place, now));
        if wait > 0 {
            return Err(u32::try_from(wait.div_euclid(1000) + 1).unwrap_or(u32::MAX));
        }
        accounts.take(account, now);
        places.take(place, now);
        Ok(())
    }

    /// Gives back the try of a login that worked.
    pub fn give_back(&self, login: &str, address: IpAddr) {
        let (account, place) = (self.bucket(login), self.bucket(network(address)));
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.0.give_back(account);
        tables.1.give_back(place);
    }
}

/// One machine has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    /// A key that does not happen to share the bucket of `key`.
    fn other_than<K: Hash>(throttle: &Throttle, key: K, others: impl IntoIterator<Item = K>) -> K {
        let bucket = throttle.bucket(key);
        let mut others = others.into_iter();
        others
            .find(|other| throttle.bucket(other) != bucket)
            .unwrap()
    }

    #[test]
    fn ten_wrong_tries_and_then_one_in_thirty_seconds() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            assert_eq!(throttle.take("a", HOME, 1_000), Ok(()));
        }
        assert_eq!(throttle.take("a", HOME, 1_000), Err(31));
        let another = other_than(&throttle, "a", ["b", "c", "d"]);
        assert_eq!(throttle.take(another, HOME, 1_000), Ok(()));
        assert_eq!(throttle.take("a", HOME, 31_000), Ok(()));
        assert!(throttle.take("a", HOME, 31_000).is_err());
    }

    #[test]
    fn an_address_runs_out_over_many_accounts() {
        let throttle = Throttle::default();
        let taken = (0..200).filter(|n| throttle.take(&format!("n{n}"), HOME, 1_000).is_ok());
        assert_eq!(taken.count(), 60);
        let elsewhere = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(|text| text.parse().unwrap());
        let elsewhere = other_than(&throttle, HOME, elsewhere);
        assert_eq!(throttle.take("fresh", elsewhere, 1_000), Ok(()));
    }

    #[test]
    fn logins_that_work_cost_nothing() {
        let throttle = Throttle::default();
        for _ in 0..1_000 {
            assert_eq!(throttle.take("a", HOME, 1_000), Ok(()));
            throttle.give_back("a", HOME);
        }
    }
}
