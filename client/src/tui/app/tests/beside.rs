//! Commands that have no key of their own: chosen under *act*, filled in as a form, and shown on the case.

use banli_shared::case::{Case, Stage};
use banli_shared::lang::Lang;
use banli_shared::org::{Person, Post, Role};
use banli_shared::workflow::{Command, Urge, WithReasonOn, decide, evolve, extendable_until};
use ratatui::layout::Size;

use super::super::news::{Job, News};
use super::looks::with_inbox;
use super::{Client, cases_before, inbox, seen};
use crate::command::demo::on_paper::{Paper, numbers};

const SIZE: Size = Size {
    width: 100,
    height: 40,
};

/// Somebody in front of a case, which is opened from their inbox.
struct Desk {
    paper: Paper,
    client: Client,
    login: String,
    case: Case,
    at_ms: i64,
}

impl Desk {
    fn open(login: &str, until: fn(&Command) -> bool) -> Self {
        let paper = Paper::new();
        let (case, at_ms) = cases_before(&paper, login, until, 1).remove(0);
        Self::over(paper, login, case, at_ms)
    }

    fn over(paper: Paper, login: &str, case: Case, at_ms: i64) -> Self {
        let cases = [(case.clone(), at_ms)];
        let mut client = with_inbox(&paper, login, Lang::En, SIZE, &cases);
        client.press("enter");
        let mut desk = Self {
            paper,
            client,
            login: login.to_owned(),
            case,
            at_ms,
        };
        desk.show();
        desk
    }

    fn show(&mut self) {
        let mut view = seen(&self.paper, &self.case, &self.login, self.at_ms);
        let numbers = numbers(0);
        let ctx = self.paper.world.at(self.at_ms, &numbers, None);
        for row in &mut view.assignments {
            let a = self.case.assignment(row.no).unwrap();
            row.extendable_until = extendable_until(&self.case, a, &ctx);
        }
        self.client.answer(|job| match job {
            Job::Case(id) => Some(News::Case(id.clone(), Ok(view.clone()))),
            _ => None,
        });
    }

    fn text(&self) -> String {
        self.client.text()
    }

    /// Types these letters into the list of what can be done, and takes the first that fits.
    fn act(&mut self, name: &str) {
        self.client.press("a");
        for letter in name.chars() {
            self.client.press(&letter.to_string());
        }
        self.client.press("enter");
    }

    /// Sends the form, as the rules take it.
    fn send(&mut self) -> Command {
        self.client.press("ctrl-s");
        let found = self.client.jobs.iter().rev().find_map(|job| match job {
            Job::Run(_, command, _) | Job::Try(_, command) => Some((**command).clone()),
            _ => None,
        });
        let command = found.unwrap_or_else(|| panic!("nothing was sent: {}", self.text()));
        let numbers = numbers(0);
        let ctx = self.paper.world.at(self.at_ms, &numbers, None);
        let done = decide(&self.case, &self.paper.actors[&self.login], &command, &ctx)
            .unwrap_or_else(|no| panic!("{no}"));
        self.case = done.own.iter().fold(self.case.clone(), evolve);
        command
    }
}

#[test]
fn more_time_is_asked_for_with_the_last_day_filled_in_and_decided_at_the_other_desk() {
    let mut desk = Desk::open("b18.liaison", |c| matches!(c, Command::Dispatch(_)));
    desk.act("request_ext");
    assert!(
        desk.text().contains("the last possible day"),
        "{}",
        desk.text()
    );
    desk.client.press("tab b u s y");
    let Command::RequestExtension(asked) = desk.send() else {
        panic!()
    };
    assert_eq!(asked.reason, "busy");

    let Desk {
        paper, case, at_ms, ..
    } = desk;
    let mut desk = Desk::over(paper, "coordinator", case, at_ms);
    desk.client.press("tab");
    let day = asked.until.to_string();
    assert!(
        desk.text().contains(&format!("asked for {day}: busy")),
        "{}",
        desk.text()
    );
    desk.act("grant_ext");
    let Command::GrantExtension(granted) = desk.send() else {
        panic!()
    };
    assert_eq!(granted.until, Some(asked.until));
    let due = desk.case.assignment(granted.assignment).unwrap().due();
    assert_eq!(due.date, asked.until);

    let Desk {
        paper, case, at_ms, ..
    } = desk;
    let mut desk = Desk::over(paper, "b18.liaison", case, at_ms);
    desk.client.press("tab");
    let text = desk.text();
    assert!(text.contains(&format!("due: {day}")), "{text}");
    assert!(text.contains("first deadline: "), "{text}");
    assert!(text.contains("extended"), "step by step: {text}");
    assert!(text.contains(&format!("granted {day}")), "{text}");
}

