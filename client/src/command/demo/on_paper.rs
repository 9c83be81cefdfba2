//! The planned year played on paper: through the rules alone, without a server. Shows that the plan holds.

use std::collections::BTreeMap;

use banli_shared::calendar::{Calendar, Date};
use banli_shared::case::{Case, Proposer};
use banli_shared::figures::{Figures, Level, count, facts};
use banli_shared::ids::{CaseId, IntakeNumber, PersonId, ProposalNumber, SessionId};
use banli_shared::org::{Actor, Org, StandIn};
use banli_shared::profile::Profile;
use banli_shared::workflow::{Command, Context, Numbers, Proposed, decide, evolve, submit};

use super::office::Office;
use super::proposals::{DemoProposal, make};
use super::reply::day_of;
use super::year::{
    DAY_MS, HEAD_AWAY, Step, UNIT_OF_DEPUTY, day, is_triage, login, morning, name_text, plan,
};

fn actors(office: &Office) -> BTreeMap<String, Actor> {
    let head = office
        .people
        .iter()
        .find(|person| person.login == login(UNIT_OF_DEPUTY, "head"))
        .map(|person| StandIn {
            person: PersonId::from(person.login.as_str()),
            name: person.name.clone(),
            through: vec![],
            posts: person.posts.clone(),
            until: day(HEAD_AWAY.1),
        });
    office
        .people
        .iter()
        .map(|person| {
            let actor = Actor::new(
                PersonId::from(person.login.as_str()),
                person.name.clone(),
                person.posts.clone(),
            );
            // The deputy acts only while the head's post is lent.
            let lent = (person.login == login(UNIT_OF_DEPUTY, "deputy")).then_some(&head);
            let actor = actor.standing_in(lent.into_iter().flatten().cloned().collect());
            (person.login.clone(), actor)
        })
        .collect()
}

/// The world around the rules.
pub(crate) struct World {
    pub(crate) profile: Profile,
    pub(crate) calendar: Calendar,
    pub(crate) org: Org,
}

impl World {
    pub(crate) fn at<'a>(
        &'a self,
        at_ms: i64,
        numbers: &'a Numbers,
        other: Option<&'a Case>,
    ) -> Context<'a> {
        let epoch: Date = "1970-01-01".parse().unwrap();
        let day = (at_ms + 8 * 3_600_000).div_euclid(DAY_MS);
        Context {
            now_ms: at_ms,
            today: epoch.plus_days(i32::try_from(day).unwrap()).unwrap(),
            profile: &self.profile,
            rules: 1,
            newest: &self.profile,
            calendar: &self.calendar,
            session_closed_on: None,
            submitted_on: None,
            org: &self.org,
            staff: None,
            numbers: Some(numbers),
            other,
            documents: None,
        }
    }
}

fn submitted(
    n: usize,
    proposal: &DemoProposal,
    office: &Office,
    world: &World,
    actor: &Actor,
) -> Case {
    let proposers = proposal.proposers.iter().map(|member| {
        let member = &office.members[*member];
        Proposer {
            name: member.name.clone(),
            person: Some(PersonId::from(member.login.as_str())),
        }
    });
    let proposed = Proposed {
        title: proposal.title.clone(),
        body: proposal.body.clone(),
        proposers: proposers.collect(),
        kind: proposal.kind,
        category: proposal.category.to_owned(),
        timing: proposal.timing,
        submitted_on: None,
        publication: banli_shared::case::Consent::Agreed,
        suggestions: proposal.suggestions.clone(),
    };
    let numbers = numbers(n);
    let ctx = world.at(morning(proposal.submitted), &numbers, None);
    let id = CaseId(n.to_string());
    let decision = submit(&id, &SessionId::from("2023"), &proposed, actor, &ctx).unwrap();
    banli_shared::workflow::begin(&decision.own[0]).unwrap()
}

pub(crate) fn numbers(n: usize) -> Numbers {
    Numbers {
        intake: IntakeNumber(format!("2023-S{n:04}")),
        proposal: ProposalNumber(format!("2023{n:04}")),
    }
}

fn play(seed: u64) -> (Figures, usize) {
    let office = Office::make(seed);
    let proposals = make(seed, &office);
    let world = World {
        profile: Profile::shenzhen(),
        calendar: Calendar::published(),
        org: Org::new(office.units.clone()),
    };
    let actors = actors(&office);
    let mut cases: Vec<Case> = proposals
        .iter()
        .enumerate()
        .map(|(n, proposal)| submitted(n, proposal, &office, &world, &actors["coordinator"]))
        .collect();
    let courses = plan(seed, &office, &proposals);
    let mut done = 0;
    for triage in [true, false] {
        for (n, course) in courses.iter().enumerate() {
            for step in course
                .iter()
                .filter(|step| is_triage(&step.command) == triage)
            {
                run(n, step, &mut cases, &world, &actors[&step.login]);
                done += 1;
            }
        }
    }
    let facts: Vec<_> = cases.iter().flat_map(|case| facts(case, day_of)).collect();
    let counted = count(&facts, &[], None, Level::Whole);
    (counted.whole.figures(&world.profile.figures), done)
}

/// The command with the hash of the text that it is about.
fn read(case: &Case, command: &Command) -> Command {
    let mut command = command.clone();
    name_text(&mut command, |no| case.assignment(no)?.text_under_review());
    command
}

