//! Jobs waiting for a worker thread: bounded, first come first served.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::StoreError;
use super::job::Job;

/// How many jobs may wait. Beyond it those who ask wait outside, and their own time limit speaks.
const ROOM: usize = 1024;

struct Waiting {
    jobs: VecDeque<(Box<dyn Job>, OwnedSemaphorePermit)>,
    closed: bool,
}

impl Waiting {
    fn next(&mut self) -> Option<Box<dyn Job>> {
        loop {
            let (job, _permit) = self.jobs.pop_front()?;
            if !job.is_abandoned() {
                return Some(job);
            }
        }
    }
}

pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
    room: Arc<Semaphore>,
}

impl Queue {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            waiting: Mutex::new(Waiting {
                jobs: VecDeque::new(),
                closed: false,
            }),
            arrived: Condvar::new(),
            room: Arc::new(Semaphore::new(ROOM)),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing in here can panic halfway through a change.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a job at the end, waiting for room.
    pub(super) async fn push(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let closed = || StoreError::Stopped("it has been closed".into());
        let permit = Arc::clone(&self.room)
            .acquire_owned()
            .await
            .map_err(|_closed| closed())?;
        let mut waiting = self.lock();
        if waiting.closed {
            return Err(closed());
        }
        waiting.jobs.push_back((job, permit));
        drop(waiting);
        self.arrived.notify_one();
        Ok(())
    }

    /// The next job; waits for one. Jobs that nobody waits for any more are passed over. `None` when the queue is closed and empty: what was taken in is finished.
    pub(super) fn pop(&self) -> Option<Box<dyn Job>> {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.next() {
                return Some(job);
            }
            if waiting.closed {
                return None;
            }
            waiting = self
                .arrived
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next job, if there is one now.
    pub(super) fn try_pop(&self) -> Option<Box<dyn Job>> {
        self.lock().next()
    }

    /// Takes no more jobs; workers end when those waiting are done.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.room.close();
        self.arrived.notify_all();
    }
}
