//! Changes at the server, handed on no faster than they can be read again: every one makes lists ask anew, and a bulk
//! step somewhere makes hundreds. The first is told at once; those that follow are gathered while answers are on
//! their way, and for a while after it.

use std::time::Duration;

use banli_shared::api::events::Change;
use banli_shared::ids::{CaseId, Version};

/// How long changes are gathered, once one has been told.
const GATHER: Duration = Duration::from_secs(1);

/// Whether a case has changed since it was read at this version.
pub(super) fn is_newer(changes: &[Change], case: &CaseId, than: Version) -> bool {
    let mut changes = changes.iter();
    changes.any(|it| it.case == *case && it.version > than)
}

/// What has come and not yet been told.
#[derive(Debug, Default)]
pub struct Changes {
    /// One was told a moment ago.
    resting: bool,
    held: Vec<Change>,
}

impl Changes {
    /// Takes changes; what is to be told now.
    pub(super) fn take(&mut self, changes: &[Change]) -> Vec<Change> {
        if !self.resting {
            self.resting = true;
            return changes.to_vec();
        }
        for change in changes {
            match self.held.iter_mut().find(|it| it.case == change.case) {
                Some(held) => held.clone_from(change),
                None => self.held.push(change.clone()),
            }
        }
        vec![]
    }

    /// What is to be told now that time has passed.
    pub(super) fn tick(&mut self, waiting: usize) -> Vec<Change> {
        // Asking again while the server is still at it only makes it slower.
        if waiting > 0 {
            return vec![];
        }
        self.resting = !self.held.is_empty();
        std::mem::take(&mut self.held)
    }

    /// Everything is asked for anew, or by somebody else.
    pub(super) fn forget(&mut self) {
        self.held.clear();
    }

    /// How soon there may be something to tell.
    pub(super) fn soon(&self) -> Option<Duration> {
        self.resting.then_some(GATHER)
    }
}
