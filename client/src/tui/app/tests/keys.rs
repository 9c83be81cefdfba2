//! What keys do.

use std::collections::BTreeMap;

use banli_shared::api::proposals::{ManyAnswers, OneAnswer};
use banli_shared::case::Level;
use banli_shared::ids::UnitCode;
use banli_shared::lang::Lang;
use banli_shared::workflow::{Action, Command, Warning, decide, evolve};
use ratatui::layout::Size;

use super::super::super::input::Press;
use super::super::super::runtime::Msg;
use super::super::news::{Job, News, Trouble, TroubleKind};
use super::super::overlay::{Choice, Overlay, Picker, Then};
use super::super::state::Link;
use super::looks::{answer_case, rated, with_inbox};
use super::{Client, cases_before, inbox, row, seen};
use crate::command::demo::on_paper::{Paper, numbers};

const SIZE: Size = Size {
    width: 100,
    height: 30,
};

/// The coordinator's triage over a few submitted cases.
pub(super) fn triage(paper: &Paper, lang: Lang) -> (Client, Vec<(banli_shared::case::Case, i64)>) {
    let cases = cases_before(paper, "", |c| matches!(c, Command::File {}), 5);
    let mut client = Client::new(paper, "coordinator", lang, SIZE);
    client.press("g t");
    client.answer(|job| match job {
        Job::Proposals(serial, _, wanted) => {
            let page =
                banli_shared::api::Page::whole(cases.iter().map(|(case, _)| row(case)).collect());
            Some(News::Proposals(*serial, wanted.clone(), Ok(page)))
        }
        _ => None,
    });
    client.answer(|job| match job {
        Job::Case(id) if *id == cases[0].0.id => Some(News::Case(
            id.clone(),
            Ok(seen(paper, &cases[0].0, "coordinator", cases[0].1)),
        )),
        _ => None,
    });
    (client, cases)
}

#[test]
fn one_key_files_and_the_same_undo_key_takes_it_back() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::En);
    client.press("f");
    let (case, at) = &cases[0];
    let numbers = numbers(1);
    let filed = decide(
        case,
        &paper.actors["coordinator"],
        &Command::File {},
        &paper.world.at(*at, &numbers, None),
    )
    .unwrap();
    let filed = filed.own.iter().fold(case.clone(), evolve);
    client.answer(|job| match job {
        Job::Run(target, command, _) => {
            assert_eq!(target.version, case.version);
            let after = seen(&paper, &filed, "coordinator", *at);
            Some(News::Ran(target.clone(), command.clone(), Ok(after)))
        }
        _ => None,
    });
    assert!(
        client.text().contains("u takes it back"),
        "{}",
        client.text()
    );
    client.press("u");
    let undone = client.jobs.iter().any(|job| {
        matches!(job, Job::Run(target, command, _)
            if **command == Command::Unfile {} && target.version == filed.version)
    });
    assert!(undone, "{:?}", client.jobs.last());
}

#[test]
fn marked_proposals_are_decided_at_once() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En);
    client.press("v v f");
    let many = client.jobs.iter().find_map(|job| match job {
        Job::RunMany(commands, _) => Some(commands.len()),
        _ => None,
    });
    assert_eq!(many, Some(2));
}

#[test]
fn a_disabled_command_says_why() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En);
    client.press("o");
    assert!(client.text().contains("at stage"), "{}", client.text());
}

#[test]
fn what_is_refused_at_the_stage_of_the_marked_rows_is_not_offered_over_them() {
    let paper = Paper::new();
    for (lang, said) in [
        (Lang::Zh, "处于“待审查”阶段"),
        (Lang::En, "at stage \"submitted\""),
    ] {
        let (mut client, _) = triage(&paper, lang);
        for keys in ["ctrl-v v v o", "ctrl-v v v O", "ctrl-v O"] {
            client.press(keys);
            let text = client.text();
            assert!(text.contains(said), "{keys}: {text}");
            assert!(client.state.overlay.is_none(), "{text}");
        }
        assert!(client.state.screens.len() == 2, "no preview is opened");
        client.press("v v d");
        assert!(client.state.overlay.is_some(), "{}", client.text());
    }
}

