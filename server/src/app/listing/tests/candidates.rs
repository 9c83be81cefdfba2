//! Candidates for commendation against the cases themselves.

use std::collections::BTreeSet;

use banli_shared::api::rankings::RankingQuery;
use banli_shared::case::{Assignment, Case, Satisfaction, Verdict};
use banli_shared::figures::{Quarter, RankOf};
use banli_shared::ids::UnitCode;
use banli_shared::org::{Actor, Post, Role};

use super::Made;
use crate::app::listing::ranking::ranking;
use crate::store::Tx;
use crate::testing::{Database, on_both};

on_both!(candidates_are_of_the_quarter_of_their_last_reply_item_and_nobody_was_ever_dissatisfied,);

fn in_time(a: &&Assignment) -> bool {
    a.rounds[0].on_time() == Some(true)
}

fn adopts(a: &&Assignment) -> bool {
    let answers = |round: &banli_shared::case::Round| {
        let mut answers = round.content.answers.values();
        answers.any(|answer| answer.verdict == Verdict::Adopted)
    };
    a.handled_round().is_some_and(answers)
}

fn ever_dissatisfied(a: &&Assignment) -> bool {
    let mut forms = a.rounds.iter().flat_map(|round| &round.ratings);
    let by_form = forms.any(|form| form.overall() == Some(Satisfaction::Dissatisfied));
    // Some of these were begun again without a form.
    by_form || a.rounds.len() > 1
}

async fn candidates_are_of_the_quarter_of_their_last_reply_item_and_nobody_was_ever_dissatisfied(
    database: Database,
) {
    let made = Made::open(database, 19).await;
    let auditor = Actor::new("p0".into(), "p0".into(), vec![Post::office(Role::Auditor)]);
    let (mut several, mut quarters, mut again) = (0, BTreeSet::new(), 0);
    for unit in [None, Some(UnitCode::from("A"))] {
        let items = |case| -> Vec<&Assignment> {
            let items = Case::reply_items(case);
            items
                .filter(|a| unit.as_ref().is_none_or(|it| *it == a.unit))
                .collect()
        };
        let mut commended = 0;
        let [q1, q2, q3, q4] = Quarter::of_year(2023).map(Some);
        for quarter in [None, q1, q2, q3, q4] {
            let query = RankingQuery {
                quarter,
                unit: unit.clone(),
                of: Some(RankOf::Proposals),
                ..RankingQuery::default()
            };
            let scene = made.scene(&auditor);
            let read = async move |tx: &mut Tx| ranking(tx, &scene, &query).await;
            let found = made.office.app.store().read(read).await.unwrap();
            let found: BTreeSet<(&str, u64)> = found
                .rows
                .iter()
                .map(|row| (row.value.as_str(), row.items))
                .collect();
            let mut expected = BTreeSet::new();
            for case in made.cases.iter() {
                let items = items(case);
                let last = items.iter().map(|a| Quarter::of(a.original_due.date)).max();
                if last.is_none() || quarter.is_some() && last != quarter {
                    continue;
                }
                let timely = items.iter().all(in_time) && items.iter().any(adopts);
                if timely && !items.iter().any(ever_dissatisfied) {
                    expected.insert((case.id.as_str(), items.len() as u64));
                    several += usize::from(items.len() > 1);
                    quarters.extend(quarter);
                }
                again += usize::from(timely && items.iter().any(|a| a.rounds.len() > 1));
            }
            assert_eq!(found, expected, "{quarter:?} {unit:?}");
            match quarter {
                None => commended = found.len(),
                Some(_) => commended -= found.len(),
            }
        }
        assert_eq!(commended, 0, "each is in one quarter: {unit:?}");
    }
    assert!(
        several > 0 && quarters.len() > 1 && again > 0,
        "{several} {quarters:?} {again}"
    );
}
