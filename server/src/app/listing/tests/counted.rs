//! The inbox and the board against the cases themselves.

use banli_shared::api::Page;
use banli_shared::api::figures::BoardQuery;
use banli_shared::api::inbox::{InboxQuery, InboxRow};
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::calendar::Date;
use banli_shared::case::{Assignment, Case, Stage, StageName};
use banli_shared::profile::Light;
use banli_shared::workflow::{Attention, attention, may_count, own};

use super::made::Dice;
use super::{Made, shown};
use crate::app::cases::view::light;
use crate::app::listing::{board, inbox};
use crate::store::Tx;
use crate::testing::{Database, on_both};

on_both!(
    every_inbox_holds_just_what_waits_for_its_owner,
    the_board_agrees_with_a_count_of_the_cases,
);

async fn every_inbox_holds_just_what_waits_for_its_owner(database: Database) {
    let made = Made::open(database, 5).await;
    let mut dice = Dice(6);
    let ctx = made.ctx();
    let mut found = 0;
    for _ in 0..120 {
        let actor = made.deputy(&mut dice);
        let mut expected: Vec<(&Case, Attention)> = made
            .visible(&actor)
            .flat_map(|case| {
                attention(case, &ctx)
                    .into_iter()
                    .map(move |entry| (case, entry))
            })
            .filter(|(_, entry)| entry.waits_for(&actor))
            .filter(|(_, entry)| entry.from.is_none_or(|day| day <= ctx.today))
            .collect();
        expected.sort_by_key(|(case, entry)| {
            let place = (
                entry.since_ms,
                case.id.clone(),
                entry.assignment,
                entry.why.code(),
            );
            (entry.due.is_none(), entry.due, place)
        });
        let mut walked: Vec<InboxRow> = Vec::new();
        let mut cursor = None;
        loop {
            let (scene, query) = (
                made.scene(&actor),
                InboxQuery {
                    limit: Some(5),
                    cursor,
                    count: true,
                },
            );
            let read = async move |tx: &mut Tx| inbox::inbox(tx, &scene, &query).await;
            let page: Page<InboxRow> = made.office.app.store().read(read).await.unwrap();
            assert_eq!(page.total, Some(expected.len() as u64), "{actor:?}");
            walked.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(walked.len(), expected.len(), "{actor:?}");
        for (row, (case, entry)) in walked.iter().zip(&expected) {
            assert_eq!(
                (&row.attention, &row.proposal),
                (entry, &shown(case, &actor, &ctx))
            );
            let near = entry.due.map(|due| light(due, &ctx));
            assert_eq!(row.light.zip(row.days_left), near);
        }
        found += walked.len();
    }
    assert!(found > 200, "{found} entries waited for anybody");
}

async fn the_board_agrees_with_a_count_of_the_cases(database: Database) {
    let made = Made::open(database, 7).await;
    let mut dice = Dice(8);
    let ctx = made.ctx();
    let (mut counted, mut lists) = (0, 0);
    for _ in 0..90 {
        let actor = made.actor(&mut dice);
        let unit = dice
            .likely(50)
            .then(|| dice.pick(&made.town.units).0.clone());
        let is_of = |a: &Assignment| unit.as_ref().is_none_or(|unit| a.unit == *unit);
        let own = own(&actor);
        let counts = |a: &Assignment| {
            own.as_ref()
                .is_none_or(|own| own.has(&a.unit, a.department()))
        };
        let cases: Vec<&Case> = made
            .visible(&actor)
            .filter(|case| unit.is_none() || case.live().any(is_of))
            .collect();
        let query = BoardQuery {
            session: None,
            unit: unit.clone(),
        };
        let scene = made.scene(&actor);
        let read = async move |tx: &mut Tx| board::board(tx, &scene, &query).await;
        let board = made.office.app.store().read(read).await;
        if may_count(&actor, made.world.org(), unit.as_ref(), None).is_err() {
            assert!(board.is_err(), "{unit:?} {actor:?}");
            continue;
        }
        let board = board.unwrap();
        counted += 1;

        for row in &board.proposals {
            let many = cases
                .iter()
                .filter(|case| case.stage() == row.stage)
                .count();
            assert_eq!(row.count, many as u64, "{row:?} {actor:?}");
        }
        let live = || {
            cases
                .iter()
                .flat_map(|case| case.live())
                .filter(|a| is_of(a) && counts(a))
        };
        let stages = cases.iter().flat_map(|case| {
            let live = case.live().filter(|a| is_of(a) && counts(a));
            live.map(|a| case.stage_of(a))
        });
        let stages: Vec<StageName> = stages.collect();
        for row in &board.assignments {
            let many = stages.iter().filter(|stage| **stage == row.stage).count();
            assert_eq!(row.count, many as u64, "{row:?} {actor:?}");
        }
        let open = |holds: &dyn Fn(Date) -> bool| {
            let due = live().filter(|a| a.is_owed()).map(|a| a.due().date);
            due.filter(|due| holds(*due)).count() as u64
        };
        for row in &board.lights {
            assert_eq!(
                row.count,
                open(&|due| light(due, &ctx).0 == row.light),
                "{row:?}"
            );
        }
        assert_eq!(board.overdue, open(&|due| due < ctx.today));
        // Somebody of one unit has one assignment of a case at most, so that as many proposals are behind a number.
        let one = own.as_ref().is_some_and(|own| {
            let posts = own.units.len() + own.departments.len();
            posts == 1
        });
        if one || unit.is_some() {
            for (light, many) in board.lights.iter().map(|row| (row.light, row.count)) {
                let query = ProposalQuery {
                    light: Some(light),
                    unit: unit.clone(),
                    ..ProposalQuery::default()
                };
                let behind = made.walk(&actor, &query).await.len() as u64;
                assert_eq!(behind, many, "{light} {actor:?} {unit:?}");
            }
            lists += 1;
        }
        assert_eq!(board.lights.len(), Light::ALL.len());
    }
    assert!(
        counted > 40 && lists > 20,
        "{counted} boards, {lists} with lists"
    );
    let closed = made.cases.iter().flat_map(|case| &case.assignments);
    assert!(
        closed
            .filter(|a| matches!(a.stage, Stage::Closed { .. }))
            .count()
            > 10
    );
}
