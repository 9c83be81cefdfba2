//! An office for tests: a real database, the real router, people with tokens.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use banli_shared::api::account::Scope;
use banli_shared::api::people::NewPerson;
use banli_shared::api::{ProblemCode, units::UnitList};
use banli_shared::org::{Post, Role, Unit};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::app::{App, Settings, people, units};
use crate::auth::Token;
use crate::params;
use crate::routes;
use crate::store::Tx;
pub(crate) use crate::store::tests::{Database, on_both};

/// The password of everybody in a test office.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A server over an empty database with one administrator.
pub(crate) struct Office {
    pub(crate) app: App,
    /// The administrator's token.
    pub(crate) admin: String,
    hash: String,
    router: Router,
    database: Arc<Database>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{self:#?}");
        self.body
    }

    /// The body of a problem of this kind.
    #[track_caller]
    pub(crate) fn problem(self, code: ProblemCode) -> Value {
        assert_eq!(self.body["code"], code.code(), "{self:#?}");
        assert_eq!(self.status.as_u16(), code.status());
        assert_eq!(self.headers["content-type"], "application/problem+json");
        self.body
    }

    /// The one wrong field of a `bad_field` problem.
    #[track_caller]
    pub(crate) fn pointer(self) -> String {
        let body = self.problem(ProblemCode::BadField);
        body["errors"][0]["pointer"].as_str().unwrap().to_owned()
    }
}

/// A request on its way.
pub(crate) struct Ask {
    router: Router,
    request: axum::http::request::Builder,
    body: Vec<u8>,
}

impl Ask {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.text(&body.to_string())
    }

    /// A JSON body as it is typed.
    pub(crate) fn text(mut self, body: &str) -> Self {
        self.body = body.as_bytes().to_vec();
        self.header("content-type", "application/json")
    }

    /// A body without a content type.
    pub(crate) fn bytes(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// The answer as it comes, for streams.
    pub(crate) async fn open(self) -> Response {
        let request: Request<Body> = self.request.body(Body::from(self.body)).unwrap();
        self.router.oneshot(request).await.unwrap()
    }

    pub(crate) async fn send(self) -> Answer {
        let (parts, body) = self.open().await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|_text| json!(String::from_utf8_lossy(&bytes)))
        };
        said_in_both(&body);
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

/// Every fault in an answer is said in Chinese too, and in Chinese only.
#[track_caller]
fn said_in_both(body: &Value) {
    match body {
        Value::Object(fields) => {
            for (english, chinese) in [("detail", "detail_zh"), ("text", "text_zh")] {
                let is_text = |name: &str| fields.get(name).is_some_and(Value::is_string);
                if is_text(english) && is_text("code") {
                    let said = fields.get(chinese).and_then(Value::as_str);
                    let said = said.unwrap_or_else(|| panic!("no {chinese}: {body:#}"));
                    let has_chinese = said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                    let letters = |word: &str| {
                        word.len() > 1 && word.bytes().all(|it| it.is_ascii_lowercase())
                    };
                    let words: Vec<bool> = said.split(' ').map(letters).collect();
                    let has_english = words.windows(3).any(|words| words.iter().all(|it| *it));
                    assert!(
                        has_chinese && !has_english,
                        "{chinese} is no Chinese: {body:#}"
                    );
                }
            }
            fields.values().for_each(said_in_both);
        }
        Value::Array(values) => values.iter().for_each(said_in_both),
        _ => {}
    }
}

impl Office {
    /// One that goes by the clock.
    pub(crate) async fn open(database: Database) -> Self {
        Self::set(database, Settings::default()).await
    }

    /// One whose requests say what time it is.
    pub(crate) async fn simulated(database: Database) -> Self {
        let settings = Settings {
            simulated_time: true,
            ..Settings::default()
        };
        Self::set(database, settings).await
    }

    /// One whose requests move the calendar on.
    pub(crate) async fn moving(database: Database) -> Self {
        let settings = Settings {
            simulated_time: true,
            moves_calendar: true,
            ..Settings::default()
        };
        Self::set(database, settings).await
    }

