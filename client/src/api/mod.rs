//! The typed client: every endpoint of the contract is called the same way.

mod failure;
mod stream;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use banli_shared::api::{
    Endpoint, Json, MOST_OF_A_PAGE, Method, Nothing, Page, Paged, Payload, Problem, ProblemCode,
    Reply, TIME_ZONE,
};
use banli_shared::both;
use banli_shared::ids::{Millis, Version};
use banli_shared::lang::Lang;

use crate::output;

pub use failure::{ApiFailure, FailureKind};
pub use stream::{Heard, changes};

/// A server, and as whom to speak to it. Cheap to clone; connections are shared.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    /// Without a slash at the end.
    base: Arc<str>,
    token: Option<Arc<str>>,
    now_ms: Option<Millis>,
}

/// Beside the request itself.
#[derive(Clone, Debug, Default)]
pub struct With {
    /// Refuse when the case has another version.
    pub if_version: Option<Version>,
    /// Under which the request may be repeated; a fresh one where left out.
    pub key: Option<String>,
}

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an answer may take; imports are given more.
const ANSWER: Duration = Duration::from_secs(60);
const LARGE_ANSWER: Duration = Duration::from_secs(600);

impl Client {
    /// A client of the server at `base`, e.g. `http://127.0.0.1:7878`. `ca_pem` is trusted beside the system's roots.
    ///
    /// # Errors
    /// When the address or the certificate cannot be used.
    pub fn new(base: &str, ca_pem: Option<&[u8]>) -> Result<Self, ApiFailure> {
        // Another part of the program may have done so before; one provider serves all.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = &normal_address(base);
        if !base.starts_with("http://") && !base.starts_with("https://") {
            return Err(ApiFailure::usage(both!(
                "服务器地址须以 http:// 或 https:// 开头：{base}",
                "the server's address must begin with http:// or https://: {base}"
            )));
        }
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            // The server closes idle connections after a minute.
            .pool_idle_timeout(Duration::from_secs(25))
            .user_agent(concat!("banli/", env!("CARGO_PKG_VERSION")));
        if base.starts_with("http://") {
            // Reading the system's certificates takes longer than the first frame may.
            builder = builder.tls_certs_only([]);
        }
        if is_loopback(base) {
            // A proxy is for the way out of this machine.
            builder = builder.no_proxy();
        }
        if let Some(pem) = ca_pem {
            let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(|fault| {
                ApiFailure::usage(both!(
                    "证书无法读取（{fault}）",
                    "the certificates cannot be read: {fault}"
                ))
            })?;
            for certificate in certificates {
                builder = builder.add_root_certificate(certificate);
            }
        }
        let http = builder.build().map_err(|fault| {
            ApiFailure::usage(both!(
                "无法建立连接（{fault}）",
                "no connection can be made: {fault}"
            ))
        })?;
        Ok(Self {
            http,
            base: base.as_str().into(),
            token: None,
            now_ms: None,
        })
    }

    /// The address of the server.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The same server, spoken to with this token.
    #[must_use]
    pub fn with_token(&self, token: Option<&str>) -> Self {
        Self {
            token: token.map(Into::into),
            ..self.clone()
        }
    }

    /// The same, at a moment of one's choice: for servers started with `--simulated-time`.
    #[must_use]
    pub fn at(&self, now_ms: Option<Millis>) -> Self {
        Self {
            now_ms,
            ..self.clone()
        }
    }

    /// The moment of one's choice, if there is one.
    #[must_use]
    pub const fn simulated(&self) -> Option<Millis> {
        self.now_ms
    }

    /// Calls an endpoint.
    ///
    /// # Errors
    /// When the server cannot be reached or says no.
    pub async fn call<E: Endpoint>(
        &self,
        part: &E::Part,
        query: &E::Query,
        body: &E::Body,
    ) -> Result<E::Reply, ApiFailure> {
        self.call_with::<E>(part, query, body, With::default())
            .await
    }

    /// What `query` finds, page by page, at most so many.
    ///
    /// # Errors
    /// When the server cannot be reached or says no.
    pub async fn pages<E, T>(&self, query: E::Query, most: u32) -> Result<Vec<T>, ApiFailure>
    where
        E: Endpoint<Part = (), Body = Nothing, Reply = Json<Page<T>>>,
        E::Query: Paged,
    {
        let (items, _more) = self.first::<E, T>(query, most).await?;
        Ok(items)
    }

