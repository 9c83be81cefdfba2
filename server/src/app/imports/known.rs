//! What a session has already, so that a row is taken in once.

use std::collections::{BTreeSet, HashMap};

use banli_shared::api::ProblemCode;
use banli_shared::api::lists::RowFate;
use banli_shared::both;
use banli_shared::ids::{CaseId, SessionId};
use banli_shared::text::{Bilingual, clean, normalise_name, truncate};

use super::read::List;
use super::rows::{ListRow, place};
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};
use banli_shared::import::Titles;

/// Cells of the title of another proposal that are shown.
const TITLE_CELLS: usize = 60;

/// What the session has already, and then the rows before the one that is looked at.
pub(super) struct Known {
    /// Titles.
    by_number: HashMap<String, (String, Where)>,
    /// First proposers, by title; only titles that the list has.
    by_title: HashMap<String, Vec<(String, Where)>>,
    /// What every title is found by.
    labels: Vec<(String, String)>,
}

/// Where a proposal is that a row may be.
#[derive(Clone)]
enum Where {
    /// In the record.
    Case(CaseId),
    /// In an earlier row of the list: that place.
    Row(Bilingual),
}

/// What has nearly the same title as a row.
#[derive(Clone)]
pub(super) enum Like {
    /// A proposal on record, by its number.
    Case(String),
    /// An earlier row of the list: its place and its title.
    Row(Bilingual, String),
}

/// What becomes of a row, before the rules are asked.
pub(super) struct Fate {
    pub(super) fate: RowFate,
    /// What has nearly the same title.
    pub(super) alike: Option<Like>,
    /// The case that it is.
    pub(super) there: Option<CaseId>,
    /// The earlier row that it is.
    pub(super) twin: Option<Bilingual>,
    /// Why it cannot be taken in.
    pub(super) refused: Option<Failure>,
}

impl Fate {
    const fn of(fate: RowFate) -> Self {
        Self {
            fate,
            alike: None,
            there: None,
            twin: None,
            refused: None,
        }
    }
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
        let sql = "SELECT number, title, intake_number, proposers, case_id FROM listed WHERE session = $1";
        for row in tx.query(sql, params![session.0]).await? {
            let title: String = row.get(1)?;
            let number = row.get::<Option<String>>(0)?;
            let label = match &number {
                Some(number) => number.clone(),
                None => row.get(2)?,
            };
            let place = Where::Case(CaseId::from(row.text(4)?));
            if let Some(number) = number {
                known
                    .by_number
                    .insert(number, (title.clone(), place.clone()));
            }
            let key = normalise_name(&title);
            if wanted.contains(&key) {
                let names: Vec<String> = serde_json::from_str(row.text(3)?)
                    .map_err(|_fault| StoreError::Database("proposers cannot be read".into()))?;
                let first = first_of(&names);
                known.by_title.entry(key).or_default().push((first, place));
            }
            known.labels.push((label, title));
        }
        Ok(known)
    }

    /// What becomes of each row.
    pub(super) fn fates(mut self, list: &List<ListRow>) -> Vec<Fate> {
        let mut titles = Titles::default();
        for (label, title) in &self.labels {
            titles.add(Like::Case(label.clone()), title);
        }
        let rows = list.rows.iter().enumerate();
        rows.map(|(index, row)| self.fate(row, list.faults.contains_key(&index), &mut titles))
            .collect()
    }

    fn fate(&mut self, row: &ListRow, is_faulty: bool, titles: &mut Titles<Like>) -> Fate {
        if is_faulty {
            return Fate::of(RowFate::Bad);
        }
        match self.find(row) {
            Ok(Some(Where::Case(id))) => Fate {
                there: Some(id),
                ..Fate::of(RowFate::Same)
            },
            Ok(Some(Where::Row(place))) => Fate {
                twin: Some(place),
                ..Fate::of(RowFate::Same)
            },
            Ok(None) => {
                let alike = titles.like(&row.title).cloned();
                let title = truncate(&clean(&row.title), TITLE_CELLS);
                titles.add(Like::Row(place(row), title), &row.title);
                self.add(row);
                Fate {
                    alike,
                    ..Fate::of(RowFate::Added)
                }
            }
            Err(failure) => Fate {
                refused: Some(failure),
                ..Fate::of(RowFate::Bad)
            },
        }
    }

    fn add(&mut self, row: &ListRow) {
        let place = Where::Row(place(row));
        if let Some(number) = &row.number {
            let there = (row.title.clone(), place.clone());
            self.by_number.insert(number.clone(), there);
        }
        let title = normalise_name(&row.title);
        let first = first_of(&row.proposers);
        self.by_title.entry(title).or_default().push((first, place));
    }

    /// Where a row is already: the same number and title, or the same title and first proposer.
    ///
    /// # Errors
    /// `taken` for a number that belongs to another proposal.
    fn find(&self, row: &ListRow) -> Result<Option<Where>, Failure> {
        let title = normalise_name(&row.title);
        let number = row.number.as_ref();
        if let Some((there, place)) = number.and_then(|number| self.by_number.get(number)) {
            if normalise_name(there) == title {
                return Ok(Some(place.clone()));
            }
            let there = truncate(&clean(there), TITLE_CELLS);
            let said = both!(
                "该提案号已属于另一案由的提案（{there}），请核对",
                "this number belongs to a proposal with another title ({there}); correct the one or the other"
            );
            return Err(Failure::new(ProblemCode::Taken, said));
        }
        let first = first_of(&row.proposers);
        let there = self.by_title.get(&title).into_iter().flatten();
        let mut there = there.filter(|(proposer, _)| *proposer == first);
        Ok(there.next().map(|(_, place)| place.clone()))
    }
}

fn first_of(names: &[String]) -> String {
    names
        .first()
        .map_or_else(String::new, |name| normalise_name(name))
}
