//! Proposals through the router: a town with two units and somebody for every role.

mod audit;
mod confirming;
mod extension;
mod joint;
mod linking;
mod many;
mod merged_suggestions;
mod merging;
mod numbering;
mod older_sessions;
mod one_case;
mod publication;
mod races;
mod record;
mod searching;
mod several_servers;
mod stream;
mod tasks;
mod urging;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::Method;
use banli_shared::org::{Post, Role};
use serde_json::{Value, json};

use crate::testing::{Answer, Ask, Database, Office};

/// Monday, 2023-02-06, 09:00 in Shanghai.
const MORNING: i64 = 1_675_645_200_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A simulated office with the session 2023, the units A (department A-1) and B (department B-1), and people whose
/// logins say what they are: `coordinator`, `auditor`, `member`, `other_member`, and in each unit
/// `liaison_a`, `handler_a`, `head_a` (of the department), `chief_a` (of the unit).
pub(super) struct Town {
    pub(super) office: Office,
    tokens: BTreeMap<&'static str, String>,
    now: AtomicI64,
}

const PEOPLE: &[(&str, Role, Option<&str>)] = &[
    ("coordinator", Role::Coordinator, None),
    ("auditor", Role::Auditor, None),
    ("member", Role::Proposer, None),
    ("other_member", Role::Proposer, None),
    ("liaison_a", Role::Liaison, Some("A")),
    ("handler_a", Role::Handler, Some("A-1")),
    ("head_a", Role::DepartmentHead, Some("A-1")),
    ("chief_a", Role::UnitHead, Some("A")),
    ("liaison_b", Role::Liaison, Some("B")),
    ("handler_b", Role::Handler, Some("B-1")),
    ("head_b", Role::DepartmentHead, Some("B-1")),
    ("chief_b", Role::UnitHead, Some("B")),
];

impl Town {
    pub(super) async fn open(database: Database) -> Self {
        Self::of(Office::simulated(database).await).await
    }

    /// One where requests move the calendar on.
    pub(super) async fn moving(database: Database) -> Self {
        Self::of(Office::moving(database).await).await
    }

    async fn of(office: Office) -> Self {
        let units = [
            ("A", None),
            ("A-1", Some("A")),
            ("B", None),
            ("B-1", Some("B")),
        ];
        office.units(&units).await;
        let mut tokens = BTreeMap::new();
        for (login, role, place) in PEOPLE {
            let post = place.map_or(Post::office(*role), |place| Post::at(*role, place));
            tokens.insert(*login, office.person(login, &[post]).await);
        }
        let session = json!({ "id": "2023", "name": "七届三次会议", "year": 2023 });
        let put = office.ask_as(&office.admin, Method::PUT, "/api/v1/sessions");
        let put = put.json(&session).send().await.ok();
        assert_eq!(put["current"], true);
        Self {
            office,
            tokens,
            now: AtomicI64::new(MORNING),
        }
    }

    /// One more person.
    pub(super) async fn add(&mut self, login: &'static str, posts: &[Post]) {
        let token = self.office.person(login, posts).await;
        self.tokens.insert(login, token);
    }

    /// The same town asked by another server on its database.
    pub(super) async fn beside(&self) -> Self {
        Self {
            office: self.office.beside().await,
            tokens: self.tokens.clone(),
            now: AtomicI64::new(self.now.load(Ordering::Relaxed)),
        }
    }

    /// The same town after its server was started again.
    pub(super) fn restarted(&self) -> Self {
        Self {
            office: self.office.restarted(),
            tokens: self.tokens.clone(),
            now: AtomicI64::new(self.now.load(Ordering::Relaxed)),
        }
    }

    /// What time it is.
    pub(super) fn now(&self) -> i64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Lets days pass.
    pub(super) fn pass(&self, days: i64) {
        self.now.fetch_add(days * DAY, Ordering::Relaxed);
    }

    /// A request of somebody, a second after the one before.
    pub(super) fn ask(&self, who: &str, method: Method, path: &str) -> Ask {
        let now = self.now.fetch_add(1000, Ordering::Relaxed);
        self.office
            .ask_as(&self.tokens[who], method, path)
            .header("banli-now", &now.to_string())
    }

