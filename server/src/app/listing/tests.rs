//! What is read is what the rules say of the cases themselves, for anybody, whatever is asked.

mod candidates;
mod counted;
mod counted_figures;
mod made;

use std::collections::BTreeSet;
use std::sync::Arc;

use banli_shared::api::Page;
use banli_shared::api::proposals::{ProposalQuery, ProposalRow, Sort};
use banli_shared::api::sessions::Session;
use banli_shared::calendar::Calendar;
use banli_shared::case::{
    AssignmentRole, Case, Class, Consent, Kind, Openness, ProposalStage, StageName, Timing,
};
use banli_shared::figures::Quarter;
use banli_shared::ids::PersonId;
use banli_shared::org::{Actor, Post, Role, StandIn};
use banli_shared::profile::Light;
use banli_shared::text::{initials, search_key};
use banli_shared::workflow::{Context, can_see, has_desk, own, own_units};

use self::made::{BEGIN_MS, Dice, Town};
use super::list;
use crate::app::cases::Scene;
use crate::app::cases::view::{light, rows};
use crate::app::scope::Scope;
use crate::app::world::World;
use crate::app::{index, search, sessions};
use crate::http::Failure;
use crate::params;
use crate::store::{Binds, Known, StoreError, Tx};
use crate::testing::{Database, Office, on_both};

on_both!(
    everybody_sees_in_lists_just_what_the_rules_let_them_see,
    every_filter_and_order_is_as_on_the_cases_themselves,
);

const CASES: usize = 150;
/// Some of the deadlines have passed, some are near.
const NOW: i64 = BEGIN_MS + 100 * 24 * 60 * 60 * 1000;

/// An office with made-up cases.
struct Made {
    office: Office,
    town: Town,
    cases: Arc<Vec<Case>>,
    world: Arc<World>,
}

impl Made {
    async fn open(database: Database, seed: u64) -> Self {
        let office = Office::open(database).await;
        let mut units = Vec::new();
        let mut rows = Vec::new();
        for unit in ["A", "B", "C", "D"] {
            rows.push((unit.to_owned(), None));
            let departments: Vec<String> = (1..3).map(|n| format!("{unit}-{n}")).collect();
            for department in &departments {
                rows.push((department.clone(), Some(unit)));
            }
            let departments = departments.iter().map(|code| code.as_str().into());
            units.push((unit.into(), departments.collect()));
        }
        let rows: Vec<(&str, Option<&str>)> = rows
            .iter()
            .map(|(code, parent)| (code.as_str(), *parent))
            .collect();
        office.units(&rows).await;
        let people: Vec<PersonId> = (0..8).map(|n| format!("p{n}").as_str().into()).collect();
        let town = Town {
            units,
            people: people.clone(),
            calendar: Calendar::published(),
            text: 20,
        };
        let mut dice = Dice(seed);
        let cases: Vec<Case> = (1..=CASES).map(|n| town.case(n, &mut dice)).collect();
        let cases = Arc::new(cases);
        let (worlds, kept) = (office.app.worlds(), Arc::clone(&cases));
        let write = async move |tx: &mut Tx| -> Result<Arc<World>, Failure> {
            let session = Session {
                id: "2023".into(),
                name: "七届三次会议".into(),
                year: 2023,
                closed_on: None,
                current: true,
            };
            sessions::put(tx, &session, 1).await?;
            for person in &people {
                let sql =
                    "INSERT INTO people (id, login, name, name_key, password_hash, created_ms)
                           VALUES ($1, $1, $1, $1, '', 1)";
                tx.execute(sql, params![person.0]).await?;
            }
            let world = worlds.see(tx).await?;
            for (case, seq) in kept.iter().zip(1_i64..) {
                let number = case.number.as_ref().map(|number| number.as_str());
                let sql = "INSERT INTO cases (id, session, intake_number, number, version, changed_seq, hash, body)
                           VALUES ($1, $2, $3, $4, 1, $5, '', $6)";
                let body = serde_json::to_string(case).unwrap();
                let (id, session, intake) = (&case.id.0, &case.session.0, &case.intake_number.0);
                let values = params![id, session, intake, number, seq, body];
                tx.execute(sql, values).await?;
                // Writing them again changes nothing.
                for _twice in 0..2 {
                    index::write(tx, &[case], Known::Perhaps, &world, NOW).await?;
                    search::index::write(tx, &[case], Known::Perhaps).await?;
                }
            }
            Ok(world)
        };
        let world = office.app.store().write(write).await.unwrap();
        Self {
            office,
            town,
            cases,
            world,
        }
    }

