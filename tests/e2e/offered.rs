//! What `banli show` offers can be pasted and works, and what `banli do` refuses says why.

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{CO_HANDLER, CO_HANDLER_DEPARTMENT, LEAD, LEAD_DEPARTMENT, Office};
use serde_json::{Value, json};

/// A proposal in an office, and everybody with a shell of their own that speaks Chinese.
struct Shells {
    office: Office,
    case: String,
}

impl Shells {
    fn begin() -> Self {
        let office = Office::open(Database::sqlite());
        let member = office.api("member");
        let proposal = Office::proposal(&member, "关于夜班公交的提案");
        let case = member.post("/proposals", &proposal).ok();
        let case = case["case"]["id"]
            .as_str()
            .expect("a case has an id")
            .to_owned();
        Self { office, case }
    }

    fn home(&self, who: &str) -> Home {
        let api = self.office.api(who);
        let home = Home::of(&self.office.server).speaking("zh_CN.UTF-8");
        home.with_token(api.token().expect("a login has a token"))
    }

    #[track_caller]
    fn does(&self, who: &str, command: &Value) {
        let _view = self.office.api(who).command(&self.case, command);
    }

    /// Pastes every line that is offered to this person, as trials; gives the commands.
    #[track_caller]
    fn pastes(&self, who: &str) -> Vec<String> {
        let home = self.home(who);
        let shown = home.banli(&["show", &self.case]).ok().stdout;
        no_half_width(&shown);
        let lines = shown
            .lines()
            .filter_map(|line| line.strip_prefix("    banli "));
        let lines: Vec<String> = lines.map(|line| format!("banli {line}")).collect();
        for line in &lines {
            let pasted = home.shell(&format!("{line} --dry-run"));
            if line.contains('…') {
                assert_eq!(pasted.code(), Some(2), "{line}: {pasted:?}");
                assert!(pasted.stderr.contains("换成"), "{line}: {pasted:?}");
            } else {
                assert_eq!(pasted.code(), Some(0), "{line}: {pasted:?}");
            }
        }
        lines
    }

    /// Hands it over to a lead and a co-handler; the lead's department has it.
    fn hand_over(&self) {
        self.does("coordinator", &json!({ "file": {} }));
        let to = json!([
            { "unit": LEAD, "role": "lead" },
            { "unit": CO_HANDLER, "role": "co_handler" },
        ]);
        let hand_over = json!({ "hand_over": { "to": to, "plain_weekdays": true } });
        self.does("coordinator", &hand_over);
    }

    fn dispatch(&self) {
        for (who, no, department) in [
            ("liaison", 1, LEAD_DEPARTMENT),
            ("co-liaison", 2, CO_HANDLER_DEPARTMENT),
        ] {
            self.does(who, &json!({ "accept": { "assignment": no } }));
            let dispatch = json!({ "dispatch": { "assignment": no, "department": department } });
            self.does(who, &dispatch);
        }
    }

    /// The deadline and the first day of the lead's assignment.
    fn days(&self) -> (Value, Value) {
        let path = format!("/proposals/{}", self.case);
        let view = self.office.api("coordinator").get(&path).ok();
        let on = &view["case"]["assignments"][0]["handed_over_on"];
        (view["assignments"][0]["due"].clone(), on.clone())
    }
}

/// No colon, comma or bracket of the other script stands behind a Chinese character.
#[track_caller]
fn no_half_width(text: &str) {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    for line in text.lines() {
        let chars: Vec<char> = line.chars().collect();
        for pair in chars.windows(2) {
            let wrong = han(pair[0]) && ":;!?,(".contains(pair[1]);
            assert!(!wrong, "{line}");
        }
        for mark in ["： ", " ：", "， ", "。 "] {
            assert!(!line.contains(mark), "{line}");
        }
    }
}

fn has(lines: &[String], words: &[&str]) -> bool {
    let all = |line: &&String| words.iter().all(|word| line.contains(word));
    lines.iter().any(|line| all(&line))
}