    pub(super) async fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(who, Method::GET, path).send().await
    }

    /// One case as somebody sees it.
    pub(super) async fn see(&self, who: &str, by: &str) -> Answer {
        self.get(who, &format!("/api/v1/proposals/{by}")).await
    }

    pub(super) fn command(&self, who: &str, by: &str, command: &Value) -> Ask {
        let path = format!("/api/v1/proposals/{by}/commands");
        self.ask(who, Method::POST, &path).json(command)
    }

    /// Runs a command; a yes to a text names the one that `who` reads first.
    pub(super) async fn run(&self, who: &str, by: &str, mut command: Value) -> Answer {
        for yes in ["approve", "sign", "give_opinion"] {
            if let Some(with) = command.get_mut(yes) {
                let view = self.see(who, by).await;
                let text = &view.body["texts"][with["assignment"].to_string()];
                with["hash"] = text.as_str().unwrap_or("nothing to read").into();
            }
        }
        self.command(who, by, &command).send().await
    }

    /// The person with this login.
    pub(super) async fn id(&self, login: &str) -> String {
        let me = self.get(login, "/api/v1/me").await.ok();
        me["id"].as_str().unwrap().to_owned()
    }

    /// A proposal of `member`; its id.
    pub(super) async fn submitted(&self) -> String {
        let ask = self.ask("member", Method::POST, "/api/v1/proposals");
        let view = ask.json(&proposal()).send().await.ok();
        view["case"]["id"].as_str().unwrap().to_owned()
    }

    /// A proposal of `member` with A, filed and handed over; its id.
    pub(super) async fn handed_over(&self) -> String {
        let id = self.submitted().await;
        self.run("coordinator", &id, json!({ "file": {} }))
            .await
            .ok();
        let to = json!({ "hand_over": { "to": [{ "unit": "A", "role": "lead" }] } });
        self.run("coordinator", &id, to).await.ok();
        id
    }

    /// As [`Town::handed_over`], drafted and handed in for review.
    pub(super) async fn in_review(&self) -> String {
        let id = self.handed_over().await;
        for (who, command) in drafting() {
            self.run(who, &id, command).await.ok();
        }
        id
    }
}

pub(super) fn proposal() -> Value {
    json!({ "proposal": {
        "title": "关于增设公交站点的提案", "body": "建议在新区增设公交站点。",
        "proposers": [{ "name": "姓名member" }], "kind": "individual", "timing": "in_session",
        "category": "城建", "suggestions": ["增设站点", "延长线路"],
    } })
}

/// From signing for assignment 1 to handing the draft in.
fn drafting() -> Vec<(&'static str, Value)> {
    let mut steps = vec![
        ("liaison_a", json!({ "accept": { "assignment": 1 } })),
        (
            "liaison_a",
            json!({ "dispatch": { "assignment": 1, "department": "A-1", "leader": "王局" } }),
        ),
    ];
    steps.extend(drafted("visit", "2023-02-06"));
    steps
}

/// A contact of this form on this day, answers, a draft of class A, and handing it in.
pub(super) fn drafted(form: &str, on: &str) -> Vec<(&'static str, Value)> {
    let contact = json!({ "log_contact": {
        "assignment": 1, "on": on, "form": form, "members": ["姓名member"], "said": "当面沟通",
        "unit_side": [{ "name": "姓名head_a", "position": "department_head" }],
    } });
    let answer = |no: u32| {
        json!({ "answer_suggestion": {
            "assignment": 1, "suggestion": no, "verdict": "adopted", "text": "已采纳"
        } })
    };
    let draft = json!({ "save_draft": { "assignment": 1, "body": "站点已增设。", "class": "a" } });
    vec![
        ("handler_a", contact),
        ("handler_a", answer(1)),
        ("handler_a", answer(2)),
        ("handler_a", draft),
        ("handler_a", json!({ "submit_reply": { "assignment": 1 } })),
    ]
}

/// Three levels say yes.
pub(super) fn reviewed() -> Vec<(&'static str, Value)> {
    reviewed_as("深函1号")
}

/// Three levels say yes, the last with this document number.
pub(super) fn reviewed_as(number: &str) -> Vec<(&'static str, Value)> {
    vec![
        (
            "head_a",
            json!({ "approve": { "assignment": 1, "level": "one" } }),
        ),
        (
            "liaison_a",
            json!({ "approve": { "assignment": 1, "level": "two" } }),
        ),
        (
            "chief_a",
            json!({ "sign": { "assignment": 1, "document_number": number } }),
        ),
    ]
}
