//! The coordinator's desk at a shell: a saved view, many handed over at once, and what a sitting still has to assign.

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{CO_HANDLER, LEAD, Office};
use serde_json::Value;

/// An office with three proposals that are filed, and the home of its coordinator.
fn with_three_filed() -> (Office, Home, Vec<String>) {
    let office = Office::open(Database::sqlite());
    let coordinator = office.api("coordinator");
    let token = coordinator.token().expect("a login has a token").to_owned();
    let home = Home::of(&office.server).with_token(&token);
    let list = "案由,提案人,类别\n关于增设夜间公交专用道的建议,林小燕,交通\n关于增设公交专用道的提案,林小燕,交通\n关于加强市容环境整治的提案,陈新,城管\n";
    std::fs::write(home.path().join("list.csv"), list).expect("the home can be written to");
    let _imported = home.banli(&["import", "list.csv", "--no-report"]).ok();
    let submitted = home.banli(&["list", "--json"]).ok().json();
    let mut numbers = vec![];
    for row in submitted["items"]
        .as_array()
        .or(submitted.as_array())
        .expect("rows")
    {
        let intake = row["intake_number"].as_str().expect("a text");
        let filed = home.banli(&["do", intake, "file", "--json"]).ok().json();
        let number = filed["case"]["number"].as_str().expect("a text");
        numbers.push(number.to_owned());
    }
    numbers.sort();
    (office, home, numbers)
}

fn sitting(home: &Home) -> Value {
    home.banli(&["sitting", "--json"]).ok().json()
}

#[test]
fn many_are_handed_over_by_a_list_after_a_trial_that_keeps_nothing() {
    let (_office, home, numbers) = with_three_filed();
    let [first, second, third] = &numbers[..] else {
        panic!("three were filed: {numbers:?}")
    };
    let list = format!(
        "提案号,主办单位,会办单位\n{first},市交通局,市城市管理局\n{second},{LEAD},\n{third},没有这个局,\n"
    );
    std::fs::write(home.path().join("to.csv"), list).unwrap();
    let before = sitting(&home);
    assert_eq!(
        (&before["unassigned"], &before["handed_over"]),
        (&3.into(), &0.into())
    );

    // What cannot be handed over is said row by row, and the exit code tells a script.
    let trial = home.banli(&[
        "hand-over",
        "--plain-weekdays",
        "--from",
        "to.csv",
        "--dry-run",
    ]);
    assert_eq!(trial.code(), Some(1));
    assert!(trial.stdout.contains("没有这个局"), "{trial:?}");
    assert!(
        trial.stdout.contains("市交通运输局, 市城市管理局"),
        "{trial:?}"
    );
    assert!(
        trial
            .stderr
            .contains("2 can be handed over, 1 not (a trial"),
        "{trial:?}"
    );
    assert_eq!(sitting(&home), before);
    // A number beside another title is most likely a slip.
    let slip = format!("提案号,案由,主办单位\n{first},关于别的事情的提案,市交通局\n");
    std::fs::write(home.path().join("slip.csv"), slip).unwrap();
    let slip = home.banli(&["hand-over", "--plain-weekdays", "--from", "slip.csv"]);
    assert_eq!(slip.code(), Some(1));
    assert!(slip.stdout.contains("the list calls it"), "{slip:?}");
    assert_eq!(sitting(&home), before);
    let tried = home.banli(&[
        "hand-over",
        "--plain-weekdays",
        "--from",
        "to.csv",
        "--dry-run",
        "--json",
    ]);
    std::fs::write(home.path().join("tried.json"), &tried.stdout).unwrap();

    let done = home.banli(&[
        "hand-over",
        "--plain-weekdays",
        "--from",
        "to.csv",
        "--json",
    ]);
    assert_eq!(done.code(), Some(1));
    let lines: Value = serde_json::from_str(&done.stdout).unwrap();
    assert!(
        lines[0]["due"].is_string() && lines[2]["refused"].is_string(),
        "{lines}"
    );
    let after = sitting(&home);
    assert_eq!(
        (&after["unassigned"], &after["handed_over"]),
        (&1.into(), &2.into())
    );
    assert_eq!(after["waiting"][0]["number"], third.as_str());
    let load = |unit: &str| -> &Value {
        let units = after["units"].as_array().unwrap();
        units.iter().find(|load| load["unit"] == unit).unwrap()
    };
    assert_eq!(load(LEAD)["lead"], 2);
    assert_eq!(load(CO_HANDLER)["co_handler"], 1);
    let said = home.banli(&["sitting"]).ok().stdout;
    assert!(
        said.contains("unassigned 1") && said.contains("市交通运输局"),
        "{said}"
    );

    // A trial made nothing that can be taken back.
    let _nothing = home.banli(&["hand-over", "--take-back", "tried.json"]);
    assert_eq!(sitting(&home), after);
    // A second run of the same list hands nothing over twice.
    let again = home.banli(&["hand-over", "--plain-weekdays", "--from", "to.csv"]);
    assert_eq!(again.code(), Some(1));
    assert!(again.stderr.contains("0 handed over, 3 not"), "{again:?}");
    assert_eq!(sitting(&home), after);

    std::fs::write(home.path().join("done.json"), &done.stdout).unwrap();
    let _back = home.banli(&["hand-over", "--take-back", "done.json"]).ok();
    assert_eq!(sitting(&home)["unassigned"], 3);
}