#[test]
fn every_line_that_is_offered_can_be_pasted() {
    let shells = Shells::begin();
    assert!(has(&shells.pastes("coordinator"), &[" file"]));
    let file = ["do", &shells.case, "file", "--dry-run"];
    let filed = shells.home("coordinator").banli(&file).ok().stdout;
    assert!(filed.contains("提案号为 2023"), "{filed}");
    shells.hand_over();
    let offered = shells.pastes("coordinator");
    assert!(has(&offered, &["take_back", "assignment=2"]), "{offered:?}");
    assert!(has(&shells.pastes("liaison"), &["accept assignment=1"]));
    shells.dispatch();
    let (due, today) = shells.days();
    let task = json!({ "cut_task": {
        "assignment": 1, "suggestion": 1, "text": "摸清客流", "due": due,
        "units": [LEAD_DEPARTMENT, CO_HANDLER],
    }});
    shells.does("handler", &task);
    shells.does("handler", &task);
    let offered = shells.pastes("co-liaison");
    let wanted = format!("report_task assignment=1 task=1 text=… unit={CO_HANDLER}");
    assert!(has(&offered, &[&wanted]), "{offered:?}");
    let shown = shells
        .home("co-liaison")
        .banli(&["show", &shells.case])
        .ok()
        .stdout;
    assert!(
        shown.contains(&format!("也可以：task=2 unit={CO_HANDLER}")),
        "{shown}"
    );
    shells.does(
        "handler",
        &json!({ "log_contact": {
            "assignment": 1, "on": today, "form": "visit", "members": ["陈·阿依古丽"],
            "unit_side": [{ "name": "吴倩", "position": "handler" }], "said": "当面听取了意见",
        }}),
    );
    for no in [1, 2] {
        let answer =
            json!({ "assignment": 1, "suggestion": no, "verdict": "adopted", "text": "已经办好" });
        shells.does("handler", &json!({ "answer_suggestion": answer }));
    }
    let draft = json!({ "assignment": 1, "body": "经研究，已延长末班车时间。", "class": "a" });
    shells.does("handler", &json!({ "save_draft": draft }));
    assert!(has(
        &shells.pastes("handler"),
        &["submit_reply assignment=1"]
    ));
    shells.does("handler", &json!({ "submit_reply": { "assignment": 1 } }));
    let offered = shells.pastes("head");
    assert!(
        has(&offered, &["approve assignment=1 level=one --text "]),
        "{offered:?}"
    );
    let approve = offered
        .iter()
        .find(|line| line.contains(" approve "))
        .unwrap();
    let said = shells.home("head").shell(approve).ok().stdout;
    no_half_width(&said);
    assert!(has(
        &shells.pastes("liaison"),
        &["approve assignment=1 level=two --text "]
    ));
}

#[test]
fn a_refusal_is_told_and_not_hidden_behind_a_question() {
    let shells = Shells::begin();
    let case = shells.case.as_str();
    let says = |who: &str, words: &[&str], code: i32, text: &str| {
        let all: Vec<&str> = ["do", case].iter().chain(words).copied().collect();
        let failed = shells.home(who).banli(&all);
        assert_eq!(failed.code(), Some(code), "{words:?} {failed:?}");
        assert!(failed.stderr.contains(text), "{words:?} {failed:?}");
        no_half_width(&failed.stderr);
    };
    says("liaison", &["accept"], 1, "");
    says("coordinator", &["close"], 1, "没有承办任务");
    shells.hand_over();
    // Theirs on none of two: the server's own words, with who can.
    says("supervisor", &["accept"], 1, "可由");
    says("liaison", &["approve"], 1, "阶段");
    says("chief", &["sign"], 1, "阶段");
    says("liaison", &["submit_reply"], 1, "权限");
    says(
        "coordinator",
        &["take_back"],
        2,
        "assignment=1（市交通运输局，主办）、assignment=2（市城市管理局，会办）",
    );
    says("coordinator", &["接收"], 2, "没有这个操作");
    says("coordinator", &["签收"], 2, "是否为 accept（签收）？");
    says("coordinator", &["acept"], 2, "banli show ");
    says(
        "coordinator",
        &["hand_over", "to.0.unit=none", "to.0.role=co_handler"],
        1,
        "none",
    );
    // The one it can only be is filled in, whichever way the rest is written.
    let home = shells.home("liaison");
    let _accepted = home.banli(&["do", case, "accept", "--data", "{}"]).ok();
    let _again = home.banli(&["do", case, "unaccept"]).ok();
}