#[test]
fn handlers_are_those_of_the_department_that_is_chosen() {
    let mut desk = Desk::open("b18.liaison", |c| matches!(c, Command::Dispatch(_)));
    desk.act("dispatch");
    let person = |id: &str, name: &str, place: &str, disabled| Person {
        id: id.into(),
        login: id.to_owned(),
        name: name.to_owned(),
        posts: vec![Post::at(Role::Handler, place)],
        stands_in: vec![],
        disabled,
        left: vec![],
    };
    let people = vec![
        person("p1", "王小明", "B18-01", false),
        person("p2", "李芳", "B18", false),
        person("p3", "赵敏", "B18-01", true),
    ];
    let asked = |job: &Job| match job {
        Job::People(unit) => Some(News::People(unit.clone(), Ok(people.clone()))),
        _ => None,
    };
    desk.client.answer(asked);
    // Nothing is chosen: everybody of the unit, each with the place.
    let department = desk.client.state.shared.units[&"B18-01".into()]
        .name
        .clone();
    desk.client.press("tab right");
    let text = desk.text();
    assert!(text.contains(&format!("< 王小明 {department} >")), "{text}");
    assert!(text.contains("left/right change it"), "{text}");
    desk.client.press("right");
    assert!(desk.text().contains("< 李芳 "), "{}", desk.text());
    // Once one is chosen only its own; who works elsewhere is chosen no more.
    desk.client.press("shift-tab right tab");
    let text = desk.text();
    assert!(text.contains(&format!("< {department} >")), "{text}");
    assert!(!text.contains("李芳"), "{text}");
    desk.client.press("right right right");
    assert!(desk.text().contains("< 王小明 >"), "{}", desk.text());
    // In a text there is nothing to choose.
    desk.client.press("tab");
    assert!(!desk.text().contains("left/right"), "{}", desk.text());
    let Command::Dispatch(with) = desk.send() else {
        panic!()
    };
    assert_eq!(with.handler, Some("p1".into()));
    assert_eq!(with.department.as_str(), "B18-01");
}

#[test]
fn a_department_is_chosen_and_never_the_first_by_itself() {
    let mut desk = Desk::open("b18.liaison", |c| matches!(c, Command::Dispatch(_)));
    desk.act("dispatch");
    let jobs = desk.client.jobs.len();
    desk.client.press("ctrl-s");
    assert_eq!(desk.client.jobs.len(), jobs);
    let text = desk.text();
    assert!(text.contains("choose one: department"), "{text}");
}

#[test]
fn an_urged_entry_says_so_before_its_title_until_it_has_gone_on() {
    let desk = Desk::open("b18.liaison", |c| matches!(c, Command::Dispatch(_)));

    let Desk {
        paper, case, at_ms, ..
    } = desk;
    let numbers = numbers(0);
    let urge = Command::Urge(Urge {
        assignment: first_waiting(&case),
        note: "请于周五前分派".to_owned(),
    });
    let ctx = paper.world.at(at_ms, &numbers, None);
    let done = decide(&case, &paper.actors["coordinator"], &urge, &ctx).unwrap();
    let case = done.own.iter().fold(case, evolve);
    let mut client = Client::new(&paper, "b18.liaison", Lang::Zh, SIZE);
    client.answer(|job| match job {
        Job::Inbox(wanted) => Some(News::Inbox(
            wanted.clone(),
            Ok(inbox(&paper, &[(case.clone(), at_ms)], "b18.liaison")),
        )),
        _ => None,
    });
    let text = client.text();
    assert!(text.contains("[催办：请于周五前分派]"), "{text}");
    let mut desk = Desk::over(paper, "b18.liaison", case, at_ms);
    desk.client.press("tab");
    assert!(desk.text().contains("请于周五前分派"), "{}", desk.text());
}

/// The first assignment that was accepted and waits to be given to a department.
fn first_waiting(case: &Case) -> u32 {
    let accepted = |a: &&banli_shared::case::Assignment| matches!(a.stage, Stage::Accepted);
    case.live().find(accepted).unwrap().no
}

#[test]
fn a_reviewer_changes_the_class_of_the_text_that_was_read_and_the_trail_says_so() {
    let mut desk = Desk::open("b03.head", |c| matches!(c, Command::Sign(_)));
    desk.act("change_cl");
    desk.client.press("c tab o k");
    let before = desk.case.clone();
    let Command::ChangeClass(change) = desk.send() else {
        panic!()
    };
    let round = before.assignment(change.assignment).unwrap().round();
    assert_eq!(change.hash, round.content.hash());
    assert_ne!(Some(change.class), round.content.class);
    let step = desk.case.assignment(change.assignment).unwrap().round();
    let step = step.trail.iter().find(|step| step.class.is_some()).unwrap();
    assert!(step.say(Lang::En).starts_with("class changed "));
}

