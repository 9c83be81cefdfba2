//! Figures against a count of the facts of the cases themselves, and lists against the numbers they are behind.

use std::collections::{BTreeMap, BTreeSet};

use banli_shared::api::figures::{FigureQuery, FigureReport};
use banli_shared::api::lists::ExportQuery;
use banli_shared::api::proposals::ProposalQuery;
use banli_shared::case::{Assignment, Case, Kind, Timing, Verdict};
use banli_shared::figures::{
    CountUnit, Dimension, Fact, FigureName, Figures, Joined, Level, Part, Quarter, Sums,
    answers_of, count, facts_on, table,
};
use banli_shared::ids::{PersonId, SessionId, UnitCode};
use banli_shared::org::{Actor, Post, Role};
use banli_shared::workflow::{has_desk, may_count, own};

use super::made::Dice;
use super::{Made, NOW};
use crate::app::exports;
use crate::app::listing::{figures, list};
use crate::export::{self, Style};
use crate::http::Failure;
use crate::store::Tx;
use crate::testing::{Database, on_both};
use banli_shared::profile::FigureRules;

on_both!(
    figures_agree_with_a_count_of_the_facts,
    behind_every_number_are_as_many_as_it_says,
    those_of_a_unit_are_counted_what_they_have_and_nothing_else,
    a_proposal_that_two_units_of_one_person_answer_is_one,
    a_suggestion_that_two_units_of_one_person_answer_is_one_with_the_best_answer,
    a_table_that_is_exported_gives_every_figure_that_it_was_exported_with,
    who_has_no_desk_is_told_no_figures,
);

impl Made {
    /// The facts of each case in sight.
    fn facts(&self, actor: &Actor) -> Vec<Vec<Fact>> {
        let today = self.world.today(NOW).unwrap();
        let of = |case| facts_on(case, |at| self.world.today(at).unwrap(), today);
        self.visible(actor).map(of).collect()
    }

    async fn figures(&self, actor: &Actor, query: &FigureQuery) -> Result<FigureReport, Failure> {
        let (scene, query) = (self.scene(actor), query.clone());
        let read = async move |tx: &mut Tx| figures::figures(tx, &scene, &query).await;
        self.office.app.store().read(read).await
    }

    /// How many proposals are behind a number, and how much of it.
    async fn behind(&self, actor: &Actor, query: ProposalQuery) -> (u64, u64) {
        let scene = self.scene(actor);
        let query = ProposalQuery {
            count: true,
            limit: Some(200),
            ..query
        };
        let read = async move |tx: &mut Tx| list(tx, &scene, &query).await;
        let page = self.office.app.store().read(read).await.unwrap();
        assert_eq!(page.total, Some(page.items.len() as u64));
        (page.total.unwrap(), page.counted.unwrap())
    }
}

impl Made {
    /// The table of reply items that somebody can have in a file, read as any table is.
    async fn exported(&self, actor: &Actor) -> table::FactTable {
        let scene = self.scene(actor);
        let read = async move |tx: &mut Tx| {
            let what = exports::What::ReplyItems;
            exports::table(tx, &scene, what, &ExportQuery::default()).await
        };
        let exported = self.office.app.store().read(read).await.unwrap();
        let bytes = exported.write(export::Kind::Csv, Style::default()).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let records = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
            .into_records();
        let cells = records.map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect());
        let sheet = table::Sheet {
            rows: cells.collect(),
            ..table::Sheet::default()
        };
        table::read(&[sheet], &table::FieldMap::default()).unwrap()
    }
}

fn auditor() -> Actor {
    Actor::new("p0".into(), "p0".into(), vec![Post::office(Role::Auditor)])
}

fn query(made: &Made, dice: &mut Dice) -> FigureQuery {
    let (unit, departments) = dice.pick(&made.town.units).clone();
    let mut some = |percent: usize| dice.likely(percent);
    let on: Vec<bool> = [30, 15, 10, 15, 15, 15, 15, 10].map(&mut some).into();
    FigureQuery {
        session: None,
        unit: on[0].then_some(unit),
        department: on[1].then(|| dice.pick(&departments).clone()),
        handler: on[2].then(|| dice.pick(&made.town.people).clone()),
        quarter: on[3].then(|| *dice.pick(&Quarter::of_year(2023))),
        category: on[4].then(|| "教育".to_owned()),
        kind: on[5].then(|| *dice.pick(Kind::ALL)),
        timing: on[6].then(|| *dice.pick(Timing::ALL)),
        key: on[7].then(|| dice.likely(50)),
        by: dice.likely(70).then(|| *dice.pick(Dimension::ALL)),
    }
}

