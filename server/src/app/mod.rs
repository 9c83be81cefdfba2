//! Use cases: what the routes call, what decides nothing by itself, what talks to the store.

pub mod account;
pub mod calendars;
pub mod cases;
pub mod column_names;
pub mod cursor;
pub mod delegations;
pub(crate) mod document_numbers;
pub(crate) mod documents;
pub mod exports;
mod field;
pub mod housekeeping;
pub mod imports;
pub mod index;
pub(crate) mod lights;
pub(crate) mod listed_units;
pub mod listing;
pub(crate) mod looks;
pub mod notices;
pub mod people;
pub mod profiles;
pub(crate) mod scope;
pub mod search;
pub mod sessions;
mod staffing;
pub(crate) mod templates;
pub mod units;
pub mod views;
pub mod webhooks;
pub mod world;

use std::sync::{Arc, Weak};

use banli_shared::calendar::Date;
use banli_shared::ids::Millis;
use jiff::tz::TimeZone;
use tokio::sync::{Mutex, watch};

use crate::auth::{Passwords, Throttle};
use crate::clock;
use crate::live::Live;
use crate::store::Store;

use self::world::Worlds;

/// How a server is set.
#[derive(Clone)]
pub struct Settings {
    /// Where days begin and end.
    pub zone: TimeZone,
    /// Whether a request may say what time it is for the rules.
    pub simulated_time: bool,
    /// Where it may: whether that moves the calendar on, so that what happens by it happens at each later day.
    pub moves_calendar: bool,
    /// For how many days a delivery that was given up can be looked up and tried again.
    pub given_up_days: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            zone: world::usual_zone(),
            simulated_time: false,
            moves_calendar: false,
            given_up_days: 90,
        }
    }
}

/// The server, as use cases and routes see it. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

pub(crate) struct Parts {
    store: Store,
    passwords: Passwords,
    throttle: Throttle,
    worlds: Worlds,
    live: Live,
    simulated_time: bool,
    /// The latest day that a request named, where that moves the calendar on.
    latest_day: Option<Mutex<Option<Date>>>,
    given_up_days: u16,
    stopping: watch::Sender<bool>,
}

impl App {
    /// Over an open store whose schema is up to date.
    ///
    /// # Errors
    /// When the system gives no thread for passwords.
    pub fn start(store: Store, settings: Settings) -> std::io::Result<Self> {
        let parts = Parts {
            store,
            passwords: Passwords::start()?,
            throttle: Throttle::default(),
            worlds: Worlds::new(settings.zone),
            live: Live::default(),
            simulated_time: settings.simulated_time,
            latest_day: settings.moves_calendar.then(Mutex::default),
            given_up_days: settings.given_up_days,
            stopping: watch::Sender::new(false),
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

    /// Units, sessions, calendar and names, for jobs.
    #[must_use]
    pub fn worlds(&self) -> Worlds {
        self.parts.worlds.clone()
    }

    /// Whether a request may say what time it is for the rules.
    #[must_use]
    pub fn simulates_time(&self) -> bool {
        self.parts.simulated_time
    }

    /// The latest day that a request named, where that moves the calendar on; whoever holds it looks at that day alone.
    pub(crate) fn latest_day(&self) -> Option<&Mutex<Option<Date>>> {
        self.parts.latest_day.as_ref()
    }

    /// How long a delivery that was given up is kept.
    pub(crate) fn keeps_given_up_ms(&self) -> Millis {
        Millis::from(self.parts.given_up_days) * 24 * 60 * 60 * 1000
    }

    pub(crate) fn live(&self) -> &Live {
        &self.parts.live
    }

    /// For tasks that must not keep the server.
    pub(crate) fn downgrade(&self) -> Weak<Parts> {
        Arc::downgrade(&self.parts)
    }

    /// The server, if it is still there.
    pub(crate) fn upgrade(parts: &Weak<Parts>) -> Option<Self> {
        parts.upgrade().map(|parts| Self { parts })
    }

    /// Tells what never ends by itself (streams of events) to end now.
    pub fn begin_stop(&self) {
        self.parts.stopping.send_replace(true);
    }

    /// Whether the server is asked to stop.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        *self.parts.stopping.borrow()
    }

    /// Waits until the server is asked to stop.
    pub async fn stopping(&self) {
        let mut stopping = self.parts.stopping.subscribe();
        // The sender is held by this very value, so it cannot be gone.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }

    /// What time it is for this server.
    #[must_use]
    pub fn now(&self) -> Millis {
        clock::now_ms()
    }
}
