//! A case by the keyboard: triaged, signed and rated in a real terminal.

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{LEAD, LEAD_DEPARTMENT, Office, PASSWORD};
use banli_tests::term::{Size, Term, key};
use banli_tests::wait::PATIENCE;
use serde_json::json;

const TITLE: &str = "关于延长夜间公交运营时间的提案";

/// Somebody's home where they have logged in, and their terminal client on a screen of `size`.
fn sit_down(office: &Office, login: &str, size: Size) -> (Home, Term) {
    sit_down_speaking(office, login, size, "en_US.UTF-8")
}

fn sit_down_speaking(office: &Office, login: &str, size: Size, locale: &str) -> (Home, Term) {
    let home = Home::of(&office.server).speaking(locale);
    let password = home.path().join("password");
    std::fs::write(&password, PASSWORD).expect("a scratch file can be written");
    let password = password.display().to_string();
    let _said = home
        .banli(&["login", login, "--password-file", &password])
        .ok();
    let term = home.open(&[], size);
    (home, term)
}

fn leave(term: &Term) {
    term.keys("Q");
    let status = term.wait_exit(PATIENCE);
    assert!(status.success(), "{status}\n{}", term.dump());
    assert!(
        !term.look(|screen| screen.alternate_screen()),
        "the terminal is given back"
    );
}

#[test]
fn a_case_is_triaged_signed_and_rated_at_the_terminal() {
    let office = Office::open(Database::sqlite());
    let member = office.api("member");
    let view = member
        .post("/proposals", &Office::proposal(&member, TITLE))
        .ok();
    let case = view["case"]["id"]
        .as_str()
        .expect("a case has an id")
        .to_owned();
    let path = format!("/proposals/{case}");
    let seen = |who: &str| office.api(who).get(&path).ok();

    // Triage: one key decides, one takes it back, and the decision is made again.
    let (_home, term) = sit_down(&office, "coordinator", Size::SMALL);
    term.wait_for("to examine");
    term.keys("gt");
    term.wait_for("stage: submitted");
    term.keys("f");
    term.wait_for("u takes it back");
    assert_eq!(seen("coordinator")["stage"], "filed");
    term.keys("u");
    term.wait_for("taken back");
    term.wait_for("stage: submitted");
    assert_eq!(seen("coordinator")["stage"], "submitted");
    term.keys("f");
    term.wait_for("u takes it back");
    term.keys(key::TAB);
    term.wait_for("stage: filed");
    leave(&term);

    // Signing cannot be undone: what comes next is shown, and another key confirms.
    to_the_chief(&office, &case);
    let (_home, term) = sit_down(&office, "chief", Size::LARGE);
    term.wait_for("to sign");
    term.keys(key::ENTER);
    term.wait_for("every suggestion answered");
    term.resize(Size::SMALL);
    term.wait_for("S sign");
    term.keys("S");
    term.wait_for("document number");
    term.keys("JT-2023-12");
    term.keys(key::CTRL_S);
    term.wait_for("This cannot be undone.");
    assert_eq!(seen("chief")["assignments"][0]["stage"], "level3");
    term.keys("y");
    term.wait_gone("This cannot be undone.");
    term.wait_for("nothing waits for you");
    leave(&term);
    let signed = seen("chief");
    assert_eq!(signed["assignments"][0]["stage"], "issued", "{signed}");
    assert!(signed.to_string().contains("JT-2023-12"), "{signed}");

    // Rating, in Chinese.
    let (_home, term) = sit_down_speaking(&office, "member", Size::SMALL, "zh_CN.UTF-8");
    term.wait_for(TITLE);
    term.keys(key::ENTER);
    term.wait_for("JT-2023-12");
    term.keys("R");
    term.wait_for("< 未填 >");
    let satisfied = |term: &Term, times: usize| {
        term.wait_until(&format!("{times} times 满意"), |screen| {
            screen.contents().matches("< 满意 >").count() == times
        });
    };
    let choose = [key::RIGHT, key::RIGHT].concat();
    term.keys(&choose);
    satisfied(&term, 1);
    term.keys(key::TAB);
    term.keys(&choose);
    satisfied(&term, 2);
    term.keys(key::CTRL_S);
    term.wait_for("不可撤销");
    term.keys("y");
    term.wait_gone(TITLE);
    leave(&term);
    assert_eq!(seen("member")["stage"], "closed");
}

/// Everything between the coordinator's desk and the last signature, over REST.
fn to_the_chief(office: &Office, case: &str) {
    let by = |who: &str, command: serde_json::Value| office.api(who).command(case, &command);
    let handed = by(
        "coordinator",
        json!({ "hand_over": {
            "to": [{ "unit": LEAD, "role": "lead" }], "plain_weekdays": true,
        }}),
    );
    let today = &handed["case"]["assignments"][0]["handed_over_on"];
    for (who, command) in [
        ("liaison", json!({ "accept": { "assignment": 1 } })),
        (
            "liaison",
            json!({ "dispatch": { "assignment": 1, "department": LEAD_DEPARTMENT } }),
        ),
        (
            "handler",
            json!({ "log_contact": {
                "assignment": 1, "on": today, "form": "phone", "members": ["陈·阿依古丽"],
                "unit_side": [{ "name": "吴倩", "position": "handler" }], "said": "电话听取意见",
            }}),
        ),
        (
            "handler",
            json!({ "answer_suggestion": { "assignment": 1, "suggestion": 1, "verdict": "adopted" } }),
        ),
        (
            "handler",
            json!({ "answer_suggestion": { "assignment": 1, "suggestion": 2, "verdict": "adopted" } }),
        ),
        (
            "handler",
            json!({ "save_draft": { "assignment": 1, "body": "末班车延长至二十三时。", "class": "a" } }),
        ),
        ("handler", json!({ "submit_reply": { "assignment": 1 } })),
        (
            "head",
            json!({ "approve": { "assignment": 1, "level": "one" } }),
        ),
        (
            "liaison",
            json!({ "approve": { "assignment": 1, "level": "two" } }),
        ),
    ] {
        let _done = by(who, command);
    }
}
