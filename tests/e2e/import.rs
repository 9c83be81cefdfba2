//! A list at a shell: what is said of its rows, and what an office says once.

use banli_tests::api::Api;
use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{Office, SESSION};
use banli_tests::server::{ADMIN, ADMIN_PASSWORD};
use serde_json::Value;

/// A coordinator's home with this list in it.
fn with(list: &str) -> (Office, Home) {
    let office = Office::open(Database::sqlite());
    let coordinator = office.api("coordinator");
    let token = coordinator.token().expect("a login has a token").to_owned();
    let home = Home::of(&office.server).with_token(&token);
    std::fs::write(home.path().join("list.csv"), list).expect("the home can be written to");
    (office, home)
}

#[test]
fn in_a_trial_marks_and_counts_agree() {
    let (_office, home) = with(
        "案由,提案人\n关于路灯的提案,林小燕\n关于公园的提案,\n合计,2件\n填表人：王五,审核：赵六\n",
    );
    let trial = home.banli(&["import", "list.csv", "--dry-run"]);
    assert_eq!(trial.code(), Some(1), "{trial:?}");
    assert!(
        trial
            .stdout
            .contains("held back 1, there already 0, has faults 1"),
        "{trial:?}"
    );
    assert!(!trial.stdout.contains("added 1"), "{trial:?}");
    assert!(
        trial.stdout.contains("4 (totals), 5 (note)"),
        "what is no entry is told: {trial:?}"
    );
    let report = std::fs::read_to_string(home.path().join("list.report.csv")).unwrap();
    for (row, fate) in [
        (",2,", "held back"),
        (",3,", "has faults"),
        (",4,", "passed over"),
    ] {
        assert!(report.contains(&format!("{row}{fate}")), "{report}");
    }
    std::fs::write(
        home.path().join("list.csv"),
        "案由,提案人\n关于路灯的提案,林小燕\n总计：1件,\n",
    )
    .unwrap();
    let good = home.banli(&["import", "list.csv", "--dry-run"]).ok();
    assert!(
        good.stdout.contains("added 1, changed 0, there already 0"),
        "{good:?}"
    );
}

#[test]
fn how_many_requests_were_read_is_told_row_by_row() {
    let (_office, home) = with(
        "案由,提案人,建议\n关于路灯的提案,林小燕,一是换灯；二是补灯；三是巡查。此致\n关于公园的提案,林小燕,加强管理\n关于河道的提案,林小燕,\n",
    );
    let trial = home
        .banli(&["import", "list.csv", "--dry-run", "--json"])
        .ok();
    let rows = trial.json()["rows"].clone();
    let counts = [0, 1, 2].map(|at| rows[at]["suggestions"].clone());
    assert_eq!(counts, [3, 1, 0], "{rows}");
    let shown = home.banli(&["import", "list.csv", "--dry-run"]).ok().stdout;
    assert!(shown.contains("suggestions"), "{shown}");
    let report = std::fs::read_to_string(home.path().join("list.report.csv")).unwrap();
    assert!(report.contains("关于路灯的提案,3,"), "{report}");
}

#[test]
fn proposers_that_are_counted_and_not_named_are_told() {
    let (_office, home) = with("案由,提案人\n关于路灯的提案,林小燕等5人\n");
    let trial = home.banli(&["import", "list.csv", "--dry-run"]).ok().stdout;
    assert!(trial.contains("`等5人` names nobody"), "{trial}");
    let taken = home.banli(&["import", "list.csv", "--json"]).ok().json();
    assert_eq!(taken["rows"][0]["warnings"][0]["code"], "unnamed_proposers");
    let number = taken["rows"][0]["number"]
        .as_str()
        .expect("it has a number");
    let case = home.banli(&["show", number, "--json"]).ok().json();
    let proposal = &case["case"]["proposal"];
    assert_eq!(proposal["kind"], "joint", "{case}");
    assert_eq!(proposal["proposers"][0]["name"], "林小燕");
}

