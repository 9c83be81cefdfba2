//! Proposals that a text finds. The full-text index gives candidates, the best place first and the newest first in it;
//! what it cannot know for sure is read again. Whom it is for sees nothing else than in any other list: the same filter
//! and the same scope hold.

use std::borrow::Cow;

use banli_shared::text::{Found, Wanted, search_key};
use serde::Deserialize;

use super::filter::{Filter, no_place};
use super::{Key, Order, rows};
use crate::http::Failure;
use crate::store::{Row, StoreError, Tx, words};

/// Fewest candidates that are read at once where some may turn out to be none, and most.
const FEW: u32 = 64;
const MANY: u32 = 512;

/// One row that was found: the columns of [`rows::COLUMNS`], and its place in the list.
pub(super) struct Hit {
    pub(super) row: Row,
    pub(super) at: Vec<Key>,
}

/// A search for `wanted` in what `filter` lets through.
pub(super) struct Search {
    filter: Filter,
    wanted: Wanted,
    /// The order that was asked for; the best and newest first where none was.
    order: Option<Order>,
}

/// One walk over the index.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// What is found in this place and no better one, newest first.
    In(Found),
    /// What is found anywhere, in another order.
    Anywhere(Order),
}

impl Search {
    pub(super) fn new(filter: Filter, wanted: Wanted, order: Option<Order>) -> Self {
        Self {
            filter,
            wanted,
            order,
        }
    }

    fn passes(&self) -> Vec<Pass> {
        match self.order {
            Some(order) => vec![Pass::Anywhere(order)],
            None => Found::ALL.map(Pass::In).into(),
        }
    }

    /// The first `limit` after the place `after`.
    ///
    /// # Errors
    /// When that is no place in this list.
    pub(super) async fn page(
        &self,
        tx: &mut Tx,
        after: Option<Vec<Key>>,
        limit: u32,
    ) -> Result<Vec<Hit>, Failure> {
        let mut hits = Vec::new();
        let mut after = after;
        for pass in self.passes() {
            let begin = match (pass, &after) {
                // Those before the place where the page before ended are done.
                (Pass::In(found), Some(at)) => match at.as_slice() {
                    [Key::Number(rank), Key::Text(id)] if *rank == found as i64 => {
                        Some(vec![Key::Text(id.clone())])
                    }
                    [Key::Number(rank), Key::Text(_)] if *rank > found as i64 => continue,
                    [Key::Number(_), Key::Text(_)] => None,
                    _ => return Err(no_place().into()),
                },
                _ => None,
            };
            let begin = match pass {
                Pass::In(_) => begin,
                Pass::Anywhere(_) => after.take(),
            };
            self.walk(tx, pass, begin, limit, &mut hits).await?;
            if hits.len() >= limit as usize {
                break;
            }
        }
        Ok(hits)
    }

    /// How many there are.
    pub(super) async fn count(&self, tx: &mut Tx) -> Result<u64, Failure> {
        let mut count = 0;
        for pass in Found::ALL.map(Pass::In) {
            if self.is_sure(pass) {
                let Some((sql, filter)) = self.candidates(tx, pass, None, "COUNT(*)")? else {
                    continue;
                };
                let row = tx.query_one(&sql, &filter.binds.params()).await?;
                count += row.get::<u64>(0)?;
            } else {
                let mut hits = Vec::new();
                self.walk(tx, pass, None, u32::MAX, &mut hits).await?;
                count += hits.len() as u64;
            }
        }
        Ok(count)
    }

    /// Whether all candidates of a pass are what is looked for.
    fn is_sure(&self, pass: Pass) -> bool {
        match pass {
            Pass::In(Found::InHead) => true,
            Pass::In(Found::InText) => !self.wanted.needs_text(),
            Pass::In(Found::ByInitials) | Pass::Anywhere(_) => false,
        }
    }

    /// Adds what a pass finds after `begin` to `hits`, until there are `limit`.
    async fn walk(
        &self,
        tx: &mut Tx,
        pass: Pass,
        mut begin: Option<Vec<Key>>,
        limit: u32,
        hits: &mut Vec<Hit>,
    ) -> Result<(), Failure> {
        let sure = self.is_sure(pass);
        let order: &[&str] = match pass {
            // The number of its document would tell how many there are that one may not see.
            Pass::In(_) => &["s.case_id"],
            Pass::Anywhere(order) => order.columns,
        };
        let keys = rows::COLUMNS.len()..rows::COLUMNS.len() + order.len();
        let mut columns: Vec<&str> = rows::COLUMNS.iter().chain(order).copied().collect();
        if !sure {
            columns.extend(["l.words", "s.initials", "c.body"]);
        }
        while hits.len() < limit as usize {
            let left = limit - u32::try_from(hits.len()).unwrap_or(limit);
            let batch = if sure { left } else { left.clamp(FEW, MANY) };
            let Some((sql, mut filter)) =
                self.candidates(tx, pass, begin.as_deref(), &columns.join(", "))?
            else {
                return Ok(());
            };
            let by = match pass {
                Pass::In(_) => format!("{} DESC", self.doc(tx, pass)),
                Pass::Anywhere(order) => order.by(),
            };
            let most = filter.binds.add(batch);
            let sql = format!("{sql} ORDER BY {by} LIMIT {most}");
            let found = tx.query(&sql, &filter.binds.params()).await?;
            let last = found.len() < batch as usize;
            for row in found {
                let place = keys
                    .clone()
                    .map(|index| super::key(&row, index))
                    .collect::<Result<Vec<Key>, StoreError>>()?;
                begin = Some(place.clone());
                if sure || self.holds(pass, &row, keys.end)? {
                    let at = match pass {
                        Pass::In(found) => {
                            let rank = [Key::Number(found as i64)];
                            rank.into_iter().chain(place).collect()
                        }
                        Pass::Anywhere(_) => place,
                    };
                    hits.push(Hit { row, at });
                    if hits.len() >= limit as usize {
                        return Ok(());
                    }
                }
            }
            if last {
                break;
            }
        }
        Ok(())
    }

