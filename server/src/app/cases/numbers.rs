//! Numbers of proposals, without gaps in each session.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use banli_shared::api::sessions::Session;
use banli_shared::case::Case;
use banli_shared::ids::{CaseId, IntakeNumber, ProposalNumber, SessionId};
use banli_shared::workflow::Numbers;

use crate::params;
use crate::store::{StoreError, Tx};

/// Where numbers come from.
pub(crate) enum Numbering {
    /// The counters of the database.
    Counters,
    /// What the counters would give, in a trial.
    Supposed(Supposed),
}

/// What a trial has given and decided so far.
#[derive(Clone)]
pub(crate) struct Supposed {
    given: BTreeMap<String, i64>,
    /// Cases that later rows are about, as they would be by now; of those not reached yet nothing.
    pub(super) cases: BTreeMap<CaseId, Option<Case>>,
    /// Those that its list brings along, of filed proposals and of those that came in.
    brought: Arc<BTreeSet<String>>,
}

impl Supposed {
    /// None given yet, and none of `brought` will be. What becomes of the cases of `about` is kept.
    pub(crate) fn besides(brought: BTreeSet<String>, about: impl Iterator<Item = CaseId>) -> Self {
        Self {
            given: BTreeMap::new(),
            cases: about.map(|id| (id, None)).collect(),
            brought: Arc::new(brought),
        }
    }
}

impl Numbering {
    async fn next(&mut self, tx: &mut Tx, counter: &str) -> Result<i64, StoreError> {
        let supposed = match self {
            Self::Counters => return tx.next_number(counter).await,
            Self::Supposed(supposed) => supposed,
        };
        let last = match supposed.given.get(counter) {
            Some(last) => *last,
            None => {
                let sql = "SELECT value FROM counters WHERE name = $1";
                let row = tx.query_opt(sql, params![counter]).await?;
                row.map_or(Ok(0), |row| row.int(0))?
            }
        };
        supposed.given.insert(counter.to_owned(), last + 1);
        Ok(last + 1)
    }

    /// Whether a case has this number, or a list brings it along, taken in already or on its way.
    async fn is_taken(
        &self,
        tx: &mut Tx,
        session: &Session,
        number: &str,
    ) -> Result<bool, StoreError> {
        if let Self::Supposed(supposed) = self
            && supposed.brought.contains(number)
        {
            return Ok(true);
        }
        let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM cases WHERE session = $1 AND number = $2)
                   OR EXISTS (SELECT 1 FROM cases WHERE session = $1 AND intake_number = $2)
                   OR EXISTS (SELECT 1 FROM import_numbers WHERE session = $1 AND number = $2)";
        let there = tx.query_opt(sql, params![session.id.0, number]).await?;
        Ok(there.is_some())
    }

    /// The next intake number, e.g. `2023-S0012`, that no list has brought along.
    pub(crate) async fn for_submission(
        &mut self,
        tx: &mut Tx,
        session: &Session,
    ) -> Result<Numbers, StoreError> {
        loop {
            let next = self.next(tx, &intake_counter(&session.id)).await?;
            let number = format!("{}-S{next:04}", session.year);
            if !self.is_taken(tx, session, &number).await? {
                return Ok(came_in(IntakeNumber(number)));
            }
        }
    }

    /// The next proposal number, e.g. `20230257`, that no list has brought along.
    pub(crate) async fn for_filing(
        &mut self,
        tx: &mut Tx,
        session: &Session,
    ) -> Result<ProposalNumber, StoreError> {
        loop {
            let next = self.next(tx, &counter(&session.id)).await?;
            let number = format!("{}{next:04}", session.year);
            if !self.is_taken(tx, session, &number).await? {
                return Ok(ProposalNumber(number));
            }
        }
    }
}

/// The numbers of a proposal that comes in.
pub(super) fn came_in(intake: IntakeNumber) -> Numbers {
    Numbers {
        intake,
        proposal: ProposalNumber(String::new()),
    }
}

fn counter(session: &SessionId) -> String {
    format!("number {session}")
}

fn intake_counter(session: &SessionId) -> String {
    format!("intake {session}")
}

/// Until this transaction ends nobody else gets a number in this session. Submitting comes before filing.
pub(crate) async fn lock_numbers(tx: &mut Tx, session: &SessionId) -> Result<(), StoreError> {
    for counter in [intake_counter(session), counter(session)] {
        let sql = "INSERT INTO counters (name, value) VALUES ($1, 0)
                   ON CONFLICT (name) DO UPDATE SET value = counters.value";
        tx.execute(sql, params![counter]).await?;
    }
    Ok(())
}
