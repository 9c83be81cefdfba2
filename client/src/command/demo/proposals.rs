//! Made-up proposals, in the shapes of a real session (domain: shape of real data).

use banli_shared::calendar::Date;
use banli_shared::case::{Consent, Kind, Timing};
use banli_shared::text;

use super::office::Office;
use super::rng::Rng;
use super::topics::{ASKS, OPENINGS, PLACES, PROBLEMS, REASONS, TAILS, TOPICS, Topic, VERBS};

/// How many proposals a session of the demo holds.
pub(super) const PROPOSALS: usize = 535;

/// One made-up proposal, and where it will go.
#[derive(Clone, Debug)]
pub(super) struct DemoProposal {
    /// The title; no other has it.
    pub(super) title: String,
    /// The body.
    pub(super) body: String,
    /// Indexes into the members, the lead proposer first.
    pub(super) proposers: Vec<usize>,
    /// Who stands behind it.
    pub(super) kind: Kind,
    /// The subject group.
    pub(super) category: &'static str,
    /// In session or between.
    pub(super) timing: Timing,
    /// The day it comes in.
    pub(super) submitted: Date,
    /// What its proposers say about publishing it.
    pub(super) consent: Consent,
    /// What is asked for.
    pub(super) suggestions: Vec<String>,
    /// The units that owe a reply: one lead, or several that split the work.
    pub(super) leads: Vec<&'static str>,
    /// The units that give an opinion.
    pub(super) helpers: Vec<&'static str>,
}

/// The proposals of a seed.
#[must_use]
pub(super) fn make(seed: u64, office: &Office) -> Vec<DemoProposal> {
    let mut titles = std::collections::BTreeSet::new();
    (0..PROPOSALS)
        .map(|n| {
            let mut rng = Rng::part(seed, 1_000 + n as u64);
            let consent = consent(&mut Rng::part(seed, 500_000 + n as u64));
            DemoProposal {
                consent,
                ..one(n, &mut rng, office, &mut titles)
            }
        })
        .collect()
}

fn consent(rng: &mut Rng) -> Consent {
    [
        Consent::Agreed,
        Consent::NamesWithheld,
        Consent::Refused,
        Consent::NotStated,
    ][rng.weighted(&[85, 7, 3, 5])]
}

fn one(
    n: usize,
    rng: &mut Rng,
    office: &Office,
    titles: &mut std::collections::BTreeSet<String>,
) -> DemoProposal {
    let topic = rng.pick(TOPICS);
    let object = *rng.pick(topic.objects);
    let title = title(rng, object, titles);
    // 714 of 739 came in during the session of 2021; the demo keeps a few more between sessions.
    let in_session = n < PROPOSALS * 93 / 100;
    let submitted = if in_session {
        day(rng, "2023-02-16", 6)
    } else {
        day(rng, "2023-04-10", 150)
    };
    let suggestions = suggestions(rng, object);
    let body = body(rng, object, &suggestions);
    let kind = [
        Kind::Individual,
        Kind::Party,
        Kind::Organisation,
        Kind::Joint,
        Kind::Sector,
    ][rng.weighted(&[900, 45, 25, 28, 2])];
    let many = if kind == Kind::Joint {
        rng.between(2, 5)
    } else {
        1
    };
    let mut proposers = vec![];
    while proposers.len() < many {
        let member = rng.below(office.members.len());
        if !proposers.contains(&member) {
            proposers.push(member);
        }
    }
    let (leads, helpers) = units(rng, topic);
    DemoProposal {
        title,
        body,
        proposers,
        kind,
        category: topic.category,
        timing: if in_session {
            Timing::InSession
        } else {
            Timing::BetweenSessions
        },
        submitted,
        consent: Consent::NotStated,
        suggestions,
        leads,
        helpers,
    }
}

