//! Units are read by their names, and by their codes where these are typed next.

use banli_tests::database::Database;
use banli_tests::home::Home;
use banli_tests::office::{LEAD, LEAD_DEPARTMENT, Office};
use serde_json::json;

use crate::every_command::{shown, too_wide};
use crate::wording::fault_of_line;

/// An office with a case whose lead has answered it with a promise, and a second one that waits for the lead.
fn office() -> Office {
    let office = Office::open(Database::sqlite());
    let member = office.api("member");
    let begin = |title: &str| {
        let proposal = Office::proposal(&member, title);
        let view = member.post("/proposals", &proposal).ok();
        let case = view["case"]["id"].as_str().expect("an id").to_owned();
        let does = |command| office.api("coordinator").command(&case, &command);
        let _filed = does(json!({ "file": {} }));
        let to = json!([{ "unit": LEAD, "role": "lead" }]);
        let handed = does(json!({ "hand_over": { "to": to, "plain_weekdays": true } }));
        let accept = json!({ "accept": { "assignment": 1 } });
        let _view = office.api("liaison").command(&case, &accept);
        let dispatch = json!({ "assignment": 1, "department": LEAD_DEPARTMENT });
        let _view = office
            .api("liaison")
            .command(&case, &json!({ "dispatch": dispatch }));
        (
            case,
            handed["case"]["assignments"][0]["handed_over_on"].clone(),
        )
    };
    let (case, today) = begin("关于夜班公交的提案");
    let does = |who: &str, what| office.api(who).command(&case, &what);
    let contact = json!({
        "assignment": 1, "on": today, "form": "visit", "members": ["陈·阿依古丽"],
        "unit_side": [{ "name": "吴倩", "position": "handler" }], "said": "当面听取了意见",
    });
    let _view = does("handler", json!({ "log_contact": contact }));
    for no in [1, 2] {
        let answer =
            json!({ "assignment": 1, "suggestion": no, "verdict": "planned", "text": "列入计划" });
        let _view = does("handler", json!({ "answer_suggestion": answer }));
    }
    let year = today
        .as_str()
        .and_then(|day| day.get(..4)?.parse::<u16>().ok());
    let year = year.expect("a day begins with its year");
    let by = format!("{}-06-30", year + 1);
    let promises = json!([{ "text": "开通两条夜间接驳线", "by": by }]);
    let draft = json!({ "assignment": 1, "body": "经研究，列入计划。", "class": "b", "promises": promises });
    let _view = does("handler", json!({ "save_draft": draft }));
    let _view = does("handler", json!({ "submit_reply": { "assignment": 1 } }));
    for (who, level) in [("head", "one"), ("liaison", "two")] {
        let _view = does(
            who,
            json!({ "approve": { "assignment": 1, "level": level } }),
        );
    }
    let sign = json!({ "assignment": 1, "document_number": "交函〔2023〕1号" });
    let _view = does("chief", json!({ "sign": sign }));
    let _second = begin("关于公交站台的提案");
    office
}

fn home(office: &Office, who: &str, locale: &str) -> Home {
    let token = office.api(who).token().expect("a token").to_owned();
    let home = Home::of(&office.server).speaking(locale);
    home.with_token(&token)
}

#[test]
fn lists_and_cases_tell_units_by_name() {
    let office = office();
    for (locale, whoami, waiting) in [
        (
            "zh_CN.UTF-8",
            "市交通运输局公共交通处承办人（jt-1）",
            "市交通运输局公共交通处承办人",
        ),
        (
            "en_US.UTF-8",
            "handler at 市交通运输局 公共交通处 (jt-1)",
            "市交通运输局 公共交通处 handler",
        ),
    ] {
        let shown = |who: &str, words: &[&str]| home(&office, who, locale).banli(words).ok().stdout;
        let has = |text: &str, wanted: &[&str]| {
            let all = |line: &str| wanted.iter().all(|word| line.contains(word));
            assert!(text.lines().any(all), "{locale} {wanted:?}: {text}");
        };
        has(&shown("handler", &["whoami"]), &[whoami]);
        has(&shown("coordinator", &["list"]), &["市交通运输局"]);
        has(
            &shown("coordinator", &["promises"]),
            &["市交通运输局", "接驳线"],
        );
        let case = shown("coordinator", &["show", "20230002"]);
        has(&case, &[waiting]);
        // The code is what `to.0.unit=` and `--unit` take.
        has(&case, &["jt  ", "市交通运输局"]);
        has(
            &shown("coordinator", &["show", "20230001"]),
            &["[1] 市交通运输局"],
        );
    }
    // At every stage it fits the terminal.
    for (who, locale) in [
        ("coordinator", "zh_CN.UTF-8"),
        ("handler", "zh_CN.UTF-8"),
        ("member", "zh_CN.UTF-8"),
        ("coordinator", "en_US.UTF-8"),
    ] {
        let home = home(&office, who, locale);
        for line in [
            "show 20230001",
            "show 20230001 --events",
            "show 20230002",
            "promises",
        ] {
            for text in shown(&home, line) {
                assert!(!too_wide(&text), "{locale} {who} {line}: {text}");
                let fault = fault_of_line(&text).filter(|_| locale.starts_with("zh"));
                assert_eq!(fault, None, "{who} {line}: {text}");
            }
        }
    }
    let rows = home(&office, "coordinator", "zh_CN.UTF-8");
    let rows = rows.banli(&["promises", "--json"]).ok().stdout;
    assert!(rows.contains("\"unit\": \"jt\""), "{rows}");
}
