//! A whole case over REST: filed, handed over, answered, reviewed, rated dissatisfied, handled a
//! second time, rated again and closed; on both databases.

use banli_tests::database::Database;
use banli_tests::office::{CO_HANDLER, CO_HANDLER_DEPARTMENT, LEAD, LEAD_DEPARTMENT, Office};
use serde_json::{Value, json};

/// The case and everybody who works on it.
struct Desk {
    office: Office,
    case: String,
}

impl Desk {
    #[track_caller]
    fn does(&self, who: &str, command: &Value) -> Value {
        self.office.api(who).command(&self.case, command)
    }

    #[track_caller]
    fn is_refused(&self, who: &str, command: &Value) -> Value {
        let path = format!("/proposals/{}/commands", self.case);
        let answer = self.office.api(who).post(&path, command);
        assert!(
            (400..500).contains(&answer.status),
            "{}: {}",
            answer.status,
            answer.text()
        );
        answer.json()
    }

    /// The stage of an assignment as lists show it.
    #[track_caller]
    fn stage(&self, assignment: usize) -> String {
        let view = self
            .office
            .api("coordinator")
            .get(&format!("/proposals/{}", self.case))
            .ok();
        let stage = &view["assignments"][assignment - 1]["stage"];
        stage
            .as_str()
            .unwrap_or_else(|| panic!("no assignment {assignment} in {view}"))
            .to_owned()
    }

    /// Consults, answers, drafts and hands in the lead's reply; `head` also met the member.
    fn answers(&self, on: &Value, body: &str, head: bool) {
        let mut unit_side = vec![json!({ "name": "吴倩", "position": "handler" })];
        if head {
            unit_side.push(json!({ "name": "郑海", "position": "department_head" }));
        }
        let _contact = self.does(
            "handler",
            &json!({ "log_contact": {
                "assignment": 1, "on": on, "form": "visit", "members": ["陈·阿依古丽"],
                "unit_side": unit_side, "said": "当面听取了委员的意见", "outcome": "同意延长",
            }}),
        );
        for (suggestion, verdict) in [(1, "adopted"), (2, "planned")] {
            let _answer = self.does("handler", &json!({ "answer_suggestion": {
                "assignment": 1, "suggestion": suggestion, "verdict": verdict, "text": "列入年度计划",
            }}));
        }
        let _draft = self.does(
            "handler",
            &json!({ "save_draft": {
                "assignment": 1, "body": body, "class": "b",
                "promises": [{ "text": "开通两条夜间接驳线", "by": "2027-06-30" }],
            }}),
        );
        let _submitted = self.does("handler", &json!({ "submit_reply": { "assignment": 1 } }));
    }

    /// Three people, one after the other.
    fn reviews(&self, number: &str) {
        let _one = self.does(
            "head",
            &json!({ "approve": { "assignment": 1, "level": "one" } }),
        );
        let _two = self.does(
            "liaison",
            &json!({ "approve": { "assignment": 1, "level": "two" } }),
        );
        let _three = self.does(
            "chief",
            &json!({ "sign": { "assignment": 1, "document_number": number } }),
        );
    }

    fn rates(&self, how: &str) {
        let _rated = self.does("member", &json!({ "rate": {
            "assignment": 1, "work": "satisfied", "result": how, "contacted": true, "comment": "看结果",
        }}));
    }
}

#[test]
fn a_dissatisfied_member_is_answered_a_second_time() {
    for database in Database::each() {
        whole_case(database);
    }
}