#[test]
fn an_irreversible_command_is_tried_first_and_asks_with_what_comes_of_it() {
    let paper = Paper::new();
    let cases = cases_before(&paper, "b03.head", |c| matches!(c, Command::Sign(_)), 1);
    let login = "b03.head";
    let mut client = with_inbox(&paper, login, Lang::En, SIZE, &cases);
    client.press("enter");
    let (case, at) = &cases[0];
    answer_case(&mut client, &paper, &cases, login);
    client.press("S ctrl-s");
    client.answer(|job| match job {
        Job::Try(target, command) => {
            let numbers = numbers(1);
            let ctx = paper.world.at(*at, &numbers, None);
            let tried = decide(case, &paper.actors[login], command, &ctx).unwrap();
            let after = tried.own.iter().fold(case.clone(), evolve);
            Some(News::Tried(
                target.clone(),
                command.clone(),
                Ok(seen(&paper, &after, login, *at)),
            ))
        }
        _ => None,
    });
    assert!(
        client.text().contains("afterwards: issued"),
        "{}",
        client.text()
    );
    // Its words follow the language.
    let english = client.text();
    client.press("ctrl-l");
    let text = client.text();
    let sign = |lang| format!("{} {}", Action::Sign.say(lang), case.shown_number());
    assert!(text.contains(&sign(Lang::Zh)), "{text}");
    assert!(text.contains("办理后：已答复"), "{text}");
    assert!(!text.contains(&sign(Lang::En)) && !text.contains("afterwards"));
    client.press("ctrl-l");
    assert_eq!(client.text(), english);
    // The key that opened the question does not answer it, and an unsettled yes is none.
    client.press("S");
    client.tell(Msg::Key(Press {
        key: "y".parse().unwrap(),
        settled: false,
    }));
    assert!(!client.jobs.iter().any(|job| matches!(job, Job::Run(..))));
    client.press("y");
    assert!(client.jobs.iter().any(|job| matches!(job, Job::Run(..))));
}

#[test]
fn the_next_review_follows_by_itself() {
    let paper = Paper::new();
    let login = "b03.chief";
    let cases = cases_before(&paper, login, |c| matches!(c, Command::Approve(_)), 3);
    let mut client = with_inbox(&paper, login, Lang::En, SIZE, &cases);
    client.press("enter");
    assert!(
        client.text().contains(&format!("+{}", cases.len() - 1)),
        "{}",
        client.text()
    );
    for (case, at) in &cases[..2] {
        client.answer(|job| match job {
            Job::Case(id) if *id == case.id => {
                Some(News::Case(id.clone(), Ok(seen(&paper, case, login, *at))))
            }
            _ => None,
        });
    }
    client.press("A");
    client.answer(|job| match job {
        Job::Run(target, command, _) => {
            let after = seen(&paper, &cases[0].0, login, cases[0].1);
            Some(News::Ran(target.clone(), command.clone(), Ok(after)))
        }
        _ => None,
    });
    let next = cases[1].0.shown_number();
    assert!(
        client.text().contains(&format!("Review {next}")),
        "{}",
        client.text()
    );
}

#[test]
fn an_approval_that_leaves_nobody_to_sign_is_asked_about_though_it_can_be_taken_back() {
    let paper = Paper::new();
    let login = "b03.chief";
    for lang in [Lang::Zh, Lang::En] {
        let cases = cases_before(&paper, login, |c| matches!(c, Command::Approve(_)), 1);
        let mut client = with_inbox(&paper, login, lang, SIZE, &cases);
        client.press("enter");
        let (case, at) = &cases[0];
        let unit: UnitCode = "B03".into();
        let name = client.state.shared.unit_name(&unit).to_owned();
        let warning = Warning::NobodyLeft {
            level: Level::Three,
            unit,
        };
        client.answer(|job| match job {
            Job::Case(id) => {
                let mut view = seen(&paper, case, login, *at);
                let mut offers = view.offers.iter_mut();
                let approve = offers.find(|it| it.action == Action::Approve);
                approve.unwrap().warning = Some(warning.clone());
                Some(News::Case(id.clone(), Ok(view)))
            }
            _ => None,
        });
        client.press("A");
        let runs = |client: &Client| client.jobs.iter().any(|job| matches!(job, Job::Run(..)));
        assert!(!runs(&client), "it is asked about first");
        client.answer(|job| match job {
            Job::Try(target, command) => {
                let after = seen(&paper, case, login, *at);
                Some(News::Tried(target.clone(), command.clone(), Ok(after)))
            }
            _ => None,
        });
        let text = client.text();
        // The box may break a name.
        let part: String = name.chars().take(2).collect();
        assert!(text.contains(&part) && !text.contains("B03"), "{text}");
        assert!(text.contains(lang.pick("三级", "level 3")), "{text}");
        assert!(
            !text.contains(lang.pick("不可撤销", "cannot be undone")),
            "{text}"
        );
        client.press("y");
        assert!(runs(&client));
    }
}

