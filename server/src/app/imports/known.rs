//! What a session has already, so that a row is taken in once.

use std::collections::{BTreeSet, HashMap};

use banli_shared::api::ProblemCode;
use banli_shared::api::lists::RowFate;
use banli_shared::both;
use banli_shared::calendar::Date;
use banli_shared::ids::{CaseId, SessionId};
use banli_shared::text::{Bilingual, clean, normalise_name, truncate};

use super::read::List;
use super::rows::{ListRow, place};
use super::steps::Host;
use crate::app::world::World;
use crate::http::Failure;
use crate::params;
use crate::store::{StoreError, Tx};
use banli_shared::import::Titles;

/// Cells of the number of another proposal that are shown.
const NUMBER_CELLS: usize = 40;
/// Cells of the title of another proposal that are shown.
const TITLE_CELLS: usize = 60;

/// What the session has already, and then the rows before the one that is looked at.
pub(super) struct Known {
    /// Titles.
    by_number: HashMap<String, (String, Where)>,
    /// What came in at these numbers; also rows that bring one along.
    by_intake: HashMap<String, Where>,
    /// What came in at these numbers, on record: first proposer and day. Only numbers that the list has.
    came_in: HashMap<String, (String, Date, CaseId)>,
    /// First proposers, by title; only titles that the list has.
    by_title: HashMap<String, Vec<(String, Where)>>,
    /// The rows that the list calls by these numbers, those of filed proposals first.
    in_list: HashMap<String, usize>,
    /// Numbers of filed proposals that the list brings.
    brought: BTreeSet<String>,
    /// Numbers of rows that have faults of their own: what is merged into them is not at fault for it.
    faulty: BTreeSet<String>,
    /// What every title is found by.
    labels: Vec<(String, String)>,
}

/// Where a proposal is that a row may be.
#[derive(Clone)]
enum Where {
    /// In the record.
    Case(CaseId),
    /// In an earlier row of the list: which of its rows.
    Row(usize),
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
    /// The number at which it came in belongs to another, so that it gets a new one.
    pub(super) intake_taken: bool,
    /// What it is merged into.
    pub(super) host: Option<Host>,
}

impl Fate {
    const fn of(fate: RowFate) -> Self {
        Self {
            fate,
            alike: None,
            there: None,
            twin: None,
            refused: None,
            intake_taken: false,
            host: None,
        }
    }
}