fn whole_case(database: Database) {
    let office = Office::open(database);
    let member = office.api("member");
    let view = member
        .post(
            "/proposals",
            &Office::proposal(&member, "关于延长夜间公交运营时间的提案"),
        )
        .ok();
    let case = view["case"]["id"]
        .as_str()
        .expect("a case has an id")
        .to_owned();
    let mut desk = Desk { office, case };

    // Triage: only the office files; the number is given then.
    let problem = desk.is_refused("member", &json!({ "file": {} }));
    assert_eq!(problem["code"], "forbidden", "{problem}");
    let filed = desk.does("coordinator", &json!({ "file": {} }));
    assert_eq!(filed["case"]["number"], "20230001", "{filed}");
    let handed = desk.does(
        "coordinator",
        &json!({ "hand_over": { "to": [
        { "unit": LEAD, "role": "lead" },
        { "unit": CO_HANDLER, "role": "co_handler" },
    ], "visit_required": true, "plain_weekdays": true }}),
    );
    let today = handed["case"]["assignments"][0]["handed_over_on"].clone();

    // Inside the units.
    for (assignment, liaison, department) in [
        (1, "liaison", LEAD_DEPARTMENT),
        (2, "co-liaison", CO_HANDLER_DEPARTMENT),
    ] {
        let _accepted = desk.does(liaison, &json!({ "accept": { "assignment": assignment } }));
        let _dispatched = desk.does(
            liaison,
            &json!({ "dispatch": {
                "assignment": assignment, "department": department,
            }}),
        );
    }

    // Consult first: a reply without a contact is refused, and the refusal names the gate.
    let _draft = desk.does(
        "handler",
        &json!({ "save_draft": { "assignment": 1, "body": "答复", "class": "b" } }),
    );
    let problem = desk.is_refused("handler", &json!({ "submit_reply": { "assignment": 1 } }));
    assert_eq!(
        (&problem["code"], &problem["refusal"]["gate"]),
        (&json!("refused"), &json!("consult_first"))
    );
    desk.answers(&today, "经研究，延长五条线路末班车至二十三时。", false);
    assert_eq!(desk.stage(1), "level1");

    // In order: the unit's head cannot sign before the levels below, nor before the co-handler is heard.
    let problem = desk.is_refused("chief", &json!({ "sign": { "assignment": 1 } }));
    assert_eq!(problem["code"], "refused", "{problem}");
    let _opinion = desk.does(
        "co-handler",
        &json!({ "save_draft": { "assignment": 2, "body": "无不同意见。" } }),
    );
    let _submitted = desk.does(
        "co-handler",
        &json!({ "submit_reply": { "assignment": 2 } }),
    );
    let _one = desk.does(
        "co-head",
        &json!({ "approve": { "assignment": 2, "level": "one" } }),
    );
    let _two = desk.does(
        "co-liaison",
        &json!({ "approve": { "assignment": 2, "level": "two" } }),
    );
    let _given = desk.does("co-chief", &json!({ "give_opinion": { "assignment": 2 } }));
    desk.reviews("交函〔2023〕12号");
    assert_eq!(desk.stage(1), "issued");

    // Rated dissatisfied: back to drafting, in a new round, with the first one kept.
    desk.rates("dissatisfied");
    assert_eq!(desk.stage(1), "drafting");
    let _draft = desk.does(
        "handler",
        &json!({ "save_draft": { "assignment": 1, "body": "再次答复", "class": "b" } }),
    );
    let problem = desk.is_refused("handler", &json!({ "submit_reply": { "assignment": 1 } }));
    assert_eq!(
        problem["refusal"]["gate"], "consult_first",
        "each round consults anew: {problem}"
    );
    desk.answers(&today, "再次研究后，另开通两条夜间接驳线。", true);
    desk.reviews("交函〔2023〕13号");
    desk.rates("satisfied");

    assert_eq!(desk.stage(1), "closed");

    // The record tells the same story after the server was killed.
    let told = |desk: &Desk| {
        let auditor = desk.office.api("auditor");
        auditor.get(&format!("/proposals/{}", desk.case)).ok()
    };
    let view = told(&desk);
    let rounds = view["case"]["assignments"][0]["rounds"]
        .as_array()
        .map_or(0, Vec::len);
    assert_eq!(
        (&view["stage"], rounds),
        (&json!("closed"), 2),
        "both rounds stay visible"
    );
    desk.office.server.restart();
    assert_eq!(told(&desk), view);
}