fn run(n: usize, step: &Step, cases: &mut [Case], world: &World, actor: &Actor) {
    let other = match &step.command {
        Command::Merge(merge) => Some(cases[merge.into.0.parse::<usize>().unwrap()].clone()),
        _ => None,
    };
    let numbers = numbers(n);
    let ctx = world.at(step.at_ms, &numbers, other.as_ref());
    let command = read(&cases[n], &step.command);
    let decision = decide(&cases[n], actor, &command, &ctx).unwrap_or_else(|refusal| {
        panic!(
            "{} on {n} by {}: {refusal}",
            step.command.action(),
            step.login
        )
    });
    for event in &decision.own {
        cases[n] = evolve(cases[n].clone(), event);
    }
    for (host, event) in decision.other {
        let host = host.0.parse::<usize>().unwrap();
        cases[host] = evolve(cases[host].clone(), &event);
    }
}

/// The made-up session at a stage of its own choice: proposal `n` after the first `steps` of its course, the people,
/// and the world.
pub(crate) struct Paper {
    pub(crate) office: Office,
    pub(crate) world: World,
    pub(crate) actors: BTreeMap<String, Actor>,
    proposals: Vec<DemoProposal>,
    courses: Vec<super::year::Course>,
}

impl Paper {
    pub(crate) fn new() -> Self {
        let office = Office::make(2023);
        let proposals = make(2023, &office);
        let courses = plan(2023, &office, &proposals);
        let world = World {
            profile: Profile::shenzhen(),
            calendar: Calendar::published(),
            org: Org::new(office.units.clone()),
        };
        Self {
            actors: actors(&office),
            office,
            world,
            proposals,
            courses,
        }
    }

    /// Proposal `n` just before the first step that `until` holds for; none of a course that lacks one.
    pub(crate) fn before(
        &self,
        n: usize,
        until: impl Fn(&Command) -> bool,
    ) -> Option<(Case, Step)> {
        let at = self.courses[n]
            .iter()
            .position(|step| until(&step.command))?;
        let mut case = self.submitted(n);
        let mut merges = Some(self.merges_into(n));
        for step in &self.courses[n][..at] {
            if matches!(step.command, Command::Merge(_)) {
                return None;
            }
            // All is examined before the first hand-over.
            if !is_triage(&step.command) {
                for (m, step) in merges.take().into_iter().flatten() {
                    case = self.merged(m, step, case);
                }
            }
            (case, _) = self.after(n, case, step, None);
        }
        Some((case, self.courses[n][at].clone()))
    }

    fn submitted(&self, n: usize) -> Case {
        let coordinator = &self.actors["coordinator"];
        submitted(
            n,
            &self.proposals[n],
            &self.office,
            &self.world,
            coordinator,
        )
    }

    /// The proposals that are merged into `n`, each with the step that does it.
    fn merges_into(&self, n: usize) -> Vec<(usize, &Step)> {
        let steps = self.courses.iter().enumerate();
        let merge = |step: &&Step| match &step.command {
            Command::Merge(merge) => merge.into.0 == n.to_string(),
            _ => false,
        };
        steps
            .filter_map(|(m, course)| Some((m, course.iter().find(merge)?)))
            .collect()
    }

    /// The case that takes in proposal `m` by this step.
    fn merged(&self, m: usize, merge: &Step, host: Case) -> Case {
        let mut case = self.submitted(m);
        for step in self.courses[m]
            .iter()
            .take_while(|step| !std::ptr::eq(*step, merge))
        {
            (case, _) = self.after(m, case, step, None);
        }
        self.after(m, case, merge, Some(host)).1.unwrap()
    }

    /// Proposal `n`, and the other case where there is one, after a step.
    fn after(
        &self,
        n: usize,
        case: Case,
        step: &Step,
        other: Option<Case>,
    ) -> (Case, Option<Case>) {
        let numbers = numbers(n);
        let ctx = self.world.at(step.at_ms, &numbers, other.as_ref());
        let command = read(&case, &step.command);
        let decision = decide(&case, &self.actors[&step.login], &command, &ctx).unwrap();
        let case = decision.own.iter().fold(case, evolve);
        let events = decision.other.iter().map(|(_, event)| event);
        let other = other.map(|other| events.fold(other, evolve));
        (case, other)
    }
}

#[test]
fn the_rules_accept_every_step_of_the_year() {
    let (figures, commands) = play(2023);
    assert!(commands > 8_000, "{commands}");
    assert_eq!(figures.submitted, 535);
    assert_eq!(
        figures.completion.numerator, figures.due,
        "every reply is out at the end of the year"
    );
    assert!(figures.on_time.numerator < figures.due, "some are late");
    let handed_in = figures.handed_in.numerator;
    assert!(
        figures.on_time.numerator < handed_in && handed_in < figures.due,
        "of some a level was late, of others the draft"
    );
    assert!(
        figures.second_handling.numerator > 0,
        "somebody is dissatisfied"
    );
    assert!(figures.final_satisfaction.numerator >= figures.first_satisfaction.numerator);
    for row in &figures.classes {
        assert!(row.class.is_some(), "every reply has a class");
    }
}

#[test]
fn other_seeds_hold_as_well() {
    for seed in 1..=5 {
        play(seed);
    }
}
