//! Who may do what at which stage: written by hand from the domain, and compared with the rules.
//!
//! Each scene (see `kit::scenes`) lists every action that somebody may take, and everybody who may take it. What is
//! not listed must be refused, to everybody. What may be done almost everywhere is listed once, and as `not` where it may
//! not.

use std::collections::{BTreeMap, BTreeSet};

use super::kit::{CAST, Scene, scenes};
use crate::ids::AssignmentNo;
use crate::workflow::{Action, guard};

mod short;
mod table;
mod tasks;

use short::{BLOCKS, EVERY_CONTACTED, EVERY_LIVE, EVERYWHERE, PEOPLE};
use table::EXPECTED;

type Who = BTreeSet<String>;
type May = BTreeMap<(Action, Option<AssignmentNo>), Who>;

fn people(words: &str) -> Who {
    words
        .split_whitespace()
        .flat_map(|word| {
            let many = PEOPLE.iter().find(|(short, _)| *short == word);
            many.map_or(word, |(_, many)| many)
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn read(line: &str, may: &mut May) {
    let (what, who) = line.split_once(':').unwrap();
    let mut what = what.split_whitespace();
    let action: Action = what.next().unwrap().parse().unwrap();
    let no = what.next().map(|no| no.parse().unwrap());
    let before = may.insert((action, no), people(who));
    assert_eq!(before, None, "{line} stands twice");
}

fn expected() -> BTreeMap<String, May> {
    let mut found: BTreeMap<String, May> = BTreeMap::new();
    let mut scene = String::new();
    for line in EXPECTED
        .lines()
        .chain(tasks::EXPECTED.lines())
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        if let Some(name) = line.strip_prefix("scene ") {
            scene = name.to_owned();
            let mut may = May::new();
            for line in EVERYWHERE {
                read(line, &mut may);
            }
            assert_eq!(
                found.insert(scene.clone(), may),
                None,
                "{scene} stands twice"
            );
            continue;
        }
        let may = found.get_mut(&scene).unwrap();
        match line.strip_prefix("use ") {
            Some(blocks) => {
                for block in blocks.split_whitespace() {
                    let (_, lines) = BLOCKS.iter().find(|(name, _)| *name == block).unwrap();
                    for line in lines.lines() {
                        read(line.trim(), may);
                    }
                }
            }
            None => match line.strip_prefix("not ") {
                Some(action) => {
                    let key = (action.parse().unwrap(), None);
                    assert!(may.remove(&key).is_some(), "{line} is nowhere");
                }
                None => read(line, may),
            },
        }
    }
    found
}

/// What the rules say.
fn actual(scene: &Scene) -> May {
    let mut may = May::new();
    let case = &scene.play.case;
    for action in Action::ALL.iter().copied() {
        let on: Vec<Option<AssignmentNo>> = if action.is_on_assignment() {
            case.assignments.iter().map(|a| Some(a.no)).collect()
        } else {
            vec![None]
        };
        for no in on {
            for (code, actor) in CAST.iter() {
                if guard(case, actor, action, no, &scene.play.ctx()).is_ok() {
                    may.entry((action, no))
                        .or_default()
                        .insert((*code).to_owned());
                }
            }
        }
    }
    may
}

#[test]
fn the_rules_allow_what_the_domain_says_and_nothing_else() {
    let mut expected = expected();
    let mut wrong = vec![];
    for scene in scenes() {
        let mut should = expected
            .remove(scene.name)
            .unwrap_or_else(|| panic!("nothing is written about {}", scene.name));
        for a in scene.play.case.live() {
            let mut contacts = a.rounds.iter().flat_map(|round| &round.contacts);
            let contacted = contacts.any(|it| it.struck.is_none());
            let lines = EVERY_LIVE.iter();
            for line in lines.chain(EVERY_CONTACTED.iter().filter(|_| contacted)) {
                let mut here = May::new();
                read(&line.replacen(':', &format!(" {}:", a.no), 1), &mut here);
                for (key, who) in here {
                    should.entry(key).or_insert(who);
                }
            }
        }
        let does = actual(&scene);
        let keys: BTreeSet<_> = should.keys().chain(does.keys()).collect();
        for key in keys {
            let none = Who::new();
            let (should, does) = (
                should.get(key).unwrap_or(&none),
                does.get(key).unwrap_or(&none),
            );
            if should != does {
                let missing: Vec<_> = should.difference(does).collect();
                let extra: Vec<_> = does.difference(should).collect();
                wrong.push(format!(
                    "{}: {} {:?}: may not but should {missing:?}, may but should not {extra:?}",
                    scene.name, key.0, key.1
                ));
            }
        }
    }
    assert!(expected.is_empty(), "no such scenes: {:?}", expected.keys());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
