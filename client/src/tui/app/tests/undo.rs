//! Taking a step back after something else was done, by oneself or by somebody else.

use banli_shared::api::events::Recorded;
use banli_shared::case::Case;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Command, Note, decide, evolve};

use super::super::news::{Job, News, Trouble, TroubleKind};
use super::keys::triage;
use super::{Client, seen};
use crate::command::demo::on_paper::{Paper, numbers};

const LOGIN: &str = "coordinator";

/// A command that the client asked for is run, and its answer told.
fn run(client: &mut Client, paper: &Paper, case: &Case, at: i64, by: &str) -> Case {
    let numbers = numbers(1);
    let ctx = paper.world.at(at, &numbers, None);
    let job = client
        .jobs
        .iter()
        .position(|job| matches!(job, Job::Run(..)));
    let Job::Run(target, command, _) = client.jobs.remove(job.unwrap()) else {
        panic!()
    };
    let done = decide(case, &paper.actors[by], &command, &ctx).unwrap();
    let after = done.own.iter().fold(case.clone(), evolve);
    let view = seen(paper, &after, LOGIN, at);
    client.hear(News::Ran(target, command, Ok(view)));
    after
}

/// The first of the submitted cases is filed.
fn filed(paper: &Paper, lang: Lang) -> (Client, Case, i64) {
    let (mut client, cases) = triage(paper, lang);
    let (case, at) = cases[0].clone();
    client.press("f");
    let filed = run(&mut client, paper, &case, at, LOGIN);
    (client, filed, at)
}

fn asked(client: &Client) -> Option<(Command, u64)> {
    client.jobs.iter().find_map(|job| match job {
        Job::Run(target, command, _) => Some(((**command).clone(), target.version)),
        _ => None,
    })
}

#[test]
fn after_a_step_of_ones_own_it_says_which_and_takes_back_what_was_before_it() {
    let paper = Paper::new();
    for (lang, said) in [(Lang::Zh, "此后您已"), (Lang::En, "since then you did")] {
        let (mut client, filed, at) = filed(&paper, lang);
        let noted = Command::Note(Note {
            text: "已电话告知".to_owned(),
        });
        let target = super::super::act::target_of(&seen(&paper, &filed, LOGIN, at), None);
        client
            .jobs
            .push(Job::Run(target, Box::new(noted.clone()), String::new()));
        let noted_case = run(&mut client, &paper, &filed, at, LOGIN);
        assert!(noted_case.version > filed.version);
        client.press("u");
        let text = client.text();
        assert!(
            text.contains(said) && text.contains(noted.action().say(lang)),
            "{text}"
        );
        assert!(asked(&client).is_none(), "nothing is taken back unasked");
        client.press("u");
        assert_eq!(
            asked(&client),
            Some((Command::Unfile {}, noted_case.version))
        );
        run(&mut client, &paper, &noted_case, at, LOGIN);
        let undone = lang.pick("已撤销", "taken back");
        assert!(client.text().contains(undone), "{}", client.text());
    }
}

#[test]
fn where_the_case_has_changed_it_says_who_did_what() {
    let paper = Paper::new();
    for (lang, by, said) in [
        (Lang::Zh, LOGIN, "此后您本人已办理"),
        (Lang::En, LOGIN, "since then you yourself did this"),
        (Lang::Zh, "b03.liaison", "此后"),
        (Lang::En, "b03.liaison", "since then 刘"),
    ] {
        let (mut client, filed, at) = filed(&paper, lang);
        client.press("u");
        let stale = Trouble {
            kind: TroubleKind::Stale,
            text: [String::new(), String::new()],
            faults: vec![],
        };
        client.answer(|job| match job {
            Job::Run(target, command, _) => Some(News::Ran(
                target.clone(),
                command.clone(),
                Err(stale.clone()),
            )),
            _ => None,
        });
        let noted = Command::Note(Note {
            text: "已电话告知".to_owned(),
        });
        let numbers = numbers(1);
        let ctx = paper.world.at(at, &numbers, None);
        let mut event = decide(&filed, &paper.actors[LOGIN], &noted, &ctx)
            .unwrap()
            .own[0]
            .clone();
        let did = event.what.say(lang);
        event.by.person = by.into();
        if by != LOGIN {
            event.by.name = "刘晨".to_owned();
        }
        client.answer(|job| match job {
            Job::Events(case) if *case == filed.id => {
                let record = vec![Recorded {
                    seq: 9,
                    version: filed.version + 1,
                    event: event.clone(),
                    hash: String::new(),
                }];
                Some(News::Events(case.clone(), Ok(record)))
            }
            _ => None,
        });
        let text = client.text();
        assert!(text.contains(said) && text.contains(did), "{text}");
        assert_eq!(by == LOGIN, !text.contains("刘晨"), "{text}");
        // It cannot be taken back any more, and is not tried again.
        client.press("u");
        assert!(asked(&client).is_none());
    }
}
