//! The terminal client in a real terminal, against a real server.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{LEAD, LEAD_DEPARTMENT, Office, PASSWORD};
use banli_tests::term::{Size, Term, key};
use banli_tests::wait::PATIENCE;
use serde_json::{Value, json};

const TITLE: &str = "关于延长夜间公交运营时间的提案";

/// A home in which `who` is logged in.
fn home(office: &Office, who: &str) -> Home {
    let api = office.api(who);
    Home::of(&office.server).with_token(api.token().expect("they have logged in"))
}

/// The terminal client, with its inbox there.
fn inbox(home: &Home) -> Term {
    let term = home.open(&[], Size::LARGE);
    term.wait_for("Inbox");
    term.wait_for(TITLE);
    term
}

/// A proposal that was just submitted; gives its id.
fn submitted(office: &Office) -> String {
    let member = office.api("member");
    let view = member
        .post("/proposals", &Office::proposal(&member, TITLE))
        .ok();
    view["case"]["id"]
        .as_str()
        .expect("a case has an id")
        .to_owned()
}

/// Filed, handed over, accepted and dispatched.
fn dispatch(office: &Office, case: &str) {
    let _accepted = office
        .api("liaison")
        .command(case, &json!({ "accept": { "assignment": 1 } }));
    let dispatch = json!({ "dispatch": { "assignment": 1, "department": LEAD_DEPARTMENT } });
    let _dispatched = office.api("liaison").command(case, &dispatch);
}

/// Consulted, answered, handed in and through the first two levels.
fn answer(office: &Office, case: &str) {
    let view = office
        .api("handler")
        .get(&format!("/proposals/{case}"))
        .ok();
    let today = &view["case"]["assignments"][0]["handed_over_on"];
    let handler = office.api("handler");
    let contact = json!({ "log_contact": {
        "assignment": 1, "on": today, "form": "visit", "members": ["陈·阿依古丽"],
        "unit_side": [{ "name": "吴倩", "position": "handler" }], "said": "当面听取意见", "outcome": "同意",
    }});
    let draft = json!({ "save_draft": {
        "assignment": 1, "body": "经研究，延长五条线路末班车至二十三时。", "class": "b",
        "promises": [{ "text": "开通两条夜间接驳线", "by": "2027-06-30" }],
    }});
    let answers = [1, 2].map(|suggestion| {
        json!({ "answer_suggestion": {
            "assignment": 1, "suggestion": suggestion, "verdict": "planned", "text": "列入年度计划",
        }})
    });
    let submit = json!({ "submit_reply": { "assignment": 1 } });
    for command in [contact, draft].iter().chain(&answers).chain([&submit]) {
        let _done = handler.command(case, command);
    }
    for (who, level) in [("head", "one"), ("liaison", "two")] {
        let approve = json!({ "approve": { "assignment": 1, "level": level } });
        let _approved = office.api(who).command(case, &approve);
    }
}

fn told(office: &Office, case: &str) -> Value {
    office
        .api("auditor")
        .get(&format!("/proposals/{case}"))
        .ok()
}

#[test]
fn a_case_goes_from_triage_to_the_rating_by_keys() {
    let office = Office::open(Database::sqlite());
    let case = submitted(&office);

    // The coordinator files it with one key, and hands it over in a form.
    let coordinator = home(&office, "coordinator");
    let term = inbox(&coordinator);
    term.keys("gt");
    term.wait_for("Triage");
    term.wait_for("夜间经济");
    term.keys("f");
    term.wait_for("u takes it back");
    term.keys(key::TAB);
    term.wait_for("[filed]");
    term.wait_for("20230001");
    term.wait_for("夜间经济");
    term.keys("o");
    term.wait_for("lead unit");
    // The lead by the first letter of its code; the last question is about years without a calendar.
    term.keys(&LEAD[..1]);
    term.wait_for("< jt ");
    term.keys(&key::TAB.repeat(7));
    term.keys(key::RIGHT);
    term.wait_for("< yes >");
    term.keys(key::CTRL_S);
    term.wait_for("hand over 20230001 (u takes it back)");
    term.keys(key::CTRL_Q);
    assert!(term.wait_exit(PATIENCE).success());
    assert_eq!(told(&office, &case)["stage"], "in_handling");

    dispatch(&office, &case);
    answer(&office, &case);

    // The unit's head reads the reply beside the proposal and signs; the key that asks does not answer.
    let chief = home(&office, "chief");
    let term = inbox(&chief);
    term.wait_for("to sign");
    term.keys(key::ENTER);
    term.wait_for("Checklist");
    term.keys("S");
    term.wait_for("document number");
    // Typed, not pasted: right after a paste a yes would have to be pressed again.
    term.keys("交函〔2023〕12号");
    term.wait_for("12号");
    term.keys(key::CTRL_S);
    term.wait_for("afterwards: issued");
    term.keys("S");
    term.keys(key::ENTER);
    term.wait_for("afterwards: issued");
    assert_eq!(told(&office, &case)["assignments"][0]["stage"], "level3");
    term.keys("y");
    term.wait_for("nothing waits for you");
    drop(term);
    let view = told(&office, &case);
    assert_eq!(view["assignments"][0]["stage"], "issued", "{view}");

    // The member reads it and is satisfied.
    let member = home(&office, "member");
    let term = inbox(&member);
    term.keys(key::ENTER);
    term.wait_for("延长五条线路");
    term.keys("R");
    term.wait_for("the work");
    // Very satisfied is not asked here: the first value after "not stated".
    term.keys(key::RIGHT);
    term.wait_for("< satisfied >");
    term.keys(key::TAB);
    term.keys(key::RIGHT);
    term.keys(key::CTRL_S);
    term.wait_for("This cannot be undone.");
    term.keys("y");
    term.wait_gone("This cannot be undone.");
    term.wait_for("rate 20230001");
    drop(term);
    let view = told(&office, &case);
    assert_eq!(view["assignments"][0]["rating"], "satisfied", "{view}");
}

