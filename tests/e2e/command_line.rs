//! What a user of `banli` relies on at a shell: help, completions, pipes, exit codes, languages, clean output.

use std::os::unix::fs::PermissionsExt;

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{Office, PASSWORD};
use banli_tests::server::Server;
use banli_tests::term::Size;
use banli_tests::wait::PATIENCE;
use serde_json::{Value, json};

/// No server listens there.
const NOWHERE: &str = "http://127.0.0.1:1";

fn token_of(api: &Api) -> String {
    api.token().expect("a login has a token").to_owned()
}

/// An office, and the home of its coordinator as a script has it.
fn at_work() -> (Office, Home) {
    let office = Office::open(Database::sqlite());
    let home = Home::of(&office.server).with_token(&token_of(&office.api("coordinator")));
    (office, home)
}

/// The words under the heading of the commands in a help.
pub(crate) fn commands(help: &str, heading: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| !line.starts_with(heading))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        // A long text goes on further to the right.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|name| name != "help")
        .collect()
}

#[test]
fn every_command_has_help_in_both_languages() {
    let english = Home::at(NOWHERE);
    let chinese = Home::at(NOWHERE).speaking("zh_CN.UTF-8");
    let all = commands(&english.banli(&["--help"]).ok().stdout, "Commands:");
    assert!(all.len() > 15, "{all:?}");
    assert_eq!(
        all,
        commands(&chinese.banli(&["--help"]).ok().stdout, "命令：")
    );
    let mut paths: Vec<Vec<String>> = all.into_iter().map(|name| vec![name]).collect();
    while let Some(path) = paths.pop() {
        let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
        words.push("--help");
        let in_english = english.banli(&words).ok().stdout;
        let in_chinese = chinese.banli(&words).ok().stdout;
        assert!(in_english.contains("Usage: banli"), "{in_english}");
        assert!(in_chinese.contains("用法：banli"), "{in_chinese}");
        assert!(!in_chinese.contains("Print help"), "{in_chinese}");
        let first = in_chinese.lines().next().unwrap_or_default();
        assert!(!first.is_ascii(), "{words:?} in Chinese: {first}");
        for name in commands(&in_english, "Commands:") {
            paths.push(path.iter().cloned().chain([name]).collect());
        }
    }
}

#[test]
fn shells_take_the_completions() {
    let home = Home::at(NOWHERE);
    let bash = home.shell("source <(banli completions bash) && complete -p banli");
    assert!(bash.ok().stdout.contains("banli"));
    for shell in ["zsh", "fish"] {
        let script = home.banli(&["completions", shell]).ok().stdout;
        assert!(
            script.contains("banli") && script.contains("hand-over"),
            "{shell}"
        );
    }
}

#[test]
fn the_language_follows_the_locale_unless_it_is_named() {
    let (office, _) = at_work();
    let speaks = |locale: &str, words: &[&str]| {
        let home = Home::of(&office.server)
            .speaking(locale)
            .with_token(&token_of(&office.api("coordinator")));
        home.banli(words).ok().stdout
    };
    for (locale, words, said) in [
        ("zh_CN.UTF-8", &["user", "list"][..], "姓名"),
        ("C", &["user", "list"], "name"),
        ("en_US.UTF-8", &["--lang", "zh", "user", "list"], "姓名"),
        ("zh_CN.UTF-8", &["user", "list", "--lang=en"], "name"),
    ] {
        assert!(speaks(locale, words).contains(said), "{locale} {words:?}");
    }
    let home = Home::of(&office.server).speaking("zh_CN.UTF-8");
    let wrong = home.banli(&["lst"]);
    assert_eq!(wrong.code(), Some(2));
    assert!(wrong.stderr.contains("没有此命令"), "{}", wrong.stderr);
    let wrong = home.banli(&["do", "1", "accept", "assignment"]);
    assert!(wrong.stderr.contains("名称=值"), "{}", wrong.stderr);
    let wrong = home.banli(&["do", "1", "acept"]);
    assert!(wrong.stderr.contains("没有这个操作"), "{}", wrong.stderr);
}