async fn figures_agree_with_a_count_of_the_facts(database: Database) {
    let made = Made::open(database, 7).await;
    let mut dice = Dice(8);
    let profile = made.ctx().profile.clone();
    let said = |sums: &Sums| {
        let mut figures = sums.figures(&profile.figures);
        figures.name_outcomes(&profile.outcomes);
        figures
    };
    let (mut groups, mut others) = (BTreeSet::new(), 0);
    for _ in 0..120 {
        let actor = match dice.likely(50) {
            true => auditor(),
            false => made.actor(&mut dice),
        };
        let query = query(&made, &mut dice);
        let found = made.figures(&actor, &query).await;
        let (org, unit, department) = (made.world.org(), &query.unit, &query.department);
        let may = may_count(&actor, org, unit.as_ref(), department.as_ref());
        // They have no posts here: somebody is of a unit by what they handle.
        let handles_own = |handler: &PersonId| {
            let own = own(&actor)?;
            let mut items = made.cases.iter().flat_map(Case::reply_items);
            let is_theirs = |a: &Assignment| {
                let dispatch = a.dispatch.as_ref();
                dispatch.is_some_and(|it| it.handler.as_ref() == Some(handler))
                    && own.has(&a.unit, a.department())
            };
            Some(*handler == actor.person || items.any(is_theirs))
        };
        let handler = query.handler.as_ref().and_then(handles_own);
        others += usize::from(handler == Some(false));
        if !has_desk(&actor) || may.is_err() || handler == Some(false) {
            assert!(found.is_err(), "{actor:?}");
            continue;
        }
        let found = found.unwrap();
        let mut facts = made.facts(&actor);
        let mut level = query.level();
        if let Some(own) = own(&actor) {
            level = Level::Own;
            let has = |fact: &Fact| {
                let department = Some(&*fact.department).filter(|it| !it.is_empty());
                let department = department.map(UnitCode::from);
                own.has(&fact.unit.as_str().into(), department.as_ref())
            };
            facts.iter_mut().for_each(|of_case| of_case.retain(has));
        }
        let wanted = query.wanted();
        let mut expected = count(&facts.concat(), &wanted, query.by, level);
        for of_case in &facts {
            let asked = of_case.iter().filter(|fact| {
                let mut wanted = wanted.iter();
                wanted.all(|(dimension, value)| fact.at(*dimension) == value)
            });
            let rows = asked.map(|fact| Joined {
                at: query.by.map_or("", |by| fact.at(by)),
                marks: fact.marks,
                shared: &fact.shared,
            });
            expected.join(&rows.collect::<Vec<_>>());
        }
        assert_eq!(found.figures, said(&expected.whole), "{query:?} {actor:?}");
        let expected: Vec<_> = expected
            .groups
            .iter()
            .map(|(value, sums)| (value.as_str(), said(sums)))
            .collect();
        let found: Vec<_> = found
            .groups
            .into_iter()
            .map(|group| (group.value, group.figures))
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(value, figures)| (value.as_str(), figures.clone()))
            .collect();
        assert_eq!(found, expected, "{query:?} {actor:?}");
        groups.extend(query.by.filter(|_| !found.is_empty()));
    }
    assert_eq!(groups.len(), Dimension::ALL.len(), "{groups:?}");
    assert!(others > 0, "somebody asks for a handler of others");
}

async fn behind_every_number_are_as_many_as_it_says(database: Database) {
    let made = Made::open(database, 9).await;
    let mut found = 0;
    let liaison = Actor::new("p0".into(), "p0".into(), vec![Post::at(Role::Liaison, "B")]);
    for actor in [auditor(), liaison, of_two_units()] {
        for by in Dimension::ALL {
            let query = FigureQuery {
                by: Some(*by),
                ..FigureQuery::default()
            };
            let report = made.figures(&actor, &query).await.unwrap();
            // Two parts of each dimension, and the whole once.
            let parts = report.groups.iter().rev().take(2);
            let mut asked: Vec<_> = parts
                .map(|group| (query.at(*by, &group.value).unwrap(), &group.figures))
                .collect();
            if *by == Dimension::Session {
                let session = SessionId("2023".into());
                let whole = FigureQuery {
                    session: Some(session),
                    ..FigureQuery::default()
                };
                asked.push((whole, &report.figures));
            }
            for (query, figures) in asked {
                for (name, rate) in figures.named() {
                    for (part, many) in [
                        (Part::Numerator, rate.numerator),
                        (Part::Denominator, rate.denominator),
                    ] {
                        let (proposals, counted) =
                            made.behind(&actor, query.behind(name, part)).await;
                        assert_eq!(counted, many, "{name} {part} {query:?}");
                        assert_eq!(proposals == 0, many == 0, "{name} {part} {query:?}");
                        found += counted;
                    }
                }
            }
        }
    }
    assert!(found > 1000, "{found}");
}

