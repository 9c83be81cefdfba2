//! What is typed is not lost, however late the server and the journal are.

use std::collections::BTreeMap;

use banli_shared::api::proposals::{ManyAnswers, OneAnswer};
use banli_shared::case::{Case, Class, Content};
use banli_shared::lang::Lang;
use banli_shared::workflow::Command;
use ratatui::layout::Size;

use super::super::super::runtime::Msg;
use super::super::news::{Job, News, Trouble, TroubleKind};
use super::super::state::Link;
use super::{Client, cases_before, inbox, seen};
use crate::command::demo::on_paper::Paper;
use crate::drafts::Draft;

const SIZE: Size = Size {
    width: 80,
    height: 24,
};

pub(super) const HANDLER: &str = "b03.handler";

/// A handler in front of a reply to write, with this text so far. The journal was not read yet.
pub(super) fn writing(paper: &Paper, so_far: fn(&mut Content)) -> (Client, Case, i64) {
    let submit = |c: &Command| matches!(c, Command::SubmitReply(_));
    let mut cases = cases_before(paper, HANDLER, submit, 40);
    // One that is handled alone: a reply and not an opinion is written.
    cases.retain(|(case, _)| case.live().count() == 1);
    cases.truncate(1);
    let no = cases[0].0.live().next().unwrap().no;
    so_far(content_of(&mut cases[0].0, no));
    let mut client = Client::new(paper, HANDLER, Lang::En, SIZE);
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(
            wanted.clone(),
            Ok(inbox(paper, &cases, HANDLER)),
        )),
        _ => None,
    });
    client.press("enter");
    let (case, at) = cases.remove(0);
    answer_case(&mut client, paper, &case, at);
    (client, case, at)
}

/// A coordinator at triage whom the server has not yet told who they are, and what it will say.
fn at_triage(paper: &Paper) -> (Client, News) {
    let cases = cases_before(paper, "", |c| matches!(c, Command::File {}), 1);
    let (mut client, begun) = Client::opened(paper, "coordinator", Lang::En, SIZE);
    client.tell(Msg::Started(SIZE));
    client.press("g t");
    client.answer(|job| match job {
        Job::Proposals(serial, _, wanted) => {
            let items = cases.iter().map(|(case, _)| super::row(case)).collect();
            let page = banli_shared::api::Page {
                items,
                next: None,
                total: None,
                counted: None,
            };
            Some(News::Proposals(*serial, wanted.clone(), Ok(page)))
        }
        _ => None,
    });
    (client, begun)
}

fn answer_case(client: &mut Client, paper: &Paper, case: &Case, at: i64) {
    client.answer(|job| match job {
        Job::Case(id) => Some(News::Case(id.clone(), Ok(seen(paper, case, HANDLER, at)))),
        _ => None,
    });
}

fn kept(client: &Client) -> Option<Draft> {
    client.jobs.iter().rev().find_map(|job| match job {
        Job::KeepDraft(draft) => Some((**draft).clone()),
        _ => None,
    })
}

#[test]
fn what_is_typed_before_it_is_known_whose_it_is_is_kept_as_soon_as_it_is() {
    let paper = Paper::new();
    let (mut client, begun) = at_triage(&paper);
    client.press("d tab p e n d i n g");
    assert_eq!(kept(&client), None, "under no name it would not be found");
    client.hear(begun);
    let draft = kept(&client).expect("it is kept now");
    assert_eq!(draft.key.person, "coordinator");
    assert!(draft.text.contains("pending"), "{}", draft.text);
    // The journal is read after that; it brings nothing that is newer.
    let older = Draft {
        text: draft.text.replace("pending", "older"),
        ..draft
    };
    client.hear(News::Drafts(vec![older]));
    assert!(client.text().contains("pending"), "{}", client.text());
    client.press("!");
    assert!(kept(&client).unwrap().text.contains("pending!"));
}