#[test]
fn each_exit_code_means_what_the_help_says() {
    let (office, home) = at_work();
    let member = office.api("member");
    let case = member
        .post(
            "/proposals",
            &Office::proposal(&member, "关于夜班公交的提案"),
        )
        .ok();
    let id = case["case"]["id"].as_str().unwrap();
    assert_eq!(home.banli(&["list"]).code(), Some(0));
    let refused = home.banli(&["do", id, "close"]);
    assert_eq!(
        refused.code(),
        Some(1),
        "there is no assignment to close: {refused:?}"
    );
    let refused = home.banli(&["show", "19990001"]);
    assert_eq!(refused.code(), Some(1), "{refused:?}");
    assert_eq!(home.banli(&["list", "--nonsense"]).code(), Some(2));
    let stranger = Home::of(&office.server);
    let unknown = stranger.banli(&["whoami"]);
    assert_eq!(unknown.code(), Some(3), "{unknown:?}");
    assert!(unknown.stderr.contains("banli login"), "{unknown:?}");
    let away = Home::at(NOWHERE)
        .with_token("banli_none")
        .banli(&["whoami"]);
    assert_eq!(away.code(), Some(4), "{away:?}");
    let stale = home.banli(&["do", id, "file", "--if-version", "7"]);
    assert_eq!(stale.code(), Some(5), "{stale:?}");
    for output in [refused, unknown, away, stale] {
        assert_eq!(output.stdout, "", "faults go to standard error: {output:?}");
    }
}

#[test]
fn in_a_pipe_there_is_no_colour_no_progress_and_json_is_one_value() {
    let (_office, home) = at_work();
    std::fs::write(
        home.path().join("list.csv"),
        "提案号,案由,提案人\n20230001,关于夜班公交的提案,林小燕\n20230002,关于养老的提案,林小燕\n",
    )
    .unwrap();
    let imported = home.banli(&["import", "list.csv"]).ok();
    assert_eq!(imported.stderr, "", "a pipe is no place for progress");
    for words in [
        &["list"][..],
        &["show", "20230001"],
        &["figures"],
        &["show", "20230001", "--events"],
    ] {
        let output = home.banli(words).ok();
        assert!(!output.stdout.contains('\u{1b}'), "{words:?}: {output:?}");
        assert_eq!(output.stderr, "", "{words:?}");
        let mut words = words.to_vec();
        words.push("--json");
        let value = home.banli(&words).json();
        assert!(value.is_object() || value.is_array(), "{words:?}");
    }
    for words in [
        &["whoami"][..],
        &["inbox"],
        &["unit", "list"],
        &["user", "list"],
        &["session", "list"],
        &["profile"],
        &["token", "list"],
    ] {
        let mut words = words.to_vec();
        words.push("--json");
        let _value: Value = home.banli(&words).json();
    }
    let lines = home.banli(&["list", "--jsonl"]).ok().stdout;
    assert_eq!(lines.lines().count(), 2);
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert!(row["number"].is_string());
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    let (office, home) = at_work();
    let mut list = "提案号,案由,提案人\n".to_owned();
    for n in 1..=600 {
        list.push_str(&format!("2023{n:04},关于第{n}件事的提案,林小燕\n"));
    }
    std::fs::write(home.path().join("list.csv"), list).unwrap();
    let _imported = home.banli(&["import", "list.csv"]).ok();
    for command in [
        "banli list --all",
        "banli list --all --jsonl",
        "banli export proposals.csv",
        "banli completions bash",
        "banli --help",
    ] {
        let output = home.shell(&format!("{command} | head -1")).ok();
        assert_eq!(output.stderr, "", "{command}");
        assert_eq!(output.stdout.lines().count(), 1, "{command}");
    }
    // One that would go on for ever ends at the next change.
    let watching = home.shell_in_background("banli watch --jsonl | head -1");
    let member = office.api("member");
    let title = "关于电梯的提案";
    for _ in 0..2_000 {
        let _case = member
            .post("/proposals", &Office::proposal(&member, title))
            .ok();
        if watching.has_ended() {
            break;
        }
    }
    assert!(
        watching.wait_exit(PATIENCE).success(),
        "{}",
        watching.report()
    );
}

