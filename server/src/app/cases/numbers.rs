//! Numbers of proposals, without gaps in each session.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use banli_shared::api::sessions::Session;
use banli_shared::ids::{IntakeNumber, ProposalNumber, SessionId};
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

/// The numbers that a trial has given so far.
#[derive(Clone)]
pub(crate) struct Supposed {
    given: BTreeMap<String, i64>,
    /// Those that its list brings along.
    brought: Arc<BTreeSet<ProposalNumber>>,
}

impl Supposed {
    /// None given yet, and none of `brought` will be.
    pub(crate) fn besides(brought: BTreeSet<ProposalNumber>) -> Self {
        Self {
            given: BTreeMap::new(),
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

    fn is_brought(&self, number: &ProposalNumber) -> bool {
        match self {
            Self::Counters => false,
            Self::Supposed(supposed) => supposed.brought.contains(number),
        }
    }

    /// The next intake number, e.g. `2023-S0012`.
    pub(crate) async fn for_submission(
        &mut self,
        tx: &mut Tx,
        session: &Session,
    ) -> Result<Numbers, StoreError> {
        let next = self.next(tx, &format!("intake {}", session.id)).await?;
        Ok(Numbers {
            intake: IntakeNumber(format!("{}-S{next:04}", session.year)),
            proposal: ProposalNumber(String::new()),
        })
    }

    /// The next proposal number, e.g. `20230257`, that no list has brought along, whether taken in already or on its way.
    pub(crate) async fn for_filing(
        &mut self,
        tx: &mut Tx,
        session: &Session,
    ) -> Result<ProposalNumber, StoreError> {
        loop {
            let next = self.next(tx, &counter(&session.id)).await?;
            let number = ProposalNumber(format!("{}{next:04}", session.year));
            let sql = "SELECT 1 FROM cases WHERE session = $1 AND number = $2
                       UNION ALL SELECT 1 FROM import_numbers WHERE session = $1 AND number = $2";
            let there = tx.query_opt(sql, params![session.id.0, number.0]).await?;
            if there.is_none() && !self.is_brought(&number) {
                return Ok(number);
            }
        }
    }
}

fn counter(session: &SessionId) -> String {
    format!("number {session}")
}

/// Until this transaction ends nobody else gets a proposal number in this session.
pub(crate) async fn lock_numbers(tx: &mut Tx, session: &SessionId) -> Result<(), StoreError> {
    let sql = "INSERT INTO counters (name, value) VALUES ($1, 0)
               ON CONFLICT (name) DO UPDATE SET value = counters.value";
    tx.execute(sql, params![counter(session)]).await?;
    Ok(())
}
