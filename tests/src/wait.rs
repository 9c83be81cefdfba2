//! Waiting for a condition, with a bound.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a test waits for something that should happen at once. Generous, because it is
/// only ever used up by a failure, and machines that run tests are busy.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A value that one thread changes and another waits on.
#[derive(Debug, Default)]
pub struct Watched<T> {
    value: Mutex<T>,
    changed: Condvar,
}

impl<T> Watched<T> {
    /// Starts with `value`.
    pub fn new(value: T) -> Self {
        Self {
            value: Mutex::new(value),
            changed: Condvar::new(),
        }
    }

    /// The value as it is now. A panic in another thread does not hide it: it is what the
    /// failure message wants to show.
    pub fn get(&self) -> MutexGuard<'_, T> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the value and wakes those who wait.
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.get());
        self.changed.notify_all();
    }

    /// Waits until `wanted` gives an answer, at most for `patience`; `None` when it never did.
    pub fn wait<R>(
        &self,
        patience: Duration,
        mut wanted: impl FnMut(&mut T) -> Option<R>,
    ) -> Option<R> {
        let end = Instant::now() + patience;
        let mut value = self.get();
        loop {
            if let Some(answer) = wanted(&mut value) {
                return Some(answer);
            }
            let left = end.checked_duration_since(Instant::now())?;
            value = self
                .changed
                .wait_timeout(value, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}