#[test]
fn a_token_in_a_file_is_said_aloud_once_and_is_for_its_owner_only() {
    let office = Office::open(Database::sqlite());
    let home = Home::of(&office.server);
    std::fs::write(home.path().join("password"), PASSWORD).unwrap();
    let login = home
        .banli(&["login", "handler", "--password-file", "password"])
        .ok();
    let token = home.path().join("config/banli/token");
    assert_eq!(
        login.stderr.contains("only you can read"),
        token.exists(),
        "said aloud where there is one, and only there: {login:?}"
    );
    for name in ["token", "login.json"] {
        let path = home.path().join("config/banli").join(name);
        if let Ok(file) = std::fs::metadata(&path) {
            assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    let again = home.banli(&["whoami"]).ok();
    assert_eq!(again.stderr, "", "once is enough");
    let _out = home.banli(&["logout"]).ok();
    assert!(!token.exists());
    assert_eq!(home.banli(&["whoami"]).code(), Some(3));
}

#[test]
fn text_from_people_never_commands_a_terminal() {
    let (office, home) = at_work();
    // The record refuses it; a server that is not ours might send it all the same.
    let admin = Api::login(
        office.server.url(),
        banli_tests::server::ADMIN,
        banli_tests::server::ADMIN_PASSWORD,
    );
    let _refused = admin
        .post(
            "/people",
            &json!({ "login": "evil", "name": "坏\u{1b}]0;owned\u{7}", "password": PASSWORD, "posts": [] }),
        )
        .problem(422, "bad_field");
    let hostile = "\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}";
    let file = home.path().join(format!("清单{hostile}.csv"));
    std::fs::write(
        &file,
        format!("提案号,案由{hostile},提案人\n1,甲{hostile},乙\n"),
    )
    .unwrap();
    let name = file.display().to_string();
    for words in [
        &["import", &name, "--dry-run"][..],
        &["import", &name, "--dry-run", "--json"],
        &["import", &name],
        &["import", &format!("{name}.missing")],
        &["show", hostile],
        &["do", hostile, "file"],
        &["do", "1", hostile],
        &["list", "-q", hostile],
        &["list", "--stage", hostile],
        &[hostile],
    ] {
        let output = home.banli(words);
        for text in [&output.stdout, &output.stderr] {
            let bad = text
                .chars()
                .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
            assert_eq!(bad, None, "{words:?}: {text:?}");
        }
    }
}

#[test]
fn what_is_too_large_is_not_read_and_a_sheet_can_be_chosen() {
    let (_office, home) = at_work();
    let large = std::fs::File::create(home.path().join("large.csv")).unwrap();
    large.set_len(40 << 20).unwrap();
    let refused = home.banli(&["import", "large.csv"]);
    assert_eq!(refused.code(), Some(1));
    assert!(refused.stderr.contains("at most 16 MiB"), "{refused:?}");
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, title) in [("一季度", "关于公园的提案"), ("二季度", "关于学校的提案")]
    {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (column, (head, cell)) in [("提案号", ""), ("案由", title), ("提案人", "林小燕")]
            .into_iter()
            .enumerate()
        {
            let column = u16::try_from(column).unwrap();
            sheet.write_string(0, column, head).unwrap();
            sheet.write_string(1, column, cell).unwrap();
        }
    }
    book.save(home.path().join("two.xlsx")).unwrap();
    let _chosen = home
        .banli(&["import", "two.xlsx", "--sheet", "二季度"])
        .ok();
    let rows = home.banli(&["list", "--json"]).json();
    assert_eq!(rows[0]["title"], "关于学校的提案");
    assert_eq!(rows.as_array().map(Vec::len), Some(1));
    let unknown = home.banli(&["import", "two.xlsx", "--sheet", "三季度"]);
    assert_eq!(unknown.code(), Some(1));
    assert!(unknown.stderr.contains("三季度"), "{unknown:?}");
}

#[test]
fn the_report_of_a_list_stands_beside_it() {
    let (_office, home) = at_work();
    let list = "案由,提案人\n关于加装电梯的提案,林小燕\n关于加快加装电梯的建议,陈新\n合计,\n";
    std::fs::write(home.path().join("list.csv"), list).unwrap();
    let said = home.banli(&["import", "list.csv"]).ok().stdout;
    assert!(
        said.contains("list.report.csv") && said.contains("rows passed over: 4 (totals)"),
        "{said}"
    );
    let report = std::fs::read_to_string(home.path().join("list.report.csv")).unwrap();
    assert_eq!(report.lines().count(), 5, "{report}");
    assert!(report.contains("the same proposal twice?"), "{report}");
    assert!(report.contains("dated as of today"), "{report}");
    std::fs::write(home.path().join("bad.csv"), "案由,提案人\n甲,\n").unwrap();
    let refused = home.banli(&["import", "bad.csv", "--report", "why.csv"]);
    assert_eq!(refused.code(), Some(1));
    let report = std::fs::read_to_string(home.path().join("why.csv")).unwrap();
    assert!(report.contains("row 2, column B"), "{report}");
    let _none = home
        .banli(&["import", "list.csv", "--no-report", "--json"])
        .json();
    let over = home.banli(&["import", "list.csv", "--report", "list.csv"]);
    assert_eq!(over.code(), Some(1));
    assert!(over.stderr.contains("is what is read"), "{over:?}");
    assert_eq!(
        std::fs::read_to_string(home.path().join("list.csv")).unwrap(),
        list
    );
    let book = home.banli(&["export", "proposals.xlsx", "--by-unit", "-o", "units.xlsx"]);
    let _book = book.ok();
    assert!(home.path().join("units.xlsx").exists());
}

#[test]
fn what_could_not_be_written_is_a_failure_and_what_became_of_the_list_is_said() {
    let (_office, home) = at_work();
    let list = "案由,提案人\n关于加装电梯的提案,林小燕\n";
    std::fs::write(home.path().join("list.csv"), list).unwrap();
    for (place, why) in [
        ("/dev/full", "No space left"),
        ("no/such/folder.csv", "No such file"),
    ] {
        let failed = home.banli(&["import", "list.csv", "--report", place]);
        assert_eq!(failed.code(), Some(1), "{failed:?}");
        let said = &failed.stderr;
        assert!(said.contains(place) && said.contains(why), "{said}");
        assert!(said.contains("the list was taken in"), "{said}");
    }
    assert_eq!(
        home.banli(&["list", "--json"])
            .json()
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    for words in [
        &["export", "figures.csv", "-o", "/dev/full"][..],
        &["figures", "--svg", "/dev/full"],
        &["document", "bulletin", "-o", "no/such/folder.docx"],
    ] {
        let failed = home.banli(words);
        assert_eq!(failed.code(), Some(1), "{words:?} {failed:?}");
        assert!(!failed.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn a_table_that_is_none_is_named_with_its_place_and_what_is_expected() {
    let home = Home::at(NOWHERE);
    for (name, bytes, said) in [
        ("cut.json", &b"[{\"class\": \"a\""[..], "line 1 column 14"),
        ("one.json", b"{\"class\": \"a\"}", "one object"),
        (
            "picture.csv",
            b"\x89PNG\r\n\x1a\n\0\0",
            "use .xlsx, .csv or .json",
        ),
        (
            "words.csv",
            b"dear all,\nplease find,\n",
            "reads `dear all`",
        ),
    ] {
        std::fs::write(home.path().join(name), bytes).unwrap();
        let failed = home.banli(&["figures", "--from", name]);
        assert_eq!(failed.code(), Some(1), "{failed:?}");
        let stderr = &failed.stderr;
        assert!(stderr.contains(name) && stderr.contains(said), "{stderr}");
        assert!(
            ["expected", "names columns", "use .xlsx"]
                .iter()
                .any(|it| stderr.contains(it)),
            "{stderr}"
        );
    }
}

#[test]
fn a_table_that_repeats_itself_is_counted_once_and_told() {
    let home = Home::at(NOWHERE);
    let table = "提案号,主办单位,办理类别\n1,甲局,A\n1,甲局,A\n2,乙局,B\n";
    std::fs::write(home.path().join("list.csv"), table).unwrap();
    let shown = home.banli(&["figures", "--from", "list.csv"]).ok();
    assert!(shown.stderr.contains("row 3 not counted"), "{shown:?}");
    let told = home
        .banli(&[
            "figures", "--from", "list.csv", "--json", "--figure", "class_a",
        ])
        .ok()
        .json();
    let figures = &told["report"]["figures"];
    assert_eq!(figures.as_object().unwrap().len(), 1);
    assert_eq!(figures["class_a"]["percent"], "50.00");
    assert_eq!(told["repeats"][0]["again"][0]["row"], 3);
    let refused = home.banli(&["figures", "--from", "list.csv", "--sheet", "甲局"]);
    assert!(
        refused.stderr.contains("there is no sheet named 甲局"),
        "{refused:?}"
    );
}

#[test]
fn what_nobody_has_is_named_instead_of_an_empty_table() {
    let (office, home) = at_work();
    let member = office.api("member");
    let proposal = Office::proposal(&member, "关于夜班公交的提案");
    let _case = member.post("/proposals", &proposal).ok();
    for (words, value) in [
        (&["list", "--unit", "Z99"][..], "Z99"),
        (&["list", "--department", "A"], "A"),
        (&["list", "--category", "无此类"], "无此类"),
        (&["list", "--handler", "nobody"], "nobody"),
        (&["list", "--outcome", "polcy"], "policy"),
        (&["figures", "--unit", "Z99"], "Z99"),
        (&["rankings", "--unit", "Z99"], "Z99"),
        (&["promises", "--unit", "Z99"], "Z99"),
    ] {
        let refused = home.banli(words);
        assert_eq!(refused.code(), Some(1), "{words:?} {refused:?}");
        assert!(
            refused.stderr.contains(value),
            "{words:?} {}",
            refused.stderr
        );
    }
    for words in [
        &["list", "--session", "1999"][..],
        &["promises", "--session", "1999"],
    ] {
        let refused = home.banli(words);
        assert_eq!(refused.code(), Some(1), "{words:?} {refused:?}");
        assert!(
            refused.stderr.contains("session"),
            "{words:?} {}",
            refused.stderr
        );
    }
    assert_eq!(home.banli(&["list", "--kind", "choir"]).code(), Some(2));
}

#[test]
fn times_are_those_of_the_office_wherever_the_machine_stands() {
    let (office, _) = at_work();
    let member = office.api("member");
    let proposal = Office::proposal(&member, "关于夜班公交的提案");
    let case = member.post("/proposals", &proposal).ok();
    let id = case["case"]["id"].as_str().unwrap();
    let token = token_of(&office.api("coordinator"));
    let shown = |zone: &str| {
        let home = Home::of(&office.server).with_token(&token);
        let line = format!("TZ={zone} banli show {id} --events");
        home.shell(&line).ok().stdout
    };
    assert_eq!(shown("America/New_York"), shown("Asia/Shanghai"));
}

#[test]
fn a_person_is_changed_by_login_among_many() {
    let server = Server::start();
    let admin = Api::login(
        server.url(),
        banli_tests::server::ADMIN,
        banli_tests::server::ADMIN_PASSWORD,
    );
    let people: Vec<Value> = (0..300)
        .map(|n| json!({ "login": format!("p{n:03}"), "name": format!("人{n}"), "posts": [] }))
        .collect();
    let _added = admin
        .post(
            "/people/batch",
            &json!({ "people": people, "password": PASSWORD }),
        )
        .ok();
    let home = Home::of(&server).with_token(&token_of(&admin));
    let changed = home
        .banli(&["user", "edit", "p250", "--name", "新名", "--json"])
        .json();
    assert_eq!(
        (&changed["login"], &changed["name"]),
        (&json!("p250"), &json!("新名"))
    );
    let nobody = home.banli(&["user", "edit", "p25", "--name", "谁"]);
    assert_eq!(nobody.code(), Some(1), "a part of a login is nobody's");
}

#[test]
fn events_are_listed_with_their_time() {
    let (office, home) = at_work();
    let member = office.api("member");
    let case = member
        .post(
            "/proposals",
            &Office::proposal(&member, "关于夜班公交的提案"),
        )
        .ok();
    let id = case["case"]["id"].as_str().unwrap();
    let said = home.banli(&["show", id, "--events"]).ok().stdout;
    let stamp = said.lines().nth(1).unwrap_or_default();
    assert!(
        stamp
            .split_whitespace()
            .any(|word| word.len() == 5 && word.as_bytes()[2] == b':'),
        "{said}"
    );
}

#[test]
fn closing_the_terminal_or_ctrl_c_while_the_demo_prepares_leaves_nothing() {
    for signal in ["HUP", "INT"] {
        let home = Home::at(NOWHERE);
        let term = home.open(&["demo"], Size::SMALL);
        let left = || {
            let entries = std::fs::read_dir(home.scratch()).expect("it is a folder");
            entries.count()
        };
        // The bar moves once the scratch server answers.
        term.wait_for("[#");
        assert!(left() > 0, "the scratch directory is there");
        term.signal(signal);
        let status = term.wait_exit(PATIENCE);
        assert!(!status.success(), "{status}");
        assert_eq!(left(), 0, "{signal} left the scratch directory");
    }
}