impl Known {
    pub(super) async fn of(
        tx: &mut Tx,
        world: &World,
        session: &SessionId,
        rows: &[ListRow],
    ) -> Result<Self, StoreError> {
        let wanted: BTreeSet<String> = rows.iter().map(|row| normalise_name(&row.title)).collect();
        let intakes: BTreeSet<&String> = rows
            .iter()
            .filter_map(|row| row.intake_number.as_ref())
            .collect();
        let mut known = Self {
            by_number: HashMap::new(),
            by_intake: HashMap::new(),
            came_in: HashMap::new(),
            by_title: HashMap::new(),
            in_list: HashMap::new(),
            brought: rows.iter().filter_map(|row| row.number.clone()).collect(),
            faulty: BTreeSet::new(),
            labels: Vec::new(),
        };
        let sql = "SELECT number, title, intake_number, proposers, case_id, submitted_ms FROM listed WHERE session = $1";
        for row in tx.query(sql, params![session.0]).await? {
            let title: String = row.get(1)?;
            let number = row.get::<Option<String>>(0)?;
            let intake: String = row.get(2)?;
            let label = number.clone().unwrap_or_else(|| intake.clone());
            let place = Where::Case(CaseId::from(row.text(4)?));
            let key = normalise_name(&title);
            let (is_wanted, comes_in) = (wanted.contains(&key), intakes.contains(&intake));
            if is_wanted || comes_in {
                let names: Vec<String> = serde_json::from_str(row.text(3)?)
                    .map_err(|_fault| StoreError::Database("proposers cannot be read".into()))?;
                let first = first_of(&names);
                if comes_in {
                    let day = world.today(row.int(5)?)?;
                    let came_in = (first.clone(), day, CaseId::from(row.text(4)?));
                    known.came_in.insert(intake.clone(), came_in);
                }
                if is_wanted {
                    let there = (first, place.clone());
                    known.by_title.entry(key).or_default().push(there);
                }
            }
            known.by_intake.insert(intake, place.clone());
            if let Some(number) = number {
                known.by_number.insert(number, (title.clone(), place));
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
        let fates = rows.map(|(index, row)| self.fate(list, index, row, &mut titles));
        let mut fates: Vec<Fate> = fates.collect();
        for numbers in [
            |row: &ListRow| row.number.clone(),
            |row: &ListRow| row.intake_number.clone(),
        ] {
            for (index, row) in list.rows.iter().enumerate() {
                // An earlier row that says the same stands for a later one.
                if let Some(number) = numbers(row).filter(|_| fates[index].twin.is_none()) {
                    self.in_list.entry(number).or_insert(index);
                }
            }
        }
        // A proposal may stand below what is merged into it.
        for index in 0..fates.len() {
            let into = list.rows[index].decided.merged_into.as_ref();
            let is_new = fates[index].fate == RowFate::Added;
            let Some(into) = into.filter(|into| is_new && !self.faulty.contains(*into)) else {
                continue;
            };
            match self.host(into, &fates, list) {
                Ok(host) => fates[index].host = Some(host),
                Err(failure) => {
                    fates[index].fate = RowFate::Bad;
                    fates[index].refused = Some(failure);
                }
            }
        }
        fates
    }

    /// What a row is merged into: what the list calls by that number, else what the record does.
    ///
    /// # Errors
    /// Where nothing has the number, and where what has it is merged itself.
    fn host(&self, into: &str, fates: &[Fate], list: &List<ListRow>) -> Result<Host, Failure> {
        let Some(index) = self.in_list.get(into).copied() else {
            let numbered = self.by_number.get(into).map(|(_, place)| place);
            return match numbered.or(self.by_intake.get(into)) {
                Some(Where::Case(id)) => Ok(Host::Case(id.clone())),
                _ => Err(no_host(into)),
            };
        };
        let host = &list.rows[index];
        match &fates[index].there {
            Some(id) => Ok(Host::Case(id.clone())),
            None if host.decided.merged_into.is_some() => Err(host_is_merged(host, into)),
            None => Ok(Host::Row(index)),
        }
    }

    fn fate(
        &mut self,
        list: &List<ListRow>,
        index: usize,
        row: &ListRow,
        titles: &mut Titles<Like>,
    ) -> Fate {
        if list.faults.contains_key(&index) {
            let numbers = row.number.iter().chain(&row.intake_number);
            self.faulty.extend(numbers.cloned());
            return Fate::of(RowFate::Bad);
        }
        match self.find(row, &list.rows) {
            Ok(Some(Where::Case(id))) => Fate {
                there: Some(id),
                ..Fate::of(RowFate::Same)
            },
            Ok(Some(Where::Row(before))) => Fate {
                twin: Some(place(&list.rows[before])),
                ..Fate::of(RowFate::Same)
            },
            Ok(None) => {
                let alike = titles.like(&row.title).cloned();
                let title = truncate(&clean(&row.title), TITLE_CELLS);
                titles.add(Like::Row(place(row), title), &row.title);
                let intake_taken = self.add(index, row);
                Fate {
                    alike,
                    intake_taken,
                    ..Fate::of(RowFate::Added)
                }
            }
            Err(failure) => {
                self.faulty.extend(row.intake_number.clone());
                Fate {
                    refused: Some(failure),
                    ..Fate::of(RowFate::Bad)
                }
            }
        }
    }

    /// Notes a row; whether the number at which it came in belongs to another.
    fn add(&mut self, index: usize, row: &ListRow) -> bool {
        let place = Where::Row(index);
        if let Some(number) = &row.number {
            let there = (row.title.clone(), place.clone());
            self.by_number.insert(number.clone(), there);
        }
        let title = normalise_name(&row.title);
        let first = first_of(&row.proposers);
        self.by_title
            .entry(title)
            .or_default()
            .push((first, place.clone()));
        let Some(number) = &row.intake_number else {
            return false;
        };
        let is_taken = self.by_intake.contains_key(number)
            || self.by_number.contains_key(number)
            || self.brought.contains(number);
        if !is_taken {
            self.by_intake.insert(number.clone(), place);
        }
        is_taken
    }

    /// Where a row is already: the same number and title; the same number, day and first proposer when it came in; or the
    /// same title and first proposer.
    ///
    /// # Errors
    /// `taken` for a number that belongs to another proposal.
    fn find(&self, row: &ListRow, rows: &[ListRow]) -> Result<Option<Where>, Failure> {
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
        let intake = row.intake_number.as_ref();
        if let Some((proposer, day, case)) = intake.and_then(|number| self.came_in.get(number))
            && *proposer == first
            && row.submitted == Some(*day)
        {
            return Ok(Some(Where::Case(case.clone())));
        }
        let there = self.by_title.get(&title).into_iter().flatten();
        let mut there = there.filter(|(proposer, place)| {
            let other = match place {
                Where::Row(before) => rows[*before].intake_number.as_ref(),
                Where::Case(_) => None,
            };
            // One person may put forward two of one title.
            let is_another = other.is_some() && intake.is_some() && other != intake;
            *proposer == first && !is_another
        });
        Ok(there.next().map(|(_, place)| place.clone()))
    }
}

fn no_host(into: &str) -> Failure {
    let said = truncate(&clean(into), NUMBER_CELLS);
    let fault = both!(
        "本清单和本届次中都没有编号为 {said} 的提案；请改正编号，或清空此格，导入后再用 merge 并案",
        "neither the list nor the session has a proposal {said}: correct the number, or leave the cell empty and merge it \
         afterwards"
    );
    Failure::field("/merged_into", "unknown_proposal", fault)
}

fn host_is_merged(host: &ListRow, into: &str) -> Failure {
    let said = truncate(&clean(into), NUMBER_CELLS);
    let Bilingual { zh, en } = place(host);
    let fault = both!(
        "{said}（{zh}）本身也写明并入他案；请写最终承办的那一件",
        "{said} ({en}) is merged itself: write the proposal in which all of them are handled"
    );
    Failure::field("/merged_into", "host_is_merged", fault)
}

fn first_of(names: &[String]) -> String {
    names
        .first()
        .map_or_else(String::new, |name| normalise_name(name))
}
