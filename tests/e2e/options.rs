//! What is refused is named as it was typed.

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::Office;
use banli_tests::server::{ADMIN, ADMIN_PASSWORD};

#[test]
fn an_option_that_is_refused_is_named_as_it_was_typed() {
    let office = Office::open(Database::sqlite());
    let admin = Api::login(office.server.url(), ADMIN, ADMIN_PASSWORD);
    let admin = admin.token().expect("a login has a token");
    for (locale, label, url) in [
        ("zh_CN.UTF-8", "<用途>：", "<网址>："),
        ("en_US.UTF-8", "<LABEL>: ", "<URL>: "),
    ] {
        let home = Home::of(&office.server).speaking(locale).with_token(admin);
        std::fs::write(home.path().join("rules.toml"), "name = \"试行\"\n")
            .expect("a file can be written");
        for (words, named) in [
            (&["token", "make", "脚本", "--days", "0"][..], "--days"),
            (&["token", "make", ""], label),
            (
                &["session", "put", "2024", "--name", "", "--year", "2024"],
                "--name",
            ),
            (
                &["session", "put", "2024", "--name", "甲", "--year", "3"],
                "--year",
            ),
            (&["webhook", "add", "ftp://127.0.0.1"], url),
            (
                &["webhook", "add", "https://example.org/", "--note", "甲\n乙"],
                "--note",
            ),
            (&["profile", "put", "rules.toml", "--note", ""], "--note"),
            (
                &[
                    "delegate",
                    "to",
                    "吴倩",
                    "--of",
                    "周立",
                    "--until",
                    "2001-01-01",
                ],
                "--until",
            ),
            (
                &[
                    "delegate",
                    "to",
                    "周立",
                    "--of",
                    "周立",
                    "--until",
                    "2099-01-01",
                ],
                "<",
            ),
        ] {
            let refused = home.banli(words);
            assert_ne!(refused.code(), Some(0), "{words:?}: {refused:?}");
            assert!(
                refused.stderr.contains(named),
                "{named} {words:?}: {refused:?}"
            );
        }
    }
}

#[test]
fn a_trial_of_a_command_says_that_nothing_was_kept() {
    let office = Office::open(Database::sqlite());
    let member = office.api("member");
    let home = Home::of(&office.server)
        .speaking("zh_CN.UTF-8")
        .with_token(member.token().expect("a login has a token"));
    let proposal = Office::proposal(&member, "关于延长夜间公交运营时间的提案").to_string();
    let told = home.banli_with(&["submit", "-", "--dry-run"], proposal.as_bytes());
    assert!(told.ok().stdout.contains("试运行：未作任何改动"));
    let kept = home.banli_with(&["submit", "-", "--json"], proposal.as_bytes());
    let id = kept.ok().json()["case"]["id"]
        .as_str()
        .expect("it was kept")
        .to_owned();
    let told = home.banli(&["do", &id, "withdraw", "reason=重复", "--dry-run"]);
    assert!(told.ok().stdout.contains("试运行：未作任何改动"));
    let told = home.banli(&["do", &id, "withdraw", "reason=重复"]).ok();
    assert!(!told.stdout.contains("试运行"), "{told:?}");
}