#[test]
fn what_is_on_record_stands_in_the_case() {
    let shells = Shells::begin();
    shells.hand_over();
    let offered = shells.pastes("coordinator");
    assert!(has(&offered, &["change_consent", "note=…"]), "{offered:?}");
    let consent = json!({ "publication": "refused", "note": "来电告知" });
    shells.does("coordinator", &json!({ "change_consent": consent }));
    shells.does("coordinator", &json!({ "take_back": { "assignment": 2 } }));
    shells.does("liaison", &json!({ "accept": { "assignment": 1 } }));
    let dispatch = json!({ "assignment": 1, "department": LEAD_DEPARTMENT });
    shells.does("liaison", &json!({ "dispatch": dispatch }));
    let (due, _) = shells.days();
    let task = json!({
        "assignment": 1, "suggestion": 1, "text": "摸清客流", "due": due, "units": [CO_HANDLER],
    });
    shells.does("handler", &json!({ "cut_task": task }));
    let why = json!({ "reason": "已另行解决" });
    shells.does("coordinator", &json!({ "withdraw": why }));
    let home = shells.home("coordinator");
    let shown = home.banli(&["show", &shells.case]).ok().stdout;
    no_half_width(&shown);
    let line = |words: &[&str]| {
        let all = |line: &&str| words.iter().all(|word| line.contains(word));
        assert!(shown.lines().any(|line| all(&line)), "{words:?}: {shown}");
    };
    line(&["全体提案人", "不同意公开", "来电告知"]);
    line(&["[2] 市城市管理局  会办", "撤回交办"]);
    line(&["[1] 市交通运输局  主办", "撤案", "已另行解决"]);
    line(&["分解任务 1", "已撤销", "摸清客流"]);
    line(&["随承办任务终止：撤案"]);
    let english = home.with_variable("BANLI_LANG", "en");
    let shown = english.banli(&["show", &shells.case]).ok().stdout;
    for said in [
        "all proposers",
        "assignments that ended:",
        "ended with its assignment: withdrawn",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
}

#[test]
fn ones_own_last_step_is_taken_back_and_nobody_elses() {
    let shells = Shells::begin();
    let case = shells.case.as_str();
    let home = shells.home("coordinator");
    let undo = |words: &[&str]| {
        let all: Vec<&str> = ["undo", case].iter().chain(words).copied().collect();
        home.banli(&all)
    };
    let not_mine = undo(&["--yes"]);
    assert_eq!(not_mine.code(), Some(1), "{not_mine:?}");
    assert!(not_mine.stderr.contains("不是您的"), "{not_mine:?}");
    shells.hand_over();
    let unasked = undo(&[]);
    assert_eq!(unasked.code(), Some(2), "{unasked:?}");
    for said in ["交办", "撤回交办（市交通运输局）、撤回交办（市城市管理局）"]
    {
        assert!(unasked.stdout.contains(said), "{said}: {unasked:?}");
    }
    no_half_width(&unasked.stdout);
    let tried = undo(&["--dry-run"]).ok().stdout;
    assert!(tried.contains("未作任何改动"), "{tried}");
    let _taken_back = undo(&["--yes"]).ok();
    let shown = home.banli(&["show", case, "--json"]).ok().stdout;
    let view: Value = serde_json::from_str(&shown).expect("it is JSON");
    assert_eq!(view["stage"], "filed", "{shown}");
    // A hand-over that was begun is taken back by nobody's undo.
    shells.does("coordinator", &json!({ "hand_over": { "to": [{ "unit": LEAD, "role": "lead" }], "plain_weekdays": true } }));
    shells.does("liaison", &json!({ "accept": { "assignment": 3 } }));
    let theirs = undo(&["--yes"]);
    assert!(theirs.stderr.contains("周立"), "{theirs:?}");
    let own = shells
        .home("liaison")
        .banli(&["undo", case, "--yes"])
        .ok()
        .stdout;
    assert!(own.contains("已撤销"), "{own}");
    // An undoing is no step to be taken back: it is said how to do it once more.
    let again = shells.home("liaison").banli(&["undo", case, "--yes"]);
    assert_eq!(again.code(), Some(1), "{again:?}");
    assert!(again.stderr.contains("本身就是撤销"), "{again:?}");
    let line = again.stderr.split("banli do ").nth(1).unwrap_or_default();
    assert!(
        line.trim_end().ends_with("accept assignment=3"),
        "{again:?}"
    );
    let once_more = shells
        .home("liaison")
        .shell(&format!("banli do {}", line.trim_end()));
    assert_eq!(once_more.code(), Some(0), "{once_more:?}");
    // What nothing takes back.
    shells.does("coordinator", &json!({ "note": { "text": "已电话告知" } }));
    let noted = undo(&["--yes"]);
    assert_eq!(noted.code(), Some(1), "{noted:?}");
    assert!(noted.stderr.contains("没有撤销的办法"), "{noted:?}");
}

#[test]
fn units_and_proposers_are_named_and_what_ended_is_said_to_have() {
    let shells = Shells::begin();
    let case = shells.case.as_str();
    shells.does("coordinator", &json!({ "file": {} }));
    let home = shells.home("coordinator");
    let run = |words: &[&str]| {
        let all: Vec<&str> = ["do", case].iter().chain(words).copied().collect();
        home.banli(&all)
    };
    let lead = "to.0.unit=市交通运输局";
    let co_handler = "to.1.unit=城市管理局";
    let others = [
        "to.0.role=lead",
        "to.1.role=co_handler",
        "plain_weekdays=true",
    ];
    let words: Vec<&str> = ["hand_over", lead, co_handler]
        .into_iter()
        .chain(others)
        .collect();
    let unknown = run(&words);
    assert_eq!(unknown.code(), Some(2), "{unknown:?}");
    assert!(unknown.stderr.contains("市城市管理局"), "{unknown:?}");
    let words = words.iter().map(|word| word.replace("=城市", "=市城市"));
    let words: Vec<String> = words.collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let _handed = run(&words).ok();
    let shown = home.banli(&["show", case, "--json"]).ok().stdout;
    let view: Value = serde_json::from_str(&shown).expect("it is JSON");
    let unit = |at: usize| view["assignments"][at]["unit"].clone();
    assert_eq!((unit(0), unit(1)), (json!(LEAD), json!(CO_HANDLER)));

    let _taken_back = run(&["take_back", "assignment=２"]).ok();
    let ended = run(&["extend_part", "assignment=2"]);
    assert_eq!(ended.code(), Some(1), "{ended:?}");
    assert!(ended.stderr.contains("已终止"), "{ended:?}");
    assert!(!ended.stderr.contains("岗位"), "{ended:?}");
    let none = run(&["extend_part", "assignment=9"]);
    assert!(none.stderr.contains("没有第9号承办任务"), "{none:?}");

    let nobody = run(&[
        "record_rating",
        "rater=张三丰",
        "form.assignment=1",
        "form.result=satisfied",
    ]);
    assert_eq!(nobody.code(), Some(2), "{nobody:?}");
    let name = view["case"]["proposal"]["proposers"][0]["name"]
        .as_str()
        .unwrap_or_default();
    assert!(nobody.stderr.contains(&format!("1 {name}")), "{nobody:?}");
}

#[test]
fn a_merge_is_undone_after_a_question_only() {
    let shells = Shells::begin();
    shells.does("coordinator", &json!({ "file": {} }));
    let member = shells.office.api("member");
    let proposal = Office::proposal(&member, "关于增开夜班公交的提案");
    let other = member.post("/proposals", &proposal).ok();
    let other = other["case"]["id"].as_str().expect("a case has an id");
    let home = shells.home("coordinator");
    let into = format!("into={}", shells.case);
    let _merged = home.banli(&["do", other, "merge", &into]).ok();
    let unasked = home.banli(&["do", other, "unmerge"]);
    assert_eq!(unasked.code(), Some(2), "{unasked:?}");
    assert!(
        unasked.stderr.contains("--yes") && unasked.stderr.contains("不可恢复"),
        "{unasked:?}"
    );
    let _tried = home.banli(&["do", other, "unmerge", "--dry-run"]).ok();
    let _undone = home.banli(&["do", other, "unmerge", "--yes"]).ok();
}
