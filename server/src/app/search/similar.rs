//! What is like a proposal, by the grams of what titles are about: those that few titles have count more. From where such proposals
//! went, and from what units are there for, units are suggested. Only what the actor may see counts, also for how rare a gram is.

use std::collections::{BTreeMap, HashMap, HashSet};

use banli_shared::api::proposals::ProposalRef;
use banli_shared::api::similar::{ListedUnit, Similar, SimilarProposal, SuggestedUnit};
use banli_shared::ids::UnitCode;
use banli_shared::text::{grams, head_word, search_key, subject};

use super::duties::Spoken;
use super::reasons::telling;
use crate::app::cases::{self, Scene};
use crate::app::listed_units;
use crate::app::scope::Scope;
use crate::http::Failure;
use crate::store::{Binds, StoreError, Tx, words};

/// The newest titles with a gram that are looked at; what more have says little.
const NEWEST: u32 = 2000;
/// Proposals that are looked at, those that are shown, and those that went somewhere and have a say in units.
const ALIKE: usize = 60;
const SHOWN: usize = 10;
const VOTERS: usize = 20;
/// Units that are suggested, and proposals that are named for each.
const UNITS: usize = 9;
const NAMED: usize = 3;
/// How loud the duties of a unit speak: words of duties are fewer and surer than those of titles, so a small share says
/// much. What shares less than the least is chance.
const DUTIES: f64 = 0.15;
const LEAST_OF_DUTIES: f64 = 0.02;
/// What shares less of its weight than this is not alike.
const LEAST: f64 = 0.12;

/// What is like a case.
///
/// # Errors
/// `not_found` also where the actor may not know of the case.
pub async fn of(tx: &mut Tx, scene: &Scene, by: &ProposalRef) -> Result<Similar, Failure> {
    let case = cases::seen(tx, scene, by).await?;
    let title = subject(&search_key(&case.proposal.title));
    let mut binds = Binds::default();
    let seen = Scope::of(&scene.actor).cases(&mut binds);
    let all = match &seen {
        None => "SELECT COUNT(*) FROM searched".to_owned(),
        Some(few) => format!("SELECT COUNT(*) FROM ({few}) f"),
    };
    let all: u32 = tx.query_one(&all, &binds.params()).await?.get(0)?;
    let mut weights: BTreeMap<String, f64> = BTreeMap::new();
    let mut scores: HashMap<i64, f64> = HashMap::new();
    for gram in grams(&title) {
        let docs = having(tx, &gram, seen.as_deref(), &binds).await?;
        let count = u32::try_from(docs.len()).unwrap_or(NEWEST).max(1);
        let weight = (f64::from(all + 1) / f64::from(count)).ln();
        for doc in docs {
            *scores.entry(doc).or_default() += weight;
        }
        weights.insert(gram, weight);
    }
    let whole: f64 = weights.values().sum();
    let own = "SELECT doc FROM searched WHERE case_id = $1";
    if let Some(row) = tx.query_opt(own, crate::params![case.id.0]).await? {
        scores.remove(&row.int(0)?);
    }
    let mut best: Vec<(i64, f64)> = scores
        .into_iter()
        .map(|(doc, score)| (doc, score / whole.max(f64::MIN_POSITIVE)))
        .filter(|(_, share)| *share >= LEAST)
        .collect();
    // The more alike first, of equals the newer.
    best.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(b.cmp(a)));
    best.truncate(ALIKE);
    let found = rows(tx, &best, &title).await?;
    let world = scene.worlds.see(tx).await?;
    let suggestions = case.proposal.suggestions.iter();
    let suggestions: Vec<String> = suggestions.map(|it| search_key(&it.text)).collect();
    let spoken = world.duties().spoken_of(&title, &suggestions.join("\n"));
    let mut units = suggested(&found, spoken);
    // What the office was about to do is not for units and members.
    let mut listed = vec![];
    if seen.is_none() {
        listed = listed_units::of(tx, &case.id).await?;
        listed.retain(|it| world.org().takes_assignments(&it.unit));
        name_first(&mut units, &listed);
    }
    let shown = found.into_iter().take(SHOWN);
    Ok(Similar {
        proposals: shown.map(|(proposal, _)| proposal).collect(),
        units,
        listed,
    })
}

