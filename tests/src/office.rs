//! A small city at work: two units, people in every role, a session to file proposals in.

use serde_json::{Value, json};

use crate::api::Api;
use crate::database::Database;
use crate::server::{ADMIN, ADMIN_PASSWORD, Server};

/// The unit that answers.
pub const LEAD: &str = "jt";
/// Its department that does the work.
pub const LEAD_DEPARTMENT: &str = "jt-1";
/// The unit that gives its opinion.
pub const CO_HANDLER: &str = "cg";
/// Its department.
pub const CO_HANDLER_DEPARTMENT: &str = "cg-1";
/// The session proposals are submitted to.
pub const SESSION: &str = "2023";
/// The password of everybody but the administrator.
pub const PASSWORD: &str = "every test knows this one";

/// Login, name, role, place.
const PEOPLE: &[(&str, &str, &str, Option<&str>)] = &[
    ("coordinator", "顾文清", "coordinator", None),
    ("supervisor", "潘知远", "supervisor", None),
    ("auditor", "沈明", "auditor", None),
    ("member", "陈·阿依古丽", "proposer", None),
    ("member2", "林小燕", "proposer", None),
    ("liaison", "周立", "liaison", Some(LEAD)),
    ("handler", "吴倩", "handler", Some(LEAD_DEPARTMENT)),
    ("head", "郑海", "department_head", Some(LEAD_DEPARTMENT)),
    ("chief", "王建国", "unit_head", Some(LEAD)),
    ("co-liaison", "冯洁", "liaison", Some(CO_HANDLER)),
    ("co-handler", "褚卫", "handler", Some(CO_HANDLER_DEPARTMENT)),
    (
        "co-head",
        "卫东",
        "department_head",
        Some(CO_HANDLER_DEPARTMENT),
    ),
    ("co-chief", "蒋南", "unit_head", Some(CO_HANDLER)),
];

/// A server with units, people and a session.
#[derive(Debug)]
pub struct Office {
    /// The server they all speak to.
    pub server: Server,
}

impl Office {
    /// Sets it up through the REST interface, as an administrator would.
    ///
    /// # Panics
    /// When any of it is refused.
    #[track_caller]
    #[must_use]
    pub fn open(database: Database) -> Self {
        let server = Server::start_on(database);
        let admin = Api::login(server.url(), ADMIN, ADMIN_PASSWORD);
        let units = json!({ "units": [
            { "code": LEAD, "name": "市交通运输局", "kind": "政府", "aliases": ["市交通局"] },
            { "code": LEAD_DEPARTMENT, "name": "公共交通处", "parent": LEAD },
            { "code": CO_HANDLER, "name": "市城市管理局", "kind": "政府" },
            { "code": CO_HANDLER_DEPARTMENT, "name": "市容环境处", "parent": CO_HANDLER },
        ]});
        let _changed = admin.put("/units", &units).ok();
        let session = json!({
            "id": SESSION, "name": "七届三次会议", "year": 2023, "closed_on": "2023-01-13", "current": true,
        });
        let _session = admin.put("/sessions", &session).ok();
        for (login, name, role, place) in PEOPLE {
            let mut post = json!({ "role": role });
            if let Some(place) = place {
                post["place"] = json!(place);
            }
            let person =
                json!({ "login": login, "name": name, "password": PASSWORD, "posts": [post] });
            let _person = admin.post("/people", &person).ok();
        }
        Self { server }
    }

    /// One of the people, logged in over REST.
    #[track_caller]
    #[must_use]
    pub fn api(&self, login: &str) -> Api {
        Api::login(self.server.url(), login, PASSWORD)
    }

    /// A proposal to submit, by the person who is logged in at `member`.
    #[track_caller]
    #[must_use]
    pub fn proposal(member: &Api, title: &str) -> Value {
        let me = member.get("/me").ok();
        json!({ "proposal": {
            "title": title,
            "body": "晚间公交班次少，市民出行不便，也影响夜间经济。",
            "proposers": [{ "name": me["name"], "person": me["id"] }],
            "kind": "individual",
            "timing": "in_session",
            "suggestions": ["延长末班车时间", "在夜间经济区开通接驳线"],
        }})
    }
}
