//! Is what is kept what happened? `verify` goes by the record alone; `doctor` asks what must hold everywhere.

pub mod doctor;
pub(crate) mod invariants;
mod tables;
pub mod verify;
mod words;

use banli_shared::text::Bilingual;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How far a long check has come. Cheap to clone; read while the check runs.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    done: Arc<AtomicU64>,
    all: Arc<AtomicU64>,
}

impl Progress {
    fn begin(&self, all: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }

    fn step(&self, count: u64) {
        self.done.fetch_add(count, Ordering::Relaxed);
    }

    /// What is done, and of how much; both are 0 before it is known.
    #[must_use]
    pub fn now(&self) -> (u64, u64) {
        (
            self.done.load(Ordering::Relaxed),
            self.all.load(Ordering::Relaxed),
        )
    }
}

/// The most findings that are told one by one.
const TOLD: usize = 100;

/// What was found wrong. Names cases, numbers and columns, never what people wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// The first of them.
    pub told: Vec<Bilingual>,
    /// How many there are.
    pub count: u64,
}

impl Findings {
    fn add(&mut self, finding: Bilingual) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(finding);
        }
    }
}