#[test]
fn a_reply_is_marked_with_whom_it_is_open_to_and_the_case_says_so() {
    let mut desk = Desk::open("b03.handler", |c| matches!(c, Command::LogContact(_)));
    desk.act("mark_open");
    desk.client.press("right right tab s e c r e t");
    let Command::MarkOpenness(mark) = desk.send() else {
        panic!()
    };
    assert_eq!(
        (mark.openness.code(), mark.reason.as_str()),
        ("on_request", "secret")
    );
    let Desk {
        paper, case, at_ms, ..
    } = desk;
    let mut desk = Desk::over(paper, "b03.handler", case, at_ms);
    desk.client.press("tab tab tab tab");
    assert!(
        desk.text().contains("on request  secret"),
        "{}",
        desk.text()
    );
}

#[test]
fn the_office_says_what_the_proposers_say_now_and_the_case_shows_it() {
    let mut desk = Desk::open("coordinator", |c| matches!(c, Command::GrantExtension(_)));
    let (has, several) = {
        let proposal = &desk.case.proposal;
        (proposal.consent(), proposal.proposers.len() > 1)
    };
    desk.act("change_con");
    // It begins with what is on record: a key too many changes nothing.
    let now = format!("< {} >", has.say(Lang::En));
    assert!(desk.text().contains(&now), "{}", desk.text());
    desk.client.press("right");
    if several {
        desk.client.press("tab");
    }
    desk.client.press("tab c a l l e d");
    let Command::ChangeConsent(said) = desk.send() else {
        panic!()
    };
    assert_eq!((said.proposer, said.note.as_str()), (None, "called"));
    assert_ne!(said.publication, has);
    assert_eq!(desk.case.proposal.consent(), said.publication);
    let Desk {
        paper, case, at_ms, ..
    } = desk;
    let desk = Desk::over(paper, "coordinator", case, at_ms);
    let shown = format!("publication: {}", said.publication.say(Lang::En));
    assert!(desk.text().contains(&shown), "{}", desk.text());
}

#[test]
fn who_decides_on_a_return_reads_the_reason_and_whose_turn_it_is_then() {
    let paper = Paper::new();
    let accept = |c: &Command| matches!(c, Command::Accept(_));
    let mut cases = cases_before(&paper, "", accept, 40);
    cases.retain(|(case, _)| case.live().count() == 1);
    let (case, at_ms) = cases.remove(0);
    let a = case.live().next().unwrap();
    let liaison = format!("{}.liaison", a.unit.as_str().to_lowercase());
    let ask = Command::RequestReturn(WithReasonOn {
        assignment: a.no,
        reason: "not ours".to_owned(),
    });
    let ids = numbers(0);
    let ctx = paper.world.at(at_ms, &ids, None);
    let done = decide(&case, &paper.actors[liaison.as_str()], &ask, &ctx).unwrap();
    let case = done.own.iter().fold(case, evolve);
    let mut desk = Desk::over(paper, "coordinator", case, at_ms);
    let starts = "the unit's reason: not ours";
    desk.act("refuse_return");
    assert!(desk.text().contains(starts), "{}", desk.text());
    desk.client.press("esc");
    desk.act("grant_return");
    let (paper, at) = (&desk.paper, desk.at_ms);
    let case = desk.case.clone();
    let actor = &paper.actors["coordinator"];
    desk.client.answer(|job| match job {
        Job::Try(target, command) => {
            let numbers = numbers(0);
            let ctx = paper.world.at(at, &numbers, None);
            let done = decide(&case, actor, command, &ctx).unwrap();
            let after = done.own.iter().fold(case.clone(), evolve);
            let after = seen(paper, &after, "coordinator", at);
            Some(News::Tried(target.clone(), command.clone(), Ok(after)))
        }
        _ => None,
    });
    let text = desk.text();
    assert!(text.contains(starts), "{text}");
    assert!(!text.contains("next: nobody"), "{text}");
}

#[test]
fn who_decides_on_a_longer_deadline_reads_the_reason() {
    let mut desk = Desk::open("coordinator", |c| matches!(c, Command::GrantExtension(_)));
    for action in ["grant_ext", "refuse_ext"] {
        desk.act(action);
        assert!(
            desk.text().contains("the unit's reason: "),
            "{}",
            desk.text()
        );
        desk.client.press("esc");
    }
}
