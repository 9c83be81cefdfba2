//! A login kept in a real Secret Service, as on a desktop.

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{Office, PASSWORD};

/// A bus of its own with an unlocked keyring on it, for what `script` does.
fn on_a_desktop(script: &str) -> String {
    format!(
        "dbus-run-session -- bash -c 'set -e
         printf \"pw\\n\" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
         {script}'"
    )
}

#[test]
fn a_login_is_kept_in_the_keyring_for_the_next_program_and_gone_after_logout() {
    let office = Office::open(Database::sqlite());
    let home = Home::of(&office.server);
    std::fs::write(home.path().join("password"), PASSWORD).unwrap();
    // A login from before there was a keyring left its token in a file.
    let without = home
        .banli(&["login", "handler", "--password-file", "password"])
        .ok();
    let token = home.path().join("config/banli/token");
    if without.stderr.contains("only you can read") {
        assert!(token.exists());
    }
    let done = home
        .shell(&on_a_desktop(
            "banli login handler --password-file password
             ! test -e config/banli/token
             grep -q secret_service config/banli/login.json
             ! grep -rq banli_ config
             banli whoami
             banli logout
             ! test -e config/banli/login.json
             banli whoami || echo \"whoami ended with $?\"",
        ))
        .ok();
    assert!(done.stdout.contains("whoami ended with 3"), "{done:?}");
    assert_eq!(
        done.stdout.matches("吴倩 (handler)").count(),
        2,
        "once at login, once by a second process: {done:?}"
    );
    assert!(
        !done.stderr.contains("only you can read"),
        "a keyring is nothing to say aloud: {}",
        done.stderr
    );
}