/// Somebody of two units that share cases.
fn of_two_units() -> Actor {
    let posts = ["A", "B"].map(|unit| Post::at(Role::Liaison, unit));
    Actor::new("p0".into(), "p0".into(), posts.to_vec())
}

async fn a_proposal_that_two_units_of_one_person_answer_is_one(database: Database) {
    let made = Made::open(database, 11).await;
    let actor = of_two_units();
    let own = own(&actor).unwrap();
    let items = made.cases.iter().map(|case| -> Vec<&Assignment> {
        let items = case.reply_items();
        items.filter(|a| own.has(&a.unit, a.department())).collect()
    });
    let items: Vec<_> = items.filter(|items| !items.is_empty()).collect();
    let is_out = |a: &&Assignment| a.issued_round().is_some();
    let answered = items
        .iter()
        .filter(|items| items.iter().all(is_out))
        .count();
    let half = items
        .iter()
        .filter(|items| items.iter().any(is_out))
        .count()
        - answered;
    let shared = items.iter().filter(|items| items.len() > 1).count();
    assert!(
        shared > 3 && half > 0 && answered > half,
        "{shared} {half} {answered}"
    );
    let report = made.figures(&actor, &FigureQuery::default()).await.unwrap();
    assert_eq!(report.figures.submitted, items.len() as u64);
    assert_eq!(report.figures.adoption.denominator, answered as u64);
    let adoption = FigureQuery::default().behind(FigureName::Adoption, Part::Denominator);
    assert_eq!(
        made.behind(&actor, adoption).await,
        (answered as u64, answered as u64)
    );
    // Each unit answers it all the same.
    let by_unit = FigureQuery {
        by: Some(Dimension::Unit),
        ..FigureQuery::default()
    };
    let report = made.figures(&actor, &by_unit).await.unwrap();
    let of_units: u64 = report.groups.iter().map(|it| it.figures.submitted).sum();
    assert_eq!(of_units, (items.len() + shared) as u64);
}

async fn a_suggestion_that_two_units_of_one_person_answer_is_one_with_the_best_answer(
    database: Database,
) {
    let made = Made::open(database, 11).await;
    let rules = made.ctx().profile.figures;
    let (mut several, mut differ) = (0, 0);
    for [one, other] in [["A", "B"], ["A", "C"], ["B", "C"]] {
        let posts = [one, other].map(|unit| Post::at(Role::Liaison, unit));
        let actor = Actor::new("p0".into(), "p0".into(), posts.to_vec());
        let own = own(&actor).unwrap();
        let before = several;
        let mut expected: BTreeMap<Option<Verdict>, u64> = BTreeMap::new();
        for case in made.cases.iter() {
            let items = case
                .reply_items()
                .filter(|a| own.has(&a.unit, a.department()));
            let answers: Vec<_> = items.map(|a| answers_of(a, case)).collect();
            let numbers: BTreeSet<u32> = answers.iter().flat_map(|it| it.keys().copied()).collect();
            for no in numbers {
                let said = answers.iter().filter_map(|it| it.get(&no).copied());
                let said: Vec<Option<Verdict>> = said.collect();
                several += u64::from(said.len() > 1);
                differ += u64::from(said.iter().any(|it| *it != said[0]));
                let best = said.into_iter().min_by_key(|it| (it.is_none(), *it));
                *expected.entry(best.unwrap()).or_default() += 1;
            }
        }
        let report = made.figures(&actor, &FigureQuery::default()).await.unwrap();
        let whole = expected.values().sum::<u64>();
        for row in &report.figures.suggestions {
            let many = expected.get(&row.verdict).copied().unwrap_or(0);
            assert_eq!(
                (row.share.numerator, row.share.denominator),
                (many, whole),
                "{row:?}"
            );
            let name = FigureName::of_verdict(row.verdict);
            for (part, many) in [(Part::Numerator, many), (Part::Denominator, whole)] {
                let behind = FigureQuery::default().behind(name, part);
                assert_eq!(made.behind(&actor, behind).await.1, many, "{name} {part}");
            }
        }
        // Each unit has answered it all the same.
        let by_unit = FigureQuery {
            by: Some(Dimension::Unit),
            ..FigureQuery::default()
        };
        let report = made.figures(&actor, &by_unit).await.unwrap();
        let adopted = |figures: &Figures| figures.suggestions[0].share.denominator;
        let of_units: u64 = report.groups.iter().map(|it| adopted(&it.figures)).sum();
        assert_eq!(of_units, whole + several - before);
        // The table that they can have in a file comes to the same.
        let read = made.exported(&actor).await;
        let sums = count(&read.facts, &[], None, read.level(Level::Whole)).whole;
        for row in sums.figures(&rules).suggestions {
            let many = expected.get(&row.verdict).copied().unwrap_or(0);
            assert_eq!(row.share.numerator, many, "{row:?}");
        }
    }
    assert!(several > 5 && differ > 3, "{several} {differ}");
}