#[test]
fn what_was_filled_in_survives_an_escape_by_mistake() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En);
    client.press("d tab n o t e esc d");
    assert!(client.text().contains("note"), "{}", client.text());
    // Another question begins empty.
    client.press("esc m");
    assert!(!client.text().contains("here again"), "{}", client.text());
}

#[test]
fn drafts_are_looked_for_as_soon_as_it_is_known_whose() {
    let paper = Paper::new();
    let client = Client::new(&paper, "b03.handler", Lang::En, SIZE);
    let asked = |job: &&Job| **job == Job::Drafts("b03.handler".to_owned());
    assert_eq!(client.jobs.iter().filter(asked).count(), 1);
}

#[test]
fn a_dissatisfied_rating_announces_the_second_handling() {
    let paper = Paper::new();
    let (cases, login) = rated(&paper);
    let mut client = with_inbox(&paper, &login, Lang::En, SIZE, &cases);
    client.press("enter");
    let (case, at) = &cases[0];
    client.answer(|job| match job {
        Job::Case(id) => Some(News::Case(id.clone(), Ok(seen(&paper, case, &login, *at)))),
        _ => None,
    });
    // Work satisfied, result dissatisfied (the last of the values).
    client.press("R right right tab left ctrl-s");
    client.answer(|job| match job {
        Job::Try(target, command) => {
            let numbers = numbers(1);
            let ctx = paper.world.at(*at, &numbers, None);
            let tried = decide(case, &paper.actors[&login], command, &ctx).unwrap();
            let after = tried.own.iter().fold(case.clone(), evolve);
            let mut after = seen(&paper, &after, &login, *at);
            // Who works on it inside the unit is not told to a member.
            after.attention.clear();
            Some(News::Tried(target.clone(), command.clone(), Ok(after)))
        }
        _ => None,
    });
    let text = client.text();
    assert!(
        text.contains("The second handling will begin, due by 20"),
        "{text}"
    );
    let unit = &case.live().next().unwrap().unit;
    let unit = client.state.shared.unit_name(unit);
    assert!(text.contains(&format!("next: {unit}")), "{text}");
}

#[test]
fn what_is_typed_is_journalled_and_comes_back() {
    let paper = Paper::new();
    let cases = cases_before(
        &paper,
        "b03.handler",
        |c| matches!(c, Command::LogContact(_)),
        1,
    );
    let login = "b03.handler";
    let open = |drafts: Vec<crate::drafts::Draft>| {
        let mut client = Client::new(&paper, login, Lang::En, SIZE);
        client.hear(News::Drafts(drafts));
        client.answer(|job| match job {
            Job::Inbox(wanted) => Some(News::Inbox(
                wanted.clone(),
                Ok(inbox(&paper, &cases, login)),
            )),
            _ => None,
        });
        client.press("enter");
        client.answer(|job| match job {
            Job::Case(id) => Some(News::Case(
                id.clone(),
                Ok(seen(&paper, &cases[0].0, login, cases[0].1)),
            )),
            _ => None,
        });
        client.press("e tab");
        client
    };
    let mut client = open(vec![]);
    client.press("d e a r");
    let kept = client.jobs.iter().rev().find_map(|job| match job {
        Job::KeepDraft(draft) => Some((**draft).clone()),
        _ => None,
    });
    let kept = kept.expect("every change is kept");
    let mut again = open(vec![kept]);
    assert!(again.text().contains("dear"), "{}", again.text());
    // Saving it sends what changed, all or none, and forgets the draft when it has arrived.
    again.press("ctrl-s");
    let together = again.jobs.iter().find_map(|job| match job {
        Job::RunTogether(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let commands = together.expect("one request");
    let answers = ManyAnswers {
        kept: true,
        people: BTreeMap::new(),
        answers: vec![],
    };
    again.hear(News::RanTogether(commands, Ok(answers)));
    assert!(
        again
            .jobs
            .iter()
            .any(|job| matches!(job, Job::DropDraft(_)))
    );
}

#[test]
fn a_silent_server_is_said_and_keys_go_on() {
    let paper = Paper::new();
    let (mut client, _) = triage(&paper, Lang::En);
    client.hear(News::Stream(Some(4)));
    assert_eq!(client.state.shared.link, Link::Down { next_try_s: 4 });
    assert!(client.text().contains("next try in 4 s"));
    client.press("j j");
    assert!(client.text().contains("3/5"), "{}", client.text());
    client.hear(News::Stream(None));
    assert!(!client.text().contains("next try"));
}

#[test]
fn somebody_was_faster_is_said_and_read_again() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::En);
    client.press("f");
    let trouble = Trouble {
        kind: TroubleKind::Stale,
        text: [String::new(), String::new()],
        faults: vec![],
    };
    client.answer(|job| match job {
        Job::Run(target, command, _) => Some(News::Ran(
            target.clone(),
            command.clone(),
            Err(trouble.clone()),
        )),
        _ => None,
    });
    assert!(
        client.text().contains("it has changed since you read it"),
        "{}",
        client.text()
    );
    assert!(
        client
            .jobs
            .iter()
            .any(|job| matches!(job, Job::Case(id) if *id == cases[0].0.id))
    );
}

#[test]
fn hostile_text_never_reaches_a_cell() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::En);
    let (mut case, at) = cases[0].clone();
    case.proposal.title = "a\u{1b}[2Jb\u{202e}c\u{7}".to_owned();
    case.proposal.body = "x\u{9b}31my\u{1b}]0;t\u{7}z".to_owned();
    case.version += 1;
    client.hear(News::Case(
        case.id.clone(),
        Ok(seen(&paper, &case, "coordinator", at)),
    ));
    for cell in client.frame().content() {
        assert!(
            !cell
                .symbol()
                .chars()
                .any(|c| c.is_control() || c == '\u{202e}'),
            "{:?}",
            cell.symbol()
        );
    }
}