/// Waits until a file of drafts below `folder` holds `text`.
fn wait_for_draft(folder: &Path, text: &str) {
    fn holds(folder: &Path, text: &str) -> bool {
        std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .any(|entry| {
                let path = entry.path();
                // One that is still being written is not kept yet.
                if path.extension().is_some_and(|extension| extension == "new") {
                    return false;
                }
                path.is_dir() && holds(&path, text)
                    || std::fs::read_to_string(&path).is_ok_and(|kept| kept.contains(text))
            })
    }
    let end = Instant::now() + PATIENCE;
    while !holds(folder, text) {
        assert!(Instant::now() < end, "no draft with {text:?} was kept");
        thread::park_timeout(Duration::from_millis(5));
    }
}

/// A case that waits for its handler to write; gives its id.
fn to_write(office: &Office) -> String {
    let case = submitted(office);
    let coordinator = office.api("coordinator");
    let _filed = coordinator.command(&case, &json!({ "file": {} }));
    let hand_over = json!({ "hand_over": {
        "to": [{ "unit": LEAD, "role": "lead" }], "plain_weekdays": true,
    }});
    let _handed = coordinator.command(&case, &hand_over);
    dispatch(office, &case);
    case
}

/// Goes to the letter of that case.
fn write(term: &Term) {
    // Drafts belong to a person: the server must have said who this is.
    term.wait_for("吴倩");
    term.keys(key::ENTER);
    term.wait_for("夜间经济");
    term.keys("e");
    term.wait_for("letter");
    term.keys(key::TAB);
}

#[test]
fn a_draft_that_was_left_while_the_server_was_away_arrives_when_it_is_back() {
    let mut office = Office::open(Database::sqlite());
    let case = to_write(&office);
    let handler = home(&office, "handler");
    let term = inbox(&handler);
    write(&term);
    term.keys("written in the dark");
    term.wait_for("written in the dark");
    office.server.kill();
    term.keys(key::CTRL_S);
    term.wait_for("sent when the server answers");
    term.keys(key::ESC);
    term.wait_gone("letter");
    office.server.restart_there();
    term.wait_for("has arrived");
    let view = office
        .api("handler")
        .get(&format!("/proposals/{case}"))
        .ok();
    let body = &view["case"]["assignments"][0]["rounds"][0]["content"]["body"];
    assert_eq!(body, "written in the dark", "{view}");
    term.keys(key::CTRL_Q);
    assert!(term.wait_exit(PATIENCE).success());
    // Nothing is offered any more.
    let term = inbox(&handler);
    write(&term);
    term.wait_for("written in the dark");
    assert!(
        !term.screen().contains("left from before"),
        "{}",
        term.dump()
    );
}

#[test]
fn what_was_typed_outlives_the_program_and_the_line() {
    let office = Office::open(Database::sqlite());
    let _case = to_write(&office);
    let handler = home(&office, "handler");
    let term = inbox(&handler);
    write(&term);
    term.keys("kept through a kill");
    term.wait_for("kept through a kill");
    wait_for_draft(handler.path(), "kept through a kill");
    term.signal("KILL");
    assert!(!term.wait_exit(PATIENCE).success());

    // It is offered at the next start and stands in the editor again.
    let term = inbox(&handler);
    term.wait_for("drafts left unsent: 1");
    write(&term);
    term.wait_for("kept through a kill");
    term.keys(", and a lost line");
    term.wait_for("a lost line");
    // The line is lost: what was typed a moment before is on the disk when the program has left.
    term.signal("HUP");
    let _left = term.wait_exit(Duration::from_secs(2));
    wait_for_draft(handler.path(), "a lost line");
}

#[test]
fn a_decision_is_taken_back_on_a_screen_that_changes_its_size() {
    let office = Office::open(Database::sqlite());
    let case = submitted(&office);
    let coordinator = Home::of(&office.server).speaking("zh_CN.UTF-8");
    let password = coordinator.path().join("password");
    std::fs::write(&password, PASSWORD).expect("a scratch file can be written");
    let password = password.display().to_string();
    let login = ["login", "coordinator", "--password-file", &password];
    let _said = coordinator.banli(&login).ok();

    let term = coordinator.open(&[], Size::SMALL);
    term.wait_for("待办");
    term.wait_for("夜间公交");
    term.keys("gt");
    term.wait_for("夜间经济");
    term.keys("f");
    term.wait_for("（u 撤销）");
    assert_eq!(told(&office, &case)["stage"], "filed");
    term.resize(Size::LARGE);
    term.keys("u");
    term.wait_for("夜间经济");
    assert_eq!(told(&office, &case)["stage"], "submitted");
    term.resize(Size::SMALL);
    term.keys("Q");
    assert!(term.wait_exit(PATIENCE).success());
    let given_back = term.look(|screen| !screen.alternate_screen() && !screen.hide_cursor());
    assert!(given_back, "{}", term.dump());
}