/// Somebody of a unit, and of one of its departments, in an office where units share cases and have tasks on others'.
fn those_of_a_unit() -> [Actor; 3] {
    let posts = [
        (Role::Liaison, "B"),
        (Role::UnitHead, "C"),
        (Role::Handler, "B-1"),
    ];
    posts.map(|(role, place)| Actor::new("p0".into(), "p0".into(), vec![Post::at(role, place)]))
}

async fn those_of_a_unit_are_counted_what_they_have_and_nothing_else(database: Database) {
    let made = Made::open(database, 11).await;
    for actor in those_of_a_unit() {
        let own = own(&actor).unwrap();
        let has = |a: &&Assignment| own.has(&a.unit, a.department());
        let items: Vec<&Assignment> = made
            .cases
            .iter()
            .flat_map(|case| case.reply_items())
            .filter(has)
            .collect();
        // What would have been counted beside it: others' items on cases that are shared, or seen for a task only.
        let others = |case: &&Case| case.reply_items().any(|a| !has(&a));
        let beside: Vec<&Case> = made.visible(&actor).filter(others).collect();
        let mine = |case: &&&Case| case.assignments.iter().any(|a| has(&a));
        let shared = beside.iter().filter(mine).count();
        assert!(shared > 3 && beside.len() > shared, "{actor:?}");

        let by_handler = FigureQuery {
            by: Some(Dimension::Handler),
            ..FigureQuery::default()
        };
        let report = made.figures(&actor, &by_handler).await.unwrap();
        assert_eq!(report.figures.due, items.len() as u64, "{actor:?}");
        let handler = |a: &&Assignment| {
            let handler = a.dispatch.as_ref().and_then(|it| it.handler.clone());
            handler.map_or_else(String::new, |it| it.0)
        };
        let handlers: BTreeSet<String> = items.iter().map(handler).collect();
        let told: BTreeSet<String> = report.groups.iter().map(|it| it.value.clone()).collect();
        assert_eq!(told, handlers, "{actor:?}");

        let mut known = 0;
        for (name, rate) in report.figures.named() {
            for (part, many) in [
                (Part::Numerator, rate.numerator),
                (Part::Denominator, rate.denominator),
            ] {
                let query = FigureQuery::default().behind(name, part);
                let (proposals, counted) = made.behind(&actor, query).await;
                assert_eq!(counted, many, "{name} {part} {actor:?}");
                // A unit has one reply item of a proposal at most.
                if matches!(
                    name.measure(part).unit(),
                    CountUnit::Proposals | CountUnit::ReplyItems
                ) {
                    assert_eq!(proposals, many, "{name} {part} {actor:?}");
                }
                known += many;
            }
        }
        assert!(known > 50, "{known} {actor:?}");
        for row in &report.figures.outcomes {
            let query = ProposalQuery {
                outcome: Some(row.kind.clone()),
                ..FigureQuery::default().behind(FigureName::Converted, Part::Numerator)
            };
            assert_eq!(made.behind(&actor, query).await.1, row.count, "{row:?}");
        }

        let scene = made.scene(&actor);
        let read = async move |tx: &mut Tx| {
            exports::table(
                tx,
                &scene,
                exports::What::ReplyItems,
                &ExportQuery::default(),
            )
            .await
        };
        let exported = made.office.app.store().read(read).await.unwrap();
        assert_eq!(exported.rows.len(), items.len(), "{actor:?}");

        // Another's are refused, behind a figure too.
        for (unit, department) in [(Some("A"), None), (None, Some("A-1"))] {
            let query = FigureQuery {
                unit: unit.map(UnitCode::from),
                department: department.map(UnitCode::from),
                ..FigureQuery::default()
            };
            assert!(made.figures(&actor, &query).await.is_err(), "{query:?}");
            let behind = query.behind(FigureName::Completion, Part::Numerator);
            let scene = made.scene(&actor);
            let read = async move |tx: &mut Tx| list(tx, &scene, &behind).await;
            assert!(made.office.app.store().read(read).await.is_err());
        }
    }
}