    /// The same, and whether there are more.
    ///
    /// # Errors
    /// When the server cannot be reached or says no.
    pub async fn first<E, T>(
        &self,
        mut query: E::Query,
        most: u32,
    ) -> Result<(Vec<T>, bool), ApiFailure>
    where
        E: Endpoint<Part = (), Body = Nothing, Reply = Json<Page<T>>>,
        E::Query: Paged,
    {
        let mut items = vec![];
        let mut cursor = None;
        loop {
            let more = most - u32::try_from(items.len()).unwrap_or(most).min(most);
            if more == 0 {
                return Ok((items, cursor.is_some()));
            }
            query.turn_to(more.min(MOST_OF_A_PAGE), cursor);
            let Json(page) = self.call::<E>(&(), &query, &Nothing).await?;
            items.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                return Ok((items, false));
            }
        }
    }

    /// Calls an endpoint with a version or an idempotency key. A change carries a key in any case, so that it is
    /// repeated once over a fresh connection when the first one breaks, and happens once.
    ///
    /// # Errors
    /// When the server cannot be reached or says no.
    pub async fn call_with<E: Endpoint>(
        &self,
        part: &E::Part,
        query: &E::Query,
        body: &E::Body,
        with: With,
    ) -> Result<E::Reply, ApiFailure> {
        let key = with.key.unwrap_or_else(fresh_key);
        let encoded = E::Body::CONTENT_TYPE.map(|kind| (kind, body.encode()));
        let changes = !matches!(E::METHOD, Method::Get);
        let mut arrived = false;
        let mut tries = 0;
        loop {
            tries += 1;
            let mut request = self.request::<E>(part, query)?;
            if changes {
                request = request.header("idempotency-key", &key);
            }
            if let Some(version) = with.if_version {
                request = request.header("if-match", format!("\"{version}\""));
            }
            if let Some((kind, bytes)) = &encoded {
                request = request.header("content-type", *kind).body(bytes.clone());
            }
            match answer::<E>(request).await {
                Err(mut failure) => {
                    // The repeat may not get through where the first did.
                    arrived |= changes && failure.arrived;
                    let again = failure.kind == FailureKind::Unreachable && failure.broke_off;
                    if tries >= 2 || !again {
                        failure.arrived = arrived;
                        return Err(failure);
                    }
                }
                done => return done,
            }
        }
    }

    fn request<E: Endpoint>(
        &self,
        part: &E::Part,
        query: &E::Query,
    ) -> Result<reqwest::RequestBuilder, ApiFailure> {
        let mut url = format!("{}{}", self.base, E::path(part));
        let query = serde_urlencoded::to_string(query).map_err(|fault| {
            ApiFailure::usage(both!(
                "查询条件有误（{fault}）",
                "this query cannot be written: {fault}"
            ))
        })?;
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query);
        }
        let method = match E::METHOD {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self.http.request(method, url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(now) = self.now_ms {
            request = request.header("banli-now", now);
        }
        Ok(if E::Body::MAX_BYTES > 2 * 1024 * 1024 {
            request.timeout(LARGE_ANSWER)
        } else {
            request.timeout(ANSWER)
        })
    }
}

async fn answer<E: Endpoint>(request: reqwest::RequestBuilder) -> Result<E::Reply, ApiFailure> {
    let response = request
        .send()
        .await
        .map_err(|fault| ApiFailure::from_http(&fault))?;
    let status = response.status();
    if let Some(Ok(zone)) = response.headers().get(TIME_ZONE).map(|it| it.to_str()) {
        output::office_zone(zone);
    }
    let bytes = response
        .bytes()
        .await
        .map_err(|fault| ApiFailure::from_http(&fault))?;
    if status.is_success() {
        return E::Reply::decode(&bytes)
            .map_err(|fault| {
                let fault = fault.say(Lang::En);
                ApiFailure::strange(both!(
                    "服务器的答复无法读取（{fault}）；请检查客户端与服务器的版本是否一致",
                    "the answer cannot be read: {fault}; look whether client and server are of one version"
                ))
            });
    }
    match serde_json::from_slice::<Problem>(&bytes) {
        Ok(problem) => Err(problem.into()),
        Err(_) => Err(ApiFailure::strange(both!(
            "服务器答复 {status}，未说明原因",
            "the server answered {status} without saying why"
        ))),
    }
}

/// Whether an address is this machine by number or as `localhost`.
/// The one spelling of a server's address, under which what belongs to it is kept: `HTTP://LOCALHOST:80/` is
/// `http://localhost`. What is no address stays as it is, for whoever dials it to refuse.
#[must_use]
pub fn normal_address(server: &str) -> String {
    let parsed = server.parse::<reqwest::Url>();
    let spelled = parsed.map_or_else(|_| server.to_owned(), String::from);
    spelled.trim_end_matches('/').to_owned()
}

fn is_loopback(base: &str) -> bool {
    let host = base.split("://").nth(1).unwrap_or_default();
    ["localhost", "127.", "[::1]"]
        .iter()
        .any(|own| host.starts_with(own))
}

/// An idempotency key nobody else has: visible ASCII only.
#[must_use]
pub fn fresh_key() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        // Keys of this run stay apart from each other, and by its number from those of others.
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        return format!("{}-{count}", std::process::id());
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a code means that the login is gone.
pub(crate) const fn is_logged_out(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::Unauthenticated | ProblemCode::WrongLogin)
}