    /// Whether a candidate, read again, is found in this pass.
    fn holds(&self, pass: Pass, row: &Row, at: usize) -> Result<bool, StoreError> {
        let body = row.text(at + 2)?;
        let found = self
            .wanted
            .find(row.text(at)?, row.text(at + 1)?, || Cow::Owned(text(body)));
        Ok(match pass {
            Pass::In(place) => found == Some(place),
            Pass::Anywhere(_) => found.is_some(),
        })
    }

    /// The words of the index that every candidate of a pass has; none where it has no candidate.
    fn words(&self, pass: Pass) -> Option<Vec<String>> {
        match pass {
            Pass::In(place) => self.wanted.words(place),
            Pass::Anywhere(_) => self.wanted.words(Found::InHead),
        }
    }

    /// The number of a candidate's document: of the index where that is used.
    fn doc(&self, tx: &Tx, pass: Pass) -> &'static str {
        match self.words(pass) {
            Some(words) if !words.is_empty() => words::doc(tx),
            _ => "s.doc",
        }
    }

    /// What is asked of the index in a pass.
    fn asked(&self, tx: &Tx, pass: Pass) -> String {
        let places = match pass {
            Pass::In(place) => vec![place],
            Pass::Anywhere(_) => Found::ALL.to_vec(),
        };
        let each = places
            .into_iter()
            .filter_map(|place| self.wanted.words(place))
            .filter(|words| !words.is_empty());
        let each: Vec<String> = each.map(|all| words::all(tx, &all)).collect();
        words::any(tx, &each)
    }

    /// A query for `columns` of the candidates of a pass after `begin`, without its order. `CROSS JOIN` keeps SQLite to
    /// the order of tables that is written.
    fn candidates(
        &self,
        tx: &Tx,
        pass: Pass,
        begin: Option<&[Key]>,
        columns: &str,
    ) -> Result<Option<(String, Filter)>, Failure> {
        let Some(words) = self.words(pass) else {
            return Ok(None);
        };
        let mut filter = self.filter.clone();
        let with_index = !words.is_empty();
        let doc = self.doc(tx, pass);
        let mut tables = vec!["searched s", "listed l"];
        let mut holds = vec!["l.case_id = s.case_id".to_owned()];
        if with_index {
            tables.insert(0, "grams");
            let asked = filter.binds.add(self.asked(tx, pass));
            holds.push(words::has(tx, &asked));
            holds.push(format!("s.doc = {doc}"));
        }
        if !self.is_sure(pass) || matches!(pass, Pass::Anywhere(order) if order.by_case) {
            tables.push("cases c");
            holds.push("c.id = l.case_id".to_owned());
        }
        if let Pass::In(place) = pass {
            let all: Vec<String> = self
                .wanted
                .terms()
                .map(|term| tx.contains("l.words", &filter.binds.add(term)))
                .collect();
            let all = all.join(" AND ");
            holds.push(match place {
                Found::InHead => all,
                Found::InText | Found::ByInitials => format!("NOT ({all})"),
            });
        }
        match (pass, begin) {
            (Pass::In(_), Some([Key::Text(before)])) => {
                let before = filter.binds.add(before.as_str());
                holds.push(format!(
                    "{doc} < (SELECT b.doc FROM searched b WHERE b.case_id = {before})"
                ));
            }
            (Pass::Anywhere(order), Some(at)) => {
                filter.after(order, at.to_vec())?;
            }
            _ => {}
        }
        // Documents of what may be seen are looked up in one set: without the sign, SQLite searches once for each.
        if let Some(few) = &filter.few {
            holds.push(format!(
                "+{doc} IN (SELECT d.doc FROM ({few}) f JOIN searched d ON d.case_id = f.case_id)"
            ));
        }
        holds.extend(filter.conditions.iter().cloned());
        let sql = format!(
            "SELECT {columns} FROM {} WHERE {}",
            tables.join(" CROSS JOIN "),
            holds.join(" AND ")
        );
        Ok(Some((sql, filter)))
    }
}

/// The text of a case as searches compare it, from the text of its row.
fn text(body: &str) -> String {
    #[derive(Deserialize)]
    struct Kept {
        proposal: Text,
    }
    #[derive(Deserialize)]
    struct Text {
        body: String,
        suggestions: Vec<Suggestion>,
    }
    #[derive(Deserialize)]
    struct Suggestion {
        text: String,
    }
    let Ok(Kept { proposal }) = serde_json::from_str(body) else {
        return String::new();
    };
    let suggestions = proposal.suggestions.iter().map(|it| it.text.as_str());
    let parts: Vec<String> = [proposal.body.as_str()]
        .into_iter()
        .chain(suggestions)
        .map(search_key)
        .collect();
    parts.join("\n")
}