fn day(rng: &mut Rng, first: &str, within: usize) -> Date {
    let first: Date = first.parse().expect("written as a date");
    first
        .plus_days(i32::try_from(rng.below(within)).unwrap_or(0))
        .unwrap_or(first)
}

/// 6 to 41 characters, none twice.
fn title(rng: &mut Rng, object: &str, titles: &mut std::collections::BTreeSet<String>) -> String {
    loop {
        let short = rng.chance(8);
        let mut title = if short {
            format!("{}{object}", rng.pick(VERBS))
        } else {
            format!(
                "关于{}{}{object}{}",
                rng.pick(VERBS),
                rng.pick(PLACES),
                rng.pick(TAILS)
            )
        };
        if rng.chance(10) {
            let other = rng.pick(rng.clone().pick(TOPICS).objects);
            title = format!("关于统筹{object}与{other}协调发展{}", rng.pick(TAILS));
        }
        let length = title.chars().count();
        if (6..=41).contains(&length) && titles.insert(title.clone()) {
            return title;
        }
    }
}

fn suggestions(rng: &mut Rng, object: &str) -> Vec<String> {
    let many = [2, 3, 4, 5, 6, 16, 21][rng.weighted(&[16, 34, 26, 14, 8, 1, 1])];
    (0..many)
        .map(|i| {
            let start = rng.below(ASKS.len());
            ASKS[(start + i) % ASKS.len()].replace("{}", object)
        })
        .collect()
}

/// 236 to 5,513 characters, half of them below about 1,573.
fn body(rng: &mut Rng, object: &str, suggestions: &[String]) -> String {
    let target = [350, 900, 1_400, 1_700, 2_400, 4_200][rng.weighted(&[8, 20, 22, 22, 20, 8])]
        + rng.below(500);
    let mut text = format!("一、背景\n{}\n", rng.pick(OPENINGS).replace("{}", object));
    text.push_str("二、存在的问题\n");
    let mut length = text.chars().count()
        + suggestions
            .iter()
            .map(|s| s.chars().count() + 4)
            .sum::<usize>();
    while length < target {
        let sentences = if rng.chance(60) { PROBLEMS } else { REASONS };
        let sentence = *rng.pick(sentences);
        text.push_str(sentence);
        length += sentence.chars().count();
        if rng.chance(30) {
            text.push('\n');
            length += 1;
        }
    }
    text.push_str("\n三、建议\n");
    for (i, suggestion) in suggestions.iter().enumerate() {
        text.push_str(&format!("（{}）{suggestion}\n", i + 1));
    }
    text
}

/// One lead for 96 %; co-handlers on about 85 %, most often two (domain: 1: 84, 2: 86, 3: 51, 4: 43, 5: 25, 6–11: 25).
fn units(rng: &mut Rng, topic: &Topic) -> (Vec<&'static str>, Vec<&'static str>) {
    let mut leads = vec![topic.leads[rng.weighted(&weights(topic.leads.len()))]];
    if rng.chance(4) {
        for helper in topic.helpers {
            if leads.len() < 2 && !leads.contains(helper) && rng.chance(40) {
                leads.push(helper);
            }
        }
        if leads.len() < 2 {
            leads.push(topic.helpers[0]);
        }
    }
    let many = [0, 1, 2, 3, 4, 5, 6, 8, 11][rng.weighted(&[55, 84, 86, 51, 43, 25, 14, 8, 3])];
    let mut helpers: Vec<&'static str> = vec![];
    for _ in 0..many * 8 {
        let candidate = if rng.chance(85) {
            *rng.pick(topic.helpers)
        } else {
            *rng.pick(rng.clone().pick(TOPICS).leads)
        };
        if helpers.len() < many && !leads.contains(&candidate) && !helpers.contains(&candidate) {
            helpers.push(candidate);
        }
    }
    (leads, helpers)
}

/// The first of the units that lead a topic gets most of it.
fn weights(many: usize) -> Vec<u32> {
    (0..many).map(|i| if i == 0 { 5 } else { 3 }).collect()
}