    async fn set(database: Database, settings: Settings) -> Self {
        let store = database.migrated().await;
        let app = App::start(store, settings).unwrap();
        let hash = app.passwords().hash(PASSWORD.into()).await.unwrap();
        let router = routes::all().into_router(&app);
        let mut office = Self {
            app,
            admin: String::new(),
            hash,
            router,
            database: Arc::new(database),
        };
        office.admin = office.person("admin", &[Post::office(Role::Admin)]).await;
        office
    }

    /// The same office with its requests going to another server on the same database.
    pub(crate) async fn beside(&self) -> Self {
        let settings = Settings {
            simulated_time: self.app.simulates_time(),
            ..Settings::default()
        };
        let app = App::start(self.database.open().await, settings).unwrap();
        Self {
            router: routes::all().into_router(&app),
            app,
            admin: self.admin.clone(),
            hash: self.hash.clone(),
            database: Arc::clone(&self.database),
        }
    }

    /// The same office after a restart: another server on the same store.
    pub(crate) fn restarted(&self) -> Self {
        let settings = Settings {
            simulated_time: self.app.simulates_time(),
            ..Settings::default()
        };
        let app = App::start(self.app.store().clone(), settings).unwrap();
        Self {
            router: routes::all().into_router(&app),
            app,
            admin: self.admin.clone(),
            hash: self.hash.clone(),
            database: Arc::clone(&self.database),
        }
    }

    /// Adds a person; their token.
    pub(crate) async fn person(&self, login: &str, posts: &[Post]) -> String {
        let new = NewPerson {
            login: login.into(),
            name: format!("姓名{login}"),
            password: PASSWORD.into(),
            posts: posts.to_vec(),
        };
        let hash = self.hash.clone();
        let person = self
            .app
            .store()
            .write(async move |tx: &mut Tx| {
                people::add(tx, &new.login, &new.name, &new.posts, &hash, 1).await
            })
            .await
            .unwrap();
        self.token(&person.id.0, Scope::ALL, i64::MAX).await
    }

    /// A token of a person, made at the back door.
    pub(crate) async fn token(&self, person: &str, scopes: &[Scope], expires_ms: i64) -> String {
        let token = Token::new();
        let (hash, person) = (token.hash(), person.to_owned());
        let scopes = serde_json::to_string(scopes).unwrap();
        self.app
            .store()
            .write(async move |tx: &mut Tx| {
                tx.execute(
                    "INSERT INTO tokens (id, hash, person, label, scopes, created_ms, expires_ms)
                     VALUES ($1, $1, $2, 'test', $3, 1, $4)",
                    params![hash, person, scopes, expires_ms],
                )
                .await
            })
            .await
            .unwrap();
        token.reveal().to_owned()
    }

    /// Adds units, each `(code, parent)`.
    pub(crate) async fn units(&self, units: &[(&str, Option<&str>)]) {
        let list = UnitList {
            units: units
                .iter()
                .map(|(code, parent)| Unit {
                    code: (*code).into(),
                    name: format!("单位{code}"),
                    kind: String::new(),
                    parent: parent.map(Into::into),
                    aliases: vec![],
                    former: vec![],
                    duties: String::new(),
                    phone: String::new(),
                    retired: false,
                })
                .collect(),
            new_kinds: false,
        };
        self.app
            .store()
            .write(async move |tx: &mut Tx| units::put(tx, &list).await)
            .await
            .unwrap();
    }

    /// A request without a token.
    pub(crate) fn ask(&self, method: Method, path: &str) -> Ask {
        Ask {
            router: self.router.clone(),
            request: Request::builder().method(method).uri(path),
            body: vec![],
        }
    }

    /// A request with a token.
    pub(crate) fn ask_as(&self, token: &str, method: Method, path: &str) -> Ask {
        self.ask(method, path)
            .header("authorization", &format!("Bearer {token}"))
    }
}
