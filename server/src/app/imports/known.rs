//! What a session has already, so that a row is taken in once.

use std::collections::{BTreeSet, HashMap};

use banli_shared::api::ProblemCode;
use banli_shared::api::lists::RowFate;
use banli_shared::both;
use banli_shared::ids::SessionId;
use banli_shared::text::normalise_name;

use super::rows::{ListRow, in_row, nothing_changed};
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};
use banli_shared::import::Titles;

/// What the session has already, and then the rows before the one that is looked at.
pub(super) struct Known {
    /// Titles.
    by_number: HashMap<String, String>,
    /// First proposers, by title; only titles that the list has.
    by_title: HashMap<String, Vec<String>>,
    /// What every title is found by.
    labels: Vec<(String, String)>,
}

/// What becomes of a row, before the rules are asked.
pub(super) struct Fate {
    pub(super) fate: RowFate,
    /// What has nearly the same title.
    pub(super) alike: Option<String>,
}

impl Known {
    pub(super) async fn of(
        tx: &mut Tx,
        session: &SessionId,
        rows: &[ListRow],
    ) -> Result<Self, StoreError> {
        let wanted: BTreeSet<String> = rows.iter().map(|row| normalise_name(&row.title)).collect();
        let mut known = Self {
            by_number: HashMap::new(),
            by_title: HashMap::new(),
            labels: Vec::new(),
        };
        let sql = "SELECT number, title, intake_number, proposers FROM listed WHERE session = $1";
        for row in tx.query(sql, params![session.0]).await? {
            let title: String = row.get(1)?;
            let number = row.get::<Option<String>>(0)?;
            let label = match &number {
                Some(number) => number.clone(),
                None => row.get(2)?,
            };
            if let Some(number) = number {
                known.by_number.insert(number, title.clone());
            }
            let key = normalise_name(&title);
            if wanted.contains(&key) {
                let names: Vec<String> = serde_json::from_str(row.text(3)?)
                    .map_err(|_fault| StoreError::Database("proposers cannot be read".into()))?;
                let first = first_of(&names);
                known.by_title.entry(key).or_default().push(first);
            }
            known.labels.push((label, title));
        }
        Ok(known)
    }

    /// What becomes of each row.
    ///
    /// # Errors
    /// `taken` for a number that belongs to another proposal.
    pub(super) fn fates(mut self, rows: &[ListRow]) -> Result<Vec<Fate>, Failure> {
        let mut titles = Titles::default();
        for (label, title) in &self.labels {
            titles.add(label, title);
        }
        let mut fates = Vec::with_capacity(rows.len());
        for row in rows {
            if self.has(row)? {
                fates.push(Fate {
                    fate: RowFate::Same,
                    alike: None,
                });
                continue;
            }
            fates.push(Fate {
                fate: RowFate::Added,
                alike: titles.like(&row.title).map(str::to_owned),
            });
            let label = row.number.as_deref().unwrap_or(&row.title);
            titles.add(label, &row.title);
            self.add(row);
        }
        Ok(fates)
    }

    fn add(&mut self, row: &ListRow) {
        if let Some(number) = &row.number {
            self.by_number.insert(number.clone(), row.title.clone());
        }
        let title = normalise_name(&row.title);
        let first = first_of(&row.proposers);
        self.by_title.entry(title).or_default().push(first);
    }

    /// Whether a row is there already: the same number and title, or the same title and first proposer.
    fn has(&self, row: &ListRow) -> Result<bool, Failure> {
        let title = normalise_name(&row.title);
        let number = row.number.as_ref();
        if let Some(there) = number.and_then(|number| self.by_number.get(number)) {
            if normalise_name(there) == title {
                return Ok(true);
            }
            let said = both!(
                "该提案号已属于另一案由的提案，请核对",
                "this number belongs to a proposal with another title; correct the one or the other"
            );
            let failure = Failure::new(ProblemCode::Taken, said);
            return Err(in_row(failure, row, &nothing_changed()));
        }
        let first = first_of(&row.proposers);
        let there = self.by_title.get(&title);
        Ok(there.is_some_and(|there| there.contains(&first)))
    }
}

fn first_of(names: &[String]) -> String {
    names
        .first()
        .map_or_else(String::new, |name| normalise_name(name))
}
