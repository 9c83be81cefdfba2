//! `banli` on a machine that is reached over ssh, by a real sshd.

use std::time::Duration;

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::Office;
use banli_tests::ssh::Sshd;
use banli_tests::term::{Size, key};

/// Two proposals wait for the coordinator, whose home this is.
fn at_work() -> (Office, Home) {
    let office = Office::open(Database::sqlite());
    let member = office.api("member");
    for title in ["关于夜班公交的提案", "关于老旧小区电梯的提案"] {
        let _case = member
            .post("/proposals", &Office::proposal(&member, title))
            .ok();
    }
    let api = office.api("coordinator");
    let home = Home::of(&office.server).with_token(api.token().expect("they have logged in"));
    (office, home)
}

#[test]
fn a_closed_connection_ends_the_client_and_keeps_what_was_typed() {
    let (_office, home) = at_work();
    let sshd = Sshd::start();
    let term = sshd.open(&home, "echo $$ > pid; exec banli", Size::SMALL);
    term.wait_for("Inbox");
    term.wait_for("关于夜班公交的提案");
    term.wait_for("1/2");
    // With a token alone nothing can be kept before the server has said whose it is.
    term.wait_for("顾文清");
    term.keys(key::DOWN);
    term.wait_for("2/2");
    term.keys("gt");
    term.wait_for("Triage");
    term.wait_for("晚间公交班次少");
    term.keys("d\tnot within our powers");
    term.wait_for("not within our powers");
    // The connection is gone at once, without a word to the other side.
    term.signal("KILL");
    let pid = std::fs::read_to_string(home.path().join("pid")).expect("the script wrote it");
    let gone = home.shell(&format!(
        "timeout 5 tail --pid={} -s 0.05 -f /dev/null",
        pid.trim()
    ));
    let _gone = gone.ok();
    let left = std::fs::read_dir(home.path().join("state/banli/drafts"))
        .expect("there are drafts")
        .count();
    assert!(left > 0, "what was typed is on the disk");
    let again = home.open(&[], Size::SMALL);
    again.wait_for("Inbox");
    again.wait_for("关于夜班公交的提案");
    again.keys(key::DOWN);
    again.wait_for("2/2");
    again.keys("gt");
    again.wait_for("晚间公交班次少");
    again.keys("d");
    again.wait_for("not within our powers");
}

#[test]
fn it_runs_inside_tmux_too() {
    let (_office, home) = at_work();
    let sshd = Sshd::start();
    let term = sshd.open(
        &home,
        "exec tmux -S socket -f /dev/null new banli",
        Size::SMALL,
    );
    term.wait_for("关于夜班公交的提案");
    term.wait_for("1/2");
    term.keys(key::DOWN);
    term.wait_for("2/2");
    term.keys("Q");
    let _status = term.wait_exit(Duration::from_secs(20));
}