#[test]
fn a_draft_that_the_journal_brings_late_is_not_written_over() {
    let paper = Paper::new();
    let (mut first, ..) = writing(&paper, |content| content.body.clear());
    first.press("e tab l o n g e r");
    let left = kept(&first).expect("it is kept");
    // Nothing was typed yet: it stands there.
    let (mut client, ..) = writing(&paper, |content| content.body.clear());
    client.press("e tab");
    client.hear(News::Drafts(vec![left.clone()]));
    assert!(client.text().contains("longer"), "{}", client.text());
    // Something was: both are shown.
    let (mut client, ..) = writing(&paper, |content| content.body.clear());
    client.press("e tab n e w");
    client.hear(News::Drafts(vec![left]));
    let text = client.text();
    assert!(text.contains("longer") && text.contains("new"), "{text}");
}

#[test]
fn what_is_typed_while_the_server_saves_stays() {
    let paper = Paper::new();
    let (mut client, case, at) = writing(&paper, |_| {});
    client.press("e tab o n e ctrl-s t w o");
    let sent = client.jobs.iter().find_map(|job| match job {
        Job::RunTogether(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let sent = sent.expect("it is sent");
    let answers = sent.iter().map(|one| OneAnswer {
        warning: None,
        proposal: one.proposal.clone(),
        number: String::new(),
        title: String::new(),
        version: None,
        due: None,
        began: vec![],
        class: None,
        attention: vec![],
        problem: None,
    });
    let answers = ManyAnswers {
        kept: true,
        people: BTreeMap::new(),
        answers: answers.collect(),
    };
    client.jobs.clear();
    client.hear(News::RanTogether(sent.clone(), Ok(answers.clone())));
    assert!(client.text().contains("onetwo"), "{}", client.text());
    assert!(client.text().contains("not saved yet"), "{}", client.text());
    // The case comes as it was saved: it is nobody else's text.
    let mut saved = case;
    for one in &sent {
        let Command::SaveDraft(draft) = &one.command else {
            continue;
        };
        let content = content_of(&mut saved, draft.assignment);
        content.body.clone_from(&draft.body);
        content.class = draft.class;
        content.promises.clone_from(&draft.promises);
    }
    answer_case(&mut client, &paper, &saved, at);
    assert!(
        !client.text().contains("somebody else"),
        "{}",
        client.text()
    );
    // Nothing more was typed since the next save: it is done.
    client.press("ctrl-s");
    client.hear(News::RanTogether(sent, Ok(answers)));
    assert!(!client.text().contains("onetwo"), "{}", client.text());
}

#[test]
fn an_answer_without_a_verdict_is_not_left_out_silently() {
    let paper = Paper::new();
    let (mut client, ..) = writing(&paper, |content| content.answers.clear());
    // Past class, text, promises and verdict to the answer to the first suggestion.
    client.press("e tab tab tab tab w h y ctrl-s");
    let text = client.text();
    assert!(text.contains("has no verdict yet"), "{text}");
    let sent = |job: &Job| matches!(job, Job::RunTogether(..));
    assert!(!client.jobs.iter().any(sent), "nothing goes out");
}

#[test]
fn of_two_versions_the_other_is_shown_from_where_it_differs() {
    let paper = Paper::new();
    let long = |content: &mut Content| content.body = "same\n".repeat(30) + "mine";
    let (mut client, mut case, at) = writing(&paper, long);
    client.press("e tab ! ctrl-s");
    let no = case.live().next().unwrap().no;
    let theirs = content_of(&mut case, no);
    theirs.body = "same\n".repeat(30) + "somebody else's end";
    theirs.class = Some(Class::C);
    case.version += 1;
    // What was sent was too late; the case is read again.
    let sent = client.jobs.iter().find_map(|job| match job {
        Job::RunTogether(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let trouble = Trouble {
        kind: TroubleKind::Stale,
        text: ["旧".to_owned(), "stale".to_owned()],
        faults: vec![],
    };
    client.hear(News::RanTogether(sent.unwrap(), Err(trouble)));
    client.hear(News::Case(
        case.id.clone(),
        Ok(seen(&paper, &case, HANDLER, at)),
    ));
    let text = client.text();
    assert!(text.contains("from line 31"), "{text}");
    assert!(text.contains("somebody else's end"), "{text}");
    assert!(text.contains("mine!"), "{text}");
    let marked = |text: &str| text.lines().filter(|line| line.contains(" ! ")).count();
    assert_eq!(marked(&text), 1, "the part that both changed: {text}");
    assert!(
        text.contains("class C"),
        "what only the other changed: {text}"
    );
    // It stays so until it is decided, also when the editor was left.
    client.press("? esc e tab");
    let text = client.text();
    assert!(text.contains("somebody else's end"), "{text}");
    assert!(text.contains("mine!?"), "{text}");
    assert_eq!(marked(&text), 1, "{text}");
    // And when the program ended.
    let draft = kept(&client).expect("it is kept");
    let mut again = Client::new(&paper, HANDLER, Lang::En, SIZE);
    again.hear(News::Drafts(vec![draft]));
    again.answer(|job| match job {
        Job::Inbox(wanted) => {
            let cases = [(case.clone(), at)];
            Some(News::Inbox(
                wanted.clone(),
                Ok(inbox(&paper, &cases, HANDLER)),
            ))
        }
        _ => None,
    });
    again.press("enter");
    answer_case(&mut again, &paper, &case, at);
    again.press("e tab");
    let text = again.text();
    assert!(text.contains("somebody else's end"), "{text}");
    assert!(text.contains("mine!?"), "{text}");
    // Who has not seen it yet does not save over it with one key.
    again.jobs.clear();
    again.press("tab ctrl-s");
    let text = again.text();
    assert!(text.contains("saving again keeps yours"), "{text}");
    let sent = |client: &Client| {
        let mut jobs = client.jobs.iter();
        jobs.any(|job| matches!(job, Job::RunTogether(..)))
    };
    assert!(!sent(&again), "{text}");
    // One of the two is taken for the part under the cursor, and no other.
    assert!(text.contains("ctrl-t take theirs"), "{text}");
    again.press("shift-tab ctrl-t");
    let text = again.text();
    assert!(text.contains("nobody else has"), "{text}");
    assert!(!text.contains("take theirs"), "{text}");
    again.press("tab ctrl-t");
    let text = again.text();
    assert!(
        !text.contains("mine!?") && text.contains("somebody else's end"),
        "{text}"
    );
    assert_eq!(marked(&text), 0, "{text}");
    again.press("ctrl-_");
    assert!(again.text().contains("mine!?"), "{}", again.text());
    // Sent once more, it is as it is typed here, and the class as it was changed.
    again.jobs.clear();
    again.press("ctrl-s");
    let saved = again.jobs.iter().find_map(|job| match job {
        Job::RunTogether(commands, _) => Some(commands.clone()),
        _ => None,
    });
    let Command::SaveDraft(saved) = &saved.unwrap()[0].command else {
        panic!()
    };
    assert!(saved.body.ends_with("mine!?"));
    assert_eq!(saved.class, Some(Class::C));
}

fn content_of(case: &mut Case, no: u32) -> &mut Content {
    let found = case.assignments.iter_mut().find(|a| a.no == no).unwrap();
    &mut found.rounds.last_mut().unwrap().content
}

#[test]
fn a_form_that_is_quicker_than_the_rules_offers_their_choices_later() {
    let paper = Paper::new();
    let (mut client, begun) = at_triage(&paper);
    client.press("d tab w h y");
    client.hear(begun);
    client.press("shift-tab right");
    let text = client.text();
    assert!(text.contains("why"), "{text}");
    let ground = &paper.world.profile.grounds[0];
    let said = ground.text.say(Lang::En);
    assert!(text.contains(&said[..12.min(said.len())]), "{text}");
}

#[test]
fn a_server_that_answers_only_later_is_asked_again_who_is_logged_in() {
    let paper = Paper::new();
    let (mut client, _) = Client::opened(&paper, "coordinator", Lang::En, SIZE);
    client.tell(Msg::Started(SIZE));
    let asked = |client: &Client| {
        let jobs = client.jobs.iter();
        jobs.filter(|job| matches!(job, Job::Begin)).count()
    };
    client.hear(News::Stream(None));
    assert_eq!(asked(&client), 1);
    client.state.shared.link = Link::Down { next_try_s: 1 };
    client.hear(News::Stream(None));
    assert_eq!(asked(&client), 2);
}