#[test]
fn a_decision_about_many_is_taken_back_as_one() {
    let paper = Paper::new();
    let (mut client, cases) = triage(&paper, Lang::En);
    client.press("v v f");
    client.answer(|job| match job {
        Job::RunMany(commands, _) => {
            let answers = commands
                .iter()
                .map(|one| OneAnswer {
                    warning: None,
                    proposal: one.proposal.clone(),
                    number: String::new(),
                    title: String::new(),
                    began: vec![],
                    class: None,
                    attention: vec![],
                    version: one.version.map(|version| version + 1),
                    due: None,
                    problem: None,
                })
                .collect();
            let answers = ManyAnswers {
                kept: true,
                people: BTreeMap::new(),
                answers,
            };
            Some(News::RanMany(commands.clone(), Ok(answers)))
        }
        _ => None,
    });
    assert!(
        client.text().contains("u takes it back"),
        "{}",
        client.text()
    );
    client.press("u");
    let undone = client.jobs.iter().rev().find_map(|job| match job {
        Job::RunMany(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let undone = undone.expect("one request takes both back");
    assert_eq!(undone.len(), 2);
    assert!(undone.iter().all(|one| one.command == Command::Unfile {}));
    assert!(undone.iter().any(|one| one.proposal.0 == cases[0].0.id.0));
    // Until the server has answered nothing is said, and an undo is not itself offered for undoing.
    let answers = ManyAnswers {
        kept: true,
        people: BTreeMap::new(),
        answers: vec![],
    };
    client.hear(News::RanMany(undone, Ok(answers)));
    assert!(client.text().contains("taken back"), "{}", client.text());
    client.press("u");
    assert!(
        client.text().contains("nothing to take back"),
        "{}",
        client.text()
    );
}

#[test]
fn a_list_of_choices_tells_reasons_whole_and_where_it_goes_on() {
    let paper = Paper::new();
    let why = "this cannot be done now because the leader in charge has not been heard, and \
               the deadline that was granted has not passed either";
    let mut choices: Vec<Choice> = (1..=20)
        .map(|n| Choice::new(n.to_string(), format!("choice {n}")))
        .collect();
    choices[18].disabled = Some(why.to_owned());
    choices[0].aside = "44% [shared]".to_owned();
    choices[0].label = "20230001 关于".repeat(8);
    let mut client = Client::new(&paper, "coordinator", Lang::En, SIZE);
    let picker = Picker::new("choose", choices, Then::Become);
    client.state.overlay = Some(Box::new(Overlay::Picker(picker)));
    let shown = client.text();
    assert!(shown.contains("1-16/20"), "{shown}");
    assert!(
        shown.contains("44% [shared]"),
        "behind a title that is cut: {shown}"
    );
    for _ in 0..18 {
        client.press("down");
    }
    let shown = client.text();
    assert!(shown.contains("4-19/20"), "{shown}");
    for part in ["the leader in charge", "has not passed either"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}
