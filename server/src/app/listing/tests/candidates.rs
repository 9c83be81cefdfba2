//! Candidates for commendation against the cases themselves.

use std::collections::BTreeSet;

use banli_shared::api::rankings::RankingQuery;
use banli_shared::case::{Assignment, Case, Satisfaction, Verdict};
use banli_shared::figures::{FigureName, Quarter, RankOf};
use banli_shared::ids::UnitCode;
use banli_shared::org::{Actor, Post, Role};

use super::Made;
use crate::app::listing::ranking::ranking;
use crate::store::Tx;
use crate::testing::{Database, on_both};

on_both!(
    candidates_are_of_the_quarter_of_their_last_reply_item_and_nobody_was_ever_dissatisfied,
    persons_are_ranked_by_when_they_hand_in,
);

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

async fn persons_are_ranked_by_when_they_hand_in(database: Database) {
    let made = Made::open(database, 19).await;
    let auditor = Actor::new("p0".into(), "p0".into(), vec![Post::office(Role::Auditor)]);
    let scene = made.scene(&auditor);
    let query = RankingQuery {
        of: Some(RankOf::Persons),
        ..RankingQuery::default()
    };
    let read = async move |tx: &mut Tx| ranking(tx, &scene, &query).await;
    let found = made.office.app.store().read(read).await.unwrap();
    assert!(found.weights.contains_key(&FigureName::HandedIn));
    assert!(!found.weights.contains_key(&FigureName::OnTime));
    assert!(
        found.examples.contains(&FigureName::HandedIn),
        "as on_time is"
    );
    let (mut punctual, mut differ) = (0, 0);
    for row in &found.rows {
        let is_theirs = |a: &&Assignment| {
            let dispatch = a.dispatch.as_ref();
            dispatch.is_some_and(|it| it.handler == Some(row.value.as_str().into()))
        };
        let items = made.cases.iter().flat_map(Case::reply_items);
        let items: Vec<_> = items.filter(is_theirs).collect();
        let day = |at| made.world.today(at).unwrap();
        let handed_in = |a: &&&Assignment| a.rounds[0].handed_in_on_time(day);
        let expected = items.iter().filter(handed_in).count() as u64;
        let line = row
            .lines
            .iter()
            .find(|it| it.figure == FigureName::HandedIn);
        let rate = &line.unwrap().rate;
        assert_eq!((rate.numerator, rate.denominator), (expected, row.items));
        punctual += expected;
        differ += expected.abs_diff(items.iter().filter(|a| in_time(a)).count() as u64);
    }
    assert!(punctual > 10 && differ > 2, "{punctual} {differ}");
}