    fn ctx(&self) -> Context<'_> {
        self.world.context(&"2023".into(), NOW).unwrap()
    }

    /// Somebody with up to three posts anywhere.
    fn actor(&self, dice: &mut Dice) -> Actor {
        let posts = (0..dice.roll(4)).map(|_| {
            let role = *dice.pick(Role::ALL);
            let (unit, departments) = dice.pick(&self.town.units);
            let whole = role.sees_whole_unit() || dice.likely(10);
            let place = if whole { unit } else { dice.pick(departments) };
            Post {
                role,
                place: role.has_place().then(|| place.clone()),
            }
        });
        let posts = posts.collect();
        let person = dice.pick(&self.town.people).clone();
        Actor::new(person.clone(), person.0, posts)
    }

    /// The same, sometimes standing in for one or two others.
    fn deputy(&self, dice: &mut Dice) -> Actor {
        let actor = self.actor(dice);
        let stands_in = (0..dice.roll(3))
            .map(|_| self.actor(dice))
            .filter(|other| other.person != actor.person)
            .map(|other| StandIn {
                posts: other
                    .posts
                    .into_iter()
                    .filter(|post| post.role.can_be_lent())
                    .collect(),
                person: other.person,
                name: other.name,
                through: vec![],
                until: "2023-12-31".parse().unwrap(),
            })
            .collect();
        actor.standing_in(stands_in)
    }

    fn visible<'m>(&'m self, actor: &'m Actor) -> impl Iterator<Item = &'m Case> {
        self.cases.iter().filter(|case| can_see(case, actor))
    }

    fn scene(&self, actor: &Actor) -> Scene {
        Scene {
            worlds: self.office.app.worlds(),
            actor: actor.clone(),
            now: NOW,
        }
    }

    /// All pages of a list, each counted.
    async fn walk(&self, actor: &Actor, query: &ProposalQuery) -> Vec<ProposalRow> {
        let mut query = ProposalQuery {
            count: true,
            limit: Some(7),
            ..query.clone()
        };
        let (mut found, mut total) = (Vec::new(), None);
        loop {
            let (scene, asked) = (self.scene(actor), query.clone());
            let read = async move |tx: &mut Tx| list(tx, &scene, &asked).await;
            let page: Page<ProposalRow> = self.office.app.store().read(read).await.unwrap();
            assert_eq!(*total.get_or_insert(page.total), page.total);
            found.extend(page.items);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(total, Some(Some(found.len() as u64)), "{query:?}");
        found
    }
}

async fn everybody_sees_in_lists_just_what_the_rules_let_them_see(database: Database) {
    let made = Made::open(database, 1).await;
    let mut dice = Dice(2);
    for _ in 0..60 {
        let actor = made.actor(&mut dice);
        let expected: Vec<String> = made.visible(&actor).map(|case| case.id.0.clone()).collect();
        let who = actor.clone();
        let read = async move |tx: &mut Tx| -> Result<[Vec<String>; 2], StoreError> {
            let scope = Scope::of(&who);
            let mut binds = Binds::default();
            let one_by_one = scope
                .condition("l.case_id", &mut binds)
                .unwrap_or_else(|| "1 = 1".into());
            let sql = format!("SELECT l.case_id FROM listed l WHERE {one_by_one}");
            let one_by_one = tx.query(&sql, &binds.params()).await?;
            let mut binds = Binds::default();
            let all = scope
                .cases(&mut binds)
                .unwrap_or_else(|| "SELECT case_id FROM listed".into());
            let all = tx.query(&all, &binds.params()).await?;
            let mut both = [one_by_one, all].map(|rows| {
                let ids = rows.iter().map(|row| row.get::<String>(0).unwrap());
                ids.collect::<Vec<_>>()
            });
            both.iter_mut().for_each(|ids| ids.sort());
            Ok(both)
        };
        let [one_by_one, all] = made.office.app.store().read(read).await.unwrap();
        assert_eq!(one_by_one, expected, "{actor:?}");
        assert_eq!(all, expected, "{actor:?}");
        let listed = made.walk(&actor, &ProposalQuery::default()).await;
        let listed: BTreeSet<&str> = listed.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(
            listed,
            expected.iter().map(String::as_str).collect(),
            "{actor:?}"
        );
    }
}