/// The newest documents with a gram in the title, among those of `seen`.
async fn having(
    tx: &mut Tx,
    gram: &str,
    seen: Option<&str>,
    binds: &Binds,
) -> Result<Vec<i64>, StoreError> {
    let mut binds = binds.clone();
    let doc = words::doc(tx);
    let asked = binds.add(words::all(tx, &[head_word(gram)]));
    let mut holds = words::has(tx, &asked);
    if let Some(few) = seen {
        holds.push_str(&format!(
            " AND +{doc} IN (SELECT d.doc FROM ({few}) f JOIN searched d ON d.case_id = f.case_id)"
        ));
    }
    let sql = format!("SELECT {doc} FROM grams WHERE {holds} ORDER BY {doc} DESC LIMIT {NEWEST}");
    let rows = tx.query(&sql, &binds.params()).await?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// These documents as proposals, in the order they have, each with its share.
async fn rows(
    tx: &mut Tx,
    best: &[(i64, f64)],
    title: &str,
) -> Result<Vec<(SimilarProposal, f64)>, StoreError> {
    if best.is_empty() {
        return Ok(vec![]);
    }
    let mut binds = Binds::default();
    let docs = binds.list(best.iter().map(|(doc, _)| *doc));
    let sql = format!(
        "SELECT s.doc, l.case_id, l.session, COALESCE(l.number, l.intake_number), l.title, l.stage
         FROM searched s JOIN listed l ON l.case_id = s.case_id WHERE s.doc IN ({docs})"
    );
    let mut by_doc: HashMap<i64, SimilarProposal> = HashMap::new();
    for row in tx.query(&sql, &binds.params()).await? {
        let stage = row.text(5)?.parse();
        let found = SimilarProposal {
            id: row.text(1)?.into(),
            session: row.text(2)?.into(),
            number: row.get(3)?,
            title: row.get(4)?,
            stage: stage.map_err(|_fault| StoreError::Database("a stage is unknown".into()))?,
            percent: 0,
            shared: told(title, &search_key(row.text(4)?)),
            leads: vec![],
        };
        by_doc.insert(row.int(0)?, found);
    }
    let sql = format!(
        "SELECT s.doc, a.unit FROM searched s JOIN assignments a ON a.case_id = s.case_id
         WHERE s.doc IN ({docs}) AND a.role <> 'co_handler' AND a.stage <> 'ended' ORDER BY a.case_id, a.no"
    );
    for row in tx.query(&sql, &binds.params()).await? {
        if let Some(found) = by_doc.get_mut(&row.int(0)?) {
            found.leads.push(row.text(1)?.into());
        }
    }
    let in_order = best.iter().filter_map(|(doc, share)| {
        let found = by_doc.remove(doc)?;
        let percent = hundredths(*share);
        Some((SimilarProposal { percent, ..found }, *share))
    });
    Ok(in_order.collect())
}

/// The parts of two or more characters that two titles share, the longest first.
pub(super) fn shared(title: &str, other: &str) -> Vec<String> {
    let chars: Vec<char> = title.chars().collect();
    let common: HashSet<String> = grams(other).into_iter().collect();
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at + 1 < chars.len() {
        let mut end = at + 1;
        // Neighbouring pairs may all be there and the whole of them not: then as much as is.
        let there = |end: usize| {
            let text = |from: usize| chars[from..=end].iter().collect::<String>();
            common.contains(&text(end - 1)) && other.contains(&text(at))
        };
        while end < chars.len() && there(end) {
            end += 1;
        }
        let part: String = chars[at..end].iter().collect();
        if end - at > 1 && !parts.contains(&part) {
            parts.push(part);
        }
        at = end.max(at + 1);
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.chars().count()));
    parts
}

/// The parts that two titles share and that say something; where none does, all of them.
fn told(title: &str, other: &str) -> Vec<String> {
    let parts = shared(title, other);
    match telling(parts.clone(), other) {
        told if told.is_empty() => parts,
        told => told,
    }
}

/// What speaks for a unit.
#[derive(Default)]
struct Voices<'f> {
    sum: f64,
    like: Vec<&'f str>,
    duties: Vec<String>,
}

/// The units that similar proposals went to, and those whose duties are spoken of. Each proposal has one voice, the
/// louder the more alike it is: what shares only how titles are made is hardly heard. Duties speak besides.
fn suggested(found: &[(SimilarProposal, f64)], spoken: Vec<Spoken>) -> Vec<SuggestedUnit> {
    let mut voices: BTreeMap<UnitCode, Voices<'_>> = BTreeMap::new();
    let went = found
        .iter()
        .filter(|(proposal, _)| !proposal.leads.is_empty());
    for (proposal, share) in went.take(VOTERS) {
        for unit in &proposal.leads {
            let voice = voices.entry(unit.clone()).or_default();
            voice.sum += share.powi(3);
            voice.like.push(&proposal.number);
        }
    }
    for it in spoken.into_iter().filter(|it| it.share >= LEAST_OF_DUTIES) {
        let voice = voices.entry(it.unit).or_default();
        voice.sum += DUTIES * it.share;
        voice.duties = it.parts;
    }
    let whole: f64 = voices.values().map(|voice| voice.sum).sum();
    let mut units: Vec<(UnitCode, Voices<'_>)> = voices.into_iter().collect();
    units.sort_by(|(_, one), (_, other)| other.sum.total_cmp(&one.sum));
    units.truncate(UNITS);
    let units = units.into_iter().map(|(unit, voice)| SuggestedUnit {
        unit,
        percent: hundredths(voice.sum / whole),
        proposals: u32::try_from(voice.like.len()).unwrap_or(u32::MAX),
        like: voice
            .like
            .iter()
            .take(NAMED)
            .map(|it| (*it).to_owned())
            .collect(),
        duties: voice.duties,
        listed: false,
    });
    units.collect()
}

/// Puts the units that a list has answer before the others.
fn name_first(units: &mut Vec<SuggestedUnit>, listed: &[ListedUnit]) {
    let answer = listed.iter().filter(|it| it.role.owes_reply());
    for unit in answer.rev().map(|it| it.unit.clone()) {
        let at = units.iter().position(|it| it.unit == unit);
        let known = at.map(|at| units.remove(at));
        let found = known.unwrap_or_else(|| SuggestedUnit {
            unit,
            percent: 0,
            proposals: 0,
            like: vec![],
            duties: vec![],
            listed: true,
        });
        let first = SuggestedUnit {
            listed: true,
            ..found
        };
        units.insert(0, first);
    }
    units.truncate(UNITS);
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn hundredths(share: f64) -> u32 {
    (share * 100.0).round() as u32
}

#[cfg(test)]
mod tests {
    use super::shared;

    #[test]
    fn what_titles_share_is_told_in_whole_parts() {
        assert_eq!(
            shared(
                "关于加强校园食品安全的建议",
                "关于完善校园食品安全监管的提案"
            ),
            ["校园食品安全", "关于"]
        );
        assert_eq!(shared("公交", "地铁"), [""; 0]);
        assert_eq!(
            shared("公共交通安全", "公共交通；通安管线；安全"),
            ["公共交通", "安全"],
            "though all its pairs are there"
        );
    }
}