/// A workbook as an office keeps it: a cover, the list with a hidden row, and a hidden sheet with the rest.
fn workbook(numbers: &[String]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let cover = book.add_worksheet().set_name("说明")?;
    cover.write(0, 0, "交办会用")?;
    for (name, numbers) in [("交办", &numbers[..2]), ("补充", &numbers[2..])] {
        let sheet = book.add_worksheet().set_name(name)?;
        sheet.write_row(0, 0, ["提案编号", "承办单位", "备注"])?;
        for (row, number) in (1..).zip(numbers) {
            sheet.write_row(row, 0, [number.as_str(), LEAD])?;
        }
        if name == "交办" {
            sheet.set_row_hidden(2)?;
        }
        sheet.set_hidden(name == "补充");
    }
    book.save_to_buffer()
}

#[test]
fn a_workbook_is_read_whole_and_what_it_hides_is_told() {
    let (_office, home, numbers) = with_three_filed();
    std::fs::write(home.path().join("to.xlsx"), workbook(&numbers).unwrap()).unwrap();
    let run = |more: &[&str]| {
        let always = [
            "hand-over",
            "--plain-weekdays",
            "--from",
            "to.xlsx",
            "--json",
        ];
        home.banli(&[&always, more].concat())
    };
    let tried = run(&["--dry-run"]);
    for told in ["说明", "rows 3", "备注", "the whole sheet"] {
        assert!(tried.stderr.contains(told), "{told}: {tried:?}");
    }
    let lines = tried.ok().json();
    let lines = lines.as_array().unwrap();
    assert_eq!(lines.len(), 3);
    for line in lines {
        // The list has no titles: they come from the server.
        assert!(
            line["title"].as_str().unwrap().starts_with("关于"),
            "{line}"
        );
    }
    assert_eq!(
        (&lines[2]["sheet"], &lines[2]["row"]),
        (&"补充".into(), &2.into())
    );
    let skipped = run(&["--dry-run", "--hidden", "skip"]).ok().json();
    assert_eq!(skipped.as_array().unwrap().len(), 1);
    let one = run(&["--dry-run", "--sheet", "补充"]).ok().json();
    assert_eq!(one[0]["proposal"], numbers[2].as_str());
    let both = run(&["--dry-run", "--sheet", "补充", "--hidden", "skip"]);
    assert_eq!(both.code(), Some(2), "{both:?}");
    assert!(both.stderr.contains("drop one of them"), "{both:?}");

    // How to read a list says nothing where none is read.
    let no_list = home.banli(&["hand-over", "--suggested", "--sheet", "补充"]);
    assert_eq!(no_list.code(), Some(2), "{no_list:?}");

    let done = run(&[]).ok();
    assert_eq!(sitting(&home)["unassigned"], 0);
    let back = ["hand-over", "--take-back", "-"];
    let _back = home.banli_with(&back, done.stdout.as_bytes()).ok();
    assert_eq!(sitting(&home)["unassigned"], 3);
}

#[test]
fn what_is_suggested_is_handed_over_with_its_reason() {
    let (_office, home, numbers) = with_three_filed();
    std::fs::write(
        home.path().join("to.csv"),
        format!("提案号,主办单位\n{},{LEAD}\n", numbers[0]),
    )
    .unwrap();
    let _first = home
        .banli(&["hand-over", "--plain-weekdays", "--from", "to.csv"])
        .ok();
    let lines: Value = serde_json::from_str(
        &home
            .banli(&["hand-over", "--plain-weekdays", "--suggested", "--json"])
            .stdout,
    )
    .unwrap();
    let lines = lines.as_array().unwrap();
    assert_eq!(lines.len(), 2);
    for line in lines {
        // Whatever is handed over says where a like one went; what has no suggestion says so.
        let handed_over = line["due"].is_string();
        assert_eq!(handed_over, line["suggested"].is_object(), "{line}");
        assert_eq!(handed_over, line["refused"].is_null(), "{line}");
    }
    assert!(
        lines.iter().any(|line| line["due"].is_string()),
        "{lines:?}"
    );
}

#[test]
fn a_saved_view_lists_the_same_until_it_is_dropped() {
    let (_office, home, numbers) = with_three_filed();
    let filters = [
        "view",
        "save",
        "交通",
        "--category",
        "交通",
        "--stage",
        "filed",
    ];
    let _saved = home.banli(&filters).ok();
    let shown = home.banli(&["list", "--view", "交通"]).ok().stdout;
    assert_eq!(
        numbers
            .iter()
            .filter(|number| shown.contains(*number))
            .count(),
        2
    );
    // A filter beside the view counts in place of the view's own.
    let other = home
        .banli(&["list", "--view", "交通", "--category", "城管"])
        .ok();
    assert!(other.stdout.contains("市容环境"), "{other:?}");
    assert!(home.banli(&["view", "list"]).ok().stdout.contains("交通"));
    let _dropped = home.banli(&["view", "drop", "交通"]).ok();
    let gone = home.banli(&["list", "--view", "交通"]);
    assert_eq!(gone.code(), Some(1));
    assert!(
        gone.stderr.contains("there is no saved view of this name"),
        "{gone:?}"
    );
}

#[test]
fn a_list_that_ends_before_its_end_says_so() {
    let (_office, home, _numbers) = with_three_filed();
    for words in [
        &["list", "--limit", "2"][..],
        &["list", "--limit", "2", "--json"],
        &["list", "--limit", "2", "--jsonl"],
        &["inbox", "--limit", "2"],
    ] {
        let cut = home.banli(words).ok();
        assert!(cut.stderr.contains("the first 2"), "{words:?} {cut:?}");
    }
    for words in [&["list", "--limit", "3"][..], &["list"], &["inbox"]] {
        let whole = home.banli(words).ok();
        assert!(!whole.stderr.contains("the first"), "{words:?} {whole:?}");
    }
}