async fn a_table_that_is_exported_gives_every_figure_that_it_was_exported_with(database: Database) {
    let made = Made::open(database, 12).await;
    let rules = made.ctx().profile.figures;
    let [liaison, ..] = those_of_a_unit();
    let mut several = 0;
    for actor in [auditor(), liaison] {
        let read = made.exported(&actor).await;
        assert!(read.repeats.is_empty() && !read.suggestions_by_item);
        // What came in and was not filed is in no list of reply items.
        let told: BTreeSet<FigureName> = FigureName::ALL.iter().copied().collect();
        let missing: Vec<&FigureName> = told.difference(&read.figures).collect();
        assert_eq!(missing, [&FigureName::Filing]);
        several += read.facts.iter().filter(|fact| fact.no > 0).count()
            - read.facts.iter().filter(|fact| fact.no == 0).count();
        for by in Dimension::ALL {
            let query = FigureQuery {
                by: Some(*by),
                ..FigureQuery::default()
            };
            let server = made.figures(&actor, &query).await.unwrap();
            let level = read.level(query.level());
            let of_table = count(&read.facts, &query.wanted(), query.by, level);
            same(
                &server.figures,
                &of_table.whole,
                rules,
                &format!("{by} {actor:?}"),
            );
            // Proposals without a reply item are parts of their own there.
            for group in &server.groups {
                let context = format!("{by} {} {actor:?}", group.value);
                match of_table.groups.get(&group.value) {
                    Some(sums) => same(&group.figures, sums, rules, &context),
                    None => assert_eq!(group.figures.due, 0, "{context}"),
                }
            }
        }
    }
    assert!(several > 10, "{several} answered by more than one");
}

/// That a table comes to these figures, all that it tells.
fn same(server: &Figures, table: &Sums, rules: FigureRules, context: &str) {
    let of_table = table.figures(&rules);
    for (name, rate) in server.named() {
        if name != FigureName::Filing {
            assert_eq!(of_table.rate(name), Some(rate), "{name} {context}");
        }
    }
    let counts = |figures: &Figures| {
        let rows = figures.outcomes.iter();
        let mut rows: Vec<(String, u64)> = rows.map(|it| (it.kind.clone(), it.count)).collect();
        rows.sort();
        rows
    };
    assert_eq!(counts(server), counts(&of_table), "{context}");
    assert_eq!(server.due, of_table.due, "{context}");
}

async fn who_has_no_desk_is_told_no_figures(database: Database) {
    let made = Made::open(database, 9).await;
    let member = Actor::new("p0".into(), "p0".into(), vec![Post::office(Role::Proposer)]);
    assert!(
        made.figures(&member, &FigureQuery::default())
            .await
            .is_err()
    );
    let figure = ProposalQuery {
        figure: Some(FigureName::FinalSatisfaction),
        ..ProposalQuery::default()
    };
    let department = ProposalQuery {
        department: Some("A-1".into()),
        ..ProposalQuery::default()
    };
    let handler = ProposalQuery {
        handler: Some("p1".into()),
        ..ProposalQuery::default()
    };
    for query in [figure, department, handler] {
        let scene = made.scene(&member);
        let read = async move |tx: &mut Tx| list(tx, &scene, &query).await;
        assert!(made.office.app.store().read(read).await.is_err());
    }
    assert_eq!(FigureQuery::default().level(), Level::Whole);
}
