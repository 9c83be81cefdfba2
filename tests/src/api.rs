//! The third door: REST, spoken as a script would speak it.

use std::sync::Once;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// A caller of the REST interface, perhaps logged in. Calls block, so that a test reads from
/// top to bottom; callers at the same time are threads with an [`Api`] each.
#[derive(Debug)]
pub struct Api {
    base: String,
    token: Option<String>,
    client: Client,
    runtime: Runtime,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// A header as text; empty when it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The body as JSON, whatever the status.
    ///
    /// # Panics
    /// When it is not JSON.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.text()))
    }

    /// The JSON body of an answer that must be a success.
    ///
    /// # Panics
    /// When it is not.
    #[track_caller]
    #[must_use]
    pub fn ok(&self) -> Value {
        assert!(
            (200..300).contains(&self.status),
            "{}: {}",
            self.status,
            self.text()
        );
        if self.bytes.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }

    /// The body of a failure that must have this status and problem code.
    ///
    /// # Panics
    /// When it is a success, another failure, or not an `application/problem+json`.
    #[track_caller]
    #[must_use]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.text()
        );
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        problem
    }
}

impl Api {
    /// A stranger to the server at `url`.
    ///
    /// # Panics
    /// When no HTTP client can be made.
    #[must_use]
    pub fn stranger(url: &str) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // Fails only where another part of the test binary was first; that is as good.
            drop(rustls::crypto::ring::default_provider().install_default());
        });
        let client = Client::builder()
            .no_proxy()
            .build()
            .expect("an HTTP client can be made");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be started");
        Self {
            base: format!("{url}/api/v1"),
            token: None,
            client,
            runtime,
        }
    }

    /// Someone who has logged in.
    ///
    /// # Panics
    /// When the server refuses.
    #[track_caller]
    #[must_use]
    pub fn login(url: &str, login: &str, password: &str) -> Self {
        let mut api = Self::stranger(url);
        let answer = api
            .post("/login", &json!({ "login": login, "password": password }))
            .ok();
        let token = answer["token"].as_str().expect("a login gives a token");
        api.token = Some(token.to_owned());
        api
    }

    /// The same caller with another token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The token it calls with.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// `GET` of a path under `/api/v1`.
    #[track_caller]
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.call(&Method::GET, path, &[], None)
    }

    /// `POST` of a JSON body to a path under `/api/v1`.
    #[track_caller]
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(
            &Method::POST,
            path,
            &[],
            Some(body.to_string().into_bytes()),
        )
    }

    /// `PUT` of a JSON body to a path under `/api/v1`.
    #[track_caller]
    #[must_use]
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.call(&Method::PUT, path, &[], Some(body.to_string().into_bytes()))
    }

    /// Runs a command on a case; gives the case as the caller sees it afterwards.
    ///
    /// # Panics
    /// When it is refused.
    #[track_caller]
    #[must_use]
    pub fn command(&self, reference: &str, command: &Value) -> Value {
        let mut command = command.clone();
        for yes in ["approve", "sign", "give_opinion"] {
            if let Some(with) = command.get_mut(yes) {
                let view = self.get(&format!("/proposals/{reference}")).ok();
                with["hash"] = view["texts"][with["assignment"].to_string()].clone();
            }
        }
        self.post(&format!("/proposals/{reference}/commands"), &command)
            .ok()
    }

    /// Any call: `headers` come last and win, `body` is sent as it is.
    ///
    /// # Panics
    /// When there is no answer at all.
    #[track_caller]
    #[must_use]
    pub fn call(
        &self,
        method: &Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Answer {
        let mut request = self
            .client
            .request(method.clone(), format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body);
        }
        let mut given = HeaderMap::new();
        for (name, value) in headers {
            let name: reqwest::header::HeaderName = name.parse().expect("a header name");
            given.insert(name, value.parse().expect("a header value"));
        }
        let request = request.headers(given);
        let answer = self.runtime.block_on(async {
            let response = request.send().await?;
            let status = response.status().as_u16();
            let headers = response.headers().clone();
            let bytes = response.bytes().await?.to_vec();
            Ok::<_, reqwest::Error>(Answer {
                status,
                headers,
                bytes,
            })
        });
        answer.unwrap_or_else(|error| panic!("{method} {path}: no answer: {error:?}"))
    }
}