/// What a list tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// What the members sent in.
    Submitted,
    /// That, and which units it went to.
    HandedOver,
}

/// The list as an office would send it: title row, header row, one proposal a row.
#[must_use]
pub(super) fn as_list(proposals: &[&DemoProposal], office: &Office, told: Told) -> Vec<u8> {
    let mut csv = String::from("\u{feff}市政协七届三次会议提案汇总表\n");
    csv.push_str("案由,内容,提案人,提案类型,类别,提交时段,提交日期,公开意愿,建议");
    if told == Told::HandedOver {
        csv.push_str(",主办单位,分办单位,会办单位");
    }
    csv.push('\n');
    let units = |units: &[&str]| {
        let names: Vec<&str> = units.iter().map(|unit| office.unit_name(unit)).collect();
        names.join("、")
    };
    for proposal in proposals {
        let names: Vec<&str> = proposal
            .proposers
            .iter()
            .map(|member| office.members[*member].name.as_str())
            .collect();
        let suggestions: Vec<String> = proposal
            .suggestions
            .iter()
            .enumerate()
            .map(|(i, text)| format!("{}. {text}", i + 1))
            .collect();
        let mut cells = vec![
            proposal.title.clone(),
            proposal.body.clone(),
            names.join("、"),
            proposal.kind.say(banli_shared::lang::Lang::Zh).to_owned(),
            proposal.category.to_owned(),
            proposal.timing.say(banli_shared::lang::Lang::Zh).to_owned(),
            proposal.submitted.to_string(),
            match proposal.consent {
                Consent::NotStated => String::new(),
                stated => stated.say(banli_shared::lang::Lang::Zh).to_owned(),
            },
            suggestions.join("\n"),
        ];
        if told == Told::HandedOver {
            let (lead, splits) = proposal.leads.split_at(proposal.leads.len().min(1));
            cells.extend([units(lead), units(splits), units(&proposal.helpers)]);
        }
        let row: Vec<String> = cells
            .iter()
            .map(|cell| format!("\"{}\"", text::neutralise(cell).replace('"', "\"\"")))
            .collect();
        csv.push_str(&row.join(","));
        csv.push('\n');
    }
    csv.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_those_of_a_real_session() {
        let office = Office::make(2023);
        let all = make(2023, &office);
        assert_eq!(all.len(), PROPOSALS);
        let mut titles: Vec<usize> = all.iter().map(|p| p.title.chars().count()).collect();
        let mut bodies: Vec<usize> = all.iter().map(|p| p.body.chars().count()).collect();
        titles.sort_unstable();
        bodies.sort_unstable();
        let median = all.len() / 2;
        assert!(titles[0] >= 6 && titles[all.len() - 1] <= 41);
        assert!(
            (16..=24).contains(&titles[median]),
            "median title {}",
            titles[median]
        );
        assert!(
            bodies[0] >= 236 && bodies[all.len() - 1] <= 5_513,
            "{} {}",
            bodies[0],
            bodies[all.len() - 1]
        );
        assert!(
            (1_300..=1_850).contains(&bodies[median]),
            "median body {}",
            bodies[median]
        );
        let share = |many: usize| many * 100 / all.len();
        assert!((94..=98).contains(&share(all.iter().filter(|p| p.leads.len() == 1).count())));
        assert!((80..=90).contains(&share(all.iter().filter(|p| !p.helpers.is_empty()).count())));
        assert!((86..=94).contains(&share(
            all.iter().filter(|p| p.kind == Kind::Individual).count()
        )));
    }

    #[test]
    fn the_same_seed_gives_the_same_list() {
        let list = |seed| {
            let office = Office::make(seed);
            as_list(
                &make(seed, &office).iter().collect::<Vec<_>>(),
                &office,
                Told::HandedOver,
            )
        };
        assert_eq!(list(5), list(5));
        assert_ne!(list(5), list(6));
    }
}
