//! Use cases: what the routes call, what decides nothing by itself, what talks to the store.

pub mod account;
pub mod cursor;
mod field;
pub mod housekeeping;
pub mod people;
pub mod units;

use std::sync::Arc;

use banli_shared::ids::Millis;

use crate::auth::{Passwords, Throttle};
use crate::clock;
use crate::store::Store;

/// The server, as use cases and routes see it. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

struct Parts {
    store: Store,
    passwords: Passwords,
    throttle: Throttle,
}

impl App {
    /// Over an open store whose schema is up to date.
    ///
    /// # Errors
    /// When the system gives no thread for passwords.
    pub fn start(store: Store) -> std::io::Result<Self> {
        let parts = Parts {
            store,
            passwords: Passwords::start()?,
            throttle: Throttle::default(),
        };
        Ok(Self {
            parts: Arc::new(parts),
        })
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// The thread that hashes passwords.
    #[must_use]
    pub fn passwords(&self) -> &Passwords {
        &self.parts.passwords
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.parts.throttle
    }

    /// What time it is for this server.
    #[must_use]
    pub fn now(&self) -> Millis {
        clock::now_ms()
    }
}