async fn every_filter_and_order_is_as_on_the_cases_themselves(database: Database) {
    let made = Made::open(database, 3).await;
    let mut dice = Dice(4);
    let ctx = made.ctx();
    let mut found = 0;
    for round in 0..240 {
        let actor = match round % 3 {
            0 => made.actor(&mut dice),
            _ => {
                let other = made.actor(&mut dice);
                Actor::new(other.person, other.name, vec![Post::office(Role::Auditor)])
            }
        };
        let query = query(&made.town, has_desk(&actor), &mut dice);
        let mut expected: Vec<&Case> = made
            .visible(&actor)
            .filter(|case| matches(case, &query, &actor, &ctx, &made.world))
            .collect();
        let by_number = |case: &Case| {
            let number = case.shown_number().to_owned();
            (case.number.is_none(), number.len(), number)
        };
        match query.sort {
            Some(Sort::Changed) => expected.reverse(),
            Some(Sort::Due) => expected.sort_by_key(|case| {
                let due = case.reply_due();
                (due.is_none(), due, by_number(case))
            }),
            None if query.q.is_some() => {
                expected.reverse();
                expected.sort_by_key(|case| found_in(case, query.q.as_deref()));
            }
            _ => expected.sort_by_key(|case| by_number(case)),
        }
        let listed = made.walk(&actor, &query).await;
        let ids: Vec<&str> = listed.iter().map(|row| row.id.as_str()).collect();
        let expected_ids: Vec<&str> = expected.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids, expected_ids, "{query:?} {actor:?}");
        for (row, case) in listed.iter().zip(expected) {
            assert_eq!(*row, shown(case, &actor, &ctx));
        }
        found += ids.len();
    }
    assert!(found > 1000, "the queries found {found}");
}

/// A case as lists show it to an actor; without a desk one is not told what rating forms come to.
fn shown(case: &Case, actor: &Actor, ctx: &Context<'_>) -> ProposalRow {
    let proposal = &case.proposal;
    let mut assignments = rows(case, ctx);
    if !has_desk(actor) {
        assignments.iter_mut().for_each(|row| row.rating = None);
    }
    // By when it is due for who reads it: by their own unit's deadline before that of the reply.
    let of_own = own_units(actor, ctx.org).and_then(|own| {
        let own = case.live().filter(|a| a.is_owed() && own.contains(&a.unit));
        own.map(|a| a.due().date).min()
    });
    ProposalRow {
        due: of_own.or(case.reply_due()),
        id: case.id.clone(),
        session: case.session.clone(),
        version: case.version,
        intake_number: case.intake_number.clone(),
        number: case.number.clone(),
        title: proposal.title.clone(),
        proposers: proposal
            .proposers
            .iter()
            .map(|it| it.name.clone())
            .collect(),
        kind: proposal.kind,
        category: proposal.category.clone(),
        timing: proposal.timing,
        publication: proposal.consent(),
        stage: case.stage(),
        key: case.key.is_some(),
        tracking: case.is_tracked(),
        submitted_ms: proposal.submitted_ms,
        assignments,
    }
}

/// Any query; most have one or two filters.
fn query(town: &Town, has_desk: bool, dice: &mut Dice) -> ProposalQuery {
    let days = ["2023-03-01", "2023-05-10", "2023-06-15", "2023-09-01"];
    let texts = [
        "教育",
        "第1项",
        "2023000",
        "s001",
        "委员P3",
        "提案",
        "建议",
        "议建议",
        "增加投入",
        "议 教育",
        "gyjq",
        "jyly",
        "文",
        "增",
        "教育 投入",
        "·",
        "没有的",
        "关于 增加投",
    ];
    let mut some = |percent: usize| dice.likely(percent);
    let on: Vec<bool> = [
        10, 15, 20, 20, 15, 10, 15, 10, 15, 10, 40, 60, 10, 10, 10, 10, 10, 10, 10, 10,
    ]
    .map(&mut some)
    .into();
    ProposalQuery {
        stage: on[0].then(|| *dice.pick(ProposalStage::ALL)),
        assignment_stage: on[1].then(|| *dice.pick(StageName::ALL)),
        unit: on[2].then(|| dice.pick(&town.units).0.clone()),
        role: on[3].then(|| *dice.pick(AssignmentRole::ALL)),
        class: on[4].then(|| *dice.pick(Class::ALL)),
        kind: on[5].then(|| *dice.pick(Kind::ALL)),
        category: on[6].then(|| "教育".to_owned()),
        key: on[7].then(|| dice.likely(50)),
        tracking: on[15].then(|| dice.likely(60)),
        outcome: on[16].then(|| "policy".to_owned()),
        light: on[8].then(|| *dice.pick(Light::ALL)),
        due_before: on[9].then(|| dice.pick(&days).parse().unwrap()),
        timing: on[12].then(|| *dice.pick(Timing::ALL)),
        publication: on[19].then(|| *dice.pick(Consent::ALL)),
        openness: on[17].then(|| *dice.pick(Openness::ALL)),
        published: on[18].then(|| dice.likely(60)),
        quarter: on[13].then(|| *dice.pick(&Quarter::of_year(2023))),
        department: (on[14] && has_desk).then(|| {
            let departments = dice.pick(&town.units).1.clone();
            dice.pick(&departments).clone()
        }),
        q: on[10].then(|| (*dice.pick(&texts)).to_owned()),
        sort: on[11].then(|| *dice.pick(Sort::ALL)),
        every_session: on[11] && dice.likely(30),
        ..ProposalQuery::default()
    }
}

