//! A login that ends while somebody works: by their own hand, or by another's.

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{Office, PASSWORD};
use banli_tests::term::{Size, key};
use banli_tests::wait::PATIENCE;
use serde_json::Value;

/// A home in which the handler has logged in with a password.
fn logged_in(office: &Office, locale: &str) -> Home {
    let home = Home::of(&office.server).speaking(locale);
    std::fs::write(home.path().join("password"), PASSWORD).expect("a scratch file can be written");
    let _said = home
        .banli(&["login", "handler", "--password-file", "password"])
        .ok();
    home
}

/// The tokens of whoever is logged in.
fn tokens(home: &Home) -> Vec<Value> {
    let listed = home.banli(&["--json", "token", "list"]).ok();
    serde_json::from_str(&listed.stdout).expect("a list is JSON")
}

/// The id of the one in use.
fn current(home: &Home) -> String {
    let tokens = tokens(home);
    let mut current = tokens.iter().filter(|token| token["current"] == true);
    let one = current.next().expect("one is in use");
    assert!(current.next().is_none(), "only one is");
    one["id"].as_str().expect("it has an id").to_owned()
}

#[test]
fn who_revokes_the_token_in_use_is_asked_by_name_and_told_what_to_do() {
    let office = Office::open(Database::sqlite());
    let home = logged_in(&office, "zh_CN.UTF-8");
    let term = home.open(&[], Size::SMALL);
    term.wait_for("吴倩");
    term.keys("gm");
    term.keys(key::TAB);
    term.wait_for("当前使用");
    term.keys("D");
    term.wait_for("吊销您现在使用的令牌：登录");
    term.keys("y");
    term.wait_for("登录已结束");
    term.keys(key::ENTER);
    let left = term.wait_exit(PATIENCE);
    assert_eq!(left.exit_code(), 3, "{}", term.dump());
    assert!(term.screen().contains("banli login"), "{}", term.dump());
    assert_eq!(home.banli(&["whoami"]).code(), Some(3));
}

#[test]
fn a_login_that_ends_elsewhere_is_told_once_in_the_terminal_client() {
    let office = Office::open(Database::sqlite());
    let home = logged_in(&office, "en_US.UTF-8");
    let term = home.open(&[], Size::LARGE);
    term.wait_for("吴倩");
    // On the command line of another window.
    let revoked = home.banli(&["token", "revoke", &current(&home)]).ok();
    assert!(revoked.stderr.contains("run banli login"), "{revoked:?}");
    term.keys("\x12");
    term.wait_for("then run: banli login");
    term.keys(key::ESC);
    assert_eq!(term.wait_exit(PATIENCE).exit_code(), 3);
    // What was kept of it here is gone with it.
    let after = home.banli(&["whoami"]);
    assert_eq!(after.code(), Some(3));
    assert!(after.stderr.contains("banli login"), "{after:?}");
}

#[test]
fn a_token_from_the_environment_is_not_mended_by_a_login() {
    let office = Office::open(Database::sqlite());
    let api = office.api("handler");
    let token = api.token().expect("they have logged in");
    let home = Home::of(&office.server).with_token(token);
    let listed = home.banli(&["token", "list"]).ok();
    assert!(listed.stdout.contains("this one"), "{listed:?}");
    let revoked = home.banli(&["token", "revoke", &current(&home)]).ok();
    assert!(revoked.stderr.contains("BANLI_TOKEN"), "{revoked:?}");
    let after = home.banli(&["whoami"]);
    assert_eq!(after.code(), Some(3));
    assert!(after.stderr.contains("BANLI_TOKEN"), "{after:?}");
}

#[test]
fn a_person_changes_their_own_password() {
    const NEW: &str = "a better one 42";
    let office = Office::open(Database::sqlite());
    let home = logged_in(&office, "en_US.UTF-8");
    let elsewhere = logged_in(&office, "en_US.UTF-8");
    let wrong = home.banli_with(&["password", "--stdin"], b"not it\na better one 42\n");
    assert_eq!(wrong.code(), Some(1), "{wrong:?}");
    assert!(wrong.stderr.contains("old password: "), "{wrong:?}");
    assert!(wrong.stderr.contains("administrator"), "{wrong:?}");
    let one_line = home.banli_with(&["password", "--stdin"], b"not it\n");
    assert_eq!(one_line.code(), Some(2), "{one_line:?}");

    // Asked for, and shown nowhere.
    let term = home.open(&["password"], Size::LARGE);
    for (asked, typed) in [
        ("old password:", PASSWORD),
        ("new password (at least 8 characters):", NEW),
        ("the new password again:", NEW),
    ] {
        term.wait_for(asked);
        term.keys(&format!("{typed}\r"));
    }
    term.wait_for("the password is changed");
    let left = term.wait_exit(PATIENCE);
    assert_eq!(left.exit_code(), 0, "{}", term.dump());
    assert!(!term.screen().contains(NEW), "{}", term.dump());

    let _still = home.banli(&["whoami"]).ok();
    assert_eq!(elsewhere.banli(&["whoami"]).code(), Some(3));
    std::fs::write(home.path().join("password"), NEW).expect("a scratch file can be written");
    let _again = home
        .banli(&["login", "handler", "--password-file", "password"])
        .ok();
}
