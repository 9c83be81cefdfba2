//! How often one may try a password: buckets of tries, filled again over time.
//!
//! There is one for each account tried from each address, one for each address, and a wide one for each account, from
//! wherever it is tried. Whoever guesses at an account from elsewhere uses up tries of their own, not its owner's; only
//! many addresses together empty the wide one, and that does not concern an address from which the account has been
//! logged in to before.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
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

struct Tables {
    /// An account from an address: 10 at once, then one in 30 seconds.
    pairs: Table,
    /// An address, often a whole office: 60 at once, then one in 2 seconds.
    places: Table,
    /// An account, from wherever: 200 at once, then one in 3 seconds. Ten strangers at once stay below that.
    accounts: Table,
    /// By bucket, the pair that logged in last; 0 while none has.
    known: Vec<u64>,
}

/// The tries of all accounts and addresses.
pub struct Throttle {
    tables: Mutex<Tables>,
    keys: RandomState,
}

impl Default for Throttle {
    fn default() -> Self {
        let tables = Tables {
            pairs: Table::new(10, 30_000),
            places: Table::new(60, 2_000),
            accounts: Table::new(200, 3_000),
            known: vec![0; BUCKETS],
        };
        Self {
            tables: Mutex::new(tables),
            keys: RandomState::new(),
        }
    }
}

/// Where the tries at an account from an address are counted.
struct Keys {
    /// Names the pair.
    pair: u64,
    place: usize,
    account: usize,
}

impl Throttle {
    fn keys(&self, login: &str, address: IpAddr) -> Keys {
        let place = network(address);
        Keys {
            // Never 0, which stands for nobody.
            pair: self.keys.hash_one((login, place)) | 1,
            place: bucket(self.keys.hash_one(place)),
            account: bucket(self.keys.hash_one(login)),
        }
    }

    /// Takes a try at `login` from `address`.
    ///
    /// # Errors
    /// Seconds to wait when there is none.
    pub fn take(&self, login: &str, address: IpAddr, now: Millis) -> Result<(), u32> {
        let keys = self.keys(login, address);
        let pair = bucket(keys.pair);
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let known = tables.known[pair] == keys.pair;
        let mut wait = tables.pairs.wait(pair, now);
        wait = wait.max(tables.places.wait(keys.place, now));
        if !known {
            wait = wait.max(tables.accounts.wait(keys.account, now));
        }
        if wait > 0 {
            return Err(u32::try_from(wait.div_euclid(1000) + 1).unwrap_or(u32::MAX));
        }
        tables.pairs.take(pair, now);
        tables.places.take(keys.place, now);
        tables.accounts.take(keys.account, now);
        Ok(())
    }

    /// Gives back the try of a login that worked, and remembers that it works from there.
    pub fn give_back(&self, login: &str, address: IpAddr) {
        let keys = self.keys(login, address);
        let pair = bucket(keys.pair);
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.pairs.give_back(pair);
        tables.places.give_back(keys.place);
        tables.accounts.give_back(keys.account);
        tables.known[pair] = keys.pair;
    }
}

fn bucket(hash: u64) -> usize {
    // The remainder is smaller than the number of buckets, which fits.
    (hash % BUCKETS as u64) as usize
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

    /// Addresses of `192.0.2.0/24` that share no bucket with each other nor with [`HOME`] for the account `a`.
    fn strangers(throttle: &Throttle, many: usize) -> Vec<IpAddr> {
        let mut pairs = vec![bucket(throttle.keys("a", HOME).pair)];
        let mut places = vec![throttle.keys("a", HOME).place];
        let all = (0..=255).map(|n| IpAddr::from([192, 0, 2, n]));
        let apart = all.filter(|address| {
            let keys = throttle.keys("a", *address);
            let free = !pairs.contains(&bucket(keys.pair)) && !places.contains(&keys.place);
            pairs.push(bucket(keys.pair));
            places.push(keys.place);
            free
        });
        apart.take(many).collect()
    }

    #[test]
    fn ten_wrong_tries_and_then_one_in_thirty_seconds() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            assert_eq!(throttle.take("a", HOME, 1_000), Ok(()));
        }
        assert_eq!(throttle.take("a", HOME, 1_000), Err(31));
        let home = bucket(throttle.keys("a", HOME).pair);
        let mut others = ["b", "c", "d"].into_iter();
        let another = others.find(|it| bucket(throttle.keys(it, HOME).pair) != home);
        assert_eq!(throttle.take(another.unwrap(), HOME, 1_000), Ok(()));
        assert_eq!(throttle.take("a", HOME, 31_000), Ok(()));
        assert!(throttle.take("a", HOME, 31_000).is_err());
    }

    #[test]
    fn a_stranger_elsewhere_locks_nobody_out() {
        let throttle = Throttle::default();
        for address in strangers(&throttle, 10) {
            for n in 0..1_000 {
                let _refused = throttle.take("a", address, n * 10);
            }
            assert!(throttle.take("a", address, 10_000).is_err());
        }
        assert_eq!(throttle.take("a", HOME, 10_000), Ok(()));
    }

    #[test]
    fn many_strangers_are_slowed_down_and_an_address_that_is_known_is_not() {
        let throttle = Throttle::default();
        assert_eq!(throttle.take("a", HOME, 0), Ok(()));
        throttle.give_back("a", HOME);
        let tries = strangers(&throttle, 100)
            .into_iter()
            .flat_map(|it| [it; 10]);
        let taken = tries.filter(|it| throttle.take("a", *it, 1_000).is_ok());
        assert_eq!(taken.count(), 200);
        assert_eq!(throttle.take("a", HOME, 1_000), Ok(()));
    }

    #[test]
    fn an_address_runs_out_over_many_accounts() {
        let throttle = Throttle::default();
        let taken = (0..200).filter(|n| throttle.take(&format!("n{n}"), HOME, 1_000).is_ok());
        assert_eq!(taken.count(), 60);
        let elsewhere = strangers(&throttle, 1)[0];
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