/// Where a text is found in a case, the best place first; `None` where it is not.
fn found_in(case: &Case, typed: Option<&str>) -> Option<u8> {
    let Some(typed) = typed else { return Some(0) };
    let proposal = &case.proposal;
    let number = case.number.as_ref().map_or("", |number| number.as_str());
    let names = proposal.proposers.iter().map(|it| it.name.as_str());
    let suggestions = proposal.suggestions.iter().map(|it| it.text.as_str());
    let head = names.chain([proposal.title.as_str(), number, case.intake_number.as_str()]);
    let head: Vec<String> = head.map(search_key).collect();
    let text = suggestions.chain([proposal.body.as_str()]);
    let text: Vec<String> = text.map(search_key).collect();
    let has = |parts: &[String], word: &str| parts.iter().any(|part| part.contains(word));
    let mut words = typed.split(' ').map(search_key);
    if words.clone().all(|word| has(&head, &word)) {
        return Some(0);
    }
    if words.all(|word| has(&head, &word) || word.chars().count() > 1 && has(&text, &word)) {
        return Some(1);
    }
    initials(&proposal.title).contains(typed).then_some(2)
}

fn matches(
    case: &Case,
    query: &ProposalQuery,
    actor: &Actor,
    ctx: &Context<'_>,
    world: &World,
) -> bool {
    fn asks<T: PartialEq>(asked: &Option<T>, is: &T) -> bool {
        asked.as_ref().is_none_or(|asked| asked == is)
    }
    let proposal = &case.proposal;
    let text = found_in(case, query.q.as_deref()).is_some();
    let quarter = query.quarter.is_none_or(|asked| {
        let day = world.today(proposal.submitted_ms).unwrap();
        Quarter::of(day) == asked
    });
    let of_assignments = query.assignment_stage.is_some()
        || query.unit.is_some()
        || query.department.is_some()
        || query.role.is_some()
        || query.class.is_some()
        || query.light.is_some()
        || query.openness.is_some()
        || query.due_before.is_some();
    // Unless another unit is named, those of a unit ask for one of their own.
    let own = own(actor).filter(|_| query.unit.is_none() && query.department.is_none());
    let ended = query.assignment_stage == Some(StageName::Ended);
    let assignment = case.assignments.iter().any(|a| {
        let class = a
            .issued_round()
            .and_then(|round| round.issued.as_ref()?.class);
        let openness = a
            .issued_round()
            .and_then(|round| Some(round.openness.as_ref()?.openness));
        (ended || a.is_live())
            && own
                .as_ref()
                .is_none_or(|own| own.has(&a.unit, a.department()))
            && asks(&query.assignment_stage, &case.stage_of(a))
            && asks(&query.unit, &a.unit)
            && (query.department.is_none() || a.department() == query.department.as_ref())
            && asks(&query.role, &a.role)
            && query.class.is_none_or(|asked| class == Some(asked))
            && query.openness.is_none_or(|asked| openness == Some(asked))
            && query
                .light
                .is_none_or(|asked| a.is_owed() && light(a.due().date, ctx).0 == asked)
            && query
                .due_before
                .is_none_or(|day| a.is_owed() && a.due().date < day)
    });
    let published = case.assignments.iter().any(|a| {
        a.issued_round()
            .is_some_and(|round| round.published.is_some())
    });
    asks(&query.stage, &case.stage())
        && asks(&query.kind, &proposal.kind)
        && asks(&query.timing, &proposal.timing)
        && asks(&query.publication, &proposal.consent())
        && query.published.is_none_or(|asked| published == asked)
        && quarter
        && asks(&query.category, &proposal.category)
        && asks(&query.key, &case.key.is_some())
        && query.outcome.as_ref().is_none_or(|asked| {
            case.reply_items().any(|a| {
                let mut those = a.outcomes.iter().filter(|it| it.counts());
                query.unit.as_ref().is_none_or(|unit| *unit == a.unit)
                    && those.any(|it| it.kind == *asked)
            })
        })
        && asks(&query.tracking, &case.is_tracked())
        && text
        && (!of_assignments || assignment)
}