#[test]
fn a_day_after_the_close_of_the_session_is_told_of_what_counts_as_in_session() {
    let (_office, home) = with(
        "案由,提案人,提交时段,提交日期\n关于路灯的提案,林小燕,大会,2023-02-01\n关于公园的提案,林小燕,平时,2023-02-01\n关于河道的提案,林小燕,大会,2023-01-10\n",
    );
    let trial = home.banli(&["import", "list.csv", "--dry-run", "--json"]);
    let rows = trial.ok().json()["rows"].clone();
    assert_eq!(rows[0]["warnings"][0]["code"], "after_the_close");
    assert_eq!(
        [&rows[1]["warnings"], &rows[2]["warnings"]],
        [&Value::Null; 2]
    );
}

#[test]
fn a_year_without_holidays_brings_the_option_that_does_without() {
    let (office, home) =
        with("提案号,案由,提案人,主办单位\n20239001,关于路灯的提案,林小燕,市交通局\n");
    // Three years ahead no holidays are published.
    let admin = Api::login(office.server.url(), ADMIN, ADMIN_PASSWORD);
    let token = admin.token().expect("a login has a token").to_owned();
    let rules = "[deadlines]\nreply = { months = 36 }\nextended_at_most = { months = 36 }\n";
    let keeper = Home::of(&office.server).with_token(&token);
    std::fs::write(keeper.path().join("rules.toml"), rules).unwrap();
    let _put = keeper
        .banli(&["profile", "put", "rules.toml", "--note", "试行"])
        .ok();
    let import = |words: &[&str]| {
        let usual = ["import", "list.csv", "--no-report", "--hand-over"];
        home.banli(&[&usual, words].concat())
    };
    for words in [&["--dry-run"][..], &[]] {
        let refused = import(words);
        assert_eq!(refused.code(), Some(1), "{refused:?}");
        assert!(refused.stderr.contains("--plain-weekdays"), "{refused:?}");
    }
    let _done = home.banli(&["import", "list.csv", "--no-report"]).ok();
    let refused = home.banli(&["hand-over", "--from", "list.csv"]);
    assert_eq!(refused.code(), Some(1), "{refused:?}");
    assert!(refused.stderr.contains("--plain-weekdays"), "{refused:?}");
    let _handed_over = home
        .banli(&["hand-over", "--from", "list.csv", "--plain-weekdays"])
        .ok();
}

#[test]
fn what_the_office_calls_its_columns_holds_for_a_hand_over_too() {
    let (_office, home) =
        with("编码,题目名,提出者,责任单位\n20239001,关于路灯的提案,林小燕,市交通局\n");
    let map = "编码=number,题目名=title,提出者=proposers,责任单位=lead";
    let _imported = home
        .banli(&[
            "import",
            "list.csv",
            "--no-report",
            "--map",
            map,
            "--remember",
        ])
        .ok();
    let done = home
        .banli(&[
            "hand-over",
            "--plain-weekdays",
            "--from",
            "list.csv",
            "--json",
        ])
        .ok()
        .json();
    assert_eq!(done[0]["proposal"], "20239001");
    assert!(done[0]["due"].is_string(), "{done}");
}

#[test]
fn a_header_that_is_not_known_is_named_once_in_either_language() {
    let (_office, home) = with("a,谁提的\n关于路灯的提案,林小燕\n");
    for (lang, said) in [
        ("en", "\"a\" is no header that is known"),
        ("zh", "不认识的列：a"),
    ] {
        let refused = home.banli(&["import", "list.csv", "--no-ask", "--lang", lang]);
        assert_eq!(refused.code(), Some(1), "{refused:?}");
        let mut lines = refused.stderr.lines().map(str::trim_start);
        assert!(lines.any(|line| line.starts_with(said)), "{refused:?}");
    }
}

#[test]
fn an_export_that_there_is_not_is_a_fault_of_usage() {
    let (_office, home) = with("");
    for words in [
        &["export", "foo.csv"][..],
        &["export", "proposals.pdf"],
        &["export", "proposals.csv", "--by-unit"],
        &["export", "proposals.xlsx", "--no-bom", "-o", "out.xlsx"],
    ] {
        let refused = home.banli(words);
        assert_eq!(refused.code(), Some(2), "{words:?} {refused:?}");
        assert!(!refused.stderr.is_empty());
    }
}

#[test]
fn cells_without_a_header_are_told_row_by_row_and_counted() {
    let list = "提案号,案由,提案人,主办单位,\n\
                20239101,关于路灯的提案,林小燕,市交通局,市教育局\n\
                20239102,关于公园的提案,林小燕,市交通局,\n";
    let (_office, home) = with(list);
    let trial = home.banli(&["import", "list.csv", "--dry-run"]).ok().stdout;
    assert!(trial.contains("E `市教育局`"), "{trial}");
    assert!(trial.contains("with cells not read 1"), "{trial}");
    let report = std::fs::read_to_string(home.path().join("list.report.csv")).unwrap();
    assert!(report.contains("E `市教育局`"), "{report}");
    let _done = home.banli(&["import", "list.csv", "--no-report"]).ok();
    let hand_over = ["hand-over", "--plain-weekdays", "--from", "list.csv"];
    let done = home.banli(&hand_over).ok();
    assert!(done.stderr.contains("E `市教育局`"), "{done:?}");
    assert!(
        done.stderr.contains("rows with cells not read: 1"),
        "{done:?}"
    );

    let long = "提案号,案由,提案人,内容\n20239103,关于河道的提案,林小燕,应当治理,并且尽快\n";
    std::fs::write(home.path().join("list.csv"), long).unwrap();
    let refused = home.banli(&["import", "list.csv", "--no-report"]);
    assert_eq!(refused.code(), Some(1), "{refused:?}");
    assert!(refused.stderr.contains("E `并且尽快`"), "{refused:?}");
}

#[test]
fn the_report_of_a_refused_list_has_every_row_as_that_of_a_trial() {
    let list = "案由,提案人,提交日期,备用\n关于路灯的提案,林小燕,2023-02-01,甲\n关于公园的提案,林小燕,2099-01-01,\n合计：2件,,,\n";
    let (_office, home) = with(list);
    let report = || std::fs::read_to_string(home.path().join("list.report.csv")).unwrap();
    let trial = home.banli(&["import", "list.csv", "--dry-run"]);
    assert_eq!(trial.code(), Some(1), "{trial:?}");
    let of_trial = report();
    let refused = home.banli(&["import", "list.csv"]);
    assert_eq!(refused.code(), Some(1), "{refused:?}");
    assert_eq!(report(), of_trial);
    assert!(of_trial.contains("held back") && of_trial.contains("passed over"));
    assert!(of_trial.contains("row 3 (submitted on): "), "{of_trial}");
    assert!(!of_trial.contains("/proposal"), "{of_trial}");
    assert!(!refused.stderr.contains("/proposal"), "{refused:?}");
}

#[test]
fn a_number_of_another_year_is_told_and_advice_names_the_case_that_is_meant() {
    let (office, home) = with("提案号,案由,提案人,类别\n20240410,关于路灯的提案,林小燕,城建\n");
    let rows = home.banli(&["import", "list.csv", "--json"]).ok().json()["rows"].clone();
    assert_eq!(
        rows[0]["warnings"][0]["code"], "number_of_other_year",
        "{rows}"
    );
    let other = "提案号,案由,提案人,类别\n20240410,关于路灯的提案,林小燕,民政\n";
    std::fs::write(home.path().join("list.csv"), other).unwrap();
    let case = home.banli(&["show", "20240410", "--json"]).ok().json();
    let id = case["case"]["id"]
        .as_str()
        .expect("a case has an id")
        .to_owned();
    let words = ["import", "list.csv", "--dry-run", "--session"];
    let trial = home.banli(&[&words[..], &[SESSION]].concat()).ok().stdout;
    assert!(trial.contains(&format!("banli do {id} amend")), "{trial}");
    drop(office);
}
